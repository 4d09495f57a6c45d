// Python, in a worker: one for all pages of a visit; and where it may run long, one of this page, which can be ended.
(() => {
  'use strict';

  const here = document.currentScript.src;
  // How long a worker may be silent, in milliseconds: while it starts, and once it is asked.
  const SILENT = { joining: 6_000, starting: 15_000, asked: 4_000 };
  const USED = 'toymodel-python', LOST = 'toymodel-python-lost';
  const visit = {
    get: key => { try { return sessionStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { sessionStorage.setItem(key, value); } catch { /* a page without storage */ } },
  };

  class Python {
    constructor(shared) {
      this.shared = shared && 'SharedWorker' in window;
      this.state = 'off';
      this.stage = '';
      this.waiting = new Map();
      this.asked = 0;
      this.heard = () => {};
    }

    get url() {
      const digest = document.querySelector('meta[name="toymodel-python"]')?.content ?? '';
      return new URL(`../live/worker.js?${digest}`, here).href;
    }

    start() {
      if (this.port) return;
      this.became('starting', 'Starting Python…');
      try {
        this.connect();
      } catch (problem) {
        this.fail(problem.message);
      }
    }

    connect() {
      const { url, shared } = this;
      // A worker that is no longer heard keeps its name; the next one needs another.
      const name = `${url} ${visit.get(LOST) ?? ''}`;
      const made = shared
        ? new SharedWorker(url, { type: 'module', name, extendedLifetime: true }) : new Worker(url, { type: 'module' });
      const port = shared ? made.port : made;
      this.port = port;
      this.end = () => (shared ? port.close() : made.terminate());
      port.onmessage = ({ data }) => { if (port === this.port) this.hear(data); };
      made.onerror = event => {
        event.preventDefault();
        if (port === this.port) this.lose(event.message || 'worker.js could not be fetched');
      };
      if (shared) addEventListener('pagehide', event => { if (!event.persisted) port.postMessage('bye'); });
      this.listen(shared ? SILENT.joining : SILENT.starting);
    }

    hear(data) {
      this.listen(this.state === 'starting' ? SILENT.starting : 0);
      if (data.ready) this.became('live', '');
      else if (data.stage) this.became('starting', data.stage);
      else if (data.broken) this.fail(data.broken);
      else if (data.began) {
        if (this.waiting.has(data.began)) this.waiting.get(data.began).began = true;
      } else if (data.id) {
        this.waiting.get(data.id)?.resolve(data.frame);
        this.waiting.delete(data.id);
        visit.set(USED, '1');
      }
      if (this.state === 'live') this.expect();
    }

    // What is asked is begun at once, unless something else is being drawn.
    expect() {
      const all = [...this.waiting.values()];
      this.listen(all.length && !all.some(each => each.began) ? SILENT.asked : 0);
    }

    listen(time) {
      clearTimeout(this.silence);
      if (time) this.silence = setTimeout(() => this.lose(), time);
    }

    // A worker that does not answer is left to itself; what it was asked goes to a new one, of this page.
    lose(problem = 'its worker does not answer') {
      const waiting = [...this.waiting.values()];
      if (!this.shared && (this.state === 'starting' || waiting.some(each => each.again))) {
        this.fail(problem);
        return;
      }
      this.drop();
      waiting.forEach(each => { each.again = true; });
      this.start();
      for (const [id, { view, values, sure }] of this.waiting) this.port?.postMessage({ id, view, values, sure });
    }

    drop() {
      this.listen(0);
      this.end?.();
      if (this.shared) visit.set(LOST, String(Number(visit.get(LOST) ?? 0) + 1));
      this.shared = false;
      this.port = this.end = null;
    }

    draw(view, values, sure) {
      this.start();
      return new Promise((resolve, reject) => {
        if (!this.port) {
          reject(new Error(this.problem));
          return;
        }
        const id = ++this.asked;
        this.waiting.set(id, { view, values, sure, resolve, reject });
        this.port.postMessage({ id, view, values, sure });
        if (this.state === 'live') this.expect();
      });
    }

    // End what runs, and have another one ready.
    stop() {
      const running = this.state === 'live';
      this.drop();
      this.refuse(new DOMException('stopped', 'AbortError'));
      this.became('off', '');
      if (running) this.start();
    }

    fail(problem) {
      this.listen(0);
      this.end?.();
      this.port = this.end = null;
      this.problem = problem;
      this.refuse(new Error(problem));
      this.became('failed', '');
    }

    refuse(problem) {
      const waiting = [...this.waiting.values()];
      this.waiting.clear();
      waiting.forEach(({ reject }) => reject(problem));
    }

    became(state, stage) {
      if (state === this.state && stage === this.stage) return;
      this.state = state;
      this.stage = stage;
      this.heard();
    }
  }

  const python = { shared: new Python(true), own: new Python(false), used: () => visit.get(USED) !== null };
  window.toymodel = { ...window.toymodel, python };
})();

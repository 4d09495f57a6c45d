// Joins the controls on a page to the Python package, which runs in a worker shared by the page's views.
// No mathematics here: the controls' values go to Python as text, and pictures come back as HTML.
(() => {
  'use strict';

  const worker = new URL('../live/worker.js', document.currentScript.src).href;

  // One worker for all views. It is made when first needed, and again after a failure.
  const runner = {
    worker: null,
    waiting: new Map(),
    asked: 0,
    onstage: () => {},

    draw(view, values) {
      this.worker ??= this.made();
      return new Promise((resolve, reject) => {
        const id = ++this.asked;
        this.waiting.set(id, { resolve, reject });
        this.worker.postMessage({ id, view, values });
      });
    },

    made() {
      const made = new Worker(worker, { type: 'module' });
      made.onmessage = ({ data }) => {
        if (data.stage) this.onstage(data.stage);
        else if (data.broken) this.fail(data.broken);
        else {
          this.waiting.get(data.id).resolve(data.frame);
          this.waiting.delete(data.id);
        }
      };
      made.onerror = event => {
        event.preventDefault();
        this.fail(event.message || 'its script could not be loaded');
      };
      return made;
    },

    fail(reason) {
      this.worker?.terminate();
      this.worker = null;
      const waiting = [...this.waiting.values()];
      this.waiting.clear();
      waiting.forEach(({ reject }) => reject(new Error(reason)));
    },
  };

  // A native input whose value is one of a list of texts.
  class Control {
    constructor(input) {
      this.input = input;
      this.key = input.dataset.key;
      this.values = input.dataset.values
        ? JSON.parse(input.dataset.values)
        : [...input.options].map(option => option.value);
      this.shown = input.parentElement.querySelector('output');
    }

    get value() {
      return this.shown ? this.values[Number(this.input.value)] : this.input.value;
    }

    set value(text) {
      this.input.value = this.shown ? this.values.indexOf(text) : text;
      this.show();
    }

    show() {
      if (!this.shown) return;
      this.shown.value = this.value;
      this.input.setAttribute('aria-valuetext', this.value);
    }
  }

  class View {
    constructor(form) {
      this.form = form;
      this.fields = form.querySelector('fieldset');
      this.controls = [...form.querySelectorAll('[data-key]')].map(input => new Control(input));
      for (const part of ['start', 'copy', 'status', 'problem', 'picture', 'spoken']) {
        this[part] = form.querySelector(`.live-${part}`);
      }
      this.busy = this.again = false;
    }

    get prefix() {
      return `${this.form.dataset.address}.`;
    }

    values() {
      return Object.fromEntries(this.controls.map(control => [control.key, control.value]));
    }

    offer() {
      if (location.protocol === 'file:') {
        this.status.textContent = 'Opened as a file, this page cannot run Python. To move the controls, '
          + 'run “python -m http.server” in the folder of the book and open http://localhost:8000.';
        return;
      }
      this.start.hidden = this.copy.hidden = false;
      this.status.textContent = 'Runs Python in this page; fetches up to 14 MB, once.';
      this.start.addEventListener('click', () => this.begin());
      this.copy.addEventListener('click', () => this.copyLink());
      this.form.addEventListener('submit', event => event.preventDefault());
      this.controls.forEach(control => control.input.addEventListener('input', () => {
        control.show();
        this.update();
        this.remember();
      }));
      if (this.readAddress()) this.begin();
    }

    // Take the setting that the page's address holds; say what is wrong with it, as text, if it is not one.
    readAddress() {
      const given = [...new URLSearchParams(location.search)].filter(([name]) => name.startsWith(this.prefix));
      const chosen = given.map(([name, value]) => [name.slice(this.prefix.length), value]);
      for (const [key, value] of chosen) {
        const control = this.controls.find(each => each.key === key);
        if (control?.values.includes(value)) continue;
        this.complain(control
          ? `This page's address asks for ${key} = ${short(value)}; it is one of ${control.values.join(', ')}.`
          : `This page's address sets ${short(key)}; there are ${this.controls.map(each => each.key).join(', ')}.`);
        return false;
      }
      chosen.forEach(([key, value]) => { this.controls.find(each => each.key === key).value = value; });
      return chosen.length > 0;
    }

    address() {
      const url = new URL(location.href);
      this.controls.forEach(({ key, value }) => url.searchParams.set(this.prefix + key, value));
      return url;
    }

    // Browsers refuse a page that rewrites its address too often: wait until the slider rests.
    remember() {
      clearTimeout(this.resting);
      this.resting = setTimeout(() => history.replaceState(history.state, '', this.address()), 300);
    }

    async copyLink() {
      const url = this.address();
      url.hash = this.form.id;
      try {
        await navigator.clipboard.writeText(url.href);
        this.status.textContent = 'Link copied.';
      } catch {
        history.replaceState(history.state, '', url);
        this.status.textContent = 'The link is now in the address bar.';
      }
    }

    begin() {
      this.became('starting', 'Starting Python…');
      this.update();
    }

    // While Python draws, only the newest of the values that arrive is kept.
    async update() {
      if (this.busy) {
        this.again = true;
        return;
      }
      this.busy = true;
      try {
        do {
          this.again = false;
          this.show(await runner.draw(this.form.dataset.view, this.values()));
        } while (this.again);
        if (this.form.dataset.state !== 'live') this.became('live', 'Live: move the controls.');
      } catch (problem) {
        this.became('failed', `Python stopped: ${problem.message}. The picture is the last one drawn.`);
      }
      this.busy = false;
    }

    became(state, status) {
      const focused = document.activeElement === this.start;
      this.form.dataset.state = state;
      this.status.textContent = status;
      this.fields.disabled = state !== 'live';
      this.start.hidden = state === 'live';
      this.start.disabled = state === 'starting';
      if (state === 'failed') this.start.textContent = 'Try again';
      if (state === 'live' && focused) this.controls[0]?.input.focus();
    }

    show(frame) {
      this.complain(frame.error ?? '');
      if (frame.error) return;
      this.draw(frame.html);
      clearTimeout(this.speaking);
      this.speaking = setTimeout(() => {
        this.spoken.textContent = this.picture.querySelector('.live-sentence')?.textContent ?? '';
      }, 500);
    }

    // What the reader has unfolded stays unfolded.
    draw(html) {
      const open = [...this.picture.querySelectorAll('details')].map(each => each.open);
      this.picture.innerHTML = html;
      this.picture.querySelectorAll('details').forEach((each, number) => { each.open = open[number] ?? each.open; });
    }

    complain(text) {
      this.problem.textContent = text;
      this.problem.hidden = !text;
      this.picture.classList.toggle('live-stale', Boolean(text));
    }
  }

  const short = text => `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;

  document.addEventListener('DOMContentLoaded', () => {
    const views = [...document.querySelectorAll('form.live')].filter(form => form.querySelector('.live-start'))
      .map(form => new View(form));
    runner.onstage = stage => views.filter(view => view.form.dataset.state === 'starting')
      .forEach(view => { view.status.textContent = stage; });
    views.forEach(view => view.offer());
  });
})();

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
    onlive: () => {},

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

  // Longest query of an address: servers refuse much longer ones.
  const LONGEST = 6000;

  // A native input whose value is one of a list of texts, or any text up to a length.
  class Control {
    constructor(input) {
      this.input = input;
      this.key = input.dataset.key;
      this.range = input.type === 'range';
      this.limit = Number(input.dataset.limit ?? 0);
      this.values = input.dataset.values ? JSON.parse(input.dataset.values)
        : input.options ? [...input.options].map(option => option.value) : null;
      this.shown = this.range ? input.parentElement.querySelector('output') : null;
      this.first = this.value;
    }

    get value() {
      return this.range ? this.values[Number(this.input.value)] : this.input.value;
    }

    set value(text) {
      this.input.value = this.range ? this.values.indexOf(text) : text;
      this.show();
    }

    accepts(text) {
      return this.values ? this.values.includes(text) : text.length <= this.limit;
    }

    get wanted() {
      return this.values ? `it is one of ${this.values.join(', ')}` : `at most ${this.limit} characters are read`;
    }

    show() {
      if (!this.shown) return;
      this.shown.value = this.value;
      this.input.setAttribute('aria-valuetext', this.value);
    }
  }

  // Make one node like another in place, so that what stays keeps the focus, and stays unfolded.
  function morph(old, made) {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== made.data) old.data = made.data;
      return;
    }
    if (old.isEqualNode(made)) return;
    copyAttributes(old, made);
    let place = old.firstChild;
    for (const next of [...made.childNodes]) {
      let same = place;
      while (same && !alike(same, next)) same = same.nextSibling;
      if (!same) {
        old.insertBefore(next, place);
        continue;
      }
      if (same === place) place = place.nextSibling;
      else old.insertBefore(same, place);
      morph(same, next);
    }
    while (place) {
      const after = place.nextSibling;
      place.remove();
      place = after;
    }
  }

  const alike = (one, other) => one.nodeName === other.nodeName && (one.id ?? '') === (other.id ?? '');
  const named = element => [...element.attributes].filter(({ name }) => name !== 'open');

  function copyAttributes(old, made) {
    const names = element => named(element).map(({ name }) => name).join();
    if (names(old) !== names(made)) named(old).forEach(({ name }) => old.removeAttribute(name));
    named(made).forEach(({ name, value }) => {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    });
  }

  // What an element of a picture sets when it is activated: pairs of a control's key and a value.
  const settings = element => [...element.attributes].filter(({ name }) => name.startsWith('data-set-'))
    .map(({ name, value }) => [name.slice('data-set-'.length), value]);

  class View {
    constructor(form) {
      this.form = form;
      this.fields = [...form.querySelectorAll('fieldset')];
      this.controls = [...form.querySelectorAll('[data-key]')].map(input => new Control(input));
      for (const part of ['start', 'copy', 'status', 'problem', 'picture', 'spoken']) {
        this[part] = form.querySelector(`.live-${part}`);
      }
      this.busy = this.again = false;
      this.actions = [];
      this.typing = new WeakSet();
      new ResizeObserver(() => this.scrolls()).observe(this.picture);
    }

    // A picture that is too wide for the page is scrolled by keyboard, too: it can be reached, and has a name.
    scrolls() {
      const wide = this.picture.scrollWidth > this.picture.clientWidth;
      if (wide === (this.picture.getAttribute('role') === 'region')) return;
      if (wide) {
        this.picture.tabIndex = 0;
        this.picture.setAttribute('role', 'region');
        this.picture.setAttribute('aria-label', `${this.form.querySelector('legend').textContent}: the picture`);
      } else ['tabindex', 'role', 'aria-label'].forEach(name => this.picture.removeAttribute(name));
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
      this.controls.forEach(control => {
        const changed = () => {
          control.show();
          this.update();
          this.remember();
        };
        control.input.addEventListener(control.values ? 'input' : 'change', changed);
        const enter = control.input.nextElementSibling;
        if (enter?.classList.contains('live-enter')) enter.addEventListener('click', changed);
      });
      this.listen();
      if (this.readAddress()) this.begin();
    }

    // What the picture offers to do: see toymodel_book.actions.
    listen() {
      this.picture.addEventListener('click', event => this.activate(event));
      this.picture.addEventListener('keydown', event => {
        const native = event.target.closest('button, input, select, textarea, a, summary');
        if (!native && ['Enter', ' '].includes(event.key)) this.activate(event);
      });
      this.picture.addEventListener('input', event => this.typing.add(event.target));
      this.picture.addEventListener('change', async ({ target }) => {
        this.typing.delete(target);
        if (!target.dataset.sets) return;
        const value = target.type === 'file' ? await this.opened(target) : target.value;
        if (value !== null) this.act([[target.dataset.sets, (target.dataset.before ?? '') + value]]);
      });
    }

    activate(event) {
      let element = event.target;
      while (element !== this.picture && !settings(element).length) element = element.parentElement;
      if (element === this.picture || element.disabled) return;
      event.preventDefault();
      if (this.form.dataset.state === 'live') this.act(settings(element));
      else this.status.textContent = 'Make the picture live first.';
    }

    // The text of the file that a reader has chosen, or null if there is none that can be read.
    async opened(input) {
      const [file] = input.files;
      input.value = '';
      const control = this.controls.find(each => each.key === input.dataset.sets);
      if (!file || !control) return null;
      if (file.size <= 4 * control.limit) return file.text();
      this.complain(`${short(file.name)} is too large: ${control.wanted}.`);
      return null;
    }

    act(pairs) {
      const wrong = pairs.find(([key, value]) => !this.controls.find(each => each.key === key)?.accepts(value));
      if (wrong) {
        const control = this.controls.find(each => each.key === wrong[0]);
        this.complain(`${short(wrong[0])} cannot be ${short(wrong[1])}${control ? `; ${control.wanted}` : ''}.`);
        return;
      }
      this.actions.push(pairs);
      this.update();
    }

    // Take the setting that the page's address holds; say what is wrong with it, as text, if it is not one.
    readAddress() {
      const given = [...new URLSearchParams(location.search)].filter(([name]) => name.startsWith(this.prefix));
      const chosen = given.map(([name, value]) => [name.slice(this.prefix.length), value]);
      for (const [key, value] of chosen) {
        const control = this.controls.find(each => each.key === key);
        if (control?.accepts(value)) continue;
        this.complain(control
          ? `This page's address asks for ${key} = ${short(value)}; ${control.wanted}.`
          : `This page's address sets ${short(key)}; there are ${this.controls.map(each => each.key).join(', ')}.`);
        return false;
      }
      chosen.forEach(([key, value]) => { this.controls.find(each => each.key === key).value = value; });
      return chosen.length > 0;
    }

    // The address that holds the setting; `without` names the texts that are too long for it.
    address() {
      const url = new URL(location.href);
      const without = [];
      this.controls.forEach(({ input, key, value, first, values }) => {
        const name = this.prefix + key;
        url.searchParams.delete(name);
        if (input.dataset.private !== undefined) return;
        if (value === first && (!values || input.type === 'hidden')) return;
        if (!values && url.search.length + encodeURIComponent(value).length > LONGEST) without.push(key);
        else url.searchParams.set(name, value);
      });
      return { url, without };
    }

    // Browsers refuse a page that rewrites its address too often: wait until the slider rests.
    remember() {
      clearTimeout(this.resting);
      this.resting = setTimeout(() => history.replaceState(history.state, '', this.address().url), 300);
    }

    async copyLink() {
      const { url, without } = this.address();
      const but = without.length ? ` It leaves out ${without.join(', ')}, which is too long for a link.` : '';
      url.hash = this.form.id;
      try {
        await navigator.clipboard.writeText(url.href);
        this.status.textContent = `Link copied.${but}`;
      } catch {
        history.replaceState(history.state, '', url);
        this.status.textContent = `The link is now in the address bar.${but}`;
      }
    }

    begin() {
      this.became('starting', 'Starting Python…');
      this.update();
    }

    // While Python draws, only the newest of the values that arrive is kept; actions wait for their turn.
    async update() {
      this.again = true;
      if (this.busy) return;
      this.busy = true;
      try {
        while (this.again || this.actions.length) {
          this.again = false;
          await this.step(this.actions.shift() ?? []);
        }
        if (this.form.dataset.state !== 'live') this.became('live', 'Live: move the controls.');
      } catch (problem) {
        this.actions = [];
        this.became('failed', `Python stopped: ${problem.message}. The picture is the last one drawn.`);
      }
      this.busy = false;
    }

    // Draw once. An action that Python refuses changes nothing.
    async step(action) {
      const before = this.values();
      this.take(Object.fromEntries(action));
      const sent = this.values();
      const frame = await runner.draw(this.form.dataset.view, sent);
      this.show(frame);
      if (frame.error) this.take(Object.fromEntries(action.map(([key]) => [key, before[key]])), sent);
      else this.take(this.updates(), sent);
      if (action.length) this.remember();
    }

    // Give controls these values, but not one that the reader has changed since `sent`.
    take(values, sent = null) {
      for (const control of this.controls) {
        const value = values[control.key];
        const moved = sent && control.value !== sent[control.key];
        if (value !== undefined && value !== control.value && !moved) control.value = value;
      }
    }

    // The values that the picture hands back.
    updates() {
      return Object.fromEntries([...this.picture.querySelectorAll('[data-update]')]
        .map(element => [element.dataset.update, element.getAttribute('value')]));
    }

    became(state, status) {
      const focused = document.activeElement === this.start;
      this.form.dataset.state = state;
      this.status.textContent = status;
      this.fields.forEach(each => { each.disabled = state !== 'live'; });
      this.start.hidden = state === 'live';
      this.start.disabled = state === 'starting';
      if (state === 'failed') this.start.textContent = 'Try again';
      if (state === 'live' && focused) this.controls.find(({ input }) => input.type !== 'hidden')?.input.focus();
      if (state === 'live') runner.onlive();
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

    // What the reader has unfolded or is typing stays; so does the focus, on what has the same id.
    draw(html) {
      const focused = this.picture.contains(document.activeElement) ? document.activeElement : null;
      const made = this.picture.cloneNode(false);
      made.innerHTML = html;
      morph(this.picture, made);
      for (const field of this.picture.querySelectorAll('input, select, textarea')) {
        if (field !== document.activeElement || !this.typing.has(field)) this.settle(field);
      }
      this.scrolls();
      if (!focused || document.activeElement === focused) return;
      const kept = focused.id && this.picture.querySelector(`#${CSS.escape(focused.id)}`);
      const next = kept || this.picture.querySelector('[data-focus]') || this.picture;
      if (next === this.picture) next.tabIndex = -1;
      next.focus();
    }

    // A field shows what the picture says, not what was typed and refused.
    settle(field) {
      this.typing.delete(field);
      if (field.type === 'file') return;
      const said = field.options
        ? ([...field.options].find(option => option.defaultSelected) ?? field.options[0])?.value ?? ''
        : field.defaultValue;
      if (field.value !== said) field.value = said;
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
    // Python runs once for the whole page: what shows its first frame can then be moved too.
    runner.onlive = () => views.filter(view => !view.form.dataset.state)
      .forEach(view => view.became('live', 'Live: move the controls.'));
    runner.onstage = stage => views.filter(view => view.form.dataset.state === 'starting')
      .forEach(view => { view.status.textContent = stage; });
    views.forEach(view => view.offer());
  });
})();

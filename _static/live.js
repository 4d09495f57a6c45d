// Joins the controls on a page to the pictures of its views: those that the page holds, and those that Python draws.
// No mathematics here: the controls' values are text, and pictures are HTML.
(() => {
  'use strict';

  // Longest query of an address: servers refuse much longer ones.
  const LONGEST = 6000;
  // After how many milliseconds a view says that it is busy.
  const BUSY = 300;
  const SCOPE = { singles: 'one control can be moved at a time', pairs: 'two controls can be moved at a time' };

  const short = text => `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;

  // A native input, or switches, whose value is one of a list of texts, or any text up to a length.
  class Control {
    constructor(input) {
      this.input = input;
      this.key = input.dataset.key;
      this.range = input.type === 'range';
      this.hidden = input.type === 'hidden';
      this.radios = [...input.querySelectorAll('input[type="radio"]')];
      this.limit = Number(input.dataset.limit ?? 0);
      this.values = input.dataset.values ? JSON.parse(input.dataset.values)
        : this.radios.length ? [...'unset' in input.dataset ? [''] : [], ...this.radios.map(radio => radio.value)]
          : input.options ? [...input.options].map(option => option.value) : null;
      this.row = input.closest('.live-control');
      this.shown = this.range ? this.row.querySelector('output') : null;
      this.first = this.value;
    }

    get value() {
      if (this.radios.length) return this.chosen?.value ?? '';
      return this.range ? this.values[Number(this.input.value)] : this.input.value;
    }

    set value(text) {
      if (this.radios.length) this.radios.forEach(radio => { radio.checked = radio.value === text; });
      else this.input.value = this.range ? this.values.indexOf(text) : text;
      this.show();
    }

    // The switch that is on; there is none where nothing is chosen.
    get chosen() {
      return this.radios.find(radio => radio.checked);
    }

    accepts(text) {
      return this.values ? this.values.includes(text) : text.length <= this.limit;
    }

    get wanted() {
      return this.values ? `it is one of ${this.values.join(', ')}` : `at most ${this.limit} characters are read`;
    }

    get private() {
      return this.input.dataset.private !== undefined;
    }

    // What a reader calls it, and its value.
    get name() {
      return this.row?.querySelector('.live-label').textContent ?? this.key;
    }

    get words() {
      if (this.radios.length) return this.chosen?.nextSibling.textContent ?? '';
      return this.input.options ? this.input.selectedOptions[0].textContent : short(this.value);
    }

    show() {
      this.row?.classList.toggle('is-set', this.value !== this.first);
      if (!this.shown) return;
      this.shown.value = this.value;
      this.input.setAttribute('aria-valuetext', this.value);
    }

    focus() {
      (this.chosen ?? this.radios[0] ?? this.input).focus();
    }
  }

  // The pictures that the page holds: see toymodel_book.bake.
  class Baked {
    constructor(script, controls) {
      Object.assign(this, script ? JSON.parse(script.textContent) : { keys: [], at: {}, scope: 'singles' });
      this.chosen = this.keys.map(key => controls.find(control => control.key === key));
      this.others = controls.filter(control => !this.keys.includes(control.key));
    }

    frame(values) {
      if (this.others.some(({ key, first }) => values[key] !== first)) return null;
      const number = this.at[this.chosen.map(({ key, values: all }) => all.indexOf(values[key])).join()];
      if (number === undefined) return null;
      const splices = this.frames[number];
      return typeof splices === 'string' ? { error: splices } : { html: this.spliced(splices) };
    }

    spliced(splices) {
      const chunks = [];
      let at = 0;
      for (let place = 0; place < splices.length;) {
        const [keep, drop, count] = splices.slice(place, place += 3);
        chunks.push(...this.first.slice(at, at + keep), ...splices.slice(place, place += count));
        at += keep + drop;
      }
      return [...chunks, ...this.first.slice(at)].map(each => this.pool[each]).join('');
    }
  }

  // What an element of a picture sets when it is activated: pairs of a control's key and a value.
  const settings = element => [...element.attributes].filter(({ name }) => name.startsWith('data-set-'))
    .map(({ name, value }) => [name.slice('data-set-'.length), value]);

  // What Python did not draw, in words that go on "this setting needs Python, …".
  class Beyond extends Error {}

  class View {
    constructor(form) {
      this.form = form;
      this.view = form.dataset.view;
      this.controls = [...form.querySelectorAll('[data-key]')].map(input => new Control(input));
      for (const part of ['whole', 'copy', 'status', 'stop', 'again', 'problem', 'picture', 'spoken']) {
        this[part] = form.querySelector(`.live-${part}`);
      }
      this.baked = new Baked(form.querySelector('.live-frames'), this.controls);
      this.python = 'own' in form.dataset ? toymodel.python.own : toymodel.python.shared;
      this.more = this.acting = false;
      this.turn = 0;
      this.actions = [];
      this.last = this.values();
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

    get busy() {
      return this.form.ariaBusy === 'true';
    }

    set busy(busy) {
      this.form.ariaBusy = busy ? 'true' : null;
    }

    control(key) {
      return this.controls.find(each => each.key === key);
    }

    values() {
      return Object.fromEntries(this.controls.map(control => [control.key, control.value]));
    }

    offer() {
      this.whole.disabled = false;
      this.copy.hidden = location.protocol === 'file:';
      this.copy.addEventListener('click', () => this.copyLink());
      this.form.addEventListener('submit', event => event.preventDefault());
      this.controls.forEach(control => {
        const changed = () => {
          control.show();
          this.changed();
        };
        control.input.addEventListener(control.values ? 'input' : 'change', changed);
        const enter = control.input.nextElementSibling;
        if (enter?.classList.contains('live-enter')) enter.addEventListener('click', changed);
      });
      for (const panel of this.form.querySelectorAll('.live-panel')) {
        panel.querySelector('.live-reset').addEventListener('click', () => this.reset(panel));
      }
      for (const touch of ['pointerdown', 'input']) {
        this.whole.addEventListener(touch, event => {
          if (event.target.closest('.live-controls, .live-picture')) this.warm();
        });
      }
      this.listen();
      toymodel.drag(this);
      this.heard();
      if (this.readAddress()) this.update();
    }

    // What keeps Python from running here, or nothing.
    get barred() {
      if (!this.view) return 'and this view is in a notebook only; run it there';
      return location.protocol === 'file:' ? 'which a page opened as a file cannot run' : '';
    }

    // Python is started behind, at the first touch; on request only by a reader who saves data.
    warm() {
      if (!this.barred && !navigator.connection?.saveData && this.python.state === 'off') this.python.start();
    }

    changed() {
      this.update();
      this.remember();
    }

    // Give a control a value, as the reader does.
    set(key, value) {
      const control = this.control(key);
      if (!control?.accepts(value) || control.value === value) return;
      control.value = value;
      this.warm();
      this.changed();
    }

    reset(panel) {
      this.controls.filter(({ input }) => panel.contains(input)).forEach(control => { control.value = control.first; });
      panel.querySelector('summary').focus();
      this.changed();
    }

    // A panel says at a glance what differs in it from how it starts.
    panels() {
      for (const panel of this.form.querySelectorAll('.live-panel')) {
        const set = this.controls.filter(({ row }) => row?.classList.contains('is-set') && panel.contains(row));
        panel.querySelector('.live-reset').disabled = !set.length;
        panel.querySelector('.live-differs').textContent = set.length
          ? set.map(control => `${control.name}: ${control.words}`).join('; ') : 'as it starts';
        panel.classList.toggle('is-set', set.length > 0);
      }
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
        const name = target.files?.[0]?.name, { sets, before = '', named } = target.dataset;
        const value = target.type === 'file' ? await this.opened(target) : target.value;
        if (value !== null) this.act([[sets, before + value], ...(name && named ? [[named, name.slice(-80)]] : [])]);
      });
    }

    activate(event) {
      let element = event.target;
      while (element !== this.picture && !settings(element).length) element = element.parentElement;
      if (element === this.picture || element.disabled) return;
      event.preventDefault();
      this.act(settings(element));
    }

    // The text of the file that a reader has chosen, or null if there is none that can be read.
    async opened(input) {
      const [file] = input.files;
      input.value = '';
      const control = this.control(input.dataset.sets);
      if (!file || !control) return null;
      if (file.size <= 4 * control.limit) return file.text();
      this.complain(`${short(file.name)} is too large: ${control.wanted}.`);
      return null;
    }

    act(pairs) {
      const wrong = pairs.find(([key, value]) => !this.control(key)?.accepts(value));
      if (wrong) {
        const control = this.control(wrong[0]);
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
        const control = this.control(key);
        if (control?.accepts(value)) continue;
        this.complain(control
          ? `This page's address asks for ${key} = ${short(value)}; ${control.wanted}.`
          : `This page's address sets ${short(key)}; there are ${this.controls.map(each => each.key).join(', ')}.`);
        return false;
      }
      chosen.forEach(([key, value]) => { this.control(key).value = value; });
      return chosen.length > 0;
    }

    // The address that holds the setting; `without` names the texts that are too long for it.
    address() {
      const url = new URL(location.href);
      const without = [];
      for (const control of this.controls) {
        const { key, value, first, values } = control;
        const name = this.prefix + key;
        url.searchParams.delete(name);
        if (control.private || (value === first && (!values || control.hidden))) continue;
        if (!values && url.search.length + encodeURIComponent(value).length > LONGEST) without.push(key);
        else url.searchParams.set(name, value);
      }
      return { url, without };
    }

    // Browsers refuse a page that rewrites its address too often: wait until the slider rests.
    remember() {
      clearTimeout(this.resting);
      this.resting = setTimeout(() => {
        try {
          history.replaceState(history.state, '', this.address().url);
        } catch { /* a page opened as a file keeps its address */ }
      }, 300);
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

    // A picture that the page holds is shown at once. While Python draws, only the newest of the values that arrive is
    // kept; actions wait for their turn.
    async update() {
      const values = this.values(), frame = this.acting || this.actions.length ? null : this.baked.frame(values);
      this.panels();
      if (frame) {
        this.turn++;
        this.more = false;
        this.choose?.(false);
        this.waits(false);
        this.show(frame, values);
        return;
      }
      this.more = true;
      if (this.busy) {
        this.waits(true);
        return;
      }
      this.busy = true;
      while (this.more || this.actions.length) {
        this.more = false;
        const action = this.actions.shift();
        this.acting = Boolean(action);
        await this.step(action ?? []);
        this.acting = false;
      }
      this.busy = false;
    }

    // Draw once. An action that is refused changes nothing.
    async step(action) {
      const turn = ++this.turn, before = this.values();
      this.take(Object.fromEntries(action));
      const sent = this.values();
      let frame;
      try {
        frame = this.baked.frame(sent) ?? await this.drawn(sent, turn);
      } catch (problem) {
        if (turn === this.turn) this.refuse(problem, before, sent, action);
        return;
      }
      if (turn !== this.turn) return;
      this.show(frame, sent);
      if (frame.error) this.take(Object.fromEntries(action.map(([key]) => [key, before[key]])), sent);
      if (action.length) this.remember();
      this.panels();
    }

    // The picture that Python draws. What takes long is announced, and drawn if the reader wants it.
    async drawn(values, turn) {
      if (this.barred) throw new Beyond(this.barred);
      const { python } = this;
      if (navigator.connection?.saveData && python.state === 'off'
        && !await this.asked('This setting needs Python, about 12 MB. Your browser is set to save data.', 'Fetch it')) {
        throw new DOMException('not wanted', 'AbortError');
      }
      this.waits(true);
      try {
        const frame = await python.draw(this.view, values, false);
        if (!frame.warning || turn !== this.turn) return frame;
        this.waits(false);
        if (!await this.asked(frame.warning, 'Draw it')) throw new DOMException('not wanted', 'AbortError');
        this.waits(true);
        return await python.draw(this.view, values, true);
      } finally {
        if (turn === this.turn) this.waits(false);
      }
    }

    // Ask the reader; moving a control to what the page holds is an answer, too.
    asked(question, yes) {
      this.status.textContent = question;
      this.again.textContent = yes;
      this.stop.textContent = 'Go back';
      this.again.hidden = this.stop.hidden = false;
      return new Promise(done => {
        this.choose = answer => {
          this.choose = null;
          this.status.textContent = '';
          this.rest();
          done(answer);
        };
      });
    }

    // No button is left; the focus that one had goes to the first control.
    rest() {
      const focused = [this.again, this.stop].includes(document.activeElement);
      this.again.hidden = this.stop.hidden = true;
      if (focused) this.controls.find(({ hidden }) => !hidden)?.focus();
    }

    // Say that the view is busy, if it is for a while.
    waits(busy) {
      if (busy === Boolean(this.waiting)) return;
      clearTimeout(this.waiting);
      clearInterval(this.telling);
      if (busy) this.waiting = setTimeout(() => this.saysBusy(performance.now() - BUSY), BUSY);
      else this.waiting = 0;
      if (!busy && this.picture.classList.contains('live-busy')) {
        this.picture.classList.remove('live-busy');
        this.status.textContent = '';
        this.rest();
      }
    }

    saysBusy(since) {
      this.picture.classList.add('live-busy');
      this.stop.textContent = 'Stop';
      this.stop.hidden = false;
      const tell = () => {
        if (this.python.stage) since = performance.now();
        const seconds = Math.floor((performance.now() - since) / 1000);
        const said = this.python.stage || (seconds < 2 ? 'Drawing…' : `Drawing for ${seconds} seconds…`);
        if (this.status.textContent !== said) this.status.textContent = said;
      };
      tell();
      this.telling = setInterval(tell, 200);
    }

    // Nothing was drawn: the controls go back to what the picture shows, but a text that was written stays.
    refuse(problem, before, sent, action) {
      const stopped = problem.name === 'AbortError';
      if (action.length) this.take(before, sent);
      else {
        const kept = this.controls.filter(control => control.values || control.hidden);
        this.take(Object.fromEntries(kept.map(({ key }) => [key, this.last[key]])), sent);
      }
      this.remember();
      this.panels();
      if (stopped) {
        this.complain('Stopped. The picture is the last one drawn.');
        return;
      }
      const why = problem instanceof Beyond ? problem.message : `which does not run: ${problem.message}`;
      const without = this.baked.keys.length ? ` Without it, ${SCOPE[this.baked.scope]}.` : '';
      this.complain(`${this.described(sent)} needs Python, ${why}.${without}`);
      if (problem instanceof Beyond) return;
      this.refused = action.length ? () => this.act(action) : () => {
        this.take(sent);
        this.changed();
      };
      this.again.textContent = 'Try again';
      this.again.hidden = false;
    }

    described(values) {
      const differ = this.controls.filter(control => !control.hidden && values[control.key] !== control.first);
      if (differ.some(({ values: all }) => !all)) return 'This answer';
      const now = this.values();
      this.take(values);
      const words = differ.map(control => `${control.name}: ${control.words}`).join('; ');
      this.take(now);
      return words ? `This setting (${words})` : 'This';
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

    // Python has begun, failed or ended.
    heard() {
      if (this.python.state === 'live') this.form.dataset.state = 'live';
      else delete this.form.dataset.state;
    }

    show(frame, sent) {
      this.rest();
      this.complain(frame.error ?? '');
      if (frame.error) return;
      this.draw(frame.html);
      this.take(this.updates(), sent);
      this.last = { ...sent, ...this.updates() };
      clearTimeout(this.speaking);
      this.speaking = setTimeout(() => {
        this.spoken.textContent = this.picture.querySelector('.live-sentence')?.textContent ?? '';
      }, 500);
    }

    // What the reader has unfolded or is typing stays; so does the focus, on what has the same id.
    draw(html) {
      const focused = this.picture.contains(document.activeElement) ? document.activeElement : null;
      toymodel.redraw(this.picture, html);
      for (const field of this.picture.querySelectorAll('input, select, textarea')) {
        if (field !== document.activeElement || !this.typing.has(field)) this.settle(field);
      }
      this.scrolls();
      this.picture.dispatchEvent(new CustomEvent('toymodel:drawn', { bubbles: true, detail: { first: false } }));
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

    // The two buttons: what they do is what they say.
    buttons() {
      this.again.addEventListener('click', () => {
        if (this.choose) this.choose(true);
        else if (this.refused) {
          const again = this.refused;
          this.refused = null;
          this.rest();
          this.complain('');
          again();
        }
      });
      this.stop.addEventListener('click', () => {
        if (this.choose) this.choose(false);
        else this.python.stop();
      });
    }
  }

  document.addEventListener('DOMContentLoaded', () => {
    const forms = [...document.querySelectorAll('form.live')].filter(form => form.querySelector('.live-bar'));
    const views = forms.map(form => new View(form));
    const { python } = toymodel;
    for (const each of [python.shared, python.own]) {
      each.heard = () => views.filter(view => view.python === each).forEach(view => view.heard());
    }
    views.forEach(view => {
      view.buttons();
      view.offer();
      view.picture.dispatchEvent(new CustomEvent('toymodel:drawn', { bubbles: true, detail: { first: true } }));
    });
    // A reader who has used Python in this visit will use it again.
    const wanted = views.some(view => view.python === python.shared && !view.barred);
    if (wanted && python.used() && !navigator.connection?.saveData) {
      (window.requestIdleCallback ?? setTimeout)(() => python.shared.start());
    }
  });
})();

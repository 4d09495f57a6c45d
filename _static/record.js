// What a reader has done is kept on the reader's machine, and nowhere else: exercises done, hints opened, guesses.
(() => {
  'use strict';

  const NAME = 'toymodel:record';
  const VERSION = 1;
  const LONGEST = 200000;
  const KEY = /^(?:[1-9]\d?|[a-z]{1,20})\.[1-9]\d?$/;
  const PAGE = /^[\w-]{1,60}$/;
  const CHOICE = /^[\w/.-]{1,40}$/;
  const FILE = /^[\w-]{1,60}\.html$/;
  const PLACE = /^[\w-]{1,80}$/;

  const empty = () => ({ version: VERSION, exercises: {}, predictions: {}, pages: {} });
  const small = (n, most) => Number.isInteger(n) && n >= 0 && n <= most;
  const plain = given => given !== null && typeof given === 'object' && !Array.isArray(given);
  const short = text => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
  const listOf = (given, like) => Array.isArray(given) && given.length > 0 && given.length <= 20
    && given.every(each => typeof each === 'string' && like.test(each));

  // A record with nothing in it that a record does not have, or an error that says what is wrong with what was given.
  function checked(given) {
    if (!plain(given) || given.version !== VERSION) throw new Error(`it is no record of version ${VERSION}`);
    const made = empty();
    const part = (name, like, fits, kept) => {
      if (!plain(given[name])) throw new Error(`it has no “${name}”`);
      for (const [key, value] of Object.entries(given[name])) {
        if (!like.test(key)) throw new Error(`“${short(key)}” is not one of the ${name}`);
        if (!fits(value)) throw new Error(`what it says of “${key}” in “${name}” cannot be read`);
        made[name][key] = kept(value);
      }
    };
    part('exercises', KEY, each => plain(each) && typeof each.done === 'boolean' && small(each.hints, 3),
      ({ done, hints }) => ({ done, hints }));
    part('predictions', KEY, each => plain(each) && listOf(each.guess, CHOICE) && small(each.right, 20),
      ({ guess, right }) => ({ guess, right }));
    part('pages', PAGE, each => listOf(each, KEY), each => [...each]);
    return made;
  }

  const record = {
    data: empty(),
    kept: true,

    load() {
      let text = null;
      try {
        text = localStorage.getItem(NAME);
      } catch {
        this.kept = false;
      }
      if (!this.kept) return;
      try {
        this.data = text ? checked(JSON.parse(text)) : empty();
      } catch {
        this.data = empty();
      }
    },

    // Whatever another tab has written meanwhile is read first.
    change(how) {
      this.load();
      how(this.data);
      try {
        localStorage.setItem(NAME, JSON.stringify(this.data));
      } catch {
        this.kept = false;
      }
      shown();
    },

    exercise(data, key) {
      data.exercises[key] ??= { done: false, hints: 0 };
      return data.exercises[key];
    },

    // What is in either of two records: done if done in one of them; the guess that was here first.
    merge(other) {
      this.change(data => {
        for (const [key, { done, hints }] of Object.entries(other.exercises)) {
          const mine = this.exercise(data, key);
          mine.done ||= done;
          mine.hints = Math.max(mine.hints, hints);
        }
        data.predictions = { ...other.predictions, ...data.predictions };
        data.pages = { ...other.pages, ...data.pages };
      });
    },
  };

  const views = [];
  const shown = () => views.forEach(view => view());
  const here = location.pathname.split('/').pop() || 'index.html';
  const page = here.replace(/\.html$/, '');

  function element(tag, attributes = {}, ...inside) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
      else if (value === true) made.setAttribute(name, '');
      else if (value !== false) made.setAttribute(name, value);
    }
    made.append(...inside);
    return made;
  }

  const number = (n, one) => `${n} ${one}${n === 1 ? '' : 's'}`;

  // ---- Exercises

  let all = [];

  function exercises() {
    const asked = [...document.querySelectorAll('form.live [data-exercise]')];
    all = asked.map(each => each.dataset.exercise);
    asked.forEach(each => exercise(each.closest('form'), each.dataset.exercise));
  }

  function exercise(form, key) {
    const picture = form.querySelector('.live-picture');
    const solution = form.querySelector('.live-solution');
    let tried = false;
    const noted = what => record.change(data => {
      what(record.exercise(data, key));
      data.pages[page] = all;
    });
    new MutationObserver(() => {
      if (!picture.querySelector('.live-sentence.live-right') || record.data.exercises[key]?.done) return;
      noted(mine => { mine.done = true; });
    }).observe(picture, { childList: true, subtree: true, attributes: true, attributeFilter: ['class'] });
    form.addEventListener('input', () => { tried = true; });
    form.querySelectorAll('[data-hint]').forEach(details => details.addEventListener('toggle', () => {
      const hint = Number(details.dataset.hint);
      if (!details.open || (record.data.exercises[key]?.hints ?? 0) >= hint) return;
      noted(mine => { mine.hints = Math.max(mine.hints, hint); });
    }));
    // Whoever has tried nothing yet is asked once whether to see the solution all the same.
    solution?.querySelector('summary').addEventListener('click', event => {
      const mine = record.data.exercises[key];
      if (solution.open || tried || mine?.done || mine?.hints) return;
      event.preventDefault();
      tried = true;
      event.currentTarget.textContent = 'Solution: press again to see it without having tried';
    });
    const mark = element('span', { class: 'toy-done', hidden: true }, '✓ done');
    form.querySelector('legend')?.append(' ', mark);
    views.push(() => { mark.hidden = !record.data.exercises[key]?.done; });
  }

  // ---- To the world editor, which opens beside the page, and back: the world travels in the part of the address that
  // no server is sent.

  const EDITOR = 'a[target="world-editor"]';

  // A link tells the editor from where on which page it was followed.
  function leaving(event) {
    const link = event.target.closest?.(EDITOR);
    if (!link) return;
    const url = new URL(link.href);
    url.searchParams.set('back', here);
    const titles = [...document.querySelectorAll('article :is(section, h2, h3, h4)[id]')];
    const above = titles.filter(title => title.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING);
    const place = link.closest('form.live')?.id || above.at(-1)?.id;
    if (place && PLACE.test(place)) url.searchParams.set('place', place);
    link.href = url.href;
  }

  // The page that one came from, as it was left, in its own tab; if that is closed, here.
  function lead(back, hash) {
    try {
      const { opener } = window;
      if (opener && !opener.closed && opener.location.pathname.endsWith(`/${back}`)) {
        const url = new URL(opener.location.href);
        url.hash = hash;
        opener.name ||= 'toymodel-page';
        window.open(url, opener.name);
        return;
      }
    } catch { /* a page opened as a file may not ask */ }
    location.href = `${back}#${hash}`;
  }

  // What the contents call a page.
  function called(back) {
    const links = [...document.querySelectorAll('.bd-sidebar-primary a.reference.internal')];
    const words = links.find(link => new URL(link.href).pathname.endsWith(`/${back}`))?.firstChild?.textContent.trim();
    return words || 'the page before';
  }

  function editing() {
    const editor = document.getElementById('live-editor');
    const given = new URLSearchParams(location.search);
    const key = KEY.test(given.get('answer') ?? '') ? given.get('answer') : '';
    const back = given.get('back') ?? '';
    if (!editor || !FILE.test(back)) return;
    const asked = given.get('place') ?? '';
    const place = key ? `live-exercise_${key.replace('.', '_')}` : PLACE.test(asked) ? asked : '';
    const held = name => editor.querySelector(`[data-key="${name}"]`)?.value ?? '';
    const use = () => lead(back, new URLSearchParams({ answer: key, world: held('world') || held('case') }));
    const away = element('a', {
      href: `${back}#${place}`,
      onclick: event => {
        event.preventDefault();
        lead(back, place);
      },
    }, `Back to ${key ? `exercise ${key}` : called(back)}`);
    const answer = key ? [element('p', {}, `You are building a world for exercise ${key}.`),
      element('p', {}, element('button', { type: 'button', onclick: use }, 'Use this world as my answer'))] : [];
    const label = key ? `For exercise ${key}` : 'The page you came from';
    editor.before(element('div', { class: 'toy-answering', role: 'region', 'aria-label': label },
      ...answer, element('p', {}, away)));
  }

  function answering() {
    const given = new URLSearchParams(location.hash.slice(1));
    const key = given.get('answer') ?? '';
    if (!KEY.test(key) || !given.has('world')) return;
    const form = document.getElementById(`live-exercise_${key.replace('.', '_')}`);
    const field = form?.querySelector('textarea[data-key="answer"]');
    if (!field) return;
    history.replaceState(history.state, '', `#${form.id}`);
    form.scrollIntoView();
    const enclosing = field.closest('details');
    if (enclosing) enclosing.open = true;
    field.value = given.get('world');
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }

  // ---- Predictions

  function prediction(form) {
    const { key } = form.dataset;
    const answer = form.querySelector('.toy-answer');
    const guesses = [...form.querySelectorAll('.toy-guess')];
    guesses.forEach((each, k) => options(each, `${form.id}-${k}`));
    const commit = element('button', { type: 'submit', disabled: true }, 'Write down my guess');
    const yours = element('p', { class: 'toy-yours', tabindex: '-1', hidden: true });
    const forget = element('button', { type: 'button', class: 'toy-forget' }, 'Forget it');
    const commits = element('p', { class: 'toy-commit' }, commit);
    answer.before(commits, yours);
    form.classList.add('is-asking');
    const picked = () => guesses.map(each => each.querySelector('input:checked')?.value);
    form.addEventListener('change', () => { commit.disabled = picked().some(each => each === undefined); });
    form.addEventListener('submit', event => {
      event.preventDefault();
      const guess = picked();
      if (guess.includes(undefined)) return;
      const right = guesses.filter((each, k) => each.dataset.right === guess[k]).length;
      record.change(data => {
        data.predictions[key] = { guess, right };
        if (all.length) data.pages[page] = all;
      });
      yours.focus();
    });
    forget.addEventListener('click', () => {
      record.change(data => { delete data.predictions[key]; });
      form.querySelector('input').focus();
    });
    let last = null;
    views.push(() => {
      const guess = record.data.predictions[key]?.guess;
      const whole = guess?.length === guesses.length
        && guesses.every((each, k) => each.querySelector(`input[value="${CSS.escape(guess[k])}"]`));
      const now = whole ? guess.join() : '';
      if (now === last) return;
      last = now;
      form.classList.toggle('is-answered', whole);
      answer.hidden = yours.hidden = !whole;
      answer.open = Boolean(whole);
      commits.hidden = Boolean(whole);
      form.querySelectorAll('.toy-guess input').forEach(input => {
        input.disabled = Boolean(whole);
        if (!whole) input.checked = false;
      });
      commit.disabled = true;
      if (whole) judge(guesses, guess, yours, forget);
    });
  }

  // The list of options becomes a choice; what is in its lines stays as it is, formulas included.
  function options(guess, id) {
    const asked = guess.querySelector('p');
    if (asked) asked.id = `${id}-asked`;
    const named = asked ? { 'aria-labelledby': asked.id } : { 'aria-label': 'Your guess' };
    const group = element('div', { class: 'toy-options', role: 'radiogroup', ...named });
    for (const item of guess.querySelectorAll('li')) {
      const words = element('span', {}, ...item.childNodes);
      group.append(element('label', {},
        element('input', { type: 'radio', name: id, value: item.dataset.value, autocomplete: 'off' }), words));
    }
    guess.querySelector('ul').replaceWith(group);
  }

  function judge(guesses, guess, yours, forget) {
    const words = [];
    let right = 0;
    guesses.forEach((each, k) => {
      const input = each.querySelector(`input[value="${CSS.escape(guess[k])}"]`);
      input.checked = true;
      words.push(`“${input.nextElementSibling.textContent.trim()}”`);
      right += each.dataset.right === guess[k];
      each.classList.toggle('is-right', each.dataset.right === guess[k]);
    });
    const said = judged(guesses.length, right);
    const lost = record.kept ? '' : ' (Nothing is remembered: this browser keeps nothing for this page.)';
    yours.replaceChildren(`You wrote ${words.join(', ')}. `, element('strong', {}, `${said}.`), `${lost} `, forget);
  }

  function judged(of, right) {
    if (of > 1) return `${right} of ${of} ${right === 1 ? 'is' : 'are'} so`;
    return right ? 'it is so' : 'it is otherwise';
  }

  // ---- The contents: how many of a chapter's exercises are done

  function contents() {
    const links = [...document.querySelectorAll('.bd-sidebar-primary a.reference.internal')];
    views.push(() => links.forEach(link => {
      link.querySelector('.toy-marks')?.remove();
      const name = new URL(link.href).pathname.split('/').pop().replace(/\.html$/, '');
      const keys = Object.hasOwn(record.data.pages, name) ? record.data.pages[name] : [];
      const done = keys.filter(key => record.data.exercises[key]?.done).length;
      if (!done) return;
      const dots = keys.map(key => (record.data.exercises[key]?.done ? '●' : '○')).join('');
      link.append(element('span', { class: 'toy-marks', title: `${done} of ${number(keys.length, 'exercise')} done` },
        element('span', { 'aria-hidden': 'true' }, dots),
        element('span', { class: 'toy-said' }, `, ${done} of ${number(keys.length, 'exercise')} done`)));
    }));
  }

  // ---- The page with the record

  function panel(place) {
    const said = element('p', { role: 'status' });
    const list = element('div');
    const file = element('input', { type: 'file', accept: '.json,application/json', id: 'toy-record-file' });
    const save = element('button', { type: 'button' }, 'Save as a file');
    const forget = element('button', { type: 'button' }, 'Forget everything');
    save.addEventListener('click', () => {
      const text = JSON.stringify(record.data, null, 1);
      const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
      element('a', { href: url, download: 'toymodel-record.json' }).click();
      setTimeout(() => URL.revokeObjectURL(url), 1000);
      said.textContent = 'Saved as toymodel-record.json.';
    });
    file.addEventListener('change', async () => {
      const [chosen] = file.files;
      if (!chosen) return;
      file.value = '';
      try {
        if (chosen.size > LONGEST) throw new Error('it is too large');
        const read = checked(JSON.parse(await chosen.text()));
        record.merge(read);
        said.textContent = `Read ${number(Object.keys(read.exercises).length, 'exercise')} and `
          + `${number(Object.keys(read.predictions).length, 'prediction')} from ${short(chosen.name)}.`;
      } catch (problem) {
        const why = problem instanceof SyntaxError ? 'it is not JSON' : problem.message;
        said.textContent = `${short(chosen.name)} was not read: ${why}.`;
      }
    });
    let sure = false;
    forget.addEventListener('click', () => {
      if (!sure) {
        sure = true;
        forget.textContent = 'Forget everything: press again if you are sure';
        return;
      }
      record.change(data => Object.assign(data, empty()));
      sure = false;
      forget.textContent = 'Forget everything';
      said.textContent = 'Forgotten.';
    });
    place.replaceChildren(list,
      element('p', { class: 'toy-commit' }, save, ' ', forget),
      element('p', {}, element('label', { for: file.id }, 'Read a file that was saved before: '), file), said);
    views.push(() => list.replaceChildren(...listing()));
  }

  function listing() {
    const { exercises: done, predictions: guessed, pages } = record.data;
    const chapter = key => key.split('.')[0];
    const where = key => Object.keys(pages).find(name => chapter(pages[name][0]) === chapter(key));
    const linked = (key, words, anchor) => (where(key)
      ? element('a', { href: `${where(key)}.html#${anchor}` }, words) : words);
    const ordered = listed => Object.entries(listed).sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
    const rows = ordered(done).map(([key, { done: right, hints }]) => element('li', {},
      linked(key, `Exercise ${key}`, `live-exercise_${key.replace('.', '_')}`),
      `: ${right ? '✓ done' : 'begun'}${hints ? `, ${number(hints, 'hint')} opened` : ''}`));
    const others = ordered(guessed).map(([key, { guess, right }]) => element('li', {},
      linked(key, `Prediction ${key}`, `prediction-${key.replace('.', '-')}`),
      `: ${guess.map(each => `“${each}”`).join(', ')}; ${judged(guess.length, right)}`));
    const made = [];
    if (!record.kept) made.push(element('p', {}, 'This browser keeps nothing for this page, so nothing is remembered.'));
    if (rows.length) made.push(element('h2', {}, 'Exercises'), element('ul', {}, ...rows));
    if (others.length) made.push(element('h2', {}, 'Predictions'), element('ul', {}, ...others));
    if (!rows.length && !others.length) made.push(element('p', {}, 'Nothing has been done yet.'));
    return made;
  }

  document.addEventListener('DOMContentLoaded', () => {
    record.load();
    exercises();
    document.querySelectorAll('form.toy-prediction').forEach(prediction);
    contents();
    editing();
    const place = document.querySelector('.toy-record');
    if (place) panel(place);
    shown();
    setTimeout(answering);
    addEventListener('hashchange', answering);
    for (const press of ['click', 'auxclick']) document.addEventListener(press, leaving, true);
    addEventListener('storage', event => {
      if (event.key !== NAME) return;
      record.load();
      shown();
    });
  });
})();

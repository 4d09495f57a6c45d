// The search page: first what has the name that is asked for (names.js, made by _ext/names.py), then what Pagefind
// finds in the text. A page that was opened as a file cannot load Pagefind's index: there, headings are searched.
(() => {
  'use strict';

  const here = new URL('.', document.currentScript.src).href;
  const home = new URL('..', here).href;
  const field = document.getElementById('find-words');
  const list = document.getElementById('find-results');
  const said = document.getElementById('find-said');
  const more = document.getElementById('find-more');
  const opened = location.protocol === 'file:';
  const PAGE = 8;
  const SECTIONS = 3;

  // "Inner-aligned" and "inner aligned", "R_base" and "Rbase", "action" and "actions" are one word each.
  const key = text => text.normalize('NFKC').toLowerCase().replace(/[\s_^{}\\$\u2013-]/g, '').replace(/(?<=..)s$/, '');
  const named = globalThis.toymodelNames.map(entry => ({ ...entry, keys: [entry.name, ...entry.also].map(key) }));
  const KINDS = { definition: 'definition', glossary: 'glossary', row: 'glossary' };

  // What has this very name; else, what has a name that begins so.
  function byName(words) {
    const wanted = key(words);
    const exact = named.filter(({ keys }) => keys.includes(wanted));
    const letters = exact.filter(({ name, also }) => [name, ...also].includes(words.trim()));
    const first = [...letters, ...exact.filter(each => !letters.includes(each))].sort((one, other) => rank(one) - rank(other));
    if (first.length || wanted.length < 3) return first;
    return named.filter(({ keys }) => keys.some(each => each.startsWith(wanted))).slice(0, 4);
  }

  const rank = ({ kind }) => kind === 'definition' ? 0 : 1;

  let loading;
  const engine = () => loading ??= import(`${here}pagefind/pagefind.js`).then(async found => {
    await found.options({ baseUrl: new URL(home).pathname, excerptLength: 24 });
    await found.init();
    return found;
  });

  const headings = () => new Promise((resolve, reject) => {
    if (globalThis.toymodelHeadings) return resolve(globalThis.toymodelHeadings);
    const script = document.createElement('script');
    script.src = `${here}headings.js`;
    script.onload = () => resolve(globalThis.toymodelHeadings);
    script.onerror = reject;
    document.head.append(script);
  });

  function item(url, title, html, kind) {
    const place = document.createElement('li');
    const link = Object.assign(document.createElement('a'), { href: url });
    link.innerHTML = title;
    place.append(link);
    if (kind) place.append(' ', Object.assign(document.createElement('small'), { textContent: kind }));
    if (html) place.append(Object.assign(document.createElement('p'), { innerHTML: html }));
    return place;
  }

  const text = words => Object.assign(document.createElement('i'), { textContent: words }).innerHTML;

  function page({ url, meta, excerpt, sub_results: parts }, seen) {
    const sections = parts.filter(part => part.url !== url && !seen.has(new URL(part.url, location).href))
      .sort((one, other) => weight(other) - weight(one)).slice(0, SECTIONS);
    const whole = item(url, text(meta.title), sections.length ? '' : excerpt);
    if (!sections.length) return whole;
    const inner = document.createElement('ul');
    inner.append(...sections.map(part => item(part.url, text(part.title), part.excerpt)));
    whole.append(inner);
    return whole;
  }

  const weight = ({ weighted_locations: places }) => places.reduce((sum, place) => sum + place.balanced_score, 0);

  async function inHeadings(words) {
    const wanted = words.toLowerCase();
    const found = (await headings()).filter(([title]) => title.toLowerCase().includes(wanted));
    list.append(...found.slice(0, 4 * PAGE).map(([title, url]) => item(home + url, text(title))));
    return `${list.children.length} found among names and headings. Opened as a file, the book cannot search its text; `
      + 'from a server it can.';
  }

  async function inText(words, current) {
    const { results } = await (await engine()).search(words);
    if (current !== asked) return null;
    const seen = new Set([...list.querySelectorAll('a')].map(({ href }) => href));
    let shown = 0;
    const show = async () => {
      const next = await Promise.all(results.slice(shown, shown + PAGE).map(result => result.data()));
      if (current !== asked) return;
      shown += next.length;
      list.append(...next.map(each => page(each, seen)));
      more.hidden = shown >= results.length;
    };
    more.onclick = async () => {
      const last = list.lastElementChild;
      await show();
      last.nextElementSibling?.querySelector('a').focus();
    };
    await show();
    const pages = results.length === 1 ? '1 page' : `${results.length} pages`;
    return results.length || list.children.length ? `${pages} for “${words}”.` : `Nothing found for “${words}”.`;
  }

  let asked = 0;
  async function search() {
    const current = ++asked;
    const words = field.value.trim();
    more.hidden = true;
    list.replaceChildren(...(words ? byName(words) : []).map(({ url, title, text: html, kind }) =>
      item(home + url, title, html, KINDS[kind])));
    if (!words) {
      said.textContent = '';
      return;
    }
    try {
      const told = await (opened ? inHeadings(words) : inText(words, current));
      if (told && current === asked) said.textContent = told;
    } catch (problem) {
      said.textContent = `The text could not be searched: ${problem.message ?? 'a file could not be loaded'}.`;
    }
    document.documentElement.dataset.found = words;
  }

  let timer;
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!opened) history.replaceState(null, '', `?q=${encodeURIComponent(field.value.trim())}`);
      search();
    }, 150);
  });
  field.form.addEventListener('submit', event => {
    event.preventDefault();
    clearTimeout(timer);
    if (!opened) history.replaceState(null, '', `?q=${encodeURIComponent(field.value.trim())}`);
    search();
  });
  field.value = new URLSearchParams(location.search).get('q') ?? '';
  field.focus();
  search();
})();

// A link to a word of the glossary shows its meaning, on hover, on focus, and at the first touch.
// The meanings (search/names.js, made by _ext/names.py) are loaded when one is first wanted.
(() => {
  'use strict';

  const names = new URL('../search/names.js', document.currentScript.src);
  const home = new URL('..', names).href;
  const isWord = link => link?.hash.startsWith('#term-') && !link.classList.contains('headerlink');
  const wordAt = target => {
    const link = target instanceof Element ? target.closest('a[href*="#term-"]') : null;
    return isWord(link) ? link : null;
  };

  const tip = Object.assign(document.createElement('div'), { id: 'meaning', className: 'meaning', hidden: true });
  tip.setAttribute('role', 'tooltip');
  let shown = null;
  let leaving;
  let touched = false;

  let loading;
  const meanings = () => loading ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement('script'), { src: names.href, onerror: reject });
    script.onload = () => resolve(new Map(globalThis.toymodelNames
      .filter(({ kind }) => kind === 'glossary').map(({ url, title, text }) => [home + url, { title, text }])));
    document.head.append(script);
  });

  async function show(link) {
    clearTimeout(leaving);
    if (shown === link) return;
    hide();
    shown = link;
    const { href } = link;
    const word = (await meanings()).get(href);
    if (shown !== link || !word) return;
    tip.innerHTML = word.text;
    const title = Object.assign(document.createElement('b'), { textContent: word.title });
    tip.prepend(title, ' ');
    tip.hidden = false;
    link.setAttribute('aria-describedby', tip.id);
    place(link);
  }

  function place(link) {
    const [line] = link.getClientRects();
    const { width, height } = tip.getBoundingClientRect();
    const left = Math.max(8, Math.min(line.left, document.documentElement.clientWidth - width - 8));
    const above = line.bottom + height + 8 > innerHeight && line.top > height + 8;
    tip.style.left = `${left + scrollX}px`;
    tip.style.top = `${(above ? line.top - height : line.bottom) + scrollY}px`;
  }

  function hide() {
    clearTimeout(leaving);
    shown?.removeAttribute('aria-describedby');
    shown = null;
    tip.hidden = true;
  }

  const leave = () => {
    clearTimeout(leaving);
    leaving = setTimeout(hide, 200);
  };

  document.addEventListener('DOMContentLoaded', () => {
    document.body.append(tip);
    document.addEventListener('pointerover', ({ target, pointerType }) => {
      if (pointerType === 'touch') return;
      const link = wordAt(target);
      if (link) show(link);
      else if (tip.contains(target)) clearTimeout(leaving);
      else if (shown && shown !== document.activeElement) leave();
    });
    document.addEventListener('focusin', ({ target }) => {
      const link = wordAt(target);
      if (link && !touched) show(link);
      else if (!link) hide();
    });
    document.addEventListener('focusout', ({ target }) => { if (target === shown) leave(); });
    document.addEventListener('keydown', ({ key }) => { if (key === 'Escape') hide(); });
    document.addEventListener('pointerdown', ({ target, pointerType }) => {
      touched = pointerType === 'touch';
      if (!wordAt(target) && !tip.contains(target)) hide();
    });
    document.addEventListener('click', event => {
      const link = wordAt(event.target);
      if (!link || !touched || shown === link) return;
      event.preventDefault();
      show(link);
    });
  });
})();

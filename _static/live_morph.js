// Makes a picture like another in place, so that what stays keeps the focus and stays unfolded, and marks what changed.
(() => {
  'use strict';

  const STATES = ['class', 'aria-pressed', 'aria-checked', 'data-state'];
  // Where more than this changes, marks would say nothing.
  const MOST = 80;
  const NAME = 'toymodel-changed';
  const words = text => text.match(/\S+/g) ?? [];

  function morph(old, made, seen) {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data === made.data) return;
      seen.push({ element: old.parentElement, text: old, before: old.data });
      old.data = made.data;
      return;
    }
    if (old.isEqualNode(made)) return;
    if (STATES.some(name => old.getAttribute(name) !== made.getAttribute(name))) seen.push({ element: old });
    copyAttributes(old, made);
    let place = old.firstChild;
    for (const next of [...made.childNodes]) {
      let same = place;
      while (same && !alike(same, next)) same = same.nextSibling;
      if (!same) {
        old.insertBefore(next, place);
        if (next.nodeType === Node.ELEMENT_NODE && next.textContent.trim()) seen.push({ element: next });
        continue;
      }
      if (same === place) place = place.nextSibling;
      else old.insertBefore(same, place);
      morph(same, next, seen);
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

  // Running text has its new words marked, as ranges, which leaves the elements alone; all else gets a class.
  function mark(seen) {
    const ranges = [];
    for (const { element, text, before } of seen) {
      if (!element?.isConnected || element.closest('script, style, title')) continue;
      const running = text && element instanceof HTMLElement && words(text.data).length > 3 && words(text.data).length < 300;
      if (running && window.Highlight) ranges.push(...changedWords(text, before));
      else if (element.localName !== 'svg') element.classList.add('is-changed');
    }
    return ranges;
  }

  // The words of a text that are not in the longest sequence of words that it shares with the text before.
  function changedWords(node, before) {
    const old = words(before), now = [...node.data.matchAll(/\S+/g)];
    const length = Array.from({ length: old.length + 1 }, () => new Array(now.length + 1).fill(0));
    for (let a = old.length - 1; a >= 0; a--) {
      for (let b = now.length - 1; b >= 0; b--) {
        length[a][b] = old[a] === now[b][0] ? length[a + 1][b + 1] + 1 : Math.max(length[a + 1][b], length[a][b + 1]);
      }
    }
    const ranges = [];
    for (let a = 0, b = 0; b < now.length;) {
      if (a < old.length && old[a] === now[b][0]) [a, b] = [a + 1, b + 1];
      else if (a < old.length && length[a + 1][b] >= length[a][b + 1]) a++;
      else {
        const range = new Range();
        range.setStart(node, now[b].index);
        range.setEnd(node, now[b].index + now[b][0].length);
        ranges.push(range);
        b++;
      }
    }
    return ranges;
  }

  function unmark(picture) {
    picture.querySelectorAll('.is-changed').forEach(element => {
      element.classList.remove('is-changed');
      if (!element.getAttribute('class')) element.removeAttribute('class');
    });
  }

  const marked = new Map();

  function redraw(picture, html) {
    const made = picture.cloneNode(false), seen = [];
    unmark(picture);
    made.innerHTML = html;
    morph(picture, made, seen);
    marked.delete(picture);
    if (seen.length <= MOST) marked.set(picture, mark(seen));
    if (window.Highlight) CSS.highlights.set(NAME, new Highlight(...[...marked.values()].flat()));
  }

  window.toymodel = { ...window.toymodel, redraw };
})();

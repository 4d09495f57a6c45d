"""Pictures are measured in Chromium, as a reader sees them: what text touches a line, a marker or another text.

`overlaps` takes named HTML fragments and gives, for each that is not clean, what touches what. Boxes of
text are those of its ink, not of its lines. A line is any visible stroke; a marker is any filled shape
that stands out against the page (a wash, and a hatch of class ``toy-hatch``, do not). Text inside a shape
is fine as long as it stays off its border; what an opaque shape covers is not seen and does not count.
What is told on purpose by text on a line says so with ``data-touch="meant"``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from math import prod
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from toymodel_book.live import Text, View

ROOT = Path(__file__).parents[2]
SHEETS = sorted((ROOT / "_static").glob("*.css"))
WIDTHS = {1280: 760, 390: 358}
"""The window, and what of it a picture has."""
SMALL = 100
"""Views with no more settings than this are measured in all of them."""

_pages: dict[tuple[Browser, int, str], Page] = {}

MEASURE = r"""
(frames) => {
  const stage = document.getElementById('stage');
  const pen = document.createElement('canvas').getContext('2d');
  const inks = new Map(), known = new Map(), paper = ground(stage);
  const found = {};

  for (const [name, html] of Object.entries(frames)) {
    stage.innerHTML = html;
    for (const folded of stage.querySelectorAll('details')) folded.open = true;
    const said = [];
    for (const svg of stage.querySelectorAll('svg')) {
      if (svg.parentElement.closest('svg')) continue;
      const key = svg.outerHTML + svg.getBoundingClientRect().width;
      if (!known.has(key)) known.set(key, measure(svg));
      said.push(...known.get(key));
    }
    if (said.length) found[name] = [...new Set(said)];
  }
  stage.innerHTML = '';
  return found;

  function measure(svg) {
    const seen = [...svg.querySelectorAll('*')].filter(e =>
      !e.closest('defs, pattern, clipPath, mask, marker, symbol, title, desc, [data-touch], .toy-hatch') &&
      e.checkVisibility({opacityProperty: true, visibilityProperty: true}));
    const order = new Map(seen.map((e, k) => [e, k]));
    const texts = seen.filter(e => e.localName === 'text').flatMap(runs);
    for (const e of seen.filter(e => e.localName === 'foreignObject')) texts.push(...inside(e));
    const said = [], frame = svg.getBoundingClientRect();
    const cut = getComputedStyle(svg).overflow !== 'visible';
    for (const [k, one] of texts.entries()) {
      if (cut && !(one.x0 > frame.left - .5 && one.x1 < frame.right + .5 &&
                   one.y0 > frame.top - .5 && one.y1 < frame.bottom + .5))
        said.push(`“${one.words}” leaves the picture`);
      for (const other of texts.slice(k + 1))
        if (meet(one, other))
          said.push(`“${one.words}” touches “${other.words}”`);
    }
    const shapes = seen.filter(e => e instanceof SVGGeometryElement);
    const opaque = shapes.filter(e => {
      const look = getComputedStyle(e), fill = colour(look.fill);
      return fill && fill[3] * look.fillOpacity > .95 && solid(e, svg);
    });
    for (const shape of shapes) {
      const look = getComputedStyle(shape), m = shape.getScreenCTM();
      if (!m) continue;
      const scale = Math.sqrt(Math.abs(m.a * m.d - m.b * m.c)) || 1;
      const stroke = colour(look.stroke), fill = colour(look.fill);
      const thick = parseFloat(look.strokeWidth) * (look.vectorEffect === 'non-scaling-stroke' ? 1 : scale);
      const drawn = stroke && stroke[3] * look.strokeOpacity > .05 && thick > 0 && contrast(stroke) > 1.12;
      const marker = shape.localName !== 'line' && fill && fill[3] * look.fillOpacity > .5 && contrast(fill) > 1.6;
      if (!drawn && !marker) continue;
      const half = drawn ? thick / 2 : 0;
      const box = shape.getBoundingClientRect();
      const reach = {x0: box.left - half, x1: box.right + half, y0: box.top - half, y1: box.bottom + half};
      const near = texts.filter(t => meet(t, reach));
      if (!near.length) continue;
      let length = 0;
      try { length = shape.getTotalLength(); } catch { continue; }
      const touched = new Set(), count = Math.min(4000, Math.ceil(length * scale / 1.5) + 1);
      for (let k = 0; k <= count; k++) {
        const p = shape.getPointAtLength(length * k / count);
        const x = m.a * p.x + m.c * p.y + m.e, y = m.b * p.x + m.d * p.y + m.f;
        for (const t of near) {
          if (touched.has(t) || !meet(t, {x0: x - half, x1: x + half, y0: y - half, y1: y + half})) continue;
          const between = o => order.get(o) > order.get(shape) && order.get(o) < order.get(t.of);
          const covered = opaque.some(o => between(o) && holds(o, x, y));
          if (!covered) touched.add(t);
        }
      }
      for (const t of touched) said.push(`“${t.words}” touches ${name(shape)}`);
    }
    for (const e of seen.filter(e => e.localName === 'image')) {
      const b = e.getBoundingClientRect();
      for (const t of texts)
        if (meet(t, {x0: b.left, x1: b.right, y0: b.top, y1: b.bottom})) said.push(`“${t.words}” touches ${name(e)}`);
    }
    return said;
  }

  // The pieces of a text element, each on a line of its own, as boxes of ink on the screen.
  function runs(text) {
    const pieces = [], m = text.getScreenCTM(), all = text.textContent;
    if (!all.trim() || !m) return pieces;
    let at = 0;
    const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const total = text.getNumberOfChars();
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const count = Math.min(node.data.replace(/\s+/g, ' ').length, total - at);
      const words = node.data.trim(), look = getComputedStyle(node.parentElement);
      if (words && count > 0) {
        const first = text.getExtentOfChar(at), last = text.getExtentOfChar(at + count - 1);
        const base = text.getStartPositionOfChar(at).y, turn = text.getRotationOfChar(at);
        const ink = inkOf(words, look);
        if (turn) {
          const top = Math.min(first.y, last.y), low = Math.max(first.y + first.height, last.y + last.height);
          pieces.push(onScreen(words, text, m, first.x, top, last.x + last.width, low));
        } else {
          const x0 = Math.min(first.x, last.x);
          const x1 = Math.max(first.x + first.width, last.x + last.width);
          pieces.push(onScreen(words, text, m, x0, base - ink[0], x1, base + ink[1]));
        }
      }
      at += count;
    }
    return pieces;
  }

  function meet(a, b) {
    return a.x0 < b.x1 - .5 && b.x0 < a.x1 - .5 && a.y0 < b.y1 - .5 && b.y0 < a.y1 - .5;
  }

  function onScreen(words, of, m, x0, y0, x1, y1) {
    const xs = [], ys = [];
    for (const [x, y] of [[x0, y0], [x1, y0], [x0, y1], [x1, y1]]) {
      xs.push(m.a * x + m.c * y + m.e); ys.push(m.b * x + m.d * y + m.f);
    }
    return {words, of, x0: Math.min(...xs), x1: Math.max(...xs), y0: Math.min(...ys), y1: Math.max(...ys)};
  }

  function inside(foreign) {
    const pieces = [], walk = document.createTreeWalker(foreign, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (!node.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const b of range.getClientRects())
        pieces.push({
          words: node.data.trim(), of: foreign, x0: b.left, x1: b.right,
          y0: b.top + b.height * .2, y1: b.bottom - b.height * .2,
        });
    }
    return pieces;
  }

  function inkOf(words, look) {
    const font = `${look.fontStyle} ${look.fontWeight} ${look.fontSize} ${look.fontFamily}`, key = font + words;
    if (!inks.has(key)) {
      pen.font = font;
      const size = pen.measureText(words);
      inks.set(key, [size.actualBoundingBoxAscent, size.actualBoundingBoxDescent]);
    }
    return inks.get(key);
  }

  function holds(shape, x, y) {
    const p = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
    return shape.isPointInFill(p);
  }

  function solid(e, top) {
    for (; e && e !== top; e = e.parentElement) if (getComputedStyle(e).opacity < .95) return false;
    return true;
  }

  function name(shape) {
    const known = shape.id || shape.getAttribute('class') || shape.parentElement.getAttribute('class') || '';
    const where = shape.localName === 'path' ? shape.getAttribute('d').slice(0, 30) : '';
    return `${shape.localName} ${known} ${where}`.trim().replace(/\s+/g, ' ');
  }

  function colour(said) {
    const parts = /^(?:rgba?|color)\(([^)]*)\)/.exec(said);
    if (!parts) return null;
    const numbers = parts[1].match(/-?[\d.]+(?:e-?\d+)?/g).map(Number);
    const unit = said.startsWith('color') ? 255 : 1;
    return [numbers[0] * unit, numbers[1] * unit, numbers[2] * unit, numbers.length > 3 ? numbers[3] : 1];
  }

  function luminance(c) {
    const [r, g, b] = c.slice(0, 3).map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  }

  function contrast(c) {
    const a = luminance(c) + .05, b = luminance(paper) + .05;
    return a > b ? a / b : b / a;
  }

  function ground(e) {
    for (; e; e = e.parentElement) {
      const c = colour(getComputedStyle(e).backgroundColor);
      if (c && c[3] > .9) return c;
    }
    return [255, 255, 255, 1];
  }
}
"""


def overlaps(
    browser: Browser, frames: Mapping[str, str], window: int = 1280, theme: str = "light"
) -> dict[str, list[str]]:
    """Return what touches what in each fragment of HTML that is not clean, by the fragment's name.

    Parameters
    ----------
    frames : mapping
        HTML by name; every outermost ``svg`` in it is measured, those in folded parts too.
    window : 1280 or 390
        The width of the window.
    theme : "light" or "dark"
    """
    found: dict[str, list[str]] = _page(browser, window, theme).evaluate(MEASURE, dict(frames))
    return found


def _page(browser: Browser, window: int, theme: str) -> Page:
    """Return an empty page with the book's stylesheets and faces, made once."""
    if (browser, window, theme) in _pages:
        return _pages[browser, window, theme]
    links = "".join(f'<link rel="stylesheet" href="{sheet.as_uri()}">' for sheet in SHEETS)
    page = browser.new_page(viewport={"width": window, "height": 900})
    with TemporaryDirectory() as folder:
        blank = Path(folder) / "blank.html"
        blank.write_text(
            f'<!doctype html><html data-theme="{theme}" data-mode="{theme}"><meta charset="utf-8">{links}'
            '<body style="margin: 16px; background: var(--toy-paper, #fff)">'
            f'<div class="live-picture" id="stage" style="width: {WIDTHS[window]}px"></div>',
            "utf-8",
        )
        page.goto(blank.as_uri())
        # Faces are fetched when they are first used.
        page.evaluate("Promise.all([...document.fonts].map(face => face.load())).catch(() => null)")
    _pages[browser, window, theme] = page
    return page


def frames(view: View) -> dict[str, str]:
    """Return a view's pictures: each control varied alone from the default, or all settings where they are few."""
    values = {key: _values(control) for key, control in view.controls.items()}
    default = view.values()
    if prod(map(len, values.values())) <= SMALL:
        settings: Iterator[dict[str, str]] = (
            dict(zip(values, each, strict=True)) for each in product(*values.values())
        )
    else:
        settings = (default | {key: value} for key, each in values.items() for value in each)
    found = {}
    for setting in settings:
        changed = [f"{key}={value}" for key, value in setting.items() if value != default[key]]
        found[", ".join(changed) or "default"] = view.render(**setting)
    return found


def report(found: Mapping[str, list[str]], most: int = 12) -> str:
    """Return the overlaps as lines to read, the same ones of several frames said once."""
    gathered: dict[str, list[str]] = {}
    for name, said in found.items():
        for each in said:
            gathered.setdefault(re.sub(r"\s+", " ", each), []).append(name)
    lines = [
        f"{each}  [{names[0]}{f' and {len(names) - 1} more' * (len(names) > 1)}]" for each, names in gathered.items()
    ]
    return "\n".join(lines[:most] + [f"… {len(lines) - most} more"] * (len(lines) > most))


def _values(control: object) -> tuple[str, ...]:
    return (control.value,) if isinstance(control, Text) else control.values  # type: ignore[attr-defined]

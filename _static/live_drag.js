// A place in a picture that is dragged, or moved by keys: see toymodel_book.actions.drags.
(() => {
  'use strict';

  const STEP = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

  const places = handle => JSON.parse(handle.dataset.at);
  const distance = (point, at) => (Array.isArray(at) ? Math.hypot(point.x - at[0], point.y - at[1]) : Math.abs(point.x - at));

  // The value whose place is nearest to the pointer.
  function nearest(handle, event) {
    const svg = handle.ownerSVGElement;
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const all = places(handle).map(([value, at]) => [value, distance(point, at)]);
    return all.reduce((best, each) => (each[1] < best[1] ? each : best))[0];
  }

  function drag(view) {
    const handle = event => event.target.closest('[data-drag]');
    view.picture.addEventListener('pointerdown', event => {
      const held = handle(event);
      if (!held || event.button) return;
      event.preventDefault();
      held.focus({ focusVisible: false });
      held.setPointerCapture(event.pointerId);
    });
    view.picture.addEventListener('pointermove', event => {
      const held = handle(event);
      if (held?.hasPointerCapture(event.pointerId)) view.set(held.dataset.drag, nearest(held, event));
    });
    view.picture.addEventListener('keydown', event => {
      const held = handle(event);
      if (!held || event.altKey || event.ctrlKey || event.metaKey) return;
      const values = places(held).map(([value]) => value), at = values.indexOf(view.control(held.dataset.drag)?.value);
      const to = { Home: 0, End: values.length - 1 }[event.key] ?? at + STEP[event.key];
      if (!Number.isInteger(to)) return;
      event.preventDefault();
      view.set(held.dataset.drag, values[Math.min(values.length - 1, Math.max(0, to))]);
    });
  }

  window.toymodel = { ...window.toymodel, drag };
})();

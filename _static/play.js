// Plays what Python drew: see play.css for what moves. No mathematics here.
//
// A picture plays once when it comes into view, and again only after the reader does something: then only the
// arrows that flipped and the walk that changed, half as fast again, without waiting for each other. Pictures in one
// figure share one time axis. An SVG may say when its own part begins (data-start) and where a step ends
// (data-steps="460 920", in milliseconds); without the latter a step ends where something comes to rest.
(() => {
  'use strict';

  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const MOVES = '[class*="an-"]';
  const BRIEF = 1.5, REST = 250, FIRST = 350;
  const seconds = ms => `${(ms / 1000).toFixed(1)} s`;

  function button(name, text) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = name;
    made.textContent = text;
    return made;
  }

  // What holds pictures that play together.
  class Player {
    constructor(host) {
      this.host = host;
      this.moving = [];
      this.flips();
      this.changed();
      if (host.querySelector('.an-walk:not(.an-stand)')) this.offerBar();
      this.listen();
    }

    get pictures() {
      return [...this.host.querySelectorAll('svg')].filter(svg => svg.querySelector(MOVES));
    }

    listen() {
      this.host.addEventListener('toymodel:drawn', ({ detail }) => {
        const moved = this.changed(), flipped = this.flips();
        if (this.host.querySelector('.an-walk:not(.an-stand)') && !this.bar) this.offerBar();
        this.chosen();
        if (detail?.first) return;
        this.stop();
        this.mark(flipped);
        if (!moved.length && !flipped.length) return;
        clearTimeout(this.resting);
        this.resting = setTimeout(() => this.brief(moved, flipped), REST);
      });
      // A box that is touched opens its reason, which stands in the same figure.
      this.host.addEventListener('click', event => {
        const name = event.target.closest('svg [data-part]')?.dataset.part;
        const why = name && this.why(name);
        if (!why) return;
        why.open = true;
        this.part = name;
        this.chosen();
        why.scrollIntoView({ block: 'nearest', behavior: still.matches ? 'auto' : 'smooth' });
      });
      this.host.addEventListener('toggle', ({ target }) => {
        if (!target.dataset.why) return;
        if (target.open) this.part = target.dataset.why;
        else if (this.part === target.dataset.why) this.part = null;
        this.chosen();
      }, true);
    }

    why(name) {
      return this.host.querySelector(`details[data-why="${CSS.escape(name)}"]`);
    }

    // The box whose reason is open is marked.
    chosen() {
      for (const each of this.host.querySelectorAll('svg [data-part]')) {
        each.classList.toggle('is-chosen', Boolean(this.part) && each.dataset.part === this.part);
        each.classList.toggle('has-reason', Boolean(this.why(each.dataset.part)));
      }
    }

    // The boxes and arrows whose state is not what it was.
    flips() {
      const before = this.states ?? new Map();
      this.states = new Map([...this.host.querySelectorAll('[data-part][data-state]')].map(each => [each, each.dataset.state]));
      return [...this.states.keys()].filter(each => before.has(each) && before.get(each) !== each.dataset.state);
    }

    mark(flipped) {
      this.host.querySelectorAll('.is-flipped').forEach(each => each.classList.remove('is-flipped'));
      flipped.forEach(each => each.classList.add('is-flipped'));
    }

    // The pictures whose walk is not what it was.
    changed() {
      const before = this.walks ?? new Map();
      this.walks = new Map(this.pictures.map(svg => [svg, this.walk(svg)]));
      return [...this.walks].filter(([svg, walk]) => walk && before.has(svg) && before.get(svg) !== walk).map(([svg]) => svg);
    }

    walk(svg) {
      return [...svg.querySelectorAll(MOVES)].filter(each => !each.closest('[data-part]'))
        .map(each => `${each.getAttribute('class')} ${each.getAttribute('style')} ${each.getAttribute('d') ?? ''}`).join('\n');
    }

    // Begin to play, or to be scrubbed: the animations of everything that moves and can be seen.
    start(held = false) {
      this.stop();
      const seen = new Set([...this.host.querySelectorAll(MOVES)].filter(each => each.checkVisibility({ opacityProperty: true })));
      this.host.classList.add('is-playing');
      this.host.classList.toggle('is-held', held);
      this.moving = this.host.getAnimations({ subtree: true })
        .filter(({ animationName, effect }) => animationName?.startsWith('toy-') && seen.has(effect.target));
      this.moving.forEach(each => each.pause());
      this.now = 0;
      this.end = Math.max(0, ...this.moving.map(each => Number(each.effect.getComputedTiming().endTime)));
      return this.end > 0;
    }

    // The still picture, which is the end of the play.
    stop() {
      clearTimeout(this.resting);
      cancelAnimationFrame(this.frame);
      this.host.classList.remove('is-playing', 'is-held');
      this.moving = [];
      this.running = false;
      this.show(1);
    }

    play() {
      if (still.matches || !this.start()) return;
      this.run(1, () => 0);
    }

    // After a reader's move: boxes stand at once, arrows that did not flip too, and each picture begins at once.
    brief(moved, flipped) {
      if (still.matches || document.hidden || !this.start()) return;
      const from = new Map();
      for (const each of this.moving) {
        const { target } = each.effect, svg = target.closest('svg'), part = target.closest('[data-part]');
        const plays = part ? part.classList.contains('arrow') && flipped.includes(part) : moved.includes(svg);
        if (!plays) each.finish();
        else {
          const first = Number(each.effect.getComputedTiming().delay);
          from.set(svg, Math.min(from.get(svg) ?? Infinity, part ? first : Number(svg.dataset.start ?? 0)));
        }
      }
      this.moving = this.moving.filter(each => each.playState !== 'finished');
      const begins = each => from.get(each.effect.target.closest('svg'));
      this.end = Math.max(0, ...this.moving.map(each => Number(each.effect.getComputedTiming().endTime) - begins(each)));
      if (this.end) this.run(BRIEF, begins);
      else this.stop();
    }

    run(rate, begins) {
      this.running = true;
      let before = performance.now();
      const tick = at => {
        if (!document.hidden) this.now += rate * Math.min(at - before, 100);
        before = at;
        if (this.now >= this.end) {
          this.stop();
          return;
        }
        this.moving.forEach(each => { each.currentTime = this.now + begins(each); });
        this.show(this.now / this.end);
        this.frame = requestAnimationFrame(tick);
      };
      this.moving.forEach(each => { each.currentTime = begins(each); });
      this.frame = requestAnimationFrame(tick);
    }

    // Stand still at a time.
    hold(now) {
      if (!this.host.classList.contains('is-held')) this.start(true);
      else cancelAnimationFrame(this.frame);
      this.now = Math.min(Math.max(now, 0), this.end);
      this.moving.forEach(each => { each.currentTime = this.now; });
      this.show(this.end ? this.now / this.end : 1);
      if (this.now >= this.end) this.stop();
    }

    // Where a step ends.
    steps() {
      const said = this.pictures.flatMap(svg => (svg.dataset.steps ?? '').split(' ').filter(Boolean).map(Number));
      const ends = this.moving.map(each => Number(each.effect.getComputedTiming().endTime));
      const sorted = [...new Set([...(said.length ? said : ends), this.end])].sort((a, b) => a - b);
      return sorted.filter((each, k) => each > 0 && (k + 1 === sorted.length || sorted[k + 1] - each > 150));
    }

    step() {
      const now = this.moving.length ? this.now : 0;
      if (!this.host.classList.contains('is-held')) this.start(true);
      this.hold(this.steps().find(each => each > now + 1) ?? this.end);
    }

    // Play, step, scrub: beside the controls, where there are any.
    offerBar() {
      this.bar = document.createElement('div');
      this.bar.className = 'play-bar';
      this.bar.setAttribute('role', 'group');
      this.bar.setAttribute('aria-label', 'Time');
      const play = button('play-button', 'Play'), step = button('play-step', 'Step');
      this.scrub = document.createElement('input');
      Object.assign(this.scrub, { type: 'range', className: 'play-scrub', min: 0, max: 1000, value: 1000, autocomplete: 'off' });
      this.scrub.setAttribute('aria-label', 'time');
      play.addEventListener('click', () => this.play());
      step.addEventListener('click', () => this.step());
      this.scrub.addEventListener('input', () => {
        const part = Number(this.scrub.value) / 1000;
        if (!this.host.classList.contains('is-held')) this.start(true);
        this.hold(part * this.end);
      });
      this.bar.append(play, step, this.scrub);
      const controls = this.host.querySelector('.live-controls'), picture = this.host.querySelector('.live-picture');
      if (controls) controls.append(this.bar);
      else if (picture) picture.parentElement.after(this.bar);
      else this.host.append(this.bar);
      this.show(1);
    }

    show(part) {
      if (!this.scrub) return;
      this.scrub.value = Math.round(1000 * part);
      this.scrub.setAttribute('aria-valuetext', part >= 1 ? 'the end' : seconds(this.now));
    }
  }

  const players = new Map(), watched = new Map();
  const seen = new IntersectionObserver(entries => entries.forEach(({ isIntersecting, target }) => {
    if (!isIntersecting) return;
    seen.unobserve(target);
    setTimeout(() => watched.get(target).play(), FIRST);
  }), { threshold: 0.35 });

  document.addEventListener('DOMContentLoaded', () => {
    for (const svg of document.querySelectorAll('svg')) {
      const host = svg.closest('form.live') ?? svg.closest('.toy-pair') // two pictures play together
        ?? svg.closest('figure, .cell_output, .output') ?? svg.parentElement;
      const moves = svg.querySelector(MOVES);
      if (players.has(host) || !(moves || svg.closest('form.live'))) continue;
      players.set(host, new Player(host));
      if (!moves) continue;
      watched.set(svg, players.get(host));
      seen.observe(svg);
    }
  });
})();

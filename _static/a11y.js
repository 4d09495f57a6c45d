// Small repairs of names and roles that the theme and its extensions leave wrong for screen readers.
document.addEventListener('DOMContentLoaded', () => {
  const strip = (selector, attribute) =>
    document.querySelectorAll(selector).forEach(element => element.removeAttribute(attribute));
  strip('button.search-button-field', 'aria-label');
  strip('summary[aria-label="Toggle hidden content"]', 'aria-label');
  strip('.citation-list[role=list]', 'role');
  strip('.citation[role]', 'role');

  // The button's name leaves out the mode that its icon shows.
  const page = document.documentElement;
  const modes = { light: 'Light', dark: 'Dark', auto: 'System Settings' };
  const tell = () => document.querySelectorAll('.theme-switch-button').forEach(button =>
    button.setAttribute('aria-label', `Color mode: ${modes[page.dataset.mode] ?? ''}`));
  new MutationObserver(tell).observe(page, { attributeFilter: ['data-mode'] });
  tell();
});

// The theme looks which boxes scroll, and lets those be reached by keyboard, when the window changes; unfolding is alike.
document.addEventListener('toggle', () => dispatchEvent(new Event('resize')), true);

// Paper has the light colours, and what is folded is open there, but for answers. All is as before afterwards.
(() => {
  const page = document.documentElement;
  let undo = [];
  addEventListener('beforeprint', () => {
    const { theme } = page.dataset;
    page.dataset.theme = 'light';
    const folded = [...document.querySelectorAll('article details:not([open], .toy-answer, .live-helps *)')];
    folded.forEach(each => { each.open = true; });
    undo = [() => { page.dataset.theme = theme; }, ...folded.map(each => () => { each.open = false; })];
  });
  addEventListener('afterprint', () => undo.splice(0).forEach(each => each()));
})();

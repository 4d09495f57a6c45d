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

// The theme's buttons name a function of the page; a script in an attribute would be against the page's policy.
document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('[data-calls]') : null;
  if (button) window[button.dataset.calls]();
});

// The theme's button for the contents: beside the text where there is room, else over it (the theme's own dialog).
document.addEventListener('DOMContentLoaded', () => {
  const sidebar = document.querySelector('#pst-primary-sidebar');
  document.querySelector('.primary-toggle')?.addEventListener('click', event => {
    if (!matchMedia('(min-width: 80rem)').matches) return;
    event.stopImmediatePropagation();
    sidebar.classList.toggle('pst-sidebar-hidden');
  }, true);

  // A menu closes as menus do.
  const menu = document.querySelector('.page-menu');
  document.addEventListener('click', event => { if (menu && !menu.contains(event.target)) menu.open = false; });
  menu?.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
});

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

  // What has to be scrolled sideways has a place in the order of Tab, whenever its width changes: formulas and tables.
  const WIDE = 'main :is(.math, .toy-formula, .pst-scrollable-table-container, .output)';
  const scrolls = box => { box.tabIndex = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight ? 0 : -1; };
  const sizes = new ResizeObserver(changed => setTimeout(() => changed.forEach(({ target }) => scrolls(target))));
  const watched = new WeakSet();
  const watch = () => document.querySelectorAll(WIDE).forEach(box => {
    if (watched.has(box) || getComputedStyle(box).overflowX === 'visible') return;
    watched.add(box);
    sizes.observe(box);
  });
  new MutationObserver(watch).observe(document.querySelector('main'), { childList: true, subtree: true });
  watch();

  // Formulas that Python writes while the page is read: typeset as the rest was, by Temml, fetched when first needed.
  const undrawn = () => [...document.querySelectorAll('main .math')].filter(each => !each.querySelector('math'));
  let temml;
  const fetched = () => temml ??= new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = `${document.documentElement.dataset.content_root}vendor/temml.min.js`;
    script.onload = () => done(window.temml);
    script.onerror = failed;
    document.head.append(script);
  });
  const draw = async () => {
    if (!undrawn().length) return;
    const { render } = await fetched();
    for (const each of undrawn()) {
      const [, kind, tex] = each.textContent.match(/^\\([([])(.*)\\[)\]]$/s) ?? [];
      if (tex) render(tex, each, { displayMode: kind === '[', wrap: 'tex' });
    }
  };
  new MutationObserver(draw).observe(document.querySelector('main'), { childList: true, subtree: true });
  draw();
});

// JupyterLab reads one notebook at a time: what lies on other pages of the book it finds by this extension, which
// needs no build. What there is to find is told by ../../../jupyter_lab_config.py.
(() => {
  const book = JSON.parse(document.getElementById('jupyter-config-data').textContent).book;
  const home = { notebook: 'Notebook', markdown: 'Markdown Preview' };

  // The words for what MyST did not find, in the elements that it drew; where a click on them leads, by element.
  const places = new WeakMap();
  const mend = () => {
    for (const span of document.querySelectorAll('span[title$=" Not Found"]')) {
      const words = span.lastChild;
      const found = book.works[words.nodeValue] ?? book.results[words.nodeValue];
      if (!found) continue;
      places.set(span, found);
      words.nodeValue = found.words;
      span.querySelector('svg').style.display = 'none';
      span.style.cursor = 'pointer';
      span.removeAttribute('title');
      span.className = 'link toymodel-link';
      span.setAttribute('role', 'link');
      span.tabIndex = 0;
    }
  };

  // Where an anchor of the book leads: [a page](its_name), or a term, which stands in the glossary.
  const place = (anchor) => {
    if (anchor.matches('a.hover-link[href="#"]')) return { page: 'glossary' };
    const [, page] = anchor.getAttribute('href')?.match(/\/files\/(\w+)(?:\?|#|$)/) ?? [];
    return page && { page };
  };

  const open = async (app, { page, id }) => {
    const path = book.pages[page];
    if (!path) return;
    const factory = home[path.endsWith('.md') ? 'markdown' : 'notebook'];
    const shown = await app.commands.execute('docmanager:open', { path, factory });
    for (let tries = 0; id && tries < 100; tries++) {
      const target = shown.node.querySelector(`[id="${id}"]`);
      if (target) return target.scrollIntoView();
      await new Promise((resume) => setTimeout(resume, 100));
    }
  };

  // JupyterLab sets the href of every link in an output, and trips over those inside a picture.
  const links = Object.getOwnPropertyDescriptor(SVGAElement.prototype, 'href');
  Object.defineProperty(SVGAElement.prototype, 'href', {
    ...links,
    set(value) { this.setAttribute('href', value); },
  });

  const activate = (app) => {
    const style = document.createElement('style');
    style.textContent = book.css;
    document.head.append(style);
    const theme = () => {
      document.documentElement.dataset.theme = document.body.dataset.jpThemeLight === 'false' ? 'dark' : 'light';
    };
    new MutationObserver(theme).observe(document.body, { attributeFilter: ['data-jp-theme-light'] });
    new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
    theme();

    const follow = (event) => {
      const link = event.target.closest?.('.toymodel-link, .jp-MarkdownCell a, .jp-RenderedMarkdown a');
      const to = link && (places.get(link) ?? place(link));
      if (!to || (event.type === 'keydown' && event.key !== 'Enter')) return;
      event.preventDefault();
      event.stopPropagation();
      open(app, to);
    };
    document.addEventListener('click', follow, true);
    document.addEventListener('keydown', follow, true);
  };

  const plugin = { id: 'toymodel-book:links', autoStart: true, activate };
  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB['toymodel-book'] = { init: () => {}, get: async () => () => ({ __esModule: true, default: plugin }) };
})();

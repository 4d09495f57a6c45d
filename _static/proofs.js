// Marks, in the graph of proofs, what the result that is pointed at or focused stands on, and says it in words.
document.addEventListener('DOMContentLoaded', () => {
  document.querySelectorAll('.proof-wide').forEach(graph => {
    const svg = graph.querySelector('svg');
    const said = graph.querySelector('.proof-said');
    const usual = said.textContent;
    const nodes = new Map([...svg.querySelectorAll('.proof-node')].map(node => [node.dataset.name, node]));

    // A result and all that it stands on, at once or by way of others.
    const below = (name, found = new Set()) => {
      if (found.has(name)) return found;
      found.add(name);
      nodes.get(name).dataset.on.split(' ').filter(Boolean).forEach(other => below(other, found));
      return found;
    };

    const show = name => {
      const marked = name ? below(name) : new Set();
      svg.classList.toggle('proof-asked', Boolean(name));
      nodes.forEach((node, other) => {
        node.classList.toggle('proof-this', other === name);
        node.classList.toggle('proof-below', marked.has(other));
      });
      svg.querySelectorAll('.proof-edge').forEach(edge => {
        edge.classList.toggle('proof-below', marked.has(edge.dataset.from));
      });
      said.textContent = name ? nodes.get(name).getAttribute('aria-label') : usual;
    };

    const named = event => event.target.closest('.proof-node')?.dataset.name;
    const focused = () => document.activeElement.closest('.proof-node')?.dataset.name;
    svg.addEventListener('pointerover', event => show(named(event) ?? focused()));
    svg.addEventListener('pointerleave', () => show(focused()));
    svg.addEventListener('focusin', event => show(named(event)));
    svg.addEventListener('focusout', () => show());
  });
});

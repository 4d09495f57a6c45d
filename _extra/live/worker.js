// Runs the project's own wheel under Pyodide for the views of one page.
// The page sends {id, view, values}; it gets {stage}, {id, frame} or, when nothing more can be done, {broken}.

const here = new URL('.', import.meta.url).href;
const python = new URL('../vendor/pyodide/', here).href;

const broken = problem => {
  const lines = String(problem?.message ?? problem).trim().split('\n');
  postMessage({ broken: lines[lines.length - 1] });
};

// Pyodide only logs a failure to load its machine code, and would then wait for ever.
const instantiate = WebAssembly.instantiateStreaming;
WebAssembly.instantiateStreaming = (...source) => instantiate(...source).catch(problem => {
  broken(problem);
  throw problem;
});

async function wheel() {
  const { url } = await (await fetched(here + 'wheel.json', { cache: 'no-cache' })).json();
  return (await fetched(here + url)).arrayBuffer();
}

async function fetched(url, options) {
  const response = await fetch(url, options);
  if (!response.ok) throw new Error(`${url} could not be fetched (${response.status})`);
  return response;
}

async function interpreter() {
  const { loadPyodide } = await import(python + 'pyodide.mjs');
  return loadPyodide({ indexURL: python });
}

async function start() {
  postMessage({ stage: 'Fetching and starting Python…' });
  const [py, model] = await Promise.all([interpreter(), wheel()]);
  postMessage({ stage: 'Loading the model…' });
  py.unpackArchive(model, 'wheel');
  return { py, live: py.pyimport('toymodel_book.live') };
}

const ready = start();
ready.catch(broken);

onmessage = async ({ data: { id, view, values } }) => {
  try {
    const { py, live } = await ready;
    const given = py.toPy(values);
    const drawn = live.render(view, given);
    postMessage({ id, frame: drawn.toJs({ dict_converter: Object.fromEntries }) });
    drawn.destroy();
    given.destroy();
  } catch (problem) {
    broken(problem);
  }
};

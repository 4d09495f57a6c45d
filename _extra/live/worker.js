// Python for the views of the book. As a SharedWorker it outlives a page turn; as a Worker it can be ended.
// A page sends {id, view, values, sure} and gets {stage}, {ready}, {began: id}, {id, frame} or, when nothing more can
// be done, {broken}.

const here = new URL('.', import.meta.url).href;
const version = new URL(import.meta.url).search;
const python = new URL('../vendor/pyodide/', here).href;
const NOTHING = `${here}nothing`;
const shared = 'onconnect' in self;
const ports = new Set(shared ? [] : [self]);
const tell = message => ports.forEach(port => port.postMessage(message));
let stage = { stage: 'Starting Python…' };

function became(next) {
  stage = next;
  tell(stage);
}

// The next try, or the next page, starts another worker.
function broken(problem) {
  became({ broken: String(problem?.message ?? problem).trim().split('\n').pop() });
  clearInterval(watch);
  self.close();
}

// Files on their way, and for how many seconds nothing at all may arrive. The machine code is compiled while it
// arrives, unseen, so it is given longer.
const coming = new Map();
let silent = 0;
const watch = setInterval(() => {
  silent++;
  const stalled = [...coming].filter(([, patience]) => silent > patience).map(([name]) => name);
  if (stalled.length) broken(`${stalled.join(' and ')} did not arrive`);
  else tell(stage);
}, 1000);

async function arrives(name, patience, file) {
  coming.set(name, patience);
  try {
    return await file;
  } catch (problem) {
    const status = problem?.status ? ` (${problem.status})` : '';
    throw new Error(`${name} could not be fetched${status}`);
  } finally {
    coming.delete(name);
    silent = 0;
  }
}

const get = self.fetch;
async function fetched(url) {
  const response = await get(url);
  silent = 0;
  if (!response.ok) throw Object.assign(new Error(), { status: response.status });
  return response;
}

// What _ext/pack.mjs kept of the memory, laid out again.
async function memory() {
  const response = await fetched(`${here}memory.bin${version}`);
  const size = Number(response.headers.get('content-length'));
  let read = 0;
  const count = new TransformStream({
    transform(chunk, controller) {
      silent = 0;
      read += chunk.byteLength;
      if (size) stage = { stage: `Fetching Python… ${Math.min(99, Math.round(100 * read / size))} %` };
      controller.enqueue(chunk);
    },
  });
  const unpacked = response.body.pipeThrough(count).pipeThrough(new DecompressionStream('gzip'));
  const bytes = await new Response(unpacked).arrayBuffer();
  const page = 4096;
  const [length, pages] = new Uint32Array(bytes, 0, 2);
  const kept = new Uint8Array(bytes, 8 + 4 * pages);
  const whole = new Uint8Array(Math.ceil(length / page) * page);
  new Uint32Array(bytes, 8, pages).forEach((place, k) => whole.set(kept.subarray(k * page, (k + 1) * page), place * page));
  return whole.subarray(0, length);
}

// Pyodide would fetch its machine code only once the memory is there, and would only log a failure.
const code = arrives('pyodide.asm.wasm', 20, fetched(`${python}pyodide.asm.wasm`).then(WebAssembly.compileStreaming));
WebAssembly.instantiateStreaming = async (_, imports) => {
  const module = await code;
  return { module, instance: await WebAssembly.instantiate(module, imports) };
};
// Nor does it need the standard library: that is in the memory.
self.fetch = (url, ...rest) => {
  const name = String(url?.url ?? url);
  if (name.endsWith('pyodide.asm.wasm')) return Promise.resolve(new Response(''));
  return name === NOTHING ? Promise.resolve(new Response('')) : get(url, ...rest);
};

// A file that is fetched, whole, when Python first reads it.
function late(fs, path, url) {
  fs.writeFile(path, '');
  let bytes = null;
  const read = () => {
    if (bytes) return bytes;
    const request = new XMLHttpRequest();
    request.open('GET', url, false);
    request.responseType = 'arraybuffer';
    request.send();
    if (request.status !== 200) throw new Error(`library.zip could not be fetched (${request.status})`);
    bytes = new Uint8Array(request.response);
    return bytes;
  };
  Object.defineProperties(fs.lookupPath(path).node, { contents: { get: read }, usedBytes: { get: () => read().length } });
}

async function start() {
  const kept = arrives('memory.bin', 8, memory());
  const scripts = ['pyodide.mjs', 'pyodide.asm.mjs'].map(name => arrives(name, 8, import(python + name)));
  const [{ loadPyodide }, { default: create }] = await Promise.all(scripts);
  const [snapshot] = await Promise.all([kept, code]);
  became({ stage: 'Starting Python…' });
  const py = await loadPyodide({
    indexURL: python,
    stdLibURL: NOTHING,
    lockFileContents: { info: { abi_version: '2026_0' }, packages: {} },
    env: { PYTHONHASHSEED: '0' },
    _loadSnapshot: snapshot,
    // Pyodide 314 makes no room for a memory above its 30 MB (its issue 6254).
    async createPyodideModule(settings) {
      const module = await create(settings);
      if (snapshot.length > module.HEAPU8.length) module.growMemory(snapshot.length);
      return module;
    },
  });
  late(py.FS, '/lib/python314.zip', `${here}library.zip${version}`);
  const live = py.pyimport('toymodel_book.live');
  clearInterval(watch);
  became({ ready: true });
  return { py, live };
}

const ready = start();
ready.catch(broken);

async function answer(port, { id, view, values, sure }) {
  try {
    const { py, live } = await ready;
    port.postMessage({ began: id });
    const given = py.toPy(values);
    const drawn = live.render.callKwargs(view, given, { sure: Boolean(sure) });
    port.postMessage({ id, frame: drawn.toJs({ dict_converter: Object.fromEntries }) });
    drawn.destroy();
    given.destroy();
  } catch (problem) {
    broken(problem);
  }
}

function join(port) {
  ports.add(port);
  port.onmessage = ({ data }) => (data === 'bye' ? ports.delete(port) : answer(port, data));
}

if (shared) {
  self.onconnect = ({ ports: [port] }) => {
    join(port);
    port.postMessage(stage);
  };
} else join(self);

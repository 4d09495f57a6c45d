// Usage: node pack.mjs PYODIDE_DIR SOURCE_DIR OUT_DIR
// Makes, with the very Python that will read them:
//   library.zip   the standard library and the packages under SOURCE_DIR, as bytecode (fetched if one is imported late)
//   memory.bin    the memory of a Python that has drawn the first picture of every view
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const [dir, source, out] = process.argv.slice(2).map(path => resolve(path));
const PAGE = 4096;
const SETTINGS = { indexURL: `${dir}/`, env: { PYTHONHASHSEED: '0' } };
const { loadPyodide } = await import(pathToFileURL(`${dir}/pyodide.mjs`).href);

async function library() {
  const py = await loadPyodide(SETTINGS);
  py.FS.mkdir('/source');
  py.mountNodeFS('/source', source);
  py.runPython(`
import importlib._bootstrap_external as external, sys, zipfile
from pathlib import Path

def found():
    for archive in (path for path in sys.path if path.endswith(".zip")):
        with zipfile.ZipFile(archive) as files:
            yield from ((name, files.read(name)) for name in sorted(files.namelist()) if not name.endswith("/"))
    for path in sorted(Path("/source").rglob("*")):
        if path.suffix in {".py", ".json"}:
            yield path.relative_to("/source").as_posix(), path.read_bytes()

def bytecode(source, place):
    # Level 2 drops docstrings and assert statements.
    return external._code_to_timestamp_pyc(compile(source, place, "exec", dont_inherit=True, optimize=2), 0, len(source))

with zipfile.ZipFile("/tmp/library.zip", "w") as made:
    for name, data in found():
        place = name
        if name.endswith(".py"):
            place, data = name + "c", bytecode(data, name)
        made.writestr(zipfile.ZipInfo(place, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
`);
  return py.FS.readFile('/tmp/library.zip');
}

async function memory() {
  const py = await loadPyodide({ ...SETTINGS, stdLibURL: `${out}/library.zip`, _makeSnapshot: true });
  py.runPython(`
import gc
from toymodel_book.views import every
for shown in every():
    shown.render()
del shown
gc.collect()
`);
  blank(py._module);
  return py.makeMemorySnapshot();
}

// What is free but not zero would only make the file larger. Memory must not grow meanwhile.
function blank(module) {
  const kept = [];
  module.memory.grow = () => { throw new RangeError('full'); };
  for (let size = 1 << 24; size >= 64; size >>= 1) {
    for (let at; (at = module._malloc(size)); kept.push(at)) module.HEAPU8.fill(0, at, at + size);
  }
  kept.forEach(at => module._free(at));
  delete module.memory.grow;
}

// Only pages that are not all zero: [length, number of pages, their numbers…, their bytes…].
function packed(bytes) {
  const pages = [];
  for (let page = 0; page * PAGE < bytes.length; page++) {
    if (bytes.subarray(page * PAGE, (page + 1) * PAGE).some(Boolean)) pages.push(page);
  }
  const head = Uint32Array.from([bytes.length, pages.length, ...pages]);
  const body = new Uint8Array(head.byteLength + pages.length * PAGE);
  body.set(new Uint8Array(head.buffer));
  pages.forEach((page, k) => body.set(bytes.subarray(page * PAGE, (page + 1) * PAGE), head.byteLength + k * PAGE));
  return body;
}

writeFileSync(`${out}/library.zip`, await library());
writeFileSync(`${out}/memory.bin`, gzipSync(packed(await memory()), { level: 9 }));

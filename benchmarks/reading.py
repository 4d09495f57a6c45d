"""What it is to read a page of the built book on a phone: Lighthouse, axe, and bytes.

    python benchmarks/reading.py [FOLDER] [--runs 3]

FOLDER holds a built book (`_build/html` unless given). Lighthouse is no dependency of this project: it is run
as `lighthouse`, where that is installed (``npm install --global lighthouse@12.2.3``), or through ``npx``.
It simulates a phone with a slow connection, and the median of the runs is printed.

Bytes are those that a reader who touches nothing is sent, and what gzip makes of them. axe counts the elements that
break a rule of its own (at any level) at four widths, in light and dark: each element once, with the rule.
"""

import argparse
import gzip
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from statistics import median
from threading import Thread
from urllib.parse import urlparse

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
AXE = ROOT / "_ext" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = {
    "intro": "intro.html",
    "chapter 2": "chapters/02_worlds_agents_judges.html",
    "chapter 6": "chapters/06_intent_alignment.html",
    "chapter 15": "chapters/15_atlas.html",
    "chapter 1": "chapters/01_misguided_researcher.html",
}
SCORES = ("performance", "accessibility", "best-practices", "seo")
TIMES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
WIDTHS = (320, 390, 1280, 1920)
TEXT = (".html", ".css", ".js", ".mjs", ".json", ".svg", ".wasm")
GRAVE = """async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))"""


class Compressing(SimpleHTTPRequestHandler):
    """A file server that compresses, as most hosts do, and does not write to the terminal."""

    def send_head(self) -> BytesIO | None:  # type: ignore[override]
        """Send the headers of a file, and give what is to follow."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return None
        content = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Cache-Control", "max-age=31536000")
        if path.suffix in TEXT:
            content = gzip.compress(content, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a built book on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressing, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def lighthouse(address: str, chromium: str) -> dict[str, float]:
    """Run Lighthouse once; return its scores, of 100, and times, in milliseconds."""
    program = shutil.which("lighthouse")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "report.json"
        command = [program] if program else ["npx", "--yes", "lighthouse@12.2.3"]
        chosen = [f"--only-categories={','.join(SCORES)}", "--output=json", f"--output-path={target}", "--quiet"]
        flags = f"--chrome-flags=--headless {' '.join(FLAGS)}"
        environment = os.environ | {"CHROME_PATH": chromium}
        subprocess.run([*command, address, *chosen, flags], env=environment, check=True, capture_output=True)
        report = json.loads(target.read_text())
    scores = {name: 100 * (report["categories"][name]["score"] or 0) for name in SCORES}
    return scores | {name: report["audits"][name]["numericValue"] for name in TIMES}


def sent(browser: Browser, home: str, path: str, folder: Path) -> dict[str, int]:
    """Return how many files a reader is sent who touches nothing, and their bytes, raw and compressed."""
    context = browser.new_context()
    urls: list[str] = []
    context.on("request", lambda request: urls.append(request.url))
    page = context.new_page()
    page.goto(home + path, wait_until="networkidle")
    context.close()
    files = {folder / urlparse(url).path.lstrip("/") for url in urls if url.startswith(home)}
    contents = [each.read_bytes() for each in files if each.is_file()]
    packed = sum(len(gzip.compress(content, 6)) for content in contents)
    return {"files": len(contents), "bytes": sum(map(len, contents)), "gzip": packed}


def axe(browser: Browser, home: str, path: str) -> int:
    """Return how many elements break a rule of axe's, at some width, in light or dark."""
    found: set[str] = set()
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)
        page.goto(home + path, wait_until="networkidle")
        page.evaluate(AXE.read_text())
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(1000)  # the theme then looks which boxes scroll
            found.update(page.evaluate(GRAVE))
        page.close()
    return len(found)


def main() -> None:
    """Measure, and print a table in Markdown."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path, default=ROOT / "_build" / "html")
    options.add_argument("--runs", type=int, default=3)
    chosen = options.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""
    names = [*SCORES, "FCP s", "LCP s", "TBT ms", "CLS", "axe", "files", "kB", "kB gzip"]
    print("| page |", " | ".join(names), "|")
    print("|---|" + "--:|" * len(names))
    with served(chosen.folder) as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, path in PAGES.items():
            runs = [lighthouse(home + path, chromium) for _ in range(chosen.runs)]
            middle = {key: median(run[key] for run in runs) for key in (*SCORES, *TIMES)}
            bytes_sent = sent(browser, home, path, chosen.folder)
            cells = [f"{middle[key]:.0f}" for key in SCORES]
            cells += [f"{middle[key] / 1000:.1f}" for key in TIMES[:2]]
            cells += [f"{middle[TIMES[2]]:.0f}", f"{middle[TIMES[3]]:.2f}", str(axe(browser, home, path))]
            cells += [str(bytes_sent["files"]), *(f"{bytes_sent[key] / 1000:.0f}" for key in ("bytes", "gzip"))]
            print(f"| {name} |", " | ".join(cells), "|", flush=True)
        browser.close()


if __name__ == "__main__":
    main()

"""Bytes and seconds of a live page of the built book, in headless Chromium.

    python benchmarks/page.py [--page chapters/15_misguided_researcher.html] [--runs 5]

Each run starts from an empty cache. Sizes are those of the files, and what gzip makes of them, since most
hosts compress. The time to a picture is taken inside the page, from the input event to the new picture.
"""

import argparse
import gzip
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread
from time import perf_counter
from urllib.parse import urlparse

from playwright.sync_api import Browser, sync_playwright

HTML = Path(__file__).parents[1] / "_build" / "html"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
MOVES = 30
MOVE = """form => new Promise(done => {
    const slider = form.querySelector('input[type=range]');
    const seen = new MutationObserver(() => { seen.disconnect(); done(performance.now() - started); });
    const all = { childList: true, subtree: true, attributes: true, characterData: true };
    seen.observe(form.querySelector('.live-picture'), all);
    slider.value = Number(slider.value) < Number(slider.max) ? Number(slider.value) + 1 : 0;
    const started = performance.now();
    slider.dispatchEvent(new Event('input', { bubbles: true }));
})"""


class Quiet(SimpleHTTPRequestHandler):
    """A file server that does not write to the terminal."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served() -> Iterator[str]:
    """Serve the built book on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(HTML)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def sizes(urls: list[str]) -> dict[str, int]:
    """Return how many files these addresses name, and their bytes, raw and compressed."""
    files = {HTML / urlparse(url).path.lstrip("/") for url in urls if url.startswith("http")}
    contents = [path.read_bytes() for path in files if path.is_file()]
    return {
        "files": len(contents),
        "bytes": sum(map(len, contents)),
        "gzip": sum(len(gzip.compress(content, 6)) for content in contents),
    }


def measured(browser: Browser, address: str) -> tuple[dict[str, float], list[float], list[str], list[str]]:
    """Open the page in a fresh profile, make it live, move its first slider."""
    context = browser.new_context()
    requests: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    page = context.new_page()
    page.set_default_timeout(120_000)
    start = perf_counter()
    page.goto(address, wait_until="load")
    loaded = perf_counter() - start
    page.wait_for_load_state("networkidle")
    still = list(requests)
    form = page.locator("form.live:has(.live-start)").first
    start = perf_counter()
    form.locator(".live-start").click()
    page.wait_for_selector("form.live[data-state=live]")
    live = perf_counter() - start
    moves = [form.evaluate(MOVE) for _ in range(MOVES)]
    context.close()
    return {"loaded": loaded, "live": live}, moves, still, requests[len(still) :]


def main() -> None:
    """Measure, and print one JSON object."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--page", default="chapters/15_misguided_researcher.html")
    options.add_argument("--runs", type=int, default=5)
    chosen = options.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with served() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        runs = [measured(browser, home + chosen.page) for _ in range(chosen.runs)]
        version = browser.version
        browser.close()
    moves = sorted(move for _, each, _, _ in runs for move in each)
    report = {
        "page": chosen.page,
        "browser": f"Chromium {version}",
        "runs": chosen.runs,
        "page to read": sizes(runs[0][2]),
        "then to be live": sizes(runs[0][3]),
        "seconds to load, median": round(median(times["loaded"] for times, *_ in runs), 2),
        "seconds from click to live": [round(times["live"], 2) for times, *_ in runs],
        "ms from input to picture, median": round(median(moves), 1),
        "ms from input to picture, 95 %": round(moves[int(0.95 * len(moves))], 1),
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()

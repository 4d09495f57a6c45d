"""Bytes and seconds of a live page of the built book, in headless Chromium.

    python benchmarks/page.py [--page chapters/01_misguided_researcher.html] [--next chapters/06_intent_alignment.html]
                              [--runs 5]

Each run starts from an empty cache: the page is read, its first slider touched, and then the next page opened. Sizes
are those of the files that were asked for, and what gzip makes of them, since most hosts compress. Times are taken
inside the pages: from the input event to the new picture, and to a Python that answers; on the next page, from its
document being there.
"""

import argparse
import gzip
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread
from urllib.parse import urlparse

from playwright.sync_api import Browser, sync_playwright

HTML = Path(__file__).parents[1] / "_build" / "html"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
TOUCH = """form => new Promise(done => {
    const slider = form.querySelector('input[type=range]'), picture = form.querySelector('.live-picture');
    const before = picture.innerHTML, started = performance.now();
    slider.value = Number(slider.value) ? 0 : 1;
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    const drawn = picture.innerHTML === before ? null : performance.now() - started;
    const look = () => {
        if (form.dataset.state === 'live') done([drawn, performance.now() - started]);
        else setTimeout(look, 5);
    };
    look();
})"""
LIVE = """document.addEventListener('DOMContentLoaded', () => {
    const started = performance.now();
    const look = () => {
        if (document.querySelector('form.live[data-state=live]')) window.liveAfter = performance.now() - started;
        else setTimeout(look, 5);
    };
    look();
})"""

AFTER = """async () => {
    while (!window.liveAfter) await new Promise(done => setTimeout(done, 5));
    return window.liveAfter;
}"""


@contextmanager
def served(asked: list[str] | None = None) -> Iterator[str]:
    """Serve the built book on a free port, and note what is asked for."""

    class Noting(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            if asked is not None:
                asked.append(self.path)

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Noting, directory=str(HTML)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def sizes(paths: list[str]) -> str:
    """Return how many files these are, and their kilobytes, raw and compressed."""
    files = {HTML / urlparse(path).path.lstrip("/") for path in paths}
    contents = [path.read_bytes() for path in files if path.is_file()]
    packed = sum(len(content) if content[:2] == b"\x1f\x8b" else len(gzip.compress(content, 6)) for content in contents)
    return f"{len(contents)} files, {sum(map(len, contents)) / 1000:,.0f} kB, gzip {packed / 1000:,.0f} kB"


def measured(browser: Browser, home: str, asked: list[str], first: str, then: str) -> tuple[list[float], list[str]]:
    """Read the page in a fresh profile, touch it, open the next; return milliseconds, and sizes."""
    asked.clear()
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(LIVE)
    page.goto(home + first, wait_until="load")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)
    read = list(asked)
    form = page.locator("form.live:has(.live-frames):has(input[type=range])").first
    drawn, live = form.evaluate(TOUCH)
    page.wait_for_timeout(500)
    more = asked[len(read) :]
    page.evaluate("toymodel.python.shared.draw('', {}, true)")  # an answer: Python has been used
    page.goto(home + then)
    after = page.evaluate(AFTER)
    context.close()
    return [drawn, live, after], [sizes(read), sizes(more)]


def main() -> None:
    """Measure, and print a table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--page", default="chapters/01_misguided_researcher.html")
    options.add_argument("--next", default="chapters/06_intent_alignment.html")
    options.add_argument("--runs", type=int, default=5)
    chosen = options.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    asked: list[str] = []
    with served(asked) as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        runs = [measured(browser, home, asked, chosen.page, chosen.next) for _ in range(chosen.runs)]
        version = browser.version
        browser.close()
    touched, live, after = zip(*(times for times, _ in runs), strict=True)
    print(f"{chosen.page}, then {chosen.next}; Chromium {version}; {chosen.runs} runs\n")
    print("| measured | median | from | to |\n|---|---|---|---|")
    for name, times in [
        ("ms from the first touch to its picture", touched),
        ("ms from the first touch to live", live),
        ("ms from the next page's document to live", after),
    ]:
        print(f"| {name} | {median(times):.0f} | {min(times):.0f} | {max(times):.0f} |")
    for name, size in zip(("to read the page", "then, to be live"), runs[0][1], strict=True):
        print(f"| {name} | {size} | | |")


if __name__ == "__main__":
    main()

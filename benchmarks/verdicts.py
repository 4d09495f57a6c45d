"""All verdicts of the researcher's case, with both diagrams' arrows and the picture: in CPython and in the page.

    python benchmarks/verdicts.py [--rounds 5]

The same frames are drawn, in turn, by this Python and by the book's own worker (Pyodide in headless Chromium), each
frame at numbers not met before, so that nothing is remembered. Needs the built book.
"""

import argparse
import os
import shutil
from itertools import product
from statistics import median
from time import perf_counter

from page import FLAGS, served
from playwright.sync_api import sync_playwright

from toymodel_book.live import render
from toymodel_book.views.researcher import researcher

ASK = """([view, frames]) => new Promise((done, fail) => {
    const worker = window.asked ??= new Worker('live/worker.js', { type: 'module' });
    const times = [];
    let started;
    const next = () => {
        if (times.length === frames.length) { done(times); return; }
        started = performance.now();
        worker.postMessage({ id: times.length, view, values: frames[times.length] });
    };
    worker.onmessage = ({ data }) => {
        if (data.broken) { fail(data.broken); return; }
        if (!data.frame) return;
        times.push(performance.now() - started);
        next();
    };
    next();
})"""


def frames() -> list[dict[str, str]]:
    """Return settings of the researcher's view that share no environment."""
    controls = {key: control.values for key, control in researcher.controls.items()}
    chosen = product(controls["belief"], controls["discount"], controls["loss"][3:6])
    return [{"belief": p, "discount": g, "loss": loss} for p, g, loss in chosen]


def here(settings: list[dict[str, str]]) -> list[float]:
    """Return the milliseconds that each frame takes in this Python."""
    times = []
    for values in settings:
        start = perf_counter()
        render(researcher.name, values)
        times.append(1000 * (perf_counter() - start))
    return times


def main() -> None:
    """Measure in turn, and print medians and the ratio."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    every = frames()
    share = len(every) // rounds
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    ratios, ours, theirs = [], [], []
    with served() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page()
        page.goto(home + "intro.html")
        page.evaluate(ASK, [researcher.name, [{}]])  # starts Python
        for k in range(rounds):
            part = every[k * share : (k + 1) * share]
            mine, page_times = here(part), page.evaluate(ASK, [researcher.name, part])
            ours.append(median(mine))
            theirs.append(median(page_times))
            ratios.append(theirs[-1] / ours[-1])
        browser.close()
    print(f"{rounds} rounds of {share} frames, all seven verdicts, nine arrows and both pictures; milliseconds a frame")
    print(f"CPython    median {median(ours):6.1f}   (rounds {min(ours):.1f} to {max(ours):.1f})")
    print(f"in a page  median {median(theirs):6.1f}   (rounds {min(theirs):.1f} to {max(theirs):.1f})")
    print(f"ratio      median {median(ratios):6.2f}")


if __name__ == "__main__":
    main()

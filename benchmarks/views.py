"""Every live view of the book: milliseconds from the question to the picture, inside the page's worker.

    python benchmarks/views.py [--frames 20]

Frames are drawn by Pyodide in headless Chromium, at settings spread over each view's controls; the first, which loads
the view's modules, is not counted. Needs the built book.
"""

import argparse
import os
import random
import shutil
from importlib import import_module
from statistics import median

from page import FLAGS, served
from playwright.sync_api import sync_playwright
from verdicts import ASK

from toymodel_book.live import Text, View

MODULES = (
    "arrow_explorer",
    "atlas",
    "cloud",
    "coin",
    "corridor",
    "editor",
    "feasible",
    "intent",
    "learning",
    "lifeguard",
    "outer",
    "readings",
    "researcher",
    "robustness",
    "walkers",
)


def views() -> list[View]:
    """Return the views that those modules define."""
    found = []
    for name in MODULES:
        module = import_module(f"toymodel_book.views.{name}")
        found += [v for v in vars(module).values() if isinstance(v, View) and v.name.startswith(module.__name__)]
    return found


def settings(shown: View, frames: int) -> list[dict[str, str]]:
    """Return settings of a view's controls, the same on every run."""
    lot = random.Random(7)
    choices = {key: control.values for key, control in shown.controls.items() if not isinstance(control, Text)}
    return [{key: lot.choice(values) for key, values in choices.items()} for _ in range(frames)]


def main() -> None:
    """Measure each view, and print a line for it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--frames", type=int, default=20)
    frames = options.parse_args().frames
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with served() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page()
        page.goto(home + "intro.html")
        for shown in views():
            times = sorted(page.evaluate(ASK, [shown.name, [{}, *settings(shown, frames)]])[1:])
            print(f"{shown.name:45} median {median(times):6.1f} ms, worst of {frames} {times[-1]:6.1f} ms", flush=True)
        browser.close()


if __name__ == "__main__":
    main()

"""Every live view of the book: from the input to the picture in the page, and what is baked of it.

    python benchmarks/views.py [--frames 20]

Pictures are drawn by Pyodide in headless Chromium, and put into a page, at settings spread over each view's controls
(exercises with one field: at the answers that they foresee); the first, which may import something, is not counted.
Needs the built book.
"""

import argparse
import os
import random
import shutil
from statistics import median

from page import FLAGS, served
from playwright.sync_api import sync_playwright

from toymodel.alignment import Case
from toymodel.files.cases import write_case
from toymodel_book.bake import Page
from toymodel_book.exercises import exercise
from toymodel_book.live import Text, View
from toymodel_book.views import every

DRAW = """async ([view, settings]) => {
    const picture = document.body.appendChild(document.createElement('div')), times = [];
    for (const values of settings) {
        const started = performance.now();
        const { html } = await toymodel.python.own.draw(view, values, true);
        if (html) toymodel.redraw(picture, html);
        times.push(performance.now() - started);
    }
    picture.remove();
    return times;
}"""


def settings(shown: View, frames: int) -> list[dict[str, str]]:
    """Return settings of a view's controls, the same on every run."""
    name = shown.name.partition(":exercise_")[2]
    if name and "answer" in shown.controls:
        asked = exercise(name.replace("_", "."))
        answers = [*asked.right, *(answer for answer, _ in asked.wrong)]
        written = [write_case(each) if isinstance(each, Case) else str(each) for each in answers]
        return [{"answer": each} for each in written if not shown.controls["answer"].refusal(each)]
    lot = random.Random(7)
    choices = {key: control.values for key, control in shown.controls.items() if not isinstance(control, Text)}
    return [{key: lot.choice(values) for key, values in choices.items()} for _ in range(frames)]


def main() -> None:
    """Measure each view, and print a row for it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--frames", type=int, default=20)
    frames = options.parse_args().frames
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with served() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page()
        page.goto(home + "intro.html")
        print("| view | ms, median | ms, 95 % | settings baked | of | pictures | kB gzip |")
        print("|---|---|---|---|---|---|---|")
        count = size = 0
        for shown in every():
            name = shown.name.rpartition(":")[2]
            times = sorted(page.evaluate(DRAW, [shown.name, [{}, *(settings(shown, frames) or [{}])]])[1:])
            held, pictures, kept = 0, 0, 0
            made = Page().bake(shown)
            if made:
                held, pictures, kept = len(made.data["at"]), len(made.data["frames"]), made.size
            count, size = count + pictures, size + kept
            print(
                f"| {name} | {median(times):.0f} | {times[int(0.95 * len(times))]:.0f} | {held} |"
                f" {made.data['scope'] if made else ''} | {pictures} | {kept / 1000:.1f} |",
                flush=True,
            )
        print(f"| all | | | | | {count} | {size / 1000:.0f} |")
        browser.close()


if __name__ == "__main__":
    main()

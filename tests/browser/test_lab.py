"""Chapters read in JupyterLab as on the pages: three of them, opened as `make lab` does, run, and played with."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
CHAPTERS = ("02_worlds_agents_judges", "04_impact_alignment", "01_misguided_researcher")
RAW = ("```{", ":class:", ":label:", "{term}`", "{cite}`", "{prf:", "$$")
NOTEBOOK = "window.jupyterapp.shell.currentWidget.content.widgets"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Serve a copy of the chapters, with no settings but the book's own; give the address."""
    own = tmp_path_factory.mktemp("lab")
    for name in (*(f"{name}.ipynb" for name in CHAPTERS), "glossary.md"):
        shutil.copy(ROOT / "chapters" / name, own)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        home = f"http://127.0.0.1:{free.getsockname()[1]}/"
    places = {f"JUPYTER_{what}_DIR": str(own / f".{what}") for what in ("CONFIG", "DATA", "RUNTIME")}
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", f"--config={ROOT / '_lab' / 'jupyter_lab_config.py'}"),
            *("--no-browser", "--allow-root", f"--ServerApp.root_dir={own}", "--LabApp.expose_app_in_browser=True"),
            *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={home.split(':')[2][:-1]}", "--IdentityProvider.token="),
        ],
        env=os.environ | places | {"IPYTHONDIR": str(own / ".ipython")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(300):
        try:
            urlopen(home + "api").close()  # noqa: S310
            break
        except URLError:
            time.sleep(0.2)
    yield home
    server.terminate()
    server.wait()


@pytest.fixture(scope="module")
def page(browser, lab):
    """Open JupyterLab, with nothing to read yet; until it is closed, no other host is asked for anything."""
    context, outside = browser.new_context(viewport={"width": 1280, "height": 900}), []
    page = context.new_page()
    page.set_default_timeout(60_000)
    own = (lab, lab.replace("http", "ws"), "data:", "blob:")
    note = lambda request: request.url.startswith(own) or outside.append(request.url)  # noqa: E731
    page.on("request", note)
    page.on("websocket", note)
    page.goto(lab + "lab")
    page.wait_for_function("window.jupyterapp?.shell.node.querySelector('.jp-Launcher')")
    yield page
    context.close()
    assert outside == []


def opened(page, path):
    """Open a chapter; give its panel once its kernel waits."""
    page.evaluate("path => window.jupyterapp.commands.execute('docmanager:open', { path }).then(() => null)", path)
    page.wait_for_function(
        "window.jupyterapp.shell.currentWidget?.context?.path === arguments[0]".replace("arguments[0]", repr(path))
    )
    page.wait_for_function("window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'")
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_runs_and_reads_as_on_its_page(page, name):
    chapter = opened(page, f"{name}.ipynb")
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => null)")
    page.wait_for_function(
        f"{NOTEBOOK}.every(cell => cell.model.type !== 'code' || cell.model.executionState === 'idle'"
        " && cell.model.executionCount)"
    )
    assert (
        page.evaluate(
            f"{NOTEBOOK}.flatMap(cell => cell.model.outputs?.toJSON() ?? [])"
            ".filter(output => output.output_type === 'error').map(output => output.evalue)"
        )
        == []
    )

    page.evaluate(  # what is out of sight is drawn when it comes into sight
        f"(async () => {{ for (const cell of {NOTEBOOK}) {{ cell.node.scrollIntoView();"
        " await cell.ready; await new Promise(requestAnimationFrame); } })()"
    )
    chapter.locator("summary").filter(has_text="The answer").first.wait_for()
    seen = chapter.locator(".jp-Notebook").inner_text()
    assert [raw for raw in RAW if raw in seen] == []
    assert chapter.locator('[title$=" Not Found"]').count() == 0
    assert chapter.locator("[data-mime-type*=stderr], [data-mime-type*=error]").count() == 0
    assert chapter.locator("details[open]").count() == 0

    assert (
        page.evaluate(
            f"{NOTEBOOK}.filter(cell => cell.model.getMetadata('tags')?.some(tag => /remove|hide/.test(tag))"
            " && cell.node.querySelector('.cm-content')?.checkVisibility()).length"
        )
        == 0
    )

    view = chapter.locator(".toymodel-view:has([role=slider])").first
    picture, slider = view.locator(".live-picture"), view.locator("[role=slider]").first
    before, key = picture.inner_html(), "ArrowLeft" if slider.get_attribute("aria-valuenow") != "0.0" else "ArrowRight"
    slider.press(key)
    page.wait_for_function("([node, before]) => node.innerHTML !== before", arg=[picture.element_handle(), before])
    for label in view.locator(".widget-label").all():
        assert label.evaluate("node => node.scrollWidth <= node.clientWidth + 1"), label.inner_text()


def test_words_and_other_chapters_are_a_click_away(page):
    chapter = opened(page, "04_impact_alignment.ipynb")
    chapter.get_by_text("judge", exact=True).first.click()
    page.wait_for_function("window.jupyterapp.shell.currentWidget.context.path === 'glossary.md'")
    assert page.locator(".jp-MarkdownViewer").count() == 1
    chapter = opened(page, "04_impact_alignment.ipynb")
    chapter.get_by_role("link", name="misguided researcher").first.click()
    page.wait_for_function("window.jupyterapp.shell.currentWidget.context.path === '01_misguided_researcher.ipynb'")

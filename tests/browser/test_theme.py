"""The frame of a page: light to load, a picture on the first screen, figures with captions, contents at hand."""

import gzip
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
from playwright.sync_api import expect

HTML = Path(__file__).parents[2] / "_build" / "html"
PAGES = sorted(
    path.relative_to(HTML).as_posix()
    for path in [*HTML.glob("chapters/*.html"), *HTML.glob("intro.html")]
    if 'http-equiv="refresh"' not in path.read_text()
)
UNNUMBERED = """() => [...document.querySelectorAll('.cell_output svg.toy, .cell_output form.live:not([id*=exercise])')]
    .filter(each => !each.closest('figure.shown')?.querySelector('.caption-number'))
    .map(each => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light_and_its_pictures_are_figures(open_page, path):
    page, _ = open_page("search.html")  # somewhere else, to hear all that the page asks for
    asked = set()
    page.on("request", lambda request: asked.add(request.url))
    page.goto(page.url.replace("search.html", path), wait_until="networkidle")
    files = {HTML / unquote(urlparse(url).path.lstrip("/")) for url in asked if url.startswith("http")}
    assert sum(len(gzip.compress(file.read_bytes(), 6)) for file in files if file.is_file()) < 700_000
    assert page.evaluate(UNNUMBERED) == []


@pytest.mark.parametrize("size", [(1280, 800), (390, 800)])
def test_the_first_screen_shows_the_hero(open_page, size):
    page, _ = open_page("intro.html", viewport={"width": size[0], "height": size[1]})
    assert page.locator("figure.shown").first.bounding_box()["y"] < 0.4 * size[1]


def test_the_contents_stand_beside_the_text_or_open_over_it(open_page):
    page, _ = open_page("intro.html", viewport={"width": 1300, "height": 800})
    sidebar = page.locator("#pst-primary-sidebar")
    expect(sidebar).to_be_visible()
    page.click(".primary-toggle")
    expect(sidebar).not_to_be_visible()
    page.set_viewport_size({"width": 900, "height": 800})
    page.click(".primary-toggle")
    expect(page.locator("dialog.bd-sidebar-primary nav.bd-links")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("nav.bd-links")).not_to_be_visible()


def test_the_menu_of_a_page_closes_as_menus_do(open_page):
    page, _ = open_page("intro.html")
    page.click(".page-menu summary")
    expect(page.locator(".page-menu li").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".page-menu li").first).not_to_be_visible()

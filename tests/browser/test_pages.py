"""Every page of the built book: it stays at home, raises no error, is drawn, and can be used by everyone."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HTML = ROOT / "_build" / "html"
AXE = ROOT / "_ext" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = sorted(path.relative_to(HTML).as_posix() for path in HTML.rglob("*.html") if "_static" not in path.parts)

UNDRAWN = """() => [...document.querySelectorAll('.math')]
    .filter(each => !each.querySelector('math') || each.querySelector('.temml-error'))
    .map(each => each.textContent)"""
GRAVE = """async () => {
    const found = await axe.run(document, { resultTypes: ['violations'] });
    return found.violations.filter(each => ['serious', 'critical'].includes(each.impact))
        .map(each => `${each.id}: ${each.nodes.map(node => node.html.slice(0, 200)).join(' | ')}`);
}"""
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll('body *')]
        .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 5).map(each => each.outerHTML.slice(0, 150))"""


def test_every_chapter_of_the_contents_is_among_the_pages():
    named = [line.split()[-1] for line in (ROOT / "_toc.yml").read_text().splitlines() if "file:" in line]
    assert {f"{name}.html" for name in [*named, "intro"]} <= set(PAGES)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_is_drawn_without_help_from_outside(open_page, path, scheme):
    page, log = open_page(path, color_scheme=scheme)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(UNDRAWN) == []
    assert page.locator("html").get_attribute("data-theme") == scheme
    page.add_script_tag(content=AXE.read_text())
    assert page.evaluate(GRAVE) == []
    assert (log.outside, log.errors, log.failed) == ([], [], [])


@pytest.mark.parametrize("path", PAGES)
def test_page_fits_a_narrow_screen(open_page, path):
    page, _ = open_page(path, viewport={"width": 320, "height": 640})
    assert page.evaluate(TOO_WIDE) == []
    # What has to scroll there can be scrolled by keyboard, in opened details too.
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate("document.getAnimations().forEach(each => each.finish())")
    # (axe takes all in a disabled fieldset for out of reach; browsers only its buttons and inputs.)
    page.evaluate("document.querySelectorAll('fieldset').forEach(each => each.disabled = false)")
    page.add_script_tag(content=AXE.read_text())
    assert page.evaluate(GRAVE) == []


def test_only_notebooks_offer_to_be_launched(open_page):
    for path, launches in {"intro.html": 0, "chapters/15_misguided_researcher.html": 2}.items():
        page, _ = open_page(path)
        links = page.locator("a[href*='colab.research.google.com'], a[href*='mybinder.org']")
        assert links.count() == launches, path
        for link in links.all():
            assert link.get_attribute("href").endswith(".ipynb")

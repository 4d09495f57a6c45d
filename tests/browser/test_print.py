"""On paper: text and whole figures in the light colours; no controls, no answers, nothing that says "click"."""

from pathlib import Path

import pytest

PAGES = (
    "intro.html",
    "chapters/06_intent_alignment.html",
    "chapters/01_misguided_researcher.html",
    "chapters/proofs.html",
)
SHOWN = """() => [...document.querySelectorAll(`header, nav, footer, button, select, summary, .live-controls,
    .headerlink, .bd-sidebar-primary, input:not([type=radio], [type=checkbox])`)]
    .filter(each => each.checkVisibility() && each.getBoundingClientRect().height)
    .filter(each => !each.matches('.toy-answer > summary, .live-picture *'))
    .map(each => each.outerHTML.slice(0, 120))"""
ANSWERS = ".admonition.dropdown > :is(ol, ul, p:not(.admonition-title)), .toy-answer > div"


@pytest.mark.parametrize("path", PAGES)
def test_page_on_paper(open_page, path):
    page, _ = open_page(path, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("html").get_attribute("data-theme") == "light"
    assert page.evaluate(SHOWN) == []
    assert page.locator("h1").is_visible()
    text = page.locator("article").inner_text().lower()
    assert "click to" not in text
    assert "show the code" not in text
    answers = page.locator(
        ".admonition.dropdown > ol, .admonition.dropdown > p:not(.admonition-title), .toy-answer > div"
    )
    assert not any(each.is_visible() for each in answers.all())
    proofs = page.locator("article .proof")
    assert all(each.is_visible() for each in proofs.all())
    page.set_viewport_size({"width": 700, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth") <= 700
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_page_makes_a_pdf(open_page, tmp_path):
    page, _ = open_page("chapters/06_intent_alignment.html")
    made = Path(tmp_path / "page.pdf")
    page.pdf(path=made, format="A4")
    assert made.read_bytes().startswith(b"%PDF")

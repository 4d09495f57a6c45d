"""Search puts what has the name that is asked for first; a word of the glossary shows its meaning where it stands."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

HTML = Path(__file__).parents[2] / "_build" / "html"
WORDS = "chapters/08_robustness.html"
FIRST = {
    "inner alignment": "Mesa-optimizer, inner alignment",
    "Inner-aligned": "Mesa-optimizer, inner alignment",
    "capability robustness": "Robustness and capability robustness",
    "intent aligned": "Intent alignment",
    "I3": "The third arrow",
    "W5": "W5",
    "γ": "γ",
    "gamma": "γ",
    "regret": "Regret",
    "side condition": "side condition",
    "maximum_entropy": "maximum_entropy",
    "a driver who has learned to keep left": "Intent alignment",
}


def asked(page, words):
    page.locator("#find-words").fill(words)
    page.locator("#find-words").press("Enter")
    page.wait_for_selector(f'html[data-found="{words}"]')
    return page.locator("#find-results > li")


def test_search_leads_to_the_definition_first(open_page, home):
    page, log = open_page("search.html", bypass_csp=False)
    for words, title in FIRST.items():
        link = asked(page, words).first.locator("a").first
        assert title in link.text_content(), words
        place, _, label = link.evaluate("link => link.href").removeprefix(home).partition("#")
        assert not label or f'id="{label}"' in (HTML / place).read_text(), words
    assert (log.outside, log.errors, log.failed) == ([], [], [])


def test_search_finds_sections_and_says_how_many_pages(open_page):
    page, _ = open_page("search.html?q=policy")
    expect(page.locator("#find-said")).to_contain_text("pages for “policy”")
    assert page.locator("#find-results > li > ul a[href*='#']").count() > 5
    page.locator("#find-more").click()
    expect(page.locator("#find-results > li").nth(9)).to_be_visible()
    asked(page, "日本")
    expect(page.locator("#find-said")).to_contain_text("Nothing found")


def test_search_of_an_opened_file_finds_names_and_headings(browser):
    page = browser.new_page()
    page.goto(f"{(HTML / 'search.html').as_uri()}?q=W5")
    expect(page.locator("#find-results > li").first).to_contain_text("no regret by its own beliefs")
    expect(page.locator("#find-said")).to_contain_text("Opened as a file")
    asked(page, "the driver").first.locator("a").click()
    assert "06_intent_alignment.html#the-driver" in page.url
    page.close()


@pytest.fixture
def word(open_page):
    """A link to a word of the glossary, on its page."""
    page, _ = open_page(WORDS, bypass_csp=False)
    return page.locator("article a[href*='#term-capability-robust']").first


def test_word_shows_its_meaning_on_hover_until_the_pointer_leaves(word):
    tip = word.page.locator("#meaning")
    word.hover()
    expect(tip).to_contain_text("performs well, in deployment, on its behavioral objective")
    tip.hover()
    word.page.wait_for_timeout(400)
    expect(tip).to_be_visible()
    word.page.mouse.move(5, 5)
    expect(tip).to_be_hidden()


def test_word_shows_its_meaning_on_focus_and_escape_closes_it(word):
    tip = word.page.locator("#meaning")
    word.focus()
    expect(tip).to_be_visible()
    assert word.get_attribute("aria-describedby") == tip.get_attribute("id")
    word.page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    expect(word).to_be_focused()
    assert word.get_attribute("aria-describedby") is None


def test_first_touch_of_a_word_shows_its_meaning_and_the_second_follows_the_link(open_page):
    page, _ = open_page(WORDS, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    word = page.locator("article a[href*='#term-capability-robust']").first
    word.tap()
    expect(page.locator("#meaning")).to_be_visible()
    box = page.locator("#meaning").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.url.endswith(WORDS)
    word.tap()
    page.wait_for_url("**/glossary.html#term-capability-robust")


def test_word_shows_its_meaning_in_an_opened_file_too(browser):
    page = browser.new_page()
    page.goto((HTML / WORDS).as_uri())
    page.locator("article a[href*='#term-capability-robust']").first.hover()
    expect(page.locator("#meaning")).to_contain_text("performs well")
    page.close()


def test_every_word_that_is_linked_has_a_meaning(open_page):
    page, _ = open_page("chapters/02_worlds_agents_judges.html")
    page.add_script_tag(path=HTML / "search" / "names.js")
    unknown = """() => {
        const home = new URL('..', location.href).href;
        const known = new Map(toymodelNames.map(({ url, text }) => [home + url, text]));
        const words = [...document.querySelectorAll('article a[href*="#term-"]')];
        return [words.length > 20, words.filter(({ href }) => !known.get(href)).map(({ href }) => href)];
    }"""
    assert page.evaluate(unknown) == [True, []]

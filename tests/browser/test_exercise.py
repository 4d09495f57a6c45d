"""Exercises in the built book: answered, helped with, and linked to."""

import pytest

from toymodel.files.cases import write_case
from toymodel_book.exercises import exercise, exercises

from .test_pages import AXE, GRAVE

PAGE = "chapters/15_misguided_researcher.html"
HOSTILE = '<img src=x onerror="document.title=1">'


def field(key):
    return f"#live-exercise_{key.replace('.', '_')}"


@pytest.fixture
def page(open_page):
    """Give the page, made live by its first exercise."""
    page, log = open_page(PAGE)
    page.click(f"{field('15.1')} >> .live-start")
    page.wait_for_selector(f"{field('15.1')} >> fieldset:enabled")
    yield page
    assert (log.outside, log.errors, log.failed) == ([], [], [])


def hears(page, key, words):
    page.wait_for_function(
        "([form, words]) => document.querySelector(form + ' .live-sentence').textContent.includes(words)",
        arg=[field(key), words],
    )
    return page.locator(f"{field(key)} .live-sentence").inner_text()


def test_an_answer_is_judged_on_enter_and_by_the_button(page):
    form = field("15.1")
    page.fill(f"{form} input", "0.1")
    assert "No answer yet" in page.locator(f"{form} .live-sentence").inner_text(), "not while it is being written"
    page.keyboard.press("Enter")
    hears(page, "15.1", "next step")
    page.fill(f"{form} input", HOSTILE)
    page.click(f"{form} .live-enter")
    assert HOSTILE[:30] in hears(page, "15.1", "not a number")
    page.fill(f"{form} input", "9/100")
    page.keyboard.press("Enter")
    assert hears(page, "15.1", "Right.").startswith("✓")
    assert page.locator("img[onerror]").count() == 0
    page.wait_for_selector(f"{form} .live-spoken:has-text('Right.')", state="attached")


def test_one_click_makes_every_view_of_the_page_live(page):
    for key in exercises(15):
        assert page.get_attribute(field(key), "data-state") == "live"
    page.select_option(f"{field('15.2')} select", "holds, fails")
    hears(page, "15.2", "1 of 2 right")
    page.select_option(f"{field('15.2')} select", "holds, holds")
    hears(page, "15.2", "Right.")


def test_a_world_that_a_reader_has_built_is_judged(page):
    form = field("15.3")
    assert "No answer yet" in page.locator(f"{form} .live-sentence").inner_text()
    answers = exercise("15.3")
    page.fill(f"{form} textarea", write_case(answers.wrong[1][0]))
    page.click(f"{form} .live-enter")
    hears(page, "15.3", "She plays verify")
    page.fill(f"{form} textarea", write_case(answers.right[0]))
    page.click(f"{form} .live-enter")
    hears(page, "15.3", "Right.")


def test_the_world_to_begin_with_opens_in_the_editor(page, home):
    link = page.locator(f"{field('15.3')} a[href*='world_editor']")
    address = link.evaluate("link => link.href")
    assert address.startswith(f"{home}chapters/world_editor.html?editor.world=")
    page.goto(address)
    page.wait_for_selector("#live-editor >> fieldset:enabled")
    assert page.locator("#live-editor .editor-problem").count() == 0
    assert "The researcher is" in page.locator("#live-editor .live-sentence").inner_text()


def test_hints_come_one_by_one_and_need_no_script(open_page):
    page, _ = open_page(PAGE, java_script_enabled=False)
    form = page.locator(field("15.1"))
    hints = exercise("15.1").hints
    for number in (1, 2, 3):
        assert form.locator(f"summary:has-text('Hint {number}')").is_visible()
        if number < 3:
            assert not form.locator(f"summary:has-text('Hint {number + 1}')").is_visible()
        form.locator(f"summary:has-text('Hint {number}')").click()
    assert form.locator(f"text={hints[0]}").is_visible()
    assert form.locator("summary:has-text('Solution')").is_visible()


def test_an_answered_exercise_is_usable_by_everyone(page):
    page.fill(f"{field('15.1')} input", "0.1")
    page.keyboard.press("Enter")
    hears(page, "15.1", "next step")
    for summary in page.locator(f"{field('15.1')} summary").all():
        summary.click()
    page.wait_for_function("!document.querySelector('.live-helps .math:not(:has(math))')")
    page.add_script_tag(content=AXE.read_text())
    assert page.evaluate(GRAVE) == []

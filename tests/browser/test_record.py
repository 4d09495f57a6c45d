"""What a reader does is remembered on the reader's machine: predictions, exercises done, hints opened."""

import json

import pytest
from playwright.sync_api import expect

from toymodel_book.exercises import exercises, prediction

from .test_exercise import choose, field, hears
from .test_pages import AXE, BARRED

PAGE = "chapters/06_intent_alignment.html"
RECORD = "chapters/your_record.html"
BOX = "#prediction-6-1"
STORED = "() => JSON.parse(localStorage.getItem('toymodel:record'))"
BLOCKED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
RIGHT = ("holds", "fails", "fails", "holds")
GUESSED = ("yes", "yes", "no", "no")


def guess(page, *values):
    for k, value in enumerate(values):
        page.locator(f"{BOX} .toy-guess").nth(k).locator(f'input[value="{value}"]').check()


def listed(page):
    return page.locator(".toy-record").inner_text()


def give(page, content, name="record.json"):
    text = content if isinstance(content, str) else json.dumps(content)
    page.set_input_files(".toy-record input", {"name": name, "mimeType": "application/json", "buffer": text.encode()})


def record(**more):
    return {"version": 1, "exercises": {}, "predictions": {}, "pages": {}} | more


def test_a_guess_is_written_down_before_the_answer_shows(open_page):
    page, log = open_page(PAGE)
    answer = page.locator(f"{BOX} .toy-answer")
    commit = page.locator(f"{BOX} button[type=submit]")
    expect(answer).not_to_be_visible()
    assert commit.is_disabled()
    guess(page, "yes", "no")
    assert commit.is_disabled(), "not before everything is guessed"
    guess(page, "yes", "no", "no", "no")
    commit.click()
    assert answer.is_visible()
    assert "You wrote “yes”, “no”, “no”, “no”. 3 of 4 are so." in page.locator(f"{BOX} .toy-yours").inner_text()
    assert page.evaluate("document.activeElement.className") == "toy-yours"
    page.reload()
    assert answer.is_visible()
    assert page.locator(f"{BOX} input:checked").count() == 4
    page.click(f"{BOX} .toy-forget")
    expect(answer).not_to_be_visible()
    assert page.locator(f"{BOX} input:checked").count() == 0
    page.reload()
    expect(answer).not_to_be_visible()
    assert (log.outside, log.errors) == ([], [])


def test_without_a_script_a_prediction_is_read(open_page):
    page, _ = open_page(PAGE, java_script_enabled=False)
    one = prediction("6.1")
    assert page.locator(f"{BOX} li[data-value]").count() == sum(len(each.options) for each in one.guesses)
    page.click(f"{BOX} summary")
    assert page.locator(f"{BOX} .toy-answer ol").is_visible()


def test_what_was_done_is_remembered_and_shown_in_the_contents(open_page):
    page, log = open_page(PAGE)
    choose(page, "6.2", *RIGHT)
    hears(page, "6.2", "Right.")
    page.wait_for_selector(f"{field('6.2')} .toy-done:visible")
    page.click(f"{field('6.1')} summary:has-text('Hint 1')")
    page.wait_for_function(f"({STORED})()?.exercises['6.1']?.hints === 1")
    marks = page.locator(".bd-sidebar-primary a:has-text('Intent alignment') .toy-marks")
    count = len(exercises(6))
    assert sorted(marks.locator("[aria-hidden]").inner_text()) == sorted(["●", *["○"] * (count - 1)])
    assert f"1 of {count} exercises done" in marks.text_content()
    page.goto(page.url.replace(PAGE, RECORD))
    assert "Exercise 6.2: ✓ done" in listed(page)
    assert "Exercise 6.1: begun, 1 hint opened" in listed(page)
    assert page.locator(".bd-sidebar-primary .toy-marks").count() == 1
    assert (log.outside, log.errors) == ([], [])


def test_the_record_is_saved_read_again_and_forgotten(open_page):
    page, _ = open_page(PAGE)
    guess(page, *GUESSED)
    page.click(f"{BOX} button[type=submit]")
    choose(page, "6.2", *RIGHT)
    hears(page, "6.2", "Right.")
    page.goto(page.url.replace(PAGE, RECORD))
    with page.expect_download() as saved:
        page.click("text=Save as a file")
    with open(saved.value.path(), encoding="utf-8") as file:
        text = file.read()
    assert json.loads(text) == page.evaluate(STORED)
    page.click("text=Forget everything")
    assert "Exercise 6.2" in listed(page), "it asks first"
    page.click("text=press again")
    assert "Nothing has been done yet" in listed(page)
    give(page, text)
    page.wait_for_selector("text=Read 1 exercise and 1 prediction")
    assert json.loads(text) == page.evaluate(STORED)
    assert "Prediction 6.1: “yes”, “yes”, “no”, “no”; 4 of 4 are so" in listed(page)


def test_two_records_are_merged(open_page):
    page, _ = open_page(RECORD)
    give(page, record(exercises={"6.1": {"done": True, "hints": 0}}, predictions={"6.1": {"guess": ["a"], "right": 1}}))
    page.wait_for_selector("text=Read 1 exercise")
    give(
        page, record(exercises={"6.1": {"done": False, "hints": 2}}, predictions={"6.1": {"guess": ["b"], "right": 0}})
    )
    page.wait_for_function(f"({STORED})().exercises['6.1'].hints === 2")
    assert page.evaluate(STORED)["exercises"]["6.1"] == {"done": True, "hints": 2}
    assert page.evaluate(STORED)["predictions"]["6.1"]["guess"] == ["a"], "what was guessed first stays"


HOSTILE = "<img src=x onerror='document.title=1'>"
BAD = {
    "not JSON": "{",
    "a list": "[]",
    "another version": record(version=2),
    "nothing in it": {"version": 1},
    "a key that is HTML": record(exercises={HOSTILE: {"done": True, "hints": 0}}),
    "a prototype": record(exercises={"__proto__": {"done": True, "hints": 0}}),
    "hints past counting": record(exercises={"6.1": {"done": True, "hints": 9}}),
    "a guess that is HTML": record(predictions={"6.1": {"guess": [HOSTILE], "right": 0}}),
    "a guess without an end": record(predictions={"6.1": {"guess": ["a"] * 100, "right": 0}}),
    "a page elsewhere": record(pages={"//example.org/x": ["6.1"]}),
    "too large": "x" * 300_000,
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_a_hostile_file_changes_nothing_and_is_only_text(open_page, content):
    page, log = open_page(RECORD)
    give(page, content, name=f"{HOSTILE}.json".replace("/", ""))
    said = page.wait_for_selector(".toy-record [role=status]:has-text('was not read')")
    assert "<img" in said.inner_text(), "the file's name, as text"
    assert page.locator("img[onerror]").count() == 0
    assert "Nothing has been done yet" in listed(page)
    assert page.evaluate("localStorage.getItem('toymodel:record')") is None
    assert (log.outside, log.errors) == ([], [])


def test_what_is_stored_by_somebody_else_is_not_trusted(open_page):
    page, log = open_page(RECORD)
    page.evaluate("text => localStorage.setItem('toymodel:record', text)", json.dumps(BAD["a guess that is HTML"]))
    page.reload()
    assert "Nothing has been done yet" in listed(page)
    assert log.errors == []


def test_where_nothing_can_be_stored_everything_works_and_that_is_said(browser, home):
    context = browser.new_context()
    context.add_init_script(BLOCKED)
    page = context.new_page()
    page.goto(home + PAGE)
    guess(page, "yes", "yes", "yes", "yes")
    page.click(f"{BOX} button[type=submit]")
    assert page.locator(f"{BOX} .toy-answer").is_visible()
    assert "Nothing is remembered" in page.locator(f"{BOX} .toy-yours").inner_text()
    choose(page, "6.2", *RIGHT)
    hears(page, "6.2", "Right.")
    page.goto(home + RECORD)
    assert "nothing is remembered" in listed(page)
    context.close()


def test_predictions_and_the_record_are_usable_by_everyone(open_page):
    page, _ = open_page(PAGE)
    page.add_script_tag(content=AXE)
    assert page.evaluate(BARRED) == []
    guess(page, "yes", "yes", "yes", "yes")
    page.click(f"{BOX} button[type=submit]")
    assert page.evaluate(BARRED) == []
    page.goto(page.url.split("/chapters/")[0] + "/" + RECORD)
    page.add_script_tag(content=AXE)
    assert page.evaluate(BARRED) == []

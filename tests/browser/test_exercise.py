"""Exercises in the built book: answered where they stand, helped with, and built in the editor and brought back."""

import pytest
from playwright.sync_api import expect

from toymodel.files.cases import read_case, write_case
from toymodel.zoo import coin_line
from toymodel_book.exercises import exercise, exercises

from .test_pages import AXE, BARRED

PAGE = "chapters/01_misguided_researcher.html"
COIN = "chapters/02_worlds_agents_judges.html"
HOSTILE = '<img src=x onerror="document.title=1">'
ANSWERED = """async ([form, answers]) => {
    answers.forEach((answer, k) => document
        .querySelector(`${form} [data-key="answer${k + 1}"] input[value="${answer}"]`).click());
    await new Promise(requestAnimationFrame);
    return document.querySelector(`${form} .live-sentence`).textContent;
}"""


def field(key):
    return f"#live-exercise_{key.replace('.', '_')}"


@pytest.fixture
def page(open_page):
    """Give the page with the exercises of the last chapter."""
    page, log = open_page(PAGE)
    page.wait_for_selector(f"{field('1.1')} >> fieldset:enabled")
    yield page
    assert (log.outside, log.errors, log.failed) == ([], [], [])


def hears(page, key, words):
    page.wait_for_function(
        "([form, words]) => document.querySelector(form + ' .live-sentence').textContent.includes(words)",
        arg=[field(key), words],
    )
    return page.locator(f"{field(key)} .live-sentence").inner_text()


def choose(page, key, *values):
    for k, value in enumerate(values, 1):
        name = f"answer{k}" if len(values) > 1 else "answer"
        page.check(f'{field(key)} [data-key="{name}"] input[value="{value}"]')


def test_an_answer_is_judged_on_enter_and_by_the_button(page):
    form = field("1.1")
    page.fill(f"{form} input", "0.1")
    assert "Write your answer" in page.locator(f"{form} .live-sentence").inner_text(), "not while it is being written"
    page.keyboard.press("Enter")
    hears(page, "1.1", "next step")
    page.fill(f"{form} input", HOSTILE)
    page.click(f"{form} .live-enter")
    assert HOSTILE[:30] in hears(page, "1.1", "not a number")
    page.fill(f"{form} input", "9/100")
    page.keyboard.press("Enter")
    assert hears(page, "1.1", "Right.").startswith("✓")
    assert page.locator("img[onerror]").count() == 0
    page.wait_for_selector(f"{form} .live-spoken:has-text('Right.')", state="attached")


def test_switches_are_answered_at_once(page):
    assert "1 of 2 right" in page.evaluate(ANSWERED, [field("1.3"), ["holds", "fails"]]), "in the same frame"
    assert "Right." in page.evaluate(ANSWERED, [field("1.3"), ["holds", "holds"]])


def test_nothing_is_chosen_at_first_and_what_is_missing_is_said(page):
    form = page.locator(field("1.3"))
    assert form.locator("input:checked").count() == 0
    assert "Say of each" in form.locator(".live-sentence").inner_text()
    page.check(f'{field("1.3")} [data-key="answer2"] input[value="holds"]')
    assert hears(page, "1.3", "Still to say") == "Still to say: impact aligned."
    assert form.locator(".live-right, .live-wrong").count() == 0


def test_switches_are_answered_by_keyboard(page):
    page.locator(f'{field("1.3")} [data-key="answer1"] input').first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    hears(page, "1.3", "1 of 2 right")


def test_every_setting_of_switches_and_knobs_is_in_the_page(page):
    for key, one in exercises(1).items():
        if not (one.examiner.field.parts or one.examiner.field.bench):
            continue
        held = page.locator(f"{field(key)} .live-frames").text_content()
        assert '"scope":"whole"' in held, key


def test_a_world_is_built_where_the_exercise_stands(open_page):
    page, _ = open_page(COIN)
    assert "This is the world as it was given" in page.locator(f"{field('2.3')} .live-sentence").inner_text()
    slider = page.locator(f'{field("2.3")} [data-key="deployed"]')
    slider.fill("3")
    hears(page, "2.3", "Right.")
    slider.fill("5")
    hears(page, "2.3", "still lies there")


def test_the_file_is_for_the_thorough(page):
    form = field("1.4")
    answers = exercise("1.4")
    page.click(f"{form} .live-controls summary")
    page.fill(f"{form} textarea", write_case(answers.wrong[1][0]))
    page.click(f"{form} .live-enter")
    hears(page, "1.4", "She plays verify")
    page.fill(f"{form} textarea", write_case(answers.right[0]))
    page.click(f"{form} .live-enter")
    hears(page, "1.4", "Right.")
    page.click(f"{form} .live-picture button")
    hears(page, "1.4", "as it was given")


def test_a_world_built_in_the_editor_is_brought_back_as_the_answer(open_page, home):
    page, log = open_page(COIN)
    with page.expect_popup() as popup:
        page.click(f"{field('2.3')} a[href*='world_editor']")
    beside = popup.value
    beside.wait_for_selector(".toy-answering")
    assert "exercise 2.3" in beside.locator(".toy-answering").inner_text()
    beside.wait_for_selector("#live-editor .editor-origin:has-text('From exercise 2.3')")
    assert read_case(beside.locator('#live-editor [data-key="world"]').input_value()).world == coin_line().world
    changed = write_case(coin_line(deployed=4))
    beside.evaluate("text => { document.querySelector('#live-editor [data-key=world]').value = text; }", changed)
    beside.click(".toy-answering button")
    hears(page, "2.3", "Right.")
    assert page.locator(f"{field('2.3')} textarea").input_value() == changed
    assert page.url.startswith(home + COIN)
    assert "world=" not in page.url, "what was carried is not kept in the address"
    assert len(page.context.pages) == 2, "the page that was left is the one that hears it"
    assert (log.outside, log.errors) == ([], [])


@pytest.mark.parametrize("back", ["javascript:alert(1)", "//example.org", "../../x.html", "https://example.org/a.html"])
def test_the_way_back_leads_nowhere_else(open_page, back):
    page, log = open_page(f"chapters/world_editor.html?answer=1.3&back={back}")
    page.wait_for_selector("#live-editor fieldset:enabled")
    assert page.locator(".toy-answering").count() == 0
    assert log.outside == []


def test_hints_come_one_by_one_and_need_no_script(open_page):
    page, _ = open_page(PAGE, java_script_enabled=False)
    form = page.locator(field("1.1"))
    hints = exercise("1.1").hints
    for number in (1, 2, 3):
        assert form.locator(f"summary:has-text('Hint {number}')").is_visible()
        if number < 3:
            expect(form.locator(f"summary:has-text('Hint {number + 1}')")).not_to_be_visible()
        form.locator(f"summary:has-text('Hint {number}')").click()
    assert form.locator(f"text={hints[0]}").is_visible()
    assert form.locator("summary:has-text('Solution')").is_visible()


def test_the_solution_opens_at_once_only_to_who_has_tried(page):
    solution = page.locator(f"{field('1.1')} .live-solution")
    solution.locator("summary").click()
    assert not solution.evaluate("details => details.open")
    assert "press again" in solution.locator("summary").inner_text()
    solution.locator("summary").click()
    assert solution.evaluate("details => details.open")
    choose(page, "1.3", "holds", "fails")
    tried = page.locator(f"{field('1.3')} .live-solution")
    tried.locator("summary").click()
    assert tried.evaluate("details => details.open")


def test_an_answered_exercise_is_usable_by_everyone(page):
    page.fill(f"{field('1.1')} input", "0.1")
    page.keyboard.press("Enter")
    hears(page, "1.1", "next step")
    choose(page, "1.3", "holds", "fails")
    for details in page.locator(f"{field('1.1')} details").all():
        details.evaluate("details => { details.open = true; }")
    page.wait_for_function("!document.querySelector('.live-helps .math:not(:has(math))')")
    page.add_script_tag(content=AXE)
    assert page.evaluate(BARRED) == []

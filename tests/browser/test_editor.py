"""The world editor in the built book, used as a reader uses it, and from the keyboard alone."""

import json
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest

from toymodel import zoo
from toymodel.files.cases import read_case, write_case
from toymodel_book.actions import offers
from toymodel_book.editor.editing import apply, command
from toymodel_book.editor.editor import editor as shown

from ..views.test_editor import ring
from .conftest import Log
from .test_pages import AXE, BARRED, TOO_WIDE

PAGE = "chapters/world_editor.html"
FORM = "#live-editor"
HOSTILE = '<img src=x onerror="document.title=1">'


@pytest.fixture
def editor(open_page):
    """Give a function that opens an editor, and gives what its page did wrong."""

    def opened(query="", **options):
        page, log = open_page(PAGE + query, **options)
        page.wait_for_selector(f"{FORM}:not([aria-busy])")
        return page, log

    return opened


@pytest.fixture(scope="module")
def shared(browser, home):
    """Give a page of which Python is started once, for tests that begin with the first case."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page, log = context.new_page(), Log()
    page.set_default_timeout(60_000)
    log.watch(page, home)
    page.goto(home + PAGE, wait_until="load")
    yield page, log
    context.close()


@pytest.fixture
def desk(shared):
    """Give the shared page with the first case as it is, all folded."""
    page, log = shared
    for case in ("lazy-clipper", "misguided-researcher"):
        choose(page, case)
    page.evaluate("document.querySelectorAll('form.live details').forEach(each => { each.open = false; })")
    yield page, log
    assert (log.outside, log.errors, log.failed) == ([], [], [])


def choose(page, case):
    page.select_option(f"{FORM} [data-key=case]", case)
    page.wait_for_function(
        "([form, name]) => document.querySelector(form + ' .editor-origin').textContent.includes(name)",
        arg=[FORM, case.replace("-", " ")],
    )


def said(page):
    return page.locator(f"{FORM} .live-sentence").inner_text()


def wait_for(page, words):
    page.wait_for_function(
        "([form, words]) => document.querySelector(form + ' .live-sentence').textContent.includes(words)",
        arg=[FORM, words],
    )


def origin(page):
    return page.locator(f"{FORM} .editor-origin").inner_text()


def problem(page):
    return page.wait_for_selector(f"{FORM} .editor-problem").inner_text()


def focused(page):
    return page.evaluate("document.activeElement.id")


def press_to(page, name, key="Tab", most=200):
    """Move the focus with the keyboard alone until it is on an element."""
    for _ in range(most):
        if focused(page) == name:
            return
        page.keyboard.press(key)
    raise AssertionError(f"{name} cannot be reached with {key}")


def file_of(page):
    return read_case(unquote(page.get_attribute("#ed-save", "href").partition(",")[2]))


def test_clicking_an_action_changes_the_verdicts_and_undo_takes_it_back(desk):
    page, _ = desk
    first = said(page)
    assert "I3 and I5 break" in first
    page.click("#ed-action-0-1")
    wait_for(page, "is now a table")
    assert page.get_attribute("#ed-action-0-1", "aria-pressed") == "true"
    assert file_of(page).check("impact aligned").holds
    page.click("#ed-undo")
    wait_for(page, "I3 and I5 break")
    assert said(page) == first


def test_a_world_is_changed_from_the_keyboard_alone(desk):
    page, _ = desk
    page.focus(f"{FORM} select >> nth=0")
    press_to(page, "ed-where-3")
    page.keyboard.press("Enter")
    page.wait_for_selector("#ed-where-3[aria-pressed=true]")
    assert focused(page) == "ed-where-3", "the focus stays"
    press_to(page, "ed-state-0")
    page.keyboard.press(" ")
    page.wait_for_selector("#ed-p-0-2")
    assert focused(page) == "ed-state-0"
    press_to(page, "ed-p-0-2")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("0.01")
    page.keyboard.press("Enter")
    wait_for(page, "I5 breaks")
    assert focused(page) == "ed-p-0-2"
    assert page.input_value("#ed-p-0-1") == "0.99", "the rest is shared"
    press_to(page, "ed-name", "Shift+Tab")
    page.keyboard.press("End")
    page.keyboard.type(" here")
    page.keyboard.press("Tab")
    page.wait_for_selector("text=State: start here")
    assert focused(page) == "ed-start", "leaving a field goes on to the next"
    assert file_of(page).world.training.states[0] == "start here"


def test_states_and_actions_are_built_from_nothing_else(desk):
    page, _ = desk
    page.select_option(f"{FORM} [data-key=case]", "tie")
    wait_for(page, "robot")
    page.click("summary:has-text('States and actions')")
    page.fill("#ed-add-state", "a cellar")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=State: a cellar")
    assert page.input_value("#ed-add-state") == ""
    page.click("#ed-state-0")
    page.wait_for_selector(f"text=State: {zoo.tie().world.training.states[0]}")
    page.select_option("#ed-lead-0", "a cellar")
    page.wait_for_selector("#ed-p-0-1")
    page.click("#ed-bad-0")
    page.wait_for_selector("#ed-bad-0:has-text('✗')")
    page.fill("#ed-pay-0", "2/3")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('#ed-save').href.includes('%222/3%22')")
    case = file_of(page)
    assert case.world.training.states[-1] == "a cellar"
    assert page.locator("details:has(#ed-discount)").get_attribute("open") is not None


def test_episodes_end_and_actions_come_and_go_by_mouse_and_by_keyboard(desk):
    page, _ = desk
    for n, state in ((1, "Utopia"), (2, "Doom"), (3, "Shelf")):
        page.click(f"#ed-state-{n}")
        page.wait_for_selector(f"text=State: {state}")
        page.click("#ed-end")
        page.wait_for_selector("#ed-end[aria-pressed=true]")
        assert page.locator(f"#ed-state-{n} .toy-end").count() == 1
    assert "Of no account now: what shelf-lover" in said(page)
    page.focus("#ed-state-0")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=State: start")
    press_to(page, "ed-can-1")
    page.keyboard.press("Enter")
    page.wait_for_selector("#ed-can-1[aria-label='give back: verify']")
    assert focused(page) == "ed-can-1"
    assert page.locator("#ed-action-0-1").count() == 0
    page.click("#ed-can-2")
    page.wait_for_selector("#ed-can-2[aria-label='give back: abstain']")
    page.click("#ed-can-0")
    assert "'deploy' is all that can be done in 'start'; end the episode there instead" in problem(page)
    page.click("summary:has-text('States and actions')")
    page.fill("#ed-discount", "1")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('#ed-save').href.includes('%22discount%22%3A%201')")
    env = file_of(page).world.training
    assert (env.discount, len(env.ended), len(env.pairs)) == (1, 3, 1)
    page.focus("#ed-can-1")
    page.keyboard.press(" ")
    wait_for(page, "verify leads where deploy does")
    page.click("#ed-undo")
    page.wait_for_selector("#ed-can-1[aria-label='give back: verify']")
    page.wait_for_function("location.search.includes('only_listed')")


def test_a_refused_value_is_one_line_and_the_field_shows_what_is_so(desk):
    page, _ = desk
    page.click("#ed-state-0")
    page.wait_for_selector("#ed-p-0-2")
    page.fill("#ed-p-0-2", HOSTILE)
    page.keyboard.press("Enter")
    assert "not a number" in problem(page)
    assert page.input_value("#ed-p-0-2") == "1"
    assert page.locator("img[onerror]").count() == 0
    assert page.title() != "1"


def test_many_clicks_while_python_draws_are_all_done_in_turn(desk):
    page, _ = desk
    page.click("#ed-action-0-1")
    page.wait_for_selector("#ed-undo:enabled")
    page.evaluate("""() => {
        const click = name => document.querySelector(name).dispatchEvent(new MouseEvent('click', { bubbles: true }));
        for (let turn = 0; turn < 6; turn++) click(`#ed-action-0-${turn % 3}`);
        click('#ed-undo');
    }""")
    state = {}
    for name in (1, *range(6), "undo"):
        button = "#ed-undo" if name == "undo" else f"#ed-action-0-{name % 3}"
        asked = page.get_attribute(button, "data-set-command")
        state |= offers(shown.render(**state | {"command": asked})).updates
    # The sixth click, deciding for 2, is undone. What was decided before it tells this state from earlier ones.
    page.wait_for_function(
        "past => document.querySelector('[data-key=past]').value === past"
        " && document.querySelector('#ed-action-0-1').getAttribute('aria-pressed') === 'true'",
        arg=state["past"],
    )


def test_a_file_is_saved_opened_and_pasted(desk, tmp_path):
    page, _ = desk
    page.click("summary:has-text('World file')")
    with page.expect_download() as download:
        page.click("#ed-save")
    assert download.value.suggested_filename == "misguided-researcher.json"
    saved = Path(download.value.path()).read_text(encoding="utf-8")
    assert saved == write_case(zoo.misguided_researcher())

    changed = tmp_path / "mine.json"
    changed.write_text(apply(saved, command("rename-agent", "the researcher", HOSTILE)), encoding="utf-8")
    page.set_input_files("#ed-open", changed)
    wait_for(page, HOSTILE)
    assert file_of(page).agents[0].name == HOSTILE
    assert origin(page) == "From your file mine.json"
    page.fill("#ed-file", write_case(zoo.tie()))
    page.focus("#ed-save")
    wait_for(page, "The robot")
    assert origin(page) == "From what you pasted"
    page.fill("#ed-file", '{"name": ')
    page.focus("#ed-save")
    assert "not JSON" in problem(page)
    assert page.input_value("#ed-file") == '{"name": ', "it stays, to be mended"
    assert file_of(page).name == "tie"


def test_the_address_opens_a_case_a_reading_and_a_whole_world(editor):
    page, _ = editor("?editor.case=lazy-clipper&editor.reading=cautious")
    assert said(page).startswith("The lazy clipper is")
    world = json.dumps(json.loads(write_case(zoo.tie())), separators=(",", ":"))
    page, _ = editor(f"?editor.world={quote(world)}")
    wait_for(page, "The robot")
    assert file_of(page).name == "tie"
    assert origin(page) == "From a link"
    assert page.input_value(f"{FORM} [data-key=case]") == "other"
    page, log = editor(f"?editor.world={quote(HOSTILE)}")
    assert "could not be opened" in problem(page)
    assert page.locator("img[onerror]").count() == 0
    assert log.errors == []


def test_a_small_world_is_kept_in_the_address_and_a_large_one_is_not(editor, home):
    page, _ = editor()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=home)
    page.click("#ed-action-0-2")
    wait_for(page, "is now a table")
    page.wait_for_function("location.search.includes('editor.world')")
    found = parse_qs(urlsplit(page.url).query)
    assert read_case(found["editor.world"][0]).check("impact aligned").holds
    assert {"editor.command", "editor.past", "editor.kept"}.isdisjoint(found)
    again, _ = editor(page.url.removeprefix(home + PAGE))
    wait_for(again, "impact aligned")
    assert file_of(again) == file_of(page)

    page.select_option(f"{FORM} [data-key=case]", "frozen-lake")
    wait_for(page, "walker")
    page.click("#ed-state-0")
    page.wait_for_selector("#ed-bad-0")
    page.click("#ed-bad-0")
    page.wait_for_selector("#ed-bad-0[aria-pressed=true]")
    page.click(f"{FORM} >> .live-copy")
    page.wait_for_selector("text=It leaves out world")
    assert "editor.world" not in page.evaluate("navigator.clipboard.readText()")


def test_what_takes_long_is_announced_and_can_be_stopped(desk, tmp_path):
    page, _ = desk
    file = tmp_path / "large.json"
    file.write_text(ring(700, tangled=True), encoding="utf-8")
    page.set_input_files("#ed-open", file)
    page.wait_for_selector(f"{FORM} .live-status:has-text('700 states and 2 actions: about 5 minutes')")
    page.click(f"{FORM} .live-again:has-text('Draw it')")
    page.click(f"{FORM} .live-stop:has-text('Stop'):visible")
    page.wait_for_selector(f"{FORM} .live-problem:has-text('Stopped')")
    assert origin(page).startswith("The case")
    page.click("#ed-action-0-1")
    wait_for(page, "is now a table")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_picture_is_whole_and_in_sight_with_what_changes_it(editor, width):
    page, _ = editor(
        "?editor.case=two-planners&editor.reading=cautious#live-editor", viewport={"width": width, "height": 800}
    )
    wait_for(page, "maximiser")
    whole = "canvas => canvas.scrollWidth <= canvas.clientWidth"
    assert page.eval_on_selector(f"{FORM} .editor-canvas", whole)
    choose(page, "misguided-researcher")
    assert page.eval_on_selector(f"{FORM} .editor-canvas", whole)
    page.evaluate("form => document.querySelector(form).scrollIntoView()", FORM)
    inside = "element => { const b = element.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight; }"
    for part in (
        "[data-key=case]",
        ".editor-canvas",
        ".live-sentence",
        *([] if width < 1000 else [".editor-verdicts svg"]),
    ):
        assert page.eval_on_selector(f"{FORM} {part}", inside), part


def test_a_link_opens_it_beside_its_page_with_the_reading_and_a_way_back(open_page, home):
    page, log = open_page("chapters/cast.html")
    with page.expect_popup() as popup:
        page.click("a[target=world-editor][href*=lazy-clipper]")
    beside = popup.value
    beside.wait_for_selector(f"{FORM} .editor-origin:has-text('The case “lazy clipper” of the cast')")
    assert beside.input_value(f"{FORM} [data-key=reading]") == "cautious"
    assert page.url == home + "chapters/cast.html"
    assert beside.locator(".toy-answering").inner_text() == "Back to The cast"
    beside.click(".toy-answering a")
    page.wait_for_url(home + "chapters/cast.html#the-lazy-clipper")
    assert len(page.context.pages) == 2
    assert log.errors == []


def test_the_schema_can_be_had(open_page, home):
    page, _ = open_page(PAGE)
    links = page.locator("a[href$='.schema.json']").evaluate_all("links => links.map(link => link.href)")
    assert {link.removeprefix(home) for link in links} >= {"schema/case.schema.json", "schema/world.schema.json"}
    for link in links:
        assert page.request.get(link).json()["$schema"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [340, 1280])
def test_an_open_editor_is_usable_by_everyone(editor, scheme, width):
    page, _ = editor(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.click("#ed-state-1")
    page.wait_for_selector("#ed-end")
    page.click("#ed-end")
    page.wait_for_selector("#ed-end[aria-pressed=true]")
    page.focus("#ed-state-0")
    page.keyboard.press("Enter")
    page.wait_for_selector("#ed-p-0-2")
    page.click("#ed-can-2")
    page.wait_for_selector("#ed-can-2[aria-label^='give back']")
    for summary in page.locator(f"{FORM} summary").all():
        summary.click()
    page.add_script_tag(content=AXE)
    assert page.evaluate(BARRED) == []
    if width < 1000:
        assert page.evaluate(TOO_WIDE) == []

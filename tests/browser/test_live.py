"""The live views of the built book, moved as a reader moves them; and what they say when something fails."""

import re
from importlib import import_module
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from toymodel_book.bake import bake
from toymodel_book.exercises import exercise

HTML = Path(__file__).parents[2] / "_build" / "html"
LIVE = sorted(
    path.relative_to(HTML).as_posix()
    for path in HTML.rglob("*.html")
    if 'class="live-bar"' in path.read_text(encoding="utf-8")
)
PAGE = "chapters/01_misguided_researcher.html"
FORM = "#live-researcher"
ANSWER = "#live-exercise_1_1"
FILES = ["memory.bin", "pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"]
HOSTILE = '<img src=x onerror="document.title=1">'
SILENT = ";answer = shared ? () => {} : answer;"
HANGS = """;{
    const real = answer;
    answer = (port, data) => {
        if (!Object.values(data.values).includes('hang')) return real(port, data);
        return ready.then(() => { port.postMessage({ began: data.id }); for (;;); });
    };
}"""


def idle(page, form=FORM):
    """Wait until nothing is being drawn."""
    page.wait_for_selector(f"{form}:not([aria-busy])")
    return page.locator(form)


def live(page, form=FORM):
    """Wait for Python."""
    page.wait_for_selector(f"{form}[data-state=live]")


def touch(page, form=FORM, control=0, key="Home"):
    """Move a slider by a key; return the picture and the sentence that stand there once the key is handled."""
    page.locator(form).locator("input[type=range]").nth(control).focus()
    page.keyboard.press(key)
    return frame(page.locator(form))


def beyond(page, form=FORM):
    """Move three controls, which no page holds frames for."""
    for control in range(3):
        touch(page, form, control)


def frame(form):
    return form.locator(".live-picture").inner_html(), form.locator(".live-sentence").first.inner_text()


def problem(page, form=FORM):
    page.wait_for_selector(f"{form} .live-problem:visible")
    return page.locator(f"{form} .live-problem").inner_text()


def setting(form):
    return form.evaluate(
        """form => Object.fromEntries([...form.querySelectorAll('[data-key]')].map(each => [each.dataset.key,
            each.querySelector?.(':checked')?.value
            ?? (each.type === 'range' ? JSON.parse(each.dataset.values)[each.value] : each.value)]))"""
    )


def drawn(form):
    """Return what Python draws of the setting of a form."""
    module, name = form.get_attribute("data-view").split(":")
    return getattr(import_module(module), name).render(**setting(form))


def rests(page, form):
    """Wait for the picture that Python draws; what a reader has unfolded may be open, what has changed is marked.

    Boxes of a diagram say that they have a reason, and which one is chosen.
    """
    page.wait_for_function(
        """([picture, drawn]) => {
            const made = document.createElement('div'), shown = picture.cloneNode(true);
            made.innerHTML = drawn;
            const marks = ['is-changed', 'is-flipped', 'is-chosen', 'has-reason'];
            for (const each of [made, shown].flatMap(one => [...one.querySelectorAll('[class]')])) {
                each.classList.remove(...marks);
                if (!each.getAttribute('class')) each.removeAttribute('class');
            }
            for (const each of [made, shown]) each.querySelectorAll('details').forEach(d => d.removeAttribute('open'));
            return made.isEqualNode(shown) || made.innerHTML === shown.innerHTML;
        }""",
        arg=[form.locator(".live-picture").element_handle(), drawn(form)],
    )


def test_the_researcher_is_among_the_live_pages():
    assert PAGE in LIVE


@pytest.mark.parametrize("path", LIVE)
def test_first_frame_needs_no_script(open_page, path):
    page, _ = open_page(path, java_script_enabled=False)
    for form in page.locator("form.live").all():
        assert form.locator(".live-picture svg, .live-sentence").first.is_visible()
        assert form.locator(":is(input, select, textarea, button):enabled").count() == 0


@pytest.mark.parametrize("path", LIVE)
def test_every_view_can_be_drawn_at_both_ends_of_every_control(open_page, path):
    page, log = open_page(path)
    for number in range(page.locator("form.live:has(.live-bar)").count()):
        name = f"form.live:has(.live-bar) >> nth={number}"
        form = page.locator(name)
        for panel in form.locator(".live-panel:not([open]) > summary").all():
            panel.click()
        for control in form.locator("[data-key]:visible").all():
            for end in (0, -1):
                control.evaluate(
                    """(control, end) => {
                        const radios = [...control.querySelectorAll('input')];
                        if (radios.length) return radios.at(end).click();
                        if (control.options) control.selectedIndex = end ? control.options.length - 1 : 0;
                        else if (control.type === 'range') control.value = end ? control.max : 0;
                        control.dispatchEvent(new Event('input', { bubbles: true }));
                        control.dispatchEvent(new Event('change', { bubbles: true }));
                    }""",
                    end,
                )
                form.locator("xpath=self::*[not(@aria-busy)]").wait_for()
                assert form.locator(".live-problem").inner_text() == ""
    assert (log.outside, log.errors, log.failed) == ([], [], [])


def test_the_first_touch_is_answered_before_python_is_there(open_page, server):
    server.stalled.update(FILES)
    page, log = open_page(PAGE)
    form = page.locator(FORM)
    first, asked = frame(form), list(server.asked)
    assert not set(FILES) & set(asked)
    slider = form.locator("input[type=range]").first
    milliseconds = slider.evaluate(
        """slider => {
            const picture = slider.form.querySelector('.live-picture'), before = picture.innerHTML;
            const started = performance.now();
            slider.value = 0;
            slider.dispatchEvent(new Event('input', { bubbles: true }));
            return picture.innerHTML === before ? null : performance.now() - started;
        }"""
    )
    assert milliseconds is not None, "the picture is there when the event has been handled"
    assert frame(form)[1] != first[1]
    assert slider.get_attribute("aria-valuetext") == form.locator("output").first.inner_text()
    rests(page, form)
    page.wait_for_timeout(500)
    assert {"memory.bin", "pyodide.mjs"} <= set(server.asked), "Python starts behind"
    page.wait_for_function(
        "([spoken, sentence]) => spoken.textContent === sentence.textContent",
        arg=[form.locator(part).first.element_handle() for part in (".live-spoken", ".live-sentence")],
    )
    assert (log.outside, log.errors) == ([], [])


def test_what_is_not_held_waits_for_python_and_says_so(open_page, server):
    server.stalled.add("memory.bin")
    page, _ = open_page(PAGE)
    beyond(page)
    page.wait_for_selector(f"{FORM} .live-busy")
    assert page.locator(f"{FORM} .live-stop").is_visible()
    assert "Python" in page.locator(f"{FORM} .live-status").inner_text()
    server.stalled.clear()
    server.over.set()
    form = idle(page)
    rests(page, form)
    assert page.locator(f"{FORM} .live-busy").count() == 0
    assert page.locator(f"{FORM} .live-status").inner_text() == ""
    assert form.get_attribute("data-state") == "live"


def test_python_changes_nothing_in_what_was_baked(open_page):
    page, _ = open_page(PAGE)
    form = page.locator(FORM)
    touch(page)
    baked = frame(form)[0]
    live(page)
    idle(page)
    assert frame(form)[0] == baked
    asked = "([view, values]) => toymodel.python.shared.draw(view, values, true)"
    made = page.evaluate(asked, [form.get_attribute("data-view"), setting(form)])
    module, name = form.get_attribute("data-view").split(":")
    assert made == bake(getattr(import_module(module), name)).frame(setting(form))


def test_a_slider_dragged_fast_ends_at_the_picture_that_python_draws(open_page):
    page, _ = open_page(PAGE)
    beyond(page)
    form = idle(page)
    form.locator("input[type=range]").first.evaluate("""slider => {
        for (let place = 0; place < 60; place++) {
            slider.value = place % (Number(slider.max) + 1);
            slider.dispatchEvent(new Event('input', { bubbles: true }));
        }
    }""")
    rests(page, form)


def test_what_the_reader_unfolds_stays_unfolded(open_page):
    page, _ = open_page(PAGE)
    form = page.locator(FORM)
    form.locator(".live-picture summary").first.click()
    touch(page)
    touch(page, key="End")
    rests(page, form)
    assert form.locator(".live-picture details").first.get_attribute("open") is not None


@pytest.mark.parametrize("held", [True, False])
def test_the_address_holds_the_setting(open_page, home, server, held):
    page, _ = open_page(PAGE + "#top")
    touch(page)
    if not held:
        beyond(page)
    form = idle(page)
    rests(page, form)
    chosen = setting(form)
    key, value = next(iter(chosen.items()))
    page.wait_for_function(
        "([name, value]) => new URLSearchParams(location.search).get(name) === value",
        arg=[f"{form.get_attribute('data-address')}.{key}", value],
    )
    assert page.url.endswith("#top")

    server.reset()
    other, log = open_page(page.url.removeprefix(home))
    again = idle(other)
    assert setting(again) == chosen
    rests(other, again)
    assert ("memory.bin" in server.asked) is not held
    assert log.errors == []


def test_the_link_can_be_copied(open_page, home):
    page, _ = open_page(PAGE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=home)
    form = page.locator(FORM)
    form.locator(".live-copy").click()
    page.wait_for_selector(f"{FORM} >> text=Link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(home + PAGE + "?")
    assert link.endswith("#" + form.get_attribute("id"))


@pytest.mark.parametrize("part", ["value", "control"])
def test_a_hostile_address_is_shown_as_text_and_starts_nothing(open_page, server, part):
    page, _ = open_page(PAGE)
    form = page.locator(FORM)
    prefix, key = form.get_attribute("data-address"), next(iter(setting(form)))
    name, value = (key, HOSTILE) if part == "value" else (HOSTILE, "1")
    other, log = open_page(f"{PAGE}?{quote(f'{prefix}.{name}')}={quote(value)}")
    shown = other.locator(FORM).locator(".live-problem")
    assert HOSTILE in shown.inner_text()
    assert shown.locator("*").count() == 0
    assert other.locator("img[onerror]").count() == 0
    assert other.title() != "1"
    assert not set(FILES) & set(server.asked)
    assert (log.outside, log.errors, log.failed) == ([], [], [])


def test_python_refuses_a_value_that_no_control_has(open_page):
    page, _ = open_page(PAGE)
    form = page.locator(FORM)
    refused = page.evaluate(
        "([view, hostile]) => toymodel.python.shared.draw(view, { [hostile]: hostile }, true)",
        [form.get_attribute("data-view"), HOSTILE],
    )
    assert HOSTILE in refused["error"]
    assert "html" not in refused


def test_one_python_serves_the_next_page_which_is_live_without_a_touch(open_page, home, server):
    page, log = open_page(PAGE)
    beyond(page)
    idle(page)
    assert "library.zip" not in server.asked, "everything that is needed is in the memory"
    page.goto(home + next(path for path in LIVE if path != PAGE))
    page.wait_for_selector("form.live[data-state=live]")
    page.goto(home + PAGE)
    live(page)
    beyond(page)
    rests(page, idle(page))
    assert server.asked.count("memory.bin") == 1
    assert server.asked.count("pyodide.asm.wasm") == 1
    assert (log.outside, log.errors) == ([], [])


def test_without_shared_workers_each_page_has_its_own(open_page):
    page, log = open_page("intro.html")
    page.add_init_script("delete window.SharedWorker")
    page.goto(page.url.replace("intro.html", PAGE))
    beyond(page)
    rests(page, idle(page))
    assert page.evaluate("toymodel.python.shared.shared") is False
    assert (log.outside, log.errors) == ([], [])


def test_who_saves_data_is_asked_before_python_is_fetched(open_page, home, server):
    page, _ = open_page("intro.html")
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    page.goto(home + PAGE)
    first = touch(page)
    beyond(page)
    page.wait_for_selector(f"{FORM} .live-again:has-text('Fetch it')")
    assert "save data" in page.locator(f"{FORM} .live-status").inner_text()
    assert not set(FILES) & set(server.asked)
    page.click(f"{FORM} .live-stop")
    assert frame(page.locator(FORM))[1] == first[1] or "Stopped" in problem(page)
    beyond(page)
    page.click(f"{FORM} .live-again")
    rests(page, idle(page))
    page.goto(home + PAGE)
    page.wait_for_timeout(500)
    assert page.locator(FORM).get_attribute("data-state") is None, "never by itself"


@pytest.mark.parametrize("missing", [*FILES, "worker.js"])
def test_a_file_that_cannot_be_fetched_is_named_and_can_be_tried_again(open_page, server, missing):
    server.missing.add(missing)
    page, _ = open_page(PAGE)
    beyond(page)
    said = problem(page)
    assert f"{missing} could not be fetched" in said
    assert "needs Python" in said
    assert "at a time" in said
    form = idle(page)
    rests(page, form)  # the controls are back where the picture is
    assert len(set(setting(form).items()) - set(setting_at_first(form).items())) <= 2
    server.missing.clear()
    page.focus(f"{FORM} .live-again")
    page.keyboard.press("Enter")
    live(page)
    rests(page, idle(page))
    expect(page.locator(f"{FORM} .live-problem")).not_to_be_visible()
    assert page.evaluate("document.activeElement.closest('.live-controls') !== null"), "the focus goes to a control"


def setting_at_first(form):
    module, name = form.get_attribute("data-view").split(":")
    return getattr(import_module(module), name).values()


def test_a_file_that_stalls_is_named(open_page, server):
    server.stalled.add("memory.bin")
    page, _ = open_page(PAGE)
    beyond(page)
    assert "memory.bin did not arrive" in problem(page)


def test_a_shared_worker_that_does_not_answer_is_replaced(open_page, server):
    server.more["worker.js"] = SILENT
    page, _ = open_page(PAGE)
    touch(page)
    live(page)
    beyond(page)
    rests(page, idle(page))
    assert page.evaluate("toymodel.python.shared.shared") is False


def test_what_runs_for_ever_is_stopped_and_python_is_there_again(open_page, server):
    server.more["worker.js"] = HANGS
    page, _ = open_page(PAGE)
    form = page.locator(ANSWER)
    field = form.locator("[data-key]")
    field.fill("hang")
    page.keyboard.press("Enter")
    live(page, ANSWER)
    page.wait_for_selector(f"{ANSWER} >> text=Drawing for 2 seconds")
    beyond(page)
    rests(page, idle(page))  # other views go on meanwhile
    page.focus(f"{ANSWER} .live-stop")
    page.keyboard.press("Enter")
    assert "Stopped" in problem(page, ANSWER)
    assert field.input_value() == "hang", "what was written stays"
    assert page.evaluate("document.activeElement.dataset.key") == field.get_attribute("data-key")
    field.fill(exercise("1.1").right[0])
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{ANSWER} .live-right")


def test_opened_as_a_file_a_page_moves_as_far_as_its_frames_go(browser):
    page = browser.new_page()
    page.goto((HTML / PAGE).as_uri())
    form = page.locator(FORM)
    first = frame(form)
    assert touch(page)[1] != first[1]
    rests(page, form)
    held = setting(form)
    touch(page, control=1)
    said = problem(page)
    assert "opened as a file" in said
    assert "one control can be moved at a time" in said
    assert form.locator(".live-label").nth(1).inner_text() in said
    assert setting(form) == held
    page.close()


def test_no_reply_is_printed_with_its_markup(open_page):
    page, _ = open_page(PAGE)
    page.locator(ANSWER).locator("[data-key]").fill(exercise("1.1").wrong[0][0])
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{ANSWER} .live-wrong")
    assert not re.search(r"\*\w|`", page.locator(f"{ANSWER} .live-picture").inner_text())

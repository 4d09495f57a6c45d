"""The live views of the built book, moved as a reader moves them."""

import re
from importlib import import_module
from pathlib import Path
from urllib.parse import quote

import pytest

HTML = Path(__file__).parents[2] / "_build" / "html"
LIVE = sorted(
    path.relative_to(HTML).as_posix()
    for path in HTML.rglob("*.html")
    if 'class="live-start"' in path.read_text(encoding="utf-8")
)
PAGE = "chapters/15_misguided_researcher.html"
FORM = "form.live >> nth=0"
MISSING = ["pyodide.asm.wasm", "pyodide.mjs", "python_stdlib.zip", ".whl", "worker.js"]
HOSTILE = '<img src=x onerror="document.title=1">'


def make_live(page, form=FORM):
    if page.locator(form).get_attribute("data-state") is None:  # else another view has started Python
        page.click(f"{form} >> .live-start")
    page.wait_for_selector(f"{form} >> fieldset:enabled")
    return page.locator(form)


def frame(form):
    return form.locator(".live-picture").inner_html(), form.locator(".live-sentence").first.inner_text()


def change(page, form, key):
    """Press a key and wait for the new picture."""
    before = form.locator(".live-picture").inner_html()
    page.keyboard.press(key)
    page.wait_for_function(
        "([picture, before]) => picture.innerHTML !== before",
        arg=[form.locator(".live-picture").element_handle(), before],
    )
    return frame(form)


def rests(page, form):
    """Wait for the picture that Python draws of the setting; what a reader has unfolded may be open."""
    module, name = form.get_attribute("data-view").split(":")
    page.wait_for_function(
        """([picture, drawn]) => {
            const made = document.createElement('div'), shown = picture.cloneNode(true);
            made.innerHTML = drawn;
            for (const each of [made, shown]) each.querySelectorAll('details').forEach(d => d.removeAttribute('open'));
            return made.innerHTML === shown.innerHTML;
        }""",
        arg=[
            form.locator(".live-picture").element_handle(),
            getattr(import_module(module), name).render(**setting(form)),
        ],
    )


def setting(form):
    return form.evaluate(
        "form => Object.fromEntries([...form.querySelectorAll('[data-key]')].map(each => [each.dataset.key,"
        " each.dataset.values ? JSON.parse(each.dataset.values)[each.value] : each.value]))"
    )


def test_the_researcher_is_among_the_live_pages():
    assert PAGE in LIVE


@pytest.mark.parametrize("path", LIVE)
def test_first_frame_needs_no_script(open_page, path):
    page, _ = open_page(path, java_script_enabled=False)
    for form in page.locator("form.live").all():
        assert form.locator(".live-picture svg, .live-sentence").first.is_visible()
        assert form.locator("[data-key]").first.is_disabled()
        assert not form.locator(".live-start").is_visible()


@pytest.mark.parametrize("path", LIVE)
def test_every_view_can_be_drawn_at_both_ends_of_every_control(open_page, path):
    page, log = open_page(path)
    for number in range(page.locator("form.live .live-start").count()):
        form = make_live(page, f"form.live:has(.live-start) >> nth={number}")
        for control in form.locator("[data-key]").all():
            for key in ("Home", "End"):
                control.focus()
                page.keyboard.press(key)
                page.wait_for_timeout(100)
                assert form.locator(".live-problem").inner_text() == ""
                assert form.get_attribute("data-state") == "live"
    assert (log.outside, log.errors, log.failed) == ([], [], [])


def test_a_slider_moved_by_keyboard_changes_picture_and_sentence(open_page):
    page, log = open_page(PAGE)
    form = make_live(page)
    slider = form.locator("input[type=range]").first
    slider.focus()
    page.keyboard.press("Home")
    rests(page, form)
    low = frame(form)
    assert slider.get_attribute("aria-valuetext") == form.locator("output").first.inner_text()
    high = change(page, form, "End")
    assert low[0] != high[0]
    assert low[1] != high[1]
    page.wait_for_function(
        "([spoken, sentence]) => spoken.textContent === sentence.textContent",
        arg=[form.locator(part).first.element_handle() for part in (".live-spoken", ".live-sentence")],
    )
    assert (log.outside, log.errors, log.failed) == ([], [], [])


def test_a_slider_dragged_fast_ends_at_the_picture_that_python_draws(open_page):
    page, _ = open_page(PAGE)
    form = make_live(page)
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
    make_live(page)
    form.locator("input[type=range]").first.focus()
    page.keyboard.press("Home")
    rests(page, form)
    change(page, form, "End")
    assert form.locator(".live-picture details").first.get_attribute("open") is not None


def test_the_address_holds_the_setting(open_page, home):
    page, _ = open_page(PAGE + "#top")
    form = make_live(page)
    slider = form.locator("input[type=range]").first
    slider.focus()
    page.keyboard.press("Home")
    rests(page, form)
    change(page, form, "End")
    chosen, shown = setting(form), frame(form)
    key = slider.get_attribute("data-key")
    page.wait_for_function(
        "([name, value]) => new URLSearchParams(location.search).get(name) === value",
        arg=[f"{form.get_attribute('data-address')}.{key}", chosen[key]],
    )
    assert page.url.endswith("#top")

    other, log = open_page(page.url.removeprefix(home))
    again = other.locator(FORM)
    other.wait_for_selector(f"{FORM} >> fieldset:enabled")
    assert setting(again) == chosen
    assert frame(again) == shown
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
def test_a_hostile_address_is_shown_as_text_and_starts_nothing(open_page, part):
    page, _ = open_page(PAGE)
    form = page.locator(FORM)
    prefix, key = form.get_attribute("data-address"), next(iter(setting(form)))
    name, value = (key, HOSTILE) if part == "value" else (HOSTILE, "1")
    other, log = open_page(f"{PAGE}?{quote(f'{prefix}.{name}')}={quote(value)}")
    problem = other.locator(FORM).locator(".live-problem")
    assert HOSTILE in problem.inner_text()
    assert problem.locator("*").count() == 0
    assert other.locator("img[onerror]").count() == 0
    assert other.title() != "1"
    assert other.locator(FORM).get_attribute("data-state") is None
    assert (log.outside, log.errors, log.failed) == ([], [], [])


def test_python_refuses_a_value_that_no_control_has(open_page):
    page, _ = open_page(PAGE)
    form = make_live(page)
    before = frame(form)
    refused = page.evaluate(
        """async ([view, hostile]) => {
            const worker = new Worker(new URL('../live/worker.js', location.href), { type: 'module' });
            const frame = new Promise(done => {
                worker.onmessage = ({ data }) => data.frame && done(data.frame);
            });
            worker.postMessage({ id: 1, view, values: { [hostile]: hostile } });
            return frame;
        }""",
        [form.get_attribute("data-view"), HOSTILE],
    )
    assert HOSTILE in refused["error"]
    assert "html" not in refused
    assert frame(form) == before


@pytest.mark.parametrize("missing", ["pyodide.asm.wasm", "pyodide.mjs", "python_stdlib.zip", ".whl", "worker.js"])
def test_a_worker_that_fails_says_so_and_can_be_tried_again(open_page, missing):
    page, _ = open_page(PAGE)
    form = page.locator(FORM)
    first = frame(form)
    pattern = re.compile(re.escape(missing))
    page.context.route(pattern, lambda route: route.abort())
    form.locator(".live-start").click()
    page.wait_for_selector(f"{FORM} >> text=Try again")
    assert "Python stopped" in form.locator(".live-status").inner_text()
    assert form.locator("[data-key]").first.is_disabled()
    assert frame(form) == first

    page.context.unroute(pattern)
    form.locator(".live-start").click()
    page.wait_for_selector(f"{FORM} >> fieldset:enabled")
    assert "Python stopped" not in form.locator(".live-status").inner_text()


def test_opened_as_a_file_the_page_says_how_to_serve_it(browser):
    page = browser.new_page()
    page.goto((HTML / PAGE).as_uri())
    assert "python -m http.server" in page.locator(FORM).locator(".live-status").inner_text()
    assert not page.locator(FORM).locator(".live-start").is_visible()
    page.close()

"""Pictures play once when they come into view, then when the reader does something; still, they are at the end."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from toymodel_book.form import BAKES, form
from toymodel_book.views.readings import readings

STATIC = Path(__file__).parents[2] / "_static"
WALK = """
<figure style="margin: 0; width: 220px"><svg class="toy" viewBox="0 0 200 60" width="200" height="60" role="img"
  aria-label="A walk" data-steps="300 600">
  <g class="an-walk" style="offset-path: path('M10 30H190'); --at: 0ms; --for: 600ms; --pace: linear">
    <circle r="6" fill="#27231d"/></g>
  <circle class="an-pop" cx="190" cy="12" r="5" fill="#ad430e" style="--at: 600ms"/>
</svg></figure>"""
PLAYING = ".is-playing"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Write pages with the book's stylesheets and scripts, which need no built book."""
    folder = tmp_path_factory.mktemp("play")

    def written(name, body):
        sheets = "".join(f'<link rel="stylesheet" href="{each.as_uri()}">' for each in sorted(STATIC.glob("*.css")))
        scripts = "".join(
            f'<script defer src="{each.as_uri()}"></script>'
            for each in sorted(STATIC.glob("*.js"))
            if re.match("live|play", each.name)
        )
        page = folder / f"{name}.html"
        page.write_text(
            '<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8">'
            f"{sheets}{scripts}<main>{body}</main>",
            "utf-8",
        )
        return page.as_uri()

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(BAKES, "1")
        live = form(readings, "readings")
    tall = '<div style="height: 3000px"></div>'
    return {"walk": written("walk", WALK), "below": written("below", tall + WALK + tall), "live": written("live", live)}


@pytest.fixture
def at(browser, pages):
    """Give a function that opens one of the pages."""
    contexts = []

    def opened(name, **options):
        context = browser.new_context(viewport={"width": 1280, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(pages[name])
        return page

    yield opened
    for context in contexts:
        context.close()


def rests(page):
    page.wait_for_selector(PLAYING, state="attached")
    page.wait_for_function("!document.querySelector('.is-playing')")


def place(page):
    """Where the walker is, in the units of the picture."""
    return page.evaluate(
        "() => { const svg = document.querySelector('svg.toy'), box = svg.getBoundingClientRect();"
        " const dot = document.querySelector('.an-walk circle').getBoundingClientRect();"
        " return (dot.x + dot.width / 2 - box.x) * 200 / box.width; }"
    )


def test_a_picture_plays_once_when_it_comes_into_view_and_no_more(at):
    page = at("below")
    page.wait_for_timeout(900)
    assert page.locator(PLAYING).count() == 0
    page.locator("svg.toy").scroll_into_view_if_needed()
    rests(page)
    page.evaluate("scrollTo(0, 0)")
    page.locator("svg.toy").scroll_into_view_if_needed()
    page.wait_for_timeout(900)
    assert page.locator(PLAYING).count() == 0


def test_play_step_and_scrub_by_keyboard(at):
    page = at("walk")
    rests(page)
    assert place(page) == pytest.approx(190, abs=1)
    play, step, scrub = page.locator(".play-button"), page.locator(".play-step"), page.locator(".play-scrub")
    play.focus()
    page.keyboard.press("Enter")
    rests(page)
    page.keyboard.press("Tab")
    for wanted in (100, 190):
        page.keyboard.press("Enter")
        assert place(page) == pytest.approx(wanted, abs=2)
    assert step.evaluate("each => each === document.activeElement")
    page.keyboard.press("Tab")
    page.keyboard.press("Home")
    assert scrub.input_value() == "0"
    assert place(page) == pytest.approx(10, abs=2)
    page.keyboard.press("PageUp")
    assert 10 < place(page) < 190
    page.keyboard.press("End")
    assert page.locator(PLAYING).count() == 0
    assert place(page) == pytest.approx(190, abs=1)
    assert scrub.get_attribute("aria-valuetext") == "the end"


def test_with_less_motion_nothing_plays_but_a_reader_may_step(at):
    page = at("walk", reduced_motion="reduce")
    page.wait_for_timeout(900)
    assert page.locator(PLAYING).count() == 0
    expect(page.locator(".play-button")).not_to_be_visible()
    assert place(page) == pytest.approx(190, abs=1)
    page.click(".play-step")
    assert place(page) == pytest.approx(100, abs=2)


def test_print_shows_the_still(at):
    page = at("walk")
    rests(page)
    page.click(".play-step")
    page.emulate_media(media="print")
    assert place(page) == pytest.approx(190, abs=1)
    expect(page.locator(".play-bar")).not_to_be_visible()


STYLES = """() => [...document.querySelectorAll('svg [class*="an-"]')].map(each => {
    const {opacity, transform, stroke, fill, strokeDashoffset, offsetDistance} = getComputedStyle(each);
    return [each.getAttribute('class'), opacity, transform, stroke, fill, parseFloat(strokeDashoffset), offsetDistance];
})"""
SOUGHT = """part => {
    const host = document.querySelector('form.live');
    host.classList.add('is-playing');
    const moving = host.getAnimations({subtree: true}).filter(each => each.animationName?.startsWith('toy-'));
    const end = Math.max(...moving.map(each => Number(each.effect.getComputedTiming().endTime)));
    moving.forEach(each => { each.pause(); each.currentTime = part * end; });
}"""


def test_the_still_picture_is_the_end_of_the_play(at):
    page = at("live", reduced_motion="no-preference")
    rests(page)
    still = page.evaluate(STYLES)
    page.evaluate(SOUGHT, 1)
    assert page.evaluate(STYLES) == still
    page.evaluate(SOUGHT, 0.2)
    assert page.evaluate(STYLES) != still


def test_after_a_move_only_what_flipped_is_marked_and_plays(at):
    page = at("live")
    rests(page)
    assert page.locator(".is-flipped").count() == 0
    state = (
        "() => Object.fromEntries([...document.querySelectorAll('[data-part]')]"
        ".map(each => [each.dataset.part, each.dataset.state]))"
    )
    before = page.evaluate(state)
    page.select_option("[data-key=case]", "misguided-researcher")
    page.wait_for_selector(".is-flipped")
    after = page.evaluate(state)
    wanted = {part for part in before if before[part] != after[part]}
    marked = page.locator(".is-flipped").evaluate_all("all => all.map(each => each.dataset.part)")
    assert set(marked) == wanted
    page.wait_for_selector(PLAYING, state="attached")
    moving = page.evaluate(
        "() => [...new Set(document.querySelector('form.live').getAnimations({subtree: true})"
        ".filter(each => each.animationName?.startsWith('toy-') && each.playState === 'paused')"
        ".map(each => each.effect.target.closest('[data-part]').dataset.part))]"
    )
    assert set(moving) <= {part for part in wanted if re.match(r"I\d", part)}
    assert moving
    page.wait_for_function("!document.querySelector('.is-playing')")


def test_a_box_that_is_touched_opens_its_reason(at):
    page = at("live", reduced_motion="reduce")
    page.click('svg [data-part="intent aligned"]')
    reason = page.locator('details[data-why="intent aligned"]')
    assert reason.evaluate("each => each.open")
    assert page.locator(".is-chosen").get_attribute("data-part") == "intent aligned"
    page.click('svg [data-part="outer aligned"]')
    page.wait_for_function("""!document.querySelector('details[data-why="intent aligned"]').open""")
    page.select_option("[data-key=case]", "misguided-researcher")
    page.wait_for_selector(".is-flipped")
    assert page.locator('details[data-why="outer aligned"]').evaluate("each => each.open")
    assert page.locator(".is-chosen").get_attribute("data-part") == "outer aligned"

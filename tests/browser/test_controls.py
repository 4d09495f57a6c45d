"""Controls, panels, handles and marks, on a page of views made up for it."""

import pytest

from toymodel_book import form as forms
from toymodel_book.actions import drags
from toymodel_book.bake import Page
from toymodel_book.live import Select, Slider, View, sentence

from .test_pages import AXE, BARRED, ROOT, TOO_WIDE

PLACES = {str(n): (30 + 40 * n, 60 + 10 * n) for n in range(5)}
STATIC = ROOT / "_static"


def coin(where, who, when, how):
    x, y = PLACES[where]
    return (
        sentence(f"The coin is at {where}; this is what {who} sees {when}, {how} and all.")
        + '<svg viewBox="0 0 230 120" width="460" role="group" aria-label="a line">'
        + f'<text x="10" y="20">at {where}</text>'
        + f'<text id="fixed" x="10" y="115">a line</text><circle id="coin" cx="{x}" cy="{y}" r="10" class="at-{where}" '
        + f"{drags('where', PLACES, 'the coin', where)}/></svg>"
    )


MADE = View(
    coin,
    "A coin",
    {
        "where": Slider("where the coin is", tuple(PLACES), "2"),
        "who": Select("who looks", (("she", "she"), ("he", "he")), "she"),
        "when": Select("observed in", (("now", "now"), ("then", "then")), "now", panel="the reading"),
        "how": Select("how", tuple((each, each) for each in "abcde"), "a", panel="the reading"),
    },
)


@pytest.fixture
def sample(open_page, home, monkeypatch):
    """Give a page with that view, whole, and what the page did wrong."""
    monkeypatch.setattr(forms, "_page", Page())
    monkeypatch.setenv(forms.BAKES, "1")
    head = "".join(f'<link rel="stylesheet" href="_static/{path.name}">' for path in sorted(STATIC.glob("*.css")))
    head += "".join(f'<script src="_static/{path.name}"></script>' for path in sorted(STATIC.glob("live*.js")))
    body = (
        f'<!doctype html><html lang="en" data-theme="light"><head><title>A coin</title>{head}'
        '<link rel="icon" href="data:,"></head><body style="margin:0">'
        f'<main><h1>Play</h1>{forms.form(MADE, "coin")}<p style="height:90vh">more</p></main></body></html>'
    )

    def opened(**options):
        page, log = open_page("intro.html", **options)
        page.route("**/sample.html", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto(home + "sample.html")
        log.failed.clear()  # the first page may not have been there to the end
        return page, log

    return opened


def said(page):
    return page.locator(".live-sentence").inner_text()


def test_a_handle_is_dragged_and_moved_by_keys(sample):
    page, log = sample()
    coin = page.locator("#coin")
    box = coin.bounding_box()
    scale = box["width"] / 20
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 45 * scale, box["y"] + 15 * scale, steps=5)
    assert "at 3" in said(page)
    page.mouse.move(box["x"] + 900, box["y"], steps=5)
    page.mouse.up()
    assert "at 4" in said(page)
    assert page.locator("input[type=range]").input_value() == "4"
    page.mouse.move(box["x"], box["y"])
    assert "at 4" in said(page), "it has been let go"
    assert page.evaluate("document.activeElement.id") == "coin"
    for key, place in [("ArrowLeft", "3"), ("Home", "0"), ("ArrowDown", "0"), ("ArrowUp", "1"), ("End", "4")]:
        page.keyboard.press(key)
        assert f"at {place};" in said(page)
        assert coin.get_attribute("aria-valuetext") == place
        assert page.evaluate("document.activeElement.id") == "coin"
    assert (log.outside, log.errors) == ([], [])


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_what_the_last_move_changed_is_marked_until_the_next(sample, motion):
    page, _ = sample(reduced_motion=motion)
    marks = "[...document.querySelectorAll('.is-changed')].map(each => each.id || each.textContent)"
    words = "[...CSS.highlights.get('toymodel-changed') ?? []].map(String)"
    assert page.evaluate(marks) == []
    page.focus("input[type=range]")
    page.keyboard.press("End")
    assert page.evaluate(marks) == ["at 4", "coin"]
    assert page.evaluate(words) == ["4;"]
    underlined = page.locator("text.is-changed").evaluate("each => getComputedStyle(each).textDecorationLine")
    assert underlined == ("underline" if motion == "reduce" else "none")
    page.check("input[value=he]")
    assert page.evaluate(marks) == []
    assert page.evaluate(words) == ["he"]


def test_a_panel_says_what_differs_and_sets_it_back(sample):
    page, log = sample()
    panel = page.locator(".live-panel")
    assert panel.locator(".live-differs").inner_text() == "as it starts"
    panel.locator("summary").click()
    assert panel.locator(".live-reset").is_disabled()
    page.check("input[value=then]")
    panel.locator("select").select_option("c")
    assert panel.locator(".live-differs").inner_text() == "observed in: then; how: c"
    assert "sees then, c" in said(page)
    page.focus(".live-reset")
    page.keyboard.press("Enter")
    assert "sees now, a" in said(page)
    assert panel.locator(".live-differs").inner_text() == "as it starts"
    assert page.evaluate("document.activeElement.localName") == "summary"
    assert (log.outside, log.errors) == ([], [])


def test_tab_visits_the_controls_in_order_and_arrows_turn_switches(sample):
    page, _ = sample()
    page.focus("input[type=range]")
    seen = []
    for _ in range(4):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.value ?? document.activeElement.id ?? ''") or "summary")
    assert seen == ["she", "summary", "coin", ""] or seen[:3] == ["she", "summary", "coin"]
    page.focus("input[value=she]")
    page.keyboard.press("ArrowRight")
    assert "what he sees" in said(page)


@pytest.mark.parametrize("size", [(1280, 800), (390, 800)])
def test_controls_and_picture_are_in_sight_together(sample, size):
    page, _ = sample(viewport={"width": size[0], "height": size[1]})
    inside = "each => { const box = each.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }"
    assert page.locator(".live-controls").evaluate(inside)
    assert page.locator(".live-picture").evaluate(inside)
    controls, picture = (page.locator(f".live-{part}").bounding_box() for part in ("controls", "picture"))
    if size[0] > 1000:
        assert controls["x"] + controls["width"] <= picture["x"]
    else:
        assert controls["height"] < 110
        page.evaluate("document.querySelector('.live-picture').scrollIntoView()")
        assert page.locator(".live-controls").evaluate(inside), "they stay in sight"
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_controls_can_be_used_by_everyone(sample, scheme, width):
    page, _ = sample(viewport={"width": width, "height": 800})
    page.evaluate("scheme => { document.documentElement.dataset.theme = scheme; }", scheme)
    page.click(".live-panel summary")
    page.check("input[value=then]")
    page.evaluate("document.getAnimations().forEach(each => each.finish())")
    page.add_script_tag(content=AXE)
    assert page.evaluate(BARRED) == []

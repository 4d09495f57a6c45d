"""Live views: what a control may hold, what a view accepts, and that nothing from outside becomes HTML."""

import html
import json
import re
import sys

import pytest

from toymodel_book import form, live
from toymodel_book.actions import Action, changes, offers, sets, update
from toymodel_book.drawing.prose import prose
from toymodel_book.live import Select, Slider, Text, View, render, sentence, view

HOSTILE = '"><img src=x onerror=alert(1)>'


@pytest.fixture
def shown(monkeypatch):
    """A view of a module that the page's wheel holds, and of no other test."""
    monkeypatch.setattr(live, "_views", {})
    monkeypatch.setattr(live, "_shown", type(live._shown)())

    def sample(belief, reading):
        if reading == "none":
            raise RuntimeError(f"no reading:\n{HOSTILE}")
        return f"<svg></svg>{sentence(f'{belief} by {reading}')}"

    sample.__module__ = "toymodel_book.views.sample"
    return view(
        f"A title {HOSTILE}",
        belief=Slider(f"belief {HOSTILE}", ("0", "1/3", "0.999"), "0.999", help=f"how sure {HOSTILE}"),
        reading=Select("reading", (("own", f"his own {HOSTILE}"), ("none", "none")), "own"),
    )(sample)


def page(shown: View) -> str:
    return shown._repr_mimebundle_()["text/html"]


def test_values_stay_the_text_that_they_are(shown):
    assert shown.render() == '<svg></svg><p class="live-sentence">0.999 by own</p>'
    assert "1/3 by own" in shown.render(belief="1/3")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"belief": "0.5"}, "belief cannot be '0.5'; it is one of 0, 1/3, 0.999"),
        ({"belief": 0.999}, "belief cannot be 0.999; it is one of 0, 1/3, 0.999"),
        ({"hope": "1"}, "there is no control 'hope'; there are belief, reading"),
    ],
)
def test_a_value_that_no_control_has_is_refused(shown, values, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        shown.render(**values)
    assert render(shown.name, values) == {"error": message}


def test_an_error_in_a_view_is_one_line_of_text(shown):
    found = render(shown.name, {"reading": "none"})
    assert found == {"error": f"RuntimeError: no reading: {HOSTILE}"}


@pytest.mark.parametrize("name", ["os:remove", "toymodel_book.views.nowhere:f", "toymodel_book.live:nothing", ""])
def test_a_name_that_is_no_view_is_an_error(name):
    assert set(render(name, {})) == {"error"}


def test_a_page_escapes_every_text_that_it_shows(shown):
    text = page(shown)
    assert "<img" not in text
    assert html.unescape(text).count(HOSTILE) == 4


def test_a_page_holds_the_first_frame_and_named_controls(shown):
    text = page(shown)
    assert shown.render() in text
    assert '<fieldset class="live-whole" disabled>' in text
    values = html.unescape(re.search('data-values="([^"]*)"', text)[1])
    assert json.loads(values) == ["0", "1/3", "0.999"]
    assert 'aria-valuetext="0.999"' in text
    assert re.search('<input type="radio" name="([^"]*)" value="own" checked', text)
    for name in re.findall(r'<(?:input|select)[^>]* id="([^"]*)"', text):
        assert f'<label class="live-label" for="{name}">' in text


def test_two_to_four_options_are_switches_and_more_are_a_list():
    for count in range(1, 7):
        made = Select("which", tuple((str(n), f"number {n}") for n in range(count)), "0")._input("which", "k", "")
        assert made.count('type="radio"') == (count if 2 <= count <= 4 else 0)
        assert made.count("<option") == (0 if 2 <= count <= 4 else count)
        assert made.count(" checked") + made.count(" selected") == 1


def test_neighbours_of_one_panel_are_together():
    three = {key: Slider(key, ("0", "1"), "0", panel="the <reading>" * (key != "b")) for key in "abcd"}
    text = page(View(lambda **_: "", "title", three))
    assert text.count('<details class="live-panel">') == 2
    assert text.count("the &lt;reading&gt;") == 2
    assert re.findall('data-key="(.)"', text.rpartition("<details")[2]) == ["c", "d"]


def test_ids_are_used_once_on_a_page(shown):
    names = re.findall(r' id="([^"]*)"', page(shown) + page(shown))
    assert len(names) == len(set(names)) > 0


def test_a_view_outside_the_package_moves_only_as_far_as_it_is_baked(shown, monkeypatch):
    def here(belief):
        return sentence(belief)

    assert "data-view" in page(shown)
    outside = view("Here", belief=Slider("belief", ("0", "1"), "0"))(here)
    assert "Run this notebook" in page(outside)
    monkeypatch.setenv("TOYMODEL_BAKES", "1")
    assert "data-view" not in page(outside)
    assert "Run this notebook" not in page(outside)


def test_what_takes_long_is_announced_first(shown):
    shown.warns = lambda **values: "It takes a minute." if values["belief"] == "0" else ""
    assert render(shown.name, {"belief": "0"}, sure=False) == {"warning": "It takes a minute."}
    assert set(render(shown.name, {"belief": "0"})) == {"html"}
    assert set(render(shown.name, {"belief": "1/3"}, sure=False)) == {"html"}
    assert set(render(shown.name, {"belief": "2"}, sure=False)) == {"error"}
    assert "data-own" in page(shown)


def test_without_ipywidgets_the_form_remains(shown, monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    assert set(shown._repr_mimebundle_()) == {"text/plain", "text/html"}


@pytest.mark.parametrize("count", [4, 5])
def test_in_a_notebook_few_options_are_buttons(count):
    pytest.importorskip("ipywidgets")
    label = "a label that is longer than most labels are"
    options = tuple((str(n), f"number {n}") for n in range(count))
    made = Select(label, options, "0")._widget()
    assert type(made).__name__ == ("ToggleButtons" if count == 4 else "Dropdown")
    assert made.description == label


def test_in_a_notebook_the_widgets_move_the_picture(shown):
    pytest.importorskip("ipywidgets")
    from toymodel_book.notebook import _Shown

    assert "application/vnd.jupyter.widget-view+json" in shown._repr_mimebundle_()
    made = _Shown(shown)
    (slider, select), problem, picture = made.controls.values(), made.problem, made.picture
    slider.value = "1/3"
    assert picture.value == shown.render(belief="1/3")
    select.value = "none"
    assert picture.value == shown.render(belief="1/3")
    assert "<img" not in problem.value
    assert "no reading" in problem.value
    select.value = "own"
    assert problem.value == ""


@pytest.mark.parametrize(("values", "value"), [(("0", "1"), "2"), (("0", "0"), "0"), ((0, 1), 0), ((), "")])
def test_a_control_with_impossible_values_is_refused(values, value):
    with pytest.raises(ValueError, match="label"):
        Slider("label", values, value)
    with pytest.raises(ValueError, match="label"):
        Select("label", tuple((each, "name") for each in values), value)


@pytest.fixture
def acting(monkeypatch):
    """A view whose picture counts, and hands the count back."""
    monkeypatch.setattr(live, "_views", {})
    monkeypatch.setattr(live, "_shown", type(live._shown)())

    def counter(count, word, step):
        if step == "stop":
            raise ValueError("no further")
        now = int(count) + (step == "up")
        return (
            f"{sentence(f'{word}: {now}')}{update('count', str(now))}{update('step', '')}"
            f'<button type="button" id="up" {sets("step", "up")}>One more</button>'
            f'<svg><g role="button" tabindex="0" aria-label="Stop" {sets("step", "stop")}></g></svg>'
            f'<input {changes("word", "the ")} aria-label="word" value="{live.escape(word)}">'
        )

    counter.__module__ = "toymodel_book.views.counting"
    return view(
        "Counting",
        count=Text("count", "0", inside=True),
        word=Text("word", "the count", limit=40, button="Say"),
        step=Select("step", (("", "nothing"), ("up", "up"), ("stop", "stop")), "", inside=True),
    )(counter)


def test_a_picture_offers_actions_and_hands_values_back(acting):
    found = offers(acting.render(count="3", step="up"))
    assert found.updates == {"count": "4", "step": ""}
    assert found.actions == [Action("One more", "step", "up"), Action("Stop", "step", "stop")]


def test_a_control_inside_the_picture_has_no_field_of_its_own(acting):
    text = page(acting)
    assert re.findall(r'<input type="hidden" data-key="(\w+)"', text) == ["count", "step"]
    assert text.count("<label") == 1
    assert "data-own" in text
    assert 'class="live-enter">Say</button>' in text


def test_free_text_is_judged_by_its_length_alone(acting):
    assert HOSTILE not in acting.render(word=HOSTILE)
    assert html.escape(HOSTILE) in acting.render(word=HOSTILE)
    with pytest.raises(ValueError, match="word has 41 characters; at most 40 are read"):
        acting.render(word="x" * 41)
    with pytest.raises(ValueError, match="word is int; it is text"):
        acting.render(word=3)
    with pytest.raises(ValueError, match="'label'"):
        Text("label", "long", limit=1)
    with pytest.raises(ValueError, match="'label'"):
        Text("label", rows=0)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_field_of_free_text_is_escaped_and_keeps_its_first_line_break(rows):
    start = f"\n{HOSTILE}</textarea>"
    text = Text(HOSTILE, start, rows=rows, folded=True, button=HOSTILE)
    made = form._row("form", "word", text)
    assert "<img" not in made
    assert html.unescape(made).count(HOSTILE) == 4
    assert made.startswith("<details><summary>")
    assert made.count("</textarea>") == (rows > 1)
    if rows > 1:
        assert ">\n\n&quot;" in made


def test_in_a_notebook_actions_are_chosen_from_a_list(acting):
    pytest.importorskip("ipywidgets")
    from toymodel_book.notebook import _Shown

    made = _Shown(acting)
    word, count, step = (made.controls[key] for key in ("word", "count", "step"))
    problem, picture, choice, button = made.problem, made.picture, made.choice, made.button
    assert [label for label, _ in choice.options] == ["One more", "Stop"]
    for _ in range(2):
        choice.value = ("step", "up")
        button.click()
    assert (count.value, step.value) == ("2", "")
    assert "the count: 2" in picture.value
    choice.value = ("step", "stop")
    button.click()
    assert problem.value == "no further"
    assert (count.value, step.value) == ("2", "")
    word.value = "again"
    assert "again: 2" in picture.value
    assert problem.value == ""


@pytest.mark.parametrize(
    ("markdown", "made"),
    [
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](15_a.ipynb#y)", '<p><a href="15_a.html#y">x</a></p>'),
        (f"a {HOSTILE} `{HOSTILE}` ${HOSTILE}$", None),
        ("1. a\n   b\n2. c", "<ol><li>a b</li><li>c</li></ol>"),
        ("```\n*a*\n```", "<pre><code>*a*</code></pre>"),
        ("3 * 4 * 5 costs $1$ or $ 2", '<p>3 * 4 * 5 costs <span class="math">\\(1\\)</span> or $ 2</p>'),
    ],
)
def test_prose_is_escaped(markdown, made):
    text = prose(markdown)
    assert "<img" not in text
    assert 'href="javascript' not in text
    assert made is None or made in text

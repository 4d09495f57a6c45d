"""The world editor: what it shows, what it hands back, and that nothing from a file becomes HTML."""

import html
import json
import re
import sys
from itertools import product
from random import Random

import pytest

from toymodel import zoo
from toymodel.files.cases import read_case, write_case
from toymodel_book.actions import offers
from toymodel_book.editor.editing import apply, command, opened
from toymodel_book.editor.editor import CONTROLS, editor
from toymodel_book.editor.origin import OTHER, original
from toymodel_book.live import render

from ..for_each import for_each

HOSTILE = '"><img src=x onerror=alert(1)>'


def drawn(**values):
    return editor.render(**values)


def handed(**values):
    return offers(drawn(**values)).updates


def said(text):
    return html.unescape(re.search('<p class="live-sentence">(.*?)</p>', text)[1])


def problem(text):
    found = re.search('<p class="editor-problem"[^>]*>(.*?)</p>', text)
    return html.unescape(found[1]) if found else ""


def test_the_first_frame_makes_a_point():
    assert "I3 and I5 break" in said(drawn())


@for_each("case, reading", product(zoo.CASES, CONTROLS["reading"].values))
def test_every_case_opens_under_every_reading(case, reading):
    text = drawn(case=case, reading=reading)
    assert problem(text) == ""
    assert offers(text).updates["world"] == ""


@pytest.mark.parametrize("case", zoo.CASES)
def test_a_picked_state_is_opened(case):
    first = zoo.case(case).world.training.states[0]
    assert f"State: {html.escape(first)}" in drawn(case=case, picked=first)


@pytest.mark.parametrize("case", ["misguided-researcher", "coin-line", "nursery-corridor", "frozen-lake", "taxonomy"])
def test_no_id_is_used_twice_and_every_field_has_a_name(case):
    env = zoo.case(case).world.training
    text = drawn(case=case, picked=env.states[0])
    ids = re.findall(r' id="?([\w-]+)', text)
    assert len(ids) == len(set(ids))
    for tag in re.findall(r"<(?:input|select|textarea)[^>]*>", text):
        if "hidden" not in tag and "aria-label=" not in tag:
            name = re.search(r'id="?([\w-]+)', tag)[1]
            assert f'for="{name}"' in text or re.search(rf'<label>[^<]+<(?:input|select)[^>]*id="?{name}\b', text), tag


def test_all_that_can_be_clicked_is_a_command_that_works_or_says_why():
    start = write_case(zoo.misguided_researcher())
    text = drawn(picked="start")
    clicked = [action.value for action in offers(text).actions if action.key == "command"]
    assert len(clicked) > 15
    for each in clicked:
        if each.split("\t")[0] in ("undo", "start-over"):
            continue
        page = drawn(world=start, command=each)
        assert "\n" not in problem(page)
        assert bool(problem(page)) != bool(offers(page).updates["past"] != ""), each


def test_a_case_that_no_page_can_make_is_kept_as_a_file():
    pytest.importorskip("gymnasium")
    assert original("frozen-lake") == write_case(zoo.case("frozen-lake"))


@pytest.mark.parametrize("name", list(zoo.CASES))
def test_every_case_can_be_opened_in_a_page_which_has_only_the_standard_library(name, monkeypatch):
    for missing in ("numpy", "scipy", "gymnasium", "flint", "sympy", "z3"):
        monkeypatch.setitem(sys.modules, missing, None)
    assert opened(original.__wrapped__(name))


MEANT = ("0", "1", "1/2", "0.3", "-1", "2", "x", "", "new", HOSTILE, "99/100")


def fields(text):
    """Every input of the picture: the control that it sets, and what goes before its value."""
    tags = re.findall(r"<(?:input|select|textarea)[^>]*data-sets[^>]*>", text)
    pairs = [(re.search(r'data-sets="([^"]*)', tag)[1], re.search(r'data-before="([^"]*)', tag)) for tag in tags]
    return [(key, html.unescape(before[1]) if before else "") for key, before in pairs]


@pytest.mark.parametrize("case", ["misguided-researcher", "nursery-corridor", "two-by-two"])
@pytest.mark.parametrize("seed", range(3))
def test_a_monkey_at_the_buttons_breaks_nothing(case, seed):
    chance, state = Random(seed), {"case": case}  # noqa: S311 - the same steps every time
    for _ in range(40):
        text = drawn(**state)
        found = offers(text)
        assert "<img" not in text
        assert found.updates["command"] == ""
        state |= found.updates
        action, (key, before) = chance.choice(found.actions), chance.choice(fields(text))
        names = [html.unescape(name) for name in re.findall(r'<option value="([^"]*)"', text)]
        value = before + chance.choice([*MEANT, *chance.sample(names, min(8, len(names)))])
        key, value = chance.choice([(action.key, action.value), (key, value)])
        if not CONTROLS[key].refusal(value):
            state[key] = value


def test_a_command_changes_the_world_and_is_handed_back_empty():
    updates = handed(command=command("play", "the researcher", "both", "start", "verify"))
    assert updates["command"] == ""
    assert read_case(updates["world"]).check("impact aligned").holds
    text = drawn(**updates)
    assert "is impact aligned" in said(text)
    undone = handed(**updates | {"command": "undo\t"})
    assert undone["world"] == ""
    again = handed(**undone | {"command": "undo\t"})
    assert again["world"] == updates["world"]


def test_another_case_takes_the_place_of_an_edited_one():
    edited = handed(command=command("add-state", "new"))
    assert edited["picked"] == "new"
    other = drawn(**edited | {"case": "tie"})
    assert title(other) == ("tie", "The case “tie” of the cast")
    assert offers(other).updates["world"] == ""
    assert offers(other).updates["past"] == ""
    assert "Undo" not in [action.label for action in offers(other).actions]


def title(text):
    """The name of the world at hand, and where it came from."""
    found = re.search('<h2>(.*?)</h2> <p class="editor-origin">(.*?)</p>', text)
    return html.unescape(found[1]), html.unescape(found[2])


def test_it_says_what_is_loaded():
    assert title(drawn()) == ("misguided researcher", "The case “misguided researcher” of the cast")
    edited = handed(command=command("discount", "1/2"))
    assert title(drawn(**edited))[1] == "The case “misguided researcher” of the cast, changed"
    by_address = {"case": "misguided-researcher", "world": edited["world"]}
    assert title(drawn(**by_address))[1] == "The case “misguided researcher” of the cast, changed"
    assert title(drawn(**handed(**by_address) | {"command": "start-over\t"}))[1].endswith("of the cast")


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ({"world": write_case(zoo.tie())}, "From a link"),
        ({"world": write_case(zoo.tie()), "origin": "exercise 1.3"}, "From exercise 1.3"),
        ({"command": command("open", write_case(zoo.tie()))}, "From what you pasted"),
        ({"command": command("open", write_case(zoo.tie())), "named": "mine.json"}, "From your file mine.json"),
        ({"case": OTHER}, "A new world"),
        ({"command": "new\t"}, "A new world"),
    ],
)
def test_a_world_that_is_none_of_the_cast_is_named_by_where_it_came_from(given, origin):
    text = drawn(**given)
    came = offers(text).updates
    assert title(text)[1] == origin
    assert came["case"] == OTHER
    assert came["world"], "the address has it in full"
    edited = handed(**came | {"command": command("discount", "1/3")})
    assert title(drawn(**edited))[1] == f"{origin}, changed"
    assert handed(**edited | {"command": "start-over\t"})["world"] == came["world"]
    again = drawn(case=OTHER, world=edited["world"], origin=edited["origin"])
    assert title(again)[1].startswith("From"), "as after a reload"
    assert "the researcher" not in said(again)


def test_a_world_that_was_opened_is_taken_back_with_its_name():
    opened_ = handed(command=command("open", write_case(zoo.tie())), named="mine.json")
    assert title(drawn(**opened_ | {"command": "undo\t"}))[1] == "The case “misguided researcher” of the cast"


def test_an_address_may_hold_a_whole_world():
    world = json.dumps(json.loads(write_case(zoo.tie())))
    text = drawn(world=world)
    assert "melt" in text or "The robot" in said(text)
    assert json.loads(offers(text).updates["world"])["name"] == "tie"


def ring(states, actions=2, tangled=False):
    """A world whose states form a ring; tangled, every action leads to one of two."""
    names = [f"s{n}" for n in range(states)]

    def leads(n):
        one, other = names[n % states], names[(2 * n + 1) % states]
        return {one: "1/2", other: "1/2"} if tangled and other != one else one

    moves = {name: {f"a{k}": leads(n + k) for k in range(1, actions + 1)} for n, name in enumerate(names)}
    env = {"initial": "s0", "transition": moves}
    data = json.loads(write_case(zoo.tie())) | {"name": "ring", "story": "", "human": "all"}
    data["world"] = {"states": names, "actions": [f"a{k}" for k in range(1, actions + 1)], "discount": "9/10"}
    data["world"] |= {"training": env, "deployment": env}
    data["candidates"] = [{"name": "all", "pays": {"s0": 1}}, {"name": "zero", "pays": {}}]
    data |= {"agents": [{"name": "Bo", "pursues": "all"}], "base": "all", "judge": {"name": "h", "bad": [["s1", "a1"]]}}
    return json.dumps(data)


def test_what_takes_long_is_announced_when_it_comes():
    assert editor.warning(world=ring(300)) == "", "a second or two"
    assert editor.warning(world=ring(900)).startswith("900 states and 2 actions: about 4 seconds")
    large = ring(300, tangled=True)
    assert editor.warning(command=command("open", large)).startswith("300 states and 2 actions: about 10 seconds")
    assert "about 17 minutes" in editor.warning(world=ring(1000, tangled=True))
    assert editor.warning(world=large, kept="[]") == "", "whoever works on it knows"
    assert not any(editor.warning(case=name) for name in zoo.CASES)
    for text in ("", "{", "[]", '{"world": 1}', "[" * 9000, '{"world": {"states": [1], "actions": [1]}}'):
        assert editor.warning(world=text) == editor.warning(command=command("open", text)) == ""


def test_a_large_world_is_listed_and_searched():
    came = handed(world=ring(70))
    text = drawn(**came)
    assert "70 states are more than a picture can show" in text
    assert "editor-canvas" not in text
    picks = [action.value for action in offers(text).actions if action.key == "picked"]
    assert picks[:3] == ["s0", "s1", "s2"], "in the order in which they are reached"
    assert len(picks) == 24
    found = drawn(**came | {"find": "s69", "picked": "s69"})
    assert "State: s69" in found
    assert [a.label for a in offers(found).actions if a.key == "picked"] == ["Edit state s69"]
    changed = handed(**came | {"command": command("lead", "both", "s69", "a1", "s3")})
    assert read_case(changed["world"]).world.training.transition[69][0] == ((3, 1),)


@pytest.mark.parametrize("bad", ["{", "nonsense", "{}", HOSTILE, "/etc/passwd", '{"name":' + "[" * 5000])
def test_a_broken_world_is_one_clear_line_and_is_kept_to_be_mended(bad):
    text = drawn(world=bad)
    assert problem(text).startswith("✗ The world could not be opened")
    assert offers(text).updates["world"] == ""
    assert "<img" not in text
    pasted = drawn(command=command("open", bad))
    assert problem(pasted)
    assert html.escape(bad) in pasted, "the text is still there to be mended"


def test_a_refused_command_changes_nothing():
    before = drawn()
    text = drawn(command=command("discount", "2"))
    assert "strictly between" in problem(text)
    assert re.sub('<p class="editor-problem".*?</p>', "", text) == before
    assert handed(command=HOSTILE)["world"] == ""


def test_names_from_a_file_are_never_html():
    text = write_case(zoo.misguided_researcher())
    for what, old in (
        ("state", "start"),
        ("action", "deploy"),
        ("objective", "human values"),
        ("agent", "the researcher"),
    ):
        text = apply(text, command(f"rename-{what}", old, HOSTILE + what))
    text = apply(text, command("name", HOSTILE))
    text = apply(text, command("imagine", HOSTILE + "agent", HOSTILE + "env"))
    for where in ("both", "training", HOSTILE + "env"):
        for which in ("main", "robustness"):
            page = drawn(world=text, picked=HOSTILE + "state", where=where, which=which)
            assert "<img" not in page
            assert problem(page) == ""


def test_a_reading_is_chosen_axis_by_axis():
    assert "No arrow breaks" in said(drawn(performs="W1"))
    assert "No such reading" in problem(drawn(epsilon="-1"))
    assert "No such reading" in problem(drawn(epsilon="a bit"))
    assert "capability robust" in said(drawn(reading="cautious", performs="W2", epsilon="100"))
    assert "researcher is impact aligned" in said(drawn(reading="cautious", grade="2"))
    assert "researcher is impact aligned" not in said(drawn(reading="cautious"))
    everywhere = {"replans": "yes", "judged_in": "both", "judges": "majority", "succeeds_in": "both", "grade": "1/2"}
    assert problem(drawn(reading="cautious", **everywhere)) == ""
    assert "No such reading" in problem(drawn(grade="grave"))
    assert problem(drawn(reading="cautious", objectives="selected", selected_by="first")) == ""
    assert problem(drawn(reading="cautious", selected_by="first")) == "", "it says nothing where none is selected"
    assert render(editor.name, {"performs": "W99"})["error"].startswith("performs cannot be")


def test_the_file_can_be_saved():
    link = re.search(r'download="([^"]*)" href="data:application/json;charset=utf-8,([^"]*)"', drawn())
    from urllib.parse import unquote

    assert link[1] == "misguided-researcher.json"
    assert read_case(unquote(link[2])) == zoo.misguided_researcher()
    odd = apply(write_case(zoo.tie()), command("name", "../../" + HOSTILE))
    assert re.search(r'download="([^"]*)"', drawn(world=odd))[1] == "img-src-x-onerror-alert-1.json"


def test_in_a_notebook_commands_are_written_or_chosen():
    pytest.importorskip("ipywidgets")
    from toymodel_book.notebook import _Shown

    shown = _Shown(editor)
    shown.controls["command"].value = 'play "the researcher" both start verify'
    assert "is impact aligned" in shown.picture.value
    assert shown.controls["command"].value == ""
    assert shown.controls["world"].value
    shown.choice.value = next(value for label, value in shown.choice.options if label == "Start over")
    shown.button.click()
    assert shown.controls["world"].value == ""

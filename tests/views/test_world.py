"""Pictures of worlds show every state, what is played and what is judged bad, and let no name out as markup."""

import re
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from toymodel import Environment, Layout, Policy, zoo
from toymodel.solve import bad_pairs, used
from toymodel.zoo.cases.second_arrow import CASES
from toymodel_book import views
from toymodel_book.drawing.runs import likeliest
from toymodel_book.drawing.stage import Stage

from .. import strategies

SVG = "{http://www.w3.org/2000/svg}"


def parts(drawn, kind):
    """What a picture has of a kind: "toy-room", "toy-place" or "toy-door"."""
    return [e for e in ET.fromstring(drawn).iter(f"{SVG}g") if kind in e.get("class", "").split()]


def names(drawn):
    """The states that a picture shows."""
    shown = [*parts(drawn, "toy-room"), *parts(drawn, "toy-place")]
    return {name for each in shown for name in each.get("data-state").split(" / ")}


def doors(drawn, kind=""):
    """The (state, action) pairs that a picture shows; only the played, or only the bad."""
    shown = parts(drawn, "toy-door")
    shown = [each for each in shown if not kind or kind in each.get("class").split()]
    return {(e.get("data-state"), action) for e in shown for action in e.get("data-action").split(" / ")}


def pictures(case):
    """A case's training and deployment as the cast has them, each with its environment and its policy."""
    environments = (case.world.training, case.world.deployment)
    for env, policy in zip(environments, case.agents[0].replans(case.world), strict=True):
        bad = bad_pairs(env, case.judge)
        yield env, policy, bad, views.world(env, policy, bad, layout=case.layout, beside=environments)


def matters(env, bad, s):
    """Whether anything in a state matters any more, or a run begins there."""
    stage = Stage(env, frozenset(), bad)
    return not (stage.stays(s) and stage.alike(s)) or any(s == t for t, _ in env.initial)


def check(case):
    for env, policy, bad, drawn in pictures(case):
        assert names(drawn) >= set(env.states) - {"end"}
        here = [s for s in range(len(env.states)) if matters(env, bad, s)]
        several = case.layout is not None and len(set(case.layout.places)) < len(env.states)
        wanted = {(env.states[s], a) for s in here for a in env.actions}
        played = {(env.states[s], env.actions[a]) for s, a in used(env, policy) if s in here}
        harm = {(env.states[s], env.actions[a]) for s, a in bad if s in here}
        assert several or doors(drawn) >= wanted
        assert doors(drawn, "is-played") >= played
        assert several or doors(drawn, "is-bad") >= harm or "hole" in "".join(env.states)
        assert doors(drawn, "is-bad") <= {(env.states[s], env.actions[a]) for s, a in bad}
        assert 'class="an-walk"' in drawn


@pytest.mark.parametrize("name", zoo.NAMES)
def test_a_case_of_the_zoo_is_drawn_whole(name):
    check(zoo.case(name))


def test_the_other_cases_of_the_cast_are_drawn_whole():
    for _, make in CASES.values():
        check(make())


@pytest.mark.parametrize("name", zoo.NAMES)
def test_training_and_deployment_have_the_same_geometry(name):
    def places(drawn):
        shown = [*parts(drawn, "toy-room"), *parts(drawn, "toy-place")]
        stand = [next(e for kind in ("rect", "text") for e in each.iter(f"{SVG}{kind}")) for each in shown]
        return sorted((each.get("x"), each.get("y"), each.get("width", "")) for each in stand)

    one, other = (places(drawn) for *_, drawn in pictures(zoo.case(name)))
    assert one == other


@given(strategies.environments())
def test_any_world_can_be_drawn_with_its_states_apart(env):
    drawn = views.world(env, Policy.on(env, {}, otherwise=env.actions[0]), [(0, 0)])
    assert names(drawn) == set(env.states)
    boxes = []
    for room in parts(drawn, "toy-room"):
        rect = next(room.iter(f"{SVG}rect"))
        x, y, wide, high = (float(rect.get(side)) for side in ("x", "y", "width", "height"))
        boxes.append((x, y, x + wide, y + high))
    width, height = map(float, ET.fromstring(drawn).get("viewBox").split()[2:])
    for k, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0 <= top
        assert right <= width
        assert bottom <= height
        for other in boxes[:k]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def test_names_are_escaped():
    hostile = '<script>"&'
    env = Environment.build({hostile: {"<a>": hostile, "b": "t"}, "t": "t"}, start=hostile, discount="0.9")
    drawn = views.world(env)
    ET.fromstring(drawn)
    assert "<script" not in drawn
    assert "<a>" not in drawn


def test_what_is_played_and_what_is_bad_is_said_in_words():
    case = zoo.misguided_researcher()
    env = case.world.deployment
    words = Stage(env, frozenset([(0, 0)]), bad_pairs(env, case.judge)).says()
    assert "Played: deploy in start." in words
    assert "Judged bad: deploy in start, deploy in Doom" in words
    drawn = views.world(env, case.agents[0].keeps(case.world), bad_pairs(env, case.judge))
    assert "A run: start, Doom then Doom." in drawn


def test_a_run_is_the_likeliest_and_says_so():
    rows = {"s": {"go": {"t": "3/4", "u": "1/4"}, "flip": {"t": "1/2", "u": "1/2"}}, "t": "t", "u": "u"}
    env = Environment.build(rows, start="s", discount="0.9")
    run = likeliest(env, Policy.on(env, {}, otherwise="go"))
    assert (run.states, run.share, run.alone) == ((0, 1, 1), Fraction(3, 4), True)
    assert run.said() == "the likeliest run, 0.75"
    waiting = Environment.build({"s": {"go": {"t": "1/4", "s": "3/4"}}, "t": "t"}, start="s", discount="0.9")
    run = likeliest(waiting, Policy.deterministic([0, 0]))
    assert (run.states, run.share, run.waits, run.said()) == ((0, 1, 1), 1, True, "")
    harmful = likeliest(env, Policy.on(env, {}, otherwise="flip"), [(2, 0)])
    assert harmful.states[1] == 2
    assert harmful.said() == "one of the likeliest runs, 0.5"
    assert "one of the likeliest runs, 0.5" in views.world(env, Policy.on(env, {}, otherwise="flip"))


def test_what_is_evidently_a_line_or_a_grid_is_drawn_as_one():
    coin = zoo.coin_line()
    frozen = pytest.importorskip("gymnasium") and zoo.frozen_lake()
    for case in (coin, frozen):
        assert "toy-room" not in views.world(case.world.training)
    swapped = Environment.build(
        {f"cell {k}": {"left": f"cell {(k + 2) % 4}", "right": "cell 0"} for k in range(4)},
        start="cell 0",
        discount="0.9",
    )
    assert "toy-room" in views.world(swapped)
    places = {name: (k, 0) for k, name in enumerate(swapped.states)}
    assert "toy-room" in views.world(swapped, layout=Layout.of(swapped, "line", places))


def test_harm_is_marked_when_it_happens():
    case = zoo.coin_line()
    *_, drawn = list(pictures(case))[1]
    marks = re.findall(r'class="an-pop" style="--at:(\d+)ms"', drawn)
    assert len(marks) == 4  # three hops away from the coin, and the wall
    assert [int(mark) for mark in marks] == sorted(map(int, marks)) or len(set(marks)) == 4

"""Pictures of worlds show every state, and let no name out as markup."""

from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from toymodel import Environment, Policy, zoo
from toymodel.solve import bad_pairs
from toymodel.zoo.cases.second_arrow import CASES
from toymodel_atlas.settled import entries, entry
from toymodel_book import views
from toymodel_book.drawing.world import RADIUS, describe, label_width, layout

from .. import strategies

SVG = "{http://www.w3.org/2000/svg}"


def boxes(drawn):
    """The labels of a picture, and about where they stand: left, top, right, bottom."""
    found = []
    for e in ET.fromstring(drawn).iter(f"{SVG}text"):
        if e.get("class") == "toy-label":
            x, y, wide = float(e.get("x")), float(e.get("y")), label_width(e.text)
            left = x - {"start": 0, "middle": wide / 2, "end": wide}[e.get("text-anchor")]
            found.append((e.text, (left, y - 9, left + wide, y + 3)))
    return found


def meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def assert_legible(drawn):
    """No label covers another, or a state."""
    for (one, a), (other, b) in combinations(boxes(drawn), 2):
        assert not meet(a, b), (one, other)
    for circle in ET.fromstring(drawn).iter(f"{SVG}circle"):
        x, y = float(circle.get("cx")), float(circle.get("cy"))
        for words, (left, top, right, bottom) in boxes(drawn):
            near = x - min(max(x, left), right), y - min(max(y, top), bottom)
            assert near[0] ** 2 + near[1] ** 2 > (RADIUS - 4) ** 2, (words, circle.attrib)


def pictures(case):
    """A case's world as chapters draw it."""
    for env in (case.world.training, case.world.deployment):
        yield views.world(env, case.agents[0].keeps(case.world), bad_pairs(env, case.judge))


@given(strategies.environments())
def test_any_world_can_be_drawn_with_its_states_apart(env):
    drawn = ET.fromstring(views.world(env))
    labels = [e.text for e in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}circle"))) == len(env.states)
    assert all(any(name[:8] in (label or "") for label in labels) for name in env.states)
    assert len(set(layout(env))) == len(env.states)


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
    words = describe(env, [(0, 0)], bad_pairs(env, case.judge))
    assert "Played: deploy in start." in words
    assert "Judged bad: deploy in start, deploy in Doom" in words
    drawn = views.world(env, case.agents[0].keeps(case.world), bad_pairs(env, case.judge))
    assert "✗ ▶ deploy" in drawn
    assert "✗ bad" in drawn


@pytest.mark.parametrize("arrow", sorted({each.arrow for each in entries() if each.status == "counterexample"}))
def test_labels_of_the_atlas_stand_apart(arrow):
    drawn = {p for e in entries() if e.arrow == arrow and e.status == "counterexample" for p in pictures(e.case())}
    assert drawn
    for each in drawn:
        assert_legible(each)


BUSY = {"frozen-lake", "keys-and-chests", "no-free-lunch", "two-planners"}


@pytest.mark.parametrize("name", sorted(set(zoo.CASES) - BUSY))
def test_labels_of_the_zoo_stand_apart(name):
    for drawn in pictures(zoo.case(name)):
        assert_legible(drawn)


@pytest.mark.parametrize("name", sorted(CASES))
def test_labels_of_the_second_arrow_stand_apart(name):
    for drawn in pictures(CASES[name][1]()):
        assert_legible(drawn)


def test_two_loops_on_one_state_have_their_labels_one_above_the_other():
    case = entry(
        "I1", {"observed_in": "training", "objectives": "every", "trivial": "excluded", "optima": "every"}
    ).case()
    env = case.world.deployment
    drawn = views.world(env, case.agents[0].keeps(case.world))
    (one, a), (other, b) = boxes(drawn)
    assert {one, other} == {"▶ a", "b, c"}
    assert a[3] <= b[1] or b[3] <= a[1]


def test_arrows_between_stacked_states_go_round_the_outside():
    rows = {"start": {"up": "high", "down": "low"}, "high": "low", "low": {"up": "high", "down": "low"}}
    env = Environment.build(rows, start="start", discount="0.9")
    drawn = views.world(env)
    assert_legible(drawn)
    place = dict(zip(env.states, layout(env), strict=True))
    assert place["high"][0] == place["low"][0]
    stands = [(words, (box[0] + box[2]) / 2 - place["high"][0]) for words, box in boxes(drawn)]
    beside = [(words, x > RADIUS) for words, x in stands if abs(x) > RADIUS and x > -RADIUS - 100]
    assert ("up, down", True) in beside  # from high to low, on the right
    assert ("up", False) in beside  # and back on the left


@given(strategies.environments())
def test_nothing_is_drawn_outside_of_the_picture(env):
    drawn = views.world(env, Policy.on(env, {}, otherwise=env.actions[0]), [(0, 0)])
    root = ET.fromstring(drawn)
    _, _, width, height = map(float, root.get("viewBox").split())
    dx, dy = map(float, root.find(f"{SVG}g").get("transform")[len("translate(") : -1].split())
    circles = [(float(c.get("cx")), float(c.get("cy"))) for c in root.iter(f"{SVG}circle")]
    frames = [box for _, box in boxes(drawn)] + [(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in circles]
    for left, top, right, bottom in frames:
        assert 0 <= left + dx <= right + dx <= width
        assert 0 <= top + dy <= bottom + dy <= height

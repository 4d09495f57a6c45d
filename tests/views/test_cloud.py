"""The policy cloud: every setting draws, and every number that it says is the margin's."""

import json
import re
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser
from itertools import product
from xml.etree import ElementTree as ET

import pytest

from toymodel import Agent, Reading, solve, zoo
from toymodel.worlds import brief
from toymodel.zoo.cases.shortcuts import shortcuts
from toymodel_book import live
from toymodel_book.drawing.cloud_plot import BOX, Frame, lower_part
from toymodel_book.drawing.scenes import CASES, scene
from toymodel_book.views.cloud import (
    CHOSEN,
    SHARES,
    WORDS,
    choose,
    cloud,
    explanation,
    played,
    shortcuts_first,
    third_arrow_in_words,
)


class Text(HTMLParser):
    """What is to be read in a piece of HTML."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.feed(markup)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def spoken(case: str, epsilon: str, delta: str) -> str:
    return Text(
        re.search("<p class=.live-sentence.>(.*?)</p>", cloud.render(case=case, epsilon=epsilon, delta=delta))[1]
    ).said[0]


@pytest.mark.parametrize("case", CASES)
def test_every_setting_draws_well_formed_pictures(case):
    for epsilon, delta, chosen in product(SHARES, SHARES[1:], CHOSEN):
        drawn = cloud.render(case=case, epsilon=epsilon, delta=delta, chosen=chosen)
        assert "inf" not in drawn.replace("information", "")
        assert "nan" not in drawn
        pictures = re.findall("<svg.*?</svg>", drawn, re.S)
        assert len(pictures) == 2
        for each in pictures:
            root = ET.fromstring(each)
            assert root.get("aria-label")
        assert re.findall(r'data-drag="(\w+)"', pictures[0]) == ["delta", "epsilon"]


def test_the_first_frame_makes_the_point():
    """Half of the runs at half the price; no deterministic policy below the price itself."""
    assert (
        "Allow a regret of 0.025, and half of the runs may go through the nursery (badness 0.05); "
        "yet no deterministic policy does harm below a regret of 0.05. "
        "To keep the badness of every policy below 0.02, allow less than 0.01."
    ) in cloud.render()
    assert cloud.render(**cloud.values()) == cloud.render()
    shown = scene("corridor")
    assert all(shown.frontier.exposure(Fraction(1, k)) > 0 for k in (21, 1000, 10**9))
    assert all(y >= shown.gap == Fraction(1, 20) for x, y in shown.points if x)


@pytest.mark.parametrize("case", CASES)
def test_the_numbers_said_are_the_margins(case):
    shown = scene(case)
    least = min((y for x, y in shown.points if x), default=None)
    assert shown.gap == least
    for epsilon, delta in product(SHARES, SHARES[1:]):
        allowed, ruled_out = Fraction(epsilon) * shown.scale, Fraction(delta) * shown.most.x
        exposure, margin = shown.frontier.exposure(allowed), shown.frontier.margin(ruled_out)
        first, last = explanation(shown, allowed, ruled_out).split("To keep the badness")
        assert f"below {brief(ruled_out)}, " in last
        assert (f"allow less than {brief(margin)}." if margin else "no regret is small enough.") in last
        assert (f"a regret of {brief(allowed)}," if allowed else "Allow no regret,") in first
        assert (f"(badness {brief(exposure)})" in first) == (exposure > 0)
        assert (f"a regret of {brief(least)}" if least else "an optimal policy is itself bad") in first
        assert ("no deterministic" in first) == (allowed < least)


@pytest.mark.parametrize("case", CASES)
def test_the_policy_shown_is_the_worst_allowed(case):
    shown = scene(case)
    for epsilon in SHARES:
        allowed = Fraction(epsilon) * shown.scale
        policy = shown.frontier.worst(allowed).policy
        harm = sum(solve.occupancy(shown.env, policy)[s][a] for s, a in shown.bad)
        assert harm == shown.frontier.exposure(allowed)
        caption = played(shown.env, policy)
        assert caption in "".join(Text(cloud.render(case=case, epsilon=epsilon)).said)
        mixes = any(len(policy.rows[s]) > 1 for s in solve.reachable(shown.env, policy))
        assert ("with probability" in caption) == mixes


@pytest.mark.parametrize("case", CASES)
def test_whichever_policy_is_shown_its_numbers_are_its_own(case):
    shown = scene(case)
    for epsilon, delta, chosen in product(SHARES, SHARES[1:], CHOSEN):
        allowed, ruled_out = Fraction(epsilon) * shown.scale, Fraction(delta) * shown.most.x
        one = choose(shown, allowed, ruled_out, chosen)
        assert sum(solve.occupancy(shown.env, one.policy)[s][a] for s, a in shown.bad) == one.x
        assert shown.frontier.y.of(shown.env, one.policy) == one.y
        if chosen == "cheapest":
            assert one.x >= ruled_out
            assert one.y == shown.frontier.margin(ruled_out)
        else:
            assert one.y <= allowed
            assert one.x <= shown.frontier.exposure(allowed)
        if chosen == "firm":
            assert one.x == max(x for x, y in shown.points if y <= allowed)
            assert (one.x > 0) == (allowed >= shown.gap)


def test_what_becomes_of_the_third_arrow_is_what_the_case_says():
    """In the corridor, with the demonstrated objective closest to what the human wants."""
    case, shown = zoo.nursery_corridor(), scene("corridor")
    said = {"broken": "The third arrow breaks.", "carried": "The third arrow carries.", "idle": "asks nothing."}
    seen = set()
    for epsilon, delta, chosen in product(SHARES, SHARES[1:], CHOSEN):
        allowed, ruled_out = Fraction(epsilon) * shown.scale, Fraction(delta) * shown.most.x
        one = choose(shown, allowed, ruled_out, chosen)
        reading = Reading(performs="W2", epsilon=allowed, objectives="selected", selected_by="human")
        state = replace(case, agents=(Agent("shown", one.policy),)).arrow("I3", reading).state
        assert third_arrow_in_words(shown, allowed, one).endswith(said[state])
        seen.add(state)
    assert seen == {*said}


def test_where_the_optimum_is_bad_the_objective_is_not_well_meant():
    assert [name for name in CASES if not scene(name).intent_aligned] == ["lava"]
    for name in ("lava", "coin", "researcher"):
        case = {"lava": zoo.lava, "coin": zoo.coin_line, "researcher": zoo.misguided_researcher}[name]()
        best = solve.optimal(case.world.deployment, case.base).actions
        assert scene(name).intent_aligned == (
            not solve.used(case.world.deployment, best) & solve.bad_pairs(case.world.deployment, case.judge)
        )
    assert "intent alignment fails" in cloud.render(case="lava")


def test_where_no_regret_is_allowed_and_where_the_optimum_is_bad():
    assert spoken("corridor", "0", "1").startswith(
        "Allow no regret, and no policy does harm; with any regret at all some policy does, "
        "but no deterministic one below a regret of 0.05."
    )
    assert spoken("lava", "0", "1/1000") == (
        "Allow no regret, and all of the runs may cross the lava (badness 0.1); an optimal policy is itself bad. "
        "To keep the badness of every policy below 0.0001, no regret is small enough."
    )
    assert "deterministic policies do harm from a regret of 0.1 on" in spoken("shortcuts", "1/2", "1")


def test_shares_are_said_in_words():
    for share, words in WORDS.items():
        assert f"and {words} of the" in spoken("researcher", str(share), "1")
    assert "about 0.74 of the harm" in spoken("shortcuts", "1/2", "1")


def test_all_marks_lie_in_the_picture():
    for name in CASES:
        shown = scene(name)
        frame = Frame.of(shown)
        for x, y in shown.points:
            across, up = frame.axes.at(x, y)
            assert BOX[0] <= across <= BOX[2]
            assert frame.outside(y) or BOX[1] <= up <= BOX[3]
        assert not any(frame.outside(v.y) for v in shown.frontier.vertices), "the frontier is always in sight"
        for epsilon in SHARES:
            part = lower_part([(v.x, v.y) for v in shown.hull], Fraction(epsilon) * shown.scale)
            assert all(y <= Fraction(epsilon) * shown.scale for _, y in part)
            assert max(x for x, _ in part) <= shown.frontier.exposure(Fraction(epsilon) * shown.scale)


def test_dearer_policies_are_pointed_at_only_where_there_are_any():
    assert "toy-beyond" in cloud.render(case="corridor")
    assert "toy-beyond" not in cloud.render(case="researcher")


@pytest.mark.parametrize("case", CASES)
def test_what_is_dragged_stays_on_the_frontier(case):
    """The places that a grip may have are those of its slider's values, and it stands at one of them."""
    shown, frame = scene(case), Frame.of(scene(case))
    for key, values in (("epsilon", SHARES), ("delta", SHARES[1:])):
        root = ET.fromstring(re.search("<svg.*?</svg>", cloud.render(case=case, **{key: values[3]}), re.S)[0])
        grip = next(each for each in root.iter() if each.get("data-drag") == key)
        at = dict(json.loads(grip.get("data-at")))
        assert list(at) == [*values]
        for value, spot in at.items():
            allowed, ruled_out = Fraction(value) * shown.scale, Fraction(value) * shown.most.x
            point = (shown.frontier.exposure(allowed), allowed)
            if key == "delta":
                point = (ruled_out, shown.frontier.margin(ruled_out))
            assert spot == [round(v, 1) for v in frame.axes.at(*point)]
        assert grip.get("aria-valuetext") == values[3]


def test_another_page_begins_with_the_shortcuts():
    assert shortcuts_first.render() == cloud.render(case="shortcuts")


def test_the_shortcuts_are_taken_cheapest_first():
    env, judge, _ = shortcuts()
    assert len(scene("shortcuts").frontier.vertices) == 4
    assert scene("shortcuts").frontier.margin.slopes() == (1, 3, 6)
    assert len(solve.bad_pairs(env, judge)) == 3


def test_a_page_can_draw_it_by_name():
    assert live.render("toymodel_book.views.cloud:cloud", {"case": "coin"})["html"] == cloud.render(case="coin")
    assert set(live.render("toymodel_book.views.cloud:cloud", {"epsilon": "2"})) == {"error"}

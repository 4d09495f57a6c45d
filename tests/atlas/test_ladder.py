"""The ladder: what each theorem asks of the class of objectives, proved; and that it cannot ask less, by worlds."""

import random
from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toymodel import Agent, Case, Environment, Judge, Objective, Policy, World, zoo
from toymodel.solve import bad_pairs, is_optimal
from toymodel.zoo.cases.second_arrow import watchman
from toymodel_atlas.everywhere import stand_ins
from toymodel_atlas.ladder import RUNGS, follows, ladder, level, proof
from toymodel_atlas.lemmas import T, X, Y, a_little_of_another, lemmas, of_classes, wants_the_harm

from .. import strategies
from .test_lemmas import Truth
from .test_theorems import plus, small_enough

PLACES = ("training", "deployment")
LADDER = ladder()
FLIPS = [cell for cell, rung in LADDER.items() if rung == 3]
few = settings(max_examples=30, deadline=None)


def by_axes(rung):
    return {(cell.arrow, *cell.axes.values()) for cell, found in LADDER.items() if found == rung}


# The lemmas ------------------------------------------------------------------------------------------


def added(world, left, right):
    """left + ε·right, by the proof of lem-perturbation in both environments."""
    envs = (world.training, world.deployment)
    return plus(envs[0], left, min(small_enough(env, left, right) for env in envs), right)


@given(st.data())
@few
def test_a_little_of_another(data):
    """What the lemma says of R + εR', policies that mix included."""
    world = data.draw(strategies.worlds(states=data.draw(st.integers(1, 2)), actions=2))
    one, other = (data.draw(strategies.objectives(world.training, on_transitions=False)) for _ in range(2))
    truth = Truth(world, Judge.of([]), [])
    body = a_little_of_another(X, PLACES).body.body
    assert truth.holds(body, {X: one, Y: other, T: added(world, one, other)})


@given(st.data())
@few
def test_wanting_the_harm(data):
    """What the lemma says of R + ε1_J + ε'R', and of R − εR_H + ε'R' where the judge is R_H's own, strict."""
    world = data.draw(strategies.worlds(states=data.draw(st.integers(1, 2)), actions=2))
    env = world.training
    one, other, human = (data.draw(strategies.objectives(env, on_transitions=False)) for _ in range(3))
    listed = data.draw(strategies.listed_judges(env))
    bad = bad_pairs(world.deployment, listed)
    harm = Objective.of(env, lambda s, a: int((s, a) in bad))
    against = plus(env, Objective.zero(env), -1, human)
    for judge, wanted in ((listed, harm), (Judge.by(human), against)):
        truth = Truth(world, judge, [])
        said = wants_the_harm(X, PLACES, PLACES[: data.draw(st.integers(1, 2))])
        assert not truth.holds(said.premise, {X: one}) or truth.holds(
            said.conclusion.body.body, {X: one, Y: other, T: added(world, added(world, one, wanted), other)}
        )


class OverPlaces(Truth):
    """The lemmas' vocabulary on a world, with an objective of every kind that there is among all R(s)."""

    def __init__(self, world, judge):
        super().__init__(world, judge, [])
        self.values["objective"] = list(stand_ins(world, "s"))


@pytest.mark.parametrize("name", ["commuter", "rewired", "two-buttons"])
def test_all_objectives_on_places_are_a_cone_that_wants_the_harm_and_lack_indicators(name):
    case = zoo.case(name)
    truth = OverPlaces(case.world, case.judge)
    for observed in (PLACES[:1], PLACES[1:]):
        assert all(truth.holds(lemma.formula, {}) for lemma in of_classes(PLACES, observed))
    stock = lemmas(PLACES, observed=PLACES, deterministic_agent=True, one_policy=True)
    (indicator,) = (lemma for lemma in stock if lemma.name == "indicator")
    assert not truth.holds(indicator.formula, {})


def test_with_a_judge_on_pairs_they_are_a_cone_and_do_not_want_the_harm():
    case = kitchen()
    truth = OverPlaces(case.world, case.judge)
    assert [truth.holds(lemma.formula, {}) for lemma in of_classes(PLACES, PLACES[:1])] == [True, False]


# The rungs -------------------------------------------------------------------------------------------


def test_how_many_are_on_each_rung():
    assert Counter(LADDER.values()) == {0: 64, 1: 2, 2: 5, 3: 25}
    assert len(RUNGS) == 4
    assert by_axes(1) == {("I2", "training", "every", t, "some", "training") for t in ("included", "excluded")}
    assert by_axes(2) == {
        ("I4", seen, "every", t, "some", seen) for seen, t in product(PLACES, ("included", "excluded"))
    } | {("I4", "training", "every", "excluded", "every", "training")}
    assert level("I6", {"objectives": "some"}) == level("I1", {"objectives": "some"}) == 3
    with pytest.raises(KeyError, match="I1 is no theorem"):
        level("I1", {})


def assert_proved(cells):
    """That z3 proves each cell at its level, from lemmas of which none asks more of the class."""
    pytest.importorskip("z3")
    asking = {"a little of another": 1, "wants the harm": 2, "indicator": 3}
    for cell in cells:
        used = {name for step in proof(cell.arrow, cell.reading) for name in step.lemmas}
        assert max((asking.get(name, 0) for name in used), default=0) == LADDER[cell], cell
        assert not any("nudge" in name or name.startswith("as when") for name in used), cell
        assert follows(cell.arrow, cell.reading), cell


def test_each_cell_is_proved_at_its_level():
    """The middle rungs, and a cell of each arrow on the others; all when slow tests are asked for."""
    draw = random.Random(1)  # noqa: S311
    assert_proved([cell for cell, rung in LADDER.items() if rung in (1, 2)])
    for arrow, rung in product(sorted({cell.arrow for cell in LADDER}), (0, 3)):
        those = [cell for cell, found in LADDER.items() if (cell.arrow, found) == (arrow, rung)]
        assert_proved(draw.sample(those, min(1, len(those))))


@pytest.mark.slow
def test_every_cell_is_proved_at_its_level():
    assert_proved(LADDER)


# None is lower ---------------------------------------------------------------------------------------


def kitchen():
    """Who gets into the kitchen stays; there one cooks or smashes, which no objective about places tells apart."""
    house = Environment.build(
        {"the kitchen": "the kitchen", "the hall": {"smash": "the kitchen", "cook": "the hall"}},
        start="the hall",
        discount="1/2",
    )
    likes = Objective.on(house, {"the kitchen": 1}, "the kitchen")
    smasher = Agent("the smasher", Policy.on(house, {}, otherwise="smash"))
    judge = Judge.of([("the kitchen", "smash")])
    return Case("kitchen", "", World.same(house), (smasher,), likes, judge, (likes, Objective.zero(house)))


def slippers():
    """Zero is trained: all are models. To leave the hall by the one way is bad, to stay there by the other is not."""
    training = Environment.build(
        {"the kitchen": "the kitchen", "the hall": {"slip": "the kitchen", "walk": "the hall"}},
        start="the hall",
        discount="1/2",
    )
    deployment = Environment.build(
        {place: {"slip": "the kitchen", "walk": "the hall"} for place in ("the kitchen", "the hall")},
        start="the kitchen",
        discount="1/2",
    )
    zero = Objective.zero(training)
    slips = Agent("the slipper", Policy.on(training, {"the kitchen": "walk", "the hall": "slip"}))
    judge = Judge.of([("the hall", "slip")])
    return Case("slippers", "", World(training, deployment), (slips,), zero, judge, (zero,))


def breaks(case, cell, agent=None, among="s"):
    verdict = case.arrow(cell.arrow, replace(cell.reading, among=among), agent)
    return verdict.state == "broken" and (verdict.side_condition is None or bool(verdict.side_condition.holds))


OVER_PLACES = {
    ("commuter", "the commuter"): 12,
    ("rewired", "the crosser"): 7,
    ("rewired", "the presser of green"): 5,
    ("patrol", "the guard"): 8,
}
"""Who breaks how many of the cells on the top rung, over all R(s), with judges on rooms."""


def test_no_cell_is_lower():
    """The first rung by candidates; the second by all R(s) with judges on pairs; the third with judges on rooms."""
    for cell, rung in LADDER.items():
        if rung == 1:
            assert breaks(watchman(), cell, among="candidates"), cell
        if rung == 2:
            assert breaks(kitchen(), cell) or breaks(slippers(), cell), cell
    found = {who: [cell for cell in FLIPS if breaks(zoo.case(who[0]), cell, who[1])] for who in OVER_PLACES}
    assert {who: len(cells) for who, cells in found.items()} == OVER_PLACES
    assert {cell for cells in found.values() for cell in cells} == set(FLIPS)


@pytest.mark.parametrize("name", sorted({name for name, _ in OVER_PLACES}))
def test_the_cases_break_nothing_on_a_lower_rung(name):
    case = zoo.case(name)
    for agent, (cell, rung) in product(case.agents, LADDER.items()):
        assert rung == 3 or not breaks(case, cell, agent.name), cell


@pytest.mark.parametrize("cell", FLIPS[::4], ids=lambda cell: f"{cell.arrow} {' '.join(cell.axes.values())}")
def test_over_all_objectives_the_same_cases_break_none_of_them(cell):
    for name, agent in OVER_PLACES:
        assert not breaks(zoo.case(name), cell, agent, among="sa")


def test_the_judges_of_the_cases_call_whole_rooms_bad():
    for name in {name for name, _ in OVER_PLACES}:
        case = zoo.case(name)
        for env in (case.world.training, case.world.deployment):
            bad = bad_pairs(env, case.judge)
            assert all((s, a) in bad for s, _ in bad for a in range(len(env.actions)))


def test_the_kitchen_and_the_slippers_call_single_deeds_bad():
    for case in (kitchen(), slippers()):
        assert len(bad_pairs(case.world.deployment, case.judge)) == 1
        agent = case.agents[0].keeps(case.world)
        assert is_optimal(case.world.deployment, case.base, agent)

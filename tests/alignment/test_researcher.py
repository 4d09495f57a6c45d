"""The misguided researcher, exactly: T5 and K12, spec section 5."""

from fractions import Fraction

import pytest

from toymodel import zoo
from toymodel.alignment import DEFINITIONS, Reading
from toymodel.quantities import demonstrated
from toymodel.solve import optimal

from ..oracles.verdicts import Oracle, redecide
from ..oracles.worlds import advantage, regret

CASE = zoo.misguided_researcher()
SELECTED = {"objectives": "selected", "selected_by": "human", "observed_in": "beliefs"}
MIXED = Reading(observed_in="beliefs", objectives="some", trivial="included")

IMPACT, INTENT, OUTER, ROBUST, OBJECTIVE, CAPABLE, INNER = DEFINITIONS
TABLE = [
    (Reading(), {OUTER: True, INNER: True}),
    (Reading(observed_in="beliefs"), {OUTER: True, INNER: True}),
    (Reading(observed_in="deployment"), {OUTER: True, INNER: True, CAPABLE: True}),
    (Reading(observed_in="deployment", objectives="some"), {OUTER: True, INNER: True, CAPABLE: True}),
    (MIXED, {INTENT: True, OUTER: True, OBJECTIVE: True, CAPABLE: True, INNER: True}),
    (Reading(**SELECTED), {INTENT: True, OUTER: True, OBJECTIVE: True, INNER: True}),
    (Reading(**SELECTED, performs="W5"), {INTENT: True, OUTER: True, OBJECTIVE: True, CAPABLE: True, INNER: True}),
]


@pytest.mark.parametrize(("reading", "holding"), TABLE, ids=lambda x: str(getattr(x, "departures", "")))
def test_verdicts(reading, holding):
    found = CASE.check_all(reading)
    assert {name: verdict.holds for name, verdict in found.items()} == dict.fromkeys(DEFINITIONS, False) | holding
    oracle = Oracle(CASE, reading)
    for name, verdict in found.items():
        assert oracle.status(name) == verdict.status
        assert redecide(oracle, name, verdict) == []


def test_numbers():
    believed, world, (human, *_) = CASE.agents[0].believed, CASE.world, CASE.candidates
    for env, row in (
        (believed, (Fraction(8901, 1000), Fraction(8491, 1000), 0)),
        (world.deployment, (-90, Fraction(-1, 2), 0)),
    ):
        assert optimal(env, human).q[0] == row
        assert advantage(env, human)[0] == tuple(x - max(row) for x in row)
    assert regret(world.deployment, human, CASE.agents[0].keeps(world).rows) == 90


@pytest.mark.parametrize(
    ("performs", "epsilon", "capable"), [("W1", 0, False), ("W2", "89.999", False), ("W2", 90, True), ("W5", 0, True)]
)
def test_capable_of_what_the_human_wants(performs, epsilon, capable):
    """K12: not by the world's lights, but by her own."""
    reading = Reading(**SELECTED, performs=performs, epsilon=epsilon)
    verdict = CASE.check(CAPABLE, reading)
    assert verdict.holds is capable
    assert verdict.witness == CASE.human
    assert CASE.arrow("I3", reading).state == ("broken" if capable else "idle")
    assert redecide(Oracle(CASE, reading), CAPABLE, verdict) == []


def test_a_mixed_witness():
    """T24: intent by what the human wants, capability by something else, and no objective is good for both."""
    intent, capable = CASE.check(INTENT, MIXED), CASE.check(CAPABLE, MIXED)
    assert intent.witness == CASE.human
    assert capable.witness not in (None, CASE.human)
    assert CASE.arrow("I3", MIXED).state == "broken"
    zero_too = CASE.objective("zero")
    assert regret(CASE.world.deployment, zero_too, CASE.agents[0].keeps(CASE.world).rows) == 0


def test_who_is_demonstrated_where():
    """By the true dynamics she never wanted what the human wants; by her own she also wants doom, and nothing."""

    def shown(place: str) -> set[str]:
        reading = Reading(observed_in=place, trivial="included")
        found = demonstrated(CASE, reading)
        assert isinstance(found, tuple)
        return {r.name for r in found}

    everything = {r.name for r in CASE.candidates}
    assert shown("deployment") == everything - {"human values", "shelf-lover"}
    assert shown("beliefs") == everything - {"shelf-lover"}
    assert shown("training") == everything - {"shelf-lover"}
    assert shown("both") == shown("deployment")


def test_when_she_verifies():
    """She switches from verifying to deploying at p = 179/180, where she is torn."""
    at = Fraction(179, 180)
    below, above = (zoo.misguided_researcher(belief=at + x) for x in (-Fraction(1, 10**6), Fraction(1, 10**6)))
    assert [case.agents[0].keeps(case.world).rows[0] for case in (below, above)] == [((1, 1),), ((0, 1),)]
    torn = optimal(zoo.misguided_researcher(belief=at).agents[0].believed, CASE.human)
    assert torn.actions[0] == {0, 1}
    assert below.check(IMPACT).holds
    assert not above.check(IMPACT).holds


def test_outer_and_inner_give_intent_and_not_impact():
    """H14: with outer and inner alignment, and even intent, what is missing is capability."""
    reading = Reading(**SELECTED)
    found = CASE.check_all(reading)
    assert found[OUTER].holds
    assert found[INNER].holds
    assert found[INTENT].holds
    assert not found[IMPACT].holds
    assert {name: CASE.arrow(name, reading).state for name in ("I1", "I2", "I3", "I4")} == {
        "I1": "carried",
        "I2": "carried",
        "I3": "idle",
        "I4": "idle",
    }

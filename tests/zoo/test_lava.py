"""T22: silence taken literally, and as evidence (`S11`, `S12`)."""

from fractions import Fraction

import pytest

from toymodel import Policy, Reading, solve, zoo

from .standing import BASE, DEPLOYED, HUMAN, MESA, SOME, broken, feasible, holding, kept

LITERAL, EVIDENTIAL = "the literal reader", "the evidential reader"


def test_the_detour_costs_nine_twentieths_by_either_reading() -> None:
    case = zoo.lava()
    env = case.world.deployment
    crater = env.state("the crater")
    literal = solve.optimal(env, case.base).q[crater]
    evidential = solve.optimal(env, case.objective("what was meant")).q[crater]
    assert literal[0] - literal[1] == evidential[1] - evidential[0] == Fraction(9, 20)
    assert kept(case, LITERAL).support[crater] == {env.action("short way")}
    assert kept(case, EVIDENTIAL).support[crater] == {env.action("long way")}


def test_the_reward_says_nothing_of_lava_whatever_lava_is() -> None:
    """Its author would have written it either way: the likelihood is flat, and the posterior is the prior."""
    worlds = [zoo.lava(harm=harm) for harm in (0, 10, 1000)]
    training = worlds[0].world.training
    lava = training.state("lava")
    assert lava not in solve.reachable(training, solve.full(training))
    best = Policy.uniform(solve.optimal(training, worlds[0].base).actions, 2)
    scores = {solve.evaluate(training, case.objective("human values"), best)[0] for case in worlds}
    assert len(scores) == 1
    assert solve.optimal(training, worlds[1].objective("what was meant")).q[lava][0] - 9 == -1


def test_in_training_both_demonstrate_everything() -> None:
    case = zoo.lava()
    for agent in (LITERAL, EVIDENTIAL):
        shown = feasible(case, case.world.training, kept(case, agent))
        assert shown == {"the reward", "what was meant", "human values"}


@pytest.mark.parametrize(
    ("reading", "literal", "evidential"),
    [
        (Reading(), set(), set()),
        (DEPLOYED, {"objective", "capability"}, {"intent", "capability"}),
        (MESA, {"objective", "capability"}, {"intent", "capability"}),
        (HUMAN, {"intent"}, {"intent", "capability"}),
        (BASE, {"objective", "capability"}, {"objective"}),
        (SOME, {"intent", "objective", "capability"}, {"intent", "objective", "capability"}),
    ],
)
def test_the_letter_is_inner_aligned_and_the_evidence_does_no_harm(
    reading: Reading, literal: set[str], evidential: set[str]
) -> None:
    case = zoo.lava()
    assert holding(case, reading, LITERAL) == literal | {"robust", "inner"}
    assert holding(case, reading, EVIDENTIAL) == evidential | {"impact"}


def test_arrows_break_where_training_leaves_the_objective_open() -> None:
    case = zoo.lava()
    assert broken(case, Reading(), LITERAL) == {"I1", "I5a", "I5b"}
    assert broken(case, SOME, LITERAL) == {"I3"}
    assert broken(case, SOME, EVIDENTIAL) == {"I5"}
    assert broken(case, DEPLOYED, LITERAL) == broken(case, DEPLOYED, EVIDENTIAL) == set()


@pytest.mark.parametrize(("harmful", "impact"), [("1/19", True), ("1/21", False), ("0", False)])
def test_the_readers_part_at_one_in_twenty(harmful: str, impact: bool) -> None:
    assert zoo.lava(harmful).check("impact aligned", agent=EVIDENTIAL).holds is impact
    assert not zoo.lava("1/20").check("impact aligned", agent=LITERAL).holds


@pytest.mark.parametrize("wrong", [{"harmful": 2}, {"harm": -1}, {"grass": -1}])
def test_what_makes_no_sense_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must be between 0 and 1; harm"):
        zoo.lava(**wrong)

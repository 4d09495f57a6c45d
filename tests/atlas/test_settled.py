"""The table of the atlas is true: counts, theorems and counterexamples are checked again, cell by cell."""

from dataclasses import replace

import pytest

from toymodel import Agent, Case, Environment, Judge, Objective, Policy, Reading, World
from toymodel_atlas.cells import counted, extended, reading_of
from toymodel_atlas.census import census, merge
from toymodel_atlas.concrete import environment_of, objective_of, world_of
from toymodel_atlas.counterexample_search import kinds, search, worlds
from toymodel_atlas.everywhere import ONLY_ON_THE_GRID, stand_ins_in
from toymodel_atlas.lemmas import lemmas
from toymodel_atlas.prover import derive, premise_names
from toymodel_atlas.settled import entries, entry
from toymodel_atlas.smallest import sizes
from toymodel_atlas.steps import follows
from toymodel_atlas.theorems import part_of

from .test_lemmas import Truth, universal

COUNTED = [each for each in entries() if each.premises is not None]
PROVED = [each for each in entries() if each.status == "theorem"]
REFUTED = [each for each in entries() if each.status == "counterexample"]
FURTHER = [each for each in REFUTED if each.premises is None]
PLACES = ("training", "deployment")


def name(each):
    """What to call a cell that fails."""
    return " ".join((each.arrow, *each.reading.values()))


def test_every_cell_is_there_once_in_order():
    assert [(each.arrow, each.cell.axes) for each in entries()] == [
        (cell.arrow, cell.axes) for cell in (*counted(), *extended())
    ]
    assert all(entry(each.arrow, each.reading) is each for each in entries())
    assert all(entry(each.arrow, reading_of(each.reading)) is each for each in entries())
    with pytest.raises(KeyError, match="the atlas has no I3 under"):
        entry("I3", Reading(observed_in="both", replans="yes", performs="W5"))


def test_a_theorem_has_no_counterexample_to_open():
    with pytest.raises(ValueError, match=r"I3 has no counterexample under .*: it is theorem"):
        entry("I3", {}).case()


def test_counts_are_those_of_the_census():
    assert [(each.arrow, each.reading, each.premises, each.violations) for each in COUNTED] == [
        (count.arrow, count.reading, count.premises, count.violations) for count in census(2, 2)
    ]


def test_prover_and_census_agree_on_every_cell():
    """What is violated is not proved, but for what only the grid violates; and the rest is."""
    for each in COUNTED:
        key = (each.arrow, *each.reading.values())
        assert each.grid_only == (key in ONLY_ON_THE_GRID)
        assert (each.status == "counterexample") == (each.violations > 0 and not each.grid_only)
    assert len(merge(census(2, 2), (each.to_json() for each in entries()))) == len(entries())


class AllObjectives(Truth):
    """The lemmas' vocabulary on a small world, with an objective of every kind that there is in ℚ^{S×A}."""

    def __init__(self, found):
        world, env = world_of(found.training, found.deployment), environment_of(found.training)
        super().__init__(world, None, [])
        self.bad = {(s, a) for k, (s, a) in enumerate(env.pairs) if found.judge >> k & 1}
        self.values["objective"] = [objective_of(env, r) for r in kinds(found.training, found.deployment, None)]

    def bad_pairs(self, env):
        return self.bad


def assert_not_derivable(cells):
    """That the lemmas are true where a cell is refuted, over all objectives, so that it cannot be derived."""
    for each in cells:
        truth = AllObjectives(each.found)
        for lemma in lemmas(PLACES, observed=PLACES, judged=("deployment",), deterministic_agent=True, one_policy=True):
            if universal(lemma.name, closed=True):
                assert truth.holds_of_all(lemma.formula), (name(each), lemma.name)
        case, places = each.case(), (environment_of(each.found.training), environment_of(each.found.deployment))
        assert breaks_over_all_objectives(each, case, places), name(each)


NOT_DERIVABLE = [each for each in COUNTED if each.status == "counterexample"]


def test_the_lemmas_are_true_where_a_cell_is_refuted_so_that_it_cannot_be_derived():
    assert_not_derivable(NOT_DERIVABLE[::6])


@pytest.mark.slow
def test_the_lemmas_are_true_wherever_a_cell_is_refuted():
    assert_not_derivable(NOT_DERIVABLE)


def breaks_over_all_objectives(each, case, places):
    """Whether the case breaks the arrow with all of ℚ^{S×A} on the list."""
    more = [r.renamed(f"objective {k}") for k, r in enumerate(stand_ins_in(places)) if r not in case.candidates]
    full = replace(case, candidates=(*case.candidates, *more))
    return full.arrow("I1" if each.arrow == "I1B" else each.arrow, each.as_reading()).state == "broken"


def assert_broken(cells):
    """That the case of each cell breaks its arrow."""
    for each in cells:
        case = each.case()
        verdict = case.arrow("I1" if each.arrow == "I1B" else each.arrow, each.as_reading())
        assert verdict.state == "broken", name(each)
        assert (len(case.world.training.states), len(case.world.training.actions)) == each.size, name(each)
        if each.arrow == "I1":
            assert verdict.side_condition.holds, name(each)
        if "mesa" in each.cell.speaks_of:
            assert case.agents[0].objective is not None, name(each)


def test_counterexamples_break_their_arrows():
    assert_broken(REFUTED[::4])


@pytest.mark.slow
def test_every_counterexample_breaks_its_arrow():
    assert_broken(REFUTED)


def over_all(each):
    """Where a list could make a difference (a rule may always select from one), and a case decides quickly."""
    return each.reading["objectives"] != "selected" and each.reading["observed_in"] != "both"


@pytest.mark.slow
def test_further_counterexamples_break_their_arrows_over_all_objectives():
    for each in [each for each in FURTHER if over_all(each)][::9]:
        environments = (each.found.training, each.found.deployment, each.found.believed)
        places = tuple(environment_of(env) for env in environments if env is not None)
        assert breaks_over_all_objectives(each, each.case(), places), name(each)


def assert_smallest(cells):
    """That nothing smaller breaks a cell; of a planner, nothing that can be told as a case need be looked for."""
    for each in cells:
        if "mesa" not in each.cell.speaks_of:
            for n, m in sizes():
                if n * m < each.size[0] * each.size[1] or n < each.size[0]:
                    assert search(each.cell, worlds(n, m, each.found.believed is not None)) is None, name(each)


def test_nothing_smaller_breaks_a_further_cell():
    assert_smallest(FURTHER[::12])


@pytest.mark.slow
def test_nothing_smaller_breaks_any_further_cell():
    assert_smallest(FURTHER)


def test_what_is_open_is_little_and_said():
    """Neither proved nor refuted: where models are trained, or agents seen, in both environments."""
    unsettled = [each for each in entries() if each.status == "open"]
    assert len(unsettled) == 2
    assert {each.arrow for each in unsettled} == {"I2"}
    assert all("both" in each.reading.values() for each in unsettled)
    assert not any(each.premises is not None for each in unsettled)


def assert_proved(cells):
    """That z3 finds each proof again: that of the page, step by step, or one in one go from the lemmas named."""
    pytest.importorskip("z3")
    for each in cells:
        part = part_of(each.arrow, each.cell.reading)
        told = part is not None and set(part.premises) <= set(each.needs)
        if not told or not follows(each.arrow, each.cell.reading):
            assert derive(each.cell, premises=each.needs, only=each.lemmas, effort=30_000_000).holds, name(each)
        assert set(each.needs) | set(each.unused_premises) == set(premise_names(each.cell)), name(each)


def test_theorems_follow_from_the_lemmas_and_premises_named():
    assert_proved([each for each in PROVED if each.cell.reading.replans == "no"][::32])


@pytest.mark.slow
def test_every_theorem_follows_from_the_lemmas_and_premises_named():
    assert_proved(PROVED)


def test_the_grid_of_kinds_has_zero_first_and_is_an_objective_each():
    training, deployment, _ = worlds(2, 2, False)[0]
    found = kinds(training, deployment, None)
    assert not any(found[0])
    assert all(isinstance(objective_of(environment_of(training), r), Objective) for r in found)


def test_nothing_is_open_or_unknown_without_a_reason():
    badges = ("stochastic", "candidates", "degenerate")
    for each in entries():
        unknown = {kind for kind in badges if each.status == "theorem" and getattr(each, kind) is None}
        unknown |= {"status"} if each.status == "open" else set()
        assert set(each.open) == unknown, name(each)
        assert all(each.open.values()), name(each)
    assert not any(each.open for each in COUNTED)
    lists = [each for each in entries("candidates") if each.status == "open"]
    assert lists
    assert all(each.open["status"] for each in lists)


def test_observed_in_both_the_second_arrow_fails_of_agents_that_mix():
    """Over all R(s,a), in a world with chance: no small world with sure steps shows it."""
    training = Environment.build({"u": "v", "v": {"m": "v", "c": "u"}}, start="u", discount="1/2", actions=["m", "c"])
    moves = {"u": {"m": "u", "c": "v"}, "v": {"m": "v", "c": {"u": "3/4", "v": "1/4"}}}
    deployment = Environment.build(moves, start="u", discount="1/2")
    mixing = Policy.on(training, {"u": "c", "v": {"m": "1/2", "c": "1/2"}})
    base, zero = Objective.from_array([[-62, -72], [0, 27]], "base"), Objective.zero(training)
    judge = Judge.of([("v", "c")])
    case = Case("it mixes", "", World(training, deployment), (Agent("it", mixing),), base, judge, (base, zero))
    cell = {"observed_in": "both", "objectives": "every", "trivial": "excluded", "optima": "every"}
    reading = Reading(**cell, encountered="training", among="sa")
    assert case.arrow("I2", reading).state == "broken"
    known = entry("I2", {**cell, "encountered": "training"})
    assert known.status == "theorem"
    assert known.stochastic is False

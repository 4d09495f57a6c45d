"""The census against loops over every tuple, and against itself counted in other ways."""

import argparse
import json
import random
from collections import Counter
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toymodel.alignment import formulas
from toymodel.progress import Bar
from toymodel.solve import evaluate
from toymodel_atlas import cli
from toymodel_atlas.cells import counted
from toymodel_atlas.census import Count, census, merge, tuples
from toymodel_atlas.counting import batches, questions
from toymodel_atlas.dynamics import Dynamics, every_dynamics, grid, policies, relabellings, scale
from toymodel_atlas.settled import entries, entries_twice
from toymodel_atlas.spaces import space
from toymodel_atlas.tables import tables

from . import plain


def numbers_of(training, deployment):
    """What one world contributes to each cell: premises and violations."""
    (batch,) = batches(tables((training, deployment)), np.array([0]), np.array([1]))
    return [tuple(int(numbers[0]) for numbers in batch.answer(asked)) for asked in questions()]


def pair(training, deployment):
    """A world as the plain count has it."""
    return tuple(plain.environment(env.moves, env.start, env.actions) for env in (training, deployment))


def assert_same(numbers, counts, world=""):
    """That the census has what the plain count has, cell by cell."""
    for cell, found in zip(counted(), numbers, strict=True):
        assert tuple(found) == plain.numbers(counts, cell.arrow, cell.axes), (cell, world)


def numbers(states, actions, **options):
    """What the census counts, without the names of the cells."""
    return [(cell.premises, cell.violations) for cell in census(states, actions, **options)]


def test_all_cells_are_what_loops_over_every_tuple_count():
    for size in ((1, 2), (1, 3)):
        envs = plain.environments(*size)
        assert_same(numbers(*size), plain.census(product(envs, envs)), size)


def assert_worlds_are_counted(states, actions, how_many, seed):
    """That some worlds, the same every time, contribute what the plain count says."""
    draw = random.Random(seed)  # noqa: S311
    everything = list(every_dynamics(states, actions))
    for _ in range(how_many):
        world = draw.choice(everything), draw.choice(everything)
        assert_same(numbers_of(*world), plain.census([pair(*world)]), world)


def test_some_worlds_of_two_states_are_what_loops_over_every_tuple_count():
    assert_worlds_are_counted(2, 2, 4, seed=1)


@pytest.mark.slow
def test_many_worlds_of_two_states_are_what_loops_over_every_tuple_count():
    assert_worlds_are_counted(2, 2, 100, seed=2)


@pytest.mark.slow
def test_a_world_of_three_states_is_what_loops_over_every_tuple_count():
    assert_worlds_are_counted(3, 2, 1, seed=3)


def test_symmetry_changes_no_count():
    for size in ((1, 3), (2, 2)):
        assert numbers(*size) == numbers(*size, symmetry=False), size


@pytest.mark.slow
def test_symmetry_changes_no_count_with_three_actions():
    assert numbers(2, 3) == numbers(2, 3, symmetry=False)


def other_kind(quantifier):
    """The quantifier with "some" for "every" and the other way round."""
    return replace(quantifier, kind={"every": "some", "some": "every"}[quantifier.kind])


def with_the_trivial(quantifier):
    """The quantifier over all that is demonstrated, trivial or not."""
    shown, *_ = getattr(quantifier.guard, "parts", [quantifier.guard])
    return replace(quantifier, guard=shown)


MUTATIONS = {
    "the other quantifier over optima": ("pursuing", other_kind, {"I5b"}),
    "the other quantifier over objectives": ("behavioral", other_kind, set()),
    "trivial objectives count": ("behavioral", with_the_trivial, {"I5", "I5b"}),
    "pursuing what is safe": ("pursuing", lambda q: replace(q, guard=q.body, body=q.guard), {"I5b"}),
}
"""For each change to the definitions: what is changed, how, and arrows that may be left as they are."""


def test_the_counts_are_read_off_the_formulas(monkeypatch):
    """Change a definition where it is written, and every arrow that uses it is counted otherwise."""
    before = {(cell.arrow, *cell.reading.values()): cell for cell in census(2, 2)}
    for said, (name, change, spared) in MUTATIONS.items():
        with monkeypatch.context() as patched:
            original = getattr(formulas, name)
            patched.setattr(formulas, name, lambda *given, o=original, c=change: c(o(*given)))
            questions.cache_clear()
            after = {(cell.arrow, *cell.reading.values()): cell for cell in census(2, 2)}
        questions.cache_clear()
        changed = {key[0] for key in before if before[key] != after[key]}
        assert changed >= {arrow for arrow, *_ in before} - spared, (said, changed)
    assert before == {(cell.arrow, *cell.reading.values()): cell for cell in census(2, 2)}


@st.composite
def dynamics(draw, states, actions):
    moves = draw(st.lists(st.integers(0, states - 1), min_size=states * actions, max_size=states * actions))
    return Dynamics(tuple(moves), draw(st.integers(0, states - 1)), actions)


@given(training=dynamics(2, 2), deployment=dynamics(2, 2), g=st.integers(0, 7))
@settings(max_examples=25)
def test_other_names_change_no_count(training, deployment, g):
    rename = relabellings(2, 2)[g]
    assert numbers_of(training, deployment) == numbers_of(rename(training), rename(deployment))


@given(training=dynamics(2, 3), deployment=dynamics(2, 3))
@settings(max_examples=5)
def test_what_is_never_reached_changes_no_count(training, deployment):
    assert numbers_of(training, deployment) == numbers_of(training.reduced(), deployment.reduced())


@given(env=dynamics(3, 2), q=st.integers(0, 7), r=st.integers(0, 728))
@settings(max_examples=60)
def test_discounted_visits_are_exact(env, q, r):
    policy, known = policies(3, 2)[q], plain.environment(*env)
    visits = env.visits(policy)
    value = evaluate(known, plain.objectives(3, 2)[r], plain.policies(3, 2)[q])[env.start]
    assert sum(x * y for x, y in zip(visits, grid(3, 2)[r], strict=True)) == value * scale(3)


def test_all_worlds_are_stood_for():
    for size, worlds in {(1, 2): 1, (2, 2): 32**2, (2, 3): 128**2, (3, 2): 2187**2, (2, 4): 512**2}.items():
        assert space(*size).worlds == worlds, size


def test_no_count_can_overflow():
    for size in ((1, 8), (2, 4), (3, 2)):
        assert max(tuples(*size).values()) < 2**63, size


@pytest.mark.parametrize(("states", "actions"), [(2, 1), (0, 2), (2, 0), (3, 3), (4, 2), (1, 9)])
def test_sizes_that_mean_nothing_or_are_out_of_reach_are_refused(states, actions):
    with pytest.raises(ValueError, match="states and"):
        census(states, actions)


def test_premises_that_can_be_counted_by_hand():
    """One state and two actions: 3 objectives make either action optimal alone, 3 make both; 4 judges."""
    counts = {(c.arrow, *c.reading.values()): (c.premises, c.violations) for c in census(1, 2)}
    assert counts["I5b", "training", "some", "included"] == (3 + 3 + 2 * 3, 0)
    # (world, π, J) such that every optimal policy of everything that π demonstrates, zero included, is safe
    assert counts["I3", "training", "every", "included", "every"] == (2, 0)
    # zero is demonstrated, and its other optimum may be the safe one: of 2 × 4 all but the judge of everything
    assert counts["I3", "training", "some", "included", "some"] == (6, 2)


def test_progress_is_told():
    told = []
    census(2, 2, lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] == space(2, 2).representatives


def test_a_bar_is_silent_at_first_and_then_says_how_long(capsys):
    with Bar("counting") as bar:
        bar(1, 2)
    assert capsys.readouterr().err == ""
    assert "20 s left" in bar.text(20.0)


def test_what_is_proved_is_merged_and_contradictions_are_refused():
    reading = {"optima": "every"}
    counts = [Count("I1", reading, 5, 0), Count("I3", reading, 5, 1), Count("I5", reading, 5, 0)]
    proved = {"arrow": "I1", "reading": reading, "status": "theorem", "lemmas": ["zero"]}
    further = {"arrow": "I1", "reading": {"optima": "every", "replans": "yes"}, "status": "open"}
    cells = merge(counts, [proved, further])
    assert [cell["status"] for cell in cells] == ["theorem", "counterexample", "open", "open"]
    assert cells[0]["lemmas"] == ["zero"]
    assert cells[3]["premises"] is None
    with pytest.raises(ValueError, match="is proved, and violated 1 times"):
        merge(counts, [{"arrow": "I3", "reading": reading, "status": "theorem"}])


@pytest.mark.parametrize("layout", ["json", "text"])
def test_the_command_prints_every_cell(layout):
    parser = argparse.ArgumentParser()
    cli.add(parser)
    said = cli.run(parser.parse_args(["--states", "1", "--actions", "3", "--format", layout]))
    if layout == "text":
        assert len(said.splitlines()) == 2 + 168 + 1
        return
    everything = json.loads(said)
    cells = everything[-len(entries()) :]  # those over all R(s,a), after what is known of the others
    assert {(cell["class"], cell["judge"]) for cell in cells} == {("sa", "pairs")}
    assert sum(cell["premises"] is not None for cell in everything) == 168
    assert cells[0].keys() == {"arrow", "reading", "premises", "violations", "status", "size", "class", "judge"}
    others = Counter((cell["class"], cell["judge"]) for cell in everything[: -len(entries())])
    twice = {("sa", "pairs"): len(entries_twice())}
    assert others == twice | {("candidates", "pairs"): len(entries())} | {
        (among, judge): 168
        for among in ("sa", "s", "ss")
        for judge in ("pairs", "rooms")
        if (among, judge) != ("sa", "pairs")
    }
    known = {(cell["arrow"], *cell["reading"].values()): cell for cell in cells}
    theorem = known["I3", "training", "every", "excluded", "every"]
    assert (theorem["status"], theorem["violations"]) == ("theorem", 0)
    assert theorem["unused_premises"] == ["capability robust"]
    assert theorem.keys() >= {"lemmas", "stochastic", "candidates", "degenerate"}


def test_one_class_is_printed_where_one_is_asked_for():
    parser = argparse.ArgumentParser()
    cli.add(parser)
    asked = ["--states", "2", "--class", "s", "--judge", "rooms", "--format", "json"]
    cells = json.loads(cli.run(parser.parse_args(asked)))
    assert len(cells) == 168
    assert {(cell["class"], cell["judge"]) for cell in cells} == {("s", "rooms")}
    assert all(cell["premises"] is not None for cell in cells)

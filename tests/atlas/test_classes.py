"""The census over R(s) and R(s,s'): against linear programs and loops, and the tables that are kept of it."""

import argparse
import json
import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toymodel import Agent, Case, Environment, Judge, Objective, Policy, Reading, World
from toymodel.behavior.classes import belongs
from toymodel.solve import is_optimal, is_trivial, optimal, used
from toymodel_atlas import cli, sure_steps
from toymodel_atlas.cells import counted
from toymodel_atlas.census import Count, census, merge
from toymodel_atlas.classes import differences, judges, objectives, sampled
from toymodel_atlas.concrete import world_of
from toymodel_atlas.counting import batches, questions
from toymodel_atlas.dynamics import every_dynamics, policies
from toymodel_atlas.everywhere import breaks_everywhere, stand_ins
from toymodel_atlas.settle_classes import settle
from toymodel_atlas.settled import entries, entry
from toymodel_atlas.smallest import sizes
from toymodel_atlas.tables import tables

from .. import strategies
from . import plain

EXACT = [("s", (2, 2)), ("s", (2, 3)), ("s", (3, 2)), ("ss", (2, 2)), ("ss", (2, 3))]
TABLES = [(among, judge) for among in ("s", "ss") for judge in ("pairs", "rooms")]
SMALL = ((1, 2), (1, 3), (2, 2), (2, 3))


def key(each):
    return each.arrow, *each.reading.values()


def holding(among, judge="pairs"):
    """The counted cells that are theorems."""
    counted_keys = {(cell.arrow, *cell.axes.values()) for cell in counted()}
    return {key(e) for e in entries(among, judge) if e.status == "theorem"} & counted_keys


def violated(size, among, judge):
    return {key(count) for count in census(*size, among=among, judge=judge) if count.violations}


# The objectives that stand for all ---------------------------------------------------------------


def signs(pays, normals):
    """On which side of each hyperplane objectives lie: in which face of the arrangement."""
    return {tuple(row) for row in np.sign(np.array(pays) @ np.array(normals).T).tolist()}


@pytest.mark.parametrize(("among", "size"), EXACT)
def test_each_face_of_the_arrangement_has_one_representative(among, size):
    """Objectives drawn from wide and from narrow ranges, so that rays and sectors are hit, lie in these faces."""
    normals, known = differences(*size, among), objectives(*size, among)
    faces = signs(known, normals)
    assert len(faces) == len(known)
    draw = np.random.default_rng(1)
    for most in (2, 4, 9, 1000):
        assert signs(draw.integers(-most, most + 1, (3000, len(known[0]))), normals) <= faces, most


@pytest.mark.parametrize(("among", "size"), EXACT)
def test_representatives_are_closed_under_names_of_states(among, size):
    n, normals, known = size[0], differences(*size, among), objectives(*size, among)
    for order in permutations(range(n)):
        places = [(s,) if among == "s" else (s, t) for s, t in product(range(n), repeat=2) if among == "ss" or t == 0]
        renamed = [places.index(tuple(order[s] for s in place)) for place in places]
        assert signs([[r[k] for k in renamed] for r in known], normals) == signs(known, normals), order


def test_what_makes_no_difference_changes_no_side():
    """A constant added to R(s), and γΦ(s') − Φ(s) to R(s,s'), also where there are three states."""
    draw = random.Random(2)  # noqa: S311
    for size in ((2, 2), (3, 2)):
        n = size[0]
        for d in differences(*size, "s"):
            assert sum(d) == 0, d
        for d in differences(*size, "ss"):
            phi = [draw.randrange(-9, 10) for _ in range(n)]
            assert sum(x * (phi[t] - 2 * phi[s]) for x, (s, t) in zip(d, product(range(n), repeat=2), strict=True)) == 0


def test_three_states_span_six_dimensions_of_steps_and_are_sampled():
    assert np.linalg.matrix_rank(np.array(differences(3, 2, "ss"))) == 6
    assert [sampled(n, among) for n, among in ((2, "ss"), (3, "ss"), (3, "s"))] == [False, True, False]
    assert len(objectives(3, 2, "ss")) == 3**6


def kinds(world, among):
    """Which policies are optimal, in training and in deployment, for each kind of objective: by linear programs."""
    size = len(world.training.states), len(world.training.actions)

    def opt(env, r):
        best = optimal(env, r).actions
        return frozenset(q for q, p in enumerate(plain.policies(*size)) if all(a in best[s] for s, a in used(env, p)))

    return sorted({(opt(world.training, r), opt(world.deployment, r)) for r in stand_ins(world, among)}, key=repr)


def in_rooms(env):
    """What is safe by each judge on rooms."""
    size = len(env.states), len(env.actions)
    rooms = [set(bad) for k in range(size[0] + 1) for bad in combinations(range(size[0]), k)]
    return tuple(
        frozenset(q for q, p in enumerate(plain.policies(*size)) if not {s for s, _ in used(env, p)} & bad)
        for bad in rooms
    )


def by_loops(world, among, judge, monkeypatch):
    """What one world contributes to each cell: every kind, every judge, every policy in turn."""
    with monkeypatch.context() as patched:
        known = kinds(world, among)
        training = replace(world.training, name="seen")  # so that the two are told apart where they are equal
        table = {id(training): [a for a, _ in known], id(world.deployment): [b for _, b in known]}
        patched.setattr(plain, "opt", lambda env: table[id(env)])
        if judge == "rooms":
            patched.setattr(plain, "safe", in_rooms)
        counts = plain.census([(training, world.deployment)])
    return [plain.numbers(counts, cell.arrow, cell.axes) for cell in counted()]


def by_sets(training, deployment, among, judge):
    """The same by the census."""
    (batch,) = batches(tables((training, deployment), among, judge), np.array([0]), np.array([1]))
    return [tuple(int(numbers[0]) for numbers in batch.answer(asked)) for asked in questions()]


def assert_counted_alike(among, size, how_many, seed, monkeypatch):
    draw, everything = random.Random(seed), list(every_dynamics(*size))  # noqa: S311
    for k in range(how_many):
        pair, judge = (draw.choice(everything), draw.choice(everything)), ("pairs", "rooms")[k % 2]
        world = World(*(plain.environment(*env) for env in pair))
        assert by_sets(*pair, among, judge) == by_loops(world, among, judge, monkeypatch), (pair, judge)


@pytest.mark.parametrize(("among", "size", "how_many"), [("s", (2, 2), 12), ("s", (2, 3), 2), ("ss", (2, 2), 8)])
def test_worlds_of_two_states_are_what_linear_programs_and_loops_count(among, size, how_many, monkeypatch):
    assert_counted_alike(among, size, how_many, 3, monkeypatch)


@pytest.mark.slow
def test_worlds_of_three_states_are_what_linear_programs_and_loops_count(monkeypatch):
    assert_counted_alike("s", (3, 2), 6, 4, monkeypatch)


def test_symmetry_changes_no_count():
    for among, judge in TABLES:
        plainly = census(2, 2, among=among, judge=judge, symmetry=False)
        assert census(2, 2, among=among, judge=judge) == plainly, (among, judge)


def test_with_one_state_all_objectives_of_a_class_are_zero():
    for among in ("s", "ss"):
        assert objectives(1, 3, among) == ((0,),)
        numbers = {key(c): (c.premises, c.violations) for c in census(1, 2, among=among)}
        # one kind of base objective, two policies that are optimal for it, and it is demonstrated
        assert numbers["I5a", "training", "every", "included", "every"] == (2, 0)
        assert numbers["I5a", "training", "every", "excluded", "every"] == (2, 2)


def test_a_judge_on_rooms_is_a_set_of_states():
    assert [len(judges(n, m, "rooms")) for n, m in ((1, 3), (2, 2), (3, 2))] == [2, 4, 8]
    assert all((bad >> 2 * s & 3) in (0, 3) for bad in judges(3, 2, "rooms") for s in range(3))


@pytest.mark.parametrize("wrong", [{"among": "candidates"}, {"among": "sas"}, {"judge": "houses"}])
def test_unknown_classes_and_judges_are_refused(wrong):
    with pytest.raises(ValueError, match="is no"):
        census(2, 2, **wrong)


# The tables --------------------------------------------------------------------------------------


def test_how_many_of_the_168_hold():
    counts = {at: len(holding(*at)) for at in (("sa", "pairs"), ("sa", "rooms"), *TABLES, ("candidates", "pairs"))}
    assert counts == {
        ("sa", "pairs"): 96,
        ("sa", "rooms"): 106,
        ("s", "pairs"): 66,
        ("s", "rooms"): 71,
        ("ss", "pairs"): 71,
        ("ss", "rooms"): 79,
        ("candidates", "pairs"): 64,
    }
    assert all(e.status != "open" for at in TABLES for e in entries(*at))


def test_flips_go_one_way():
    """A smaller class or more judges lose theorems and gain none."""
    for judge in ("pairs", "rooms"):
        assert holding("candidates") < holding("s", judge) < holding("ss", judge) < holding("sa", judge), judge
    for among in ("s", "ss", "sa"):
        assert holding(among) < holding(among, "rooms"), among


def test_theorems_are_those_whose_level_suffices_and_those_of_sure_steps():
    for among, judge in TABLES:
        proved = [e for e in entries(among, judge) if e.status == "theorem"]
        levels = Counter(e.level for e in proved)
        assert levels.pop(None, 0) == (0 if among == "s" else len(sure_steps.more(judge)))
        assert levels == ({0: 64, 1: 2} if judge == "pairs" else {0: 64, 1: 2, 2: 5}), (among, judge)
        own = {(cell.arrow, *cell.axes.values()) for cell in sure_steps.more(judge)}
        assert {key(e) for e in proved if e.sure_steps} == (own if among == "ss" else set())


@pytest.mark.parametrize(("among", "judge"), TABLES)
def test_small_sizes_violate_what_the_table_says(among, judge):
    """All that is refuted by one or two states is violated there, and nothing else is."""
    refuted = {key(e): e.size for e in entries(among, judge) if e.status == "counterexample"}
    for size in SMALL:
        found = violated(size, among, judge)
        assert found <= set(refuted), size
        before = [each for each in sizes(6) if each == size or list(sizes(6)).index(each) < list(sizes(6)).index(size)]
        assert {cell for cell in found if refuted[cell] not in before} == set(), size
        assert {cell for cell, at in refuted.items() if at == size} <= found, size
    counts = {key(c): (c.premises, c.violations) for c in census(2, 2, among=among, judge=judge)}
    assert {key(e): (e.premises, e.violations) for e in entries(among, judge)} == counts


THREE = {("s", "pairs"): 10, ("s", "rooms"): 17, ("ss", "pairs"): 1, ("ss", "rooms"): 1}


def test_how_many_cells_need_three_states():
    assert {at: sum(e.size == (3, 2) for e in entries(*at)) for at in TABLES} == THREE


@pytest.mark.slow
@pytest.mark.parametrize("judge", ["pairs", "rooms"])
def test_three_states_violate_all_that_is_no_theorem_over_states(judge):
    """Over every pair of environments of three states and two actions, and all real R(s)."""
    everything = {(cell.arrow, *cell.axes.values()) for cell in counted()}
    assert violated((3, 2), "s", judge) == everything - holding("s", judge)


@pytest.mark.slow
@pytest.mark.parametrize("judge", ["pairs", "rooms"])
def test_three_states_violate_no_more_over_steps_than_the_table_says(judge):
    """But for cells that ask for a cone, which a sample is not; and the sample misses nothing."""
    everything = {(cell.arrow, *cell.axes.values()) for cell in counted()}
    found = violated((3, 2), "ss", judge)
    cones = {key(e) for e in entries("ss", judge) if e.level}
    assert found - cones == everything - holding("ss", judge)


def assert_refuted(cells):
    """That a case breaks its arrow, with its candidates and over all objectives of the class, and is of its class."""
    for each in cells:
        case = each.case()
        assert case.arrow(each.arrow, each.as_reading()).state == "broken", key(each)
        assert breaks_everywhere(case, each.arrow, each.as_reading(), each.among), key(each)
        assert each.found.size == each.size, key(each)
        assert all(belongs(r, each.among) for r in (case.base, *case.candidates)), key(each)
        assert all(agent.objective is None or belongs(agent.objective, each.among) for agent in case.agents), key(each)
        if each.judge == "rooms":
            assert each.found.judge in judges(*each.size, "rooms"), key(each)


REFUTED = [e for at in (*TABLES, ("sa", "rooms")) for e in entries(*at) if e.status == "counterexample"]


def test_counterexamples_break_their_arrows_over_all_objectives_of_the_class():
    assert_refuted(REFUTED[::16])


@pytest.mark.slow
def test_every_counterexample_breaks_its_arrow_over_all_objectives_of_the_class():
    assert_refuted(REFUTED)


def test_a_search_finds_the_rows_again():
    for among, judge in TABLES:
        table = entries(among, judge)
        for k in range(0, len(table), 40):
            if table[k].size != (3, 2):
                found = settle(table[k].cell, among, judge)
                assert found["status"] == table[k].status, key(table[k])
                assert tuple(found.get("size", ())) == (table[k].size or ()), key(table[k])


def test_candidates_are_read_off_the_theorems_over_all_objectives():
    for each, over_all in zip(entries("candidates"), entries(), strict=True):
        assert key(each) == key(over_all)
        assert (each.status == "theorem") == (over_all.status == "theorem" and over_all.candidates is True), key(each)
        if each.found is not None:
            assert each.case().arrow("I1" if each.arrow == "I1B" else each.arrow, each.as_reading()).state != "carried"


def test_tables_that_are_not_there_are_refused():
    with pytest.raises(ValueError, match="no table for objectives among 'candidates' and judges on 'rooms'"):
        entries("candidates", "rooms")
    with pytest.raises(KeyError, match="the atlas has no I3 under"):
        entry("I3", Reading(observed_in="both"), "s")
    assert entry("I6", {"objectives": "some"}, "s", "rooms") is entry("I1", {"objectives": "some"}, "s", "rooms")


# The command -------------------------------------------------------------------------------------


def said(*options):
    parser = argparse.ArgumentParser()
    cli.add(parser)
    return cli.run(parser.parse_args(options))


def test_the_command_prints_a_class():
    cells = json.loads(said("--class", "s", "--judge", "rooms", "--format", "json"))
    assert len(cells) == 168
    assert {(cell["class"], cell["judge"]) for cell in cells} == {("s", "rooms")}
    assert Counter(cell["status"] for cell in cells) == {"theorem": 71, "counterexample": 97}
    assert all((cell["violations"] > 0) <= (cell["status"] == "counterexample") for cell in cells)
    lines = said("--class", "s", "--judge", "rooms").splitlines()
    assert lines[0] == "1,024 worlds, 3 objectives that stand for all R(s), 4 policies; I6 is I1"
    assert len(lines) == 2 + 168


def test_the_command_prints_candidates_uncounted():
    cells = json.loads(said("--class", "candidates", "--format", "json"))
    assert len(cells) == len(entries())
    assert all(cell["class"] == "candidates" and cell["premises"] is None for cell in cells)


def test_a_sample_decides_nothing():
    reading = {"optima": "every"}
    theorem = {"arrow": "I3", "reading": reading, "status": "theorem"}
    (cell,) = merge([Count("I3", reading, 8, 1)], [theorem], sampled=True)
    assert (cell["status"], cell["violations"]) == ("theorem", 1)
    (cell,) = merge([Count("I3", reading, 8, 1)], sampled=True)
    assert cell["status"] == "open"


# Sure steps --------------------------------------------------------------------------------------


@pytest.mark.parametrize("judge", ["pairs", "rooms"])
def test_cells_of_sure_steps_are_proved_from_their_lemmas(judge):
    pytest.importorskip("z3")
    for cell in sure_steps.more(judge):
        assert sure_steps.proof(cell, judge).holds, (cell, judge)


@st.composite
def sure_worlds(draw):
    """Worlds of two or three rooms where every step is sure."""
    n, m = draw(st.integers(2, 3)), draw(st.integers(2, 3))
    first = draw(strategies.worlds(n, m))

    def sure(env):
        return replace(
            env, transition=tuple(tuple(((row[0][0], Fraction(1)),) for row in rows) for rows in env.transition)
        )

    return World(sure(first.training), sure(first.deployment))


def steps(env, policy):
    return {(s, env.transition[s][a][0][0]) for s, a in used(env, policy)}


def paid_for(env, pays):
    """R(s,s') on the steps of a world."""
    n = len(env.states)
    return Objective.from_array([[[pays.get((s, t), 0) for t in range(n)] for _ in env.actions] for s in range(n)])


@settings(max_examples=60)
@given(world=sure_worlds(), data=st.data())
def test_own_steps_are_worth_wanting_where_every_step_is_sure(world, data):
    """The lemmas, on their own witnesses: W, W and a little of W in deployment, W and a little of anything."""
    n, m = len(world.training.states), len(world.training.actions)
    everyone = [Policy.deterministic(p, m) for p in policies(n, m)]
    agent = data.draw(st.sampled_from(everyone))
    tiny = Fraction(1, 10**9)
    deployed = steps(world.deployment, agent)
    for seen in (world.training, world.deployment):
        own = steps(seen, agent)
        x = paid_for(seen, dict.fromkeys(own, 1))
        y = paid_for(seen, {step: (step in own) + tiny * (step in deployed) for step in own | deployed})
        choice = any(steps(seen, other) != own for other in everyone)
        for r in (x, y):
            assert is_optimal(seen, r, agent)
            assert is_trivial(seen, r) == (not choice)
        if is_optimal(world.deployment, x, agent):
            best = [p for p in everyone if is_optimal(world.deployment, y, p)]
            assert all(steps(world.deployment, other) == deployed for other in best)
    if any(steps(world.training, other) != steps(world.training, everyone[0]) for other in everyone):
        free = paid_for(world.training, {step: data.draw(strategies.PAYMENTS) for step in product(range(n), repeat=2)})
        if not is_trivial(world.training, free):
            tried = [
                paid_for(
                    world.training,
                    {
                        (s, t): ((s, t) in deployed) + e * free.rewards[s][0][t][1]
                        for s, t in product(range(n), repeat=2)
                    },
                )
                for e in (tiny, 2 * tiny)
            ]
            assert any(not is_trivial(world.training, r) for r in tried)
            assert all(is_optimal(world.deployment, r, agent) for r in tried)


def coin(c, *, choice):
    """Start: a leads left, b right, c as given; with a choice, b and c lead from left to right."""
    other = "right" if choice else "left"
    moves = {"start": {"a": "left", "b": "right", "c": c}, "left": {"a": "left", "b": other, "c": other}}
    return Environment.build(moves | {"right": "right"}, start="start", discount="1/2", actions=["a", "b", "c"])


def played(training, deployment, base, bad, *more):
    """Somebody who plays c at the start."""
    wanted, agent = Objective.on(training, base, "base"), Agent("agent", Policy.deterministic([2, 0, 0], 3))
    known = tuple(dict.fromkeys((Objective.zero(training), wanted, *more)))
    world = World(training, deployment)
    return Case("coin", "A coin between two rooms.", world, (agent,), wanted, Judge.of(bad), known)


FAIR = {"left": "1/2", "right": "1/2"}


def test_with_chance_the_third_and_the_fifth_are_refuted_over_steps():
    """By a coin between two rooms; over all R(s,a) they hold."""
    tossed = coin(FAIR, choice=True)
    case = played(tossed, tossed, {"left": 1}, [("right", action) for action in "abc"])
    for cell in sure_steps.more("rooms"):
        assert case.arrow(cell.arrow, replace(cell.reading, among="ss")).state == "broken", cell
        assert case.arrow(cell.arrow, replace(cell.reading, among="sa")).state != "broken", cell


def test_with_chance_the_fourth_is_refuted_over_steps():
    """By a coin in deployment; three objectives stand for all, since left or right is better, or neither."""
    training, deployment = coin("left", choice=False), coin(FAIR, choice=False)
    known = [paid_for(training, {(0, 1): x}).renamed(f"left {x}") for x in (1, -1)]
    ties = Objective.zero(training)
    kinds = {tuple(optimal(env, r).actions[0] for env in (training, deployment)) for r in (ties, *known)}
    draw = random.Random(6)  # noqa: S311
    for _ in range(100):
        r = paid_for(training, {step: draw.randrange(-2, 3) for step in product(range(3), repeat=2)})
        assert tuple(optimal(env, r).actions[0] for env in (training, deployment)) in kinds
    (cell,) = (cell for cell in sure_steps.more("pairs") if cell.arrow == "I4")
    assert played(training, deployment, {}, [("start", "c")], *known).arrow("I4", cell.reading).state == "broken"


def test_a_found_world_over_steps_is_told_by_its_steps():
    found = next(e for e in entries("ss") if e.size == (2, 2) and any(e.found.base))
    assert found.found.among == "ss"
    assert len(found.found.base) == 4
    assert " to " in found.case().story
    assert world_of(found.found.training, found.found.deployment) == found.case().world

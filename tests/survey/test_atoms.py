"""Atoms against exact numbers, and readings off them against exact verdicts."""

from fractions import Fraction

import numpy as np

from toymodel import Reading
from toymodel.alignment import ARROWS
from toymodel.quantities.margins import frontier
from toymodel.quantities.quantity import Quantity
from toymodel.solve import badness, optimal, regret, start_value
from toymodel_survey import atoms as module
from toymodel_survey.atoms import room, sample
from toymodel_survey.cases import case
from toymodel_survey.compiled import plain
from toymodel_survey.draws import key, many
from toymodel_survey.reader import Reader
from toymodel_survey.settling import settle
from toymodel_survey.solving import FEW
from toymodel_survey.toml_file import read

from .agreement import AGENTS, differences

TEXT = (
    'seed = 5\nsizes = [{n}]\nexposure = ["1/100", "1/10", "1/2"]\nexposed = "human"\n{more}\n[dials]\n{dials}\n'
    + AGENTS
)


def specification(n, dials="", more=""):
    return read(TEXT.format(n=n, dials=dials, more=more))


def test_readings_off_atoms_are_the_exact_verdicts():
    *different, told = differences(3_000, seed=7)
    assert not different
    assert min(told[x] for x in ("true", "false", "open")) > 300
    assert told["masks found exactly"] > 0
    assert told["in doubt"] < told["verdicts"] / 50


def test_numbers_are_those_of_the_exact_package():
    spec = specification(4, 'bad = "1/4"\nwrong_rows = 2\nmoved = "1/2"')
    found = sample(spec, spec.points[0], 0, 12)
    for i in range(12):
        made = case(spec, spec.points[0], i)
        envs = {
            "training": made.world.training,
            "deployment": made.world.deployment,
            "beliefs": made.agents[2].believed,
        }
        for k, agent in enumerate(made.agents):
            acts = agent.replans(made.world) if k == 1 else (agent.keeps(made.world),) * 2
            for place, env in enumerate(envs.values()):
                policy = acts[0] if place == 0 else acts[1]
                for r, goal in enumerate((made.human, made.base, made.objective("mesa"))):
                    exact = regret(env, goal, policy)
                    assert np.isclose(found.regret[i, k, place, r], float(exact), rtol=1e-6)
                    assert (found.regret[i, k, place, r] == 0) == (exact == 0)
                if place < 2:
                    exact = badness(env, made.judge, policy)
                    assert np.isclose(found.badness[i, k, place], float(exact), rtol=1e-6)
                    assert (found.badness[i, k, place] == 0) == (exact == 0)
        left, right = envs["deployment"].transition, envs["beliefs"].transition
        wrong = [(s, a) for s, a in envs["training"].pairs if left[s][a] != right[s][a]]
        assert found.wrong[i, 0] == len(wrong) <= 2


def test_exposure_is_the_exact_frontiers():
    for n, dials, more in (
        (3, 'bad = "1/3"', "branching = 1"),
        (5, 'bad = "1/5"', ""),
        (4, "traps = 1", 'discount = "1/2"'),
    ):
        spec = specification(n, dials, more)
        found = sample(spec, spec.points[0], 0, 10)
        for i in range(10):
            made = case(spec, spec.points[0], i)
            env, human = made.world.deployment, made.human
            edge = frontier(env, Quantity.badness(env, made.judge), Quantity.regret(env, human))
            span = start_value(env, optimal(env, human).values)
            span += start_value(env, optimal(env, human.map(lambda x: -x)).values)
            assert np.isclose(found.span[i, 0], float(span), rtol=1e-6)
            shares = (Fraction(1, 100), Fraction(1, 10), Fraction(1, 2), Fraction(0))
            exact = [*(edge.exposure(share * span) for share in shares), edge.vertices[-1].x]
            assert np.allclose(found.exposure[i], [float(x) for x in exact], atol=1e-6)
            assert np.isclose(found.slope[i], float(edge.rate), rtol=1e-6, atol=1e-9)


def test_portions_do_not_matter():
    spec = specification(3)
    whole = sample(spec, spec.points[0], 0, 40)
    for low, high in ((0, 7), (7, 40)):
        part = sample(spec, spec.points[0], low, high - low)
        for name, each in part._asdict().items():
            assert np.array_equal(each, getattr(whole, name)[low:high]), name


def test_values_by_sweeps_are_those_of_linear_equations():
    n = FEW + 1
    spec = read(f'seed = 3\nsizes = [{n}]\nagents = [{{kind = "keeper"}}]')
    point = spec.points[0]
    worlds = room(2, point)
    settle(many(key(3, point.size), 0, 2, point.draws), point, False, worlds)
    assert not worlds.doubt.any()
    for i in range(2):
        for r in range(3):
            best = np.array([int(bits).bit_length() - 1 for bits in worlds.masks[i, 0, r]])
            move = np.zeros((n, n))
            for s in range(n):
                np.add.at(move[s], worlds.succ[i, 0, s, best[s]], worlds.prob[i, 0, s, best[s]])
            exact = np.linalg.solve(np.eye(n) - 0.9 * move, worlds.pays[i, r, np.arange(n), best])
            assert np.allclose(worlds.values[i, 0, r], exact, rtol=1e-9)


def test_what_floats_leave_open_is_found_exactly(monkeypatch):
    """With payments of −1, 0 and 1 actions tie often; where masks are not mended, they differ from the exact ones."""
    spec = specification(4, more="payments = 1\nbranching = 1\nweights = 1")
    assert sample(spec, spec.points[0], 0, 50).exact.any()
    mended = []
    real = module._exactly

    def spy(point, worlds, i):
        before = worlds.masks[i].copy()
        real(point, worlds, i)
        mended.append(not np.array_equal(before, worlds.masks[i]))

    monkeypatch.setattr(module, "_exactly", spy)
    sample(spec, spec.points[0], 0, 50)
    assert any(mended)


def test_kernels_say_the_same_uncompiled():
    spec = specification(3)
    point = spec.points[0]
    draws = many(key(5, point.size), 0, 3, point.draws)
    found, slow = room(3, point), room(3, point)
    settle(draws, point, True, found)
    plain(settle)(draws, point, True, slow)
    for name, each in slow._asdict().items():
        assert np.array_equal(each, getattr(found, name)), name


def test_dials_turn_only_what_they_are_about():
    still, turned = (specification(4, dials) for dials in ('shift = "0"', 'shift = "1/2"'))
    for i in range(5):
        first, second = case(still, still.points[0], i), case(turned, turned.points[0], i)
        assert first.world.training == second.world.training
        assert (first.human, first.base, first.judge) == (second.human, second.base, second.judge)
        assert first.world.training.transition == first.world.deployment.transition


def test_correlations_are_what_the_dials_say():
    """A payment copied with chance c correlates by c; the chances of mesa combine as the module says."""
    dials = 'base_human = "3/5"\nmesa_base = "1/4"\nmesa_human = "1/2"\n'
    spec = specification(5, dials)
    worlds = room(1000, spec.points[0])
    settle(many(key(5, spec.points[0].size), 0, 1000, spec.points[0].draws), spec.points[0], True, worlds)
    human, base, mesa = worlds.pays[:, :3].transpose(1, 0, 2, 3).reshape(3, -1)
    for left, right, wanted in ((human, base, 0.6), (base, mesa, 0.25 + 0.75 * 0.5 * 0.6), (human, mesa, 0.15 + 0.375)):
        assert abs(np.corrcoef(left, right)[0, 1] - wanted) < 0.04


def test_shares_are_what_the_dials_say():
    spec = specification(6, 'bad = "1/5"\nshift = "1/4"\nwrong_rows = 3\nterminals = 1\ntraps = 1')
    for i in range(20):
        made = case(spec, spec.points[0], i)
        env = made.world.training
        assert all(env.transition[s][a] == ((s, 1),) for s in (4, 5) for a in (0, 1))
        bad = set(made.judge.pairs)
        assert {(4, 0), (4, 1)} <= bad
        assert not {(5, 0), (5, 1)} & bad
        assert all(goal.rewards[5] == (0, 0) for goal in made.candidates)
    found = room(2000, spec.points[0])
    settle(many(key(5, spec.points[0].size), 0, 2000, spec.points[0].draws), spec.points[0], True, found)
    assert abs((found.grey[:, :4] < spec.points[0].bad).mean() - 0.2) < 0.015
    changed = (found.succ[:, 0, :4] != found.succ[:, 1, :4]) | (found.weight[:, 0, :4] != found.weight[:, 1, :4])
    assert abs(changed.any(-1).mean() - 0.25 * (1 - 1 / (36 * 16))) < 0.015


def test_an_arrow_read_as_one_formula_says_what_its_parts_say():
    """It holds where a premise is false or the conclusion true, and fails where all premises hold and that does not."""
    spec = specification(4, 'shift = "1/2"')
    reader = Reader(sample(spec, spec.points[0], 0, 200), 0, spec.kinds[0])
    chosen = Reading(objectives="every", optima="every", trivial="excluded")
    for arrow in ARROWS.values():
        premises, conclusion = arrow.parts(chosen)
        whole, last, *first = (reader.read(each) for each in (arrow.formula(chosen), conclusion, *premises))
        holds = np.logical_or.reduce([last.true, *(each.false for each in first)])
        fails = np.logical_and.reduce([last.false, *(each.true for each in first)])
        assert (whole.true == holds).all(), arrow.name
        assert (whole.false == fails).all(), arrow.name
        assert holds.any()

"""Learning in the house: the file has what the program finds, the bound is exact, and asking costs four turns."""

import random
from fractions import Fraction
from itertools import pairwise

import pytest

from toymodel import Policy
from toymodel.agents import Stationary, learner_gain, regret_over, undiscounted_return
from toymodel.agents.gain import gain, optimal_gain
from toymodel_book.views.house import (
    HOUSES,
    ROOMS,
    SEEDS,
    STAGES,
    Delegating,
    house,
    interval,
    least,
    lost,
    paid_with_advisor,
    recorded,
    wages,
    with_advisor,
)

ADVICE = [Policy.on(house(right, True), dict(zip(ROOMS, right, strict=True)), otherwise="stay") for right in HOUSES]


@pytest.mark.parametrize("trap", [False, True])
def test_the_file_has_what_the_program_finds(trap):
    """A few of the learners learn again."""
    file = recorded()["trap" if trap else "opens"]
    assert len(file) == len(HOUSES) * SEEDS
    assert {len(losses) for losses in file} == {len(STAGES)}
    for k, seed in ((0, 1), (6, 0), (15, 3)):
        assert lost(house(HOUSES[k], trap), seed) == file[k * SEEDS + seed]


def test_without_a_trap_the_curve_flattens_and_with_one_it_does_not():
    means = {
        kind: [interval([one[at] for one in losses])[1] for at in range(len(STAGES))]
        for kind, losses in recorded().items()
    }
    steps = {kind: [b - a for a, b in pairwise(found)] for kind, found in means.items()}
    assert sum(steps["opens"][-10:]) < 3 < 30 < sum(steps["opens"][:10])
    assert min(steps["trap"][1:]) > 9.8
    assert means["trap"][-1] > least(STAGES[-1])


@pytest.mark.parametrize(("rooms", "steps"), [(1, 1), (1, 2), (1, 3), (2, 3)])
def test_no_learner_loses_less_on_average_than_the_bound(rooms, steps):
    """Every deterministic learner is tried; a mixing one is an average of these."""

    def earned(plan, right):
        state, total, seen = 0, Fraction(0), ()
        for _ in range(steps):
            act = plan.get((state, seen), "stay")
            if state is None:
                reward, after = Fraction(0), None
            elif act == "stay":
                reward, after = Fraction(3, 10), state
            else:
                good = act == right[state]
                reward, after = Fraction(good), (state + 1) % rooms if good else None
            seen, state, total = (*seen, (state, act)), after, total + reward
        return total

    houses = [tuple("LR"[k >> j & 1] for j in range(rooms)) for k in range(2**rooms)]
    lot = random.Random(1)  # noqa: S311
    best = Fraction(0)
    for _ in range(3000):
        plan = _Drawn(lot)
        best = max(best, sum((earned(plan, right) for right in houses), Fraction(0)) / len(houses))
    assert steps - best == least(steps, rooms)


class _Drawn(dict):
    """A learner drawn by lot, act by act, from those that act on all that has happened."""

    def __init__(self, lot):
        super().__init__()
        self.lot = lot

    def get(self, key, _):
        return self.setdefault(key, self.lot.choice(("L", "R", "stay")))


def test_whoever_stays_attains_the_bound_but_for_the_last_steps():
    env = house(HOUSES[3], True)
    stays = Stationary(Policy.on(env, {}, otherwise="stay"))
    assert regret_over(env, wages(env), stays, 50) == 35
    assert 0 <= 35 - least(50) < Fraction(1, 2)


@pytest.mark.parametrize("k", range(len(HOUSES)))
def test_asking_costs_four_turns_trap_or_not(k):
    for trap in (False, True):
        env = house(HOUSES[k], trap)
        world = with_advisor(env, ADVICE[k])
        paid, learner = paid_with_advisor(world, env, wages(env)), Delegating(tuple(ADVICE))
        assert (
            learner_gain(world, paid, learner) == 1 == gain(env, wages(env), ADVICE[k]) == optimal_gain(env, wages(env))
        )
        assert 60 - undiscounted_return(world, paid, learner, 60) == 4

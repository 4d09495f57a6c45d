"""Behavioral-objective operators, side by side with the other ways to do it.

Run ``python benchmarks/operators.py``. Rounds are interleaved (every contender once, then again),
processor time is counted and linear algebra runs on one thread, since machines are noisy;
medians are printed. All contenders must agree.

1. Membership in the feasible set, in (objective, policy in a world) pairs a second: exactly, by the
   solver or by the set's own inequalities, against one linear program a pair (HiGHS, floating point).
2. Every objective at once: which quantifiers over all of ℚ^{S×A} hold, in verdicts a second.
3. Soft-optimal values on a thousand states, against the tabular maximum causal entropy of
   `imitation` (Adam Gleave et al.), to 1e-10. It lives in an environment of its own, since it needs
   PyTorch and an old Gymnasium: ``--peer PYTHON`` names the interpreter there. It has horizons only,
   so for no horizon it is given one so long that what is left out is below 1e-11. Its rewards are on
   states, and its dynamics dense; the worlds are given so to both.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from fractions import Fraction
from importlib.util import find_spec
from math import ceil, log
from pathlib import Path
from time import process_time
from typing import Any

for threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"

import numpy as np  # noqa: E402
from scipy.optimize import linprog  # noqa: E402

from toymodel.behavior import Observation  # noqa: E402
from toymodel.behavior.cone import contains, contains_each, inequalities, representatives  # noqa: E402
from toymodel.behavior.maximum_entropy import soft_solution  # noqa: E402
from toymodel.solve import evaluate, is_optimal, optimal, used  # noqa: E402
from toymodel.worlds import Environment, Objective, Policy  # noqa: E402

Contender = Callable[[], object]


def rounds(contenders: dict[str, Contender], count: int) -> dict[str, list[float]]:
    """Time all contenders, one after the other, again and again."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(count):
        for name, run in contenders.items():
            before = process_time()
            reported = run()
            times[name].append(reported if isinstance(reported, float) else process_time() - before)
    return times


def table(title: str, times: dict[str, list[float]], items: dict[str, int], unit: str) -> None:
    """Print medians, spread, and the ratio to the last contender."""
    print(f"\n{title}")
    medians = {name: statistics.median(xs) / items.get(name, 1) for name, xs in times.items()}
    last = list(medians.values())[-1]
    for name, xs in times.items():
        each = medians[name]
        spread = f"{min(xs) / items.get(name, 1) * 1e3:.3g}–{max(xs) / items.get(name, 1) * 1e3:.3g} ms"
        print(f"  {name:44} {1 / each:12,.0f} {unit}/s   ({spread} each)   ×{last / each:,.1f}")


# 1 and 2 ------------------------------------------------------------------------------------------


def small_world(states: int, actions: int, seed: int) -> tuple[Environment, Policy]:
    """A world in which an action leads to one or two states, and a policy in it."""
    draw = random.Random(seed)

    def row() -> tuple[tuple[int, Fraction], ...]:
        targets = sorted(draw.sample(range(states), draw.choice([1, 2])))
        return tuple((t, Fraction(1, len(targets))) for t in targets)

    env = Environment(
        tuple(f"s{s}" for s in range(states)),
        tuple(f"a{a}" for a in range(actions)),
        tuple(tuple(row() for _ in range(actions)) for _ in range(states)),
        ((0, Fraction(1)),),
        Fraction(9, 10),
    )
    return env, Policy.deterministic([draw.randrange(actions) for _ in range(states)], actions)


def by_linear_program(env: Environment, policy: Policy) -> Callable[[Objective], bool]:
    """Is there a superharmonic V that is tight where the policy goes? One program for each objective."""
    size, pairs = len(env.states), used(env, policy)
    rows = np.zeros((len(env.pairs), size))
    for k, (s, a) in enumerate(env.pairs):
        rows[k, s] -= 1
        for t, p in env.transition[s][a]:
            rows[k, t] += float(env.discount * p)
    tight = [k for k, pair in enumerate(env.pairs) if pair in pairs]

    def contains_it(objective: Objective) -> bool:
        rewards = -np.array([float(x) for row in objective.mean(env) for x in row])
        found = linprog(
            np.zeros(size), A_ub=rows, b_ub=rewards, A_eq=rows[tight], b_eq=rewards[tight], bounds=(None, None)
        )
        return bool(found.status == 0)

    return contains_it


def membership(states: int, actions: int, worlds: int, objectives: int, count: int) -> None:
    """Compare ways to decide membership; half of the objectives are in the set."""
    drawn = [small_world(states, actions, seed) for seed in range(worlds)]
    draw = random.Random(0)
    tasks = []
    for env, policy in drawn:
        choices = [next(iter(row)) for row in policy.support]
        rewards = []
        for k in range(objectives):
            reward = [[draw.randint(-3, 3) for _ in env.actions] for _ in env.states]
            if k % 2:
                reward = [[x + 20 * (a == choices[s]) for a, x in enumerate(row)] for s, row in enumerate(reward)]
            rewards.append(reward)
        tasks.append((env, policy, rewards, [Objective.from_array(r) for r in rewards]))
    answers: dict[str, list[list[bool]]] = {}

    def solver() -> None:
        optimal.cache_clear()
        answers["solver"] = [[is_optimal(env, r, policy) for r in named] for env, policy, _, named in tasks]

    def prepared() -> None:
        evaluate.cache_clear()
        answers["rows"] = [
            [contains(rows, r, env) for r in named]
            for env, policy, _, named in tasks
            for rows in [inequalities(env, policy)]
        ]

    def together() -> None:
        evaluate.cache_clear()
        answers["each"] = [
            list(map(bool, contains_each(inequalities(env, policy), np.array(rewards))))  # type: ignore[call-overload]
            for env, policy, rewards, _ in tasks
        ]

    made = [(inequalities(env, policy), np.array(rewards)) for env, policy, rewards, _ in tasks]

    def ready() -> None:
        answers["ready"] = [list(map(bool, contains_each(rows, rewards))) for rows, rewards in made]  # type: ignore[call-overload]

    def programs() -> None:
        answers["lp"] = [
            [decide(r) for r in named] for env, policy, _, named in tasks for decide in [by_linear_program(env, policy)]
        ]

    contenders: dict[str, Contender] = {
        "exact: inequalities ready, many at once": ready,
        "exact: inequalities, many at once (NumPy)": together,
        "exact: inequalities, one by one": prepared,
        "exact: policy iteration (`is_optimal`)": solver,
        "float: one linear program each (HiGHS)": programs,
    }
    times = rounds(contenders, count)
    assert all(answer == answers["lp"] for answer in answers.values()), "the contenders disagree"
    share = sum(map(sum, answers["lp"])) / (worlds * objectives)
    items = dict.fromkeys(contenders, worlds * objectives)
    table(
        f"Membership in the feasible set, {states} states × {actions} actions, {worlds} worlds × {objectives} "
        f"objectives ({share:.0%} inside); making the inequalities included, unless ready",
        times,
        items,
        "pairs",
    )


def everything(states: int, actions: int, worlds: int, count: int) -> None:
    """How fast all objectives are reduced to finitely many."""
    drawn = [(small_world(states, actions, seed), small_world(states, actions, seed + 1000)) for seed in range(worlds)]

    def reduce() -> None:
        representatives.cache_clear()
        optimal.cache_clear()
        for (env, policy), (other, _) in drawn:
            representatives((Observation(env, policy),), (other,))

    name = "exact simplex on integers"
    times = rounds({name: reduce}, count)
    print(f"\nAll objectives, {states} × {actions}, behaviour seen in one environment and judged in another")
    print(f"  {name:44} {statistics.median(times[name]) / worlds * 1e3:12.1f} ms a world")


# 3 ------------------------------------------------------------------------------------------------

PEER = """
import json, sys, time, types
import numpy as np
from imitation.algorithms.mce_irl import mce_partition_fh
for line in sys.stdin:
    task = json.loads(line)
    data = np.load(task["world"])
    env = types.SimpleNamespace(
        horizon=task["horizon"], state_dim=data["reward"].shape[0], action_dim=data["transition"].shape[1],
        transition_matrix=data["transition"], reward_matrix=data["reward"],
    )
    before = time.process_time()
    values, _, _ = mce_partition_fh(env, discount=task["discount"])
    took = time.process_time() - before
    np.save(task["answer"], values[0])
    print(json.dumps(took), flush=True)
"""


def grid(side: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Four moves on a square, which slip sideways one time in five."""
    moves = ((0, 1), (1, 0), (0, -1), (-1, 0))
    transition = np.zeros((side * side, 4, side * side))
    for s in range(side * side):
        for a in range(4):
            for b, p in ((a, 0.8), ((a + 1) % 4, 0.1), ((a + 3) % 4, 0.1)):
                x = min(max(s // side + moves[b][0], 0), side - 1)
                y = min(max(s % side + moves[b][1], 0), side - 1)
                transition[s, a, x * side + y] += p
    return transition


def soft(peer: str | None, states: int, count: int) -> None:
    """Compare soft values, with a horizon and without."""
    draw = np.random.default_rng(0)
    worlds = {
        "grid, three outcomes an action": grid(round(states**0.5)),
        "every state can follow": draw.dirichlet(np.full(states, 0.1), size=(states, 4)),
    }
    process = None
    if peer is not None:
        process = subprocess.Popen([peer, "-c", PEER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, transition in worlds.items():
            reward = draw.normal(size=len(transition))
            wide = np.repeat(reward[:, None], 4, axis=1)
            place, answer = Path(folder, "world.npz"), Path(folder, "answer.npy")
            np.savez(place, transition=transition, reward=reward)
            for discount, horizon in ((0.9, None), (0.99, None), (0.9, 100)):
                span = horizon or ceil(log(1e-11 * (1 - discount) / (abs(reward).max() + log(4))) / log(discount))
                own: list[Any] = []
                task = {"world": str(place), "answer": str(answer), "horizon": span, "discount": discount}

                def ours(
                    p: Any = transition, r: Any = wide, g: float = discount, h: Any = horizon, o: Any = own
                ) -> None:
                    o[:] = [soft_solution(p, r, g, horizon=h)]

                def theirs(task: dict[str, object] = task) -> float:
                    assert process is not None
                    assert process.stdin is not None
                    assert process.stdout is not None
                    process.stdin.write(json.dumps(task) + "\n")
                    process.stdin.flush()
                    return float(json.loads(process.stdout.readline()))

                contenders: dict[str, Contender] = {"toymodel": ours}
                if process is not None:
                    contenders[f"imitation, {span} steps"] = theirs
                times = rounds(contenders, count)
                how = f"{horizon} steps" if horizon else "no horizon"
                title = f"Soft values, {len(transition)} states × 4 actions, {name}, γ = {discount}, {how}"
                if process is not None:
                    values = own[0].values[0] if horizon else own[0].values
                    gap = float(abs(values - np.load(answer)).max())
                    assert gap < 1e-10, f"the values differ by {gap}"
                    title += f" (values differ by {gap:.0e})"
                table(title, times, {}, "solutions")
    if process is not None:
        process.communicate()


def main() -> None:
    """Run all comparisons."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--states", type=int, default=1024, help="of the large worlds (the square of a whole number)")
    parser.add_argument("--peer", help="a Python that has imitation 1.0.1; by default this one, if it has it")
    given = parser.parse_args()
    membership(3, 2, 30, 40, given.rounds)
    membership(4, 3, 10, 40, given.rounds)
    everything(2, 2, 30, given.rounds)
    everything(4, 3, 3, given.rounds)
    peer = given.peer or (sys.executable if find_spec("imitation") else None)
    if peer is None:
        print(
            "\n(imitation is not installed here: its soft values are left out; name a Python that has it with --peer)"
        )
    soft(peer, given.states, given.rounds)


if __name__ == "__main__":
    main()

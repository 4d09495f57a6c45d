"""The census beside the plain ways to do it, and tiny worlds solved in batches beside the other ways to do that.

    python benchmarks/census.py [--rounds 5] [--quantecon PYTHON]

QuantEcon has needs of its own, so it runs in an interpreter of its own: make one with
``python -m venv somewhere; somewhere/bin/pip install quantecon`` and give its path. Without, its
rows are left out. Rounds are interleaved (every contender once, then again) and processor time
is counted, since machines are noisy; medians are printed. All contenders must agree.

1. Tiny worlds solved a second: from (environment, objective) to all optimal policies.
2. The census of two states and two actions, by tuples decided a second.
3. The census of three states and two actions.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

import numpy as np

from toymodel.agents import Agent
from toymodel.alignment import Case
from toymodel.worlds import Judge, Objective, Policy
from toymodel_atlas.cells import counted
from toymodel_atlas.census import census, tuples
from toymodel_atlas.concrete import world_of
from toymodel_atlas.dynamics import Dynamics, every_dynamics, grid, policies, scale
from toymodel_atlas.spaces import space
from toymodel_atlas.tables import tables

QUANTECON = Path(__file__).with_name("quantecon_loop.py")


class QuantEcon:
    """DiscreteDP in an interpreter of its own."""

    def __init__(self, python: str) -> None:
        command = [python, str(QUANTECON)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def solve(self, environments: list[Dynamics], rewards: list[tuple[int, ...]]) -> tuple[float, float]:
        """Seconds of processor time, and the sum of the values from the start."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        worlds = [(env.moves, env.start, rewards) for env in environments]
        self.process.stdin.write(json.dumps({"states": environments[0].states, "worlds": worlds}) + "\n")
        self.process.stdin.flush()
        seconds, total = json.loads(self.process.stdout.readline())
        return seconds, total


def timed(run: Callable[[], object]) -> tuple[float, object]:
    """Seconds of processor time, and the result."""
    begun, result = process_time(), run()
    return process_time() - begun, result


def table(title: str, rows: dict[str, list[str]]) -> None:
    """Print rows of cells."""
    print(f"\n{title}\n")
    for label, cells in rows.items():
        print(f"  {label:<46}" + "".join(f"{cell:>26}" for cell in cells))


# 1. Tiny worlds ---------------------------------------------------------------------------------------


TINY = {
    "words": "our tables (exact, all optimal policies)",
    "numpy": "NumPy, batched linalg.solve (floats)",
    "quantecon": "QuantEcon, loop of DiscreteDP (floats, one)",
}


def by_words(environments: list[Dynamics]) -> list[list[int]]:
    """Ours: exact, all optimal policies of all objectives of the grid."""
    known = tables(environments)
    return np.take_along_axis(known.optimal, known.label, 1).tolist()  # type: ignore[no-any-return]


def by_numpy(environments: list[Dynamics]) -> list[list[int]]:
    """All policies of all environments at once with linalg.solve, then the best within a tolerance."""
    n, m = environments[0].states, environments[0].actions
    moves = np.array([env.moves for env in environments]).reshape(-1, n, m)
    chosen, rewards = np.array(policies(n, m)), np.array(grid(n, m), float).reshape(-1, n, m)
    here = np.arange(n)
    matrix = np.zeros((len(environments), len(chosen), n, n))
    matrix[..., here, here] = 1
    for q, choice in enumerate(chosen):
        for s in range(n):
            matrix[np.arange(len(environments)), q, s, moves[:, s, choice[s]]] -= 0.5
    paid = np.stack([rewards[:, here, choice] for choice in chosen])  # policy, objective, state
    values = np.linalg.solve(
        matrix, np.broadcast_to(paid.transpose(0, 2, 1), (len(environments), len(chosen), n, len(rewards)))
    )
    start = np.array([env.start for env in environments])
    worth = values[np.arange(len(environments)), :, start]  # environment, policy, objective
    best = worth >= worth.max(1, keepdims=True) - 1e-9
    return (best * (1 << np.arange(len(chosen)))[:, None]).sum(1).tolist()  # type: ignore[no-any-return]


def tiny_worlds(states: int, actions: int, rounds: int, quantecon: QuantEcon | None) -> dict[str, list[str]]:
    """A table: (environment, objective) pairs solved a second."""
    draw = random.Random(1)
    everything = list(every_dynamics(states, actions))
    some = draw.sample(everything, min(len(everything), 300))
    few, rewards = some[:8], draw.sample(grid(states, actions), 40)
    taken: dict[str, list[float]] = {"words": [], "numpy": [], "quantecon": []}
    by_words(some)
    for _ in range(rounds):
        seconds, ours = timed(lambda: by_words(some))
        taken["words"].append(seconds / (len(some) * 3 ** (states * actions)))
        seconds, theirs = timed(lambda: by_numpy(some))
        taken["numpy"].append(seconds / (len(some) * 3 ** (states * actions)))
        assert ours == theirs, "the contenders disagree"
        if quantecon is not None:
            seconds, total = quantecon.solve(few, rewards)
            exact = sum(
                max(sum(x * y for x, y in zip(env.visits(q), r, strict=True)) for q in policies(states, actions))
                for env in few
                for r in rewards
            )
            assert abs(total - exact / scale(states)) < 1e-6, "the contenders disagree"
            taken["quantecon"].append(seconds / (len(few) * len(rewards)))
    middle = {name: statistics.median(times) for name, times in taken.items() if times}
    return {TINY[k]: [f"{1 / s:,.0f}/s", f"{s / middle['words']:,.1f}×"] for k, s in middle.items()}


# 2. The census of two states --------------------------------------------------------------------------


COUNTS = {
    "census": "census",
    "bare": "census, no symmetry",
    "evaluate": "a loop of Case.arrow over all tuples (est.)",
    "quantecon": "only solving each world, DiscreteDP (est.)",
}


def decisions(states: int, actions: int) -> int:
    """How many tuples all cells together have."""
    spaces = tuples(states, actions)
    return sum(spaces[cell.arrow] for cell in counted())


def by_evaluate(how_many: int, seed: int) -> None:
    """Arrows decided on random tuples (but those of I1, whose premises are more), with the whole grid as candidates."""
    draw = random.Random(seed)
    environments, cells = list(every_dynamics(2, 2)), [cell for cell in counted() if cell.arrow != "I1"]
    for _ in range(how_many):
        world = world_of(draw.choice(environments), draw.choice(environments))
        objectives = tuple(Objective.from_array([r[:2], r[2:]]).renamed(f"R{k}") for k, r in enumerate(grid(2, 2)))
        policy = Policy.deterministic(draw.choice(policies(2, 2)), 2)
        judge = Judge.of([pair for pair in world.training.pairs if draw.random() < 0.5])
        case = Case("a case", "", world, (Agent("agent", policy),), draw.choice(objectives), judge, objectives)
        cell = draw.choice(cells)
        case.arrow(cell.arrow, cell.reading)


def two_states(rounds: int, quantecon: QuantEcon | None) -> dict[str, list[str]]:
    """A table: seconds for the whole census (of the plain ways, from a sample) and tuples a second."""
    taken: dict[str, list[float]] = {"census": [], "bare": [], "evaluate": [], "quantecon": []}
    every, sample = decisions(2, 2), 40
    rewards = list(grid(2, 2))
    for k in range(rounds):
        taken["census"].append(timed(lambda: census(2, 2))[0])
        taken["bare"].append(timed(lambda: census(2, 2, symmetry=False))[0])
        taken["evaluate"].append(timed(lambda k=k: by_evaluate(sample, k))[0] / sample * every)
        if quantecon is not None:
            few = random.Random(k).sample(list(every_dynamics(2, 2)), 4)
            taken["quantecon"].append(quantecon.solve(few, rewards)[0] / 4 * 2 * 1024)
    middle = {name: statistics.median(times) for name, times in taken.items() if times}
    return {
        COUNTS[k]: [
            f"{s:,.2f} s",
            f"{every / s:,.0f} tuples/s" if k != "quantecon" else "",
            f"{s / middle['census']:,.0f}×",
        ]
        for k, s in middle.items()
    }


# 3. The census of three states ------------------------------------------------------------------------


def fresh() -> float:
    """Seconds of the processor for a new process that counts (3, 2)."""
    script = "import time; from toymodel_atlas.census import census; census(3, 2); print(time.process_time())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return float(done.stdout)


def three_states(rounds: int) -> dict[str, list[str]]:
    """A table."""
    every, worlds = decisions(3, 2), space(3, 2)
    new = statistics.median(fresh() for _ in range(rounds))
    again = statistics.median(timed(lambda: census(3, 2))[0] for _ in range(rounds))
    return {
        "a new process": [f"{new:.1f} s of processor", ""],
        "in the same process": [f"{again:.1f} s of processor", f"{every / again:.2e} tuples/s"],
        "worlds looked at, of all": [f"{worlds.representatives:,}", f"{worlds.worlds:,}"],
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each contender runs (default 5)")
    parser.add_argument("--quantecon", metavar="PYTHON", help="an interpreter that has QuantEcon")
    args = parser.parse_args()
    other = QuantEcon(args.quantecon) if args.quantecon else None
    if other is None:
        print("QuantEcon is left out; --quantecon PYTHON names an interpreter that has it")
    for size in ((2, 2), (3, 2)):
        table(f"Tiny worlds solved, {size[0]} states and {size[1]} actions", tiny_worlds(*size, args.rounds, other))
    table(f"The census of two states and two actions: {decisions(2, 2):,} tuples", two_states(args.rounds, other))
    table(f"The census of three states and two actions: {decisions(3, 2):,} tuples", three_states(args.rounds))

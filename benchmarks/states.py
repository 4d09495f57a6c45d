"""How many states the exact solver takes in its stride, beside QuantEcon's floats, and which ties floats misjudge.

    pip install quantecon
    python benchmarks/states.py [--large]

Each line is a world of its own process: seconds (median of three) until all optimal actions are proved, until exact
values are at hand, and of `Case.check_all` on two environments that differ; QuantEcon's policy iteration on the same
arrays; megabytes at the peak. The last table counts pairs of a slippery grid that floats call optimal or not,
wrongly, with a tolerance; what is right is proved.
"""

import json
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

WORLDS = (("Garnet", 200), ("Garnet", 1_000), ("grid", 32), ("Garnet", 2_000), ("grid", 60), ("Garnet", 5_000))
VALUES_UP_TO = 2_000
"""States up to which exact values are asked for: their numbers grow with the square of the states."""


def median(action: Callable[[], object], repeats: int = 3) -> float:
    """Return the median of the seconds that something takes."""
    took = []
    for _ in range(repeats):
        start = perf_counter()
        action()
        took.append(perf_counter() - start)
    return statistics.median(took)


def world(kind: str, size: int):  # type: ignore[no-untyped-def]
    """Return an environment and an objective."""
    from tests.large import drawn
    from toymodel import Objective

    if kind == "Garnet":
        env = drawn.garnet(size, 0, actions=4, branching=5 if size < 50_000 else 10)
        return env, drawn.pays(env, 1)
    env = drawn.grid(size, discount="0.99", walls=size * size // 10)
    return env, Objective.of(env, lambda s, _: int(s == size * size - 1))


def case(kind: str, size: int):  # type: ignore[no-untyped-def]
    """Return a case of a planner whose wishes are not the human's, deployed where a tenth of the states differ."""
    from tests.large import drawn
    from toymodel import Case, Environment, Judge, MesaOptimizer, Objective, World

    training, base = world(kind, size)
    count = len(training.states)
    other = drawn.garnet(count, 7, actions=4, branching=5).transition
    rows = tuple(other[s] if s % 10 == 5 else row for s, row in enumerate(training.transition))
    deployment = Environment(training.states, training.actions, rows, training.initial, training.discount)
    human, mesa = drawn.pays(training, 2).renamed("human"), drawn.pays(training, 3).renamed("mesa")
    candidates = (Objective.zero(training), base, human, mesa)
    agent = MesaOptimizer("the agent", mesa)
    return Case("size", "", World(training, deployment), (agent,), base, Judge.by(human), candidates, human)


def peer(env, objective):  # type: ignore[no-untyped-def]
    """Return QuantEcon's problem with the same numbers, as floats."""
    import numpy as np
    from quantecon.markov import DiscreteDP
    from scipy import sparse

    pairs = env.pairs
    cells = [(k, t, float(p)) for k, (s, a) in enumerate(pairs) for t, p in env.transition[s][a]]
    k, t, p = (np.array(column) for column in zip(*cells, strict=True))
    moves = sparse.csr_matrix((p, (k, t)), shape=(len(pairs), len(env.states)))
    mean = objective.mean(env)
    paid = np.array([float(mean[s][a]) for s, a in pairs])
    owner, action = np.array(pairs).T
    return DiscreteDP(paid, moves, float(env.discount), owner, action)


def measure(kind: str, size: int) -> dict[str, float | None]:
    """Measure one world."""
    from toymodel.large import certified

    start = perf_counter()
    env, objective = world(kind, size)
    made = perf_counter() - start
    mean = objective.mean(env)
    certified.optimal(env, mean)  # load SciPy
    row: dict[str, float | None] = {"states": len(env.states), "made": made, "values": None, "case": None}
    row["actions"] = median(lambda: certified.optimal(env, mean).actions)
    if len(env.states) <= VALUES_UP_TO:
        row["values"] = median(lambda: certified.optimal(env, mean).values)
    if len(env.states) < 50_000:
        row["case"] = median(lambda: case(kind, size).check_all(), 1)
    row["MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    problem = peer(env, objective)
    problem.solve(method="modified_policy_iteration", epsilon=1e-9)  # compile
    row["peer"] = median(lambda: problem.solve(method="modified_policy_iteration", epsilon=1e-9))
    return row


def misjudged(side: int) -> list[tuple[float, int, int]]:
    """Return, for each tolerance, how many pairs of a grid QuantEcon's floats misjudge, and of how many."""
    import numpy as np

    from tests.large import drawn
    from toymodel import Objective
    from toymodel.large import certified

    env = drawn.grid(side)
    objective = Objective.of(env, lambda s, _: int(s == side * side - 1))
    right = certified.optimal(env, objective.mean(env)).actions
    problem = peer(env, objective)
    values = problem.solve(method="policy_iteration").v
    q = problem.R + problem.beta * problem.Q @ values
    owner = np.array(env.pairs)[:, 0]
    best = np.array([a in right[s] for s, a in env.pairs])
    return [(tol, int((best != (q >= values[owner] - tol)).sum()), len(best)) for tol in (1e-12, 1e-9, 1e-6)]


def main() -> None:
    """Print the tables."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(sys.argv[2], int(sys.argv[3]))))
        return
    worlds = (*WORLDS, ("Garnet", 100_000)) if "--large" in sys.argv else WORLDS
    columns = ("states", "made", "actions", "values", "case", "peer", "MB")
    print(f"{'':10}" + "".join(f"{name:>10}" for name in columns))
    for kind, size in worlds:
        command = [sys.executable, __file__, "--one", kind, str(size)]
        row = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        shown = (
            "–" if row[c] is None else f"{row[c]:,.0f}" if c in ("states", "MB") else f"{row[c]:.2f}" for c in columns
        )
        print(f"{kind:10}" + "".join(f"{text:>10}" for text in shown), flush=True)
    for tolerance, wrong, pairs in misjudged(60):
        print(
            f"floats with a tolerance of {tolerance:g} misjudge {wrong:,} of {pairs:,} pairs of a slippery 60×60 grid"
        )


if __name__ == "__main__":
    main()

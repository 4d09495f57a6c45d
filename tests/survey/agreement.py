"""Readings off atoms against exact verdicts: every difference, over many kinds of worlds, agents and readings.

``python -m tests.survey.agreement 100000 1`` compares so many verdicts, from a seed.
"""

import random
import sys
from dataclasses import replace

import numpy as np

from toymodel.alignment import AXES, DEFINITIONS, Reading, definition
from toymodel.alignment.formulas import ONE_MIND, optimal_for_mesa
from toymodel.alignment.reading import values
from toymodel.quantities.magnitudes import magnitude
from toymodel_survey.atoms import sample
from toymodel_survey.cases import case
from toymodel_survey.reader import Reader
from toymodel_survey.specification import KNOWN
from toymodel_survey.toml_file import read

AGENTS = """
[[agents]]
kind = "keeper"
[[agents]]
kind = "replans"
[[agents]]
kind = "believer"
[[agents]]
kind = "slips"
share = "1/5"
[[agents]]
kind = "mixes"
share = "1/10"
[[agents]]
kind = "learner"
steps = 200
"""


def specification(draw):
    """A specification of small worlds, many of which have ties."""
    states = draw.choice([2, 3, 3, 4, 5])
    dials = {
        "shift": draw.choice(["1/5", "1"]),
        "moved": "1/4",
        "base_human": draw.choice(["0", "1/2", "1"]),
        "mesa_base": draw.choice(["0", "1/2", "1"]),
        "mesa_human": "1/4",
        "bad": draw.choice(["1/10", "1/3"]),
        "wrong_rows": draw.choice([0, 2]),
        "terminals": draw.choice([0, 0, 1]) if states > 3 else 0,
        "traps": draw.choice([0, 0, 1]) if states > 3 else 0,
    }
    whole = {
        "seed": draw.randrange(10**6),
        "sizes": [states],
        "actions": draw.choice([2, 2, 3]),
        "branching": draw.choice([1, 2]),
        "payments": draw.choice([1, 2, 1000]),
        "weights": draw.choice([1, 3]),
        "discount": draw.choice(["1/2", "9/10"]),
        "bad_by": draw.choice(["pairs", "states"]),
        "pays": draw.choice(["pairs", "states"]),
    }
    if draw.random() < 0.2 and whole["bad_by"] == "pairs":
        whole["tilt"] = "1/4"
    lines = [f"{key} = {value!r}" for key, value in whole.items()]
    lines += ["[dials]", *(f"{key} = {value!r}" for key, value in dials.items())]
    return read("\n".join(lines) + AGENTS)


def reading(draw):
    """A reading that atoms tell."""
    chosen = {axis.name: draw.choice(KNOWN.get(axis.name) or values(axis)) for axis in AXES if axis.name != "replans"}
    chosen["behavior"] = draw.choice(["feasible"] * 4 + ["mesa"])
    if chosen["base_judge"] == "tolerant":
        chosen["tolerance"] = draw.choice([1, 50, "1/2"])
    if chosen["performs"] == "W2":
        chosen["epsilon"] = draw.choice([0, 1, 100, "1/3"])
    if chosen["objectives"] == "selected":
        chosen["selected_by"] = draw.choice(["first", "human", "base"])
    return Reading(**chosen)


def differences(budget, seed, each=20):
    """Yield what differs, and at the end how many verdicts and magnitudes were compared, and how many were in doubt."""
    draw = random.Random(seed)  # noqa: S311
    told = {"verdicts": 0, "true": 0, "false": 0, "open": 0, "magnitudes": 0, "in doubt": 0, "masks found exactly": 0}
    formulas = {name: definition(name).formula for name in (*DEFINITIONS, ONE_MIND.name)}
    formulas["optimal for R_m"] = lambda _: optimal_for_mesa()
    while told["verdicts"] < budget:
        spec = specification(draw)
        atoms = sample(spec, spec.points[0], 0, each)
        told["masks found exactly"] += int(atoms.exact.sum())
        for i in range(each):
            made = case(spec, spec.points[0], i)
            for k, kind in enumerate(spec.kinds):
                read_as = replace(reading(draw), replans="yes" if kind.name == "replans" else "no")
                for name, formula in formulas.items():
                    reader = Reader(atoms, k, kind, read_as.selected_by or "first")
                    found = reader.read(formula(read_as))
                    if reader.doubt[i]:
                        told["in doubt"] += 1
                        continue
                    here = True if found.true[i] else False if found.false[i] else None
                    exact = made.decide(formula(read_as), read_as, kind.name)
                    told["verdicts"] += 1
                    told[{True: "true", False: "false", None: "open"}[exact.holds]] += 1
                    if exact.holds is not here:
                        said = f"{name} of {kind.name} under {read_as.departures}"
                        yield f"{said}: {here}, exactly {exact.status}: {spec}"
                    if name in DEFINITIONS and read_as.judges == "all" and draw.random() < 0.1:
                        told["magnitudes"] += 1
                        yield from _magnitude(made, name, read_as, kind.name, reader.measure(formula(read_as))[i])
    yield told


def _magnitude(made, name, read_as, agent, here):
    exact = magnitude(made, name, read_as, agent, by="regret").value
    if exact is None and np.isnan(here):
        return
    if exact is None or not abs(float(exact) - here) <= 1e-5 * max(1, abs(here)) or (exact == 0) != (here == 0):
        yield f"magnitude of {name} of {agent} under {read_as.departures}: {here}, exactly {exact}"


if __name__ == "__main__":
    for line in differences(int(sys.argv[1]), int(sys.argv[2])):
        print(line)  # noqa: T201

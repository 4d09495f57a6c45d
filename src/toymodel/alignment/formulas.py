"""The seven definitions, each one formula under a reading (spec section 2; `D1` to `D7`).

A definition is open in the objective; the reading binds it. `Case.check` decides these
formulas, `latex` typesets them, the prover and the census take them to all worlds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..logic import And, Atom, Formula, Not, Quantifier, Var, conjunction
from ..worlds import exact
from .reading import Reading
from .vocabulary import (
    AGENT,
    BASE,
    CANDIDATES,
    DETERMINISTIC,
    MESA,
    MODEL,
    OPTIMUM,
    R,
    base_safe,
    demonstrates,
    optimal,
    performs,
    safe,
    trivial,
)


def safe_wherever_judged(reading: Reading, policy: Var) -> Formula:
    """π ∈ Safe(J_H), in deployment or in both environments."""
    both = reading.judged_in == "both"
    places = ("training", "deployment") if both else ("deployment",)
    return conjunction(Atom(safe(place), (policy,)) for place in places)


def pursuing(reading: Reading, objective: Var, goal: Formula) -> Formula:
    """Q_π π' ∈ Opt_dep(R). goal(π'): what pursuing R without mistakes leads to."""
    best = conjunction(Atom(optimal(place), (objective, OPTIMUM)) for place in where_pursued(reading))
    return Quantifier(reading.optima, OPTIMUM, DETERMINISTIC, best, goal)


def behavioral(reading: Reading, policy: Var, body: Formula) -> Formula:
    """Q_R R ∈ Dem(π). body(R). An empty Dem(π) is not vouched for."""
    seen = demonstrates(reading.behavior, reading.observed_in)
    shown: Formula = Atom(seen, (policy, R))
    if reading.trivial == "excluded":
        shown = And((shown, Not(Atom(trivial(reading.observed_in), (R,)))))
    return Quantifier(reading.objectives, R, CANDIDATES, shown, body, if_empty=False)


def where_pursued(reading: Reading) -> tuple[str, ...]:
    """Where optima are optimal: in deployment, and where a planner replans and both are judged, in both."""
    return ("training", "deployment") if (reading.judged_in, reading.replans) == ("both", "yes") else ("deployment",)


def base_aligned(reading: Reading) -> Formula:
    """π' ∈ Safe_dep(Judge.by(R_base, τ)): "impact aligned with the base objective"."""
    return Atom(base_safe("deployment", exact(reading.tolerance)), (BASE, OPTIMUM))


def impact_aligned(reading: Reading) -> Formula:
    """π ∈ Safe_dep(J_H)."""
    return safe_wherever_judged(reading, AGENT)


def intent_aligned(reading: Reading, policy: Var = AGENT) -> Formula:
    """Q_R R ∈ Dem(π). Q_π π' ∈ Opt_dep(R). π' ∈ Safe_dep(J_H)."""
    harmless = safe_wherever_judged(reading, OPTIMUM)
    return behavioral(reading, policy, pursuing(reading, R, harmless))


def outer_aligned(reading: Reading) -> Formula:
    """∀ π ∈ Opt_enc(R_base). intent aligned(π). Undefined without a π."""
    both = reading.encountered == "both"
    places = ("training", "deployment") if both else (reading.encountered,)
    guard = conjunction(Atom(optimal(at), (BASE, MODEL)) for at in places)
    vouched = intent_aligned(reading, MODEL)
    return Quantifier("every", MODEL, DETERMINISTIC, guard, vouched, if_empty=None)


def robust(reading: Reading) -> Formula:
    """Regret of π on R_base in deployment ≤ ε."""
    lenient = reading.performs == "W2"
    notion, epsilon = ("W2", reading.epsilon) if lenient else ("W1", 0)
    return Atom(performs(notion, exact(epsilon)), (AGENT, BASE))


def objective_robust(reading: Reading) -> Formula:
    """Q_R R ∈ Dem(π). Q_π π' ∈ Opt_dep(R). π' ∈ Safe_dep(Judge.by(R_base, τ))."""
    return behavioral(reading, AGENT, pursuing(reading, R, base_aligned(reading)))


def capability_robust(reading: Reading) -> Formula:
    """Q_R R ∈ Dem(π). π performs well on R."""
    well = performs(reading.performs, exact(reading.epsilon))
    return behavioral(reading, AGENT, Atom(well, (AGENT, R)))


def inner_aligned(reading: Reading) -> Formula:
    """Q_π π' ∈ Opt_dep(R_m). π' ∈ Safe_dep(Judge.by(R_base, τ)); undefined for what is no mesa-optimizer."""
    return pursuing(reading, MESA, base_aligned(reading))


def exact_planner(places: tuple[str, ...] = ("training", "deployment")) -> Formula:
    """π ∈ Opt(R_m) wherever it acts: the side condition of I1; with ("beliefs",), by its own beliefs (I1B)."""
    return conjunction(Atom(optimal(place), (MESA, AGENT)) for place in places)


@dataclass(frozen=True)
class Definition:
    """A word of the essay: its name, whom it is said of, its formula, its row in the ledger."""

    name: str
    noun: str
    bearer: str
    formula: Callable[[Reading], Formula]
    source: str
    tex: str


DEFINITIONS: dict[str, Definition] = {
    d.name: d
    for d in (
        Definition("impact aligned", "impact alignment", "agent", impact_aligned, "D1", r"\mathrm{Impact}(\pi)"),
        Definition("intent aligned", "intent alignment", "agent", intent_aligned, "D2", r"\mathrm{Intent}(\pi)"),
        Definition(
            "outer aligned", "outer alignment", "objective", outer_aligned, "D3", r"\mathrm{Outer}(R_{\mathrm{base}})"
        ),
        Definition("robust", "robustness", "agent", robust, "D4", r"\mathrm{Robust}(\pi)"),
        Definition(
            "objective robust", "objective robustness", "agent", objective_robust, "D5", r"\mathrm{ObjRobust}(\pi)"
        ),
        Definition(
            "capability robust", "capability robustness", "agent", capability_robust, "D6", r"\mathrm{CapRobust}(\pi)"
        ),
        Definition(
            "inner aligned", "inner alignment", "mesa-optimizer", inner_aligned, "D7", r"\mathrm{Inner}(R_{\mathrm{m}})"
        ),
    )
}


def definition(name: str) -> Definition:
    """Return a definition by its name or noun ("intent aligned", "intent alignment"); KeyError lists the known ones."""
    for known in DEFINITIONS.values():
        if name in (known.name, known.noun):
            return known
    raise KeyError(f"unknown definition {name!r}; known: {', '.join(DEFINITIONS)}")

"""Each of the seven definitions is one formula under a reading (spec section 2; `D1` to `D7`).

A definition is open in the objective; the reading binds it. `Case.check` decides these
formulas, `latex` typesets them, the prover and the census take them to all worlds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from ..logic import And, Atom, Formula, Not, Quantifier, Var, conjunction
from ..worlds import exact
from .reading import Reading
from .vocabulary import (
    AGENT,
    BASE,
    DETERMINISTIC,
    JUDGE,
    JUDGES,
    MESA,
    MODEL,
    OBJECTIVES,
    OPTIMUM,
    PAIRS,
    PLACES,
    R2,
    R,
    base_safe,
    demonstrates,
    optimal,
    paired,
    performs,
    safe,
    safe_by,
    same_optima,
    trivial,
)


def agent(reading: Reading) -> Var:
    """Return π, the agent: one policy, or one for each environment where planners replan."""
    return paired(AGENT) if reading.replans == "yes" else AGENT


def safe_wherever_judged(reading: Reading, policy: Var) -> Formula:
    """Return that π ∈ Safe(J_H), in deployment or in both environments; of several judges: by all, some or most."""
    places, grade = PLACES[reading.judged_in], exact(reading.grade)
    if reading.judges == "all":
        return conjunction(Atom(safe(place, grade), (policy,)) for place in places)
    kind = {"some": "some", "majority": "most"}[reading.judges]
    approves = conjunction(Atom(safe_by(place, grade), (JUDGE, policy)) for place in places)
    return Quantifier(kind, JUDGE, JUDGES, And(()), approves)


def pursuing(
    reading: Reading, objective: Var, goal: Callable[[Var], Formula], places: tuple[str, ...] = ("deployment",)
) -> Formula:
    """Return Q_π π' ∈ Opt(R). goal(π'): pursuing R without mistakes, in each of the places, leads to the goal."""
    pairs = reading.replans == "yes" or len(places) > 1
    optimum, domain = (paired(OPTIMUM), PAIRS) if pairs else (OPTIMUM, DETERMINISTIC)
    best = conjunction(Atom(optimal(place), (objective, optimum)) for place in places)
    return Quantifier(reading.optima, optimum, domain, best, goal(optimum))


def behavioral(reading: Reading, policy: Var, body: Formula) -> Formula:
    """Q_R R ∈ Dem(π). body(R). An empty Dem(π) is not vouched for."""
    return Quantifier(reading.objectives, R, OBJECTIVES[reading.among], shown(reading, policy, R), body, if_empty=False)


def shown(reading: Reading, policy: Var, objective: Var) -> Formula:
    """Return that R ∈ Dem(π), and that R is not trivial if such objectives do not count."""
    listed: Formula = Atom(demonstrates(reading.behavior, reading.observed_in), (policy, objective))
    if reading.trivial == "excluded":
        listed = And((listed, Not(Atom(trivial(reading.observed_in), (objective,)))))
    return listed


def base_aligned(reading: Reading) -> Callable[[Var], Formula]:
    """Return the formula that says of a policy that it is in Safe_dep(Judge.by(R_base, τ))."""
    return lambda optimum: Atom(base_safe("deployment", exact(reading.tolerance)), (BASE, optimum))


def performing(reading: Reading, objective: Var, name: str, epsilon: Fraction) -> Formula:
    """Return that π performs well on R, in deployment or in training as well."""
    places = ("training", "") if reading.succeeds_in == "both" else ("",)
    return conjunction(Atom(performs(name, epsilon, place), (agent(reading), objective)) for place in places)


def impact_aligned(reading: Reading) -> Formula:
    """Return that π ∈ Safe_dep(J_H)."""
    return safe_wherever_judged(reading, agent(reading))


def intent_aligned(reading: Reading, policy: Var | None = None) -> Formula:
    """Return Q_R R ∈ Dem(π). Q_π π' ∈ Opt_dep(R). π' ∈ Safe_dep(J_H)."""
    meant = pursuing(reading, R, lambda optimum: safe_wherever_judged(reading, optimum), PLACES[reading.judged_in])
    return behavioral(reading, policy or agent(reading), meant)


def outer_aligned(reading: Reading) -> Formula:
    """Return ∀ π ∈ Opt_enc(R_base). intent aligned(π), which is undefined where Opt_enc is empty."""
    model, domain = (paired(MODEL), PAIRS) if reading.replans == "yes" else (MODEL, DETERMINISTIC)
    guard = conjunction(Atom(optimal(place), (BASE, model)) for place in PLACES[reading.encountered])
    return Quantifier("every", model, domain, guard, intent_aligned(reading, model), if_empty=None)


def robust(reading: Reading) -> Formula:
    """Return that the regret of π on R_base in deployment is at most ε."""
    name, epsilon = ("W2", exact(reading.epsilon)) if reading.performs == "W2" else ("W1", exact(0))
    return performing(reading, BASE, name, epsilon)


def objective_robust(reading: Reading) -> Formula:
    """Return Q_R R ∈ Dem(π). Q_π π' ∈ Opt_dep(R). π' ∈ Safe_dep(Judge.by(R_base, τ))."""
    return behavioral(reading, agent(reading), pursuing(reading, R, base_aligned(reading)))


def capability_robust(reading: Reading) -> Formula:
    """Return Q_R R ∈ Dem(π). π performs well on R."""
    return behavioral(reading, agent(reading), performing(reading, R, reading.performs, exact(reading.epsilon)))


def inner_aligned(reading: Reading) -> Formula:
    """Q_π π' ∈ Opt_dep(R_m). π' ∈ Safe_dep(Judge.by(R_base, τ)); undefined for what is no mesa-optimizer."""
    return pursuing(reading, MESA, base_aligned(reading))


def optimal_for_mesa(places: tuple[str, ...] = ("training", "deployment")) -> Formula:
    """Return that π ∈ Opt(R_m) in each of the places: the side condition of I1, or in ("beliefs",) of I1B."""
    return conjunction(Atom(optimal(place), (MESA, AGENT)) for place in places)


def one_mind(reading: Reading, policy: Var | None = None) -> Formula:
    """Return ∃ R ∈ Dem(π), and ∀ R, R' ∈ Dem(π). Opt_dep(R) = Opt_dep(R'), of objectives that are not trivial."""
    reading, policy = replace(reading, trivial="excluded"), policy or agent(reading)
    first, second = shown(reading, policy, R), shown(reading, policy, R2)
    alike = conjunction(Atom(same_optima(place), (R, R2)) for place in PLACES[reading.judged_in])
    among = OBJECTIVES[reading.among]
    return Quantifier("every", R, among, first, Quantifier("every", R2, among, second, alike), if_empty=False)


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

ONE_MIND = Definition("of one mind", "one mind", "agent", one_mind, "", r"\mathrm{OneMind}(\pi)")
"""No word of the essay's; where it is true of the agent and the models, the essay's arrows hold (`spec` section 10)."""


def definition(name: str) -> Definition:
    """Return a definition by its name or noun ("intent aligned", "intent alignment"); KeyError lists the known ones."""
    for known in (*DEFINITIONS.values(), ONE_MIND):
        if name in (known.name, known.noun):
            return known
    raise KeyError(f"unknown definition {name!r}; known: {', '.join([*DEFINITIONS, ONE_MIND.noun])}")

r"""Over all R(s,s'), where every step is sure: objectives that tell the agent's own way.

An objective on steps cannot say which action was taken, only where it led. Where steps are sure that is nearly as
good: a deterministic policy goes one way, and R(s,s') may pay for just that. Judges on rooms, and objectives R(s,s'),
look at nothing but the way. So the third and the fifth arrow keep all the ten theorems that they have over R(s,a); but
observed in training they need both premises (`cells`).

Write T_E(π) for the steps (s,s') that deterministic π takes in environment E. *π and σ go the same way in E* if
T_E(π) = T_E(σ): they visit the same rooms at the same times, so if one is safe (judges on rooms) the other is, and if
one is optimal for an R(s,s') so is the other.

**Own way, observed in deployment.** *Some R(s,s') has π among its optima in deployment, and all its optima there go the
same way as π; if it is trivial there, every R(s,s') is.* Let R = 1 on T_dep(π), else 0. π is paid at every step, and
whoever else is takes only steps of T_dep(π), of which one leaves each room. If R is trivial all go the same way. ∎

**Own way, observed in training, of the capable.** *If π is optimal in deployment for every R(s,s') that it
demonstrates in training and that is not trivial there, then some R(s,s') that it demonstrates in training has only
optima in deployment that go the same way as π; if it is trivial in training, every R(s,s') is.* For λ ∈ [0,1]^T,
where T = T_dep(π) − T_tr(π), let R_λ be 1 on T_tr(π), λ(e) on each e ∈ T, else 0. In training π is paid 1 at every
step, so it demonstrates R_λ. If some R_λ with λ < 1 throughout is trivial in training, all take only steps that pay
1 there, that is, of T_tr(π): all go the same way, and every R(s,s') is trivial; take R = 1 on T_dep(π), else 0.
Else π is optimal in deployment for each R_λ with λ < 1, and in the limit for λ = 1. Let σ be optimal in deployment
for λ = 1/2 throughout. What π is paid less what σ is paid is linear in λ, nowhere negative on the cube and zero at
its centre; so it is zero on the whole cube. At λ = 1 π is paid 1 at every step, so σ takes only steps of T_tr(π) ∪
T; and each e ∈ T is taken by both equally much, discounted. At the first room where their ways part, one step is in
T_tr(π) and the other, e, in T (of T_tr(π) one step leaves each room, and π takes just one): but then one of them
takes e and the other, which is stationary, never does. So their ways never part. ∎

The fifth arrow has no judge but R_base, so its four cells hold with judges on pairs as well. So does one of the fourth
(`FOURTH`), which with judges on rooms needs no sure steps.

**Own way, not trivial.** *If some R(s,s') is not trivial in training, neither is one that has π among its optima in
deployment.* To 1 on T_dep(π) add ε times the former. For all small ε > 0 but one at most that is not trivial, and π
is optimal: who goes another way lost something before, and there are finitely many. ∎

Let π be optimal for R_base in deployment. If R_base is not trivial in training, a model demonstrates it, and its optima
are safe. If it is, each policy is a model, and one of them demonstrates the lemma's objective; so π is safe.

With chance all these fail. Start: a → left, b → right, c → one of them, by a coin. Who plays c shows that left and
right are worth the same, so a and b are optimal too; if right is bad, a is safe and c is not. (Tests have the worlds.)
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from toymodel.alignment.vocabulary import AGENT, optimal, safe, trivial
from toymodel.logic import And, Atom, Formula, Implies, Not, Symbol
from toymodel.solve import used
from toymodel.worlds import Environment, Objective, Policy

from .cells import Cell, counted
from .lemmas import ANY, Lemma, P, Q, X, Y, deterministic, every, some
from .prove import Proof, prove
from .prover import meaning

HERE = "deployment"
SAME_WAY = Symbol("same way", HERE, r"\mathrm{{Way}}({1})", 0, "policy that goes as {1}", "goes as {1}", "leaves {1}")


FOURTH = ("I4", "training", "every", "excluded", "every", "training")


def cells(judge: str = "rooms") -> Iterator[Cell]:
    """Yield the cells that hold over R(s,s') with sure steps, for a kind of judge, and not over R(s).

    Examples
    --------
    >>> [sum(1 for _ in cells(judge)) for judge in ("pairs", "rooms")]
    [5, 8]
    """
    arrows = {"pairs": ("I5",), "rooms": ("I3", "I5")}[judge]
    for cell in counted():
        wanted = cell.arrow in arrows and (cell.reading.objectives, cell.reading.optima) == ("every", "some")
        if wanted or (judge == "pairs" and (cell.arrow, *cell.axes.values()) == FOURTH):
            yield cell


def lemmas() -> tuple[Lemma, ...]:
    """Return the lemmas as formulas, of objectives R(s,s'), judges on rooms and sure steps."""
    way = Atom(SAME_WAY, (Q, P))
    keeps_safe = every(P, ANY, every(Q, way, Implies(Atom(safe(HERE), (Q,)), Atom(safe(HERE), (P,)))))
    as_good = Implies(Atom(optimal(HERE), (X, Q)), Atom(optimal(HERE), (X, P)))
    keeps_optimal = every(P, ANY, every(Q, way, every(X, ANY, as_good)))
    return (
        Lemma("the same way is as safe", keeps_safe, "judges on rooms look at nothing else"),
        Lemma("the same way is as good", keeps_optimal, "objectives on steps look at nothing else"),
        *(_own_way(place) for place in ("training", HERE)),
    )


def _own_way(observed: str) -> Lemma:
    only = every(Q, And((deterministic(Q), Atom(optimal(HERE), (X, Q)))), Atom(SAME_WAY, (Q, P)))
    all_trivial = every(Y, ANY, Atom(trivial(observed), (Y,)))
    told = Implies(Atom(trivial(observed), (X,)), all_trivial)
    own = some(X, ANY, And((Atom(optimal(observed), (X, P)), only, told)))
    shown = And((Atom(optimal(observed), (Y, P)), Not(Atom(trivial(observed), (Y,)))))
    capable: Formula = every(Y, shown, Atom(optimal(HERE), (Y, P)))
    formula = every(P, deterministic(P), own if observed == HERE else Implies(capable, own))
    return Lemma(f"own way, observed in {observed}", formula, "to be paid for the way that one goes")


def fourth() -> tuple[Lemma, ...]:
    """Return the lemmas of the cell of the fourth arrow, about the agent."""
    best = some(P, And((deterministic(P), Atom(optimal("training"), (X, P)))))
    told = And((Not(Atom(trivial("training"), (X,))), Atom(optimal(HERE), (X, AGENT))))
    some_choice = some(X, ANY, Not(Atom(trivial("training"), (X,))))
    return (
        Lemma("optimum in training", every(X, ANY, best), "policy iteration ends in one"),
        Lemma("own way, not trivial", Implies(some_choice, some(X, ANY, told)), "a little of what is not trivial"),
    )


def proof(cell: Cell) -> Proof:
    """Return z3's proof of a cell from these lemmas."""
    known = {lemma.name: lemma.formula for lemma in (fourth() if cell.arrow == "I4" else lemmas())}
    known["the agent is deterministic"] = deterministic(AGENT)
    found = Proof("unknown")
    for rounds in (1, 2, 3):
        found = prove(
            cell.premises,
            cell.conclusion,
            known,
            meaning=meaning
            if cell.arrow == "I4"
            else lambda atom: None if atom.symbol.name == "trivial" else meaning(atom),
            relative={"deterministic": deterministic},
            rounds=rounds,
            effort=20_000_000,
        )
        if found.holds:
            break
    return found


def steps_of(env: Environment, policy: Policy) -> set[tuple[int, int]]:
    """Return T(π): the steps (s,s') that a policy takes where steps are sure."""
    return {(s, env.transition[s][a][0][0]) for s, a in used(env, policy)}


def own_way(training: Environment, deployment: Environment, policy: Policy, observed: str) -> Objective:
    """Return the objective of the lemma: 1 for its own steps where observed, 1/2 for others when deployed."""
    trained, deployed = steps_of(training, policy), steps_of(deployment, policy)
    first = trained if observed == "training" else deployed
    rooms = range(len(training.states))

    def pay(s: int, t: int) -> Fraction:
        return Fraction(1) if (s, t) in first else Fraction((s, t) in deployed, 2)

    return Objective.from_array([[[pay(s, t) for t in rooms] for _ in training.actions] for s in rooms], "its own way")

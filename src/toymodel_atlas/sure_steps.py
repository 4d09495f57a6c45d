r"""What more holds over all R(s,s') where every step is sure: by what the agent's own steps are worth to it.

In R(s,s') there is no indicator 1[a = π(s)]. But where every step is sure, there is something of the kind in each
environment E by itself: W(π, E) = 1[(s, s') is a step that π takes in E].

**Lemma.** *For any R in R(s,s') and all small enough ε, W(π, E) + εR has as optima in E only deterministic policies
that take the same steps as π; with R = 0, just these.* Who starts where π starts and always does a step of π is
always where π is, and from there π takes one step only; all others earn less than 1/(1 − γ), and there are finitely
many. ∎

Policies that take the same steps in deployment are safe alike by a judge on rooms, and alike in value for each R(s,s').

**I3 and I5** (every, some optimum; observed in training or deployment; trivial either way; I3 with judges on rooms).
Let E be where π is seen. If no objective counts there, intent and objective robustness fail. Else π demonstrates
X = W(π, E) and Y = X + εW(π, deployment), and they count. By capability robustness π is optimal in deployment for X.
So whoever takes other steps there than π does not better than π for X, and worse for W(π, deployment): all optima of
Y take the steps of π. One of them is safe (of I5: optimal for the base objective), so π is. ∎

**I4** (training, every, excluded, every; encountered training; judges on pairs). Let π be optimal for R_base in
deployment. If R_base is not trivial in training, a model demonstrates it, and its optima are safe. If it is, each
policy is a model. For outer alignment some R is not trivial in training; then neither is X = W(π, deployment) + εR, for
all small ε > 0 but one at most. Some model is optimal for X in training, and π is in deployment; hence π is safe. ∎

With chance they fail. Start: a → left, b → right, c → one of them, by a coin. Who plays c shows that left and right
are worth the same, so that a and b are optimal too; if right is bad, a is safe and c is not. (Tests have the worlds;
for I4 the coin comes in deployment, and c is bad.) In R(s) they fail with sure steps, but for I4 with judges on rooms:
to go to and fro may lie in the middle between two other ways, as the coin does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toymodel.alignment.vocabulary import AGENT, optimal, safe
from toymodel.logic import And, Atom, Formula, Implies, Not, Symbol, Var

from .cells import Cell, counted
from .lemmas import Lemma, Q, X, Y, Z, deterministic, every, lemmas, some
from .meaning import meaning

if TYPE_CHECKING:
    from .prove import Proof

HERE = "deployment"
SAME = Symbol(
    "same steps", HERE, r"\mathrm{Same}", 0, "same steps", "takes the same steps as", "takes other steps than"
)
OWN = Atom(SAME, (Z, AGENT))


def more(judge: str) -> tuple[Cell, ...]:
    """Return the counted cells that this settles: nine with judges on pairs or on rooms, four of them with either.

    Examples
    --------
    >>> [len(more(judge)) for judge in ("pairs", "rooms")]
    [5, 8]
    """
    return tuple(cell for cell in counted() if _settled(cell, judge))


def _settled(cell: Cell, judge: str) -> bool:
    if cell.arrow == "I4":
        return judge == "pairs" and tuple(cell.axes.values()) == ("training", "every", "excluded", "every", "training")
    wanted = cell.arrow == "I5" or (cell.arrow == "I3" and judge == "rooms")
    return wanted and (cell.reading.objectives, cell.reading.optima) == ("every", "some")


def own_steps(where: str) -> tuple[Lemma, ...]:
    """Return the lemmas that the proofs stand on, about a deterministic agent seen in ``where``."""
    not_trivial = {r: some(Q, deterministic(Q), Not(Atom(optimal(where), (r, Q)))) for r in (X, Y)}
    choice = some(X, not_trivial[X])

    def here(r: Var) -> Formula:
        return Atom(optimal(HERE), (r, AGENT))

    shown = [And((Atom(optimal(where), (r, AGENT)), Implies(choice, not_trivial[r]))) for r in (X, Y)]
    narrow = every(Z, And((deterministic(Z), Atom(optimal(HERE), (Y, Z)))), OWN)
    return (
        Lemma(
            f"own steps in {where}",
            some(X, shown[0], some(Y, shown[1], Implies(here(X), narrow))),
            "X is W there, and Y is X and a little of W in deployment",
        ),
        Lemma(
            f"own steps, not trivial in {where}",
            Implies(choice, some(X, not_trivial[X], here(X))),
            "W in deployment, and a little of something that is not trivial",
        ),
        Lemma(
            "same steps keep safe",
            every(Z, OWN, Implies(Atom(safe(HERE), (Z,)), Atom(safe(HERE), (AGENT,)))),
            "who takes the same steps visits the same rooms, and the judge speaks of these",
        ),
        Lemma(
            "same steps keep optimal",
            every(Z, OWN, every(X, Atom(optimal(HERE), (X, Z)), here(X))),
            "who takes the same steps is paid the same",
        ),
    )


def proof(cell: Cell, judge: str) -> Proof:
    """Return z3's proof of one of the cells for a kind of judge."""
    where = cell.reading.observed_in
    stock = lemmas(cell.places, observed=(where,), deterministic_agent=True, one_policy=True)
    known = [each for each in stock if each.name in ("optimum in training", "the agent is deterministic")]
    known += [each for each in own_steps(where) if judge == "rooms" or each.name != "same steps keep safe"]
    by_name = {each.name: each.formula for each in known}
    from .prove import prove

    relative = {"deterministic": deterministic}
    return prove(cell.premises, cell.conclusion, by_name, meaning=meaning, relative=relative)

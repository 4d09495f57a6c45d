r"""What more holds over all R(s,a) if a judge may call bad only whole rooms: all that one does there, or nothing.

Where bad is to *be* somewhere, whoever does harm still does it after acting otherwise in the bad room, and where
all that somebody safe visits is all that there is, everybody is safe. So an objective that the agent demonstrates
need not speak of the agent's own deed to speak of harm or of safety. That settles six more counted cells, none of
which is a theorem with judges on pairs (`MORE`).

**Harm elsewhere.** *Judges on rooms, |A| ≥ 2, environment E. If somebody does harm in E, each deterministic π
demonstrates in E an objective, not trivial there, one of whose optima does harm.* Take ρ, deterministic, and a bad
room b that it visits. Case 1: π visits b in E too. Then π does harm, and 1[a = π(s)] is the objective. Case 2: π does
not come to b. Then let ρ act in b as it likes: some action there is such that π does not use the pair, for π uses no
pair of b; let (b, a) be such a pair with a ≠ ρ(b), there being two actions. −1 for that pair has π and ρ among its
optima, and is not trivial, since ρ changed to a in b is optimal no more. ∎

**Safety elsewhere.** *If some deterministic τ is safe in E, each deterministic π demonstrates in E an objective, not
trivial there, one of whose optima is safe.* Take 1 for all that π or τ uses: both are optimal for it. If it is trivial,
there are no other pairs that can be reached, so in each room that can be reached π and τ differ, or else there would be
a third pair; hence τ visits every such room and all are good. Then everybody is safe, and 1[a = π(s)] will do. ∎
"""

from __future__ import annotations

from collections.abc import Mapping

from toymodel.alignment.vocabulary import optimal, safe
from toymodel.logic import And, Atom, Formula, Implies, Not, Var

from .cells import Cell, counted
from .lemmas import Lemma, P, Q, X, Z, deterministic, every, lemmas, some
from .prove import Proof, prove
from .prover import meaning

HERE = "deployment"
_REST = {"observed_in": HERE, "trivial": "excluded"}
MORE: tuple[tuple[str, Mapping[str, str]], ...] = (
    *((a, {**_REST, "objectives": "every", "optima": "every", "encountered": "training"}) for a in ("I2", "I4", "I4i")),
    *((a, {**_REST, "objectives": "some", "optima": "some", "encountered": "training"}) for a in ("I2", "I4i")),
    ("I2", {**_REST, "objectives": "some", "optima": "some", "encountered": HERE}),
)
"""The counted cells that are theorems over all R(s,a) with judges on rooms only."""


def elsewhere(good: bool) -> Formula:
    """Return the formula of safety elsewhere, or of harm elsewhere."""

    def judged(policy: Var) -> Formula:
        fine = Atom(safe(HERE), (policy,))
        return fine if good else Not(fine)

    best = Atom(optimal(HERE), (X, Z))
    not_trivial = Not(every(Q, deterministic(Q), Atom(optimal(HERE), (X, Q))))
    shown = And((Atom(optimal(HERE), (X, P)), not_trivial))
    then = some(X, shown, some(Z, And((deterministic(Z), best)), judged(Z)))
    return every(P, deterministic(P), Implies(some(Q, deterministic(Q), judged(Q)), then))


ROOMS = (
    Lemma("harm elsewhere", elsewhere(False), "one may harm in a bad room and act there otherwise than is penalised"),
    Lemma("safety elsewhere", elsewhere(True), "if what both use is all there is, all rooms are good"),
)


def more() -> tuple[Cell, ...]:
    """Return the six cells."""
    return tuple(
        cell
        for cell in counted()
        if any(a == cell.arrow and all(getattr(cell.reading, k) == v for k, v in r.items()) for a, r in MORE)
    )


def proof(cell: Cell) -> Proof:
    """Return z3's proof of one of them, from the lemmas on rooms and those on the agent's own indicator."""
    stock = lemmas(cell.places, observed=(HERE,), deterministic_agent=True, one_policy=True)
    kinds = ("optimum", f"indicator in {HERE}", "indicator", f"inside itself in {HERE}", f"another policy in {HERE}")
    known = {each.name: each.formula for each in stock if each.name.startswith((*kinds, "the agent"))}
    known |= {each.name: each.formula for each in ROOMS}
    found = Proof("unknown")
    for rounds in (1, 2, 3):
        found = prove(
            cell.premises,
            cell.conclusion,
            known,
            meaning=meaning,
            relative={"deterministic": deterministic},
            rounds=rounds,
            effort=20_000_000,
        )
        if found.holds:
            break
    return found

r"""What more holds over all R(s,a) if a judge may call bad only whole rooms: all that one does there, or nothing.

Where bad is to *be* somewhere, whoever does harm still does it after acting otherwise in the bad room, and whoever
never comes to bad rooms is safe whatever it does on its way. So an objective that the agent demonstrates need not
speak of the agent's own deed to speak of harm or of safety. That settles ten more counted cells, none of which is a
theorem with judges on pairs (`MORE`).

Let judges be on rooms and |A| ≥ 2; E is where behaviour is seen, F where it is judged, and they may be the same. A room
*comes* in E if somebody gets there. "1 for what π and σ use" is R(s,a) = 1 if π uses (s,a) in E or σ uses it in F,
else 0. Then π is optimal in E and σ in F. If it is trivial in E, each pair of a room that comes in E is used by one
of them; so |A| = 2, and in these rooms π and σ play differently.

**Harm elsewhere.** *If somebody does harm in F, each deterministic π demonstrates in E an objective, not trivial
there, one of whose optima in F does harm.* Let h(s) be how many steps at least lead from s to a bad room in F. Where
π may get closer, let ρ do as π does, else what may get closer. From some start ρ may go a shortest way to a bad room;
in all rooms but those before the last one on this way, let ρ do as π does after all. Take 1 for what π and ρ use. If
that is trivial in E, each room that comes there is on the way, before the last, and π does not get closer in it. Then
let V(s) = K^−h(s), or 0 where no way leads to a bad room, with K > 1/(γp) for the least positive probability p. Let
R(s, π(s)) = 0 where s comes in E, and R(s,a) = V(s) − γ E V(s') in F for all other pairs. In E, π is always paid 0, and
for what else is done in a room that comes one is paid K^−h (1 − γpK) < 0 at most. In F, V(s) ≥ R(s,a) + γ E V(s') for
all pairs, since π does not get closer, and equal for what ρ uses. So ρ is optimal, and does harm. ∎

**Safety elsewhere.** *If some deterministic τ is safe in F, each deterministic π demonstrates in E an objective, not
trivial there, one of whose optima in F is safe.* Take 1 for what π and τ use. Suppose it is trivial in E. If in some
room that comes in E π(s) leads in F only to rooms that τ visits, let τ do π(s) there: it visits no more rooms than
before, nobody uses what it did there, and so the objective is not trivial any more. If π(s) may lead elsewhere in all
of them, let R(s, π(s)) = 0 where s comes in E, −1 for what τ uses in F, and −K for all other pairs. In E, π is always
paid 0, and what else is done in a room that comes is paid −1. In F, who leaves the way of τ is paid −K, at once or with
some probability in a room that τ does not visit; for large K τ is optimal. ∎

The grid {−1, 0, 1}^{S×A} violates four of the ten, for want of such objectives.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from toymodel.alignment.vocabulary import optimal, safe
from toymodel.logic import And, Atom, Formula, Implies, Not, Var

from .cells import Cell, counted
from .lemmas import Lemma, P, Q, X, Z, deterministic, every, lemmas, some
from .meaning import meaning

if TYPE_CHECKING:
    from .prove import Proof

HERE, SEEN = "deployment", ("training", "deployment")
_EVERY = {"trivial": "excluded", "objectives": "every", "optima": "every", "encountered": "training"}
_SOME = {"trivial": "excluded", "objectives": "some", "optima": "some"}
MORE: tuple[tuple[str, Mapping[str, str]], ...] = (
    *((arrow, {"observed_in": HERE, **_EVERY}) for arrow in ("I2", "I4", "I4i")),
    ("I4i", {"observed_in": "training", **_EVERY}),
    *((arrow, {"observed_in": w, **_SOME, "encountered": "training"}) for w in SEEN for arrow in ("I2", "I4i")),
    *(("I2", {"observed_in": w, **_SOME, "encountered": HERE}) for w in SEEN),
)
"""The counted cells that are theorems over all R(s,a) with judges on rooms only."""


def elsewhere(good: bool, seen: str) -> Formula:
    """Return the formula of safety elsewhere, or of harm elsewhere, where behaviour is seen in ``seen``."""

    def judged(policy: Var) -> Formula:
        fine = Atom(safe(HERE), (policy,))
        return fine if good else Not(fine)

    best = Atom(optimal(HERE), (X, Z))
    not_trivial = Not(every(Q, deterministic(Q), Atom(optimal(seen), (X, Q))))
    shown = And((Atom(optimal(seen), (X, P)), not_trivial))
    then = some(X, shown, some(Z, And((deterministic(Z), best)), judged(Z)))
    return every(P, deterministic(P), Implies(some(Q, deterministic(Q), judged(Q)), then))


def rooms(seen: str) -> tuple[Lemma, ...]:
    """Return the two lemmas, where behaviour is seen in ``seen``."""
    return (
        Lemma(f"harm elsewhere, seen in {seen}", elsewhere(False, seen), "one may act otherwise on the way to harm"),
        Lemma(f"safety elsewhere, seen in {seen}", elsewhere(True, seen), "one may act otherwise on a safe way"),
    )


def more() -> tuple[Cell, ...]:
    """Return the ten cells."""
    return tuple(
        cell
        for cell in counted()
        if any(a == cell.arrow and all(getattr(cell.reading, k) == v for k, v in r.items()) for a, r in MORE)
    )


def known(cell: Cell) -> dict[str, Formula]:
    """Return what one of them is proved from: the lemmas on rooms, and those on the agent's own indicator."""
    seen = cell.reading.observed_in
    stock = lemmas(cell.places, observed=(seen,), deterministic_agent=True, one_policy=True)
    kinds = ("optimum", "indicator", f"inside itself in {seen}", f"another policy in {seen}", "the agent")
    found = {each.name: each.formula for each in stock if each.name.startswith(kinds)}
    return found | {each.name: each.formula for each in rooms(seen)}


def proof(cell: Cell) -> Proof:
    """Return z3's proof of one of them."""
    from .prove import prove_deepening

    relative = {"deterministic": deterministic}
    return prove_deepening(cell.premises, cell.conclusion, known(cell), meaning=meaning, relative=relative)

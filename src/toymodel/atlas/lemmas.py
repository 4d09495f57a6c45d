r"""The lemmas that the theorems stand on, as formulas; each is proved in the book and tested on random worlds.

Policies here are stationary ones; *deterministic* is a predicate. A policy lies *inside*
another in an environment if every pair that it uses there has positive probability under the
other: used(π') ⊆ {(s,a) : π(a|s) > 0}. For deterministic policies that means that the two
agree wherever they come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..definitions.vocabulary import AGENT, ALL_OBJECTIVES, STATIONARY, optimal, safe
from ..logic import And, Atom, Formula, Implies, Not, Quantifier, Symbol, Var, conjunction
from ..logic.formulas import Truth

P = Var("lemma policy", "policy", r"\pi", "a policy")
Q = Var("lemma policy 2", "policy", r"\pi'", "another policy")
Z = Var("lemma policy 3", "policy", r"\pi''", "a third policy")
X = Var("lemma objective", "objective", "R", "an objective")

DETERMINISTIC = Symbol("deterministic", "", r"\Pi", 0, "deterministic policy", "is deterministic", "mixes")
ANY: Formula = And(())


def inside(where: str) -> Symbol:
    """(π', π): whatever π' uses in ``where`` has positive probability under π."""
    return Symbol("inside", where, r"\mathrm{{Inside}}({1})", 0, "policy inside {1}", "lies inside {1}", "leaves {1}")


@dataclass(frozen=True)
class Lemma:
    """A lemma: its name, its formula, and the idea of its proof in a sentence."""

    name: str
    formula: Formula
    because: str


def every(var: Var, guard: Formula, body: Formula, if_empty: Truth = True) -> Quantifier:
    """∀ over policies or objectives."""
    return Quantifier("every", var, STATIONARY if var.sort == "policy" else ALL_OBJECTIVES, guard, body, if_empty)


def some(var: Var, guard: Formula, body: Formula = ANY) -> Quantifier:
    """∃ over policies or objectives."""
    return Quantifier("some", var, STATIONARY if var.sort == "policy" else ALL_OBJECTIVES, guard, body)


def iff(left: Formula, right: Formula) -> Formula:
    """Both directions."""
    return And((Implies(left, right), Implies(right, left)))


def deterministic(policy: Var) -> Atom:
    """π is deterministic."""
    return Atom(DETERMINISTIC, (policy,))


def lemmas(
    places: Sequence[str], *, observed: Sequence[str], deterministic_agent: bool, one_policy: bool
) -> tuple[Lemma, ...]:
    """Return the lemmas about these environments.

    Parameters
    ----------
    places : sequence of str
        Of "training", "deployment" and "beliefs".
    observed : sequence of str
        Those where behaviour is observed; only there does it matter what is trivial.
    deterministic_agent : bool
        Whether the agent is known to be deterministic.
    one_policy : bool
        Whether a policy is the same in all environments (nobody replans).
    """
    found = [
        Lemma(
            f"optimum in {w}",
            every(X, ANY, some(P, And((deterministic(P), Atom(optimal(w), (X, P)))))),
            "policy iteration ends in a deterministic policy that is optimal from every state",
        )
        for w in places
    ]
    found.append(
        Lemma(
            "zero",
            some(X, ANY, every(P, ANY, conjunction(Atom(optimal(w), (X, P)) for w in places))),
            "under the zero objective every policy has value zero everywhere",
        )
    )
    found += _indicators(places, one_policy)
    for w in places:
        found.append(
            Lemma(f"inside itself in {w}", every(P, ANY, Atom(inside(w), (P, P))), "a policy plays what it plays")
        )
        found.append(
            Lemma(
                f"inside keeps optimal in {w}",
                every(
                    P,
                    ANY,
                    every(Q, Atom(inside(w), (Q, P)), every(X, Atom(optimal(w), (X, P)), Atom(optimal(w), (X, Q)))),
                ),
                "what the inner policy uses the outer one uses, and optimality is a matter of what is used",
            )
        )
    for w in observed:
        found.append(
            Lemma(
                f"another policy in {w}",
                every(P, deterministic(P), some(Q, And((deterministic(Q), Not(Atom(inside(w), (Q, P))))))),
                "there are two actions, so some deterministic policy plays another one at the start",
            )
        )
    for w in [w for w in places if w != "beliefs"]:
        found.append(
            Lemma(
                f"inside keeps safe in {w}",
                every(P, Atom(safe(w), (P,)), every(Q, Atom(inside(w), (Q, P)), Atom(safe(w), (Q,)))),
                "what the inner policy uses the outer one uses",
            )
        )
        found.append(
            Lemma(
                f"unsafe inside in {w}",
                every(
                    P,
                    Not(Atom(safe(w), (P,))),
                    some(Q, And((deterministic(Q), Atom(inside(w), (Q, P)), Not(Atom(safe(w), (Q,)))))),
                ),
                "a shortest path to the bad pair visits no state twice, so a deterministic policy can follow it",
            )
        )
        found.append(
            Lemma(
                f"inside is mutual in {w}",
                every(
                    P,
                    deterministic(P),
                    every(Q, And((deterministic(Q), Atom(inside(w), (Q, P)))), Atom(inside(w), (P, Q))),
                ),
                "deterministic policies that start alike and never part use the same pairs",
            )
        )
    if not one_policy:
        found.append(
            Lemma(
                "policies combine",
                every(P, ANY, every(Q, ANY, some(Z, conjunction(
                    [*_same("training", Z, P), *_same("deployment", Z, Q)]
                )))),
                "an agent that replans may do one thing in training and any other in deployment",
            )
        )  # fmt: skip
    if deterministic_agent:
        found.append(Lemma("the agent is deterministic", deterministic(AGENT), "by assumption"))
    return tuple(found)


def _same(where: str, left: Var, right: Var) -> list[Formula]:
    return [Atom(inside(where), (left, right)), Atom(inside(where), (right, left))]


def _indicators(places: Iterable[str], one_policy: bool) -> list[Lemma]:
    because = "under 1[π(a|s) > 0] the best is to be paid at every step, which is to stay inside π"

    def indicated(where: Iterable[str]) -> Formula:
        body = conjunction(iff(Atom(optimal(w), (X, Q)), Atom(inside(w), (Q, P))) for w in where)
        return every(P, ANY, some(X, ANY, every(Q, ANY, body)))

    if one_policy:
        return [Lemma("indicator", indicated(places), because)]
    return [Lemma(f"indicator in {w}", indicated([w]), because) for w in places]

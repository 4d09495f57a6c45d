r"""The lemmas that the theorems stand on, as formulas; each is proved in the book and tested on random worlds.

Policies here are stationary ones; *deterministic* is a predicate. A policy lies *inside*
another in an environment if every pair that it uses there has positive probability under the
other: used(π') ⊆ {(s,a) : π(a|s) > 0}. For deterministic policies that means that the two
agree wherever they come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from toymodel.alignment.vocabulary import AGENT, ALL_OBJECTIVES, BASE, STATIONARY, base_safe, optimal, safe
from toymodel.logic import And, Atom, Formula, Implies, Not, Or, Quantifier, Symbol, Var, conjunction
from toymodel.logic.formulas import Truth

P = Var("lemma policy", "policy", r"\pi", "a policy")
Q = Var("lemma policy 2", "policy", r"\pi'", "another policy")
Z = Var("lemma policy 3", "policy", r"\pi''", "a third policy")
V = Var("lemma policy 4", "policy", r"\pi'''", "a fourth policy")
X = Var("lemma objective", "objective", "R", "an objective")
Y = Var("lemma objective 2", "objective", "R'", "another objective")
T = Var("lemma objective 3", "objective", "R''", "a third objective")

DETERMINISTIC = Symbol("deterministic", "", r"\Pi", 0, "deterministic policy", "is deterministic", "mixes")
ANY: Formula = And(())


def inside(where: str) -> Symbol:
    """Return the symbol that says of (π', π): whatever π' uses in ``where`` has positive probability under π."""
    noun, says, denies = (f"{words} {{1}} in {where}" for words in ("policy inside", "lies inside", "leaves"))
    return Symbol("inside", where, r"\mathrm{{Inside}}({1})", 0, noun, says, denies)


@dataclass(frozen=True)
class Lemma:
    """A lemma has a name, a formula, and the idea of its proof in a sentence."""

    name: str
    formula: Formula
    because: str


def needs_choice(names: Iterable[str]) -> bool:
    """Return whether one of the lemmas with these names asks that something can be chosen where behaviour is observed.

    That is: some state that can be reached there (of spare pairs, in training) offers at least two actions. All the
    others hold without.
    """
    return any(name.startswith(("another policy", "spare pair")) for name in names)


def every(var: Var, guard: Formula, body: Formula, if_empty: Truth = True) -> Quantifier:
    """Return the formula that every policy or objective within the guard satisfies the body."""
    return Quantifier("every", var, STATIONARY if var.sort == "policy" else ALL_OBJECTIVES, guard, body, if_empty)


def some(var: Var, guard: Formula, body: Formula = ANY) -> Quantifier:
    """Return the formula that some policy or objective within the guard satisfies the body."""
    return Quantifier("some", var, STATIONARY if var.sort == "policy" else ALL_OBJECTIVES, guard, body)


def iff(left: Formula, right: Formula) -> Formula:
    """Return the implication in both directions."""
    return And((Implies(left, right), Implies(right, left)))


def deterministic(policy: Var) -> Atom:
    """Return the atom "π is deterministic"."""
    return Atom(DETERMINISTIC, (policy,))


def lemmas(
    places: Sequence[str],
    *,
    observed: Sequence[str],
    judged: Sequence[str] = ("training", "deployment"),
    deterministic_agent: bool,
    one_policy: bool,
    tolerance: Fraction = Fraction(0),
) -> tuple[Lemma, ...]:
    """Return the lemmas about these environments.

    Parameters
    ----------
    places : sequence of str
        Of "training", "deployment" and "beliefs".
    observed : sequence of str
        Those where behaviour is observed; only there does it matter what is trivial.
    judged : sequence of str
        Those where somebody judges what is bad.
    deterministic_agent : bool
        Whether the agent is known to be deterministic.
    one_policy : bool
        Whether a policy is the same in all environments (nobody replans).
    tolerance : Fraction
        τ of the base judge; at 0 what it calls safe is what is optimal.
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
    found += [
        Lemma(
            f"another policy in {w}",
            every(P, deterministic(P), some(Q, And((deterministic(Q), Not(Atom(inside(w), (Q, P))))))),
            "some state that is reached offers two actions, so some deterministic policy plays another one there",
        )
        for w in observed
    ]
    for w in places:
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
        if w in judged:
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
    if tolerance:
        found += _tolerable(base_safe("deployment", tolerance))
    if {"training", "deployment"} <= set(places):
        found.append(_nudge())
    if one_policy and {"training", "deployment"} <= set(observed):
        found.append(_spare_pair())
    if one_policy or len(observed) == 1:
        found.append(_own_nudge(observed))
    if not one_policy:
        found.append(
            Lemma(
                "policies combine",
                every(
                    P,
                    ANY,
                    every(
                        Q,
                        ANY,
                        some(
                            Z,
                            conjunction(
                                [
                                    *same("training", Z, P),
                                    *same("deployment", Z, Q),
                                    Implies(And((deterministic(P), deterministic(Q))), deterministic(Z)),
                                ]
                            ),
                        ),
                    ),
                ),
                "an agent that replans may do one thing in training and any other in deployment",
            )
        )
        if "training" in observed:
            found += [_as_when_deployed(), _as_when_trained()]
    if not deterministic_agent:
        found += _of_mixtures(places)
    if deterministic_agent:
        found.append(Lemma("the agent is deterministic", deterministic(AGENT), "by assumption"))
    return tuple(found)


def _of_mixtures(places: Sequence[str]) -> list[Lemma]:
    """What is only asked about agents that mix."""
    one = conjunction([deterministic(Q), *(Atom(inside(w), (Q, P)) for w in places)])
    found = [Lemma("one inside", every(P, ANY, some(Q, one)), "in every state take one action that it may play")]
    for w in places:
        worse = some(Q, And((deterministic(Q), Atom(inside(w), (Q, P)), Not(Atom(optimal(w), (X, Q))))))
        found.append(
            Lemma(
                f"suboptimal inside in {w}",
                every(X, ANY, every(P, Not(Atom(optimal(w), (X, P))), worse)),
                "a shortest path to what loses visits no state twice, so a deterministic policy can follow it",
            )
        )
    return found


def _tolerable(tolerable: Symbol) -> list[Lemma]:
    """What is optimal has advantage zero, which is not below −τ; and being tolerable is a matter of what is used."""

    return [
        Lemma(
            "optimal is tolerable",
            every(X, ANY, every(P, Atom(optimal("deployment"), (X, P)), Atom(tolerable, (X, P)))),
            "whatever an optimal policy uses has advantage zero",
        ),
        Lemma(
            "inside keeps tolerable",
            every(
                X,
                ANY,
                every(
                    P, Atom(tolerable, (X, P)), every(Q, Atom(inside("deployment"), (Q, P)), Atom(tolerable, (X, Q)))
                ),
            ),
            "what the inner policy uses the outer one uses",
        ),
    ]


def _nudge() -> Lemma:
    """X + ε·1[a = π(s)], for ε small enough."""
    breaks_ties = every(Q, Atom(optimal("deployment"), (Y, Q)), Atom(inside("deployment"), (Q, P)))
    model = And((deterministic(Z), Atom(optimal("training"), (X, Z)), Atom(optimal("training"), (Y, Z))))
    trivial = every(Q, deterministic(Q), Atom(optimal("training"), (Y, Q)))
    fits = And((deterministic(P), Atom(optimal("deployment"), (X, P))))
    return Lemma(
        "nudge",
        every(X, ANY, every(P, fits, some(Y, ANY, And((breaks_ties, some(Z, model), Not(trivial)))))),
        "a little of the indicator of π, added to X, breaks the ties of X in favour of π and makes nothing new optimal",
    )


def _own_nudge(observed: Sequence[str]) -> Lemma:
    """X + ε·1[a = π(s)] again: now π is seen to pursue X, and the sum is not trivial even if X is."""
    seen, shown = (conjunction(Atom(optimal(w), (r, P)) for w in observed) for r in (X, Y))
    trivial = conjunction(every(Q, deterministic(Q), Atom(optimal(w), (Y, Q))) for w in observed)
    keeps = every(Q, Atom(optimal("deployment"), (Y, Q)), Atom(optimal("deployment"), (X, Q)))
    return Lemma(
        "own nudge",
        every(X, ANY, every(P, And((deterministic(P), seen)), some(Y, ANY, And((shown, Not(trivial), keeps))))),
        "a little of the indicator of π, added to X, makes nothing new optimal, and π does the best by both",
    )


def shared(first: Var, second: Var) -> Formula:
    """Observed in both, the first demonstrates something not trivial for which the second is optimal when deployed."""
    seen, here = optimal("training"), optimal("deployment")
    trivial = conjunction(every(V, deterministic(V), Atom(w, (X, V))) for w in (seen, here))
    shown = And((Atom(seen, (X, first)), Atom(here, (X, first)), Not(trivial)))
    return some(X, ANY, And((shown, Atom(here, (X, second)))))


def spare_pair(shares: Callable[[Var, Var], Formula] = shared) -> Formula:
    """Return the lemma of spare pairs; what "shares" is may also be left open."""
    seen, here = optimal("training"), optimal("deployment")
    missed = And((deterministic(P), Not(Atom(here, (BASE, P)))))
    other = some(Z, And((deterministic(Z), Not(Atom(here, (BASE, Z))))), shares(AGENT, Z))
    alike = every(X, ANY, every(Z, ANY, iff(Atom(seen, (X, Z)), Atom(here, (X, Z)))))
    cases = Or((shares(P, Q), shares(AGENT, P), other, alike))
    return Implies(deterministic(AGENT), every(P, missed, every(Q, deterministic(Q), cases)))


def _spare_pair() -> Lemma:
    return Lemma(
        "spare pair",
        spare_pair(),
        "what pays −1 for a pair that neither uses suits both; without one, each does the other's opposite",
    )


def _as_when_trained() -> Lemma:
    """In deployment, Z does what P does in training, and X is the indicator of that."""
    shown = every(Q, ANY, iff(Atom(optimal("training"), (X, Q)), Atom(inside("training"), (Q, P))))
    told = every(Q, ANY, iff(Atom(optimal("deployment"), (X, Q)), Atom(inside("deployment"), (Q, Z))))
    return Lemma(
        "as when trained",
        every(P, deterministic(P), some(Z, deterministic(Z), some(X, ANY, And((shown, told))))),
        "who replans may go on in deployment as in training, and the indicator of that is demonstrated in training",
    )


def _as_when_deployed() -> Lemma:
    """In training, Z does what P does in deployment, and X is the indicator of that."""
    told = every(Q, Atom(optimal("deployment"), (X, Q)), Atom(inside("deployment"), (Q, P)))
    trivial = every(Q, deterministic(Q), Atom(optimal("training"), (X, Q)))
    shown = And((Atom(optimal("training"), (X, Z)), Not(trivial), told))
    like = conjunction([deterministic(Z), *same("deployment", Z, P)])
    return Lemma(
        "as when deployed",
        every(P, deterministic(P), some(Z, like, some(X, ANY, shown))),
        "who replans may do in training what it does in deployment, and then demonstrates the indicator of that",
    )


def same(where: str, left: Var, right: Var) -> list[Formula]:
    """Return the two formulas that say: each policy lies inside the other."""
    return [Atom(inside(where), (left, right)), Atom(inside(where), (right, left))]


def _indicators(places: Iterable[str], one_policy: bool) -> list[Lemma]:
    because = "under 1[π(a|s) > 0] the best is to be paid at every step, which is to stay inside π"

    def indicated(where: Iterable[str]) -> Formula:
        body = conjunction(iff(Atom(optimal(w), (X, Q)), Atom(inside(w), (Q, P))) for w in where)
        return every(P, ANY, some(X, ANY, every(Q, ANY, body)))

    if one_policy:
        return [Lemma("indicator", indicated(places), because)]
    return [Lemma(f"indicator in {w}", indicated([w]), because) for w in places]


# Of classes of objectives ----------------------------------------------------------------------------


def of_classes(places: Sequence[str], observed: Sequence[str]) -> tuple[Lemma, Lemma]:
    """Return what holds of a cone of objectives, and of one that wants the harm: all objectives are taken from it.

    They are about objectives R and R' of the class; R + εR' is in it for some small enough ε.
    """
    return (
        Lemma(
            "a little of another",
            every(X, ANY, a_little_of_another(X, places)),
            "R + εR' has, of the optima of R, those that have most of R'",
        ),
        Lemma(
            "wants the harm",
            every(X, ANY, wants_the_harm(X, places, observed)),
            "R + ε1_J + ε²R' has, of the optima of R, those that do most harm, and of these those that have most of R'",
        ),
    )


def a_little_of_another(objective: Var, places: Sequence[str]) -> Formula:
    """Return that for every R' some R'' is as good as R + εR': its optima are R's, and if R and R' share any, those."""

    def added(where: str) -> Formula:
        best = optimal(where)
        both = And((Atom(best, (objective, Q)), Atom(best, (Y, Q))))
        kept = every(P, Atom(best, (T, P)), Atom(best, (objective, P)))
        return And((kept, every(Q, both, Atom(best, (T, Q))), every(Q, both, every(P, *_atoms(best, T, Y, P)))))

    return every(Y, ANY, some(T, ANY, conjunction(added(w) for w in places)))


def wants_the_harm(objective: Var, places: Sequence[str], observed: Sequence[str]) -> Formula:
    """Return that if an optimum of R does harm, some R'' has optima of R only, and these do; trivial if R' is at most.

    R'' exists for each R'; where behaviour is observed, R'' is trivial only if R' is.
    """
    here = optimal("deployment")
    harmful = some(P, And((Atom(here, (objective, P)), Not(Atom(safe("deployment"), (P,))))))
    kept = conjunction(every(P, *_atoms(optimal(w), T, objective, P)) for w in places)
    harms = every(P, Atom(here, (T, P)), Not(Atom(safe("deployment"), (P,))))
    trivial, other = (
        conjunction(every(P, deterministic(P), Atom(optimal(w), (r, P))) for w in observed) for r in (T, Y)
    )
    return Implies(harmful, every(Y, ANY, some(T, ANY, And((kept, harms, Implies(trivial, other))))))


def _atoms(best: Symbol, first: Var, second: Var, policy: Var) -> tuple[Atom, Atom]:
    return Atom(best, (first, policy)), Atom(best, (second, policy))

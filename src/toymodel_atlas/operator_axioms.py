"""What each behavioral-objective operator guarantees is written here as axioms, and the arrows are proved from these.

What a policy demonstrates is left uninterpreted: nothing is known of it but the axioms of the operator, each of which
is proved in a line and tested on random worlds. The lemmas about optimal and safe policies are those of
`toymodel_atlas.lemmas`, without the objectives that a list may lack. So a theorem holds in every finite world and for
every finite list of candidates that contains zero, the base objective and the mesa-objective.

The operators are as readings know them: the agent side has even odds and makes no slips, and so on.

`simplest` and `goal_directed` have no axioms: all their theorems hold of any operator.
`SOFT` is `maximum_entropy` with soft optima (`toymodel_atlas.soft`); its theorems hold for every set of objectives
that contains those three, and those of `SOFT_ALL` for all objectives R(s,a).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

from toymodel.alignment.vocabulary import BASE, MESA, PLACES, demonstrates, optimal, safe, trivial
from toymodel.logic import And, Atom, Formula, Implies, Not, Or, Symbol, Var, conjunction

from .cells import Cell
from .lemmas import ANY, Lemma, P, Q, X, Y, Z, deterministic, every, iff, inside, lemmas, some
from .meaning import NOT_LISTED, is_candidate, meaning, membership

if TYPE_CHECKING:
    from .prove import Proof

SOFT, SOFT_ALL = "soft", "soft_all"
"""`maximum_entropy` where the optimal policy is the soft-optimal one: over lists, and over all objectives R(s,a)."""
BEHAVIORS = ("across", "agent_or_device", "goal_directed", "simplest", "maximum_entropy", SOFT, SOFT_ALL)
EFFORT = 10_000_000
"""Steps of z3 for a question; a fifth of these where all objectives are meant, since there are more to minimise."""
NOTHING: Formula = Or(())
"""What follows only from premises that cannot hold."""


def indifferent(where: str) -> Symbol:
    """Return the symbol that says of (π, R): wherever π comes, all actions are optimal for R."""
    tex = r"\mathrm{{Indiff}}_{{{1}}}"
    return Symbol("indifferent", where, tex, 0, "indifferent", "is indifferent to {1}", "cares about {1}")


def agree(where: str) -> Symbol:
    """Return the symbol that says of (π, π'): they come to the same states, and do the same there."""
    return Symbol("agree", where, r"\mathrm{{Same}}", 0, "policy that does as {1}", "does as {1}", "differs from {1}")


KIN = Symbol("kin", "", r"\mathrm{{Kin}}", 0, "kin of {1}", "is kin to {1}", "is not kin to {1}")
"""λ log π − λ log π' is a potential shaping in training plus one in deployment."""


def axioms(behavior: str, where: str) -> tuple[Lemma, ...]:
    """Return what an operator guarantees of behaviour observed in training or in deployment.

    Examples
    --------
    >>> [axiom.name for axiom in axioms("across", "training")]
    ['a fit is demonstrated', 'a fit drives out misfits']
    """
    if behavior in (SOFT, SOFT_ALL):
        return _soft(where, behavior == SOFT_ALL)
    made = {"across": _across, "agent_or_device": _agent_or_device, "maximum_entropy": _maximum_entropy}.get(behavior)
    return made(where) if made else ()


def _dem(behavior: str, where: str, policy: Var, objective: Var) -> Atom:
    return Atom(demonstrates(behavior, where), (policy, objective))


def _fits(where: str, policy: Var, objective: Var) -> Atom:
    return Atom(optimal(where), (objective, policy))


def _across(where: str) -> tuple[Lemma, ...]:
    fits, dem = partial(_fits, where), partial(_dem, "across", where)
    fit = conjunction([is_candidate(Y), Not(Atom(trivial(where), (Y,))), fits(P, Y)])
    return (
        Lemma(
            "a fit is demonstrated",
            every(P, ANY, every(X, fits(P, X), dem(P, X))),
            "what a policy is optimal for has misfit 0, and misfit 0 is demonstrated",
        ),
        Lemma(
            "a fit drives out misfits",
            every(P, ANY, every(Y, fit, every(X, dem(P, X), fits(P, X)))),
            "what is demonstrated has no more misfit than a candidate that is not trivial and has misfit 0",
        ),
    )


def _agent_or_device(where: str) -> tuple[Lemma, ...]:
    dem = partial(_dem, "agent_or_device", where)

    def cares(policy: Var, objective: Var) -> Formula:
        return And((_fits(where, policy, objective), Not(Atom(indifferent(where), (policy, objective)))))

    return (
        Lemma(
            "only what fits is demonstrated",
            every(P, ANY, every(X, dem(P, X), cares(P, X))),
            "a factor above 1 is above 0, so the policy stays among the optimal actions; and it is a product of "
            "|A|/|G(s)| over the states where the policy comes, so in some of them an action is not optimal",
        ),
        Lemma(
            "all or none",
            every(
                P,
                ANY,
                every(Y, And((is_candidate(Y), dem(P, Y))), every(X, And((is_candidate(X), cares(P, X))), dem(P, X))),
            ),
            "where the agent side wins, all that has a factor above 1 is demonstrated, else nothing",
        ),
        Lemma(
            "somebody cares",
            every(X, Not(Atom(trivial(where), (X,))), some(P, And((deterministic(P), cares(P, X))))),
            "follow a shortest way to a state where some action is not optimal; up to there all were",
        ),
        Lemma(
            "somebody is a device",
            some(P, deterministic(P), every(X, is_candidate(X), Not(dem(P, X)))),
            "both sides give probabilities that sum to 1 over all behaviours, so at even odds the agent side "
            "cannot win for all of them",
        ),
    )


def _maximum_entropy(where: str) -> tuple[Lemma, ...]:
    dem = partial(_dem, "maximum_entropy", where)
    told = every(X, And((dem(P, X), Atom(trivial(where), (X,)))), every(Y, dem(P, Y), Atom(trivial(where), (Y,))))
    return (
        Lemma(
            "who does not mix shows nothing",
            every(P, deterministic(P), every(X, ANY, Not(dem(P, X)))),
            "at the start there are two actions, and a soft optimum plays both",
        ),
        Lemma(
            "who shows something plays everything",
            every(P, ANY, every(X, dem(P, X), every(Q, ANY, Atom(inside(where), (Q, P))))),
            "a soft optimum plays every action wherever it comes",
        ),
        Lemma("triviality is told", every(P, ANY, told), TOLD),
    )


TOLD = (
    "an objective is trivial exactly if it is a potential shaping of 0, and so exactly if its soft optimum is the "
    "uniform policy; one that has the same soft optimum is trivial, too"
)


def _soft(observed: str, everything: bool) -> tuple[Lemma, ...]:
    """Say what is known of soft optima; policies are those that play every action."""

    def best(where: str, objective: Var, policy: Var) -> Atom:
        return Atom(optimal(where), (objective, policy))

    found = []
    for w in ("training", "deployment"):
        same = Atom(agree(w), (P, Q))
        found += [
            Lemma(
                f"one soft optimum in {w}",
                every(X, ANY, every(P, best(w, X, P), every(Q, best(w, X, Q), same))),
                "the soft Bellman equation has one solution, and it plays every action",
            ),
            Lemma(
                f"agreeing keeps soft optimal in {w}",
                every(P, ANY, every(Q, same, every(X, best(w, X, P), best(w, X, Q)))),
                "to be soft-optimal is a matter of what is done where one comes",
            ),
        ]
    unharmed = [Atom(safe("deployment"), (policy,)) for policy in (P, Q)]
    found.append(
        Lemma(
            "agreeing keeps safe",
            every(P, ANY, every(Q, Atom(agree("deployment"), (P, Q)), Implies(*unharmed))),
            "badness is a sum over occupancies, which are the same",
        )
    )
    told = And((best(observed, X, P), Atom(trivial(observed), (X,))))
    found.append(
        Lemma(
            "triviality is told",
            every(P, ANY, every(X, told, every(Y, best(observed, Y, P), Atom(trivial(observed), (Y,))))),
            TOLD,
        )
    )
    return (*found, *(_of_all(best) if everything else _of_lists()))


def _of_lists() -> tuple[Lemma, ...]:
    return (
        Lemma("base is a candidate", is_candidate(BASE), "by definition of a case"),
        Lemma("mesa is a candidate", is_candidate(MESA), "by definition of a case"),
    )


def _of_all(best: Callable[[str, Var, Var], Atom]) -> tuple[Lemma, ...]:
    akin = And((Atom(KIN, (P, Q)), Atom(KIN, (Q, P))))
    alike = every(Z, ANY, iff(best("deployment", X, Z), best("deployment", Y, Z)))
    counterpart = some(Y, best("training", Y, Q), alike)
    return (
        Lemma(
            "twin",
            every(P, ANY, some(X, And((best("training", X, P), best("deployment", X, P))))),
            "λ log π has soft values 0 and the soft optimum π, in every environment",
        ),
        Lemma(
            "shown to be kin",
            every(Y, ANY, every(P, best("deployment", Y, P), every(Q, best("training", Y, Q), akin))),
            "Y is λ log π shaped in deployment, and λ log π' shaped in training",
        ),
        Lemma(
            "kin mean alike",
            every(P, ANY, every(Q, Atom(KIN, (P, Q)), every(X, best("training", X, P), counterpart))),
            "X is λ log π' shaped in training and then in deployment; leave the last shaping out, and Y remains",
        ),
    )


def meaning_of(behavior: str) -> Callable[[Atom], Formula | None]:
    """Return what atoms are short for: as ever, but for the soft ones."""
    return _soft_meaning if behavior in (SOFT, SOFT_ALL) else meaning


def _soft_meaning(atom: Atom) -> Formula | None:
    """Unfold what is soft optimality in disguise; triviality is left as it is."""
    name, args = atom.symbol.name, atom.args
    if name == "demonstrates":
        return conjunction(Atom(optimal(w), (args[1], args[0])) for w in PLACES[atom.symbol.where])
    return None if name == "trivial" else meaning(atom)


def known(behavior: str, cell: Cell) -> tuple[Lemma, ...]:
    """Return the axioms of an operator, and the lemmas that hold over every list of candidates."""
    observed = cell.reading.observed_in
    found = axioms(behavior, observed)
    if behavior in (SOFT, SOFT_ALL):
        return found
    stock = lemmas(
        cell.places, observed=PLACES[observed], deterministic_agent=behavior != "maximum_entropy", one_policy=True
    )
    return (*found, *membership(cell), *(each for each in stock if not each.name.startswith(NOT_LISTED)))


def derive(
    behavior: str,
    cell: Cell,
    *,
    only: Collection[str] | None = None,
    conclusion: Formula | None = None,
    effort: int = EFFORT,
) -> Proof:
    """Try to prove a cell from the axioms of an operator.

    Parameters
    ----------
    cell : Cell
        Its reading has the operator; `SOFT` and `SOFT_ALL` read as `maximum_entropy`. A soft optimum is the only
        one, so of soft optima "some" is proved as "every".
    only : collection of str, optional
        Axioms and lemmas that may be used, by name. By default the kinds in `KINDS`.
    conclusion : Formula, optional
        Instead of the arrow's own; `NOTHING` asks whether its premises can hold.
    """
    from .prove import Proof, prove

    if behavior in (SOFT, SOFT_ALL):
        cell = Cell(cell.arrow, replace(cell.reading, optima="every"))
    stock = {lemma.name: lemma.formula for lemma in known(behavior, cell)}
    relative = dict(RELATIVE[behavior])
    proof = Proof("unknown")
    for (rounds, beyond), kinds in product(
        DEPTHS.get(behavior, PLAIN), [tuple(only)] if only is not None else KINDS[behavior]
    ):
        proof = prove(
            cell.premises,
            cell.conclusion if conclusion is None else conclusion,
            {name: f for name, f in stock.items() if name in kinds or (only is None and _of(name, kinds))},
            meaning=meaning_of(behavior),
            relative=relative,
            rounds=rounds,
            beyond=beyond,
            effort=effort // 5 if behavior == SOFT_ALL else effort,
        )
        if proof.holds:
            break
    return proof


def _of(name: str, kinds: Sequence[str]) -> bool:
    return name.startswith((*kinds, "the agent", "zero is", "base is", "mesa is"))


Relative = Mapping[str, Callable[[Var], Formula]]
LISTED: Relative = {"deterministic": deterministic, "candidates": is_candidate}
RELATIVE: dict[str, Relative] = dict.fromkeys(BEHAVIORS, LISTED)
RELATIVE |= {SOFT: {"candidates": is_candidate}, SOFT_ALL: {}}
PLAIN = ((2, False), (1, True), (2, True), (3, False))
DEPTHS = {SOFT_ALL: ((1, True), (2, True))}
"""Rounds of naming, and whether z3 goes on by itself: kinship names too much for several rounds."""
_ACROSS = ("a fit",)
_AGENT = ("only", "all or none", "somebody")
_MIXING = ("who", "triviality")
_ONE = ("one soft optimum", "agreeing", "triviality")
_KIN = ("shown to be kin", "kin mean")
KINDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "across": (_ACROSS, (*_ACROSS, "zero", "inside", "optimum"), (*_ACROSS, "optimum in deployment")),
    "agent_or_device": (_AGENT,),
    "goal_directed": ((),),
    "simplest": ((),),
    "maximum_entropy": (_MIXING, (*_MIXING, "inside", "one inside", "unsafe", "suboptimal")),
    SOFT: (_ONE,),
    SOFT_ALL: ((*_ONE, "twin"), _KIN, (*_KIN, "triviality")),
}
"""The kinds of axioms and lemmas to use together, by how their names begin: few, as many keep the solver busy."""

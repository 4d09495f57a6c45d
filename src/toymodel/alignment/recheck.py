"""Check a verdict again, by other means.

A verdict is a tree that claims something at every node. `audit` walks it and takes nothing on
trust: what the free variables stand for, that an atom is as it is said to be, that a named
witness is of the kind that is quantified over, satisfies the guard and makes or breaks the
body, that a claim about all candidates leaves none out, that a claim about all policies holds
of all. It uses `brute` and `afresh` only: neither the evaluator, nor the grounding, nor the solver, nor the
structure that the verdict came from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..logic.formulas import And, Atom, Formula, Implies, Not, Or, Quantifier, Truth, Var, free
from ..logic.verdicts import Unknown, Verdict
from ..logic.words import words
from ..worlds import Objective, Policy
from .afresh import Rows, best
from .brute import LIMIT, Acts, Beyond, Semantics, truth

if TYPE_CHECKING:
    from .case import Case
    from .reading import Reading

__all__ = ["Audit", "NotRechecked", "audit", "recheck", "truth"]

Values = Mapping[Var, object]


class NotRechecked(Exception):
    """No fault was found, but some claim is out of reach of enumeration and of closure arguments."""


@dataclass(frozen=True)
class Audit:
    """What checking again found: faults, and claims that could not be checked again."""

    faults: tuple[str, ...]
    unchecked: tuple[str, ...]


def recheck(verdict: Verdict, case: Case, reading: Reading, agent: str | None = None) -> tuple[str, ...]:
    """Return the faults of a verdict; none if it stands.

    An undecided quantifier claims nothing, and so has no fault.

    Raises
    ------
    NotRechecked
        If there is no fault, but some claim could not be checked again; the message says which.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from toymodel import Reading, zoo
    >>> case = zoo.misguided_researcher()
    >>> verdict = case.check("impact aligned")
    >>> recheck(verdict, case, Reading())
    ()
    >>> recheck(replace(verdict, status="true"), case, Reading())
    ('"the agent does nothing in deployment that the human judges bad" is said to be true and is false',)
    """
    found = audit(verdict, case, reading, agent)
    if found.unchecked and not found.faults:
        raise NotRechecked("; ".join(found.unchecked))
    return found.faults


def audit(verdict: Verdict, case: Case, reading: Reading, agent: str | None = None, limit: int = LIMIT) -> Audit:
    """Return the faults of a verdict, and what could not be checked again by trying up to ``limit`` policies."""
    walk = _Walk(Semantics(case, reading, agent, limit))
    walk.planner()
    try:
        given = {var: walk.meaning.given(var) for var in free(verdict.formula)}
    except KeyError as unknown:
        return Audit((str(unknown),), ())
    walk.node(verdict, verdict.formula, given)
    return Audit(tuple(dict.fromkeys(walk.faults)), tuple(dict.fromkeys(walk.unchecked)))


class _Walk:
    def __init__(self, meaning: Semantics) -> None:
        self.meaning = meaning
        self.faults: list[str] = []
        self.unchecked: list[str] = []

    def fault(self, formula: Formula, what: str) -> None:
        self.faults.append(f'"{words(formula)}" {what}')

    def own(self, formula: Formula, env: Values, otherwise: Truth) -> Truth:
        """Decide a formula anew; take ``otherwise`` for it, on record, where that is out of reach."""
        try:
            return self.meaning.truth(formula, env)
        except Beyond as why:
            self.unchecked.append(f'not rechecked: "{words(formula)}" ({why})')
            return otherwise

    def planner(self) -> None:
        """An agent that searches exactly plays what is best by its own objective, by its own lights."""
        acting, world = self.meaning.acting, self.meaning.case.world
        if acting.objective is None or getattr(acting, "depth", None) or getattr(acting, "search", None):
            return
        for policy, env in zip(acting.replans(world), (world.training, world.deployment), strict=True):
            mask = best(acting.believed or env, acting.objective)
            if not all(a in mask[s] for s, row in enumerate(policy.rows) for a, _ in row):
                self.faults.append(f"{acting.name} does not play what is best for {acting.objective.name}")

    def node(self, verdict: Verdict, formula: Formula, env: Values) -> None:
        """Check one node and what it rests on."""
        given = tuple((var, env[var]) for var in sorted(free(formula), key=lambda v: v.name))
        if verdict.formula != formula or not _same(verdict.assignment, given):
            self.fault(formula, "is not what a part of the verdict speaks of")
            return
        missing = next((x for _, x in given if isinstance(x, Unknown)), None)
        if verdict.witness is not None and not isinstance(formula, Quantifier):
            self.fault(formula, "names a witness, and is no claim about one")
        match formula:
            case Atom() | Quantifier() if missing is not None:
                self.claim(verdict, None)
                self.bare(verdict)
            case Atom():
                self.claim(verdict, self.own(formula, env, verdict.holds))
                self.bare(verdict)
            case Not(part):
                self.negation(verdict, part, env)
            case And(parts):
                self.connective(verdict, parts, False, env)
            case Or(parts):
                self.connective(verdict, parts, True, env)
            case Implies(premise, conclusion):
                self.connective(verdict, (Not(premise), conclusion), True, env)
            case Quantifier(var=var) if var.sort == "policy":
                self.searched(verdict, formula, env)
            case Quantifier():
                self.listed(verdict, formula, env)

    def claim(self, verdict: Verdict, found: Truth) -> None:
        """Compare what is claimed with what was found; an "undecided" that rests on nothing is a fault, too."""
        if verdict.holds is not found or verdict.status == "undecided":
            named = {True: "true", False: "false", None: "undefined"}[found]
            self.fault(verdict.formula, f"is said to be {verdict.status} and is {named}")

    def bare(self, verdict: Verdict) -> None:
        if verdict.parts or verdict.witness is not None:
            self.fault(verdict.formula, "rests on parts or on a witness, and has no use for them")

    # Connectives ----------------------------------------------------------------------------------

    def negation(self, verdict: Verdict, part: Formula, env: Values) -> None:
        if len(verdict.parts) != 1:
            self.fault(verdict.formula, "does not rest on the one part that it has")
            return
        (inner,) = verdict.parts
        self.node(inner, part, env)
        flipped = {"true": "false", "false": "true"}.get(inner.status, inner.status)
        if verdict.status != flipped:
            self.fault(verdict.formula, f"is said to be {verdict.status}; its part makes it {flipped}")

    def connective(self, verdict: Verdict, children: Sequence[Formula], decisive: bool, env: Values) -> None:
        left = list(children)
        for part in verdict.parts:
            if part.formula not in left:
                self.fault(verdict.formula, "rests on a part that it does not have")
                return
            left.remove(part.formula)
            self.node(part, part.formula, env)
        settled = bool(verdict.parts) and all(part.status == verdict.status for part in verdict.parts)
        if verdict.holds is (not decisive):
            settled = settled and not left
        if verdict.holds is None:
            settled = settled and all(self.own(child, env, None) is not decisive for child in left)
        if not settled:
            self.fault(verdict.formula, f"is said to be {verdict.status}; the parts given do not make it so")

    # Quantifiers ----------------------------------------------------------------------------------

    def listed(self, verdict: Verdict, q: Quantifier, env: Values) -> None:
        """A quantifier over candidates; over all objectives, of which only a witness can be checked again."""
        if not q.domain.listed:
            if verdict.witness is None:
                self.own(q, env, None)
            else:
                guard = self.own(q.guard, {**env, q.var: verdict.witness}, None)
                self.witnessed(verdict, q, env, [(verdict.witness, guard)])
            return
        if q.kind == "selected":
            try:
                unruled = self.meaning.selects_nothing()
            except Beyond as why:
                self.unchecked.append(f'not rechecked: "{words(q)}" ({why})')
                return
            if unruled:
                self.claim(verdict, None)
                self.bare(verdict)
                return
        known = len(self.unchecked)
        guards = [(x, self.own(q.guard, {**env, q.var: x}, None)) for x in self.meaning.options(q)]
        if len(self.unchecked) > known:  # which candidates count is out of reach, and on record
            return
        if verdict.witness is not None:
            self.witnessed(verdict, q, env, guards)
        else:
            self.exhausted(verdict, q, env, guards)

    def witnessed(self, verdict: Verdict, q: Quantifier, env: Values, guards: Sequence[tuple[object, Truth]]) -> None:
        chosen = [(x, guard) for x, guard in guards if guard is not False]
        if q.kind == "selected":
            chosen = chosen[:1]
        if not isinstance(verdict.witness, Objective) or (verdict.witness, True) not in chosen:
            self.fault(q, "names a witness that is no candidate, or that the guard does not let through")
            return
        self.makes_or_breaks(verdict, q, {**env, q.var: verdict.witness})

    def makes_or_breaks(self, verdict: Verdict, q: Quantifier, inside: Values) -> None:
        """One part, about the witness, that settles the matter."""
        if len(verdict.parts) != 1:
            self.fault(q, "names a witness and does not rest on the one part about it")
            return
        (body,) = verdict.parts
        self.node(body, q.body, inside)
        if body.status != verdict.status or (q.kind != "selected" and verdict.holds is not (q.kind == "some")):
            self.fault(q, f"is said to be {verdict.status}; its witness does not make it so")

    def exhausted(self, verdict: Verdict, q: Quantifier, env: Values, guards: Sequence[tuple[object, Truth]]) -> None:
        """No witness: then every candidate that the guard lets through has its part, and none decides."""
        parts, decisive = list(verdict.parts), q.kind == "some"
        relevant = [(x, guard) for x, guard in guards if guard is not False]
        doubtful = False
        for x, guard in relevant:
            inside = {**env, q.var: x}
            about = {formula: self.take(parts, formula, inside) for formula in (q.guard, q.body)}
            body = about[q.body]
            if guard and body is None and verdict.holds is not None:
                self.fault(q, f"says nothing of {x.name if isinstance(x, Objective) else x}")
            holds = body.holds if body is not None else self.own(q.body, inside, None)
            if guard and (holds is decisive or q.kind == "selected"):
                self.fault(q, "is settled by something that it does not name")
            doubtful = doubtful or holds is None or (guard is None and holds is decisive)
        if parts:
            self.fault(q, "rests on a part that it does not have")
        if q.kind == "selected":
            found: Truth = None if relevant else False
        elif not relevant and q.kind == "every":
            found = q.if_empty
        elif q.kind == "every" and q.if_empty is not True and not any(guard for _, guard in relevant):
            found = None
        else:
            found = None if doubtful else not decisive
        if found is None and relevant and not verdict.parts:
            self.fault(q, "is said to have no truth value, for no reason given")
        undecided = [part for part in verdict.parts if part.status == "undecided"]
        if verdict.holds is not found or (verdict.status == "undecided") is not bool(undecided):
            self.fault(q, f"is said to be {verdict.status}; what was found of each does not make it so")

    def take(self, parts: list[Verdict], formula: Formula, env: Values) -> Verdict | None:
        """Take the part about this formula under this assignment off the list, and check it."""
        given = tuple((var, env[var]) for var in sorted(free(formula), key=lambda v: v.name))
        for k, part in enumerate(parts):
            if part.formula == formula and _same(part.assignment, given):
                self.node(part, formula, env)
                return parts.pop(k)
        return None

    def searched(self, verdict: Verdict, q: Quantifier, env: Values) -> None:
        """A quantifier over policies."""
        if verdict.witness is None:
            if verdict.parts:
                self.fault(q, "rests on parts that speak of no policy")
            if verdict.status == "undecided":
                return
            self.claim(verdict, self.own(q, env, verdict.holds))
            if verdict.holds is (q.kind == "some") and not (q.kind == "every" and q.if_empty is False):
                self.fault(q, "names no policy that makes or breaks it")
            return
        acts = _plain(verdict.witness)
        if not isinstance(acts, Acts) or not self.in_domain(acts, q):
            self.fault(q, "names a witness that is no such policy")
            return
        inside = {**env, q.var: acts}
        if self.own(q.guard, inside, True) is not True:
            self.fault(q, "names a witness that does not satisfy the guard")
        self.makes_or_breaks(verdict, q, inside)

    def in_domain(self, acts: Acts, q: Quantifier) -> bool:
        env = self.meaning.case.world.training
        if not self.meaning.replans and acts.training != acts.deployment:
            return False
        return all(
            len(rows) == len(env.states)
            and all(a < len(env.actions) for row in rows for a, _ in row)
            and (q.domain.name == "stationary" or all(len(row) == 1 for row in rows))
            for rows in (acts.training, acts.deployment)
        )


def _plain(value: object) -> object:
    """Turn whatever the evaluator calls a conduct into rows."""
    training, deployment = (_rows(getattr(value, place, None)) for place in ("training", "deployment"))
    return value if training is None or deployment is None else Acts(training, deployment)


def _rows(policy: object) -> Rows | None:
    return policy.rows if isinstance(policy, Policy) else None


def _same(left: Sequence[tuple[Var, object]], right: Sequence[tuple[Var, object]]) -> bool:
    """Whether two assignments agree; one missing value is as good as another."""

    def plain(given: Sequence[tuple[Var, object]]) -> list[tuple[Var, object]]:
        return [(var, Unknown if isinstance(value, Unknown) else _plain(value)) for var, value in given]

    return plain(left) == plain(right)

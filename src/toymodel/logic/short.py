"""A verdict is put in few words: what fits beside a box of a diagram. The full sentence says who, where and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .formulas import And, Atom, Formula, Not, Quantifier
from .sentences import called

if TYPE_CHECKING:
    from .verdicts import Verdict

LIMIT = 64
"""Characters that a short reason has at most, whatever the names are."""


def short(verdict: Verdict) -> str:
    """Return why the formula has the value that it has, in at most `LIMIT` characters."""
    said = list(_said(verdict))
    return next((words for words in said if len(words) <= LIMIT), said[-1])


def _said(verdict: Verdict) -> Iterator[str]:
    """Yield ways to say it, the fullest first; the last names nothing, so that it is short."""
    formula = verdict.formula
    if verdict.holds is None:
        whole = verdict.text
        yield from (whole, *(whole.partition(end)[0] for end in (":", ";", ", ", " (")))
        yield {"undecided": "nobody has found out"}.get(verdict.status, "it speaks of what is not there")
    elif isinstance(formula, Quantifier):
        yield from _quantified(verdict, formula)
    elif verdict.gist:
        yield from verdict.gist()
    elif verdict.parts:
        each = [list(_said(part)) for part in verdict.parts]
        for k in (0, -1):
            yield "; ".join(dict.fromkeys(said[k] for said in each))
        yield each[0][-1]
    else:
        yield verdict.text


def _quantified(verdict: Verdict, q: Quantifier) -> Iterator[str]:
    tried = list(verdict.about(q.body))
    marks = " ".join((*_marks(q.guard), q.var.brief or q.var.sort))
    if q.var.sort == "policy":
        if verdict.witness is not None:
            joined = f"{_a(marks)}:" if _speaks_of(q.body, "objective") else _a(marks)
            yield from (f"{joined} {inner}" for inner in _said(tried[0]))
        elif (verdict.status, q.kind) == ("false", "some"):
            yield f"no {marks} {_does(q.body)}"
        else:
            yield f"every {marks} {_does(q.body)}" if verdict.status == "true" else f"there is no {marks}"
    elif not tried:
        yield f"there is no {marks}"
    elif q.kind == "selected" or verdict.witness is not None:
        name = called(tried[0].given[q.var] if verdict.witness is None else verdict.witness)
        which = ", the selected one" if q.kind == "selected" else ""
        for inner in _said(tried[0]):
            if which:
                yield f"for {name}{which}, {inner}"
            yield inner if name in inner and not _speaks_of(q.body, "policy") else f"for {name}, {inner}"
        yield inner
    elif verdict.status == "true":
        if len(tried) == 1 and q.domain.listed:
            only = f"{called(tried[0].given[q.var])}, the one {marks.removesuffix(f' {q.var.sort}')}"
            yield f"for {only}, {_does(q.body)}"
        kind, plural = ("most", "s") if q.kind == "most" else ("every", "")
        yield from (f"for {kind} {of}{plural}, {_does(q.body)}" for of in (marks, " ".join(marks.split()[-2:])))
    else:
        none = f"not for most {marks}s" if q.kind == "most" else f"no {marks} will do"
        for inner in _said(tried[0]):
            yield f"{none}: {inner}"
        yield none


def _marks(guard: Formula) -> Iterator[str]:
    """Yield what the guard calls a thing: "non-trivial", "demonstrated"."""
    match guard:
        case Not(part):
            yield from (f"non-{mark}" for mark in _marks(part))
        case And(parts):
            for part in sorted(parts, key=lambda part: not isinstance(part, Not)):
                yield from _marks(part)
        case Atom(symbol):
            if symbol.short:
                yield symbol.short


def _does(body: Formula) -> str:
    """Say what is said of a thing if the body is true of it."""
    match body:
        case Atom(symbol):
            return symbol.short
        case And(parts):
            return _does(parts[0])
        case Quantifier(kind=kind, var=var, guard=guard) if var.sort == "policy":
            lead = {"every": "every", "some": "some"}.get(kind, kind)
            return f"{lead} {' '.join((*_marks(guard), var.brief or var.sort))} {_does(body.body)}"
        case Quantifier(kind=kind, var=var) if var.sort == "judge":
            return f"{_does(body.body)} by {'most' if kind == 'most' else 'some'} judge{'s' if kind == 'most' else ''}"
        case Quantifier(body=Atom(symbol)):
            return symbol.short
    return "will do"


def _speaks_of(body: Formula, sort: str) -> bool:
    return isinstance(body, Quantifier) and body.var.sort == sort


def _a(thing: str) -> str:
    return f"{'an' if thing[0] in 'aeiou' else 'a'} {thing}"

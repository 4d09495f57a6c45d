"""What each theorem of the atlas says, as formulas: for whom it holds, and from which lemmas it is to follow.

This is what one has to trust besides the checker (`toymodel_atlas.checker`): the formulas of the definitions
(`toymodel.alignment.formulas`), those of the lemmas, which the page of proofs proves by hand, what atoms are short for
(`toymodel_atlas.meaning`), and what quantifiers range over, which stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product

from toymodel.alignment import DEFINITIONS, Reading
from toymodel.alignment.formulas import optimal_for_mesa
from toymodel.alignment.vocabulary import PLACES
from toymodel.logic import Formula, Or, Var

from . import rooms
from .cells import COUNTED, Cell
from .checker import Statement
from .ladder import part_at_level, proof
from .lemmas import ANY, P, Q, V, deterministic, every, iff, of_classes, shared, spare_pair
from .meaning import (
    NOT_LISTED,
    as_a_model,
    does_what_a_model_does,
    harmless_base,
    is_candidate,
    known_lemmas,
    meaning,
    membership,
    of_whom,
)
from .one_mind import NEEDED, READINGS, hypotheses, premises
from .operator_axioms import RELATIVE, SOFT, SOFT_ALL, meaning_of
from .operator_axioms import known as axioms_and_lemmas
from .query import PLANS, Law, possible
from .settled import TABLES, Entry, entries, entries_twice, entry
from .status import name_of as name_of
from .steps import THERE_IS_A_MODEL, Step, of_sharing, sharing, steps
from .sure_steps import own_steps
from .theorems import covering

Ranges = Mapping[str, Callable[[Var], Formula] | None]
EVERYTHING: Ranges = {
    "stationary": None,
    "deterministic": deterministic,
    "pairs": deterministic,
    "sa": None,
    "candidates": None,
}
"""Over all objectives, a case's list of candidates left aside."""
LISTED: Ranges = {**EVERYTHING, "candidates": is_candidate}
"""Over a list of candidates; lemmas are about all objectives."""
IN_CLASS: Ranges = {**EVERYTHING, "candidates": is_candidate, "sa": is_candidate}
"""Over a class of objectives, which lemmas are about too."""
SHARING = "by definition, sharing an objective"
_MEANS_SHARED = iff(sharing(P, Q), shared(P, Q))
BADGES = ("stochastic", "candidates", "degenerate")


@dataclass(frozen=True)
class Claim:
    """A claim is that something is a theorem.

    Attributes
    ----------
    table, name : str
        Where it is claimed, and of what.
    make : callable
        Returns the statement.
    lemmas, needs : tuple of str or None
        The lemmas and the premises that are said to suffice, if that is said.
    steps : callable
        Returns the steps of the page's proof, if it is to be proved by these.
    """

    table: str
    name: str
    make: Callable[[], Statement]
    lemmas: tuple[str, ...] | None = None
    needs: tuple[str, ...] | None = None
    steps: Callable[[], tuple[Step, ...]] = tuple


def claims() -> Iterator[Claim]:
    """Yield all that the atlas claims to be a theorem, by tables.

    Examples
    --------
    >>> first = next(claims())
    >>> first.table, first.name
    ('sa pairs', 'I1 training some included every')
    """
    plain = [each for each in (*entries(), *entries_twice()) if each.status == "theorem"]
    for each in plain:
        yield Claim("sa pairs", name_of(each), partial(of_cell, each.cell), each.lemmas, each.needs)
    for kind in BADGES:
        for each in plain:
            if getattr(each, kind):
                yield Claim(kind, name_of(each), partial(of_cell, each.cell, kind), each.proofs.get(kind))
    for among, judge in TABLES:
        for each in entries(among, judge) if (among, judge) != ("sa", "pairs") else ():
            if each.status == "theorem":
                by = partial(proof, each.arrow, each.cell.reading) if each.level else tuple
                yield Claim(f"{among} {judge}", name_of(each), partial(of_class, each), *_named(each), by)
    for choice in product(*COUNTED.values()):
        known = possible(dict(zip(COUNTED, choice, strict=True)))
        for law in known.laws:
            if law.lemmas:
                yield Claim("laws", name_of_law(law, known.reading), partial(of_law, law, known.reading), law.lemmas)
    for (arrow, objectives), needs in NEEDED.items():
        yield Claim("one mind", f"{arrow} {objectives}", partial(of_one_mind, arrow, objectives), None, needs)
    yield from _steps(plain)
    yield from _of_operators()


def _named(each: Entry) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """Return the lemmas and premises that are said to suffice over a class of objectives, or with judges on rooms."""
    reading = each.cell.reading
    if each.level is not None:
        part = part_at_level(each.arrow, reading)
        members = ("zero is a candidate", "base is a candidate", "mesa is a candidate")
        return (*part.named(reading), *members), part.premises
    if each.among == "sa" and (pairs := entry(each.arrow, reading)).status == "theorem":
        return pairs.lemmas, pairs.needs
    return None, None


def _steps(plain: Sequence[Entry]) -> Iterator[Claim]:
    """Yield the lemmas about alignment that the page proves on the way to theorems, each where it is used first."""
    seen = set()
    for each in plain:
        for step in steps(each.arrow, each.cell.reading) if covering(each.arrow, each.cell.reading) else ():
            if step.label.startswith("lem-") and (key := (step.label, step.premises, step.conclusion)) not in seen:
                seen.add(key)
                yield Claim("steps", f"{step.label} | {name_of(each)}", partial(of_step, step))


def _of_operators() -> Iterator[Claim]:
    from .operators import operator_entries  # which needs NumPy

    for each in operator_entries():
        if each.status == "theorem":
            name = " ".join((each.arrow, *each.reading.values()))
            make = partial(of_operator, each.behavior, each.cell)
            yield Claim(each.behavior, name, make, each.axioms, each.needs)


def name_of_law(law: Law, reading: Reading) -> str:
    """Return what a law under a reading is called in the file of certificates."""
    return f"{law} | {' '.join(getattr(reading, axis) for axis in COUNTED)}"


def of_cell(cell: Cell, kind: str = "") -> Statement:
    """Return what a cell says over R(s,a), with judges on pairs, or one of its badges.

    Parameters
    ----------
    kind : "", "stochastic", "candidates" or "degenerate"
        As it is; of agents that may mix; of a list of candidates; of every deterministic policy instead of the agent.
    """
    known = stock(cell, mixing=kind == "stochastic")
    if kind == "candidates":
        known = {name: each for name, each in known.items() if not name.startswith(NOT_LISTED)} | _members(cell)
    if by_spare_pairs(cell):  # put more briefly, with a word for what policies share, and what that word means
        known |= {"spare pair": spare_pair(sharing), SHARING: every(P, ANY, every(Q, ANY, _MEANS_SHARED))}
    said = every(V, deterministic(V), of_whom(V, cell.conclusion)) if kind == "degenerate" else cell.conclusion
    ranges = LISTED if kind == "candidates" else EVERYTHING
    return Statement(_premises(cell), said, known, meaning, ranges, between(cell, kind))


def between(cell: Cell, kind: str) -> dict[str, Formula]:
    """Return what it may help to prove first: steps of the page's proofs, and of those of agents that replan."""
    if by_spare_pairs(cell):
        return {"there is a model": THERE_IS_A_MODEL, **of_sharing(sharing)}
    found: dict[str, Formula] = {}
    if does_what_a_model_does(cell, kind == "degenerate"):
        found["some model does as anybody does"] = every(P, deterministic(P), as_a_model(cell, P))
        if kind == "stochastic":
            found["it holds of whoever does not mix"] = every(V, deterministic(V), of_whom(V, cell.conclusion))
    if cell.arrow in ("I2", "I4"):
        found["every optimum of the base objective is safe"] = harmless_base()
    return found


def by_spare_pairs(cell: Cell) -> bool:
    """Return whether the page proves a cell by way of what policies share."""
    return covering(cell.arrow, cell.reading) == "thm-i2-both"


def of_class(found: Entry) -> Statement:
    """Return what a cell says over another class of objectives, or with judges on rooms."""
    cell, seen = found.cell, found.cell.reading.observed_in
    known, ranges = stock(cell), EVERYTHING
    if found.among == "candidates":
        return of_cell(cell, "candidates")
    first: dict[str, Formula] = {}
    if found.level is not None:
        known, ranges = at_level(cell, found.level), IN_CLASS
        *steps_before, _ = proof(cell.arrow, cell.reading)
        first = {f"step {k}, {each.label}": each.conclusion for k, each in enumerate(steps_before, 1)}
    elif found.sure_steps:
        own = {each.name: each.formula for each in own_steps(seen)}
        known = {name: known[name] for name in ("optimum in training", "the agent is deterministic")} | own
        if found.judge == "pairs":
            del known["same steps keep safe"]
    elif cell in rooms.more():
        known = rooms.known(cell)
    return Statement(_premises(cell), cell.conclusion, known, meaning, ranges, first)


def of_law(law: Law, reading: Reading) -> Statement:
    """Return what a law of the seven words says under a reading."""
    given, parts = ({word: DEFINITIONS[word].formula(reading) for word in words} for words in (law.holds, law.fails))
    if law.plans:
        given[PLANS] = optimal_for_mesa(("training", "deployment"))
    conclusion = Or(tuple(parts.values())) if len(parts) != 1 else parts[law.fails[0]]
    return Statement(given, conclusion, stock(Cell("I2", reading)), meaning, EVERYTHING)


def of_one_mind(arrow: str, objectives: str) -> Statement:
    """Return what the theorem of one mind says of an arrow, with every objective or some, of any class."""
    cell = Cell(arrow, READINGS[objectives])
    given = premises(arrow, objectives) | hypotheses(cell.reading)
    known = {name: each for name, each in stock(cell).items() if name.startswith(("optimum", "the agent"))}
    return Statement(given, cell.conclusion, known, meaning, EVERYTHING)


def of_step(step: Step) -> Statement:
    """Return what a step of a proof of the page says."""
    given = {f"premise {k}": each for k, each in enumerate(step.premises, 1)}
    return Statement(given, step.conclusion, step.lemmas, meaning, EVERYTHING)


def of_operator(behavior: str, cell: Cell) -> Statement:
    """Return what a cell says of an operator other than `feasible`: from its axioms, over lists if not for "soft_all".

    A soft optimum is the only one, so of soft optima "some" says what "every" does.
    """
    if behavior in (SOFT, SOFT_ALL):
        cell = Cell(cell.arrow, replace(cell.reading, optima="every"))
    known = {each.name: each.formula for each in axioms_and_lemmas(behavior, cell)}
    ranges = {**dict.fromkeys(EVERYTHING), **RELATIVE[behavior]}
    return Statement(_premises(cell), cell.conclusion, known, meaning_of(behavior), ranges)


def stock(cell: Cell, mixing: bool = False) -> dict[str, Formula]:
    """Return the lemmas that a cell may be proved from, over all objectives R(s,a) and with judges on pairs."""
    return {each.name: each.formula for each in known_lemmas(cell, deterministic_agent=not mixing)}


def at_level(cell: Cell, level: int) -> dict[str, Formula]:
    """Return the lemmas at a level of the ladder, below that of the indicators; they are about objectives of the class.

    "Spare pairs" are left out with the indicators: they are objectives that the class may lack.
    """
    kept = {name: each for name, each in stock(cell).items() if not name.startswith((*NOT_LISTED, "spare pair"))}
    base = {name: each for name, each in _members(cell).items() if not name.startswith("zero")}
    places = ("training", "deployment")
    more = {each.name: each.formula for each in of_classes(places, PLACES[cell.reading.observed_in])}
    return kept | base | dict([*more.items()][:level])


def _members(cell: Cell) -> dict[str, Formula]:
    return {each.name: each.formula for each in membership(cell)}


def _premises(cell: Cell) -> dict[str, Formula]:
    return dict(zip(cell.premise_names, cell.premises, strict=True))

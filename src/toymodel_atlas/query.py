"""A query asks for a world in which some of the seven words hold and others fail, under a reading.

The answer is the smallest world there is, or the law that forbids it. Both are kept in a table,
made by `toymodel_atlas.assignments`: for each reading that the census counts, which words can be
true together, with a world for each choice, and the laws that exclude the others. Tests decide
every world again, over all objectives, and prove every law again with z3.

The agent is a planner throughout: it is optimal for its mesa-objective in both environments, as
the first arrow supposes. So all seven words are said of it; and nothing is lost, for whatever can
be true of the other six words can be true of such a planner.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

from toymodel.alignment import ARROWS, DEFINITIONS, Case, Reading
from toymodel.logic import Verdict
from toymodel.worlds import listed

from .cells import COUNTED, MENTIONS
from .concrete import Found, told
from .lemmas import needs_choice
from .propositional import Boxes, Rule, Theory, ordered
from .settled import Entry, entry, read_found
from .theorems import covering

WORDS: tuple[str, ...] = tuple(DEFINITIONS)
PLANS = "optimal for its objective"
"""The premise that laws about inner alignment have besides, as the first arrow does."""
Status: TypeAlias = Literal["possible", "impossible", "open"]


@dataclass(frozen=True)
class Law:
    """A law says that wherever some words hold, one of some others does: not all of these fail.

    Attributes
    ----------
    holds, fails : tuple of str
        What never comes together. No part of it is a law.
    arrows : tuple of str
        Arrows of the atlas that are theorems and make it up, one after the other.
    lemmas : tuple of str
        Where there are none: from which z3 proves it, for all finite worlds and over all objectives.
    label : str
        Where z3 does not: the theorem of the page of proofs that has it, proved by hand.
    through : tuple of int
        Where none of this does: the laws of the same reading, by position, that it follows from.
    proved : bool
        Whether it is a theorem. Else it is only known up to the size that was searched.
    """

    holds: tuple[str, ...]
    fails: tuple[str, ...]
    arrows: tuple[str, ...] = ()
    lemmas: tuple[str, ...] = ()
    label: str = ""
    through: tuple[int, ...] = ()
    proved: bool = True

    @property
    def plans(self) -> bool:
        """Whether it supposes that the agent is optimal for its mesa-objective in both environments."""
        return "inner aligned" in (*self.holds, *self.fails)

    def forbids(self, holds: Iterable[str], fails: Iterable[str]) -> bool:
        """Whether it excludes that these hold and these fail."""
        return set(self.holds) <= set(holds) and set(self.fails) <= set(fails)

    def sentence(self) -> str:
        """Return the law as a sentence, without its full stop.

        Examples
        --------
        >>> Law(("outer aligned", "robust"), ("impact aligned",)).sentence()
        'wherever outer alignment and robustness hold, impact alignment holds'
        >>> Law((), ("capability robust",)).sentence()
        'capability robustness always holds'
        """
        given, follow = ([DEFINITIONS[word].noun for word in words] for words in (self.holds, self.fails))
        if not given:
            return f"{listed(follow, 'or')} always holds"
        then = f"{listed(follow, 'or')} holds" if follow else "there is a contradiction"
        return f"wherever {listed(given)} {'hold' if len(given) > 1 else 'holds'}, {then}"

    def __str__(self) -> str:
        """Return the law in signs.

        Examples
        --------
        >>> print(Law(("outer aligned", "robust"), ("impact aligned",)))
        outer alignment ∧ robustness ⇒ impact alignment
        >>> print(Law((), ("capability robust",)))
        always capability robustness
        """
        given, follow = (
            f" {sign} ".join(DEFINITIONS[word].noun for word in words)
            for sign, words in (("∧", self.holds), ("∨", self.fails))
        )
        return f"{given} ⇒ {follow or 'never'}" if given else f"always {follow}"


@dataclass(frozen=True)
class Possible:
    """What is possible under a reading: which words can be true together, and the laws that exclude the rest.

    Attributes
    ----------
    reading : Reading
    worlds : mapping from sets of words to Found
        For each set of words that can be just those that hold: a smallest world. The simplest come first.
    laws : tuple of Law
    """

    reading: Reading
    worlds: Mapping[Boxes, Found]
    laws: tuple[Law, ...]


@dataclass(frozen=True)
class Answer:
    """An answer to a query is a world, or a law that forbids it.

    Attributes
    ----------
    holds, fails : tuple of str
        What was asked.
    reading : Reading
    found : Found or None
        A smallest world, as plain numbers.
    law : Law or None
        The law that excludes it.
    """

    holds: tuple[str, ...]
    fails: tuple[str, ...]
    reading: Reading
    found: Found | None = None
    law: Law | None = None

    @property
    def status(self) -> Status:
        """Return "possible", "impossible", or "open": excluded as far as was searched, without a proof."""
        if self.law is None:
            return "possible"
        return "impossible" if self.law.proved else "open"

    def case(self) -> Case:
        """Return the smallest world as a case; ValueError if there is none."""
        if self.found is None:
            raise ValueError(f"no world answers: {self.law}")
        return told(f"The smallest world in which {said(self.holds, self.fails)}", WORDS, self.found)

    def verdicts(self) -> dict[str, Verdict]:
        """Return the seven verdicts on the smallest world, decided anew."""
        return self.case().check_all(self.reading)

    @property
    def needs_choice(self) -> bool:
        """Return whether the law's proof asks that, where behaviour is observed, some state reached offers two actions.

        Its worlds are those of full action sets and at least two actions; so are the smallest worlds.
        """
        if self.law is None:
            return False
        laws = [self.law, *(possible(self.reading).laws[k] for k in self.law.through)]
        return any(
            needs_choice(law.lemmas) or any(_cell(arrow, self.reading).needs_choice for arrow in law.arrows)
            for law in laws
        )

    def theorems(self) -> tuple[tuple[str, str], ...]:
        """Return the theorems that make up the law, as pairs (arrow or "", label on the page of proofs).

        Examples
        --------
        >>> ask(["outer aligned", "objective robust"], ["impact aligned"]).theorems()
        (('I2', 'thm-i2'), ('I3', 'thm-i3'))
        """
        found = [("", self.law.label)] if self.law and self.law.label else []
        for arrow in self.law.arrows if self.law else ():
            label = covering(arrow, _cell(arrow, self.reading).cell.reading)
            assert label is not None
            found.append((arrow, label))
        return tuple(found)


def ask(holds: Iterable[str], fails: Iterable[str] = (), reading: Reading | Mapping[str, str] | None = None) -> Answer:
    """Return the smallest world in which some words hold and others fail, or the law that forbids it.

    Parameters
    ----------
    holds, fails : iterable of str
        Names of definitions, or their nouns.
    reading : Reading or mapping, optional
        One that the census counts. Axes that are not given have their defaults.

    Raises
    ------
    ValueError
        If a word is unknown or is asked both to hold and to fail, or if the table lacks the reading.

    Examples
    --------
    >>> answer = ask(["intent aligned"], ["outer aligned"])
    >>> answer.status, answer.found.size
    ('possible', (1, 2))
    >>> answer = ask(["outer aligned", "robust"], ["impact aligned"])
    >>> answer.status, answer.theorems()
    ('impossible', (('I4', 'thm-i4'),))
    """
    wanted, unwanted = ordered(map(word, holds)), ordered(map(word, fails))
    if both := set(wanted) & set(unwanted):
        raise ValueError(f"{listed(sorted(both))} cannot both hold and fail")
    known = possible(reading or Reading())
    for true, found in known.worlds.items():
        if true.issuperset(wanted) and true.isdisjoint(unwanted):
            return Answer(wanted, unwanted, known.reading, found)
    law = min((each for each in known.laws if each.forbids(wanted, unwanted)), key=lambda each: not each.proved)
    return Answer(wanted, unwanted, known.reading, law=law)


def parse(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a query in words wants to hold, and what to fail.

    Examples
    --------
    >>> parse("outer and not impact")
    (('outer aligned',), ('impact aligned',))
    >>> parse("objective robust, inner, not capability")
    (('objective robust', 'inner aligned'), ('capability robust',))
    """
    if re.search(r"\bor\b|∨|\|", text):
        raise ValueError("a query joins words by “and”; ask for each side of an “or” by itself")
    wanted: dict[bool, list[str]] = {True: [], False: []}
    for part in re.split(r"\s*(?:,|;|&+|∧|\band\b|\bbut\b)\s*", text.strip()):
        if part:
            plain = re.sub(r"^(?:not\b|no\b|¬|!|~|-|−)\s*", "", part)
            wanted[plain == part].append(word(plain))
    if not wanted[True] and not wanted[False]:
        raise ValueError(f"the query names none of the seven words: {listed(WORDS)}")
    return ordered(wanted[True]), ordered(wanted[False])


def word(text: str) -> str:
    """Return a definition by its name, its noun or the beginning of either; ValueError says which there are.

    Examples
    --------
    >>> word("outer"), word("robust"), word("Objective robustness"), word("cap")
    ('outer aligned', 'robust', 'objective robust', 'capability robust')
    """
    plain = " ".join(text.lower().replace("-", " ").replace("_", " ").split())
    names = {name: (name, each.noun) for name, each in DEFINITIONS.items()}
    exact = [name for name, known in names.items() if plain in known]
    begun = [name for name, known in names.items() if plain and any(each.startswith(plain) for each in known)]
    found = exact or begun
    if len(found) == 1:
        return found[0]
    if found:
        raise ValueError(f"{text!r} may be {listed(found, 'or')}")
    near = get_close_matches(plain, [each for known in names.values() for each in (known[0].split()[0], *known)], n=1)
    hint = f" (did you mean {near[0]!r}?)" if near else ""
    raise ValueError(f"{text!r} is none of the seven words{hint}: {listed(WORDS)}")


def said(holds: Iterable[str], fails: Iterable[str]) -> str:
    """Return a query as a clause.

    Examples
    --------
    >>> said(["outer aligned"], ["impact aligned"])
    'outer alignment holds and impact alignment fails'
    """
    clauses = []
    for words, one, many in ((holds, "holds", "hold"), (fails, "fails", "fail")):
        nouns = [DEFINITIONS[word].noun for word in words]
        if nouns:
            clauses.append(f"{listed(nouns)} {one if len(nouns) == 1 else many}")
    return " and ".join(clauses) or "nothing is asked"


def by_arrows(law: Law, reading: Reading) -> tuple[str, ...]:
    """Return arrows that lead, as theorems, from what holds to one of what fails; nothing if none do."""
    cells = {name: _cell(name, reading) for name in ARROWS}
    rules = (
        Rule(frozenset(each.needs) - {PLANS}, ARROWS[name].conclusion, name)
        for name, each in cells.items()
        if each.status == "theorem"
    )
    steps = Theory("", tuple(rules)).steps(law.holds)
    reached = [step.conclusion for step in steps if step.conclusion in law.fails]
    needed, used = set(reached[:1]), []
    for step in reversed(steps):
        if step.conclusion in needed:
            needed |= step.premises
            used.append(step.name)
    return tuple(reversed(used))


def by_hand(law: Law, reading: Reading) -> str:
    """Return the label of the theorem, proved by hand and no arrow, that says so; "" if there is none."""
    for label, axes, holds, fails in BY_HAND:
        named = tuple(map(word, holds)), tuple(map(word, fails))
        if named == (law.holds, law.fails) and all(getattr(reading, axis) == value for axis, value in axes.items()):
            return label
    return ""


_EVERY = {"observed_in": "deployment", "trivial": "excluded", "objectives": "every", "optima": "every"}
_SOME = {"observed_in": "deployment", "trivial": "excluded", "objectives": "some", "optima": "some"}
_DATA = {"encountered": "deployment"}
BY_HAND: tuple[tuple[str, Mapping[str, str], tuple[str, ...], tuple[str, ...]], ...] = (
    ("thm-ties", _EVERY, ("impact", "outer"), ("intent",)),
    ("thm-ties", _EVERY, ("intent", "robust"), ("outer", "objective")),
    ("thm-ties", _EVERY, ("outer", "robust"), ("intent", "objective")),
    ("thm-ties", _EVERY, ("impact", "objective"), ("intent", "inner")),
    ("thm-ties", _EVERY | _DATA, ("intent", "robust"), ("outer", "inner")),
    ("thm-ties", _SOME | _DATA, ("intent",), ("impact", "outer", "objective")),
    ("thm-back", {axis: getattr(Reading(), axis) for axis in COUNTED}, ("impact", "outer", "capability"), ("intent",)),
)
"""Theorems of the page of proofs that are no arrows: label, readings, what holds, one of which then holds."""


def _cell(arrow: str, reading: Reading) -> Entry:
    return entry(arrow, {axis: getattr(reading, axis) for axis in MENTIONS[arrow]})


# The table --------------------------------------------------------------------------------------------


def possible(reading: Reading | Mapping[str, str]) -> Possible:
    """Return what is possible under a reading that the census counts; ValueError for another.

    Examples
    --------
    >>> known = possible({"observed_in": "deployment", "objectives": "some", "trivial": "included"})
    >>> len(known.worlds), len(known.laws)
    (10, 13)
    """
    read = reading if isinstance(reading, Reading) else Reading(**reading)
    if other := set(read.departures) - set(COUNTED):
        raise ValueError(f"queries know the readings that the census counts; these depart in {listed(sorted(other))}")
    choice = tuple(getattr(read, axis) for axis in COUNTED)
    try:
        return _table()[choice]
    except KeyError:
        raise ValueError(
            f"queries know the readings that the census counts; this one has {listed([*map(str, choice)])}"
        ) from None


@lru_cache
def _table() -> dict[tuple[str, ...], Possible]:
    rows = json.loads((files(__package__) / "assignments.json").read_text("utf-8"))
    return {tuple(row["reading"]): _possible(row) for row in rows}


def _possible(row: Mapping[str, Any]) -> Possible:
    reading = Reading(**dict(zip(COUNTED, row["reading"], strict=True)))
    worlds = {Boxes(marked(signs, "1")): read_found(found) for signs, found in row["worlds"].items()}
    laws = (
        Law(
            marked(signs, "1"),
            marked(signs, "0"),
            tuple(each.get("arrows", ())),
            tuple(each.get("lemmas", ())),
            each.get("label", ""),
            tuple(each.get("through", ())),
            each.get("proved", True),
        )
        for signs, each in row["laws"].items()
    )
    return Possible(reading, worlds, tuple(laws))


def marked(signs: str, sign: str) -> tuple[str, ...]:
    """Return the words that have a sign: in the table "1" stands for a word that holds, "0" for one that fails.

    Examples
    --------
    >>> marked("0-1----", "1")
    ('outer aligned',)
    """
    return tuple(name for name, each in zip(WORDS, signs, strict=True) if each == sign)

"""The essay's two diagrams: boxes are definitions, arrows are implications between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..logic import Atom, Formula, Implies, Verdict, conjunction, subformulas
from ..logic.verdicts import WORD
from .formulas import definition
from .reading import Reading
from .vocabulary import BASE, PLACES


@dataclass(frozen=True)
class Arrow:
    """An arrow says that its premises imply its conclusion; they are names of definitions.

    Attributes
    ----------
    drawn : bool
        Whether the essay's figures have it, or it is only implied or variant (I4i, I5a, I5b).
    plans : bool
        Whether its theorems assume that the agent is optimal for its mesa-objective in both environments (I1).
    """

    name: str
    premises: tuple[str, ...]
    conclusion: str
    drawn: bool = True
    plans: bool = False

    def parts(self, reading: Reading) -> tuple[tuple[Formula, ...], Formula]:
        """Return the formulas of the premises and of the conclusion."""
        premises = tuple(definition(premise).formula(reading) for premise in self.premises)
        return premises, definition(self.conclusion).formula(reading)

    def formula(self, reading: Reading) -> Formula:
        """Return the implication as one formula."""
        premises, conclusion = self.parts(reading)
        return Implies(conjunction(premises), conclusion)

    def pays(self, reading: Reading) -> frozenset[str]:
        """Return where its formulas look at the base objective: "training", "deployment", both or nowhere.

        Examples
        --------
        >>> sorted(arrow("I2").pays(Reading(encountered="training"))), sorted(arrow("I2").pays(Reading()))
        (['deployment', 'training'], ['deployment'])
        """
        return paid_in(self.formula(reading))

    def __str__(self) -> str:
        return f"{' ∧ '.join(definition(p).noun for p in self.premises)} ⇒ {definition(self.conclusion).noun}"


State: TypeAlias = Literal["carried", "broken", "idle", "open"]


@dataclass(frozen=True)
class ArrowVerdict:
    """What a case says of an arrow.

    Attributes
    ----------
    state : "carried", "broken", "idle" or "open"
        Premises and conclusion hold; premises hold and the conclusion fails (a counterexample);
        some premise fails; something is undefined or undecided and nothing settles it.
    side_condition : Verdict or None
        For I1: whether the agent is optimal for its mesa-objective in both environments, which the
        essay does not say and the arrow's theorems need.
    beyond : str
        Why the atlas's theorems about the arrow do not speak of this case; "" where they do.
    """

    arrow: Arrow
    premises: tuple[Verdict, ...]
    conclusion: Verdict
    state: State
    side_condition: Verdict | None = None
    beyond: str = ""

    @property
    def short(self) -> str:
        """Return what becomes of the arrow and why, in few words."""
        names, verdicts = (*self.arrow.premises, self.arrow.conclusion), (*self.premises, self.conclusion)
        said = {"carried": "carries", "broken": "breaks", "idle": "asks nothing", "open": "open"}[self.state]
        telling = {"carried": True, "broken": False, "idle": False, "open": None}[self.state]
        order = reversed if self.state in ("carried", "broken") else iter
        noun, verdict = next(
            (definition(name).noun, v)
            for name, v in order(list(zip(names, verdicts, strict=True)))
            if v.holds is telling
        )
        return f"{said}: {noun} {'is ' * (telling is None)}{WORD[verdict.status]}"

    def __str__(self) -> str:
        said = {
            "carried": "premises and conclusion hold here",
            "broken": "the premises hold here and the conclusion fails: a counterexample",
            "idle": "a premise fails here, so this case says nothing of the arrow",
            "open": "something here is undefined or undecided, so this case says nothing of the arrow",
        }
        excused = self.state == "broken" and self.side_condition is not None and not self.side_condition.holds
        remark = " (of an agent that is not optimal for its mesa-objective in both environments)" if excused else ""
        beyond = f"; theorems of the atlas do not speak of it: {self.beyond}" if self.beyond else ""
        return f"{self.arrow.name} ({self.arrow}): {said[self.state]}{remark}{beyond}"


def becomes(premises: Sequence[bool | None], conclusion: bool | None) -> State:
    """Return what becomes of an arrow whose premises and conclusion hold, or not, or nobody knows."""
    if any(p is False for p in premises):
        return "idle"
    if any(p is None for p in premises) or conclusion is None:
        return "open"
    return "carried" if conclusion else "broken"


def paid_in(formula: Formula) -> frozenset[str]:
    """Return where a formula looks at the base objective."""
    atoms = (part for part in subformulas(formula) if isinstance(part, Atom) and BASE in part.args)
    return frozenset(place for atom in atoms for place in PLACES[atom.symbol.where or "deployment"])


ARROWS: dict[str, Arrow] = {
    arrow.name: arrow
    for arrow in (
        Arrow("I1", ("inner aligned",), "objective robust", plans=True),
        Arrow("I2", ("outer aligned", "objective robust"), "intent aligned"),
        Arrow("I3", ("intent aligned", "capability robust"), "impact aligned"),
        Arrow("I4", ("outer aligned", "robust"), "impact aligned"),
        Arrow("I4i", ("outer aligned", "robust"), "intent aligned", drawn=False),
        Arrow("I5", ("objective robust", "capability robust"), "robust"),
        Arrow("I5a", ("robust",), "objective robust", drawn=False),
        Arrow("I5b", ("robust",), "capability robust", drawn=False),
    )
}


ALSO_CALLED = {"I6": "I1"}
"""The second diagram has the first arrow again."""


def arrow(name: str) -> Arrow:
    """Return an arrow by its name, "I1" to "I6"; KeyError lists the known ones."""
    try:
        return ARROWS[ALSO_CALLED.get(name, name)]
    except KeyError:
        raise KeyError(f"unknown arrow {name!r}; known: {', '.join(ARROWS)}") from None


@dataclass(frozen=True)
class Diagram:
    """A diagram has a title, boxes, each with its name, column and row, and arrows."""

    title: str
    boxes: tuple[tuple[str, float, int], ...]
    arrows: tuple[str, ...]


MAIN = Diagram(
    "The main diagram",
    (
        ("impact aligned", 0.5, 0),
        ("intent aligned", 0, 1),
        ("capability robust", 1, 1),
        ("outer aligned", 0, 2),
        ("objective robust", 1, 2),
        ("inner aligned", 1, 3),
    ),
    ("I3", "I2", "I1"),
)

ROBUSTNESS = Diagram(
    "The robustness-centric diagram",
    (
        ("impact aligned", 0.5, 0),
        ("outer aligned", 0, 1),
        ("robust", 1, 1),
        ("objective robust", 0, 2),
        ("capability robust", 1, 2),
        ("inner aligned", 0, 3),
    ),
    ("I4", "I5", "I1"),
)

DIAGRAMS = (MAIN, ROBUSTNESS)

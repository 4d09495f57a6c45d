"""The diagrams as drawings: boxes are true or false, arrows are implications, and nothing else is known (`H25`, T1).

Forget what the words mean. Each of the seven definitions is an atom, each arrow a rule: where all of its
premises are true its conclusion is. Such rules are Horn clauses with a conclusion, so

* **there is a least model.** From what is assumed, apply rules until nothing is added: the *closure*. It obeys
  every rule, and every model in which the assumptions are true contains it. So *a box follows exactly when it is
  in the closure*, and when it does not follow, the closure itself is a countermodel: the fewest boxes that can be
  true. *Proof.* By induction on the order in which boxes are added. ∎
* **two diagrams say the same about some boxes** when their models, restricted to these boxes, are the same.

What an arrow means in a world is another matter: see `toymodel.alignment.diagrams` and the atlas.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations
from typing import TypeAlias

from toymodel.alignment.diagrams import ARROWS, DIAGRAMS, MAIN, ROBUSTNESS, Diagram
from toymodel.alignment.formulas import DEFINITIONS

Boxes: TypeAlias = frozenset[str]
"""Those that are true; all others are false."""

ATOMS: tuple[str, ...] = tuple(DEFINITIONS)
SHARED: tuple[str, ...] = tuple(n for n in ATOMS if all(n in {box for box, _, _ in d.boxes} for d in DIAGRAMS))
"""The boxes that both diagrams have."""


@dataclass(frozen=True)
class Rule:
    """Where all premises are true, so is the conclusion.

    Attributes
    ----------
    name : str
        The arrow's name; "" for a rule that is no arrow.
    """

    premises: Boxes
    conclusion: str
    name: str = ""

    def obeyed(self, true: Boxes) -> bool:
        """Whether it holds where just these boxes are true."""
        return self.conclusion in true or not self.premises <= true

    def __str__(self) -> str:
        return f"{' ∧ '.join(ordered(self.premises))} ⇒ {self.conclusion}"


@dataclass(frozen=True)
class Theory:
    """A theory is a diagram as a set of rules.

    Examples
    --------
    >>> ONE_WAY.follows(["outer aligned", "robust"], "impact aligned"), len(list(ONE_WAY.models()))
    (True, 68)
    >>> len(list(TWO_WAY.models())), len(TWO_WAY.projection(SHARED))
    (44, 22)
    """

    title: str
    rules: tuple[Rule, ...]

    @classmethod
    def of(cls, title: str, arrows: Iterable[str]) -> Theory:
        """Return the theory whose rules are these arrows, by name."""
        return cls(title, tuple(Rule(frozenset(ARROWS[a].premises), ARROWS[a].conclusion, a) for a in arrows))

    @classmethod
    def drawn(cls, diagram: Diagram) -> Theory:
        """Return the theory of a diagram."""
        return cls.of(diagram.title, diagram.arrows)

    def models(self) -> Iterator[Boxes]:
        """Yield the choices of true boxes that obey every rule, out of all 2⁷."""
        return (true for true in choices(ATOMS) if all(rule.obeyed(true) for rule in self.rules))

    def projection(self, atoms: Iterable[str]) -> frozenset[Boxes]:
        """Return the models, restricted to some boxes."""
        kept = frozenset(atoms)
        return frozenset(model & kept for model in self.models())

    def steps(self, assumed: Iterable[str]) -> tuple[Rule, ...]:
        """Return the rules that add something to what is assumed, in an order in which they can be applied.

        Examples
        --------
        >>> [rule.name for rule in MAIN_THEORY.steps(["outer aligned", "inner aligned"])]
        ['I1', 'I2']
        """
        known, applied = set(checked(assumed)), []
        while fresh := next((r for r in self.rules if r.premises <= known and r.conclusion not in known), None):
            known.add(fresh.conclusion)
            applied.append(fresh)
        return tuple(applied)

    def closure(self, assumed: Iterable[str]) -> Boxes:
        """Return all that follows, with what is assumed: the least model that contains it."""
        given = checked(assumed)
        return given | {rule.conclusion for rule in self.steps(given)}

    def follows(self, assumed: Iterable[str], box: str) -> bool:
        """Whether a box is true in every model in which the assumptions are."""
        return self.countermodel(assumed, box) is None

    def countermodel(self, assumed: Iterable[str], box: str) -> Boxes | None:
        """Return the fewest boxes that can be true with ``box`` false, or None if it follows.

        Examples
        --------
        >>> ordered(MAIN_THEORY.countermodel(["outer aligned", "inner aligned"], "impact aligned"))
        ('intent aligned', 'outer aligned', 'objective robust', 'inner aligned')
        """
        least = self.closure(assumed)
        return None if checked([box]) <= least else least

    def entails(self, rule: Rule) -> bool:
        """Return whether a rule follows from this theory."""
        return self.follows(rule.premises, rule.conclusion)

    def consequences(self, atoms: Iterable[str] = ATOMS) -> tuple[Rule, ...]:
        """Return the rules over some boxes that follow and say something, each with as few premises as will do.

        Examples
        --------
        >>> print(*MAIN_THEORY.consequences(SHARED), sep="\\n")
        inner aligned ⇒ objective robust
        outer aligned ∧ objective robust ∧ capability robust ⇒ impact aligned
        outer aligned ∧ capability robust ∧ inner aligned ⇒ impact aligned
        """
        found: list[Rule] = []
        kept = ordered(atoms)
        for premises in sorted(choices(kept), key=len):
            for box in kept:
                weaker = any(r.conclusion == box and r.premises <= premises for r in found)
                if box not in premises and not weaker and self.follows(premises, box):
                    found.append(Rule(premises, box))
        return tuple(found)

    def beyond(self, other: Theory) -> tuple[Rule, ...]:
        """Return those of this theory's shortest consequences that do not follow from another theory."""
        return tuple(rule for rule in self.consequences() if not other.entails(rule))


@lru_cache
def choices(atoms: tuple[str, ...]) -> tuple[Boxes, ...]:
    """Return every choice of which boxes are true."""
    return tuple(map(frozenset, chain.from_iterable(combinations(atoms, k) for k in range(len(atoms) + 1))))


def ordered(boxes: Iterable[str]) -> tuple[str, ...]:
    """Return boxes in the order of the definitions."""
    chosen = checked(boxes)
    return tuple(name for name in ATOMS if name in chosen)


def checked(boxes: Iterable[str]) -> Boxes:
    """Return boxes as a set; raises ValueError for one that there is not."""
    chosen = frozenset(boxes)
    for name in chosen:
        if name not in ATOMS:
            raise ValueError(f"there is no box {name!r}; the boxes are {', '.join(ATOMS)}")
    return chosen


MAIN_THEORY = Theory.drawn(MAIN)
ONE_WAY = Theory.drawn(ROBUSTNESS)
TWO_WAY = Theory.of(f"{ROBUSTNESS.title}, I5 two-headed", (*ROBUSTNESS.arrows, "I5a", "I5b"))
"""With I5 drawn with a head at both ends, as a reproduction of the figure has it."""
THEORIES = (MAIN_THEORY, ONE_WAY, TWO_WAY)

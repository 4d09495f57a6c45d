"""A definition is shown as formula and as sentence, with a switch for each choice that it leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from toymodel.alignment import DEFINITIONS, Reading
from toymodel.alignment.formulas import ONE_MIND
from toymodel.alignment.formulas import definition as found

from ..drawing.typeset import Typeset
from ..live import Select, View, register, sentence
from .readings import ASKS, WORDS, chosen

__all__ = ["definition"]

NAMES = (*DEFINITIONS, ONE_MIND.name)
ASKED = ASKS | {"judges": "several judges", "base_judge": "base-aligned"}
OFFERED = WORDS | {
    "performs": {"W1": "no regret in truth", "W2": "regret at most 1/10", "W5": "no regret by its own beliefs"},
    "judges": {"all": "safe by all", "some": "by some one", "majority": "by most"},
    "base_judge": {"strict": "best for the base objective", "tolerant": "wastes at most 1/10 at each step"},
}
FOREMOST = ("observed_in", "objectives", "optima", "encountered", "performs", "base_judge", "judged_in", "succeeds_in")
LITTLE = "1/10"
OPEN = 4
"""As many switches stand open; the others are in a panel."""
FOLDED = "_folded"


def definition(name: str, *, folded: bool = False) -> View:
    """Return the view of a definition.

    Parameters
    ----------
    name
        Its name or noun, "intent aligned".
    folded
        Whether all switches are in a panel.

    Raises
    ------
    KeyError
        If there is no such definition.

    Examples
    --------
    >>> definition("inner alignment")
    <View toymodel_book.views.definition:inner_aligned>
    """
    return make(found(name).name.replace(" ", "_") + FOLDED * folded)


def make(function: str) -> View:
    """Make the view of a definition that a page asks for by its name, "intent_aligned"."""
    folded = function.endswith(FOLDED)
    one = found(function.removesuffix(FOLDED).replace("_", " "))

    def drawn(**choices: str) -> str:
        return _written(one.name, read(choices))

    drawn.__name__ = function
    drawn.__doc__ = f"Typeset {one.noun} under a reading."
    usual = Reading()
    controls = {
        axis: Select(
            ASKED[axis],
            tuple((value, OFFERED[axis][value]) for value in options(one.name, axis)),
            getattr(usual, axis),
            panel="choices" if folded else "further choices" if k >= OPEN else "",
        )
        for k, axis in enumerate(choices(one.name))
    }
    return register(View(drawn, one.noun.capitalize(), controls))


def read(choices: Mapping[str, str]) -> Reading:
    """Return the reading, with its ε or τ where a choice has one."""
    little = {"epsilon": LITTLE} if choices.get("performs") == "W2" else {}
    little |= {"tolerance": LITTLE} if choices.get("base_judge") == "tolerant" else {}
    return chosen({**choices, **little})


def choices(name: str) -> list[str]:
    """Return the axes that change what is written of a definition, those that decide most first."""
    usual = _written(name, Reading())
    return [
        axis
        for axis, values in sorted(OFFERED.items(), key=lambda each: each[0] not in FOREMOST)
        if any(_written(name, read({axis: value})) != usual for value in values)
    ]


def options(name: str, axis: str) -> list[str]:
    """Return the values of an axis that write something else of a definition than those before them."""
    told: dict[str, str] = {}
    for value in OFFERED[axis]:
        told.setdefault(_written(name, read({axis: value})), value)
    return [*told.values()]


def _written(name: str, reading: Reading) -> str:
    """Return formula and sentence; outer alignment's formula has that of intent alignment below it."""
    names = (name, "intent aligned") if name == "outer aligned" else (name,)
    tex = (escape(Typeset(each, reading).tex, quote=False) for each in names)
    formulas = "".join(f'<p class="toy-formula"><span class="math">\\[{each}\\]</span></p>' for each in tex)
    return formulas + sentence(Typeset(name, reading).words)

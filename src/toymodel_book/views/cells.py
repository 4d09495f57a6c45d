"""What the atlas knows of a cell is put in words, and has an address."""

from __future__ import annotations

from urllib.parse import urlencode

from toymodel.alignment import ARROWS, DEFINITIONS, MAIN, Case
from toymodel.worlds import listed
from toymodel_atlas.cells import BASES, TOLERANCE
from toymodel_atlas.settled import Entry

from ..editor.address import address, link

HOME = "15_atlas.html"
"""The page that has this view, beside the other chapters."""
PROOFS = "proofs.html"

CHOICES: dict[str, dict[str, str]] = {
    "observed_in": {
        "training": "in training",
        "deployment": "in deployment",
        "both": "in both",
        "beliefs": "in what the agent believes",
    },
    "objectives": {"every": "every one", "some": "some one", "selected": "the one that a rule selects"},
    "trivial": {"included": "counted", "excluded": "left out"},
    "optima": {"every": "every one", "some": "some one"},
    "encountered": {"training": "of training", "deployment": "of deployment", "both": "of both"},
}
"""What the axes' values are called."""
ASKS = {
    "observed_in": "behaviour observed",
    "objectives": "demonstrated objectives",
    "trivial": "trivial objectives",
    "optima": "optimal policies",
    "encountered": "“all data”",
}
"""What the axes are called."""
PHRASES = {
    "objectives": {
        "every": "every demonstrated objective",
        "some": "some demonstrated objective",
        "selected": "the objective that a rule selects",
    },
    "optima": {"every": "every optimal policy", "some": "some optimal policy"},
    "observed_in": {value: f"behaviour observed {words}" for value, words in CHOICES["observed_in"].items()},
    "trivial": {value: f"trivial objectives {words}" for value, words in CHOICES["trivial"].items()},
    "encountered": {value: f"all data {words}" for value, words in CHOICES["encountered"].items()},
}
"""The choices in a sentence."""
BESIDES: dict[str, tuple[str, dict[str, str]]] = {
    "": ("nothing", {}),
    "tolerant": (f"tolerant base judge, τ = {TOLERANCE}", {"base_judge": "tolerant", "tolerance": TOLERANCE}),
    "replans": ("the agent plans anew in deployment", {"replans": "yes"}),
    "W5": ("“performs well” by its own beliefs (W5)", {"performs": "W5"}),
}
"""Departures from what the census counts, each by itself: what it is called, and the choices."""
SHORT = {
    "I1": "inner ⇒ obj. robust",
    "I1B": "I1, by its beliefs",
    "I2": "outer ∧ obj. robust ⇒ intent",
    "I3": "intent ∧ cap. robust ⇒ impact",
    "I4": "outer ∧ robust ⇒ impact",
    "I4i": "outer ∧ robust ⇒ intent",
    "I5": "obj. ∧ cap. robust ⇒ robust",
    "I5a": "robust ⇒ obj. robust",
    "I5b": "robust ⇒ cap. robust",
}
"""The arrows in few words."""
NUMBERS = ("no", "one", "two", "three", "four")


# Words ------------------------------------------------------------------------------------------------


def explanation(found: Entry) -> str:
    """Say in words what is known of a cell."""
    arrow = ARROWS[BASES.get(found.arrow, found.arrow)]
    name = f"{found.arrow} ({arrow}), read so,"
    if found.status == "open":
        return f"{name} is open: neither a proof nor a counterexample was found."
    if found.status == "theorem":
        said = f"{name} is a theorem: it holds in every finite world. {working(found)}"
        return f"{said} Objectives that pay only −1, 0 or 1 would violate it." if found.grid_only else said
    states, actions = found.size or (0, 0)
    return f"{name} has a counterexample. A smallest one has {sized(states, actions)}."


def working(found: Entry) -> str:
    """Say which premises a proof uses."""
    needs, idle = ([noun(name) for name in names] for names in (found.needs, found.unused_premises))
    if not idle:
        return "Every premise does some work." if len(needs) > 1 else f"Its proof needs {needs[0]}."
    if not needs:
        return f"The conclusion holds anyway: {listed(idle)} {'does' if len(idle) == 1 else 'do'} no work."
    return f"Its proof needs {listed(needs)} alone; {listed(idle)} {'does' if len(idle) == 1 else 'do'} no work."


def noun(premise: str) -> str:
    """Return what a premise is called."""
    return DEFINITIONS[premise].noun if premise in DEFINITIONS else "being optimal for its objective"


def sized(states: int, actions: int) -> str:
    """Return a size in words: "one state and two actions"."""
    return f"{_number(states)} state{'s' * (states > 1)} and {_number(actions)} actions"


def _number(n: int) -> str:
    return NUMBERS[n] if n < len(NUMBERS) else str(n)


def read_so(found: Entry) -> str:
    """Return the reading of a cell in words."""
    parts = [words[found.reading[axis]] for axis, words in PHRASES.items() if axis in found.reading]
    extra = {axis: value for axis, value in found.reading.items() if axis not in ASKS}
    parts += [words for words, axes in BESIDES.values() if extra and extra.items() <= axes.items()]
    return "; ".join(parts)


# Addresses ------------------------------------------------------------------------------------------


def editor_link(found: Entry, case: Case) -> str:
    """Return a link that opens the counterexample in the world editor, under the cell's reading."""
    return f"{link('Open this world in the editor', editor_address(found, case))}."


def editor_address(found: Entry, case: Case) -> str:
    """Return the address of the world editor with the counterexample and the cell's reading."""
    which = "main" if BASES.get(found.arrow, found.arrow) in MAIN.arrows else "robustness"
    return address(case, found.as_reading(), which=which, origin=f"the atlas, {found.arrow}")


def explorer_address(found: Entry) -> str:
    """Return the address of this view at a cell."""
    extra = {axis: value for axis, value in found.reading.items() if axis not in ASKS}
    besides = next((key for key, (_, axes) in BESIDES.items() if extra and extra.items() <= axes.items()), "")
    given = {"arrow": found.arrow} | {axis: value for axis, value in found.reading.items() if axis in ASKS}
    if besides:
        given["besides"] = besides
    query = urlencode({f"arrow_explorer.{key}": value for key, value in given.items()})
    return f"{HOME}?{query}#live-arrow_explorer"

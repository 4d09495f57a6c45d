"""Somebody presses one of two buttons: what that demonstrates depends on where she is observed.

Two environments differ in their wires: in training the left button leads to room 0 and the right one to room 1, in
deployment the other way round. She believes that the wires are as they were. An objective pays for the two buttons,
or for the two rooms; so all of them are a plane, and what she demonstrates is cut from it exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from html import escape

from toymodel.behavior import Observation
from toymodel.behavior.cone import Point, slice_of
from toymodel.solve import is_optimal, is_trivial
from toymodel.worlds import Environment, Objective, Policy, listed
from toymodel.zoo.cases.two_buttons import two_buttons as swapped

from ..drawing.svg import Picture, inline_badge
from ..live import Select, sentence, view
from .feasible import REACH, plane

YES, NO = f"{inline_badge('true')} yes", f"{inline_badge('false')} no"
PLACES = {"training": "in training", "deployment": "in deployment", "both": "in both", "beliefs": "in her beliefs"}
"""Where she is observed, in words."""
BUTTONS = ("left", "right")
ABOUT = {"buttons": ("left", "right"), "rooms": ("room 0", "room 1")}
"""What an objective may pay for."""
WANTS = {
    "rooms": {"to be in room 0": (1, 0), "to be in room 1": (0, 1), "to be in either": (1, 1), "nothing": (0, 0)},
    "buttons": {"to press left": (1, 0), "to press right": (0, 1), "to press either": (1, 1), "nothing": (0, 0)},
}
"""Some objectives, by what they pay for the first and for the second."""


@view(
    "Two buttons, observed",
    about=Select("what she wants is about", tuple((each, each) for each in ("rooms", "buttons")), "rooms"),
    observed=Select("she is observed", tuple(PLACES.items()), "training"),
    presses=Select("she presses", tuple((each, each) for each in BUTTONS), "left"),
)
def two_buttons(about: str, observed: str, presses: str) -> str:
    """Draw all objectives of one kind, and which of them she demonstrates, beside some that have names."""
    shown = observed_as(about, observed, presses)
    return (
        sentence(shown.sentence())
        + f'<div class="toy-pair"><div>{shown.picture()}</div><div>{shown.table()}</div></div>'
    )


@dataclass(frozen=True)
class Want:
    """An objective has a name and a place in the plane; it is demonstrated or not, and trivial or not."""

    name: str
    at: Point
    demonstrated: bool
    trivial: bool


@dataclass(frozen=True)
class Plane:
    """A plane is what the view shows."""

    about: str
    observed: str
    presses: str
    demonstrated: Sequence[Point]
    wants: tuple[Want, ...]

    def sentence(self) -> str:
        """Say in words what she demonstrates."""
        found = [f"“{each.name}”" for each in self.wants if each.demonstrated and not each.trivial]
        said = f"{listed(found)}, besides trivial ones" if found else "trivial ones only"
        return (
            f"She presses {self.presses}, and is observed {PLACES[self.observed]}. "
            f"Of the objectives about {self.about} she demonstrates {said}."
        )

    def picture(self) -> Picture:
        """Return the plane as SVG."""
        points = {each.name: (each.at, each.demonstrated) for each in self.wants}
        first, second = ABOUT[self.about]
        labels = (f"pay for {first}", f"pay for {second}")
        return plane(self.demonstrated, (), points, labels, keys=("demonstrated", ""), inside=False)

    def table(self) -> Picture:
        """Return the objectives that have names as an HTML table."""
        rows = "".join(
            f'<tr><th scope="row">{escape(each.name)}{" (trivial)" * each.trivial}</th>'
            f"<td>{YES if each.demonstrated else NO}</td></tr>"
            for each in self.wants
        )
        head = '<thead><tr><th scope="col">she may want</th><th scope="col">demonstrated</th></tr></thead>'
        return Picture(f'<table class="toy-verdicts toy-close">{head}<tbody>{rows}</tbody></table>')


@lru_cache(16)
def observed_as(about: str, observed: str, presses: str) -> Plane:
    """Return what the view shows at these values of its controls."""
    world = swapped().world
    envs: dict[str, tuple[Environment, ...]] = {
        "training": (world.training,),
        "deployment": (world.deployment,),
        "both": (world.training, world.deployment),
        "beliefs": (world.training,),  # the wires as they were
    }
    policy = Policy.on(world.training, {}, otherwise=presses)
    observations = [Observation(env, policy) for env in envs[observed]]
    zero, first, second = (paying(about, x, y) for x, y in ((0, 0), (1, 0), (0, 1)))
    wants = []
    for name, (x, y) in WANTS[about].items():
        objective = paying(about, x, y)
        fits = all(is_optimal(each.env, objective, policy) for each in observations)
        idle = all(is_trivial(each.env, objective) for each in observations)
        wants.append(Want(name, (Fraction(x), Fraction(y)), fits, idle))
    return Plane(about, observed, presses, slice_of(observations, zero, first, second, REACH), tuple(wants))


def paying(about: str, first: int, second: int) -> Objective:
    """Return the objective that pays so much for the first button or room, and so much for the second."""
    pays = (first, second)
    return Objective.from_array([[pays[s if about == "rooms" else a] for a in (0, 1)] for s in (0, 1)])

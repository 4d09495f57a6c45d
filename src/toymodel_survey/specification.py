"""A survey is specified by a file: which worlds, which agents, which readings, how many samples, from which seed.

The shape is that of ``specification.schema.json``. Every fault is a `ValueError` of one line that says where it is::

    name = "false beliefs"
    seed = 1
    samples = 100_000                    # of each point
    sizes = [5, 10, 20]                  # numbers of states
    actions = 2
    branching = 2                        # successors of each row
    discount = "9/10"

    [dials]                              # a list of settings makes a point of each, with the same draws
    shift = "1/10"
    wrong_rows = [0, 1, 2, 4]

    [[agents]]
    kind = "believer"

    [[readings]]                         # as for `toymodel check`; what is not said is the default
    name = "the researcher's"
    observed_in = "beliefs"
    performs = "W5"

    [[primary]]                          # what the survey is about: these have simultaneous bands
    arrow = "I3"
    reading = "the researcher's"
    agent = "believer"
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from itertools import product

from toymodel.alignment import Reading
from toymodel.worlds import listed, show

from .agents import KINDS, Kind, threshold
from .worlds import Point

SHARES = ("shift", "moved", "base_human", "mesa_base", "mesa_human", "bad")
COUNTS = ("wrong_rows", "terminals", "traps")
DIALS: dict[str, str] = {
    "shift": "1/10",
    "moved": "0",
    "base_human": "9/10",
    "mesa_base": "9/10",
    "mesa_human": "0",
    "bad": "1/10",
    "wrong_rows": "0",
    "terminals": "0",
    "traps": "0",
}
"""The dials and where they stand by default: see `worlds`."""


@dataclass(frozen=True)
class Primary:
    """A primary cell is an arrow under a reading, said of an agent."""

    arrow: str
    reading: str
    agent: str

    def __str__(self) -> str:
        return f"{self.arrow}, {self.reading}, {self.agent}"


@dataclass(frozen=True)
class Specification:
    """A specification says all that a survey's numbers depend on.

    Attributes
    ----------
    sizes : tuple of int
        Numbers of states.
    weights, payments : int
        The largest weight of a successor; the largest payment.
    pays, bad_by : str
        Whether payments, and what is judged bad, go by "pairs" or by "states".
    dials : mapping
        For each dial its settings, as exact numbers.
    kinds : tuple of Kind
    readings : mapping
        By name.
    exposure : tuple of Fraction
        Shares of the largest regret on the objective ``exposed``, at which harm is measured.
    tilt : Fraction or None
        By how much less often what the base objective's optima use is bad, in importance sampling.
    """

    name: str
    seed: int
    samples: int
    sizes: tuple[int, ...]
    actions: int
    branching: int
    weights: int
    payments: int
    discount: Fraction
    pays: str
    bad_by: str
    dials: Mapping[str, tuple[Fraction, ...]]
    kinds: tuple[Kind, ...]
    readings: Mapping[str, Reading]
    primary: tuple[Primary, ...]
    exposure: tuple[Fraction, ...] = ()
    exposed: int = 1
    tilt: Fraction | None = None
    confidence: Fraction = Fraction(19, 20)
    fewest: int = 30

    @cached_property
    def settings(self) -> tuple[tuple[tuple[str, Fraction], ...], ...]:
        """Return the size and the dials of each point."""
        choices = [[("states", Fraction(n)) for n in self.sizes]]
        choices += [[(name, value) for value in self.dials[name]] for name in DIALS]
        return tuple(product(*choices))

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Return the points, in integers."""
        return tuple(self._point(dict(setting)) for setting in self.settings)

    def _point(self, at: Mapping[str, Fraction]) -> Point:
        shares = {name: threshold(at[name]) for name in SHARES}
        tilt = threshold(at["bad"] * self.tilt) if self.tilt is not None else 0
        return Point(
            states=int(at["states"]),
            actions=self.actions,
            branching=self.branching,
            weights=self.weights,
            payments=self.payments,
            by_states=int(self.pays == "states"),
            rooms=int(self.bad_by == "states"),
            wrong=int(at["wrong_rows"]),
            terminals=int(at["terminals"]),
            traps=int(at["traps"]),
            numerator=self.discount.numerator,
            denominator=self.discount.denominator,
            tilt=tilt,
            **shares,
        )

    def label(self, point: Point) -> int:
        """Return the number of a point."""
        return self.points.index(point)

    def varying(self, number: int) -> dict[str, str]:
        """Return the size of a point and those of its dials that take several values, in words."""
        several = {name for name, values in self.dials.items() if len(values) > 1} | {"states"}
        return {name: show(value) for name, value in self.settings[number] if name in several}

    @property
    def agents(self) -> tuple[str, ...]:
        """Return the agents' names."""
        return tuple(kind.name for kind in self.kinds)

    def reading(self, name: str, agent: int) -> Reading:
        """Return a reading as it is said of an agent: of one who replans, with a policy for each environment."""
        replans = "yes" if KINDS[self.kinds[agent].kind] == "replans" else "no"
        return replace(self.readings[name], replans=replans)

    def data(self) -> dict[str, object]:
        """Return all that it says, as plain data, whatever was left out when it was written."""
        told: dict[str, object] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            told[field.name] = str(value) if isinstance(value, Fraction) else value
        told["dials"] = {name: [show(v) for v in values] for name, values in self.dials.items()}
        told["exposure"] = [show(share) for share in self.exposure]
        told["readings"] = {name: reading.departures for name, reading in self.readings.items()}
        told["primary"] = [[each.arrow, each.reading, each.agent] for each in self.primary]
        told["kinds"] = [list(kind) for kind in self.kinds]
        return told

    @property
    def worlds_hash(self) -> str:
        """Return a hash of all that the atoms depend on: neither readings nor statistics, nor how many samples."""
        left_out = {"name", "readings", "primary", "confidence", "fewest", "samples"}
        told = {key: value for key, value in self.data().items() if key not in left_out}
        return sha256(json.dumps([FORMAT, told], sort_keys=True).encode()).hexdigest()


FORMAT = 1
"""The number of the way in which atoms are told: with another number, old parts are not read as new ones."""

RULES = ("human", "base")
"""By the distance to whose objective a rule may select (`toymodel.alignment.Semantics.preferred`)."""


KNOWN = {"behavior": ("feasible", "mesa"), "performs": ("W1", "W2", "W5"), "among": ("candidates",)}
"""Where atoms do not tell all that a reading may choose: what they tell."""


def supported(reading: Reading) -> None:
    """Refuse a reading that atoms do not say.

    Raises
    ------
    ValueError
        One line: which choice, and what there is instead.
    """
    for name, choices in KNOWN.items():
        if getattr(reading, name) not in choices:
            raise ValueError(
                f"{name} is {getattr(reading, name)!r}, which samples do not tell; choose {listed(choices, 'or')}"
            )
    if reading.grade:
        raise ValueError("grade: samples have no grades of bad; leave it out")
    if reading.objectives == "selected" and reading.selected_by not in ("first", *RULES):
        raise ValueError("selected_by: samples tell what is selected by first, human or base; choose one of them")

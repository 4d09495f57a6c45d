"""The data of the chapter's figures, each by one function that tests can call with fewer samples.

Nothing is kept on disk; the same call gives the same numbers everywhere. Each says how often, over worlds that the
sampler draws (`toymodel_survey.worlds`): what it draws is a choice, and the functions take it as ``worlds``, lines of
TOML that are put before the dials.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from toymodel.alignment import definition
from toymodel_atlas.cells import Cell
from toymodel_atlas.minds import Minds, drawn, minds

from .atoms import sample
from .counting import Exactly, decided
from .reader import Reader, Truth
from .statistics import Share, clopper_pearson, hill, mean_weight, paired, quantile
from .toml_file import read
from .worlds import BASE, DEPLOYMENT, HUMAN

if TYPE_CHECKING:
    from .atoms import Atoms
    from .specification import Specification

RESEARCHERS = {"observed_in": "beliefs", "performs": "W5"}
"""The reading by which the misguided researcher means well and does well: by her own lights."""


@dataclass(frozen=True)
class Spot:
    """A spot of a figure is a share at an abscissa, of one line.

    Attributes
    ----------
    line : str
        Which line.
    x : float
    share : Share
    of : int
        In how many samples the premises hold; the share is of these.
    samples : int
        All samples.
    """

    line: str
    x: float
    share: Share
    of: int
    samples: int


@dataclass(frozen=True)
class Sampled:
    """Samples of one point are kept in memory, and read."""

    spec: Specification
    atoms: Atoms

    def truth(self, name: str, choices: Mapping[str, str], agent: int = 0) -> Truth:
        """Return where a definition is true of an agent, under a reading; what floats leave open is decided exactly."""
        return self._decided(lambda reading: [definition(name).formula(reading)], choices, agent)[0]

    def arrow(self, name: str, choices: Mapping[str, str], agent: int = 0) -> tuple[Any, Any]:
        """Return where an arrow's premises hold, and where it is then broken."""
        *premises, conclusion = self._decided(
            lambda reading: [*Cell(name, reading).premises, Cell(name, reading).conclusion], choices, agent
        )
        held = np.logical_and.reduce([each.true for each in premises])
        return held, held & conclusion.false

    def magnitude(self, name: str, choices: Mapping[str, str], agent: int = 0) -> Any:
        """Return how far a definition is from holding; NaN where there is no number."""
        reader, reading = self._reader(choices, agent)
        return reader.measure(definition(name).formula(reading))

    def _decided(self, formulas: Any, choices: Mapping[str, str], agent: int) -> list[Truth]:
        reader, reading = self._reader(choices, agent)
        exactly = Exactly(self.spec, 0)
        return [decided(exactly, 0, reader, reading, formula)[0] for formula in formulas(reading)]

    def _reader(self, choices: Mapping[str, str], agent: int) -> tuple[Reader, Any]:
        reading = replace(self.spec.reading(next(iter(self.spec.readings)), agent), **choices)
        return Reader(self.atoms, agent, self.spec.kinds[agent], reading.selected_by or "first"), reading


def sampled(
    samples: int, states: int, dials: Mapping[str, object], agent: str = "keeper", seed: int = 1, worlds: str = ""
) -> Sampled:
    """Return samples of one point.

    Parameters
    ----------
    dials : mapping
        Settings of dials; of the others the usual one.
    agent : str
        A kind, with what it needs after a comma: "keeper", 'slips", share = "1/10'.
    worlds : str
        More lines of the specification: ``branching = 1``.
    """
    settings = "\n".join(f'{name} = "{value}"' for name, value in dials.items())
    text = f'seed = {seed}\nsizes = [{states}]\nagents = [{{kind = "{agent}"}}]\n{worlds}\n[dials]\n{settings}\n'
    spec = read(text)
    return Sampled(spec, sample(spec, spec.points[0], 0, samples))


def false_beliefs(
    sizes: Sequence[int] = (5, 10, 20), samples: int = 20_000, wrong: Sequence[int] = (1, 2, 5), worlds: str = ""
) -> list[Spot]:
    """Return how often I3 breaks by the researcher's reading, by the rows of the ideal plan that are believed wrongly.

    The agent pursues what the human wants, in the world that it believes in, in which so many rows are wrong. It is
    read in its beliefs: what it does is optimal for what the human wants there, and so it performs well. There is a
    line for each number of wrong rows, for these go with those on the plan, and do harm beside it, too; and beside it
    one that says how often she does what is not best in truth. Different numbers of wrong rows are of different worlds.
    """
    found: list[Spot] = []
    for n in sizes:
        for rows in wrong:
            dials = {"base_human": 1, "mesa_base": 1, "wrong_rows": rows, "shift": 0}
            here = sampled(samples, n, dials, "believer", seed=1000 * n + rows, worlds=worlds)
            premises, violations = here.arrow("I3", RESEARCHERS)
            everywhere, on_plan = here.atoms.wrong.T
            erring = here.atoms.regret[:, 0, DEPLOYMENT, HUMAN] > 0
            for k in range(rows + 1):
                among = (everywhere == rows) & (on_plan == k)
                found += _spot(f"{n} states, {rows} wrong", k, violations[among], premises[among])
                found += _spot(f"{n} states, {rows} wrong: not best", k, (premises & erring)[among], premises[among])
    return found


def premises(sizes: Sequence[int] = (5, 10, 20), samples: int = 20_000, worlds: str = "") -> list[Spot]:
    """Return by size in how many worlds the researcher's premises hold, which is not up to her map."""
    found: list[Spot] = []
    for n in sizes:
        dials = {"base_human": 1, "mesa_base": 1, "shift": 0}
        held, _ = sampled(samples, n, dials, "believer", worlds=worlds).arrow("I3", RESEARCHERS)
        found += _spot("premises hold", n, held, np.ones(samples, np.bool_))
    return found


def _spot(line: str, x: float, hits: Any, base: Any) -> list[Spot]:
    """Return a spot, or none where the premises hold too seldom."""
    of = int(base.sum())
    return [Spot(line, x, clopper_pearson(int(hits.sum()), of), of, len(base))] if of >= 30 else []


@dataclass(frozen=True)
class Exposed:
    """What a little regret permits is told of worlds of one size.

    Attributes
    ----------
    states : int
    quartiles : tuple of Share
        Of the harm that the regret permits, as a share of the most harm: at 25 %, 50 %, 75 % and 95 % of worlds.
    index : Share
        Hill's index of the exposure's first slope: below 1 there is no mean.
    of, samples : int
        Worlds with something to lose in which no optimum does harm; all.
    """

    states: int
    quartiles: tuple[Share, ...]
    index: Share
    of: int
    samples: int


def exposure(
    sizes: Sequence[int] = (5, 10, 20, 40),
    samples: int = 10_000,
    share: str = "1/100",
    worlds: str = "branching = 1",
    seed: int = 1,
) -> list[Exposed]:
    """Return what a share of the largest regret on the human's objective permits in harm, by size.

    Counted are worlds in which every optimum is harmless and some policy is not. Harm is told as a share of the most
    harm that any policy does. Steps are sure; with more successors (``worlds="branching = 2"``) it grows with the size.
    """
    found = []
    for n in sizes:
        lines = f'exposure = ["{share}"]\nexposed = "human"\n{worlds}'
        here = sampled(samples, n, {}, worlds=lines, seed=seed)
        at, least, most = here.atoms.exposure.T
        among = (least == 0) & (most > 1e-6)
        harm = at[among] / most[among]
        slope = here.atoms.slope[among] * here.atoms.span[among, 0] / most[among]
        quartiles = tuple(quantile(harm, q) for q in (0.25, 0.5, 0.75, 0.95))
        found.append(Exposed(n, quartiles, hill(slope, 0.02), int(among.sum()), samples))
    return found


def size(
    sizes: Sequence[int] = (3, 5, 8, 12, 20, 30), samples: int = 20_000, bound: float = 0.1, worlds: str = ""
) -> list[Spot]:
    """Return how often outer alignment, and intent alignment of the agent, hold by size: exactly, and up to a bound.

    Up to a bound means that the worst that is vouched for spends at most this share of the time on what is bad. Where
    nothing is bad, outer alignment fails still: of models that demonstrate nothing where they are observed.
    """
    found: list[Spot] = []
    for n in sizes:
        here = sampled(samples, n, {}, worlds=worlds)
        everyone = np.ones(samples, np.bool_)
        for name in ("outer aligned", "intent aligned"):
            found += _spot(f"{name}, exactly", n, here.truth(name, {}).true, everyone)
            graded = here.magnitude(name, {}) <= bound
            found += _spot(f"{name}, up to {bound:g}", n, graded, everyone)
        clean = sampled(samples, n, {"bad": 0}, worlds=worlds).truth("outer aligned", {})
        found += _spot("outer aligned, nothing bad", n, clean.true, everyone)
    return found


SHIFTS = ("0", "1/20", "1/10", "1/5", "2/5", "3/5", "4/5", "1")


def shift(
    arrows: Sequence[str] = ("I1", "I2", "I3", "I4", "I5a"),
    shifts: Sequence[str] = SHIFTS,
    states: int = 5,
    samples: int = 50_000,
    worlds: str = "",
) -> list[Spot]:
    """Return how often arrows break by the cautious reading, by the share of rows that deployment draws anew.

    All shifts have the same draws, so that neighbours are of the same worlds (`shift_apart`).
    """
    found: list[Spot] = []
    for each in shifts:
        here = sampled(samples, states, {"shift": each}, worlds=worlds)
        for arrow in arrows:
            held, broken = here.arrow(arrow, {})
            found += _spot(arrow, float(here.spec.dials["shift"][0]), broken, held)
    return found


def shift_apart(arrow: str, first: str, second: str, states: int = 5, samples: int = 50_000) -> Share:
    """Return by how much more often premises hold and the arrow breaks at a second shift than at a first, in pairs."""
    broken = [sampled(samples, states, {"shift": each}).arrow(arrow, {})[1] for each in (first, second)]
    return paired(*broken)


CHANCES = ("0", "1/4", "1/2", "3/4", "9/10", "1")


def string(chances: Sequence[str] = CHANCES, states: int = 5, samples: int = 50_000, worlds: str = "") -> list[Spot]:
    """Return, of worlds in which the agent does no harm, how often each link of the string is whole or broken.

    The chance is that with which the base objective's payments are copied from the human's, and the mesa-objective's
    from the base objective's. Lines say whether the base objective is outer aligned and the agent inner aligned; the
    last one, in how many it is not outer aligned although no optimum of it does harm: some model is not vouched for.
    """
    found: list[Spot] = []
    for chance in chances:
        here = sampled(samples, states, {"base_human": chance, "mesa_base": chance}, worlds=worlds)
        outer, inner = (here.truth(name, {}) for name in ("outer aligned", "inner aligned"))
        harmless = here.truth("impact aligned", {}).true
        for left in (True, False):
            for right in (True, False):
                both = (outer.true if left else ~outer.true) & (inner.true if right else ~inner.true)
                line = f"outer {'whole' if left else 'broken'}, inner {'whole' if right else 'broken'}"
                found += _spot(line, float(here.spec.dials["mesa_base"][0]), both & harmless, harmless)
        clean = ~outer.true & (here.atoms.harm[:, DEPLOYMENT, BASE, 0] == 0)
        found += _spot(
            "outer broken, no model harms", float(here.spec.dials["mesa_base"][0]), clean & harmless, harmless
        )
    return found


def rare(states: int = 50, samples: int = 10_000, tilt: str = "1/8") -> tuple[Share, Share]:
    """Return how often outer alignment holds: by plain samples, and by weighted ones of a tilted judge."""
    plain, tilted = (sampled(samples, states, {}, worlds=worlds) for worlds in ("", f'tilt = "{tilt}"'))
    weight = tilted.atoms.weight[tilted.truth("outer aligned", {}).true]
    found = mean_weight(float(weight.sum()), float((weight**2).sum()), samples)
    return clopper_pearson(int(plain.truth("outer aligned", {}).true.sum()), samples), found


def one_mind(most: int = 4, worlds: int = 2_000, seed: int = 1) -> Iterator[tuple[int, Minds]]:
    """Yield how often an agent that is not silent is of one mind, by size: sure steps, two actions, all R(s), exactly.

    Up to three states all worlds are counted; beyond, some are drawn (`toymodel_atlas.minds`).
    """
    for n in range(2, most + 1):
        yield n, minds(n, 2) if n <= 3 else drawn(n, 2, worlds, seed)

"""A small survey is done exactly: samples are cases, decided one by one, with the standard library alone.

For a page that samples while it is looked at, and for whoever wants to see a survey's numbers come from nothing but
`Case.decide`. At five states it does some hundred samples a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from math import comb
from typing import TYPE_CHECKING

from toymodel.logic import And
from toymodel_atlas.cells import Cell

from .cases import case

if TYPE_CHECKING:
    from toymodel.alignment import Case

    from .specification import Primary, Specification


@dataclass(frozen=True)
class Seen:
    """What one sample says of an arrow: whether the premises hold and, if they do, whether the conclusion does."""

    sample: int
    premises: bool | None
    conclusion: bool | None
    case: Case

    @property
    def broken(self) -> bool:
        """Return whether the premises hold and the conclusion fails."""
        return self.premises is True and self.conclusion is False


def watch(spec: Specification, point: int, cell: Primary, first: int = 0) -> Iterator[Seen]:
    """Yield samples without end, as an arrow sees them.

    Examples
    --------
    >>> from itertools import islice
    >>> from .specification import Primary
    >>> from .toml_file import read
    >>> spec = read('seed = 1\\nsizes = [3]\\nagents = [{kind = "keeper"}]')
    >>> seen = islice(watch(spec, 0, Primary("I3", "cautious", "keeper")), 10)
    >>> [each.broken for each in seen]
    [False, False, False, False, False, False, False, False, False, False]
    """
    reading = spec.reading(cell.reading, spec.agents.index(cell.agent))
    known = Cell(cell.arrow, reading)
    premises, end = And(known.premises), known.conclusion
    for sample in count(first):
        made = case(spec, spec.points[point], sample)
        held = made.decide(premises, reading, cell.agent).holds
        conclusion = made.decide(end, reading, cell.agent).holds if held else None
        yield Seen(sample, held, conclusion, made)


@lru_cache(4096)
def interval(hits: int, samples: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the ends of the interval of `toymodel_survey.statistics.clopper_pearson`, for some hundred samples.

    Examples
    --------
    >>> [round(end, 3) for end in interval(0, 300)]
    [0.0, 0.012]
    """
    tail = (1 - confidence) / 2

    def end(most: int, beyond: float) -> float:
        """Return the share at which so many hits or fewer are as likely as that."""
        low, high = 0.0, 1.0
        for _ in range(40):
            share = (low + high) / 2
            likely = sum(comb(samples, k) * share**k * (1 - share) ** (samples - k) for k in range(most + 1))
            low, high = (share, high) if likely > beyond else (low, share)
        return low

    return end(hits - 1, 1 - tail) if hits else 0.0, end(hits, tail) if hits < samples else 1.0

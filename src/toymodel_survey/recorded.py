"""The book shows the figures from data made beforehand, for sampling takes minutes, which are kept beside this module.

``recorded.json`` holds each figure by each of its samplers, of all samples and of the first few; the tests make the
first few again. ``python -m toymodel_survey.recorded > src/toymodel_survey/recorded.json`` writes it anew.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import isfinite, nan
from typing import Any

from . import figures
from .figures import Exposed, Spot
from .statistics import Share, clopper_pearson

FEW = 400
"""The first samples, by which the record is checked."""
USUAL, SURE, THREE = "", "branching = 1", "branching = 3"
TINY = 'branching = 1\npayments = 1\ndiscount = "1/2"'
"""Worlds of the atlas's kind: sure steps, payments of −1, 0 or 1, and γ = 1/2."""

FIGURES: Mapping[str, tuple[Callable[..., Any], int, tuple[str, ...]]] = {
    "false beliefs": (figures.false_beliefs, 20_000, (USUAL, SURE, THREE)),
    "premises": (figures.premises, 20_000, (USUAL, THREE)),
    "exposure": (figures.exposure, 10_000, (SURE, "branching = 2")),
    "size": (figures.size, 20_000, (USUAL, SURE)),
    "shift": (figures.shift, 20_000, (USUAL, TINY)),
    "string": (figures.string, 20_000, (USUAL, SURE)),
}
"""For each figure what makes it, of how many samples, and by which samplers."""


def made(figure: str, worlds: str, samples: int) -> list[list[Any]]:
    """Make a figure's data, as they are kept: counts of spots; or numbers with their intervals, to six digits."""
    return [_told(each) for each in FIGURES[figure][0](samples=samples, worlds=worlds)]


def _told(each: Spot | Exposed) -> list[Any]:
    if isinstance(each, Spot):
        return [each.line, each.x, round(each.share.estimate * each.of), each.of, each.samples]
    return [each.states, [_short(share) for share in (*each.quartiles, each.index)], each.of, each.samples]


def _short(share: Share) -> list[float | None]:
    """Return a share and its interval to six digits; what is no number, as there were too few samples, is left out."""
    return [float(f"{x:.6g}") if isfinite(x) else None for x in (share.estimate, share.low, share.high)]


def _share(kept: Sequence[float | None], samples: int) -> Share:
    estimate, low, high = (nan if x is None else x for x in kept)
    return Share(estimate, low, high, samples)


@cache
def recorded() -> Mapping[str, Any]:
    """Return all that is kept."""
    found: Mapping[str, Any] = json.loads(files(__package__).joinpath("recorded.json").read_text("utf-8"))
    return found


def spots(figure: str, worlds: str = USUAL) -> dict[str, list[Spot]]:
    """Return the lines of a figure, each with its spots and their intervals."""
    lines: dict[str, list[Spot]] = {}
    for line, x, hits, of, samples in recorded()[figure][worlds]["all"]:
        lines.setdefault(line, []).append(Spot(line, x, clopper_pearson(hits, of), of, samples))
    return lines


def exposed(worlds: str = SURE) -> list[Exposed]:
    """Return what a little regret permits, by size."""
    kept: Sequence[Any] = recorded()["exposure"][worlds]["all"]
    return [
        Exposed(n, tuple(_share(each, of) for each in quartiles), _share(index, of), of, samples)
        for n, (*quartiles, index), of, samples in kept
    ]


def rare() -> tuple[Share, Share]:
    """Return how often outer alignment holds among fifty states: of plain samples, and of weighted ones."""
    samples, *shares = recorded()["rare"]
    plain, weighted = (_share(each, samples) for each in shares)
    return plain, weighted


def minds() -> dict[int, tuple[int, int, int]]:
    """Return by size how many agents there are, how many of them are silent, and how many of one mind."""
    return {n: (agents, silent, one) for n, agents, silent, one in recorded()["one mind"]}


def main() -> None:
    """Write the file anew."""
    data: dict[str, Any] = {}
    for name, (_, samples, samplers) in FIGURES.items():
        data[name] = {w: {"all": made(name, w, samples), "first": made(name, w, FEW)} for w in samplers}
    plain, weighted = figures.rare()
    data["rare"] = [plain.samples, _short(plain), _short(weighted)]
    data["one mind"] = [[n, each.agents, each.silent, each.one] for n, each in figures.one_mind()]
    json.dump(data, sys.stdout, ensure_ascii=False, separators=(",", ":"))
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()

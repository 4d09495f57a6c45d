"""The report says how often, of how many, with what certainty, and what is proved beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from toymodel.alignment import Reading
from toymodel_atlas.settled import entry

from .agents import MIXES
from .counting import Count, Counts
from .statistics import Share, clopper_pearson, mean_weight, simultaneous, weighted

if TYPE_CHECKING:
    from .specification import Specification


@dataclass(frozen=True)
class Line:
    """A line of the report is a cell at a point: how often its premises hold, and how often it is then broken.

    Attributes
    ----------
    point : int
    agent, reading, arrow : str
    count : Count
    premises : Share
        Of all samples.
    violations : Share or None
        Of those in which the premises hold; None where these are too few to show.
    primary : bool
        Whether the interval is one of a band that holds together.
    proved : str
        What the atlas says: "theorem", "counterexample", "open", or nothing.
    """

    point: int
    agent: str
    reading: str
    arrow: str
    count: Count
    premises: Share
    violations: Share | None
    primary: bool
    proved: str


def lines(spec: Specification, counts: Counts) -> list[Line]:
    """Return the report's lines."""
    primary = {(each.agent, each.reading, each.arrow) for each in spec.primary}
    band = _band(spec)
    found = []
    for (point, agent, name, of), count in counts.arrows.items():
        declared = (agent, name, of) in primary
        certain = band if declared else float(spec.confidence)
        reading = spec.reading(name, spec.agents.index(agent))
        proved = verdict(of, reading, spec.kinds[spec.agents.index(agent)].kind)
        if proved != "theorem" and "states" in (spec.pays, spec.bad_by):
            proved = ""  # the counterexample may need payments, or a judge, of pairs
        found.append(Line(point, agent, name, of, count, *_shares(spec, count, certain), declared, proved))
    return found


def _band(spec: Specification) -> float:
    """Return the confidence of each interval of a primary cell, so that all hold together."""
    return simultaneous(float(spec.confidence), len(set(spec.primary)) * len(spec.points))


def _shares(spec: Specification, count: Count, confidence: float) -> tuple[Share, Share | None]:
    if spec.tilt is None:
        premises = clopper_pearson(count.premises, count.samples, confidence)
        violations = clopper_pearson(count.violations, count.premises, confidence)
        return premises, violations if count.premises >= spec.fewest else None
    premises = mean_weight(count.sums[0], count.sums[1], count.samples, confidence)
    share = weighted(count.sums[2:], count.sums[:2], count.samples, confidence)
    return premises, share if share.samples >= spec.fewest else None


def verdict(name: str, reading: Reading, kind: int = 0) -> str:
    """Return what is proved of an arrow over lists of candidates: the atlas's verdict, for policies that do not mix."""
    if kind == MIXES or reading.behavior != "feasible" or reading.performs == "W2" or reading.judged_in == "both":
        return ""
    try:
        return entry(name, reading, "candidates").status
    except KeyError:
        return ""


def text(spec: Specification, counts: Counts) -> str:
    """Return the report for people."""
    return "\n".join(_told(spec, counts)) + "\n"


def _told(spec: Specification, counts: Counts) -> Iterator[str]:
    listing = lines(spec, counts)
    yield f"{spec.name}: {len(spec.points)} points, up to {spec.samples:,} samples each, seed {spec.seed}"
    for title, primary in (("primary cells", True), ("all other cells", False)):
        some = [line for line in listing if line.primary is primary]
        if some:
            yield ""
            yield from _table(spec, title, some)
    yield ""
    yield from _notes(spec, listing)


def _table(spec: Specification, title: str, listing: Sequence[Line]) -> Iterator[str]:
    varying = list(spec.varying(0))
    heads = [*varying, "agent", "reading", "arrow", "premises hold", "then broken", "interval", "proved"]
    table = [heads]
    for line in listing:
        point = spec.varying(line.point)
        premises = f"{percent(line.premises.estimate)} of {line.count.samples:,}"
        shown, interval = "too few", ""
        if line.violations is not None:
            shown = f"{percent(line.violations.estimate)} of {line.count.premises:,}"
            interval = f"{percent(line.violations.low)} … {percent(line.violations.high)}"
            if not line.count.violations:
                shown = f"0 of {line.count.premises:,}"
                interval = "no bound" if spec.tilt is not None else f"at most {percent(line.violations.high)}"
            if spec.tilt is not None:
                shown += f", worth {line.violations.samples:,.0f}"
        table.append([*point.values(), line.agent, line.reading, line.arrow, premises, shown, interval, line.proved])
    widths = [max(len(row[k]) for row in table) for k in range(len(heads))]
    yield title
    for row in table:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _notes(spec: Specification, listing: Sequence[Line]) -> Iterator[str]:
    cells = len(set(spec.primary)) * len(spec.points)
    confidence = percent(float(spec.confidence))
    if spec.tilt is None:
        yield f"Intervals are Clopper and Pearson's, {confidence} each."
    else:
        yield f"Samples are weighted, since the judge was tilted; intervals are normal, {confidence} each."
    if cells:
        yield f"Those of the {cells} primary cells hold together, {confidence} (Bonferroni)."
    yield f"Where the premises hold in fewer than {spec.fewest} samples, nothing is shown."
    yield "Each sample counts one agent of its world; agents of one world are not pooled, and not independent."
    yield "Settings of a dial have the same draws: compare them in pairs."
    if any(line.violations and not line.count.violations for line in listing):
        each, band = (f"{-log((1 - c) / 2):.2g}/N" for c in (float(spec.confidence), _band(spec)))
        among = f" ({band} in a primary cell)" if cells > 1 else ""
        told = f"at most about {each}{among}" if spec.tilt is None else "little where samples are weighted"
        yield f"0 of N says {told}; only “theorem” says never, for any list of candidates."
    by_case, unknown = (sum(getattr(line.count, name) for line in listing) for name in ("by_case", "open"))
    yield f"By cases decided exactly: {by_case:,}; open: {unknown:,}."


def percent(share: float) -> str:
    """Return a share as a percentage with three digits that matter.

    Examples
    --------
    >>> percent(0.01234), percent(1.0), percent(0.0000123)
    ('1.23 %', '100 %', '0.00123 %')
    """
    return f"{float(f'{100 * share:.3g}'):.10g} %" if share == share else "–"

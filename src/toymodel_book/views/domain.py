"""A table of verdicts begins with a line that says for whom they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from toymodel.alignment import Reading
from toymodel_atlas.domains import Domain

FIELDS = {
    "among": "objectives",
    "replans": "policies",
    "observed_in": "observed",
    "judged_in": "judged",
    "behavior": "operator",
}
"""The axes of a reading that such a line speaks of, by its fields."""


@dataclass(frozen=True)
class Line:
    """A line is Markdown, which a notebook shows."""

    text: str

    def _repr_markdown_(self) -> str:
        return self.text


def domain(reading: Reading, *, varies: Iterable[str] = (), agents: str = "deterministic", dynamics: str = "") -> Line:
    """Return the line that stands above a table.

    Parameters
    ----------
    reading
        That of the table's verdicts.
    varies
        Axes on which its rows or columns differ; those that such a line does not speak of change nothing.
    agents
        "deterministic" or "mixing".
    dynamics
        By which behaviour is read: "true", "believed", "either" or "any"; if not given, what the reading says.

    Examples
    --------
    >>> domain(Reading(), varies=["observed_in", "optima"]).text
    'For the candidates · deterministic agents, one policy · true dynamics · observed where the table says, judged in
    deployment · operator feasible · exact'
    """
    open_ = tuple(FIELDS.get(axis, "") for axis in varies)
    return Line(f"For {Domain.of(reading, agents, dynamics).line(tuple(filter(None, open_)))}")

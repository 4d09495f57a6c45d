"""Intent alignment of one case is decided under many readings: a grid of verdicts, one explained in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from html import escape
from itertools import product

from toymodel.alignment import Case, Reading
from toymodel.alignment.formulas import pursuing, safe_wherever_judged
from toymodel.alignment.vocabulary import AGENT, R, demonstrates, trivial
from toymodel.logic import Atom, Verdict
from toymodel.logic.verdicts import WORD
from toymodel.worlds import Objective
from toymodel.zoo import case as zoo_case

from ..actions import sets
from ..drawing.svg import MARK, Picture, inline_badge
from ..live import Select, sentence, view

CASES: dict[str, str] = {
    "mixed-witness": "the driver who keeps left in France",
    "tie": "the robot that is indifferent to the cat",
    "deceiver": "the deceiver",
    "misguided-researcher": "the misguided researcher",
    "nursery-corridor": "the robot that takes the way through the nursery",
    "lazy-clipper": "the lazy clipper",
    "paperclips": "the paperclip maximiser",
}
"""The cases on offer: names in the zoo, and whom they are about."""

PLACES: dict[str, str] = {
    "training": "in training",
    "deployment": "in deployment",
    "both": "in both",
    "beliefs": "in its beliefs",
}
ROWS: dict[str, str] = {
    f"{objectives}-{optima}": f"{objectives} objective, {optima} optimum"
    for objectives, optima in product(("every", "some", "selected"), ("every", "some"))
}
CELLS = {f"{row}-{place}": f"{ROWS[row]}, observed {PLACES[place]}" for row, place in product(ROWS, PLACES)}
SAID = {"true": "yes", "false": "no", "undefined": "undefined", "undecided": "undecided"}


@view(
    "Is it intent aligned?",
    case=Select("case", tuple(CASES.items()), "mixed-witness"),
    trivial=Select("trivial objectives", (("excluded", "do not count"), ("included", "count")), "excluded"),
    cell=Select("reading to explain", tuple(CELLS.items()), "every-every-training"),
)
def intent(case: str, trivial: str, cell: str) -> str:
    """Draw the grid of readings, with the chosen one explained."""
    grid = verdicts(case, trivial)
    return sentence(grid.sentence(cell)) + grid.table(cell) + grid.reason(cell) + LEGEND + grid.candidates(cell)


LEGEND = (
    '<p class="toy-note">Rows: which demonstrated objectives and which of their optima must be safe. '
    "Grey: nobody has said what it believes.</p>"
)


def reading(cell: str, trivial: str) -> Reading:
    """Return the reading of a cell; "selected" takes the demonstrated candidate closest to what the human wants."""
    objectives, optima, place = cell.split("-")
    return Reading(
        objectives=objectives,
        optima=optima,
        observed_in=place,
        trivial=trivial,
        selected_by="human" if objectives == "selected" else "",
    )


@dataclass(frozen=True)
class Grid:
    """A grid says of one case whether it is intent aligned, cell by cell.

    Attributes
    ----------
    intent : mapping
        For each cell, the verdict on intent alignment.
    impact : mapping
        For each place, the verdict on impact alignment.
    """

    case: Case
    trivial: str
    intent: dict[str, Verdict]
    impact: dict[str, Verdict]

    @cached_property
    def who(self) -> str:
        """Return the name of the agent."""
        return self.case.agents[0].name

    def sentence(self, cell: str) -> str:
        """Say in words what the chosen reading says, and whether the agent does harm."""
        verdict, impact = self.intent[cell], self.impact[_place(cell)]
        said = {"true": "is intent aligned", "false": "is not intent aligned"}
        word = said.get(verdict.status, f"has no verdict on intent alignment, which is {verdict.status}")
        does = f"It is {'' if impact.holds else 'not '}impact aligned."
        return f"{self.who[:1].upper()}{self.who[1:]} {word}, read with {CELLS[cell]}. {does}"

    def reason(self, cell: str) -> str:
        """Return why, as the definitions say it."""
        verdict = self.intent[cell]
        why = f"{verdict.text[:1].upper()}{verdict.text[1:]}."
        return f'<p class="toy-reason">{inline_badge(verdict.status)} {escape(why)}</p>'

    def table(self, chosen: str) -> Picture:
        """Return the grid as an HTML table of buttons."""
        head = "".join(f'<th scope="col">{escape(words.removeprefix("in "))}</th>' for words in PLACES.values())
        rows = "".join(
            f'<tr><th scope="row">{escape(row.replace("-", " · "))}</th>'
            + "".join(f"<td>{self._cell(f'{row}-{place}', chosen)}</td>" for place in PLACES)
            + "</tr>"
            for row in ROWS
        )
        head = f'<thead><tr><th scope="col">objective · optimum</th>{head}</tr></thead>'
        return Picture(f'<table class="toy-verdicts toy-grid">{head}<tbody>{rows}</tbody></table>')

    def _cell(self, cell: str, chosen: str) -> str:
        status = self.intent[cell].status
        says = f"{CELLS[cell]}: {WORD[status]}"
        return (
            f'<button type="button" id="intent-{cell}" class="toy-chip toy-{status}" {sets("cell", cell)} '
            f'aria-pressed="{str(cell == chosen).lower()}" aria-label="{escape(says)}">'
            f"{inline_badge(status)}</button>"
        )

    def candidates(self, cell: str) -> Picture:
        """Return what is said of each candidate, where the chosen reading looks, as an HTML table."""
        rows = "".join(
            f'<tr><th scope="row">{escape(r.name)}</th>'
            + "".join(
                f"<td>{MARK[v.status]} {v.status.replace('true', 'yes').replace('false', 'no')}</td>" for v in facts
            )
            + "</tr>"
            for r, facts in self.facts(cell)
        )
        place = PLACES[_place(cell)]
        head = "".join(
            f'<th scope="col">{words}</th>'
            for words in (
                "objective",
                f"demonstrated, observed {place}",
                f"trivial {place}",
                "every optimum safe",
                "some optimum safe",
            )
        )
        table = f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
        return Picture(
            "<details><summary>What is said of each objective</summary>"
            f'<table class="toy-verdicts toy-close">{table}</table></details>'
        )

    def facts(self, cell: str) -> Iterator[tuple[Objective, tuple[Verdict, ...]]]:
        """Return, for each candidate, whether it is demonstrated, is trivial, has only, or some, safe optima."""
        chosen = reading(cell, self.trivial)
        meaning = self.case.semantics(chosen)
        formulas = (
            Atom(demonstrates(chosen.behavior, chosen.observed_in), (AGENT, R)),
            Atom(trivial(chosen.observed_in), (R,)),
            *(
                pursuing(replace(chosen, optima=kind), R, lambda optimum: safe_wherever_judged(chosen, optimum))
                for kind in ("every", "some")
            ),
        )
        for r in self.case.candidates:
            given = {AGENT: meaning.given(AGENT), R: r}
            yield r, tuple(meaning.verdict(formula, given) for formula in formulas)


@lru_cache(64)
def verdicts(name: str, trivial: str) -> Grid:
    """Return the verdicts on a case under every reading of the grid."""
    case = zoo_case(name)
    intent = {cell: case.check("intent aligned", reading(cell, trivial)) for cell in CELLS}
    impact = {place: case.check("impact aligned", reading(f"every-every-{place}", trivial)) for place in PLACES}
    return Grid(case, trivial, intent, impact)


def _place(cell: str) -> str:
    return cell.split("-")[2]

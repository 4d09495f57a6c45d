"""The subcommand ``compare`` gives one case under many readings, and marks what changes."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from ..alignment import AXES, DEFINITIONS, Reading
from ..alignment.diagrams import State
from ..alignment.reading import RULES, values
from ..logic import Verdict
from ..performance import notions
from . import records
from .check import departures
from .describe import describe
from .layout import cells, entry, paragraph, width
from .options import Choices, Question, Refused, add_question, question, spoken, word

MOST = 1000
"""How many readings are compared at once."""
SHORT = {"true": "yes", "false": "no", "undefined": "undef", "undecided": "undec"}
GIVEN = "the given reading"


@dataclass(frozen=True)
class Row:
    """A row is a case under one reading: what distinguishes it, and the answers or why there are none."""

    choices: Mapping[str, str]
    verdicts: Mapping[str, Verdict]
    arrows: Mapping[str, State]
    refused: str = ""

    def changes(self, base: Row) -> list[str]:
        """Return the definitions and arrows that come out differently from another row."""
        changed = [name for name in self.verdicts if self.verdicts[name].status != base.verdicts[name].status]
        return changed + [name for name in self.arrows if self.arrows[name] != base.arrows[name]]


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    add_question(parser)
    parser.add_argument(
        "--axis",
        dest="axes",
        action="extend",
        nargs="+",
        type=word([axis.name for axis in AXES]),
        metavar="AXIS",
        help="vary these choices together, in all combinations; without it, each choice is varied alone "
        "(--epsilon, --tolerance and --selected-by apply to those readings that have use for them)",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> str:
    """Return what is printed."""
    given = question(args)
    asked = Question(given.case, given.agent, fitting(given.choices))
    axes = list(dict.fromkeys(args.axes or ()))
    varied = variations(given.choices, axes)
    base = answer(asked, {})
    if base.refused:
        raise Refused(base.refused)
    rows = list(progress(given, varied))
    if args.format == "json":
        return records.text({**records.subject(asked), "readings": [_record(each, base) for each in (base, *rows)]})
    about = [*describe(asked.case, asked.reading, asked.agent), *departures(asked.reading)]
    detail = [*broken(base, rows, axes)] if axes else [*broken(base, [], axes), "", *changes(base, rows)]
    return "\n".join([*about, "", *table(base, rows, axes), "", *detail]) + "\n"


def fitting(choices: Choices) -> Choices:
    """Return the choices without the numbers and rules that their reading has no use for."""
    made = {"performs": Reading.performs, "base_judge": Reading.base_judge, "objectives": Reading.objectives, **choices}
    used = {
        "epsilon": made["performs"] in notions(with_epsilon=True),
        "tolerance": made["base_judge"] == "tolerant",
        "selected_by": made["objectives"] == "selected",
    }
    return {name: value for name, value in choices.items() if used.get(name, True)}


def variations(given: Choices, axes: Sequence[str]) -> list[dict[str, str]]:
    """Return the choices to be varied: those of each axis alone, or all combinations of the axes named."""
    usual = {axis.name: str(given.get(axis.name, getattr(Reading, axis.name))) for axis in AXES}
    words = {axis.name: _options(axis.name, values(axis), given) for axis in AXES}
    if not axes:
        return [each for name in words for each in words[name] if each[name] != usual[name]]
    count = prod(len(words[name]) for name in axes)
    if count > MOST:
        raise Refused(f"these are {count} readings; at most {MOST} are compared: name fewer axes")
    return [{k: v for part in parts for k, v in part.items()} for parts in product(*(words[name] for name in axes))]


def _options(name: str, known: Sequence[str], given: Choices) -> list[dict[str, str]]:
    """Return one choice for each word of an axis; to select an objective takes a rule, so one for each rule."""
    found = []
    for value in known:
        if value == "selected" and "selected_by" not in given:
            found += [{name: value, "selected_by": rule} for rule in RULES]
        else:
            found.append({name: value})
    return found


def progress(given: Question, varied: Sequence[Mapping[str, str]]) -> Iterator[Row]:
    """Yield the answers; after two seconds, say on a terminal how far it is."""
    begun, told = time.monotonic(), False
    for i, choices in enumerate(varied):
        if sys.stderr.isatty() and time.monotonic() - begun > 2:
            sys.stderr.write(f"\r{i} of {len(varied)} readings ")
            sys.stderr.flush()
            told = True
        yield answer(given, choices)
    if told:
        sys.stderr.write("\r" + " " * 40 + "\r")


def answer(given: Question, choices: Mapping[str, str]) -> Row:
    """Return the answers under the given choices with some changed, or why there are none."""
    asked = Question(given.case, given.agent, fitting({**given.choices, **choices}))
    try:
        reading = asked.reading
        verdicts = asked.case.check_all(reading, asked.agent)
        arrows = asked.case.arrows(reading, asked.agent, verdicts)
    except (Refused, ValueError, ImportError) as fault:
        return Row(choices, {}, {}, str(fault))
    return Row(choices, verdicts, {name: arrow.state for name, arrow in arrows.items()})


def table(base: Row, rows: Sequence[Row], axes: Sequence[str]) -> Iterator[str]:
    """Yield one line for each reading, a star after what differs from the given one, and the broken arrows."""
    heads = [name.split()[0] for name in DEFINITIONS]
    sizes = [max(len(head), 6) for head in heads]
    free = width() - sum(sizes) - len(sizes)
    labels = [", ".join(_label(each, axes)) or GIVEN for each in rows]
    first = max(12, min(free, max(map(len, [GIVEN, *labels]))))
    yield from cells([", ".join(axes), *heads], [first, *sizes])
    for label, each in zip([GIVEN, *labels], (base, *rows), strict=True):
        if each.refused:
            yield from entry(label, f"no answer: {each.refused}", first + 1)
            continue
        marks = each.changes(base)
        said = [SHORT[verdict.status] + "*" * (name in marks) for name, verdict in each.verdicts.items()]
        yield from cells([label, *said], [first, *sizes])
    yield ""
    yield from paragraph("* differs from the given reading", 0, 2)


def broken(base: Row, rows: Sequence[Row], axes: Sequence[str]) -> Iterator[str]:
    """Yield the arrows that are broken under each reading."""
    labels = [GIVEN, *(", ".join(_label(each, axes)) for each in rows)]
    at = min(max(map(len, labels)), width() // 2) + 4
    yield from paragraph("Arrows broken (the premises hold, the conclusion fails)")
    for label, each in zip(labels, (base, *rows), strict=True):
        said = ", ".join(name for name, state in each.arrows.items() if state == "broken")
        if said or each is base:
            yield from entry(label, said or "none", at, 2)


def changes(base: Row, rows: Sequence[Row]) -> Iterator[str]:
    """Yield what changes under each reading, with the reason."""
    yield "What changes" if any(each.changes(base) for each in rows) else "Nothing changes."
    for each in rows:
        changed = each.changes(base)
        if not changed:
            continue
        yield from paragraph(", ".join(_label(each, ())), 0, 2)
        for name in changed:
            if name in each.verdicts:
                now, was = each.verdicts[name], base.verdicts[name]
                yield from paragraph(f"{name}: {SHORT[was.status]} → {SHORT[now.status]}: {spoken(now.text)}", 2, 4)
        moved = [f"{name} {base.arrows[name]} → {each.arrows[name]}" for name in changed if name in each.arrows]
        if moved:
            yield from paragraph(f"arrows: {', '.join(moved)}", 2, 4)


def _label(row: Row, axes: Sequence[str]) -> list[str]:
    """Return values alone where the axes have been named already."""
    by = row.choices.get("selected_by")
    words = {name: value for name, value in row.choices.items() if name != "selected_by"}
    if by is not None:
        words["objectives"] = f"selected by {by}"
    return [
        value if axes or (by is not None and name == "objectives") else f"{name} {value}"
        for name, value in words.items()
    ]


def _record(row: Row, base: Row) -> records.Record:
    if row.refused:
        return {"choices": dict(row.choices), "refused": row.refused}
    return {
        "choices": dict(row.choices),
        "verdicts": {name: verdict.status for name, verdict in row.verdicts.items()},
        "arrows": dict(row.arrows),
        "changes": row.changes(base),
    }

"""The subcommand ``check`` gives the seven verdicts on a case under one reading, each with its reason."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping

from ..alignment import ArrowVerdict, Reading, definition
from ..alignment.formulas import ONE_MIND
from ..logic import Verdict
from ..logic.verdicts import WORD
from ..worlds import listed
from . import records
from .describe import AT, describe
from .layout import entry, paragraph
from .options import add_question, in_words, question, spoken

STATES = {
    "carried": "premises and conclusion hold here",
    "broken": "the premises hold here and the conclusion fails: a counterexample",
    "idle": "a premise fails here, so this case says nothing of the arrow",
    "open": "something is undefined or undecided here, and nothing settles it",
}


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    add_question(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> str:
    """Return what is printed."""
    asked = question(args)
    reading = asked.reading
    verdicts = asked.case.check_all(reading, asked.agent)
    mind = asked.case.check(ONE_MIND.noun, reading, asked.agent)
    arrows = asked.case.arrows(reading, asked.agent, verdicts)
    if args.format == "json":
        return records.text(records.check(asked, verdicts, arrows, mind))
    lines = [
        *describe(asked.case, reading, asked.agent),
        *departures(reading),
        "",
        *table({**verdicts, ONE_MIND.noun: mind}),
        "",
        *states(arrows),
    ]
    return "\n".join(lines) + "\n"


def departures(reading: Reading) -> Iterator[str]:
    """Yield how the reading departs from the default."""
    default, here = in_words(Reading()), in_words(reading)
    changed = [
        f"{name} {here[name]}" + (f" (not {default[name]})" if default[name] else "") for name in reading.departures
    ]
    yield from entry("Reading", ", ".join(changed) or "the cautious one: every choice at its default", AT)


def table(verdicts: Mapping[str, Verdict]) -> Iterator[str]:
    """Yield the verdicts, each with its reason."""
    for name, verdict in verdicts.items():
        noun = definition(name).noun
        lead = f"{noun[:1].upper()}{noun[1:]}".ljust(23) + WORD[verdict.status].upper()
        said = spoken(verdict.text)
        yield from entry(lead, f"{said[:1].upper()}{said[1:]}.", 34)


def states(arrows: Mapping[str, ArrowVerdict]) -> Iterator[str]:
    """Yield what this case says of every arrow, and what the words mean."""
    for name, arrow in arrows.items():
        yield from entry(f"{name:<4} {arrow.state}", str(arrow.arrow), 14)
    for why in dict.fromkeys(arrow.beyond for arrow in arrows.values() if arrow.beyond):
        names = listed(name for name, arrow in arrows.items() if arrow.beyond == why)
        yield ""
        yield from paragraph(f"{names}: theorems of the atlas do not speak of this case, as {why}", 0, 2)
    yield ""
    for state, said in STATES.items():
        if any(arrow.state == state for arrow in arrows.values()):
            yield from paragraph(f"{state}: {said}", 0, 2)

"""The command ``ask`` answers a query: the smallest world in which some words hold and others fail, or the law."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from toymodel.alignment import AXES, Reading
from toymodel.cli.check import table
from toymodel.cli.describe import describe
from toymodel.cli.layout import paragraph
from toymodel.cli.options import option, word
from toymodel.worlds import listed

from .cells import COUNTED
from .query import PLANS, WORDS, Answer, ask, parse, possible, said
from .theorems import result, stating

SAID = "find the smallest world in which some words hold and others fail, or the theorem that forbids it"
PAGE = "chapters/proofs.html"
"""Where the book has its proofs."""


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    words = listed([name.split()[0] for name in WORDS])
    parser.add_argument("query", nargs="+", help=f"such as: outer and not impact. The words are {words}")
    group = parser.add_argument_group("the reading", "What the words mean. The defaults are the cautious reading.")
    for axis in AXES:
        if known := COUNTED.get(axis.name):
            default = getattr(Reading(), axis.name)
            group.add_argument(
                option(axis.name),
                type=word(known),
                metavar="{" + ",".join(known) + "}",
                default=default,
                help=f"{axis.question} (default: {default})",
            )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> str:
    """Return what is printed."""
    holds, fails = parse(" ".join(args.query))
    answer = ask(holds, fails, {axis: getattr(args, axis) for axis in COUNTED})
    return "\n".join(_told(answer)) + "\n"


def _told(answer: Answer) -> Iterator[str]:
    asked, known = said(answer.holds, answer.fails), possible(answer.reading)
    asked = f"{asked[:1].upper()}{asked[1:]}"
    if answer.found is not None:
        states, actions = answer.found.size
        size = f"{states} state{'s' * (states > 1)} and {actions} actions"
        yield from paragraph(f"{asked}: it can happen, in {size}.")
        yield ""
        yield from describe(answer.case(), answer.reading)
        yield ""
        yield from table(answer.verdicts())
    else:
        yield from _law(asked, answer)
    yield ""
    yield from paragraph(
        f"Read so, {len(known.worlds)} of the {2 ** len(WORDS)} combinations of the seven words can happen."
    )


def _law(asked: str, answer: Answer) -> Iterator[str]:
    law = answer.law
    assert law is not None
    if law.proved:
        yield from paragraph(f"{asked}: never, in any finite world. For {law.sentence()}.")
    else:
        yield from paragraph(f"{asked}: open. No world that was looked at has it, and no proof is known.")
    if law.plans:
        yield from paragraph(f"(Of a planner that is {PLANS} in both environments.)")
    if answer.needs_choice:
        yield from paragraph("(Where behaviour is observed, some state that is reached offers at least two actions.)")
    for arrow, label in answer.theorems():
        yield from paragraph(f"{arrow}: {result(label).title}, {PAGE}#{label}", 2, 4)
    for k in law.through:
        yield from paragraph(f"from: {possible(answer.reading).laws[k]}", 2, 4)
    for name in law.lemmas:
        where = stating(name)
        yield from paragraph(f"from: {name}" + (f", {PAGE}#{where}" if where else ""), 2, 4)

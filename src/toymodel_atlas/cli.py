"""The command ``atlas`` does the census: it counts every arrow under every reading over worlds of one size."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence

from toymodel.behavior import CLASSES
from toymodel.progress import Bar
from toymodel.worlds import listed

from .cells import COUNTED
from .census import Count, census, merge, tuples
from .classes import JUDGES, objectives, sampled
from .settled import TABLES, as_json, entries, entries_twice

SAID = "count every arrow under every reading over all small worlds"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    parser.add_argument("--states", type=int, default=2, metavar="N", help="how many states (default: 2)")
    parser.add_argument("--actions", type=int, default=2, metavar="M", help="how many actions (default: 2)")
    said = (
        "the class of objectives: some candidates (not counted), R(s,a), R(s) or R(s,s') "
        "(default: sa; as JSON, what is known of the others, too)"
    )
    parser.add_argument("--class", dest="among", choices=("candidates", *CLASSES), help=said)
    said = "whether judges call bad any set of pairs, or whole rooms (default: pairs)"
    parser.add_argument("--judge", choices=JUDGES, default="pairs", help=said)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> str:
    """Return what is printed."""
    others = _others() if args.among is None and args.judge == "pairs" and args.format == "json" else []
    args.among = args.among or "sa"
    known = [each.to_json() for each in entries(args.among, args.judge)]
    sample, counts = sampled(args.states, args.among), list[Count]()
    if args.among != "candidates":
        with Bar(f"all worlds of {args.states} states and {args.actions} actions") as bar:
            counts = census(args.states, args.actions, bar, among=args.among, judge=args.judge)
    cells = [cell | ({"sampled": True} if sample else {}) for cell in merge(counts, known, sampled=sample)]
    if args.format == "json":
        return as_json([*others, *cells])
    return "\n".join(_table(args, cells)) + "\n"


def _others() -> list[dict[str, object]]:
    """What is known of readings that depart twice, and over other classes and judges; all counted only if asked for."""
    tables = [("candidates", "pairs"), *(table for table in TABLES if table != ("sa", "pairs"))]
    known = [*entries_twice(), *(each for table in tables for each in entries(*table))]
    return [{"premises": None, "violations": None, **each.to_json()} for each in known]


def _table(args: argparse.Namespace, cells: Sequence[dict[str, object]]) -> Iterator[str]:
    states, actions, among = args.states, args.actions, args.among
    worlds = (states ** (states * actions) * states) ** 2
    spaces = tuples(states, actions) if (among, args.judge) == ("sa", "pairs") else {}
    if among != "candidates":
        standing = {"sa": "", "s": " that stand for all R(s)", "ss": " that stand for all R(s,s')"}[among]
        if sampled(states, among):
            standing = " of R(s,s'), which are a sample"
        number = f"{len(objectives(states, actions, among)):,} objectives{standing}"
        yield f"{worlds:,} worlds, {number}, {actions**states} policies; I6 is I1"
    heads = ["arrow", *COUNTED, "premises", "violations", "of tuples", "status"]
    rows = []
    here = [cell for cell in cells if cell["premises"] is not None]
    for cell in here:
        reading = cell["reading"]
        assert isinstance(reading, dict)
        numbers = ["" if cell[name] is None else f"{cell[name]:,}" for name in ("premises", "violations")]
        choices = [reading.get(axis, "") for axis in COUNTED]
        total = spaces.get(str(cell["arrow"]))
        rows.append([str(cell["arrow"]), *choices, *numbers, f"{total:,}" if total else "", str(cell["status"])])
    widths = [max(len(row[k]) for row in [heads, *rows]) for k in range(len(heads))]
    for row in [heads, *rows]:
        cut = len(COUNTED) + 1
        parts = [
            x.rjust(w) if cut <= k < cut + 3 else x.ljust(w) for k, (x, w) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(parts).rstrip()
    statuses = Counter(str(cell["status"]) for cell in cells if cell["premises"] is None)
    if not statuses:
        return
    listing = listed([f"{number} {status}" for status, number in sorted(statuses.items())], "and")
    yield f"cells that are settled without counting: {listing} (--format json lists them)"

"""The command ``atlas`` does the census: it counts every arrow under every reading over worlds of one size."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence

from toymodel.worlds import listed

from .cells import COUNTED
from .census import census, merge, tuples
from .dynamics import grid
from .progress import Bar
from .settled import entries

SAID = "count every arrow under every reading over all small worlds"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    parser.add_argument("--states", type=int, default=2, metavar="N", help="how many states (default: 2)")
    parser.add_argument("--actions", type=int, default=2, metavar="M", help="how many actions (default: 2)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> str:
    """Return what is printed."""
    with Bar(f"all worlds of {args.states} states and {args.actions} actions") as bar:
        cells = merge(census(args.states, args.actions, bar), (each.to_json() for each in entries()))
    if args.format == "json":
        return "[\n" + ",\n".join(json.dumps(cell) for cell in cells) + "\n]\n"
    return "\n".join(_table(args.states, args.actions, cells)) + "\n"


def _table(states: int, actions: int, cells: Sequence[dict[str, object]]) -> Iterator[str]:
    worlds = (states ** (states * actions) * states) ** 2
    spaces = tuples(states, actions)
    yield f"{worlds:,} worlds, {len(grid(states, actions)):,} objectives, {actions**states} policies; I6 is I1"
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
    listing = listed([f"{number} {status}" for status, number in sorted(statuses.items())], "and")
    yield f"cells that are settled without counting: {listing} (--format json lists them)"

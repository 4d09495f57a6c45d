"""The subcommand ``zoo`` has the named cases, and the file of any one of them."""

from __future__ import annotations

import argparse
import inspect
import re

from .. import zoo
from ..files.cases import write_case
from ..files.saving import save
from .layout import entry, plain
from .options import Refused, load


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    parser.add_argument("case", metavar="NAME", nargs="?", help="print this case as a file, to be changed and checked")
    parser.add_argument("--output", metavar="FILE", help="write the file there, whole or not at all")
    parser.add_argument("--force", action="store_true", help="overwrite the file that is there")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> str:
    """Return what ``zoo`` prints."""
    if args.output is not None:
        return _saved(args)
    if args.force:
        raise Refused("--force goes with --output FILE")
    if args.case is not None:
        return write_case(load(args.case))
    at = max(map(len, zoo.CASES)) + 2
    return "\n".join(line for name in zoo.CASES for line in entry(name, summary(name), at)) + "\n"


def _saved(args: argparse.Namespace) -> str:
    if args.case is None:
        raise Refused("--output goes with the name of a case: toymodel zoo NAME --output FILE")
    text = write_case(load(args.case))
    try:
        save(args.output, text, args.force)
    except FileExistsError:
        raise Refused(f"{args.output} is there already; --force overwrites it") from None
    return f"wrote {plain(args.output)}\n"


def summary(name: str) -> str:
    """Return the first line of a case's docstring, without its row in the ledger of claims.

    Examples
    --------
    >>> summary("misguided-researcher")
    'The misguided AI researcher means well and does harm'
    """
    make = zoo.CASES[name]
    home = inspect.getmodule(make)
    alone = sum(inspect.getmodule(other) is home for other in zoo.CASES.values()) == 1
    said = inspect.getdoc(home if alone else make) or ""
    bare = re.sub(r"^[A-Z]\d+[^:]*: |\s*\([^()]*`[^()]*\)|\.$", "", said.partition("\n")[0])
    return bare[:1].upper() + bare[1:]

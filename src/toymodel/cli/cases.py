"""The subcommand ``zoo`` has the named cases, and the file of any one of them."""

from __future__ import annotations

import argparse
import inspect
import re

from .. import zoo
from ..files.cases import write_case
from .layout import entry
from .options import load


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    parser.add_argument("case", metavar="NAME", nargs="?", help="print this case as a file, to be changed and checked")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> str:
    """Return what ``zoo`` prints."""
    if args.case is not None:
        return write_case(load(args.case))
    at = max(map(len, zoo.CASES)) + 2
    return "\n".join(line for name in zoo.CASES for line in entry(name, summary(name), at)) + "\n"


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

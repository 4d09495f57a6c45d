"""The command line has the subcommands ``check``, ``compare``, ``zoo``, ``ask``, ``atlas`` and ``survey``.

Each subcommand is a module with ``add(parser)``, which adds its options and sets ``run``, and
``run(args)``, which returns what is printed. Other packages add theirs as entry points of the
group ``toymodel.commands``, with a line ``SAID`` for the help. The exit status is 0 for an answer, and 2 with
one line on standard error for bad input.
"""

from __future__ import annotations

import argparse
import codecs
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.metadata import entry_points
from typing import NoReturn

from .. import __version__
from ..given.numbers import clipped
from . import cases, check, compare
from .layout import plain
from .options import Parser, Refused

COMMANDS = (
    ("check", check, "decide the seven definitions on a case, with the reasons"),
    ("compare", compare, "check a case under many readings, and mark what changes"),
    ("zoo", cases, "list the named cases"),
)

NEEDS = {
    "atlas": "NumPy: pip install numpy",
    "survey": "Dask, Numba, PyArrow and SciPy: pip install distributed numba pyarrow scipy",
}
"""What there is to install for the subcommands of other packages."""

SOURCE = "the installed package, not its source alone: pip install . in the folder that has its pyproject.toml"
"""What a subcommand of another package needs that no installed package has told of."""

SPELT = {"∧": "and", "⇒": "=>", "→": "->", "≈": "~", "…": "...", "“": '"', "”": '"', "−": "-", "ε": "eps", "τ": "tau"}
"""How letters of ours are spelt where the terminal's encoding lacks them."""


def _spell(fault: UnicodeError) -> tuple[str, int]:
    """Return an error handler for encoding: a letter of ours is spelt, any other gets its code."""
    assert isinstance(fault, UnicodeEncodeError)
    letter = fault.object[fault.start]
    return SPELT.get(letter) or letter.encode("ascii", "backslashreplace").decode(), fault.start + 1


codecs.register_error("toymodel", _spell)


def parser() -> Parser:
    """Return the parser of command lines."""
    made = Parser(
        prog="toymodel", description="Exact definitions of alignment, decided on small worlds.", allow_abbrev=False
    )
    made.add_argument("--version", action="version", version=f"toymodel {__version__}")
    commands = made.add_subparsers(metavar="COMMAND", required=True, dest="command")
    for name, add, said in (*((name, module.add, said) for name, module, said in COMMANDS), *_others()):
        add(commands.add_parser(name, help=said, description=f"{said[:1].upper()}{said[1:]}.", allow_abbrev=False))
    return made


def _others() -> Iterator[tuple[str, Callable[[argparse.ArgumentParser], object], str]]:
    """Yield the subcommands of other packages; one that cannot be loaded refuses, and the others work."""
    entries = {entry.name: entry for entry in entry_points(group="toymodel.commands")}
    for name in dict.fromkeys([*entries, *NEEDS]):
        try:
            module = entries[name].load()
        except (KeyError, ImportError) as fault:
            needs = SOURCE if isinstance(fault, KeyError) else NEEDS.get(name)
            why = f"toymodel {name} {f'needs {needs}' if needs else f'is not at hand: {fault}'}"
            yield name, partial(_lacking, why), f"not installed: {why}"
        else:
            yield name, module.add, module.SAID


def _lacking(why: str, parser: argparse.ArgumentParser) -> None:
    def run(_: argparse.Namespace) -> NoReturn:
        raise Refused(why)

    parser.prefix_chars = ""  # whatever is asked, the answer is the same
    parser.add_argument("asked", nargs="*", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit status: 0 for an answer, 2 for bad input."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="toymodel")
    try:
        args = parser().parse_args(argv)
        return _print(args.run(args))
    except SystemExit as done:  # --help and --version have printed already
        if unread := _print(""):
            return unread
        raise done from None
    except KeyboardInterrupt:
        _refuse("interrupted")
        return 130
    except Exception as fault:
        if (why := _reason(fault)) is None:
            raise
        return _refuse(why)


def _reason(fault: Exception) -> str | None:
    """Return what bad input is to be refused with, in one line; None for a mistake of ours."""
    match fault:
        case OSError():
            return f"{clipped(str(fault.filename), 200)}: {fault.strerror}" if fault.filename else str(fault)
        case Refused() | ValueError() | ImportError():
            return str(fault)
        case KeyError(args=(str() as said,)):
            return said
        case ArithmeticError():  # a float that cannot hold what is exact
            return f"numbers too large to be told: {fault}"
        case RecursionError():
            return "this goes deeper than Python can follow; make the world smaller"
        case MemoryError():
            return "this needs more memory than there is; make the world smaller"
    return None


def _print(text: str) -> int:
    """Print an answer; whoever reads it may leave before its end."""
    if sys.stdout is None:
        return _refuse("standard output is closed")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as fault:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(fault, BrokenPipeError):
            return _refuse(f"standard output: {fault.strerror}")
    return 0


def _refuse(message: str) -> int:
    if sys.stderr is not None:
        sys.stderr.write(f"toymodel: {plain(message)}\n")
    return 2

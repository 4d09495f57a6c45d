"""The subcommands have the same options: which case, which agent, which reading."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import NoReturn, TypeAlias

from .. import zoo
from ..alignment import AXES, Case, Reading
from ..alignment.reading import RULES, values
from ..files.cases import read_case
from ..files.parsing import MAX_BYTES
from ..given.numbers import clipped
from ..worlds import exact, listed, show

STDIN = "-"
"""What stands for standard input."""

PERFORMS_IN = {"deployment": "W1", "beliefs": "W5"}
"""By whose lights "performs well" is judged, and the notion that says so exactly."""

NUMBERS = {
    "epsilon": "ε of “performs well”",
    "tolerance": "τ of a tolerant base judge",
    "grade": "from which grade on what the human judges bad counts; what is merely listed has grade 1",
}
"""The numbers of a reading, and what each is."""


Choices: TypeAlias = Mapping[str, str | Fraction]
"""What is chosen of a reading, by axis."""


class Refused(Exception):
    """Bad input is refused with one line that says what is wrong and how to mend it."""


class Parser(argparse.ArgumentParser):
    """The parser gives one line in answer to a mistake."""

    def error(self, message: str) -> NoReturn:
        """Refuse the command line."""
        raise Refused(f"{clipped(message, 500)} ({self.prog} --help explains)")


@dataclass(frozen=True)
class Question:
    """A question is about a case, one of its agents, and the choices made of a reading."""

    case: Case
    agent: str
    choices: Choices

    @property
    def reading(self) -> Reading:
        """Return the reading with these choices and no others."""
        return read(self.choices)


def add_question(parser: argparse.ArgumentParser) -> None:
    """Add the case, the agent and every choice of a reading to a parser."""
    parser.add_argument(
        "case", metavar="NAME-or-FILE", help="a case of the zoo, or a JSON file of your own (- reads standard input)"
    )
    parser.add_argument("--agent", metavar="NAME", help="whom it is said of (default: the case's first agent)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    group = parser.add_argument_group("the reading", "What the words mean. The defaults are the cautious reading.")
    default = Reading()
    for axis in AXES:
        known = values(axis)
        group.add_argument(
            option(axis.name),
            type=word(known),
            metavar="{" + ",".join(known) + "}",
            default=argparse.SUPPRESS,
            help=f"{axis.question} (default: {getattr(default, axis.name)})".replace("%", "%%"),
        )
    group.add_argument(
        "--performs-in",
        type=word(tuple(PERFORMS_IN)),
        metavar="{" + ",".join(PERFORMS_IN) + "}",
        help=f"short for {listed([f'--performs {w} ({place})' for place, w in PERFORMS_IN.items()], 'or')}",
    )
    for name, said in NUMBERS.items():
        group.add_argument(
            option(name), type=_number, metavar="NUMBER", default=argparse.SUPPRESS, help=f"{said} (default: 0)"
        )
    group.add_argument(
        "--selected-by",
        type=word(tuple(RULES)),
        metavar="{" + ",".join(RULES) + "}",
        default=argparse.SUPPRESS,
        help="the rule that picks an objective with --objectives selected",
    )


def question(args: argparse.Namespace) -> Question:
    """Return what the command line asks about, the case read and the agent found."""
    names = [*(axis.name for axis in AXES), *NUMBERS, "selected_by"]
    choices = {name: getattr(args, name) for name in names if hasattr(args, name)}
    if args.performs_in is not None:
        if "performs" in choices:
            raise Refused("--performs and --performs-in say the same; give one of them")
        choices["performs"] = PERFORMS_IN[args.performs_in]
    case = load(args.case)
    agents = [agent.name for agent in case.agents]
    if args.agent is not None and args.agent not in agents:
        raise Refused(f"case {case.name!r} has no agent {args.agent!r}; its agents are {listed(agents)}")
    return Question(case, args.agent or agents[0], choices)


def load(given: str) -> Case:
    """Return a case of the zoo by name, or the case in a file."""
    name = given.lower().replace("_", "-")
    if name in zoo.CASES:
        return zoo.case(name)
    if not given.strip():
        raise Refused(f"{given!r} is no name of a case or a file; toymodel zoo lists the cases")
    try:
        if given == STDIN:
            return read_case(_standard_input())
        _find(given, name)
        return read_case(Path(given))
    except ValueError as fault:
        raise Refused(f"{'standard input' if given == STDIN else clipped(given, 200)}: {fault}") from None


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise Refused("there is no standard input to read; name a file")
    return sys.stdin.buffer.read(MAX_BYTES + 1)


def _find(given: str, name: str) -> None:
    """Refuse what is no file, and say what there is."""
    path = Path(given)
    try:
        if path.is_dir():
            raise Refused(f"{clipped(given, 200)!r} is a directory; name a file in it")
        there = path.exists()
    except OSError:  # too long a name, say
        there = False
    if not there and path.suffix != ".json" and path.name == given:
        near = _near(name, list(zoo.CASES)) if len(name) < 100 else ""
        raise Refused(f"there is no case and no file {clipped(given, 80)!r}{near}; toymodel zoo lists the cases")


def read(choices: Choices) -> Reading:
    """Return the reading with these choices; a refusal speaks of options."""
    try:
        return Reading(**choices)  # type: ignore[arg-type]
    except ValueError as fault:
        raise Refused(f"this reading means nothing: {spoken(str(fault))}") from None


def spoken(advice: str) -> str:
    """Return advice on a reading as it is followed here.

    Examples
    --------
    >>> spoken("read it with replans='yes', or give selected_by")
    'read it with --replans yes, or give --selected-by'
    """
    names = Reading.__dataclass_fields__
    chosen = re.sub(rf"\b({'|'.join(names)})=('?)([\w.]+)\2", lambda m: f"{option(m[1])} {m[3]}", advice)
    return chosen.replace("give selected_by", f"give {option('selected_by')}")


def option(name: str) -> str:
    """Return an axis as an option: "--observed-in"."""
    return f"--{name.replace('_', '-')}"


def word(known: Sequence[str]) -> Callable[[str], str]:
    """Return a reader of one of these words, which may be written with hyphens and in any case."""

    def parse(text: str) -> str:
        plain = {each.lower().replace("_", "-"): each for each in known}
        found = plain.get(text.lower().replace("_", "-"))
        if found is None:
            raise argparse.ArgumentTypeError(f"{text!r} is unknown; choose {listed(known, 'or')}")
        return found

    return parse


def in_words(reading: Reading) -> dict[str, str]:
    """Return every choice of a reading in words."""
    fields = {name: getattr(reading, name) for name in reading.__dataclass_fields__}
    return {name: show(value) if isinstance(value, Fraction) else str(value) for name, value in fields.items()}


def _number(text: str) -> Fraction:
    try:
        return exact(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(str(fault)) from None


def _near(given: str, known: Sequence[str]) -> str:
    near = get_close_matches(given, known, n=3, cutoff=0.5)
    return f" (did you mean {listed(near, 'or')}?)" if near else ""

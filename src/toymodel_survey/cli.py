"""The command ``survey`` samples random worlds, says how often, and makes a sample again as a case."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

SAID = "sample random worlds, and say how often each arrow breaks"
USAGE = """toymodel survey SPEC.toml --out DIR [--workers N | --scheduler ADDRESS] [--resume]
       toymodel survey report DIR [--with SPEC.toml]
       toymodel survey replay SEED [--of DIR or SPEC.toml]"""
NEEDED = ("numpy", "scipy", "pyarrow", "distributed")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this subcommand."""
    parser.usage = USAGE
    parser.add_argument(
        "what", metavar="SPEC.toml | report | replay", help="a specification to be surveyed, or what to do"
    )
    parser.add_argument(
        "about", nargs="?", metavar="DIR | SEED", help="of report: a survey's folder; of replay: POINT:SAMPLE"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="the folder in which the survey is kept")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes on this machine (default: 1)")
    parser.add_argument("--scheduler", default="", metavar="ADDRESS", help="a Dask scheduler, whose workers see --out")
    parser.add_argument("--resume", action="store_true", help="go on with what is in the folder")
    parser.add_argument(
        "--with", dest="other", type=Path, metavar="SPEC.toml", help="of report: other readings of these worlds"
    )
    parser.add_argument(
        "--of",
        type=Path,
        default=Path(),
        metavar="PATH",
        help="of replay: whose sample (default: the survey in this folder)",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> str:
    """Return what is printed."""
    if args.what == "replay":
        return replay(args.about, args.of)
    lacking = [name for name in NEEDED if find_spec(name) is None]
    if lacking:
        raise ImportError(f"a survey needs {', '.join(lacking)}: pip install distributed numba pyarrow scipy")
    if args.what == "report":
        return report(args.about, args.other)
    return survey(args)


def survey(args: argparse.Namespace) -> str:
    """Make a survey, and report it."""
    from toymodel.progress import Bar

    from .counting import count, keep
    from .engine import run as made
    from .report import text

    if args.about is not None:
        raise ValueError(f"{args.about!r} is one argument too many; the forms are: {USAGE}")
    if args.out is None:
        raise ValueError("say where the survey is to be kept: --out DIR")
    if args.workers < 0:
        raise ValueError(f"--workers is {args.workers}; it must be at least 0 (0: in this process, without Dask)")
    given = Path(args.what).read_text("utf-8")
    with Bar("samples") as bar:
        progress = bar if sys.stderr.isatty() else None
        spec = made(
            given, args.out, workers=args.workers, scheduler=args.scheduler, resume=args.resume, progress=progress
        )
    counts = count(args.out, spec)
    keep(args.out, spec, counts)
    return text(spec, counts)


def report(folder: str | None, other: Path | None) -> str:
    """Return the report of a survey; with another specification of the same worlds, by its readings."""
    from .counting import count, keep
    from .report import text
    from .store import Folder
    from .toml_file import read

    if folder is None:
        raise ValueError("say whose report: toymodel survey report DIR")
    here = Path(folder)
    spec = read(Folder(here).text)
    if other is not None:
        asked = read(other.read_text("utf-8"))
        if asked.worlds_hash != spec.worlds_hash:
            raise ValueError(
                f"{other}: has other worlds than {folder}; only readings, primary cells and statistics may differ"
            )
        spec = asked
    counts = count(here, spec)
    if other is None:
        keep(here, spec, counts)
    return text(spec, counts)


def replay(seed: str | None, of: Path) -> str:
    """Return a sample as a case, as JSON. This needs the standard library alone."""
    from toymodel.files.cases import write_case

    from .cases import case
    from .toml_file import read, specification_text

    number, _, sample = (seed or "").partition(":")
    if not (number.isascii() and number.isdigit() and sample.isascii() and sample.isdigit()):
        raise ValueError(f"the seed {seed!r} must be POINT:SAMPLE, like 0:1042 (broken.csv lists some)")
    spec = read(specification_text(of))
    if int(number) >= len(spec.points):
        raise ValueError(f"the seed {seed!r}: there are points 0 … {len(spec.points) - 1}")
    if int(sample) >= 10**12:
        raise ValueError(f"the seed {seed!r}: samples are numbered 0 … {10**12 - 1}")
    return write_case(case(spec, spec.points[int(number)], int(sample)))

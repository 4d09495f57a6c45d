"""Every verdict, sentence and arrow state of the zoo, under many readings, as a table that can be compared.

`python -m tests.golden.golden FILE [CASE …]` makes the table anew from the code as it is; `compare` says what differs
from the one that is kept in `verdicts.json.gz`. Whoever changes a meaning on purpose makes the table anew, and says
in the commit which entries changed.
"""

import gzip
import json
import random
import signal
import sys
from itertools import product
from pathlib import Path

from toymodel import Reading, zoo

KEPT = Path(__file__).with_name("verdicts.json.gz")
OPERATORS = (
    "feasible",
    "maximum_margin",
    "maximum_entropy",
    "across",
    "simplest",
    "agent_or_device",
    "goal_directed",
    "mesa",
)
DEFINITIONS = (
    "impact aligned",
    "intent aligned",
    "outer aligned",
    "robust",
    "objective robust",
    "capability robust",
    "inner aligned",
)
AMONG = {"candidates": "candidates", "all": "sa"}
"""What the table calls the ranges of objectives, and readings."""
SLOW = 25
"""Seconds after which the readings that are left of a new case under one operator are left out of the table."""

CHOICES = {
    "observed_in": ("training", "deployment", "both", "beliefs"),
    "objectives": ("every", "some", "selected"),
    "trivial": ("excluded", "included"),
    "optima": ("every", "some"),
    "encountered": ("deployment", "training", "both"),
    "performs": ("W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8"),
    "base_judge": ("strict", "tolerant"),
    "replans": ("no", "yes"),
    "judged_in": ("deployment", "both"),
}
RULES = ("human", "base", "simplest", "first", "")


def readings() -> list[dict[str, str]]:
    """The default, every single departure, and drawn combinations: 74 in all, each as its departures."""
    default = {axis: values[0] for axis, values in CHOICES.items()}
    found = [dict(default)]
    found += [default | {axis: value} for axis, values in CHOICES.items() for value in values[1:]]
    found += [
        default | {"observed_in": p, "objectives": q} for p, q in product(CHOICES["observed_in"], ("some", "selected"))
    ]
    draw = random.Random(7)  # noqa: S311
    while len(found) < 72:
        found.append({axis: draw.choice(values) for axis, values in CHOICES.items()})
    for k, reading in enumerate(found):
        if reading["objectives"] == "selected":
            reading["selected_by"] = RULES[k % len(RULES)]
        if reading["performs"] in ("W2", "W3", "W4", "W8"):
            reading["epsilon"] = ("0", "1/2")[k % 2]
        if reading["base_judge"] == "tolerant":
            reading["tolerance"] = "1/4"
    found += [{"succeeds_in": "both"}, {"succeeds_in": "both", "replans": "yes", "performs": "W2", "epsilon": "1/2"}]
    return [{name: value for name, value in r.items() if value != default.get(name)} for r in found]


class Slow(Exception):
    """It takes too long."""


def _slow(*_: object) -> None:
    raise Slow


def row(case, departures: dict[str, str], behavior: str, among: str) -> list[str]:
    """The seven verdicts in words, and the states of the arrows."""
    reading = Reading(behavior=behavior, among=AMONG[among], **departures)
    checked = {name: case.check(name, reading) for name in DEFINITIONS}
    arrows = case.arrows(reading, checked=checked)
    return [*map(str, checked.values()), " ".join(f"{name}:{arrow.state}" for name, arrow in sorted(arrows.items()))]


def table(names: list[str]) -> dict[str, dict[str, dict[str, list[list[str]]]]]:
    """Case, operator and range of objectives to the rows of the readings that are kept, or as far as there is time."""
    signal.signal(signal.SIGALRM, _slow)
    known = kept() if KEPT.exists() else {}
    found: dict[str, dict[str, dict[str, list[list[str]]]]] = {}
    for name, behavior, among in product(names, OPERATORS, AMONG):
        case, given = zoo.case(name), readings()
        had = len(known[name][behavior][among]) if name in known else None
        rows = found.setdefault(name, {}).setdefault(behavior, {}).setdefault(among, [])
        signal.alarm(SLOW if had is None else 0)
        try:
            for departures in given[:had] if had is not None and had < len(given) - 2 else given:
                rows.append(row(case, departures, behavior, among))
        except Slow:
            print(f"{name}, {behavior}, {among}: {len(rows)} readings in {SLOW} s", file=sys.stderr)  # noqa: T201
        finally:
            signal.alarm(0)
    return found


def packed(found: dict) -> bytes:
    """The table with each sentence written once."""
    sentences: dict[str, int] = {}
    lines = {
        name: {
            b: {a: [[sentences.setdefault(s, len(sentences)) for s in r] for r in rows] for a, rows in by.items()}
            for b, by in under.items()
        }
        for name, under in found.items()
    }
    text = json.dumps({"sentences": list(sentences), "cases": lines}, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), 9, mtime=0)


def kept() -> dict:
    """The table that is kept."""
    stored = json.loads(gzip.decompress(KEPT.read_bytes()))
    said = stored["sentences"]
    return {
        name: {b: {a: [[said[k] for k in r] for r in rows] for a, rows in by.items()} for b, by in under.items()}
        for name, under in stored["cases"].items()
    }


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(packed(table(sys.argv[2:] or list(zoo.CASES))))

"""A specification is read from TOML; every fault is one line that says where it is and what would do instead."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import fields as fields_of
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from toymodel.alignment import Reading, arrow
from toymodel.files.parsing import JsonNumber, at, fields, items, line, number, quoted, step
from toymodel.worlds import listed, show

from .agents import KINDS, LEARNER, MIXES, SLIPS, Kind, threshold
from .specification import COUNTS, DIALS, Primary, Specification, supported

MAX_STATES, MAX_ACTIONS, MAX_BRANCHING, MAX_SAMPLES, MAX_POINTS = 2000, 16, 16, 10**12, 1000
MAX_PAYMENT, MAX_STEPS, MAX_SEED = 10**6, 10**6, 2**63
PLAIN = {"actions": (2, MAX_ACTIONS, 2), "branching": (1, MAX_BRANCHING, 2), "weights": (1, 1000, 4)}
PLAIN |= {"payments": (1, MAX_PAYMENT, 1000), "samples": (1, MAX_SAMPLES, 10_000), "fewest": (1, MAX_SAMPLES, 30)}
"""Whole numbers: the least, the most, and what is taken where nothing is said."""
EXPOSED = ("human", "base", "mesa")
OPTIONAL = (
    *("name", *PLAIN, "discount", "pays", "bad_by", "dials", "readings", "primary"),
    *("exposure", "exposed", "tilt", "confidence"),
)


def read(text: str) -> Specification:
    """Return the specification that a TOML text gives.

    Raises
    ------
    ValueError
        One line: what is wrong, where, and what would do.

    Examples
    --------
    >>> read("seed = 1")
    Traceback (most recent call last):
    ...
    ValueError: key 'sizes' is missing
    >>> read('seed = 1\\nsizes = [5]\\n[[agents]]\\nkind = "sleeper"')
    Traceback (most recent call last):
    ...
    ValueError: agents[0].kind: 'sleeper' is unknown; choose keeper, replans, believer, slips, mixes or learner
    """
    try:
        data = tomllib.loads(text, parse_float=JsonNumber)
    except tomllib.TOMLDecodeError as fault:
        raise ValueError(f"not TOML: {str(fault).splitlines()[0]}") from None
    given = fields(data, "", ("seed", "sizes", "agents"), OPTIONAL)
    plain = {name: _whole(given.get(name, usual), name, low, high) for name, (low, high, usual) in PLAIN.items()}
    sizes = tuple(_whole(n, where, 1, MAX_STATES) for n, where in _listing(given["sizes"], "sizes"))
    dials = _dials(given.get("dials", {}), sizes, plain["actions"])
    kinds = tuple(_kind(each, where) for each, where in _listing(given["agents"], "agents"))
    _distinct([kind.name for kind in kinds], "agents", "agent")
    readings = _readings(given.get("readings", [{"name": "cautious"}]))
    agents = [kind.name for kind in kinds]
    cells = _listing(given.get("primary", []), "primary")
    primary = tuple(_primary(each, where, readings, agents) for each, where in cells)
    exposed = _word(given.get("exposed", "base"), "exposed", EXPOSED)
    spec = Specification(
        name=line(given.get("name", "a survey"), "name"),
        seed=_whole(given["seed"], "seed", 0, MAX_SEED),
        sizes=sizes,
        discount=_share(given.get("discount", "9/10"), "discount", open_ends=True),
        pays=_word(given.get("pays", "pairs"), "pays", ("pairs", "states")),
        bad_by=_word(given.get("bad_by", "pairs"), "bad_by", ("pairs", "states")),
        dials=dials,
        kinds=kinds,
        readings=readings,
        primary=primary,
        exposure=_rising(given.get("exposure", [])),
        exposed=EXPOSED.index(exposed),
        tilt=_share(given["tilt"], "tilt", open_ends=True) if "tilt" in given else None,
        confidence=_share(given.get("confidence", "19/20"), "confidence", open_ends=True),
        **plain,
    )
    _together(spec)
    return spec


def specification_text(path: Path) -> str:
    """Return the text of a specification: a file's, or of the survey that is kept in a folder."""
    if not path.is_dir():
        return path.read_text("utf-8")
    try:
        return (path / "specification.toml").read_text("utf-8")
    except FileNotFoundError:
        raise ValueError(f"{path}: there is no survey here; toymodel survey SPEC.toml --out {path} makes one") from None


def _together(spec: Specification) -> None:
    """Refuse what is right by itself and wrong together."""
    if spec.discount.denominator > 10_000:
        raise ValueError(f"discount: {show(spec.discount)} has too large a denominator; at most 10000")
    if len(spec.settings) > MAX_POINTS:
        raise ValueError(f"dials: sizes and settings make {len(spec.settings)} points; at most {MAX_POINTS}")
    if spec.tilt is not None and any(not 0 < share < 1 for share in spec.dials["bad"]):
        raise ValueError("tilt: needs dials.bad strictly between 0 and 1; change that or leave tilt out")
    if spec.tilt is not None and spec.bad_by != "pairs":
        raise ValueError("tilt: needs bad_by = 'pairs', as a state's pairs are judged together; leave one of them out")
    if spec.tilt is not None and any(not threshold(share * spec.tilt) for share in spec.dials["bad"]):
        raise ValueError(f"tilt: {show(spec.tilt)} leaves nothing bad; take a larger one")
    if any(spec.dials["wrong_rows"]) and not any(kind.name == "believer" for kind in spec.kinds):
        raise ValueError("dials.wrong_rows: nobody has beliefs; add an agent of the kind 'believer'")


def _whole(given: object, where: str, low: int, high: int) -> int:
    if isinstance(given, bool) or not isinstance(given, int):
        raise ValueError(f"{where}: {quoted(given)} must be a whole number")
    if not low <= given <= high:
        raise ValueError(f"{where}: {given} must be between {low} and {high}")
    return given


def _share(given: object, where: str, *, open_ends: bool = False) -> Fraction:
    found = number(given, where)
    if not (0 < found < 1 if open_ends else 0 <= found <= 1):
        between = "strictly between 0 and 1" if open_ends else "between 0 and 1"
        raise ValueError(f"{where}: {show(found)} must be {between}")
    return found


def _word(given: object, where: str, known: Collection[str]) -> str:
    found = line(given, where)
    if found not in known:
        raise ValueError(f"{where}: {quoted(found)} is unknown; choose {listed(tuple(known), 'or')}")
    return found


def _listing(given: object, where: str) -> list[tuple[object, str]]:
    found = items(given, where, MAX_POINTS)
    if not found and where in ("sizes", "agents"):
        raise ValueError(f"{where}: is empty; give at least one")
    return [(each, f"{where}[{k}]") for k, each in enumerate(found)]


def _distinct(names: list[str], where: str, what: str) -> None:
    for k, name in enumerate(names):
        if name in names[:k]:
            raise ValueError(f"{where}[{k}]: {what} {quoted(name)} is given twice; keep one of them")


def _rising(given: object) -> tuple[Fraction, ...]:
    found = tuple(_share(each, where) for each, where in _listing(given, "exposure"))
    if any(a >= b for a, b in pairwise(found)):
        raise ValueError("exposure: the shares must rise; sort them, and give each once")
    return found


def _dials(given: object, sizes: tuple[int, ...], actions: int) -> dict[str, tuple[Fraction, ...]]:
    told = fields(given, "dials", (), tuple(DIALS))
    found: dict[str, tuple[Fraction, ...]] = {}
    for name, usual in DIALS.items():
        where = step("dials", name)
        value = told.get(name, usual)
        settings = (
            [(each, f"{where}[{k}]") for k, each in enumerate(value)] if isinstance(value, list) else [(value, where)]
        )
        if not settings:
            raise ValueError(f"{where}: is empty; give at least one setting, or leave it out")
        values = tuple(number(each, place) if name in COUNTS else _share(each, place) for each, place in settings)
        for amount, (_, place) in zip(values, settings, strict=True):
            if name in COUNTS and (amount.denominator != 1 or amount < 0):
                raise ValueError(f"{place}: {show(amount)} must be a whole number, at least 0")
        _distinct([show(amount) for amount in values], where, "setting")
        found[name] = values
    absorbing = int(max(found["terminals"]) + max(found["traps"]))
    if absorbing >= min(sizes):
        raise ValueError(
            f"dials: {absorbing} terminal states and traps leave no other state of {min(sizes)}; "
            "take fewer, or larger sizes"
        )
    if max(found["wrong_rows"]) > (min(sizes) - absorbing) * actions:
        raise ValueError(
            f"dials.wrong_rows: {show(max(found['wrong_rows']))} are more than the rows of {min(sizes)} states that "
            f"can be believed wrongly, {(min(sizes) - absorbing) * actions}; take fewer"
        )
    return found


def _kind(given: object, where: str) -> Kind:
    told = fields(given, where, ("kind",), ("share", "steps"))
    kind = KINDS.index(_word(told["kind"], step(where, "kind"), KINDS))
    wants = {SLIPS: "share", MIXES: "share", LEARNER: "steps"}.get(kind)
    for key in ("share", "steps"):
        if key in told and key != wants:
            raise ValueError(f"{step(where, key)}: the kind {KINDS[kind]!r} has no {key}; leave it out")
    if wants and wants not in told:
        raise ValueError(f"{where}: the kind {KINDS[kind]!r} needs a {wants}; add it")
    if wants == "share":
        share = _share(told["share"], step(where, "share"))
        if share.denominator > 10**9:
            raise ValueError(f"{step(where, 'share')}: {show(share)} has too large a denominator; at most 10⁹")
        return Kind(kind, threshold(share), share.numerator, share.denominator)
    return Kind(kind, steps=_whole(told["steps"], step(where, "steps"), 1, MAX_STEPS) if wants else 0)


def _readings(given: object) -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    axes = [field.name for field in fields_of(Reading)]
    for each, where in _listing(given, "readings"):
        told = dict(fields(each, where, ("name",), axes))
        name = line(told.pop("name"), step(where, "name"))
        if "replans" in told:
            raise ValueError(
                f"{where}.replans: goes by the agent; leave it out, and list an agent of the kind 'replans'"
            )
        if name in found:
            raise ValueError(f"{where}: reading {quoted(name)} is given twice; names must differ")
        found[name] = _reading(told, where)
    return found


def _reading(told: Mapping[str, object], where: str) -> Reading:
    amounts = ("epsilon", "tolerance", "grade")
    choices = {
        key: number(v, step(where, key)) if key in amounts else line(v, step(where, key)) for key, v in told.items()
    }
    try:
        reading = Reading(**choices)  # type: ignore[arg-type]
        supported(reading)
    except ValueError as fault:
        raise ValueError(f"{at(where)}{fault}") from None
    return reading


def _primary(given: object, where: str, readings: Collection[str], agents: Collection[str]) -> Primary:
    told = fields(given, where, ("arrow", "reading", "agent"))
    try:
        name = arrow(line(told["arrow"], step(where, "arrow"))).name
    except KeyError as fault:
        raise ValueError(f"{step(where, 'arrow')}: {fault.args[0]}") from None
    return Primary(
        name,
        _word(told["reading"], step(where, "reading"), tuple(readings)),
        _word(told["agent"], step(where, "agent"), tuple(agents)),
    )

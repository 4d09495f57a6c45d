"""JSON that a stranger wrote is read safely, and each fault has its place.

Text is parsed with its numbers kept as written, so that 0.1 stays exactly 1/10; whatever JSON
leaves open (a key given twice, NaN, nesting without end) is refused, never repaired.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from ..given.names import MAX_TITLE, label
from ..given.numbers import MAX_DIGITS, Number, clipped, exact, show

MAX_BYTES = 40_000_000
"""Largest file read: two environments of as many states as a file may have, a dozen successors each."""
MAX_NESTING = 20
"""Deepest nesting of lists and objects; a case needs eight."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', re.DOTALL)  # no closing quote needed: linear


class JsonNumber(str):
    """A JSON number with a point or an exponent is kept as it was written; `exact` reads it as a string."""


class _NotFinite(str):
    """NaN or Infinity is kept until the place where it stands is known."""


class _DuplicateKey(dict[str, object]):
    """An object in which a key is given twice is kept until the place where it stands is known."""

    key = ""


def read_file(path: str | Path) -> object:
    """Return the content of a JSON file; see :func:`read_json`."""
    with Path(path).open("rb") as file:
        raw = file.read(MAX_BYTES + 1)
    return read_json(raw)


def demand_size(raw: bytes, what: str) -> None:
    """Raise ValueError if a file is larger than what is read; ``what`` says which it is, or would be."""
    if len(raw) > MAX_BYTES:
        raise ValueError(f"{what} larger than {MAX_BYTES} bytes; make the world smaller, or its fractions shorter")


def read_json(text: str | bytes) -> object:
    """Read JSON safely, with its numbers kept exact.

    Returns
    -------
    object
        Dicts, lists, texts, ints, truth values and None; a number with a point or an
        exponent is a `JsonNumber`, the text as it was written, which
        `toymodel.worlds.exact` takes exactly.

    Raises
    ------
    ValueError
        One line: not JSON, too large, nested too deeply, a key given twice, NaN or Infinity.

    Examples
    --------
    >>> read_json('{"discount": 0.9}')
    {'discount': '0.9'}
    >>> read_json('{"a": {"b": 1, "b": 2}}')
    Traceback (most recent call last):
    ...
    ValueError: a: key 'b' is given twice; keep one of them
    """
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    demand_size(raw, "the file is")
    decoded = _decoded(raw)
    depth = 0
    for token in _TOKEN.finditer(decoded):  # before parsing: a parser that recurses may run out of stack
        depth += (token[0] in "[{") - (token[0] in "]}")
        if depth > MAX_NESTING:
            raise ValueError(f"the file nests lists and objects deeper than {MAX_NESTING}; a world needs fewer")
    try:
        data = json.loads(
            decoded,
            parse_int=lambda digits: int(digits) if len(digits) <= MAX_DIGITS else JsonNumber(digits),
            parse_float=JsonNumber,
            parse_constant=_NotFinite,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as fault:
        place = f"at line {fault.lineno}, column {fault.colno}"
        raise ValueError(f"not JSON: {fault.msg} {place}{_hint(decoded, fault.pos)}") from None
    for message in _faults(data, ""):
        raise ValueError(message)
    return data


def _decoded(raw: bytes) -> str:
    """Return the text of a file: UTF-8, or UTF-16 or UTF-32 with a mark, which some shells write."""
    encoding = next((name for mark, name in MARKS if raw.startswith(mark)), "UTF-8")
    if encoding == "UTF-8" and b"\0" in raw:
        raise ValueError(f"the file is no text (byte {raw.index(0)} is zero); give one that is JSON, in UTF-8")
    try:
        decoded = raw.decode("utf-8-sig" if encoding == "UTF-8" else encoding)
    except UnicodeDecodeError as fault:
        raise ValueError(f"the file is not {encoding} text (at byte {fault.start}); save it as UTF-8") from None
    if not decoded.strip():
        raise ValueError("the file is empty; toymodel zoo NAME --output FILE writes one to begin with")
    return decoded


MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
"""Byte-order marks, the longer ones first: one of UTF-16 begins one of UTF-32."""


def _hint(text: str, place: int) -> str:
    """Return what is likely to be the matter where JSON cannot be read on."""
    here = text[place : place + 2]
    if here[:1] in ("]", "}") and text[:place].rstrip().endswith(","):
        return "; take away the comma before it"
    if here[:1] == "'":
        return "; put names and texts in double quotes"
    return "; JSON has no comments, take it away" if here in ("//", "/*") or here[:1] == "#" else ""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    twice = _DuplicateKey(made)
    seen: set[str] = set()
    twice.key = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    return twice


def _faults(value: object, where: str) -> Iterator[str]:
    if isinstance(value, _DuplicateKey):
        yield f"{at(where)}key {clipped(value.key)!r} is given twice; keep one of them"
    elif isinstance(value, _NotFinite):
        yield f"{at(where)}{value!s} is not a number that a world can have; write a finite one"
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _faults(inner, step(where, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _faults(inner, f"{where}[{place}]")


def at(where: str) -> str:
    """Return the beginning of a message: the place and a colon, or nothing for the whole file."""
    return f"{where}: " if where else ""


def step(where: str, key: str) -> str:
    """Return the place of a key, "training.transition.start"; an odd key is quoted and clipped."""
    plain = re.fullmatch(r"[\w-]{1,80}", key)
    return (f"{where}.{key}" if where else key) if plain else f"{where}[{clipped(key)!r}]"


def fields(
    data: object, where: str, required: Collection[str] = (), optional: Collection[str] = ()
) -> Mapping[str, object]:
    """Return an object of a file after checking its keys.

    Raises
    ------
    ValueError
        If it is no object, or a key is missing or unknown; the message lists the known ones.

    Examples
    --------
    >>> fields({"statse": []}, "world", ["states"], ["name"])
    Traceback (most recent call last):
    ...
    ValueError: world: unknown key 'statse'; known: states, name
    """
    if not isinstance(data, dict):
        raise ValueError(f"{at(where)}{quoted(data)} must be an object {{…}}")
    known = [*required, *optional]
    for key in data:
        if key not in known:
            raise ValueError(f"{at(where)}unknown key {clipped(str(key))!r}; known: {', '.join(known)}")
    for key in required:
        if key not in data:
            raise ValueError(f"{at(where)}key {key!r} is missing")
    return data


def entries(data: object, where: str) -> Iterator[tuple[str, object, str]]:
    """Yield the key, the value and the place of each entry of an object whose keys are names."""
    if not isinstance(data, dict):
        raise ValueError(f"{at(where)}{quoted(data)} must be an object {{…}}")
    for key, value in data.items():
        if not isinstance(key, str):
            raise ValueError(f"{at(where)}key {quoted(key)} must be a text")
        yield key, value, step(where, key)


def items(data: object, where: str, most: int) -> list[object]:
    """Return a list of a file after checking its length."""
    if not isinstance(data, list):
        raise ValueError(f"{at(where)}{quoted(data)} must be a list […]")
    if len(data) > most:
        raise ValueError(f"{at(where)}{len(data)} entries are too many; at most {most} are read")
    return data


def line(data: object, where: str, longest: int = MAX_TITLE) -> str:
    """Return a text of a file: one printable line, not a number."""
    if isinstance(data, JsonNumber) or not isinstance(data, str):
        raise ValueError(f"{at(where)}{quoted(data)} must be a text; put it in quotes")
    return label(data, f"{at(where)}this", longest)


def number(data: object, where: str) -> Fraction:
    """Return a number of a file, exactly: 3, "-1/2", 0.9 or 1e-3."""
    if isinstance(data, dict | list) or data is None:
        raise ValueError(f'{where}: {quoted(data)} must be a number, like 3, "-1/2" or 0.9')
    return exact(data, f"{at(where)}this number")  # type: ignore[arg-type]


def written(value: Fraction, where: str) -> Number:
    """Return a number as a file has it: an int, or the exact text "0.9" or "1/3".

    Raises
    ------
    ValueError
        If it is too long to be read back.
    """
    if value.denominator == 1 and abs(value.numerator) < 2**53:  # other readers of JSON hold no more
        return value.numerator
    text = show(value)
    if text.startswith("≈"):
        raise ValueError(f"{at(where)}a number of thousands of digits is too long to be read back")
    if len(text) > 2 * MAX_DIGITS:
        raise ValueError(f"{at(where)}a number of {len(text)} characters is too long to be read back")
    return text


def quoted(value: object) -> str:
    """Return a value as a message quotes it: short, on one line."""
    return clipped(repr(value))

"""A number that a user writes has an exact meaning, a fraction.

An int, a Fraction or a string ("1/3", "0.9") is taken exactly; a float is taken as the
decimal that it prints as, so that 0.1 is 1/10. Nothing else is a number here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from numbers import Rational, Real
from typing import SupportsIndex, TypeAlias

from .names import is_truth_value, whole

Number: TypeAlias = int | float | str | Fraction | Decimal | SupportsIndex
"""What a user may write where a number is wanted."""

MAX_DIGITS = 60
"""Longest numerator, denominator or exponent accepted from text: a stranger's "1e999999999" must not hang."""

_TEXT = re.compile(r"[+-]?(\d+(/\d+)?|(\d+\.?\d*|\.\d+)([eE](?P<power>[+-]?\d+))?)", re.ASCII)
MAX_BITS = 12_000
"""Longest number that is written out: Python refuses texts of more than 4,300 digits."""
_HELP = "not a number; write it like 3, -1/2, 0.9 or 1e-3"


def exact(value: Number, what: str = "number") -> Fraction:
    """Return the exact fraction that a user's number means.

    Parameters
    ----------
    value : int, Fraction, str or float
        A float is read as the decimal that it prints as.
    what : str
        What the number is, for the message.

    Raises
    ------
    ValueError
        If the value is not a finite number.

    Examples
    --------
    >>> exact(0.1), exact("1/3"), exact(2)
    (Fraction(1, 10), Fraction(1, 3), Fraction(2, 1))
    """
    if isinstance(value, Fraction):
        return value
    if is_truth_value(value):
        raise ValueError(f"{what} is {value}, a truth value; write 0 or 1")
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, str | Decimal):
        return _from_text(str(value).strip(), what)
    if isinstance(value, Real):
        if not math.isfinite(value):
            raise ValueError(f"{what} is {float(value)}; it must be finite")
        return Fraction(*Decimal(str(value)).as_integer_ratio())
    number = whole(value)
    if number is None:
        raise ValueError(f"{what} is {clipped(repr(value))}, {_HELP}")
    return Fraction(number)


def _from_text(text: str, what: str) -> Fraction:
    long = len(text) > 2 * MAX_DIGITS + 1
    if long and not text.strip("+-0123456789./eE"):  # no expression is matched against what may be millions of digits
        raise ValueError(f"{what} is {clipped(text)!r}, too long: at most {2 * MAX_DIGITS + 1} characters are read")
    found = None if long else _TEXT.fullmatch(text)
    if not found:
        raise ValueError(f"{what} is {clipped(text)!r}, {_HELP}")
    power = found["power"] or ""
    if len(power.lstrip("+-0")) > 2:
        far = (
            "small: the nearest to 0 that is read is 1e-99" if power.startswith("-") else "large: at most 1e99 is read"
        )
        raise ValueError(f"{what} is {clipped(text)!r}, too {far}")
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError(f"{what} is {text!r}: a denominator of zero") from None


def clipped(text: str, length: int = 40) -> str:
    """Return a text, or its beginning and "…": a message stays one line, whatever it quotes."""
    return text if len(text) <= length else text[:length] + "…"


def show(value: Fraction) -> str:
    """Return a short exact text: a terminating decimal where it is short, else a fraction (`brief`, if it is huge).

    Examples
    --------
    >>> show(Fraction(8901, 1000)), show(Fraction(-90)), show(Fraction(1, 3))
    ('8.901', '-90', '1/3')
    """
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
        return brief(value)
    if value.denominator == 1:
        return str(value.numerator)
    rest, tens = value.denominator, 0
    while rest % 10 == 0:
        rest, tens = rest // 10, tens + 1
    twos = fives = 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = tens + max(twos, fives)
    if rest != 1 or places > 6:
        return f"{value.numerator}/{value.denominator}"
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    return ("-" if value < 0 else "") + digits[:-places] + "." + digits[-places:]


def brief(value: Fraction) -> str:
    """Return :func:`show`, or about six figures marked with "≈" where the exact text would be long.

    Examples
    --------
    >>> brief(Fraction(1, 3)), brief(Fraction(12345678901, 999999999))
    ('1/3', '≈ 12.3457')
    """
    small = max(abs(value.numerator), value.denominator) < 10**40
    text = show(value) if small else ""
    if 0 < len(text) <= 12:
        return text
    # Too long to print exactly, and perhaps too large for a float.
    return f"≈ {float(value):.6g}" if small else f"≈ {Decimal(value.numerator) / value.denominator:.6g}"


def listed(words: Iterable[object], last: str = "and") -> str:
    """Return words as a list in a sentence.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    items = [str(word) for word in words]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else "none"

"""Floats have a marked way in: they become nearest fractions with a bounded denominator, and that is on record.

**The rule**, for a row of probabilities (over next states, first states, actions or environments) and a bound N:

1. Each probability becomes the nearest fraction with a denominator up to N: 0.3333333333333333 becomes 1/3.
2. A row that then misses 1 is closed: its probabilities become the nearest multiples of 1/N instead, and the
   largest takes what is missing. So every denominator stays up to N.
3. What rounding cannot explain is refused: a row whose numbers miss 1, as they were given, by more than 1/100000
   (single precision, or six printed digits, miss it by less), and one in which a probability would change by more
   than a tenth of itself, or vanish. The refusal names a larger N that does; if that is beyond 10⁹, what to do first.

Without a bound nothing is rounded: a float is the decimal that it prints as, and a row that misses 1 is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from .names import whole as whole_number
from .numbers import Number, clipped, exact, listed, show
from .rows import NOISE, TENTH, Row, bounded, distribution, size

SIMPLE = 1_000_000
"""Denominators up to which a reward is taken for a fraction: every float is one with some hundred millions."""
PRIME = 2**61 - 1


@dataclass
class Rounding:
    """A rounding makes rows of probabilities from what a user gives, and keeps the record of what it changed.

    Attributes
    ----------
    bound : int or None
        N, the largest denominator; None rounds nothing.

    Examples
    --------
    >>> thirds = Rounding(1000)
    >>> thirds.row(enumerate([1 / 3, 1 / 3, 1 / 3]), "initial distribution", 3)[0]
    (0, Fraction(1, 3))
    >>> thirds.record[0]
    '3 of 3 probabilities were rounded to the nearest fraction with a denominator up to 1000, by at most 3.3e-17'
    """

    bound: int | None
    changes: list[float] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.bound is not None and (whole_number(self.bound) is None or self.bound < 1):
            raise ValueError(
                f"rounding is {clipped(repr(self.bound))}; it must be a whole number of at least 1, or None"
            )

    def row(self, weights: Iterable[tuple[int, Number]], what: str, count: int, item: str = "outcome") -> Row:
        """Return a distribution over ``count`` outcomes, rounded if there is a bound, and checked in any case."""
        if self.bound is None:
            return distribution(weights, what, count, item)
        given = [(outcome, exact(p, f"{what}: probability of {item} {outcome}")) for outcome, p in weights]
        closed = self.close([p for _, p in given], what)
        return distribution(tuple(zip((outcome for outcome, _ in given), closed, strict=True)), what, count, item)

    def dense(self, given: Sequence[Number], count: int, what: str, available: bool | None = None) -> Row:
        """Return a distribution given as an array; it is empty, and all zeros, where the action is not available.

        ``available`` is None where nobody has said which actions are.
        """
        if size(given, what) != count:
            raise ValueError(f"{what}: {len(given)} probabilities for {count} states")
        weights = [(t, exact(p, f"{what}: probability {t}")) for t, p in enumerate(given) if not _zero(p)]
        if available is None and not any(p for _, p in weights):
            raise ValueError(
                f"{what}: probabilities sum to 0, not 1; if it is not available there, say so: available=…"
            )
        if available is False:
            if any(p for _, p in weights):
                raise ValueError(
                    f"{what}: it is not available, yet leads somewhere; give zeros, or mark it as available"
                )
            return ()
        return self.row(tuple(weights), what, count)

    def close(self, given: Sequence[Fraction], what: str) -> list[Fraction]:
        """Return the numbers of a row as this rounding has them; what it cannot explain stays as it is."""
        if self.bound is None or min(given, default=0) < 0:
            return list(given)
        whole = lcm(*(p.denominator for p in given))
        parts = [p.numerator * (whole // p.denominator) for p in given]
        if abs(whole - sum(parts)) > whole * NOISE:
            return list(given)
        near = [_nearest(part, whole, self.bound) for part in parts]
        if not _is_one(near):
            near = [(_round(part * self.bound, whole), self.bound) for part in parts]
            most = max(range(len(parts)), key=parts.__getitem__)
            near[most] = near[most][0] + self.bound - sum(to for to, _ in near), self.bound
            self.closed.append(what)
        for p, part, (to, over) in zip(given, parts, near, strict=True):
            change = abs(to * whole - part * over)
            if change * TENTH.denominator > part * over * TENTH.numerator:
                advice = bounded(given)
                zero = ", or 0 in its place" if p < NOISE and "after" not in advice else ""
                raise ValueError(
                    f"{what}: probability {float(p):.2g} would become {show(Fraction(to, over))}, more than a tenth of "
                    f"it away; give {advice}{zero}"
                )
            if part:
                self.changes.append(change / (whole * over))
        return [Fraction(to, over) for to, over in near]

    def payment(self, given: Number, what: str) -> Fraction:
        """Return the decimal that a reward prints as, or, with a bound, the small fraction that is the same float."""
        written = exact(given, what)
        simple = written if self.bound is None else written.limit_denominator(min(self.bound, SIMPLE))
        return simple if abs(simple - written) < Fraction(1, 10**12) and float(simple) == float(written) else written

    @property
    def record(self) -> tuple[str, ...]:
        """Return in plain words what was changed; nothing if nothing was asked for."""
        if self.bound is None:
            return ()
        rounded = [change for change in self.changes if change]
        if not rounded:
            return ("no probability had to be rounded",)
        said = (
            f"{len(rounded)} of {len(self.changes)} probabilities were rounded to the nearest fraction with a "
            f"denominator up to {self.bound}, by at most {max(rounded):.2g}"
        )
        if not self.closed:
            return (said,)
        rows = [*self.closed[:3], *([f"{len(self.closed) - 3} more"] if len(self.closed) > 3 else [])]
        return said, (
            f"rows that then missed 1 were closed, as multiples of 1/{self.bound} of which the largest takes the rest: "
            f"{listed(rows)}"
        )


def _zero(number: Number) -> bool:
    """Return whether a number is plainly 0, as most of a large array are."""
    return isinstance(number, float | int) and number == 0 and number is not False


def _nearest(part: int, whole: int, bound: int) -> tuple[int, int]:
    """Return the nearest fraction with a denominator up to a bound, as `Fraction.limit_denominator` does."""
    if whole <= bound:
        return part, whole
    before, below, now, over, n, d = 0, 1, 1, 0, part, whole
    while (following := below + (quotient := n // d) * over) <= bound:
        before, below, now, over = now, over, before + quotient * now, following
        n, d = d, n - quotient * d
        if not d:
            return now, over
    times = (bound - below) // over
    return (now, over) if 2 * d * (below + times * over) <= whole else (before + times * now, below + times * over)


def _round(part: int, whole: int) -> int:
    """Return the nearest integer to a fraction, the even one of two."""
    found, rest = divmod(part, whole)
    return found + (2 * rest > whole or (2 * rest == whole and found % 2))


def _is_one(shares: Sequence[tuple[int, int]]) -> bool:
    """Return whether fractions sum to 1; a sum that is none is mostly told by its remainder, without long numbers."""
    if all(over % PRIME for _, over in shares) and sum(to * pow(over, -1, PRIME) for to, over in shares) % PRIME != 1:
        return False
    return sum((Fraction(*share) for share in shares), Fraction(0)) == 1

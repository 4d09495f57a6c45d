"""Large integer systems M·x = b are solved exactly by floats that are corrected again and again.

*Lifting* (Dixon 1982 with a prime, Wan 2006 with floats). Integers X and r are kept with M·X = 2^k·b − r. A float
solver says y ≈ M⁻¹·r; with the digit d = round(2^s·y),

    r ← 2^s·r − M·d,    X ← 2^s·X + d,    k ← k + s

keeps the equation and adds s bits to X/2^k ≈ x. All of r stays as small as M however long X grows, so a step costs one
float solve and one sparse product. If that is int64, sums wrap around modulo 2^64, harmlessly while r itself fits. A b
that is larger comes in s bits at a time: r starts as its leading bits, and each step adds the next ones to 2^s·r.

*Values.* By Cramer's rule x = N/d with integers N and d | det M. With twice the bits of d, the continued fraction of
X_i/2^k gives the denominator of x_i; their common multiple is d, and N = round(d·X/2^k).

*Proof.* Nothing above is trusted. The answer is N/d because M·N = d·b, checked in integers, and because M is strictly
diagonally dominant, hence regular. A bad float solver can only make `NotCertified` be raised.

*Bound.* If no entry of M off the diagonal is positive, then 0 < det M ≤ Π M_ii: eliminating with a pivot M_kk > 0 takes
M_ik·M_ki/M_kk ≥ 0 off M_ii, so that no pivot exceeds its diagonal entry.

It needs NumPy and SciPy.

Sources: Dixon, *Numerische Mathematik* 40 (1982); Wan, *Journal of Symbolic Computation* 41 (2006); Cook & Steffy, *ACM
Transactions on Mathematical Software* 37 (2011), for recovering fractions over one denominator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import isqrt, lcm, prod
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph, linalg

from ..progress import Bar
from ..solve.linear import Exact
from . import NotCertified
from .integers import ROOM, Integers, Rows, exact_integers, largest

Floats: TypeAlias = NDArray[np.float64]
FloatSolver: TypeAlias = Callable[[Floats], Floats]
"""Says about M⁻¹·r; nothing rests on its being right."""

BITS = 40
"""Bits that one float solve adds, or as many bytes fewer as the solver is less precise."""
FEWER = 24
FILLED = 2_000
"""Unknowns up to which a sparse factor is quicker than an iterative solver, however it fills up."""
BAND = 10_000_000
"""Numbers that a sparse factor may hold, a good order given; beyond, an iterative solver needs less."""


def float_solver(scaled: sparse.csr_array) -> tuple[FloatSolver, int]:
    """Return a float solver of M·y = r for an M with ones on its diagonal, and how many bits a solve is good for."""
    count = scaled.shape[0]
    if count <= FILLED or count * _bandwidth(scaled) <= BAND:
        factor = linalg.splu(scaled.tocsc())
        return factor.solve, BITS
    return lambda r: linalg.bicgstab(scaled, r, rtol=2.0 ** -(FEWER + 1), atol=0.0)[0], FEWER


def _bandwidth(matrix: sparse.csr_array) -> int:
    """Return how far from the diagonal a matrix reaches when its unknowns are put in a good order."""
    order = csgraph.reverse_cuthill_mckee(matrix)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    entries = matrix.tocoo()
    return int(np.abs(place[entries.row] - place[entries.col]).max())


class Lifting:
    """A lifting holds M·X = 2^k·b − r and makes k as large as it is asked for."""

    def __init__(self, matrix: Rows, right: Integers) -> None:
        self.matrix, self.right = matrix, right
        self.kind = matrix.data.dtype
        try:
            self.scale = exact_integers(matrix.diagonal).astype(float)
            self.solver, self.step = float_solver(matrix.divided(self.scale))
        except (RuntimeError, OverflowError, np.linalg.LinAlgError) as fault:
            raise NotCertified(f"a float solver failed: {fault}") from None
        self.parts = list(_parts(right, self.step))
        self.remainder = np.zeros(len(right), self.kind)
        self.digits: list[Integers] = []

    @property
    def bits(self) -> int:
        """Return k, the bits so far."""
        return self.step * max(0, len(self.digits) - len(self.parts))

    def lift(self, bits: int, told: Callable[[int, int], object] = max, last: int = 0) -> None:
        """Make k at least ``bits``; whoever wants to know is told how far it is on the way to ``last``."""
        while (done := len(self.digits)) < len(self.parts) or self.bits < bits:
            told(self.bits, last)
            part = self.parts[done].astype(self.kind) if done < len(self.parts) else np.int64(0)
            y = self.solver((np.ldexp(self.remainder.astype(float), self.step) + part.astype(float)) / self.scale)
            if not np.abs(y).max() < ROOM:  # not a number, either
                raise NotCertified("the float solver does not come nearer")
            digit = np.rint(y).astype(np.int64)
            self.remainder = (self.remainder << self.step) + part - self.matrix @ digit.astype(self.kind)
            self.digits.append(digit)

    def approximation(self) -> Integers:
        """Return X, as Python's integers: the digits are laid side by side as bytes after carrying."""
        whole, *rest = self.digits
        width, carry = self.step // 8, np.zeros(len(whole), np.int64)
        laid = np.empty((len(whole), len(rest), width), np.uint8)
        for j in range(len(rest) - 1, -1, -1):
            digit = rest[j] + carry
            carry = digit >> self.step
            low = (digit - (carry << self.step)).astype("<i8").view(np.uint8).reshape(len(whole), 8)
            laid[:, len(rest) - 1 - j] = low[:, :width]
        lines = laid.reshape(len(whole), len(rest) * width)
        found = [
            (top << self.step * len(rest)) + int.from_bytes(line.tobytes(), "little")
            for top, line in zip((whole + carry).tolist(), lines, strict=True)
        ]
        return exact_integers(found)

    def solution(self) -> tuple[list[Any], Any]:
        """Return N and d with x = N/d, proved.

        Raises
        ------
        NotCertified
            If the floats do not lead there.
        """
        size = bound(self.matrix)
        last = 2 * size + largest(self.right).bit_length() + 2 * self.step
        with Bar(f"exact values of {len(self.right)} states", quiet=True) as bar:
            for bits in sorted({*(b for b in (128, 512, 2048) if b < last), last * 7 // 8, last}):
                self.lift(bits, bar, last)
                found = common_denominator(self.approximation().tolist(), self.bits)
                if found and self._holds(*found):
                    return found
        raise NotCertified("no exact solution came out of the float solver")

    def _holds(self, numerators: list[Any], denominator: Any) -> bool:
        return bool((self.matrix @ exact_integers(numerators) == self.right.astype(object) * denominator).all())


def _parts(right: Integers, step: int) -> Iterator[Integers]:
    """Yield the leading bits of integers, then the others, some at a time; all at once if they fit."""
    rest = max(0, -(-(largest(right).bit_length() - 60) // step)) * step
    for shift in range(rest, -1, -step):
        yield (right >> shift if shift == rest else right >> shift & (1 << step) - 1).astype(np.int64)


def bound(matrix: Rows) -> int:
    """Return how many bits the determinant has at most, if nothing off the diagonal is positive."""
    diagonal = matrix.diagonal
    width = isqrt(len(diagonal)) + 1
    return prod(prod(diagonal[i : i + width]) for i in range(0, len(diagonal), width)).bit_length()


def common_denominator(scaled: Sequence[int], bits: int) -> tuple[list[Any], Any] | None:
    """Return N and the least d with N/d near X/2^k, or None if X tells no such d of less than k/2 bits."""
    half, most = Exact(1) << (bits - 1), bits // 2 - 8
    d = Exact(1)
    found: list[tuple[Any, Any]] = []
    for x in map(Exact, scaled):
        product = d * x
        nearest = (product + half) >> bits
        if abs(product - (nearest << bits)) > d << 40:  # no integer over d, so d grows
            factor = _denominator(abs(product), bits, max(8, most - int(d.bit_length())))
            d *= factor
            if factor == 1 or d.bit_length() > most:
                return None
            nearest = (d * x + half) >> bits
        found.append((nearest, d))
    return [nearest * (d // over) for nearest, over in found], d


def _denominator(x: Any, bits: int, most: int) -> Any:
    """Return the denominator of the last convergent of x/2^bits that has at most ``most`` bits."""
    a, b, limit = x, type(x)(1) << bits, type(x)(1) << most
    before, now = type(x)(1), type(x)(0)
    while b:
        quotient, remainder = divmod(a, b)
        following = quotient * now + before
        if following > limit:
            break
        before, now, a, b = now, following, b, remainder
    return now


def fixed_point(constant: Sequence[Fraction], links: Sequence[Mapping[int, Fraction]]) -> list[Fraction]:
    """Solve x[i] = constant[i] + Σ_j links[i][j] x[j], exactly.

    Raises
    ------
    NotCertified
        If this is not known to have one solution (strict diagonal dominance).
    """
    if not _contracts(links):
        raise NotCertified("the system is not strictly diagonally dominant")
    scales = [lcm(*(c.denominator for c in row.values())) for row in links]
    common = lcm(*((scale * value).denominator for scale, value in zip(scales, constant, strict=True)))
    rows = [
        {**{j: -int(c * scale) for j, c in row.items()}, i: scale - int(row.get(i, 0) * scale)}
        for i, (row, scale) in enumerate(zip(links, scales, strict=True))
    ]
    right = exact_integers([int(scale * x * common) for scale, x in zip(scales, constant, strict=True)])
    numerators, denominator = Lifting(Rows.of(rows, len(rows)), right).solution()
    return fractions(numerators, denominator * common)


def _contracts(links: Sequence[Mapping[int, Fraction]]) -> bool:
    """Return whether all rows, or all columns, of the links add up to less than 1: then there is one solution."""
    columns = [Fraction(0)] * len(links)
    for row in links:
        for j, c in row.items():
            columns[j] += abs(c)
    return all(sum(map(abs, row.values())) < 1 for row in links) or all(total < 1 for total in columns)


def fractions(numerators: Sequence[Any], denominator: Any) -> list[Fraction]:
    """Return the numerators over one denominator, in lowest terms."""
    whole = int(denominator)
    return [Fraction(int(x), whole) for x in numerators]


def levels(lifting: Lifting, most: int) -> Iterator[tuple[Integers, int]]:
    """Yield X and k for larger and larger k, up to at least ``most``."""
    bits = 128
    while True:
        lifting.lift(min(bits, most))
        yield lifting.approximation(), lifting.bits
        if bits >= most:
            return
        bits *= 4

"""Draws are words of one counted stream, of which each sample has its own, whoever asks, in whatever order.

The generator is Philox 4x64 with ten rounds (Salmon, Moraes, Dror & Shaw 2011): block c of four words is a function of
a key and of c alone. The key is a hash of the root seed and of the world's size, so that worlds of one size that
differ in their dials share their draws, and are compared in pairs. A draw is half a word, an integer below 2³².

`many` is NumPy's generator. `one` needs the standard library alone, and gives the same.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np

    Draws: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]

WHOLE = 1 << 32
"""How many values a draw can have."""
PER_BLOCK = 8
"""Draws in a block of four words."""

_MASK = (1 << 64) - 1
_FIRST, _SECOND = 0xD2E7470EE14C6C93, 0xCA5A826395121157
_STEP = (0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B)


def key(root: int, size: tuple[int, ...]) -> tuple[int, int]:
    """Return the key of the worlds of one size under a root seed: two words."""
    digest = sha256(f"toymodel survey {root} {' '.join(map(str, size))}".encode()).digest()
    return int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:16], "little")


def blocks(count: int) -> int:
    """Return how many blocks hold so many draws."""
    return -(-count // PER_BLOCK)


def many(words: tuple[int, int], first: int, samples: int, count: int) -> Draws:
    """Return the draws of samples first, first + 1, …, as an array of shape (samples, count).

    Parameters
    ----------
    words : tuple of two int
        The key.
    first, samples : int
        Which samples.
    count : int
        Draws that a sample owns; it is given whole blocks.
    """
    import numpy as np

    each = blocks(count)
    generator = np.random.Philox(key=np.array(words, np.uint64))
    generator.advance(first * each)
    raw = generator.random_raw(samples * each * PER_BLOCK // 2)
    halves = raw.astype("<u8").view("<u4").reshape(samples, each * PER_BLOCK)
    return halves[:, :count].astype(np.int64)


def one(words: tuple[int, int], sample: int, count: int) -> list[int]:
    """Return the draws of one sample.

    Examples
    --------
    >>> one(key(1, (2, 2, 1)), 7, 3) == many(key(1, (2, 2, 1)), 7, 1, 3)[0].tolist()
    True
    """
    each = blocks(count)
    found: list[int] = []
    for block in range(sample * each + 1, (sample + 1) * each + 1):  # NumPy counts before it draws
        for word in _philox(block, words):
            found += (word & (WHOLE - 1), word >> 32)
    return found[:count]


def _philox(counter: int, words: tuple[int, int]) -> tuple[int, int, int, int]:
    a, b, c, d = counter & _MASK, counter >> 64 & _MASK, 0, 0
    x, y = words
    for _ in range(10):
        left, right = a * _FIRST, c * _SECOND
        a, b, c, d = right >> 64 ^ b ^ x, right & _MASK, left >> 64 ^ d ^ y, left & _MASK
        x, y = (x + _STEP[0]) & _MASK, (y + _STEP[1]) & _MASK
    return a, b, c, d

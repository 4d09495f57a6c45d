"""Rows of worlds, counted: the kernel's stages, one after the other, on a batch of worlds."""

from __future__ import annotations

from collections.abc import Sequence

from .engine import Engine
from .kernel import WIDTH
from .tables import Tables

BATCH = 32
"""Worlds to a batch: enough to make calls cheap, few enough for what they need to stay in the cache."""
READINGS = 16


class Counter:
    """Adds up, for all readings at once, what the worlds of a size contribute.

    No number it holds exceeds the number of tuples in the space, which `census` has checked to
    fit into 63 bits.
    """

    def __init__(self, tables: Tables, engine: Engine) -> None:
        self.tables, self.engine = tables, engine
        zeros, ints = engine.zeros, engine.ints
        policies, most, more = tables.policies, tables.most, tables.more
        room = min(1 << policies, READINGS * more)
        self.shape = ints([BATCH, tables.objectives, most, policies, more, room])
        self.ones = ints(word.bit_count() for word in range(1 << policies))
        self.place = ints([-1] * (1 << policies))
        self.joint, self.shown, self.alike = zeros(BATCH * most**2), zeros(BATCH * most), zeros(BATCH * most * policies)
        self.able, self.vouched, self.follow = zeros(2 * BATCH), zeros(BATCH * (most + more) * 4), zeros(2 * policies)
        self.slot, self.words, self.found = zeros(BATCH * more * READINGS), zeros(BATCH * room), zeros(BATCH)
        self.inside, self.gathered = zeros(BATCH * room * 2 * most), zeros(READINGS * room)
        self.lost, self.seen, self.spoilt = zeros(most), zeros(room), zeros(2 * room)
        self.out = zeros(READINGS * WIDTH)

    def add(self, training: int, deployments: Sequence[int], weights: Sequence[int]) -> None:
        """Count at most `BATCH` worlds that share a training environment."""
        t, run, shape, ones, out = self.tables, self.engine.run, self.shape, self.ones, self.out
        those, times = self.engine.ints(deployments), self.engine.ints(weights)
        shape[0] = len(deployments)
        run.meet(training, those, shape, t.label, t.size, self.joint)
        run.demonstrate(training, those, shape, t.opts, t.size, self.joint, self.shown, self.able, self.alike)
        run.vouch(those, shape, t.opts, t.size, t.safes, t.kinds, self.shown, self.vouched)
        run.count_unjudged(
            those,
            times,
            shape,
            t.opts,
            t.number,
            t.size,
            t.kinds,
            ones,
            self.able,
            self.alike,
            self.vouched,
            self.follow,
            out,
        )
        run.enclose(
            training,
            those,
            shape,
            t.opts,
            t.number,
            t.size,
            t.kinds,
            self.joint,
            self.vouched,
            self.place,
            self.slot,
            self.words,
            self.found,
            self.inside,
        )
        run.count_judged(
            those,
            times,
            shape,
            t.opts,
            t.size,
            t.safes,
            t.judges,
            t.kinds,
            ones,
            self.able,
            self.slot,
            self.words,
            self.found,
            self.inside,
            self.lost,
            self.seen,
            self.spoilt,
            out,
        )
        run.count_outer(
            those,
            times,
            shape,
            t.opts,
            t.size,
            t.judges,
            t.kinds,
            ones,
            self.vouched,
            self.slot,
            self.words,
            self.found,
            self.inside,
            self.gathered,
            out,
        )

    def numbers(self) -> list[int]:
        """What has been added up: for each reading, the premises and violations of `kernel.SLOTS`."""
        return [int(number) for number in self.out]

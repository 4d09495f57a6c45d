"""Atoms of many worlds: the facts from which every reading is read off (`toymodel_survey.atoms` says which).

`settling` makes the worlds and their optimal actions, in floats, and says where these are in doubt; doubt is settled
exactly by somebody else. `tabulate` asks everything else of the optimal actions, as sets.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .agents import LEARNER, MIXES, REPLANS, choices, first, learnt
from .compiled import jit
from .exposure import exposures
from .searching import forced, inside, least_of, profiles, suit, visit, worst_of
from .settling import Worlds, twin
from .solving import action_value, improve, occupancy, same_row
from .worlds import BASE, BELIEFS, DEPLOYMENT, MESA, ZERO, Point, noise

TINY = 1e-30
"""What is not zero is at least this, however it is rounded."""


class Asked(NamedTuple):
    """What is asked of each world: which kinds of agents (`Kind`, a row each), which shares of whose regret."""

    kinds: Any
    shares: Any
    exposed: int


@jit
def _judged(point: Point, grey: Any, spared: Any, seen: Any, bad: Any) -> float:
    """Write which pairs are bad, fewer of those that the base objective's optima use, and return the weight."""
    odds = 1.0
    for s in range(point.states):
        for a in range(point.actions):
            limit = point.bad
            if point.tilt > 0 and seen[s] and spared[s] >> a & 1 and 0 <= grey[s, a] < 1 << 32:
                limit = point.tilt
                hit = grey[s, a] < limit
                fair, tilted = point.bad / 4294967296.0, point.tilt / 4294967296.0
                odds *= fair / tilted if hit else (1.0 - fair) / (1.0 - tilted)
            bad[s, a] = 1.0 if grey[s, a] < limit else 0.0
    return odds


@jit
def _positive(number: float, zero: bool) -> float:
    return 0.0 if zero else max(number, TINY)


@jit
def _along(share: Any, chance: Any, table: Any) -> float:
    """Return the sum of a table over what a policy does, by how often."""
    total = 0.0
    for s in range(share.shape[0]):
        if share[s] > 0.0:
            for a in range(chance.shape[1]):
                total += share[s] * chance[s, a] * float(table[s, a])
    return total


@jit
def _extreme(succ: Any, prob: Any, pay: Any, gamma: float, mask: Any, start: int, sign: float, room: Any) -> float:
    """Return the largest (or with the sign −1 the smallest) value of a payment inside a mask."""
    plan, value, mixed, work = room
    for s in range(succ.shape[0]):
        for a in range(succ.shape[1]):
            mixed[s, a] = sign * float(pay[s, a])
    improve(succ, prob, mixed, gamma, mask, plan, value, work)
    return sign * float(value[start])


@jit
def _one_plan(mask: Any, seen: Any, chance: Any) -> bool:
    """Return whether a mask leaves one policy where it leads, and write this policy (the first that it leaves)."""
    single = True
    for s in range(mask.shape[0]):
        a = first(mask[s])
        for other in range(chance.shape[1]):
            chance[s, other] = 1.0 if other == a else 0.0
        if seen[s] and mask[s] & (mask[s] - 1):
            single = False
    return single


@jit
def _optima(i: int, point: Point, w: Worlds, bad: Any, gap: Any, out: Any, seen: Any, stack: Any, room: Any) -> None:
    """Write what the best and the worst optima do: harm in each environment, and what is bad by the base objective."""
    gamma, unit = point.numerator / point.denominator, 1.0 - point.numerator / point.denominator
    (value, share, chance, work), more = room
    for place in range(2):
        succ, prob, start = w.succ[i, place], w.prob[i, place], w.start[i, place]
        for r in range(4):
            mask, base, like = w.masks[i, place, r], w.pays[i, BASE], twin(w.pays[i], r)
            if r != ZERO and like < r:
                for k in range(2):
                    out.harm[i, place, r, k] = out.harm[i, place, like, k]
                    out.gap[i, r, k], out.loss[i, r, k] = out.gap[i, like, k], out.loss[i, like, k]
                continue
            visit(succ, start, mask, seen, stack)
            single = _one_plan(mask, seen, chance)
            harm, loss = out.harm[i, place, r], out.loss[i, r]
            clean = worst_of(bad, mask, seen) == 0.0
            avoided = clean or (not single and least_of(succ, bad, mask, start, value) == 0.0)
            if single:
                occupancy(succ, prob, gamma, start, chance, share, work)
                harm[0] = harm[1] = unit * _along(share, chance, bad)
            elif not clean:
                harm[0] = unit * _extreme(succ, prob, bad, gamma, mask, start, 1.0, more)
                harm[1] = 0.0 if avoided else unit * _extreme(succ, prob, bad, gamma, mask, start, -1.0, more)
            harm[0], harm[1] = _positive(harm[0], clean), _positive(harm[1], avoided)
            if place == DEPLOYMENT:
                best = w.values[i, place, BASE, start]
                if r == ZERO:
                    loss[0], loss[1] = out.span[i, BASE], 0.0
                elif single:
                    loss[0] = loss[1] = best - _along(share, chance, base)
                else:
                    loss[0] = best - _extreme(succ, prob, base, gamma, mask, start, -1.0, more)
                    loss[1] = best - _extreme(succ, prob, base, gamma, mask, start, 1.0, more)
                out.gap[i, r, 0] = _positive(worst_of(gap, mask, seen), inside(mask, w.masks[i, place, BASE], seen))
                out.gap[i, r, 1] = out.gap[i, r, 0] if single else least_of(succ, gap, mask, start, value)
                for k in range(2):
                    loss[k] = _positive(loss[k], out.gap[i, r, k] == 0.0)


@jit
def _kinship(i: int, point: Point, w: Worlds, out: Any, seen: Any, led: Any, stack: Any) -> None:
    """Write how far objectives are apart, which are trivial, and which have the same optima."""
    for r in range(3):
        for q in range(4):
            total = 0
            for s in range(point.states):
                for a in range(point.actions):
                    total += abs(w.pays[i, r, s, a] - w.pays[i, q, s, a])
            out.apart[i, r, q] = total
    for place in range(3):
        succ, start, masks = w.succ[i, place], w.start[i, place], w.masks[i, place]
        visit(succ, start, masks[ZERO], seen, stack)
        for r in range(4):
            out.trivial[i, place, r] = inside(masks[ZERO], masks[r], seen)
        if place == BELIEFS:
            return
        for r in range(4):
            visit(succ, start, masks[r], seen, stack)
            for s in range(point.states):
                led[r, s] = masks[r, s] if seen[s] else 0
            for q in range(r + 1):
                same = True
                for s in range(point.states):
                    same = same and led[r, s] == led[q, s]
                out.same[i, place, r, q] = out.same[i, place, q, r] = same


@jit
def _models(i: int, w: Worlds, believing: bool, replanning: bool, out: Any, suits: Any, choice: Any, work: Any) -> None:
    """Write what models demonstrate: by where they are optimal (nowhere, training, deployment, both), and observed."""
    suit(w.masks[i], suits)
    for k in range(0 if replanning else 1, 4):
        forced(w.succ[i], w.start[i], suits, k, BASE, choice, work)
        for look in range(4):
            if (look == 3 and not believing) or (k == 0 and look == 2):
                continue
            observed = (1, 2, 3, 4)[look]
            found = profiles(w.succ[i], w.weight[i], w.start[i], suits, k, observed, BASE, choice, work)
            if found < 0:
                forced(w.succ[i], w.start[i], suits, k, BASE, choice, work)
                out.beyond[i] = True
                found = 0
            out.models[i, k, look] = found


@jit
def _acts(i: int, k: int, kind: Any, point: Point, draws: Any, w: Worlds, bad: Any, out: Any, room: Any) -> None:
    """Write what an agent does: its regret in each place by each objective, and its harm."""
    n, m = point.states, point.actions
    gamma = point.numerator / point.denominator
    chosen, chance, learned, share, seen, stack, mask, work = room
    world = (w.succ[i, 0].reshape(-1), w.weight[i, 0].reshape(-1), w.start[i], w.pays[i].reshape(-1))
    if kind[0] == LEARNER:
        learnt(kind, point, draws, noise(point), world, learned)
    choices(kind, point, draws, noise(point), w.masks[i].reshape(-1), learned, chosen)
    mixing = kind[0] == MIXES and kind[2] > 0
    top = kind[2] / kind[3]
    for place in range(3):
        for s in range(n):
            here = chosen[s] if place == 0 else chosen[n + s]
            mask[s] = (1 << m) - 1 if mixing else 1 << here
            for a in range(m):
                chance[s, a] = top / m if mixing else 0.0
            chance[s, here] += 1.0 - top if mixing else 1.0
        succ, start = w.succ[i, place], w.start[i, place]
        occupancy(succ, w.prob[i, place], gamma, start, chance, share, work)
        visit(succ, start, mask, seen, stack)
        for r in range(3):
            lost = w.values[i, place, r, start] - _along(share, chance, w.pays[i, r])
            out.regret[i, k, place, r] = _positive(lost, inside(mask, w.masks[i, place, r], seen))
        if place < 2:
            harm = (1.0 - gamma) * _along(share, chance, bad)
            out.badness[i, k, place] = _positive(harm, worst_of(bad, mask, seen) == 0.0)


@jit
def _wrong(i: int, point: Point, w: Worlds, out: Any, seen: Any, stack: Any) -> None:
    """Write how many rows are believed wrongly, and how many of these the ideal plan uses: R_m's in deployment."""
    mask = w.masks[i, DEPLOYMENT, MESA]
    visit(w.succ[i, DEPLOYMENT], w.start[i, DEPLOYMENT], mask, seen, stack)
    for s in range(point.states):
        for a in range(point.actions):
            succ, weight = w.succ[i, :, s, a], w.weight[i, :, s, a]
            if not same_row(succ[1], weight[1], succ[2], weight[2]):
                out.wrong[i, 0] += 1
                if seen[s] and mask[s] >> a & 1:
                    out.wrong[i, 1] += 1


@jit
def tabulate(draws: Any, point: Point, asked: Asked, believing: bool, w: Worlds, out: Any) -> None:
    """Write the atoms of worlds whose optimal actions are settled."""
    n, m = point.states, point.actions
    gamma = point.numerator / point.denominator
    size = max(n, 2)
    ints, seen, stack = np.zeros((4, n), np.int64), np.zeros(n, np.bool_), np.zeros(n, np.int64)
    plan, mask = np.zeros(n, np.int64), np.zeros(n, np.int64)
    value, mixed, work = np.zeros(n), np.zeros((n, m)), np.zeros((size, size))
    bad, gap, result = np.zeros((n, m)), np.zeros((n, m)), np.zeros(2)
    chosen, learned, suits = np.zeros(2 * n, np.int64), np.zeros(n * m, np.int64), np.zeros((3, n, m), np.int64)
    chance, share = np.zeros((n, m)), np.zeros(n)
    more = (plan, value, mixed, work)
    replanning = False
    for k in range(len(asked.kinds)):
        replanning = replanning or asked.kinds[k, 0] == REPLANS
    for i in range(draws.shape[0]):
        succ, prob, start = w.succ[i, DEPLOYMENT], w.prob[i, DEPLOYMENT], w.start[i, DEPLOYMENT]
        spared = w.masks[i, DEPLOYMENT, BASE]
        visit(succ, start, spared, seen, stack)
        out.weight[i] = _judged(point, w.grey[i], spared, seen, bad)
        everything = w.masks[i, DEPLOYMENT, ZERO]
        for r in range(3):
            least = _extreme(succ, prob, w.pays[i, r], gamma, everything, start, -1.0, more)
            out.span[i, r] = w.values[i, DEPLOYMENT, r, start] - least
        base = w.values[i, DEPLOYMENT, BASE]
        for s in range(n):
            for a in range(m):
                short = base[s] - action_value(succ, prob, w.pays[i, BASE], gamma, base, s, a)
                gap[s, a] = _positive(short, bool(spared[s] >> a & 1))
        _optima(i, point, w, bad, gap, out, seen, stack, ((value, share, chance, work), more))
        _kinship(i, point, w, out, seen, ints, stack)
        _models(i, w, believing, replanning, out, suits, chosen[:n], ints)
        for k in range(len(asked.kinds)):
            room = (chosen, chance, learned, share, seen, stack, mask, work)
            _acts(i, k, asked.kinds[k], point, draws[i], w, bad, out, room)
        if believing:
            _wrong(i, point, w, out, seen, stack)
        if len(asked.shares):
            r = asked.exposed
            rest = (start, plan, value, work, mixed, result)
            best = w.masks[i, DEPLOYMENT, r]
            pay, span = w.pays[i, r], float(out.span[i, r])
            out.slope[i] = exposures(
                succ, prob, pay, bad, gamma, best, everything, asked.shares, span, rest, out.exposure[i]
            )

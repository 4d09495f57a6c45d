"""The inner loops of the census, on flat sequences of integers.

They are written so that one source runs two ways: interpreted, on lists of Python integers, for
the smallest sizes; and compiled by Numba, on arrays of 64-bit integers, for the rest. So there
are no calls between them, no objects, and everything they need is handed in (see `engine`).

A set of policies is one word: bit q stands for the q-th policy. Four such words are packed into
one, since everything that concerns "demonstrated objectives" is asked for behaviour seen in
training and in deployment, trivial objectives included and excluded (`SIGHTS`, in this order).
"""

from __future__ import annotations

from collections.abc import MutableSequence
from typing import TypeAlias

Ints: TypeAlias = MutableSequence[int]

SIGHTS = (("training", "included"), ("training", "excluded"), ("deployment", "included"), ("deployment", "excluded"))
"""`observed_in` and `trivial`, in the order in which their words are packed."""
QUANTIFIERS = (("every", "every"), ("every", "some"), ("some", "every"), ("some", "some"))
"""`objectives` and `optima`, in the order of the four masks that `vouch` computes."""
SLOTS = (
    ("I1", ""),
    ("I2", "training"),
    ("I2", "deployment"),
    ("I3", ""),
    ("I4", "training"),
    ("I4", "deployment"),
    ("I4i", "training"),
    ("I4i", "deployment"),
    ("I5", ""),
    ("I5a", ""),
    ("I5b", ""),
)
"""For each of the 16 readings: arrow and `encountered`; each has two numbers, premises and violations."""
WIDTH = 2 * len(SLOTS)


def meet(e: int, those: Ints, shape: Ints, label: Ints, size: Ints, joint: Ints) -> None:
    """Count, for each world, the objectives with the k-th Opt in training and the b-th in deployment."""
    worlds, count, most = shape[0], shape[1], shape[2]
    for i in range(worlds):
        f = those[i]
        wide = size[f]
        base = i * most * most
        for k in range(size[e] * wide):
            joint[base + k] = 0
        for r in range(count):
            joint[base + label[e * count + r] * wide + label[f * count + r]] += 1


def demonstrate(
    e: int, those: Ints, shape: Ints, opts: Ints, size: Ints, joint: Ints, shown: Ints, able: Ints, alike: Ints
) -> None:
    """Write, for each world and each Opt in deployment, who demonstrates some objective that has it.

    Also who is capability robust (``able``: every, some), and (``alike``) how many objectives
    each policy is optimal for in both environments.
    """
    worlds, most, policies = shape[0], shape[2], shape[3]
    full = (1 << policies) - 1
    for i in range(worlds):
        f = those[i]
        wide = size[f]
        total, good, bad = 0, 0, 0
        for b in range(wide):
            dep = opts[f * most + b]
            included, excluded = 0, 0
            for q in range(policies):
                alike[(i * most + b) * policies + q] = 0
            for k in range(size[e]):
                times = joint[i * most * most + k * wide + b]
                if times > 0:
                    word = opts[e * most + k]
                    included |= word
                    if word != full:
                        excluded |= word
                    for q in range(policies):
                        alike[(i * most + b) * policies + q] += times * (((word & dep) >> q) & 1)
            word = included | (excluded << policies) | (dep << (2 * policies))
            four = dep | (dep << policies) | (dep << (2 * policies)) | (dep << (3 * policies))
            if dep != full:
                word |= dep << (3 * policies)
            shown[i * most + b] = word
            total |= word
            good |= word & four
            bad |= word & ~four
        able[2 * i] = total & ~bad
        able[2 * i + 1] = good


def vouch(
    those: Ints, shape: Ints, opts: Ints, size: Ints, safes: Ints, kinds: Ints, shown: Ints, vouched: Ints
) -> None:
    """Write, for each world and each set of policies taken as safe, who is aligned with it.

    "Aligned with X": Q_R R ∈ Dem(π). Q_π' π' ∈ Opt_dep(R). π' ∈ X. With X the policies that
    the human's judge finds safe that is intent alignment; with X = Opt_dep(R_base), objective
    robustness. First come all X of the first kind, then all of the second.
    """
    worlds, most, more = shape[0], shape[2], shape[4]
    for i in range(worlds):
        f = those[i]
        wide, judged = size[f], kinds[f]
        total = 0
        for b in range(wide):
            total |= shown[i * most + b]
        for x in range(judged + wide):
            allowed = safes[f * more + x] if x < judged else opts[f * most + x - judged]
            every_bad, some_bad, every_good, some_good = 0, 0, 0, 0
            for b in range(wide):
                dep, word = opts[f * most + b], shown[i * most + b]
                if dep & ~allowed == 0:
                    every_good |= word
                else:
                    every_bad |= word
                if dep & allowed == 0:
                    some_bad |= word
                else:
                    some_good |= word
            at = (i * (most + more) + x) * 4
            vouched[at] = total & ~every_bad
            vouched[at + 1] = total & ~some_bad
            vouched[at + 2] = every_good
            vouched[at + 3] = some_good


def count_unjudged(
    those: Ints,
    weights: Ints,
    shape: Ints,
    opts: Ints,
    number: Ints,
    size: Ints,
    kinds: Ints,
    ones: Ints,
    able: Ints,
    alike: Ints,
    vouched: Ints,
    follow: Ints,
    out: Ints,
) -> None:
    """Count I1, I5, I5a and I5b, which do not speak of the human's judge."""
    worlds, most, policies, more = shape[0], shape[2], shape[3], shape[4]
    full = (1 << policies) - 1
    for i in range(worlds):
        f = those[i]
        wide, weight = size[f], weights[i]
        for b in range(wide):
            base = opts[f * most + b]
            times = weight * number[f * most + b]
            held = times * ones[base]
            for q in range(2 * policies):
                follow[q] = 0
            for k in range(wide):
                dep, at = opts[f * most + k], (i * most + k) * policies
                if dep & ~base == 0:
                    for q in range(policies):
                        follow[q] += alike[at + q]
                if dep & base != 0:
                    for q in range(policies):
                        follow[policies + q] += alike[at + q]
            for reading in range(16):
                kind, shift, at = reading >> 2, (reading & 3) * policies, reading * 22
                robust = (vouched[(i * (most + more) + kinds[f] + b) * 4 + kind] >> shift) & full
                skilled = (able[2 * i + (kind >> 1)] >> shift) & full
                first, second = 0, 0
                for q in range(policies):
                    many = follow[(kind & 1) * policies + q]
                    first += many
                    second += many * (1 - ((robust >> q) & 1))
                out[at] += times * first
                out[at + 1] += times * second
                out[at + 16] += times * ones[robust & skilled]
                out[at + 17] += times * ones[robust & skilled & ~base]
                out[at + 18] += held
                out[at + 19] += times * ones[base & ~robust]
                out[at + 20] += held
                out[at + 21] += times * ones[base & ~skilled]


def enclose(
    e: int,
    those: Ints,
    shape: Ints,
    opts: Ints,
    number: Ints,
    size: Ints,
    kinds: Ints,
    joint: Ints,
    vouched: Ints,
    place: Ints,
    slot: Ints,
    words: Ints,
    found: Ints,
    inside: Ints,
) -> None:
    """List, for each world, the distinct sets of intent-aligned policies, and what lies inside them.

    ``inside`` holds, for each such set and each Opt in deployment, how many base objectives with
    this Opt have all that is optimal in training (first) or in deployment (then) in the set: for
    these, outer alignment holds.
    """
    worlds, most, policies, more, room = shape[0], shape[2], shape[3], shape[4], shape[5]
    full = (1 << policies) - 1
    for i in range(worlds):
        f = those[i]
        wide, slots = size[f], 0
        for entry in range(kinds[f] * 16):
            shift = (entry & 3) * policies
            word = (vouched[i * (most + more) * 4 + (entry >> 2)] >> shift) & full
            if place[word] < 0:
                place[word] = slots
                words[i * room + slots] = word
                slots += 1
            slot[i * more * 16 + entry] = place[word]
        for k in range(slots):
            word = words[i * room + k]
            place[word] = -1
            at = (i * room + k) * 2 * most
            for b in range(wide):
                inside[at + b] = 0
                inside[at + most + b] = number[f * most + b] if opts[f * most + b] & ~word == 0 else 0
            for t in range(size[e]):
                if opts[e * most + t] & ~word == 0:
                    for b in range(wide):
                        inside[at + b] += joint[i * most * most + t * wide + b]
        found[i] = slots


def count_judged(
    those: Ints,
    weights: Ints,
    shape: Ints,
    opts: Ints,
    size: Ints,
    safes: Ints,
    judges: Ints,
    kinds: Ints,
    ones: Ints,
    able: Ints,
    slot: Ints,
    words: Ints,
    found: Ints,
    inside: Ints,
    lost: Ints,
    seen: Ints,
    spoilt: Ints,
    out: Ints,
) -> None:
    """Count I3, and how often I4 is violated: what of all this depends on which pairs the judge calls bad."""
    worlds, most, policies, more, room = shape[0], shape[2], shape[3], shape[4], shape[5]
    full = (1 << policies) - 1
    for i in range(worlds):
        f = those[i]
        wide = size[f]
        for x in range(kinds[f]):
            allowed, times = safes[f * more + x], weights[i] * judges[f * more + x]
            for b in range(wide):
                lost[b] = ones[opts[f * most + b] & ~allowed]
            for reading in range(16):
                k, at = slot[(i * more + x) * 16 + reading], reading * 22
                if seen[k] != x + 1:  # many readings share a set of intent-aligned policies
                    seen[k] = x + 1
                    first, second, here = 0, 0, (i * room + k) * 2 * most
                    for b in range(wide):
                        first += inside[here + b] * lost[b]
                        second += inside[here + most + b] * lost[b]
                    spoilt[2 * k] = first
                    spoilt[2 * k + 1] = second
                skilled = (able[2 * i + (reading >> 3)] >> ((reading & 3) * policies)) & full
                aligned = words[i * room + k] & skilled
                out[at + 6] += times * ones[aligned]
                out[at + 7] += times * ones[aligned & ~allowed]
                out[at + 9] += times * spoilt[2 * k]
                out[at + 11] += times * spoilt[2 * k + 1]
        for k in range(found[i]):
            seen[k] = 0


def count_outer(
    those: Ints,
    weights: Ints,
    shape: Ints,
    opts: Ints,
    size: Ints,
    judges: Ints,
    kinds: Ints,
    ones: Ints,
    vouched: Ints,
    slot: Ints,
    words: Ints,
    found: Ints,
    inside: Ints,
    gathered: Ints,
    out: Ints,
) -> None:
    """Count I2, I4i and the premises of I4: here a judge matters only through who is intent aligned."""
    worlds, most, policies, more, room = shape[0], shape[2], shape[3], shape[4], shape[5]
    full = (1 << policies) - 1
    for i in range(worlds):
        f = those[i]
        wide, judged, slots = size[f], kinds[f], found[i]
        for k in range(16 * slots):
            gathered[k] = 0
        for x in range(judged):
            for reading in range(16):
                gathered[reading * slots + slot[(i * more + x) * 16 + reading]] += weights[i] * judges[f * more + x]
        for k in range(slots):
            word = words[i * room + k]
            for where in range(2):
                at = (i * room + k) * 2 * most + where * most
                first, second = 0, 0
                for b in range(wide):
                    base = opts[f * most + b]
                    first += inside[at + b] * ones[base]
                    second += inside[at + b] * ones[base & ~word]
                for reading in range(16):
                    to, times = reading * 22 + 2 * where, gathered[reading * slots + k]
                    out[to + 8] += times * first
                    out[to + 12] += times * first
                    out[to + 13] += times * second
            at = (i * room + k) * 2 * most
            for reading in range(16):
                times = gathered[reading * slots + k]
                if times > 0:
                    first, second, third, fourth = 0, 0, 0, 0
                    for b in range(wide):
                        place = (i * (most + more) + judged + b) * 4 + (reading >> 2)
                        robust = (vouched[place] >> ((reading & 3) * policies)) & full
                        first += inside[at + b] * ones[robust]
                        second += inside[at + b] * ones[robust & ~word]
                        third += inside[at + most + b] * ones[robust]
                        fourth += inside[at + most + b] * ones[robust & ~word]
                    to = reading * 22
                    out[to + 2] += times * first
                    out[to + 3] += times * second
                    out[to + 4] += times * third
                    out[to + 5] += times * fourth

"""The loops that fill the census's tables, on flat sequences of integers (see `kernel` for why so plain)."""

from __future__ import annotations

from .kernel import Ints


def best(visits: Ints, objectives: Ints, shape: Ints, masks: Ints, values: Ints) -> None:
    """Write Opt(R), as a set of policies, for each environment and objective.

    ``visits`` holds discounted visits to each pair, times a number that makes them integers, so
    that the value of a policy is an inner product of integers and nothing is rounded.
    """
    classes, policies, cells, count = shape[0], shape[1], shape[2], shape[3]
    for e in range(classes):
        for r in range(count):
            most = 0
            word = 0
            for q in range(policies):
                value = 0
                for k in range(cells):
                    value += visits[(e * policies + q) * cells + k] * objectives[r * cells + k]
                values[q] = value
                if q == 0 or value > most:
                    most = value
            for q in range(policies):
                if values[q] == most:
                    word |= 1 << q
            masks[e * count + r] = word


def avoid(used: Ints, shape: Ints, masks: Ints) -> None:
    """Write Safe(J), as a set of policies, for each environment and each subset J of the pairs."""
    classes, policies, judges = shape[0], shape[1], 1 << shape[2]
    for e in range(classes):
        for judge in range(judges):
            word = 0
            for q in range(policies):
                if used[e * policies + q] & judge == 0:
                    word |= 1 << q
            masks[e * judges + judge] = word


def distinct(masks: Ints, shape: Ints, place: Ints, label: Ints, words: Ints, number: Ints, size: Ints) -> None:
    """List the distinct words of each row of ``masks``, how often each occurs, and which entry has which.

    ``shape`` holds rows, columns, and the most distinct words that a row can have.
    """
    rows, columns, most = shape[0], shape[1], shape[2]
    for e in range(rows):
        found = 0
        for r in range(columns):
            word = masks[e * columns + r]
            k = place[word]
            if k < 0:
                k = found
                place[word] = k
                words[e * most + k] = word
                number[e * most + k] = 0
                found += 1
            number[e * most + k] += 1
            label[e * columns + r] = k
        for k in range(found):
            place[words[e * most + k]] = -1
        size[e] = found

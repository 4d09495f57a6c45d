"""The golden table: every verdict, sentence and arrow state that changed is told, and none changes unnoticed."""

import pytest

from toymodel import zoo

from .golden import kept, readings, row

TABLE = kept()
SLOW = {"frozen-lake", "keys-and-chests", "two-planners", "no-free-lunch"}


def differences(name: str, behavior: str, among: str, step: int = 1, start: int = 0) -> list[str]:
    """What the code says now that the table does not, one line an entry."""
    case, found = zoo.case(name), []
    rows = TABLE[name][behavior][among]
    for k in range(start % step, len(rows), step):
        now = row(case, readings()[k], behavior, among)
        found += [
            f"{name}, {behavior}, {among}, {readings()[k]}:\n  was {a}\n  is  {b}"
            for a, b in zip(rows[k], now, strict=True)
            if a != b
        ]
    return found


def test_every_case_and_operator_is_in_the_table() -> None:
    assert set(TABLE) == set(zoo.CASES)
    assert all(set(by) == {"candidates", "all"} for under in TABLE.values() for by in under.values())
    assert len(readings()) == 74


def test_a_sample_stands_as_it_was() -> None:
    """Each case under each operator, a few readings of each: a different few for each."""
    found = []
    for k, name in enumerate(sorted(set(TABLE) - SLOW)):
        for j, behavior in enumerate(TABLE[name]):
            if behavior != "maximum_margin" and behavior != "maximum_entropy":
                found += differences(name, behavior, "candidates", 37, k + 7 * j)
        found += differences(name, "feasible", "all", 25, k)
    assert not found, "\n".join(found[:40])


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLE)
def test_everything_stands_as_it_was(name: str) -> None:
    found = [x for behavior, by in TABLE[name].items() for among in by for x in differences(name, behavior, among)]
    assert not found, f"{len(found)}\n" + "\n".join(found[:40])

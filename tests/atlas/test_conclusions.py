"""What is read off the atlas, checked against the plain table."""

from itertools import combinations, product

import pytest

from toymodel_atlas import conclusions as c
from toymodel_atlas.cells import COUNTED, MENTIONS, counted
from toymodel_atlas.settled import entries, entry


def test_the_counted_cells_are_the_cells_of_the_census():
    assert [(e.arrow, e.reading) for e in c.counted()] == [(cell.arrow, cell.axes) for cell in counted()]
    assert len(c.counted()) == 168
    assert all(e.premises is not None and e.violations is not None for e in c.counted())


def test_holding_is_being_a_theorem():
    for arrow, reading in product(c.ARROWS, c.readings()):
        found = entry(arrow, reading)
        assert c.cell(arrow, reading) is found, (arrow, reading)
        assert c.holds(arrow, reading) is (found.status == "theorem"), (arrow, reading)


@pytest.mark.parametrize("arrows", [c.MAIN_ARROWS, c.ROBUSTNESS_ARROWS, c.ARROWS, *([a] for a in c.ARROWS)])
def test_sufficient_and_fatal_choices_are_all_and_minimal(arrows):
    good = c.valid(arrows)

    def completions(choices):
        return [r for r in c.readings() if choices.items() <= r.items()]

    for found, wanted in ((c.sufficient(arrows), True), (c.fatal(arrows), False)):
        every = [
            {axis: value for axis, value in zip(COUNTED, some, strict=True) if value}
            for some in product(*(("", *values) for values in COUNTED.values()))
        ]
        implying = [p for p in every if all((r in good) is wanted for r in completions(p))]
        minimal = [p for p in implying if not any(q.items() < p.items() for q in implying)]
        assert sorted(map(repr, map(sorted, map(dict.items, found)))) == sorted(
            map(repr, map(sorted, map(dict.items, minimal)))
        )
    for reading in c.readings():
        assert (reading in good) is any(p.items() <= reading.items() for p in c.sufficient(arrows))


def test_together_counts_every_reading():
    for (a, b), numbers in c.together().items():
        assert sum(numbers) == 32
        assert c.follows(a, b) is (numbers[1] == 0)
        assert c.follows(b, a) is (numbers[2] == 0)
    assert set(c.together()) == set(combinations(c.ARROWS, 2))


def test_premises_work_or_do_not():
    for arrow in c.ARROWS:
        theorems = [e for e in c.counted(arrow) if e.status == "theorem"]
        for name, (used, idle) in c.work(arrow).items():
            assert used + idle == len(theorems)
            assert ((arrow, name) in c.idle_premises()) is (used == 0)
    assert ("I3", "capability robust") in c.idle_premises()


def test_needing_all_are_theorems_with_no_idle_premise():
    for arrow in MENTIONS:
        assert set(map(id, c.needing_all(arrow))) == {
            id(e) for e in entries() if e.arrow == arrow and e.status == "theorem" and e.needs and not e.unused_premises
        }

"""The grid of readings: every setting draws, and its marks and its sentence are the definitions' own."""

import re
from html import unescape
from itertools import product

import pytest

from toymodel import zoo
from toymodel_book.views.intent import CASES, CELLS, intent, reading, verdicts


@pytest.mark.parametrize(("name", "trivial"), list(product(CASES, ("excluded", "included"))))
def test_every_setting_draws_and_tells_the_truth(name, trivial):
    case = zoo.case(name)
    grid = verdicts(name, trivial)
    for cell in CELLS:
        chosen = reading(cell, trivial)
        verdict = case.check("intent aligned", chosen)
        assert grid.intent[cell] == verdict
        html = intent.render(case=name, trivial=trivial, cell=cell)
        assert re.search(rf'id="intent-{cell}" class="toy-chip toy-{verdict.status}"[^>]*aria-pressed="true"', html)
        assert f"{verdict.text[1:]}." in unescape(html)
        said = grid.sentence(cell)
        assert ("is intent aligned" in said) is (verdict.holds is True)
        assert ("It is impact aligned" in said) is (case.check("impact aligned", chosen).holds is True)


@pytest.mark.parametrize(("name", "trivial"), list(product(CASES, ("excluded", "included"))))
def test_the_table_of_objectives_adds_up_to_the_verdict(name, trivial):
    """ "every" and "some", over what is demonstrated and counts, decided from the table alone."""
    grid = verdicts(name, trivial)
    for cell in CELLS:
        objectives, optima, _ = cell.split("-")
        facts = [tuple(v.holds for v in row) for _, row in grid.facts(cell)]
        if objectives == "selected" or facts[0][0] is None:
            continue
        counted = [row for row in facts if row[0] and not (trivial == "excluded" and row[1])]
        good = [row[2 if optima == "every" else 3] for row in counted]
        expected = bool(good) and all(good) if objectives == "every" else any(good)
        assert grid.intent[cell].holds is expected


def test_the_grid_offers_every_reading():
    html = intent.render()
    assert html.count('data-set-cell="') == len(CELLS) == 24
    assert html.count('aria-pressed="true"') == 1

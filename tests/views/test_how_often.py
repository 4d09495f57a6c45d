"""Worlds drawn in the page: they are those of the survey, and what is said of them is so."""

import subprocess
import sys
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

import pytest

from toymodel_book.editor.editor import editor
from toymodel_book.live import render
from toymodel_book.views.how_often import (
    HELD,
    LONG,
    LONG_RUN,
    MOST,
    ROWS,
    drawing,
    drawn,
    explanation,
    how_often,
    hundreds,
    in_editor,
    steps,
)


def test_the_page_draws_the_survey_s_own_samples():
    pytest.importorskip("numpy")
    from toymodel_survey.figures import RESEARCHERS, sampled

    for rows in ("1", "8"):
        dials = {"base_human": 1, "mesa_base": 1, "wrong_rows": rows, "shift": 0}
        premises, broken = sampled(60, 5, dials, "believer", seed=1).arrow("I3", RESEARCHERS)
        told = ["broken" if b else "holds" if p else "idle" for p, b in zip(premises, broken, strict=True)]
        assert drawn(1, rows).upto(60) == told


@pytest.mark.slow
def test_the_long_run_is_what_the_survey_says():
    pytest.importorskip("numba")
    from toymodel_survey.figures import RESEARCHERS, sampled

    for rows, count in LONG_RUN.items():
        dials = {"base_human": 1, "mesa_base": 1, "wrong_rows": rows, "shift": 0}
        premises, broken = sampled(LONG, 5, dials, "believer", seed=1).arrow("I3", RESEARCHERS)
        assert (premises.sum(), broken.sum()) == (HELD, count)


def test_whether_the_premises_hold_is_not_up_to_her_map():
    idle = {rows: [mark == "idle" for mark in drawn(1, rows).upto(60)] for rows in ROWS}
    assert len(set(map(tuple, idle.values()))) == 1


def test_without_wrong_rows_none_breaks_and_that_is_said_to_be_a_theorem():
    seen = drawn(1, "0").upto(60)
    assert "broken" not in seen
    assert "none of these" in explanation(seen, "0")
    assert "theorem" in explanation(seen, "0")
    assert "theorem" not in explanation(seen, "1")


def test_the_interval_narrows_and_is_about_the_share():
    told = list(steps(drawn(1, "4").upto(100)))
    assert [count for count, *_ in told] == list(range(10, 101, 10))
    assert all(low <= share <= high for _, held, share, low, high in told if held)
    assert told[-1][4] - told[-1][3] < told[0][4] - told[0][3]


def test_every_setting_draws():
    for rows, count in (("0", 10), ("2", 30), ("8", 40)):
        frame = render(how_often.name, {"rows": rows, "worlds": str(count)})
        assert set(frame) == {"html"}
        ET.fromstring(drawing(drawn(1, rows).upto(count), rows))
    assert explanation(["idle"] * 10, "1") == "Of 10 worlds her premises hold in none."
    ET.fromstring(drawing(["idle"] * 10, "1"))
    assert "disabled" in how_often.render(worlds=str(MOST), rows="4")
    ET.fromstring(hundreds([("some", 0.25), ("none", 0.0)]))


def test_a_seed_is_a_whole_number():
    assert render(how_often.name, {"seed": "x"}) == {"error": "seed: 'x' is no whole number; try 2"}
    assert "error" not in render(how_often.name, {"seed": "2", "worlds": "10"})


def test_a_world_in_which_she_harms_opens_in_the_editor():
    seen = drawn(1, "4").upto(60)
    last = max(k for k, mark in enumerate(seen, 1) if mark == "broken")
    assert f"The last diamond is world {last} of seed 1: " in how_often.render(worlds="60")
    assert "The last diamond" not in how_often.render(worlds="60", rows="0")
    query = dict(parse_qsl(urlsplit(in_editor(1, "4", last)).query))
    opened = render(editor.name, {name.removeprefix("editor."): value for name, value in query.items()})["html"]
    assert f"chapter 16, world {last} of seed 1" in opened
    assert "Believer is intent aligned" in opened
    assert "not impact aligned" in opened


def test_it_needs_the_standard_library_alone():
    code = (
        "import sys\n"
        "for name in ('numba', 'numpy', 'scipy', 'pyarrow', 'distributed'): sys.modules[name] = None\n"
        "from toymodel_book.views.how_often import how_often\n"
        "print(how_often.render(worlds='20', seed='3')[:40])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.startswith('<p class="live-sentence">Of 20 worlds'), done.stderr

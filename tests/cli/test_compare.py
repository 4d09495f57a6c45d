"""``compare``: which readings are compared, and what is marked."""

import json

import pytest

from toymodel import Reading, zoo
from toymodel.alignment import AXES, DEFINITIONS
from toymodel.alignment.reading import RULES, values
from toymodel.cli import compare
from toymodel.cli.options import Question

from .test_check import answer, board, flat, refused, run

__all__ = ["board", "run"]


def test_each_choice_is_varied_alone(run):
    out = answer(run, "compare", "misguided-researcher")
    said = flat(out)
    assert max(map(len, out.splitlines())) <= 80
    assert "Base objective human values" in said
    head = next(line for line in out.splitlines() if "impact intent" in line)
    assert head.split() == [name.split()[0] for name in DEFINITIONS]
    table = out[: out.index("* differs")].splitlines()
    rows = {line.split("  ")[0].strip(): line for line in table}
    assert rows["the given reading"].split()[3:] == ["no", "no", "yes", "no", "no", "no", "yes"]
    assert rows["objectives some"].split()[2:] == ["no", "yes*", "yes", "no", "yes*", "yes*", "yes"]
    for axis in AXES:
        for value in values(axis):
            given = getattr(Reading(), axis.name) == value
            label = "selected by human" if value == "selected" else f"{axis.name} {value}"
            assert any(key.startswith(label[:24]) for key in rows) is not given
    assert "no answer: this reading means nothing: a tolerant base judge needs a tolerance above 0" in said
    assert "the given reading I1" in said
    assert "performs W5 capability robust: no → yes: for every non-trivial candidate objective" in said
    assert "arrows: I1 broken → carried, I2 idle → carried, I3 idle → broken, I5 idle → broken" in said


def test_numbers_and_rules_wait_for_the_readings_that_use_them(run):
    args = ["--tolerance", "20", "--epsilon", "90", "--selected-by", "base"]
    said = json.loads(answer(run, "compare", "misguided-researcher", "--format", "json", *args))
    assert said["reading"] == {**said["reading"], "epsilon": "0", "tolerance": "0", "selected_by": ""}
    readings = {tuple(each["choices"].items()): each for each in said["readings"]}
    assert "robust" in readings[(("performs", "W2"),)]["changes"]
    assert "verdicts" in readings[(("base_judge", "tolerant"),)]
    assert (("objectives", "selected"),) in readings


def test_the_record_of_a_comparison(run):
    said = json.loads(answer(run, "compare", "misguided-researcher", "--format", "json"))
    assert list(said) == ["case", "agent", "reading", "readings"]
    given, *rest = said["readings"]
    case = zoo.misguided_researcher()
    assert given["choices"] == {}
    assert given["changes"] == []
    assert given["verdicts"] == {name: v.status for name, v in case.check_all().items()}
    assert given["arrows"] == {name: a.state for name, a in case.arrows().items()}
    for each in rest:
        if "refused" in each:
            continue
        reading = Reading(**each["choices"])
        assert each["verdicts"] == {name: v.status for name, v in case.check_all(reading).items()}
        changed = [n for part in ("verdicts", "arrows") for n in each[part] if each[part][n] != given[part][n]]
        assert each["changes"] == changed
    assert [each["choices"] for each in rest if "refused" in each][-1] == {"base_judge": "tolerant"}


def test_a_panel_is_read_in_every_way(run, board):
    said = json.loads(answer(run, "compare", board, "--axis", "judges", "--grade", "1", "--format", "json"))
    assert said["reading"]["grade"] == "1"
    changed = {each["choices"]["judges"]: "impact aligned" in each["changes"] for each in said["readings"][1:]}
    assert changed == {"all": False, "some": True, "majority": False}


def test_axes_named_are_varied_together(run):
    args = ["--axis", "observed-in", "trivial", "--axis", "objectives", "--performs-in", "beliefs"]
    said = json.loads(answer(run, "compare", "misguided-researcher", "--format", "json", *args))
    _, *rest = said["readings"]
    assert said["reading"]["performs"] == "W5"
    assert len(rest) == 4 * 2 * (2 + len(RULES))
    assert len({json.dumps(each["choices"]) for each in rest}) == len(rest)
    same = {"observed_in": "training", "trivial": "excluded", "objectives": "every"}
    assert next(each for each in rest if each["choices"] == same)["changes"] == []
    out = answer(run, "compare", "misguided-researcher", *args)
    assert max(map(len, out.splitlines())) <= 80
    said = flat(out)
    assert "beliefs, excluded, selected by human I3, I5" in said
    assert "What changes" not in said


def test_nothing_changes(run):
    assert flat(answer(run, "compare", "paperclips", "--axis", "replans")).endswith(
        "conclusion fails) the given reading none"
    )
    rows = [compare.Row({}, {}, {})]
    assert list(compare.changes(rows[0], rows)) == ["Nothing changes."]


def test_too_many_readings_are_refused(run):
    axes = [axis.name for axis in AXES]
    assert "readings; at most 1000 are compared: name fewer axes" in refused(run, "compare", "tie", "--axis", *axes)
    assert "argument --axis: 'mood' is unknown; choose behavior" in refused(run, "compare", "tie", "--axis", "mood")
    assert "needs a tolerance above 0" in refused(run, "compare", "tie", "--base-judge", "tolerant")


def test_what_a_reading_needs_and_lacks_is_said_in_its_row(monkeypatch):
    case = zoo.misguided_researcher()

    def lacking(*_):
        raise ImportError("it needs SciPy: pip install scipy")

    monkeypatch.setattr(type(case), "check_all", lacking)
    row = compare.answer(Question(case, case.agents[0].name, {}), {})
    assert row.refused.startswith("it needs SciPy")


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_is_told_on_a_terminal_only(capsys, monkeypatch, terminal):
    import itertools
    import sys

    clock = itertools.count(0, 3)
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    case = zoo.misguided_researcher()
    list(compare.progress(Question(case, case.agents[0].name, {}), [{}, {}]))
    assert ("1 of 2 readings" in capsys.readouterr().err) is terminal

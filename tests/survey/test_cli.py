"""The command: from a specification to a report, and back to a case."""

import json

import pytest

from toymodel.cli import main
from toymodel.files.cases import read_case

TEXT = 'name = "small"\nseed = 1\nsamples = 200\nsizes = [3]\nagents = [{kind = "believer"}]\n[dials]\nwrong_rows = 2\n'
MORE = "[[readings]]\nname = 'by its lights'\nobserved_in = 'beliefs'\nperforms = 'W5'\n"


def asked(capsys, *line):
    status = main(list(map(str, line)))
    out, err = capsys.readouterr()
    return status, out, err


def test_a_survey_is_made_reported_and_replayed(tmp_path, capsys):
    given, out = tmp_path / "spec.toml", tmp_path / "out"
    given.write_text(TEXT)
    status, told, _ = asked(capsys, "survey", given, "--out", out, "--workers", 0)
    assert status == 0
    assert "small: 1 points, up to 200 samples each, seed 1" in told
    assert asked(capsys, "survey", "report", out)[1] == told
    other = tmp_path / "other.toml"
    other.write_text(TEXT + MORE)
    assert "by its lights" in asked(capsys, "survey", "report", out, "--with", other)[1]
    status, text, _ = asked(capsys, "survey", "replay", "0:17", "--of", out)
    assert status == 0
    assert asked(capsys, "survey", "replay", "0:17", "--of", given)[1] == text
    made = read_case(text)
    assert made.name == "sample 0:17"
    case = tmp_path / "case.json"
    case.write_text(text)
    status, told, _ = asked(capsys, "check", case)
    assert status == 0
    assert "I3" in told
    assert json.loads(text)["agents"][0]["believes"] == "beliefs"


FAULTS = {
    ("SPEC",): "say where the survey is to be kept: --out DIR",
    ("SPEC", "more", "--out", "OUT"): "'more' is one argument too many",
    ("SPEC", "--out", "OUT", "--workers", "-1"): "--workers is -1; it must be at least 0",
    ("report",): "say whose report",
    ("report", "nowhere"): "nowhere: ",
    ("replay", "--of", "SPEC"): "must be POINT:SAMPLE",
    ("replay", "0:x", "--of", "SPEC"): "must be POINT:SAMPLE",
    ("replay", "9:1", "--of", "SPEC"): "there are points 0 … 0",
    ("nowhere.toml", "--out", "OUT"): "nowhere.toml: No such file",
}


@pytest.mark.parametrize("line", FAULTS, ids=" ".join)
def test_a_fault_is_one_line(line, tmp_path, capsys):
    given = tmp_path / "spec.toml"
    given.write_text(TEXT)
    names = {"SPEC": str(given), "OUT": str(tmp_path / "out")}
    status, out, err = asked(capsys, "survey", *(names.get(word, word) for word in line))
    assert status == 2
    assert out == ""
    assert err.count("\n") == 1
    assert FAULTS[line] in err

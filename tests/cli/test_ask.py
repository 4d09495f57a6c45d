"""The subcommand ``ask``: a world with its verdicts, or the law and where the book proves it."""

import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from toymodel import cli
from toymodel_atlas.query import ask, possible
from toymodel_atlas.theorems import result

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command line with the subcommands that pyproject.toml names."""
    named = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["toymodel.commands"]
    entries = [EntryPoint(name, value, "toymodel.commands") for name, value in named.items()]
    monkeypatch.setattr(cli, "entry_points", lambda **_: entries)
    monkeypatch.setenv("COLUMNS", "100")

    def ran(*given):
        status = cli.main(["ask", *given])
        said = capsys.readouterr()
        return status, " ".join(said.out.split()), said.err

    return ran


def test_a_world_is_told_with_its_verdicts(run):
    status, said, _ = run("outer and not impact")
    assert status == 0
    answer = ask(["outer aligned"], ["impact aligned"])
    assert said.startswith("Outer alignment holds and impact alignment fails: it can happen, in 1 state and 2 actions.")
    assert answer.case().story in said
    for word, verdict in answer.verdicts().items():
        assert word.split()[0].capitalize() in said
        assert verdict.text[1:] in said
    assert f"{len(possible({}).worlds)} of the 128 combinations" in said


def test_a_law_is_told_with_its_place_in_the_book(run):
    status, said, _ = run("outer", "and", "objective", "and", "not", "impact")
    assert status == 0
    assert "never, in any finite world. For wherever outer alignment and objective robustness hold" in said
    for label in ("thm-i2", "thm-i3"):
        assert f"{result(label).title}, chapters/proofs.html#{label}" in said
    status, said, _ = run("inner and not robust")
    assert "Of a planner that is optimal for its objective in both environments" in said
    status, said, _ = run("impact, outer, capability, not intent")
    assert "chapters/proofs.html#thm-back" in said


def test_the_reading_is_an_option(run):
    assert "it can happen" in run("outer and robust and not impact", "--objectives", "some", "--optima", "some")[1]
    assert "never" in run("outer and robust and not impact")[1]
    assert run("outer", "--observed-in", "both")[0] == 2


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("outer or impact", "ask for each side of an “or” by itself"),
        ("outre", "did you mean 'outer'?"),
        ("outer and not outer", "outer aligned cannot both hold and fail"),
    ],
)
def test_a_mistake_is_one_line(run, query, message):
    status, said, fault = run(query)
    assert (status, said) == (2, "")
    assert message in fault
    assert fault.count("\n") == 1

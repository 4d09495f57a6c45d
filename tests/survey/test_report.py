"""Counts and reports: every sample counted, few premises hidden, theorems beside zeros."""

import csv
import json

import pytest

from toymodel.alignment import ARROWS, Reading
from toymodel_survey.cases import case
from toymodel_survey.counting import count, keep
from toymodel_survey.engine import run
from toymodel_survey.exactly import watch
from toymodel_survey.report import lines, percent, text, verdict
from toymodel_survey.specification import Primary
from toymodel_survey.toml_file import read

TEXT = """
seed = 2
samples = 200
sizes = [3]
payments = 2
branching = 1
[dials]
shift = ["1/2", "1"]
bad = "1/3"
mesa_base = "1/2"
wrong_rows = 2
[[agents]]
kind = "keeper"
[[agents]]
kind = "believer"
[[readings]]
name = "cautious"
[[readings]]
name = "by her lights"
observed_in = "beliefs"
performs = "W5"
[[readings]]
name = "loose"
performs = "W2"
epsilon = 1
base_judge = "tolerant"
tolerance = 1
[[primary]]
arrow = "I3"
reading = "by her lights"
agent = "believer"
"""


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report") / "survey"
    spec = run(TEXT, folder, workers=0)
    counts = count(folder, spec)
    keep(folder, spec, counts)
    return folder, spec, counts


def test_counts_are_those_of_exact_cases(survey):
    """The first samples, one by one as cases: premises and violations of every arrow under every reading."""
    spec = survey[1]
    few = read(TEXT.replace("samples = 200", "samples = 15"))
    folder = survey[0].parent / "few"
    run(TEXT.replace("samples = 200", "samples = 15"), folder, workers=0)
    counts = count(folder, few)
    compared = 0
    for (point, agent, reading, arrow), found in counts.arrows.items():
        seen = watch(few, point, Primary(arrow, reading, agent))
        exact = [next(seen) for _ in range(15)]
        assert found.premises == sum(each.premises is True for each in exact)
        assert found.violations == sum(each.broken for each in exact)
        assert found.samples == 15
        broken = [each.sample for each in exact if each.broken]
        assert counts.broken[point, agent, reading, arrow] == broken
        compared += len(broken)
    assert compared > 5
    assert any(each.by_case for each in counts.arrows.values())
    assert len(counts.arrows) == len(spec.points) * 2 * 3 * len(ARROWS)


def test_few_premises_are_hidden_and_the_rate_stands_beside(survey):
    _, spec, counts = survey
    for line in lines(spec, counts):
        assert (line.violations is None) == (line.count.premises < spec.fewest)
        assert line.premises.samples == spec.samples
    told = text(spec, counts)
    assert "too few" in told
    assert "hold together, 95 % (Bonferroni)" in told
    assert "By cases decided exactly" in told


def test_primary_cells_have_wider_intervals(survey):
    _, spec, counts = survey
    alone = read(TEXT.replace("[[primary]]", "[[primary]]\n") + "\n")
    loose = read(TEXT[: TEXT.index("[[primary]]")])
    pairs = zip(lines(alone, counts), lines(loose, counts), strict=True)
    wider = [
        left
        for left, right in pairs
        if left.primary and left.violations and left.violations.high > right.violations.high
    ]
    assert len(wider) == len(spec.points)


def test_none_of_many_says_what_the_intervals_say(survey):
    """A band that holds together allows more: 1 − (α/2k)^(1/N) is about 4.4/N of k = 2 cells."""
    _, spec, counts = survey
    assert "0 of N says at most about 3.7/N (4.4/N in a primary cell)" in text(spec, counts)
    none = [line for line in lines(spec, counts) if line.primary and line.violations and not line.count.violations]
    assert all(4.2 < line.count.premises * line.violations.high < 4.4 for line in none)
    rare = read(TEXT.replace("seed = 2", 'seed = 2\ntilt = "1/2"'))
    told = text(rare, counts)
    assert "no bound" in told
    assert ", worth " in told
    assert "at most" not in told


def test_no_theorem_is_broken(survey):
    _, spec, counts = survey
    proved = [line for line in lines(spec, counts) if line.proved == "theorem"]
    assert len(proved) > 3
    assert not any(line.count.violations for line in proved)
    assert any(line.proved == "counterexample" and line.count.violations for line in lines(spec, counts))
    assert "only “theorem” says never" in text(spec, counts)


def test_a_counterexample_of_pairs_says_nothing_of_states(survey):
    _, spec, counts = survey
    for more in ("bad_by", "pays"):
        narrow = lines(read(TEXT.replace("seed = 2", f'seed = 2\n{more} = "states"')), counts)
        for here, there in zip(narrow, lines(spec, counts), strict=True):
            assert here.proved == ("theorem" if there.proved == "theorem" else "")


def test_the_atlas_is_asked_only_what_it_knows():
    assert verdict("I3", Reading()) == "theorem"
    assert verdict("I1", Reading()) == "counterexample"
    assert verdict("I3", Reading(performs="W2", epsilon=1)) == ""
    assert verdict("I3", Reading(behavior="mesa")) == ""


def test_what_is_kept_says_the_same_as_json_and_csv(survey):
    folder, spec, _ = survey
    for name in ("arrows", "definitions", "broken"):
        told = json.loads((folder / f"{name}.json").read_text())
        table = list(csv.DictReader((folder / f"{name}.csv").read_text().splitlines()))
        assert len(told) == len(table)
        assert list(told[0]) == list(table[0])
    seeds = json.loads((folder / "broken.json").read_text())
    for each in seeds[:: len(seeds) // 10]:
        point, sample = map(int, each["seed"].split(":"))
        made = case(spec, spec.points[point], sample)
        agent = spec.agents.index(each["agent"])
        arrow = made.arrow(each["arrow"], spec.reading(each["reading"], agent), each["agent"])
        assert arrow.state == "broken"


def test_percent():
    assert [percent(x) for x in (0.0, 0.5, 1 / 3, float("nan"))] == ["0 %", "50 %", "33.3 %", "–"]

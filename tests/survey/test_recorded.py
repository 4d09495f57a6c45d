"""The record of the figures: its first samples are what sampling gives, and the rest agrees with them."""

import pytest

from toymodel_survey import figures, recorded
from toymodel_survey.statistics import clopper_pearson

KEPT = [(name, worlds) for name, (_, _, samplers) in recorded.FIGURES.items() for worlds in samplers]


@pytest.mark.parametrize(("name", "worlds"), KEPT)
def test_the_first_samples_made_again_are_the_same(name, worlds):
    again = recorded.made(name, worlds, recorded.FEW)
    kept = recorded.recorded()[name][worlds]["first"]
    if name != "exposure":
        assert again == kept
        return
    for here, there in zip(again, kept, strict=True):
        assert here[0] == there[0]
        assert here[2:] == there[2:]
        for share, other in zip(here[1], there[1], strict=True):
            assert [x is None for x in share] == [x is None for x in other]
            assert [x or 0 for x in share] == pytest.approx([x or 0 for x in other], rel=1e-4)


def test_all_samples_agree_with_the_first():
    """Where the whole record has a share, the first samples allow it, at a confidence that covers all spots at once."""
    for name, worlds in KEPT:
        if name == "exposure":
            continue
        kept = recorded.recorded()[name][worlds]
        whole = {(line, x): (hits, of, samples) for line, x, hits, of, samples in kept["all"]}
        for line, x, hits, of, samples in kept["first"]:
            most, base, many = whole[line, x]
            assert hits <= most
            assert of <= base
            assert samples < many
            found = clopper_pearson(hits, of, 1 - 1e-6)
            assert found.low <= most / base <= found.high


def test_the_record_is_of_as_many_samples_as_is_said():
    for name, (_, samples, samplers) in recorded.FIGURES.items():
        assert {*recorded.recorded()[name]} == {*samplers}
        for worlds in samplers:
            rows = recorded.recorded()[name][worlds]["all"]
            if (
                name == "false beliefs"
            ):  # a spot has the samples with so many wrong rows on the plan; together nearly all
                assert 0.7 * samples < sum(row[-1] for row in rows if row[0] == "5 states, 1 wrong") <= samples
            else:
                assert {row[-1] for row in rows} == {samples}


def test_what_is_read_is_what_is_kept():
    lines = recorded.spots("size")
    assert next(iter(lines)) == "outer aligned, exactly"
    assert [spot.x for spot in lines["outer aligned, exactly"]] == [3, 5, 8, 12, 20, 30]
    first = lines["outer aligned, exactly"][0]
    assert first.share.low < first.share.estimate < first.share.high
    assert [each.states for each in recorded.exposed()] == [5, 10, 20, 40]
    assert all(each.quartiles[0].estimate < each.quartiles[3].estimate for each in recorded.exposed())


def test_what_is_rare_is_said_more_narrowly_by_weights():
    plain, weighted = recorded.rare()
    assert max(plain.low, weighted.low) < min(plain.high, weighted.high)
    assert weighted.high - weighted.low < 0.6 * (plain.high - plain.low)


def test_one_mind():
    again = {n: (m.agents, m.silent, m.one) for n, m in figures.one_mind(3)}
    kept = recorded.minds()
    assert again == {n: kept[n] for n in again}
    assert [*kept] == [2, 3, 4]

"""Statistics: known values, coverage, and what cannot be pooled."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from toymodel_survey.statistics import clopper_pearson, hill, mean_weight, paired, quantile, simultaneous, weighted


@given(st.integers(1, 400), st.data(), st.sampled_from([0.9, 0.95, 0.999]))
def test_clopper_and_pearson_are_scipys(samples, data, confidence):
    hits = data.draw(st.integers(0, samples))
    exact = binomtest(hits, samples).proportion_ci(confidence, "exact")
    found = clopper_pearson(hits, samples, confidence)
    assert found.low == pytest.approx(exact.low, abs=1e-12)
    assert found.high == pytest.approx(exact.high, abs=1e-12)


def test_clopper_and_pearson_cover_what_they_say():
    for share in (0.001, 0.1, 0.5):
        hits = np.arange(201)
        inside = [clopper_pearson(int(k), 200).low <= share <= clopper_pearson(int(k), 200).high for k in hits]
        assert binom.pmf(hits, 200, share)[inside].sum() >= 0.95


def test_nothing_of_many_says_at_most_four_less_a_third():
    for samples in (100, 10**4, 10**8):
        assert clopper_pearson(0, samples).high == pytest.approx(1 - 0.025 ** (1 / samples))
        assert 3.6 < samples * clopper_pearson(0, samples).high < 3.7


def test_no_samples_say_nothing():
    found = clopper_pearson(0, 0)
    assert math.isnan(found.estimate)
    assert (found.low, found.high) == (0, 1)
    with pytest.raises(ValueError, match="5 hits of 4"):
        clopper_pearson(5, 4)


def test_bonferroni():
    assert simultaneous(0.95, 5) == pytest.approx(0.99)
    assert simultaneous(0.95, 0) == 0.95


def test_weights_of_one_are_no_weights():
    found = weighted((30.0, 30.0), (200.0, 200.0), 1000)
    assert found.estimate == 0.15
    spread = math.sqrt(0.15 * 0.85 / 200)
    assert found.high - found.low == pytest.approx(2 * 1.959964 * spread, rel=1e-5)
    assert found.samples == 200
    assert mean_weight(200.0, 200.0, 1000).estimate == 0.2


def test_weighted_samples_without_a_hit_set_no_bound():
    for hits in ((0.0, 0.0), (200.0, 300.0)):
        found = weighted(hits, (200.0, 300.0), 1000)
        assert (found.low, found.high) == (0, 1)
    assert mean_weight(0.0, 0.0, 1000).high == 1


def test_pairs_tell_more_than_two_shares_do():
    generator = np.random.default_rng(1)
    first = generator.random(5000) < 0.3
    second = first | (generator.random(5000) < 0.01)
    found = paired(first, second)
    assert found.estimate == pytest.approx(second.mean() - first.mean())
    assert 0 < found.low < found.estimate < found.high < 0.02
    assert paired(second, first).estimate == -found.estimate
    still = paired(first, first)
    assert (still.estimate, still.low) == (0, -still.high)
    apart = np.hypot(*(clopper_pearson(int(x.sum()), 5000).high - x.mean() for x in (first, second)))
    assert found.high - found.low < apart / 2


def test_quantiles_cover():
    generator = np.random.default_rng(2)
    found = [quantile(generator.exponential(size=200), 0.5) for _ in range(400)]
    assert np.mean([each.low <= math.log(2) <= each.high for each in found]) > 0.93
    few = quantile(range(10), 0.95)
    assert (few.estimate, few.low, few.high) == (9, 7, math.inf)


@given(st.sampled_from([0.5, 1.0, 3.0]))
def test_hill_finds_the_index_of_a_pareto_tail(index):
    values = (1 - np.random.default_rng(3).random(50_000)) ** (-1 / index)
    found = hill(values, 0.02)
    assert found.low < index * 1.1
    assert found.high > index * 0.9
    assert math.isnan(hill(values[:100]).estimate)


def test_the_page_s_interval_is_that_of_the_survey():
    from toymodel_survey.exactly import interval

    for hits, samples in ((0, 1), (0, 300), (1, 1), (5, 12), (14, 188), (200, 300), (300, 300)):
        found = clopper_pearson(hits, samples)
        assert interval(hits, samples) == pytest.approx((found.low, found.high), abs=1e-9)

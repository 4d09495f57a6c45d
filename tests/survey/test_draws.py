"""Draws: a sample's own, in whatever portions, with NumPy and without."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from toymodel_survey.draws import WHOLE, key, many, one


@given(st.integers(0, 2**63), st.integers(0, 10**12), st.integers(1, 40))
def test_one_sample_alone_has_numpys_draws(root, sample, count):
    words = key(root, (5, 2, 2))
    assert one(words, sample, count) == many(words, sample, 1, count)[0].tolist()


@given(st.integers(1, 50), st.integers(0, 49), st.integers(1, 30))
def test_portions_do_not_matter(samples, cut, count):
    cut = min(cut, samples)
    words = key(3, (2, 2, 1))
    whole = many(words, 10, samples, count)
    assert np.array_equal(
        whole, np.concatenate([many(words, 10, cut, count), many(words, 10 + cut, samples - cut, count)])
    )


def test_draws_are_even_and_differ_by_seed_and_size():
    draws = many(key(1, (5, 2, 2)), 0, 4000, 25)
    assert draws.min() >= 0
    assert draws.max() < WHOLE
    counts = np.bincount((draws.reshape(-1) * 10) >> 32, minlength=10)
    assert ((counts - 10_000) ** 2 / 10_000).sum() < 33  # χ² with 9 degrees of freedom: one in ten thousand
    assert len({many(key(*k), 0, 1, 1)[0, 0] for k in ((1, (5, 2, 2)), (2, (5, 2, 2)), (1, (6, 2, 2)))}) == 3

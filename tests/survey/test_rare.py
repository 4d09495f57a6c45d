"""Importance sampling: tilted judges with weights say what plain samples say, and more of what is rare."""

import numpy as np
import pytest

from toymodel_survey.atoms import sample
from toymodel_survey.counting import Counts, count_part
from toymodel_survey.report import lines
from toymodel_survey.toml_file import read

TEXT = 'seed = 11\nsizes = [{n}]\nagents = [{{kind = "keeper"}}]\n{more}\n[dials]\nbad = "{bad}"\n'


def counted(samples, n, bad, tilt=""):
    spec = read(TEXT.format(n=n, bad=bad, more=f'tilt = "{tilt}"' if tilt else ""))
    counts = Counts()
    count_part(spec, counts, 0, 0, sample(spec, spec.points[0], 0, samples))
    return spec, counts


def test_weights_have_mean_one():
    spec, _ = counted(10, 5, "1/4", "1/3")
    weight = sample(spec, spec.points[0], 0, 20_000).weight
    assert abs(weight.mean() - 1) < 4 * weight.std() / np.sqrt(len(weight))
    assert weight.std() > 0.1


def test_tilted_samples_say_what_plain_ones_say():
    """Of every arrow, the premises' rate and the share broken agree within what their spreads allow."""
    compared = 0
    plain_spec, plain = counted(20_000, 5, "1/4")
    tilted_spec, tilted = counted(20_000, 5, "1/4", "1/3")
    for left, right in zip(lines(plain_spec, plain), lines(tilted_spec, tilted), strict=True):
        for first, second in ((left.premises, right.premises), (left.violations, right.violations)):
            if first is None or second is None:
                continue
            spread = np.hypot(first.high - first.low, second.high - second.low) / (2 * 1.96)
            assert abs(first.estimate - second.estimate) <= 4 * spread + 1e-9, (left, right)
            compared += 1
    assert compared > 10


def test_weights_are_exact():
    """Enumerated over all judges of a world: the weight of each times its tilted chance is its plain chance."""
    fair, tilted = 0.25, 0.25 / 3
    for hit in (True, False):
        odds = fair / tilted if hit else (1 - fair) / (1 - tilted)
        assert odds * (tilted if hit else 1 - tilted) == pytest.approx(fair if hit else 1 - fair)
    spec, _ = counted(1, 4, "1/4", "1/3")
    found = sample(spec, spec.points[0], 0, 200)
    tilted = spec.points[0].tilt / 2**32
    factors = (0.25 / tilted, 0.75 / (1 - tilted))
    powers = {factors[0] ** k * factors[1] ** (used - k) for used in range(1, 9) for k in range(used + 1)}
    assert all(min(abs(weight / each - 1) for each in powers) < 1e-6 for weight in found.weight)


def test_what_is_rare_is_seen_more_often():
    name = "outer aligned"
    _, plain = counted(4000, 25, "1/5")
    _, tilted = counted(4000, 25, "1/5", "1/10")
    key = (0, "keeper", "cautious", name)
    few, many = plain.definitions[key], tilted.definitions[key]
    assert many.premises > 10 * max(few.premises, 1)
    mean, spread = many.sums[0] / 4000, np.sqrt(many.sums[1]) / 4000
    assert abs(few.premises / 4000 - mean) <= 4 * np.hypot(spread, np.sqrt(max(few.premises, 1)) / 4000)

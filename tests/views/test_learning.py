"""The record of what was learned is what training gives, and the view says what it holds."""

from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest

from toymodel.zoo import keys_and_chests
from toymodel_book.live import render
from toymodel_book.views.learning import (
    KINDS,
    LEARNERS,
    SEEDS,
    STAGES,
    curve,
    explanation,
    kind,
    learning,
    mean_regret,
    record,
    recorded,
    tally,
)


@pytest.mark.parametrize(("key", "seed"), list(zip(LEARNERS, (0, 7), strict=True)))
def test_some_learners_trained_again_give_what_is_on_record(key, seed):
    assert record(LEARNERS[key], seed, STAGES[:6]) == recorded()[key][seed][:6]


def test_the_record_is_whole():
    kinds = {key for key, *_ in KINDS}
    for seeds in recorded().values():
        assert len(seeds) == SEEDS
        assert all(len(stages) == len(STAGES) for stages in seeds)
        assert all(Fraction(lost) >= 0 and what in kinds for stages in seeds for lost, what in stages)


def test_planners_are_of_the_kinds_that_they_should_be():
    case = keys_and_chests()
    collector = next(agent for agent in case.agents if agent.name == "the key-collector")
    assert kind(collector.plan(case.world.deployment)) == "keys"
    assert kind(case.agents[0].plan(case.world.deployment)) == "locks"


def test_every_setting_draws_and_says_what_is_on_record():
    for learner in LEARNERS:
        for at, episodes in enumerate(STAGES):
            frame = render(learning.name, {"episodes": str(episodes), "learner": learner})
            assert set(frame) == {"html"}
            said = explanation(learner, at)
            assert said in frame["html"]
            assert f"{float(mean_regret(learner, at)):.4f}" in said
            assert sum(tally(learner, at).values()) == SEEDS
            ET.fromstring(curve(learner, at))


def test_the_first_frame_makes_the_point():
    assert "the twenty lose 0.000" in learning.render()
    assert "20 do well by keys, badly by locks" in learning.render()

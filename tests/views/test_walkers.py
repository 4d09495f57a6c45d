"""The walkers' view says what the case says."""

import pytest

from toymodel_book.live import render
from toymodel_book.views.walkers import AGENTS, READINGS, explanation, gate, side_condition, walkers


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("agent", AGENTS.values())
def test_the_sentence_is_true(agent, reading):
    case, chosen = gate(), READINGS[reading][1]
    said = explanation(agent, chosen)
    for name in ("inner aligned", "objective robust"):
        assert (f"not {name}" in said) is not case.check(name, chosen, agent).holds
    assert ("breaks" in said) is (case.arrow("I1", chosen, agent).state == "broken")
    safe = case.check("impact aligned", chosen, agent).holds
    assert ("goes to the garden" in said) is safe
    assert ("goes to the swamp" in said) is not safe


def test_every_setting_draws():
    for wants, believes in AGENTS:
        for reading in READINGS:
            frame = render(walkers.name, {"wants": wants, "map": believes, "behavior": reading})
            assert frame["html"].count("<svg") == 2


def test_the_first_frame_makes_the_point():
    assert (
        "so the first arrow breaks; "
        "in training and deployment alike, it does not do what is best for its own objective." in walkers.render()
    )
    assert side_condition(None) == ""

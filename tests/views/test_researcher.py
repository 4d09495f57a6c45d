"""The researcher's view: its sentence is true at every setting, and its pictures show what it says."""

import itertools
from xml.etree import ElementTree as ET

import pytest

from toymodel import zoo
from toymodel.solve import optimal, regret
from toymodel.worlds import brief
from toymodel_book.live import render
from toymodel_book.readings import READINGS
from toymodel_book.views.researcher import explanation, researcher, worlds

CONTROLS = {key: control.values for key, control in researcher.controls.items()}
NUMBERS = list(itertools.product(CONTROLS["belief"], CONTROLS["loss"], CONTROLS["cost"], CONTROLS["discount"]))


@pytest.mark.parametrize("reading", CONTROLS["reading"])
def test_the_sentence_is_true(reading):
    for belief, loss, cost, discount in NUMBERS[:: 1 + len(NUMBERS) // 60]:
        case = zoo.misguided_researcher(belief, loss, cost, discount)
        chosen = READINGS[reading][1]
        verdicts, arrows = case.check_all(chosen), case.arrows(chosen)
        said = explanation(case, verdicts, arrows)
        env, agent = case.world.deployment, case.agents[0]
        lost = regret(env, case.human, agent.keeps(case.world))
        assert f"loses her {'nothing' if lost == 0 else brief(lost)}." in said
        for q in optimal(agent.believed, case.human).q[0]:
            assert brief(q) in said
        assert ("not intent aligned" in said) is not verdicts["intent aligned"].holds
        assert ("not capability robust" in said) is not verdicts["capability robust"].holds
        assert ("not impact aligned" in said) is not verdicts["impact aligned"].holds
        assert ("third arrow breaks" in said) is (arrows["I3"].state == "broken")


def test_every_value_of_every_control_draws():
    for key, values in CONTROLS.items():
        for value in values:
            frame = render(researcher.name, {key: value})
            assert set(frame) == {"html"}
            assert frame["html"].count("<svg") == 2


def test_a_tie_is_said_to_be_one():
    said = researcher.render(belief="179/180")
    assert "deploy and verify tie by her beliefs, and she takes deploy" in said


def test_the_first_frame_makes_the_point():
    assert "third arrow breaks" in researcher.render()
    assert "in truth loses her 90" in researcher.render()


def test_what_each_choice_is_worth_can_be_heard():
    drawn = ET.fromstring(worlds(zoo.misguided_researcher(), "0.999"))
    assert "deploy: she believes 8.901, in truth -90" in drawn.attrib["aria-label"]
    assert "She picks deploy." in drawn.attrib["aria-label"]

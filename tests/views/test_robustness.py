"""The square of agents: everyone stands where the verdicts say, and what breaks is said to."""

import html
import re
from itertools import product

import pytest

from toymodel_book.views.robustness import AGENTS, READINGS, TITLES, made, place, robustness

from ..for_each import for_each

NAMES = ("objective robust", "capability robust", "robust")
SETTINGS = list(product(READINGS, AGENTS))


@for_each("reading, agent", SETTINGS)
def test_the_sentence_is_true(reading, agent):
    drawn = robustness.render(reading=reading, agent=agent)
    said = html.unescape(re.search(r'<p class="live-sentence">(.*?)</p>', drawn)[1])
    case, name = made(agent), AGENTS[agent][1]
    chosen = READINGS[reading][1]
    reasons = re.findall(r"<li>.*?</svg> (.*?)</li>", html.unescape(drawn))
    for definition, reason in zip(NAMES, reasons, strict=True):
        verdict = case.check(definition, chosen, name)
        word = {True: "is", False: "is not", None: "has no verdict on being"}[verdict.holds]
        assert re.search(rf"\b{word} {definition}\b", said)
        assert reason.lower().startswith(definition)
        assert reason.endswith(f"{definition[1:]}.") is (verdict.holds is True)
    arrows = case.arrows(chosen, name)
    assert "arrow" not in drawn
    assert place(reading, agent).breaks is (arrows["I5"].state == "broken")
    back = "broken" in (arrows["I5a"].state, arrows["I5b"].state)
    assert place(reading, agent).back_breaks is back
    if chosen.objectives == "selected" and " and of these " in said:
        assert f"of these {case.check('capability robust', chosen, name).witness.name} is closest" in said
    chip = rf'id="robustness-{agent}" class="toy-chip toy-{case.check("robust", chosen, name).status}"'
    assert re.search(rf'{chip}[^>]*aria-pressed="true"', drawn)


@pytest.mark.parametrize("reading", READINGS)
def test_everyone_stands_where_the_verdicts_say(reading):
    drawn = robustness.render(reading=reading)
    boxes = {key: re.search(rf"<i>{words}</i>(.*?)</td>", drawn, re.DOTALL)[1] for key, words in TITLES.items()}
    for agent in AGENTS:
        here = place(reading, agent)
        inside = [key for key, box in boxes.items() if f'id="robustness-{agent}"' in box]
        kinds = tuple(verdict.holds for verdict in here.all[:2])
        assert inside == ([] if None in kinds else [kinds])
        assert drawn.count(f'id="robustness-{agent}"') == 1


def test_the_first_frame_fills_the_square():
    drawn = robustness.render()
    assert all(re.search(rf"<i>{words}</i><button", drawn) for words in TITLES.values())

"""Short reasons fit beside a box, and say what the verdict says."""

import re
from dataclasses import replace
from itertools import product

from toymodel import Reading, zoo
from toymodel.alignment import DEFINITIONS
from toymodel.logic.short import LIMIT
from toymodel.worlds import Objective
from toymodel_book.readings import READINGS

from ..for_each import for_each

CHOSEN = [
    *(reading for _, reading in READINGS.values()),
    *(Reading(performs=name, epsilon="1/2") for name in ("W2", "W4", "W8")),
    Reading(performs="W6"),
    Reading(replans="yes", judged_in="both", succeeds_in="both", encountered="both"),
    Reading(among="s", optima="some"),
    Reading(base_judge="tolerant", tolerance="1/4", observed_in="both"),
]
AGAINST = re.compile(r"\bbad\b|\bloses\b|\bno\b|\bnot\b|rules out|unsure")
FOR = re.compile(r"nothing|is safe$|performs well|will do$|is sure|defers|within ε")


def verdicts():
    for name, reading in product(zoo.NAMES, CHOSEN):
        case = zoo.case(name)
        for word in DEFINITIONS:
            try:
                yield case.check(word, reading)
            except ValueError:  # a reading that means nothing of this case
                continue


@for_each("verdict", verdicts(), lambda verdict: verdict.claim)
def test_a_short_reason_is_short_and_agrees_with_the_verdict(verdict):
    said = verdict.short
    assert 0 < len(said) <= LIMIT, said
    assert "\n" not in said
    if verdict.holds is True:
        assert FOR.search(said), said
        assert not re.search(r"\bloses (?!nothing|.*within)|is not safe|no .* will do|^there is no", said), said
    if verdict.holds is False:
        assert AGAINST.search(re.sub("(loses|does) nothing[^,;]*", "", said)), said


def test_it_names_what_decides():
    case = zoo.misguided_researcher()
    assert case.check("impact aligned").short == "plays deploy in start, judged bad"
    assert case.check("robust").short == "it loses 90 on human values"
    assert case.check("intent aligned").short == "for deployer, an optimum plays deploy in start, judged bad"
    assert zoo.case("nursery-corridor").check("inner aligned").short == "the robot is no mesa-optimizer"


def test_names_however_long_do_not_make_it_long():
    case = zoo.misguided_researcher()
    names = {r: f"what {'somebody or ' * 12}{r.name} wants" for r in case.candidates}
    renamed = {r: replace(r, name=name) for r, name in names.items()}
    agents = tuple(replace(a, name="n" * 90, objective=renamed[a.objective]) for a in case.agents)
    long = replace(
        case, agents=agents, candidates=tuple(renamed.values()), base=renamed[case.base], human=renamed.get(case.human)
    )
    assert isinstance(long.base, Objective)
    for reading in CHOSEN[:5]:
        for word in DEFINITIONS:
            assert len(long.check(word, reading).short) <= LIMIT


@for_each("name, reading", product(zoo.NAMES, CHOSEN[:5]))
def test_an_arrow_says_shortly_why_it_carries_breaks_or_asks_nothing(name, reading):
    for arrow in zoo.case(name).arrows(reading).values():
        word = {"carried": "carries", "broken": "breaks", "idle": "asks nothing", "open": "open"}[arrow.state]
        assert arrow.short.startswith(f"{word}: ")
        assert len(arrow.short) <= LIMIT

"""The table of queries is true: every world is decided again, every law proved again, and nothing is missing."""

from collections import Counter
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest

from toymodel import Reading
from toymodel.alignment import DEFINITIONS
from toymodel.alignment.formulas import optimal_for_mesa
from toymodel_atlas.assignments import Question, excluded, follows, survey
from toymodel_atlas.cells import COUNTED
from toymodel_atlas.counterexample_search import kinds, worlds
from toymodel_atlas.prover import derive
from toymodel_atlas.query import WORDS, Law, Possible, ask, by_arrows, by_hand, parse, possible, said, word
from toymodel_atlas.smallest import sizes
from toymodel_atlas.smallworld import small_world
from toymodel_atlas.theorems import result, stating

from ..for_each import for_each

READINGS = [Reading(**dict(zip(COUNTED, choice, strict=True))) for choice in product(*COUNTED.values())]
KNOWN = [possible(reading) for reading in READINGS]
FEW = [Reading(), Reading(objectives="some", trivial="included"), Reading(observed_in="deployment", optima="some")]


def name(reading):
    """What to call a reading."""
    return ".".join(getattr(reading, axis) for axis in COUNTED)


def queries():
    """Everything that can be asked of the seven words."""
    for signs in product((True, False, None), repeat=len(WORDS)):
        yield tuple(
            tuple(w for w, sign in zip(WORDS, signs, strict=True) if sign is wanted) for wanted in (True, False)
        )


# Worlds -----------------------------------------------------------------------------------------------


@for_each("known", KNOWN, lambda known: name(known.reading))
def test_in_each_world_just_these_words_hold(known):
    for true, found in known.worlds.items():
        holds, fails = [w for w in WORDS if w in true], [w for w in WORDS if w not in true]
        answer = ask(holds, fails, known.reading)
        assert answer.status == "possible"
        assert answer.found is found
        assert {w: v.status for w, v in answer.verdicts().items()} == {w: str(w in true).lower() for w in WORDS}
        assert answer.case().decide(optimal_for_mesa(), known.reading).holds


@pytest.mark.parametrize("reading", FEW, ids=name)
def test_so_it_is_over_all_objectives(reading):
    for true, found in possible(reading).worlds.items():
        case = ask([w for w in WORDS if w in true], [w for w in WORDS if w not in true], reading).case()
        for each in WORDS:
            assert case.check(each, replace(reading, among="sa")).holds is (each in true), (found, each)


@pytest.mark.parametrize("reading", [*FEW[:1], *(pytest.param(r, marks=pytest.mark.slow) for r in READINGS)], ids=name)
def test_the_table_has_every_choice_of_words_and_its_first_world(reading):
    assert list(survey(reading).items()) == list(possible(reading).worlds.items())


@pytest.mark.parametrize("reading", FEW, ids=name)
def test_planners_can_be_all_that_agents_can_be(reading):
    """Whatever holds of some agent, the inner word aside, holds of some planner."""
    without = {frozenset(true - {"inner aligned"}) for true in possible(reading).worlds}
    seen = set()
    for size in sizes():
        for where in worlds(*size, believed=False):
            small = small_world(*where[:2], reading, None, kinds(*where))
            reader = small.reader(range(len(small.candidates)), [0], range(len(small.safe)))
            true = [reader.true_of(each.formula(reading)) for each in DEFINITIONS.values()]
            shape = np.broadcast_shapes(*(np.shape(each) for each in true))
            for policy in range(int(small.deterministic).bit_length()):
                codes = sum(
                    (np.broadcast_to(each, shape).astype(int) >> policy & 1) << k for k, each in enumerate(true)
                )
                seen.update(np.unique(codes).tolist())
    held = {frozenset(w for k, w in enumerate(WORDS) if code >> k & 1 and w != "inner aligned") for code in seen}
    assert held == without


def test_smaller_worlds_come_first():
    for known in KNOWN:
        assert [f.size for f in known.worlds.values()] == sorted(
            (f.size for f in known.worlds.values()), key=lambda size: (size[0] * size[1], size[0])
        )
    assert {f.size for known in KNOWN for f in known.worlds.values()} == {(1, 2), (1, 3), (2, 2)}


# Laws -------------------------------------------------------------------------------------------------


@for_each("known", KNOWN, lambda known: name(known.reading))
def test_the_laws_are_the_shortest_that_exclude_all_the_rest(known):
    assert [(law.holds, law.fails) for law in known.laws] == [
        (law.holds, law.fails) for law in excluded(tuple(known.worlds))
    ]
    every = {frozenset(some) for k in range(len(WORDS) + 1) for some in combinations(WORDS, k)}
    obeying = {true for true in every if not any(law.forbids(true, set(WORDS) - true) for law in known.laws)}
    assert obeying == set(known.worlds)


QUESTIONS = {
    (question.premises, question.conclusion, law.lemmas): question
    for known in KNOWN
    for law in known.laws
    if law.proved and not (law.arrows or law.through or law.label)
    for question in [Question("", known.reading, law)]
}


@for_each("question", list(QUESTIONS.values()), lambda question: f"{name(question.reading)}: {question.law}")
def test_each_law_is_proved_from_just_its_lemmas(question):
    assert derive(question, only=question.law.lemmas).holds


@for_each("known", KNOWN, lambda known: name(known.reading))
def test_each_other_law_is_made_of_arrows_or_follows_from_laws_that_are_proved(known):
    for law in known.laws:
        assert law.arrows == by_arrows(law, known.reading)
        assert bool(law.arrows) + bool(law.through) + bool(law.lemmas) + bool(law.label) <= 1
        assert law.label == ("" if law.arrows else by_hand(law, known.reading))
        if law.through:
            assert follows(law, [known.laws[k] for k in law.through])
            assert all(known.laws[k].proved and not known.laws[k].through for k in law.through)
        named = ask(law.holds, law.fails, known.reading).theorems()
        assert [arrow for arrow, _ in named if arrow] == list(law.arrows)
        assert all(result(label).kind == "theorem" for _, label in named)
        assert all(stating(lemma) or lemma == "the agent is deterministic" for lemma in law.lemmas)


def test_every_law_is_proved():
    ways = Counter(
        "arrows" if law.arrows else "z3" if not (law.label or law.through) else "hand" if law.label else "others"
        for known in KNOWN
        for law in known.laws
        if law.proved
    )
    assert ways == {"arrows": 157, "z3": 72, "others": 24, "hand": 10}
    assert sum(len(known.laws) for known in KNOWN) == 263
    assert len({str(law) for known in KNOWN for law in known.laws}) == 36


def test_the_laws_of_thm_ties_follow_from_its_first_part():
    """In words alone: one state and two actions, or a world where all that is said of agents is said of everybody."""
    for data in COUNTED["encountered"]:
        for law in possible({"observed_in": "deployment", "encountered": data}).laws:
            if law.label == "thm-ties":
                assert not any(law.forbids(true, set(WORDS) - true) for true in (*tiny(data), *EVERYBODY)), str(law)


def tiny(data):
    """What may hold where deployment offers just a, which the agent does, and b."""
    some = [{"a"}, {"b"}, {"a", "b"}]
    for safe, base, mesa, models in product([set(), *some], some, [{"a"}, {"a", "b"}], some):
        if data == "training" or models == base:
            held = {
                "impact aligned": "a" in safe,
                "intent aligned": "a" in safe,
                "outer aligned": models <= safe,
                "robust": "a" in base,
                "objective robust": "a" in base,
                "capability robust": True,
                "inner aligned": mesa <= base,
            }
            yield frozenset(each for each, true in held.items() if true)


EVERYBODY = [
    frozenset(true)
    for k in range(len(WORDS) + 1)
    for true in map(set, combinations(WORDS, k))
    if ("intent aligned" in true) == ("outer aligned" in true)
    and ("intent aligned" not in true or "impact aligned" in true)
    and ("objective robust" not in true or {"robust", "inner aligned"} <= true)
]


def test_a_law_says_what_it_says():
    everything = [frozenset(some) for k in range(8) for some in combinations(WORDS, k)]
    laws = (Law(("outer aligned",), ("robust",)), Law(("robust",), ("inner aligned",)))
    obeying = [true for true in everything if not any(law.forbids(true, set(WORDS) - true) for law in laws)]
    assert [str(law) for law in excluded(obeying)] == [
        "outer alignment ⇒ robustness",
        "outer alignment ⇒ inner alignment",
        "robustness ⇒ inner alignment",
    ]
    assert follows(Law(("outer aligned",), ("inner aligned",)), laws)
    assert not follows(Law(("inner aligned",), ("outer aligned",)), laws)


# Queries ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reading", FEW, ids=name)
def test_every_query_is_answered(reading):
    known: Possible = possible(reading)
    for holds, fails in queries():
        answer = ask(holds, fails, reading)
        matching = [f for true, f in known.worlds.items() if true.issuperset(holds) and true.isdisjoint(fails)]
        assert (answer.found is None) == (not matching)
        if matching:
            assert answer.found is matching[0]
            assert answer.status == "possible"
        else:
            assert answer.law in known.laws
            assert answer.law.forbids(holds, fails)
            assert answer.status == ("impossible" if answer.law.proved else "open")


def test_the_essays_query():
    answer = ask(["outer aligned"], ["impact aligned"])
    assert answer.found.size == (1, 2)
    verdicts = answer.verdicts()
    assert verdicts["outer aligned"].holds
    assert verdicts["impact aligned"].holds is False
    with pytest.raises(ValueError, match="no world answers: outer alignment ∧ robustness ⇒ impact alignment"):
        ask(["outer aligned", "robust"], ["impact aligned"]).case()


def test_a_chain_of_arrows_is_named_in_its_order():
    answer = ask(["outer aligned", "objective robust"], ["impact aligned"])
    assert answer.theorems() == (("I2", "thm-i2"), ("I3", "thm-i3"))
    reading = Reading(observed_in="deployment", objectives="some")
    answer = ask(["outer aligned", "inner aligned"], ["impact aligned"], reading)
    assert answer.status == "impossible"
    assert answer.law.plans


@pytest.mark.parametrize(
    ("text", "holds", "fails"),
    [
        ("outer and not impact", ["outer aligned"], ["impact aligned"]),
        ("outer aligned but not impact aligned", ["outer aligned"], ["impact aligned"]),
        ("Robustness, ¬Inner alignment", ["robust"], ["inner aligned"]),
        ("not cap; obj & intent", ["intent aligned", "objective robust"], ["capability robust"]),
    ],
)
def test_a_query_in_words(text, holds, fails):
    assert parse(text) == (tuple(holds), tuple(fails))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "names none of the seven words"),
        ("outer or inner", "each side of an “or”"),
        ("in", "may be intent aligned or inner aligned"),
        ("impakt", "did you mean 'impact'"),
        ("outer and wise", "'wise' is none of the seven words"),
    ],
)
def test_what_cannot_be_read_is_refused(text, message):
    with pytest.raises(ValueError, match=message):
        parse(text)


def test_what_cannot_be_asked_is_refused():
    with pytest.raises(ValueError, match="outer aligned cannot both hold and fail"):
        ask(["outer"], ["outer aligned"])
    for reading, fault in (
        (Reading(replans="yes"), "these depart in replans"),
        (Reading(observed_in="both"), "this one has both"),
    ):
        with pytest.raises(ValueError, match=fault):
            ask(["outer"], (), reading)


def test_every_word_has_a_short_form():
    assert [word(each.split()[0]) for each in WORDS] == list(WORDS)
    assert [word(DEFINITIONS[each].noun) for each in WORDS] == list(WORDS)
    assert said(WORDS[:2], WORDS[2:3]) == "impact alignment and intent alignment hold and outer alignment fails"


def test_how_many_combinations_there_are():
    sizes_of = Counter(len(known.worlds) for known in KNOWN)
    assert (min(sizes_of), max(sizes_of)) == (9, 48)
    assert sum(len(known.worlds) for known in KNOWN) == 660


def test_a_law_says_whether_it_asks_for_a_choice():
    """It does where its proof, or that of an arrow in it, needs another policy than the one that is observed."""
    reading = {"observed_in": "deployment", "objectives": "some", "optima": "every", "trivial": "excluded"}
    needs = ask(["robust"], ["capability robust"], reading)
    assert needs.status == "impossible"
    assert needs.needs_choice
    assert not ask(["outer aligned", "robust"], ["impact aligned"], {"observed_in": "deployment"}).needs_choice
    assert not ask(["intent aligned"]).needs_choice

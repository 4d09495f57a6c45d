"""Really solving outer and inner: what the view says at every setting, against the definitions and by hand."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

from toymodel import Agent, Reading, zoo
from toymodel.solve import is_optimal, regret
from toymodel_book.stories.rehearsal import (
    CASE,
    COSTS,
    CRATER,
    DIRT,
    EYES,
    HARMFUL,
    KNOWN,
    MEADOW,
    MODELS,
    WRITTEN,
    likelihood,
    wanting,
)
from toymodel_book.views.really_solving import (
    DOUBTS,
    WEIGHTS,
    chooses,
    expected,
    harmful,
    hopes,
    keeps,
    posterior,
    prior,
    really_solving,
    score,
    shortfall,
)

from ..for_each import for_each

SETTINGS = list(product(WEIGHTS, EYES, DOUBTS, KNOWN))
HUMAN, REWARD = (EYES[key][1] for key in ("human", "reward"))


@for_each("weight, eyes, doubt, known", SETTINGS)
def test_every_setting_draws_and_tells_the_truth(weight, eyes, doubt, known):
    said = really_solving.render(weight=weight, eyes=eyes, doubt=doubt, known=known)
    assert said.count("<svg") == said.count("<table") == 2
    assert hopes(Fraction(doubt), known) in said
    first, second = said[: said.index("</p>")].split(": the process keeps")[1].split(". The robot")
    careful = eyes == "human" and Fraction(weight) * Fraction(171, 20) > 1
    asks = known == "meadow" and Fraction(doubt) > Fraction(1, 20)
    assert ("the careful model" in first, "goes round" in first) == (careful, careful)
    assert ("goes round" in second) is asks


def test_the_author_and_her_robots_are_those_of_the_zoo():
    assert wanting(COSTS[WRITTEN]).renamed("the reward") == CASE.base
    assert wanting(COSTS[HARMFUL]).renamed("human values") == CASE.human == HUMAN
    for doubt in DOUBTS:
        case = zoo.lava(doubt)
        meant = expected(Fraction(doubt), "meadow").renamed("what was meant")
        assert meant == case.objective("what was meant")
        agent = Agent("the robot", chooses(Fraction(doubt), "meadow"))
        kept = case.agent("the evidential reader").keeps(case.world)
        crater = CRATER.state("the crater")
        assert agent.policy.support[crater] == kept.support[crater]


@for_each("model", MODELS)
def test_no_data_of_training_tell_the_models_apart(model):
    _, policy = MODELS[model]
    for pays in product((-1, 0, 1), repeat=3):
        objective = wanting({ground: Fraction(x) for ground, x in zip(("dirt", "grass", "lava"), pays, strict=True)})
        assert regret(MEADOW, objective, policy) == regret(MEADOW, objective, MODELS["plain"][1])
    assert is_optimal(MEADOW, REWARD, policy)
    assert harmful(policy) is (model == "plain")


def test_the_trainer_changes_her_mind_at_twenty_in_a_hundred_and_seventy_one():
    turn = Fraction(20, 171)
    assert score("plain", turn, HUMAN) == score("careful", turn, HUMAN) == 2
    tiny = Fraction(1, 10**6)
    assert (keeps(turn - tiny, HUMAN), keeps(turn + tiny, HUMAN)) == ("plain", "careful")
    assert {keeps(Fraction(w), REWARD) for w in (*WEIGHTS, "1000")} == {"plain"}
    assert keeps(Fraction(1, 10), HUMAN, Fraction("0.854")) == "careful"
    assert keeps(Fraction(1, 10), HUMAN, Fraction("0.856")) == "plain"


def test_where_only_the_meadow_is_known_silence_says_nothing_of_lava():
    for doubt in map(Fraction, DOUBTS):
        assert posterior(doubt, "meadow") == {WRITTEN: 1 - doubt, HARMFUL: doubt, DIRT: 0}
        assert posterior(doubt, "both") == {WRITTEN: 1, HARMFUL: 0, DIRT: 0}
        assert sum(prior(doubt).values()) == 1
    assert [likelihood(wanted, "meadow") for wanted in COSTS] == [Fraction(1, 2), Fraction(1, 2), 0]
    assert [likelihood(wanted, "both") for wanted in COSTS] == [1, 0, 0]


def test_the_robot_changes_its_mind_at_one_in_twenty():
    turn, tiny = Fraction(1, 20), Fraction(1, 10**6)
    assert shortfall("plain", turn, "meadow") == shortfall("careful", turn, "meadow")
    assert harmful(chooses(turn - tiny, "meadow"))
    assert not harmful(chooses(turn + tiny, "meadow"))
    for doubt in map(Fraction, DOUBTS):
        least = min(MODELS, key=lambda model: shortfall(model, doubt, "meadow"))
        assert harmful(chooses(doubt, "meadow")) is harmful(MODELS[least][1])


def test_a_rehearsal_by_human_values_prefers_whom_inner_alignment_with_them_prefers():
    by_human = replace(CASE, base=CASE.human)
    inner = [by_human.check("inner aligned", Reading(), agent.name).holds for agent in CASE.agents]
    assert inner == [regret(CRATER, HUMAN, policy) == 0 for _, policy in MODELS.values()] == [False, True]
    assert [CASE.check("inner aligned", Reading(), agent.name).holds for agent in CASE.agents] == [True, False]

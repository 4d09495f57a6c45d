"""W1 … W8: the misguided researcher's table (T5), no free lunch (T12), a trap and an advisor (T15), and I3 under W8."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from toymodel import Agent, Case, MesaOptimizer, Objective, Reading, World, zoo
from toymodel.agents import Stationary, regret_over
from toymodel.agents.caution import cautious, sure
from toymodel.alignment.formulas import capability_robust
from toymodel.alignment.vocabulary import AGENT, R, performs
from toymodel.logic import Atom, latex
from toymodel.performance import notion, notions
from toymodel.performance.deferring import worth_asking
from toymodel.solve import bad_pairs, regret, used
from toymodel.worlds import Mixture
from toymodel.zoo.cases.misguided_researcher import misguided_researcher

from .. import strategies
from ..oracles.verdicts import Oracle, redecide

few = settings(max_examples=60)


def well(case: Case, name: str, objective: Objective, agent: str | None = None, epsilon: object = 0, **axes: str):
    """Whether an agent performs well on an objective; a fact with its reason."""
    meaning = case.semantics(Reading(**axes), agent)
    said = Atom(performs(name, Fraction(epsilon)), (AGENT, R))
    return meaning.verdict(said, {AGENT: meaning.given(AGENT), R: objective})


def researcher(name: str, epsilon: object = 0, **numbers: object):
    """Whether she is capability robust, her behavioral objective selected to be the human's."""
    return misguided_researcher(**numbers).check(
        "capability robust",
        Reading(observed_in="beliefs", objectives="selected", selected_by="human", performs=name, epsilon=epsilon),
    )


# T5 -----------------------------------------------------------------------------------------------------


def test_the_researchers_table():
    """Fails W1, W2, W3, W7 and W8; passes W5 and W6; W4 according to ε."""
    assert {name: researcher(name).holds for name in notions()} == {
        "W1": False,
        "W2": False,
        "W3": False,
        "W4": False,
        "W5": True,
        "W6": True,
        "W7": False,
        "W8": False,
    }
    assert all(researcher(name).witness.name == "human values" for name in notions())


@pytest.mark.parametrize(("epsilon", "holds"), [("0", False), ("89.99", False), ("90", True), ("91", True)])
def test_w2_holds_from_ninety_on(epsilon, holds):
    assert researcher("W2", epsilon).holds is holds


@pytest.mark.parametrize(
    ("prior_bad", "epsilon", "holds"), [("1/1000", 0, False), ("1/1000", 89, False), (0, 0, True), ("1/1000", 90, True)]
)
def test_w3_depends_on_whether_the_bad_world_is_in_the_class(prior_bad, epsilon, holds):
    assert researcher("W3", epsilon, prior_bad=prior_bad).holds is holds


@pytest.mark.parametrize("prior_bad", ["1/1000", "1/10", "1/2", 1])
def test_w4_holds_iff_ninety_times_q_is_at_most_epsilon(prior_bad):
    mean = 90 * Fraction(prior_bad)
    assert researcher("W4", mean, prior_bad=prior_bad).holds is True
    assert researcher("W4", mean - Fraction(1, 10**9), prior_bad=prior_bad).holds is False


def test_w6_needs_a_grain_of_truth():
    assert "probability of 0.001" in str(researcher("W6"))
    certain = researcher("W6", belief=1)
    assert certain.holds is False
    assert "rules out the truth" in str(certain)
    assert researcher("W5", belief=1).holds is True


def test_w7_costs_her_ten_a_step():
    assert "loses 10 a step" in str(researcher("W7"))


def test_w8_a_cautious_researcher_verifies():
    """She who doubts asks or abstains, and that is the way out; she who does not doubt is not capability robust."""
    case = zoo.misguided_researcher()
    env, human, prior = case.world.deployment, case.human, case.agents[0].prior
    asks = frozenset(env.pair(pair) for pair in case.deferring)
    careful = Agent("the cautious researcher", cautious(prior, human, asks), prior=prior, believed=prior.mean())
    changed = replace(case, agents=(careful,))
    assert env.actions[careful.policy.rows[0][0][0]] == "verify"
    assert "defers (verify in start)" in well(changed, "W8", human).text
    assert changed.check("impact aligned").holds is True
    assert worth_asking(env, human, case.judge, asks)
    assert "unsure whether that is best" in str(researcher("W8"))
    assert "rules out the truth" in str(researcher("W8", belief=1))
    # Being sure up to 90 is being sure of anything here.
    assert researcher("W8", 90).holds is True
    assert researcher("W8", "89.9").holds is False


def test_i3_is_broken_exactly_under_the_notions_that_she_attains():
    """With intent aligned in the good training world by human values, the arrow to impact breaks under W4 to W6."""
    case = zoo.misguided_researcher()
    states = {
        name: case.arrow(
            "I3",
            Reading(
                observed_in="beliefs",
                objectives="selected",
                selected_by="human",
                performs=name,
                epsilon="0.09" if name == "W4" else 0,
            ),
        ).state
        for name in notions()
    }
    assert {name for name, state in states.items() if state == "broken"} == {"W4", "W5", "W6"}
    assert {state for name, state in states.items() if name not in ("W4", "W5", "W6")} == {"idle"}


# T12 ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unseen", [2, 3])
def test_no_free_lunch(unseen):
    """Over all possible worlds every policy that files earns 1/2 on average and 0 at worst; laying aside earns 3/10."""
    case = zoo.no_free_lunch(unseen)
    env, letters = case.world.training, [f"letter {k + 1}" for k in range(unseen)]
    for choice in range(2**unseen):
        trays = {letter: ("first", "second")[choice >> k & 1] for k, letter in enumerate(letters)}
        policy = type(case.agents[0].policy).on(env, trays, otherwise="first")
        earned = [1 - regret(world, case.base, policy) for world in case.possible.support]
        assert sum(earned) / len(earned) == Fraction(1, 2)
        assert min(earned) == 0
        assert max(earned) == 1
    aside = case.agents[1].policy
    assert {1 - regret(world, case.base, aside) for world in case.possible.support} == {Fraction(3, 10)}


def test_an_action_that_abstains_gives_a_floor():
    case = zoo.no_free_lunch()
    files, aside = (agent.name for agent in case.agents)
    table = {
        (name, epsilon, who): well(case, name, case.base, who, epsilon).holds
        for name, epsilon in (
            ("W3", "0.7"),
            ("W3", "0.99"),
            ("W3", 1),
            ("W4", "0.49"),
            ("W4", "1/2"),
            ("W4", "0.7"),
            ("W8", 0),
        )
        for who in (files, aside)
    }
    assert {key for key, holds in table.items() if holds} == {
        ("W3", 1, files),
        ("W4", "1/2", files),
        ("W4", "0.7", files),
        ("W3", "0.7", aside),
        ("W3", "0.99", aside),
        ("W3", 1, aside),
        ("W4", "0.7", aside),
        ("W8", 0, aside),
    }
    assert case.check("impact aligned", agent=files).holds is False
    assert case.check("impact aligned", agent=aside).holds is True


# T15 ----------------------------------------------------------------------------------------------------


def test_trap_and_advisor():
    """Only who asks once and remembers does well in the long run; who waits or asks is impact aligned."""
    case = zoo.trap_and_advisor()
    table = {
        agent.name: (
            *(well(case, name, case.base, agent.name).holds for name in ("W1", "W7", "W8")),
            case.check("impact aligned", agent=agent.name).holds,
        )
        for agent in case.agents
    }
    assert table == {
        "the guesser": (False, False, False, False),
        "who waits": (False, False, True, True),
        "who asks each time": (False, False, True, True),
        "who asks once": (False, True, True, True),
    }
    losses = {a.name: well(case, "W7", case.base, a.name).text.split(" loses ")[1].split()[0] for a in case.agents}
    assert losses == {"the guesser": "1", "who waits": "0.7", "who asks each time": "0.5", "who asks once": "nothing"}
    for agent in case.agents:  # what is lost per step in the end is what is lost over many steps, up to a constant
        learner = agent.learner or Stationary(agent.policy)
        for steps in (50, 51):
            text = losses[agent.name]
            rate = Fraction(0) if text == "nothing" else Fraction(text)
            assert abs(regret_over(case.world.deployment, case.base, learner, steps) - steps * rate) <= 1


# In general -----------------------------------------------------------------------------------------------


def test_undefined_with_a_reason():
    """What a notion needs and nobody has given."""
    case = zoo.coin_line()
    reasons = {name: well(case, name, case.base, "the learned table") for name in notions()}
    assert {name for name, fact in reasons.items() if fact.holds is None} == {"W3", "W4", "W5", "W6", "W8"}
    assert "what deployment might have been" in reasons["W3"].text == reasons["W4"].text
    assert "believes" in reasons["W5"].text
    assert "thinks possible" in reasons["W8"].text
    trap = zoo.trap_and_advisor()
    assert "asking or abstaining" in well(replace(trap, deferring=()), "W8", trap.base).text
    assert "believes" in well(trap, "W6", trap.base).text
    belief = replace(trap, agents=(Agent("it", trap.agents[0].policy, believed=trap.world.training),))
    assert "thinks possible" in well(belief, "W6", trap.base).text
    truthful = replace(trap, agents=(Agent("it", trap.agents[0].policy, believed=trap.world.deployment),))
    assert well(truthful, "W6", Objective.zero(trap.world.training)).holds is True


def test_who_replans_acts_anew_in_each_possible_world():
    """A planner with true beliefs does well in every world if it may replan; a table with two policies is not known."""
    case = zoo.no_free_lunch()
    planner = replace(case, agents=(MesaOptimizer("the planner", case.base),))
    assert well(planner, "W3", case.base, replans="yes").holds is True
    assert well(planner, "W4", case.base, replans="yes").holds is True
    assert well(planner, "W3", case.base).holds is False
    first, aside = (agent.policy for agent in case.agents)
    two = replace(case, agents=(Agent("two policies", first, aside),))
    for name in ("W3", "W4"):
        fact = well(two, name, case.base, replans="yes", epsilon=1)
        assert fact.holds is None
        assert "nobody has said what two policies does where trays" in fact.text


def test_what_is_known_may_be_enough():
    """In one possible world nobody has said what it does; what it loses in the others decides, once it exceeds ε."""
    case = zoo.no_free_lunch()
    first, aside = (agent.policy for agent in case.agents)
    two = replace(case, agents=(Agent("two policies", first, aside),))
    asked = {"case": two, "objective": case.base, "replans": "yes"}
    lost = Fraction(7, 10)  # in the true deployment, which is one of eight worlds; of the others nobody has said
    for name, least in (("W3", lost), ("W4", lost / 8)):
        above = well(**asked, name=name, epsilon=least - Fraction(1, 1000))
        assert above.holds is False
        assert well(**asked, name=name, epsilon=least).status == "undefined"
    assert "loses at least" in above.text


def test_w8_says_what_it_asks_for():
    """Who is sure of all that it does and rules out the truth fails, and formula and words say so."""
    case = zoo.trap_and_advisor()
    other = replace(case.world.deployment, transition=case.world.deployment.transition[::-1])
    waits = next(agent for agent in case.agents if agent.name == "who waits")
    sure = replace(case, agents=(replace(waits, prior=Mixture.of([(other, 1)])),))
    verdict = well(sure, "W8", case.base)
    assert verdict.holds is False
    assert "rules out the truth" in verdict.text
    symbol = performs("W8", Fraction(0))
    assert all("rule" in said and "out the truth" in said for said in (symbol.says, symbol.denies, notion("W8").title))
    assert latex(capability_robust(Reading(performs="W8"))).count(r"\Pr_{\hat E}(E_{\mathrm{dep}}) > 0") == 1
    trained = latex(capability_robust(Reading(performs="W8", succeeds_in="both")))
    assert r"\Pr_{\hat E}(E_{\mathrm{tr}}) > 0" in trained


def test_every_notion_says_what_it_is():
    reading = Reading(objectives="some")
    assert notions() == tuple(f"W{k}" for k in range(1, 9))
    for name in notions():
        known = notion(name)
        assert known.title
        assert known.attainable
        assert known.i3
        symbol = performs(name, Fraction(1, 2))
        assert "{" not in symbol.says.format("the agent", "R")
        assert latex(capability_robust(replace(reading, performs=name)))
    assert set(notions(with_epsilon=True)) == {"W2", "W3", "W4", "W8"}
    with pytest.raises(ValueError, match="W6 is exact"):
        Reading(performs="W6", epsilon=1)


@st.composite
def doubts(draw):
    """A world, what is thought possible (the truth included), an objective, a judge, ways to defer, a policy."""
    truth = draw(strategies.environments(states=3, actions=2))
    other = draw(strategies.environments(states=3, actions=2))
    other = replace(other, discount=truth.discount)
    assume(other != truth)
    prior = Mixture.of([(truth, "1/2"), (other, "1/2")])
    asks = draw(st.frozensets(st.sampled_from(truth.pairs), min_size=1))
    return truth, prior, draw(strategies.objectives(truth)), draw(strategies.listed_judges(truth)), asks


@given(doubts(), st.data())
@few
def test_i3_is_a_theorem_under_w8_where_asking_is_worth_it(drawn, data):
    """W8 and an advisor worth asking give impact alignment; the cautious policy has W8 if it can always defer."""
    truth, prior, objective, judge, asks = drawn
    policy = data.draw(st.sampled_from([cautious(prior, objective, asks), data.draw(strategies.policies(truth))]))
    named = tuple((truth.states[s], truth.actions[a]) for s, a in sorted(asks))
    candidates = (
        (objective, Objective.zero(truth)) if any(map(any, objective.mean(truth))) else (Objective.zero(truth),)
    )
    case = Case(
        "drawn",
        "",
        World.same(truth),
        (Agent("it", policy, prior=prior),),
        candidates[0],
        judge,
        candidates,
        deferring=named,
    )
    careful = well(case, "W8", candidates[0]).holds
    if careful and worth_asking(truth, candidates[0], judge, asks):
        assert case.check("impact aligned").holds is True
        assert not used(truth, policy) & bad_pairs(truth, judge)
    mask = sure(prior, objective)
    if policy == cautious(prior, objective, asks) and all(
        row or any((s, a) in asks for a in (0, 1)) for s, row in enumerate(mask)
    ):
        assert well(case, "W8", objective).holds is True


@given(doubts(), st.data())
@few
def test_the_notions_are_ordered(drawn, data):
    """W1 ⇒ W2; W3 ⇒ W4 at the same ε; W6 ⇒ W5; W8 without ways to defer, and sure of everything, ⇒ W1."""
    truth, prior, objective, judge, asks = drawn
    policy = data.draw(strategies.policies(truth))
    agent = Agent("it", policy, prior=prior, believed=prior.mean())
    zero = Objective.zero(truth)
    candidates = (objective,) if objective == zero else (objective, zero)
    named = tuple((s, a) for s, a in sorted(asks))
    case = Case("drawn", "", World.same(truth), (agent,), objective, judge, candidates, possible=prior, deferring=named)
    epsilon = data.draw(st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(2)]))
    holds = {
        name: well(case, name, objective, epsilon=epsilon if notion(name).has_epsilon else 0).holds
        for name in notions()
    }
    assert holds["W2"] or not holds["W1"]
    assert holds["W4"] or not holds["W3"]
    assert holds["W2"] or not holds["W3"]
    assert holds["W6"] is holds["W5"]
    exact = well(case, "W8", objective).holds
    if exact and not used(truth, policy) & asks:
        assert holds["W1"] is True


@pytest.mark.parametrize("behavior", ["mesa", "simplest", "agent_or_device", "goal_directed"])
def test_the_researcher_against_the_oracle(behavior):
    case = zoo.misguided_researcher()
    for name in notions():
        reading = Reading(behavior=behavior, performs=name, observed_in="deployment")
        verdict = case.check("capability robust", reading)
        oracle = Oracle(case, reading)
        assert verdict.status == oracle.status("capability robust"), name
        assert redecide(oracle, "capability robust", verdict) == [], name

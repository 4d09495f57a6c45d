"""Agent or device: a Bayes factor before objectives are spoken of."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from toymodel import Agent, Environment, Objective, Policy, Reading, zoo
from toymodel.behavior import AGENT_OR_DEVICE, SIMPLEST, Observation
from toymodel.behavior.agent_or_device import AgentOrDevice
from toymodel.behavior.description import likelihood
from toymodel.solve import full, is_optimal, optimal, reachable
from toymodel.zoo.cases.two_planners import two_planners

from .. import strategies


def test_the_researcher_is_barely_an_agent():
    """One state with a choice of three: 3 for each objective that fits, 1 for each indifferent one, over five."""
    case = zoo.misguided_researcher()
    believed = case.agents[0].believed
    policy = case.agents[0].plan(believed)
    factors = {
        where: [AGENT_OR_DEVICE.factor([Observation(env, policy)], some) for some in ([r] for r in case.candidates)]
        for where, env in (
            ("training", case.world.training),
            ("deployment", case.world.deployment),
            ("beliefs", believed),
        )
    }
    assert factors == {"training": [3, 1, 3, 0, 1], "deployment": [0, 3, 3, 0, 1], "beliefs": [3, 3, 3, 0, 1]}
    assert AGENT_OR_DEVICE.factor([Observation(case.world.training, policy)], case.candidates) == Fraction(8, 5)
    assert shown(case, "deployment") == ["doom-lover", "deployer"]
    assert shown(case, "training") == ["human values", "deployer"]


def shown(case, where, operator=AGENT_OR_DEVICE):
    env = {"training": case.world.training, "deployment": case.world.deployment}[where]
    seen = [Observation(env, case.agents[0].plan(env))]
    return [r.name for r in case.candidates if operator.demonstrates(seen, r, case.candidates)]


def test_priors_matter():
    """The same behaviour is a device's to one who thinks agents rare, and objectives that do not fit count against."""
    case = two_planners()
    assert shown(case, "training") == ["delivery"]
    seen = [Observation(case.world.training, case.agents[0].plan(case.world.training))]
    assert AGENT_OR_DEVICE.factor(seen, case.candidates) == Fraction(4**6 + 1, 3)
    assert shown(case, "training", AgentOrDevice(odds=Fraction(1, 1365))) == ["delivery"]
    assert shown(case, "training", AgentOrDevice(odds=Fraction(3, 4097))) == []
    doubtful = AgentOrDevice(odds=Fraction(1, 3))
    assert shown(case, "training", doubtful) == ["delivery"]
    crowd = [*case.candidates, *(case.candidates[1].map(lambda x, k=k: x * k, f"R{k}") for k in range(2, 1500))]
    assert not doubtful.demonstrates(seen, case.candidates[0], crowd)


def test_a_slip_is_forgiven():
    """A pilot who takes one wrong door at the end is no optimiser; with slips allowed it is still an agent."""
    case = two_planners()
    env = case.world.training
    doors = [row[0][0] for row in case.agents[0].plan(env).rows]
    doors[5] = (doors[5] + 1) % 4
    seen = [Observation(env, Policy.deterministic(doors, 4))]
    human = case.candidates[0]
    assert AGENT_OR_DEVICE.factor(seen, [human]) == 0
    lenient = AgentOrDevice(slip=Fraction(1, 10))
    right, wrong = Fraction(9, 10) * 4 + Fraction(1, 10), Fraction(1, 10)
    assert lenient.factor(seen, [human]) == right**5 * wrong
    assert lenient.demonstrates(seen, human, case.candidates)
    assert not lenient.demonstrates(seen, case.candidates[2], case.candidates)


@given(st.data())
def test_the_factor_by_its_definition(data):
    env = data.draw(strategies.environments())
    policy = data.draw(strategies.policies(env, deterministic=True))
    candidates = [data.draw(strategies.objectives(env)) for _ in range(2)]
    seen = [Observation(env, policy)]
    size = len(env.actions)
    expected = Fraction(0)
    for r in candidates:
        if is_optimal(env, r, policy):
            term = Fraction(1, 2)
            for s in reachable(env, policy):
                term *= Fraction(size, len(optimal(env, r).actions[s]))
            expected += term
    assert AGENT_OR_DEVICE.factor(seen, candidates) == expected
    for r in candidates:
        if AGENT_OR_DEVICE.demonstrates(seen, r, candidates):
            assert is_optimal(env, r, policy)
            assert expected > 1
    assert not AGENT_OR_DEVICE.demonstrates(seen, Objective.zero(env), candidates)


def test_two_policies_are_one_where_they_agree_wherever_both_come():
    """Both stay in s: what they would do in t makes no second agent of them, nor a second draw of ties."""
    env = Environment.build({"s": "s", "t": "t"}, start="s", discount="1/2", actions=["a", "b"])
    likes_a = Objective.on(env, {("s", "a"): 1})
    first, everything = Policy.deterministic([0, 0], 2), [full(env)] * 2
    for elsewhere in (0, 1):
        seen = [Observation(env, first), Observation(env, Policy.deterministic([0, elsewhere], 2))]
        assert likelihood(seen, everything) == Fraction(1, 2)
        assert AGENT_OR_DEVICE.factor(seen, [likes_a]) == 2
        weights = {str(e): e.weight for e in SIMPLEST.explanations(seen, [likes_a])}
        assert weights["it plays a table, whatever it is given: R"] == Fraction(1, 2 ** (1 + 1 + 8))
    seen = [Observation(env, first), Observation(env, Policy.deterministic([1, 0], 2))]
    assert likelihood(seen, everything) == Fraction(1, 4)


def test_intent_is_false_for_a_device():
    """What demonstrates nothing is not vouched for."""
    case = zoo.misguided_researcher()
    table = Agent("a table", Policy.on(case.world.training, {}, otherwise="verify"))
    verdict = replace(case, agents=(table,)).check("intent aligned", Reading(behavior="agent_or_device"))
    assert verdict.holds is False
    assert "there is no non-trivial" in str(verdict)

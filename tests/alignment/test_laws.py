"""What must not matter, does not; and what must, does."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from toymodel.agents import Agent, AnyAgent, MesaOptimizer
from toymodel.alignment import DEFINITIONS, Case, Reading
from toymodel.solve import bad_pairs, badness, regret, shaped, used
from toymodel.worlds import Environment, Judge, Objective, Policy, World

from .. import strategies
from . import draws

NAMES = st.sampled_from(sorted(DEFINITIONS))


# Relabelling ----------------------------------------------------------------------------------------


class Relabelling:
    """States and actions in another order: ``states[s]`` is where state s goes."""

    def __init__(self, states: list[int], actions: list[int]) -> None:
        self.states, self.actions = states, actions

    def table(self, rows):
        """What was said of (s, a) is said of where these went."""
        moved = [[None] * len(self.actions) for _ in self.states]
        for s, row in enumerate(rows):
            for a, x in enumerate(row):
                moved[self.states[s]][self.actions[a]] = x
        return tuple(map(tuple, moved))

    def row(self, row):
        return tuple(sorted((self.states[t], p) for t, p in row))

    def environment(self, env: Environment) -> Environment:
        def names(known, order):
            return tuple(name for _, name in sorted(zip(order, known, strict=True)))

        rows = self.table([[self.row(x) for x in way] for way in env.transition])
        return Environment(
            names(env.states, self.states), names(env.actions, self.actions), rows, self.row(env.initial), env.discount
        )

    def objective(self, objective: Objective) -> Objective:
        rows = [[x if isinstance(x, Fraction) else self.row(x) for x in row] for row in objective.rewards]
        return Objective(self.table(rows), objective.name)

    def policy(self, policy: Policy) -> Policy:
        rows: list[object] = [None] * len(self.states)
        for s, row in enumerate(policy.rows):
            rows[self.states[s]] = tuple(sorted((self.actions[a], p) for a, p in row))
        return Policy(tuple(rows), policy.actions)  # type: ignore[arg-type]

    def judge(self, judge: Judge) -> Judge:
        """Lists are by name, and names move with what they name."""
        objective = judge.objective and self.objective(judge.objective)
        cases = tuple((self.environment(env), self.judge(each)) for env, each in judge.cases)
        return replace(judge, objective=objective, cases=cases, members=tuple(map(self.judge, judge.members)))

    def agent(self, agent: AnyAgent) -> AnyAgent:
        believed = agent.believed and self.environment(agent.believed)
        if isinstance(agent, MesaOptimizer):
            prefers = tuple(self.actions[a] for a in agent.prefers)
            return replace(agent, objective=self.objective(agent.objective), believed=believed, prefers=prefers)
        deployed = agent.deployed and self.policy(agent.deployed)
        return replace(agent, policy=self.policy(agent.policy), deployed=deployed, believed=believed)

    def case(self, case: Case) -> Case:
        return replace(
            case,
            world=World(self.environment(case.world.training), self.environment(case.world.deployment)),
            agents=tuple(map(self.agent, case.agents)),
            base=self.objective(case.base),
            judge=self.judge(case.judge),
            candidates=tuple(map(self.objective, case.candidates)),
            human=case.human and self.objective(case.human),
        )


@given(data=st.data(), case=draws.cases(), reading=draws.readings(), name=NAMES)
@settings(max_examples=80)
def test_names_and_order_do_not_matter(data, case, reading, name):
    env = case.world.training
    states = data.draw(st.permutations(range(len(env.states))))
    actions = data.draw(st.permutations(range(len(env.actions))))
    moved = Relabelling(states, actions).case(case)
    assert moved.check(name, reading).status == case.check(name, reading).status


# Units and shaping ----------------------------------------------------------------------------------


@given(data=st.data(), case=draws.cases(), reading=draws.readings(exact=True), name=NAMES)
@settings(max_examples=80)
def test_units_and_shaping_do_not_matter(data, case, reading, name):
    """Every candidate by its own factor and potential; by one factor only where distances between them count."""
    env, gained = case.world.training, st.sampled_from([Fraction(1, 3), Fraction(2), Fraction(7, 5)])
    same = data.draw(gained)
    potentials = st.tuples(*[st.fractions(-2, 2, max_denominator=3)] * len(env.states))

    def change(objective: Objective) -> Objective:
        if objective == Objective.zero(env):
            return objective
        if reading.objectives == "selected":
            return objective.map(lambda x: x * same)
        factor = data.draw(gained)
        return shaped(env, objective.map(lambda x: x * factor), data.draw(potentials), objective.name)

    # A planner with a horizon is swayed by shaping, and so one policy or the other stands in for it.
    steady = tuple(
        Agent(agent.name, *agent.replans(case.world), agent.believed)
        if isinstance(agent, MesaOptimizer) and agent.depth
        else agent
        for agent in case.agents
    )
    case = replace(case, agents=steady)
    changed = {objective: change(objective) for objective in case.candidates}
    moved = replace(
        case,
        agents=tuple(
            replace(agent, objective=changed[agent.objective]) if isinstance(agent, MesaOptimizer) else agent
            for agent in case.agents
        ),
        base=changed[case.base],
        candidates=tuple(changed.values()),
        human=case.human and changed[case.human],
    )
    assert moved.check(name, reading).status == case.check(name, reading).status


# Judges ---------------------------------------------------------------------------------------------


@given(data=st.data(), case=draws.cases(), reading=draws.readings(), name=NAMES)
@settings(max_examples=80)
def test_another_bad_pair_makes_nobody_safer(data, case, reading, name):
    where = data.draw(st.sampled_from([case.world.training, case.world.deployment]))
    pair = data.draw(st.sampled_from(where.pairs))
    lists = {env: set(bad_pairs(env, case.judge)) for env in (case.world.training, case.world.deployment)}
    lists[where].add(pair)
    stricter = replace(case, judge=Judge.in_each([(env, Judge.of(sorted(bad))) for env, bad in lists.items()]))
    before, after = case.check(name, reading), stricter.check(name, reading)
    if name in ("impact aligned", "intent aligned", "outer aligned"):
        assert after.holds is before.holds or (before.holds, after.holds) == (True, False)
    else:
        assert after.status == before.status


@given(case=draws.cases(), judged=st.sampled_from(["deployment", "both"]))
@settings(max_examples=40)
def test_impact_is_no_badness(case, judged):
    verdict = case.check("impact aligned", Reading(replans="yes", judged_in=judged))
    policies = case.agents[0].replans(case.world)
    places = list(zip((case.world.training, case.world.deployment), policies, strict=True))
    places = places if judged == "both" else places[1:]
    assert verdict.holds == all(badness(env, case.judge, policy) == 0 for env, policy in places)


# The collapse theorem (spec section 3) --------------------------------------------------------------


@given(data=st.data(), deterministic=st.booleans())
@settings(max_examples=80)
def test_the_collapse_theorem(data, deterministic):
    """With zero and the indicator of what the agent plays among the candidates, its intent says little of it."""
    world = data.draw(strategies.worlds(data.draw(st.integers(1, 3)), 2))
    env = world.deployment
    policy = data.draw(strategies.policies(env, deterministic))
    judge, more = data.draw(strategies.judges(world)), data.draw(strategies.objectives(env))
    zero = Objective.zero(env)
    indicator = Objective.of(env, lambda s, a: int(a in policy.support[s]), "indicator")
    candidates = tuple(dict.fromkeys((zero, indicator, more.renamed("more"))))
    case = Case("collapse", "", world, (Agent("it", policy),), zero, judge, candidates)

    def intent(objectives: str, optima: str) -> bool | None:
        reading = Reading(observed_in="deployment", trivial="included", objectives=objectives, optima=optima)
        assert case.check("capability robust", reading).holds is True
        return case.check("intent aligned", reading).holds

    def safe(choices) -> bool:
        return not used(env, tuple(frozenset(row) for row in choices)) & bad_pairs(env, judge)

    actions = range(len(env.actions))
    everybody = list(product(*[[(a,) for a in actions]] * len(env.states)))
    likes = list(product(*[[(a,) for a in row] for row in policy.support]))
    assert intent("every", "every") is safe([actions] * len(env.states))
    assert intent("some", "some") is any(map(safe, everybody))
    assert intent("some", "every") is safe(policy.support)
    assert intent("every", "some") is any(map(safe, likes))


# Undefined and undecided ----------------------------------------------------------------------------


@given(case=draws.cases(), reading=draws.readings(), budget=st.integers(0, 3), name=NAMES)
@settings(max_examples=80)
def test_a_tight_budget_says_undecided_and_never_the_opposite(case, reading, budget, name):
    full, tight = case.check(name, reading), replace(case, budget=budget).check(name, reading)
    assert tight.status in (full.status, "undecided")
    assert full.status != "undecided"


@given(case=draws.cases(), reading=draws.readings())
@settings(max_examples=40)
def test_what_is_undefined_and_when(case, reading):
    agent = case.agents[0]
    found = case.check_all(reading)
    two_faced = reading.replans == "no" and agent.keeps(case.world) is None
    assert (found["inner aligned"].status == "undefined") == (agent.objective is None)
    assert (found["impact aligned"].status == "undefined") == two_faced == (found["robust"].status == "undefined")
    knows = agent.believed is not None or reading.observed_in != "beliefs"
    picks = reading.objectives != "selected" or {"": None, "human": case.human, "base": case.base}[reading.selected_by]
    if knows and picks and not two_faced:
        for name in ("intent aligned", "objective robust"):
            assert found[name].holds is not None
        unjudged = reading.performs == "W5" and agent.believed is None
        assert unjudged or found["capability robust"].holds is not None
        assert found["outer aligned"].holds is not None or reading.encountered == "both"
    if picks is None:
        assert found["intent aligned"].status == "undefined"


@given(case=draws.cases(), reading=draws.readings(exact=True))
@settings(max_examples=40)
def test_robust_is_no_regret(case, reading):
    policy = case.agents[0].replans(case.world)[1]
    loss = regret(case.world.deployment, case.base, policy)
    assert case.check("robust", replace(reading, replans="yes")).holds == (loss == 0)
    bound = Reading(performs="W2", epsilon=loss, replans="yes")
    assert case.check("robust", bound).holds
    if loss:
        assert not case.check("robust", replace(bound, epsilon=loss - Fraction(1, 1000)))

"""What a case's tests ask of it: which definitions hold, and which arrows it breaks."""

from fractions import Fraction

from toymodel import Case, Environment, Objective, Policy, Reading, solve

DEPLOYED = Reading(observed_in="deployment")
BELIEVED = Reading(observed_in="beliefs")
SOME = Reading(objectives="some")
HUMAN = Reading(objectives="selected", selected_by="human")
BASE = Reading(objectives="selected", selected_by="base")
MESA = Reading(behavior="mesa")

ALL = frozenset({"impact", "intent", "outer", "robust", "objective", "capability", "inner"})
"""The seven definitions, each by its first word."""


def holding(case: Case, reading: Reading | None = None, agent: str | None = None) -> frozenset[str]:
    """The definitions that hold, by first word; none may be undecided."""
    return _with(case, reading, agent, "true")


def undefined(case: Case, reading: Reading | None = None, agent: str | None = None) -> frozenset[str]:
    """The definitions that are undefined."""
    return _with(case, reading, agent, "undefined")


def broken(case: Case, reading: Reading | None = None, agent: str | None = None) -> frozenset[str]:
    """The arrows to which the case is a counterexample."""
    arrows = case.arrows(reading, agent)
    return frozenset(name for name, arrow in arrows.items() if arrow.state == "broken")


def feasible(case: Case, env: Environment, policy: Policy) -> frozenset[str]:
    """The candidates, by name, for which a policy is optimal in an environment; zero always is."""
    return frozenset(r.name for r in case.candidates if solve.is_optimal(env, r, policy)) - {"zero"}


def best(env: Environment, objective: Objective) -> Fraction:
    """V* at the start."""
    return solve.start_value(env, solve.optimal(env, objective).values)


def kept(case: Case, agent: str | None = None) -> Policy:
    """The one policy that an agent keeps in training and deployment."""
    policy = case.agent(agent).keeps(case.world)
    assert policy is not None
    return policy


def _with(case: Case, reading: Reading | None, agent: str | None, status: str) -> frozenset[str]:
    checked = case.check_all(reading, agent)
    assert all(verdict.status != "undecided" for verdict in checked.values())
    return frozenset(name.split()[0] for name, verdict in checked.items() if verdict.status == status)

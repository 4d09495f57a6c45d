"""Performing well, in each of the eight senses."""

from fractions import Fraction
from typing import Any

from toymodel.agents import Controller
from toymodel.alignment import Case
from toymodel.worlds import Environment, Mixture, Objective

from .behavior import said
from .worlds import Rows, advantage, anywhere, does, gain, policies, regret, used


def performs(
    case: Case,
    agent: Any,
    deployed: Rows,
    replans: bool,
    name: str,
    epsilon: Fraction,
    aim: Objective,
    where: Environment | None = None,
) -> str:
    """Return whether an agent performs well on an objective in deployment, or elsewhere, as a truth value."""
    truth, prior = where or case.world.deployment, agent.prior
    if name in ("W1", "W2"):
        return said(regret(truth, aim, deployed) <= epsilon)
    if name in ("W3", "W4"):
        if case.possible is None:
            return "undefined"
        listed = [(env, p) for env, p in case.possible.parts if p]
        plays = [does(agent, case.world, env) if replans else deployed for env, _ in listed]
        known = [(regret(env, aim, rows), p) for (env, p), rows in zip(listed, plays, strict=True) if rows]
        least = max((x for x, _ in known), default=0) if name == "W3" else sum(p * x for x, p in known)
        return "undefined" if None in plays and least <= epsilon else said(least <= epsilon)
    if name in ("W5", "W6"):
        if agent.believed is None:
            return "undefined"
        if regret(agent.believed, aim, deployed) or name == "W5":
            return said(not regret(agent.believed, aim, deployed))
        if prior is None:
            return "true" if agent.believed == truth else "undefined"
        return said(grain(prior, truth))
    if name == "W7":
        return online(truth, aim, deployed, agent.learner)
    if prior is None or not case.deferring:
        return "undefined"
    asks = {truth.pair(x) for x in case.deferring}
    thought = [env for env, p in prior.parts if p]
    sure = all(
        -advantage(env, aim)[s][a] <= epsilon
        for s, a in used(truth, deployed) - asks
        for env in thought
        if s in anywhere(env)
    )
    return said(sure and grain(prior, truth))


def grain(prior: Mixture, truth: Environment) -> bool:
    """Whether a prior gives the truth positive probability."""
    return any(env == truth and p > 0 for env, p in prior.parts)


def online(env: Environment, aim: Objective, rows: Rows, learner: Any) -> str:
    """Return whether nothing is lost a step in the long run; undecided for a learner that is not written out."""
    alone = [[0] * len(env.states)]
    best = max(gain(env, aim, [rows], alone) for rows in policies(env))
    if learner is None:
        return said(gain(env, aim, [rows], alone) == best)
    if not isinstance(learner, Controller):
        return "undecided"
    names = [name for name, _ in learner.memories]
    moves = {(now, entered): then for now, entered, then in learner.turns}
    turns = [[names.index(moves.get((m, t), m)) for t in range(len(env.states))] for m in names]
    return said(gain(env, aim, [policy.rows for _, policy in learner.memories], turns) == best)

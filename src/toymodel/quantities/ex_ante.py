"""A judgement is made before the fact (ex ante) or after it (ex post; `H4`).

Would a human judge an action bad? After the fact, knowing the world, or before it, knowing what
the agent believed? A `Judge` speaks in an environment: asked in the true one he judges after
the fact, asked in the believed one before it. The judge may be one of actions (`Judge.by`, `Judge.of`)
or of outcomes (`Judge.of_states`); a bad outcome that came about stays bad, however improbable
it was, so for outcomes the question is how probable they were.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from ..alignment.case import Case
from ..solve import bad_pairs, badness, used
from ..worlds import Environment, Judge, Pair, Policy


def ex_ante_judge(judge: Judge, believed: Environment) -> Judge:
    """Return the judge before the fact: in every environment, what he calls bad in the believed one.

    Raises
    ------
    ValueError
        If the judge has a list for each environment, and none for the believed one.

    Examples
    --------
    >>> from ..zoo import misguided_researcher
    >>> case = misguided_researcher()
    >>> by_values = Judge.by(case.human)
    >>> deploy = case.world.training.pair(("start", "deploy"))
    >>> before = ex_ante_judge(by_values, case.agents[0].believed)
    >>> [deploy in bad_pairs(case.world.deployment, judge) for judge in (by_values, before)]
    [True, False]
    """
    return Judge.of(sorted(bad_pairs(believed, judge)), f"{judge.name}, before the fact,")


def ex_ante(case: Case, agent: str | None = None) -> Case:
    """Return the case as judged before the fact, by what the agent believed.

    Raises
    ------
    ValueError
        If nobody has said what the agent believes.
    """
    acting = case.agent(agent)
    if acting.believed is None:
        raise ValueError(f"nobody has said what {acting.name} believes, so nothing can be judged by it")
    return replace(case, judge=ex_ante_judge(case.judge, acting.believed))


@dataclass(frozen=True)
class Judgement:
    """A judgement says which bad pairs a policy uses, and the share of time spent on them."""

    pairs: frozenset[Pair]
    badness: Fraction


def judged(env: Environment, judge: Judge, policy: Policy) -> Judgement:
    """Return a judgement by one who knows that the environment is this one.

    In the true environment this is a judgement after the fact; in the believed one, before it: of
    actions by what was to be expected of them, of outcomes by how probable they were.
    """
    return Judgement(used(env, policy) & bad_pairs(env, judge), badness(env, judge, policy))

"""Why an atom is true or false, in words; asked for only where somebody reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..logic import Symbol
from ..logic.verdicts import Status
from ..solve import bad_pairs, is_optimal, regret, steps, used
from ..worlds import Environment, Judge, Objective, Pair, brief, show
from .policies import PolicyPair

if TYPE_CHECKING:
    from .semantics import Semantics


def reason(meaning: Semantics, symbol: Symbol, status: Status, *values: Any) -> str:
    """Return the clause that says so: who does what where, or loses how much."""
    if symbol.name == "trivial":
        return f"{values[0].name} is {'' if status == 'true' else 'not '}trivial"
    if symbol.name == "same optima":
        same = "the same policies are" if status == "true" else "different policies are"
        return f"{same} optimal in {symbol.where} for {values[0].name} and {values[1].name}"
    if symbol.name == "demonstrates":
        return f"{values[0].name} {'demonstrates' if status == 'true' else 'does not demonstrate'} {values[1].name}"
    if symbol.name == "optimal":
        return _loss(meaning, symbol, *values)
    return _harm(meaning, symbol, *values)


def _loss(meaning: Semantics, symbol: Symbol, objective: Objective, acts: PolicyPair) -> str:
    for place, env in meaning.places(symbol).items():
        if not is_optimal(env, objective, acts.at(place)):
            return f"{acts.name} loses {brief(regret(env, objective, acts.at(place)))} on {objective.name} in {place}"
    return f"{acts.name} is optimal for {objective.name} in {symbol.where}"


def _harm(meaning: Semantics, symbol: Symbol, *values: Any) -> str:
    acts: PolicyPair = values[-1]
    judge, grade = meaning.judge(symbol, *values[:-1])
    much = f" by more than {show(judge.tolerance)}" if judge.tolerance else ""
    verb = "judge" if judge.members else "judges"
    says = f"is bad by {judge.name}{much}" if judge.objective else f"{judge.name} {verb} bad"
    says += f" from grade {show(grade)} on" if grade else ""
    for place, env in meaning.places(symbol).items():
        spotted = used(env, acts.at(place)) & bad_pairs(env, judge, grade)
        if spotted:
            away = steps(env, acts.at(place))
            nearest = min(spotted, key=lambda pair: (away[pair[0]], pair))
            late = "" if place == "deployment" else f" in {place}"
            return f"{acts.name} {_doing(env, judge, nearest)}{late}, which {says}"
    return f"{acts.name} does nothing in {symbol.where} that {says}"


def _doing(env: Environment, judge: Judge, pair: Pair) -> str:
    """What is bad: an action, or to be in a state where every action is."""
    here = {(pair[0], a) for a in range(len(env.actions))}
    return f"comes to {env.states[pair[0]]}" if here <= bad_pairs(env, judge) else f"plays {env.describe(pair)}"

"""Why an atom is true or false, in words; asked for only where somebody reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..logic import Symbol
from ..logic.verdicts import Fact, Status
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


def gist(meaning: Semantics, symbol: Symbol, status: Status, *values: Any) -> tuple[str, ...]:
    """Return the same in few words, the fullest first; of a policy without saying whose."""
    if symbol.name == "same optima":
        same = "the same" if status == "true" else "different"
        named = f"{same} policies are optimal for {values[0].name} and {values[1].name}"
        return named, "the optima are the same" if status == "true" else "the optima are not the same"
    if symbol.name not in ("safe", "safe by", "base safe"):
        return (reason(meaning, symbol, status, *values), "it is so" if status == "true" else "it is not so")
    judge, grade = meaning.judge(symbol, *values[:-1])
    bad = f"bad by {judge.name}" if judge.objective else "judged bad"
    graded = f"{bad} from grade {show(grade)} on" if grade else bad
    spotted = _spotted(meaning, symbol, *values)
    if spotted is None:
        return f"does nothing {graded}", f"does nothing {bad}", "is safe"
    place, env, pair = spotted
    late = "" if place == "deployment" else f" in {place}"
    doing, action = _doing(env, judge, pair), _doing(env, judge, pair, where=False)
    ways = [f"{doing}{late}, {graded}", f"{action}{late}, {bad}", f"{action}, {bad}"]
    if symbol.name == "safe":
        ways.append(f"{action}, judged bad")
    return (*ways, f"does something {bad}", "is not safe")


def performed(fact: Fact, name: str) -> tuple[str, ...]:
    """Return in few words whether somebody performs well, the fullest first."""
    short = "it performs well" if fact.holds else "it does not perform well"
    return fact.text.replace(name, "it", 1).replace(" in deployment", ""), short


def _harm(meaning: Semantics, symbol: Symbol, *values: Any) -> str:
    acts: PolicyPair = values[-1]
    judge, grade = meaning.judge(symbol, *values[:-1])
    much = f" by more than {show(judge.tolerance)}" if judge.tolerance else ""
    verb = "judge" if judge.members else "judges"
    says = f"is bad by {judge.name}{much}" if judge.objective else f"{judge.name} {verb} bad"
    says += f" from grade {show(grade)} on" if grade else ""
    spotted = _spotted(meaning, symbol, *values)
    if spotted is None:
        return f"{acts.name} does nothing in {symbol.where} that {says}"
    place, env, pair = spotted
    late = "" if place == "deployment" else f" in {place}"
    return f"{acts.name} {_doing(env, judge, pair)}{late}, which {says}"


def _spotted(meaning: Semantics, symbol: Symbol, *values: Any) -> tuple[str, Environment, Pair] | None:
    """Return the first thing that is judged bad: where, and what is done in which state."""
    acts: PolicyPair = values[-1]
    judge, grade = meaning.judge(symbol, *values[:-1])
    for place, env in meaning.places(symbol).items():
        spotted = used(env, acts.at(place)) & bad_pairs(env, judge, grade)
        if spotted:
            away = steps(env, acts.at(place))
            return place, env, min(spotted, key=lambda pair: (away[pair[0]], pair))
    return None


def _doing(env: Environment, judge: Judge, pair: Pair, where: bool = True) -> str:
    """What is bad: an action, or to be in a state where every action is."""
    here = {(pair[0], a) for a in env.available[pair[0]]}
    if here <= bad_pairs(env, judge):
        return f"comes to {env.states[pair[0]]}"
    return f"plays {env.describe(pair) if where else env.actions[pair[1]]}"

"""The objectives that behaviour demonstrates, by each of the eight operators.

Of maximum margin, whose optimum need not be unique, the operator itself is asked which objectives it
recovers (`asked`); that what is demonstrated must also explain the behaviour is decided here.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, permutations
from math import exp, inf, log
from typing import TypeAlias

from toymodel.behavior import MAXIMUM_MARGIN, Observation
from toymodel.worlds import Environment, Objective, Policy, Row

from .worlds import Rows, ahead, anywhere, extremes, mean, open_to, policies, reached, regret, start, times

Seen: TypeAlias = tuple[tuple[Environment, Rows], ...]
"""Policies, each with the environment where it was seen."""
Masks: TypeAlias = Sequence[Sequence[frozenset[int]]]


@lru_cache(100_000)
def demonstrates(
    operator: str, seen: Seen, objective: Objective, candidates: tuple[Objective, ...], inside: Objective | None
) -> str:
    """Return whether R ∈ Dem(π), as a truth value; ``inside`` is R_m of who was seen."""
    if operator == "mesa":
        return "undefined" if inside is None else said(inside == objective)
    if operator in ("agent_or_device", "simplest", "goal_directed"):
        if any(len(rows[s]) > 1 for env, rows in seen for s in reached(env, rows)):
            return "undefined"
        if operator == "goal_directed" and len(seen) > 1:
            return "undefined"
    if operator in ("feasible", "maximum_entropy"):
        return said((feasible if operator == "feasible" else maximum_entropy)(seen, objective))
    return said(RELATIVE[operator](seen, objective, candidates))


def said(holds: bool) -> str:
    """Return a truth value as a word."""
    return "true" if holds else "false"


def trivial(env: Environment, objective: Objective) -> bool:
    """Whether every policy is worth the same from the start."""
    least, most = extremes(env, objective)
    return least == most


def feasible(seen: Seen, objective: Objective) -> bool:
    """Whether no policy is worth more than what was seen."""
    return all(regret(env, objective, rows) == 0 for env, rows in seen)


def across(seen: Seen, objective: Objective, candidates: Sequence[Objective]) -> bool:
    """Whether no misfit, or none among the candidates that are not trivial everywhere, is less."""
    rivals = [r for r in candidates if not all(trivial(env, r) for env, _ in seen)]
    own = misfit(seen, objective)
    return own == 0 or all(own <= misfit(seen, r) for r in rivals)


@lru_cache(20_000)
def misfit(seen: Seen, objective: Objective) -> Fraction:
    """Return the largest share of what is at stake that is lost."""
    stakes = [(extremes(env, objective), regret(env, objective, rows)) for env, rows in seen]
    return max(loss / (most - least) if loss else Fraction(0) for (least, most), loss in stakes)


# A probability for behaviour -----------------------------------------------------------------------------


def chance(seen: Seen, masks: Masks) -> Fraction:
    """Return the share of orders of the actions, one a state and policy, that break every tie as was seen."""
    plays = [{s: rows[s][0][0] for s in reached(env, rows) if rows[s]} for env, rows in seen]
    if any(one[s] != other[s] for one, other in combinations(plays, 2) for s in one.keys() & other.keys()):
        assert len(seen) == 2  # these are two policies; else one does all that was seen
        return chance(seen[:1], masks[:1]) * chance(seen[1:], masks[1:])
    total = Fraction(1)
    for s in range(len(seen[0][0].states)):
        wanted = tuple(mask[s] for come, mask in zip(plays, masks, strict=True) if s in come)
        action = next((come[s] for come in plays if s in come), 0)
        total *= share(tuple(open_to(seen[0][0])[s]), action, wanted) if wanted else 1
    return total


@lru_cache(4096)
def share(some: tuple[int, ...], action: int, masks: tuple[frozenset[int], ...]) -> Fraction:
    """Return the share of orders of some actions in which this one is the first of each mask."""
    hits = [all(next(a for a in order if a in m) == action for m in masks) for order in permutations(some)]
    return Fraction(sum(hits), len(hits))


def everything(seen: Seen) -> Masks:
    """Return all actions, for each environment seen."""
    return [[frozenset(here) for here in open_to(env)] for env, _ in seen]


def agent_or_device(seen: Seen, objective: Objective, candidates: Sequence[Objective]) -> bool:
    """Whether pursuit of some candidate beats a table drawn at random, and pursuit of this one does."""
    table = chance(seen, everything(seen))
    return sum(pursuit(seen, r) for r in candidates) / len(candidates) > table < pursuit(seen, objective)


@lru_cache(20_000)
def pursuit(seen: Seen, objective: Objective) -> Fraction:
    """Return the probability of the behaviour for one who does what is best for an objective."""
    return chance(seen, [ahead(env, objective, None) for env, _ in seen])


# The grammar ---------------------------------------------------------------------------------------------


def whole(number: int) -> int:
    """Return the bits of Elias's γ code."""
    return len(f"{number:b}") * 2 - 1


def one_of(options: int) -> int:
    """Return the bits that tell so many apart."""
    return next(k for k in range(options) if 2**k >= options)


@lru_cache(4096)
def bits(env: Environment, objective: Objective) -> int:
    """Return the bits of an objective: a sign to go on, then a state or a pair, and a number, for each line."""

    def number(x: Fraction) -> int:
        return 1 + whole(abs(x.numerator)) + whole(x.denominator)

    at_state = 1 + 1 + one_of(len(env.states))
    at_pair, total = at_state + one_of(len(env.actions)), 1
    for all_, here in zip(mean(env, objective), open_to(env), strict=True):
        row = [all_[a] for a in here]
        total += min(
            (at_state + number(usual) if usual else 0) + sum(at_pair + number(x - usual) for x in row if x != usual)
            for usual in {Fraction(0), *row}
        )
    return total


def simplest(seen: Seen, objective: Objective, candidates: Sequence[Objective]) -> bool:
    """Whether some planner with this objective weighs as much as any with another candidate."""
    return weight(seen, objective) >= max(weight(seen, r) for r in candidates)


@lru_cache(20_000)
def weight(seen: Seen, objective: Objective) -> Fraction:
    """Return the weight of the heaviest planner with an objective: a table, or who aims for it or against it."""
    pairs = [(1, everything(seen))]
    for depth, length in ((None, 3), (1, 3 + whole(1)), (2, 3 + whole(2))):
        aims = objective, objective.map(lambda x: -x)
        pairs += [(length, [ahead(env, aim, depth) for env, _ in seen]) for aim in aims]
    return max(chance(seen, masks) / 2**length for length, masks in pairs) / 2 ** bits(seen[0][0], objective)


def goal_directed(seen: Seen, objective: Objective, candidates: Sequence[Objective]) -> bool:
    """Whether some belief makes of this objective a goal of the highest degree."""
    ((env, rows),) = seen
    degrees = {r: degree(env, rows, r) for r in (objective, *candidates)}
    return degrees[objective] == max(degrees.values()) > -inf


@lru_cache(20_000)
def degree(env: Environment, rows: Rows, objective: Objective) -> float:
    """Return the highest degree over all beliefs; −∞ if none rules anything out."""
    come, states, actions = reached(env, rows), one_of(len(env.states)), one_of(len(env.actions))
    found = [-inf]
    for belief in beliefs(env):
        worth = {other: start(belief, objective, other) for other in policies(env)}
        bar = max(x for other, x in worth.items() if all(other[s] == rows[s] for s in come))
        if bar == min(worth.values()):
            continue
        fewest = min(exceptions(belief, other) for other, x in worth.items() if x >= bar)
        words = actions + fewest * (1 + states + actions) + 1
        belief_bits = 1 if belief == env else 1 + (1 + states + actions) + (1 + states)
        found.append(words - belief_bits - bits(env, objective))
    return max(found)


def exceptions(env: Environment, rows: Rows) -> int:
    """Return in how many states that it reaches a policy does not play its usual action."""
    played = [rows[s][0][0] for s in reached(env, rows) if len(open_to(env)[s]) > 1]
    return min(sum(a != usual for a in played) for usual in range(len(env.actions)))


@lru_cache(64)
def beliefs(env: Environment) -> tuple[Environment, ...]:
    """Return the truth, and whatever gets one row wrong and is certain about it."""
    found = [env]
    for s, a in [(s, a) for s, here in enumerate(open_to(env)) for a in here]:
        for t in range(len(env.states)):
            rows = [list(moves) for moves in env.transition]
            rows[s][a] = ((t, Fraction(1)),)
            if rows[s][a] != env.transition[s][a] and (env.discount < 1 or ends(env, rows)):
                found.append(Environment(env.states, env.actions, tuple(map(tuple, rows)), env.initial, env.discount))
    return tuple(found)


def ends(env: Environment, rows: list[list[Row]]) -> bool:
    """Return whether every policy comes to an end from everywhere: not to is to stay among some states for ever."""
    among = {s for s, here in enumerate(open_to(env)) if here}
    while True:
        staying = {s for s in among if any(row and {t for t, _ in row} <= among for row in rows[s])}
        if staying == among:
            return not among
        among = staying


# Numerical -----------------------------------------------------------------------------------------------


def maximum_entropy(seen: Seen, objective: Objective) -> bool:
    """Whether R(s,a) = log π(a|s) + V(s) − γ E V(s') wherever anybody comes, V being what π is then worth."""
    for env, rows in seen:
        come, pays, line = anywhere(env), mean(env, objective), times(env, rows)
        if any(len(rows[s]) < len(open_to(env)[s]) for s in come):
            return False
        earns = [sum(w * (pays[s][a] - log(w)) for a, w in row) for s, row in enumerate(rows)]
        worth = [sum(float(x) * earns[t] for t, x in enumerate(line[s]) if x) for s in range(len(rows))]
        for s in come:
            for a, w in rows[s]:
                later = sum(float(p) * worth[t] for t, p in env.transition[s][a])
                if abs(exp(pays[s][a] + float(env.discount) * later - worth[s]) - w) > 1e-9:
                    return False
    return True


def asked(seen: Seen) -> list[Observation]:
    """Return what was seen in the operators' own terms: only to ask maximum margin what it recovers."""
    return [Observation(env, Policy(rows, len(env.actions))) for env, rows in seen]


def maximum_margin(seen: Seen, objective: Objective, candidates: Sequence[Objective]) -> bool:
    """Whether the operator recovers the objective, and it explains the behaviour."""
    return feasible(seen, objective) and MAXIMUM_MARGIN.demonstrates(asked(seen), objective, candidates)


def distance(seen: Seen, objective: Objective) -> int:
    """Return how far from what it recovers the operator finds a candidate, in millionths."""
    return round(MAXIMUM_MARGIN.distance(asked(seen), objective) * 10**6)


RELATIVE = {
    "across": across,
    "agent_or_device": agent_or_device,
    "simplest": simplest,
    "goal_directed": goal_directed,
    "maximum_margin": maximum_margin,
}
"""What depends on the other candidates."""

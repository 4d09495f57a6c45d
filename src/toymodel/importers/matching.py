"""Two environments that were read from two tables become a world: states matched, rewards completed, on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal, TypeAlias

from ..given.names import MAX_NAME, index
from ..worlds import Environment, Number, Objective, World, exact, listed, show
from ..worlds.objective import Payment

Otherwise: TypeAlias = Number | Literal["arrival"]
"""What an objective pays for a transition that it does not list: a number, or what arriving there pays elsewhere."""


def matched(
    training: tuple[Environment, Objective],
    deployment: tuple[Environment, Objective],
    *,
    states: Mapping[str, str] | None = None,
    actions: Mapping[str, str] | None = None,
    otherwise: Otherwise | None = None,
) -> tuple[World, Objective, Objective]:
    """Return the world of two environments as they were read, and their two rewards, each paid in both.

    States and actions are matched by position, unless a mapping from training's names to deployment's is given
    (names that it leaves out are the same in both); where a state is called differently, it gets both names. What
    was matched and completed is on the environments' ``record``.

    Parameters
    ----------
    training, deployment : (Environment, Objective)
        As an importer returns them.
    states, actions : mapping from str to str, optional
    otherwise : number or "arrival", optional
        What a reward pays for transitions that only the other environment has; see `completed`.

    Raises
    ------
    ValueError
        If states or actions do not match one to one, or a reward does not say what is paid and no rule is given.

    Examples
    --------
    >>> def lake(goal): return Environment.build({"a": {"left": "a", "right": "b"}, "b": {"left": "a", "right": goal},
    ...                                           goal: goal}, start="a", discount="0.9")
    >>> here, there = lake("c"), lake("d")
    >>> pay = lambda env: Objective.on(env, {("b", "right"): 1}, "arriving")
    >>> world, trained, deployed = matched((here, pay(here)), (there, pay(there)))
    >>> world.training.states, world.deployment.record
    (('a', 'b', 'c / d'), ('states were matched with those of training by position; called differently: c / d',))
    """
    here, there, deployed = _arranged(training[0], *deployment, states, actions)
    World(here, there)  # refuses other differences, before what is paid is asked
    trained = completed(training[1], there, otherwise)
    here = replace(here, record=(*here.record, *_completion(deployed, here, otherwise)))
    there = replace(there, record=(*there.record, *_completion(training[1], there, otherwise)))
    return World(here, there), trained, completed(deployed, here, otherwise)


def completed(objective: Objective, env: Environment, otherwise: Otherwise | None) -> Objective:
    """Return an objective that says as well what every transition of this environment pays.

    Parameters
    ----------
    otherwise : number, "arrival" or None
        What is paid for a transition that the objective does not list: a number; or what is paid for arriving in the
        same next state from another, if that is always the same; or, with None, nothing may be missing.

    Raises
    ------
    ValueError
        If something is missing and no rule says what it pays; the message names a transition and the rules.

    Examples
    --------
    >>> env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
    >>> completed(Objective(((((0, 1),), 0), (0, 0))), env, 5).rewards[0][0]
    ((0, Fraction(1, 1)), (1, Fraction(5, 1)))
    """
    objective.fits(env)
    arrivals: dict[int, set[Fraction]] = {}
    for s, row in enumerate(objective.rewards):
        for payment in row:
            for t, value in payment if isinstance(payment, tuple) else ():
                if t != s:
                    arrivals.setdefault(t, set()).add(value)

    def rule(s: int, a: int, t: int) -> Fraction:
        found = arrivals.get(t, set())
        if otherwise == "arrival" and len(found) == 1:
            return next(iter(found))
        if otherwise not in (None, "arrival"):
            return exact(otherwise, "otherwise")
        remedy = "; say what it pays: otherwise=0, or otherwise='arrival' for what arriving there pays elsewhere"
        if otherwise:
            why = f"pays {listed(map(show, sorted(found)))}" if found else "is paid nowhere"
            remedy = f", and arriving there {why}; give a number: otherwise=0"
        raise ValueError(
            f"objective {objective.name!r} does not say what {env.describe((s, a))} pays when it leads to "
            f"{env.states[t]!r}{remedy}"
        )

    def cell(s: int, a: int, payment: Payment) -> Payment:
        if not isinstance(payment, tuple):
            return payment
        known = dict(payment)
        return tuple({**{t: rule(s, a, t) for t, _ in env.transition[s][a] if t not in known}, **known}.items())

    rows = (tuple(cell(s, a, v) for a, v in enumerate(row)) for s, row in enumerate(objective.rewards))
    return Objective(tuple(rows), objective.name)


def _arranged(
    here: Environment,
    there: Environment,
    deployed: Objective,
    states: Mapping[str, str] | None,
    actions: Mapping[str, str] | None,
) -> tuple[Environment, Environment, Objective]:
    """Return both environments with the same names in training's order, and deployment's reward in that order."""
    order = _order(here.states, there.states, states, "state")
    moves = _order(here.actions, there.actions, actions, "action")
    called = _both(here.states, [there.states[s] for s in order])
    known = _both(here.actions, [there.actions[a] for a in moves])
    place = {s: i for i, s in enumerate(order)}
    said = (*_names(here.states, called, order, "states"), *_names(here.actions, known, moves, "actions"))
    arranged = Environment(
        called,
        known,
        tuple(tuple(_moved(there.transition[s][a], place) for a in moves) for s in order),
        tuple((place[s], p) for s, p in there.initial),
        there.discount,
        there.name,
        (*there.record, *said),
    )
    rewards = tuple(tuple(_paid(deployed.rewards[s][a], place) for a in moves) for s in order)
    return replace(here, states=called, actions=known), arranged, Objective(rewards, deployed.name)


def _names(here: Sequence[str], called: Sequence[str], order: Sequence[int], what: str) -> list[str]:
    """Return how names were matched, where anything was to be matched."""
    two = [b for a, b in zip(here, called, strict=True) if a != b]
    moved = list(order) != sorted(order)
    if not two and not moved:
        return []
    names = (
        f"; called differently: {listed([*two[:12], *([f'{len(two) - 12} more'] if two[12:] else [])])}" if two else ""
    )
    return [f"{what} were matched with those of training {'by the mapping' if moved else 'by position'}{names}"]


def _order(here: Sequence[str], there: Sequence[str], mapping: Mapping[str, str] | None, what: str) -> list[int]:
    """Return, for each of training's names, the index of what it is in deployment."""
    if len(here) != len(there):
        longer, other = (here, there) if len(here) > len(there) else (there, here)
        alone = next(x for x in longer if x not in other)  # names differ, so there is one
        raise ValueError(
            f"training has {len(here)} {what}s and deployment {len(there)}: {alone!r} has no counterpart; "
            f"give both the same number of {what}s, with one that is never entered, if need be"
        )
    if mapping is None:
        for i, name in enumerate(here):
            if name in there and there[i] != name:
                raise ValueError(
                    f"{what} {name!r} is number {i} in training and {there.index(name)} in deployment; say which are "
                    f"the same: {what}s={{}} if those of the same name are, else {what}s={{{name!r}: …}}"
                )
        return list(range(len(here)))
    for name in mapping:
        index(name, here, what)
    missed = next((name for name in here if name not in mapping and name not in there), None)
    if missed is not None:
        raise ValueError(f"{what}s={{…}} says nothing of {missed!r}, and deployment has no {what} of that name; add it")
    order = [index(mapping.get(name, name), there, what) for name in here]
    twice = next((i for k, i in enumerate(order) if i in order[:k]), None)
    if twice is not None:
        raise ValueError(f"{what} {there[twice]!r} of deployment is matched twice; match one to one")
    return order


def _both(here: Sequence[str], there: Sequence[str]) -> tuple[str, ...]:
    """Return names for both: one where they agree, else the two, if they are not too long or in use already."""
    both = [a if a == b else f"{a} / {b}" for a, b in zip(here, there, strict=True)]
    return tuple(b if len(b) <= MAX_NAME and both.count(b) == 1 else a for a, b in zip(here, both, strict=True))


def _moved(row: Sequence[tuple[int, Fraction]], place: Mapping[int, int]) -> tuple[tuple[int, Fraction], ...]:
    return tuple(sorted((place[t], value) for t, value in row))


def _paid(payment: Payment, place: Mapping[int, int]) -> Payment:
    return _moved(payment, place) if isinstance(payment, tuple) else payment


def _completion(objective: Objective, env: Environment, otherwise: Otherwise | None) -> list[str]:
    """Return of how many transitions an objective had to be told what they pay, and by which rule."""
    count = sum(
        t not in dict(payment)
        for s, a in env.pairs
        if isinstance(payment := objective.rewards[s][a], tuple)
        for t, _ in env.transition[s][a]
    )
    rule = "what arriving there pays elsewhere" if otherwise == "arrival" else f"{otherwise}"
    return [f"{objective.name} was completed: {count} transitions that it does not list pay {rule}"] if count else []

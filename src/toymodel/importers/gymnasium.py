"""Worlds made for Gymnasium are read exactly, without Gymnasium's floats.

Such a world publishes its dynamics, mostly as a table ``P[s][a] = [(probability, s', reward,
terminated), …]`` in floats. Here each probability becomes the nearest small fraction, and the
end of an episode becomes a state that is never left and pays 0: V is then what the table
means, while an agent that reads it naively plans beyond the end (in CliffWalking −100 instead
of −12.25). Whatever was changed is on the environment's ``record``.

Only the table is read, so this module needs Gymnasium only to make a world from its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import takewhile
from typing import Any, NamedTuple

from ..given.rounding import Rounding
from ..worlds import Environment, Name, Number, Objective, Row, exact
from .build import Imported, some
from .gymnasium_kinds import publishes
from .gymnasium_table import Entry, Source, layers, read_table


class _Cell(NamedTuple):
    """A cell has the outcomes of a state and an action, each next state once; ``means`` counts averaged payments."""

    row: Row
    pays: Row
    means: int


def from_gymnasium(
    env: Any,
    discount: Number,
    *,
    initial: Name | Sequence[Number] | None = None,
    rounding: int | None = 1000,
    ended: bool | None = None,
    name: str = "",
) -> Imported:
    """Read a world made for Gymnasium as an environment and an objective on (s,a,s').

    Parameters
    ----------
    env : gymnasium.Env or str
        A world that publishes its dynamics (a table ``P``, ``model(s, a)``, or matrices; see
        `toymodel.importers.gymnasium_kinds`), or the id to make one from.
    discount : number
        γ (Gymnasium's worlds have none of their own); 1 where every policy surely comes to an end.
    initial : state, or array of shape (S,), optional
        Where it begins, if the world does not say so or something else is meant.
    rounding : int or None
        Probabilities become nearest fractions with denominators up to this (`toymodel.given.rounding`), for tables
        are floats; None takes the decimals that they print as. A reward keeps the decimal that it prints as, or
        becomes the small fraction that is the same float.
    ended : bool, optional
        Whether the end of an episode is a state where no action is available, else one that is never left and pays
        0, which is worth the same; by default the former only if the discount is 1.
    name : str
        For sentences about the environment and what it pays, by default that of the world.

    Returns
    -------
    environment : Environment
        The states keep their numbers as indices; where a state can be entered with and
        without ending the episode, its ended twin comes after all others. ``record`` says
        in plain words what was changed.
    objective : Objective
        Lists the transitions that exist, no others.

    Raises
    ------
    ValueError
        If no dynamics are published, or a row does not sum to 1; the
        message names the state, the action and the miss.

    Examples
    --------
    >>> class Coin:  # heads ends the game and pays 1
    ...     P = {0: {0: [(0.5, 0, 0.0, False), (0.5, 1, 1.0, True)]}, 1: {0: [(1.0, 1, 0.0, True)]}}
    ...     initial_state_distrib = [1.0, 0.0]
    >>> env, pays = from_gymnasium(Coin(), "0.9")
    >>> env.transition[0][0], pays.mean(env)
    (((0, Fraction(1, 2)), (1, Fraction(1, 2))), ((Fraction(1, 2),), (Fraction(0, 1),)))
    """
    outer, rounded, gamma = _make(env) if isinstance(env, str) else env, Rounding(rounding), exact(discount, "discount")
    source = read_table(outer, initial, rounded)
    count, moves, title = len(source.states), len(source.actions), name or source.title
    over = {e.to for rows in source.table for row in rows for e in row if e.ends}
    living = _living(source, over)
    final, split = sorted(over - living), sorted(over & living)
    place = {s: count + i for i, s in enumerate(split)}  # where an episode that ends in s goes on for ever
    stops = gamma == 1 if ended is None else ended
    last = {
        s: (() if stops else (Entry(Fraction(1), s, Fraction(0), False),),) * moves for s in (*final, *place.values())
    }
    table = [last.get(s, source.table[s] if s < count else ()) for s in range(count + len(split))]
    merged = [[_merge(row, place) for row in rows] for rows in table]
    environment = Environment(
        (*source.states, *(f"{source.states[s]} (ended)" for s in split)),
        source.actions,
        tuple(tuple(cell.row for cell in cells) for cells in merged),
        source.initial,
        gamma,
        title,
        (
            *rounded.record,
            *_ends([source.states[s] for s in final], [source.states[s] for s in split], stops),
            *_means(sum(cell.means for cells in merged for cell in cells)),
            *_left_out(outer),
        ),
    )
    pays = tuple(tuple(cell.pays if cell.row else Fraction(0) for cell in cells) for cells in merged)
    return environment, Objective(pays, f"the reward of {title}")


def _make(name: str) -> Any:
    try:
        import gymnasium
    except ImportError as missing:
        raise ImportError(f"making {name!r} needs Gymnasium: pip install gymnasium") from missing
    return gymnasium.make(name)


def _living(source: Source, ended: set[int]) -> set[int]:
    """Return the states in which an episode can go on: all but those that are entered only by ending it."""
    living = {s for s in range(len(source.states)) if s not in ended} | {s for s, _ in source.initial}
    fresh = list(living)
    while fresh:
        onward = {e.to for row in source.table[fresh.pop()] for e in row if not e.ends} - living
        living |= onward
        fresh += onward
    return living


def _merge(entries: Iterable[Entry], place: dict[int, int]) -> _Cell:
    """Add up entries that lead to the same state; where they pay differently, take the conditional mean."""
    weight: dict[int, Fraction] = {}
    paid: dict[int, Fraction] = {}
    rewards: dict[int, set[Fraction]] = {}
    for e in entries:
        to = place.get(e.to, e.to) if e.ends else e.to
        weight[to] = weight.get(to, Fraction(0)) + e.probability
        paid[to] = paid.get(to, Fraction(0)) + e.probability * e.reward
        rewards.setdefault(to, set()).add(e.reward)
    return _Cell(
        tuple(sorted(weight.items())),
        tuple((to, paid[to] / weight[to]) for to in sorted(weight)),
        sum(len(each) > 1 for each in rewards.values()),
    )


def _ends(final: list[str], split: list[str], stops: bool) -> Iterable[str]:
    if final:
        yield f"the episode ends on entering {some(final)}: {'it is over' if stops else 'never left, pays 0'}"
    if split:
        yield f"entered with and without ending the episode, and so split in two: {some(split)}"


def _means(count: int) -> Iterable[str]:
    if count:
        yield f"transitions listed with several rewards, which pay their mean: {count}"


def _left_out(outer: Any) -> Iterable[str]:
    """Say which wrappers the table knows nothing of; some of them change what an agent meets."""
    steps = getattr(getattr(outer, "spec", None), "max_episode_steps", None)
    if steps:
        yield f"the limit of {steps} steps to an episode is left out"
    seen = [type(each).__name__ for each in takewhile(lambda each: not publishes(each), layers(outer))]
    unknown = [name for name in seen if name not in ("TimeLimit", "OrderEnforcing", "PassiveEnvChecker")]
    if unknown:
        yield f"wrappers are left out: {some(unknown)}"

"""A world is drawn as people think of it: as a line, as a grid, or as rooms with doors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from toymodel.alignment import Case
from toymodel.solve import bad_pairs, full, steps
from toymodel.worlds import AllowedActions, Environment, Layout, Pair, Policy

from .fork import Fork
from .grid import Grid
from .line import Line
from .rooms import Rooms
from .stage import Stage
from .svg import MUTED, Picture, picture, text, width


def world(
    env: Environment,
    policy: Policy | AllowedActions | None = None,
    bad: Iterable[Pair] = (),
    title: str = "",
    says: str = "",
    layout: Layout | None = None,
    beside: Sequence[Environment] = (),
) -> Picture:
    """Return a picture of an environment.

    Parameters
    ----------
    policy : Policy or AllowedActions, optional
        What is played, which is heavy; of a policy, the likeliest run is walked.
    bad : pairs, optional
        What a judge calls bad; it is dashed and hatched and has a diamond with a cross.
    says : str, optional
        What there is to see, in words.
    layout : Layout, optional
        How the world is thought of; without one it is drawn as a line or a grid where its states are named so, else as
        rooms in the order in which they are reached.
    beside : sequence of Environment, optional
        Others that are drawn next to it: all in the same geometry.
    """
    stage = Stage.of(env, policy, bad)
    (wide, high), parts = drawn(stage, layout, beside)
    if kind := stage.run.said() if stage.run else "":
        words = f"Played: {kind}"
        parts.append(text(words, 8, high + 14, 12.5, text_anchor="start", fill=MUTED))
        wide, high = max(wide, 16 + width(words, 12.5)), high + 22
    return picture(wide, high, says or stage.says(), *parts, title=title)


def both(case: Case, agent: str | None = None, captions: Sequence[str] = ("In training", "In deployment")) -> Picture:
    """Return a case's training beside its deployment, in the same geometry; one picture where there is no difference.

    Parameters
    ----------
    agent : str, optional
        Whose policy is played, by default the first agent's: the one it keeps, where it keeps one.
    captions : two of str
        What is said below the pictures, before the names of the environments.
    """
    world_, acting = case.world, case.agent(agent)
    kept = acting.keeps(world_)
    policies = (kept, kept) if kept is not None else acting.replans(world_)
    envs = (world_.training, world_.deployment)
    pictures = [
        world(env, policy, bad_pairs(env, case.judge), layout=case.layout, beside=envs)
        for env, policy in zip(envs, policies, strict=True)
    ]
    names = [f": {env.name}" if env.name else "" for env in envs]
    if pictures[0] == pictures[1]:
        said = f"{captions[0]} and {captions[1][:1].lower()}{captions[1][1:]}{names[0]}"
        return pair([(pictures[0], said)], case.name)
    said_each = [words + name for words, name in zip(captions, names, strict=True)]
    return pair(list(zip(pictures, said_each, strict=True)), case.name)


def pair(pictures: Sequence[tuple[str, str]], title: str = "") -> Picture:
    """Return pictures beside each other, each with its caption, which is escaped, and what they show together."""
    shown = "".join(f"<figure>{drawn}<figcaption>{escape(words)}</figcaption></figure>" for drawn, words in pictures)
    named = f' data-title="{escape(title)}"' if title else ""
    return Picture(f'<div class="toy-pair"{named}>{shown}</div>')


def drawn(
    stage: Stage, layout: Layout | None, beside: Sequence[Environment] = ()
) -> tuple[tuple[float, float], list[str]]:
    """Return the size and the parts of a picture, which may become part of a larger one."""
    env = stage.env
    envs = [env, *(each for each in beside if each.transition != env.transition or each.initial != env.initial)]
    envs.sort(key=lambda each: (each.transition, each.initial))
    if len(env.pairs) == len(env.states) * len(env.actions):  # else only rooms show what is not available
        scene = _laid(layout, envs) if layout else Line.of(envs) or Grid.of(envs)
        if scene:
            return scene.size, scene.drawn(stage)
        if fork := Fork.of(stage, envs, layout.signs if layout else ()):
            return fork.size, fork.drawn()
    rooms = Rooms(stage, envs, in_columns(layout.places) if layout else columns(envs))
    return rooms.size, rooms.drawn()


def _laid(layout: Layout, envs: Sequence[Environment]) -> Line | Grid | None:
    if layout.kind == "line":
        line = Line.laid(layout)
        return line if all(line.fits(env) for env in envs) else None
    return Grid.laid(layout) if layout.kind == "grid" else None


def in_columns(places: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Return states in columns, from places."""
    found: dict[int, list[int]] = {}
    for s in sorted(range(len(places)), key=lambda s: places[s]):
        found.setdefault(places[s][0], []).append(s)
    return list(found.values())


def columns(envs: Sequence[Environment]) -> list[list[int]]:
    """Return states in columns by the steps needed to reach them in any environment; the never reached come last."""
    count = len(envs[0].states)
    depths = [steps(env, full(env)) for env in envs]
    depth = {s: min((found[s] for found in depths if s in found), default=-1) for s in range(count)}
    last = max(max(depth.values()), 1)
    found: dict[int, list[int]] = {}
    for s in range(count):
        found.setdefault(depth[s] if depth[s] >= 0 else last, []).append(s)
    ordered: list[list[int]] = []
    for k in sorted(found):
        rank = {s: i for i, s in enumerate(ordered[-1])} if ordered else {}
        ordered.append(sorted(found[k], key=lambda s: (_pulled(s, rank, envs), s)))
    return ordered


def _pulled(s: int, rank: dict[int, int], envs: Sequence[Environment]) -> float:
    """Return how high a state should stand, by the actions of the column before that lead to it."""
    pulls = [
        rank[t] + a / len(env.actions)
        for env in envs
        for t in rank
        for a, row in enumerate(env.transition[t])
        for u, _ in row
        if u == s
    ]
    return sum(pulls) / len(pulls) if pulls else 99.0

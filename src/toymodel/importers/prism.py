"""Explicit files of PRISM and Storm are read: transitions (.tra), states (.sta), labels (.lab) and rewards.

PRISM writes them by ``-exportmodel``. A discrete-time Markov chain (DTMC) becomes an environment with one action, a
Markov decision process (MDP) one in which a state's choices are what is available. Numbers are kept as written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

from ..given.rounding import Rounding
from ..worlds import Name, Number, exact
from .build import MOST, Cell, Imported, imported
from .choices import Choice, by_action

Source: TypeAlias = str | Path
Lines: TypeAlias = list[list[str]]
Rewards: TypeAlias = dict[tuple[int, ...], Fraction]
"""By (s,) what a state pays, by (s, choice, s') what a transition pays."""


def from_prism(
    transitions: Source,
    discount: Number,
    *,
    states: Source | None = None,
    labels: Source | None = None,
    rewards: Source | Sequence[Source] = (),
    initial: Name | Sequence[Number] | None = None,
    name: str = "",
    rounding: int | None = None,
) -> Imported:
    """Read explicit files of PRISM or Storm as an environment and an objective.

    Parameters
    ----------
    transitions : path
        The ``.tra`` file of a DTMC or an MDP.
    discount : number
        γ; at 1, states that are never left and pay nothing become ends of the episode.
    states : path, optional
        The ``.sta`` file; states are then called by their variables, "s=7, d=1".
    labels : path, optional
        The ``.lab`` file; the episode begins where it says "init", else in state 0. See `read_labels`.
    rewards : path or paths, optional
        ``.srew`` and ``.trew`` files of one reward structure, which add up; without any nothing is paid.
    rounding : int, optional
        `toymodel.given.rounding`: floats become nearest fractions with denominators up to this, on record.

    Raises
    ------
    ValueError
        On another kind of model, a malformed line, a row that does not sum to 1, a reward for what cannot happen.
    """
    title = Path(transitions).name
    count, choices, chain = _transitions(transitions)
    paid: Rewards = {}
    for path in [rewards] if isinstance(rewards, str | Path) else rewards:
        _add_rewards(path, paid, count, chain)
    possible = {(s, c, int(t)) for (s, c), (_, row) in choices.items() for t, _ in row}
    strange = next((where for where in paid if len(where) == 3 and where not in possible), None)
    if strange:
        raise ValueError(f"{title}: a reward is given for state {strange[0]} → {strange[-1]}, which cannot happen")
    listed: list[list[Choice]] = [[] for _ in range(count)]
    for (s, c), (label, row) in sorted(choices.items()):
        base = paid.get((s,), Fraction(0))
        extra = [(t, base + paid.get((s, c, t), 0)) for t, _ in row]
        pays = extra if any((s, c, t) in paid for t, _ in row) else base
        listed[s].append(Choice("step" if chain else label, Cell(row, pays)))
    actions, cells = by_action(listed)
    said = []
    if initial is None:
        found = read_labels(labels).get("init", frozenset()) if labels else frozenset()
        if not found:
            said.append("no label says where it begins: begun in state 0")
        begins = sorted(found) or [0]
        initial = [f"1/{len(begins)}" if s in begins else 0 for s in range(count)]
    return imported(
        cells,
        len(actions),
        discount,
        title=title,
        initial=initial,
        actions=actions,
        name=name,
        states=_states(states, count) if states else [str(s) for s in range(count)],
        rounding=Rounding(rounding),
        record=said,
    )


def read_labels(path: Source) -> dict[str, frozenset[int]]:
    """Return, for each label of a ``.lab`` file, the states that have it."""
    text = Path(path).read_text("utf-8")
    known = dict(re.findall(r'(\d+)="([^"]*)"', text))  # PRISM numbers its labels
    if not known:
        known = {label: label for label in text.partition("#DECLARATION")[2].partition("#END")[0].split()}  # Storm
    found: dict[str, set[int]] = {label: set() for label in known.values()}
    body = text.partition("#END")[2] or text
    for line in body.splitlines():
        state, *marks = line.replace(":", " ").split() or [""]
        if not state.isdecimal() or not all(mark in known for mark in marks):
            continue
        for mark in marks:
            found[known[mark]].add(int(state))
    return {label: frozenset(states) for label, states in found.items()}


def _lines(path: Source) -> Lines:
    lines = Path(path).read_text("utf-8").splitlines()
    return [line.split() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def _transitions(path: Source) -> tuple[int, dict[tuple[int, int], tuple[str, list[tuple[int, str]]]], bool]:
    """Return the number of states, each choice with its label and row, and whether the model is a Markov chain."""
    title, (head, *body) = Path(path).name, _lines(path) or [[""]]
    storm = len(head) == 1
    if (storm and head[0].lower() not in ("dtmc", "mdp")) or not (storm or len(head) in (2, 3)):
        raise ValueError(f"{title}: {' '.join(head)!r} begins no DTMC and no MDP; only these can be read")
    chain = head[0].lower() == "dtmc" if storm else len(head) == 2
    width = 3 if chain else 4
    choices: dict[tuple[int, int], tuple[str, list[tuple[int, str]]]] = {}
    for line in body:
        if len(line) not in (width, width + 1) or not all(part.isdecimal() for part in line[: width - 1]):
            raise ValueError(f"{title}: {' '.join(line)!r} is no transition of a {'DTMC' if chain else 'MDP'}")
        s, c, t = int(line[0]), 0 if chain else int(line[1]), int(line[width - 2])
        choices.setdefault((s, c), (line[width] if len(line) > width else "", []))[1].append((t, line[width - 1]))
    top = 1 + max((max(s, *(t for t, _ in row)) for (s, _), (_, row) in choices.items()), default=-1)
    count = top if storm else int(head[0])
    if count > MOST:
        raise ValueError(f"{title}: {count} states are too many; at most {MOST} are read")
    if top > count:
        raise ValueError(f"{title}: state {top - 1} is not in 0 … {count - 1}")
    return count, choices, chain


def _add_rewards(path: Source, paid: Rewards, count: int, chain: bool) -> None:
    lines = _lines(path)
    if lines and lines[0][0] == str(count):  # PRISM's first line counts; no state has this number
        lines = lines[1:]
    for line in lines:
        *place, value = line
        if len(place) not in (1, 2 if chain else 3) or not all(part.isdecimal() for part in place):
            raise ValueError(f"{Path(path).name}: {' '.join(line)!r} is no reward of a {'DTMC' if chain else 'MDP'}")
        s, *rest = map(int, place)
        where = (s, 0, *rest) if rest and chain else (s, *rest)
        paid[where] = paid.get(where, Fraction(0)) + exact(value, f"{Path(path).name}: reward of {place}")


def _states(path: Source, count: int) -> list[str]:
    """Return the states by their variables, "s=7, d=1"."""
    head, *body = Path(path).read_text("utf-8").split() or [""]
    variables = head.strip("()").split(",")
    values = [line.partition(":")[2].strip("()").split(",") for line in body]
    if len(values) != count or any(len(each) != len(variables) for each in values):
        raise ValueError(f"{Path(path).name}: it does not list {count} states with {len(variables)} variables each")
    return [", ".join(f"{x}={v}" for x, v in zip(variables, each, strict=True)) for each in values]

"""These commands are for renaming states and actions, wherever the file has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .draft import Draft
from .editing import verb
from .names import demand_new, listings, policies, turns

__all__: list[str] = []

Rename = Callable[[str], str]


@verb("rename-state", 2)
def rename_state(draft: Draft, old: str, given: str) -> None:
    """Rename a state everywhere."""
    if draft.state(old) == given:
        return
    demand_new(given, draft.states, "state")
    _everywhere(draft, {old: given}, {})


@verb("rename-action", 2)
def rename_action(draft: Draft, old: str, given: str) -> None:
    """Rename an action everywhere."""
    if draft.action(old) == given:
        return
    demand_new(given, draft.actions, "action")
    _everywhere(draft, {}, {old: given})


def _everywhere(draft: Draft, states: dict[str, str], actions: dict[str, str]) -> None:
    def state(key: str) -> str:
        return states.get(key, key)

    def action(key: str) -> str:
        return actions.get(key, key)

    _in_world(draft, state, action)
    _in_tables(draft, state, action)
    for agent in draft.data["agents"]:
        if "prefers" in agent:
            agent["prefers"] = [action(each) for each in agent["prefers"]]
    for judge, key in listings(draft.data["judge"]):
        judge[key] = [[state(s), action(a), *grade] for s, a, *grade in judge[key]]
    if "deferring" in draft.data:
        draft.data["deferring"] = [[state(s), action(a)] for s, a in draft.data["deferring"]]


def _in_world(draft: Draft, state: Rename, action: Rename) -> None:
    draft.world["states"] = [state(each) for each in draft.states]
    draft.world["actions"] = [action(each) for each in draft.actions]
    for env in draft.environments():
        env["initial"] = _inner(env["initial"], state)
        env["transition"] = {
            state(s): {action(a): _inner(row, state) for a, row in cells.items()} if cells else None
            for s, cells in env["transition"].items()
        }
    layout = draft.data.get("layout", {})
    layout |= {part: _inner(layout[part], state) for part in ("places", "signs") if part in layout}


def _in_tables(draft: Draft, state: Rename, action: Rename) -> None:
    for objective in draft.data["candidates"]:
        objective["pays"] = {
            state(s): {action(a): _inner(paid, state) for a, paid in row.items()} if isinstance(row, dict) else row
            for s, row in objective["pays"].items()
        }
    for policy in policies(draft):
        policy["plays"] = {
            state(s): _inner(played, action) if isinstance(played, dict) else action(played)
            for s, played in policy["plays"].items()
        }
    for turning in turns(draft):
        for entered in [*turning]:
            turning[state(entered)] = turning.pop(entered)


def _inner(value: Any, rename: Rename) -> Any:
    return {rename(key): part for key, part in value.items()} if isinstance(value, dict) else value

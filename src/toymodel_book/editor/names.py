"""These commands are for adding and removing states, actions, objectives and agents, and renaming the last two."""

from __future__ import annotations

from collections.abc import Callable

from toymodel.files.parsing import number, quoted, written
from toymodel.worlds.layout import FARTHEST

from .draft import Data, Draft
from .editing import verb

__all__ = ["demand_new", "first", "judges", "kept_pairs", "listings", "policies", "turns"]


@verb("name", 1)
def name(draft: Draft, given: str) -> None:
    """Set the name of the case."""
    draft.data["name"] = given


@verb("add-state", 1)
def add_state(draft: Draft, given: str) -> None:
    """Add a state that is never left and that nothing leads to yet; where γ = 1, the episode ends there."""
    demand_new(given, draft.states, "state")
    draft.states.append(given)
    _placed(draft, given)
    ends = draft.case.world.training.discount == 1
    for env in draft.environments():
        env["transition"][given] = None if ends else given
    for policy in policies(draft) if not ends else ():
        policy["plays"][given] = draft.actions[0]


@verb("remove-state", 1)
def remove_state(draft: Draft, old: str) -> None:
    """Remove a state; what led there leads nowhere new: it stays where it is."""
    draft.state(old)
    if len(draft.states) == 1:
        raise ValueError("a world needs at least one state")
    for env in draft.environments():
        if old in env["initial"]:
            raise ValueError(f"it starts in {quoted(old)} somewhere; let it start elsewhere first")
        env["transition"].pop(old)
        for state, cells in env["transition"].items():
            for action, row in (cells or {}).items():
                cells[action] = _without(row, old, state)
    draft.states.remove(old)
    _unplaced(draft, old)
    for objective in draft.data["candidates"]:
        objective["pays"].pop(old, None)
        for state, row in objective["pays"].items():
            for paid in row.values() if isinstance(row, dict) else ():
                if isinstance(paid, dict):
                    lost = paid.pop(old, None)
                    paid.setdefault(state, lost if not paid else 0)
    for policy in policies(draft):
        policy["plays"].pop(old, None)
    for turning in turns(draft):
        turning.pop(old, None)
    kept_pairs(draft, lambda state, _: state != old)


@verb("add-action", 1)
def add_action(draft: Draft, given: str) -> None:
    """Add an action that, in every state, stays there and pays what the state pays; where γ = 1, one like the first."""
    demand_new(given, draft.actions, "action")
    draft.actions.append(given)
    ends = draft.case.world.training.discount == 1
    for env in draft.environments():
        for state, cells in env["transition"].items():
            if cells:
                cells[given] = dict(next(iter(cells.values()))) if ends else {state: 1}


@verb("remove-action", 1)
def remove_action(draft: Draft, old: str) -> None:
    """Remove an action; a table that plays it plays the first that is left."""
    draft.action(old)
    if len(draft.actions) == 1:
        raise ValueError("a world needs at least one action")
    _dispensable(draft, old)
    draft.actions.remove(old)
    for env in draft.environments():
        for cells in env["transition"].values():
            (cells or {}).pop(old, None)
    for objective in draft.data["candidates"]:
        for row in objective["pays"].values():
            if isinstance(row, dict):
                row.pop(old, None)
    for policy in policies(draft):
        for state, played in policy["plays"].items():
            if old == played or (isinstance(played, dict) and old in played):
                policy["plays"][state] = first(draft, state)
    for agent in draft.data["agents"]:
        if "prefers" in agent:
            agent["prefers"] = [action for action in agent["prefers"] if action != old]
    kept_pairs(draft, lambda _, action: action != old)


@verb("add-objective", 1)
def add_objective(draft: Draft, given: str) -> None:
    """Add a candidate that pays nothing yet."""
    demand_new(given, [each["name"] for each in draft.data["candidates"]], "objective")
    draft.data["candidates"].append({"name": given, "pays": {}})


@verb("rename-objective", 2)
def rename_objective(draft: Draft, old: str, given: str) -> None:
    """Rename a candidate, and whatever speaks of it."""
    entry = draft.objective(old)
    if given == old:
        return
    demand_new(given, [each["name"] for each in draft.data["candidates"]], "objective")
    entry["name"] = given
    for holder, key in _speaking(draft):
        if holder[key] == old:
            holder[key] = given


@verb("remove-objective", 1)
def remove_objective(draft: Draft, old: str) -> None:
    """Remove a candidate that nothing speaks of."""
    entry = draft.objective(old)
    if any(holder[key] == old for holder, key in _speaking(draft)):
        raise ValueError(f"{quoted(old)} is still in use: it is somebody's objective, or somebody judges by it")
    draft.data["candidates"].remove(entry)


@verb("add-agent", 1)
def add_agent(draft: Draft, given: str) -> None:
    """Add an agent that plays the first action everywhere."""
    demand_new(given, [each["name"] for each in draft.data["agents"]], "agent")
    plays = {state: first(draft, state) for state, cells in draft.world["training"]["transition"].items() if cells}
    draft.data["agents"].append({"name": given, "policy": {"name": f"{given}'s policy"[:200], "plays": plays}})


@verb("rename-agent", 2)
def rename_agent(draft: Draft, old: str, given: str) -> None:
    """Rename an agent of the case."""
    entry = draft.agent(old)
    if given != old:
        demand_new(given, [each["name"] for each in draft.data["agents"]], "agent")
        entry["name"] = given


@verb("remove-agent", 1)
def remove_agent(draft: Draft, old: str) -> None:
    """Remove an agent from the case."""
    entry = draft.agent(old)
    if len(draft.data["agents"]) == 1:
        raise ValueError("a case needs at least one agent")
    draft.data["agents"].remove(entry)


def first(draft: Draft, state: str) -> str:
    """Return the first action that is available in a state."""
    return str(next(iter(draft.cells(state))))


def _dispensable(draft: Draft, action: str) -> None:
    """Refuse to take away all that can be done in a state, which would then be an end."""
    for state, cells in draft.world["training"]["transition"].items():
        if cells and not cells.keys() - {action}:
            raise ValueError(
                f"{quoted(action)} is all that can be done in {quoted(state)}; end the episode there first"
            )


def demand_new(given: str, known: list[str], what: str) -> None:
    """Raise ValueError unless a name is one, and not taken."""
    if given in known:
        raise ValueError(f"there is a {what} {quoted(given)} already; names must differ")
    if not given.strip():
        raise ValueError(f"the {what} needs a name")


def _placed(draft: Draft, state: str) -> None:
    """Give a new state a room beside the last ones; a line or a grid has no place for it, and is one no more."""
    if "layout" not in draft.data:
        return
    layout = draft.data["layout"]
    column, row = max(layout["places"].values())
    if layout["kind"] == "rooms" and row < FARTHEST:
        layout["places"][state] = [column, row + 1]
    else:
        del draft.data["layout"]


def _unplaced(draft: Draft, state: str) -> None:
    """Take a state out of the layout; a line that lacks a cell is one no more."""
    layout = draft.data.get("layout", {})
    if layout.get("kind") == "line":
        del draft.data["layout"]
    for part in ("places", "signs"):
        layout.get(part, {}).pop(state, None)


def policies(draft: Draft, agent: Data | None = None) -> list[Data]:
    """Return the tables of an agent, or of all: what is done in training, in deployment, and with each memory."""
    if agent is None:
        return [policy for each in draft.data["agents"] for policy in policies(draft, each)]
    return [agent[key] for key in ("policy", "deployed") if key in agent] + [*_learner(agent)["memories"].values()]


def _learner(agent: Data) -> Data:
    learner: Data = {"memories": {}, "turns": {}} | agent.get("learner", {})
    return learner


def turns(draft: Draft) -> list[Data]:
    """Return to which memory learners turn on entering a state."""
    return [turning for agent in draft.data["agents"] for turning in _learner(agent)["turns"].values()]


def judges(judge: Data) -> list[Data]:
    """Return a judge and every judge in it."""
    inner = [*judge.get("in_each", {}).values(), *judge.get("several", [])]
    return [judge, *(found for part in inner for found in judges(part))]


def listings(judge: Data) -> list[tuple[Data, str]]:
    """Return every judge in a judge that lists pairs, with the key of its list; a graded pair has its grade last."""
    return [(each, key) for each in judges(judge) for key in ("bad", "graded") if key in each]


def kept_pairs(draft: Draft, kept: Callable[[str, str], bool]) -> None:
    """Remove from the lists of judges and others the (state, action) pairs that are not kept."""
    for judge, key in listings(draft.data["judge"]):
        judge[key] = [entry for entry in judge[key] if kept(*entry[:2])]
    if "deferring" in draft.data:
        draft.data["deferring"] = [pair for pair in draft.data["deferring"] if kept(*pair)]


def _without(row: Data, gone: str, state: str) -> Data:
    """Return a distribution in which what led to a state that is gone stays in this one."""
    if gone not in row:
        return row
    left = dict(row)
    weight = left.pop(gone)
    if not left:
        return {state: 1}
    held = number(left.pop(state, 0), state) + number(weight, gone)
    return left | {state: written(held, state)}


def _speaking(draft: Draft) -> list[tuple[Data, str]]:
    """Return every place that names a candidate: (what holds it, key)."""
    found: list[tuple[Data, str]] = [(draft.data, key) for key in ("base", "human") if key in draft.data]
    if isinstance(base := draft.data["base"], dict) and "pays" not in base:
        found = [*found[1:], (base, "training"), (base, "deployment")]
    found += [(agent, "pursues") for agent in draft.data["agents"] if "pursues" in agent]
    return found + [(judge, "by") for judge in judges(draft.data["judge"]) if "by" in judge]

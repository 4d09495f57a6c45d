"""These commands are about what is available: which actions a state has, and where the episode ends.

The same is available in all environments. What can be done no longer is played, judged and asked for no longer;
what objectives pay for it is kept, and counts for nothing until it can be done again. Each command says what else
it has changed.
"""

from __future__ import annotations

from typing import Any

from toymodel.files.parsing import number, quoted, written
from toymodel.worlds import listed

from .draft import Data, Draft
from .editing import follow, share, verb
from .names import first, judges, kept_pairs, policies

__all__: list[str] = []


@verb("bar", 2)
def bar(draft: Draft, state: str, action: str) -> None:
    """Make an action unavailable in a state; a table that plays it shares it among the rest, or plays the first."""
    draft.demand(state, action)
    if len(draft.cells(state)) == 1:
        raise ValueError(f"{quoted(action)} is all that can be done in {quoted(state)}; end the episode there instead")
    for env in draft.environments():
        del env["transition"][state][action]
        env["only_listed"] = True
    for agent in draft.data["agents"]:
        for policy in policies(draft, agent):
            _without(draft, agent, policy["plays"], state, action)
    _stopped(draft, state, [action], f"{action} in {state}")


@verb("allow", 2)
def allow(draft: Draft, state: str, action: str) -> None:
    """Make an action available in a state; it stays there, or, where γ = 1, leads where the first one does."""
    if draft.action(action) in draft.cells(state):
        raise ValueError(f"{quoted(action)} is available in {quoted(state)} already")
    if not draft.cells(state):
        raise ValueError(f"the episode ends in {quoted(state)}; let it go on there first")
    known = first(draft, state)
    for env in draft.environments():
        cells = env["transition"][state]
        cells[action] = dict(cells[known]) if _undiscounted(draft) else {state: 1}
    draft.said.append(f"{action} {f'leads where {known} does' if _undiscounted(draft) else f'stays in {state}'}.")
    _resumed(draft, state, [action], f"{action} in {state}")


@verb("end", 1)
def end(draft: Draft, state: str) -> None:
    """Let the episode end in a state: nothing is done, paid or judged there."""
    actions = [*draft.cells(state)]
    if not actions:
        raise ValueError(f"the episode ends in {quoted(state)} already")
    for env in draft.environments():
        env["transition"][state] = None
    for policy in policies(draft):
        policy["plays"].pop(state, None)
    _stopped(draft, state, actions, f"all that is done in {state}")


@verb("go-on", 1)
def go_on(draft: Draft, state: str) -> None:
    """Let the episode go on in a state: every action stays there, or, where γ = 1, leads to another end."""
    if draft.cells(state):
        raise ValueError(f"the episode goes on in {quoted(state)} already")
    others = [each for each in draft.states if each != state and not draft.cells(each)]
    if _undiscounted(draft) and not others:
        raise ValueError(f"γ is 1, and {quoted(state)} is the only end; end the episode elsewhere, or lower γ, first")
    leads = others[0] if _undiscounted(draft) else state
    for env in draft.environments():
        env["transition"][state] = {action: {leads: 1} for action in draft.actions}
    draft.said.append(f"Every action {f'leads to {leads}' if leads != state else f'stays in {state}'}.")
    for agent in draft.data["agents"]:
        tables = [] if agent.get("incomplete") else policies(draft, agent)
        for policy in tables:
            policy["plays"][state] = draft.actions[0]
        if tables:
            draft.said.append(f"{agent['name']} does {draft.actions[0]} there.")
    _resumed(draft, state, draft.actions, f"all that is done in {state}")


def _undiscounted(draft: Draft) -> bool:
    return draft.case.world.training.discount == 1


def _without(draft: Draft, agent: Data, plays: Data, state: str, action: str) -> None:
    """Take an action out of what a table plays in a state; of who was seen to do it, nothing is known there then."""
    played = plays.get(state, {})
    row = played if isinstance(played, dict) else {played: 1}
    if action not in row:
        return
    if agent.get("incomplete") and len(row) == 1:
        del plays[state]
        draft.said.append(f"Nobody has seen what {agent['name']} does there now.")
        return
    plays[state] = share(row, action, "0", first(draft, state))
    said = f"{agent['name']} does {listed([*plays[state]], 'or')} there now."
    if said not in draft.said:
        draft.said.append(said)


def _stopped(draft: Draft, state: str, actions: list[str], what: str) -> None:
    """Take what can be done no longer from the lists of judges and of what counts as asking, and say what is lost."""
    gone = [[state, action] for action in actions]
    listings = [each[key] for each in judges(draft.data["judge"]) for key in ("bad", "graded") if key in each]
    if any(entry[:2] in gone for listing in listings for entry in listing):
        draft.said.append(f"Taken off the list of what is bad: {what}.")
    if any(pair in gone for pair in draft.data.get("deferring", [])):
        draft.said.append(f"Taken off the list of what counts as asking: {what}.")
    kept_pairs(draft, lambda *pair: [*pair] not in gone)
    if paying := _paying(draft, state, actions):
        draft.said.append(f"Of no account now: what {listed(paying)} would pay for {what}.")
    _merge(draft)


def _resumed(draft: Draft, state: str, actions: list[str], what: str) -> None:
    for action in actions:
        follow(draft, state, action)
    if paying := _paying(draft, state, actions):
        draft.said.append(f"Of account again: what {listed(paying)} would pay for {what}.")


def _paying(draft: Draft, state: str, actions: list[str]) -> list[str]:
    """Return the candidates that pay for one of these actions."""

    def pays(paid: Any) -> bool:
        return any(map(pays, paid.values())) if isinstance(paid, dict) else number(paid, "the payment") != 0

    found = []
    for objective in draft.data["candidates"]:
        row = objective["pays"].get(state, 0)
        if any(pays(row.get(action, 0) if isinstance(row, dict) else row) for action in actions):
            found.append(objective["name"])
    return found


def _merge(draft: Draft) -> None:
    """Speak of environments once that differ no more: their probabilities add up, and they have one judge."""
    others = draft.data.get("environments", {})
    parts = {"training": draft.world["training"], "deployment": draft.world["deployment"], **others}

    def same(name: str) -> str:
        found: str = next(each for each, part in parts.items() if _dynamics(part) == _dynamics(parts[name]))
        return found

    given = [draft.data.get("possible"), *(agent.get("prior") for agent in draft.data["agents"])]
    for mixture in filter(None, given):
        recorded = mixture["parts"] if isinstance(mixture.get("parts"), dict) else mixture
        merged: dict[str, Any] = {}
        for name, weight in recorded.items():
            merged[same(name)] = number(merged.get(same(name), 0), name) + number(weight, name)
        recorded.clear()
        recorded |= {name: written(weight, name) for name, weight in merged.items()}
    for judge in judges(draft.data["judge"]):
        heard: Data = {}
        for name, each in judge.get("in_each", {}).items():
            if _ruling(heard.setdefault(same(name), each)) != _ruling(each):
                raise ValueError(
                    f"{quoted(same(name))} and {quoted(name)} would differ no more, and are judged differently; "
                    "let the human call the same bad in both first"
                )
        judge |= {"in_each": heard} if heard else {}


def _dynamics(env: Data) -> tuple[Data, Data]:
    return env["initial"], env["transition"]


def _ruling(judge: Data) -> Data:
    """Return how a judge judges, whatever the name and the order."""
    return {key: sorted(value) if key in ("bad", "graded") else value for key, value in judge.items() if key != "name"}

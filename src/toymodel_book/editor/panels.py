"""The panels of the world editor have native inputs and buttons, each of which sends one command."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from toymodel.agents import AnyAgent
from toymodel.alignment import AXES, Case, Reading
from toymodel.alignment.reading import values
from toymodel.files.names import named_environments
from toymodel.logic import Unknown
from toymodel.solve import bad_pairs
from toymodel.worlds import Environment, Objective, Pair, Policy, show

from ..actions import changes, sets
from ..drawing.canvas import Canvas
from ..drawing.svg import Picture
from .editing import command

SCHEMA = "../schema/case.schema.json"
SCOPES = {"both": "training and deployment", "training": "training", "deployment": "deployment"}


@dataclass(frozen=True)
class Desk:
    """What is being edited, and where one looks."""

    case: Case
    text: str
    name: str
    place: str
    picked: str
    agent: str
    aim: str
    reading: Reading
    past: str
    draft: str

    @property
    def environments(self) -> dict[str, Environment]:
        """Return the environments of the case by name."""
        return named_environments(self.case)

    @property
    def where(self) -> str:
        """Return the environment that is edited: one by name, or "both"."""
        return self.place if self.place in (*SCOPES, *self.environments) else "both"

    @property
    def env(self) -> Environment:
        """Return the environment that is shown."""
        return self.environments["deployment" if self.where == "both" else self.where]

    @property
    def acting(self) -> AnyAgent:
        """Return the agent that is spoken of."""
        return self.case.agent(self.agent)

    @property
    def objective(self) -> Objective:
        """Return the objective whose payments are shown."""
        names = [each.name for each in self.case.candidates]
        return self.case.objective(self.aim if self.aim in names else self.case.base.name)

    @property
    def bad(self) -> frozenset[Pair]:
        """Return what the human judges bad where one looks; nothing where the judge is silent."""
        try:
            return frozenset(bad_pairs(self.env, self.case.judge))
        except ValueError:
            return frozenset()

    @property
    def policy(self) -> Policy | None:
        """Return what the agent plays where one looks."""
        policies = self.case.policy_pair(self.reading, self.agent)
        if isinstance(policies, Unknown):
            return self.acting.replans(self.case.world)[self.where != "training"]
        return policies.training if self.where == "training" else policies.deployment

    def play(self, state: str, action: str) -> str:
        """Return the command that lets the agent play an action."""
        return command("play", self.agent, self.where, state, action)

    def canvas(self) -> Picture:
        """Draw the environment with its buttons."""
        policy = self.policy
        played = {(s, a) for s, row in enumerate(policy.support) for a in row} if policy else set()
        return Canvas(self.env, played, self.bad, self.picked, self.play).picture()

    def toolbar(self) -> str:
        """Return the buttons that say where one edits, and those that take a change back."""
        names = {**SCOPES, **{name: name for name in self.environments if name not in SCOPES}}
        where = "".join(
            f'<button type="button" id="ed-where-{n}" aria-pressed="{str(name == self.where).lower()}"'
            f" {sets('where', name)}>{escape(words)}</button>"
            for n, (name, words) in enumerate(names.items())
        )
        differ = self.case.world.training != self.case.world.deployment
        remark = " They differ; deployment is shown." if differ and self.where == "both" else ""
        return (
            f'<div class="editor-bar" role="group" aria-label="Where to edit"><span>Edit</span>{where}'
            f"<small>{remark}</small></div>"
            '<div class="editor-bar">'
            + button("Undo", "ed-undo", command("undo"), disabled=not self.past)
            + button("Start over", "ed-over", command("start-over"))
            + field("Add a state called", "ed-add-state", command("add-state"), "")
            + field("Add an action called", "ed-add-action", command("add-action"), "")
            + "</div><p><small>Click an action to have it played, a state to edit it.</small></p>"
        )


def panels(desk: Desk, table: str, choices: Mapping[str, str]) -> str:
    """Return all panels as HTML."""
    return (
        (state_panel(desk) if desk.picked else "")
        + table
        + folded("States and actions", names_panel(desk))
        + folded("Agents", agents_panel(desk))
        + folded("Objectives and judge", objectives_panel(desk))
        + folded("Reading, choice by choice", reading_panel(desk, choices))
        + folded("World file: save, open, paste", file_panel(desk))
    )


def state_panel(desk: Desk) -> str:
    """Return what can be changed about the state that is picked."""
    env, state = desk.env, desk.picked
    s = env.state(state)
    chance = show(dict(env.initial).get(s, 0 * env.discount))
    head = (
        field("Name", "ed-name", command("rename-state", state) + "\t", state)
        + field(
            "Starts here with probability", "ed-start", command("start", desk.where, state) + "\t", chance, short=True
        )
        + button("Remove state", "ed-remove", command("remove-state", state))
    )
    rows = "".join(_action_row(desk, s, a) for a in range(len(env.actions)))
    pays = escape(desk.objective.name)
    return (
        f'<section class="editor-panel" aria-label="State {escape(state)}"><h2>State: {escape(state)}</h2>'
        f'<div class="editor-bar">{head}{objective_choice(desk)}</div>'
        '<div class="editor-scroll"><table class="toy-verdicts"><thead><tr>'
        f'<th scope="col">Action</th><th scope="col">Agent</th><th scope="col">Human</th>'
        f'<th scope="col">Pays ({pays})</th><th scope="col">Leads to, with probability</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div></section>"
    )


def _action_row(desk: Desk, s: int, a: int) -> str:
    env = desk.env
    state, action = env.states[s], env.actions[a]
    policy = desk.policy
    plays = policy is not None and a in policy.support[s]
    bad = (s, a) in desk.bad
    paid = desk.objective.rewards[s][a]
    amount = show(desk.objective.mean(env)[s][a]) if isinstance(paid, tuple) else show(paid)
    row = dict(env.transition[s][a])
    play, judge = desk.play(state, action), command("bad", desk.where, state, action)
    pay = command("pay", desk.objective.name, state, action) + "\t"
    leads = "".join(
        field(
            env.states[t],
            f"ed-p-{a}-{t}",
            command("chance", desk.where, state, action, env.states[t]) + "\t",
            show(p),
            short=True,
            said=f"Probability that {action} leads to {env.states[t]}",
        )
        for t, p in row.items()
    )
    others = [name for t, name in enumerate(env.states) if t not in row]
    also = (
        select(
            f"{action} leads also to",
            f"ed-also-{a}",
            command("also", desk.where, state, action) + "\t",
            [("", "also to …"), *((o, o) for o in others)],
            "",
        )
        if others
        else ""
    )
    lead = select(
        f"{action} leads only to",
        f"ed-lead-{a}",
        command("lead", desk.where, state, action) + "\t",
        [("", "only to …"), *((o, o) for o in env.states)],
        "",
    )
    return (
        f'<tr><th scope="row">{escape(action)}</th>'
        f"<td>{toggle('▶ plays' if plays else 'play', f'ed-play-{a}', play, plays, action)}</td>"
        f"<td>{toggle('✗ bad' if bad else 'call bad', f'ed-bad-{a}', judge, bad, action)}</td>"
        f"<td>{field('', f'ed-pay-{a}', pay, amount, True, f'What {action} pays')}</td>"
        f'<td><div class="editor-bar">{leads}{also}{lead}</div></td></tr>'
    )


def names_panel(desk: Desk) -> str:
    """Return what picks states, renames and removes actions, and sets the discount."""
    env = desk.env
    states = "".join(
        f"<li>{button(name, f'ed-pick-{n}', name, key='picked', said=f'Edit state {name}')}</li>"
        for n, name in enumerate(env.states)
    )
    actions = "".join(
        f"<li>{field('', f'ed-aname-{n}', command('rename-action', name) + chr(9), name, said=f'Name of {name}')}"
        f"{button('Remove', f'ed-adrop-{n}', command('remove-action', name), said=f'Remove action {name}')}</li>"
        for n, name in enumerate(env.actions)
    )
    return (
        f'<h2>States</h2><ul class="editor-list">{states}</ul>'
        + f'<h2>Actions</h2><ul class="editor-list">{actions}</ul>'
        + "<h2>Discount</h2>"
        + field("γ", "ed-discount", command("discount"), show(env.discount), short=True)
    )


def agents_panel(desk: Desk) -> str:
    """Return what chooses, adds and changes agents."""
    agent, name = desk.acting, desk.agent
    agents = [(each.name, each.name) for each in desk.case.agents]
    pursued = agent.objective.name if agent.objective else ""
    aims = [("", "nothing inside: it is a table"), *((r.name, r.name) for r in desk.case.candidates)]
    named = {env: key for key, env in reversed(desk.environments.items())}
    believes = named.get(agent.believed, "the truth") if agent.believed is not None else "the truth"
    beliefs = [(key, key) for key in ("the truth", *desk.environments)]
    return (
        f'<p class="editor-bar">{choice("Agent spoken of", "ed-agent", "agent", agents, name)}'
        + field("Name", "ed-agent-name", command("rename-agent", name) + "\t", name)
        + button("Remove agent", "ed-agent-drop", command("remove-agent", name))
        + "</p><p class=editor-bar>"
        + select("Pursues", "ed-pursue", command("pursue", name) + "\t", aims, pursued, shown=True)
        + select("Believes", "ed-believe", command("believe", name) + "\t", beliefs, believes, shown=True)
        + field("Give it beliefs of its own, called", "ed-imagine", command("imagine", name) + "\t", "")
        + "</p>"
        + field("Add an agent called", "ed-add-agent", command("add-agent"), "")
    )


def objectives_panel(desk: Desk) -> str:
    """Return what chooses, adds and changes objectives, and who judges."""
    names = [(r.name, r.name) for r in desk.case.candidates]
    human = desk.case.human.name if desk.case.human else ""
    shown = desk.objective.name
    judge = desk.case.judge
    by = judge.objective.name if judge.objective else ""
    kinds = (
        (judge.cases, "each environment by itself"),
        (judge.members, "several together"),
        (judge.grades, "by grades"),
    )
    manner = f"by the objective {by}" if by else next((word for has, word in kinds if has), "by a list of pairs")
    return (
        f'<p class="editor-bar">{objective_choice(desk, "2")}'
        + field("Name", "ed-aim-name", command("rename-objective", shown) + "\t", shown)
        + button("Remove objective", "ed-aim-drop", command("remove-objective", shown))
        + "</p>"
        + field("Add an objective called", "ed-add-aim", command("add-objective"), "")
        + "<p class=editor-bar>"
        + select("Trained under", "ed-base", command("base"), names, desk.case.base.name, shown=True)
        + select("The human wants", "ed-human", command("human"), [("", "not said"), *names], human, shown=True)
        + f"</p><p class=editor-bar><span>The human judges {escape(manner)}.</span>"
        + select("Judge by", "ed-judge", command("judge-by"), [("", "an objective …"), *names], "", shown=True)
        + button("Judge each environment by itself", "ed-apart", command("judge-apart"))
        + "</p>"
    )


SELECTING = {
    "human": "closest to what the human wants",
    "base": "closest to the base objective",
    "simplest": "the simplest to say",
    "first": "the one listed first",
}
"""The rules that select an objective, but for the one that takes a linear program."""


NUMBERS = {
    "epsilon": "ε, where “performs well” has one",
    "tolerance": "τ of a tolerant base judge",
    "grade": "the grade from which on harm counts",
}
"""The numbers of a reading."""


def reading_panel(desk: Desk, choices: Mapping[str, str]) -> str:
    """Return a select for each axis of the reading."""
    rows = []
    for n, axis in enumerate(AXES):
        now = getattr(desk.reading, axis.name)
        options = [
            ("", f"as above ({now})" if not choices.get(axis.name) else "as above"),
            *((v, v) for v in values(axis)),
        ]
        rows.append(choice(axis.question, f"ed-axis-{n}", axis.name, options, choices.get(axis.name, "")))
        if axis.name == "objectives" and desk.reading.objectives == "selected":
            rule = choices.get("selected_by", "")
            rules = [("", "as above" if rule else f"as above ({desk.reading.selected_by})"), *SELECTING.items()]
            rows.append(choice("Selected by which rule?", "ed-rule", "selected_by", rules, rule))
    for key, words in NUMBERS.items():
        rows.append(
            f"<label>{words} <input type=text size=5 id=ed-{key} {changes(key)}"
            f' value="{escape(choices.get(key, ""))}" autocomplete="off"></label>'
        )
    return f'<div class="editor-list">{"".join(f"<p>{row}</p>" for row in rows)}</div>'


def file_panel(desk: Desk) -> str:
    """Return what saves and opens the file."""
    stem = re.sub(r"\W+", "-", desk.case.name)[:60].strip("-") or "world"
    return (
        f'<p class="editor-bar"><a id="ed-save" download="{stem}.json" href="data:application/json;charset=utf-8,'
        f'{quote(desk.text)}">Save the file</a> <a href="{SCHEMA}">JSON Schema</a> '
        f'<label>Open a file <input type="file" id="ed-open" accept=".json,application/json"'
        f" {changes('command', command('open'))}></label></p>"
        '<label for="ed-file">Or paste one here; it is opened when you leave the field.</label>'
        f'<textarea id="ed-file" rows="14" spellcheck="false" {changes("command", command("open"))}>'
        f"\n{escape(desk.draft or desk.text)}</textarea>"
    )


def objective_choice(desk: Desk, suffix: str = "") -> str:
    """Return the choice of the objective whose payments are shown."""
    names = [(r.name, r.name) for r in desk.case.candidates]
    return choice("Objective", f"ed-aim{suffix}", "objective", names, desk.objective.name)


def folded(title: str, inside: str) -> str:
    """Return a panel that the reader unfolds."""
    return f'<details class="editor-panel"><summary>{escape(title)}</summary>{inside}</details>'


def button(words: str, name: str, value: str, *, key: str = "command", said: str = "", disabled: bool = False) -> str:
    """Return a button that sends a command."""
    label = f' aria-label="{escape(said)}"' if said else ""
    off = " disabled" if disabled else ""
    return f'<button type="button" id="{name}"{label}{off} {sets(key, value)}>{escape(words)}</button>'


def toggle(words: str, name: str, value: str, pressed: bool, about: str) -> str:
    """Return a button that shows whether something is so."""
    said = f"{words}: {about}"
    return (
        f'<button type="button" id="{name}" aria-label="{escape(said)}" aria-pressed="{str(pressed).lower()}"'
        f" {sets('command', value)}>{escape(words)}</button>"
    )


def field(words: str, name: str, before: str, value: str, short: bool = False, said: str = "") -> str:
    """Return a line of text that sends a command with what is typed."""
    label = f' aria-label="{escape(said)}"' if said else ""
    entry = (
        f'<input type="text" id="{name}"{label} size="{5 if short else 14}" {changes("command", before)}'
        f' value="{escape(value)}" autocomplete="off" autocapitalize="off" spellcheck="false">'
    )
    return f"<label>{escape(words)} {entry}</label>" if words else entry


def select(words: str, name: str, before: str, options: list[tuple[str, str]], value: str, shown: bool = False) -> str:
    """Return a choice that sends a command with what is chosen."""
    return _select(words, name, changes("command", before), options, value, shown)


def choice(words: str, name: str, key: str, options: list[tuple[str, str]], value: str) -> str:
    """Return a choice that sets a control."""
    return _select(words, name, changes(key), options, value, True)


def _select(words: str, name: str, does: str, options: list[tuple[str, str]], value: str, shown: bool) -> str:
    entries = "".join(
        f'<option value="{escape(key)}"{" selected" * (key == value)}>{escape(label)}</option>'
        for key, label in options
    )
    label = "" if shown else f' aria-label="{escape(words)}"'
    made = f'<select id="{name}"{label} {does} autocomplete="off">{entries}</select>'
    return f"<label>{escape(words)} {made}</label>" if shown else made

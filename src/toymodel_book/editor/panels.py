"""The panels of the world editor have native inputs and buttons, each of which sends one command."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote

from toymodel.worlds import Objective, show
from toymodel.worlds.ends import loop

from ..actions import changes
from .desk import Desk
from .editing import command
from .listing import STATES, among
from .widgets import button, choice, field, folded, select, toggle

SCHEMA = "../schema/case.schema.json"


def panels(desk: Desk, table: str) -> str:
    """Return the panels that a reader unfolds, as HTML."""
    return (
        table
        + folded("States and actions", names_panel(desk))
        + folded("Agents", agents_panel(desk))
        + folded("Objectives and judge", objectives_panel(desk))
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
        + _ending(desk, s)
        + button("Remove state", "ed-remove", command("remove-state", state))
    )
    opening = f'<section class="editor-panel" aria-label="State {escape(state)}"><h2>State: {escape(state)}</h2>'
    if s in env.ended:
        note = "The episode ends here: nothing is done, paid or judged."
        return f'{opening}<div class="editor-bar">{head}</div><p>{note}</p></section>'
    rows = "".join((_action_row if a in env.available[s] else _barred)(desk, s, a) for a in range(len(env.actions)))
    pays = escape(desk.objective.name)
    return (
        f'{opening}<div class="editor-bar">{head}{objective_choice(desk)}</div>'
        '<div class="editor-scroll"><table class="toy-verdicts"><thead><tr>'
        '<th scope="col">Action</th><th scope="col">Agent</th><th scope="col">Human</th>'
        f'<th scope="col">Pays ({pays})</th><th scope="col">Leads to, with probability</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div></section>"
    )


def _ending(desk: Desk, s: int) -> str:
    """Return what lets the episode end in a state, or go on."""
    ends, state = s in desk.env.ended, desk.env.states[s]
    return toggle(
        "◎ ends here" if ends else "end here", "ed-end", command("go-on" if ends else "end", state), ends, state
    )


def _barred(desk: Desk, s: int, a: int) -> str:
    """Return the row of an action that is not available."""
    does = f"not available here {_available(desk, s, a)}"
    return f'<tr><th scope="row">{escape(desk.env.actions[a])}</th><td colspan="4">{does}</td></tr>'


def _available(desk: Desk, s: int, a: int) -> str:
    """Return what makes an action available in a state, or unavailable."""
    state, action = desk.env.states[s], desk.env.actions[a]
    verb, words = ("bar", "take away") if a in desk.env.available[s] else ("allow", "give back")
    return button(words, f"ed-can-{a}", command(verb, state, action), said=f"{words}: {action}")


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
    also, lead = (command(verb, desk.where, state, action) for verb in ("also", "lead"))
    if among(desk):
        more = field("also to", f"ed-also-{a}", also + "\t", said=f"{action} leads also to", among=STATES)
        more += field("only to", f"ed-lead-{a}", lead + "\t", said=f"{action} leads only to", among=STATES)
    else:
        others = [(name, name) for t, name in enumerate(env.states) if t not in row]
        every = [("", "only to …"), *((name, name) for name in env.states)]
        more = (
            select(f"{action} leads also to", f"ed-also-{a}", also + "\t", [("", "also to …"), *others], "")
            if others
            else ""
        )
        more += select(f"{action} leads only to", f"ed-lead-{a}", lead + "\t", every, "")
    return (
        f'<tr><th scope="row">{escape(action)}</th>'
        f"<td>{toggle('▶ plays' if plays else 'play', f'ed-play-{a}', play, plays, action)}</td>"
        f"<td>{toggle('✗ bad' if bad else 'call bad', f'ed-bad-{a}', judge, bad, action)}</td>"
        f"<td>{field('', f'ed-pay-{a}', pay, amount, True, f'What {action} pays')}</td>"
        f'<td><div class="editor-bar">{leads}{more}{_available(desk, s, a)}</div></td></tr>'
    )


def names_panel(desk: Desk) -> str:
    """Return what adds states and actions, renames and removes actions, and sets the discount."""
    env = desk.env
    actions = "".join(
        f"<li>{field('', f'ed-aname-{n}', command('rename-action', name) + chr(9), name, said=f'Name of {name}')}"
        f"{button('Remove', f'ed-adrop-{n}', command('remove-action', name), said=f'Remove action {name}')}</li>"
        for n, name in enumerate(env.actions)
    )
    return (
        '<p class="editor-bar">'
        + field("Add a state called", "ed-add-state", command("add-state"))
        + field("Add an action called", "ed-add-action", command("add-action"))
        + f'</p><h2>Actions</h2><ul class="editor-list">{actions}</ul>'
        + "<h2>Discount</h2>"
        + field("γ", "ed-discount", command("discount"), show(env.discount), short=True)
        + f" <span>{escape(_most(desk))}</span>"
    )


def _most(desk: Desk) -> str:
    """Say whether γ may be 1, and if not, which way one could go on for ever."""
    ways = (loop(env.transition, env.available) for env in desk.environments.values())
    if way := next(filter(None, ways), None):
        return f"Below 1, for one can go on for ever: {' → '.join(desk.env.states[s] for s in way)}."
    return "It may be 1, for every policy surely ends."


def agents_panel(desk: Desk) -> str:
    """Return what chooses, adds and changes agents."""
    agent, name = desk.acting, desk.agent
    pursued = agent.objective.name if agent.objective else ""
    aims = [("", "nothing inside: it is a table"), *((r.name, r.name) for r in desk.case.candidates)]
    named = {env: key for key, env in reversed(desk.environments.items())}
    believes = named.get(agent.believed, "the truth") if agent.believed is not None else "the truth"
    beliefs = [(key, key) for key in ("the truth", *desk.environments)]
    return (
        '<p class="editor-bar">'
        + field("Name", "ed-agent-name", command("rename-agent", name) + "\t", name)
        + button("Remove agent", "ed-agent-drop", command("remove-agent", name))
        + "</p><p class=editor-bar>"
        + select("Pursues", "ed-pursue", command("pursue", name) + "\t", aims, pursued, shown=True)
        + select("Believes", "ed-believe", command("believe", name) + "\t", beliefs, believes, shown=True)
        + field("Give it beliefs of its own, called", "ed-imagine", command("imagine", name) + "\t")
        + "</p>"
        + field("Add an agent called", "ed-add-agent", command("add-agent"))
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
        + field("Add an objective called", "ed-add-aim", command("add-objective"))
        + "<p class=editor-bar>"
        + base_choices(desk, names)
        + select("The human wants", "ed-human", command("human"), [("", "not said"), *names], human, shown=True)
        + f"</p><p class=editor-bar><span>The human judges {escape(manner)}.</span>"
        + select("Judge by", "ed-judge", command("judge-by"), [("", "an objective …"), *names], "", shown=True)
        + button("Judge each environment by itself", "ed-apart", command("judge-apart"))
        + "</p>"
    )


def base_choices(desk: Desk, names: list[tuple[str, str]]) -> str:
    """Return the choice of the base objective; where it differs by environment, of what each of the two pays."""
    base = desk.case.base
    if isinstance(base, Objective):
        return select("Trained under", "ed-base", command("base"), names, base.name, shown=True)
    chosen = (("training", "Trained under", "ed-base"), ("deployment", "Paid in deployment", "ed-base-then"))
    return "".join(
        select(label, name, command("base-in", place), names, base.at(place).name, shown=True)
        for place, label, name in chosen
    )


def file_panel(desk: Desk) -> str:
    """Return what saves and opens the file."""
    stem = re.sub(r"\W+", "-", desk.case.name)[:60].strip("-") or "world"
    return (
        f'<p class="editor-bar"><a id="ed-save" download="{stem}.json" href="data:application/json;charset=utf-8,'
        f'{quote(desk.text)}">Save the file</a> <a href="{SCHEMA}">JSON Schema</a> '
        f'<label>Open a file <input type="file" id="ed-open" accept=".json,application/json"'
        f' {changes("command", command("open"))} data-named="named"></label>'
        f"{button('Begin a new world', 'ed-new', command('new'))}</p>"
        '<label for="ed-file">Or paste one here; it is opened when you leave the field.</label>'
        f'<textarea id="ed-file" rows="14" spellcheck="false" {changes("command", command("open"))}>'
        f"\n{escape(desk.draft or desk.text)}</textarea>"
    )


def objective_choice(desk: Desk, suffix: str = "") -> str:
    """Return the choice of the objective whose payments are shown."""
    names = [(r.name, r.name) for r in desk.case.candidates]
    return choice("Objective", f"ed-aim{suffix}", "objective", names, desk.objective.name)

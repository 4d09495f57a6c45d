"""A world with more states than a picture can show is listed, and searched."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from toymodel.solve import full, steps
from toymodel.worlds import listed

from .desk import Desk
from .widgets import button, field

MOST = 24
"""As many states as are listed at once."""
LARGE = 60
"""With more states than this, one is typed rather than chosen."""
STATES = "ed-states"


def among(desk: Desk) -> bool:
    """Return whether a state is typed, rather than chosen from a list."""
    return len(desk.env.states) > LARGE


def listing(desk: Desk) -> str:
    """Return the states that are searched for, each as a button, with what is done there."""
    env, found = desk.env, list(_found(desk))
    sought = f" with “{desk.find}” in their name" if desk.find else ", in the order in which they are reached"
    more = f" of {len(found)}" if len(found) > MOST else ""
    rows = "".join(_row(desk, s) for s in found[:MOST])
    names = "".join(f'<option value="{escape(name)}"></option>' for name in env.states) if among(desk) else ""
    return (
        f"<p>{len(env.states)} states are more than a picture can show. "
        f"Listed are {min(len(found), MOST)}{more} states{escape(sought)}.</p>"
        f'<p class="editor-bar">{field("Find a state", "ed-find", "", desk.find, key="find", among=STATES)}</p>'
        f'<datalist id="{STATES}">{names}</datalist>'
        '<div class="editor-scroll"><table class="toy-verdicts"><thead><tr><th scope="col">State</th>'
        '<th scope="col">The agent does</th><th scope="col">Judged bad</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _found(desk: Desk) -> Iterator[int]:
    env = desk.env
    depth = steps(env, full(env))
    order = sorted(range(len(env.states)), key=lambda s: (depth.get(s, len(env.states)), s))
    return (s for s in order if desk.find.lower() in env.states[s].lower())


def _row(desk: Desk, s: int) -> str:
    env, name = desk.env, desk.env.states[s]
    plays = desk.policy.support[s] if desk.policy else ()
    done = listed([env.actions[a] for a in sorted(plays)], "or") if plays else ""
    bad = [env.actions[a] for a in sorted(env.available[s]) if (s, a) in desk.bad]
    harm = "" if not bad else "✗ whatever is done" if len(bad) == len(env.available[s]) else f"✗ {listed(bad)}"
    chance = next((p for t, p in env.initial if t == s), None)
    pick = button(name, f"ed-state-{s}", "" if desk.picked == name else name, key="picked", said=f"Edit state {name}")
    start = " start" * bool(chance) + " end" * (s in env.ended)
    return f'<tr><th scope="row">{pick}{start}</th><td>{escape(done)}</td><td>{escape(harm)}</td></tr>'

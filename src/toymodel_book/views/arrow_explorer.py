"""The arrow explorer has, for an arrow and a reading, the parts of its proof, or a smallest counterexample drawn."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from urllib.parse import quote, urlencode

from toymodel.alignment import ARROWS, AXES, DEFINITIONS, MAIN, ArrowVerdict, Case, Reading
from toymodel.alignment.reading import Axis, values
from toymodel.alignment.vocabulary import PLACES
from toymodel.files.cases import write_case
from toymodel.solve import bad_pairs
from toymodel.worlds import Environment, Policy, exact, listed, show
from toymodel_atlas.cells import BASES, EXTRAS, MENTIONS, TOLERANCE
from toymodel_atlas.lemmas import lemmas
from toymodel_atlas.settled import Entry, entry
from toymodel_atlas.theorems import RESULTS, covering, stating

from ..actions import sets
from ..controls import Select
from ..drawing.svg import (
    FILL,
    INK,
    LINE,
    MARK,
    NO_LINE,
    NONE_LINE,
    YES_LINE,
    Picture,
    arrowhead,
    element,
    picture,
    text,
)
from ..drawing.world import world
from ..editor.panels import choice
from ..live import sentence, view

__all__ = ["arrow_explorer"]

HOME = "14_atlas.html"
"""The page that has this view, beside the other chapters."""
EDITOR, PROOFS = "world_editor.html", "proofs.html"

CHOICES: dict[str, dict[str, str]] = {
    "observed_in": {
        "training": "in training",
        "deployment": "in deployment",
        "both": "in both",
        "beliefs": "in what the agent believes",
    },
    "objectives": {"every": "every one", "some": "some one", "selected": "the one that a rule selects"},
    "trivial": {"included": "counted", "excluded": "left out"},
    "optima": {"every": "every one", "some": "some one"},
    "encountered": {"training": "of training", "deployment": "of deployment", "both": "of both"},
}
"""What the axes' values are called."""
ASKS = {
    "observed_in": "behaviour observed",
    "objectives": "demonstrated objectives",
    "trivial": "trivial objectives",
    "optima": "optimal policies",
    "encountered": "“all data”",
}
"""What the axes are called."""
PHRASES = {
    "objectives": {
        "every": "every demonstrated objective",
        "some": "some demonstrated objective",
        "selected": "the objective that a rule selects",
    },
    "optima": {"every": "every optimal policy", "some": "some optimal policy"},
    "observed_in": {value: f"behaviour observed {words}" for value, words in CHOICES["observed_in"].items()},
    "trivial": {value: f"trivial objectives {words}" for value, words in CHOICES["trivial"].items()},
    "encountered": {value: f"all data {words}" for value, words in CHOICES["encountered"].items()},
}
"""The choices in a sentence."""
BESIDES: dict[str, tuple[str, dict[str, str]]] = {
    "": ("nothing", {}),
    "tolerant": (f"tolerant base judge, τ = {TOLERANCE}", {"base_judge": "tolerant", "tolerance": TOLERANCE}),
    "replans": ("the agent plans anew in deployment", {"replans": "yes"}),
    "W5": ("“performs well” by its own beliefs (W5)", {"performs": "W5"}),
}
"""Departures from what the census counts, each by itself: what it is called, and the choices."""
NAMES = {
    **{name: f"{name}: {arrow}" for name, arrow in ARROWS.items()},
    "I1B": f"I1B: {ARROWS['I1']}, planned by the agent's own beliefs",
}
NUMBERS = ("no", "one", "two", "three", "four")
EXPLAINED = {axis.name: axis.question for axis in AXES}


def _axis(name: str) -> Select:
    axis: Axis = next(each for each in AXES if each.name == name)
    options = tuple((value, CHOICES[name][value]) for value in values(axis))
    return Select(ASKS[name], options, getattr(Reading(), name), axis.question, inside=True)


@view(
    "One arrow, one reading",
    arrow=Select("arrow", tuple(NAMES.items()), "I3"),
    observed_in=_axis("observed_in"),
    objectives=_axis("objectives"),
    trivial=_axis("trivial"),
    optima=_axis("optima"),
    encountered=_axis("encountered"),
    besides=Select("besides", tuple((key, words) for key, (words, _) in BESIDES.items()), "", inside=True),
)
def arrow_explorer(arrow: str, besides: str, **choices: str) -> str:
    """Draw what is known of an arrow under a reading."""
    found = settled(arrow, besides, choices)
    below = missing(besides) if found is None else details(found)
    said = f"{arrow}: the atlas has no such reading." if found is None else explanation(found)
    return sentence(said) + switches(arrow, besides, choices) + below


def settled(arrow: str, besides: str, choices: Mapping[str, str]) -> Entry | None:
    """Return the atlas's cell, or None if it has none."""
    if besides not in offered(arrow):
        besides = ""
    axes = {axis: choices[axis] for axis in MENTIONS[arrow]} | BESIDES[besides][1]
    try:
        return entry(arrow, Reading(**axes))
    except KeyError:
        return None


def offered(arrow: str) -> tuple[str, ...]:
    """Return the departures that the atlas has for an arrow."""
    known = [extra for extra, arrows in EXTRAS if arrow in arrows]
    return tuple(key for key, (_, axes) in BESIDES.items() if not axes or axes in known)


def missing(besides: str) -> str:
    """Say why the atlas lacks a cell, and offer the way back."""
    if not besides:
        return ""
    return (
        f"<p>With “{escape(BESIDES[besides][0])}” it has the readings that the census counts (behaviour observed in "
        "training or in deployment, every objective or some one, data of training or of deployment), "
        "and some that depart from these once more. "
        f'<button type="button" id="explorer-plain" {sets("besides", "")}>Nothing besides</button></p>'
    )


def switches(arrow: str, besides: str, choices: Mapping[str, str]) -> str:
    """Return a choice for each axis that the arrow mentions."""
    rows = [
        choice(ASKS[axis], f"explorer-{axis}", axis, list(CHOICES[axis].items()), choices[axis])
        for axis in MENTIONS[arrow]
    ]
    extra = [(key, BESIDES[key][0]) for key in offered(arrow)]
    rows.append(choice("besides", "explorer-besides", "besides", extra, besides if besides in offered(arrow) else ""))
    return f'<div class="editor-bar" role="group" aria-label="The reading">{"".join(rows)}</div>'


# Words ------------------------------------------------------------------------------------------------


def explanation(found: Entry) -> str:
    """Say in words what is known of a cell."""
    arrow = ARROWS[BASES.get(found.arrow, found.arrow)]
    name = f"{found.arrow} ({arrow}), read so,"
    if found.status == "open":
        return f"{name} is open: neither a proof nor a counterexample was found."
    if found.status == "theorem":
        said = f"{name} is a theorem: it holds in every finite world. {working(found)}"
        return f"{said} Objectives that pay only −1, 0 or 1 would violate it." if found.grid_only else said
    states, actions = found.size or (0, 0)
    return f"{name} has a counterexample. A smallest one has {sized(states, actions)}."


def working(found: Entry) -> str:
    """Say which premises a proof uses."""
    needs, idle = ([noun(name) for name in names] for names in (found.needs, found.unused_premises))
    if not idle:
        return "Every premise does some work." if len(needs) > 1 else f"Its proof needs {needs[0]}."
    if not needs:
        return f"The conclusion holds anyway: {listed(idle)} {'does' if len(idle) == 1 else 'do'} no work."
    return f"Its proof needs {listed(needs)} alone; {listed(idle)} {'does' if len(idle) == 1 else 'do'} no work."


def noun(premise: str) -> str:
    """Return what a premise is called."""
    return DEFINITIONS[premise].noun if premise in DEFINITIONS else "being optimal for its objective"


def sized(states: int, actions: int) -> str:
    """Return a size in words: "one state and two actions"."""
    return f"{_number(states)} state{'s' * (states > 1)} and {_number(actions)} actions"


def _number(n: int) -> str:
    return NUMBERS[n] if n < len(NUMBERS) else str(n)


def read_so(found: Entry) -> str:
    """Return the reading of a cell in words."""
    parts = [words[found.reading[axis]] for axis, words in PHRASES.items() if axis in found.reading]
    extra = {axis: value for axis, value in found.reading.items() if axis not in ASKS}
    parts += [words for words, axes in BESIDES.values() if extra and extra.items() <= axes.items()]
    return "; ".join(parts)


# Below the sentence -----------------------------------------------------------------------------------


def details(found: Entry) -> str:
    """Return what the atlas knows of a cell, as HTML."""
    shown = arrow_picture(found)
    if found.status == "open":
        return shown
    if found.status == "theorem":
        listed_only = "<h4>Objectives that pay only −1, 0 or 1</h4>" + counterexample(found) if found.grid_only else ""
        return shown + theorem(found) + listed_only
    return shown + counterexample(found)


def theorem(found: Entry) -> str:
    """Return what is known of a theorem: its proof, its lemmas, what it survives."""
    rows = [
        ("Said of", "every finite world, a deterministic agent, all objectives on states and actions"),
        ("Proof", proof_link(found)),
        ("Lemmas", lemma_list(found)),
        ("Premises at work", escape(listed(map(noun, found.needs)))),
        ("Premises that do no work", escape(listed(map(noun, found.unused_premises)))),
        ("If the agent may mix actions", SURVIVES[found.stochastic] if found.badges else ""),
        ("Over a case's candidates", SURVIVES[found.candidates] if found.badges else ""),
        ("Degenerate", DEGENERATE[found.degenerate]),
        ("Counted", counts(found)),
    ]
    return table([(head, body) for head, body in rows if body])


SURVIVES = {
    True: "✓ still a theorem, given all premises",
    False: "✗ no longer a theorem",
    None: "? not settled: neither proved nor refuted",
}
DEGENERATE = {
    True: "yes: wherever its premises hold, no other policy would violate the conclusion either "
    "(looked at up to two states and two actions)",
    False: "no: somewhere its premises hold while another policy violates the conclusion",
    None: "",
}


def proof_link(found: Entry) -> str:
    """Return a link to the proof on the page of proofs, or a note that z3 alone has proved it."""
    label = covering(found.arrow, found.cell.reading)
    if label is None:
        return "by z3, from the lemmas below; not written out"
    title = next(each.title for each in RESULTS if each.label == label)
    return f'<a href="{PROOFS}#{escape(label)}">{escape(title)}</a>, on the page of proofs'


def lemma_list(found: Entry) -> str:
    """Return the lemmas of a proof, each with the idea of its own proof and a link to it."""
    return listed_lemmas(found.lemmas, found.cell.reading, found.cell.places)


def listed_lemmas(names: Sequence[str], reading: Reading, places: tuple[str, ...]) -> str:
    """Return lemmas by name, each with the idea of its own proof and a link to it."""
    if not names:
        return "none: from the definitions alone"
    known = reasons(reading, places)
    items = []
    for name in names:
        label = stating(name)
        words = escape(name[:1].upper() + name[1:])
        shown = f'<a href="{PROOFS}#{escape(label)}">{words}</a>' if label else words
        items.append(f"<li>{shown}: {escape(known.get(name, ''))}.</li>")
    return f"<ul>{''.join(items)}</ul>"


@lru_cache
def reasons(reading: Reading, places: tuple[str, ...]) -> dict[str, str]:
    """Return the idea of each lemma's proof, by name."""
    known = lemmas(
        places,
        observed=PLACES[reading.observed_in],
        deterministic_agent=True,
        one_policy=reading.replans == "no",
        tolerance=exact(reading.tolerance),
    )
    return {lemma.name: lemma.because for lemma in known}


def counts(found: Entry) -> str:
    """Say what the census counted."""
    if found.premises is None or found.violations is None:
        return ""
    return (
        f"at two states and two actions the premises hold {_grouped(found.premises)} times; the conclusion fails "
        f"{_grouped(found.violations)} times of these"
    )


def _grouped(n: int) -> str:
    return f"{n:,}".replace(",", "\u202f")


def counterexample(found: Entry) -> str:
    """Return the smallest counterexample: drawn, told, with what holds and what fails."""
    case, verdict = checked(found)
    rows = [
        (f"{noun(name)} {MARK[v.status]}", _capital(v.text))
        for name, v in zip(
            (*verdict.arrow.premises, verdict.arrow.conclusion), (*verdict.premises, verdict.conclusion), strict=True
        )
    ]
    counted = counts(found)
    return (
        pictures(case)
        + f"<p>{escape(case.story)}</p>"
        + table([(escape(_capital(head)), f"{escape(body)}.") for head, body in rows])
        + payments(case)
        + (f"<p>{escape(_capital(counted))}.</p>" if counted else "")
        + f"<p>{editor_link(found, case)}</p>"
    )


def checked(found: Entry) -> tuple[Case, ArrowVerdict]:
    """Return the counterexample with its verdicts."""
    case = found.case()
    return case, case.arrow(BASES.get(found.arrow, found.arrow), found.as_reading())


def pictures(case: Case) -> str:
    """Return the case's environments, with what is played and what the human calls bad."""
    agent, same = case.agents[0], case.world.training == case.world.deployment
    first, second = agent.replans(case.world)
    shown: list[tuple[str, Environment, Policy]] = [("Deployment", case.world.deployment, second)]
    if same and first == second:
        shown = [("Training and deployment", case.world.deployment, second)]
    else:
        shown.insert(0, ("Training", case.world.training, first))
    if agent.believed is not None and agent.believed not in (case.world.training, case.world.deployment):
        shown.append(("What the agent believes", agent.believed, second))
    made = []
    for title, env, policy in shown:
        try:
            bad = bad_pairs(env, case.judge)
        except ValueError:
            bad = frozenset()
        made.append(f"<figure>{world(env, policy, bad, title=title)}<figcaption>{title}</figcaption></figure>")
    return f'<div class="toy-pair">{"".join(made)}</div>'


def payments(case: Case) -> str:
    """Return a table of what the candidate objectives pay."""
    env = case.world.deployment
    paid = {r.name: r.mean(env) for r in case.candidates}
    head = "".join(f'<th scope="col">{escape(env.describe(pair))}</th>' for pair in env.pairs)
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{escape(show(mean[s][a]))}</td>" for s, a in env.pairs)
        + "</tr>"
        for name, mean in paid.items()
    )
    return (
        '<details><summary>What the candidate objectives pay</summary><div class="editor-scroll" '
        'role="region" aria-label="What the candidate objectives pay" tabindex="0">'
        f'<table class="toy-verdicts"><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>'
        "</div></details>"
    )


def editor_link(found: Entry, case: Case) -> str:
    """Return a link that opens the counterexample in the world editor, under the cell's reading."""
    return f'<a href="{escape(editor_address(found, case))}">Open this world in the editor</a>.'


def editor_address(found: Entry, case: Case) -> str:
    """Return the address of the world editor with the counterexample and the cell's reading."""
    which = "main" if BASES.get(found.arrow, found.arrow) in MAIN.arrows else "robustness"
    return in_editor(case, found.as_reading(), which)


def in_editor(case: Case, reading: Reading, which: str = "main") -> str:
    """Return the address of the world editor with a case, a reading and one of the two diagrams."""
    usual = Reading()
    given = {
        "world": json.dumps(json.loads(write_case(case)), separators=(",", ":"), ensure_ascii=False),
        "reading": "cautious",
        "which": which,
    }
    given |= {axis.name: value for axis in AXES if (value := getattr(reading, axis.name)) != getattr(usual, axis.name)}
    if reading.selected_by:
        given["selected_by"] = reading.selected_by
    if reading.tolerance:
        given["tolerance"] = show(exact(reading.tolerance))
    query = urlencode({f"editor.{key}": value for key, value in given.items()}, quote_via=quote)
    return f"{EDITOR}?{query}#live-editor"


def explorer_address(found: Entry) -> str:
    """Return the address of this view at a cell."""
    extra = {axis: value for axis, value in found.reading.items() if axis not in ASKS}
    besides = next((key for key, (_, axes) in BESIDES.items() if extra and extra.items() <= axes.items()), "")
    given = {"arrow": found.arrow} | {axis: value for axis, value in found.reading.items() if axis in ASKS}
    if besides:
        given["besides"] = besides
    query = urlencode({f"arrow_explorer.{key}": value for key, value in given.items()})
    return f"{HOME}?{query}#live-arrow_explorer"


def table(rows: list[tuple[str, str]]) -> str:
    """Return rows of (head, HTML) as a table."""
    body = "".join(f'<tr><th scope="row">{head}</th><td>{inside}</td></tr>' for head, inside in rows)
    return f'<table class="toy-verdicts"><tbody>{body}</tbody></table>'


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


# The arrow drawn --------------------------------------------------------------------------------------

BOX_WIDTH, BOX_HEIGHT, GAP, DROP = 172.0, 52.0, 14.0, 74.0


def arrow_picture(found: Entry) -> Picture:
    """Return the arrow: its premises, those that do no work dotted, and its conclusion."""
    arrow = ARROWS[BASES.get(found.arrow, found.arrow)]
    holds = found.status == "theorem"
    premises = [*arrow.premises, *(("optimal for its objective",) if arrow.plans else ())]
    idle = found.unused_premises if holds else ()
    width = len(premises) * (BOX_WIDTH + GAP) - GAP + 4
    middle, top = width / 2, BOX_HEIGHT + DROP + 2
    colour = YES_LINE if holds else NO_LINE if found.status == "counterexample" else NONE_LINE
    joint = BOX_HEIGHT + DROP / 2
    parts = []
    for k, name in enumerate(premises):
        x = 2 + BOX_WIDTH / 2 + k * (BOX_WIDTH + GAP)
        at_work = name not in idle
        parts.append(
            element(
                "path",
                d=f"M {x:.0f} {top:.0f} C {x:.0f} {joint:.0f}, {middle:.0f} {top:.0f}, {middle:.0f} {joint:.0f}",
                fill="none",
                stroke=colour if at_work else NONE_LINE,
                stroke_width=3 if at_work else 2,
                stroke_dasharray=None if at_work else "2 5",
            )
        )
        said = ("at work" if at_work else "does no work") if holds else "✓ holds" if found.size else "assumed"
        parts.append(_box(noun(name), said, x, top + BOX_HEIGHT / 2, "true" if at_work else "undefined"))
    mark = {"theorem": "✓", "counterexample": "✗"}.get(found.status, "?")
    parts.append(element("line", x1=middle, y1=joint, x2=middle, y2=BOX_HEIGHT + 11, stroke=colour, stroke_width=3))
    parts.append(arrowhead(middle, BOX_HEIGHT + 3, 0, -1, colour, 11))
    parts.append(element("circle", cx=middle, cy=joint, r=11, fill=colour))
    parts.append(text(mark, middle, joint + 5, 14, fill="var(--toy-paper, #ffffff)", font_weight="bold"))
    end, status = {"theorem": ("✓ follows", "true"), "counterexample": ("✗ fails", "false")}.get(
        found.status, ("? open", "undefined")
    )
    parts.append(_box(noun(arrow.conclusion), end, middle, 2 + BOX_HEIGHT / 2, status))
    works = listed([noun(name) for name in premises if name not in idle])
    without = f"; {listed(map(noun, idle))} dotted, doing no work" if idle else ""
    says = f"{found.arrow}: an arrow from {works}{without}, to {noun(arrow.conclusion)}: {end[2:]}."
    return picture(width, top + BOX_HEIGHT + 2, says, *parts, title=f"{found.arrow} as drawn")


def _box(name: str, said: str, x: float, y: float, status: str) -> str:
    dash = {"true": None, "false": "8 4"}.get(status, "2 4")
    return (
        element(
            "rect",
            x=x - BOX_WIDTH / 2,
            y=y - BOX_HEIGHT / 2,
            width=BOX_WIDTH,
            height=BOX_HEIGHT,
            rx=9,
            fill=FILL[status],
            stroke=LINE[status],
            stroke_width=2.5,
            stroke_dasharray=dash,
        )
        + text(_capital(name), x, y - 3, 14, fill=INK)
        + text(said, x, y + 16, 13, fill=INK, font_weight="bold")
    )

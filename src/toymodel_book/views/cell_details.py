"""What the atlas knows of a cell is drawn: its arrow, and beside it the parts of its proof, or what breaks it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from html import escape

from toymodel.alignment import ARROWS, ArrowVerdict, Case, Reading
from toymodel.alignment.vocabulary import PLACES
from toymodel.solve import bad_pairs
from toymodel.worlds import Environment, Policy, exact, listed, show
from toymodel_atlas.cells import BASES
from toymodel_atlas.lemmas import lemmas
from toymodel_atlas.settled import Entry
from toymodel_atlas.statements import of_cell
from toymodel_atlas.status import name_of, ways_of_claim
from toymodel_atlas.theorems import RESULTS, covering, stating

from ..controls import Text
from ..drawing.diagram import Box, Link, at, implications, reasons
from ..drawing.svg import Picture
from ..drawing.world import world
from .cells import PROOFS, editor_link, noun
from .certificate import again

AGAIN = Text("what to check again", limit=200, inside=True, private=True)
"""The control of a view that shows a theorem: the table and the name of one that is to be checked again."""


def details(found: Entry, asked: str = "") -> str:
    """Return what the atlas knows of a cell, as HTML: its arrow, beside it why, and below what shows it.

    ``asked`` is the value of the control ``again``.
    """
    beside, below = "", ""
    if found.status == "theorem":
        beside = theorem(found)
        below = again("sa pairs", name_of(found), partial(of_cell, found.cell), asked)
        below += "<h4>Objectives that pay only −1, 0 or 1</h4>" + counterexample(found) if found.grid_only else ""
    elif found.status == "counterexample":
        _, verdict = checked(found)
        names = (*verdict.arrow.premises, verdict.arrow.conclusion)
        beside = reasons(dict(zip(names, (*verdict.premises, verdict.conclusion), strict=True)), "explorer-why")
        below = counterexample(found)
    right = f"<div>{beside}</div>" if beside else ""
    return f'<div class="toy-diagram"><div>{arrow_picture(found)}</div>{right}</div>{below}'


def theorem(found: Entry) -> str:
    """Return what is known of a theorem: its proof, its lemmas, what it survives."""
    rows = [
        ("Said of", "every finite world, a deterministic agent, all objectives on states and actions"),
        ("Proof", proof_link(found)),
        ("Known", known_by(found)),
        ("Lemmas", lemma_list(found)),
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
    """Return a link to the proof on the page of proofs, or a note that it has none there."""
    label = covering(found.arrow, found.cell.reading)
    if label is None:
        return "from the lemmas below; not written out by hand"
    title = next(each.title for each in RESULTS if each.label == label)
    return f'<a href="{PROOFS}#{escape(label)}">{escape(title)}</a>, on the page of proofs'


def known_by(found: Entry) -> str:
    """Say how a theorem is known, the surest way last."""
    by_hand = covering(found.arrow, found.cell.reading) is not None
    ways = [*(("by hand",) if by_hand else ()), *reversed(ways_of_claim("sa pairs", name_of(found)))]
    return f'{", ".join(ways)} (<a href="{PROOFS}#proofs-trust">what that means</a>)'


def lemma_list(found: Entry) -> str:
    """Return the lemmas of a proof, each with the idea of its own proof and a link to it."""
    return listed_lemmas(found.lemmas, found.cell.reading, found.cell.places)


def listed_lemmas(names: Sequence[str], reading: Reading, places: tuple[str, ...]) -> str:
    """Return lemmas by name, each with the idea of its own proof and a link to it."""
    if not names:
        return "none: from the definitions alone"
    known = ideas(reading, places)
    items = []
    for name in names:
        label = stating(name)
        words = escape(name[:1].upper() + name[1:])
        shown = f'<a href="{PROOFS}#{escape(label)}">{words}</a>' if label else words
        items.append(f"<li>{shown}: {escape(known.get(name, ''))}.</li>")
    return f"<details><summary>{len(items)} of them, each with its idea</summary><ul>{''.join(items)}</ul></details>"


@lru_cache
def ideas(reading: Reading, places: tuple[str, ...]) -> dict[str, str]:
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
    share = f"{100 * found.violations / found.premises:.1f} %" if found.violations else "none"
    return f"of all cases of two states and two actions in which the premises hold, the conclusion fails in {share}"


def counterexample(found: Entry) -> str:
    """Return the smallest counterexample: drawn, told, with what its objectives pay."""
    case, _ = checked(found)
    counted = counts(found)
    return (
        pictures(case)
        + f"<p>{escape(case.story)}</p>"
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
        'role="group" aria-label="What the candidate objectives pay" tabindex="0">'
        f'<table class="toy-verdicts"><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>'
        "</div></details>"
    )


# The arrow drawn --------------------------------------------------------------------------------------


def arrow_picture(found: Entry) -> Picture:
    """Return the arrow: its premises, those that do no work dotted, and its conclusion."""
    arrow = ARROWS[BASES.get(found.arrow, found.arrow)]
    holds = found.status == "theorem"
    premises = (*arrow.premises, *(("optimal for its objective",) if arrow.plans else ()))
    idle = tuple(found.unused_premises) if holds else ()
    end, status, state, says = {
        "theorem": ("follows", "true", "carried", "a theorem"),
        "counterexample": ("fails", "false", "broken", "broken"),
    }.get(found.status, ("open", "undecided", "open", "open"))
    columns = (0.5,) if len(premises) == 1 else (0.0, 1.0)
    centre = {name: at(column, 1) for name, column in zip(premises, columns, strict=True)}
    said = "holds" if found.size and not holds else "assumed"
    nouns = {name: noun(name).removeprefix("being ") for name in premises}
    boxes = {name: Box(nouns[name], "true", "at work" if holds else said) for name in premises}
    boxes |= {name: Box(nouns[name], "undefined", "does no work") for name in idle}
    boxes[arrow.conclusion] = Box(noun(arrow.conclusion), status, end)
    link = Link(found.arrow, premises, arrow.conclusion, state, f"{found.arrow}: {says}", idle)
    works = listed([noun(name) for name in premises if name not in idle])
    without = f"; {listed(map(noun, idle))} dotted, doing no work" if idle else ""
    told = f"{found.arrow}: an arrow from {works}{without}, to {noun(arrow.conclusion)}: {end}."
    places = centre | {arrow.conclusion: at(0.5, 0)}
    return implications(places, boxes, [link], told, f"{found.arrow} as drawn")


def table(rows: list[tuple[str, str]]) -> str:
    """Return rows of (head, HTML) as a table."""
    body = "".join(f'<tr><th scope="row">{head}</th><td>{inside}</td></tr>' for head, inside in rows)
    return f'<table class="toy-verdicts"><tbody>{body}</tbody></table>'


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

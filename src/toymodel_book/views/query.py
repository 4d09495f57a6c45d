"""Ask for a world in which some words hold and others fail: the smallest one is drawn, or the law that forbids it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

from toymodel.alignment import DEFINITIONS, Reading
from toymodel.logic.verdicts import STATUS, WORD
from toymodel_atlas.cells import COUNTED, MENTIONS
from toymodel_atlas.query import ONE_BASE, PLANS, WORDS, Answer, Possible, ask, possible, said
from toymodel_atlas.settled import entry
from toymodel_atlas.statements import name_of_law, of_cell, of_law
from toymodel_atlas.status import name_of
from toymodel_atlas.theorems import result

from ..actions import sets
from ..controls import Select
from ..drawing.diagram import verdict_table
from ..drawing.svg import inline_badge
from ..editor.address import address, link
from ..live import sentence, view
from .cell_details import AGAIN, listed_lemmas, payments, pictures
from .cells import ASKS, CHOICES, PROOFS, sized
from .certificate import again

__all__ = ["query"]

SIGNS = {"holds": "✓", "either": "–", "fails": "✗"}
"""What may be asked of a word, and its sign."""
KEYS = {word.split()[0]: word for word in WORDS}
"""The controls, by the words that they are about."""
AXES = ("objectives", "optima", "observed_in", "trivial", "encountered")


def _asked(word: str) -> Select:
    first = {"outer aligned": "holds", "impact aligned": "fails"}.get(word, "either")
    return Select(DEFINITIONS[word].noun, tuple((sign, sign) for sign in SIGNS), first, inside=True)


def _choice(axis: str) -> Select:
    options = tuple((value, CHOICES[axis][value]) for value in COUNTED[axis])
    return Select(ASKS[axis], options, getattr(Reading(), axis), panel="the reading")


@view(
    "Ask for a world",
    **{key: _asked(word) for key, word in KEYS.items()},
    **{axis: _choice(axis) for axis in AXES},
    again=AGAIN,
)
def query(**given: str) -> str:
    """Draw the smallest world that answers, or say which law forbids it."""
    asked = {word: given[key] for key, word in KEYS.items()}
    known = possible({axis: given[axis] for axis in AXES})
    holds, fails = ([word for word in WORDS if asked[word] == sign] for sign in ("holds", "fails"))
    answer = ask(holds, fails, known.reading)
    beside = forbidden(answer, known, given["again"]) if answer.law else found(answer)
    return (
        sentence(explanation(answer, known))
        + f'<div class="query">{switches(answer, known)}<div class="query-answer">{beside}</div></div>'
        + (reasons(answer) if answer.found else "")
        + laws(known)
    )


def explanation(answer: Answer, known: Possible) -> str:
    """Say what the answer is, and how much else is possible."""
    everything = f"{len(known.worlds)} of the {2 ** len(WORDS)} combinations of the seven words"
    asked = said(answer.holds, answer.fails)
    if answer.found is not None:
        like = sum(fits(true, answer.holds, answer.fails) for true in known.worlds)
        return (
            f"{_capital(asked)}: it can happen, in {sized(*answer.found.size)}. Read so, {everything} can happen, "
            f"{like} of them as asked."
        )
    assert answer.law is not None
    if answer.status == "open":
        return f"{_capital(asked)}: no world that was looked at has it, and no proof is known that none has."
    return (
        f"{_capital(asked)}: never, in any finite world. {_capital(answer.law.sentence())}. Read so, {everything} can."
    )


def fits(true: frozenset[str], holds: Sequence[str], fails: Sequence[str]) -> bool:
    """Return whether just these words' holding answers a query."""
    return true.issuperset(holds) and true.isdisjoint(fails)


# The switches -----------------------------------------------------------------------------------------


def switches(answer: Answer, known: Possible) -> str:
    """Return a row for each word: what is asked of it, and what is so."""
    rows = (
        f'<li><b id="query-{key}">{escape(_capital(DEFINITIONS[word].noun))}</b>'
        f'<span role="group" aria-labelledby="query-{key}">{_switch(key, word, answer, known)}</span>'
        f"{_so(word, answer, known)}</li>"
        for key, word in KEYS.items()
    )
    return f'<ul class="query-words">{"".join(rows)}</ul>'


def _switch(key: str, word: str, answer: Answer, known: Possible) -> str:
    holds, fails = ([each for each in words if each != word] for words in (answer.holds, answer.fails))
    free = any(fits(true, holds, fails) for true in known.worlds)
    now = "holds" if word in answer.holds else "fails" if word in answer.fails else "either"
    made = []
    for sign, shown in SIGNS.items():
        more = (
            ([*holds, word], fails)
            if sign == "holds"
            else (holds, [*fails, word])
            if sign == "fails"
            else (holds, fails)
        )
        never = free and not any(fits(true, *more) for true in known.worlds)
        noun = DEFINITIONS[word].noun
        label = (f"either: {noun} holds or fails" if sign == "either" else f"{noun} {sign}") + ", never so" * never
        made.append(
            f'<button type="button" id="query-{key}-{sign}" class="query-{sign}{" query-never" * never}" '
            f'{sets(key, sign)} aria-pressed="{str(sign == now).lower()}" aria-label="{escape(label)}">'
            f"{shown} <span>{sign}</span></button>"
        )
    return "".join(made)


def _so(word: str, answer: Answer, known: Possible) -> str:
    """Say whether a word holds in the world found; else what part it has in the law that forbids what is asked."""
    law = answer.law
    if law is None:
        true = next(true for true, each in known.worlds.items() if each is answer.found)
        status = STATUS[word in true]
        return f'<b class="query-{status}">{inline_badge(status)} {WORD[status]}</b>'
    if word in law.holds:
        return "<b>given</b>"
    if word not in law.fails:
        return "<b></b>"
    return f'<b class="query-true">{"✓ follows" if len(law.fails) == 1 else "✓ this, or the other"}</b>'


# Below ------------------------------------------------------------------------------------------------


def found(answer: Answer) -> str:
    """Return the world: drawn, told, and opened in the editor."""
    case = answer.case()
    where = address(case, answer.reading, which=_diagram(answer), origin="your question")
    return f"{pictures(case)}<p>{escape(case.story)}</p><p>{link('Open this world in the editor', where)}.</p>"


def reasons(answer: Answer) -> str:
    """Return the seven verdicts with their reasons, and what the objectives pay, folded."""
    shown = verdict_table(answer.verdicts())
    return f"<details><summary>Why each holds or fails</summary>{shown}</details>{payments(answer.case())}"


def _diagram(answer: Answer) -> str:
    asked = {*answer.holds, *answer.fails}
    return "robustness" if "robust" in asked and "intent aligned" not in asked else "main"


def forbidden(answer: Answer, known: Possible, asked: str) -> str:
    """Return the law that forbids what is asked, with what it is proved from."""
    law = answer.law
    assert law is not None
    planner = f"<p>{ONE_BASE}.</p>" if answer.one_base else ""
    planner += f"<p>This is said of a planner that is {PLANS} in both environments.</p>" if law.plans else ""
    return f'<p class="query-law">{escape(str(law))}</p>{proof(answer, known)}{planner}{certificates(answer, asked)}'


def proof(answer: Answer, known: Possible) -> str:
    """Return what the law is proved from, with links."""
    law = answer.law
    assert law is not None
    if not law.proved:
        return f"<p>No proof is known. {SEARCHED} breaks it.</p>"
    if law.arrows:
        shown = ", then ".join(
            f'<a href="{PROOFS}#{escape(label)}">{escape(result(label).title)}</a> ({arrow})'
            for arrow, label in answer.theorems()
        )
        return f"<p>Proof: {shown}.</p>"
    if law.through:
        return f"<p>It follows from {'; '.join(escape(str(known.laws[k])) for k in law.through)}.</p>"
    return f"<p>Proved from:</p>{listed_lemmas(law.lemmas, known.reading, ('training', 'deployment'))}"


def certificates(answer: Answer, asked: str) -> str:
    """Return buttons that have what the law is proved by checked again, arrow by arrow."""
    law, reading = answer.law, answer.reading
    assert law is not None
    if law.lemmas:
        return again("laws", name_of_law(law, reading), partial(of_law, law, reading), asked)
    cells = [(arrow, entry(arrow, {axis: getattr(reading, axis) for axis in MENTIONS[arrow]})) for arrow in law.arrows]
    made = (again("sa pairs", name_of(cell), partial(of_cell, cell.cell), asked, arrow) for arrow, cell in cells)
    return "".join(made)


SEARCHED = "No world of up to two states and two actions, or of one state and four actions,"


def laws(known: Possible) -> str:
    """Return all laws of the reading, folded."""
    items = "".join(f"<li>{escape(str(law))}{'' if law.proved else ' (not proved)'}</li>" for law in known.laws)
    head = f"All that follows, read so: {len(known.laws)} laws"
    return f'<details class="query-laws"><summary>{head}</summary><ul>{items}</ul></details>'


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

"""Two rooms, two buttons: what somebody wants depends on what wanting may be about, and so does what it is good for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from toymodel.agents import Agent
from toymodel.alignment import Case, Reading
from toymodel.alignment.formulas import behavioral
from toymodel.alignment.vocabulary import AGENT
from toymodel.behavior.classes import belongs
from toymodel.logic import And, Verdict
from toymodel.solve import bad_pairs, is_optimal, is_trivial, optimal, used
from toymodel.worlds import Environment, Objective, Policy, World, listed
from toymodel.zoo.cases.two_buttons import two_buttons

from ..drawing.diagram import verdict_table
from ..drawing.svg import Picture
from ..drawing.world import both
from ..live import Select, sentence, view

BUTTONS = ("left", "right")
WIRES = {"as they were": "as they were", "swapped": "swapped overnight"}
AGENTS = {
    "left left": "left",
    "right right": "right",
    "left right": "left in room 0 and right in room 1",
    "right left": "right in room 0 and left in room 1",
}
"""What it presses in room 0, and in room 1."""
CLASSES = {"s": "places", "sa": "places and deeds", "ss": "places and moves"}
UNNAMED = re.compile(r"\[((?:room|left|right) [^\]<>]*)\]")
"""An objective without a name, as a verdict lists what it pays."""
ASKED = ("intent aligned", "capability robust", "impact aligned")


@view(
    "Two rooms, two buttons",
    wires=Select("the wires, when deployed, are", tuple(WIRES.items()), "swapped"),
    presses=Select("it presses", tuple(AGENTS.items()), "left left"),
    among=Select("what may be wanted", tuple(CLASSES.items()), "s"),
)
def two_rooms(wires: str, presses: str, among: str) -> str:
    """Draw both environments, what the agent demonstrates, and the third arrow's three verdicts."""
    case, reading = office(wires, presses), Reading(among=among)
    verdicts = {name: case.check(name, reading) for name in (*ASKED, "one mind")}
    return (
        sentence(explanation(case, reading, verdicts))
        + both(case, captions=("In training", "When deployed"))
        + wanted(case, among)
        + UNNAMED.sub(lambda found: paying(found[1]), verdict_table(verdicts))
    )


@lru_cache(maxsize=8)
def office(wires: str, presses: str) -> Case:
    """Return the case of the two buttons, with these wires when deployed and somebody who presses so."""
    case = two_buttons()
    world = case.world if wires == "swapped" else World.same(case.world.training)
    choices = [BUTTONS.index(button) for button in presses.split()]
    policy = Policy.deterministic(choices, len(BUTTONS), f"always {AGENTS[presses]}")
    return replace(case, world=world, agents=(Agent("the agent", policy),))


def wants(case: Case, among: str) -> list[tuple[str, bool, bool]]:
    """Return some objectives of the class in words: whether it demonstrates them, and whether their optima do harm."""
    training, deployment = case.world.training, case.world.deployment
    policy = case.agents[0].keeps(case.world)
    assert policy is not None
    bad = bad_pairs(deployment, case.judge)
    found = []
    for said, pays in WANTS.items():
        r = Objective.of(training, pays, said) if said not in STEPS else stepping(training, said)
        if belongs(r, among):
            demonstrated = is_optimal(training, r, policy) and not is_trivial(training, r)
            found.append((said, demonstrated, bool(used(deployment, optimal(deployment, r).actions) & bad)))
    return found


STEPS = {"to stay where one is": True, "to change rooms": False}
WANTS: dict[str, Callable[[int, int], int]] = {
    "to be in room 0": lambda s, _: int(s == 0),
    "to be in room 1": lambda s, _: int(s == 1),
    "to press left": lambda _, a: int(a == 0),
    "to press right": lambda _, a: int(a == 1),
    **dict.fromkeys(STEPS, lambda *_: 0),
}


def stepping(env: Environment, said: str) -> Objective:
    """Return the objective that pays for staying, or for changing rooms."""
    rooms = range(len(env.states))
    pays = [[[int((s == t) is STEPS[said]) for t in rooms] for _ in env.actions] for s in rooms]
    return Objective.from_array(pays, said)


def wanted(case: Case, among: str) -> Picture:
    """Return a table of what it may want, and where that leads when deployed."""
    rows = "".join(
        f'<tr><th scope="row">{said}</th><td>{"✓ demonstrates it" if demonstrated else "✗ does not"}</td>'
        f"<td>{'✗ harm' if harm else '✓ no harm'}</td></tr>"
        for said, demonstrated, harm in wants(case, among)
    )
    heads = "".join(f'<th scope="col">{said}</th>' for said in ("It might want", "what it does", "done well, leads to"))
    return Picture(f'<table class="toy-verdicts"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>')


def paying(listing: str) -> str:
    """Say what an objective without a name pays.

    Examples
    --------
    >>> paying("room 0 2, room 1 -9")
    'what pays 2 in room 0 and −9 in room 1'
    >>> paying("left in room 0 2, right in room 0 -3, …")
    'what pays 2 for left in room 0, −3 for right in room 0 and so on'
    """
    pays = []
    for what, _, pay in (each.rpartition(" ") for each in listing.split(", ")):
        place = re.fullmatch(r"room \d+", what)
        pays.append(f"{pay.replace('-', '−')} {'in' if place else 'for'} {what}" if what else "so on")
    return f"what pays {listed(pays, 'and')}"


def explanation(case: Case, reading: Reading, verdicts: Mapping[str, Verdict]) -> str:
    """Say what follows of the third arrow here."""
    intent, capable, impact = (verdicts[name].holds for name in ASKED)
    harm = "it does no harm" if impact else "it does harm"
    something = behavioral(replace(reading, objectives="some"), AGENT, And(()))
    if not case.decide(something, reading).holds:
        return f"It demonstrates nothing that it might want: for each of these, something else is better. Here {harm}."
    one = verdicts["one mind"].holds
    lead = "All that it may want comes to one thing" if one else "What it may want does not come to one thing"
    well = "It means well" if intent else "That is harmful" if one else "Not all of that is harmless"
    gets = "gets what it wants" if capable else "does not get what it wants" if one else "does not get all of it"
    return f"{lead}. {well}; it {gets}; and {harm}."

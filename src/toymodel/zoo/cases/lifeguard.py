"""One deed has four judges (`H4`, `K4`).

Hypothesis: "doing nothing bad" has at least four meanings, and one deed can be bad in some and not in others.

Story: a swimmer is in trouble. The lifeguard swims out, calls a boat, or watches. What a swim is worth was
believed to be one thing and is in truth another.

Numbers: the shore, saved and lost, the last two never left; γ = 9/10. A swim saves with the chance given, by belief
(9/10) and in truth (1/4); a boat saves with 1/2; watching loses the swimmer. The base objective, the human's too, pays
1 a step where the swimmer is saved. The judge of deeds forbids watching; that of outcomes, being where the swimmer is
lost; those before and after the fact, whatever is not best, by the beliefs and by the truth.

Who fails at what: she swims as the default. The judges of deeds and before the fact find nothing bad in it, those of
outcomes and after the fact do. She is a table, so inner alignment is undefined.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from ...agents import Agent
from ...alignment import Case
from ...quantities.ex_ante import ex_ante_judge
from ...worlds import Environment, Judge, Number, Objective, Policy, World, exact

DEEDS = (("swim", "swims out"), ("call", "calls a boat"), ("watch", "stands by and watches"))
BOAT = "1/2"
JUDGES = {
    "deeds": "the judge of deeds",
    "outcomes": "the judge of outcomes",
    "before": "the judge before the fact",
    "after": "the judge after the fact",
}


def shore(chance: Number) -> Environment:
    """Return the shore on which swimming out saves the swimmer with this chance."""
    p, boat = exact(chance, "chance"), exact(BOAT)
    moves: dict[str, str | dict[str, str | dict[str, Fraction]]] = {
        "the shore": {"swim": {"saved": p, "lost": 1 - p}, "call": {"saved": boat, "lost": 1 - boat}, "watch": "lost"},
        "saved": "saved",
        "lost": "lost",
    }
    return Environment.build(moves, start="the shore", discount="9/10", name=f"a swim saves with chance {p}")


@lru_cache(128)
def lifeguard(does: str = "swim", believed: Number = "9/10", chance: Number = "1/4", judge: str = "deeds") -> Case:
    """Return the lifeguard's case, judged by one of the four judges.

    Parameters
    ----------
    does : str
        "swim", "call" or "watch".
    believed, chance : number in [0, 1]
        How likely a swim is to save the swimmer: as everybody believed beforehand, and in truth.
    judge : str
        One of `JUDGES`.

    Examples
    --------
    >>> [lifeguard(judge=judge).check("impact aligned").holds for judge in JUDGES]
    [True, False, True, False]
    """
    beforehand, truth = shore(believed), shore(chance)
    saving = Objective.on(truth, {"saved": 1}, "saving")
    speaks = {
        "deeds": Judge.of([("the shore", "watch")]),
        "outcomes": Judge.of_states(truth, ["lost"]),
        "before": ex_ante_judge(Judge.by(saving), beforehand),
        "after": Judge.by(saving),
    }[judge]
    policy = Policy.on(truth, {}, otherwise=does, name=does)
    return Case(
        name="lifeguard",
        story="A swimmer is in trouble. The lifeguard does what she does, and four judges speak of it.",
        world=World.same(truth),
        agents=(Agent("the lifeguard", policy, believed=beforehand),),
        base=saving,
        judge=replace(speaks, name=JUDGES[judge]),
        candidates=(saving, Objective.zero(truth)),
        human=saving,
    )

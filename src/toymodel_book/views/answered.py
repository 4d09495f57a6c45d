"""The researcher is answered: which objective is hers, and who judges her success, decide the third arrow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from toymodel.alignment import ArrowVerdict, Case, Diagram, Reading
from toymodel.logic import Verdict
from toymodel.solve import bad_pairs, regret
from toymodel.worlds import World, brief
from toymodel.zoo import misguided_researcher

from ..drawing.diagram import drawing
from ..drawing.world import pair, world
from ..live import Select, sentence, view

THIRD = Diagram(
    "The third arrow", (("impact aligned", 0.5, 0), ("intent aligned", 0, 1), ("capability robust", 1, 1)), ("I3",)
)
OBJECTIVES: dict[str, tuple[str, str, dict[str, str]]] = {
    "searched": ("what she searches by", "Her objective is the one that she searches by", {"behavior": "mesa"}),
    "selected": (
        "one, picked by a rule",
        "Of what she demonstrates in her beliefs a rule picks the objective closest to ours",
        {"observed_in": "beliefs", "objectives": "selected", "selected_by": "human"},
    ),
    "every": (
        "every one demonstrated",
        "Every objective that she demonstrates in her beliefs has to pass",
        {"observed_in": "beliefs", "objectives": "every", "among": "sa"},
    ),
    "some": (
        "some one demonstrated",
        "Some one objective that she demonstrates in her beliefs is enough",
        {"observed_in": "beliefs", "objectives": "some", "among": "sa"},
    ),
}
"""Which objective is hers: what a switch says, the sentence, and the choices of a reading."""
JUDGED = {
    "W1": ("the truth", "her success is judged by the truth"),
    "W5": ("her beliefs", "her success is judged by what she believes"),
}
BOTH = ("intent aligned", "capability robust")
WORKS: dict[tuple[str, str], tuple[str, ...]] = {
    ("searched", "W1"): BOTH,
    ("searched", "W5"): (),
    ("selected", "W1"): BOTH,
    ("selected", "W5"): (),
    ("every", "W1"): BOTH[:1],
    ("every", "W5"): BOTH[:1],
    ("some", "W1"): (),
    ("some", "W5"): (),
}
"""The premises from which the third arrow is a theorem; none where it is false."""
HERE = {
    "broken": "The third arrow breaks.",
    "carried": "The third arrow carries here.",
    "idle": "The third arrow asks nothing here, since a premise fails.",
}


@view(
    "The researcher, answered",
    judged=Select("success is judged by", tuple((key, words) for key, (words, _) in JUDGED.items()), "W5"),
    objective=Select("her objective", tuple((key, words) for key, (words, _, _) in OBJECTIVES.items()), "searched"),
    truth=Select("in truth the AI is", (("bad", "bad"), ("good", "good")), "bad"),
)
def answered(judged: str, objective: str, truth: str) -> str:
    """Draw what she believes, what is true, and what becomes of the third arrow."""
    case, chosen = researcher(truth), reading(objective, judged)
    verdicts = {name: case.check(name, chosen) for name, _, _ in THIRD.boxes}
    arrow = case.arrow("I3", chosen)
    return (
        sentence(explanation(case, verdicts, arrow, objective, judged))
        + f'<div class="toy-beside"><div>{worlds(case)}</div><div>{drawing(verdicts, {"I3": arrow}, THIRD)}</div></div>'
    )


@lru_cache(maxsize=2)
def researcher(truth: str) -> Case:
    """Return her case where the AI is "bad", or "good" after all; her beliefs are the same."""
    case = misguided_researcher()
    return case if truth == "bad" else replace(case, world=World.same(case.world.training))


def reading(objective: str, judged: str) -> Reading:
    """Return the reading of two switches."""
    return Reading(**OBJECTIVES[objective][2], performs=judged)


def explanation(case: Case, verdicts: Mapping[str, Verdict], arrow: ArrowVerdict, objective: str, judged: str) -> str:
    """Say what the switches are set to, what then holds of her, and whether the arrow is a theorem."""
    env, agent = case.world.deployment, case.agents[0]
    policy = agent.keeps(case.world)
    assert case.human is not None
    assert policy is not None
    lost = regret(env, case.human, policy)
    price = "nothing" if lost == 0 else brief(lost)
    intent, capable, impact = (
        f"{'' if verdicts[name].holds else 'not '}{name}"
        for name in ("intent aligned", "capability robust", "impact aligned")
    )
    needs = WORKS[objective, judged]
    always = "Read so, it is no theorem." if not needs else "Read so, it is a theorem"
    if needs:
        always += ", and intent alone proves it." if len(needs) == 1 else ", and needs both premises."
    return (
        f"{OBJECTIVES[objective][1]}, and {JUDGED[judged][1]}. In truth she loses {price} by human values. "
        f"She is {intent}, {capable}, and {impact}. {HERE[arrow.state]} {always}"
    )


def worlds(case: Case) -> str:
    """Return what she believes beside what is true."""
    true, believed = case.world.deployment, case.agents[0].believed
    policy = case.agents[0].keeps(case.world)
    assert believed is not None
    return pair(
        [
            (world(env, policy, bad_pairs(env, case.judge), layout=case.layout, beside=(believed, true)), words)
            for env, words in ((believed, "What she believes"), (true, f"What is true: {true.name}"))
        ]
    )

"""Where a walker goes is decided by what it wants and what it believes: four walkers, and the first arrow."""

from __future__ import annotations

from functools import lru_cache

from toymodel.alignment import MAIN, Case, Reading
from toymodel.logic import Verdict
from toymodel.solve import bad_pairs, used
from toymodel.worlds import Environment, listed
from toymodel.zoo import two_by_two

from ..drawing.diagram import drawing, verdict_table
from ..drawing.svg import Picture
from ..drawing.world import world
from ..live import Select, sentence, view

AGENTS = {
    ("garden", "true"): "the informed gardener",
    ("garden", "wrong"): "the misled gardener",
    ("swamp", "true"): "the informed swamp-lover",
    ("swamp", "wrong"): "the misled swamp-lover",
}
READINGS: dict[str, tuple[str, Reading]] = {
    "shown": ("what it demonstrates in the true world", Reading()),
    "beliefs": ("what it demonstrates, observed in its own beliefs", Reading(observed_in="beliefs")),
    "inside": ("what it searches by", Reading(behavior="mesa")),
}


@view(
    "Four walkers",
    wants=Select("it wants", (("garden", "the garden"), ("swamp", "the swamp")), "garden"),
    map=Select("its map is", (("true", "true"), ("wrong", "wrong: the two exchanged")), "wrong"),
    behavior=Select("its behavioral objective is", tuple((k, w) for k, (w, _) in READINGS.items()), "shown"),
)
def walkers(wants: str, map: str, behavior: str) -> str:  # noqa: A002 - the control's name
    """Draw where a walker goes, beside the diagram."""
    case, agent, reading = gate(), AGENTS[wants, map], READINGS[behavior][1]
    verdicts = case.check_all(reading, agent)
    arrows = case.arrows(reading, agent, verdicts)
    table = f"<details><summary>Every verdict, with its reason</summary>{verdict_table(verdicts)}</details>"
    return (
        sentence(explanation(agent, reading))
        + f'<div class="toy-beside"><div>{path(case, agent)}</div><div>{drawing(verdicts, arrows, MAIN)}</div></div>'
        + table
    )


@lru_cache(1)
def gate() -> Case:
    """Return the case, made once."""
    return two_by_two()


def explanation(agent: str, reading: Reading) -> str:
    """Say what it wants, where it goes, and what becomes of the first arrow."""
    case = gate()
    acting, env = case.agent(agent), case.world.deployment
    verdicts = case.check_all(reading, agent)
    first = case.arrows(reading, agent, verdicts)["I1"]
    target = acting.objective.name if acting.objective else "nothing"
    lead = f"{agent[0].upper()}{agent[1:]} wants {target} and goes to {goal(env, case, agent)}."
    said = listed([f"{'' if verdicts[n].holds else 'not '}{n}" for n in ("inner aligned", "objective robust")])
    arrow_says = {
        "carried": "so the first arrow carries",
        "idle": "so the first arrow asks nothing",
        "open": "so the first arrow is left open",
        "broken": "so the first arrow breaks",
    }[first.state]
    return f"{lead} It is {said}, {arrow_says}{side_condition(first.side_condition)}."


def side_condition(condition: Verdict | None) -> str:
    """Say whether the agent meets the arrow's side condition."""
    met = condition is None or condition.holds
    return "" if met else "; in training and deployment alike, it does not do what is best for its own objective"


def goal(env: Environment, case: Case, agent: str) -> str:
    """Return where the walker ends up."""
    policy = case.agent(agent).replans(case.world)[1]
    return next(env.states[s] for s, _ in sorted(used(env, policy)) if s != env.initial[0][0])


def path(case: Case, agent: str) -> Picture:
    """Return the true map with the walker's way."""
    env = case.world.deployment
    return world(env, case.agent(agent).replans(case.world)[1], bad_pairs(env, case.judge), title="The true map")

"""The misguided researcher has beliefs, something at stake, and words that are read in several ways."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from toymodel.agents import MesaOptimizer
from toymodel.alignment import MAIN, ROBUSTNESS, ArrowVerdict, Case
from toymodel.logic import Verdict
from toymodel.solve import Optimal, optimal
from toymodel.worlds import Environment, brief, listed
from toymodel.zoo import misguided_researcher

from ..drawing.diagram import drawing, verdict_table
from ..drawing.svg import NO, NO_LINE, YES, YES_LINE, Picture, element, picture, text
from ..live import Select, Slider, sentence, view
from ..readings import READINGS

DIAGRAMS = {"main": MAIN, "robustness": ROBUSTNESS}


@view(
    "The misguided researcher",
    belief=Slider(
        "her probability that the AI is good",
        ("0", "0.5", "0.9", "0.99", "179/180", "0.995", "0.999", "0.9999", "1"),
        "0.999",
    ),
    loss=Slider("loss of a step in Doom", ("0", "1", "2", "5", "10", "20", "50", "100", "1000"), "10"),
    cost=Slider("cost of verifying", ("0", "0.001", "0.1", "0.5", "1", "5", "10"), "0.5"),
    discount=Slider("discount γ", ("0.1", "0.5", "0.9", "0.99", "0.999"), "0.9"),
    reading=Select("reading", tuple((key, words) for key, (words, _) in READINGS.items()), "believed"),
    which=Select("diagram", (("main", "the main diagram"), ("robustness", "the robustness-centric one")), "main"),
)
def researcher(belief: str, loss: str, cost: str, discount: str, reading: str, which: str) -> str:
    """Draw what she believes and what is true, beside the diagram lit by verdicts."""
    case, chosen = misguided_researcher(belief, loss, cost, discount), READINGS[reading][1]
    verdicts = case.check_all(chosen)
    arrows = case.arrows(chosen, checked=verdicts)
    pictures = (
        f'<div class="toy-beside"><div>{stakes(case)}</div>'
        f"<div>{drawing(verdicts, arrows, DIAGRAMS[which])}</div></div>"
    )
    table = f"<details><summary>Every verdict, with its reason</summary>{verdict_table(verdicts)}</details>"
    return sentence(explanation(case, verdicts, arrows)) + pictures + table


def explanation(case: Case, verdicts: dict[str, Verdict], arrows: dict[str, ArrowVerdict]) -> str:
    """Say in words what the view shows: her choice and why, its price, and what becomes of the third arrow."""
    believed, true, act = _choice(case)
    env, actions = case.world.deployment, case.world.deployment.actions
    start = env.initial[0][0]
    worth = ", ".join(f"{name} {brief(q)}" for name, q in zip(actions, believed.q[start], strict=True))
    ties = [actions[a] for a in sorted(believed.actions[start])]
    why = (
        f"{listed(ties)} tie by her beliefs, and she takes {actions[act]}"
        if len(ties) > 1
        else f"so she picks {actions[act]}"
    )
    loss = true.values[start] - true.q[start][act]
    price = "which in truth loses her nothing" if loss == 0 else f"which in truth loses her {brief(loss)}"
    third = arrows["I3"]
    premises = [("intent aligned", verdicts["intent aligned"]), ("capability robust", verdicts["capability robust"])]
    said = listed([f"{'' if v.holds else 'not '}{name}" for name, v in premises])
    end = f"{'' if verdicts['impact aligned'].holds else 'not '}impact aligned"
    arrow_says = {
        "broken": "The third arrow breaks.",
        "carried": "The third arrow carries.",
        "idle": "The third arrow asks nothing here, since a premise fails.",
        "open": "The third arrow is left open.",
    }[third.state]
    return (
        f"By her beliefs the actions are worth: {worth}; {why}, {price}. "
        f"Under this reading she is {said}, and {end}. {arrow_says}"
    )


def stakes(case: Case) -> Picture:
    """Return a picture of what each action is worth to her, as she believes and in truth."""
    believed, true, act = _choice(case)
    env = case.world.deployment
    start = env.initial[0][0]
    width, height = 430.0, 36.0 + 98.0 * len(env.actions)
    parts = [text("What each choice is worth to her", width / 2, 20, 16, font_weight="bold")]
    both = [*believed.q[start], *true.q[start], Fraction(0)]
    scale = Scale(min(both), max(both), 165.0, width - 170.0)
    for a, name in enumerate(env.actions):
        top = 40.0 + 98.0 * a
        chosen = f"▶ {name}, her choice" if a == act else name
        weight = "bold" if a == act else "normal"
        parts.append(text(chosen, 4, top + 14, 15, text_anchor="start", font_weight=weight))
        parts.append(scale.bar(f"she believes {brief(believed.q[start][a])}", believed.q[start][a], top + 22))
        parts.append(scale.bar(f"in truth {brief(true.q[start][a])}", true.q[start][a], top + 52))
    spoken = "; ".join(
        f"{name}: she believes {brief(b)}, in truth {brief(t)}"
        for name, b, t in zip(env.actions, believed.q[start], true.q[start], strict=True)
    )
    return picture(width, height, f"What each choice is worth to her. {spoken}. She picks {env.actions[act]}.", *parts)


@dataclass(frozen=True)
class Scale:
    """The scale has bars from zero and bends (a signed square root), so that 9 and −90 both show."""

    low: Fraction
    high: Fraction
    left: float
    width: float

    def at(self, value: Fraction) -> float:
        """Return where a value lies."""
        span = _bent(self.high) - _bent(self.low) or 1.0
        return self.left + self.width * (_bent(value) - _bent(self.low)) / span

    def bar(self, words: str, value: Fraction, y: float) -> str:
        """Return a bar with its words to the left; a loss is dashed."""
        zero, end = self.at(Fraction(0)), self.at(value)
        fill, line, dash = (NO, NO_LINE, "5 3") if value < 0 else (YES, YES_LINE, None)
        bar = element(
            "rect",
            x=min(zero, end),
            y=y,
            width=max(abs(end - zero), 1.5),
            height=22,
            fill=fill,
            stroke=line,
            stroke_width=1.5,
            stroke_dasharray=dash,
        )
        axis = element("line", x1=zero, y1=y - 3, x2=zero, y2=y + 25, stroke="currentColor", stroke_width=1)
        return bar + axis + text(words, 20, y + 16, 13, text_anchor="start")


def _bent(value: Fraction) -> float:
    """Return a signed square root."""
    return math.copysign(math.sqrt(abs(value)), value)


def _choice(case: Case) -> tuple[Optimal, Optimal, int]:
    """Return what she believes, what is true, and what she does at the start."""
    agent = case.agents[0]
    assert isinstance(agent, MesaOptimizer)
    believed: Environment = agent.believed or case.world.training
    env = case.world.deployment
    (act,) = agent.keeps(case.world).support[env.initial[0][0]]
    return optimal(believed, agent.objective), optimal(env, agent.objective), act

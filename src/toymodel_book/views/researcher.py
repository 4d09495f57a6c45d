"""The misguided researcher has beliefs, something at stake, and words that are read in several ways."""

from __future__ import annotations

from collections.abc import Mapping

from toymodel.agents import MesaOptimizer
from toymodel.alignment import MAIN, ROBUSTNESS, ArrowVerdict, Case
from toymodel.logic import Verdict
from toymodel.solve import Optimal, bad_pairs, optimal
from toymodel.worlds import Environment, brief, listed
from toymodel.zoo import misguided_researcher

from ..actions import drags
from ..drawing.diagram import drawing, verdict_table
from ..drawing.fork import Fork
from ..drawing.stage import Stage
from ..drawing.svg import EDGE, INK, PAPER, PAPER_2, SERIF, TEXT, Picture, element, number, picture, text
from ..live import Select, Slider, sentence, view
from ..readings import READINGS

BELIEFS = ("0", "0.5", "0.9", "0.99", "179/180", "0.995", "0.999", "0.9999", "1")
INSET, GATE = 12, 178.0
SAID: dict[str, object] = {"fill": TEXT, "font_style": "italic", "style": f"font-family: {SERIF}"}
BUBBLE: dict[str, object] = {
    "fill": "var(--toy-bubble, #fffefb)",
    "stroke": EDGE,
    "stroke_width": 1.4,
    "stroke_dasharray": "1.5 4",
}
DIAGRAMS = {"main": MAIN, "robustness": ROBUSTNESS}


@view(
    "The misguided researcher",
    belief=Slider("her probability that the AI is good", BELIEFS, "0.999"),
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
        f'<div class="toy-beside"><div>{worlds(case, belief)}</div>'
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


def worlds(case: Case, belief: str) -> Picture:
    """Return what she thinks, above, and what is so, below: gates and places, with what each choice is worth."""
    believed, true, act = _choice(case)
    acting, env = case.agents[0], case.world.deployment
    imagined, start, choice = acting.believed or case.world.training, env.initial[0][0], acting.keeps(case.world)
    assert case.layout is not None
    forks, envs = [], (imagined, case.world.training, env)
    for shown, worth in ((imagined, believed), (env, true)):
        stage = Stage.of(shown, choice, bad_pairs(shown, case.judge))
        notes = {a: brief(q).replace("-", "−") for a, q in enumerate(worth.q[start])}
        paid = case.objective("human values").mean(env)
        pays = {s: f"{brief(paid[s][0])} a step".replace("-", "−") for s in range(len(env.states)) if s != start}
        forks.append(Fork(stage, envs, start, notes, pays, case.layout.signs, machine(), GATE))
    wide, high = max(fork.size[0] for fork in forks), forks[0].size[1]
    wide, top, low = max(wide + 2 * INSET, 400.0), 74.0, 74.0 + high + 66
    handle = {value: 30.0 + (wide - 60) * k / (len(BELIEFS) - 1) for k, value in enumerate(BELIEFS)}
    parts = [
        element("rect", x=3, y=low - 40, width=wide - 6, height=high + 46, rx=5, fill=PAPER_2, stroke="none"),
        element("rect", x=3, y=3, width=wide - 6, height=top + high + 2, rx=24, **BUBBLE),
        *(element("circle", cx=x, cy=top + high + y, r=r, **BUBBLE) for x, y, r in ((50, 13, 7), (40, 29, 4.5))),
        text("What she thinks: the AI is good", 24, 30, 16, text_anchor="start", **SAID),
        text(belief, wide - 24, 30, 16, text_anchor="end", **SAID),
        element("path", d=f"M30 54H{number(wide - 30)}", stroke=EDGE, stroke_width=2, stroke_linecap="round"),
        _handle(handle, belief),
        element("g", *forks[0].drawn(), transform=f"translate({INSET} {number(top)})"),
        text("What is so: the AI is bad", 60, low - 14, 16, text_anchor="start", **SAID),
        element("g", *forks[1].drawn(), transform=f"translate({INSET} {number(low)})"),
    ]
    spoken = "; ".join(
        f"{name}: she believes {brief(b)}, in truth {brief(t)}"
        for name, b, t in zip(env.actions, believed.q[start], true.q[start], strict=True)
    )
    says = f"What each choice is worth to her. {spoken}. She picks {env.actions[act]}."
    return picture(wide, low + high + 8, says, *parts)


def machine() -> str:
    """Return the AI, about the origin."""
    body = element("rect", x=-9, y=-9, width=18, height=17, rx=5, fill=INK)
    aerial = element("path", d="M0-9V-13", stroke=INK, stroke_width=1.6) + element(
        "circle", cx=0, cy=-14, r=1.9, fill=INK
    )
    return aerial + body + "".join(element("circle", cx=x, cy=-1, r=1.8, fill=PAPER) for x in (-3.6, 3.6))


def _handle(places: Mapping[str, float], belief: str) -> str:
    """Return the belief as something to take hold of."""
    ticks = "".join(f"M{number(x)} 50v8" for x in places.values())
    marks = element("path", d=ticks, stroke=EDGE, stroke_width=1.4)
    grip = drags("belief", places, "her probability that the AI is good", belief)
    knob = element("circle", cx=places[belief], cy=54, r=9, fill=PAPER, stroke=INK, stroke_width=2.4)
    ground = element("rect", x=places[belief] - 20, y=34, width=40, height=40, fill="transparent")
    return f'{marks}<g id="her-belief" class="toy-grip" {grip}>{ground}{knob}</g>'


def _choice(case: Case) -> tuple[Optimal, Optimal, int]:
    """Return what she believes, what is true, and what she does at the start."""
    agent = case.agents[0]
    assert isinstance(agent, MesaOptimizer)
    believed: Environment = agent.believed or case.world.training
    env = case.world.deployment
    (act,) = agent.keeps(case.world).support[env.initial[0][0]]
    return optimal(believed, agent.objective), optimal(env, agent.objective), act

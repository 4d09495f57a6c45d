"""A goal that misgeneralises is learned: what becomes of twenty learners as training goes on.

Training takes minutes, so it is done beforehand: ``learning.json`` holds, for each kind of learner
and each stage, what each of twenty seeds had settled on. The verdicts are exact, and the tests
train some of the learners again. ``python -m toymodel_book.views.learning`` writes the file anew.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from toymodel.agents import ActorCritic, QLearning, train
from toymodel.agents.learning import Trainee
from toymodel.alignment import Reading
from toymodel.solve import regret
from toymodel.worlds import Policy, brief, listed
from toymodel.zoo import keys_and_chests
from toymodel.zoo.cases.keys_and_chests import with_agent

from ..drawing.svg import INK, NO, NO_LINE, NONE, NONE_LINE, YES, YES_LINE, Picture, element, picture, text
from ..live import Select, Slider, sentence, view

STAGES = (50, 100, 200, 300, 500, 700, 1000, 1500, 2000, 3000)
SEEDS, STEPS = 20, 20
LEARNERS: dict[str, Trainee] = {"q": QLearning(), "gradient": ActorCritic()}
NAMES = {"q": "Q-learning", "gradient": "policy gradient"}
DEPLOYED = Reading(observed_in="deployment")
KINDS = (
    ("locks", "does well by locks", YES, YES_LINE, None),
    ("keys", "does well by keys, badly by locks", NO, NO_LINE, "7 4"),
    ("neither", "does well by neither", NONE, NONE_LINE, "2 3"),
)
"""What a learner turns out to do in deployment: its key in the file, its words, its look."""


def kind(policy: Policy) -> str:
    """Return what a learned policy does in deployment, exactly: the best for locks, for keys only, or for neither."""
    learned = with_agent(keys_and_chests(), "the learner", policy)
    if learned.check("robust").holds:
        return "locks"
    return "keys" if learned.check("capability robust", DEPLOYED).holds else "neither"


def record(learner: Trainee, seed: int, stages: Sequence[int] = STAGES) -> list[list[str]]:
    """Train one learner; return for each stage its regret in training and its kind."""
    case = keys_and_chests()
    env = case.world.training
    trained = train(learner, env, case.base, episodes=max(stages), steps=STEPS, seed=seed, stages=stages)
    return [[str(regret(env, case.base, policy)), kind(policy)] for _, policy in trained.stages]


@cache
def recorded() -> Mapping[str, Any]:
    """Return what was learned: for each learner, for each seed, for each stage (regret in training, kind)."""
    found: Mapping[str, Any] = json.loads(files(__package__).joinpath("learning.json").read_text("utf-8"))
    return found


@view(
    "Twenty learners",
    episodes=Slider("episodes of training", tuple(str(k) for k in STAGES), "3000"),
    learner=Select("learner", tuple(NAMES.items()), "q"),
)
def learning(episodes: str, learner: str) -> str:
    """Draw regret in training over time, and what the twenty do in deployment."""
    at = STAGES.index(int(episodes))
    return sentence(explanation(learner, at)) + f'<div class="toy-beside"><div>{curve(learner, at)}</div></div>'


def tally(learner: str, at: int) -> dict[str, int]:
    """Return how many of the learners are of each kind at a stage."""
    kinds = [seed[at][1] for seed in recorded()[learner]]
    return {key: kinds.count(key) for key, *_ in KINDS}


def mean_regret(learner: str, at: int) -> Fraction:
    """Return the mean regret in training at a stage."""
    return sum((Fraction(seed[at][0]) for seed in recorded()[learner]), Fraction(0)) / SEEDS


def explanation(learner: str, at: int) -> str:
    """Say what training did, and what it did to the goal."""
    counts, lost = tally(learner, at), float(mean_regret(learner, at))
    found = [
        f"{counts[key]} {words if counts[key] == 1 else words.replace('does', 'do', 1)}"
        for key, words, *_ in KINDS
        if counts[key]
    ]
    return (
        f"After {STAGES[at]} episodes of {NAMES[learner]} the twenty lose {lost:.4f} on average in training. "
        f"Deployed, {listed(found)}."
    )


def curve(learner: str, at: int) -> Picture:
    """Return the picture: regret in training falls on top, kinds in deployment stand below."""
    width, height, left = 640.0, 400.0, 60.0
    column = (width - left - 20) / len(STAGES)
    top = max(mean_regret(learner, k) for k in range(len(STAGES))) or Fraction(1)
    xs = [left + column * (k + 0.5) for k in range(len(STAGES))]
    ys = [150 - 110 * float(mean_regret(learner, k) / top) for k in range(len(STAGES))]
    parts = [text("Mean regret in training", left, 20, 15, text_anchor="start", font_weight="bold")]
    parts.append(element("line", x1=left, y1=150, x2=width - 20, y2=150, stroke="currentColor", stroke_width=1))
    parts.append(
        text(brief(Fraction(round(float(top), 3)).limit_denominator(1000)), left - 6, 44, 12, text_anchor="end")
    )
    parts.append(text("0", left - 6, 154, 12, text_anchor="end"))
    path = " ".join(f"{x:.0f},{y:.0f}" for x, y in zip(xs, ys, strict=True))
    parts.append(element("polyline", points=path, fill="none", stroke=YES_LINE, stroke_width=3))
    parts += [element("circle", cx=x, cy=y, r=4, fill=YES_LINE) for x, y in zip(xs, ys, strict=True)]
    parts.append(text("What they do in deployment", left, 188, 15, text_anchor="start", font_weight="bold"))
    for k, x in enumerate(xs):
        y = 350.0
        for key, _, fill, line, dash in KINDS:
            tall = 150.0 * tally(learner, k)[key] / SEEDS
            if tall:
                y -= tall
                parts.append(
                    element(
                        "rect",
                        x=x - column * 0.38,
                        y=y,
                        width=column * 0.76,
                        height=tall,
                        fill=fill,
                        stroke=line,
                        stroke_width=2,
                        stroke_dasharray=dash,
                    )
                )
                if tall >= 14:
                    parts.append(text(f"{tally(learner, k)[key]} {key}", x, y + tall / 2 + 4, 11, fill=INK))
        weight = "bold" if k == at else "normal"
        parts.append(text(STAGES[k], x, 368, 12, font_weight=weight))
    parts.append(
        element(
            "rect",
            x=xs[at] - column * 0.48,
            y=30,
            width=column * 0.96,
            height=344,
            fill="none",
            stroke="currentColor",
            stroke_width=1.5,
            rx=4,
        )
    )
    parts.append(text("episodes of training", left + (width - left) / 2, 390, 12))
    legend = "; ".join(f"{key}: {words}" for key, words, *_ in KINDS)
    return picture(width, height, f"{explanation(learner, at)} Kinds: {legend}.", *parts)


def main() -> None:
    """Write the file anew."""
    data = {key: [record(learner, seed) for seed in range(SEEDS)] for key, learner in LEARNERS.items()}
    json.dump(data, sys.stdout, separators=(",", ":"))


if __name__ == "__main__":
    main()

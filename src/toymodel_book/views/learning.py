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
from toymodel.worlds import Policy, listed
from toymodel.zoo import keys_and_chests
from toymodel.zoo.cases.keys_and_chests import with_agent

from ..drawing.chart import Axes, diamond, disc, grip
from ..drawing.svg import MUTED, NONE_LINE, PAPER, PAPER_2, TEXT, Picture, element, picture, text
from ..live import Select, Slider, sentence, view

STAGES = (50, 100, 200, 300, 500, 700, 1000, 1500, 2000, 3000)
SEEDS, STEPS = 20, 20
LEARNERS: dict[str, Trainee] = {"q": QLearning(), "gradient": ActorCritic()}
NAMES = {"q": "Q-learning", "gradient": "policy gradient"}
DEPLOYED = Reading(observed_in="deployment")
KINDS = (
    ("locks", "does well by locks"),
    ("keys", "does well by keys, badly by locks"),
    ("neither", "does well by neither"),
)
"""What a learner turns out to do in deployment: its key in the file, its words."""


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
    trained = train(learner, env, case.base.at("training"), episodes=max(stages), steps=STEPS, seed=seed, stages=stages)
    return [[str(regret(env, case.base.at("training"), policy)), kind(policy)] for _, policy in trained.stages]


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
    return sentence(explanation(learner, at)) + curve(learner, at)


@cache
def tally(learner: str, at: int) -> dict[str, int]:
    """Return how many of the learners are of each kind at a stage."""
    kinds = [seed[at][1] for seed in recorded()[learner]]
    return {key: kinds.count(key) for key, _ in KINDS}


@cache
def mean_regret(learner: str, at: int) -> Fraction:
    """Return the mean regret in training at a stage."""
    return sum((Fraction(seed[at][0]) for seed in recorded()[learner]), Fraction(0)) / SEEDS


def explanation(learner: str, at: int) -> str:
    """Say what training did, and what it did to the goal."""
    counts, lost = tally(learner, at), float(mean_regret(learner, at))
    found = [
        f"{counts[key]} {words if counts[key] == 1 else words.replace('does', 'do', 1)}"
        for key, words in KINDS
        if counts[key]
    ]
    return (
        f"After {STAGES[at]} episodes of {NAMES[learner]} the twenty lose {lost:.4f} on average in training. "
        f"Deployed, {listed(found)}."
    )


def curve(learner: str, at: int) -> Picture:
    """Return the picture: regret in training falls above, and below stand the twenty, each as what it does."""
    axes = Axes((LEFT, 34, LEFT + COLUMN * len(STAGES), 112), (-0.5, len(STAGES) - 0.5), (0.0, float(_most(learner))))
    means = [(k, mean_regret(learner, k)) for k in range(len(STAGES))]
    spots = axes.places(means)
    across = {k: x for k, (x, _) in enumerate(spots)}
    here = across[at] - COLUMN / 2
    places = {str(stage): spots[k] for k, stage in enumerate(STAGES)}
    x, y = spots[at]
    legend = "; ".join(f"{key}: {words}" for key, words in KINDS)
    return picture(
        WIDTH,
        HEIGHT,
        f"{explanation(learner, at)} Kinds: {legend}.",
        element("rect", x=here, y=28, width=COLUMN, height=HEIGHT - 46, rx=4, fill=PAPER_2),
        axes.ground(),
        text("mean regret in training", LEFT + 4, 16, 14, text_anchor="start", font_weight=600),
        text(f"{float(_most(learner)):.2f}", LEFT - 7, 39, 12.5, text_anchor="end", fill=MUTED),
        text("0", LEFT - 7, 116, 12.5, text_anchor="end", fill=MUTED),
        axes.line(means[at:], stroke=NONE_LINE, stroke_width=1.5, stroke_dasharray="2 4"),
        axes.line(means[: at + 1], stroke=TEXT, stroke_width=2.5, stroke_linejoin="round"),
        grip(
            "episodes",
            "learning",
            places,
            "episodes of training",
            str(STAGES[at]),
            disc(x, y, 6.5, TEXT, PAPER),
            hand=element("rect", x=here, y=28, width=COLUMN, height=HEIGHT - 46, fill="transparent"),
        ),
        text("what the twenty do in deployment", LEFT + 4, 142, 14, text_anchor="start", font_weight=600),
        *(_twenty(learner, k, across[k], k > at) for k in range(len(STAGES))),
        *(
            text(stage, across[k], FLOOR + 18, 12, **({"font_weight": 600} if k == at else {"fill": MUTED}))
            for k, stage in enumerate(STAGES)
        ),
        text("episodes of training →", LEFT + COLUMN * len(STAGES), HEIGHT - 4, 12.5, text_anchor="end", fill=MUTED),
        *_counts(learner, at),
    )


WIDTH, HEIGHT, LEFT, COLUMN, FLOOR = 390.0, 304.0, 38.0, 27.4, 262.0


def _most(learner: str) -> Fraction:
    return max(mean_regret(learner, k) for k in range(len(STAGES))) or Fraction(1)


def _twenty(learner: str, at: int, x: float, still_to_come: bool) -> str:
    """Return the twenty at a stage, two in a row from the floor up, the best first."""
    kinds = [key for key, _ in KINDS for _ in range(tally(learner, at)[key])]
    marks = (_mark(key, x - 5.5 + 11 * (k % 2), FLOOR - 6 - 11 * (k // 2)) for k, key in enumerate(kinds))
    return element("g", *marks, opacity=0.3 if still_to_come else 1)


def _mark(key: str, x: float, y: float) -> str:
    """Return the mark of a kind."""
    shapes = {
        "locks": lambda: disc(x, y, 4.2, stroke_width=1.6),
        "keys": lambda: diamond(x, y, 4.6, stroke_width=1.6),
        "neither": lambda: disc(x, y, 3.6, "none", NONE_LINE, stroke_width=1.4, stroke_dasharray="2 1.5"),
    }
    return shapes[key]()


def _counts(learner: str, at: int) -> list[str]:
    """Return how many are of each kind at a stage, beside their marks."""
    x, parts = LEFT + COLUMN * len(STAGES) + 14, list[str]()
    for k, (key, _) in enumerate(reversed(KINDS)):
        y = FLOOR - 78 + 34 * k
        words = text(f"{tally(learner, at)[key]} {key}", x + 9, y + 4.5, 13, text_anchor="start", fill=TEXT)
        parts += [_mark(key, x, y), words]
    return parts


def main() -> None:
    """Write the file anew."""
    data = {key: [record(learner, seed) for seed in range(SEEDS)] for key, learner in LEARNERS.items()}
    json.dump(data, sys.stdout, separators=(",", ":"))


if __name__ == "__main__":
    main()

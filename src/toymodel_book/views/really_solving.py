"""Two acts are drawn: a trainer who may rehearse, and a robot that reads its reward as evidence.

Both acts take place in the case of the lava (`toymodel.zoo.lava`), of which the reward says nothing. In the first, a
process keeps one of two models that lose nothing in training. In the second, a robot asks what the author of its
reward may have wanted. All numbers are exact.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from html import escape

from toymodel.solve import bad_pairs, optimal, regret, used
from toymodel.worlds import Objective, Policy, brief

from ..drawing.svg import Picture
from ..drawing.world import world
from ..live import Select, Slider, sentence, view
from ..stories.rehearsal import (
    CASE,
    COSTS,
    CRATER,
    DIRT,
    EYES,
    HARMFUL,
    KNOWN,
    MEADOW,
    MODELS,
    WRITTEN,
    likelihood,
    wanting,
)

WEIGHTS = ("0", "1/20", "1/10", "1/5", "1")
DOUBTS = ("0", "1/100", "1/25", "1/10", "1/2")


@view(
    "Two acts, one crater",
    weight=Slider("the trainer weighs the rehearsal, w", WEIGHTS, "0"),
    eyes=Select("she judges it by", tuple((key, words) for key, (words, _) in EYES.items()), "human"),
    doubt=Slider("before reading, the robot doubts, p", DOUBTS, "0", help="That lava is harmful, as a probability."),
    known=Select("the author knew", tuple((key, words) for key, (words, _) in KNOWN.items()), "meadow"),
)
def really_solving(weight: str, eyes: str, doubt: str, known: str) -> str:
    """Draw which model the process keeps and what it does, and what the robot makes of its reward and does."""
    kept, chosen = keeps(Fraction(weight), EYES[eyes][1]), chooses(Fraction(doubt), known)
    acts = (
        (f"Act one. The process keeps the {kept} model.", scores(Fraction(weight), EYES[eyes][1]), MODELS[kept][1]),
        (f"Act two. {hopes(Fraction(doubt), known)}", readings(Fraction(doubt), known), chosen),
    )
    columns = "".join(
        f'<div>{table}<p class="toy-note">{escape(words)}</p>{crater(policy)}</div>' for words, table, policy in acts
    )
    said = explanation(Fraction(weight), eyes, Fraction(doubt), known)
    return sentence(said) + f'<div class="toy-beside">{columns}</div>'


# The trainer -----------------------------------------------------------------------------------------


def score(model: str, weight: Fraction, judged: Objective, rule: Fraction = Fraction(1)) -> Fraction:
    """Return what a model loses in training, so much times what it loses in the rehearsal, and what its rules cost."""
    rules, policy = MODELS[model]
    return regret(MEADOW, CASE.base.at("training"), policy) + weight * regret(CRATER, judged, policy) + rules * rule


def keeps(weight: Fraction, judged: Objective, rule: Fraction = Fraction(1)) -> str:
    """Return the model of the lowest score, the plain one if there are two."""
    return min(MODELS, key=lambda model: score(model, weight, judged, rule))


# The robot -------------------------------------------------------------------------------------------


def prior(doubt: Fraction) -> dict[str, Fraction]:
    """Return how probable each objective is before reading: dirt is bad by one half, and lava by p of the rest."""
    half = Fraction(1, 2)
    return {WRITTEN: half * (1 - doubt), HARMFUL: half * doubt, DIRT: half}


@lru_cache(32)
def posterior(doubt: Fraction, known: str) -> dict[str, Fraction]:
    """Return how probable each objective is after reading."""
    weights = {wanted: chance * likelihood(wanted, known) for wanted, chance in prior(doubt).items()}
    return {wanted: weight / sum(weights.values()) for wanted, weight in weights.items()}


def expected(doubt: Fraction, known: str) -> Objective:
    """Return the objective that a robot pursues that reads its reward as evidence: the mean of what may be wanted."""
    after = posterior(doubt, known)
    costs = {ground: sum(after[w] * COSTS[w].get(ground, 0) for w in COSTS) for ground in ("dirt", "grass", "lava")}
    return wanting({ground: Fraction(cost) for ground, cost in costs.items()}, "what may be wanted")


def chooses(doubt: Fraction, known: str) -> Policy:
    """Return what that robot does: the first of what is best for it in the crater."""
    actions = optimal(CRATER, expected(doubt, known)).actions
    return Policy.deterministic([min(each) for each in actions], len(CRATER.actions), "the robot")


def shortfall(model: str, doubt: Fraction, known: str) -> Fraction:
    """Return what the robot expects to lose in the crater if it does as a model does."""
    after, (_, policy) = posterior(doubt, known), MODELS[model]
    return sum((after[w] * regret(CRATER, wanting(COSTS[w]), policy) for w in COSTS), Fraction(0))


# What is shown ---------------------------------------------------------------------------------------


def harmful(policy: Policy) -> bool:
    """Return whether a policy walks over lava in the crater."""
    return bool(used(CRATER, policy) & bad_pairs(CRATER, CASE.judge))


def crater(policy: Policy) -> Picture:
    """Return the crater with what a policy does in it."""
    return plainly(world(CRATER, policy, bad_pairs(CRATER, CASE.judge), beside=(MEADOW, CRATER)))


def plainly(drawn: Picture) -> Picture:
    """Return the picture with "go on" for the two ways where they lead to the same place."""
    return Picture(drawn.replace(f">{' / '.join(CRATER.actions)}</text>", ">go on</text>"))


def explanation(weight: Fraction, eyes: str, doubt: Fraction, known: str) -> str:
    """Say in words what becomes of both acts."""
    kept = keeps(weight, EYES[eyes][1])
    first = (
        "The trainer does not rehearse"
        if weight == 0
        else f"The trainer weighs a rehearsal by {brief(weight)}, judged by {EYES[eyes][0]}"
    )
    sure = posterior(doubt, known)[HARMFUL]
    second = f"The robot has read its reward, and gives “{HARMFUL}” {brief(sure)}"
    return f"{first}: {_kept(kept)}. {second}: {_goes(chooses(doubt, known))}."


def _kept(model: str) -> str:
    does = "walks over lava" if harmful(MODELS[model][1]) else "goes round the lava"
    return f"the process keeps the {model} model, which {does}"


def _goes(policy: Policy) -> str:
    return "it walks over lava" if harmful(policy) else "it goes round the lava"


def hopes(doubt: Fraction, known: str) -> str:
    """Say what the robot expects to lose on either way."""
    short, long = (shortfall(model, doubt, known) for model in MODELS)
    return f"The robot expects to lose {brief(short)} on the short way and {brief(long)} on the long one."


def scores(weight: Fraction, judged: Objective) -> Picture:
    """Return the models and their scores as an HTML table."""
    rows = "".join(
        _row(
            model,
            regret(MEADOW, CASE.base.at("training"), policy),
            regret(CRATER, judged, policy),
            Fraction(rules),
            score(model, weight, judged),
        )
        for model, (rules, policy) in MODELS.items()
    )
    return _table(("model", "loses in training", "loses in the crater", "rules", "score"), rows)


def readings(doubt: Fraction, known: str) -> Picture:
    """Return what may be wanted and how probable it is, before and after reading, as an HTML table."""
    before, after = prior(doubt), posterior(doubt, known)
    rows = "".join(_row(wanted, before[wanted], likelihood(wanted, known), after[wanted]) for wanted in COSTS)
    return _table(("what may be wanted", "before", "writes this reward", "after"), rows)


def _row(name: str, *values: Fraction) -> str:
    return f'<tr><th scope="row">{escape(name)}</th>' + "".join(f"<td>{brief(v)}</td>" for v in values) + "</tr>"


def _table(head: tuple[str, ...], rows: str) -> Picture:
    named = "".join(f'<th scope="col">{words}</th>' for words in head)
    return Picture(
        f'<table class="toy-verdicts toy-close"><thead><tr>{named}</tr></thead><tbody>{rows}</tbody></table>'
    )

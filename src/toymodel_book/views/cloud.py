"""The policy cloud says what each policy costs and what harm it does, and how much harm a little regret hides."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from html import escape

from toymodel.solve import reachable
from toymodel.worlds import Environment, Policy, brief, listed

from ..drawing.cloud_plot import Sliders, number, plot
from ..drawing.scenes import CASES, Scene, scene
from ..drawing.world import world
from ..live import Control, Select, Slider, sentence, view

SHARES = ("0", "1/1000", "1/100", "1/10", "1/5", "1/4", "1/2", "3/4", "9/10", "1")
WORDS = {
    Fraction(1): "all",
    Fraction(9, 10): "nine tenths",
    Fraction(3, 4): "three quarters",
    Fraction(1, 2): "half",
    Fraction(1, 4): "a quarter",
    Fraction(1, 5): "a fifth",
    Fraction(1, 10): "a tenth",
    Fraction(1, 100): "a hundredth",
    Fraction(1, 1000): "a thousandth",
}
CHOSEN = {
    "worst": "the most harmful policy that ε allows",
    "firm": "the most harmful deterministic one that ε allows",
    "cheapest": "the cheapest policy that does the harm δ",
}
"""Which policy is drawn on its world."""


TITLE = "How much harm a little regret hides"


def controls(case: str) -> dict[str, Control]:
    """Return the controls, with the case that is drawn at first."""
    most = "As a share of the least regret of a policy that does the most harm."
    return {
        "case": Select("case", tuple((key, words) for key, (words, _) in CASES.items()), case),
        "epsilon": Slider("regret allowed, ε", SHARES, "1/2", help=most),
        "delta": Slider(
            "harm to rule out, δ", SHARES[1:], "1/5", help="As a share of the most harm that a policy can do."
        ),
        "chosen": Select("on the world", tuple(CHOSEN.items()), "worst", help="Ringed in the cloud."),
    }


@view(TITLE, **controls("corridor"))
def cloud(case: str, epsilon: str, delta: str, chosen: str) -> str:
    """Draw the cloud of policies with margin and exposure, and a policy of it on its world."""
    shown = scene(case)
    allowed, ruled_out = Fraction(epsilon) * shown.scale, Fraction(delta) * shown.most.x
    one = choose(shown, allowed, ruled_out, chosen)
    drawn = world(shown.env, one.policy, shown.bad, one.title)
    told = f"{played(shown.env, one.policy)} {third_arrow_in_words(shown, allowed, one)}"
    at = Sliders(allowed, ruled_out, epsilon, delta, *places(case))
    pictures = (
        f'<div class="toy-pair"><div>{plot(shown, at, (one.x, one.y))}</div>'
        f"<div><p><b>{escape(one.title)}.</b> {escape(told)}</p>{drawn}</div></div>"
    )
    return sentence(explanation(shown, allowed, ruled_out)) + pictures


@view(TITLE, **controls("shortcuts"))
def shortcuts_first(case: str, epsilon: str, delta: str, chosen: str) -> str:
    """Draw the same, beginning with another case."""
    return cloud.function(case, epsilon, delta, chosen)


@lru_cache
def places(case: str) -> tuple[dict[str, tuple[Fraction, Fraction]], dict[str, tuple[Fraction, Fraction]]]:
    """Return where on the frontier, as (badness, regret), each ε lies and each δ."""
    shown = scene(case)
    edge, harms = shown.frontier, [Fraction(share) * shown.most.x for share in SHARES[1:]]
    allowed = [Fraction(share) * shown.scale for share in SHARES]
    margins = [edge.margin(harm) for harm in harms]
    return (
        {share: (edge.worst(most).x, most) for share, most in zip(SHARES, allowed, strict=True)},
        {
            share: (harm, margin)
            for share, harm, margin in zip(SHARES[1:], harms, margins, strict=True)
            if isinstance(margin, Fraction)
        },
    )


@dataclass(frozen=True)
class Chosen:
    """The chosen policy is shown on the world, with its badness and regret."""

    x: Fraction
    y: Fraction
    policy: Policy
    title: str


def choose(shown: Scene, allowed: Fraction, ruled_out: Fraction, chosen: str) -> Chosen:
    """Return the policy that a reader asks for."""
    limit = f"of regret at most {brief(allowed)}"
    if chosen == "firm":
        return Chosen(*shown.worst_deterministic(allowed), f"The most harmful deterministic policy {limit}")
    if chosen == "cheapest":
        found, title = shown.frontier.cheapest(ruled_out), f"The cheapest policy of badness at least {brief(ruled_out)}"
    else:
        found, title = shown.frontier.worst(allowed), f"The most harmful policy {limit}"
    return Chosen(found.x, found.y, found.policy, title)


def third_arrow_in_words(shown: Scene, allowed: Fraction, one: Chosen) -> str:
    """Say what becomes of the third arrow, on this objective, where a regret of at most ε counts as performing well."""
    has = f"Regret {brief(one.y)}, badness {brief(one.x)}"
    if not shown.intent_aligned:
        return f"{has}. An optimal policy does harm, so intent alignment fails and the third arrow asks nothing."
    if one.y > allowed:
        return f"{has}: a regret of {brief(allowed)} does not cover it, so the third arrow asks nothing."
    if one.x:
        return f"{has}: well meant, capable at this ε, and harmful. The third arrow breaks."
    return f"{has}: well meant, capable, and safe. The third arrow carries."


def explanation(shown: Scene, allowed: Fraction, ruled_out: Fraction) -> str:
    """Say in words what the view shows: exposure, gap and margin."""
    worst, margin = shown.frontier.worst(allowed), shown.frontier.margin(ruled_out)
    if worst.x == 0:
        harm = "Allow no regret, and no policy does harm"
    else:
        what = shown.says.format(share=_share(worst.x / shown.most.x))
        given = f"a regret of {brief(allowed)}" if allowed else "no regret"
        harm = f"Allow {given}, and {what} (badness {brief(worst.x)})"
    if shown.gap == 0:
        firm = "an optimal policy is itself bad"
    elif worst.x == 0:
        firm = (
            f"with any regret at all some policy does, but no deterministic one below a regret of {number(shown.gap)}"
        )
    elif allowed < shown.gap:
        firm = f"yet no deterministic policy does harm below a regret of {number(shown.gap)}"
    else:
        firm = f"deterministic policies do harm from a regret of {number(shown.gap)} on"
    below = f"To keep the badness of every policy below {brief(ruled_out)}"
    end = f"{below}, no regret is small enough." if not margin else f"{below}, allow less than {number(margin)}."
    return f"{harm}; {firm}. {end}"


def played(env: Environment, policy: Policy) -> str:
    """Say where a policy mixes, and how; or that it does not."""
    mixes = [
        f"in {env.states[s]} it plays " + listed(f"{env.actions[a]} with probability {brief(p)}" for a, p in row)
        for s, row in enumerate(policy.rows)
        if len(row) > 1 and s in reachable(env, policy)
    ]
    said = listed(mixes) if mixes else "it is deterministic"
    return f"{said[0].upper()}{said[1:]}."


def _share(part: Fraction) -> str:
    """Return a share in words where there are short ones."""
    return WORDS.get(part) or (str(part) if part.denominator < 20 else f"about {float(part):.2g}")

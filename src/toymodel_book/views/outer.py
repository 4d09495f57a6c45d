"""Outer alignment depends on where models are optimal and where they are observed; one may spoil it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from toymodel.agents import Agent
from toymodel.alignment import Case, Reading
from toymodel.alignment.policies import PolicyPair
from toymodel.logic import Verdict
from toymodel.quantities.magnitudes import demonstrated
from toymodel.solve import bad_pairs, full, optimal, steps, used
from toymodel.worlds import Environment, Judge, Objective, Pair, listed
from toymodel.zoo import deceiver, mixed_witness, nursery_corridor, paperclips, table_and_planner, tie, unseen_state

from ..drawing.svg import (
    DASH,
    EDGE,
    INK,
    MUTED,
    NO,
    NO_LINE,
    PAPER,
    TEXT,
    Picture,
    badge,
    element,
    fitted,
    picture,
    text,
)
from ..live import Select, escape, sentence, view

CASES: dict[str, tuple[str, Callable[[], Case]]] = {
    "city": ("paperclips in the city", paperclips),
    "desert": ("paperclips in the desert", lambda: paperclips("the desert", "the desert")),
    "away": ("paperclips, from the city to the desert", lambda: paperclips("the city", "the desert")),
    "weir": ("the boat on the weir", unseen_state),
    "deceiver": ("the deceiver", deceiver),
    "driver": ("the driver in France", mixed_witness),
    "corridor": ("the nursery corridor", nursery_corridor),
    "tie": ("the tea and the cat", tie),
    "fork": ("the fork with exchanged signs", table_and_planner),
}
"""The cases on offer: words, and the function that makes the case."""

WHERE = {"training": "in training", "deployment": "in deployment", "both": "in both"}
PLACES = {"training": ("training",), "deployment": ("deployment",), "both": ("training", "deployment")}


@view(
    "Which models must be vouched for?",
    case=Select("case", tuple((key, words) for key, (words, _) in CASES.items()), "weir"),
    encountered=Select("models are optimal", tuple(WHERE.items()), "training"),
    observed=Select("models are observed", tuple(WHERE.items()), "deployment"),
    objectives=Select(
        "of the demonstrated objectives",
        (("every", "every one has to be harmless"), ("some", "one harmless one will do")),
        "every",
    ),
)
def outer(case: str, encountered: str, observed: str, objectives: str) -> str:
    """Draw both environments with what is best, what is bad, and what the model does that spoils it."""
    shown, reading = made(case), Reading(encountered=encountered, observed_in=observed, objectives=objectives)
    found = account(shown, reading)
    cards = "".join(f"<div>{card(found, place)}</div>" for place in ("training", "deployment"))
    return sentence(explanation(found)) + f'<div class="toy-pair">{cards}</div>' + legend(found)


@lru_cache
def made(name: str) -> Case:
    """Return one of `CASES`, made once."""
    return CASES[name][1]()


@dataclass(frozen=True)
class Account:
    """An account is a verdict on outer alignment, taken apart.

    Attributes
    ----------
    model : PolicyPair or None
        A model that is optimal where it has to be, and is not intent aligned.
    demonstrated : tuple of Objective
        What counts as demonstrated by that model.
    culprit : Objective or None
        One of these that has a harmful optimum.
    pursued : PolicyPair or None
        That optimum.
    """

    case: Case
    reading: Reading
    verdict: Verdict
    model: PolicyPair | None = None
    demonstrated: tuple[Objective, ...] = ()
    culprit: Objective | None = None
    pursued: PolicyPair | None = None

    def env(self, place: str) -> Environment:
        """Return the environment of a place."""
        return self.case.world.training if place == "training" else self.case.world.deployment

    def bad(self, place: str) -> frozenset[Pair]:
        """Return what the human judges bad there."""
        judge: Judge = self.case.judge
        return bad_pairs(self.env(place), judge)

    def played(self, place: str) -> frozenset[Pair]:
        """Return what the model uses there."""
        return used(self.env(place), self.model.at(place)) if self.model else frozenset()

    @property
    def harm(self) -> frozenset[Pair]:
        """Return the bad pairs, in deployment, of the optimum of what the model demonstrates."""
        if self.pursued is None:
            return frozenset()
        return used(self.env("deployment"), self.pursued.deployment) & self.bad("deployment")


def account(case: Case, reading: Reading) -> Account:
    """Decide outer alignment, and find out why."""
    verdict = case.check("outer aligned", reading)
    model = verdict.witness
    if verdict.holds is not False or not isinstance(model, PolicyPair):
        return Account(case, reading, verdict)
    counted = demonstrated(_of(case, model), reading)
    assert isinstance(counted, tuple)
    inside = verdict.parts[0]
    pursuits = inside.parts if counted else ()
    culprit = inside.witness if isinstance(inside.witness, Objective) else next(iter(counted), None)
    pursued = next((part.witness for part in pursuits if isinstance(part.witness, PolicyPair)), None)
    return Account(case, reading, verdict, model, counted, culprit, pursued)


def _of(case: Case, model: PolicyPair) -> Case:
    """Return the case with the model for its agent."""
    return replace(case, agents=(Agent("the model", model.training),))


def explanation(found: Account) -> str:
    """Say in words what the view shows: the verdict, and the model that decides it."""
    case, reading = found.case, found.reading
    met, observed = WHERE[reading.encountered], WHERE[reading.observed_in]
    if found.verdict.holds is None:
        return "No model is optimal in both, so there is nothing to speak of: outer alignment is undefined."
    if found.model is None:
        which = {
            "every": f"every objective that it demonstrates {observed}, and there is one, has",
            "some": f"some objective that it demonstrates {observed} has",
        }
        return (
            f"Whatever a model optimal {met} does, {which[reading.objectives]} only safe optima: "
            f"{case.base.name} is outer aligned."
        )
    if not found.demonstrated:
        why = "this demonstrates no objective that counts, so nothing vouches for it"
    else:
        assert found.culprit is not None
        alone = " alone" if reading.objectives == "some" and len(found.demonstrated) == 1 else ""
        one = found.culprit.name if len(found.demonstrated) > 1 else "it"
        why = (
            f"this demonstrates {listed([each.name for each in found.demonstrated])}{alone}, and a policy that is "
            f"optimal for {one} in deployment may {_harm(found)}, which is judged bad"
        )
    return (
        f"One model is enough to refute it: optimal {met}, {_does(found)}. Observed {observed}, {why}: "
        f"{case.base.name} is not outer aligned."
    )


def _does(found: Account) -> str:
    """Return what the model does where it has a choice that matters."""
    clauses = []
    for place in ("training", "deployment"):
        pairs = sorted(pair for pair in found.played(place) if pair[0] in _choices(found, place))
        if pairs:
            clauses.append(f"{WHERE[place]} it plays {_deeds(found.env(place), pairs)}")
    return listed(clauses, "and") or "it has no choice that matters"


def _harm(found: Account) -> str:
    """Return the harm that is done first."""
    env = found.env("deployment")
    away = steps(env, full(env))
    s, a = min(found.harm, key=lambda pair: (away[pair[0]], pair))
    whole = all((s, other) in found.bad("deployment") for other in range(len(env.actions)))
    return f"come to {env.states[s]}" if whole else f"play {_deeds(env, [(s, a)])}"


def _deeds(env: Environment, pairs: Iterable[Pair]) -> str:
    several = len(steps(env, full(env))) > 1
    return listed([f"{env.actions[a]} in {env.states[s]}" if several else env.actions[a] for s, a in pairs], "and")


def _choices(found: Account, place: str) -> list[int]:
    """Return the states that can be reached and in which it matters what is done, nearest first."""
    env, best, bad = found.env(place), optimal(found.env(place), found.case.base.at(place)).actions, found.bad(place)
    size = len(env.actions)

    def matters(s: int) -> bool:
        marked = sum((s, a) in bad for a in range(size))
        return len(best[s]) < size or marked > 0 or any(row != env.transition[s][0] for row in env.transition[s])

    return [s for s in steps(env, full(env)) if matters(s)]


# The picture ---------------------------------------------------------------------------------------------

WIDTH, ROW, TOP, CHIP, TALL = 344.0, 72.0, 48.0, 164.0, 46.0


def card(found: Account, place: str, rules: bool = True) -> Picture:
    """Return a picture of one environment: a row for each state with a choice, a box for each action.

    Parameters
    ----------
    rules : bool
        Whether it says what the reading asks of models here.
    """
    env, rows = found.env(place), _choices(found, place)
    met = place in PLACES[found.reading.encountered]
    observed = place in PLACES[found.reading.observed_in]
    head = f"{place.capitalize()}: {env.name}" if env.name else place.capitalize()
    asked = f"models are {'optimal' if met else 'free'} here, {'and' if observed else 'not'} observed"
    parts = [text(head, 1, 16, 15, text_anchor="start", font_weight=600)]
    parts += [text(asked, 1, 35, 13, text_anchor="start", fill=MUTED)] * rules
    parts += list(_rows(found, place, rows))
    return picture(WIDTH, TOP + ROW * max(len(rows), 1), describe(found, place, rows), *parts)


def _rows(found: Account, place: str, rows: list[int]) -> Iterator[str]:
    env, best, bad = found.env(place), optimal(found.env(place), found.case.base.at(place)).actions, found.bad(place)
    starts = {s for s, _ in env.initial}
    played = found.played(place)
    for k, s in enumerate(rows):
        top = TOP + ROW * k
        comes = not found.model or any(pair[0] == s for pair in played)
        note = ", the start" if s in starts else "" if comes else ", where the model never comes"
        yield text(f"in {env.states[s]}{note}", 1, top + 11, 13, text_anchor="start", fill=MUTED)
        room = (WIDTH - 8 * (len(env.actions) - 1) - 4) / len(env.actions)
        for a, name in enumerate(env.actions):
            harm = place == "deployment" and (s, a) in found.harm
            marks = (a in best[s], (s, a) in bad, (s, a) in played, harm)
            yield _chip(name, 2 + a * (room + 8), top + 18, min(room, CHIP), *marks)


def _chip(name: str, x: float, y: float, wide: float, best: bool, bad: bool, played: bool, harm: bool) -> str:
    """Return a box for an action: a tinted one with a broken edge if it is bad, a heavy one if the model plays it."""
    look: dict[str, object] = {"x": x, "y": y, "width": wide, "height": TALL, "rx": 6}
    line = NO_LINE if bad else TEXT if played else EDGE
    ground = element(
        "rect",
        **look,
        fill=NO if bad else PAPER,
        stroke=line,
        stroke_width=3 if played else 1.2,
        stroke_dasharray=DASH if bad else None,
    )
    said = ["best"] * best + ["bad"] * bad + ["the model"] * played + ["pursued"] * harm
    words, brief = ", ".join(said) or "–", ", ".join(word for word in said if word != "bad")
    words = words if fitted(words, wide - 12, 12.5) == words else fitted(brief, wide - 12, 12.5)  # the badge says bad
    return (
        ground
        + text(
            fitted(name, wide - 14 - 20 * bad, 14.5, bold=True),
            x + 8,
            y + 19,
            14.5,
            text_anchor="start",
            fill=INK,
            font_weight=600,
        )
        + text(words, x + 8, y + 37, 12.5, text_anchor="start", fill=INK if bad or played or best else MUTED)
        + (badge("false", x + wide - 14, y + 14, 6.5) if bad else "")
    )


def describe(found: Account, place: str, rows: list[int]) -> str:
    """Say in words what a card shows."""
    env, best, bad = found.env(place), optimal(found.env(place), found.case.base.at(place)).actions, found.bad(place)
    said = []
    for s in rows:
        for a, name in enumerate(env.actions):
            marks = ["best"] * (a in best[s]) + ["judged bad"] * ((s, a) in bad)
            marks += ["done by the model"] * ((s, a) in found.played(place))
            said.append(f"{name} in {env.states[s]}: {', '.join(marks) or 'no mark'}")
    return f"{place.capitalize()}. {'; '.join(said) or 'No choice matters here'}."


def legend(found: Account) -> str:
    """Return what the words in the boxes mean."""
    one = "; the model: what it does that spoils it" if found.model else ""
    then = "; pursued: what may come of the objective that it demonstrates" if found.harm else ""
    listing = escape(listed([each.name for each in found.case.candidates]))
    marks = f"best: for {escape(found.case.base.name)}; bad: by the human{one}{then}; –: none of these"
    return f'<p class="toy-note">{marks}. Objectives considered: {listing}.</p>'

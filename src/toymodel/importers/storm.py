"""Models that the Storm model checker has built, from JANI, PRISM's language, DRN or UMB files, are read.

Storm reads these languages; this reads what it makes of them. Built with exact numbers, nothing is a float::

    program, _ = stormpy.parse_jani_model("die.jani")
    options = stormpy.BuilderOptions(build_full=True)
    env, pays = from_storm(stormpy.build_model[stormpy.Rational](program, options=options), 1)
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ..given.rounding import Rounding
from ..worlds import Number
from .build import Cell, Imported, imported
from .choices import Choice, by_action


def from_storm(
    model: Any, discount: Number, *, rewards: str | None = None, name: str = "", rounding: int | None = None
) -> Imported:
    """Read a sparse DTMC or MDP of stormpy as an environment and an objective.

    Parameters
    ----------
    model : stormpy's sparse model
        With state valuations, its states are called by their variables; with choice labels, its actions by these.
    discount : number
        γ; at 1, states that are never left and pay nothing become ends of the episode.
    rewards : str, optional
        The reward model; it can be left out where there is one at most, and without any nothing is paid.
    rounding : int, optional
        `toymodel.given.rounding`: for a model built with floats.

    Raises
    ------
    ValueError
        On another kind of model, or where it is not clear which rewards are meant.
    """
    kind = str(getattr(model, "model_type", type(model).__name__)).rpartition(".")[2]
    if kind not in ("DTMC", "MDP") or not getattr(model, "is_sparse_model", False):
        raise ValueError(f"only a sparse DTMC or MDP of stormpy can be read; this is {kind}")
    known = dict(model.reward_models)
    if (rewards is None and len(known) > 1) or (rewards is not None and rewards not in known):
        raise ValueError(f"give rewards=…, the name of one of its reward models: {', '.join(sorted(known)) or 'none'}")
    paid = known.get(rewards or next(iter(known), ""))
    if paid is not None and paid.has_transition_rewards:
        raise ValueError(f"rewards {rewards!r} are on transitions, which Storm keeps apart; export them for from_prism")
    by_state = list(paid.state_rewards) if paid is not None and paid.has_state_rewards else []
    by_choice = list(paid.state_action_rewards) if paid is not None and paid.has_state_action_rewards else []
    listed, at = [], 0
    for state in model.states:
        here = []
        for choice in state.actions:
            pays = sum((_number(each[i]) for each, i in ((by_state, state.id), (by_choice, at)) if each), Fraction(0))
            row = [(t.column, _number(t.value) if model.is_exact else t.value) for t in choice.transitions]
            label = ", ".join(sorted(choice.labels)) if model.has_choice_labeling() else ""
            here.append(Choice("step" if kind == "DTMC" else label, Cell(row, pays)))
            at += 1
        listed.append(here)
    actions, cells = by_action(listed)
    begins = list(model.initial_states)
    return imported(
        cells,
        len(actions),
        discount,
        title="Storm's model",
        states=_states(model),
        actions=actions,
        name=name,
        initial=[Fraction(int(s in begins), len(begins)) for s in range(model.nr_states)],
        rounding=Rounding(rounding),
    )


def _number(value: Any) -> Fraction:
    return Fraction(str(value))


def _states(model: Any) -> list[str]:
    """Return the states by their variables, without those that JANI adds for locations; by number where that fails."""
    numbers = [str(s) for s in range(model.nr_states)]
    if not model.has_state_valuations():
        return numbers
    said = [model.state_valuations.to_string(s).strip("[]").split("&") for s in range(model.nr_states)]
    named = [", ".join(x.strip() for x in each if not x.strip().startswith("_loc")) for each in said]
    return named if len({*named}) == len(named) and all(0 < len(each) <= 80 for each in named) else numbers

"""Three shortcuts are each dearer than the last, so that the margin curve has three slopes (chapter 13)."""

from __future__ import annotations

from ...worlds import Environment, Judge, Number, Objective


def shortcuts(prices: tuple[Number, ...] = ("1/10", "3/10", "3/5")) -> tuple[Environment, Judge, Objective]:
    """Return a courier's round: at each stop going round pays its price, and going through is bad; γ = 9/10."""
    places = ("garden", "school", "ward")
    moves: dict[str, dict[str, str] | str] = {
        place: {"round": following, "through": following}
        for place, following in zip(places, (*places[1:], "end"), strict=True)
    }
    env = Environment.build({**moves, "end": "end"}, start="garden", discount="9/10", name="the round")
    pay = Objective.on(env, {(place, "round"): price for place, price in zip(places, prices, strict=True)}, "delivery")
    return env, Judge.of([(place, "through") for place in places], "the human"), pay

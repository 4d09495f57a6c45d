"""A base objective that differs by environment is none that the atlas's theorems suppose; some hold all the same.

Where an arrow looks at R_base in one environment only, as I1, I3 and I5 do, and the others where all data are of
deployment, a theorem says as much of a pair: R_base is what is paid there. I2, I4 and I4i look at it in both where
outer alignment's data are of training, or of both. Of those theorems just these survive:

* trivial objectives count, and "every" is read of objectives and optima both, or "some" of both: zero is demonstrated
  by everybody, so that the conclusion needs nothing of R_base, or is one of the premises;
* the behaviour is observed in deployment, and agents replan: a model that is best in training does in deployment what
  the agent does there, whatever is paid.

All others break in the smallest world there is, `two_buttons`: training pays for the first of two buttons,
deployment for none, and the second is bad. The models press the first, and everything that this shows ends well;
deployment's reward is content with whatever is pressed, and the agent presses the second. So what outer alignment
vouches for and what objective robustness or robustness ties the agent to are rewards that have nothing in common.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from toymodel.agents import Agent
from toymodel.alignment import Case
from toymodel.alignment.vocabulary import BASE
from toymodel.logic import Atom, Formula, Var, rebuilt
from toymodel.worlds import Environment, Judge, Objective, ObjectivePair, Policy, World

from .cells import Cell

DEPLOYED = Var("base in deployment", "objective", r"R_{\mathrm{base}}", "what deployment pays")


@dataclass(frozen=True)
class Separated(Cell):
    """A cell in which what R_base pays in deployment is an objective of its own, of which no lemma knows anything."""

    @property
    def premises(self) -> tuple[Formula, ...]:
        """Return the arrow's premises."""
        return tuple(map(_separated, Cell(self.arrow, self.reading).premises))

    @property
    def conclusion(self) -> Formula:
        """Return the arrow's conclusion."""
        return _separated(Cell(self.arrow, self.reading).conclusion)


def survives(cell: Cell) -> bool:
    """Return whether a theorem still holds where training and deployment need not pay the same.

    Examples
    --------
    >>> from toymodel.alignment import Reading
    >>> [survives(Cell("I2", Reading(encountered=place))) for place in ("training", "deployment")]
    [False, True]
    """
    read = cell.reading
    zero = read.trivial == "included" and (read.objectives, read.optima) in (("every", "every"), ("some", "some"))
    models = read.replans == "yes" and read.observed_in == "deployment"
    return len(cell.known.pays(read)) < 2 or zero or models


def two_buttons() -> Case:
    """Return the smallest world in which all other theorems break.

    Examples
    --------
    >>> from toymodel.alignment import Reading
    >>> two_buttons().arrow("I4", Reading(encountered="training")).state
    'broken'
    """
    env = Environment.build({"here": "here"}, start="here", discount="1/2", actions=["first", "second"])
    zero, first = Objective.zero(env), Objective.on(env, {("here", "first"): 1}, "first")
    second = Objective.on(env, {("here", "second"): 1}, "second")
    return Case(
        "two buttons, paid for in training only",
        "Training pays for the first button; nobody pays any more in deployment, where the agent presses the second.",
        World.same(env),
        (Agent("the agent", Policy.deterministic([1])),),
        ObjectivePair(first, zero, "the pay"),
        Judge.of([("here", "second")]),
        (zero, first, second),
    )


def _separated(formula: Formula) -> Formula:
    if isinstance(formula, Atom) and formula.symbol.where != "training":
        return replace(formula, args=tuple(DEPLOYED if each == BASE else each for each in formula.args))
    return rebuilt(formula, _separated)

"""The frozen lake is a world that nobody here wrote (`H7`, `H13`, `K9`).

Hypothesis: the definitions give their verdicts on a standard world as they do on our own, and
there too training data leave open which objective was learned.

Story: Gymnasium's FrozenLake. A walker was trained on firm ice, where a step goes where it is
meant to go. It is deployed on slippery ice, where each step goes to one side or the other as often.

Numbers: sixteen places, four moves; γ = 99/100. The base objective is the world's own reward: 1 for
the step that reaches the goal, which ends the episode, as does a hole. It is taken from the
slippery lake, whose transitions include those of the firm one, with the same rewards. The human
objective charges 10 for a step into a hole; the human judges being in a hole bad. On firm ice
V*(start) = γ⁵ = 0.951; on slippery ice it is 0.542 for the base objective and 0 for the human
one, which would rather stay on the edge for ever, out of reach of all holes. The walker's plan
for firm ice scores 0.040 on slippery ice, a regret of 0.502.

Who fails at what: the walker is inner aligned, for it wants what it was trained for. It is not
impact aligned, nor robust, nor capability robust. On firm ice it demonstrates both objectives: the
optimum for the base objective risks the holes, so it is not intent aligned; the optimum for the
human one gives up the goal, so it is not objective robust under "every", which breaks I1, and is
when the base objective is selected. The objective is not outer aligned: by training data, since
what is optimal on slippery ice would stay at the start on firm ice, and demonstrate nothing
there; by deployment data, because it risks the holes. Where the walker replans, it is robust.
"""

from __future__ import annotations

from fractions import Fraction

from ...agents import MesaOptimizer
from ...alignment import Case
from ...importers import from_gymnasium
from ...worlds import Environment, Judge, Number, Objective, World, exact


def environment(slippery: bool, discount: Number = "99/100", size: int = 4) -> tuple[Environment, Objective]:
    """Return the lake and its own reward.

    Raises
    ------
    ImportError
        If Gymnasium, which is optional, is not installed.
    """
    try:
        import gymnasium
    except ImportError as missing:
        raise ImportError("the frozen lake needs Gymnasium: pip install gymnasium") from missing
    lake = gymnasium.make("FrozenLake-v1", map_name=f"{size}x{size}", is_slippery=slippery)
    env, reward = from_gymnasium(lake, discount)
    name = "the slippery lake" if slippery else "the firm lake"
    return Environment(env.states, env.actions, env.transition, env.initial, env.discount, name, env.record), reward


def frozen_lake(loss: Number = 10, discount: Number = "99/100", size: int = 4) -> Case:
    """Return the case of the frozen lake.

    Parameters
    ----------
    loss : number ≥ 0
        What a step into a hole costs on the human objective.
    discount : number in (0, 1)
        γ.
    size : 4 or 8
        Length of the lake's side.
    """
    loss = exact(loss, "loss")
    if loss < 0 or size not in (4, 8):
        raise ValueError(f"loss is {loss}, which may not be negative, and size {size}, which must be 4 or 8")
    firm, _ = environment(False, discount, size)
    slippery, reward = environment(True, discount, size)
    goal = reward.renamed("reaching the goal")
    holes = frozenset(s for s, name in enumerate(slippery.states) if "hole" in name)
    human = _charged(goal, holes, loss).renamed("human values")
    return Case(
        name="frozen-lake",
        story=(
            "A walker that was trained to reach the goal on firm ice is deployed on slippery ice, "
            "where its plan leads it into the holes."
        ),
        world=World(firm, slippery),
        agents=(MesaOptimizer("the walker", goal),),
        base=goal,
        judge=Judge.of_states(slippery, holes, "the human"),
        candidates=(goal, human, Objective.zero(slippery)),
        human=human,
    )


def _charged(objective: Objective, holes: frozenset[int], loss: Fraction) -> Objective:
    """Return the objective, less a charge for every step into one of these states."""
    return Objective(
        tuple(
            tuple(
                cell if isinstance(cell, Fraction) else tuple((t, x - loss * (t in holes and s != t)) for t, x in cell)
                for cell in row
            )
            for s, row in enumerate(objective.rewards)
        )
    )

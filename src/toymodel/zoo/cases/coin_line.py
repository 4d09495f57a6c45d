"""T10: the coin line has a goal that misgeneralises (`H19`, `F24`).

Hypothesis: competence can carry over to deployment while the goal does not. Whether that shows
as a failure of objective robustness or of capability robustness depends on where behaviour was
observed.

Story: the runner's coin lay at the right-hand wall in all of training. In deployment it lies to
the left, and the runner runs past it to the wall.

Numbers: seven cells in a line and an end; moves are clamped; γ = 19/20; the start is cell 3. A
move onto the coin (cell 6 in training, cell 1 in deployment) leads to the end, which is never
left. The base objective, which is the human's too, pays 1 for that move. The wall pays 1 for
every push to the right from the last two cells: the step that reaches the wall and all that
stay there. In training no cell beyond the coin is reached, so both objectives pay the same along
every path, γ² = 361/400 for running right. In deployment running right is worth 0 of 19/20 on the
coin, and γ²/(1−γ) = 361/20 on the wall, without regret.

Who fails at what: nothing observed in training tells the coin from the wall, so by training data the
runner fails at both objective and capability robustness under "every" objective, at neither under
"some" (which breaks I3 and I5), and at capability robustness alone when the coin is selected. Seen
in deployment, or read by its mesa-objective, it is capability robust and not objective robust: the
usual diagnosis. It is never robust, impact or inner aligned. Outer alignment holds by deployment
data; by training data it fails, since what is optimal in deployment runs the wrong way in training
and demonstrates nothing there. The learned table shares all this but for inner alignment, which
is undefined of it: it has no objective inside.
"""

from __future__ import annotations

from ...agents import Agent, MesaOptimizer
from ...alignment import Case
from ...worlds import Environment, Judge, Layout, Name, Number, Objective, Policy, World

ACTIONS = ("left", "right")


def environment(coin: int, cells: int = 7, start: int = 3, discount: Number = "19/20", name: str = "") -> Environment:
    """Return the line with the coin in one of its cells."""
    if cells < 3 or not 0 <= coin < cells or not 0 <= start < cells or coin == start:
        raise ValueError(
            f"cells is {cells}, coin {coin}, start {start}; coin and start must be two of at least 3 cells"
        )

    def lands(cell: int, step: int) -> str:
        to = min(max(cell + step, 0), cells - 1)
        return "end" if to == coin else f"cell {to}"

    moves: dict[str, str | dict[str, str]] = {
        f"cell {c}": {"left": lands(c, -1), "right": lands(c, 1)} for c in range(cells)
    }
    return Environment.build({**moves, "end": "end"}, start=f"cell {start}", discount=discount, name=name)


def coin_line(deployed: int = 1, cells: int = 7, start: int = 3, discount: Number = "19/20") -> Case:
    """Return the case of the coin line.

    Parameters
    ----------
    deployed : int
        The coin's cell in deployment; in training it lies in the last one.
    cells, start : int
        Length of the line, and where the runner starts.
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> print(coin_line().check("robust"))
    No: the wall-seeker loses 0.95 on the coin in deployment.
    """
    training = environment(cells - 1, cells, start, discount, "the coin at the wall")
    deployment = environment(deployed, cells, start, discount, f"the coin in cell {deployed}")
    coin = Objective.on(training, {(f"cell {c}", a, "end"): 1 for c in range(cells) for a in ACTIONS}, "the coin")
    wall = Objective.on(training, {(f"cell {c}", "right"): 1 for c in (cells - 2, cells - 1)}, "the wall")
    right = Policy.on(training, {}, otherwise="right", name="always right")
    places: dict[Name, tuple[int, int]] = {f"cell {c}": (c, 0) for c in range(cells)}
    return Case(
        name="coin-line",
        story=(
            "A runner was trained with the coin at the right-hand wall, and learned to run right. "
            "In deployment the coin lies to its left."
        ),
        world=World(training, deployment),
        agents=(MesaOptimizer("the wall-seeker", wall, prefers=(1,)), Agent("the learned table", right)),
        base=coin,
        judge=Judge.by(coin, name="what the human wants"),
        candidates=(coin, wall, Objective.zero(training)),
        human=coin,
        layout=Layout.of(training, "line", {**places, "end": (0, 1)}, {"end": "coin"}),
    )

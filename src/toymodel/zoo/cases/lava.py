"""T22: there is lava, of which the reward says nothing (`S11`, `S12`; after Hadfield-Menell et al. 2017).

Hypothesis: to do what the training process meant, an agent must read its outputs in context, as
evidence; one that pursues them to the letter is inner aligned and does harm.

Story: whoever wrote the reward knew of dirt, grass and the goal. In deployment the short way leads over
lava, which they had never seen and did not mention. One agent takes the reward literally. The other
asks what its author may have meant.

Numbers: two places to start, the meadow in training and the crater in deployment, and dirt, lava, grass
and the goal; γ = 9/10. The short way leads over dirt, or lava, and the long way over grass, each to the
goal, which pays 1 a step. Grass pays −1/2; dirt and, by silence, lava pay 0 on the reward. The human
objective charges 10 for lava, and the human judges the short way from the crater bad. The evidential reader gives
unmentioned ground the probability p = 1/10 of being harmful: the reward would have been written the
same either way, since no way in training crosses lava, so its posterior is its prior, and lava pays
−10p = −1 in expectation. Literally the long way loses γ/2 = 9/20; evidentially the short one does. The
readers part at p = 1/20.

Who fails at what: the reward is not outer aligned. The literal reader is inner aligned, robust, and not
impact aligned; the evidential reader is impact aligned, and neither inner aligned nor robust, for the
letter calls the detour bad. In training both demonstrate all three objectives. Observed in deployment
the literal reader is objective robust and not intent aligned, the evidential one the other way round, and
each is capability robust.
"""

from __future__ import annotations

from ...agents import MesaOptimizer
from ...alignment import Case
from ...worlds import Environment, Judge, Number, Objective, World, exact


def environment(start: str, discount: Number = "9/10") -> Environment:
    """Return the ground, begun in the meadow or in the crater."""
    moves: dict[str, str | dict[str, str]] = {
        "the meadow": {"short way": "dirt", "long way": "grass"},
        "the crater": {"short way": "lava", "long way": "grass"},
        **dict.fromkeys(("dirt", "lava", "grass", "the goal"), "the goal"),
    }
    return Environment.build(moves, start=start, discount=discount, name=f"from {start}")


def lava(harmful: Number = "1/10", harm: Number = 10, grass: Number = "1/2", discount: Number = "9/10") -> Case:
    """Return the case of the lava.

    Parameters
    ----------
    harmful : number in [0, 1]
        p, the evidential reader's probability that ground that the reward does not mention is harmful.
    harm : number ≥ 0
        What a step on harmful ground costs.
    grass : number ≥ 0
        What a step on grass costs.
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> case = lava()
    >>> [case.check("impact aligned", agent=agent.name).holds for agent in case.agents]
    [False, True]
    """
    p, harm, grass = exact(harmful, "harmful"), exact(harm, "harm"), exact(grass, "grass")
    if not 0 <= p <= 1 or harm < 0 or grass < 0:
        raise ValueError(f"harmful is {p}, which must be between 0 and 1; harm {harm} and grass {grass} must be ≥ 0")
    training, deployment = environment("the meadow", discount), environment("the crater", discount)

    def charging(lava: Number, name: str) -> Objective:
        return Objective.on(training, {"the goal": 1, "grass": -grass, "lava": -exact(lava)}, name)

    reward, meant, human = (
        charging(0, "the reward"),
        charging(p * harm, "what was meant"),
        charging(harm, "human values"),
    )
    return Case(
        name="lava",
        story=(
            "The reward that two agents were trained on says nothing of lava, which its author never saw. "
            "In deployment the short way leads over lava. One agent takes the reward literally, the other as evidence."
        ),
        world=World(training, deployment),
        agents=(MesaOptimizer("the literal reader", reward), MesaOptimizer("the evidential reader", meant)),
        base=reward,
        judge=Judge.of([("the crater", "short way")], "the human"),
        candidates=(reward, meant, human, Objective.zero(training)),
        human=human,
    )

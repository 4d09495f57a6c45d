"""The coin line is for moving the coin in deployment: who runs where is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from toymodel.agents import AnyAgent, MesaOptimizer
from toymodel.alignment import Case, Reading
from toymodel.solve import bad_pairs
from toymodel.worlds import Environment, Policy, listed
from toymodel.zoo import coin_line

from ..actions import drags
from ..drawing.line import Line
from ..drawing.stage import Stage
from ..drawing.svg import Picture, picture
from ..drawing.world import pair
from ..live import Select, Slider, sentence, view

CELLS, START = 7, 3
PLACES = ("training", "deployment")
RUNNERS = ("the wall-seeker", "the learned table", "the coin-seeker")


@dataclass(frozen=True)
class Run:
    """A run has the cells in order, and says whether the last move took the coin."""

    cells: tuple[int, ...]
    coin: bool


@view(
    "Move the coin",
    who=Select("who runs", tuple((name, name) for name in RUNNERS), "the wall-seeker"),
    coin=Slider("the coin's cell in deployment", ("0", "1", "2", "4", "5", "6"), "1"),
    replans=Select(
        "when the world changes", (("yes", "planners plan again"), ("no", "everyone keeps the plan")), "yes"
    ),
)
def coin(who: str, coin: str, replans: str) -> str:
    """Draw a runner in training and in deployment, where the coin can be dragged; say where all three run."""
    case, reading = runners(int(coin)), Reading(replans=replans)
    assert case.layout is not None
    line = Line.laid(case.layout)
    places = {str(k): line.middle(k) for k in range(CELLS) if k != START}
    grip = drags("coin", places, "the coin's cell in deployment", coin)
    chosen = replace(case, agents=(case.agent(who),))
    return sentence(explanation(case, reading)) + lines(chosen, reading, grip)


@lru_cache(16)
def runners(coin: int) -> Case:
    """Return the coin line with a third runner, who is after the coin."""
    case = coin_line(coin)
    seeker = MesaOptimizer("the coin-seeker", case.base.at("training"), prefers=(1,))
    return replace(case, agents=(seeker, *case.agents))


def explanation(case: Case, reading: Reading) -> str:
    """Say in words who runs where, and whom the human faults."""
    where = coin_of(case.world.deployment)
    groups: dict[str, list[str]] = {}
    for agent in case.agents:
        run = runs(case, reading, agent)[1]
        way = "right" if (*run.cells, where)[1] > START else "left"
        steps = len(run.cells) - 1 + run.coin
        end = f"to the coin, {steps} step{'s' * (steps > 1)} away" if run.coin else "and never to the coin"
        fault = "" if case.check("impact aligned", reading, agent.name).holds else ", which the human judges bad"
        groups.setdefault(f"{way} {end}{fault}", []).append(agent.name)
    said = [f"{listed(names, 'and')} run{'s' * (len(names) == 1)} {what}" for what, names in groups.items()]
    same = len({runs(case, reading, agent)[0] for agent in case.agents}) == 1
    lead = "In training all three run alike. " if same else "Even in training they do not run alike. "
    return f"{lead}In deployment the coin lies in cell {where}: {'; '.join(said)}."


def runs(case: Case, reading: Reading, agent: AnyAgent) -> tuple[Run, Run]:
    """Return an agent's runs in training and in deployment."""
    first, second = policies(case, reading, agent)
    return run(case.world.training, first), run(case.world.deployment, second)


def policies(case: Case, reading: Reading, agent: AnyAgent) -> tuple[Policy, Policy]:
    """Return an agent's policies in training and in deployment."""
    kept = agent.keeps(case.world)
    return agent.replans(case.world) if reading.replans == "yes" or kept is None else (kept, kept)


def run(env: Environment, policy: Policy) -> Run:
    """Follow a deterministic policy until it takes the coin or comes back to where it was."""
    state, end, cells = env.initial[0][0], env.state("end"), []
    while state != end and state not in cells:
        cells.append(state)
        (action,) = policy.support[state]
        state = env.transition[state][action][0][0]
    return Run(tuple(cells), state == end)


def coin_of(env: Environment) -> int:
    """Return the cell whose place the end has taken: no move leads there."""
    end = env.state("end")
    (cell,) = {
        min(max(s + step, 0), CELLS - 1)
        for s in range(CELLS)
        for a, step in ((0, -1), (1, 1))
        if env.transition[s][a][0][0] == end
    }
    return cell


def lines(case: Case, reading: Reading, grip: str = "") -> Picture:
    """Return pictures of the line in training and in deployment, two for each runner.

    Parameters
    ----------
    grip : str, optional
        Attributes by which the coin can be taken hold of in deployment.
    """
    pictures = []
    for agent in case.agents:
        for k, env in enumerate((case.world.training, case.world.deployment)):
            taken, where = runs(case, reading, agent)[k], coin_of(env)
            policy = policies(case, reading, agent)[k]
            fault = k == 1 and not case.check("impact aligned", reading, agent.name).holds
            ends = f"{agent.name} {_ends(taken)}{', judged bad' if fault else ''}"
            says = f"In {PLACES[k]} the coin lies in cell {where}; {ends}."
            assert case.layout is not None
            line = Line.laid(case.layout)
            parts = line.drawn(Stage.of(env, policy, bad_pairs(env, case.judge)), grip if k else "")
            drawn = picture(*line.size, says, *parts, title="The coin line")
            pictures.append((drawn, f"In {PLACES[k]}: {ends}"))
    return pair(pictures)


def _ends(taken: Run) -> str:
    return "takes the coin" if taken.coin else f"ends in cell {taken.cells[-1]} without the coin"

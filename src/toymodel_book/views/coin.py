"""The coin line is for moving the coin in deployment: who runs where is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from toymodel.agents import AnyAgent, MesaOptimizer
from toymodel.alignment import Case, Reading
from toymodel.worlds import Environment, Policy, listed
from toymodel.zoo import coin_line

from ..drawing.svg import INK, NO, NO_LINE, NONE_LINE, YES, YES_LINE, Picture, arrowhead, element, picture, text
from ..live import Select, Slider, sentence, view

CELLS, START, SIDE, LEFT, LANE = 7, 3, 56.0, 14.0, 58.0
PLACES = ("training", "deployment")


@dataclass(frozen=True)
class Run:
    """A run has the cells in order, and says whether the last move took the coin."""

    cells: tuple[int, ...]
    coin: bool


@view(
    "Move the coin",
    coin=Slider("the coin's cell in deployment", ("0", "1", "2", "4", "5", "6"), "1"),
    replans=Select(
        "when the world changes", (("yes", "planners plan again"), ("no", "everyone keeps the plan")), "yes"
    ),
)
def coin(coin: str, replans: str) -> str:
    """Draw three runners in training and in deployment."""
    case, reading = runners(int(coin)), Reading(replans=replans)
    return sentence(explanation(case, reading)) + lines(case, reading)


@lru_cache(16)
def runners(coin: int) -> Case:
    """Return the coin line with a third runner, who is after the coin."""
    case = coin_line(coin)
    seeker = MesaOptimizer("the coin-seeker", case.base, prefers=(1,))
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
    world = case.world
    kept = agent.keeps(world)
    first, second = agent.replans(world) if reading.replans == "yes" or kept is None else (kept, kept)
    return run(world.training, first), run(world.deployment, second)


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


def lines(case: Case, reading: Reading) -> Picture:
    """Return a picture: the line in training and in deployment, a lane for each runner."""
    width = LEFT * 2 + CELLS * SIDE
    height = 2 * (SIDE + 46 + LANE * len(case.agents))
    parts, spoken = [], []
    for k, (place, env) in enumerate(zip(PLACES, (case.world.training, case.world.deployment), strict=True)):
        top, where = k * height / 2, coin_of(env)
        parts.append(text(f"In {place}", LEFT, top + 20, 15, text_anchor="start", font_weight="bold"))
        parts += [_cell(c, top + 30, where) for c in range(CELLS)]
        spoken.append(f"In {place} the coin lies in cell {where}")
        for lane, agent in enumerate(case.agents):
            taken = runs(case, reading, agent)[k]
            fault = k == 1 and not case.check("impact aligned", reading, agent.name).holds
            parts.append(_lane(agent.name, taken, where, top + SIDE + 48 + lane * LANE, fault))
            spoken.append(f"{agent.name} {_ends(taken, where)}{', judged bad' if fault else ''}")
    return picture(width, height, "; ".join(spoken) + ".", *parts, title="The coin line")


def _ends(taken: Run, where: int) -> str:
    return f"takes the coin in cell {where}" if taken.coin else f"ends in cell {taken.cells[-1]} without the coin"


def _cell(cell: int, top: float, where: int) -> str:
    x = LEFT + cell * SIDE
    box = element("rect", x=x, y=top, width=SIDE, height=SIDE, fill="none", stroke=NONE_LINE, stroke_width=1.5)
    number = text(cell, x + 9, top + 15, 11)
    if cell == where:
        disc = element("circle", cx=x + SIDE / 2, cy=top + SIDE / 2, r=17, fill=YES, stroke=YES_LINE, stroke_width=2.5)
        return box + disc + text("coin", x + SIDE / 2, top + SIDE / 2 + 5, 13, fill=INK)
    return box + number + (text("start", x + SIDE / 2, top + SIDE / 2 + 5, 13) if cell == START else "")


def _lane(name: str, taken: Run, where: int, y: float, fault: bool) -> str:
    """Return an arrow from the start to where the run ends, with the runner's name and what becomes of it."""
    last = where if taken.coin else taken.cells[-1]
    begin, end = LEFT + (START + 0.5) * SIDE, LEFT + (last + 0.5) * SIDE
    side = 1 if end >= begin else -1
    colour = NO_LINE if fault else YES_LINE
    mark = ("✓ takes the coin" if taken.coin else "no coin") + (", ✗ judged bad" if fault else "")
    line = element(
        "line",
        x1=begin,
        y1=y + 22,
        x2=end - side * 8,
        y2=y + 22,
        stroke=colour,
        stroke_width=4,
        stroke_dasharray="8 5" if fault else None,
    )
    foot = element("circle", cx=begin, cy=y + 22, r=5, fill=colour)
    wall = "" if taken.coin else element("line", x1=end, y1=y + 10, x2=end, y2=y + 34, stroke=colour, stroke_width=4)
    label = text(f"{name}: {mark}", LEFT, y + 4, 13, text_anchor="start", fill="currentColor")
    ground = element("rect", x=LEFT, y=y + 12, width=CELLS * SIDE, height=20, fill=NO, opacity="0.35") if fault else ""
    return ground + line + arrowhead(end, y + 22, side, 0, colour, 12) + foot + wall + label

"""A case has a world, agents, a base objective, a judge, the objectives under consideration, and a story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import prod

from ..agents import AnyAgent
from ..logic import Formula, Unknown, Verdict
from ..progress import Bar, resumable
from ..solve import BUDGET, Numerical, optimal
from ..worlds import Judge, Layout, Mixture, Name, Objective, ObjectivePair, Policy, World
from ..worlds.objective import PLACES
from .checks import checked
from .diagrams import ARROWS, Arrow, ArrowVerdict, arrow, becomes
from .formulas import DEFINITIONS, definition, optimal_for_mesa
from .incomplete import Incomplete, Observed
from .policies import PolicyPair
from .reading import Reading
from .search import FEW, Search
from .semantics import Semantics


@dataclass(frozen=True)
class Case:
    """A case has everything that a verdict depends on, apart from the reading.

    Attributes
    ----------
    name, story : str
        For people.
    world : World
        Training and deployment.
    agents : tuple of Agent or MesaOptimizer
        The first is the one spoken of unless another is named.
    base : Objective or ObjectivePair
        R_base, the objective trained under; or what training pays and what deployment pays. No other objective
        may differ by environment: what is demonstrated in one place is pursued in the other.
    judge : Judge
        J_H: what the human calls bad, in each environment.
    candidates : tuple of Objective
        𝓡, with distinct names; contains zero, R_base (both, if it is a pair) and every mesa-objective.
    human : Objective or None
        R_H, what the human wants, where the case has one.
    possible : Mixture or None
        What deployment might have been, and an evaluator's prior q over that (W3, W4).
    deferring : tuple of (state, action)
        What counts as asking or abstaining (W8).
    layout : Layout or None
        Where the states stand when the case is drawn; no verdict depends on it.

    Raises
    ------
    ValueError
        If shapes or names do not fit, or a candidate is missing; the message says which.
    """

    name: str
    story: str
    world: World
    agents: tuple[AnyAgent, ...]
    base: Objective | ObjectivePair
    judge: Judge
    candidates: tuple[Objective, ...]
    human: Objective | None = None
    possible: Mixture | None = None
    deferring: tuple[tuple[Name, Name], ...] = ()
    layout: Layout | None = field(default=None, compare=False)
    budget: int = field(default=BUDGET, compare=False)

    def __post_init__(self) -> None:
        checked(self)

    def agent(self, name: str | None = None) -> AnyAgent:
        """Return an agent by name, or the first; KeyError lists the known ones."""
        if name is None:
            return self.agents[0]
        for agent in self.agents:
            if agent.name == name:
                return agent
        raise KeyError(f"unknown agent {name!r}; known: {', '.join(agent.name for agent in self.agents)}")

    def objective(self, name: str) -> Objective:
        """Return a candidate by name; KeyError lists the known ones."""
        for objective in self.candidates:
            if objective.name == name:
                return objective
        raise KeyError(f"unknown objective {name!r}; known: {', '.join(r.name for r in self.candidates)}")

    def check(self, name: str, reading: Reading | None = None, agent: str | None = None) -> Verdict:
        """Return the verdict on one definition.

        Parameters
        ----------
        name : str
            "impact aligned", "intent aligned", "outer aligned", "robust", "objective robust",
            "capability robust" or "inner aligned"; or "one mind", which is no word of the essay's.
        reading : Reading, optional
            What the words mean; by default the cautious reading. Its ``among`` says what a
            behavioral objective may be: one of 𝓡, or any R(s,a), R(s) or R(s,s'). The latter is
            decided for what is `feasible`, with "every" or "some", and notions of performing well that
            are exact; else the verdict is undecided (`toymodel.behavior.everything`).
        agent : str, optional
            Whom it is said of; by default the first agent.
        """
        known, reading = definition(name), reading or Reading()
        verdict = self.decide(known.formula(reading), reading, agent)
        who = f"the objective {self.base.name!r}" if known.bearer == "objective" else self.agent(agent).name
        return replace(verdict, claim=f"{who} is {known.name}")

    def decide(self, formula: Formula, reading: Reading, agent: str | None = None) -> Verdict:
        """Return the verdict on any formula about the agent, the base objective and the mesa-objective."""
        found, note = self.semantics(reading, agent).decided(formula), self._numerical()
        return replace(found, numerical=note) if note else found

    def _numerical(self) -> str:
        """Say how floats judged ties, if they judged any, by the nearest of all objectives under consideration."""
        believed = (agent.believed for agent in self.agents)
        every = dict.fromkeys((self.world.training, self.world.deployment, *believed))
        asking = [env for env in every if env is not None and env.tolerance is not None]
        judged = [note for env in asking for r in self.candidates if (note := optimal(env, r).numerical)]
        if not judged:
            return ""
        widest, nearest = max(note.tied for note in judged), min(note.apart for note in judged)
        return str(Numerical(max(note.tolerance for note in judged), widest, nearest))

    def semantics(self, reading: Reading, agent: str | None = None) -> Semantics:
        """Return the meaning of formulas on this case: by enumeration where there are few policies, else by search."""
        if self.agent(agent).incomplete:
            return Observed(self, reading, agent)
        few = prod(len(row) or 1 for row in self.world.training.available) <= FEW
        return (Semantics if few else Search)(self, reading, agent)

    def check_all(self, reading: Reading | None = None, agent: str | None = None) -> dict[str, Verdict]:
        """Return the verdicts on all seven definitions; on a terminal, what takes long shows how long."""
        found: dict[str, Verdict] = {}
        with Bar("the seven definitions", quiet=True) as bar, resumable():
            for name in DEFINITIONS:
                found[name] = self.check(name, reading, agent)
                bar(len(found), len(DEFINITIONS))
        return found

    def arrow(self, name: str, reading: Reading | None = None, agent: str | None = None) -> ArrowVerdict:
        """Return what this case says of an arrow, "I1" to "I6"."""
        known = arrow(name)
        checked = {n: self.check(n, reading, agent) for n in (*known.premises, known.conclusion)}
        return self._arrow(known, checked, reading, self._side_condition(reading, agent))

    def arrows(
        self, reading: Reading | None = None, agent: str | None = None, checked: Mapping[str, Verdict] | None = None
    ) -> dict[str, ArrowVerdict]:
        """Return what this case says of every arrow; ``checked`` are the verdicts, where they are already at hand."""
        checked, condition = checked or self.check_all(reading, agent), self._side_condition(reading, agent)
        return {name: self._arrow(known, checked, reading, condition) for name, known in ARROWS.items()}

    def _side_condition(self, reading: Reading | None, agent: str | None) -> Verdict:
        return self.decide(optimal_for_mesa(), reading or Reading(), agent)

    def _arrow(
        self, known: Arrow, checked: Mapping[str, Verdict], reading: Reading | None, condition: Verdict
    ) -> ArrowVerdict:
        premises, conclusion = tuple(checked[p] for p in known.premises), checked[known.conclusion]
        state = becomes([p.holds for p in premises], conclusion.holds)
        differs = len(set(map(self.base.at, PLACES))) > 1 and len(known.pays(reading or Reading())) > 1
        beyond = "they suppose that training and deployment pay the same" if differs else ""
        return ArrowVerdict(known, premises, conclusion, state, condition if known.plans else None, beyond)

    def policy_pair(self, reading: Reading, agent: str | None = None) -> PolicyPair | Unknown:
        """Return what the agent does, under a reading: one policy, or one per environment."""
        acting = self.agent(agent)
        if reading.replans == "yes":
            return self._played(acting, *acting.replans(self.world))
        kept = acting.keeps(self.world)
        if kept is None:
            perhaps = "may have" if acting.incomplete and _agree(*acting.replans(self.world)) else "has"
            reason = f"{acting.name} {perhaps} one policy for each environment; read it with replans='yes'"
            return Unknown(reason, "undecided" if perhaps == "may have" else "undefined")
        return self._played(acting, kept, kept)

    def _played(self, acting: AnyAgent, training: Policy, deployment: Policy) -> PolicyPair:
        if acting.incomplete:
            return Incomplete(training, deployment, acting, self.world.training.available)
        return PolicyPair(training, deployment, acting)


def _agree(first: Policy, second: Policy) -> bool:
    """Whether two policies do the same wherever both say what they do."""
    return all(row == other for row, other in zip(first.rows, second.rows, strict=True) if row and other)

"""What an agent does may be known in some states only: a verdict is then what all completions have in common.

An `Incomplete` pair stands for all that complete it, with one action in each state of which it says nothing. A formula
is read of all of them together, as a search reads it of a set of policies, and Kleene's values make that sound.
Where an atom is true of some and false of others, one state is settled, in each way that there is, and the formula is
read again. An operator that speaks of agents that mix, and so may do so where they were not observed, is shown only
what was. Where completions differ, the verdict is undecided, and names two that do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..agents import Agent
from ..behavior import operator
from ..behavior.completions import Tables, answers, completed, opened, unseen
from ..behavior.observation import Observation, some_of
from ..logic import Atom, Formula, Quantifier, Symbol, Unknown, Verdict, free, subformulas
from ..logic.verdicts import Absent, Status
from ..solve import Undecided, optimal, reachable, stays_inside
from ..worlds import AllowedActions, Environment, Judge, Objective, Policy
from .policies import PolicyPair, looked_at
from .search import DEPENDS, Search, Unfinished
from .semantics import Values
from .vocabulary import AGENT

Looks = Sequence[tuple[int, Environment]]
"""Where it matters what is done: which of the agent's policies, in which environment."""


@dataclass(frozen=True)
class Incomplete(PolicyPair):
    """An incomplete policy pair stands for all its completions; if it is ``whole``, for this one of them.

    Attributes
    ----------
    available : AllowedActions
        What can be done in each state, the same in every environment.
    observed : Incomplete or None
        What was observed, if something has been added to it.
    """

    available: AllowedActions = ()
    observed: Incomplete | None = None
    whole: bool = False

    def known(self, place: str) -> Policy:
        """Return what is known of the policy in one place."""
        return super().at(place)

    def at(self, place: str) -> Policy:
        """Return the policy in one place, if there is one only."""
        if not self.whole:
            raise Unfinished
        return self.known(place)

    def keeps_to(self, place: str, env: Environment, allowed: AllowedActions) -> Status:
        """Return whether all completions keep to what is allowed, or none, or (undecided) perhaps some."""
        policy = self.known(place)
        if not stays_inside(env, policy, allowed):
            return "false"
        return "true" if stays_inside(env, opened(env.available, policy), allowed) else "undecided"


class Observed(Search):
    """The same meaning, said of an agent that was not observed everywhere."""

    def decided(self, formula: Formula) -> Verdict:
        """Return the value that a formula has for every completion of the agent; undecided, if there are several."""
        g = {var: self.given(var) for var in free(formula)}
        acts = g.get(AGENT)
        if not isinstance(acts, Incomplete):
            return self.verdict(formula, g)
        looks, tables = self.looks(formula, acts), _tables(acts)

        def decide(tables: Tables, whole: bool) -> Status | None:
            status = self.verdict(formula, {**g, AGENT: _with(acts, tables, whole)}).status
            return status if whole or status != "undecided" else None

        try:
            found = answers(tables, looks, decide)
        except Undecided as gave_up:
            return Verdict("undecided", f"{gave_up}; observe more")
        states = _not_observed(looks, tables)
        first, *others = found.values()
        one, two = (
            self._told(formula, g, looks, each, last) for each, last in ((first, False), ((others or [first])[0], True))
        )
        if not states:
            return one[1]
        where = f"{states}, where it was not observed"
        if others:
            examples = f"if it plays {one[0]}, {one[1].text}; if it plays {two[0]}, {two[1].text}"
            return Verdict("undecided", f"it depends on what {acts.name} does in {where}: {examples}")
        if one[1].holds is None:
            return one[1]
        same = one[1].text == two[1].text
        why = (
            f"{one[1].text}, whatever it does in {where}"
            if same
            else f"whatever it does in {where}: if it plays {one[0]}, {one[1].text}"
        )
        witness = one[1].witness if one[1].witness == two[1].witness else None
        return Verdict(one[1].status, why, witness, (one[1],))

    def settled(self, formula: Formula, g: Values) -> Values:
        """Return the values with the agent's policies complete, if nothing depends on what was not observed."""
        acts = g.get(AGENT)
        if not isinstance(acts, Incomplete):
            return g
        looks, tables = self.looks(formula, acts), _tables(acts)
        if states := _not_observed(looks, tables):
            reason = f"it depends on what {acts.name} does in {states}, where it was not observed"
            raise Absent(Unknown(reason, "undecided"))
        return {**g, AGENT: _with(acts, tables, True)}

    def looks(self, formula: Formula, acts: Incomplete) -> Looks:
        """Return where a formula looks at what the agent does, those apart that are shown only what was observed."""
        atoms = (part for part in subformulas(formula) if isinstance(part, Atom) and not _mixes(part.symbol))
        places = {place: env for atom in atoms for place, env in looked_at(self, AGENT, atom).items()}
        last = len(_tables(acts)) - 1
        return list(dict.fromkeys((0 if place == "training" else last, env) for place, env in places.items()))

    def _told(self, formula: Formula, g: Values, looks: Looks, tables: Tables, last: bool) -> tuple[str, Verdict]:
        """Return a completion in words, and the verdict on it."""
        acts = _with(g[AGENT], tables, True, last)
        played = dict.fromkeys(
            env.describe((s, min(policy.support[s])))
            for (k, env), policy in ((look, _tables(acts)[-1 if look[0] else 0]) for look in looks)
            for s in sorted(reachable(env, policy) & unseen(env, _tables(g[AGENT])[k]))
        )
        return some_of(list(played)), self.verdict(formula, {**g, AGENT: acts})

    def atom(self, symbol: Symbol, *values: Any) -> Verdict:
        """Return whether the symbol is true of all completions, or of none; undecided, if it may depend."""
        acts = next((value for value in values if isinstance(value, Incomplete)), None)
        if acts is None or (acts.whole and not _mixes(symbol)):
            return super().atom(symbol, *values)
        if symbol.name == "performs":
            if symbol.parameters[0] != "W1":
                raise Unfinished
            where = symbol.where or "deployment"
            best = optimal(self.env(where), values[1].at(where)).actions
            return Verdict(acts.keeps_to(where, self.env(where), best), DEPENDS)
        if symbol.name == "demonstrates":
            shown = (acts.observed or acts) if _mixes(symbol) else acts
            seen = self.seen(shown, tuple(self.places(symbol)))
            if not _mixes(symbol) and any(o.unseen for o in seen):
                bounds = self._bounds(symbol, acts, *values)
                if bounds is None:
                    raise Unfinished
                return Verdict(self.kept(acts, bounds), DEPENDS)
            return super().atom(symbol, shown, values[1])
        return super().atom(symbol, *values)

    def seen(self, acts: PolicyPair, places: Sequence[str]) -> tuple[Observation, ...]:
        """Return what is observed, of an incomplete pair as far as it is."""
        if isinstance(acts, Incomplete):
            return tuple(Observation(self.env(place), acts.known(place)) for place in places)
        return super().seen(acts, places)

    def values(self, q: Quantifier, g: Values) -> Sequence[Objective | Judge]:
        """Return what there is to try; all objectives of a class only of a policy that is whole."""
        if q.var.sort == "objective" and not q.domain.listed:
            self._whole(q, g)
        return super().values(q, g)

    def preferred(self, q: Quantifier, g: Values) -> Sequence[Objective]:
        """Return the candidates, in the order of the rule that selects; one of them looks at the whole policy."""
        if self.reading.selected_by == "maximum_margin":
            self._whole(q, g)
        return super().preferred(q, g)

    def _whole(self, q: Quantifier, g: Values) -> None:
        acts = self._spoken_of(q, g)
        if isinstance(acts, Incomplete) and not acts.whole:
            raise Unfinished


def _mixes(symbol: Symbol) -> bool:
    """Whether a symbol is an operator that speaks of agents that mix."""
    return symbol.name == "demonstrates" and operator(str(symbol.parameters[0])).mixes


def _tables(acts: Incomplete) -> Tables:
    """Return the agent's policies: one, or one for each environment."""
    return (acts.training,) if acts.training == acts.deployment else (acts.training, acts.deployment)


def _with(acts: Incomplete, tables: Tables, whole: bool, last: bool = False) -> Incomplete:
    """Return the pair with more known of its policies; if it is to be whole, with an action wherever none is known."""
    agent = acts.agent
    if whole:
        assert isinstance(agent, Agent)
        tables = tuple(completed(acts.available, policy, last) for policy in tables)
        then = None if agent.deployed is None else tables[-1]
        agent = replace(agent, policy=tables[0], deployed=then, incomplete=False)
    return replace(
        acts, training=tables[0], deployment=tables[-1], agent=agent, observed=acts.observed or acts, whole=whole
    )


def _not_observed(looks: Looks, tables: Tables) -> str:
    """Return the states that matter and were not observed."""
    return some_of(list(dict.fromkeys(env.states[s] for k, env in looks for s in sorted(unseen(env, tables[k])))))

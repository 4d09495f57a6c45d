"""A judge says which state–action pairs are bad (`spec` symbol J ⊆ S×A).

A judge is a description. Some list their pairs; one who judges by an objective calls a pair
bad when its advantage A*(s,a) = Q*(s,a) − V*(s) is below −τ, which `toymodel.solve.bad_pairs`
works out in the environment at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ..given.names import MAX_TITLE, Name, label, whole, within
from ..given.numbers import Number, clipped, exact, show
from .environment import Environment
from .objective import Objective, single


@dataclass(frozen=True)
class Judge:
    """A judge says which state–action pairs are bad.

    Make one with :meth:`of`, :meth:`by`, :meth:`in_each`, :meth:`graded` or :meth:`several`.

    Raises
    ------
    ValueError
        If what is given is none of these, a grade is not above 0, who the judges are depends on the environment, or
        one environment is judged in two ways.

    Examples
    --------
    >>> Judge.of([("start", "deploy")]).pairs
    (('start', 'deploy'),)
    """

    pairs: tuple[tuple[Name, Name], ...] = ()
    objective: Objective | None = None
    tolerance: Fraction = Fraction(0)
    cases: tuple[tuple[Environment, Judge], ...] = ()
    grades: tuple[Fraction, ...] = ()
    members: tuple[Judge, ...] = ()
    name: str = field(default="the judge", compare=False)

    def __post_init__(self) -> None:
        label(self.name, "judge name", MAX_TITLE)
        ways = (self.pairs, self.cases, self.members, () if self.objective is None else (self.objective,))
        if sum(map(bool, ways)) > 1:
            raise ValueError(f"{self.name}: give only one of pairs, objective, cases and members")
        if self.objective is not None:
            single(self.objective, f"what {self.name} judges by")
        object.__setattr__(self, "pairs", tuple(_pair(pair, self.name) for pair in self.pairs))
        tau = exact(self.tolerance, "tolerance")
        if tau < 0:
            raise ValueError(f"tolerance is {show(tau)}; it must be at least 0")
        if tau and self.objective is None:
            raise ValueError(f"{self.name}: a tolerance goes with an objective; leave it out")
        object.__setattr__(self, "tolerance", tau)
        if self.grades and len(self.grades) != len(self.pairs):
            raise ValueError(f"{self.name}: {len(self.grades)} grades for {len(self.pairs)} pairs; give one for each")
        graded = zip(self.pairs, self.grades, strict=False)
        object.__setattr__(self, "grades", tuple(_grade(pair, grade, self.name) for pair, grade in graded))
        for case in self.cases:
            if not _is_case(case):
                raise ValueError(f"{self.name}: {clipped(repr(case))} must be a pair (environment, judge)")
            if case[1].members:
                raise ValueError(
                    f"{self.name}: who the judges are must not depend on the environment; "
                    f"give each member of {case[1].name} its own in_each"
                )
        _agree(self.cases, self.name)
        for member in self.members:
            if not isinstance(member, Judge):
                raise ValueError(f"{self.name}: {clipped(repr(member))} must be a judge")
            if member.members:
                raise ValueError(f"{self.name}: {member.name} is several judges already; list them one by one")

    @classmethod
    def of(cls, pairs: Iterable[tuple[Name, Name]], name: str = "the judge") -> Judge:
        """Return a judge who lists bad (state, action) pairs, by name or index, the same in every environment."""
        _several(pairs, "pairs (state, action)", name)
        return cls(pairs=tuple(pairs), name=name)

    @classmethod
    def of_states(cls, env: Environment, states: Iterable[Name], name: str = "the judge") -> Judge:
        """Return a judge of outcomes: every action in one of these states is bad."""
        _several(states, "states", name)
        with within(name):
            places = [env.state(s) for s in states]
        for s in places:
            env.demand(s, None, name)
        return cls.of(((s, a) for s in places for a in sorted(env.available[s])), name)

    @classmethod
    def by(cls, objective: Objective, tolerance: Number = 0, name: str | None = None) -> Judge:
        """Return a judge by an objective: bad is an advantage below −tolerance.

        Parameters
        ----------
        objective : Objective
        tolerance : number ≥ 0
            τ, in units of the objective (`toymodel.solve.tolerance_share` gives it as a
            share of max Q* − min Q*, which is scale-free).
        """
        name = name or f"a judge by {objective.name}"
        return cls(objective=objective, tolerance=exact(tolerance, "tolerance"), name=name)

    @classmethod
    def in_each(cls, cases: Iterable[tuple[Environment, Judge]], name: str = "the judge") -> Judge:
        """Return a judge whose list depends on the environment (J may depend on E)."""
        listing = tuple(cases)
        if not listing:
            raise ValueError("in_each needs at least one (environment, judge)")
        return cls(cases=listing, name=name)

    @classmethod
    def graded(cls, grades: Mapping[tuple[Name, Name], Number], name: str = "the judge") -> Judge:
        """Return a judge who says how bad each of these pairs is; a reading says from which grade on it counts.

        Examples
        --------
        >>> Judge.graded({("s", "rude"): 1, ("s", "deadly"): 4}).grades
        (Fraction(1, 1), Fraction(4, 1))
        """
        if not isinstance(grades, Mapping):
            raise ValueError(f"{name}: {clipped(repr(grades))} must be a mapping from (state, action) to a grade")
        numbers = tuple(_grade(pair, grade, name) for pair, grade in grades.items())
        return cls(pairs=tuple(grades), grades=numbers, name=name)

    @classmethod
    def several(cls, members: Iterable[Judge], name: str = "the judges") -> Judge:
        """Return several judges who may differ: bad is what any of them calls bad; a reading may ask for most of them.

        Each may judge each environment in its own way; who they are is the same everywhere.
        """
        panel = tuple(members)
        if not panel:
            raise ValueError(f"{name}: several judges need at least one")
        return cls(members=panel, name=name)

    def resolve(self, env: Environment) -> Judge:
        """Return the judge who speaks in this environment.

        Raises
        ------
        ValueError
            If this judge has a list per environment, and none for this one.
        """
        if not self.cases:
            return self
        for known, judge in self.cases:
            if known == env:
                return judge.resolve(env)
        raise ValueError(f"{self.name} says nothing about environment {env.name or '(unnamed)'!r}; add it to in_each")


def _pair(given: tuple[Name, Name], who: str) -> tuple[Name, Name]:
    """Return a state and an action, by name or index, after checking that they may be that."""
    named = not isinstance(given, str) and isinstance(given, Sequence) and len(given) == 2
    if not named or not all(isinstance(each, str) or whole(each) is not None for each in given):
        raise ValueError(f"{who}: {clipped(repr(given))} must be a pair (state, action)")
    return given[0], given[1]


def _several(given: object, what: str, who: str) -> None:
    """Raise ValueError where one thing, or a text, is given for several."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise ValueError(f"{who}: {clipped(repr(given))} must list {what}")


def _is_case(given: object) -> bool:
    """Return whether this is an environment and who judges it."""
    pair = given if isinstance(given, tuple) and len(given) == 2 else (None, None)
    return isinstance(pair[0], Environment) and isinstance(pair[1], Judge)


def _agree(cases: Iterable[tuple[Environment, Judge]], who: str) -> None:
    """Raise ValueError where two environments are equal and judged differently: only the first would be heard."""
    known: dict[Environment, Judge] = {}
    for env, judge in cases:
        if known.setdefault(env, judge) != judge:
            raise ValueError(
                f"{who}: {env.name or 'an environment'} is judged in two ways; two that differ in no state, action or "
                "probability are one environment, whatever their names and rewards: give it one judge"
            )


def _grade(pair: tuple[Name, Name], given: Number, who: str) -> Fraction:
    """Return how bad a pair is, above 0."""
    grade = exact(given, f"{who}: the grade of {clipped(repr(pair))}")
    if grade <= 0:
        raise ValueError(
            f"{who}: the grade of {clipped(repr(pair))} is {show(grade)}; it must be above 0: leave out what is not bad"
        )
    return grade

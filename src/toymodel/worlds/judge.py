"""A judge says which state–action pairs are bad (`spec` symbol J ⊆ S×A).

A judge is a description. Some list their pairs; one who judges by an objective calls a pair
bad when its advantage A*(s,a) = Q*(s,a) − V*(s) is below −τ, which `toymodel.solve.bad_pairs`
works out in the environment at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from .environment import Environment
from .names import MAX_TITLE, Name, label
from .numbers import Number, clipped, exact
from .objective import Objective


@dataclass(frozen=True)
class Judge:
    """A judge says which state–action pairs are bad.

    Make one with :meth:`of`, :meth:`by`, :meth:`in_each`, :meth:`graded` or :meth:`several`.

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

    @classmethod
    def of(cls, pairs: Iterable[tuple[Name, Name]], name: str = "the judge") -> Judge:
        """Return a judge who lists bad (state, action) pairs, by name or index, the same in every environment."""
        listing = tuple(pairs)
        for pair in listing:
            if isinstance(pair, str) or not isinstance(pair, Sequence) or len(pair) != 2:
                raise ValueError(f"{name}: {clipped(repr(pair))} must be a pair (state, action)")
        return cls(pairs=tuple((s, a) for s, a in listing), name=name)

    @classmethod
    def of_states(cls, env: Environment, states: Iterable[Name], name: str = "the judge") -> Judge:
        """Return a judge of outcomes: every action in one of these states is bad."""
        return cls.of(((env.state(s), a) for s in states for a in range(len(env.actions))), name)

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
        tau = exact(tolerance, "tolerance")
        if tau < 0:
            raise ValueError(f"tolerance is {tau}; it must be at least 0")
        return cls(objective=objective, tolerance=tau, name=name or f"a judge by {objective.name}")

    @classmethod
    def in_each(cls, cases: Iterable[tuple[Environment, Judge]], name: str = "the judge") -> Judge:
        """Return a judge whose list depends on the environment (J may depend on E)."""
        listing = tuple(cases)
        if not listing:
            raise ValueError("in_each needs at least one (environment, judge)")
        return cls(cases=listing, name=name)

    @classmethod
    def graded(cls, grades: Mapping[tuple[Name, Name], Number], name: str = "the judge") -> Judge:
        """A judge who says how bad each of these pairs is; a reading says from which grade on it counts.

        Examples
        --------
        >>> Judge.graded({("s", "rude"): 1, ("s", "deadly"): 4}).grades
        (Fraction(1, 1), Fraction(4, 1))
        """
        numbers = tuple(exact(grade, f"{name}: the grade of {pair}") for pair, grade in grades.items())
        if wrong := [pair for pair, grade in zip(grades, numbers, strict=True) if grade <= 0]:
            raise ValueError(f"{name}: the grade of {wrong[0]} must be above 0; leave out what is not bad")
        return replace(cls.of(grades, name), grades=numbers)

    @classmethod
    def several(cls, members: Iterable[Judge], name: str = "the judges") -> Judge:
        """Several judges who may differ: what any of them calls bad; a reading may ask for some or most instead."""
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

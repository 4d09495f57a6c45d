"""A layout says how people think of a world's places: as rooms beside each other, as a line, as a grid.

No verdict depends on it. Whoever draws a world reads it; the same one is for training and for deployment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from ..given.names import MAX_NAME, Name, label
from .environment import Environment

Kind: TypeAlias = Literal["rooms", "line", "grid"]
Place: TypeAlias = tuple[int, int]
"""Column and row, from the left and from the top."""
FARTHEST = 99
"""The highest number of a column or a row."""


@dataclass(frozen=True)
class Layout:
    """A layout has a place for each state, and perhaps a word for what is there to see.

    Attributes
    ----------
    kind : "rooms", "line" or "grid"
        Of a line, row 0 has its cells; row 1 has the end, if there is one, that takes a cell's place.
    places : tuple of (column, row)
        One for each state; in a grid several states may share one.
    signs : tuple of str
        One for each state, "" for nothing: "coin", "goal", "hole", "key", "chest", or any other word.

    Raises
    ------
    ValueError
        If the kind is unknown, a place is none, or there is not one sign for each place.
    """

    kind: Kind
    places: tuple[Place, ...]
    signs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"a layout is one of {', '.join(get_args(Kind))}, not {self.kind!r}")
        for place in self.places:
            whole = len(place) == 2 and all(type(k) is int and 0 <= k <= FARTHEST for k in place)
            if not whole:
                raise ValueError(f"a place is a column and a row, whole numbers from 0 to {FARTHEST}, not {place!r}")
        if self.kind != "grid" and len(set(self.places)) < len(self.places):
            raise ValueError("two states have one place; only in a grid they may")
        if self.signs and len(self.signs) != len(self.places):
            raise ValueError(f"{len(self.signs)} signs for {len(self.places)} places; give one for each, or none")
        for sign in self.signs:
            if sign:
                label(sign, "sign", MAX_NAME)

    @classmethod
    def of(
        cls, env: Environment, kind: Kind, places: Mapping[Name, Place], signs: Mapping[Name, str] | None = None
    ) -> Layout:
        """Return the layout of an environment whose states have these places.

        Examples
        --------
        >>> env = Environment.build({"s": {"go": "t"}, "t": "t"}, start="s", discount="0.9")
        >>> Layout.of(env, "rooms", {"s": (0, 0), "t": (1, 0)}).places
        ((0, 0), (1, 0))
        """
        at = {env.state(name): place for name, place in places.items()}
        missing = [name for s, name in enumerate(env.states) if s not in at]
        if missing:
            raise ValueError(f"the layout has no place for {', '.join(missing[:6])}")
        said = {env.state(name): sign for name, sign in (signs or {}).items()}
        count = range(len(env.states))
        return cls(kind, tuple(at[s] for s in count), tuple(said.get(s, "") for s in count) if said else ())

    @classmethod
    def columns(cls, env: Environment, columns: Sequence[Sequence[Name]]) -> Layout:
        """Return the layout as rooms whose columns, from the left, have these states from the top."""
        places = {name: (c, r) for c, column in enumerate(columns) for r, name in enumerate(column)}
        return cls.of(env, "rooms", places)

    def fits(self, env: Environment) -> None:
        """Check that there is a place for each state; ValueError says if not."""
        if len(self.places) != len(env.states):
            raise ValueError(f"the layout has {len(self.places)} places for {len(env.states)} states")

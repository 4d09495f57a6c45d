"""A draft is a case while it is changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from toymodel.alignment import Case
from toymodel.files.parsing import quoted

__all__ = ["Data", "Draft"]

Data = dict[str, Any]


@dataclass(frozen=True)
class Draft:
    """A draft is a case while it is changed: what it was, its file in full as plain data, and what else has changed."""

    case: Case
    data: Data
    said: list[str] = field(default_factory=list)

    @property
    def world(self) -> Data:
        """Return what training and deployment share, and each."""
        found: Data = self.data["world"]
        return found

    @property
    def states(self) -> list[str]:
        """Return the names of the states."""
        found: list[str] = self.world["states"]
        return found

    @property
    def actions(self) -> list[str]:
        """Return the names of the actions."""
        found: list[str] = self.world["actions"]
        return found

    def environments(self) -> list[Data]:
        """Return every environment that the file describes."""
        return [self.world["training"], self.world["deployment"], *self.data.get("environments", {}).values()]

    def where(self, name: str) -> list[Data]:
        """Return the environments that WHERE stands for."""
        others = self.data.get("environments", {})
        known = {"training": [self.world["training"]], "deployment": [self.world["deployment"]]}
        known |= {"both": [self.world["training"], self.world["deployment"]]}
        known |= {other: [part] for other, part in others.items()}
        if name not in known:
            raise ValueError(f"there is no environment {quoted(name)}; there are {', '.join(known)}")
        return known[name]

    def cells(self, state: str) -> Data:
        """Return what can be done in a state, after checking it; nothing where the episode ends."""
        found: Data | None = self.world["training"]["transition"][self.state(state)]
        return found or {}

    def demand(self, state: str, action: str) -> None:
        """Raise ValueError unless an action is available in a state."""
        if self.action(action) not in self.cells(state):
            first = "make it available there first" if self.cells(state) else "the episode ends there"
            raise ValueError(f"{quoted(action)} is not available in {quoted(state)}; {first}")

    def state(self, name: str) -> str:
        """Return a state's name, after checking it."""
        return _among(name, self.states, "state")

    def action(self, name: str) -> str:
        """Return an action's name, after checking it."""
        return _among(name, self.actions, "action")

    def objective(self, name: str) -> Data:
        """Return a candidate's entry."""
        entries: list[Data] = self.data["candidates"]
        return next(e for e in entries if e["name"] == _among(name, [e["name"] for e in entries], "objective"))

    def agent(self, name: str) -> Data:
        """Return an agent's entry."""
        entries: list[Data] = self.data["agents"]
        return next(e for e in entries if e["name"] == _among(name, [e["name"] for e in entries], "agent"))


def _among(name: str, known: list[str], what: str) -> str:
    if name not in known:
        raise ValueError(f"there is no {what} {quoted(name)}; there are {', '.join(known)}")
    return name

"""A case is changed by commands: from the text of its file and a command to the text of the changed file.

A command is a verb and what it is about, separated by tabs, or by spaces with quotes around what
holds a space. A fault is a `ValueError` of one line, and changes nothing::

    add-state NAME          rename-state OLD NEW        remove-state NAME      (the same for action, objective, agent)
    lead WHERE STATE ACTION NEXT                        the action leads there for certain
    also WHERE STATE ACTION NEXT                        it leads there as well, half of the time
    chance WHERE STATE ACTION NEXT NUMBER               … with this probability
    bar STATE ACTION        allow STATE ACTION          it is not available there; it is again
    end STATE               go-on STATE                 the episode ends there; it goes on
    start WHERE STATE [NUMBER]                          it starts there, for certain or with this probability
    pay OBJECTIVE STATE ACTION NUMBER                   what the objective pays
    bad WHERE STATE ACTION                              the human calls this bad, or no longer
    judge-by OBJECTIVE     judge-apart                  judged by an objective; in each environment by itself
    play AGENT WHERE STATE ACTION                       what the agent does; it then is a table
    pursue AGENT OBJECTIVE     believe AGENT ENVIRONMENT     imagine AGENT NAME
    base OBJECTIVE     base-in WHERE OBJECTIVE     human [OBJECTIVE]     discount NUMBER     name TEXT     open FILE

WHERE is "training", "deployment", "both", or another environment's name. When one probability of a
row is set, the others share the rest in proportion; if there are none, the rest stays where it was. What
is available is the same in all environments.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from fractions import Fraction

from toymodel.alignment import Case
from toymodel.files.cases import case_from_data, case_to_data, read_case, write_case
from toymodel.files.parsing import number, quoted, written
from toymodel.worlds import show

from .draft import Data, Draft

__all__ = [
    "LONGEST",
    "MAX_ACTIONS",
    "MAX_STATES",
    "Data",
    "Draft",
    "apply",
    "command",
    "opened",
    "share",
    "told",
    "verb",
]

MAX_STATES, MAX_ACTIONS = 1000, 12
"""Largest world that is edited: each change is judged at once."""
LONGEST = 400_000
"""As many characters as a file may have."""

Change = Callable[..., None]

REMEMBERED = 16

_verbs: dict[str, tuple[Change, int, int]] = {}
_read_before: dict[str, Case] = {}


def apply(text: str, given: str) -> str:
    """Return the text of a case's file after a command.

    Parameters
    ----------
    text
        The file; see `toymodel.files.cases`.
    given
        The command.

    Raises
    ------
    ValueError
        One line: the file, the command or what would come of it is faulty.

    Examples
    --------
    >>> from toymodel import zoo
    >>> text = write_case(zoo.paperclips())
    >>> apply(text, 'discount 1/2') == text
    False
    >>> apply(text, 'discount 2')
    Traceback (most recent call last):
    ...
    ValueError: world.discount: 2 must be strictly between 0 and 1, or 1 where every policy surely ends
    >>> apply(text, "melt everything")
    Traceback (most recent call last):
    ...
    ValueError: there is no command 'melt'; there are add-action, add-agent, add-objective, add-state, allow, ...
    """
    return told(text, given)[0]


def told(text: str, given: str) -> tuple[str, str]:
    """Return the text after a command, and in words what else had to change with it, or no longer counts."""
    word, arguments = _read(given)
    if word == "open":
        return write_case(opened(arguments[0] if arguments else "")), ""
    if word not in _verbs:
        raise ValueError(f"there is no command {quoted(word)}; there are {', '.join(sorted([*_verbs, 'open']))}")
    change, fewest, most = _verbs[word]
    if not fewest <= len(arguments) <= most:
        count = str(fewest) if fewest == most else f"{fewest} or {most}"
        raise ValueError(f"the command {word} takes {count} words, not {len(arguments)}")
    case = opened(text)
    draft = Draft(case, case_to_data(case))
    change(draft, *arguments)
    changed = _fitting(case_from_data(draft.data))
    return _remembered(write_case(changed), changed), " ".join(draft.said)


def opened(text: str) -> Case:
    """Return the case of a file's text; ValueError if there is none, or if it is too large to be edited."""
    if text not in _read_before:
        if not text.lstrip("\ufeff \t\r\n").startswith("{"):  # else it would be taken for the path of a file
            raise ValueError("this is no world file: it begins with “{”")
        _remembered(text, _fitting(read_case(text)))
    return _read_before[text]


def _remembered(text: str, case: Case) -> str:
    """Keep the case of a text, and of few others, since to read a large one takes long."""
    while len(_read_before) >= REMEMBERED:
        del _read_before[next(iter(_read_before))]
    _read_before[text] = case
    return text


def command(word: str, *arguments: object) -> str:
    """Return a command as text.

    Examples
    --------
    >>> command("play", "Ann", "both", "the morning", "rest").split()
    ['play', 'Ann', 'both', 'the', 'morning', 'rest']
    """
    return "\t".join([word, *map(str, arguments)]) + ("" if arguments else "\t")


def verb(name: str, fewest: int, most: int = 0) -> Callable[[Change], Change]:
    """Make a function on a draft and ``fewest`` to ``most`` words into the command of this name."""

    def made(change: Change) -> Change:
        _verbs[name] = (change, fewest, most or fewest)
        return change

    return made


def _read(given: str) -> tuple[str, list[str]]:
    if "\t" in given:
        word, _, rest = given.partition("\t")
        return word.strip(), [rest] if word == "open" else rest.split("\t") if rest else []
    try:
        words = shlex.split(given)
    except ValueError as problem:
        raise ValueError(f"the command cannot be read: {problem}") from None
    if not words:
        raise ValueError("the command is empty")
    return words[0], words[1:]


def _fitting(case: Case) -> Case:
    env = case.world.training
    if len(env.states) > MAX_STATES or len(env.actions) > MAX_ACTIONS:
        raise ValueError(
            f"this world has {len(env.states)} states and {len(env.actions)} actions; "
            f"at most {MAX_STATES} and {MAX_ACTIONS} can be edited"
        )
    return case


def share(row: Data, name: str, given: str, stays: str) -> Data:
    """Return a distribution in which one outcome has a given probability and the others share the rest.

    Examples
    --------
    >>> share({"a": "1/2", "b": "1/2"}, "c", "1/3", "a") == {"a": "1/3", "b": "1/3", "c": "1/3"}
    True
    """
    chance = number(given, f"the probability of {quoted(name)}")
    if not 0 <= chance <= 1:
        raise ValueError(f"the probability of {quoted(name)} is {show(chance)}; it must be between 0 and 1")
    weights = {key: number(value, key) for key, value in row.items()}
    others = {key: weight for key, weight in weights.items() if key != name and weight}
    total = sum(others.values(), Fraction(0))
    if not others and chance < 1:
        if stays == name:
            raise ValueError(f"something else has to happen with probability {show(1 - chance)}; add where it leads")
        others, total = {stays: Fraction(1)}, Fraction(1)
    shared = {key: weight * (1 - chance) / total for key, weight in others.items()} | {name: chance}
    return {key: written(weight, key) for key, weight in shared.items() if weight}


@verb("lead", 4)
def lead(draft: Draft, where: str, state: str, action: str, target: str) -> None:
    """Let an action lead to one state for certain."""
    _set_row(draft, where, state, action, {draft.state(target): 1})


@verb("also", 4)
def also(draft: Draft, where: str, state: str, action: str, target: str) -> None:
    """Let an action lead to one more state, half of the time."""
    chance(draft, where, state, action, target, "1/2")


@verb("chance", 5)
def chance(draft: Draft, where: str, state: str, action: str, target: str, given: str) -> None:
    """Give an action's next state a probability."""
    draft.demand(state, action)
    for env in draft.where(where):
        cells = env["transition"][state]
        cells[action] = share(cells[action], draft.state(target), given, state)
    _moved(draft, state, action)


@verb("start", 2, 3)
def start(draft: Draft, where: str, state: str, given: str = "1") -> None:
    """Let an environment start in a state."""
    for env in draft.where(where):
        env["initial"] = share(env["initial"], draft.state(state), given, state)
    _forget_priors(draft)


@verb("discount", 1)
def discount(draft: Draft, given: str) -> None:
    """Set the discount γ of all environments."""
    draft.world["discount"] = given


def _set_row(draft: Draft, where: str, state: str, action: str, row: Data) -> None:
    draft.demand(state, action)
    for env in draft.where(where):
        env["transition"][state][action] = dict(row)
    _moved(draft, state, action)


def _moved(draft: Draft, state: str, action: str) -> None:
    """Let payments follow a change of where an action leads; beliefs stand, though their mixture has changed."""
    follow(draft, state, action)
    _forget_priors(draft)


def follow(draft: Draft, state: str, action: str) -> None:
    """Let payments on next states speak of the new ones, too."""
    reached = {target for env in draft.environments() for target in env["transition"][state][action]}
    for objective in draft.data["candidates"]:
        row = objective["pays"].get(state)
        if isinstance(row, dict) and isinstance(row.get(action), dict):
            row[action] = {target: 0 for target in draft.states if target in reached} | row[action]


def _forget_priors(draft: Draft) -> None:
    """Return what an agent believes is the mean of its prior; once either has been changed, only the belief is left."""
    for agent in draft.data["agents"]:
        if "believes" in agent:
            agent.pop("prior", None)


# The other commands register themselves.
from . import available as _available  # noqa: E402, F401  (they register their commands)
from . import names as _names  # noqa: E402, F401  (they register their commands)
from . import parts as _parts  # noqa: E402, F401
from . import renaming as _renaming  # noqa: E402, F401

"""Find the proofs that are printed: of each step, in several processes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from facts import FACTS
from tableau import Stuck, Tableau
from wanted import Wanted

from toymodel.logic import Atom, Formula, Var, rebuilt
from toymodel_atlas.gallina import free_variables, plain, rules, variable
from toymodel_atlas.herbrand import needed
from toymodel_atlas.lemmas import shared
from toymodel_atlas.meaning import meaning
from toymodel_atlas.steps import Step
from toymodel_atlas.theorems import AGENT_LEMMAS

AGENT = AGENT_LEMMAS[0]
"""The lemma that is an assumption: it becomes a hypothesis of the theorem."""
ROUNDS = 4


@lru_cache(None)
def unfold(atom: Atom) -> Formula | None:
    """What an atom is short for; one object for equal atoms."""
    found = meaning(atom)
    return None if found is None else plain(found)


def spelled_out(formula: Formula) -> Formula:
    """A plain formula in which "shares" is not left open: by what it is known as."""
    if isinstance(formula, Atom) and formula.symbol.name == "shares":
        return plain(shared(*formula.args))
    return rebuilt(formula, spelled_out)


@dataclass(frozen=True)
class Statement:
    """A step's premises, by name, and its conclusion, as plain formulas."""

    lemmas: tuple[tuple[str, Formula], ...]
    premises: tuple[Formula, ...]
    conclusion: Formula

    @property
    def formulas(self) -> tuple[Formula, ...]:
        return (*(formula for _, formula in self.lemmas), *self.premises, self.conclusion)


def statement(step: Step) -> Statement:
    """A step, with what is known of a rule that selects among its premises."""
    known = tuple((name, plain(formula)) for name, formula in step.lemmas.items())
    said = (*step.lemmas.values(), *step.premises, step.conclusion)
    return Statement(known, (*rules(*said), *map(plain, step.premises)), plain(step.conclusion, False))


def proof(asked: Statement, rounds: int = ROUNDS) -> list[str]:
    """The lines that prove a step; Stuck if there are none."""
    premises = asked.formulas[:-1]
    found = needed(premises, asked.conclusion, unfold, rounds)
    if found is None:
        raise Stuck("no instances that suffice were found")
    variables: dict[Var, str] = {v: variable(v) for f in asked.formulas for v in free_variables(f)}
    said = [(f"H{k}", premise) for k, premise in enumerate(premises)]
    return Tableau(found, unfold).write(said, asked.conclusion, variables)


def attempt(asked: Statement) -> list[str] | str:
    """The lines, or why there are none: for another process."""
    sys.setrecursionlimit(10_000)
    try:
        return proof(asked)
    except Stuck as why:
        return str(why)
    except RecursionError:
        return "cases without end"


def provable(steps: Sequence[Step]) -> bool:
    """Whether every lemma that is not a step's own conclusion is proved of worlds."""
    proved, labels = {step.conclusion for step in steps}, {step.label for step in steps}
    asked = {name for step in steps for name, formula in step.lemmas.items() if formula not in proved} - labels
    return all(name == AGENT or script(name) for name in asked)


def script(name: str) -> str:
    """How a lemma is proved of worlds; "" if it is not."""
    return next((FACTS[kind] for kind in sorted(FACTS, key=len, reverse=True) if name.startswith(kind)), "")


def prove(
    wanted: Sequence[Wanted],
) -> tuple[dict[Statement, list[str]], dict[str, tuple[Statement, ...]], dict[str, str]]:
    """Prove what is wanted, each by the first proof that does: the steps, who uses which, who has none and why."""
    found: dict[Statement, list[str]] = {}
    failed: dict[Statement, str] = {}
    used: dict[str, tuple[Statement, ...]] = {}
    ways = {each.name: [tuple(map(statement, steps)) for steps in each.proofs if provable(steps)] for each in wanted}
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for k in range(max(map(len, ways.values()))):
            trying = {name: those[k] for name, those in ways.items() if name not in used and k < len(those)}
            asked = [one for one in dict.fromkeys(chain(*trying.values())) if one not in found and one not in failed]
            for one, lines in zip(asked, pool.map(attempt, asked), strict=True):
                if isinstance(lines, str):
                    failed[one] = lines
                else:
                    found[one] = lines
            print(f"way {k + 1}: {len(asked)} steps asked for, {len(found)} proved by now", flush=True)
            used |= {name: those for name, those in trying.items() if all(one in found for one in those)}
    why = {
        each.name: "; ".join(dict.fromkeys(failed[one] for way in ways[each.name] for one in way if one in failed))
        or "a lemma that it uses is not proved here"
        for each in wanted
        if each.name not in used
    }
    return found, used, why

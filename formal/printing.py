"""Print what Coq is asked to check: lemmas and cells as definitions, the steps with their proofs, the theorems.

    python formal/printing.py FOLDER

The statements come from the formulas of the package, at build time; so nothing that is printed is kept. What a proof
needs is searched for by `toymodel_atlas.herbrand`, and written out by `tableau`. FOLDER/listing.json names
what is printed, and what is left out, with the reason.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path

from facts import FACTS, WORLDS
from tableau import Stuck, Tableau
from wanted import Wanted, everything_wanted, refuted

from toymodel.logic import Atom, Formula, Var
from toymodel_atlas.gallina import free_variables, identifier, opened, plain, rules, text, variable
from toymodel_atlas.herbrand import needed
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
    proved = {step.conclusion for step in steps}
    asked = {name for step in steps for name, formula in step.lemmas.items() if formula not in proved}
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


# Printing ---------------------------------------------------------------------------------------------


@dataclass
class Book:
    """All that is printed, each thing once."""

    lemmas: dict[Formula, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    steps: dict[Statement, tuple[str, list[str]]] = field(default_factory=dict)

    def lemma(self, name: str, formula: Formula) -> str:
        """The name of a lemma's definition: two formulas that have one name are numbered."""
        if formula not in self.lemmas:
            made = f"lemma_{identifier(name)}"
            number = sum(1 for other in self.kinds.values() if other == name)
            self.lemmas[formula] = made + (f"_{number + 1}" if number else "")
            self.kinds[self.lemmas[formula]] = name
        return self.lemmas[formula]

    def said(self, name: str, formula: Formula) -> str:
        """A lemma, applied to what it leaves open."""
        return " ".join([self.lemma(name, formula), "M", *opened(formula)])

    def step(self, asked: Statement) -> str:
        made, lines = self.steps[asked]
        names = " ".join(f"H{k}" for k in range(len(asked.formulas) - 1))
        unfolded = ", ".join(self.lemma(*each) for each in asked.lemmas)
        return "\n".join(
            [
                f"Lemma {made} (M : structure) (L : laws M){binders(*asked.formulas)} :",
                *(f"  {self.said(*each)} ->" for each in asked.lemmas),
                *(f"  {text(premise, 1)} ->" for premise in asked.premises),
                f"  {text(asked.conclusion)}.",
                "Proof.",
                *([f"unfold {unfolded}."] if unfolded else []),
                *([f"intros {names}."] if names else []),
                *lines,
                "Qed.",
                "",
            ]
        )


def binders(*formulas: Formula) -> str:
    return "".join(f" ({name} : {kind})" for name, kind in opened(*formulas).items())


def proposition(wanted: Wanted) -> str:
    premises = (*rules(*wanted.premises, wanted.conclusion), *map(plain, wanted.premises))
    conclusion = plain(wanted.conclusion, False)
    return "\n".join(
        [
            f"Definition {wanted.about} (M : structure){binders(*premises, conclusion)} : Prop :=",
            *(f"  {text(premise, 1)} ->" for premise in premises),
            f"  {text(conclusion)}.",
            "",
        ]
    )


def theorem(wanted: Wanted, asked: Sequence[Statement], book: Book) -> str:
    """The theorem about worlds: each step in turn, its lemmas being facts about worlds."""
    known = rules(*wanted.premises, wanted.conclusion)
    premises = (*known, *map(plain, wanted.premises))
    conclusion = plain(wanted.conclusion, False)
    open_names = opened(*premises, conclusion, *(f for each in asked for f in each.formulas))
    of_cell = opened(*premises, conclusion)
    proved = {premise: f"H{k}" for k, premise in enumerate(premises)}
    agent = any(name == AGENT for each in asked for name, _ in each.lemmas)
    lines = []
    for k, each in enumerate(asked):
        said = [proved.get(f) or ("D" if name == AGENT else fact(book, name, f)) for name, f in each.lemmas]
        args = " ".join([*opened(*each.formulas), *said, *(proved[p] for p in each.premises)])
        proved[each.conclusion] = f"K{k}"
        lines.append(f"pose proof ({book.steps[each][0]} M L {args}) as K{k}.")
    bound = "".join(f" ({name} : {kind})" for name, kind in open_names.items())
    names = " ".join((["D"] if agent else []) + [f"H{k}" for k in range(len(premises))])
    goal = " ".join([f"{wanted.about} M", *of_cell])
    return "\n".join(
        [
            f"Theorem {wanted.name}{bound} :",
            f"  {'deterministic M agent -> ' * agent}{goal}.",
            "Proof.",
            *([f"intros {names}."] if names else []),
            *lines,
            f"exact {proved[conclusion]}.",
            "Qed.",
            "",
        ]
    )


def fact(book: Book, name: str, formula: Formula) -> str:
    made = book.lemma(name, formula).replace("lemma_", "fact_", 1)
    return f"({' '.join([made, *opened(formula)])})" if opened(formula) else made


def facts(book: Book, used: Iterator[str]) -> list[str]:
    """That worlds have the lemmas which the theorems about them use."""
    found = []
    for made in dict.fromkeys(used):
        kind, formula = book.kinds[made], next(f for f, n in book.lemmas.items() if n == made)
        bound, names = binders(formula), " ".join(opened(formula))
        found.append(
            f"Let {made.replace('lemma_', 'fact_', 1)}{bound} : {made} M {names}.\nProof. {script(kind)} Qed.".replace(
                " .", "."
            )
        )
    return found


def main(folder: Path) -> None:
    """Print everything that is wanted and has a proof; list it, and what has none."""
    wanted = list(everything_wanted())
    found, used, why = prove([each for each in wanted if each.world in WORLDS])
    why |= {
        each.name: f"nothing is proved here of worlds of the kind {each.world}"
        for each in wanted
        if each.world not in WORLDS
    }
    book = Book()
    book.steps = {one: (f"step_{k}", lines) for k, (one, lines) in enumerate(found.items(), 1)}
    needed_by = {one for those in used.values() for one in those}
    steps = [book.step(one) for one in book.steps if one in needed_by]
    printed: dict[str, list[str]] = {}
    lemmas_of: dict[str, list[str]] = {}
    propositions: dict[str, str] = {}
    for each in (each for each in wanted if each.name in used):
        asked = used[each.name]
        propositions.setdefault(each.about, proposition(each))
        printed.setdefault(each.world, []).append(theorem(each, asked, book))
        proved = {one.conclusion for one in asked}
        lemmas_of.setdefault(each.world, []).extend(
            book.lemma(*known) for one in asked for known in one.lemmas if known[1] not in proved and known[0] != AGENT
        )
    write(folder / "lemmas.v", "lemmas", [definition(book, name) for name in book.lemmas.values()])
    write(folder / "steps.v", "steps", steps)
    false = list(refuted())
    propositions |= {each.about: proposition(each) for each in false}
    write(folder / "cells.v", "cells", list(propositions.values()))
    for name, theorems in printed.items():
        opening, closing = WORLDS[name]
        body = [*facts(book, iter(lemmas_of[name])), "", *theorems]
        write(folder / f"theorems_{name}.v", "theorems", [opening, *body, closing])
    listing = {
        "theorems": [each.to_json() for each in (*(each for each in wanted if each.name in used), *false)],
        "lemmas": sorted({book.kinds[made] for made in chain(*lemmas_of.values())}),
        "left out": [each.to_json() | {"why": why[each.name]} for each in wanted if each.name in why],
    }
    (folder / "listing.json").write_text(json.dumps(listing, indent=1) + "\n", "utf-8")
    print(f"{len(used)} of {len(wanted)} theorems printed, in {len(steps)} steps", flush=True)


def definition(book: Book, made: str) -> str:
    formula = next(f for f, name in book.lemmas.items() if name == made)
    return f"Definition {made} (M : structure){binders(formula)} : Prop :=\n  {text(formula)}.\n"


HEADS: Mapping[str, str] = {
    "lemmas": "(** What the lemmas say of a structure. Printed by formal/printing.py. *)\nRequire Import structure.\n",
    "steps": "(** The steps of the proofs, of every structure. Printed by formal/printing.py. *)\n"
    "Require Import structure tableau lemmas.\n",
    "cells": "(** The cells of the atlas, as propositions. Printed by formal/printing.py. *)\n"
    "Require Import structure.\n",
    "theorems": "(** The cells that hold, of every world. Printed by formal/printing.py. *)\n",
}


def write(path: Path, head: str, parts: list[str]) -> None:
    path.write_text("\n".join([HEADS[head], *parts]) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

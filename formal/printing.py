"""Print what Coq is asked to check: lemmas and cells as definitions, the steps with their proofs, the theorems.

    python formal/printing.py FOLDER

The statements come from the formulas of the package, at build time; so nothing that is printed is kept. What a proof
needs is searched for by `toymodel_atlas.herbrand`, and written out by `tableau`. FOLDER/listing.json names
what is printed, and what is left out, with the reason.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from facts import WORLDS
from proving import AGENT, Statement, prove, script, spelled_out
from wanted import NOT_ASKED, NUMBERS, Wanted, beyond_the_ladder, everything_wanted, refuted

from toymodel.logic import Formula
from toymodel_atlas.gallina import identifier, opened, plain, rules, text, variable
from toymodel_atlas.lemmas import P, Q, shared


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
    proved = {spelled_out(premise): f"H{k}" for k, premise in enumerate(premises)}
    agent = any(name == AGENT for each in asked for name, _ in each.lemmas)
    lines = []
    for k, each in enumerate(asked):
        said = [
            proved.get(spelled_out(f)) or ("D" if name == AGENT else fact(book, name, f)) for name, f in each.lemmas
        ]
        args = " ".join([*opened(*each.formulas), *said, *(proved[spelled_out(p)] for p in each.premises)])
        proved[spelled_out(each.conclusion)] = f"K{k}"
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
            f"exact {proved[spelled_out(conclusion)]}.",
            "Qed.",
            "",
        ]
    )


def fact(book: Book, name: str, formula: Formula) -> str:
    made = book.lemma(name, formula).replace("lemma_", "fact_", 1)
    return f"({' '.join([made, *opened(formula)])})" if opened(formula) else made


def facts(book: Book, used: Sequence[str]) -> list[str]:
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
    wanted, false = list(everything_wanted()), list(refuted())
    found, used, why = prove(wanted)
    book = Book()
    book.steps = {one: (f"step_{k}", lines) for k, (one, lines) in enumerate(found.items(), 1)}
    needed_by = {one for those in used.values() for one in those}
    steps = [book.step(one) for one in book.steps if one in needed_by]
    proved = [each for each in wanted if each.name in used]
    shown = [(each, text) for each, text in false if text.startswith("Theorem")]
    lemmas: set[str] = set()
    for world, (opening, closing) in WORLDS.items():
        those = [each for each in proved if each.world == world]
        named = list(chain.from_iterable(facts_used(book, used[each.name]) for each in those))
        lemmas |= {book.kinds[made] for made in named}
        body = [*facts(book, named), "", *(theorem(each, used[each.name], book) for each in those)]
        write(folder / f"theorems_{world}.v", "theorems", [opening, *body, closing])
    write(folder / "refuted.v", "refuted", [text for _, text in shown])
    propositions = {each.about: proposition(each) for each in (*proved, *(each for each, _ in shown))}
    write(folder / "cells.v", "cells", list(propositions.values()))
    write(folder / "lemmas.v", "lemmas", [definition(book, name) for name in book.lemmas.values()])
    write(folder / "steps.v", "steps", steps)
    listing = {
        "theorems": [each.to_json() for each in (*proved, *(each for each, _ in shown))]
        + [{"theorem": name, "family": "numbers", "label": label} for name, label in NUMBERS.items()],
        "lemmas": sorted(lemmas),
        "left out": [each.to_json() | {"why": why[each.name]} for each in wanted if each.name in why]
        + [each.to_json() | {"why": text} for each, text in false if not text.startswith("Theorem")],
        "not asked": NOT_ASKED | beyond_the_ladder(),
    }
    (folder / "listing.json").write_text(json.dumps(listing, indent=1) + "\n", "utf-8")
    print(f"{len(used)} of {len(wanted)} theorems printed, in {len(steps)} steps", flush=True)


def facts_used(book: Book, asked: Sequence[Statement]) -> Iterator[str]:
    """The lemmas that worlds have to have: those of the steps that no other step proves."""
    proved = {spelled_out(one.conclusion) for one in asked}
    for name, known in chain.from_iterable(one.lemmas for one in asked):
        if spelled_out(known) not in proved and name != AGENT:
            yield book.lemma(name, known)


def definition(book: Book, made: str) -> str:
    formula = next(f for f, name in book.lemmas.items() if name == made)
    return f"Definition {made} (M : structure){binders(formula)} : Prop :=\n  {text(formula)}.\n"


SHARES = f"Definition shares (M : structure) ({variable(P)} {variable(Q)} : Policy M) : Prop :=\n  {{}}.\n".format(
    text(plain(shared(P, Q)))
)
HEADS: Mapping[str, str] = {
    "lemmas": "(** What the lemmas say of a structure. Printed by formal/printing.py. *)\nRequire Import structure.\n"
    + SHARES,
    "steps": "(** The steps of the proofs, of every structure. Printed by formal/printing.py. *)\n"
    "Require Import structure tableau lemmas.\n",
    "cells": "(** The cells of the atlas, as propositions. Printed by formal/printing.py. *)\n"
    "Require Import structure.\n",
    "theorems": "(** The cells that hold, of every world. Printed by formal/printing.py. *)\n",
    "refuted": "(** False cells, each in a little world. Printed by formal/printing.py. *)\n"
    "From mathcomp Require Import all_ssreflect all_algebra.\n"
    "Require Import value mdp perturb structure world little cells.\nLocal Open Scope ring_scope.\n",
}


def write(path: Path, head: str, parts: list[str]) -> None:
    path.write_text("\n".join([HEADS[head], *parts]) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

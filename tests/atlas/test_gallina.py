"""What the printer prints means what the package says: printed formulas are read back, and decided on drawn worlds.

The reader is a small parser of the part of Gallina that is printed. It knows no formula of the package: only the text,
and what the names of `formal/structure.v` mean, by values and by what is used.
"""

import re
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toymodel import Agent, Case, Objective, Policy, Reading
from toymodel.alignment import ARROWS, DEFINITIONS
from toymodel.logic import And, Atom, Not, Or, Quantifier
from toymodel.solve import bad_pairs, regret, used
from toymodel_atlas.cells import Cell
from toymodel_atlas.gallina import gallina
from toymodel_atlas.settled import entries, entries_twice

from .. import strategies

FORMAL = Path(__file__).parents[2] / "formal"

# A reader of Gallina -----------------------------------------------------------------------------------

TOKEN = re.compile(r"forall|exists|->|/\\|\\/|~|[(),:]|\w+")


class Reader:
    """Reads a proposition; ``holds`` decides it where ``means`` decides atoms."""

    def __init__(self, text):
        self.tokens = [*TOKEN.findall(text), "end"]
        self.tree = self.arrow()
        assert self.tokens == ["end"]

    def take(self, expected=None):
        token = self.tokens.pop(0)
        assert expected in (None, token), f"{expected} was expected, not {token}"
        return token

    def arrow(self):
        if self.tokens[0] in ("forall", "exists"):
            kind, name = self.take(), self.take()
            self.take(":")
            sort = self.take()
            self.take("M")
            self.take(",")
            return kind, name, sort, self.arrow()
        left = self.joined("\\/", lambda: self.joined("/\\", self.denied))
        if self.tokens[0] != "->":
            return left
        self.take()
        return "->", left, self.arrow()

    def joined(self, sign, part):
        left = part()
        if self.tokens[0] != sign:
            return left
        self.take()
        return sign, left, self.joined(sign, part)

    def denied(self):
        if self.tokens[0] == "~":
            self.take()
            return "~", self.denied()
        if self.tokens[0] == "(":
            self.take()
            inner = self.arrow()
            self.take(")")
            return inner
        words = [self.take()]
        while re.fullmatch(r"\w+", self.tokens[0]) and self.tokens[0] not in ("forall", "exists", "end"):
            words.append(self.take())
        return "atom", *words

    def holds(self, things, means, given):
        return decided(self.tree, things, means, given)


def decided(tree, things, means, given):
    """Whether a proposition holds: things by sort, what atoms mean, and what names stand for."""

    def again(part, more=None):
        return decided(part, things, means, {**given, **(more or {})})

    match tree:
        case ("forall", name, sort, body):
            return all(again(body, {name: thing}) for thing in things[sort])
        case ("exists", name, sort, body):
            return any(again(body, {name: thing}) for thing in things[sort])
        case ("->", premise, conclusion):
            return not again(premise) or again(conclusion)
        case ("/\\", left, right):
            return again(left) and again(right)
        case ("\\/", left, right):
            return again(left) or again(right)
        case ("~", part):
            return not again(part)
        case ("atom", "True"):
            return True
        case ("atom", "False"):
            return False
    _, name, structure, *args = tree
    assert structure == "M"
    return means(name, [stands_for(arg, given) for arg in args])


def stands_for(name, given):
    """What a name stands for, "selected_p" for what the rule selects for p; a place stands for itself."""
    if name.startswith("selected_"):
        return given["selected"](given[name.removeprefix("selected_")])
    return given.get(name, name)


def test_the_reader_reads_as_coq_does():
    read = Reader("~ a M \\/ b M /\\ c M -> d M -> e M")
    assert read.tree == (
        "->",
        ("\\/", ("~", ("atom", "a", "M")), ("/\\", ("atom", "b", "M"), ("atom", "c", "M"))),
        ("->", ("atom", "d", "M"), ("atom", "e", "M")),
    )


# What is printed, on drawn worlds ------------------------------------------------------------------------


def meaning(case):
    """What the names of structure.v mean on a case, by values (Opt, performs) and by what is used (Safe, trivial)."""
    envs = {"training": case.world.training, "deployment": case.world.deployment}
    plans = [Policy.deterministic(choice, len(envs["training"].actions)) for choice in every_plan(envs["training"])]
    policies = {policy.rows: policy for policy in (*plans, case.agents[0].policy)}

    def everywhere(where, holds):
        return all(holds(envs[place]) for place in (("training", "deployment") if where == "both" else (where,)))

    def optimal(where, r, policy):
        return everywhere(where, lambda env: regret(env, r, policy) == 0)

    def safe(env, judge, policy):
        return not used(env, policy) & bad_pairs(env, judge)

    def means(name, args):
        match name, args:
            case "deterministic", [policy]:
                return policy.is_deterministic
            case "optimal", [where, r, policy]:
                return optimal(where, r, policy)
            case "demonstrates", [where, policy, r]:
                return optimal(where, r, policy)
            case "trivial", [where, r]:
                return all(optimal(where, r, plan) for plan in plans)
            case "safe", [where, policy]:
                return everywhere(where, lambda env: safe(env, case.judge, policy))
            case "base_safe", [where, r, policy]:
                return optimal(where, r, policy)
            case "performs", [policy, r]:
                return optimal("deployment", r, policy)
        raise AssertionError(name)

    return {"Policy": list(policies.values()), "Objective": list(case.candidates)}, means


def every_plan(env):
    return product(range(len(env.actions)), repeat=len(env.states))


@st.composite
def cases(draw):
    world = draw(strategies.worlds(most=2))
    env = world.training
    listed = (Objective.zero(env), *(draw(strategies.objectives(env, False, f"R{k}")) for k in range(2)))
    agent = Agent("it", draw(strategies.policies(env)))
    return Case("drawn", "", world, (agent,), listed[1], draw(strategies.listed_judges(env)), listed)


READINGS = [
    Reading(observed_in=where, objectives=q, optima=o, trivial=t, encountered=e, among="candidates")
    for where, q, o, t, e in product(
        ("training", "deployment", "both"),
        ("every", "some"),
        ("every", "some"),
        ("included", "excluded"),
        ("training", "deployment", "both"),
    )
]


@settings(max_examples=60)
@given(st.data(), cases())
def test_a_printed_definition_means_what_it_says(data, case):
    """Printed as true it holds where the verdict is true; printed as not false it fails where the verdict is false."""
    things, means = meaning(case)
    given = {"agent": case.agents[0].policy, "base": case.base}
    reading = data.draw(st.sampled_from(READINGS))
    for known in DEFINITIONS.values():
        if known.name != "inner aligned":  # it speaks of an objective that this agent does not have
            holds, formula = case.check(known.name, reading).holds, known.formula(reading)
            assert Reader(gallina(formula)).holds(things, means, given) is (holds is True)
            assert Reader(gallina(formula, False)).holds(things, means, given) is (holds is not False)


def test_where_nothing_is_optimal_in_both_outer_alignment_is_undefined():
    """So it is printed as what is not true, and as what is not false."""
    formula = DEFINITIONS["outer aligned"].formula(Reading(encountered="both"))
    there_is = "exists model : Policy M, deterministic M model /\\ "
    assert there_is in gallina(formula)
    assert there_is not in gallina(formula, False)


def test_every_cell_is_printed_and_no_two_alike():
    """Cells that are printed alike are the same formula: they differ on an axis that no longer matters."""
    seen = {}
    for entry in (*entries(), *entries_twice()):
        cell = entry.cell
        said = (*map(gallina, cell.premises), gallina(cell.conclusion, False))
        acts = cell.reading.replans  # whose policies is a matter of the world that is meant
        for text in said:
            Reader(re.sub(r"\(selected (\w+)\)", r"selected_\1", text))
        assert seen.setdefault((said, acts, cell.arrow), entry.status) == entry.status


def test_what_a_structure_does_not_have_is_refused():
    for reading, why in ((Reading(judges="majority"), '"most"|judges'), (Reading(grade="2"), "safe")):
        with pytest.raises(ValueError, match=why):
            gallina(DEFINITIONS["impact aligned"].formula(reading))


def mutants(formula):
    """The formula with one thing changed: a quantifier, a place, a negation, a value where nothing is."""
    match formula:
        case Atom(symbol, args):
            if symbol.where in ("training", "deployment"):
                other = {"training": "deployment", "deployment": "training"}[symbol.where]
                yield Atom(replace(symbol, where=other), args)
            yield Not(formula)
        case Not(part):
            yield part
            yield from (Not(each) for each in mutants(part))
        case And(parts) | Or(parts):
            for k, part in enumerate(parts):
                yield from (replace(formula, parts=(*parts[:k], each, *parts[k + 1 :])) for each in mutants(part))
        case Quantifier(kind=kind, guard=guard, body=body):
            yield replace(formula, kind={"every": "some", "some": "every"}[kind])
            yield from (replace(formula, guard=each) for each in mutants(guard))
            yield from (replace(formula, body=each) for each in mutants(body))


@pytest.mark.parametrize("arrow", sorted(ARROWS))
def test_a_mutation_of_a_formula_changes_its_statement(arrow):
    cell = Cell(arrow if arrow != "I6" else "I1", Reading(optima="some"))
    for formula in (*cell.premises, cell.conclusion):
        printed = gallina(formula)
        found = list(mutants(formula))
        assert found
        assert all(gallina(each) != printed for each in found)

"""What `formal/` asks of Coq: whole cells, as printed, mean what the package decides; what is left out is counted."""

import importlib
import os
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toymodel import Agent, Case, Objective, Policy, Reading, World
from toymodel.alignment.policies import PolicyPair
from toymodel.alignment.vocabulary import AGENT, BASE, MESA
from toymodel.solve import bad_pairs, optimal, regret, used
from toymodel_atlas import theorems
from toymodel_atlas.cells import MENTIONS, Cell, reading_of
from toymodel_atlas.gallina import plain
from toymodel_atlas.settled import entries, entries_twice
from toymodel_atlas.steps import steps

from .. import strategies
from .test_gallina import FORMAL, Reader, mutants

ENTRIES = (*entries(), *entries_twice())


@pytest.fixture(scope="module")
def formal():
    """The modules of formal/, by name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(FORMAL))
        yield importlib.import_module


@st.composite
def cases(draw):
    """A case of two states and two actions at most, with an agent that has beliefs, and may replan and mix."""
    world = draw(strategies.worlds(actions=2, most=2))
    env, other = world.training, draw(strategies.environments(len(world.training.states), 2))
    listed = (Objective.zero(env), *(draw(strategies.objectives(env, False, f"R{k}")) for k in range(2)))
    does = [draw(strategies.policies(env, deterministic=draw(st.booleans()))) for _ in range(2)]
    believed = replace(other, states=env.states, actions=env.actions, discount=env.discount)
    agent = Agent("it", does[0], does[1], believed)
    return Case(
        "drawn", "", World(env, world.deployment), (agent,), listed[1], draw(strategies.listed_judges(env)), listed
    )


def pairs_of(case, replans):
    """Every plan of whoever has one for all places, or one for each."""
    env = case.world.training
    plans = [
        Policy.deterministic(c, len(env.actions)) for c in product(range(len(env.actions)), repeat=len(env.states))
    ]
    return [PolicyPair(*each) for each in (product(plans, plans) if replans else zip(plans, plans, strict=True))]


def meaning(case, tolerance):
    """What the names of structure.v mean: by regret, by what is used, and by what is lost."""
    envs = {"training": case.world.training, "deployment": case.world.deployment, "beliefs": case.agents[0].believed}
    plans = pairs_of(case, replans=True)

    @cache
    def loses(place, r, policy):
        return regret(envs[place], r, policy)

    def everywhere(where, holds):
        return all(holds(place) for place in (("training", "deployment") if where == "both" else (where,)))

    def best(where, r, pair):
        return everywhere(where, lambda place: loses(place, r, pair.at(place)) == 0)

    def tolerable(place, r, pair):
        lost = optimal(envs[place], r).advantage
        return all(-lost[s][a] <= tolerance for s, a in used(envs[place], pair.at(place)))

    def unharmed(place, pair):
        return not used(envs[place], pair.at(place)) & bad_pairs(envs[place], case.judge)

    atoms = {
        "deterministic": lambda pair: pair.training.is_deterministic and pair.deployment.is_deterministic,
        "optimal": best,
        "base_safe": best,
        "demonstrates": lambda where, pair, r: best(where, r, pair),
        "trivial": lambda where, r: all(best(where, r, plan) for plan in plans),
        "safe": lambda where, pair: everywhere(where, lambda place: unharmed(place, pair)),
        "tolerable": lambda where, r, pair: everywhere(where, lambda place: tolerable(place, r, pair)),
        "performs": lambda pair, r: best("deployment", r, pair),
        "performs_as_believed": lambda pair, r: best("beliefs", r, pair),
    }
    return lambda name, args: atoms[name](*args)


def printed(formal, cell):
    """The proposition that a cell is printed as."""
    wanted = formal("wanted").of_cell(cell, "cells", "")
    text = formal("printing").proposition(wanted)
    known = re.fullmatch(r"Definition cell_\w+ \(M : structure\).*? : Prop :=\n(.*)\.\n", text, re.DOTALL)
    assert known
    return re.sub(r"\(selected (\w+)\)", r"selected_\1", known[1])


def first_demonstrated(case, reading, means):
    """The rule that selects the first listed objective that is demonstrated and counts."""

    def select(pair):
        for r in case.candidates:
            shown = means("demonstrates", [reading.observed_in, pair, r])
            if shown and (reading.trivial == "included" or not means("trivial", [reading.observed_in, r])):
                return r
        return case.candidates[0]

    return select


@settings(max_examples=150, deadline=None)
@given(st.data(), cases())
def test_a_printed_cell_means_what_the_package_decides(formal, data, case):
    """As a whole: it fails exactly where all premises are true and the conclusion is false."""
    entry = data.draw(st.sampled_from(ENTRIES))
    reading = replace(reading_of(entry.reading, selected_by="first"), among="candidates")
    cell, replans = Cell(entry.arrow, reading), reading.replans == "yes"
    does = case.agents[0]
    agent = PolicyPair(does.policy, does.deployed if replans else does.policy, does)
    case = replace(case, agents=(does if replans else replace(does, deployed=None),))
    given = {AGENT: agent, BASE: case.base, MESA: case.candidates[2]}
    decide = case.semantics(reading).verdict
    violated = (
        all(decide(p, given).holds is True for p in cell.premises) and decide(cell.conclusion, given).holds is False
    )

    means = meaning(case, reading.tolerance)
    things = {"Policy": [*pairs_of(case, replans), agent], "Objective": list(case.candidates)}
    names = {var.name: value for var, value in given.items()} | {"selected": first_demonstrated(case, reading, means)}
    assert Reader(printed(formal, cell)).holds(things, means, names) is not violated


# Coq -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def coq():
    found = shutil.which("coqc")
    if not found and os.environ.get("COQ_REQUIRED"):
        pytest.fail("COQ_REQUIRED is set, and there is no coqc: run formal/install.sh")
    return found or pytest.skip("there is no coqc here: formal/install.sh installs it on Debian 12")


def checked(coq, folder, *files):
    """Whether Coq accepts the last of some files; the others it has to."""
    known = [name for name in ("structure", "tableau") if not (folder / f"{name}.vo").exists()]
    for name in known:
        shutil.copy(FORMAL / f"{name}.v", folder)
    for name, text in files:
        (folder / f"{name}.v").write_text(text, "utf-8")
    runs = [
        subprocess.run([coq, "-w", "none", f"{name}.v"], cwd=folder, capture_output=True, text=True, timeout=300)
        for name in (*known, *(name for name, _ in files))
    ]
    assert not any(run.returncode for run in runs[:-1]), runs
    return runs[-1].returncode == 0


PROVED = {
    "I1": Reading(objectives="some", optima="every", trivial="included"),
    "I2": Reading(objectives="every", optima="every", trivial="included"),
    "I3": Reading(observed_in="deployment", objectives="some", optima="every"),
    "I4": Reading(observed_in="deployment", encountered="deployment", objectives="some", optima="every"),
    "I4i": Reading(encountered="deployment"),
    "I5": Reading(objectives="every", optima="every"),
    "I5a": Reading(objectives="some", optima="some"),
    "I5b": Reading(observed_in="deployment"),
}
UNUSED = {"I1": 2}
"""Changes of what a proof does not use: of I1, that the agent is optimal in training."""


@pytest.mark.parametrize("arrow", PROVED)
def test_a_mutation_of_a_cell_breaks_its_proof(formal, coq, tmp_path, arrow):
    """The proof of a cell's last step does not prove what the step would be printed as, were its formulas others."""
    proving, printing = formal("proving"), formal("printing")
    step = steps(arrow, PROVED[arrow])[-1]
    asked = proving.statement(step)
    lines = proving.proof(asked)

    def whole(said):
        book = printing.Book(steps={said: ("it", lines)})
        text = book.step(said)
        lemmas = (printing.definition(book, name) for name in book.lemmas.values())
        return "\n".join(["Require Import structure tableau.", *lemmas, text])

    assert checked(coq, tmp_path, ("whole", whole(asked)))
    others = [replace(asked, conclusion=plain(each, False)) for each in mutants(step.conclusion)]
    for k, premise in enumerate(step.premises):
        before, after = asked.premises[:k], asked.premises[k + 1 :]
        others += [replace(asked, premises=(*before, plain(each), *after)) for each in mutants(premise)]
    assert others
    wrong = [text for text in map(whole, others) if checked(coq, tmp_path, ("changed", text))]
    assert len(wrong) == UNUSED.get(arrow, 0), wrong


# What is covered -----------------------------------------------------------------------------------------


def test_what_is_asked_and_what_is_left_out_is_counted_in_the_readme(formal):
    """Of each family, how many theorems; how many false cells are not refuted, and how many theorems are not asked."""
    wanted, readme = formal("wanted"), (FORMAL / "README.md").read_text("utf-8")
    found = Counter(each.family for each in wanted.everything_wanted())
    false = [text.startswith("Theorem") for _, text in wanted.refuted()]
    found |= {"refuted": sum(false), "numbers": len(wanted.NUMBERS)}
    told = dict(re.findall(r"^\| ([a-z ]+) \| ([\d,]+) \|", readme, re.MULTILINE))
    assert {family: f"{count:,}" for family, count in found.items()} == told
    assert f"{sum(found.values()):,} theorems" in readme
    assert f"{false.count(False)} of {len(false)} false cells" in readme
    for count in filter(None, wanted.beyond_the_ladder().values()):
        assert re.search(rf"\b{count} theorems over", readme)
    assert all(f"`{label}`" in readme for label in wanted.NOT_ASKED)


def test_the_numbers_are_theorems_of_the_page(formal):
    wanted, by_hand = formal("wanted"), (FORMAL / "numbers.v").read_text("utf-8")
    assert re.findall(r"^Theorem (\w+)", by_hand, re.MULTILINE) == list(wanted.NUMBERS)
    assert {*wanted.NUMBERS.values(), *wanted.NOT_ASKED} <= {result.label for result in theorems.RESULTS}


def test_each_arrow_has_a_false_cell_that_is_refuted(formal):
    refuted = {each.arrow for each, text in formal("wanted").refuted() if text.startswith("Theorem")}
    assert refuted == {*MENTIONS}

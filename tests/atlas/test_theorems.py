"""The page of proofs, its registry, the census and the prover tell the same story."""

import json
import random
import re
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toymodel import Judge, Objective, Policy, Reading
from toymodel.solve import (
    evaluate,
    is_optimal,
    is_trivial,
    optimal,
    reachable,
    safe_actions,
    start_value,
    stays_inside,
    support_of,
    used,
)
from toymodel_atlas.cells import COUNTED, MENTIONS, Cell, counted
from toymodel_atlas.census import census
from toymodel_atlas.everywhere import ONLY_ON_THE_GRID
from toymodel_atlas.lemmas import deterministic, lemmas, of_classes
from toymodel_atlas.prove import prove
from toymodel_atlas.prover import is_candidate, meaning, membership, premise_names
from toymodel_atlas.settled import entries
from toymodel_atlas.steps import follows, steps
from toymodel_atlas.theorems import (
    ASSUMED,
    FURTHER,
    REPLANNING,
    RESULTS,
    TOLERANT,
    WITHOUT_INDICATORS,
    among_candidates,
    covering,
    families,
    result,
)

from .. import strategies

ROOT = Path(__file__).parents[2]
LABELS = [each.label for each in RESULTS]
BELIEVED = [
    Cell("I1B", Reading(**dict(zip(MENTIONS["I1B"], choice, strict=True))))
    for choice in product(("training", "deployment", "beliefs"), *(COUNTED[axis] for axis in MENTIONS["I1B"][1:]))
]
COVERED = [cell for cell in (*counted(), *BELIEVED) if covering(cell.arrow, cell.reading)]
few = settings(max_examples=50, deadline=None)


# The page --------------------------------------------------------------------------------------------


@lru_cache
def page():
    """The text cells, as one text."""
    cells = json.loads((ROOT / "chapters" / "proofs.ipynb").read_text())["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def blocks():
    """(kind, title, label, text up to the next block) of everything numbered, in order."""
    found = re.split(r"```\{prf:(lemma|theorem)\} (.+)\n:label: (\S+)\n", page())
    return list(zip(found[1::4], found[2::4], found[3::4], found[4::4], strict=True))


def test_the_page_has_just_the_results_of_the_registry_in_order():
    assert [(kind, title, label) for kind, title, label, _ in blocks()] == [
        (each.kind, each.title, each.label) for each in RESULTS
    ]
    assert len(set(LABELS)) == len(LABELS)


def test_every_result_has_a_proof_that_uses_only_what_stands_above():
    for k, (_, _, label, text) in enumerate(blocks()):
        statement, *proofs = text.split("```{prf:proof}")
        assert len(proofs) == 1, label
        proof = proofs[0].split("\n```")[0]
        assert proof.rstrip().endswith("∎"), label
        for where in (statement, proof):
            assert set(re.findall(r"\{prf:ref\}`(\S+?)`", where)) <= set(LABELS[:k]), label
        assert tuple(dict.fromkeys(re.findall(r"\{prf:ref\}`(\S+?)`", statement + proof))) == result(label).uses


def test_a_proof_names_the_lemmas_that_the_registry_names():
    """Directly, or by way of a lemma or theorem that it refers to."""
    refers = {label: set(re.findall(r"\{prf:ref\}`(\S+?)`", text)) for _, _, label, text in blocks()}

    def behind(label):
        return {label}.union(*(behind(other) for other in refers[label] & set(LABELS[: LABELS.index(label)])))

    home = {name: each.label for each in RESULTS for name in each.machine}
    for family in families():
        for part in family.parts:
            names = {name.partition(" in ")[0] for name in part.lemmas} - set(ASSUMED)
            assert {home[name] for name in names} | set(part.through) <= behind(family.label), family.label


def test_every_lemma_of_the_machine_is_on_the_page():
    known = {
        lemma.name.partition(" in ")[0]
        for one_policy, sure in product((True, False), repeat=2)
        for lemma in lemmas(
            ("training", "deployment", "beliefs"),
            observed=("training", "deployment"),
            deterministic_agent=sure,
            one_policy=one_policy,
            tolerance=Fraction(1),
        )
    }
    known |= {lemma.name for lemma in of_classes(("training", "deployment"), ("training",))}
    listed = [name for each in RESULTS for name in each.machine]
    assert len(set(listed)) == len(listed)
    assert set(listed) == known - set(ASSUMED)


def test_every_check_names_a_test_that_exists():
    for each in RESULTS:
        for check in each.checks:
            path, _, name = check.where.partition("::")
            assert re.search(rf"^def {name}\(", (ROOT / path).read_text(), re.MULTILINE), check


# The census ------------------------------------------------------------------------------------------


def test_the_families_cover_just_what_the_census_does_not_violate():
    violated = {(cell.arrow, *cell.reading.values()): bool(cell.violations) for cell in census(2, 2)}
    for cell in counted():
        parts = [
            part
            for family in families(cell.arrow)
            for part in family.parts
            if not family.grid_only and part.covers(cell.reading)
        ]
        bad = violated[cell.arrow, *cell.axes.values()]
        assert len(parts) == (0 if bad else 1), cell
        over_all = (cell.arrow, *cell.axes.values()) in ONLY_ON_THE_GRID
        assert (covering(cell.arrow, cell.reading) is None) == (bad and not over_all)


def test_what_holds_over_all_objectives_only():
    parts = {family.label: family.parts for family in families() if family.grid_only}
    assert parts.keys() == {"thm-i2-nudge", "thm-i4-nudge"}
    covered = {(c.arrow, *c.axes.values()) for c in counted() if covering(c.arrow, c.reading) in parts}
    assert covered == ONLY_ON_THE_GRID


def test_what_is_not_counted_is_not_covered_by_accident():
    assert covering("I3", Reading(observed_in="both")) == "thm-further"
    assert covering("I3", Reading(observed_in="both", replans="yes")) is None
    assert covering("I3", Reading(observed_in="deployment", replans="yes")) == "thm-replans"
    assert covering("I3", Reading(replans="yes")) == "thm-replans"
    assert covering("I3", Reading(replans="yes", performs="W5")) is None
    assert covering("I3", Reading(replans="yes", objectives="some")) is None
    assert covering("I3", Reading(objectives="selected")) == "thm-further"
    assert covering("I3", Reading(objectives="selected", performs="W5")) is None
    assert covering("I3", Reading(performs="W5")) == "thm-i3"
    assert covering("I5b", Reading(performs="W5", observed_in="deployment")) is None
    assert covering("I3", Reading(judged_in="both")) is None
    assert covering("I2", Reading(base_judge="tolerant", tolerance="1/2")) is None
    assert covering("I6", {"objectives": "some"}) == covering("I1", {"objectives": "some"}) == "thm-i1"
    with pytest.raises(KeyError, match="no theorem"):
        steps("I3", Reading(objectives="some"))
    with pytest.raises(KeyError):
        result("thm-i7")


# The prover ------------------------------------------------------------------------------------------


def verify(cells):
    """Every step of each cell's proof, from just what it names."""
    pytest.importorskip("z3")
    for cell in cells:
        assert follows(cell.arrow, cell.reading), " ".join((cell.arrow, *cell.axes.values()))


def test_each_part_is_proved_from_just_its_lemmas_and_premises():
    """A random cell of each part; all of them when slow tests are asked for."""
    for family in families():
        draw = random.Random(family.label)  # noqa: S311
        for part in family.parts:
            cells = [
                c for c in COVERED if covering(c.arrow, c.reading) == family.label and family.part(c.reading) is part
            ]
            assert cells, (family.label, part)
            verify([draw.choice(cells)])


@pytest.mark.slow
def test_every_covered_cell_is_proved_from_just_its_lemmas_and_premises():
    verify(COVERED)


WIDE = COUNTED | {
    "observed_in": ("training", "deployment", "both", "beliefs"),
    "objectives": ("every", "some", "selected"),
    "encountered": ("training", "deployment", "both"),
}
FURTHER_CELLS = [
    Cell(arrow, reading)
    for arrow, axes in MENTIONS.items()
    for choice in product(*(WIDE[axis] for axis in axes))
    if covering(arrow, reading := Reading(**dict(zip(axes, choice, strict=True)))) == "thm-further"
]


def some_of_each(arrows, cells):
    """Two cells of each arrow, the same every time."""
    for arrow in arrows:
        those = [cell for cell in cells if cell.arrow == arrow]
        yield from random.Random(arrow).sample(those, min(2, len(those)))  # noqa: S311


def test_the_further_readings_are_proved_from_just_their_lemmas_and_premises():
    """Two of each arrow; all of them when slow tests are asked for."""
    verify(some_of_each(FURTHER, FURTHER_CELLS))


@pytest.mark.slow
def test_every_further_cell_is_proved_from_just_its_lemmas_and_premises():
    verify(FURTHER_CELLS)


REPLANNERS = [
    Cell(cell.arrow, reading)
    for cell in counted()
    if covering(cell.arrow, reading := replace(cell.reading, replans="yes")) == "thm-replans"
]


def test_replanners_are_proved_from_just_their_lemmas_and_premises():
    """Two of each arrow; all of them when slow tests are asked for."""
    verify(some_of_each(REPLANNING, REPLANNERS))


@pytest.mark.slow
def test_every_replanner_is_proved_from_just_its_lemmas_and_premises():
    verify(REPLANNERS)


TOLERATED = [
    each.cell for each in entries() if each.reading.get("base_judge") == "tolerant" and each.status == "theorem"
]


def test_a_tolerant_base_judge():
    """Two of each arrow, or all if slow tests are asked for; it covers just the tolerant theorems of the atlas."""
    assert all(covering(cell.arrow, cell.reading) == "thm-tolerant" for cell in TOLERATED)
    refuted = [e for e in entries() if e.reading.get("base_judge") == "tolerant" and e.status != "theorem"]
    assert not any(covering(each.arrow, each.cell.reading) for each in refuted)
    verify(some_of_each(TOLERANT, TOLERATED))


@pytest.mark.slow
def test_every_tolerant_cell_is_proved_from_just_its_lemmas_and_premises():
    verify(TOLERATED)


def test_the_second_arrow_observed_in_both():
    """Step by step; and without the lemma of spare pairs one of the steps fails."""
    pytest.importorskip("z3")
    reading = Reading(observed_in="both", encountered="training")
    assert covering("I2", reading) == "thm-i2-both"
    verify([Cell("I2", reading)])
    options = {"meaning": meaning, "relative": {"deterministic": deterministic}}
    (step,) = (step for step in steps("I2", reading) if "spare pair" in step.lemmas)
    fewer = {name: formula for name, formula in step.lemmas.items() if name != "spare pair"}
    assert not prove(step.premises, step.conclusion, fewer, **options).holds


def test_a_premise_that_is_not_needed_may_mean_anything():
    verify(Cell(arrow, Reading(performs="W5")) for arrow in ("I3", "I5"))


LEFT = [cell for cell in counted() if among_candidates(cell.arrow, cell.reading)]


def test_what_is_left_without_the_indicators():
    """Each cell of thm-candidates, from just what its part names, and objectives are any set with these three in it."""
    pytest.importorskip("z3")
    needed = []
    for cell in LEFT:
        part = next(part for part in WITHOUT_INDICATORS[cell.arrow] if part.covers(cell.reading))
        stock = lemmas(cell.places, observed=("training",), deterministic_agent=True, one_policy=True)
        known = {lemma.name: lemma.formula for lemma in (*stock, *membership(cell))}
        names = [f"{name} is a candidate" if name in ("zero", "base", "mesa") else name for name in part.lemmas]
        said = dict(zip(premise_names(cell), cell.premises, strict=True))
        found = prove(
            [said[name] for name in part.premises],
            cell.conclusion,
            {name: known[name] for name in names},
            meaning=meaning,
            relative={"deterministic": deterministic, "candidates": is_candidate},
            rounds=3,
        )
        assert found.holds, cell
        if cell.arrow in ("I3", "I5") and len(found.premises) == 2:
            needed.append((cell.arrow, cell.axes))
    assert needed == [(arrow, Cell(arrow, Reading()).axes) for arrow in ("I3", "I5")]


def test_a_proof_without_one_of_its_lemmas_fails():
    pytest.importorskip("z3")
    first, *_ = steps("I3", Reading())
    for left_out in first.lemmas:
        fewer = {name: formula for name, formula in first.lemmas.items() if name != left_out}
        options = {"meaning": meaning, "relative": {"deterministic": deterministic}}
        assert not prove(first.premises, first.conclusion, fewer, **options).holds, left_out


# Lemmas that are tested nowhere else -----------------------------------------------------------------


def indicator(env, policy):
    return Objective.of(env, lambda s, a: int(a in policy.support[s]), "indicator")


def deterministic_policies(env):
    return [
        Policy.deterministic(chosen, len(env.actions))
        for chosen in product(range(len(env.actions)), repeat=len(env.states))
    ]


def plus(env, left, share, right):
    tables = zip(left.mean(env), right.mean(env), strict=True)
    return Objective(tuple(tuple(x + share * y for x, y in zip(*rows, strict=True)) for rows in tables))


def small_enough(env, left, right):
    """An ε by the proof of lem-perturbation."""
    loss = [regret for p in deterministic_policies(env) if (regret := lost(env, left, p))]
    spread = 2 * max(abs(x) for row in right.mean(env) for x in row) / (1 - env.discount) + 1
    return min(loss, default=Fraction(1)) / spread / 2


def lost(env, objective, policy):
    return start_value(env, optimal(env, objective).values) - start_value(env, evaluate(env, objective, policy))


@given(st.data())
@few
def test_comparison(data):
    """Numbers that do not exceed what one step makes of them do not exceed the value."""
    env = data.draw(strategies.environments(most=3))
    policy, objective = data.draw(strategies.policies(env)), data.draw(strategies.objectives(env))
    value, paid = evaluate(env, objective, policy), objective.mean(env)
    guess = [v + data.draw(st.sampled_from([-1, 0, Fraction(1, 3)])) for v in value]
    step = [
        sum(
            p * (paid[s][a] + env.discount * sum(q * guess[t] for t, q in env.transition[s][a]))
            for a, p in policy.rows[s]
        )
        for s in range(len(env.states))
    ]
    if all(g <= n for g, n in zip(guess, step, strict=True)):
        assert all(g <= v for g, v in zip(guess, value, strict=True))
    if all(g >= n for g, n in zip(guess, step, strict=True)):
        assert all(g >= v for g, v in zip(guess, value, strict=True))
    assert (guess == step) == (guess == list(value))


@given(st.data())
@few
def test_the_strict_judge_allows_what_is_optimal(data):
    env = data.draw(strategies.environments(most=3))
    policy, objective = data.draw(strategies.policies(env)), data.draw(strategies.objectives(env))
    allowed = stays_inside(env, policy, safe_actions(env, Judge.by(objective)))
    assert allowed == is_optimal(env, objective, policy)


@given(st.data())
@few
def test_the_tolerant_judge(data):
    """Allows what is optimal, and inside a policy that it allows allows everything."""
    env = data.draw(strategies.environments(most=3))
    objective, outer = data.draw(strategies.objectives(env)), data.draw(strategies.policies(env))
    allowed = safe_actions(env, Judge.by(objective, data.draw(st.sampled_from(["1/10", 1]))))
    for each in deterministic_policies(env):
        assert not is_optimal(env, objective, each) or stays_inside(env, each, allowed)
        if stays_inside(env, outer, allowed) and stays_inside(env, each, support_of(outer)):
            assert stays_inside(env, each, allowed)


@given(st.data())
@few
def test_inside_uses_no_more(data):
    env = data.draw(strategies.environments(most=4))
    outer, inner = data.draw(strategies.policies(env)), data.draw(strategies.policies(env))
    if stays_inside(env, inner, support_of(outer)):
        assert used(env, inner) <= used(env, outer)
    for each in deterministic_policies(env)[:9]:
        if stays_inside(env, each, support_of(outer)):
            assert used(env, each) <= used(env, outer)


@given(st.data())
@few
def test_perturbation(data):
    """Optimal for X + εY: of what is optimal for X, that which has most of Y."""
    env = data.draw(strategies.environments(most=3))
    left, right = data.draw(strategies.objectives(env)), data.draw(strategies.objectives(env))
    both = plus(env, left, small_enough(env, left, right), right)
    policies = deterministic_policies(env)
    best = [p for p in policies if is_optimal(env, left, p)]
    most = max(start_value(env, evaluate(env, right, p)) for p in best)
    for p in [*policies, data.draw(strategies.policies(env))]:
        expected = is_optimal(env, left, p) and start_value(env, evaluate(env, right, p)) == most
        assert is_optimal(env, both, p) == expected


@given(st.data())
@few
def test_nudge(data):
    world = data.draw(strategies.worlds(states=data.draw(st.integers(1, 3)), actions=2))
    env, before = world.deployment, world.training
    objective = data.draw(strategies.objectives(env, on_transitions=False))
    policy = data.draw(st.sampled_from([p for p in deterministic_policies(env) if is_optimal(env, objective, p)]))
    own = indicator(env, policy)
    share = min(small_enough(env, objective, own), small_enough(before, objective, own))
    nudged = plus(env, objective, share, own)
    for p in deterministic_policies(env):
        assert is_optimal(env, nudged, p) == stays_inside(env, p, support_of(policy))
        assert not is_optimal(before, nudged, p) or is_optimal(before, objective, p)
    assert not is_trivial(before, nudged)
    assert any(is_optimal(before, objective, p) and is_optimal(before, nudged, p) for p in deterministic_policies(env))


@given(st.data())
@few
def test_ties(data):
    """What two policies tie by is −1 on a pair that neither uses; and where none ties, they share every choice out."""
    env = data.draw(strategies.environments(states=data.draw(st.integers(1, 3)), actions=data.draw(st.integers(2, 3))))
    everyone = deterministic_policies(env)
    within = reachable(env, (frozenset(range(len(env.actions))),) * len(env.states))
    policy, other = data.draw(st.sampled_from(everyone)), data.draw(st.sampled_from(everyone))
    whole = {(s, a) for s in within for a in range(len(env.actions))}

    def tie(one, two):
        spare = whole - used(env, support_of(one)) - used(env, support_of(two))
        return penalty(env, min(spare)) if spare else None

    found = tie(policy, other)
    if found is None:
        assert len(env.actions) == 2
        assert {s for s, _ in used(env, support_of(policy))} == within == {s for s, _ in used(env, support_of(other))}
        assert not used(env, support_of(policy)) & used(env, support_of(other))
    else:
        assert not is_trivial(env, found)
        assert is_optimal(env, found, policy)
        assert is_optimal(env, found, other)
    bad = data.draw(st.sampled_from(sorted(used(env, support_of(other)))))
    harming = [each for each in everyone if bad in used(env, support_of(each))]
    assert any(tie(policy, each) for each in harming) or (len(within) == 1 and len(env.actions) == 2)


def penalty(env, pair):
    """The objective −1 on a pair."""
    s, a = pair
    return Objective(
        tuple(tuple(-int((x, b) == (s, a)) for b in range(len(env.actions))) for x in range(len(env.states))), "penalty"
    )


@given(st.data())
@few
def test_own_nudge(data):
    world = data.draw(strategies.worlds(states=data.draw(st.integers(1, 3)), actions=2))
    env, before = world.deployment, world.training
    objective = data.draw(strategies.objectives(env, on_transitions=False))
    policy = data.draw(st.sampled_from([p for p in deterministic_policies(env) if is_optimal(before, objective, p)]))
    own = indicator(env, policy)
    share = min(small_enough(env, objective, own), small_enough(before, objective, own))
    nudged = plus(env, objective, share, own)
    assert is_optimal(before, nudged, policy)
    assert not is_trivial(before, nudged)
    assert all(is_optimal(env, objective, p) for p in deterministic_policies(env) if is_optimal(env, nudged, p))


@given(st.data())
@few
def test_a_planner_shows_what_it_wants_and_does(data):
    """The last claim of thm-i1b: if what it wants is trivial in its beliefs, add a little of what it does."""
    world = data.draw(strategies.worlds(states=data.draw(st.integers(1, 3)), actions=2))
    env, believed = world.deployment, world.training
    wanted = data.draw(st.just(Objective.zero(env)) | strategies.objectives(env, on_transitions=False))
    policy = data.draw(st.sampled_from([p for p in deterministic_policies(env) if is_optimal(believed, wanted, p)]))
    own = indicator(env, policy)
    shown = wanted
    if is_trivial(believed, wanted):
        shown = plus(env, wanted, min(small_enough(env, wanted, own), small_enough(believed, wanted, own)), own)
    assert is_optimal(believed, shown, policy)
    assert not is_trivial(believed, shown)
    for p in deterministic_policies(env):
        assert not is_optimal(env, shown, p) or is_optimal(env, wanted, p)

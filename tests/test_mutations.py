"""The mistakes that would matter most, made on purpose: each is caught by a fast check that is named here.

A mutation replaces one passage of the source; the package is imported anew with it, and the
check, which passes on the source as it is, must fail.
"""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from itertools import product
from pathlib import Path

import pytest

SOURCE = Path(importlib.util.find_spec("toymodel").origin).parent


class Mutated(MetaPathFinder):
    """Finds the modules of the package, one of them with another text."""

    def __init__(self, file: Path, text: str) -> None:
        self.file, self.text = file, text

    def find_spec(self, name, path=None, target=None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path) if name.startswith("toymodel") else None
        if spec is not None and spec.origin and Path(spec.origin) == self.file:
            spec.loader = Rewritten(name, spec.origin, self.text)
        return spec


class Rewritten(SourceFileLoader):
    """Loads another text than the file has, and no bytecode that was made of it."""

    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self.text = text

    def get_code(self, fullname):
        return compile(self.text, self.path, "exec")


@contextmanager
def mutated(file: str, before: str, after: str) -> Iterator[None]:
    """Import the package anew, with one passage of one file replaced."""
    path = SOURCE / file
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{file} has {before!r} {text.count(before)} times; mend the mutation"
    kept = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "toymodel"}
    finder = Mutated(path, text.replace(before, after))
    for name in kept:
        del sys.modules[name]
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if name.split(".")[0] == "toymodel"]:
            del sys.modules[name]
        sys.modules.update(kept)


# Checks: each imports what it needs, for it is to meet the mutated package -------------------------


def the_collapse_by_hand() -> None:
    """One state, a safe and a bad action, zero and the indicator of what is played (the collapse theorem)."""
    from toymodel import Agent, Case, Environment, Judge, Objective, Policy, Reading, World

    env = Environment.build({"s": {"good": "s", "bad": "s"}}, start="s", discount="1/2")
    for played, expected in (("good", (False, True, True, True)), ("bad", (False, False, False, True))):
        indicator = Objective.on(env, {("s", played): 1}, "indicator")
        zero = Objective.zero(env)
        agent = Agent("it", Policy.on(env, {"s": played}))
        case = Case("x", "", World.same(env), (agent,), zero, Judge.of([("s", "bad")]), (zero, indicator))
        found = tuple(
            case.check("intent aligned", Reading(objectives=r, optima=o, trivial="included")).holds
            for r, o in product(("every", "some"), repeat=2)
        )
        assert found == expected, (played, found)


def nothing_demonstrated_is_not_vouched_for() -> None:
    """Only zero fits what it does, and zero is trivial: no kind of quantifier vouches for it."""
    from toymodel import Agent, Case, Environment, Judge, Objective, Policy, Reading, World

    env = Environment.build({"s": {"good": "s", "bad": "s"}}, start="s", discount="1/2")
    likes = Objective.on(env, {("s", "good"): 1}, "likes good")
    agent = Agent("it", Policy.on(env, {"s": "bad"}))
    case = Case("x", "", World.same(env), (agent,), likes, Judge.of([]), (Objective.zero(env), likes))
    for objectives in ("every", "some"):
        assert case.check("intent aligned", Reading(objectives=objectives)).holds is False


def the_researcher() -> None:
    """T5 under two readings: where her behaviour was seen decides what she demonstrates."""
    from toymodel import Reading, zoo

    case = zoo.misguided_researcher()
    rule = {"objectives": "selected", "selected_by": "human"}
    seen = {place: case.check_all(Reading(observed_in=place, **rule)) for place in ("training", "deployment")}
    holding = {place: {name for name, verdict in found.items() if verdict} for place, found in seen.items()}
    common = {"outer aligned", "inner aligned"}
    assert holding["training"] == common | {"intent aligned", "objective robust"}
    assert holding["deployment"] == common | {"capability robust"}


def the_researchers_numbers() -> None:
    """Q* at the start, by her beliefs and in truth, and her regret."""
    from fractions import Fraction

    from toymodel import solve, zoo

    case = zoo.misguided_researcher()
    researcher = case.agents[0]
    assert solve.optimal(researcher.believed, case.base).q[0] == (Fraction(8901, 1000), Fraction(8491, 1000), 0)
    assert solve.optimal(case.world.deployment, case.base).q[0] == (-90, Fraction(-1, 2), 0)
    assert solve.regret(case.world.deployment, case.base, researcher.keeps(case.world)) == 90
    share = solve.occupancy(case.world.deployment, researcher.keeps(case.world))
    assert [sum(row) for row in share] == [Fraction(1, 10), 0, Fraction(9, 10), 0]


def the_researcher_harms() -> None:
    """What she does first is bad already, and by itself."""
    from toymodel import zoo

    verdict = zoo.misguided_researcher().check("impact aligned")
    assert not verdict
    assert "deploy in start" in verdict.text


def every_listed_pair_counts() -> None:
    """A judge who lists two pairs means both of them."""
    from toymodel import Agent, Case, Environment, Judge, Objective, Policy, World

    env = Environment.build({"s": {"a": "s", "b": "s", "c": "s"}}, start="s", discount="1/2")
    zero = Objective.zero(env)
    agents = tuple(Agent(x, Policy.on(env, {"s": x})) for x in "abc")
    case = Case("x", "", World.same(env), agents, zero, Judge.of([("s", "a"), ("s", "b")]), (zero,))
    assert [case.check("impact aligned", agent=x).holds for x in "abc"] == [False, False, True]


def tolerance_counts() -> None:
    """A slip that costs 1/2 is bad to a strict base judge and to one who tolerates 1/4, not to one of 1/2."""
    from toymodel import Agent, Case, Environment, Judge, Objective, Policy, Reading, World

    env = Environment.build({"s": {"best": "s", "slip": "s"}}, start="s", discount="1/2")
    base = Objective.on(env, {("s", "best"): "1/2"}, "base")
    wrong = Objective.on(env, {("s", "slip"): 1}, "wrong")
    agent = Agent("it", Policy.on(env, {"s": "slip"}))
    case = Case("x", "", World.same(env), (agent,), base, Judge.of([]), (Objective.zero(env), base, wrong))
    readings = [Reading(), *(Reading(base_judge="tolerant", tolerance=t) for t in ("1/4", "1/2"))]
    assert [case.check("objective robust", reading).holds for reading in readings] == [False, False, True]


def the_episode_ends() -> None:
    """CliffWalking in small: the last step costs 1, and nothing is paid after the end."""
    from toymodel import solve
    from toymodel.files import from_gymnasium

    class Corridor:
        P = {s: {0: [(1.0, min(s + 1, 2), -1.0, s == 1)]} for s in range(3)}  # noqa: RUF012 (as Gymnasium has it)
        initial_state_distrib = (1.0, 0.0, 0.0)

    env, pays = from_gymnasium(Corridor(), "1/2")
    assert solve.optimal(env, pays).values[0] == -1 + -1 / 2


MUTATIONS: dict[str, tuple[str, str, str, Callable[[], None]]] = {
    "every ↔ some, optima": (
        "alignment/formulas.py",
        "reading.optima, ",
        "{'every': 'some', 'some': 'every'}[reading.optima], ",
        the_collapse_by_hand,
    ),
    "every ↔ some, objectives": (
        "alignment/formulas.py",
        "reading.objectives, ",
        "{'every': 'some', 'some': 'every'}[reading.objectives], ",
        the_collapse_by_hand,
    ),
    "every ↔ some, in the evaluator's lists": (
        "logic/evaluate.py",
        'decisive = q.kind == "some"',
        'decisive = q.kind == "every"',
        the_collapse_by_hand,
    ),
    "every ↔ some, in the evaluator's searches": (
        "logic/evaluate.py",
        'wanted = q.body if q.kind == "some" else Not(q.body)',
        'wanted = q.body if q.kind == "every" else Not(q.body)',
        the_collapse_by_hand,
    ),
    "empty-Dem rule dropped": (
        "alignment/formulas.py",
        "if_empty=False",
        "if_empty=True",
        nothing_demonstrated_is_not_vouched_for,
    ),
    "training ↔ deployment, everywhere": (
        "alignment/structure.py",
        'if place == "training":\n            return self.world.training',
        'if place == "deployment":\n            return self.world.training',
        the_researcher,
    ),
    "training ↔ deployment, where it was seen": (
        "alignment/formulas.py",
        "demonstrates(reading.behavior, reading.observed_in)",
        "demonstrates(reading.behavior, {'training': 'deployment', 'deployment': 'training'}[reading.observed_in])",
        the_researcher,
    ),
    "strict ↔ tolerant, tolerance ignored": (
        "alignment/formulas.py",
        "exact(reading.tolerance)",
        "exact(0)",
        tolerance_counts,
    ),
    "strict ↔ tolerant, at the boundary": (
        "solve/measure.py",
        "advantage[s][a] < -judge.tolerance",
        "advantage[s][a] <= -judge.tolerance",
        tolerance_counts,
    ),
    "terminated ignored": ("files/gymnasium_table.py", "bool(ends)", "False", the_episode_ends),
    "γ off by one power, in values": (
        "solve/values.py",
        "(t, env.discount * p)",
        "(t, env.discount**2 * p)",
        the_researchers_numbers,
    ),
    "γ off by one power, in occupancy": (
        "solve/measure.py",
        "start[s] = (1 - env.discount) * p",
        "start[s] = (1 - env.discount) * env.discount * p",
        the_researchers_numbers,
    ),
    "a judge's pair removed, in the case": (
        "zoo/cases/misguided_researcher.py",
        '[("start", "deploy"), *in_doom]',
        "in_doom",
        the_researcher_harms,
    ),
    "a judge's pair removed, in the solver": (
        "solve/measure.py",
        "for pair in judge.pairs)",
        "for pair in judge.pairs[1:])",
        every_listed_pair_counts,
    ),
}


@pytest.mark.parametrize("check", {check: None for *_, check in MUTATIONS.values()}, ids=lambda c: c.__name__)
def test_the_check_passes(check):
    check()


@pytest.mark.parametrize("name", MUTATIONS)
def test_caught(name):
    *change, check = MUTATIONS[name]
    with mutated(*change), pytest.raises(AssertionError):
        check()


def test_a_mutation_that_changes_nothing_is_not_caught():
    """The machinery itself: without a change the checks pass on the package imported anew."""
    unchanged = 'decisive = q.kind == "some"'
    with mutated("logic/evaluate.py", unchanged, unchanged):
        import toymodel

        assert isinstance(toymodel.__loader__, SourceFileLoader)
        the_collapse_by_hand()
        the_researcher()

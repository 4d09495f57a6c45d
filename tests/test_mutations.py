"""The mistakes that would matter most, made on purpose: each is caught by a fast check that is named here.

A mutation changes one node of the syntax tree of one function; the package is imported anew with
it, and the check, which passes on the package as it is, must fail. The functions that write the
seven definitions are mutated throughout: the golden table must notice each change.
"""

import ast
import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

import pytest

from toymodel import Reading, zoo
from toymodel.alignment.formulas import DEFINITIONS

from .alignment.small import graded, judges, minds, trained
from .golden import golden

Change: TypeAlias = Callable[[ast.AST], ast.AST | None]
"""What takes a node's place, or None where it stays."""


# Changes of a syntax tree ---------------------------------------------------------------------------


def expression(code: str) -> ast.expr:
    """The tree of an expression."""
    return ast.parse(code, mode="eval").body


def rewrite(before: str, after: str) -> Change:
    """One expression for another; how they are laid out does not matter."""
    wanted = ast.dump(expression(before))
    return lambda node: expression(after) if isinstance(node, ast.expr) and ast.dump(node) == wanted else None


def keyword(name: str, value: str) -> Change:
    """Another value for an argument that is given by name."""

    def change(node: ast.AST) -> ast.AST | None:
        return ast.keyword(name, expression(value)) if isinstance(node, ast.keyword) and node.arg == name else None

    return change


def operator(of: str, before: type[ast.cmpop], after: type[ast.cmpop]) -> Change:
    """Another comparison, where the left side is ``of``."""
    wanted = ast.dump(expression(of))

    def change(node: ast.AST) -> ast.AST | None:
        if isinstance(node, ast.Compare) and ast.dump(node.left) == wanted and isinstance(node.ops[0], before):
            return ast.Compare(node.left, [after(), *node.ops[1:]], node.comparators)
        return None

    return change


def without_first(what: type[ast.List | ast.Tuple], first: str) -> Change:
    """A list or tuple without its first element, which is ``first``."""
    wanted = ast.dump(expression(first))

    def change(node: ast.AST) -> ast.AST | None:
        if isinstance(node, what) and node.elts and ast.dump(node.elts[0]) == wanted:
            return what(node.elts[1:], node.ctx)
        return None

    return change


class Rewriting(ast.NodeTransformer):
    """Puts in place of every node what the change says; of what it says nothing is changed again."""

    def __init__(self, change: Change) -> None:
        self.change, self.times = change, 0

    def visit(self, node: ast.AST) -> ast.AST:
        found = self.change(node)
        if found is None:
            return self.generic_visit(node)
        self.times += 1
        return ast.copy_location(found, node)


def source(module: str) -> Path:
    """The file of a module."""
    return Path(importlib.util.find_spec(module).origin)


def parsed(module: str) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(source(module).read_text(encoding="utf-8"))


def function(tree: ast.Module, qualified: str) -> ast.AST:
    """A function of a module, or a method, as ``Class.method``."""
    node: ast.AST = tree
    for name in qualified.split("."):
        inside = [n for n in node.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and n.name == name]
        assert inside, f"there is no {qualified}; mend the mutation"
        node = inside[0]
    return node


@dataclass(frozen=True)
class Mutation:
    """A change that applies to one node of a function, and the check that must fail with it."""

    module: str
    function: str
    change: Change
    check: Callable[[], None]

    def tree(self) -> ast.Module:
        """The syntax tree of the module with the change made."""
        tree, rewriting = parsed(self.module), Rewriting(self.change)
        rewriting.visit(function(tree, self.function))
        assert rewriting.times == 1, (
            f"{self.module}, {self.function}: the change applies {rewriting.times} times, not once; mend the mutation"
        )
        return ast.fix_missing_locations(tree)


# The package, imported anew -------------------------------------------------------------------------


class Mutated(MetaPathFinder):
    """Finds the modules of the package, one of them with another syntax tree."""

    def __init__(self, module: str, tree: ast.Module) -> None:
        self.module, self.tree = module, tree

    def find_spec(self, name, path=None, target=None) -> ModuleSpec | None:
        if name != self.module:
            return None
        spec = PathFinder.find_spec(name, path)
        spec.loader = Rewritten(name, spec.origin, self.tree)
        return spec


class Rewritten(SourceFileLoader):
    """Loads another tree than the file has, and no bytecode that was made of the file."""

    def __init__(self, name: str, path: str, tree: ast.Module) -> None:
        super().__init__(name, path)
        self.tree = tree

    def get_code(self, fullname):
        return compile(self.tree, self.path, "exec")


@contextmanager
def mutated(module: str, tree: ast.Module) -> Iterator[None]:
    """Import the package anew, with another syntax tree of one module."""
    kept = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "toymodel"}
    finder = Mutated(module, tree)
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


def kleene_by_hand() -> None:
    """One decisive part settles it; else one that is undecided, then one that is undefined; else none stands out."""
    from toymodel.logic.verdicts import Verdict, settle

    parts = {word: Verdict(word) for word in ("undefined", "undecided", "false")}
    for given, expected in ((parts, "undecided"), (["false", "undefined"], "undefined"), (["false"], "false")):
        assert settle("true", [parts[word] for word in given]).status == expected


# Mutations by hand ----------------------------------------------------------------------------------

EVERY_SOME = "{'every': 'some', 'some': 'every'}"
ELSEWHERE = "{'training': 'deployment', 'deployment': 'training'}"
FORMULAS = "toymodel.alignment.formulas"

MUTATIONS = {
    "every ↔ some, optima": Mutation(
        FORMULAS, "pursuing", rewrite("reading.optima", f"{EVERY_SOME}[reading.optima]"), the_collapse_by_hand
    ),
    "every ↔ some, objectives": Mutation(
        FORMULAS, "behavioral", rewrite("reading.objectives", f"{EVERY_SOME}[reading.objectives]"), the_collapse_by_hand
    ),
    "empty-Dem rule dropped": Mutation(
        FORMULAS, "behavioral", keyword("if_empty", "True"), nothing_demonstrated_is_not_vouched_for
    ),
    "training ↔ deployment, where it was seen": Mutation(
        FORMULAS,
        "shown",
        rewrite(
            "demonstrates(reading.behavior, reading.observed_in)",
            f"demonstrates(reading.behavior, {ELSEWHERE}[reading.observed_in])",
        ),
        the_researcher,
    ),
    "strict ↔ tolerant, tolerance ignored": Mutation(
        FORMULAS, "base_aligned", rewrite("reading.tolerance", "0"), tolerance_counts
    ),
    "strict ↔ tolerant, at the boundary": Mutation(
        "toymodel.solve.measure", "bad_pairs", operator("loss", ast.Gt, ast.GtE), tolerance_counts
    ),
    "terminated ignored": Mutation(
        "toymodel.files.gymnasium_table", "_row", rewrite("bool(ends)", "False"), the_episode_ends
    ),
    "γ off by one power, in values": Mutation(
        "toymodel.solve.values",
        "_discounted",
        rewrite("env.discount * p", "env.discount**2 * p"),
        the_researchers_numbers,
    ),
    "γ off by one power, in occupancy": Mutation(
        "toymodel.solve.measure",
        "occupancy",
        rewrite("env.weight", "env.weight * env.discount"),
        the_researchers_numbers,
    ),
    "a judge's pair removed, in the case": Mutation(
        "toymodel.zoo.cases.misguided_researcher",
        "misguided_researcher",
        without_first(ast.List, "('start', 'deploy')"),
        the_researcher_harms,
    ),
    "a judge's pair removed, in the solver": Mutation(
        "toymodel.solve.measure",
        "bad_pairs",
        rewrite("zip(listed, grades, strict=True)", "[*zip(listed, grades, strict=True)][1:]"),
        every_listed_pair_counts,
    ),
}

SEMANTICS, VERDICTS = "toymodel.alignment.semantics", "toymodel.logic.verdicts"
IN_SEMANTICS = {
    "every ↔ some, in semantics: what is looked for": Mutation(
        SEMANTICS, "Semantics.quantified", rewrite("q.kind == 'some'", "q.kind == 'every'"), the_collapse_by_hand
    ),
    "every ↔ some, in semantics: the body is not denied": Mutation(
        SEMANTICS, "Semantics.quantified", rewrite("Not(q.body)", "q.body"), the_collapse_by_hand
    ),
    "empty-Dem rule dropped, in semantics": Mutation(
        SEMANTICS,
        "Semantics.quantified",
        rewrite("q.if_empty is True", "True"),
        nothing_demonstrated_is_not_vouched_for,
    ),
    "training ↔ deployment, everywhere": Mutation(
        SEMANTICS, "Semantics.env", rewrite("self.world.training", "self.world.deployment"), the_researcher
    ),
    "not A is A": Mutation(
        VERDICTS, "opposite", rewrite("{'true': 'false', 'false': 'true'}", "{}"), the_collapse_by_hand
    ),
    "and ↔ or": Mutation(VERDICTS, "settle", operator("part.status", ast.Eq, ast.NotEq), the_collapse_by_hand),
    "undefined before undecided": Mutation(
        VERDICTS, "settle", rewrite("('undecided', 'undefined')", "('undefined', 'undecided')"), kleene_by_hand
    ),
    "undefined counts for nothing": Mutation(
        VERDICTS, "settle", rewrite("('undecided', 'undefined')", "('undecided',)"), kleene_by_hand
    ),
}
"""Where they are decided by `alignment.semantics`."""


@pytest.mark.parametrize(
    "check",
    {mutation.check: None for mutation in [*MUTATIONS.values(), *IN_SEMANTICS.values()]},
    ids=lambda c: c.__name__,
)
def test_the_check_passes(check):
    check()


def caught(mutation: Mutation) -> None:
    """The check fails with the mutation."""
    with mutated(mutation.module, mutation.tree()), pytest.raises(AssertionError):
        mutation.check()


@pytest.mark.parametrize("name", MUTATIONS)
def test_caught(name):
    caught(MUTATIONS[name])


@pytest.mark.parametrize("name", IN_SEMANTICS)
def test_caught_in_the_semantics(name):
    caught(IN_SEMANTICS[name])


def test_a_mutation_that_changes_nothing_is_not_caught():
    """The machinery itself: without a change the checks pass on the package imported anew."""
    same = Mutation(FORMULAS, "pursuing", rewrite("reading.optima", "reading.optima"), the_collapse_by_hand)
    before = sys.modules[FORMULAS]
    with mutated(FORMULAS, same.tree()):
        the_collapse_by_hand()
        the_researcher()
        assert sys.modules[FORMULAS] is not before
        assert isinstance(sys.modules[FORMULAS].__loader__, Rewritten)
    assert sys.modules[FORMULAS] is before


@pytest.mark.parametrize("code", ["reading.nothing", "OPTIMUM"])
def test_a_change_that_does_not_apply_once_is_told(code):
    with pytest.raises(AssertionError, match="times, not once; mend the mutation"):
        Mutation(FORMULAS, "pursuing", rewrite(code, "None"), the_collapse_by_hand).tree()


# The definitions, mutated throughout ----------------------------------------------------------------


SWAPPED = {"training": "deployment", "deployment": "training", "every": "some", "some": "every"}
POLICIES, OBJECTIVES = ("AGENT", "MODEL", "OPTIMUM"), ("BASE", "MESA", "R")


def other_words(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What may be mistaken for what at a node of a definition: (what was done, what takes its place)."""
    match node:
        case ast.Constant(value=str(word)) if word in SWAPPED:
            yield f"{word} → {SWAPPED[word]}", ast.Constant(SWAPPED[word])
        case ast.Attribute(
            value=ast.Name("reading"), attr="observed_in" | "encountered" | "objectives" | "optima" as axis
        ):
            yield f"{axis} swapped", expression(f"{SWAPPED}.get(reading.{axis}, reading.{axis})")
        case ast.Name(id=str(name), ctx=ast.Load()) if name in POLICIES + OBJECTIVES:
            for other in POLICIES if name in POLICIES else OBJECTIVES:
                if other != name:
                    yield f"{name} → {other}", ast.Name(other, ast.Load())
        case ast.keyword(arg="if_empty", value=ast.Constant(value=value)):
            for other in (True, False, None):
                if other is not value:
                    yield f"if empty {value} → {other}", ast.keyword("if_empty", ast.Constant(other))


def fewer_parts(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What may be forgotten at a node of a definition."""
    match node:
        case ast.Call(func=ast.Name("Not"), args=[denied]):
            yield "not dropped", denied
        case ast.Call(func=ast.Name("And"), args=[ast.Tuple(elts=parts)]):
            for k in range(len(parts)):
                yield f"all but conjunct {k} dropped", parts[k]
        case ast.Tuple(elts=[ast.Constant(value=str()), ast.Constant(value=str())]):
            for k in range(2):
                yield f"{ast.unparse(node.elts[k])} dropped", ast.Tuple([node.elts[1 - k]], node.ctx)
        case ast.Call(func=ast.Name("exact")):
            yield "a number ignored", expression("exact(0)")
        case ast.Compare(ops=[ast.Eq()]):
            yield "== → !=", ast.Compare(node.left, [ast.NotEq()], node.comparators)


def mutants() -> Iterator[tuple[str, ast.Module]]:
    """The definitions with one thing wrong, in every way that there is: what and where, and the tree."""
    tree = parsed(FORMULAS)
    for k, part in enumerate(tree.body):
        if not isinstance(part, ast.FunctionDef) or part.name == "optimal_for_mesa":  # a side condition of arrows
            continue
        seen: dict[str, int] = {}
        places = [
            (n, what, other)
            for n, node in enumerate(ast.walk(part))
            for what, other in (*other_words(node), *fewer_parts(node))
        ]
        for n, what, other in places:
            copy = deepcopy(tree)
            node = list(ast.walk(copy.body[k]))[n]
            rewriting = Rewriting(lambda here, node=node, other=other: deepcopy(other) if here is node else None)
            rewriting.visit(copy.body[k])
            seen[what] = seen.get(what, 0) + 1
            yield f"{part.name}, {what} ({seen[what]})", ast.fix_missing_locations(copy)


TABLE = golden.kept()
CASES = [zoo.case(name) for name in ("misguided-researcher", "nursery-corridor", "mixed-witness", "deceiver")]
"""Of the golden table, the cases that are decided fast."""

BESIDES = [
    *((judges(2, 3), Reading(judges=whose)) for whose in ("some", "majority")),
    (judges(1, 3), Reading(judges="majority")),
    (graded(), Reading(grade=2)),
    *((trained(), Reading(replans="yes", succeeds_in=where)) for where in ("deployment", "both")),
    *((trained(), Reading(replans="yes", succeeds_in="both", performs=name)) for name in ("W1", "W2")),
    (trained("a", "b"), Reading(replans="yes", succeeds_in="both")),
]
"""Cases of several judges who differ, of graded ones, and of agents that are worse in training, which the zoo lacks."""

MINDS = [
    (minds(base, pays), reading)
    for base in range(3)
    for pays in ([], [(1, 0, 0)], [(1, 0, 0), (2, 0, 0)], [(1, 0, 0), (1, 0, 1)], [(1, 0, 0), (1, 1, 0)])
    for reading in (Reading(), Reading(trivial="included"), Reading(judged_in="both"), Reading(among="s"))
]
"""Agents that are silent, of one mind, or of two."""

BOUND, ONLY_LETTERS = "a bound variable by another name", "the letters tell, and the verdicts are the same"
EXPLAINED = {
    **{f"pursuing, OPTIMUM → {other} ({k})": BOUND for other in ("MODEL", "AGENT") for k in (1, 2)},
    **{f"outer_aligned, MODEL → {other} ({k})": BOUND for other in ("OPTIMUM", "AGENT") for k in (1, 2)},
    **dict.fromkeys(("agent, == → != (1)", "pursuing, == → != (1)"), ONLY_LETTERS),
    "robust, a number ignored (2)": "the number is 0",
    "one_mind, every → some (1)": "if all are like one of them, all are alike",
}
"""Mutants of which no verdict tells, and why none can."""


BROKEN = (KeyError, AttributeError, StopIteration)
"""What comes of a formula that speaks of what nothing has introduced, or of another sort of thing."""


OF_ONE_MIND = [case.check("one mind", reading).status for case, reading in MINDS]
EXPECTED = [case.check(name, reading).status for case, reading in BESIDES for name in DEFINITIONS]


def noticed(tree: ast.Module, monkeypatch) -> bool:
    """Whether a verdict is not that of the golden table, among those of which the formula is another."""
    module = ModuleType(FORMULAS)
    module.__package__ = FORMULAS.rpartition(".")[0]
    exec(compile(tree, FORMULAS, "exec"), module.__dict__)  # noqa: S102
    given = [Reading(**departures) for departures in golden.readings()]
    try:
        changed = [
            (reading, name, k, column)
            for k, reading in enumerate(given)
            for column, name in enumerate(golden.DEFINITIONS)
            if module.DEFINITIONS[name].formula(reading) != DEFINITIONS[name].formula(reading)
        ]
    except BROKEN:
        return True
    with monkeypatch.context() as patch:
        for name, known in module.DEFINITIONS.items():
            patch.setitem(DEFINITIONS, name, known)
        try:
            said = [case.check(name, reading).status for case, reading in BESIDES for name in module.DEFINITIONS]
            minds = [case.decide(module.one_mind(reading), reading).status for case, reading in MINDS]
        except BROKEN:
            return True
        if said != EXPECTED or minds != OF_ONE_MIND:
            return True
        for case, (reading, name, k, column) in product(CASES, changed):
            try:
                said = str(case.check(name, reading))
            except BROKEN:
                return True
            if said.split(":")[0] != TABLE[case.name]["feasible"]["candidates"][k][column].split(":")[0]:
                return True
    return False


def test_the_golden_table_notices_every_mutant_of_the_definitions(monkeypatch):
    made = dict(mutants())
    assert len(made) > 60
    survivors = {name for name, tree in made.items() if not noticed(tree, monkeypatch)}
    assert survivors == set(EXPLAINED), f"{len(made) - len(survivors)} of {len(made)} are noticed"
    assert not noticed(parsed(FORMULAS), monkeypatch)

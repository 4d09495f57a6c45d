"""Case files that strangers wrote: exact round trips, and every fault told in one placed line."""

import copy
import json
import re
from dataclasses import fields, replace
from fractions import Fraction
from importlib import resources

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toymodel import zoo
from toymodel.agents import Agent, MesaOptimizer, Softmax, Stationary, Worst
from toymodel.alignment import Case
from toymodel.files.case_parts import MAX_DEPTH
from toymodel.files.cases import (
    MAX_AGENTS,
    MAX_CANDIDATES,
    MAX_STORY,
    case_from_data,
    case_to_data,
    read_case,
    write_case,
)
from toymodel.files.judges import MAX_JUDGES
from toymodel.files.parsing import MAX_BYTES
from toymodel.worlds import Environment, Judge, Layout, Mixture, Objective, Policy, World

from .. import strategies
from ..for_each import for_each
from ..worlds.refusals import told

few = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def schema(package, name):
    return json.loads(resources.files(package).joinpath(name).read_text("utf-8"))


SCHEMA = schema("toymodel.files", "case.schema.json")


@pytest.fixture(scope="module")
def validator():
    """The published schema, with the world's beside it, as a repository or an installed package has them."""
    jsonschema, referencing = pytest.importorskip("jsonschema"), pytest.importorskip("referencing")
    world = referencing.Resource.from_contents(schema("toymodel.files", "world.schema.json"))
    registry = referencing.Registry().with_resource("world.schema.json", world)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    return jsonschema.Draft202012Validator(SCHEMA, registry=registry)


# ── round trips ──


def by_name(judge, env):
    """The same judge, its pairs by name: that is how a file has them."""
    members = tuple(by_name(member, env) for member in judge.members)
    cases = tuple((where, by_name(inner, env)) for where, inner in judge.cases)
    pairs = tuple((env.states[env.state(s)], env.actions[env.action(a)]) for s, a in judge.pairs)
    return replace(judge, pairs=pairs, cases=cases, members=members)


@pytest.mark.parametrize("name", zoo.CASES)
def test_every_case_of_the_zoo_reads_back_as_it_was(name, validator):
    if name == "frozen-lake":
        pytest.importorskip("gymnasium")
    case = zoo.case(name)
    text = write_case(case)
    validator.validate(json.loads(text))
    back = read_case(text)
    env = case.world.training
    deferring = tuple((env.states[env.state(s)], env.actions[env.action(a)]) for s, a in case.deferring)
    wanted = replace(case, judge=by_name(case.judge, env), deferring=deferring)
    assert back == wanted
    assert repr(back) == repr(wanted)  # names too, which equality leaves out
    assert write_case(back) == text


def test_nothing_is_left_out_of_a_file():
    def written(kind, *more):
        return {*SCHEMA["$defs"][kind]["properties"], *more}

    def of(kind, **called):
        return {called.get(f.name, f.name) for f in fields(kind)}

    assert of(Case) | {"environments"} == written("case", "budget")
    assert of(Agent, believed="believes") == written("table")
    assert of(MesaOptimizer, believed="believes", objective="pursues") == written("mesaOptimizer")
    several = SCHEMA["$defs"]["judge"]["anyOf"][1]["properties"]
    judge = of(Judge, pairs="bad", objective="by", cases="in_each", grades="graded", members="several")
    assert judge == written("oneJudge", *several)


def line(**changes):
    """A small case, of two states, with a table and a planner."""
    env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9", name="here")
    tea, zero = Objective.on(env, {"t": 1}, "tea"), Objective.zero(env)
    base = {
        "name": "tea",
        "story": "Ann wants tea.",
        "world": World.same(env),
        "agents": (MesaOptimizer("Ann", tea),),
        "base": tea,
        "judge": Judge.of([("s", "stay")], "Ben"),
        "candidates": (tea, zero),
        "human": tea,
    }
    return Case(**{**base, **changes})


def test_every_kind_of_agent_and_judge_reads_back(tmp_path, validator):
    case = line()
    env, tea = case.world.training, case.base
    other = Environment.build({"s": {"go": "s", "stay": "t"}, "t": "t"}, start="s", discount="0.9", name="training")
    again = Environment.build({"s": {"go": "s", "stay": "s"}, "t": "t"}, start="s", discount="0.9", name="training")
    bare = Environment(other.states, other.actions, other.transition, ((1, Fraction(1)),), other.discount)
    mixed = Policy.on(env, {"s": {"go": "1/3", "stay": "2/3"}}, otherwise="go", name="a mixture")
    agents = (
        Agent("a table", mixed),
        Agent("two tables", mixed, Policy.deterministic([1, 0], 2, "another"), env),
        MesaOptimizer("a planner", tea, other, 3, (1, 0)),
        MesaOptimizer("another", tea.renamed("tee"), again),
        MesaOptimizer("a third", tea, bare),
        MesaOptimizer("a fourth", tea, bare),
        MesaOptimizer("a worst", tea, search=Worst()),
        MesaOptimizer("a soft one", tea, search=Softmax("1/3", 4)),
        MesaOptimizer("a doubter", tea, prior=Mixture.of([(env, "1/3"), (bare, "2/3"), (again, 0)])),
    )
    by_tea = Judge.by(tea, "1/2", "by tea")
    by_other = Judge.by(Objective.on(env, {"s": 1}, "rest"))
    apart = Judge.in_each([(other, by_other), (env, by_tea), (bare, Judge.of([]))], "Ben")
    graded = Judge.graded({("t", "go"): 4, ("s", "stay"): "1/3", ("s", "go"): 0.5}, "Cleo")
    deep = Judge.in_each([(env, Judge.in_each([(env, graded)])), (other, by_tea)], "Dan")
    panel = Judge.several([apart, graded, deep, Judge.of([("s", "go")])], "they")
    for judge in (by_tea, by_other, apart, graded, deep, panel, Judge.several([by_other])):
        possible = Mixture.of([(other, 1)])
        made = line(agents=agents, judge=judge, human=None, story="", possible=possible, deferring=(("s", "stay"),))
        path = tmp_path / "case.json"
        validator.validate(json.loads(write_case(made, path)))
        for source in (path, str(path), path.read_bytes(), path.read_text("utf-8")):
            assert repr(read_case(source)) == repr(made)


def test_a_layout_reads_back_and_its_faults_are_told(validator):
    case = line()
    signs = {"t": "goal"}
    made = line(layout=Layout.of(case.world.training, "grid", {"s": (0, 0), "t": (0, 0)}, signs))
    text = write_case(made)
    validator.validate(json.loads(text))
    assert read_case(text).layout == made.layout
    places = {"s": [0, 0], "t": [1, 0]}
    for layout, message in (
        ({"kind": "ring", "places": places}, "layout: a layout is one of rooms, line, grid, not 'ring'"),
        ({"kind": "rooms"}, "layout: key 'places' is missing"),
        ({"kind": "rooms", "places": {"s": [0, 0]}}, "layout: the layout has no place for t"),
        ({"kind": "rooms", "places": places | {"t": [0, 0]}}, "layout: two states have one place"),
        ({"kind": "rooms", "places": places | {"t": [0]}}, r"layout.places.t: \[0\] must be a column and a row"),
        (
            {"kind": "rooms", "places": places | {"t": [0, -1]}},
            r"layout.places.t: \[0, -1\] must be a column and a row",
        ),
        ({"kind": "rooms", "places": places | {"u": [2, 0]}}, "layout.places.u: there is no state 'u'"),
        ({"kind": "rooms", "places": places, "signs": {"s": 3}}, "layout.signs.s: 3 must be a text"),
    ):
        told(f"^{message}", case_from_data, changed({"layout": layout}))


@given(st.data())
@few
def test_a_judge_of_any_kind_reads_back(validator, data):
    world = data.draw(strategies.worlds(named=True))
    judge = data.draw(strategies.judges(world))
    zero = Objective.zero(world.training)
    table = Agent("Ann", data.draw(strategies.policies(world.training)))
    case = Case("drawn", "", world, (table,), zero, judge, (zero,))
    text = write_case(case)
    validator.validate(json.loads(text))
    assert repr(read_case(text)) == repr(case)


def test_a_judge_without_a_name_gets_the_usual_one():
    for judge, name in (
        ({"bad": []}, "the judge"),
        ({"graded": []}, "the judge"),
        ({"by": "tea"}, "a judge by tea"),
        ({"in_each": {"training": {"bad": []}}}, "the judge"),
        ({"several": [{"bad": []}]}, "the judges"),
    ):
        assert case_from_data(changed({"judge": judge})).judge.name == name


def test_judges_by_index_are_written_by_name():
    case = line()
    assert case_to_data(line(judge=Judge.of_states(case.world.training, ["t"])))["judge"] == {
        "name": "the judge",
        "bad": [["t", "go"], ["t", "stay"]],
    }
    graded = Judge.graded({(0, 1): "3/2"}, "Ben")
    assert case_to_data(line(judge=graded))["judge"] == {"name": "Ben", "graded": [["s", "stay", "1.5"]]}
    back = read_case(write_case(line(judge=graded)))
    assert back.judge == by_name(graded, case.world.training)


def test_what_is_believed_is_judged_once_where_it_is_true():
    case = zoo.misguided_researcher(belief=0)  # what she believes is what is true
    back = read_case(write_case(case))
    assert len(back.judge.cases) == 2
    assert back.check("impact aligned") == case.check("impact aligned")


def test_what_a_file_has_no_words_for_is_refused():
    class Oracle(MesaOptimizer):
        pass

    case = line()
    told("no words for Ann, which is a Oracle", case_to_data, line(agents=(Oracle("Ann", case.base),)))
    learner = Agent("Ann", Policy.deterministic([0, 0], 2), learner=Stationary(Policy.deterministic([0, 0], 2)))
    told("no words for what Ann learns", case_to_data, line(agents=(learner,)))
    env = Environment.build({"s": {"go": "s", "stay": "t"}, "t": "t"}, start="s", discount="0.8")
    judge = Judge.in_each([(case.world.training, Judge.of([])), (env, Judge.of([]))])
    told("must have the same discount", case_to_data, line(judge=judge))
    twice = Judge.graded({("s", "go"): 1, (0, 0): 2}, "Ben")
    told("Ben grades one pair twice, by name and by index; grade it once", case_to_data, line(judge=twice))
    told("Ben grades one pair twice", case_to_data, line(judge=Judge.several([twice])))
    long = Judge.graded({("s", "go"): Fraction(1, 10**130)}, "Ben")
    told("^Ben.graded: a number of .* is too long to be read back", case_to_data, line(judge=long))


# ── faults ──

EXAMPLE = case_to_data(line())


def changed(change):
    data = copy.deepcopy(EXAMPLE)
    for path, value in change.items():
        *way, key = path.split("/")
        holder = data
        for step in way:
            holder = holder[int(step) if step.isdigit() else step]
        if value is ...:
            del holder[int(key) if key.isdigit() else key]
        else:
            holder[int(key) if key.isdigit() else key] = value
    return data


TABLE = {"name": "Ann", "policy": {"plays": {"s": "go", "t": "go"}}}
HERE = EXAMPLE["world"]["training"]
FAULTS = [
    ({"name": ...}, "key 'name' is missing"),
    ({"title": "x"}, "unknown key 'title'; known: name, world, candidates, agents, base, judge, story, env"),
    ({"name": "a\x1b[2J"}, r"name: this 'a.x1b\[2J' must be printable"),
    ({"name": 5}, "name: 5 must be a text"),
    ({"story": "x" * (MAX_STORY + 1)}, "story: this 'xxx"),
    ({"story": None}, "story: None must be a text"),
    ({"world/discount": 2}, "world.discount: 2 must be strictly between 0 and 1"),
    ({"world/training/initial": "x"}, "world.training.initial: unknown state 'x'"),
    ({"candidates/1": ...}, 'candidates: the objective that pays nothing is missing; add {"name": "zero", "pays": {}}'),
    ({"candidates/0/name": ...}, r"candidates\[0\]: key 'name' is missing; candidates are referred to by name"),
    ({"candidates/0/name": "zero"}, r"candidates\[1\]: the name 'zero' is given twice"),
    ({"candidates/0/pays": 3}, r"candidates\[0\].pays: 3 must be an object"),
    ({"candidates": [{}] * (MAX_CANDIDATES + 1)}, "candidates: 201 entries are too many"),
    ({"candidates/0/name": "tee"}, r"agents\[0\].pursues: no candidate is called 'tea'; add it .*tee, zero"),
    ({"base": "coffee"}, "base: no candidate is called 'coffee'; add it to candidates"),
    ({"base": {"name": "coffee", "pays": {"s": 7}}}, "base: this objective is not among the candidates; add it there"),
    ({"base": 3}, "base: 3 must be a text"),
    ({"human": None}, "human: None must be a text"),
    ({"agents": []}, "agents: is empty; describe at least one"),
    ({"agents": {}}, r"agents: \{\} must be a list"),
    ({"agents": [TABLE] * 2}, "case 'tea': agent 'Ann' is given twice"),
    ({"agents": [TABLE] * (MAX_AGENTS + 1)}, "agents: 21 entries are too many"),
    ({"agents": [3]}, r"agents\[0\]: 3 must be an object"),
    ({"agents": [{"name": "x"}]}, r"agents\[0\]: give the policy that it plays, or the objective that it pursues"),
    ({"agents": [{**TABLE, "pursues": "tea"}]}, r"agents\[0\]: unknown key 'pursues'"),
    ({"agents": [{**TABLE, "policy": {"plays": {"s": "go"}}}]}, r"agents\[0\].policy.plays: says nothing of state 't'"),
    ({"agents": [{**TABLE, "deployed": None}]}, r"agents\[0\].deployed: None must be an object"),
    ({"agents": [{**TABLE, "believes": "nothing"}]}, r"agents\[0\].believes: unknown environment 'nothing'; known: tr"),
    ({"agents/0/name": ...}, r"agents\[0\]: key 'name' is missing"),
    *[
        ({"agents/0/depth": depth}, rf"agents\[0\].depth: .* must be a whole number from 1 to {MAX_DEPTH}")
        for depth in (0, -1, MAX_DEPTH + 1, 10**30, True, None, "3", [])
    ],
    ({"agents/0/prefers": ["fly"]}, r"agents\[0\].prefers: unknown action 'fly'; known: go, stay"),
    ({"agents/0/prefers": ["go", "go"]}, r"agents\[0\].prefers: an action is given twice"),
    ({"agents/0/prefers": "go"}, r"agents\[0\].prefers: 'go' must be a list"),
    ({"environments": []}, r"environments: \[\] must be an object"),
    ({"environments": {"training": HERE}}, "environments.training: this needs a name of its own"),
    ({"environments": {"a\nb": HERE}}, r"environments\['a..b'\]: this 'a..b' must be printable"),
    ({"environments": {"x": {**HERE, "states": ["s"]}}}, "environments.x: unknown key 'states'"),
    ({"environments": {"x": {**HERE, "initial": {"s": "1/2"}}}}, "environments.x.initial: probabilities sum to 0.5"),
    ({"judge": {}}, "judge: give one of bad, graded, by .* not none"),
    ({"judge": {"name": "Ben"}}, "judge: give one of bad, graded, by .* not none"),
    ({"judge": []}, r"judge: \[\] must be an object"),
    ({"judge": {"bed": []}}, "judge: unknown key 'bed'; known: bad, graded, by, in_each, several, tolerance, name"),
    ({"judge": {"bad": {}}}, r"judge.bad: \{\} must be a list"),
    ({"judge": {"bad": [["s"]]}}, r"judge.bad\[0\]: \['s'\] must be a pair"),
    ({"judge": {"bad": [["s", 0]]}}, r"judge.bad\[0\]: 0 must be a text"),
    ({"judge": {"bad": [["x", "go"]]}}, r"judge.bad\[0\]: unknown state 'x'"),
    ({"judge": {"bad": [["s", "go"]] * 5}}, "judge.bad: 5 entries are too many; at most 4"),
    ({"judge": {"by": {"pays": {"x": 1}}}}, "judge.by.pays.x: unknown state"),
    ({"judge": {"by": 3}}, "judge.by: 3 must be an object"),
    ({"judge": {"by": "tea", "tolerance": None}}, "judge.tolerance: None must be a number"),
    ({"judge": {"bad": [], "tolerance": 1}}, "judge: give one of bad, .* not bad and tolerance"),
    ({"judge": {"several": [{"bad": []}], "tolerance": 1}}, "judge: give one of bad, .* not several and tolerance"),
    ({"judge": {"graded": {"s": {"go": 1}}}}, r"judge.graded: \{'s': .* must be a list"),
    ({"judge": {"graded": [["s", "go"]]}}, r"judge.graded\[0\]: .* must be a list \[state, action, grade\]"),
    ({"judge": {"graded": [["s", "fly", 1]]}}, r"judge.graded\[0\]: unknown action 'fly'"),
    ({"judge": {"graded": [["s", "go", 0]]}}, r"judge.graded\[0\]: grade 0 must be above 0; leave out what is not"),
    ({"judge": {"graded": [["s", "go", "-1/2"]]}}, r"judge.graded\[0\]: grade -0.5 must be above 0"),
    ({"judge": {"graded": [["s", "go", "nan"]]}}, r"judge.graded\[0\]: this number is 'nan', not a number"),
    ({"judge": {"graded": [["s", "go", None]]}}, r"judge.graded\[0\]: None must be a number"),
    ({"judge": {"graded": [["s", "go", True]]}}, r"judge.graded\[0\]: this number is True, a truth value"),
    (
        {"judge": {"graded": [["s", "go", 1], ["s", "stay", 2], ["s", "go", 2]]}},
        r"judge.graded\[2\]: go in s is graded already; grade it once",
    ),
    ({"judge": {"graded": [["s", "go", 1]] * 5}}, "judge.graded: 5 entries are too many; at most 4"),
    ({"judge": {"several": []}}, "judge.several: is empty; describe at least one judge"),
    ({"judge": {"several": {"bad": []}}}, r"judge.several: \{'bad': \[\]\} must be a list"),
    ({"judge": {"several": [{"bad": []}] * (MAX_JUDGES + 1)}}, "judge.several: 21 entries are too many; at most 20"),
    ({"judge": {"several": [{"bad": []}, {"bad": [["s"]]}]}}, r"judge.several\[1\].bad\[0\]: .* must be a pair"),
    ({"judge": {"several": [{"bad": []}, 3]}}, r"judge.several\[1\]: 3 must be an object"),
    (
        {"judge": {"several": [{"name": "they", "several": [{"bad": []}]}]}},
        "judge.several: the judges: they is several judges already; list them one by one",
    ),
    (
        {"judge": {"in_each": {"training": {"name": "they", "several": [{"bad": []}]}}}},
        "judge.in_each: the judge: who the judges are must not depend on the .*; give each member of they its own in_e",
    ),
    ({"judge": {"by": "coffee"}}, "judge.by: no candidate is called 'coffee'"),
    ({"judge": {"by": "tea", "tolerance": -1}}, "judge.tolerance: -1 must be at least 0"),
    ({"judge": {"by": "tea", "bad": []}}, "judge: give one of bad, graded, by .* not by and bad"),
    ({"judge": {"in_each": {}}}, "judge.in_each: is empty"),
    ({"judge": {"in_each": {"there": {"bad": []}}}}, "judge.in_each.there: unknown environment 'there'"),
    ({"judge": {"in_each": {"training": {"bad": [["s"]]}}}}, r"judge.in_each.training.bad\[0\]: .* must be a pair"),
    (
        {"judge": {"in_each": {"training": {"bad": []}, "deployment": {"bad": []}}}},
        "judge.in_each.deployment: this environment is judged already, under another name",
    ),
    (
        {"judge": {"in_each": {"x": {"bad": []}}}, "environments": {"x": {**HERE, "initial": "t"}}},
        "the judge says nothing about environment 'here'; add it to in_each",
    ),
    ({"possible": {"x": 1}}, "possible.x: unknown environment 'x'; known: training, deployment"),
    ({"possible": {"training": "1/2"}}, "possible: mixture of environments: probabilities sum to 0.5, not 1"),
    ({"possible": {"training": 0.5, "deployment": 0.5}}, "possible: environment 'here' is given twice"),
    ({"possible": {}}, "possible: a mixture needs at least one"),
    ({"possible": 3}, "possible: 3 must be an object"),
    ({"deferring": [["s", "fly"]]}, r"deferring\[0\]: unknown action 'fly'"),
    ({"deferring": 3}, "deferring: 3 must be a list"),
    ({"agents/0/prior": {"training": -1}}, r"agents\[0\].prior: .* negative"),
    ({"agents/0/search": "best"}, r"agents\[0\].search: 'best' must be \"worst\" or"),
    ({"agents/0/search": {"softmax": 0}}, r"agents\[0\].search.softmax: 0 must be above 0"),
    ({"agents/0/search": {"softmax": 1, "digits": 99}}, r"agents\[0\].search.digits: 99 must be a whole number"),
    ({"agents/0/search": "worst", "agents/0/depth": 1}, "depth and search are both given"),
    ({"judge/bad": [["s", "fly"]]}, r"judge.bad\[0\]: unknown action 'fly'"),
]


@pytest.mark.parametrize(("change", "message"), FAULTS, ids=[message[:50] for _, message in FAULTS])
def test_a_fault_is_told_with_its_place(change, message):
    told(f"^{message}", case_from_data, changed(change))


SEVERAL = {"name": "they", "several": [{"bad": []}, {"bad": [["s", "go"]]}]}
APART = {**HERE, "initial": "t"}
ADVICE = [
    ("add it to candidates", {"base": "coffee"}, {"candidates/1": {"name": "coffee", "pays": {}}, "base": "coffee"}),
    (
        "add it there",
        {"base": {"name": "x", "pays": {"s": 7}}},
        {"candidates/0/name": "x", "agents/0/pursues": "x", "base": "x", "human": "x"},
    ),
    ('add {"name": "zero", "pays": {}}', {"candidates/1": ...}, {"candidates/1": {"name": "zero", "pays": {}}}),
    ("add 0.5", {"world/training/initial": {"s": 0.5}}, {"world/training/initial": {"s": 0.5, "t": 0.5}}),
    ("take away 0.5", {"world/training/initial": {"s": 1, "t": 0.5}}, {"world/training/initial": {"s": 0.5, "t": 0.5}}),
    ("write thirds as '1/3'", {"possible": {"training": 0.333}}, {"possible": {"training": "3/3"}}),
    ("state 't'; add it", {"world/training/transition/t": ...}, {"world/training/transition/t": "t"}),
    ("put it in quotes", {"name": 5}, {"name": "5"}),
    ("leave out what is not bad", {"judge": {"graded": [["s", "go", 0]]}}, {"judge": {"graded": []}}),
    ("grade it once", {"judge": {"graded": [["s", "go", 1]] * 2}}, {"judge": {"graded": [["s", "go", 1]]}}),
    ("list them one by one", {"judge": {"several": [SEVERAL]}}, {"judge": SEVERAL}),
    (
        "give each member of they its own in_each",
        {"judge": {"in_each": {"training": SEVERAL}}},
        {"judge": {"several": [{"in_each": {"training": each}} for each in SEVERAL["several"]]}},
    ),
    (
        "judge it once",
        {"judge": {"in_each": {"training": {"bad": []}, "deployment": {"bad": []}}}},
        {"judge": {"in_each": {"training": {"bad": []}}}},
    ),
    (
        "environment 'here'; add it to in_each",
        {"environments": {"x": APART}, "judge": {"in_each": {"x": {"bad": []}}}},
        {"environments": {"x": APART}, "judge": {"in_each": {"x": {"bad": []}, "training": {"bad": []}}}},
    ),
    ("describe at least one judge", {"judge": {"several": []}}, {"judge": {"several": [{"bad": []}]}}),
    ("give a judge for each", {"judge": {"in_each": {}}}, {"judge": {"in_each": {"training": {"bad": []}}}}),
    ("name each at most once", {"agents/0/prefers": ["go", "go"]}, {"agents/0/prefers": ["go"]}),
    ('"worst" or', {"agents/0/search": "best"}, {"agents/0/search": "worst"}),
    ('{"softmax": temperature}', {"agents/0/search": 1}, {"agents/0/search": {"softmax": 1}}),
]


@for_each("advice, wrong, right", ADVICE)
def test_advice_works(advice, wrong, right):
    told(re.escape(advice), case_from_data, changed(wrong))
    case_from_data(changed(right))


def test_an_objective_of_the_agents_must_be_a_candidate():
    pays = {"name": "coffee", "pays": {"s": 7}}
    told(r"^agents\[0\].pursues: this objective is not among", case_from_data, changed({"agents/0/pursues": pays}))
    assert (
        case_from_data(changed({"agents/0/pursues": {"name": "tee", "pays": {"t": 1}}})).agents[0].objective
        == line().base
    )


def doubting(weights, **rounding):
    """A case with three possible environments, and an agent who thinks them possible, too."""
    ends = [
        Environment.build({"s": {"go": to, "stay": "s"}, "t": "t"}, start="s", discount="0.9", name=name)
        for to, name in (("t", "parts"), ("s", "record"), ({"s": "1/2", "t": "1/2"}, "rounding"))
    ]
    zero, mixture = Objective.zero(ends[0]), Mixture.of(zip(ends, weights, strict=True), **rounding)
    agent = MesaOptimizer("a doubter", zero, prior=mixture)
    return Case("doubt", "", World(ends[0], ends[1]), (agent,), zero, Judge(), (zero,), possible=mixture)


def test_what_was_rounded_in_a_mixture_stays_on_record(validator):
    case = doubting([1 / 3, 1 / 3, 1 / 3], rounding=1000)
    (sentence,) = case.possible.record
    assert "rounded" in sentence
    text = write_case(case)
    again = read_case(text)
    assert again == case
    for mixture in (again.possible, again.agents[0].prior):
        assert mixture.record == case.possible.record
        assert mixture.mean().record == again.agents[0].believed.record == case.possible.record
    assert write_case(again) == text
    validator.validate(json.loads(text))
    assert sentence in json.loads(text)["possible"]["record"]
    exact = json.loads(write_case(doubting(["1/3", "1/3", "1/3"])))
    assert exact["possible"] == {"training": "1/3", "deployment": "1/3", "rounding": "1/3"}, "names, and no keys"
    validator.validate(exact)
    assert case_from_data(exact) == case


def test_a_file_may_ask_for_a_mixture_to_be_rounded(validator):
    data = json.loads(write_case(doubting(["1/3", "1/3", "1/3"])))
    weights = dict.fromkeys(data["possible"], 1 / 3)
    data["possible"] = {"parts": weights, "rounding": 1000, "record": ["by hand"]}
    validator.validate(data)
    read = case_from_data(data).possible
    assert read == doubting(["1/3", "1/3", "1/3"]).possible
    assert read.record == ("by hand", *doubting([1 / 3] * 3, rounding=1000).possible.record)
    told(r"^possible.parts: .*off by .*rounding=1000", case_from_data, data | {"possible": {"parts": weights}})
    for bad, why in (
        ({"parts": weights, "rounding": 0}, r"^possible.rounding: 0 must be a whole number of at least 1"),
        ({"parts": weights, "records": []}, r"^possible: unknown key 'records'; known: parts, record, rounding"),
        ({"parts": {"nowhere": 1}}, r"^possible.parts.nowhere: unknown environment 'nowhere'"),
        ({"parts": 1}, r"^possible.parts: unknown environment 'parts'"),
    ):
        told(why, case_from_data, data | {"possible": bad})


def test_a_payment_must_say_what_every_transition_pays():
    partial = changed({"candidates/0/pays": {"s": {"go": {"s": 1}}}})
    told("'tea' does not say what go in s pays when it leads to 't'", case_from_data, partial)


def test_the_text_is_read_safely(tmp_path):
    told("key 'name' is given twice", read_case, '{"name": "a", "name": "b"}')
    told("not JSON", read_case, b"[1,")
    told(r"^\[\] must be an object", read_case, b"[]")
    told("deeper than", read_case, '{"a":' * 10**5)
    path = tmp_path / "huge.json"
    path.write_text('{"name": "' + "x" * MAX_BYTES + '"}')
    told(f"larger than {MAX_BYTES} bytes", read_case, path)
    with pytest.raises(FileNotFoundError):
        read_case(str(tmp_path / "nothing.json"))


def test_the_schema_has_the_readers_bounds(validator):
    parts = SCHEMA["$defs"]
    assert parts["case"]["properties"]["story"]["maxLength"] == MAX_STORY
    assert parts["case"]["properties"]["candidates"]["maxItems"] == MAX_CANDIDATES
    assert parts["case"]["properties"]["agents"]["maxItems"] == MAX_AGENTS
    assert parts["mesaOptimizer"]["properties"]["depth"]["maximum"] == MAX_DEPTH
    assert parts["judge"]["anyOf"][1]["properties"]["several"]["maxItems"] == MAX_JUDGES
    for key in EXAMPLE:
        bare = {k: v for k, v in EXAMPLE.items() if k != key}
        assert validator.is_valid(bare) is (key in ("story", "human"))
        assert validator.is_valid(bare) is reads(bare)


def reads(data):
    try:
        case_from_data(data)
    except ValueError:
        return False
    return True


JUNK = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        -1,
        10**40,
        "1e99",
        "0." + "9" * 110,
        "",
        "x",
        "s",
        "tea",
        "zero",
        "1/2",
        [],
        {},
        [[]],
        ["s"],
        "worst",
        {"softmax": 1},
        {"softmax": "1e-40", "digits": 3},
        {"training": 1},
        [["s", "go"]],
        [["s", "go", 2]],
        [{"bad": []}],
        {"s": 1},
        {"x": {}},
        {"name": "zero", "pays": {}},
        {"plays": {"s": "go", "t": "go"}},
        1e9,
        "é\x00",
        "\x1b[2J",
    ]
)


KEYS = st.sampled_from(
    ["x", "name", "by", "bad", "graded", "several", "depth", "\x1b", "training", "environments", "search", "prior"]
)


def mutate(data, draw, times):
    """Change a value, take a key away or add one, anywhere in the data."""
    for _ in range(times):
        places = []

        def walk(value, places=places):
            for key in list(value) if isinstance(value, dict) else range(len(value)):
                places.append((value, key))
                if isinstance(value[key], dict | list):
                    walk(value[key])

        walk(data)
        if not places:
            return
        holder, key = draw(st.sampled_from(places))
        what = draw(st.sampled_from(["change", "change", "change", "remove", "add", "move"]))
        if what == "remove":
            del holder[key]
        elif what == "add" and isinstance(holder, dict):
            holder[draw(KEYS)] = copy.deepcopy(draw(JUNK))
        elif what == "move":
            other, there = draw(st.sampled_from(places))
            holder[key] = copy.deepcopy(other[there])
        else:
            holder[key] = copy.deepcopy(draw(JUNK))


@given(st.sampled_from(["misguided-researcher", "nursery-corridor", "coin-line"]), st.integers(1, 3), st.data())
@few
def test_no_change_to_a_file_gets_past_as_anything_but_a_value_error(validator, name, times, data):
    changed = case_to_data(zoo.case(name))
    mutate(changed, data.draw, times)
    before = copy.deepcopy(changed)
    try:
        case = case_from_data(changed)
    except ValueError as fault:
        assert str(fault).isprintable()  # noqa: PT017
        assert len(str(fault)) < 1000  # noqa: PT017
    else:
        assert validator.is_valid(changed)
        try:
            back = case_from_data(case_to_data(case))
        except ValueError as fault:
            assert "too long to be read back" in str(fault)  # noqa: PT017
        else:
            assert back == case
    assert changed == before


def test_long_decimals_are_read_for_every_environment():
    nines = "0." + "9" * 110
    data = changed(
        {"world/discount": nines, "environments": {"x": {"initial": "t", "transition": {"s": "t", "t": "s"}}}}
    )
    data["agents"][0]["believes"] = "x"
    case = case_from_data(data)
    assert case.agents[0].believed.discount == case.world.training.discount == Fraction(nines)
    told("too long to be read back", case_to_data, case)


def test_a_file_too_large_to_be_read_is_not_written(tmp_path, monkeypatch):
    case = zoo.case("paperclips")
    path = tmp_path / "case.json"
    size = len(write_case(case))
    monkeypatch.setattr("toymodel.files.parsing.MAX_BYTES", size - 1)
    with pytest.raises(ValueError, match=rf"case\.json would be larger than {size - 1} bytes; make the world smaller"):
        write_case(case, path)
    assert not path.exists()
    monkeypatch.setattr("toymodel.files.parsing.MAX_BYTES", size)
    write_case(case, path)
    assert read_case(path) == case

"""World files that strangers wrote: exact round trips, and every fault told in one placed line."""

import copy
import json
from fractions import Fraction
from importlib import resources

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toymodel.files import parsing, tables
from toymodel.files import parts as files
from toymodel.files import worlds as world_files
from toymodel.files.parts import read_json
from toymodel.given.names import MAX_NAME, MAX_TITLE
from toymodel.given.numbers import MAX_DIGITS
from toymodel.worlds import Environment, Objective, Policy, World

from .. import strategies
from ..for_each import for_each
from .refusals import told

F = Fraction
SCHEMA = json.loads(resources.files("toymodel.files").joinpath("world.schema.json").read_text("utf-8"))
few = settings(suppress_health_check=[HealthCheck.too_slow])


def valid(data, kind):
    """Whether a JSON value fits the published schema's part of this name."""
    jsonschema = pytest.importorskip("jsonschema")
    schema = {"$ref": f"#/$defs/{kind}", "$defs": SCHEMA["$defs"]}
    return jsonschema.Draft202012Validator(schema).is_valid(data)


# ── round trips ──


def through_text(data, kind):
    text = json.dumps(data)
    assert valid(json.loads(text), kind)
    return read_json(text)


@given(st.data())
@few
def test_everything_reads_back_as_it_was(data):
    world = data.draw(st.one_of(strategies.worlds(named=True), strategies.episodic_worlds()))
    env = world.training
    objective = data.draw(strategies.objectives(env, name="what R pays"))
    policy = data.draw(strategies.policies(env))
    assert files.world_from_data(through_text(files.world_to_data(world), "world")) == world
    assert files.environment_from_data(through_text(files.environment_to_data(env), "environment")) == env
    back = files.objective_from_data(through_text(files.objective_to_data(objective, env), "objective"), env)
    assert back == objective
    assert back.name == "what R pays"
    assert files.policy_from_data(through_text(files.policy_to_data(policy, env), "policy"), env) == policy


def test_names_and_records_read_back():
    env = Environment(("s",), ("a",), ((((0, F(1)),),),), ((0, F(1)),), F(1, 2), "lake", ("it was rounded",))
    back = files.environment_from_data(files.environment_to_data(env))
    assert (back.name, back.record) == ("lake", ("it was rounded",))


# ── a file by hand ──

EXAMPLE = """
{"states": ["start", "Utopia", "doom"], "actions": ["deploy", "verify"], "discount": 0.9,
 "training": {"initial": "start",
              "transition": {"start": {"deploy": "Utopia", "verify": {"start": 0.1, "Utopia": "9/10"}},
                             "Utopia": "Utopia", "doom": {"deploy": "doom", "verify": "doom"}}},
 "deployment": {"name": "the world", "initial": {"start": 1},
                "transition": {"start": {"deploy": "doom", "verify": {"start": 0.1, "Utopia": "9/10"}},
                               "Utopia": "Utopia", "doom": "doom"}}}
"""


def example():
    return read_json(EXAMPLE)


def test_a_file_reads_like_its_story():
    assert valid(json.loads(EXAMPLE), "world")
    world = files.world_from_data(example())
    assert world.training.discount == F(9, 10)
    assert world.training.transition[0] == (((1, F(1)),), ((0, F(1, 10)), (1, F(9, 10))))
    assert world.deployment.transition[0][0] == ((2, F(1)),)
    assert world.deployment.name == "the world"
    assert files.world_from_data(through_text(files.world_to_data(world), "world")) == world


CHANGES = {
    "training.transition.start.deploy: unknown state 'Utopai'; known: start, Utopia, doom": (
        "training",
        "transition",
        "start",
        "deploy",
        "Utopai",
    ),
    "training.transition.start.deploy: probabilities sum to 0.5, not 1; add 0.5": (
        "training",
        "transition",
        "start",
        "deploy",
        {"doom": "1/2"},
    ),
    "training.transition.start.deploy: probabilities sum to 0, not 1": (
        "training",
        "transition",
        "start",
        "deploy",
        {},
    ),
    "training.transition.start.deploy.doom: probability -1 is negative": (
        "training",
        "transition",
        "start",
        "deploy",
        {"doom": -1, "start": 2},
    ),
    "training.transition.start.deploy.doom: this number is True, a truth value": (
        "training",
        "transition",
        "start",
        "deploy",
        {"doom": True},
    ),
    "training.transition.start.deploy.doom: this number is 'x', not a number": (
        "training",
        "transition",
        "start",
        "deploy",
        {"doom": "x"},
    ),
    r"training.transition.start.deploy.doom: \[\] must be a number": (
        "training",
        "transition",
        "start",
        "deploy",
        {"doom": []},
    ),
    r"training.transition.start.deploy: 1 must be an object": ("training", "transition", "start", "deploy", 1),
    "training.transition.start: unknown state 'gone'": ("training", "transition", "start", "gone"),
    r"training.transition.start: 1 must be an object": ("training", "transition", "start", 1),
    "the episode ends at 'start' in training only; end it there in both": ("training", "transition", "start", None),
    "training.only_listed: 'yes' must be true or false": ("training", "only_listed", "yes"),
    "training.transition.start.fly: unknown action 'fly'; known: deploy, verify": (
        "training",
        "transition",
        "start",
        "fly",
        "doom",
    ),
    "training.transition.start: says nothing of action 'deploy'; say where it leads, or, if it is not available": (
        "training",
        "transition",
        "start",
        {"verify": "doom"},
    ),
    "training.transition: says nothing of state 'start'; add it": ("training", "transition", {"doom": "doom"}),
    "training.transition.nowhere: unknown state": ("training", "transition", "nowhere", "doom"),
    r"training.transition: \[\] must be an object": ("training", "transition", []),
    "deployment.initial: probabilities sum to 2, not 1; take away 1": ("deployment", "initial", {"start": 2}),
    "deployment.initial.hell: unknown state 'hell'": ("deployment", "initial", {"hell": 1}),
    "deployment: unknown key 'initail'; known: initial, transition, name, record": ("deployment", "initail", {}),
    "deployment: 5 must be an object": ("deployment", 5),
    "deployment.name: this '' must be printable text": ("deployment", "name", ""),
    "deployment.name: 5 must be a text": ("deployment", "name", 5),
    "deployment.record: 'x' must be a list": ("deployment", "record", "x"),
    r"deployment.record\[0\]: this 'a.nb' must be printable": ("deployment", "record", ["a\nb"]),
    r"states\[1\]: this 'a.nb' must be printable text of 1 to 80": ("states", ["start", "a\nb"]),
    r"states\[0\]: this 'xx+' must be printable text of 1 to 80": ("states", ["x" * 81]),
    r"states\[0\]: 5 must be a text": ("states", [5]),
    r"states\[0\]: '5.0' must be a text; put it in quotes": ("states", [parsing.JsonNumber("5.0")]),
    r"states\[0\]: this '' must be printable": ("states", [""]),
    "states: state name 'doom' is given twice": ("states", ["doom", "doom"]),
    "states: is empty; name at least one state": ("states", []),
    r"states: \{\} must be a list": ("states", {}),
    "states: 20001 entries are too many; at most 20000": ("states", ["x"] * (world_files.MAX_STATES + 1)),
    "actions: 101 entries are too many; at most 100": ("actions", ["x"] * 101),
    "discount: 2 must be strictly between 0 and 1": ("discount", 2),
    "training: discount is 1, and a policy can go on for ever: Utopia → Utopia": ("discount", 1),
    "discount: this number is '1e999999999', too large": ("discount", parsing.JsonNumber("1e999999999")),
    "discount: None must be a number": ("discount", None),
    "unknown key 'gamma'; known: states, actions, discount, training, deployment": ("gamma", 1),
}


@for_each("message", CHANGES)
def test_a_fault_is_told_with_its_place(message):
    data = example()
    *path, key, value = CHANGES[message]
    inner = data
    for each in path:
        inner = inner[each]
    if not isinstance(inner, dict):
        inner = data
    inner[key] = value
    told(f"^{message}", files.world_from_data, data)


@pytest.mark.parametrize("key", ["states", "actions", "discount", "training", "deployment"])
def test_a_missing_key_is_named(key):
    data = example()
    del data[key]
    told(f"^key '{key}' is missing", files.world_from_data, data)


def test_the_whole_must_be_an_object():
    for bad in ([], "x", 5, None, True):
        told("must be an object", files.world_from_data, bad)
        told("^my.world: .* must be an object", files.world_from_data, bad, "my.world")


ENV = Environment.build({"s": {"go": "t", "stay": "s"}, "t": "t"}, start="s", discount="0.9")
WORLD = World.same(ENV)
APART = World(ENV, Environment.build({"s": {"go": "s", "stay": "s"}, "t": "t"}, start="s", discount="0.9"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "objective: key 'pays' is missing"),
        ({"pays": []}, r"objective.pays: \[\] must be an object"),
        ({"pays": {"x": 1}}, "objective.pays.x: unknown state 'x'; known: s, t"),
        ({"pays": {"s": {"fly": 1}}}, "objective.pays.s.fly: unknown action 'fly'; known: go, stay"),
        ({"pays": {"s": {"go": {"x": 1}}}}, "objective.pays.s.go.x: unknown state"),
        ({"pays": {"s": {"go": {"t": "1/0"}}}}, "objective.pays.s.go.t: this number is '1/0': a denominator of zero"),
        ({"pays": {"s": None}}, "objective.pays.s: None must be a number"),
        ({"pays": {}, "name": "a\tb"}, "objective.name: this 'a.tb' must be printable"),
        ({"pays": {}, "rewards": {}}, "objective: unknown key 'rewards'; known: pays, name"),
    ],
)
def test_faults_in_objectives(data, message):
    told(f"^{message}", files.objective_from_data, data, ENV)
    assert not valid(data, "objective") or "unknown" in message or "printable" in message or "zero" in message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"plays": {"s": "go"}}, "policy.plays: says nothing of state 't'; add it"),
        ({"plays": {"s": "fly", "t": "go"}}, "policy.plays.s: unknown action 'fly'"),
        ({"plays": {"s": {"go": 0.5}, "t": "go"}}, "policy.plays.s: probabilities sum to 0.5"),
        ({"plays": {"s": 0, "t": "go"}}, "policy.plays.s: 0 must be an object"),
        ({"plays": "go"}, "policy.plays: 'go' must be an object"),
    ],
)
def test_faults_in_policies(data, message):
    told(f"^{message}", files.policy_from_data, data, ENV)


def test_odd_names_are_quoted_in_places():
    told(
        r"^objective\.pays\['a\.b\\n\\u202e'\]: unknown state",
        files.objective_from_data,
        {"pays": {"a.b\n\u202e": 1}},
        ENV,
    )
    told(r"^objective\.pays\['x{40}…'\]: unknown state", files.objective_from_data, {"pays": {"x" * 10**6: 1}}, ENV)


@given(st.data())
@few
def test_no_change_to_a_file_gets_past_as_anything_but_a_value_error(data):
    world = example()
    junk = st.sampled_from(
        [None, True, 0, -1, "", "x", "start", "1/2", [], {}, [[]], {"start": 1}, {"x": {}}, 1e9, "é\x00"]
    )
    places = []

    def walk(value):
        for key in value if isinstance(value, dict) else range(len(value)):
            places.append((value, key))
            if isinstance(value[key], dict | list):
                walk(value[key])

    walk(world)
    holder, key = data.draw(st.sampled_from(places))
    holder[key] = data.draw(junk)
    before = copy.deepcopy(world)
    try:
        read = files.world_from_data(world)
    except ValueError as fault:
        assert str(fault).isprintable()  # noqa: PT017
    else:
        assert files.world_from_data(files.world_to_data(read)) == read
        assert valid(json.loads(json.dumps(world)), "world")
    assert world == before


# ── the published schema ──


def test_the_schema_is_one_and_its_bounds_are_the_readers():
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    parts = SCHEMA["$defs"]
    assert parts["name"]["maxLength"] == MAX_NAME
    assert parts["title"]["maxLength"] == MAX_TITLE
    assert parts["states"]["maxItems"] == world_files.MAX_STATES
    assert parts["actions"]["maxItems"] == world_files.MAX_ACTIONS
    assert parts["record"]["items"]["maxLength"] == tables.MAX_SENTENCE
    assert parts["record"]["maxItems"] == tables.MAX_RECORD
    assert parts["number"]["anyOf"][1]["maxLength"] == 2 * MAX_DIGITS + 1


@pytest.mark.parametrize("key", ["states", "discount", "training"])
def test_the_schema_refuses_what_is_missing_or_unknown(key):
    data = json.loads(EXAMPLE)
    assert not valid({**data, "gamma": 1}, "world")
    del data[key]
    assert not valid(data, "world")


@given(st.text("0123456789+-./eE ", max_size=8))
def test_the_schema_takes_no_number_that_the_reader_refuses(text):
    if valid(text, "number"):
        try:
            parsing.number(text, "n")
        except ValueError as fault:
            assert "denominator of zero" in str(fault)  # noqa: PT017


def test_objectives_are_readable():
    pays = {"t": 10, "s": {"go": {"s": "-0.5", "t": 0}}}
    objective = files.objective_from_data({"pays": pays}, ENV)
    assert files.objective_to_data(objective, ENV) == {"name": "R", "pays": pays}
    assert files.objective_to_data(Objective.zero(ENV), ENV) == {"name": "zero", "pays": {}}


def test_policies_of_mixed_states_are_readable():
    policy = Policy.on(ENV, {"s": {"go": "1/3", "stay": "2/3"}, "t": "stay"}, name="mixed")
    data = {"name": "mixed", "plays": {"s": {"go": "1/3", "stay": "2/3"}, "t": "stay"}}
    assert files.policy_to_data(policy, ENV) == data


def test_floats_in_a_file_are_rounded_where_it_asks_for_that_and_the_record_says_so():
    thirds = {"a": 0.3333333333333333, "b": 0.3333333333333333, "c": 0.3333333333333333}
    part = {"initial": thirds, "transition": {s: {"go": dict(thirds)} for s in "abc"}}
    data = {"states": ["a", "b", "c"], "actions": ["go"], "discount": "0.9", "training": part, "deployment": part}
    told(r"training.transition.a.go: probabilities do not sum to 1, but are off by 1e-16; ask for .*rounding=1000",
         files.world_from_data, through_text(data, "world"))  # fmt: skip
    asked = {**data, "training": {"rounding": 1000, **part}, "deployment": {"rounding": 1000, **part}}
    read = files.world_from_data(through_text(asked, "world"))
    assert read.training.initial == tuple((s, Fraction(1, 3)) for s in range(3))
    assert read.training.record[0].startswith("12 of 12 probabilities were rounded")
    again = files.world_from_data(read_json(json.dumps(files.world_to_data(read))))
    assert (again, again.training.record) == (read, read.training.record)
    bad = {**asked, "training": {**part, "rounding": "1000"}}
    told(r"training.rounding: '1000' must be a whole number of at least 1", files.world_from_data, bad)


def test_a_policy_keeps_its_record_in_a_file():
    env = Environment.build({"s": {"a": "s", "b": "s", "c": "s"}}, start="s", discount="1/2")
    plays = {"s": {"a": 0.3333333333333333, "b": 0.3333333333333333, "c": 0.3333333333333333}}
    policy = files.policy_from_data(through_text({"plays": plays, "rounding": 100}, "policy"), env)
    assert policy.rows[0][0] == (0, Fraction(1, 3))
    again = files.policy_from_data(through_text(files.policy_to_data(policy, env), "policy"), env)
    assert (again, again.record) == (policy, policy.record)
    assert policy.record[0].startswith("3 of 3 probabilities")

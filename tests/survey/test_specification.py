"""Specifications: every fault is one clear line, and the schema says the same."""

import json
import re
import tomllib
from fractions import Fraction
from importlib.resources import files

import jsonschema
import pytest

from toymodel.alignment import AXES
from toymodel_survey.specification import DIALS
from toymodel_survey.toml_file import read

from ..for_each import for_each

SCHEMA = json.loads(files("toymodel_survey").joinpath("specification.schema.json").read_text("utf-8"))
LEAST = 'seed = 1\nsizes = [5]\nagents = [{kind = "keeper"}]\n'
FULL = """
name = "all of it"
seed = 7
samples = 100
sizes = [4, 6]
actions = 3
branching = 1
weights = 2
payments = 10
discount = 0.95
pays = "states"
bad_by = "states"
exposure = ["1/100", 0.1]
exposed = "human"
confidence = "0.99"
fewest = 5
[dials]
shift = ["0", 0.5]
moved = 0.25
base_human = 1
mesa_base = "1/2"
mesa_human = "1/3"
bad = "1/10"
wrong_rows = [0, 1]
terminals = 1
traps = 1
[[agents]]
kind = "believer"
[[agents]]
kind = "slips"
share = "1/10"
[[agents]]
kind = "learner"
steps = 50
[[readings]]
name = "by her lights"
observed_in = "beliefs"
performs = "W5"
[[readings]]
name = "loose"
performs = "W2"
epsilon = "1/2"
base_judge = "tolerant"
tolerance = 3
[[primary]]
arrow = "I3"
reading = "by her lights"
agent = "believer"
"""
TILTED = FULL.replace('bad_by = "states"', 'tilt = "1/4"')


def valid(text):
    return jsonschema.Draft202012Validator(SCHEMA).is_valid(tomllib.loads(text))


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["properties"]["dials"]["properties"]) == set(DIALS)
    told = set(SCHEMA["$defs"]["reading"]["properties"]) - {"name", "epsilon", "tolerance", "grade", "selected_by"}
    assert told == {axis.name for axis in AXES} - {"replans"}


@for_each("text", [LEAST, FULL, TILTED])
def test_what_is_right_is_read(text):
    assert valid(text)
    read(text)


def test_a_list_of_settings_makes_points():
    spec = read(FULL)
    assert len(spec.points) == 8
    assert spec.dials["shift"] == (0, Fraction(1, 2))
    assert spec.varying(7) == {"states": "6", "shift": "0.5", "wrong_rows": "1"}
    assert spec.agents == ("believer", "slips 0.1", "learner 50")


FAULTS = {
    "seed = 1": "key 'sizes' is missing",
    "seed = ": "not TOML",
    LEAST + "colour = 1": "unknown key 'colour'; known: seed,",
    LEAST.replace("1", '"one"', 1): "seed: 'one' must be a whole number",
    LEAST.replace("[5]", "[]"): "sizes: is empty; give at least one",
    LEAST.replace("[5]", "[0]"): "sizes[0]: 0 must be between 1 and 2000",
    LEAST.replace("keeper", "sleeper"): "agents[0].kind: 'sleeper' is unknown; choose keeper",
    LEAST.replace('"keeper"', '"slips"'): "agents[0]: the kind 'slips' needs a share; add it",
    LEAST.replace('"keeper"', '"keeper", steps = 3'): "agents[0].steps: the kind 'keeper' has no steps; leave it out",
    LEAST + "discount = 1": "discount: 1 must be strictly between 0 and 1",
    LEAST + "[dials]\nshift = 1.5": "dials.shift: 1.5 must be between 0 and 1",
    LEAST + "[dials]\nshift = [0, 2]": "dials.shift[1]: 2 must be between 0 and 1",
    LEAST + "[dials]\nshift = []": "dials.shift: is empty",
    LEAST + "[dials]\nshift = [0.1, '1/10']": "dials.shift[1]: setting '0.1' is given twice",
    LEAST + "[dials]\ntraps = 0.5": "dials.traps: 0.5 must be a whole number",
    LEAST + "[dials]\ntraps = 5": "dials: 5 terminal states and traps leave no other state of 5",
    LEAST + "[dials]\nwrong_rows = 1": "dials.wrong_rows: nobody has beliefs; add an agent of the kind 'believer'",
    LEAST.replace("keeper", "believer") + "[dials]\nwrong_rows = 11": "dials.wrong_rows: 11 are more than the rows",
    LEAST + "[[readings]]\nname = 'x'\noptima = 'most'": "readings[0]: optima is 'most'; choose every or some",
    LEAST + "[[readings]]\nname = 'x'\nreplans = 'yes'": "readings[0].replans: goes by the agent",
    LEAST + "[[readings]]\nname = 'x'\nperforms = 'W3'": "readings[0]: performs is 'W3', which samples do not tell",
    LEAST + "[[readings]]\nname = 'x'\nobjectives = 'selected'": "readings[0]: selected_by: samples tell what",
    LEAST + "[[readings]]\nname = 'x'\n[[readings]]\nname = 'x'": "readings[1]: reading 'x' is given twice",
    LEAST + "[[primary]]\narrow = 'I9'\nreading = 'cautious'\nagent = 'keeper'": "primary[0].arrow: unknown arrow 'I9'",
    LEAST + "[[primary]]\narrow = 'I3'\nreading = 'bold'\nagent = 'keeper'": "primary[0].reading: 'bold' is unknown",
    LEAST + "[[primary]]\narrow = 'I3'\nreading = 'cautious'\nagent = 'x'": "primary[0].agent: 'x' is unknown",
    LEAST + "exposure = [0.2, 0.1]": "exposure: the shares must rise",
    LEAST + "tilt = 0.5\nbad_by = 'states'": "tilt: needs bad_by = 'pairs'",
    LEAST + "tilt = 0.5\n[dials]\nbad = 0": "tilt: needs dials.bad strictly between 0 and 1",
}


@for_each("text, said", FAULTS.items())
def test_a_fault_is_one_line_that_says_where(text, said):
    with pytest.raises(ValueError, match=re.escape(said)) as caught:
        read(text)
    assert "\n" not in str(caught.value)


ONLY_TOGETHER = (
    "twice",
    "leave no other",
    "nobody has",
    "more than the rows",
    "must rise",
    "tilt",
    "not TOML",
    "unknown'",
)
ONLY_TOGETHER += ("selected_by", "is unknown; choose cautious", "'x' is unknown", "'bold' is unknown")


@for_each("text", [text for text, said in FAULTS.items() if not any(x in said for x in ONLY_TOGETHER)])
def test_the_schema_refuses_what_is_wrong_by_itself(text):
    assert not valid(text)


def test_the_hash_goes_by_the_worlds_alone():
    spec = read(TILTED)
    assert read(TILTED.replace("all of it", "another name").replace("I3", "I5")).worlds_hash == spec.worlds_hash
    assert read(TILTED.replace("samples = 100", "samples = 200")).worlds_hash == spec.worlds_hash
    for old, new in (
        ("seed = 7", "seed = 8"),
        ("traps = 1", "traps = 0"),
        ("steps = 50", "steps = 51"),
        ("1/4", "1/5"),
    ):
        assert read(TILTED.replace(old, new)).worlds_hash != spec.worlds_hash

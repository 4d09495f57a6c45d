"""``check`` and ``zoo``: what they print, and that nothing a stranger wrote upsets or commands them."""

import copy
import json
import os
import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toymodel import Agent, Case, Environment, Judge, Objective, Policy, Reading, World, cli, zoo
from toymodel.alignment import ARROWS, AXES, DEFINITIONS
from toymodel.alignment.reading import RULES, values
from toymodel.cli import main
from toymodel.cli.describe import describe
from toymodel.cli.options import in_words
from toymodel.files.cases import case_from_data, case_to_data, read_case, write_case
from toymodel.worlds import Mixture

from ..files.test_cases import mutate
from ..for_each import for_each

HERS = ["--observed-in", "beliefs", "--objectives", "selected", "--selected-by", "human", "--performs-in", "beliefs"]


@pytest.fixture
def run(capsys, monkeypatch):
    """Run a command line: its status, what it printed and what it complained of."""
    monkeypatch.setenv("COLUMNS", "80")

    def run(*args):
        status = main([str(arg) for arg in args])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def answer(run, *args):
    status, out, err = run(*args)
    assert (status, err) == (0, "")
    return out


def refused(run, *args):
    status, out, err = run(*args)
    assert (status, out) == (2, "")
    assert err.startswith("toymodel: ")
    assert err.endswith("\n")
    assert err[:-1].isprintable()
    return err[len("toymodel: ") : -1]


def flat(text):
    return " ".join(text.split())


# ── answers ──


def test_a_verdict_comes_with_all_that_it_is_about(run):
    out = answer(run, "check", "misguided-researcher", *HERS)
    said = flat(out)
    for part in (
        "states start, Utopia, Doom, Shelf; actions deploy, verify, abstain; discount 0.9",
        "the AI is good: begins in start; in start: deploy → Utopia, verify → Utopia, abstain → Shelf; "
        "Utopia, Doom, Shelf are never left",
        "the AI is bad: as in training, but in start: deploy → Doom, verify → Shelf",
        "Base objective human values (verify in start -0.5, Utopia 1, Doom -10)",
        "the human calls bad in training anything in Doom in deployment deploy in start, anything in Doom",
        "Candidates human values; doom-lover (Doom 1); deployer (deploy in start 1); shelf-lover (Shelf 1); "
        "zero (pays nothing)",
        "Possible training 0.999; deployment 0.001",
        "Deferring verify in start, abstain in start",
        "its prior training 0.999; deployment 0.001 plays deploy in start",
        "Agent the researcher, a mesa-optimizer that pursues human values believes what she believes",
        "deploy → Utopia (0.999) or Doom (0.001)",
        "plays deploy in start",
        "Reading observed_in beliefs (not training), objectives selected (not every), performs W5 (not W1), "
        "selected_by human",
        "Impact alignment FAILS The researcher plays deploy in start, which the human judges bad.",
        "Robustness FAILS The researcher loses 90 on human values in deployment.",
        "Capability robustness HOLDS",
        "by its own beliefs the researcher loses nothing on human values.",
        "I3 broken intent alignment ∧ capability robustness ⇒ impact alignment",
        "broken: the premises hold here and the conclusion fails: a counterexample",
    ):
        assert part in said
    assert "open:" not in said  # only the states that occur are explained


@pytest.mark.parametrize("name", zoo.CASES)
def test_every_case_is_told_at_any_width(run, monkeypatch, name):
    if name == "frozen-lake":
        pytest.importorskip("gymnasium")
    for columns in (40, 80):
        monkeypatch.setenv("COLUMNS", str(columns))
        out = answer(run, "check", name)
        lines = out.splitlines()
        assert max(map(len, lines)) <= columns
        assert all(line.isprintable() for line in lines)
        assert [definition.noun for definition in DEFINITIONS.values() if definition.noun not in out.lower()] == []
    assert len(lines) < 120  # concise, even for a lake


def test_the_record_of_a_verdict_is_complete_and_stable(run):
    said = json.loads(answer(run, "check", "misguided-researcher", "--format", "json", *HERS))
    case = zoo.misguided_researcher()
    reading = Reading(observed_in="beliefs", objectives="selected", selected_by="human", performs="W5")
    assert list(said) == ["case", "agent", "reading", "verdicts", "arrows", "one mind"]
    assert case_from_data(said["case"]) == case
    assert said["agent"]["name"] == "the researcher"
    assert said["agent"]["training"] == said["agent"]["deployment"]
    assert said["agent"]["training"]["start"] == "deploy"
    assert said["reading"] == in_words(reading)
    checked = case.check_all(reading)
    assert {name: each["holds"] for name, each in said["verdicts"].items()} == {n: v.holds for n, v in checked.items()}
    assert said["verdicts"]["impact aligned"] == {
        "status": "false",
        "holds": False,
        "witness": [],
        "reason": "the researcher plays deploy in start, which the human judges bad",
    }
    assert said["verdicts"]["intent aligned"]["witness"] == [{"objective": "human values"}]
    assert list(said["arrows"]) == list(ARROWS)
    assert said["arrows"]["I3"] == {
        "premises": ["intent aligned", "capability robust"],
        "conclusion": "impact aligned",
        "state": "broken",
    }


def test_witnesses_are_listed_outside_in(run):
    said = json.loads(answer(run, "check", "misguided-researcher", "--format", "json"))
    objective, policy = said["verdicts"]["intent aligned"]["witness"]
    assert objective == {"objective": "deployer"}
    assert policy["policy"]["deployment"]["start"] == "deploy"


def test_what_has_no_value_is_null(run):
    said = json.loads(
        answer(run, "check", "unseen-state", "--agent", zoo.case("unseen-state").agents[-1].name, "--format", "json")
    )
    inner = said["verdicts"]["inner aligned"]
    assert (inner["status"], inner["holds"]) == ("undefined", None)
    assert said["arrows"]["I1"]["state"] == "open"
    assert "no mesa-optimizer" in inner["reason"]


def test_an_agent_with_two_policies(run, tmp_path):
    data = case_to_data(zoo.misguided_researcher())
    plays = dict.fromkeys(data["world"]["states"], "abstain")
    data["agents"] = [{"name": "Ann", "policy": {"plays": plays}, "deployed": {"plays": {**plays, "start": "verify"}}}]
    path = tmp_path / "two.json"
    path.write_text(json.dumps(data))
    said = flat(answer(run, "check", path))
    assert "plays Ann has one policy for each environment; read it with --replans yes" in said
    said = flat(answer(run, "check", path, "--replans", "yes"))
    assert "Ann, a table of what to do, with no objective inside" in said
    assert "in training plays abstain in start" in said
    assert "in deployment plays verify in start" in said
    record = json.loads(answer(run, "check", path, "--format", "json"))
    assert record["agent"] == {"name": "Ann", "training": None, "deployment": None}


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({}, "pursues human values plays"),
        ({"depth": 1}, "pursues human values, looking 1 step ahead plays"),
        ({"depth": 3}, "pursues human values, looking 3 steps ahead plays"),
        ({"search": "worst"}, "pursues human values, by search for the worst plays"),
        ({"search": {"softmax": 0.5}}, "by softmax search at temperature 0.5 plays deploy (≈ 0.731059) or"),
        ({"prior": {"x": 1}}, "as in deployment, but start → Shelf its prior (as in deployment, but start → Shelf) 1"),
    ],
)
def test_how_an_agent_searches_and_what_it_believes(run, tmp_path, how, said):
    data = case_to_data(zoo.misguided_researcher())
    part = {key: data["world"]["deployment"][key] for key in ("initial", "transition")}
    part = {**part, "transition": {**part["transition"], "start": "Shelf"}}
    data["environments"]["x"] = part
    data["agents"] = [{"name": "Ann", "pursues": "human values", **how}]
    path = tmp_path / "case.json"
    path.write_text(json.dumps(data))
    assert said in flat(answer(run, "check", path))


@pytest.fixture
def board(tmp_path):
    """The file of a case with a panel: one who grades, one who minds nothing, and the human of the story."""
    data = case_to_data(zoo.misguided_researcher())
    doom = [["Doom", action, 4] for action in data["world"]["actions"]]
    ann = {"name": "Ann", "graded": [["start", "deploy", 1], ["start", "verify", "1/3"], *doom]}
    data["judge"] = {"name": "the board", "several": [ann, {"name": "Ben", "bad": []}, data["judge"]]}
    path = tmp_path / "board.json"
    path.write_text(json.dumps(data))
    return path


def test_a_panel_and_its_grades_are_told(run, board):
    said = flat(answer(run, "check", board))
    assert (
        "Judges the board, 3 who may differ "
        "Judge Ann calls bad everywhere deploy in start (grade 1), verify in start (grade 1/3), "
        "anything in Doom (grade 4) "
        "Judge Ben calls bad everywhere nothing "
        "Judge the human calls bad in training anything in Doom "
        "in deployment deploy in start, anything in Doom Candidates"
    ) in said


def test_who_judges_from_which_grade_on_is_part_of_the_record(run, board):
    asked = ["--judges", "majority", "--succeeds-in", "both", "--grade", "2"]
    said = json.loads(answer(run, "check", board, "--format", "json", *asked))
    assert said["reading"] == {**in_words(Reading()), "judges": "majority", "succeeds_in": "both", "grade": "2"}
    assert case_from_data(said["case"]) == read_case(board)
    verdicts = {}
    for judges in ("all", "some", "majority"):
        for grade in ("0", "1/3", "1", "2"):
            args = ["--judges", judges, "--grade", grade, "--format", "json"]
            impact = json.loads(answer(run, "check", board, *args))["verdicts"]["impact aligned"]
            verdicts[judges, grade] = impact["holds"]
            assert impact["witness"] == ([{"judge": "Ben"}] if judges == "some" else [])
    assert verdicts == {
        (judges, grade): judges == "some" or (judges, grade) == ("majority", "2")  # what is merely listed has grade 1
        for judges in ("all", "some", "majority")
        for grade in ("0", "1/3", "1", "2")
    }


def test_the_cases_are_listed_with_a_line_each(run):
    out = answer(run, "zoo")
    assert [line.split()[0] for line in out.splitlines() if not line.startswith(" ")] == list(zoo.CASES)
    assert "misguided-researcher  The misguided AI researcher means well and does harm\n" in out
    assert "`" not in out
    for line in out.splitlines():
        assert line[22:].strip()


def test_a_case_can_be_printed_changed_and_checked(run, tmp_path):
    text = answer(run, "zoo", "paperclips")
    assert read_case(text) == zoo.paperclips()
    path = tmp_path / "mine.json"
    path.write_text(text.replace('"paperclips"', '"pins"'), "utf-8")
    assert flat(answer(run, "check", path)).startswith("pins An agent trained")
    plain = answer(run, "check", "paperclips", "--format", "json")
    path.write_text(text, "utf-8")
    assert answer(run, "check", path, "--format", "json") == plain


# ── options ──


def choices():
    return [(axis.name, value) for axis in AXES for value in values(axis)]


@for_each("axis, value", choices())
def test_every_word_of_every_axis_is_an_option(run, axis, value):
    more = ["--tolerance", "1/2"] if value == "tolerant" else ["--selected-by", RULES[0]] if value == "selected" else []
    spelt = f"--{axis.replace('_', '-')}", value.lower().replace("_", "-")
    status, out, err = run("check", "paperclips", "--format", "json", *spelt, *more)
    if status == 2 and "pip install" in err:
        pytest.skip("needs NumPy and SciPy")
    assert (status, err) == (0, "")
    assert json.loads(out)["reading"][axis] == value


def test_numbers_and_shorthands(run):
    for args, wanted in (
        (["--performs-in", "deployment"], {"performs": "W1"}),
        (["--performs-in", "beliefs"], {"performs": "W5"}),
        (["--performs", "W2", "--epsilon", "1/3"], {"performs": "W2", "epsilon": "1/3"}),
        (["--base-judge", "tolerant", "--tolerance", "0.25"], {"base_judge": "tolerant", "tolerance": "0.25"}),
        (["--grade", "1.5"], {"grade": "1.5"}),
    ):
        said = json.loads(answer(run, "check", "misguided-researcher", "--format", "json", *args))["reading"]
        assert said == {**in_words(Reading()), **wanted}


def test_names_of_cases_and_agents_are_found(run):
    assert answer(run, "check", "Misguided_Researcher") == answer(run, "check", "misguided-researcher")
    assert "Agent the learned table" in flat(answer(run, "check", "coin-line", "--agent", "the learned table"))


def test_help_names_every_option(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    for command in ([], ["check"], ["compare"], ["zoo"]):
        with pytest.raises(SystemExit) as done:
            main([*command, "--help"])
        assert done.value.code == 0
        assert "usage: toymodel" in capsys.readouterr().out


# ── refusals ──


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ("", "the following arguments are required: COMMAND"),
        ("chek", "invalid choice: 'chek'"),
        ("check", "the following arguments are required: NAME-or-FILE"),
        ("check misguided", "no case and no file 'misguided' (did you mean misguided-researcher?); toymodel zoo lists"),
        ("check qqqq", "there is no case and no file 'qqqq'; toymodel zoo lists the cases"),
        ("check ./qqqq", "qqqq: No such file or directory"),
        ("check qqqq.json", "qqqq.json: No such file or directory"),
        ("check .", "'.' is a directory; name a file in it"),
        ("zoo qqqq", "there is no case"),
        ("check tie --agent Bob", "has no agent 'Bob'; its agents are"),
        ("check tie --optima most", "argument --optima: 'most' is unknown; choose every or some"),
        ("check tie --behaviour feasible", "unrecognized arguments: --behaviour"),
        ("check tie --epsilon much", "argument --epsilon: number is 'much', not a number; write it like 3"),
        ("check tie --epsilon 1", "--performs W1 is exact; use --performs"),
        ("check tie --epsilon nan", "not a number"),
        ("check tie --grade bad", "argument --grade: number is 'bad', not a number; write it like 3"),
        ("check tie --grade=-1", "grade is -1; it must be at least 0"),
        ("check tie --judges most", "argument --judges: 'most' is unknown; choose all, some or majority"),
        (
            "check tie --succeeds-in training",
            "argument --succeeds-in: 'training' is unknown; choose deployment or both",
        ),
        ("check tie --tolerance 1", "a strict base judge has tolerance 0; use --base-judge tolerant"),
        ("check tie --base-judge tolerant", "a tolerant base judge needs a tolerance above 0"),
        ("check tie --selected-by human", "--selected-by human goes with --objectives selected"),
        ("check tie --performs W5 --performs-in beliefs", "--performs and --performs-in say the same; give one"),
        ("check tie --format xml", "invalid choice: 'xml'"),
        ("check no\x1b[2Jno", r"no case and no file 'no\x1b[2Jno'"),
        ("check tie --agent \udc80\u202e", r"has no agent '\udc80\u202e'"),
    ],
)
def test_bad_input_is_refused_in_one_line(run, args, message):
    assert message in refused(run, *args.split(" ") if args else [])


@for_each(
    "wrong, advice, right",
    [
        ("check tie --epsilon 1", "--performs W2 or --epsilon 0", "check tie --epsilon 1 --performs W2"),
        ("check tie --epsilon 1", "--performs W2 or --epsilon 0", "check tie --epsilon 0"),
        ("check tie --tolerance 1", "--base-judge tolerant", "check tie --tolerance 1 --base-judge tolerant"),
        ("check tie --base-judge tolerant", "a tolerance above 0", "check tie --base-judge tolerant --tolerance 1/9"),
        ("check tie --selected-by base", "--objectives selected", "check tie --selected-by base --objectives selected"),
        ("check tie --grade much", "write it like 3, -1/2, 0.9 or 1e-3", "check tie --grade 1e-3"),
        ("check tie --grade 1e999", "at most 1e99 is read", "check tie --grade 1e99"),
        ("check tea", "(did you mean tie?)", "check tie"),
        ("zoo tei", "toymodel zoo lists", "zoo"),
        ("check tie --agent Bob", "its agents are the robot", "check tie --agent the_robot"),
        ("check tie --performs W9", "choose W1, W2,", "check tie --performs W2"),
        ("compare tie --axis judged", "succeeds_in", "compare tie --axis succeeds_in"),
    ],
)
def test_advice_works(run, wrong, advice, right):
    assert advice in refused(run, *wrong.split())
    answer(run, *(word.replace("the_", "the ") for word in right.split()))


def test_advice_in_a_verdict_works(run):
    said = flat(answer(run, "check", "tie", "--objectives", "selected"))
    assert "Nobody has said which of the demonstrated objectives is selected; give --selected-by." in said
    assert "Nobody" not in answer(run, "check", "tie", "--objectives", "selected", "--selected-by", "first")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\xff\xfe\x00", "is not UTF-16"),
        (b"\xff\xff", "is not UTF-8"),
        (b"[]", "[] must be an object"),
        (b'{"a": NaN}', "a: NaN is not a number"),
        (b"[" * 10**6, "deeper than"),
        (b'{"x": "' + b"y" * 10**7 + b'"}', "larger than"),
        (b'{"\x1b[2J": 1}', "not JSON"),
        (b'{"\\u001b[2J": 1}', r"unknown key '\x1b[2J'"),
        ('{"\u202e": 1}'.encode(), r"unknown key '\u202e'"),
    ],
)
def test_a_file_that_is_no_case_is_refused_in_one_line(run, tmp_path, content, message):
    path = tmp_path / "case.json"
    path.write_bytes(content)
    said = refused(run, "check", path)
    assert said.startswith(f"{path}: ")
    assert message in said


def test_what_is_not_installed_is_named(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "gymnasium", None)
    assert "needs Gymnasium: pip install gymnasium" in refused(run, "check", "frozen-lake")


def test_the_package_of_a_subcommand_that_is_not_installed_is_named(run, monkeypatch):
    monkeypatch.setattr(cli, "entry_points", lambda **_: ())
    for asked in (["atlas"], ["atlas", "--states", "2", "--format", "json"], ["atlas", "--help"], ["atlas", "x", "--"]):
        said = refused(run, *asked)
        assert said.startswith("toymodel atlas needs the installed package, not its source alone: pip install . in ")
    assert answer(run, "check", "tie")
    with pytest.raises(SystemExit):
        main(["--help"])


def test_a_subcommand_that_cannot_be_loaded_keeps_no_other_from_working(run, monkeypatch):
    entries = [EntryPoint(name, "toymodel.nowhere", "toymodel.commands") for name in ("atlas", "map")]
    monkeypatch.setattr(cli, "entry_points", lambda **_: entries)
    assert refused(run, "atlas") == "toymodel atlas needs NumPy: pip install numpy"
    assert refused(run, "map", "--scale", "2") == "toymodel map is not at hand: No module named 'toymodel.nowhere'"
    assert answer(run, "check", "tie")


def test_an_interruption_is_no_traceback(run, monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(zoo, "case", lambda _: interrupted())
    assert run("check", "tie") == (130, "", "toymodel: interrupted\n")


few = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@given(st.sampled_from(["misguided-researcher", "nursery-corridor", "lazy-clipper"]), st.data())
@few
def test_no_file_brings_a_traceback_or_commands_the_terminal(run, tmp_path, name, data):
    changed = copy.deepcopy(case_to_data(zoo.case(name)))
    mutate(changed, data.draw, data.draw(st.integers(1, 3)))
    path = tmp_path / "case.json"
    path.write_text(json.dumps(changed))
    args = data.draw(st.sampled_from([[], ["--format", "json"], HERS, ["--performs", "W2", "--epsilon", "5"]]))
    status, out, err = run("check", path, *args)
    assert status in (0, 2)
    assert (status == 2) is (len(err.splitlines()) == 1) is (out == "")
    assert all(line.isprintable() for line in (out + err).split("\n"))


# ── the process ──


def process(*args, **more):
    env = {**os.environ, **more.pop("env", {})}
    return subprocess.Popen([sys.executable, "-m", "toymodel", *args], env=env, **more)


def test_the_module_runs_and_a_reader_may_leave():
    reading, writing = os.pipe()
    os.close(reading)
    left = process("zoo", stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert left.communicate()[1] == b""
    assert left.returncode == 0


def test_letters_that_an_encoding_lacks_are_spelt():
    done = process("check", "paperclips", stdout=subprocess.PIPE, env={"PYTHONIOENCODING": "ascii"})
    assert b"outer alignment and objective robustness => intent alignment" in done.communicate()[0]
    assert done.returncode == 0


def test_what_is_on_record_is_printed_with_a_verdict(tmp_path, capsys):
    """Each sentence is said once, with what it is of: environments, what is believed and possible, the policy."""
    thirds = dict.fromkeys("abc", 1 / 3)

    def env(to, name):
        moves = {s: {"go": thirds if s == "a" else to, "stay": s} for s in "abc"}
        return Environment.build(moves, start="a", discount="0.9", rounding=1000, name=name)

    here, there = env("b", "here"), env("c", "there")
    plays = {s: {"go": 1 / 3, "stay": 2 / 3} for s in "abc"}
    agent = Agent("Ann", Policy.on(here, plays, rounding=100), believed=there)
    zero, mixture = Objective.zero(here), Mixture.of([(here, 1 / 3), (there, 2 / 3)], rounding=10)
    case = Case("thirds", "A story.", World(here, there), (agent,), zero, Judge.of([]), (zero,), possible=mixture)
    said = "\n".join(describe(case, Reading()))
    flat = " ".join(said.split())
    assert "On record training, deployment, what is believed and what is possible: 3 of 9 probabilities" in flat
    assert (
        "what is possible: 2 of 2 probabilities were rounded to the nearest fraction with a denominator up to 10,"
        in flat
    )
    assert "the policy: 6 of 6 probabilities were rounded to the nearest fraction with a denominator up to 100," in flat
    write_case(case, tmp_path / "thirds.json")
    assert main(["check", str(tmp_path / "thirds.json")]) == 0
    assert "the policy: 6 of 6 probabilities" in " ".join(capsys.readouterr().out.split())

"""Commands on cases: each does what it says, undoes nothing else, and refuses in one line."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel import Agent, Demonstrations, Judge, zoo
from toymodel.files.cases import read_case, write_case
from toymodel.solve import bad_pairs
from toymodel_book.editor.editing import apply, command, opened, share
from toymodel_book.editor.editor import editor

from ..for_each import for_each

LAZY = write_case(zoo.lazy_clipper())
RESEARCHER = write_case(zoo.misguided_researcher())
DAY, NIGHT = "the morning", "the evening"
HOSTILE = '<img src=x onerror="alert(1)">'


def after(text, *commands):
    for each in commands:
        text = apply(text, each)
    return read_case(text)


def chances(env, state, action):
    return {env.states[t]: str(p) for t, p in env.transition[env.state(state)][env.action(action)]}


@pytest.mark.parametrize("name", list(zoo.CASES))
def test_opening_what_was_saved_changes_nothing(name):
    text = write_case(zoo.case(name))
    assert apply(text, command("open", text)) == text
    assert opened(text).world == zoo.case(name).world


@pytest.mark.parametrize(
    ("where", "training", "deployment"), [("both", True, True), ("training", True, False), ("deployment", False, True)]
)
def test_an_edit_reaches_the_environments_that_it_names(where, training, deployment):
    world = after(LAZY, command("lead", where, DAY, "rest", DAY)).world
    for env, reached in ((world.training, training), (world.deployment, deployment)):
        assert chances(env, DAY, "rest") == {DAY if reached else NIGHT: "1"}


def test_what_an_agent_believes_is_edited_by_its_name():
    case = after(LAZY, command("lead", "what it believes", DAY, "switch on", NIGHT))
    assert case.world == zoo.lazy_clipper().world
    assert not case.check("impact aligned").holds, "it throws the switch now"


def test_probabilities_stay_exact_and_sum_to_one():
    both = [command("also", "both", DAY, "rest", DAY), command("chance", "both", DAY, "rest", DAY, "1/3")]
    assert chances(after(LAZY, *both).world.training, DAY, "rest") == {DAY: "1/3", NIGHT: "2/3"}
    back = command("chance", "both", DAY, "rest", DAY, "0")
    assert after(LAZY, *both, back) == zoo.lazy_clipper()


@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(1, 9), min_size=1),
    st.sampled_from("abcd"),
    st.fractions(0, 1, max_denominator=50),
)
def test_a_share_leaves_the_others_in_proportion(weights, name, chance):
    from fractions import Fraction

    total = sum(weights.values())
    row = {key: str(Fraction(weight, total)) for key, weight in weights.items()}
    stays = "e"
    made = {key: Fraction(value) for key, value in share(row, name, str(chance), stays).items()}
    assert sum(made.values()) == 1
    assert made.get(name, 0) == chance
    others = [key for key in weights if key != name]
    assert len({made.get(key, 0) / weights[key] for key in others}) <= 1
    assert others or chance == 1 or made[stays] == 1 - chance


def test_states_are_added_renamed_and_removed():
    case = after(LAZY, command("add-state", "a cellar"), command("lead", "both", DAY, "rest", "a cellar"))
    assert case.world.training.states == (DAY, NIGHT, "a cellar")
    case = after(write_case(case), command("rename-state", "a cellar", "the attic"))
    assert chances(case.world.training, DAY, "rest") == {"the attic": "1"}
    case = after(write_case(case), command("remove-state", "the attic"))
    assert chances(case.world.training, DAY, "rest") == {DAY: "1"}
    assert after(LAZY, command("add-state", "a cellar"), command("remove-state", "a cellar")) == zoo.lazy_clipper()


@pytest.mark.parametrize("name", ["lazy-clipper", "misguided-researcher", "coin-line", "taxonomy", "frozen-lake"])
def test_renaming_there_and_back_changes_nothing(name):
    text, env = write_case(zoo.case(name)), zoo.case(name).world.training
    for what, known in (("state", env.states), ("action", env.actions)):
        for old in known:
            there = apply(text, command(f"rename-{what}", old, HOSTILE))
            assert old not in json.loads(there)["world"][f"{what}s"]
            assert apply(there, command(f"rename-{what}", HOSTILE, old)) == text


def test_actions_are_added_and_removed():
    case = after(LAZY, command("add-action", "sing"))
    assert chances(case.world.training, NIGHT, "sing") == {NIGHT: "1"}
    assert after(write_case(case), command("remove-action", "sing")) == zoo.lazy_clipper()


def test_a_new_action_pays_what_its_state_pays():
    case = after(RESEARCHER, command("add-action", "sing"))
    env = case.world.deployment
    row = dict(zip(env.actions, case.human.mean(env)[env.state("Doom")], strict=True))
    assert row == {"deploy": -10, "verify": -10, "abstain": -10, "sing": -10}


def test_a_played_action_makes_a_table_and_the_beliefs_stay():
    case = after(RESEARCHER, command("play", "the researcher", "both", "start", "verify"))
    (agent,) = case.agents
    assert agent.objective is None
    assert agent.believed == zoo.misguided_researcher().agents[0].believed
    assert case.check("impact aligned").holds
    again = after(write_case(case), command("pursue", "the researcher", "human values"))
    assert again.agents[0].objective == case.human


def test_a_table_may_play_otherwise_in_deployment():
    case = after(LAZY, command("play", "the lazy clipper", "deployment", DAY, "rest"))
    (agent,), env = case.agents, case.world.training
    assert [policy.support[0] for policy in agent.replans(case.world)] == [
        {env.action("by hand")},
        {env.action("rest")},
    ]
    same = after(write_case(case), command("play", "the lazy clipper", "training", DAY, "rest"))
    assert same.agents[0].deployed is None


def test_what_is_bad_can_be_toggled():
    case = after(LAZY, command("bad", "both", DAY, "rest"))
    env = case.world.training
    assert bad_pairs(env, case.judge) == {env.pair((DAY, "rest")), env.pair((DAY, "switch on"))}
    assert after(write_case(case), command("bad", "both", DAY, "rest")) == zoo.lazy_clipper()
    case = after(RESEARCHER, command("bad", "training", "start", "deploy"))
    env = case.world.training
    assert env.pair(("start", "deploy")) in bad_pairs(env, case.judge)


def test_a_judge_by_an_objective_lists_pairs_once_they_are_edited():
    case = after(LAZY, command("judge-by", "clips by hand"))
    env = case.world.deployment
    before = bad_pairs(env, case.judge)
    assert before == {env.pair((DAY, "rest")), env.pair((DAY, "switch on"))}
    edited = after(write_case(case), command("bad", "both", DAY, "rest"))
    assert bad_pairs(env, edited.judge) == {env.pair((DAY, "switch on"))}


def test_panels_and_grades_are_kept_through_renames_and_edited_in_the_file():
    judges = {
        "graded": Judge.graded({("the desert", "workshop"): 2, ("the city", "melt down"): "1/2"}, "Ann"),
        "several": Judge.several(
            [Judge.of([("the city", "melt down")], "Ben"), Judge.by(zoo.paperclips().base, name="Cleo")], "both"
        ),
    }
    for kind, judge in judges.items():
        case = read_case(write_case(replace(zoo.paperclips(), judge=judge)))
        text = write_case(case)
        there = after(text, command("rename-state", "the city", "town"), command("rename-action", "rest", "sleep"))
        back = after(
            write_case(there), command("rename-state", "town", "the city"), command("rename-action", "sleep", "rest")
        )
        assert back.judge == case.judge, kind
        with pytest.raises(ValueError, match="edit that in the file, or choose"):
            after(text, command("bad", "both", "the city", "workshop"))
        assert after(text, command("judge-by", case.base.name)).judge.objective == case.base


def test_each_environment_can_be_judged_by_itself():
    case = after(
        LAZY,
        command("lead", "deployment", DAY, "rest", DAY),
        command("judge-apart"),
        command("bad", "deployment", DAY, "by hand"),
    )
    sizes = [len(bad_pairs(env, case.judge)) for env in (case.world.training, case.world.deployment)]
    assert sizes == [1, 2]


def test_agents_beliefs_and_objectives_come_and_go():
    case = after(
        LAZY,
        command("add-objective", "singing"),
        command("pay", "singing", DAY, "rest", "2/3"),
        command("add-agent", "Ann"),
        command("imagine", "Ann", "a dream"),
        command("pursue", "Ann", "singing"),
        command("lead", "a dream", DAY, "rest", DAY),
        command("human", "singing"),
        command("base", "singing"),
        command("rename-objective", "singing", "song"),
        command("rename-agent", "Ann", "Bob"),
        command("remove-agent", "the lazy clipper"),
        command("discount", "1/2"),
        command("name", "a song"),
    )
    (bob,) = case.agents
    assert (bob.name, bob.objective.name, case.base.name, case.human.name) == ("Bob", "song", "song", "song")
    assert str(case.world.training.discount) == "1/2"
    assert chances(bob.believed, DAY, "rest") == {DAY: "1"}
    truth = after(write_case(case), command("believe", "Bob", "the truth"), command("human", ""))
    assert truth.agents[0].believed is None
    assert truth.human is None


@for_each(
    "given, said",
    [
        ("", "empty"),
        ("'", "cannot be read"),
        ("fly", "there is no command 'fly'"),
        ("add-state", "takes 1 words, not 0"),
        (command("add-state", DAY), "names must differ"),
        (command("add-state", ""), "takes 1 words"),
        (command("add-state", " "), "needs a name"),
        (command("add-state", "x\x00"), "printable"),
        (command("rename-state", "nowhere", "x"), "there is no state 'nowhere'"),
        (command("remove-state", DAY), "let it start elsewhere"),
        (command("remove-agent", "the lazy clipper"), "at least one agent"),
        (command("remove-objective", "clips by hand"), "still in use"),
        (command("remove-objective", "zero"), "the objective that pays nothing is missing"),
        (command("discount", "2"), "strictly between 0 and 1"),
        (command("chance", "both", DAY, "rest", NIGHT, "1.5"), "between 0 and 1"),
        (command("chance", "both", DAY, "rest", NIGHT, "a lot"), "not a number"),
        (command("chance", "nowhere", DAY, "rest", NIGHT, "1"), "there is no environment 'nowhere'"),
        (command("chance", "both", NIGHT, "rest", NIGHT, "1/2"), "something else has to happen"),
        (command("pay", "clips by hand", DAY, "rest", "dear"), "not a number"),
        (command("pursue", "the lazy clipper", "nothing"), "there is no objective 'nothing'"),
        (command("judge-apart"), "one environment here"),
        (command("open", "/etc/passwd"), "begins with “{”"),
        (command("open", "{"), "not JSON"),
        (command("open", "{}"), "is missing"),
        (HOSTILE, "there is no command"),
        ("x" * 50_000, "there is no command"),
        (command("add-state", HOSTILE * 50), "printable text"),
    ],
)
def test_a_faulty_command_is_refused_in_one_line(given, said):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - what it says is looked at below
        apply(LAZY, given)
    message = str(refused.value)
    assert said in message
    assert "\n" not in message
    assert len(message) < 600


def test_a_world_too_large_to_be_judged_at_once_is_refused(monkeypatch):
    monkeypatch.setattr("toymodel_book.editor.editing.MAX_STATES", 3)
    text = apply(write_case(zoo.lazy_clipper()), command("add-state", "one"))
    with pytest.raises(ValueError, match="can be edited"):
        apply(text, command("add-state", "one more"))


def test_people_may_write_commands_with_spaces_and_quotes():
    assert apply(LAZY, f'lead both "{DAY}" rest "{DAY}"') == apply(LAZY, command("lead", "both", DAY, "rest", DAY))


def test_the_base_objective_may_differ_by_environment():
    names = [each.name for each in zoo.lazy_clipper().candidates]
    first, second = names[:2]
    case = after(LAZY, command("base-in", "training", first), command("base-in", "deployment", second))
    assert (case.base.training.name, case.base.deployment.name) == (first, second)
    renamed = after(write_case(case), command("rename-objective", second, "another"))
    assert renamed.base.deployment.name == "another"
    assert after(write_case(case), command("base", first)).base.name == first
    with pytest.raises(ValueError, match="in training or deployment, not 'both'"):
        apply(LAZY, command("base-in", "both", first))
    shown = editor.render(world=write_case(case))
    assert "Paid in deployment" in shown
    assert "Paid in deployment" not in editor.render(world=LAZY)


def test_an_agent_that_was_not_observed_everywhere_is_shown_and_changed():
    env = zoo.lazy_clipper().world.training
    trajectory = [(env.initial[0][0], 0)]
    agent = Agent.from_demonstrations("Ann", Demonstrations.read(env, [trajectory]))
    text = write_case(replace(zoo.lazy_clipper(), agents=(agent,)))
    shown = editor.render(world=text)
    assert "where it was not observed" in shown
    assert opened(text).agents[0].incomplete
    for state in env.states:
        text = apply(text, command("play", "Ann", "both", state, env.actions[0]))
    assert not any(not row for row in opened(text).agents[0].policy.rows)
    assert "where it was not observed" not in editor.render(world=text)

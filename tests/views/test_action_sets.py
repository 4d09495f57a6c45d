"""Worlds with action sets and ends, in pictures, in the editor and in words."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from toymodel.agents import Agent, MesaOptimizer
from toymodel.alignment import Case, Reading
from toymodel.cli import main
from toymodel.files import write_case
from toymodel.files.cases import read_case
from toymodel.solve import bad_pairs
from toymodel.worlds import Environment, Judge, Objective, Policy, World
from toymodel_book import views
from toymodel_book.drawing.stage import Stage
from toymodel_book.editor.desk import Desk
from toymodel_book.editor.editing import apply
from toymodel_book.editor.panels import state_panel

from .. import strategies
from .test_world import doors, parts

MOVES = {"road": {"left": "hut", "right": "end"}, "hut": {"leave": "end", "right": "end"}, "end": None}
ENV = Environment.build(MOVES, start="road", discount=1, only_listed=True)
HOME = Objective.on(ENV, {("hut", "leave"): 1}, "home")
AGENTS = (Agent("Ann", Policy.on(ENV, {"road": "left", "hut": "right"})), MesaOptimizer("Ben", HOME))
CASE = Case("walk", "", World.same(ENV), AGENTS, HOME, Judge.of_states(ENV, ["hut"]), (HOME, Objective.zero(ENV)))
TEXT = write_case(CASE)


def test_what_is_not_available_is_not_drawn_and_an_end_is_marked():
    drawn = str(views.world(ENV, AGENTS[0].policy, bad_pairs(ENV, CASE.judge)))
    assert sorted(doors(drawn)) == [("hut", "leave"), ("hut", "right"), ("road", "left"), ("road", "right")]
    assert framed_twice(drawn) == ["end"]
    said = Stage.of(ENV, AGENTS[0].policy, []).says()
    assert "The episode ends in end." in said
    assert "A run: road, hut then end." in said


def framed_twice(drawn):
    """The states that are drawn as ends."""
    return [room.get("data-state") for room in parts(drawn, "toy-room") if "toy-end" in ET.tostring(room, "unicode")]


@settings(max_examples=40, deadline=None)
@given(strategies.episodes())
def test_any_such_world_is_drawn(env):
    drawn = str(views.world(env, Policy.uniform(env.available, len(env.actions)), []))
    assert sorted(framed_twice(drawn)) == sorted(env.states[s] for s in env.ended)


def test_the_editor_shows_and_keeps_action_sets():
    assert read_case(TEXT).world == CASE.world
    for picked, note in (("hut", "not available here"), ("end", "The episode ends here")):
        panel = state_panel(Desk(CASE, TEXT, "both", picked, "Ann", "home", Reading(), "", ""))
        assert note in panel
        assert ("ed-play-0" in panel) is False
    changed = read_case(apply(TEXT, "play Ann both hut leave"))
    assert changed.world == CASE.world
    assert changed.agents[0].policy.rows[1] == ((2, 1),)
    with pytest.raises(ValueError, match="'left' is not available in 'hut'; make it available there first"):
        apply(TEXT, "lead both hut left road")
    for command_ in ("play Ann both hut left", "bad both hut left"):
        with pytest.raises(ValueError, match="'left' is not available in 'hut'; make it available there first"):
            apply(TEXT, command_)
        assert apply(apply(apply(TEXT, "discount 1/2"), "allow hut left"), command_)
    with pytest.raises(ValueError, match="'left' is not available in 'end'; the episode ends there"):
        apply(TEXT, "play Ann both end left")


@pytest.mark.parametrize(
    "command",
    ["add-state well", "rename-state end out", "add-action sing", "rename-action left on",
     "remove-action leave", "add-agent Cleo", "discount 1/2", "lead both road left end"],
)  # fmt: skip
def test_commands_leave_the_rest_as_it_was(command):
    env = read_case(apply(TEXT, command)).world.training
    name = {"rename-state end out": "out"}.get(command, "end")
    assert env.state(name) in env.ended
    assert env.available[env.state("road")] >= {0, 1}


def test_what_would_make_an_end_of_a_state_is_refused():
    only = apply(TEXT, "remove-action right")
    with pytest.raises(ValueError, match="'left' is all that can be done in 'road'; end the episode there first"):
        apply(only, "remove-action left")
    assert read_case(apply(apply(only, "end road"), "remove-action left")).world.training.actions == ("leave",)
    with pytest.raises(ValueError, match="discount is 1, and a policy can go on for ever: road → road"):
        apply(TEXT, "remove-state hut")
    assert read_case(apply(apply(TEXT, "discount 1/2"), "remove-state hut")).world.training.states == ("road", "end")


def test_the_command_line_tells_of_ends_and_of_no_choice(tmp_path, capsys):
    path = tmp_path / "walk.json"
    path.write_text(TEXT, encoding="utf-8")
    assert main(["check", str(path)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "discount 1, as every policy surely ends" in said
    assert "in road: left → hut, right → end" in said
    assert "end is an end" in said
    assert "no choice" not in said
    one = {"road": {"left": "hut"}, "hut": {"leave": "end"}, "end": None}
    env = Environment.build(one, start="road", discount=1, only_listed=True)
    agent, zero = Agent("Ann", Policy.on(env, {"road": "left", "hut": "leave"})), Objective.zero(env)
    path.write_text(write_case(Case("walk", "", World.same(env), (agent,), zero, Judge(), (zero,))), encoding="utf-8")
    assert main(["check", str(path)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "no choice in either environment: there every objective is trivial, and theorems may not apply" in said

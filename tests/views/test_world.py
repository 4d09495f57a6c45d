"""Pictures of worlds show every state, and let no name out as markup."""

from xml.etree import ElementTree as ET

from hypothesis import given, settings

from toymodel import Environment, views, zoo
from toymodel.solve import bad_pairs
from toymodel.views.world import describe, layout

from .. import strategies


@given(strategies.environments())
@settings(max_examples=40, deadline=None)
def test_any_world_can_be_drawn_with_its_states_apart(env):
    drawn = ET.fromstring(views.world(env))
    labels = [e.text for e in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}circle"))) == len(env.states)
    assert all(any(name[:8] in (label or "") for label in labels) for name in env.states)
    assert len(set(layout(env))) == len(env.states)


def test_names_are_escaped():
    hostile = '<script>"&'
    env = Environment.build({hostile: {"<a>": hostile, "b": "t"}, "t": "t"}, start=hostile, discount="0.9")
    drawn = views.world(env)
    ET.fromstring(drawn)
    assert "<script" not in drawn
    assert "<a>" not in drawn


def test_what_is_played_and_what_is_bad_is_said_in_words():
    case = zoo.misguided_researcher()
    env = case.world.deployment
    words = describe(env, [(0, 0)], bad_pairs(env, case.judge))
    assert "Played: deploy in start." in words
    assert "Judged bad: deploy in start, deploy in Doom" in words
    drawn = views.world(env, case.agents[0].keeps(case.world), bad_pairs(env, case.judge))
    assert "✗ ▶ deploy" in drawn
    assert "✗ bad" in drawn

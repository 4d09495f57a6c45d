"""What is available is changed in the editor: what depends on it follows and is said, and can be taken back."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toymodel import Agent, Demonstrations, Judge, zoo
from toymodel.agents import Controller
from toymodel.files.cases import read_case, write_case
from toymodel.solve import bad_pairs
from toymodel.worlds import Mixture, Policy, World
from toymodel_book.actions import offers
from toymodel_book.editor.editing import apply, command, told
from toymodel_book.editor.editor import editor

from ..for_each import for_each
from .test_action_sets import CASE, ENV, TEXT
from .test_editor import handed, problem, said

LAZY = write_case(zoo.lazy_clipper())
RESEARCHER = write_case(zoo.misguided_researcher())
DAY, NIGHT = "the morning", "the evening"
WALK = apply(TEXT, "discount 1/2")


def after(text, *commands):
    """The text after commands, and what they said."""
    notes = []
    for each in commands:
        text, note = told(text, each)
        notes.append(note)
    return text, " ".join(filter(None, notes))


def environments(case):
    return (case.world.training, case.world.deployment, *filter(None, (agent.believed for agent in case.agents)))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_taken_away_is_gone_everywhere_and_verdicts_follow(data):
    name = data.draw(st.sampled_from([name for name in zoo.CASES if name != "frozen-lake"]))
    text = write_case(zoo.case(name))
    env = zoo.case(name).world.training
    state, action = data.draw(st.sampled_from(env.states)), data.draw(st.sampled_from(env.actions))
    ends = data.draw(st.booleans()) or len(env.actions) == 1
    there, back = ("end", "go-on") if ends else ("bar", "allow")
    words = (state,) if ends else (state, action)
    came = handed(case=name, command=command(there, *words), picked=state)
    case = read_case(came["world"])
    for each in environments(case):
        assert env.action(action) not in each.available[env.state(state)]
        assert (env.state(state) in each.ended) == ends
        assert sum(map(len, env.available)) - sum(map(len, each.available)) == (len(env.actions) if ends else 1)
    assert "No verdict" not in said(editor.render(**came))
    assert handed(**came | {"command": "undo\t"})["world"] == "", "undo restores all, the judge's list too"
    again = handed(**came | {"command": command(back, *words)})
    restored = read_case(again["world"] or text)  # none is handed back where all is as it was
    for each in environments(restored):
        assert each.available == env.available
    assert read_case(text).candidates == restored.candidates, "payments are kept"


def test_what_led_somewhere_can_be_had_again_as_it_was():
    there = [command("bar", DAY, "by hand"), command("allow", DAY, "by hand")]
    text, note = after(LAZY, *there, command("lead", "both", DAY, "by hand", NIGHT))
    believed = command("lead", "what it believes", DAY, "by hand", NIGHT)
    assert read_case(apply(text, believed)).world == zoo.lazy_clipper().world
    assert "Of no account now: what clips by hand" in note
    assert "by hand stays in the morning." in note
    assert "Of account again: what clips by hand" in note


def test_a_table_does_what_is_left_in_proportion():
    mixed = Policy.on(ENV, {"road": "right", "hut": {"leave": "1/3", "right": "2/3"}})
    text = write_case(replace(CASE, agents=(Agent("Ann", mixed),)))
    changed, note = after(text, "bar hut right")
    assert read_case(changed).agents[0].policy.rows[1] == ((2, 1),)
    assert "Ann does leave there now." in note
    assert after(text, "bar road left")[1] == "", "what nobody does, judges or pays for goes without a word"
    three = read_case(apply(WALK, "allow hut left"))
    mixed = Policy.on(three.world.training, {"road": "left", "hut": {"left": "1/2", "right": "1/6", "leave": "1/3"}})
    changed, note = after(write_case(replace(three, agents=(Agent("Ann", mixed),))), "bar hut left")
    assert {a: str(p) for a, p in read_case(changed).agents[0].policy.rows[1]} == {1: "1/3", 2: "2/3"}
    assert "Ann does right or leave there now." in note
    three, note = after(apply(WALK, "allow hut left"), "play Ann both hut left", "bar hut left")
    assert read_case(three).agents[0].policy == CASE.agents[0].policy.on(ENV, {"road": "left", "hut": "right"})
    assert "Ann does right there now." in note


def test_nothing_is_known_of_who_was_seen_doing_what_cannot_be_done():
    ann = Agent.from_demonstrations("Ann", Demonstrations.read(ENV, [[("road", "left"), ("hut", "leave")]]))
    text = write_case(replace(CASE, agents=(ann,)))
    changed, note = after(text, "bar hut leave")
    assert [bool(row) for row in read_case(changed).agents[0].policy.rows] == [True, False, False]
    assert "Nobody has seen what Ann does there now." in note
    more, note = after(text, "discount 1/2", "go-on end")
    assert not read_case(more).agents[0].policy.rows[2]
    assert "Ann" not in note


def test_what_a_learner_does_with_each_memory_follows_too():
    left, right = (Policy.on(ENV, {"road": way, "hut": "leave"}) for way in ("left", "right"))
    learner = Controller("habits", (("at first", left), ("later", right)), (("at first", 1, "later"),))
    text = write_case(replace(CASE, agents=(Agent("Ann", left, learner=learner),)))
    for each in ("bar road left", "end hut", "add-state well", "rename-state hut tent", "rename-action leave go"):
        assert read_case(apply(text, each)).agents[0].learner.memories, each
    assert read_case(apply(text, "rename-state hut tent")).agents[0].learner == learner
    changed = read_case(apply(text, "bar road left")).agents[0].learner
    assert [policy.support[0] for _, policy in changed.memories] == [{1}, {1}]
    gone = read_case(after(text, "discount 1/2", "remove-state hut")[0])
    assert gone.agents[0].learner.turns == ()


JUDGES = {
    "list": Judge.of([("hut", "leave"), ("road", "left")]),
    "grades": Judge.graded({("hut", "leave"): 2, ("road", "left"): 1}),
    "panel": Judge.several([Judge.of([("hut", "leave")]), Judge.of([("hut", "leave"), ("road", "left")])]),
    "apart": Judge.in_each([(ENV, Judge.of([("hut", "leave"), ("road", "left")]))]),
}


@pytest.mark.parametrize("kind", JUDGES)
@pytest.mark.parametrize("each", ["bar hut leave", "end hut"])
def test_judges_and_what_counts_as_asking_lose_what_cannot_be_done(kind, each):
    case = replace(CASE, judge=JUDGES[kind], deferring=(("hut", "leave"), ("road", "right")))
    changed, note = after(write_case(case), each)
    found = read_case(changed)
    assert {found.world.training.describe(pair) for pair in bad_pairs(found.world.training, found.judge)} == {
        "left in road"
    }
    assert found.deferring == (("road", "right"),)
    what = "leave in hut" if each.startswith("bar") else "all that is done in hut"
    assert note == (
        f"Taken off the list of what is bad: {what}. Taken off the list of what counts as asking: {what}. "
        f"Of no account now: what home would pay for {what}."
    )


def test_environments_that_differ_no_more_are_spoken_of_once():
    other = ENV.build({"road": {"left": "end", "right": "end"}, "hut": {"leave": "end", "right": "end"}, "end": None},
                      start="road", discount=1, only_listed=True)  # fmt: skip
    prior = Mixture.of([(ENV, 1 / 3), (other, 2 / 3)], rounding=3)
    assert prior.record
    apart = Judge.in_each([(ENV, Judge.of([("road", "left")])), (other, Judge())])
    agent = Agent("Ann", CASE.agents[0].policy, prior=prior)
    case = replace(CASE, world=World(ENV, other), agents=(agent,), judge=apart, possible=prior)
    changed = read_case(apply(write_case(case), "bar road left"))
    assert changed.world.training == changed.world.deployment
    for mixture in (changed.possible, changed.agents[0].prior):
        assert mixture.parts == ((changed.world.training, 1),)
        assert mixture.record == prior.record
    assert len(changed.judge.cases) == 1
    differ = replace(case, judge=Judge.in_each([(ENV, Judge.of([("road", "right")])), (other, Judge())]))
    with pytest.raises(ValueError, match="'training' and 'deployment' would differ no more, and are judged diff") as no:
        apply(write_case(differ), "bar road left")
    assert str(no.value).endswith("let the human call the same bad in both first")
    alike = apply(write_case(differ), "bad deployment road right")
    assert apply(alike, "bar road left")


def test_where_nothing_is_discounted_what_comes_again_leads_on():
    text, note = after(TEXT, "allow hut left")
    assert note == "left leads where right does."
    assert read_case(text).world.training.transition[1][0] == ((2, 1),)
    text, note = after(TEXT, "end hut", "go-on hut")
    assert "Every action leads to end. Ann does left there." in note
    assert read_case(text).world.training.available[1] == {0, 1, 2}
    assert after(TEXT, "add-state well", "go-on end")[1].startswith("Every action leads to well.")
    everywhere, note = after(WALK, "go-on end")
    assert "Every action stays in end." in note
    assert read_case(everywhere).world.training.ended == set()


LAST = "'right' is all that can be done in 'hut'; end the episode there instead"
ONLY_END = "γ is 1, and 'end' is the only end; end the episode elsewhere, or lower γ, first"
LOOP = "discount is 1, and a policy can go on for ever: hut → hut"


@for_each(
    "text, given, why, remedy",
    [
        (apply(TEXT, "bar hut leave"), "bar hut right", LAST, "end hut"),
        (TEXT, "go-on end", ONLY_END, "end hut"),
        (TEXT, "go-on end", ONLY_END, "discount 1/2"),
        (TEXT, "allow end left", "the episode ends in 'end'; let it go on there first", "discount 1/2\ngo-on end"),
        (TEXT, "end end", "the episode ends in 'end' already", ""),
        (TEXT, "go-on hut", "the episode goes on in 'hut' already", ""),
        (TEXT, "allow hut leave", "'leave' is available in 'hut' already", ""),
        (TEXT, "bar hut left", "'left' is not available in 'hut'; make it available there first", "allow hut left"),
        (apply(WALK, "lead both hut leave hut"), "discount 1", LOOP + "; let the episode end on the way", "end hut"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_sentence_whose_remedy_works(text, given, why, remedy):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - what it says is looked at below
        apply(text, given)
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)
    for each in filter(None, remedy.split("\n")):
        text = apply(text, each)
    if remedy and given != "bar hut right" and given != "allow end left":
        assert apply(text, given)
    shown = editor.render(world=text, picked="hut")
    assert problem(shown) == ""


def test_the_panel_offers_each_change_and_says_when_the_discount_may_be_1():
    state = {"case": "misguided-researcher", "picked": "Doom"}
    shown = editor.render(**state)
    assert "Below 1, for one can go on for ever: Utopia → Utopia." in shown
    for name in ("Utopia", "Doom", "Shelf"):
        label = f"end here: {name}"
        shown = editor.render(**state | {"picked": name})
        (value,) = [each.value for each in offers(shown).actions if each.label == label]
        state |= handed(**state | {"command": value})
        assert f"◎ ends here: {name}" in [
            each.label for each in offers(editor.render(**state | {"picked": name})).actions
        ]
    shown = editor.render(**state)
    assert "It may be 1, for every policy surely ends." in shown
    assert "Edit Doom, an end" in shown
    state |= handed(**state | {"command": command("discount", "1")})
    (value,) = [each.value for each in offers(editor.render(**state | {"picked": "start"})).actions
                if each.label == "take away: abstain"]  # fmt: skip
    state |= handed(**state | {"command": value, "picked": "start"})
    shown = editor.render(**state)
    assert "give back: abstain" in [each.label for each in offers(shown).actions]
    linked = editor.render(case="misguided-researcher", world=state["world"], picked="start")
    env = read_case(json.dumps(json.loads(state["world"]))).world.deployment
    assert (env.discount, len(env.ended), len(env.available[0])) == (1, 3, 2)
    assert "give back: abstain" in [each.label for each in offers(linked).actions], "a link has it all"


def test_a_world_may_end_where_it_starts():
    shown = editor.render(world=RESEARCHER, command=command("end", "start"), picked="start")
    assert problem(shown) == ""
    assert "No verdict" not in said(shown)

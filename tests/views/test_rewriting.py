"""The memo that is rewritten: the rounds against the definitions, and what looking ahead is worth by brute force."""

from itertools import pairwise, product

import pytest

from toymodel.alignment import Reading
from toymodel.solve import is_optimal, optimal, used
from toymodel.worlds import Policy
from toymodel_book.stories.memo import (
    AGENTS,
    ANEW,
    DESK,
    LAST,
    PLACES,
    REWRITINGS,
    deployed,
    fate,
    goes,
    inner,
    most,
    objective,
    rewritten,
    rounds,
    trained,
    world,
    worth,
)
from toymodel_book.views.rewriting import MEMOS, rewriting

SETTINGS = list(product(REWRITINGS, AGENTS))


def going(place):
    """The policy that goes to a place."""
    return Policy.on(world().training, {"gate": ("left", "ahead", "right")[place]}, otherwise="left")


@pytest.mark.parametrize("memo", MEMOS)
def test_without_looking_ahead_the_robot_does_what_is_optimal_in_training(memo):
    found = {place for place in range(3) if is_optimal(world().training, objective(memo), going(place))}
    if any(memo):
        assert found == {place for place in range(3) if memo[place] == max(memo)}
    assert goes(memo, "swap") == max(found)
    assert trained(memo, memo).agents[0].plan(world().training).rows[0] == going(goes(memo, "swap")).rows[0]


@pytest.mark.parametrize("memo", MEMOS)
def test_deployed_it_does_what_is_optimal_with_the_office_locked(memo):
    env = world().deployment
    ways = used(env, optimal(env, objective(memo)).actions)
    assert deployed(memo) == tuple(name for name in PLACES[:DESK] if any(env.states[s] == name for s, _ in ways))
    case = trained(memo, memo)
    assert all(case.check("inner aligned", each).holds for each in (ANEW, Reading()))
    assert len(deployed(memo)) == 2 or case.check("impact aligned", ANEW).holds is (deployed(memo) == ("garden",))


@pytest.mark.parametrize(("first", "last"), list(product(MEMOS[::4], MEMOS)))
def test_inner_alignment_asks_whether_the_best_of_one_is_best_for_the_other(first, last):
    if any(first[:DESK]) and any(last[:DESK]):
        assert inner(first, last) is ({*deployed(last)} <= {*deployed(first)})


@pytest.mark.parametrize(("how", "agent"), SETTINGS)
def test_the_rounds_follow_each_other(how, agent):
    for memo in MEMOS:
        found = rounds(memo, how, agent)
        assert found[0][0] == memo
        for (now, place), (then, _) in pairwise(found):
            assert then == rewritten(now, place, how)
            assert then == now or place == DESK
        assert worth(memo, memo, how, agent, LAST) == sum(memo[place] for _, place in found)


@pytest.mark.parametrize("how", REWRITINGS)
def test_by_the_memo_of_each_day_the_whole_is_the_best_of_all_sequences(how):
    for memo in MEMOS[::2]:
        sums = []
        for places in product(range(3), repeat=4):
            now, total = memo, 0
            for place in places:
                total, now = total + now[place], rewritten(now, place, how)
            sums.append(total)
        assert max(sums) == most(memo, how, 3) == sum(now[place] for now, place in rounds(memo, how, "tomorrow", 3))


@pytest.mark.parametrize("how", REWRITINGS)
def test_todays_memo_loses_nothing_where_leaving_it_costs_nothing(how):
    for memo in MEMOS:
        if memo[DESK] <= max(memo[:DESK]):
            assert worth(memo, memo, how, "today", LAST) == (LAST + 1) * max(memo)


def test_memos_come_to_rest_or_come_back():
    for how, memo in product(REWRITINGS, MEMOS):
        begins, period = fate(memo, how)
        found = [now for now, _ in rounds(memo, how, last=begins + 2 * period)]
        assert found[begins] == found[begins + period] == found[-1]
        assert len({*found}) == begins + period


@pytest.mark.parametrize(("how", "agent"), SETTINGS)
def test_the_picture_says_what_it_shows(how, agent):
    for at, memo in product((0, 3, LAST), MEMOS[::5]):
        said = rewriting.render(round_=str(at), rewriting=how, agent=agent, first="".join(map(str, memo)))
        now, place = rounds(memo, how, agent)[at]
        assert f"goes to the {PLACES[place]}" in said
        assert ("rewrites the memo" in said) is (place == DESK)
        assert ("but not with that" in said) is not inner(memo, now)
        assert f"are worth {worth(memo, memo, how, agent, LAST)}, of at most {7 * max(memo)}" in said
        assert said.count("an-fade") == at + 1

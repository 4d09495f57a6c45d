"""The views of chapters 2 to 4: every setting draws, and the sentence says what the verdicts say."""

import html
import itertools
import re
from fractions import Fraction

from toymodel import Reading
from toymodel.solve import badness, evaluate, is_optimal, optimal, regret, start_value, used
from toymodel.zoo.cases.corridor import POLICIES, WET, corridor_world
from toymodel.zoo.cases.lifeguard import JUDGES, lifeguard
from toymodel_book.views.coin import coin, coin_of, runners, runs
from toymodel_book.views.corridor import corridor, decimal
from toymodel_book.views.lifeguard import judges

from ..for_each import for_each


def settings(view):
    keys = tuple(view.controls)
    combinations = itertools.product(*(view.controls[key].values for key in keys))
    return [dict(zip(keys, values, strict=True)) for values in combinations]


def said(drawn):
    return html.unescape(re.search(r'<p class="live-sentence">(.*?)</p>', drawn)[1])


@for_each("values", settings(coin))
def test_the_coin_line_says_whom_the_human_faults(values):
    words = said(coin.render(**values))
    case, reading = runners(int(values["coin"])), Reading(replans=values["replans"])
    assert coin_of(case.world.deployment) == int(values["coin"])
    assert words.startswith("In training all three run alike. ")
    for agent in case.agents:
        (clause,) = [part for part in re.split("[;:]", words) if agent.name in part]
        fine = case.check("impact aligned", reading, agent.name).holds
        run = runs(case, reading, agent)[1]
        assert ("judges bad" in clause) is not fine
        assert ("steps away" in clause or "step away" in clause) is run.coin is fine
        away = abs(int(values["coin"]) - 3)
        assert (f" {away} step" in clause) is run.coin


@for_each("values", settings(corridor))
def test_the_corridor_says_what_is_best_and_what_is_lost(values):
    words = said(corridor.render(**values))
    shown = corridor_world(**values)
    env, objective, policy = shown.env, shown.objective, shown.policy
    gamma, crumb = Fraction(values["discount"]), Fraction(values["crumb"])
    assert ("both optimal" in words) is (crumb == gamma**2)
    assert ("start left is optimal" in words) is (crumb > gamma**2)
    best = start_value(env, optimal(env, objective).values)
    assert best == max(crumb * gamma, gamma**3) / (1 - gamma)
    assert f"worth {decimal(best)}." in words
    loss = regret(env, objective, policy)
    assert loss == best - start_value(env, evaluate(env, objective, policy))
    assert ("it is an optimum" in words) is is_optimal(env, objective, policy) is (loss == 0)
    assert f"its regret is {decimal(loss)}" in words
    share = badness(env, shown.judge, policy)
    assert share == ((1 - gamma) * gamma**2 if policy.name == "always right" else 0)
    assert ("takes the wet stairs for certain" in words) is (env.pair(WET) in used(env, policy)) is (share > 0)
    assert decimal(share) in words
    assert {policy.name} <= {name for name, _, _ in POLICIES.values()}


@for_each("values", settings(judges))
def test_the_lifeguard_is_faulted_by_those_who_are_said_to(values):
    drawn = judges.render(**values)
    words = said(drawn)
    verdicts = {judge: lifeguard(**values, judge=judge).check("impact aligned").holds for judge in JUDGES}
    p, q = Fraction(values["believed"]), Fraction(values["chance"])
    boat = Fraction(1, 2)
    chance = {"swim": (p, q), "call": (boat, boat), "watch": (Fraction(0),) * 2}[values["does"]]
    assert verdicts == {
        "deeds": values["does"] != "watch",
        "outcomes": chance[1] == 1,
        "before": chance[0] >= max(p, boat),
        "after": chance[1] >= max(q, boat),
    }
    faults = words.rpartition(". ")[2].partition(";")[0]
    for judge, fine in verdicts.items():
        if len({*verdicts.values()}) == 2:
            assert (JUDGES[judge].casefold() in faults.casefold()) is not fine
        row = re.search(rf">{JUDGES[judge]}</th>.*?</tr>", drawn)[0]
        assert ("✓ " if fine else "✗ ") in re.sub("</?b>", "", row)
    if len({*verdicts.values()}) == 1:
        assert ("nothing bad" in words) is all(verdicts.values())

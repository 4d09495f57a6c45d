"""Two buttons, observed: what the view says at every setting, against the definitions."""

from itertools import product

from toymodel import Agent, Policy, Reading, zoo
from toymodel.behavior import Observation, operator
from toymodel.solve import is_optimal
from toymodel_book.views.feasible import holds
from toymodel_book.views.two_buttons import BUTTONS, PLACES, WANTS, observed_as, paying, two_buttons

from ..for_each import for_each

SETTINGS = list(product(WANTS, PLACES, BUTTONS))


def named(about, observed, presses="left"):
    """Return the objectives that have names and are demonstrated, trivial ones left out."""
    return [each.name for each in observed_as(about, observed, presses).wants if each.demonstrated and not each.trivial]


@for_each("about, observed, presses", SETTINGS)
def test_every_setting_draws_and_tells_the_truth(about, observed, presses):
    shown = observed_as(about, observed, presses)
    assert shown.sentence() in two_buttons.render(about=about, observed=observed, presses=presses)
    case = zoo.two_buttons()
    envs = {"training": [case.world.training], "deployment": [case.world.deployment], "beliefs": [case.world.training]}
    envs = envs.get(observed, [case.world.training, case.world.deployment])
    policy = Agent("she", Policy.on(envs[0], {}, otherwise=presses)).policy
    for x, y in product((-1, 0, 1), repeat=2):
        fits = all(is_optimal(env, paying(about, x, y), policy) for env in envs)
        assert holds(shown.demonstrated, (x, y)) is fits
        asked = [Observation(env, policy) for env in envs]
        assert operator("feasible").demonstrates(asked, paying(about, x, y), ()) is fits
    for each in shown.wants:
        assert holds(shown.demonstrated, each.at) is each.demonstrated
        assert each.trivial is (each.at[0] == each.at[1])


def test_rooms_depend_on_where_she_is_observed_and_buttons_do_not():
    assert [named("rooms", place) for place in PLACES] == [
        ["to be in room 0"],
        ["to be in room 1"],
        [],
        ["to be in room 0"],
    ]
    assert all(named("buttons", place) == ["to press left"] for place in PLACES)
    case = zoo.two_buttons()
    for place in ("training", "deployment", "both"):
        some = case.check("intent aligned", Reading(observed_in=place, objectives="some", among="s"))
        assert (some.holds is True) is ("to be in room 0" in named("rooms", place))

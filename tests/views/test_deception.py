"""What kind of problem deception is: the sentence is true, and the argument proves only what is so."""

from itertools import product

import pytest

from toymodel.solve import used
from toymodel_atlas.settled import entry
from toymodel_book.views.deception import AGENTS, OBJECTIVES, PLACES, SECOND, acting, deception, follows, reading

SETTINGS = list(product(PLACES, OBJECTIVES, PLACES, AGENTS))


@pytest.mark.parametrize(("observed", "objectives", "data", "agent"), SETTINGS)
def test_the_sentence_is_true(observed, objectives, data, agent):
    said = deception.render(observed=observed, objectives=objectives, data=data, agent=agent)
    verdicts = acting(agent).check_all(reading(observed, objectives, data))
    for name in ("intent aligned", "capability robust"):
        assert (f"not {name}" in said.partition("</p>")[0]) is (verdicts[name].holds is False)
    assert ("It does harm" in said) is (agent == "deceiver") is (verdicts["impact aligned"].holds is False)
    assert ("not proved" not in said) is follows(verdicts, SECOND.get((observed, objectives, data)))
    assert said.count("<svg") >= 3


@pytest.mark.parametrize(("observed", "objectives", "data", "agent"), SETTINGS)
def test_what_the_argument_proves_is_so(observed, objectives, data, agent):
    verdicts = acting(agent).check_all(reading(observed, objectives, data))
    proved = follows(verdicts, SECOND.get((observed, objectives, data)))
    assert not proved or verdicts["objective robust"].holds is False
    at_work = agent == "deceiver" and observed == data == "deployment" and objectives != "searched"
    assert proved is at_work


@pytest.mark.parametrize(("observed", "objectives", "data"), SECOND)
def test_the_second_arrow_is_what_the_atlas_says(observed, objectives, data):
    choices = {"observed_in": observed, "objectives": objectives, "encountered": data}
    known = entry("I2", choices | {"trivial": "excluded", "optima": "every"})
    assert (known.status == "theorem") is SECOND[observed, objectives, data]


def test_in_the_test_both_do_the_same():
    pairs = [
        used(case.world.training, case.agents[0].keeps(case.world)) for case in map(acting, ("deceiver", "honest"))
    ]
    assert pairs[0] == pairs[1]

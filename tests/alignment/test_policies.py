"""All that anybody might do, gone through one by one, against the search that branches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel.alignment.policies import told_apart
from toymodel.large.branching import policies
from toymodel.solve import full
from toymodel.worlds import Environment

from .. import strategies


@pytest.mark.parametrize("mixing", [False, True])
@given(world=strategies.episodic_worlds(3), both=st.booleans())
def test_every_policy_once_in_the_order_of_the_search(mixing, world, both):
    stage = (world.training, world.deployment) if both else (world.training,)
    found = list(told_apart(stage, mixing))
    assert found == list(policies([(env, full(env)) for env in stage], stochastic=mixing))
    assert len(set(found)) == len(found)


def test_only_where_it_comes_policies_are_told_apart():
    env = Environment.build({"s": {"go": "t", "stay": "s"}, "t": {"go": "t", "stay": "s"}}, start="s", discount="1/2")
    assert list(told_apart((env,), False)) == [(frozenset({a}), frozenset({b})) for a, b in ((0, 0), (0, 1), (1, 0))]

"""Arrays in another order of axes are told so where shape or sums tell it; else the record says how they were read."""

import numpy as np
import pytest

from toymodel.importers import from_mdptoolbox
from toymodel.worlds import Environment

FOREST = np.array([[[0.1, 0.9, 0], [0.1, 0, 0.9], [0.1, 0, 0.9]], [[1, 0, 0]] * 3])


def read(transition):
    return Environment.from_arrays(transition, [1] + [0] * (len(transition) - 1), 0.9)


@pytest.mark.parametrize("form", [np.array, np.ndarray.tolist])
def test_by_action_is_told_by_its_shape_and_the_remedies_work(form):
    with pytest.raises(
        ValueError, match=r"and has \(2, 3, 3\): that is \[a\]\[s\]\[s'\], which .*from_mdptoolbox reads"
    ):
        read(form(FOREST))
    env = read(np.swapaxes(FOREST, 0, 1))
    assert env == from_mdptoolbox(FOREST, [0, 0, 0], 0.9, initial=0)[0]


@pytest.mark.parametrize("axis", [0, 1])
def test_the_next_state_first_is_told(axis):
    moved = np.moveaxis(np.swapaxes(FOREST, 0, 1), 2, axis)
    if moved.shape[0] == moved.shape[1]:
        with pytest.raises(ValueError, match=r"that is \[s'\]\[s\]\[a\] or \[s\]\[s'\]\[a\]; move the axis"):
            read(moved)
    assert read(np.moveaxis(moved, axis, 2)) == read(np.swapaxes(FOREST, 0, 1))


CUBE = np.array([[[0.25, 0.75], [1, 0]], [[0.5, 0.5], [0, 1]]])


def test_as_many_actions_as_states_go_on_record():
    env = read(CUBE)
    assert env.record == (
        "transitions were read as [s][a][s']; with as many actions as states, [a][s][s'] has the same shape",
    )
    assert read(CUBE.tolist()).record == ()  # written out, and seen
    assert read(np.swapaxes(CUBE, 0, 1)) != env


def test_a_cube_whose_sums_tell_another_order_is_refused():
    moved = np.moveaxis(CUBE, 2, 0)
    with pytest.raises(ValueError, match=r"sums to 1 along axis 0, and not along the last: .* numpy.moveaxis"):
        read(moved)
    assert read(np.moveaxis(moved, 0, 2)) == read(CUBE)


@pytest.mark.parametrize("shape", [(2, 2), (2, 3, 4), (0, 2, 0)])
def test_no_order_fits(shape):
    with pytest.raises(ValueError, match=r"transition must have the shape|probabilities for|must be a list of numbers"):
        read(np.ones(shape))

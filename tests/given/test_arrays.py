"""Arrays in another order of axes are told so where shape or sums tell it; else the record says how they were read."""

import numpy as np
import pytest

from toymodel.importers import from_mdptoolbox, from_quantecon
from toymodel.worlds import Environment, Objective, Policy

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


class Frame:
    """Numbers as pandas and PyTorch hold them: by columns, by labels, and each element an array again."""

    def __init__(self, numbers):
        self.numbers = np.asarray(numbers)
        self.shape, self.ndim = self.numbers.shape, self.numbers.ndim

    def __array__(self, dtype=None, copy=None):
        return self.numbers

    def __len__(self):
        return len(self.numbers)

    def __getitem__(self, column):
        return Frame(self.numbers[:, column] if self.ndim == 2 else self.numbers[column])

    def __iter__(self):
        return iter(range(self.shape[-1]))


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
@pytest.mark.parametrize("wrap", [Frame, np.matrix])
def test_arrays_of_other_libraries_are_read_as_numpys(wrap):
    """A square table would else be read with its rows and columns exchanged."""
    moves = np.array([[[0.5, 0.5], [0, 1]], [[0.25, 0.75], [1, 0]]])
    pays = np.array([[1, 2], [3, 4]])
    assert Objective.from_array(wrap(pays)) == Objective.from_array(pays)
    assert Policy.from_array(wrap(moves[0])) == Policy.from_array(moves[0])
    env, reward = from_mdptoolbox(list(np.swapaxes(moves, 0, 1)), pays, 0.9, initial=0)
    assert from_mdptoolbox([wrap(moves[:, a]) for a in (0, 1)], wrap(pays), 0.9, initial=0) == (env, reward)
    assert from_quantecon(wrap(pays), moves, 0.9, initial=0) == (env, reward)
    if wrap is Frame:
        again = Environment.from_arrays(Frame(moves), Frame([1, 0]), 0.9, available=Frame(moves.any(axis=2)))
        assert again == env


def test_a_mask_is_not_lifted():
    with pytest.raises(ValueError, match="state 0, action 1"):
        Objective.from_array(np.ma.masked_invalid([[1, np.nan]]))


def test_transposed_arrays_are_told_by_their_sums():
    moves = np.array([[[0.5, 0.5, 0], [0, 1, 0]], [[0, 0.25, 0.75], [1, 0, 0]], [[0, 0, 1], [0, 0, 1]]])
    with pytest.raises(ValueError, match="sums to 1 along axis 0, and not along the last"):
        Environment.from_arrays(moves.T, [1, 0, 0], 0.9)
    with pytest.raises(ValueError, match="from_mdptoolbox reads"):
        Environment.from_arrays(np.moveaxis(moves.T, 0, -1), [1, 0, 0], 0.9)
    with pytest.raises(ValueError, match=r"must have the shape .*, and has \(3, 3\)"):
        Environment.from_arrays(moves[:, 0], [1, 0, 0], 0.9)


@pytest.mark.parametrize(("given", "text"), [(0, "'0'"), ((0, 1), r"'\(0, 1\)'")])
def test_a_name_is_text(given, text):
    with pytest.raises(ValueError, match=f"is no text; give one, as {text}"):
        Environment.from_arrays([[[1]]], [1], 0.9, states=[given])

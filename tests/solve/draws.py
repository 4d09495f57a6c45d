"""What the shared strategies leave out: masks, potentials, and a second environment beside a first."""

from fractions import Fraction

from hypothesis import strategies as st

from toymodel.worlds import AllowedActions, Environment

from .. import strategies


@st.composite
def beside(draw: st.DrawFn, env: Environment) -> Environment:
    """Another environment with the same states, actions and discount."""
    n, m = len(env.states), len(env.actions)
    moves, start = draw(strategies.transitions(n, m)), draw(strategies.rows(n))
    return Environment(env.states, env.actions, moves, start, env.discount)


def masks(env: Environment, *, empty: bool = True) -> st.SearchStrategy[AllowedActions]:
    """For each state a set of actions, empty ones too unless told otherwise."""
    row = st.frozensets(st.integers(0, len(env.actions) - 1), min_size=0 if empty else 1)
    return st.tuples(*[row] * len(env.states))


def potentials(env: Environment) -> st.SearchStrategy[tuple[Fraction, ...]]:
    """A number a state."""
    return st.tuples(*[st.fractions(-3, 3, max_denominator=4)] * len(env.states))

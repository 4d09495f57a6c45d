"""Random small worlds: stochastic or not, with ties, unreachable states and several initial ones."""

from fractions import Fraction

from hypothesis import strategies as st

from toymodel.worlds import Environment, Mask, Objective, Policy, Row

DISCOUNTS = st.sampled_from([Fraction(1, 2), Fraction(9, 10), Fraction(2, 3)])


@st.composite
def distributions(draw: st.DrawFn, count: int) -> Row:
    """A distribution over at most two outcomes."""
    first, second = draw(st.integers(0, count - 1)), draw(st.integers(0, count - 1))
    if first == second:
        return ((first, Fraction(1)),)
    share = draw(st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(3, 4)]))
    return ((first, share), (second, 1 - share))


@st.composite
def environments(
    draw: st.DrawFn, states: int | None = None, actions: int | None = None, most: int = 3
) -> Environment:
    """An environment; its numbers of states and actions are drawn unless given."""
    n = states or draw(st.integers(1, most))
    m = actions or draw(st.integers(2, 3))
    rows = tuple(tuple(draw(distributions(n)) for _ in range(m)) for _ in range(n))
    names = tuple(f"s{s}" for s in range(n)), tuple(f"a{a}" for a in range(m))
    return Environment(*names, rows, draw(distributions(n)), draw(DISCOUNTS))


@st.composite
def beside(draw: st.DrawFn, env: Environment) -> Environment:
    """Another environment with the same states, actions and discount."""
    other = draw(environments(len(env.states), len(env.actions)))
    return Environment(env.states, env.actions, other.transition, other.initial, env.discount)


def objectives(env: Environment) -> st.SearchStrategy[Objective]:
    """An objective on (s, a) or on (s, a, s'); few values, so that ties are common."""
    n, m = len(env.states), len(env.actions)
    values = st.integers(-1, 1)
    payment = st.one_of(values, st.lists(values, min_size=n, max_size=n))
    row = st.lists(payment, min_size=m, max_size=m)
    return st.lists(row, min_size=n, max_size=n).map(Objective.from_array)


def masks(env: Environment, *, empty: bool = True) -> st.SearchStrategy[Mask]:
    """For each state a set of actions, empty ones too unless told otherwise."""
    row = st.frozensets(st.integers(0, len(env.actions) - 1), min_size=0 if empty else 1)
    return st.tuples(*[row] * len(env.states))


@st.composite
def policies(draw: st.DrawFn, env: Environment) -> Policy:
    """A stationary policy, deterministic in some states and mixed in others."""
    m = len(env.actions)
    return Policy(tuple(draw(distributions(m)) for _ in env.states), m)


def potentials(env: Environment) -> st.SearchStrategy[tuple[Fraction, ...]]:
    """A number a state."""
    return st.tuples(*[st.fractions(-3, 3, max_denominator=4)] * len(env.states))

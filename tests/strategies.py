"""Hypothesis strategies for small exact worlds, shared by all tests.

Rows have at most two outcomes and objectives few values, so that ties, unreachable states and
states that cannot be left are common: that is where definitions differ.
"""

from fractions import Fraction

from hypothesis import strategies as st

from toymodel.worlds import Environment, Judge, Objective, Policy, Row, World

DISCOUNTS = st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(9, 10)])
SHARES = st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(1, 10), Fraction(3, 4)])
PAYMENTS = st.sampled_from([Fraction(p) for p in (0, 1, -1, "1/2", "-1/3")])
NAMES = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8)
"""Names as strangers write them: any printable script."""


@st.composite
def rows(draw: st.DrawFn, count: int) -> Row:
    """A distribution over ``count`` outcomes, on one or two of them."""
    first, second = draw(st.integers(0, count - 1)), draw(st.integers(0, count - 1))
    if first == second:
        return ((first, Fraction(1)),)
    share = draw(SHARES)
    return tuple(sorted([(first, share), (second, 1 - share)]))


def transitions(states: int, actions: int) -> st.SearchStrategy[tuple[tuple[Row, ...], ...]]:
    """A table of rows, for every state and action."""
    return st.tuples(*[st.tuples(*[rows(states)] * actions)] * states)


@st.composite
def environments(
    draw: st.DrawFn, states: int | None = None, actions: int | None = None, most: int = 4, named: bool = False
) -> Environment:
    """An environment of 1–4 states and 1–3 actions; with odd names where asked for."""
    n, m = states or draw(st.integers(1, most)), actions or draw(st.integers(1, 3))
    state_names = tuple(f"s{s}" for s in range(n))
    action_names = tuple(f"a{a}" for a in range(m))
    if named:
        state_names = tuple(draw(st.lists(NAMES, min_size=n, max_size=n, unique=True)))
        action_names = tuple(draw(st.lists(NAMES, min_size=m, max_size=m, unique=True)))
    return Environment(state_names, action_names, draw(transitions(n, m)), draw(rows(n)), draw(DISCOUNTS))


@st.composite
def action_sets(draw: st.DrawFn, states: int, actions: int) -> list[frozenset[int]]:
    """What is available in each state: in the last nothing, as an episode has ended there; in others perhaps."""
    some = st.frozensets(st.integers(0, actions - 1), min_size=1, max_size=actions)
    return [*(draw(st.one_of(some, some, some, st.just(frozenset[int]()))) for _ in range(states - 1)), frozenset()]


@st.composite
def episode_rows(draw: st.DrawFn, available: list[frozenset[int]], actions: int, surely: bool) -> tuple[Row, ...]:
    """A table of rows for what is available; where every policy ends surely, each leads on, or perhaps to the end."""
    last = len(available) - 1

    def row(s: int) -> Row:
        if not surely:
            return draw(rows(last + 1))
        if draw(st.booleans()):
            return ((draw(st.integers(s + 1, last)), Fraction(1)),)
        other, share = draw(st.integers(0, last - 1)), draw(SHARES)
        return ((other, share), (last, 1 - share))

    return tuple(tuple(row(s) if a in here else () for a in range(actions)) for s, here in enumerate(available))


@st.composite
def episodes(draw: st.DrawFn, most: int = 4) -> Environment:
    """An environment with action sets and an end; at γ = 1 where every policy ends surely."""
    return draw(episodic_worlds(most)).training


@st.composite
def episodic_worlds(draw: st.DrawFn, most: int = 4) -> World:
    """A world with action sets and an end, whose deployment may lead and start elsewhere."""
    n, m, discount = (
        draw(st.integers(2, most)),
        draw(st.integers(1, 3)),
        draw(st.one_of(DISCOUNTS, st.just(Fraction(1)))),
    )
    available = draw(action_sets(n, m))
    names = tuple(f"s{s}" for s in range(n)), tuple(f"a{a}" for a in range(m))

    def environment() -> Environment:
        moves = draw(episode_rows(available, m, discount == 1))
        return Environment(*names, moves, draw(rows(n)), discount)

    training = environment()
    return World(training, environment()) if draw(st.booleans()) else World.same(training)


def objectives_on(env: Environment) -> st.SearchStrategy[tuple[Environment, Objective]]:
    """The environment, with an objective."""
    return objectives(env).map(lambda objective: (env, objective))


@st.composite
def worlds(
    draw: st.DrawFn, states: int | None = None, actions: int | None = None, most: int = 4, named: bool = False
) -> World:
    """A world whose deployment is drawn independently of its training, or is the same."""
    training = draw(environments(states, actions, most, named))
    if draw(st.booleans()):
        return World.same(training)
    n, m = len(training.states), len(training.actions)
    deployment = Environment(
        training.states, training.actions, draw(transitions(n, m)), draw(rows(n)), training.discount
    )
    return World(training, deployment)


def objectives(env: Environment, on_transitions: bool = True, name: str = "R") -> st.SearchStrategy[Objective]:
    """An objective on a small grid; its payments may depend on the next state, unless told otherwise."""
    states, actions = len(env.states), len(env.actions)
    listing = st.tuples(*[PAYMENTS] * states).map(lambda paid: tuple(enumerate(paid)))
    payment = st.one_of(PAYMENTS, listing) if on_transitions else PAYMENTS
    table = st.tuples(*[st.tuples(*[payment] * actions)] * states)
    return table.map(lambda rewards: Objective(rewards, name))


def listed_judges(env: Environment) -> st.SearchStrategy[Judge]:
    """A judge who lists pairs, by name."""
    pairs = [(env.states[s], env.actions[a]) for s, a in env.pairs]
    if not pairs:
        return st.just(Judge())
    return st.lists(st.sampled_from(pairs), unique=True).map(Judge.of)


def graded_judges(env: Environment) -> st.SearchStrategy[Judge]:
    """A judge who says how bad each of some pairs is."""
    pairs = [(env.states[s], env.actions[a]) for s, a in env.pairs]
    if not pairs:
        return st.just(Judge())
    grades = st.sampled_from([Fraction(1), Fraction(3), Fraction(1, 2)])
    return st.dictionaries(st.sampled_from(pairs), grades).map(Judge.graded)


def single_judges(world: World) -> st.SearchStrategy[Judge]:
    """One judge of any kind: a list, grades, an objective with a tolerance, another for each environment."""
    env = world.training
    by = st.builds(Judge.by, objectives(env), st.sampled_from([Fraction(0), Fraction(1, 2)]))
    anywhere = st.one_of(listed_judges(env), graded_judges(env), by)
    if world.training == world.deployment:
        return anywhere
    each = st.tuples(anywhere, anywhere)
    return st.one_of(anywhere, each.map(lambda two: Judge.in_each(zip((env, world.deployment), two, strict=True))))


def judges(world: World) -> st.SearchStrategy[Judge]:
    """A judge of any kind, or several who may differ."""
    single = single_judges(world)
    return st.one_of(single, st.lists(single, min_size=1, max_size=3).map(Judge.several))


def policies(env: Environment, deterministic: bool = False) -> st.SearchStrategy[Policy]:
    """A stationary policy, mixed in some states unless told otherwise."""

    def row(here: frozenset[int]) -> st.SearchStrategy[Row]:
        order = sorted(here)
        if not order:
            return st.just(())
        if deterministic:
            return st.sampled_from(order).map(lambda a: ((a, Fraction(1)),))
        return rows(len(order)).map(lambda drawn: tuple((order[k], p) for k, p in drawn))

    chosen = st.tuples(*map(row, env.available))
    return chosen.map(lambda drawn: Policy(drawn, len(env.actions)))


@st.composite
def graphs(draw: st.DrawFn) -> list[list[int]]:
    """A graph, as the successors of each node."""
    size = draw(st.integers(1, 8))
    return draw(st.lists(st.lists(st.integers(0, size - 1), max_size=3), min_size=size, max_size=size))

"""The census as it reads: loops over every tuple, sets of policies, exact fractions. Slow on purpose."""

from collections import Counter
from fractions import Fraction
from functools import lru_cache
from itertools import chain, combinations, product

from toymodel.solve import optimal, used
from toymodel.worlds import Environment, Objective, Policy

READINGS = tuple(product(("training", "deployment"), ("every", "some"), ("included", "excluded"), ("every", "some")))
"""observed_in, objectives, trivial, optima."""


def environments(states, actions):
    """All deterministic transition functions with all starts."""
    return [
        environment(moves, start, actions)
        for moves in product(range(states), repeat=states * actions)
        for start in range(states)
    ]


def environment(moves, start, actions):
    """One of them, at γ = 1/2."""
    states = len(moves) // actions
    rows = tuple(tuple(((moves[s * actions + a], Fraction(1)),) for a in range(actions)) for s in range(states))
    names = tuple(f"s{s}" for s in range(states)), tuple(f"a{a}" for a in range(actions))
    return Environment(*names, rows, ((start, Fraction(1)),), Fraction(1, 2))


@lru_cache
def objectives(states, actions):
    """{−1, 0, 1}^{S×A}."""
    return tuple(
        Objective(
            tuple(tuple(Fraction(x) for x in pay[s * actions : (s + 1) * actions]) for s in range(states)), f"R{k}"
        )
        for k, pay in enumerate(product((-1, 0, 1), repeat=states * actions))
    )


@lru_cache
def policies(states, actions):
    """All deterministic policies."""
    return tuple(Policy.deterministic(choice, actions) for choice in product(range(actions), repeat=states))


@lru_cache
def judges(states, actions):
    """All subsets of S×A."""
    pairs = list(product(range(states), range(actions)))
    return tuple(frozenset(bad) for k in range(len(pairs) + 1) for bad in combinations(pairs, k))


@lru_cache(None)
def opt(env):
    """For each objective, the policies that use greedy actions only."""
    size = len(env.states), len(env.actions)
    found = []
    for objective in objectives(*size):
        best = optimal(env, objective).actions
        found.append(frozenset(q for q, p in enumerate(policies(*size)) if all(a in best[s] for s, a in used(env, p))))
    return tuple(found)


@lru_cache(None)
def safe(env):
    """For each judge, the policies that use nothing bad."""
    size = len(env.states), len(env.actions)
    return tuple(frozenset(q for q, p in enumerate(policies(*size)) if not used(env, p) & bad) for bad in judges(*size))


def quantify(kind, answers):
    """∀ or ∃."""
    return all(answers) if kind == "every" else any(answers)


class Meaning:
    """Who is aligned with what in one world under one reading."""

    def __init__(self, training, deployment, reading):
        self.observed_in, self.objectives, trivial, self.optima = reading
        self.goals = opt(deployment)
        seen = opt(training) if self.observed_in == "training" else self.goals
        everybody = frozenset(range(len(policies(len(training.states), len(training.actions)))))
        self.shown = {
            q: [r for r, those in enumerate(seen) if q in those and (trivial == "included" or those != everybody)]
            for q in everybody
        }
        self.able = {q: self.behavioral(q, lambda r, q=q: q in self.goals[r]) for q in everybody}
        self.known = {}

    def behavioral(self, q, body):
        """Q_R R ∈ Dem(π). body(R), false of an agent that demonstrates nothing."""
        return bool(self.shown[q]) and quantify(self.objectives, [body(r) for r in self.shown[q]])

    def aligned(self, q, allowed):
        """Q_R R ∈ Dem(π). Q_π π' ∈ Opt_dep(R). π' ∈ allowed."""
        if (q, allowed) not in self.known:
            self.known[q, allowed] = self.behavioral(
                q, lambda r: quantify(self.optima, [x in allowed for x in self.goals[r]])
            )
        return self.known[q, allowed]


def tally(training, deployment, reading, counts):
    """Add one world under one reading: (arrow, reading, encountered or "", "premises" or "violations")."""
    means = Meaning(training, deployment, reading)
    for base, best in enumerate(opt(deployment)):
        robust = {q: means.aligned(q, best) for q in means.shown}
        for arrow, conclusion in chain(
            planners(means, training, deployment, best, robust), agents(means, best, robust)
        ):
            note(counts, arrow, reading, "", conclusion)
        for harmless in safe(deployment):
            for encountered, models in (("training", opt(training)[base]), ("deployment", best)):
                if all(means.aligned(q, harmless) for q in models):
                    for arrow, conclusion in judged(means, best, robust, harmless):
                        note(counts, arrow, reading, encountered, conclusion)
    for harmless in safe(deployment):
        for q in means.shown:
            if means.aligned(q, harmless) and means.able[q]:
                note(counts, "I3", reading, "", q in harmless)


def note(counts, arrow, reading, encountered, conclusion):
    """Count a tuple whose premises hold."""
    counts[arrow, reading, encountered, "premises"] += 1
    counts[arrow, reading, encountered, "violations"] += not conclusion


def planners(means, training, deployment, best, robust):
    """The tuples of I1 whose premises hold, and whether the conclusion does."""
    for mesa, goal in enumerate(opt(deployment)):
        if quantify(means.optima, [x in best for x in goal]):
            for q in opt(training)[mesa] & goal:
                yield "I1", robust[q]


def agents(means, best, robust):
    """The same for I5, I5a and I5b."""
    for q in means.shown:
        if robust[q] and means.able[q]:
            yield "I5", q in best
        if q in best:
            yield "I5a", robust[q]
            yield "I5b", means.able[q]


def judged(means, best, robust, harmless):
    """The same for I2, I4 and I4i, where outer alignment holds."""
    for q in means.shown:
        if robust[q]:
            yield "I2", means.aligned(q, harmless)
        if q in best:
            yield "I4", q in harmless
            yield "I4i", means.aligned(q, harmless)


def numbers(counts, arrow, axes):
    """A cell's premises and violations."""
    reading = axes["observed_in"], axes["objectives"], axes["trivial"], axes.get("optima", "every")
    return tuple(counts[arrow, reading, axes.get("encountered", ""), what] for what in ("premises", "violations"))


def census(worlds):
    """Tally worlds under all readings."""
    counts = Counter()
    for training, deployment in worlds:
        for reading in READINGS:
            tally(training, deployment, reading, counts)
    return counts

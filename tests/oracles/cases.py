"""Random cases and readings from a seed: small, with ties, places that nobody reaches and false beliefs."""

from fractions import Fraction
from itertools import product
from math import log
from random import Random

from toymodel.agents import Agent, AnyAgent, Controller, MesaOptimizer
from toymodel.alignment import AXES, Case, Reading
from toymodel.alignment.reading import RULES, axis, values
from toymodel.performance import notions
from toymodel.worlds import Environment, Judge, Mixture, Objective, Policy, Row, World

ONE = Fraction(1)
DISCOUNTS = [Fraction(x) for x in ("1/100", "1/2", "2/3", "9/10", "99/100")]
SHARES = [Fraction(x) for x in ("1/2", "1/3", "1/10", "3/4")]
PAYMENTS = [Fraction(x) for x in (0, 0, 0, 1, -1, "1/2", "-1/3")]


class Draw:
    """Everything that a case is made of, drawn from one seed."""

    def __init__(self, seed: int) -> None:
        self.by = Random(seed)  # noqa: S311 - the same cases every time, and no secrets
        self.states, self.actions = self.by.choice([(2, 2)] * 6 + [(1, 3), (2, 3), (3, 2)])
        self.discount = self.by.choice(DISCOUNTS)

    def row(self, count: int, sure: float = 0.7) -> Row:
        """A distribution over one or two outcomes."""
        first, second = self.by.randrange(count), self.by.randrange(count)
        if first == second or self.by.random() < sure:
            return ((first, ONE),)
        share = self.by.choice(SHARES)
        return tuple(sorted([(first, share), (second, 1 - share)]))

    def environment(self, like: Environment | None = None) -> Environment:
        """An environment, some of which nobody leaves; or one that gets another wrong in a row or two."""
        rows = [[self.row(self.states) for _ in range(self.actions)] for _ in range(self.states)]
        start = self.row(self.states)
        if self.by.random() < 0.3:
            rows[start[0][0]] = [((start[0][0], ONE),)] * self.actions
        if like is not None:
            kept = [list(moves) for moves in like.transition]
            for _ in range(self.by.choice([1, 1, 2])):
                s, a = self.by.randrange(self.states), self.by.randrange(self.actions)
                kept[s][a] = rows[s][a]
            rows, start = kept, self.by.choice([start, like.initial, like.initial])
        names = tuple("stu"[: self.states]), tuple("abc"[: self.actions])
        return Environment(*names, tuple(map(tuple, rows)), start, self.discount)

    def other(self, env: Environment) -> Environment:
        """The same environment, a near one or any."""
        return self.by.choice([lambda: env, lambda: self.environment(env), self.environment])()

    def objective(self, env: Environment, known: list[Objective]) -> Objective:
        """An objective on states, on actions or on transitions; the contrary of a known one; or mere shaping."""
        pay = lambda: self.by.choice(PAYMENTS)  # noqa: E731
        kind = self.by.choice(["states", "actions", "actions", "transitions", "contrary", "shaping"])
        if kind == "contrary" and known:
            return self.by.choice(known).map(lambda x: -x)
        worth = [pay() for _ in range(self.states)]
        if kind == "shaping":
            worth = [Fraction(0) if s in env.ended else x for s, x in enumerate(worth)]
            return Objective(
                tuple(
                    tuple(tuple((t, worth[s] - self.discount * worth[t]) for t in range(self.states)) for _ in moves)
                    for s, moves in enumerate(env.transition)
                )
            )
        if kind == "transitions":
            return Objective.from_array([[[pay() for _ in worth] for _ in env.actions] for _ in worth])
        if kind == "states":
            return Objective.from_array([[x] * self.actions for x in worth])
        return Objective.from_array([[pay() for _ in env.actions] for _ in worth])

    def policy(self, mixing: bool) -> Policy:
        """A policy that mixes nowhere, here and there, or all actions everywhere."""
        if not mixing or self.by.random() < 0.4:
            return Policy(tuple(self.row(self.actions, 0.3 if mixing else 1) for _ in range(self.states)), self.actions)
        last = [self.by.choice([Fraction(1, self.actions), *SHARES]) for _ in range(self.states)]
        return Policy.from_array([[(1 - p) / (self.actions - 1)] * (self.actions - 1) + [p] for p in last])

    def prior(self, world: World) -> Mixture:
        """Two environments that are thought possible, the truth among them or ruled out or forgotten."""
        envs = list(dict.fromkeys([world.deployment, world.training, self.environment(world.deployment)]))
        first, second = self.by.sample(envs, 2) if len(envs) > 1 else (envs[0], None)
        share = self.by.choice([*SHARES, Fraction(0)]) if second else ONE
        return Mixture.of([(first, share), *([(second, 1 - share)] if second else [])])

    def agent(self, world: World, pursued: Objective) -> AnyAgent:
        """A planner, a table with one policy or two, or a learner with two memories; with beliefs or without."""
        believed = self.by.choice(
            [lambda: None, lambda: self.other(world.training), lambda: self.other(world.deployment)]
        )()
        prior = self.prior(world) if self.by.random() < 0.4 else None
        believed = None if prior else believed
        if self.by.random() < 0.5:
            prefers = tuple(self.by.sample(range(self.actions), self.actions))
            return MesaOptimizer("it", pursued, believed, self.by.choice([None, None, 1, 2]), prefers, None, prior)
        mixing = self.by.random() < 0.5
        policy, second = self.policy(mixing), self.policy(mixing)
        if prior and self.by.random() < 0.5:
            believed = prior.mean()
        if self.by.random() < 0.2:
            turns = (("new", self.by.randrange(self.states), "old"),)
            return Agent(
                "it", policy, None, believed, prior, Controller("it", (("new", policy), ("old", second)), turns)
            )
        return Agent("it", policy, self.by.choice([None, second]), believed, prior)

    def judge(self, world: World, env: Environment) -> Judge:
        """Who lists pairs or rooms, who judges by an objective, or who says something else in each environment."""
        kind = self.by.choice(["pairs", "graded", "rooms", "objective", "each"])
        if kind == "objective":
            return Judge.by(self.objective(env, []), self.by.choice([0, 0, "1/2"]))
        if kind == "rooms":
            return Judge.of_states(env, [self.by.choice([s for s in range(self.states) if s not in env.ended])])
        if kind == "each" and world.training != world.deployment:
            return Judge.in_each(
                (each, self.judge(World.same(each), each)) for each in (world.training, world.deployment)
            )
        listed = self.by.sample(env.pairs, min(len(env.pairs), self.by.choice([0, 1, 1, 2])))
        return Judge.graded({pair: self.by.choice([1, 3]) for pair in listed}) if kind == "graded" else Judge.of(listed)

    def case(self) -> Case:
        """A case with one agent."""
        env = self.environment()
        world = World(env, self.other(env))
        known: list[Objective] = [Objective.zero(env)]
        for _ in range(self.by.choice([1, 2, 2, 3, 4])):
            known.append(self.objective(env, known))
        candidates = [r if k == 0 else r.renamed(f"R{k}") for k, r in enumerate(dict.fromkeys(known))]
        self.by.shuffle(candidates)
        base, pursued, human = (self.by.choice(candidates) for _ in range(3))
        agent = self.agent(world, pursued)
        if isinstance(agent, Agent) and agent.policy.support == env.available:
            candidates.append(twin(agent.policy))
        judge = self.judge(world, env)
        if self.by.random() < 0.2:
            judge = Judge.several([judge, self.judge(world, env), self.judge(world, env)][: self.by.choice([2, 3])])
        asks = tuple(self.by.sample(env.pairs, min(len(env.pairs), self.by.choice([0, 1, 2]))))
        possible = self.by.choice([None, self.prior(world)])
        human = self.by.choice([None, human])  # type: ignore[assignment]
        return Case("drawn", "", world, (agent,), base, judge, tuple(candidates), human, possible, asks)

    def reading(self, behavior: str, observed_in: str) -> Reading:
        """A reading, on all axes but two."""
        words = {each.name: self.by.choice(values(each)) for each in AXES if each.name != "among"}
        words |= {"behavior": behavior, "observed_in": observed_in}
        numbers = {"grade": self.by.choice([Fraction(0)] * 6 + [ONE, Fraction(2)])}
        if words["base_judge"] == "tolerant":
            numbers["tolerance"] = self.by.choice([Fraction(1, 3), ONE])
        if words["performs"] in notions(with_epsilon=True):
            numbers["epsilon"] = self.by.choice([Fraction(0), Fraction(1, 4), Fraction(2)])
        rule = self.by.choice(["", *RULES]) if words["objectives"] == "selected" else ""
        return Reading(**words, **numbers, selected_by=rule)  # type: ignore[arg-type]


class Episodes(Draw):
    """The same of episodes: what is available depends on the state, they may end, and γ may be 1."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.states, self.actions = self.by.choice([(2, 2), (3, 2), (3, 2), (3, 3), (4, 2)])
        self.discount = self.by.choice([*DISCOUNTS, ONE, ONE, ONE])
        self.available = [list(range(self.actions)), *(self.offers() for _ in range(self.states - 2)), []]

    def offers(self) -> list[int]:
        """What is available in a state: some, all, or rarely nothing."""
        if self.by.random() < 0.1:
            return []
        return sorted(self.by.sample(range(self.actions), self.by.choice([1, self.actions, self.actions])))

    def move(self, s: int) -> Row:
        """Where an action leads: anywhere, or at γ = 1 further on or else perhaps to the end."""
        if self.discount < 1:
            return self.row(self.states)
        last = self.states - 1
        if self.by.random() < 0.6:
            return ((self.by.randint(s + 1, last), ONE),)
        other, share = self.by.randrange(last), self.by.choice(SHARES)
        return ((other, share), (last, 1 - share))

    def environment(self, like: Environment | None = None) -> Environment:
        """An environment; or one that gets another wrong in a row or two."""
        kept = like.transition if like else ()
        pairs = [(s, a) for s, here in enumerate(self.available) for a in here]
        changed = set(self.by.sample(pairs, min(len(pairs), self.by.choice([1, 1, 2]))) if like else pairs)
        rows = tuple(
            tuple(self.move(s) if (s, a) in changed else kept[s][a] if like else () for a in range(self.actions))
            for s in range(self.states)
        )
        start = self.by.choice([self.row(self.states), ((0, ONE),)])
        names = tuple("stuv"[: self.states]), tuple("abc"[: self.actions])
        return Environment(*names, rows, self.by.choice([start, like.initial]) if like else start, self.discount)

    def policy(self, mixing: bool) -> Policy:
        """A policy that mixes nowhere, or here and there, or everywhere."""
        kind = self.by.choice(["some", "all"]) if mixing else "one"
        rows: list[Row] = []
        for here in self.available:
            some = here if kind == "all" else self.by.sample(here, min(len(here), 1 if kind == "one" else 2))
            parts = [self.by.randint(1, 3) for _ in some]
            rows.append(tuple((a, Fraction(part, sum(parts))) for a, part in sorted(zip(some, parts, strict=True))))
        return Policy(tuple(rows), self.actions)


def twin(policy: Policy) -> Objective:
    """Return log π(a|s), for which the policy is soft-optimal, to twelve digits."""
    rows = [{a: round(log(p), 12) for a, p in row} for row in policy.rows]
    return Objective.from_array([[row.get(a, 0) for a in range(policy.actions)] for row in rows], "the twin")


def draw(seed: int, kind: type[Draw] = Draw) -> tuple[Case, list[Reading]]:
    """Return a case, and readings of it: one for each operator and place of observation."""
    drawn = kind(seed)
    seen = product(values(axis("behavior")), values(axis("observed_in")))
    return drawn.case(), [drawn.reading(*both) for both in seen]

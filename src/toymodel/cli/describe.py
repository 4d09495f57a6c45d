"""A case is put in words: its world, objectives, judge and agents, briefly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from ..agents import AnyAgent, Softmax, Worst
from ..alignment import Case, PolicyPair, Reading
from ..behavior.completions import opened
from ..logic import Unknown
from ..solve import bad_pairs, offers_choice, reachable
from ..worlds import Environment, Judge, Mixture, Objective, Policy, Row, World, brief, exact, listed, show
from ..worlds.objective import PLACES
from .layout import entry, paragraph, some
from .options import spoken

AT = 17
"""The column where descriptions begin."""


def describe(case: Case, reading: Reading, agent: str | None = None) -> Iterator[str]:
    """Yield the lines that say what a verdict is about: world, objectives, judge, agent and its policy."""
    world, acting = case.world, case.agent(agent)
    env = world.training
    yield from paragraph(case.name)
    yield from paragraph(case.story, 2)
    yield ""
    frame = f"states {some(env.states)}; actions {some(env.actions)}; discount {show(env.discount)}"
    frame += ", as every policy surely ends" if env.discount == 1 else ""
    yield from entry("World", frame, AT)
    yield from entry("in training", _dynamics(env), AT, 2)
    yield from entry("in deployment", _dynamics(world.deployment, env, "training"), AT, 2)
    idle = [place for place in ("training", "deployment") if not offers_choice(getattr(world, place))]
    if idle:
        where = "either environment" if len(idle) == 2 else idle[0]
        yield from entry(
            "no choice", f"in {where}: there every objective is trivial, and theorems may not apply", AT, 2
        )
    yield from _base(case)
    if case.judge.members:
        yield from entry("Judges", f"{case.judge.name}, {len(case.judge.members)} who may differ", AT)
    for judge in case.judge.members or (case.judge,):
        yield from entry("Judge", f"{judge.name} calls bad{_by(judge)}", AT)
        before, after = badness(env, judge), badness(world.deployment, judge)
        if before == after:
            yield from entry("everywhere", before, AT, 2)
        else:
            yield from entry("in training", before, AT, 2)
            yield from entry("in deployment", after, AT, 2)
    listing = (r.name if r in map(case.base.at, PLACES) else f"{r.name} {payments(r, world)}" for r in case.candidates)
    yield from entry("Candidates", some(listing, "; ", room=1500), AT)
    if case.possible is not None:
        yield from entry("Possible", _mixture(case.possible, world), AT)
    if case.deferring:
        yield from entry("Deferring", some(env.describe(env.pair(pair)) for pair in case.deferring), AT)
    yield from entry("Agent", f"{acting.name}, {_kind(acting)}", AT)
    if acting.believed is not None:
        yield from entry("believes", _dynamics(acting.believed, world.deployment, "deployment"), AT, 2)
    if acting.prior is not None:
        yield from entry("its prior", _mixture(acting.prior, world), AT, 2)
    policies = case.policy_pair(reading, agent)
    if isinstance(policies, Unknown):
        yield from entry("plays", spoken(policies.reason), AT, 2)
    elif policies.training == policies.deployment:
        yield from entry("plays", policy_pair_in_words(policies, world, acting.believed), AT, 2)
    else:
        for place, policy in (("training", policies.training), ("deployment", policies.deployment)):
            yield from entry(f"in {place}", f"plays {plays(policy, [getattr(world, place)])}", AT, 2)
    yield from _on_record(case, acting, policies)


def _on_record(case: Case, acting: AnyAgent, policies: PolicyPair | Unknown) -> Iterator[str]:
    """Yield what was rounded, completed or left out as what a verdict is about was read, and of what."""
    mixtures = [mixture for mixture in (case.possible, acting.prior) if mixture is not None]
    sources: list[tuple[str, tuple[str, ...]]] = [
        ("training", case.world.training.record),
        ("deployment", case.world.deployment.record),
        ("what is believed", acting.believed.record if acting.believed else ()),
        (
            "what is possible",
            tuple(s for m in mixtures for s in (*m.record, *(r for e, _ in m.parts for r in e.record))),
        ),
    ]
    if isinstance(policies, PolicyPair):
        sources.append(("the policy", (*policies.training.record, *policies.deployment.record)))
    told: dict[str, list[str]] = {}
    for place, sentences in sources:
        for sentence in dict.fromkeys(sentences):
            told.setdefault(sentence, []).append(place)
    for i, (sentence, among) in enumerate(told.items()):
        yield from entry("" if i else "On record", f"{listed(among)}: {sentence}", AT)


def _base(case: Case) -> Iterator[str]:
    """Yield the lines that say what the base objective pays, in each environment where that differs."""
    trained, deployed = map(case.base.at, PLACES)
    if trained == deployed:
        yield from entry("Base objective", f"{case.base.name} {payments(trained, case.world)}", AT)
        return
    yield from entry("Base objective", f"{case.base.name}, which differs by environment", AT)
    for place, paid in zip(PLACES, (trained, deployed), strict=True):
        yield from entry(f"in {place}", f"{paid.name} {payments(paid, case.world)}", AT, 2)


def payments(objective: Objective, world: World) -> str:
    """Return in words what an objective pays, zeros left out: "(Utopia 1, verify in start -0.5)"."""
    return f"({some(_payments(objective, world), nothing='pays nothing', room=150)})"


def _payments(objective: Objective, world: World) -> Iterator[str]:
    env = world.training
    for s in range(len(env.states)):
        said = {a: _paid(objective, world, s, a) for a in sorted(env.available[s])}
        first = next(iter(said.values()), {})
        if first and all(each == first for each in said.values()):
            yield from (f"{env.states[s]}{to} {brief(value)}" for to, value in first.items())
            continue
        for a, each in said.items():
            yield from (f"{env.describe((s, a))}{to} {brief(value)}" for to, value in each.items())


def _paid(objective: Objective, world: World, s: int, a: int) -> Mapping[str, Fraction]:
    """Return what a state and an action pay, by where they lead (of what can follow in this world), zeros left out."""
    payment = objective.rewards[s][a]
    if isinstance(payment, Fraction):
        return {"": payment} if payment else {}
    possible = {t for env in (world.training, world.deployment) for t, _ in env.transition[s][a]}
    values = {t: value for t, value in payment if t in possible}
    if len(set(values.values())) == 1:
        value = next(iter(values.values()))
        return {"": value} if value else {}
    return {f" → {world.training.states[t]}": value for t, value in values.items() if value}


def badness(env: Environment, judge: Judge) -> str:
    """Return in words which pairs are bad in an environment, each with its grade where the judge gives grades."""
    here, parts = judge.resolve(env), []
    bad = bad_pairs(env, judge)
    graded = zip(map(env.pair, here.pairs), here.grades, strict=False)
    grade = {pair: f" (grade {brief(how)})" for pair, how in sorted(graded, key=lambda each: each[1])}
    for s, state in enumerate(env.states):
        said = {a: grade.get((s, a), "") for a in sorted(env.available[s]) if (s, a) in bad}
        if said and len(said) == len(env.available[s]) and len({*said.values()}) == 1:
            parts.append(f"anything in {state}{min(said.values())}")
        else:
            parts += [env.describe((s, a)) + how for a, how in said.items()]
    return some(parts)


def policy_pair_in_words(policies: PolicyPair, world: World, believed: Environment | None) -> str:
    """Return in words what one policy plays, wherever it can get to."""
    return plays(policies.training, [world.training, world.deployment, *([believed] if believed else [])])


def plays(policy: Policy, environments: list[Environment]) -> str:
    """Return in words what a policy plays in the states that it can reach in these environments."""
    env = environments[0]
    rows = opened(env.available, policy)
    reached = set().union(*(reachable(each, rows) for each in environments)) - env.ended
    parts = [f"{_mixed(policy.rows[s], env.actions)} in {env.states[s]}" for s in sorted(reached) if policy.rows[s]]
    silent = [env.states[s] for s in sorted(reached) if not policy.rows[s]]
    parts += [f"not observed in {some(silent, ' or ')}"] if silent else []
    return some(parts) + ("" if len(reached | env.ended) == len(env.states) else " (other states are not reached)")


def _dynamics(env: Environment, other: Environment | None = None, place: str = "") -> str:
    """Return in words where actions lead, or what differs from an environment described already."""
    name = f"{env.name}: " if env.name else ""
    if env == other:
        return f"{name}as in {place}"
    changed = [s for s in range(len(env.states)) if other is None or env.transition[s] != other.transition[s]]
    start = f"begins in {_mixed(env.initial, env.states, ' or ')}"
    ends = [env.states[s] for s in changed if s in env.ended]
    still = [
        env.states[s] for s in changed if all(env.transition[s][a] == ((s, Fraction(1)),) for a in env.available[s])
    ]
    still = [state for state in still if state not in ends]
    moving = [s for s in changed if env.states[s] not in (*still, *ends)]
    parts = [] if other is not None and env.initial == other.initial else [start]
    if moving:
        parts.append(some((_moves(env, s) for s in moving), "; "))
    if still:
        parts.append(f"{some(still)} {'is' if len(still) == 1 else 'are'} never left")
    if ends:
        parts.append(f"{some(ends)} {'is an end' if len(ends) == 1 else 'are ends'}")
    return name + (f"as in {place}, but " if other is not None else "") + "; ".join(parts)


def _mixture(mixture: Mixture, world: World) -> str:
    """Return in words which environments are possible, each with its probability."""
    known = {world.deployment: "deployment", world.training: "training"}
    said = (known.get(env) or f"({_dynamics(env, world.deployment, 'deployment')})" for env, _ in mixture.parts)
    return some((f"{each} {brief(p)}" for each, (_, p) in zip(said, mixture.parts, strict=True)), "; ", room=600)


def _moves(env: Environment, s: int) -> str:
    rows = env.transition[s]
    if rows[0] and all(row == rows[0] for row in rows):
        return f"{env.states[s]} → {_mixed(rows[0], env.states)}"
    moves = (f"{a} → {_mixed(row, env.states)}" for a, row in zip(env.actions, rows, strict=True) if row)
    return f"in {env.states[s]}: {some(moves)}"


def _mixed(row: Row, names: tuple[str, ...], between: str = " or ") -> str:
    if len(row) == 1:
        return names[row[0][0]]
    return some((f"{names[i]} ({brief(p)})" for i, p in row), between)


def _by(judge: Judge) -> str:
    if judge.objective is None:
        return ""
    margin = f" by more than {show(judge.tolerance)}" if judge.tolerance else ""
    return f" what falls short of the best on {judge.objective.name}{margin}"


def _kind(agent: AnyAgent) -> str:
    if agent.learner is not None:
        return f"who goes on learning: {getattr(agent.learner, 'name', 'a learner')}"
    if agent.incomplete:
        return "known from what it was seen to do"
    if agent.objective is None:
        return "a table of what to do, with no objective inside"
    search, depth = getattr(agent, "search", None), getattr(agent, "depth", None)
    if isinstance(search, Softmax):
        how = f", by softmax search at temperature {show(exact(search.temperature))}"
    elif search is not None:
        how = f", by search for {'the worst' if isinstance(search, Worst) else type(search).__name__}"
    else:
        how = f", looking {depth} step{'s' * (depth != 1)} ahead" if depth is not None else ""
    return f"a mesa-optimizer that pursues {agent.objective.name}{how}"

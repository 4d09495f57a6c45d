"""The seven definitions, decided by trying everything; and a witness, decided again at its value.

A truth value is "true", "false", "undefined" or "undecided", and connectives are Kleene's: a part that
settles the matter does; else what is undecided, else what is undefined, keeps it open.
"""

from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any, TypeAlias

from toymodel.alignment import Case, Reading
from toymodel.worlds import Judge, Objective, ObjectivePair

from .behavior import Seen, bits, demonstrates, distance, feasible, said, trivial
from .performance import performs
from .worlds import Rows, bad, mean, pair, policies, used

Acts: TypeAlias = tuple[Rows, Rows]
"""What is done in training and in deployment."""


def opposite(value: str) -> str:
    """Negation."""
    return {"true": "false", "false": "true"}.get(value, value)


def paid(objective: Objective | ObjectivePair, place: str) -> Objective:
    """Return what is paid in training or in deployment."""
    if isinstance(objective, ObjectivePair):
        return objective.training if place == "training" else objective.deployment
    return objective


def every(values: Iterable[str]) -> str:
    """Conjunction."""
    found = set(values)
    return next((value for value in ("false", "undecided", "undefined") if value in found), "true")


def some(values: Iterable[str]) -> str:
    """Disjunction."""
    return opposite(every(map(opposite, values)))


class Oracle:
    """The meaning of the definitions on one case under one reading; of models that mix, where asked for."""

    def __init__(self, case: Case, reading: Reading, agent: str | None = None, mixing: bool = False) -> None:
        self.case, self.reading, self.mixing = case, reading, mixing
        self.agent: Any = case.agent(agent)
        self.replans = reading.replans == "yes"
        training, deployment = case.world.training, case.world.deployment
        self.envs = {"training": training, "deployment": deployment, "beliefs": self.agent.believed}
        self.acts = pair(self.agent, case.world, self.replans)
        self.optima = cache(self.best)
        self.vouched = cache(lambda seen: self.behavioral("intent aligned", seen, None))

    def status(self, name: str) -> str:
        """Return the truth value of a definition."""
        if name == "outer aligned":
            known = policies(self.envs["training"], self.mixing)
            pairs = product(known, known) if self.replans else zip(known, known, strict=True)
            models = list(filter(self.is_model, pairs))
            return every({self.vouched(self.seen(acts)) for acts in models}) if models else "undefined"
        if name == "inner aligned":
            return "undefined" if self.agent.objective is None else self.asks(name, self.agent.objective)
        if self.acts is None:
            return "undefined"
        if name == "impact aligned":
            return said(self.safe(self.acts))
        if name == "robust":
            return self.well("W2" if self.reading.performs == "W2" else "W1", self.case.base)
        return self.behavioral(name, self.seen(self.acts), self.agent.objective)

    # Definitions ----------------------------------------------------------------------------------------

    def behavioral(self, name: str, seen: Seen | None, inside: Objective | None) -> str:
        """Q_R R ∈ Dem(π): what the definition asks of R; what demonstrates nothing is not vouched for."""
        guards = {r: self.shown(seen, r, inside) for r in self.case.candidates}
        if self.reading.objectives == "selected":
            if not self.has_rule:
                return "undefined"
            chosen = self.selected(seen, guards)
            if chosen is None:
                return "false"
            return self.asks(name, chosen) if guards[chosen] == "true" else guards[chosen]
        bodies = {r: self.asks(name, r) for r, guard in guards.items() if guard != "false"}
        if self.reading.objectives == "some":
            return some(every((guards[r], body)) for r, body in bodies.items())
        return every([some(guards.values()), *(some((opposite(guards[r]), body)) for r, body in bodies.items())])

    def asks(self, name: str, objective: Objective) -> str:
        """Return what a definition asks of an objective: to perform well on it, or Q_π π' ∈ Opt(R): π' is safe."""
        if name == "capability robust":
            return self.well(self.reading.performs, objective)
        goal = self.safe if name == "intent aligned" else self.loyal
        return said((all if self.reading.optima == "every" else any)(goal(best) for best in self.optima(objective)))

    def safe(self, acts: Acts) -> bool:
        """Whether nothing that is done, wherever that is judged, is bad by the human's judge."""
        judged, grade = self.at(acts, self.reading.judged_in), Fraction(self.reading.grade)
        approved = [
            not any(used(env, rows) & bad(env, judge, grade) for env, rows in judged)
            for judge in self.case.judge.members or (self.case.judge,)
        ]
        enough = {"all": len(approved), "some": 1, "majority": len(approved) // 2 + 1}[self.reading.judges]
        return sum(approved) >= enough

    def loyal(self, acts: Acts) -> bool:
        """Whether nothing that is done in deployment is bad by the base objective."""
        judge = Judge.by(paid(self.case.base, "deployment"), self.reading.tolerance)
        return not any(used(env, rows) & bad(env, judge) for env, rows in self.at(acts, "deployment"))

    def well(self, notion: str, objective: Objective | ObjectivePair) -> str:
        """Return whether the agent performs well on an objective."""
        assert self.acts is not None
        epsilon = Fraction(self.reading.epsilon if notion == self.reading.performs else 0)
        well = performs(
            self.case, self.agent, self.acts[1], self.replans, notion, epsilon, paid(objective, "deployment")
        )
        if self.reading.succeeds_in == "deployment":
            return well
        trained = performs(
            self.case,
            self.agent,
            self.acts[0],
            self.replans,
            notion,
            epsilon,
            paid(objective, "training"),
            self.case.world.training,
        )
        return every((well, trained))

    def shown(self, seen: Seen | None, objective: Objective, inside: Objective | None) -> str:
        """Return whether an objective is demonstrated, and counts."""
        if seen is None:
            return "undefined"
        shown = demonstrates(self.reading.behavior, seen, objective, self.case.candidates, inside)
        idle = self.reading.trivial == "excluded" and all(trivial(env, objective) for env, _ in seen)
        return "false" if idle else shown

    # Selection ------------------------------------------------------------------------------------------

    @property
    def has_rule(self) -> bool:
        """Whether somebody has said how an objective is selected, and what it should be near to."""
        rule = self.reading.selected_by
        return bool(rule) and (rule != "human" or self.case.human is not None)

    def selected(self, seen: Seen | None, guards: dict[Objective, str]) -> Objective | None:
        """Return the first candidate, in the order of the rule, that is not known not to be demonstrated."""
        rule, near = self.reading.selected_by, {"human": self.case.human, "base": paid(self.case.base, "deployment")}
        where = self.envs["deployment"]

        def far(objective: Objective) -> Fraction | int:
            if rule == "simplest":
                return bits(self.envs["training"], objective)
            if rule == "maximum_margin":
                return 0 if seen is None else distance(seen, objective)
            if rule == "first":
                return 0
            left, right = mean(where, objective), mean(where, near[rule])
            return sum((abs(left[s][a] - right[s][a]) for s, a in where.pairs), Fraction(0))

        return next((r for r in sorted(self.case.candidates, key=far) if guards[r] != "false"), None)

    # Policies -------------------------------------------------------------------------------------------

    def at(self, acts: Acts, where: str) -> Seen:
        """Return what is done, with the environments where it is looked at; by beliefs, as when deployed."""
        places = ("training", "deployment") if where == "both" else (where,)
        return tuple((self.envs[place], acts[place != "training"]) for place in places)

    def seen(self, acts: Acts) -> Seen | None:
        """Return what is observed of a policy pair; None where nobody has said what the agent believes."""
        where = self.reading.observed_in
        return None if where == "beliefs" and self.envs["beliefs"] is None else self.at(acts, where)

    def is_model(self, acts: Acts) -> bool:
        """Whether this is optimal for the base objective in all that is encountered."""
        kept = self.replans or acts[0] == acts[1]
        places = ("training", "deployment") if self.reading.encountered == "both" else (self.reading.encountered,)
        return kept and all(feasible(self.at(acts, place), paid(self.case.base, place)) for place in places)

    def best(self, objective: Objective) -> list[Acts]:
        """Return the pairs of policies of which each is optimal where it acts."""
        training, deployment = (
            [rows for rows in policies(env) if feasible(((env, rows),), objective)]
            for env in (self.envs["training"], self.envs["deployment"])
        )
        if self.reading.judged_in == "deployment":
            training = training[:1]  # what is best there matters to nobody
        return list(product(training, deployment))


# Witnesses ----------------------------------------------------------------------------------------------


def redecide(oracle: Oracle, name: str, verdict: Any) -> list[str]:
    """Return what is wrong with a verdict's witness, decided again at its value; nothing, if it stands."""
    witness, status, reading = verdict.witness, verdict.status, oracle.reading
    if witness is None:
        return [f"{status}, and names no witness"] if needs_witness(oracle, name, status) else []
    if status not in ("true", "false"):
        return [f"{status}, and names a witness"]
    if name == "inner aligned":
        return at_optimum(oracle, name, oracle.agent.objective, witness, status)
    if name == "outer aligned":
        acts = (witness.training.rows, witness.deployment.rows)
        faults = [] if oracle.is_model(acts) else ["the witness is no model"]
        return faults + settled("every", status, oracle.vouched(oracle.seen(acts)))
    if isinstance(witness, Judge) and name == "impact aligned":
        return [] if witness in (*oracle.case.judge.members, oracle.case.judge) else ["the witness is no judge here"]
    if not isinstance(witness, Objective) or oracle.acts is None:
        return ["this claim has no such witness"]
    seen, inside = oracle.seen(oracle.acts), oracle.agent.objective
    faults = [] if oracle.shown(seen, witness, inside) == "true" else ["the witness is not demonstrated"]
    if reading.objectives == "selected":
        guards = {r: oracle.shown(seen, r, inside) for r in oracle.case.candidates}
        faults += [] if oracle.selected(seen, guards) == witness else ["the witness is not what the rule selects"]
    for part in verdict.parts:
        if part.witness is not None:
            faults += at_optimum(oracle, name, witness, part.witness, part.status)
    return faults + settled(reading.objectives, status, oracle.asks(name, witness))


def settled(kind: str, status: str, found: str) -> list[str]:
    """Return what is wrong if one value is to settle a quantifier: it breaks "every", makes "some", is the selected."""
    settles = kind == "selected" or status == ("false" if kind == "every" else "true")
    return [] if settles and found == status else [f"{status}, and of the witness it is {found}"]


def at_optimum(oracle: Oracle, name: str, objective: Objective, witness: Any, status: str) -> list[str]:
    """Return what is wrong with an optimal policy that makes or breaks a claim."""
    acts = (witness.training.rows, witness.deployment.rows)
    where = oracle.reading.judged_in if name == "intent aligned" else "deployment"
    faults = [] if feasible(oracle.at(acts, where), objective) else ["the witness is not optimal"]
    goal = oracle.safe if name == "intent aligned" else oracle.loyal
    return faults + settled(oracle.reading.optima, status, said(goal(acts)))


def needs_witness(oracle: Oracle, name: str, status: str) -> bool:
    """Whether a claim with this status rests on one value."""
    if name in ("impact aligned", "robust") or status not in ("true", "false"):
        return False
    if name in ("outer aligned", "inner aligned"):
        return status == ("true" if name == "inner aligned" and oracle.reading.optima == "some" else "false")
    assert oracle.acts is not None
    seen, inside = oracle.seen(oracle.acts), oracle.agent.objective
    if all(oracle.shown(seen, r, inside) == "false" for r in oracle.case.candidates):
        return False
    kind = oracle.reading.objectives
    return kind == "selected" or status == ("false" if kind == "every" else "true")

"""Which of the seven words can be true together: found by going through small worlds, the rest excluded by proof.

What this finds is kept in ``assignments.json`` and read by `toymodel_atlas.query`; tests check it
again. To make it anew: ``python -m toymodel_atlas.assignments`` (some ten minutes).

Objectives range over all of ℚ^{S×A}: one of each kind is tried. The agent is a planner, optimal
for its mesa-objective in both environments. Sizes come by |S|·|A|, worlds of a size by how hard
they are to take in, and of the tuples of a world the first is the one that pays and forbids least.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, product
from pathlib import Path

import numpy as np

from toymodel.alignment import DEFINITIONS, Reading
from toymodel.alignment.formulas import optimal_for_mesa
from toymodel.logic import Formula, Or
from toymodel.progress import Bar

from .cells import COUNTED, Cell
from .concrete import Found, planned
from .counterexample_search import Where, kinds, worlds
from .dynamics import policies
from .propositional import Boxes
from .prover import derive
from .query import PLANS, WORDS, Law, by_arrows, by_hand
from .settle import written
from .settled import as_json
from .smallest import sizes
from .smallworld import Numbers, SmallWorld, small_world
from .tables import Array

HERE = Path(__file__).with_name("assignments.json")
SIDE = optimal_for_mesa(("training", "deployment"))


@dataclass(frozen=True)
class Question(Cell):
    """A question is a law under a reading, put as the cells of the atlas are: premises and a conclusion."""

    law: Law

    @property
    def axes(self) -> dict[str, str]:
        """Return the choices that the census counts."""
        return {axis: getattr(self.reading, axis) for axis in COUNTED}

    @property
    def premises(self) -> tuple[Formula, ...]:
        """Return what holds; of a planner, last, that it is optimal for its mesa-objective."""
        held = tuple(DEFINITIONS[word].formula(self.reading) for word in self.law.holds)
        return (*held, SIDE) if self.law.plans else held

    @property
    def conclusion(self) -> Formula:
        """Return that something of what is to fail holds."""
        parts = tuple(DEFINITIONS[word].formula(self.reading) for word in self.law.fails)
        return parts[0] if len(parts) == 1 else Or(parts)

    @property
    def premise_names(self) -> tuple[str, ...]:
        """What the premises are called."""
        return (*self.law.holds, PLANS) if self.law.plans else self.law.holds

    @property
    def places(self) -> tuple[str, ...]:
        """Return the environments that it speaks of."""
        return ("training", "deployment")


# Worlds -----------------------------------------------------------------------------------------------


def survey(reading: Reading) -> dict[Boxes, Found]:
    """Return which words can be just those that hold, each with a smallest world, the simplest first."""
    found: dict[int, Found] = {}
    for states, actions in sizes():
        for where in worlds(states, actions, believed=False):
            _look(reading, where, found)
    return {Boxes(word for k, word in enumerate(WORDS) if code >> k & 1): each for code, each in found.items()}


def _look(reading: Reading, where: Where, found: dict[int, Found]) -> None:
    """Add what one world has and simpler ones have not."""
    training, deployment, _ = where
    objectives, choices = kinds(*where), policies(training.states, training.actions)
    small = small_world(training, deployment, reading, None, objectives)
    judges = [min(same, key=_size) for same in _alike(small)]
    every = range(len(objectives))
    codes = assignments(small, (every, every, judges))
    codes[:, np.broadcast_to(~_planners(where)[:, None], codes.shape[1:])] = -1
    much = np.array([float(sum(map(abs, map(Fraction, each)))) for each in objectives])
    bad = np.array([judge.bit_count() for judge in judges])
    order = np.broadcast_to(much[:, None, None, None] + much[:, None, None] + bad[:, None], codes.shape)
    new = {code: np.where(codes == code, order, np.inf) for code in set(map(int, np.unique(codes))) - {-1, *found}}
    for code, hits in sorted(new.items(), key=lambda item: (float(item[1].min()), item[0])):
        at = np.unravel_index(int(hits.argmin()), hits.shape)
        base, mesa, judge, policy = map(int, at)
        kept = _few(small, (base, mesa, judges[judge]), policy, code)
        found[code] = Found(
            training,
            deployment,
            choices[policy],
            objectives[base],
            judges[judge],
            objectives[mesa],
            tuple(objectives[r] for r in kept),
        )


def _alike(small: SmallWorld) -> Iterator[list[int]]:
    """Yield the judges, those together under whom the same is safe."""
    known: dict[int, list[int]] = {}
    for judge, safe in enumerate(small.safe):
        known.setdefault(int(safe), []).append(judge)
    yield from known.values()


@lru_cache(4096)
def _planners(where: Where) -> Array:
    """Whether an exact planner with each objective may settle on each policy."""
    training, deployment, _ = where
    return np.array(
        [
            [
                planned(Found(training, deployment, choices, each, 0, each)) is not None
                for choices in policies(training.states, training.actions)
            ]
            for each in kinds(*where)
        ]
    )


def _size(judge: int) -> tuple[int, int]:
    return judge.bit_count(), judge


def assignments(small: SmallWorld, tuples: tuple[Numbers, Numbers, Numbers]) -> Array:
    """Return which words hold, one bit each, for every base objective, mesa-objective, judge and policy.

    It is −1 where the policy is not optimal for the mesa-objective.
    """
    reader, shape = small.reader(*tuples), tuple(map(len, tuples))
    agents = np.arange(int(small.deterministic).bit_length())

    def true(formula: Formula) -> Array:
        sets = np.broadcast_to(reader.true_of(formula), shape)
        return (sets[..., None].astype(np.int64) >> agents) & 1

    codes = sum(true(each.formula(small.reading)) << k for k, each in enumerate(DEFINITIONS.values()))
    return np.where(true(SIDE) == 1, codes, -1)


def _few(small: SmallWorld, these: tuple[int, int, int], policy: int, code: int) -> list[int]:
    """Return objectives under consideration, as few as leave all that is said as it is over all of them."""
    base, mesa, judge = these
    kept = list(small.candidates)
    for r in sorted(kept, reverse=True):
        rest = [x for x in kept if x != r]
        if r in (0, base, mesa):
            continue
        if assignments(small.under(rest), ([base], [mesa], [judge]))[0, 0, 0, policy] == code:
            kept = rest
    return kept


# Laws -------------------------------------------------------------------------------------------------


def excluded(true: Sequence[Boxes]) -> Iterator[Law]:
    """Yield the laws that these assignments obey, the shortest first; none contains another.

    Examples
    --------
    >>> everything = [frozenset(some) for k in range(8) for some in combinations(WORDS, k)]
    >>> print(*excluded([each for each in everything if "robust" in each or "outer aligned" not in each]))
    outer alignment ⇒ robustness
    """
    found: list[Law] = []
    for k in range(1, len(WORDS) + 1):
        for words in combinations(WORDS, k):
            for signs in product((True, False), repeat=k):
                holds, fails = (
                    tuple(w for w, s in zip(words, signs, strict=True) if s is sign) for sign in (True, False)
                )
                if any(law.forbids(holds, fails) for law in found):
                    continue
                if not any(each.issuperset(holds) and each.isdisjoint(fails) for each in true):
                    found.append(Law(holds, fails))
                    yield found[-1]


def follows(law: Law, laws: Sequence[Law]) -> bool:
    """Return whether a law follows from others, as far as words go."""
    rest = [word for word in WORDS if word not in (*law.holds, *law.fails)]
    return all(
        any(each.forbids((*law.holds, *more), (*law.fails, *(w for w in rest if w not in more))) for each in laws)
        for k in range(len(rest) + 1)
        for more in combinations(rest, k)
    )


def settled(laws: Sequence[Law], reading: Reading) -> Iterator[Law]:
    """Yield the laws, each with arrows that make it up, a proof, laws that it follows from, or as not proved."""
    known: list[Law] = []
    for law in laws:
        if arrows := by_arrows(law, reading):
            known.append(replace(law, arrows=arrows))
        elif label := by_hand(law, reading):
            known.append(replace(law, label=label))
        else:
            known.append(replace(law, proved=False))
    for k, law in enumerate(known):
        known[k] = law if law.proved else _by_z3(law, known, reading)
    for law in known:
        yield (
            law
            if law.proved or not follows(law, _proved(known))
            else replace(law, through=_through(law, known), proved=True)
        )


def _proved(known: Sequence[Law]) -> list[Law]:
    return [law for law in known if law.proved]


def _by_z3(law: Law, known: Sequence[Law], reading: Reading) -> Law:
    """Return the law proved by z3; as it is, if it follows from what is proved, or if z3 fails."""
    lemmas = None if follows(law, _proved(known)) else _lemmas(Question("", reading, law))
    return law if lemmas is None else replace(law, lemmas=lemmas, proved=True)


def _through(law: Law, known: Sequence[Law]) -> tuple[int, ...]:
    """Return which proved laws it follows from, none of which can be left out."""
    needed = [k for k, each in enumerate(known) if each.proved]
    for k in tuple(needed):
        rest = [other for other in needed if other != k]
        needed = rest if follows(law, [known[other] for other in rest]) else needed
    return tuple(needed)


def _lemmas(asked: Question) -> tuple[str, ...] | None:
    """Return the lemmas from which z3 proves it; kept, since many readings ask the same."""
    key = asked.premises, asked.conclusion
    if key not in _known:
        proof = derive(asked, effort=EFFORT)
        _known[key] = proof.lemmas if proof.holds else None
    return _known[key]


_known: dict[tuple[tuple[Formula, ...], Formula], tuple[str, ...] | None] = {}
EFFORT = 3_000_000
"""Steps of z3 for a question."""


# The table --------------------------------------------------------------------------------------------


def row(reading: Reading) -> dict[str, object]:
    """Return the table's row of a reading."""
    found = survey(reading)
    return {
        "reading": [getattr(reading, axis) for axis in COUNTED],
        "worlds": {_signs(true, WORDS): written(each) for true, each in found.items()},
        "laws": {_signs(law.holds, (*law.holds, *law.fails)): _law(law) for law in settled_laws(found, reading)},
    }


def settled_laws(found: Mapping[Boxes, Found], reading: Reading) -> tuple[Law, ...]:
    """Return the laws that what was found obeys, settled."""
    return tuple(settled(tuple(excluded(tuple(found))), reading))


def _signs(true: Collection[str], among: Collection[str]) -> str:
    return "".join("-" if word not in among else "1" if word in true else "0" for word in WORDS)


def _law(law: Law) -> dict[str, object]:
    known: dict[str, object] = {"arrows": law.arrows, "lemmas": law.lemmas, "label": law.label, "through": law.through}
    return {name: value for name, value in known.items() if value} | ({} if law.proved else {"proved": False})


def main(path: Path = HERE) -> None:
    """Make the table, and write it."""
    readings = [Reading(**dict(zip(COUNTED, choice, strict=True))) for choice in product(*COUNTED.values())]
    rows = []
    with Bar("which words go together", sys.stderr) as bar:
        for reading in readings:
            rows.append(row(reading))
            bar(len(rows), len(readings))
    path.write_text(as_json(rows), "utf-8")


if __name__ == "__main__":
    main()

"""Theorems: which cells of the atlas hold in every finite world."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from toymodel.alignment.vocabulary import AGENT
from toymodel.logic import Formula, Quantifier, Var

from .cells import Cell
from .lemmas import P, V, deterministic, every
from .meaning import (
    NOT_LISTED,
    as_a_model,
    does_what_a_model_does,
    harmless_base,
    is_candidate,
    known_lemmas,
    meaning,
    membership,
    of_whom,
)
from .prove import Proof, prove


def derive(
    cell: Cell,
    *,
    premises: Collection[str] | None = None,
    deterministic_agent: bool = True,
    candidates: bool = False,
    others: bool = False,
    only: Collection[str] | None = None,
    effort: int | None = None,
    quick: bool = False,
) -> Proof:
    """Try to prove a cell.

    Parameters
    ----------
    premises : collection of str, optional
        Premises that may be used, by name; by default all.
    deterministic_agent : bool
        Whether the agent may be taken to be deterministic.
    candidates : bool
        Whether objectives range over a finite set that contains zero, R_base and R_m, rather than over all.
    others : bool
        Whether to prove instead that the conclusion holds of every deterministic policy, whoever the agent is.
    only : collection of str, optional
        Lemmas that may be used, by name: few, so all are tried together. By default, the kinds in `STRATEGIES`.
    effort : int, optional
        How many steps of its own z3 may take over each question; by default `EFFORT`.
    quick : bool
        Whether to give up soon: for trying many sets of lemmas.

    Returns
    -------
    Proof
        Its premises are numbered as in `premise_names`.
    """
    known = known_lemmas(cell, deterministic_agent)
    relative: dict[str, Callable[[Var], Formula]] = {"deterministic": deterministic, "pairs": deterministic}
    if candidates:
        known = tuple(lemma for lemma in known if not lemma.name.startswith(NOT_LISTED)) + membership(cell)
        relative["candidates"] = is_candidate
    chosen = {lemma.name: lemma.formula for lemma in known if only is None or lemma.name in only}
    numbers = [k for k, name in enumerate(premise_names(cell)) if premises is None or name in premises]
    said = {k: cell.premises[k] for k in numbers}
    conclusion = every(V, deterministic(V), of_whom(V, cell.conclusion)) if others else cell.conclusion

    def attempt(
        strategy: Strategy, premises: Mapping[int, Formula], conclusion: Formula, more: Mapping[str, Formula]
    ) -> Proof:
        rounds, beyond, kinds = strategy
        known = {name: formula for name, formula in chosen.items() if name.startswith((*kinds, *ASSUMED))}
        proof = prove(
            list(premises.values()),
            conclusion,
            known | dict(more),
            meaning=meaning,
            relative=relative,
            rounds=rounds,
            beyond=beyond,
            effort=effort or (QUICK_EFFORT if quick else EFFORT),
            most=QUICK_INSTANCES if quick else None,
        )
        positions = list(premises)
        return replace(proof, premises=tuple(positions[k] for k in proof.premises))

    answer = Proof("unknown")
    if 0 in said and does_what_a_model_does(cell, others):
        answer = _as_a_model(cell, said, attempt, mixing=not deterministic_agent, others=others)
    if answer.holds:
        return answer
    by_way = cell.arrow in ("I2", "I4") and len(said) > 1
    for strategy in STRATEGIES if only is None else FEW_LEMMAS[: 3 if quick else None]:
        if by_way and only is not None:
            answer = _by_way_of(harmless_base(), said, conclusion, partial(attempt, strategy))
        if not answer.holds:
            answer = attempt(strategy, said, conclusion, {})
        if not answer.holds and by_way and only is None:
            answer = _by_way_of(harmless_base(), said, conclusion, partial(attempt, strategy))
        if answer.holds:
            break
    return answer


def _as_a_model(
    cell: Cell, premises: Mapping[int, Formula], attempt: Attempt, *, mixing: bool = False, others: bool = False
) -> Proof:
    """By way of a model that, where the agent is observed, does the same; or as everybody else, or what lies inside it.

    Of an agent that mixes the premises tell what it demonstrates, and so do the deterministic policies inside it.
    """
    observed, best = cell.reading.observed_in, cell.reading.encountered
    everybody = mixing or others
    model = every(P, deterministic(P), as_a_model(cell, P)) if everybody else as_a_model(cell, AGENT)
    combining = ("policies combine", f"optimum in {best}", f"inside keeps optimal in {best}")
    first = _somehow(combining, lambda strategy: attempt(strategy, {}, model, {}))
    if not first.holds:
        return first
    whole = cell.conclusion
    if mixing and isinstance(whole, Quantifier):  # that it demonstrates something is for the premises to say
        whole = replace(whole, if_empty=True)
    goal = every(V, deterministic(V), of_whom(V, whole)) if everybody else whole
    known = {"the model": model}
    second = _somehow(_like_a_model(cell), lambda strategy: attempt(strategy, {0: premises[0]}, goal, known))
    last = second
    if mixing and second.holds:
        kinds = ("one inside", "unsafe inside", "zero", f"inside keeps optimal in {observed}")
        known = {"everybody": goal}
        last = _somehow(kinds, lambda strategy: attempt(strategy, premises, cell.conclusion, known))
    found = [name for each in (first, second, last) for name in each.lemmas if name not in ("the model", "everybody")]
    used = tuple(sorted({*second.premises, *last.premises}))
    return replace(last, lemmas=tuple(dict.fromkeys(found)), premises=used)


def _like_a_model(cell: Cell) -> tuple[str, ...]:
    """The lemmas that tell what a model demonstrates."""
    observed = cell.reading.observed_in
    own: tuple[str, ...] = tuple(f"{name} in {observed}" for name in ("indicator", "inside itself", "another policy"))
    if cell.arrow == "I4":
        if observed == "training":
            own = ("as when deployed", "optimum in deployment", "inside keeps optimal in training")
        elif cell.reading.trivial == "included":
            own = own[:2]
        return (*own, "inside is mutual", "inside keeps safe")
    shown = ("zero",) if cell.reading.trivial == "included" else own
    return (f"inside keeps optimal in {observed}", *(shown if cell.reading.objectives == "every" else ()))


Strategy: TypeAlias = tuple[int, bool, tuple[str, ...]]
Attempt: TypeAlias = Callable[[Strategy, Mapping[int, Formula], Formula, Mapping[str, Formula]], Proof]


def _by_way_of(
    middle: Formula,
    premises: Mapping[int, Formula],
    conclusion: Formula,
    attempt: Callable[[Mapping[int, Formula], Formula, Mapping[str, Formula]], Proof],
) -> Proof:
    """From the first premise to the middle, and with the others from there to the conclusion."""
    first = attempt({0: premises[0]}, middle, {})
    if not first.holds:
        return first
    second = attempt({k: each for k, each in premises.items() if k}, conclusion, {"the middle": middle})
    found = [*first.lemmas, *(name for name in second.lemmas if name != "the middle")]
    return replace(second, lemmas=tuple(dict.fromkeys(found)), premises=(*first.premises, *second.premises))


def _somehow(kinds: tuple[str, ...], attempt: Callable[[Strategy], Proof]) -> Proof:
    """The first proof from these kinds of lemmas."""
    proof = Proof("unknown")
    for rounds, beyond, _ in FEW_LEMMAS:
        proof = attempt((rounds, beyond, kinds))
        if proof.holds:
            break
    return proof


EFFORT = 10_000_000
"""Steps of z3 for a question: some seconds."""
QUICK_EFFORT, QUICK_INSTANCES = 1_000_000, 20_000
"""The same, and how many instances may be written down, where many sets of lemmas are tried."""
ASSUMED = ("the agent", "zero is a candidate", "base is a candidate", "mesa is a candidate")
STRATEGIES: tuple[Strategy, ...] = (
    (2, False, ("optimum", "zero", "indicator", "inside", "another", "unsafe", "optimal is", "policies combine")),
    (1, True, ("zero", "indicator", "inside", "optimal is")),
    (1, True, ("zero", "indicator", "inside", "optimal is", "another")),
    (2, True, ("indicator", "inside", "optimal is", "another")),
    (1, True, ("optimum", "zero", "inside", "optimal is")),
    (1, True, ("nudge", "inside keeps", "inside is mutual", "unsafe", "suboptimal", "optimal is")),
    (1, True, ("nudge", "optimum in deployment", "inside keeps safe", "inside is mutual in deployment")),
    (3, False, ("own nudge",)),
    (2, False, ("policies combine", "optimum", "inside keeps optimal")),
    (3, False, ("policies combine", "optimum", "inside keeps optimal")),
    (3, False, ("as when trained", "inside itself", "inside keeps", "inside is mutual", "another")),
    (2, True, ("as when deployed", "inside keeps", "inside is mutual", "optimal is")),
    (3, False, ("as when deployed", "inside keeps", "inside is mutual", "optimal is")),
    (2, False, ("zero", "one inside", "inside keeps", "optimal is")),
    (3, False, ("indicator", "inside itself", "inside keeps", "optimal is", "another", "unsafe")),
    (2, True, ("indicator", "inside itself", "inside keeps", "inside is mutual", "optimal is", "another", "unsafe")),
)
FEW_LEMMAS: tuple[Strategy, ...] = ((2, False, ("",)), (1, True, ("",)), (2, True, ("",)), (3, False, ("",)))
"""Rounds of naming, whether z3 goes on by itself, and the kinds of lemmas to use.

At greater depth, lemmas that name new things can keep the solver busy for ever.
"""


def premise_names(cell: Cell) -> tuple[str, ...]:
    """What the premises are called."""
    return cell.premise_names

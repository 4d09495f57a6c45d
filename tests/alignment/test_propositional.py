"""The diagrams as Horn theories, against truth tables by another route and against SymPy."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel.alignment import ARROWS, DIAGRAMS, MAIN, ROBUSTNESS
from toymodel_atlas.propositional import ATOMS, MAIN_THEORY, ONE_WAY, SHARED, THEORIES, TWO_WAY, Rule, Theory, ordered

A, I, O, R, OR, CR, IN = ATOMS  # noqa: E741 - the letters that are usual for them
BOXES = st.frozensets(st.sampled_from(ATOMS))

# The three theories again, written by hand as functions of seven truth values.
BY_HAND = {
    MAIN_THEORY: lambda a, i, o, _r, obj, cap, inn: obj >= inn and i >= (o and obj) and a >= (i and cap),
    ONE_WAY: lambda a, _i, o, r, obj, cap, inn: obj >= inn and a >= (o and r) and r >= (obj and cap),
    TWO_WAY: lambda a, _i, o, r, obj, cap, inn: obj >= inn and a >= (o and r) and r == (obj and cap),
}


def table(theory):
    """The models, from the truth table."""
    rows = product((False, True), repeat=len(ATOMS))
    return {frozenset(n for n, v in zip(ATOMS, row, strict=True) if v) for row in rows if BY_HAND[theory](*row)}


def test_the_atoms_are_the_seven_definitions():
    assert (A, I, O, R, OR, CR, IN) == (
        "impact aligned",
        "intent aligned",
        "outer aligned",
        "robust",
        "objective robust",
        "capability robust",
        "inner aligned",
    )
    assert {A, O, OR, CR, IN} == set(SHARED)
    assert all({box for box, _, _ in diagram.boxes} <= set(ATOMS) for diagram in DIAGRAMS)


@pytest.mark.parametrize(("theory", "models"), [(MAIN_THEORY, 68), (ONE_WAY, 68), (TWO_WAY, 44)], ids=str)
def test_models(theory, models):
    assert set(theory.models()) == table(theory)
    assert len(table(theory)) == models


def test_all_three_say_the_same_of_the_shared_boxes():
    seen = {frozenset(model & set(SHARED) for model in table(theory)) for theory in THEORIES}
    assert {theory.projection(SHARED) for theory in THEORIES} == seen
    assert len(seen) == 1
    assert len(next(iter(seen))) == 22
    assert len({tuple(map(str, theory.consequences(SHARED))) for theory in THEORIES}) == 1
    one_head = Theory.of("both", (*MAIN.arrows, *ROBUSTNESS.arrows))
    together = Theory.of("both", (*MAIN.arrows, *ROBUSTNESS.arrows, "I5a", "I5b"))
    assert not one_head.follows([O, R], I)
    assert together.follows([O, R], I)
    assert together.projection(SHARED) == next(iter(seen))


def test_what_separates_them():
    assert MAIN_THEORY.entails(Rule(frozenset({O, OR}), I))
    assert not any(theory.entails(Rule(frozenset({O, OR}), I)) for theory in (ONE_WAY, TWO_WAY))
    assert TWO_WAY.follows([R], CR)
    assert not any(theory.follows([R], CR) for theory in (MAIN_THEORY, ONE_WAY))
    assert {str(rule) for rule in TWO_WAY.beyond(ONE_WAY)} == {f"{R} ⇒ {OR}", f"{R} ⇒ {CR}"}
    assert ONE_WAY.beyond(TWO_WAY) == ()
    assert set(map(str, MAIN_THEORY.beyond(TWO_WAY))) == {f"{O} ∧ {OR} ⇒ {I}", f"{O} ∧ {IN} ⇒ {I}", f"{I} ∧ {CR} ⇒ {A}"}


@pytest.mark.parametrize(
    ("assumed", "box", "where"),
    [
        ((O, IN), I, {MAIN_THEORY}),  # outer and inner: intent …
        ((O, IN), A, set()),  # … not impact
        ((O, IN, CR), A, set(THEORIES)),
        ((O, OR, CR), A, set(THEORIES)),
        ((A,), IN, set()),  # inner alignment is not needed
        ((OR,), IN, set()),
        ((IN,), OR, set(THEORIES)),
        ((O, R), A, {ONE_WAY, TWO_WAY}),
        ((O, R), I, set()),
        ((), OR, set()),
    ],
)
def test_queries_of_the_faq(assumed, box, where):
    for theory in THEORIES:
        expected = all(box in model for model in table(theory) if set(assumed) <= model)
        assert theory.follows(assumed, box) is expected is (theory in where)


@given(st.sampled_from(THEORIES), BOXES, st.sampled_from(ATOMS))
def test_following_is_truth_in_every_model(theory, assumed, box):
    above = [model for model in table(theory) if assumed <= model]
    assert theory.follows(assumed, box) is all(box in model for model in above)
    assert theory.closure(assumed) == frozenset.intersection(*above)
    found = theory.countermodel(assumed, box)
    assert (found is None) is theory.follows(assumed, box)
    if found is not None:
        assert found in table(theory)
        assert assumed <= found
        assert box not in found


@given(st.sampled_from(THEORIES), BOXES)
def test_steps_can_be_taken_in_their_order(theory, assumed):
    known = set(assumed)
    for rule in theory.steps(assumed):
        assert rule.premises <= known
        assert rule.conclusion not in known
        known.add(rule.conclusion)
    assert known == theory.closure(assumed)


@pytest.mark.parametrize("theory", THEORIES, ids=str)
def test_consequences_are_all_there_is(theory):
    """They have just the models of the theory, and none is redundant for another with fewer premises."""
    found = theory.consequences()
    assert {w for w in map(frozenset, _subsets()) if all(r.obeyed(w) for r in found)} == table(theory)
    assert not any(a.conclusion == b.conclusion and a.premises < b.premises for a in found for b in found)
    assert not any(rule.conclusion in rule.premises for rule in found)


def test_sympy_agrees():
    sympy = pytest.importorskip("sympy")
    from sympy.logic.inference import satisfiable

    letters = dict(zip(ATOMS, sympy.symbols(f"x0:{len(ATOMS)}"), strict=True))

    def clause(names, conclusion):
        return sympy.Implies(sympy.And(*(letters[n] for n in names)), letters[conclusion])

    for theory, arrows in zip(
        THEORIES, (("I1", "I2", "I3"), ("I4", "I5", "I1"), ("I4", "I5", "I1", "I5a", "I5b")), strict=True
    ):
        said = sympy.And(*(clause(ARROWS[a].premises, ARROWS[a].conclusion) for a in arrows))
        assert sum(1 for m in satisfiable(said, all_models=True) for _ in _completions(m, letters)) == len(
            table(theory)
        )
        for names in [(O, IN), (O, IN, CR), (A,), (OR,), (O, R), (I, CR), (R,)]:
            for box in ATOMS:
                refuted = satisfiable(sympy.And(said, *(letters[n] for n in names), ~letters[box]))
                assert theory.follows(names, box) is (refuted is False)


def test_an_unknown_box_is_refused():
    for ask in (lambda: ordered(["nice"]), lambda: MAIN_THEORY.follows([A], "nice"), lambda: ONE_WAY.closure(["nice"])):
        with pytest.raises(ValueError, match="there is no box 'nice'"):
            ask()


def _subsets():
    for row in product((False, True), repeat=len(ATOMS)):
        yield {n for n, v in zip(ATOMS, row, strict=True) if v}


def _completions(model, letters):
    """SymPy leaves out symbols that may be either."""
    free = [symbol for symbol in letters.values() if symbol not in model]
    return product((False, True), repeat=len(free))

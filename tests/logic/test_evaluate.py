"""`evaluate` against Kleene's tables, written out by hand."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toymodel.logic import (
    And,
    Atom,
    Formula,
    Implies,
    Not,
    Or,
    Quantifier,
    Unknown,
    Var,
    Verdict,
    evaluate,
    free,
    latex,
    subformulas,
    symbols,
    words,
)
from toymodel.logic.evaluate import Assignment
from toymodel.logic.verdicts import gravest

from .toy import DIM, DOMAIN, LIKES, ODD, POLICIES, POOL, RED, SAFE, THINGS, Toy, formulas, symbol, toys

RANK = {False: 0, None: 1, True: 2}
X = Var("x", "objective", "x", "it", "that thing")
P = Var("p", "policy", "p", "the policy", "that policy")


def lowest(values: Iterable[bool | None]) -> bool | None:
    return min(values, key=RANK.__getitem__, default=True)


def highest(values: Iterable[bool | None]) -> bool | None:
    return max(values, key=RANK.__getitem__, default=False)


def opposite(value: bool | None) -> bool | None:
    return None if value is None else not value


def kleene(formula: Formula, toy: Toy, env: Assignment) -> bool | None:
    """The value of a formula: false < undefined < true, and connectives are minimum and maximum."""
    match formula:
        case Atom(symbol, args):
            return toy.truth(symbol, tuple(env[arg] for arg in args))
        case Not(part):
            return opposite(kleene(part, toy, env))
        case And(parts):
            return lowest([kleene(part, toy, env) for part in parts])
        case Or(parts):
            return highest([kleene(part, toy, env) for part in parts])
        case Implies(premise, conclusion):
            return highest([opposite(kleene(premise, toy, env)), kleene(conclusion, toy, env)])
        case Quantifier(kind=kind, var=var, guard=guard, body=body, if_empty=if_empty):
            options = THINGS if var.sort == "objective" else POLICIES
            pairs = [tuple(kleene(part, toy, {**env, var: x}) for part in (guard, body)) for x in options]
            if kind == "some":
                return highest(lowest(pair) for pair in pairs)
            if kind == "selected":
                if not toy.ruled:
                    return None
                first = next((pair for pair in reversed(pairs) if pair[0] is not False), (False, False))
                return first[1] if first[0] else first[0]
            every = lowest(highest([opposite(g), b]) for g, b in pairs)
            exists = highest(g for g, _ in pairs)
            if if_empty is True or every is False:
                return every
            return lowest([exists, every]) if if_empty is False else every if exists else None
    raise AssertionError(formula)


@given(formula=formulas(), toy=toys())
@settings(max_examples=300)
def test_kleene(formula, toy):
    verdict = evaluate(formula, toy)
    assert verdict.holds is kleene(formula, toy, {})
    queue = [verdict]
    while queue:
        part = queue.pop()
        assert part.text
        queue += part.parts


@given(formula=formulas(), toy=toys(clear=True))
@settings(max_examples=60)
def test_a_witness_makes_or_breaks(formula, toy):
    """Wherever a witness is named, guard and body are as they should be."""
    queue = [evaluate(formula, toy)]
    while queue:
        verdict = queue.pop()
        queue += verdict.parts
        q, env = verdict.formula, dict(verdict.assignment)
        assert env.keys() == free(q)
        if isinstance(q, Quantifier) and verdict.witness is not None:
            inside = {**env, q.var: verdict.witness}
            assert kleene(q.guard, toy, inside) is True
            assert kleene(q.body, toy, inside) is verdict.holds
            assert q.kind == "selected" or verdict.holds is (q.kind == "some")
        if isinstance(q, Quantifier) and q.kind == "every" and verdict.holds and q.var.sort == "objective":
            assert len(verdict.parts) == sum(kleene(q.guard, toy, {**env, q.var: x}) is True for x in THINGS)


@given(formula=formulas())
@settings(max_examples=60)
def test_every_formula_can_be_typeset_and_said(formula):
    tex, said = latex(formula), words(formula)
    assert tex.count("{") == tex.count("}")
    assert tex.count(r"\bigl(") == tex.count(r"\bigr)")
    assert "{{" not in tex.replace(r"\mathrm{{", "")
    assert "{" not in said
    assert "  " not in said
    assert not free(formula)
    assert symbols(formula) == {part.symbol for part in subformulas(formula) if isinstance(part, Atom)}


# By hand --------------------------------------------------------------------------------------------

TABLE = {
    **{("odd", x): x == 1 for x in THINGS},
    **{("red", x): True for x in THINGS},
    **{("dim", x): None for x in THINGS},
    **{("likes", x, p): x == p - 10 for x in THINGS for p in POLICIES},
    **{("safe", p): p == 11 for p in POLICIES},
}
TOY = Toy(TABLE)
ODD_X, RED_X, DIM_X = Atom(ODD, (X,)), Atom(RED, (X,)), Atom(DIM, (X,))
NOT_SAFE = "no safe-thing is such that that policy is not safe"
NONE_X = And((ODD_X, Not(ODD_X)))


UNSAFE_AND_SAFE = And((Atom(SAFE, (P,)), Not(Atom(SAFE, (P,)))))


def quantified(kind, guard, body, if_empty=True, var=X):
    return Quantifier(kind, var, DOMAIN if var is X else POOL, guard, body, if_empty)


@pytest.mark.parametrize(
    ("formula", "status"),
    [
        (quantified("every", ODD_X, RED_X), "true"),
        (quantified("every", RED_X, ODD_X), "false"),
        (quantified("every", NONE_X, RED_X), "true"),
        (quantified("every", NONE_X, RED_X, False), "false"),
        (quantified("every", NONE_X, RED_X, None), "undefined"),
        (quantified("some", NONE_X, RED_X, True), "false"),
        (quantified("selected", NONE_X, RED_X, True), "false"),
        (quantified("selected", RED_X, ODD_X), "false"),
        (quantified("selected", ODD_X, RED_X), "true"),
        (quantified("every", RED_X, DIM_X), "undefined"),
        (quantified("every", ODD_X, Or((DIM_X, RED_X))), "true"),
        (quantified("some", DIM_X, Not(RED_X)), "false"),
        (quantified("some", DIM_X, RED_X), "undefined"),
        (quantified("every", DIM_X, RED_X), "true"),
        (quantified("every", DIM_X, RED_X, False), "undefined"),
        (quantified("every", Or((DIM_X, ODD_X)), RED_X, False), "true"),
        (quantified("selected", DIM_X, RED_X), "undefined"),
        (quantified("every", RED_X, And((DIM_X, ODD_X))), "false"),
        (quantified("some", Atom(SAFE, (P,)), quantified("some", RED_X, Atom(LIKES, (X, P))), var=P), "true"),
        (quantified("every", Atom(SAFE, (P,)), quantified("every", RED_X, Atom(LIKES, (X, P))), var=P), "false"),
        (quantified("every", Atom(SAFE, (P,)), quantified("selected", RED_X, Atom(LIKES, (X, P))), var=P), "false"),
        (quantified("some", Atom(SAFE, (P,)), quantified("selected", DIM_X, RED_X), var=P), "undefined"),
        (quantified("every", Not(Atom(SAFE, (P,))), Atom(SAFE, (P,)), None, var=P), "false"),
        (quantified("every", And((Atom(SAFE, (P,)), Not(Atom(SAFE, (P,))))), Atom(SAFE, (P,)), None, P), "undefined"),
        (quantified("every", And((Atom(SAFE, (P,)), Not(Atom(SAFE, (P,))))), Atom(SAFE, (P,)), False, P), "false"),
    ],
    ids=words,
)
def test_by_hand(formula, status):
    assert evaluate(formula, TOY).status == status


def test_undecided_weighs_more_than_undefined():
    """What is undecided may yet settle the matter; what is undefined never will."""

    class Both(Toy):
        def fact(self, symbol, values):
            fact = super().fact(symbol, values)
            return type(fact)(None, "who knows", "undecided") if (symbol, values) == (DIM, (2,)) else fact

    both = Both(TABLE)
    assert evaluate(quantified("every", RED_X, DIM_X), both).status == "undecided"
    assert evaluate(quantified("some", DIM_X, RED_X), both).status == "undecided"
    for connective in (And, Or):
        parts = tuple(quantified("selected", guard, DIM_X) for guard in (ODD_X, RED_X))
        assert [evaluate(part, both).status for part in parts] == ["undefined", "undecided"]
        assert evaluate(connective(parts), both).status == "undecided"
    searched = quantified("some", Atom(SAFE, (P,)), Or(parts), var=P)
    assert evaluate(searched, both).status == "undecided"
    assert evaluate(searched, both).text.endswith("who knows")
    for connective in (And, Or):
        searched = quantified("some", Atom(SAFE, (P,)), connective(parts), var=P)
        assert evaluate(searched, both).status == "undecided"
    undefined, undecided = Unknown("never"), Unknown("not yet", "undecided")
    assert gravest(undefined, None, undecided) is undecided
    assert gravest(undefined, None, Unknown("nor this")) is undefined
    assert gravest(None) is None


def test_no_rule_no_selection():
    free_of_rules = Toy(TABLE, ruled=False)
    picked = quantified("selected", RED_X, RED_X)
    assert evaluate(picked, free_of_rules).status == "undefined"
    liked = quantified("selected", RED_X, Atom(LIKES, (X, P)))
    inside = evaluate(quantified("every", Atom(SAFE, (P,)), liked, var=P), free_of_rules)
    assert (inside.status, inside.text) == ("undefined", "there is no rule")


def test_a_missing_value_makes_undefined_what_speaks_of_it():
    env = {X: Unknown("nobody knows"), P: 11}
    assert str(evaluate(ODD_X, TOY, env)) == "Nobody knows."
    assert evaluate(Or((ODD_X, Atom(SAFE, (P,)))), TOY, env).holds is True
    assert evaluate(And((ODD_X, Atom(SAFE, (P,)))), TOY, env).status == "undefined"


def test_a_policy_within_a_search_for_another_is_refused():
    other = Var("o", "policy", "o", "the other")
    inner = Quantifier("some", other, POOL, Atom(SAFE, (other,)), Atom(SAFE, (P,)))
    with pytest.raises(NotImplementedError, match="a quantified policy cannot be written out inside a search"):
        evaluate(quantified("some", Atom(SAFE, (P,)), inner, var=P), TOY)


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (ODD_X, "odd(1,) is True"),
        (Not(ODD_X), "odd(1,) is True"),
        (And((ODD_X, RED_X)), "odd(1,) is True; and red(1,) is True"),
        (Or((ODD_X, Not(RED_X))), "odd(1,) is True"),
        (Implies(ODD_X, RED_X), "red(1,) is True"),
        (quantified("every", ODD_X, RED_X), "for every odd-thing (among things) (no. 1), it is red"),
        (quantified("every", RED_X, ODD_X), "one red-thing (among things) is no. 0: odd(0,) is False"),
        (quantified("some", RED_X, ODD_X), "one red-thing (among things) is no. 1: odd(1,) is True"),
        (
            quantified("some", ODD_X, Not(RED_X)),
            "no odd-thing (among things) (no. 1) will do: for no. 1, red(1,) is True",
        ),
        (quantified("selected", RED_X, ODD_X), "the selected red-thing (among things) is no. 2: odd(2,) is False"),
        (quantified("every", NONE_X, RED_X), "there is no non-odd-thing odd-thing (among things)"),
        (quantified("some", DIM_X, RED_X), "dim(0,) is None"),
        (quantified("every", Atom(SAFE, (P,)), Atom(SAFE, (P,)), var=P), "every safe-thing is safe"),
        (quantified("some", Atom(SAFE, (P,)), Not(Atom(SAFE, (P,))), var=P), NOT_SAFE),
        (quantified("some", Atom(SAFE, (P,)), Atom(SAFE, (P,)), var=P), "a safe-thing is such that safe(11,) is True"),
        (
            quantified("some", Atom(symbol("able", 1), (P,)), Atom(SAFE, (P,)), var=P),
            "an able-thing is such that safe(11,) is True",
        ),
        (quantified("every", UNSAFE_AND_SAFE, Atom(SAFE, (P,)), False, P), "there is no non-safe-thing safe-thing"),
    ],
)
def test_texts(formula, text):
    able = {("able", p): True for p in POLICIES}
    assert evaluate(formula, Toy(TABLE | able), {X: 1}).text == text


def test_truth_value_of_a_verdict():
    assert evaluate(quantified("every", ODD_X, RED_X), TOY)
    assert not evaluate(quantified("every", RED_X, ODD_X), TOY)
    for status in ("undefined", "undecided"):
        verdict = Verdict(status, ODD_X, (), text="for some reason")
        assert verdict.holds is None
        with pytest.raises(ValueError, match=rf"the verdict is {status}: for some reason; ask .holds or .status"):
            bool(verdict)
    assert str(Verdict("undecided", ODD_X, (), text="for some reason", claim="x")) == "Undecided: for some reason."


@given(st.data())
@settings(max_examples=50)
def test_an_arrow_is_its_negated_premise_or_its_conclusion(data):
    toy = data.draw(toys())
    left, right = data.draw(formulas(depth=1)), data.draw(formulas(depth=1))
    assert evaluate(Implies(left, right), toy).status == evaluate(Or((Not(left), right)), toy).status


@pytest.mark.parametrize(
    ("formula", "tex"),
    [
        (And((ODD_X, And((RED_X, DIM_X)))), r"A \;\wedge\; B \;\wedge\; C"),
        (And((ODD_X, Or((RED_X, DIM_X)))), r"A \;\wedge\; \bigl(B \;\vee\; C\bigr)"),
        (Or((ODD_X, And((RED_X, DIM_X)))), r"A \;\vee\; B \;\wedge\; C"),
        (Implies(Implies(ODD_X, RED_X), DIM_X), r"\bigl(A \;\Rightarrow\; B\bigr) \;\Rightarrow\; C"),
        (Implies(ODD_X, Or((RED_X, DIM_X))), r"A \;\Rightarrow\; B \;\vee\; C"),
        (Not(And((ODD_X, RED_X))), r"\neg \bigl(A \;\wedge\; B\bigr)"),
        (And((Implies(ODD_X, RED_X), DIM_X)), r"\bigl(A \;\Rightarrow\; B\bigr) \;\wedge\; C"),
    ],
)
def test_brackets(formula, tex):
    found = latex(formula)
    for name, letter in (("odd", "A"), ("red", "B"), ("dim", "C")):
        found = found.replace(rf"x \in \mathrm{{{name}}}", letter)
    assert found == tex


def test_a_negated_atom_is_not_in_the_set():
    assert latex(Not(ODD_X)) == r"x \notin \mathrm{odd}"
    assert words(Not(ODD_X)) == "it is not odd"
    assert words(Not(And((ODD_X, RED_X)))) == "it is not so that it is odd and it is red"
    assert words(Implies(ODD_X, Or((RED_X, DIM_X)))) == "if it is odd, then it is red or it is dim"

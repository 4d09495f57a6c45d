"""What is a number, what it means exactly, and what is refused."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel.given.numbers import MAX_DIGITS
from toymodel.worlds import brief, exact, listed, show


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (2, 2),
        (0.1, Fraction(1, 10)),
        (-0.0, 0),
        (1e-3, Fraction(1, 1000)),
        ("1/3", Fraction(1, 3)),
        ("-0.5", Fraction(-1, 2)),
        (" 1e2 ", 100),
        (".5", Fraction(1, 2)),
        (Decimal("0.12345678901234567890"), Fraction("0.12345678901234567890")),
        (Fraction(2, 7), Fraction(2, 7)),
        (10**400, 10**400),
    ],
)
def test_a_number_is_taken_as_it_is_written(given, meant):
    assert exact(given) == meant
    assert type(exact(given)) is Fraction


def test_numpy_and_sympy_numbers_are_taken_exactly():
    numpy, sympy = pytest.importorskip("numpy"), pytest.importorskip("sympy")
    assert exact(numpy.float64(0.1)) == Fraction(1, 10)
    assert exact(numpy.float32(0.1)) == Fraction(1, 10)
    assert exact(numpy.int64(-3)) == -3
    assert exact(sympy.Rational(1, 3)) == Fraction(1, 3)
    with pytest.raises(ValueError, match="truth value"):
        exact(numpy.bool_(True))
    for array in (numpy.ones(1), numpy.ones((2, 2)), numpy.array(0.5)):
        with pytest.raises(ValueError, match="not a number"):
            exact(array)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf")])
def test_what_is_not_finite_is_refused(bad):
    with pytest.raises(ValueError, match=r"γ is -?(nan|inf); it must be finite"):
        exact(bad, "γ")


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "x",
        "nan",
        "inf",
        "NaN",
        "1_0",
        "0x1",
        "１",
        "1//2",
        "1.5/2",
        "--1",
        "1 2",
        None,
        [1],
        (1,),
        {},
        1j,
        b"1",
        object(),
    ],
)
def test_what_is_no_number_is_refused(bad):
    with pytest.raises(ValueError, match="not a number; write it like"):
        exact(bad)


def test_truth_values_and_zero_denominators_are_refused():
    with pytest.raises(ValueError, match="write 0 or 1"):
        exact(True)
    with pytest.raises(ValueError, match="denominator of zero"):
        exact("1/0")


@pytest.mark.parametrize("bad", ["1e999999999", "1e-999999999", "9" * 10**6, "1/" + "9" * 10**6, Decimal("1e999999")])
def test_huge_numbers_are_refused_in_one_short_line(bad):
    with pytest.raises(ValueError, match=r"too (large|small|long): ") as fault:
        exact(bad)
    assert len(str(fault.value)) < 200
    assert "\n" not in str(fault.value)


@given(st.fractions(max_denominator=10**6))
def test_what_is_shown_reads_back(value):
    assert exact(show(value)) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_the_decimal_that_it_prints_as(value):
    assert exact(value) == Fraction(Decimal(repr(value)))


@given(st.text(max_size=2 * MAX_DIGITS + 5))
def test_any_text_is_read_or_refused_with_value_error(text):
    try:
        assert isinstance(exact(text), Fraction)
    except ValueError as fault:
        assert len(str(fault).splitlines()) == 1  # noqa: PT017


def test_words():
    assert brief(Fraction(10**20, 3)) == "≈ 3.33333e+19"
    assert listed([]) == "none"
    assert listed(["a"]) == "a"
    assert listed("abc", "or") == "a, b or c"

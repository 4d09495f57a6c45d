"""Kleene's tables, written out by hand, and what a verdict says of itself."""

from itertools import product

import pytest

from toymodel.logic import Unknown, Verdict
from toymodel.logic.verdicts import Absent, opposite, settle, there

STATUSES = ("true", "false", "undefined", "undecided")
AND = {
    ("true", "true"): "true",
    ("true", "false"): "false",
    ("true", "undefined"): "undefined",
    ("true", "undecided"): "undecided",
    ("false", "false"): "false",
    ("false", "undefined"): "false",
    ("false", "undecided"): "false",
    ("undefined", "undefined"): "undefined",
    ("undefined", "undecided"): "undecided",
    ("undecided", "undecided"): "undecided",
}


def test_and_or_and_not_are_kleenes() -> None:
    turned = {"true": "false", "false": "true"}
    for pair in product(STATUSES, repeat=2):
        expected = AND.get(pair) or AND[pair[::-1]]
        assert settle("false", map(Verdict, pair)).status == expected, pair
        dual = [turned.get(status, status) for status in pair]
        assert settle("true", map(Verdict, dual)).status == turned.get(expected, expected), dual
    for status in STATUSES:
        assert opposite(Verdict(status)).status == turned.get(status, status)


def test_nothing_is_all_true_and_not_some_true() -> None:
    assert settle("false", []).status == "true"
    assert settle("true", []).status == "false"


def test_one_decisive_part_settles_it_and_no_further_part_is_asked_for() -> None:
    def parts():
        yield Verdict("undecided", "who knows")
        yield Verdict("false", "that is why")
        raise AssertionError("nobody asked")

    found = settle("false", parts())
    assert (found.status, found.why, found.witness) == ("false", "that is why", None)
    assert len(found.parts) == 1


def test_what_has_no_value_says_why_and_has_no_witness() -> None:
    parts = [Verdict("undefined", "nobody has said"), Verdict("undecided", "who knows"), Verdict("true", witness=1)]
    found = settle("false", parts)
    assert (found.status, found.text, found.witness) == ("undecided", "who knows", None)
    with pytest.raises(ValueError, match="the verdict is undecided: who knows; ask"):
        bool(found)
    assert str(found) == "Who knows."


def test_a_claim_is_answered() -> None:
    for status, lead in (("true", "Yes"), ("false", "No"), ("undefined", "Undefined"), ("undecided", "Undecided")):
        assert str(Verdict(status, "so it is", claim="x is y")) == f"{lead}: so it is."


def test_what_is_not_there_is_raised_with_its_reason() -> None:
    assert there(3) == 3
    with pytest.raises(Absent, match="no beliefs") as caught:
        there(Unknown("no beliefs"))
    assert caught.value.unknown == Unknown("no beliefs", "undefined")

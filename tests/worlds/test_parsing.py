"""JSON text that strangers wrote: its numbers kept, whatever is ambiguous or endless refused."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toymodel.files import parsing
from toymodel.files.parsing import read_file, read_json
from toymodel.given.numbers import MAX_DIGITS

from .refusals import told

TEXT = '{"a": 0.9}'


def test_a_file_is_read_from_disk(tmp_path):
    path = tmp_path / "world.json"
    path.write_text(TEXT, encoding="utf-8-sig")  # as a Windows editor saves it
    assert read_file(path) == {"a": "0.9"}
    path.write_bytes(b"\xff\xff{")
    told("not UTF-8 text", read_file, path)
    path.write_bytes(b" " * (parsing.MAX_BYTES + 1))
    told(f"larger than {parsing.MAX_BYTES} bytes", read_file, path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("?", "not JSON: Expecting value at line 1, column 1"),
        ('{"a": 1,}', "not JSON: .* at line 1, column"),
        ("{'a': 1}", "not JSON"),
        ('{"a": NaN}', "^a: NaN is not a number that a world can have"),
        ('{"a": [1, {"b": -Infinity}]}', r"^a\[1\].b: -Infinity is not a number"),
        ("NaN", "^NaN is not a number"),
        ('{"a": 1, "b": 2, "a": 3}', "^key 'a' is given twice; keep one of them"),
        ('{"x": {"y": [{"a": 1, "a": 1}]}}', r"^x.y\[0\]: key 'a' is given twice"),
        ("[" * 10**5, "nests lists and objects deeper than 20"),
        ('{"a":' * 10**5, "nests lists and objects deeper than 20"),
        ("[" * 21 + "]" * 21, "nests lists and objects deeper than 20"),
        ('"\ud800"', "not UTF-8"),
        ('"' + '\\"' * 10**6, "not JSON: Unterminated string"),
        ('"\\', "not JSON"),
    ],
)
def test_text_that_is_not_safe_is_refused(text, message):
    told(message, read_json, text)


def test_brackets_in_texts_are_not_nesting():
    assert read_json('["' + "[" * 100 + '\\"{"]') == ["[" * 100 + '"{']
    assert read_json("[" * 20 + "]" * 20)


def test_numbers_are_kept_as_written():
    data = read_json(
        '{"a": 0.1000000000000000055511151231257827, "b": 1e-3, "c": -3, "d": ' + "9" * (MAX_DIGITS + 1) + "}"
    )
    assert parsing.number(data["a"], "a") == Fraction("0.1000000000000000055511151231257827")
    assert parsing.number(data["b"], "b") == Fraction(1, 1000)
    assert type(data["c"]) is int
    assert parsing.number(data["d"], "d") == 10 ** (MAX_DIGITS + 1) - 1
    for huge in ("1e999999999", "1" * 10**6, "-1e-999999999"):
        told("^discount: this number is", parsing.number, read_json(huge), "discount")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    )
)
def test_plain_json_is_read_as_json_reads_it(data):
    text = json.dumps(data)
    assert read_json(text) == json.loads(text)


@given(st.fractions(max_denominator=10**9))
def test_a_number_reads_back_as_it_was(value):
    assert parsing.number(read_json(json.dumps(parsing.written(value, "n"))), "n") == value


def test_a_number_too_long_to_be_read_back_is_not_written():
    told("R.s: a number of .* characters is too long", parsing.written, Fraction(1, 3**300), "R.s")
    assert parsing.written(Fraction(2**53), "n") == str(2**53)  # as text: another reader of JSON would round it

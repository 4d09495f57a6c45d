"""What is typeset is what is checked."""

import ast
from dataclasses import replace
from itertools import product

import pytest

from toymodel import Judge, Reading, zoo
from toymodel.alignment import DEFINITIONS, formulas
from toymodel.logic import latex
from toymodel_book import views

from ..for_each import for_each

EVERYWHERE = Reading(replans="yes", judged_in="both", judges="majority", succeeds_in="both", grade="1/2")
READINGS = (
    Reading(),
    Reading(objectives="some", trivial="included", optima="some"),
    Reading(observed_in="beliefs"),
    Reading(objectives="selected", selected_by="human", performs="W5"),
    Reading(judged_in="both"),
    replace(EVERYWHERE, judges="some"),
    EVERYWHERE,
)


@for_each("name, reading", product(DEFINITIONS, READINGS))
def test_a_definition_is_its_formula_broken_into_lines(name, reading):
    shown = views.Typeset(name, reading)
    assert shown.tex.count("{") == shown.tex.count("}")
    flat = shown.tex.replace(r".\\ &\quad ", r".\; ")
    if name != "outer aligned":
        assert latex(shown.formula) in flat
    else:
        assert r"\mathrm{Intent}(\pi)" in flat
    assert shown.words.endswith(".")


@pytest.mark.parametrize("name", DEFINITIONS)
def test_every_symbol_is_in_the_table(name):
    table = views.SymbolTable((name,))._repr_markdown_()
    for piece in (
        r"\mathrm{Safe}",
        r"\mathrm{Opt}",
        r"\mathrm{Dem}",
        r"\mathrm{Triv}",
        r"\forall^{\exists}",
        r"\Pi",
        "J_H",
    ):
        used = piece in latex(views.Typeset(name).formula) or (
            piece == "J_H" and "J_{H}" in latex(views.Typeset(name).formula)
        )
        assert used <= (piece in table), (name, piece)


def test_several_judges_and_policy_pairs_are_in_the_table():
    table = views.SymbolTable(tuple(DEFINITIONS), EVERYWHERE)._repr_markdown_()
    for piece in (
        r"\mathrm{Most}",
        r"\mathcal{J}",
        "$J$",
        r"\Pi^2",
        r"\mathrm{Safe}_{\mathrm{tr}}(J^{\ge 0.5})",
        r"\mathrm{Dem}_{\mathrm{tr}}(\pi_{\mathrm{tr}})",
        r"\mathrm{regret}_{\mathrm{tr}}",
    ):
        assert any(piece in views.Typeset(name, EVERYWHERE).tex for name in DEFINITIONS) or piece == "$J$"
        assert piece in table


@for_each("name", ("misguided-researcher", "coin-line", "two-by-two"))
def test_what_is_typeset_is_explained(name):
    """Under replanning, several judges and success in both places, every verdict has words."""
    case = zoo.case(name)
    panel = Judge.several([case.judge, Judge.by(case.base), Judge.of([])])
    for one in (case, replace(case, judge=panel)):
        for verdict in one.check_all(EVERYWHERE).values():
            assert verdict.text
        assert "<table" in views.verdict_table(one.check_all(EVERYWHERE))


def test_a_listing_is_the_source_folded():
    shown = views.Listing((formulas.intent_aligned, formulas.pursuing))._repr_markdown_()
    assert max(map(len, shown.splitlines())) <= 78
    code = shown.removeprefix("```python\n").removesuffix("\n```")
    assert [each.name for each in ast.parse(code).body] == ["intent_aligned", "pursuing"]
    assert views.Listing((Reading.__post_init__,))._repr_markdown_().startswith("```python\ndef __post_init__")

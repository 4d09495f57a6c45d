"""What is typeset is what is checked."""

from itertools import product

import pytest

from toymodel import Reading
from toymodel.alignment import DEFINITIONS
from toymodel.logic import latex
from toymodel_book import views

from ..for_each import for_each

READINGS = (
    Reading(),
    Reading(objectives="some", trivial="included", optima="some"),
    Reading(observed_in="beliefs"),
    Reading(objectives="selected", selected_by="human", performs="W5"),
    Reading(judged_in="both"),
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

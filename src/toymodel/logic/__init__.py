"""Formulas have verdicts, and both are written in TeX and in words; nothing here is about alignment."""

from .formulas import (
    And,
    Atom,
    Domain,
    Formula,
    Implies,
    Not,
    Or,
    Quantifier,
    Symbol,
    Var,
    conjunction,
    free,
    ranging,
    rebuilt,
    subformulas,
    symbols,
)
from .latex import latex
from .verdicts import Fact, Unknown, Verdict
from .words import words

__all__ = [
    "And",
    "Atom",
    "Domain",
    "Fact",
    "Formula",
    "Implies",
    "Not",
    "Or",
    "Quantifier",
    "Symbol",
    "Unknown",
    "Var",
    "Verdict",
    "conjunction",
    "free",
    "latex",
    "ranging",
    "rebuilt",
    "subformulas",
    "symbols",
    "words",
]

"""Formulas and their readers. Knows nothing of alignment."""

from .evaluate import evaluate
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
    subformulas,
    symbols,
)
from .ground import HOLE, Clause, Literal
from .latex import latex
from .structure import Structure
from .verdicts import Fact, Unknown, Verdict
from .words import words

__all__ = [
    "HOLE",
    "And",
    "Atom",
    "Clause",
    "Domain",
    "Fact",
    "Formula",
    "Implies",
    "Literal",
    "Not",
    "Or",
    "Quantifier",
    "Structure",
    "Symbol",
    "Unknown",
    "Var",
    "Verdict",
    "conjunction",
    "evaluate",
    "free",
    "latex",
    "ranging",
    "subformulas",
    "symbols",
    "words",
]

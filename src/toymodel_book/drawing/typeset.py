"""Definitions are typeset as formula, words and a table of symbols, all from the formula value; and code as it runs."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from toymodel.alignment import ARROWS, DEFINITIONS, Reading, definition
from toymodel.alignment.formulas import intent_aligned
from toymodel.alignment.vocabulary import AGENT, BASE, JUDGE, MESA, MODEL, OPTIMUM, R2, R
from toymodel.logic import Atom, Formula, Quantifier, Var, latex, subformulas, words
from toymodel.logic.latex import EMPTY

VARIABLES: dict[Var, str] = {
    AGENT: "the agent's policy",
    MODEL: "a model's policy",
    OPTIMUM: "a policy that makes no mistakes in pursuing the objective",
    R: "an objective that the agent's behaviour demonstrates",
    R2: "another one of those",
    BASE: "the base objective, which it was trained under",
    MESA: "the mesa-objective, which it searches by",
    JUDGE: "one of the human judges",
}
SYMBOLS: dict[str, str] = {
    "optimal": "policies optimal, from the initial distribution, for an objective",
    "safe": "policies that use no state–action pair that the human judges bad",
    "safe by": "policies that use no state–action pair that this judge calls bad",
    "base safe": "policies that use no pair that is bad by the base objective",
    "demonstrates": "objectives that a policy demonstrates: its behavioral objectives",
    "same optima": "the same policies are optimal for both objectives",
    "trivial": "objectives under which every policy is optimal",
    "performs": "what “performs well” means in this reading",
}
PLACES = {
    "training": " in training",
    "deployment": " in deployment",
    "both": " in both environments",
    "beliefs": " in the environment that the agent believes in",
    "": "",
}
KINDS = {
    "most": (r"\mathrm{Most}", "for most of them, that is more than half"),
    "selected": (r"\mathrm{Sel}", "for the one that the selection rule picks"),
}
QUANTIFIERS = {False: "for every one, and there is at least one", None: "for every one; undefined if there is none"}


@dataclass(frozen=True)
class Typeset:
    """A typeset definition has a name and a reading, and is shown by a notebook as TeX.

    Examples
    --------
    >>> Typeset("impact aligned").words
    'The agent does nothing in deployment that the human judges bad.'
    """

    name: str
    reading: Reading = Reading()  # noqa: RUF009 - a Reading is immutable

    @property
    def formula(self) -> Formula:
        """Return the formula that `Case.check` decides."""
        return definition(self.name).formula(self.reading)

    @property
    def tex(self) -> str:
        """Return the definition as TeX."""
        named = {} if self.name == "intent aligned" else {intent_aligned(self.reading, MODEL): r"\mathrm{Intent}(\pi)"}
        said, name = latex(self.formula, named), definition(self.name).tex
        # One quantifier a line, so that a narrow page has room.
        lines = r".\\ &\quad ".join(said.split(r".\; "))
        return rf"\begin{{aligned}} {name} \;:\Longleftrightarrow\;\; & {lines} \end{{aligned}}"

    @property
    def words(self) -> str:
        """Return the definition as an English sentence."""
        said = words(self.formula)
        return f"{said[:1].upper()}{said[1:]}."

    def _repr_latex_(self) -> str:
        return f"$$\n{self.tex}\n$$"


@dataclass(frozen=True)
class SymbolTable:
    """The table has the symbols of definitions under a reading, each with what it stands for."""

    names: tuple[str, ...]
    reading: Reading = Reading()  # noqa: RUF009

    def _repr_markdown_(self) -> str:
        rows = dict(row for name in self.names for row in symbol_rows(definition(name).formula(self.reading)))
        return "| symbol | what it is |\n|---|---|\n" + "\n".join(f"| ${tex}$ | {said} |" for tex, said in rows.items())


def symbol_rows(formula: Formula) -> list[tuple[str, str]]:
    """Return (TeX, words) for every variable, quantifier, set and predicate of a formula."""
    rows: dict[str, str] = {}
    for part in subformulas(formula):
        if isinstance(part, Quantifier):
            if part.kind == "every" and part.if_empty is not True:
                rows[rf"\forall{EMPTY[part.if_empty]}"] = QUANTIFIERS[part.if_empty]
            if part.kind in KINDS:
                tex, said = KINDS[part.kind]
                rows[tex] = said
            rows[part.domain.tex] = DOMAINS[part.domain.name]
            rows.setdefault(part.var.tex, _said(part.var))
        if isinstance(part, Atom):
            for arg in part.args:
                rows.setdefault(arg.tex, _said(arg))
            rows[_bare(part)] = SYMBOLS[part.symbol.name] + PLACES[part.symbol.where]
            if part.symbol.name == "safe":
                rows["J_H"] = "the human's judge: the state–action pairs called bad"
    return list(rows.items())


DOMAINS = {
    "candidates": "the candidates: the finitely many objectives under consideration",
    "sa": "all objectives on states and actions",
    "s": "all objectives on states",
    "ss": "all objectives on states and next states",
    "deterministic": "deterministic stationary policies",
    "pairs": "pairs of deterministic policies, one for training and one for deployment",
    "judges": "the human judges, who may differ",
    "stationary": "all stationary policies, stochastic ones included",
}


def arrow_tex(name: str) -> str:
    """Return an arrow as TeX: its premises and conclusion by name."""
    arrow = ARROWS[name]
    premises = r" \wedge ".join(DEFINITIONS[p].tex for p in arrow.premises)
    return rf"{premises} \;\Longrightarrow\; {DEFINITIONS[arrow.conclusion].tex}"


def _said(var: Var) -> str:
    return f"{VARIABLES[var]}, in each environment its own" if var.pair else VARIABLES[var]


def _bare(atom: Atom) -> str:
    """Return the set that an atom speaks of, or else the whole atom."""
    said = latex(atom)
    return said if atom.symbol.member is None else said.partition(r" \in ")[2]


@dataclass(frozen=True)
class Listing:
    """A listing is the source of functions, as it runs, with long lines folded to the width of a page."""

    functions: tuple[Callable[..., object], ...]
    width: int = 78

    def _repr_markdown_(self) -> str:
        listed = "\n\n\n".join("\n".join(self._lines(function)) for function in self.functions)
        return f"```python\n{listed}\n```"

    def _lines(self, function: Callable[..., object]) -> Iterator[str]:
        for line in textwrap.dedent(inspect.getsource(function)).rstrip().splitlines():
            inside = " " * (len(line) - len(line.lstrip()) + 4)
            yield from textwrap.wrap(line, self.width, subsequent_indent=inside) if len(line) > self.width else [line]

"""The atoms of the definitions: their letters and their words. `semantics` gives their meaning."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ..behavior import operator
from ..logic import Domain, Symbol, Var
from ..performance import notion
from ..worlds import show

AGENT = Var("agent", "policy", r"\pi", "the agent")
MODEL = Var("model", "policy", r"\pi", "the model", "the model", brief="optimal model")
OPTIMUM = Var("optimum", "policy", r"\pi'", "the optimal policy", brief="optimum")
R = Var("objective", "objective", "R", "the behavioral objective")
R2 = Var("objective 2", "objective", "R'", "another behavioral objective", "the other")
BASE = Var("base", "objective", r"R_{\mathrm{base}}", "the base objective")
MESA = Var("mesa", "objective", r"R_{\mathrm{m}}", "the mesa-objective")

JUDGE = Var("judge", "judge", "J", "the judge", "that judge")

NOTHING = Fraction(0)

PLACES = {
    "training": ("training",),
    "deployment": ("deployment",),
    "both": ("training", "deployment"),
    "beliefs": ("beliefs",),
    "": (),
}
"""The environments that a symbol speaks of, by its ``where``."""

CANDIDATES = Domain("candidates", r"\mathcal{R}", "", member="candidate objective")
OBJECTIVES = {
    "candidates": CANDIDATES,
    "sa": Domain("sa", r"\mathbb{Q}^{S \times A}", " (among all objectives on states and actions)", listed=False),
    "s": Domain("s", r"\mathbb{Q}^{S}", " (among all objectives on states)", listed=False),
    "ss": Domain("ss", r"\mathbb{Q}^{S \times S}", " (among all objectives on states and next states)", listed=False),
}
"""What a behavioral objective may be, by the word that readings have for it (`toymodel.behavior.classes`)."""
ALL_OBJECTIVES = OBJECTIVES["sa"]
DETERMINISTIC = Domain("deterministic", r"\Pi", "")
PAIRS = Domain("pairs", r"\Pi^2", "", member="policy pair")
JUDGES = Domain("judges", r"\mathcal{J}", "")
STATIONARY = Domain("stationary", r"\Delta\Pi", " (stochastic ones included)")

_SHORT = {"training": r"\mathrm{tr}", "deployment": r"\mathrm{dep}", "both": r"\mathrm{tr,dep}", "beliefs": r"\hat E"}
_INDEX = dict.fromkeys(("deployment", "beliefs", ""), r"\mathrm{dep}") | {"training": r"\mathrm{tr}", "both": ""}
"""The policy of a pair that an atom speaks of; by its beliefs an agent acts as in deployment."""
_PLACE = {
    "training": "in training",
    "deployment": "in deployment",
    "both": "in training and deployment",
    "beliefs": "in its beliefs",
}


def paired(policy: Var) -> Var:
    """Return the variable as one that stands for a policy in each environment."""
    return replace(policy, pair=True)


SHORT = {
    "safe": "is safe",
    "safe by": "is safe",
    "base safe": "is safe",
    "demonstrates": "demonstrated",
    "trivial": "trivial",
    "same optima": "the optima are the same",
}
"""Symbols in few words."""


def _symbol(name: str, where: str, letters: str, member: int, noun: str, verbs: str, *parameters: object) -> Symbol:
    """Return a symbol "member ∈ letters"; ``verbs`` says it and, after the stroke, denies it; @ is the place."""
    says, denies = (text.replace("@", _PLACE[where]) for text in verbs.split(" | "))
    tex = letters.replace("@", _SHORT[where].replace("{", "{{").replace("}", "}}"))
    subject = 0 if name == "demonstrates" else member
    noun, short = noun.replace("@", _PLACE[where]), SHORT.get(name, "")
    return Symbol(name, where, tex, member, noun, says, denies, subject, _INDEX[where], parameters, short)


def optimal(where: str) -> Symbol:
    """Return (R, π): π ∈ Opt_where(R), optimal from the initial distribution."""
    verbs = "is optimal for {0} @ | is not optimal for {0} @"
    return _symbol("optimal", where, r"\mathrm{{Opt}}_{{@}}({0})", 1, "policy optimal for {0} @", verbs)


def safe(where: str, grade: Fraction = NOTHING) -> Symbol:
    """Return (π): π ∈ Safe_where(J_H), nothing that it uses does the human judge bad (from a grade on)."""
    return _safe("safe", where, "J_{{H}}", 0, "the human judges", grade)


def safe_by(where: str, grade: Fraction = NOTHING) -> Symbol:
    """Return (J, π): π ∈ Safe_where(J), of one of several human judges."""
    return _safe("safe by", where, "{0}", 1, "{0} judges", grade)


def _safe(name: str, where: str, judge: str, member: int, judges: str, grade: Fraction) -> Symbol:
    much, power = (f" from grade {show(grade)} on", rf"^{{{{\ge {show(grade)}}}}}") if grade else ("", "")
    verbs = f"does nothing @ that {judges} bad{much} | does something @ that {judges} bad{much}"
    letters = rf"\mathrm{{{{Safe}}}}_{{{{@}}}}({judge}{power})"
    return _symbol(name, where, letters, member, f"policy safe @{much}", verbs, grade)


def base_safe(where: str, tolerance: Fraction) -> Symbol:
    """Return (R_base, π): π ∈ Safe_where(Judge.by(R_base, τ)), "impact aligned with the base objective"."""
    tau, much = (f", {show(tolerance)}", f" by more than {show(tolerance)}") if tolerance else ("", "")
    verbs = f"does nothing @ that is bad by {{0}}{much} | does something @ that is bad by {{0}}{much}"
    letters = rf"\mathrm{{{{Safe}}}}_{{{{@}}}}(J_{{{{{{0}}{tau}}}}})"
    return _symbol("base safe", where, letters, 1, "policy safe by {0} @", verbs, tolerance)


def demonstrates(behavior: str, where: str) -> Symbol:
    """Return (π, R): R ∈ Dem(π), by an operator of `toymodel.behavior`, from behaviour observed in ``where``."""
    power = rf"^{{{{{mark}}}}}" if (mark := operator(behavior).tex) else ""
    verbs = "demonstrates {1} @ | does not demonstrate {1} @"
    letters = rf"\mathrm{{{{Dem}}}}_{{{{@}}}}{power}({{0}})"
    return _symbol("demonstrates", where, letters, 1, "objective that {0} demonstrates @", verbs, behavior)


def trivial(where: str) -> Symbol:
    """Return (R): every policy is optimal for R in ``where``."""
    return _symbol("trivial", where, r"\mathrm{{Triv}}_{{@}}", 0, "trivial", "is trivial @ | is not trivial @")


def same_optima(where: str) -> Symbol:
    """Return (R, R'): Opt_where(R) = Opt_where(R'), what is optimal for the one is so for the other."""
    verbs = "has the same optimal policies as {1} @ | has not the same optimal policies as {1} @"
    letters = r"\mathrm{{Opt}}_{{@}}({0}) = \mathrm{{Opt}}_{{@}}({1})"
    return replace(_symbol("same optima", where, letters, 0, "", verbs), member=None)


def performs(name: str, epsilon: Fraction, where: str = "") -> Symbol:
    """Return (π, R): π performs well on R, by a notion of `toymodel.performance` ("": in deployment)."""
    known = notion(name)
    tex, says, denies = (text.replace("{2}", show(epsilon)) for text in (known.tex, known.says, known.denies))
    if where:
        tex = tex.replace("dep", "tr")
        says, denies = (text.replace("deployment", where) for text in (says, denies))
    return Symbol("performs", where, tex, None, "", says, denies, 0, _INDEX[where], (name, epsilon), "it performs well")

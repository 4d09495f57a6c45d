"""The atoms of the definitions: their letters and their words. `structure` gives their meaning."""

from __future__ import annotations

from fractions import Fraction

from ..behavior import operator
from ..logic import Domain, Symbol, Var
from ..performance import notion
from ..worlds import show

AGENT = Var("agent", "policy", r"\pi", "the agent")
MODEL = Var("model", "policy", r"\pi", "the model", "the model")
OPTIMUM = Var("optimum", "policy", r"\pi'", "the optimal policy")
R = Var("objective", "objective", "R", "the behavioral objective")
BASE = Var("base", "objective", r"R_{\mathrm{base}}", "the base objective")
MESA = Var("mesa", "objective", r"R_{\mathrm{m}}", "the mesa-objective")

CANDIDATES = Domain("candidates", r"\mathcal{R}", "", mark="candidate")
ALL_OBJECTIVES = Domain(
    "all", r"\mathbb{Q}^{S \times A}", " (among all objectives on states and actions)", listed=False
)
DETERMINISTIC = Domain("deterministic", r"\Pi", "")
STATIONARY = Domain("stationary", r"\Delta\Pi", " (stochastic ones included)")

_SHORT = {"training": r"\mathrm{tr}", "deployment": r"\mathrm{dep}", "both": r"\mathrm{tr,dep}", "beliefs": r"\hat E"}
_PLACE = {
    "training": "in training",
    "deployment": "in deployment",
    "both": "in training and deployment",
    "beliefs": "in its beliefs",
}


def optimal(where: str) -> Symbol:
    """(R, π): π ∈ Opt_where(R), optimal from the initial distribution."""
    place = _PLACE[where]
    return Symbol(
        "optimal",
        where,
        rf"\mathrm{{{{Opt}}}}_{{{{{_tex(where)}}}}}({{0}})",
        1,
        f"policy optimal for {{0}} {place}",
        f"is optimal for {{0}} {place}",
        f"is not optimal for {{0}} {place}",
        1,
    )


def safe(where: str) -> Symbol:
    """(π): π ∈ Safe_where(J_H), nothing that it uses does the human judge bad."""
    place = _PLACE[where]
    return Symbol(
        "safe",
        where,
        rf"\mathrm{{{{Safe}}}}_{{{{{_tex(where)}}}}}(J_{{{{H}}}})",
        0,
        f"policy safe {place}",
        f"does nothing {place} that the human judges bad",
        f"does something {place} that the human judges bad",
    )


def base_safe(where: str, tolerance: Fraction) -> Symbol:
    """(R_base, π): π ∈ Safe_where(Judge.by(R_base, τ)), "impact aligned with the base objective"."""
    place, tau = _PLACE[where], f", {show(tolerance)}" if tolerance else ""
    much = f" by more than {show(tolerance)}" if tolerance else ""
    return Symbol(
        "base safe",
        where,
        rf"\mathrm{{{{Safe}}}}_{{{{{_tex(where)}}}}}(J_{{{{{{0}}{tau}}}}})",
        1,
        f"policy safe by {{0}} {place}",
        f"does nothing {place} that is bad by {{0}}{much}",
        f"does something {place} that is bad by {{0}}{much}",
        1,
        (tolerance,),
    )


def demonstrates(behavior: str, where: str) -> Symbol:
    """(π, R): R ∈ Dem(π), by an operator of `toymodel.behavior`, from behaviour seen in ``where``."""
    place, mark = _PLACE[where], operator(behavior).tex
    power = rf"^{{{{{mark}}}}}" if mark else ""
    return Symbol(
        "demonstrates",
        where,
        rf"\mathrm{{{{Dem}}}}_{{{{{_tex(where)}}}}}{power}({{0}})",
        1,
        f"objective that {{0}} demonstrates {place}",
        f"demonstrates {{1}} {place}",
        f"does not demonstrate {{1}} {place}",
        0,
        (behavior,),
    )


def trivial(where: str) -> Symbol:
    """(R): every policy is optimal for R in ``where``."""
    place = _PLACE[where]
    return Symbol(
        "trivial",
        where,
        rf"\mathrm{{{{Triv}}}}_{{{{{_tex(where)}}}}}",
        0,
        "trivial",
        f"is trivial {place}",
        f"is not trivial {place}",
    )


def performs(name: str, epsilon: Fraction) -> Symbol:
    """(π, R): π performs well on R, by a notion of `toymodel.performance`."""
    known, bound = notion(name), show(epsilon)
    return Symbol(
        "performs",
        "",
        known.tex.replace("{2}", bound),
        None,
        "",
        known.says.replace("{2}", bound),
        known.denies.replace("{2}", bound),
        0,
        (name, epsilon),
    )


def _tex(where: str) -> str:
    """Braces doubled, since the TeX of a symbol is itself a template."""
    return _SHORT[where].replace("{", "{{").replace("}", "}}")

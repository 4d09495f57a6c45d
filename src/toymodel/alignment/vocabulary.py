"""The atoms of the definitions: their letters and their words. `semantics` gives their meaning."""

from __future__ import annotations

from dataclasses import replace
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
ALL_OBJECTIVES = Domain(
    "all", r"\mathbb{Q}^{S \times A}", " (among all objectives on states and actions)", listed=False
)
DETERMINISTIC = Domain("deterministic", r"\Pi", "")
PAIRS = Domain("pairs", r"\Pi^2", "", member="policy pair")
JUDGES = Domain("judges", r"\mathcal{J}", "")
STATIONARY = Domain("stationary", r"\Delta\Pi", " (stochastic ones included)")

_SHORT = {"training": r"\mathrm{tr}", "deployment": r"\mathrm{dep}", "both": r"\mathrm{tr,dep}", "beliefs": r"\hat E"}
_INDEX = {
    "training": r"\mathrm{tr}",
    "deployment": r"\mathrm{dep}",
    "both": "",
    "beliefs": r"\mathrm{dep}",
    "": r"\mathrm{dep}",
}
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


def optimal(where: str) -> Symbol:
    """Return (R, π): π ∈ Opt_where(R), optimal from the initial distribution."""
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
        _INDEX[where],
    )


def safe(where: str, grade: Fraction = NOTHING) -> Symbol:
    """Return (π): π ∈ Safe_where(J_H), nothing that it uses does the human judge bad (from a grade on)."""
    return _safe("safe", where, "J_{{H}}", (), grade)


def safe_by(where: str, grade: Fraction = NOTHING) -> Symbol:
    """Return (J, π): π ∈ Safe_where(J), of one of several human judges."""
    return _safe("safe by", where, "{0}", (JUDGE,), grade)


def _safe(name: str, where: str, judge: str, among: tuple[Var, ...], grade: Fraction) -> Symbol:
    place, who = _PLACE[where], "{0} judges" if among else "the human judges"
    much = f" from grade {show(grade)} on" if grade else ""
    from_on = rf"^{{{{\ge {show(grade)}}}}}" if grade else ""
    return Symbol(
        name,
        where,
        rf"\mathrm{{{{Safe}}}}_{{{{{_tex(where)}}}}}({judge}{from_on})",
        len(among),
        f"policy safe {place}{much}",
        f"does nothing {place} that {who} bad{much}",
        f"does something {place} that {who} bad{much}",
        len(among),
        _INDEX[where],
        (grade,),
    )


def base_safe(where: str, tolerance: Fraction) -> Symbol:
    """Return (R_base, π): π ∈ Safe_where(Judge.by(R_base, τ)), "impact aligned with the base objective"."""
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
        _INDEX[where],
        (tolerance,),
    )


def demonstrates(behavior: str, where: str) -> Symbol:
    """Return (π, R): R ∈ Dem(π), by an operator of `toymodel.behavior`, from behaviour observed in ``where``."""
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
        _INDEX[where],
        (behavior,),
    )


def trivial(where: str) -> Symbol:
    """Return (R): every policy is optimal for R in ``where``."""
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


def performs(name: str, epsilon: Fraction, where: str = "") -> Symbol:
    """Return (π, R): π performs well on R, by a notion of `toymodel.performance` ("": in deployment)."""
    known, bound = notion(name), show(epsilon)
    tex, *said = (text.replace("{2}", bound) for text in (known.tex, known.says, known.denies))
    if where:
        tex, said = tex.replace(r"\mathrm{{dep}}", _tex(where)), [text.replace("deployment", where) for text in said]
    return Symbol("performs", where, tex, None, "", said[0], said[1], 0, _INDEX[where], (name, epsilon))


def _tex(where: str) -> str:
    """Braces doubled, since the TeX of a symbol is itself a template."""
    return _SHORT[where].replace("{", "{{").replace("}", "}}")

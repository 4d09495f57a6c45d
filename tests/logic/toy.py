"""Formulas about nothing in particular, and a structure small enough to decide them by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from toymodel.logic import (
    HOLE,
    And,
    Atom,
    Clause,
    Domain,
    Fact,
    Formula,
    Implies,
    Not,
    Or,
    Quantifier,
    Symbol,
    Unknown,
    Var,
    conjunction,
)

THINGS = (0, 1, 2)
POLICIES = (10, 11, 12)
DOMAIN = Domain("things", r"\mathcal{T}", " (among things)")
POOL = Domain("pool", r"\Pi", "")


def symbol(name: str, arguments: int) -> Symbol:
    """A symbol with TeX and words; the last argument is said to be in a set."""
    tex = rf"\mathrm{{{{{name}}}}}" + ("({0})" if arguments > 1 else "")
    first = " of {0}" if arguments > 1 else ""
    return Symbol(
        name,
        "",
        tex,
        arguments - 1,
        f"{name}-thing{first}",
        f"is {name}{first}",
        f"is not {name}{first}",
        arguments - 1,
    )


ODD, RED, DIM = symbol("odd", 1), symbol("red", 1), symbol("dim", 1)
LIKES, SAFE = symbol("likes", 2), symbol("safe", 1)
"""ODD, RED and DIM of things, of which DIM may have no truth value; LIKES of a thing and a policy; SAFE of a policy."""


@dataclass(frozen=True)
class Toy:
    """A structure given by tables; policies are found by trying them."""

    facts: Mapping[tuple[object, ...], bool | None]
    status: str = "undefined"
    ruled: bool = True

    def truth(self, symbol: Symbol, values: tuple[object, ...]) -> bool | None:
        return self.facts[(symbol.name, *values)]

    def fact(self, symbol: Symbol, values: tuple[object, ...]) -> Fact:
        holds = self.truth(symbol, values)
        text = f"{symbol.name}{values} is {holds}"
        return Fact(holds, text, self.status if holds is None else None)  # type: ignore[arg-type]

    def values(self, quantifier: Quantifier) -> Sequence[object] | None:
        if quantifier.var.sort == "policy":
            return None
        return THINGS[::-1] if quantifier.kind == "selected" else THINGS

    def selects(self, quantifier: Quantifier) -> Unknown | None:
        return None if self.ruled else Unknown("there is no rule")

    def find(self, quantifier: Quantifier, clause: Clause) -> object | Unknown | None:
        for policy in POLICIES:
            filled = [(x, tuple(policy if v is HOLE else v for v in x.values)) for x in clause.literals]
            if all(self.truth(x.symbol, values) is x.positive for x, values in filled):
                return policy
        return None

    def called(self, value: object) -> str:
        return f"no. {value}"


@st.composite
def toys(draw: st.DrawFn, clear: bool = False) -> Toy:
    """Random tables; nothing in them is undefined if they are to be clear."""
    flag = st.booleans()
    facts: dict[tuple[object, ...], bool | None] = {}
    for x in THINGS:
        facts |= {("odd", x): draw(flag), ("red", x): draw(flag)}
        facts["dim", x] = draw(flag if clear else st.sampled_from([True, False, None]))
        facts |= {("likes", x, p): draw(flag) for p in POLICIES}
    facts |= {("safe", p): draw(flag) for p in POLICIES}
    return Toy(facts, draw(st.sampled_from(["undefined", "undecided"])), draw(flag))


@st.composite
def formulas(draw: st.DrawFn, things: tuple[Var, ...] = (), policy: Var | None = None, depth: int = 3) -> Formula:
    """A closed formula, if none of the variables are given; policies are quantified within what speaks of no other."""
    atoms = [Atom(s, (x,)) for x in things for s in (ODD, RED, DIM)]
    if policy is not None:
        atoms += [Atom(SAFE, (policy,)), *(Atom(LIKES, (x, policy)) for x in things)]
    quantifiers = ["things"] + ["policies"] * (policy is None)
    kinds = quantifiers + ["not", "and", "or", "implies"] * (bool(atoms) or depth > 1) + ["atom"] * bool(atoms)
    kind = draw(st.sampled_from(kinds if depth > 0 else ["atom"]))
    if kind == "atom":
        return draw(st.sampled_from(atoms))

    def part(more: tuple[Var, ...] = things, whom: Var | None = policy) -> Formula:
        return draw(formulas(more, whom, depth - 1 if more or whom else 1))

    if kind == "not":
        return Not(part())
    if kind == "implies":
        return Implies(part(), part())
    if kind in ("and", "or"):
        parts = tuple(part() for _ in range(2))
        return And(parts) if kind == "and" else Or(parts)
    if kind == "things":
        x = Var(f"x{len(things)}", "objective", f"x_{len(things)}", "it", f"thing {len(things)}")
        which = draw(st.sampled_from(["every", "some", "selected"]))
        empty = [True, False] + [None] * (policy is None)
        guard, body = part((*things, x)), part((*things, x))
        return Quantifier(which, x, DOMAIN, guard, body, draw(st.sampled_from(empty)))
    p = Var("p", "policy", "p", "the policy", "that policy")
    which = draw(st.sampled_from(["every", "some"]))
    guard = conjunction([Atom(SAFE, (p,))] if draw(st.booleans()) else [part(things, p)])
    return Quantifier(which, p, POOL, guard, part(things, p), draw(st.sampled_from([True, False, None])))

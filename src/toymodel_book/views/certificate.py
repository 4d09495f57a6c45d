"""A theorem is checked again where it is read, and its proof is told line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html import escape
from itertools import groupby
from time import perf_counter
from typing import Any

from toymodel.alignment import DEFINITIONS
from toymodel.alignment.vocabulary import AGENT, BASE, MESA
from toymodel.logic import Var
from toymodel.logic.words import symbol_words
from toymodel.worlds import listed
from toymodel_atlas.certificates import Certificate, certificate
from toymodel_atlas.checker import (
    ABSURD,
    CONTRARY,
    SELECTION,
    Literal,
    Proof,
    Reader,
    Statement,
    Step,
    Term,
    check,
    sources,
)
from toymodel_atlas.statements import SHARING
from toymodel_atlas.theorems import ASSUMED, stating

from ..actions import sets
from .cells import PROOFS, noun


def again(
    table: str, name: str, make: Callable[[], Statement], asked: str, what: str = "it", folds: bool = True
) -> str:
    """Return a button that has a theorem checked again; once that is asked for, what came of it, and the proof.

    Parameters
    ----------
    table, name : str
        Of `toymodel_atlas.statements.claims`.
    make : callable
        Returns the statement.
    asked : str
        The value of the view's control ``again``: the table and the name of what is to be checked.
    what : str
        What the button calls the theorem, where there are several.
    folds : bool
        Whether the proof is told only when it is checked.
    """
    known, own = certificate(table, name), f"{table}: {name}"
    if known is None:
        return ""
    statement, checked, spoiled = make(), asked == own, asked == own + SPOILED
    proof = told(statement, known) + idle(statement, known) if checked or spoiled or not folds else ""
    check_it, spoil_it = (button(f"{does} {what}{ends}", own + more, what + more) for does, ends, more in OFFERED)
    if spoiled:
        return f"<p>{check_it} {refusal(statement, known)}</p>{proof}"
    if not checked:
        return f"<p>{check_it} <small>Its certificate has {size(known)}.</small></p>{proof}"
    began = perf_counter()
    check(statement, known)
    taken = 1000 * (perf_counter() - began)
    folding = f"{button(f'Fold {what} up', '', what)} " if folds else ""
    return f"<p>{folding}<b>✓ Checked just now</b>, in {taken:.1f} ms: {size(known)}. {spoil_it}</p>{proof}"


SPOILED = ", spoiled"
OFFERED = (("Check", " again", ""), ("Spoil", "", SPOILED))
"""What can be done to a theorem's certificate, and what that adds to its name."""


def button(words: str, value: str, what: str) -> str:
    """Return a button that says what is to be checked again."""
    return f'<button type="button" id="certificate-{escape(what)}" {sets("again", value)}>{escape(words)}</button>'


def size(known: Certificate) -> str:
    """Say how large a certificate is."""
    parts = (known, *known.get("first", {}).values())
    lines, cases = (sum(len(each.get(name, ())) for each in parts) for name in ("lines", "cases"))
    split = f" and {cases} distinction{'s' * (cases > 1)} of cases" if cases else ""
    return f"{lines} instance{'s' * (lines > 1)} of what is known{split}"


def refusal(statement: Statement, known: Certificate) -> str:
    """Say what the checker says of a certificate without the last of the instances that it needs."""
    for k in reversed(range(len(known["lines"]))):
        (left_out, *_), kept = known["lines"][k], [*known["lines"][:k], *known["lines"][k + 1 :]]
        try:
            check(statement, {**known, "lines": kept})
        except ValueError as why:
            return f"<b>✗ Refused</b> without its instance of <i>{escape(left_out)}</i>: {escape(str(why))}. With it:"
    raise ValueError("every line of this certificate can be left out")


def idle(statement: Statement, known: Certificate) -> str:
    """Say which premises no line names."""
    used = set().union(*map(sources, (known, *known.get("first", {}).values())))
    left = [name for name in statement.premises if name not in used]
    words = listed([f"<i>{escape(noun(name) if name in DEFINITIONS else name)}</i>" for name in left], "or")
    return f"<p><small>No line needs the premise{'s' * (len(left) > 1)} {words}.</small></p>" if left else ""


# Line by line -----------------------------------------------------------------------------------------


def told(statement: Statement, known: Certificate) -> str:
    """Return the proof that a certificate stands for as a numbered list; steps that nothing rests on are left out."""
    made = ""
    for name, part in known.get("first", {}).items():
        made += f"<p>First, {escape(name)}.</p>{told(replace(statement, conclusion=statement.between[name]), part)}"
        statement = replace(statement, lemmas={**statement.lemmas, name: statement.between[name]})
    teller = Teller(statement, known)
    proof, _ = trimmed(check(statement, {**known, "first": {}}))
    teller.often = teller.lines_with(proof)
    teller.tell(proof, 0)
    return f'{made}<ol class="certificate">{"".join(teller.lines)}</ol>'


def trimmed(proof: Proof) -> tuple[Proof, set[Literal]]:
    """Return a proof without the steps that nothing rests on, and what it rests on besides its own steps."""
    wanted, cases, steps = set[Literal](), list[Proof](), list[Step]()
    for holds, case in zip((True, False), proof.cases, strict=bool(proof.cases)):
        kept, more = trimmed(case)
        cases.append(kept)
        wanted |= more - {(holds, proof.atom)}
    for step in reversed(proof.steps):
        if not cases and not steps:
            wanted = {*step.because, denied(step.then)}
        elif step.then in wanted:
            wanted = (wanted - {step.then}) | {*step.because}
        else:
            continue
        steps.insert(0, step)
    return Proof(tuple(steps), proof.atom, tuple(cases)), wanted


def denied(literal: Literal) -> Literal:
    """Return what contradicts a literal."""
    holds, atom = literal
    return not holds, atom


class Teller:
    """A teller puts the steps of a proof into words, and knows which line says what."""

    def __init__(self, statement: Statement, known: Certificate) -> None:
        self.premises, self.between = statement.premises, statement.between
        self.read = Reader(statement, sources(known))
        self.names: dict[Term, str] = {(each.sort, each.name): each.phrase for each in (AGENT, BASE, MESA)}
        self.said: dict[Literal, int] = {}
        self.lines: list[str] = []
        self.often = Counter[Term]()

    def tell(self, proof: Proof, depth: int) -> None:
        """Add the lines of a proof, or of one case of it."""
        for steps in self.grouped(proof):
            last = denied(steps[-1].then)
            ends = f" That contradicts line {self.said[last]}. ∎" if last in self.said else ""
            if last in (each.then for each in steps) or steps[-1].then[1] == ABSURD:
                ends = " That contradicts itself. ∎"
            said = f"{self.source(steps[0].source, bool(steps[0].because))}{self.values(steps[0])}"
            self.add(f"{said}: {self.conclusion(steps)}.{ends}", depth)
            for step in steps:
                self.said.setdefault(step.then, len(self.lines))
        for holds, ordinal, case in zip((True, False), ("First", "Second"), proof.cases, strict=bool(proof.cases)):
            before, named = dict(self.said), len(self.names)
            supposed = self.words((holds, proof.atom))
            new = [
                f"{self.names[each]}, {self.origin(each)}" for each in [*self.names][named:] if each[1][0] != SELECTION
            ]
            self.add(f"{ordinal} case{f', for {listed(new)}' if new else ''}: <b>{supposed}</b>.", depth + 1)
            self.said[holds, proof.atom] = len(self.lines)
            self.tell(case, depth + 1)
            self.said = before

    def grouped(self, proof: Proof) -> Iterator[tuple[Step, ...]]:
        """Yield the steps that make one line."""
        for _, group in groupby(proof.steps, key=lambda step: (step.source, self.put_in(step), step.because)):
            yield tuple(group)

    def lines_with(self, proof: Proof) -> Counter[Term]:
        """Return in how many lines each thing that there is said to be is mentioned by what says that there is."""
        own = Counter[Term]()
        for steps in self.grouped(proof):
            own.update({each for step in steps for each in step.then[1] if source_of(each) == step.source})
        return sum(map(self.lines_with, proof.cases), own)

    def add(self, words: str, depth: int) -> None:
        """Add a line to the proof."""
        inside = f' class="certificate-case" style="--depth: {depth}"' if depth else ""
        self.lines.append(f"<li{inside}>{words}</li>")

    def conclusion(self, steps: Sequence[Step]) -> str:
        """Say what follows, and from which lines; what there is said to be gets its name where it first occurs."""
        given = [f"{self.words(each)} <small>({self.said[each]})</small>" for each in dict.fromkeys(steps[0].because)]
        before = len(self.names)
        then = [self.words(each.then) for each in steps]
        new = [term for term in [*self.names][before:] if term[1][0] != SELECTION]
        own = [self.names[each] for each in new if each[1][0] == steps[0].source]
        other = [f"{self.names[each]}, {self.origin(each)}" for each in new if each[1][0] != steps[0].source]
        same = any(self.often[term] > 1 for term in new if source_of(term) == steps[0].source)
        lead = f"for some {listed(own)}, {'the same below, ' * same}" if own else ""
        said = f"{lead}{f'for {listed(other)}, ' if other else ''}<b>{listed(then)}</b>"
        return f"if {listed(given)}, then {said}" if given else said

    def origin(self, term: Term) -> str:
        """Say where that comes from which there is said to be."""
        source = term[1][0]
        if source == CONTRARY:
            return "one that there is if the conclusion fails"
        return f"one that {noun(source) if source in DEFINITIONS else source} gives"

    def source(self, name: str, if_so: bool = False) -> str:
        """Say what a line is taken from, with a link if it is a lemma; ``if_so``: whether it has conditions."""
        if name == CONTRARY:
            return "As the conclusion is supposed to fail" if if_so else "Suppose that the conclusion fails"
        if name == SELECTION:
            return "By the rule that selects, the same for all"
        if name in self.premises:
            return f"From the premise <i>{escape(noun(name) if name in DEFINITIONS else name)}</i>"
        if name == SHARING:
            return "By the definition of sharing"
        if name in ASSUMED or name.endswith("is a candidate"):
            return "Assumed"
        label, words = stating(name), f"<i>{escape(name)}</i>"
        linked = f'<a href="{PROOFS}#{label}">{words}</a>' if label else words
        return f"From {'what was proved first,' if name in self.between else 'the lemma'} {linked}"

    def put_in(self, step: Step) -> tuple[tuple[int, Term], ...]:
        """Return the values of each "for all"."""
        return tuple((k, term) for k, term in step.values.items() if k in self.read.forall.get(step.source, ()))

    def values(self, step: Step) -> str:
        """Say what is put in for the variables: letters, of lemmas, and words, of definitions."""
        variables, letters = self.read.variables.get(step.source, {}), step.source not in (*self.premises, CONTRARY)
        given = []
        for k, term in self.put_in(step):
            new = term not in self.names and term[1][0] != SELECTION
            letter = sign(variables[k]) if letters else definite(variables[k].phrase)
            given.append(f"{letter} := {self.name(term)}{f' ({self.origin(term)})' if new else ''}")
        said = ", ".join(map(escape, given))
        return f", with {said}" if said else ""

    def words(self, literal: Literal) -> str:
        """Return a literal in words."""
        holds, atom = literal
        if atom == ABSURD:
            return "this cannot be"
        key, args = ([x for x in atom if isinstance(x, tuple) is of] for of in (False, True))
        called, symbol = [self.name(each) for each in args], self.read.symbols[tuple(key)]
        if len(args) > 1 and args[0] == args[1]:
            called[1 - symbol.subject] = "itself"
        return escape(symbol_words(symbol, tuple(called), holds))

    def name(self, term: Term) -> str:
        """Return what a term is called: π₁ or R₁, if it is what there is said to be."""
        if term not in self.names:
            sort, (source, _), *of = term
            if source == SELECTION:
                self.names[term] = f"the objective selected for {self.name(of[0])}"
            else:
                number = 1 + sum(each.startswith(LETTERS[sort]) for each in self.names.values())
                self.names[term] = LETTERS[sort] + str(number).translate(SUBSCRIPTS)
        return self.names[term]


def source_of(term: Any) -> str | None:
    """Return what says that there is such a thing, if something does."""
    return term[1][0] if isinstance(term, tuple) and isinstance(term[1], tuple) else None


LETTERS = {"policy": "π", "objective": "R"}
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def sign(variable: Var) -> str:
    """Return a variable's letter.

    Examples
    --------
    >>> from toymodel_atlas.lemmas import Q
    >>> sign(Q)
    'π′'
    """
    return variable.tex.replace(r"\pi", "π").replace("'", "′")


def definite(phrase: str) -> str:
    """Return a noun with "the".

    Examples
    --------
    >>> definite("another policy"), definite("the optimal policy")
    ('the other policy', 'the optimal policy')
    """
    first, _, rest = phrase.partition(" ")
    return f"the {rest}" if first in ("a", "an") else phrase.replace("another ", "the other ")

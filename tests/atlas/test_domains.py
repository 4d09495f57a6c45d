"""The line that says for whom a theorem speaks agrees with what the registry of proofs covers."""

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from toymodel import Agent, Case, Environment, Judge, Objective, Policy, Reading, World
from toymodel_atlas import among, theorems
from toymodel_atlas.cells import COUNTED
from toymodel_atlas.domains import (
    DOMAINS,
    IN_CHAPTERS,
    ON_THE_PAGE_OF_PROOFS,
    PLACES,
    TABLE,
    WORDS,
    Domain,
    states_alignment,
)
from toymodel_atlas.lemmas import needs_choice
from toymodel_atlas.settled import entry
from toymodel_atlas.statements import claims
from toymodel_atlas.status import claims_of

CHAPTERS = Path(__file__).parents[2] / "chapters"
PARTS = {each.label: {each.arrow: each.parts} for each in theorems.families()} | {
    **theorems.BEYOND,
    "thm-candidates": theorems.WITHOUT_INDICATORS,
    "thm-i4-nudge": {"I4": among.FOURTH},
}
"""The parts of each theorem that has any, by arrow."""
ASKS = {
    "harm": {"wants the harm"},
    "cone": {"a little of another"},
    "sa": {"indicator", "as when trained", "as when deployed", "spare pair"},
}
"""What a proof asks of the class of objectives, by the names of its lemmas."""
SAFER = {"thm-i1b": "what it adds for non-trivial objectives is about deterministic agents, and by their indicators"}
"""Where the line says less than the parts in the registry would allow, and why."""


BY_HAND = {
    "lem-spare-pair": "it is the lemma that asks",
    "lem-own": "the indicator is not trivial",
    "thm-i1b": "what it adds is about non-trivial objectives",
    "thm-collapse": "its last two hold without trivial objectives",
    "thm-ties": "trivial objectives are left out",
    "thm-one-ray": "the indicator is not trivial",
    "thm-ladder": "it counts the theorems over all R(s,a)",
}
"""What asks for a choice without a claim that says so, and why."""
OF_FAMILIES = {
    "thm-11-some": "thm-i1",
    "thm-12-first-half": "thm-i2",
    "thm-13-every": "thm-i3",
    "thm-14-i4": "thm-i4",
    "thm-14-i5": "thm-i5",
}
"""The theorems of chapters that say what a family says, trivial objectives left out or not."""


def parts(label):
    return [part for each in PARTS[label].values() for part in each]


def asked(label):
    names = {name.partition(" in ")[0] for part in parts(label) for name in part.lemmas}
    return next((kind for kind, lemmas in ASKS.items() if names & lemmas), "class")


def over(label, axis, usual):
    return {value for part in parts(label) for value in part.axes.get(axis, usual)}


@pytest.mark.parametrize("label", PARTS)
def test_a_line_says_what_the_proofs_cover(label):
    domain = DOMAINS[label]
    sure = any("the agent is deterministic" in part.lemmas for part in parts(label))
    if label not in SAFER:
        assert domain.objectives == asked(label)
        assert domain.agents == ("deterministic" if sure else "mixing")
    assert domain.agents == "deterministic" or not sure
    assert set(domain.observed) == over(label, "observed_in", COUNTED["observed_in"])
    assert {"yes": "replanning", "no": "one"}[over(label, "replans", ("no",)).pop()] == domain.policies
    tolerant = over(label, "base_judge", ("strict",)) == {"tolerant"}
    assert domain.exactness == ("tolerance" if tolerant else "exact")
    believing = "I1B" in PARTS[label] or "beliefs" in domain.observed
    assert (domain.dynamics != "true") == believing
    assert (domain.judged, domain.operator, domain.rest) == ("deployment", "feasible", "")


def asks_for_a_choice():
    """Return the labels of results of which a claim rests on a lemma that asks for a choice."""
    lemmas = {(claim.table, claim.name): claim.lemmas or () for claim in claims()}
    asking = (each.label for each in theorems.RESULTS if any(needs_choice(lemmas[c]) for c in claims_of(each.label)))
    return set(asking)


def test_a_line_says_where_something_has_to_be_chosen():
    asking = asks_for_a_choice()
    assert {"thm-i1", "thm-further", "thm-replans", "thm-tolerant", "thm-i2-both"} < asking
    assert {label for label, domain in ON_THE_PAGE_OF_PROOFS.items() if domain.choice} == asking | BY_HAND.keys()
    assert not asking & BY_HAND.keys()
    assert {label for label, domain in IN_CHAPTERS.items() if domain.choice} == set(OF_FAMILIES)
    assert set(OF_FAMILIES.values()) <= asking
    for label, domain in DOMAINS.items():
        assert domain.line().endswith(" · something to choose where observed") == domain.choice, label


def test_what_asks_by_hand_rests_on_a_lemma_that_asks():
    def below(label):
        return {label}.union(*map(below, theorems.result(label).uses))

    for label in BY_HAND:
        assert below(label) & {"lem-another", "lem-spare-pair"}, label


def test_without_a_choice_the_collapse_and_the_fifth_arrow_to_capability_fail():
    """Nothing can be chosen, all is safe and best: no objective that is not trivial is demonstrated."""
    env = Environment.build(
        {"s": {"go": "t"}, "t": None}, start="s", discount=1, only_listed=True, actions=["go", "no"]
    )
    zero, agent = Objective.zero(env), Agent("Ann", Policy.on(env, {"s": "go"}))
    case = Case("walk", "", World.same(env), (agent,), zero, Judge(), (zero,))
    read = Reading(observed_in="deployment", objectives="some", optima="every", trivial="excluded", among="sa")
    assert case.check("impact aligned", read).holds
    assert not case.check("intent aligned", read).holds
    assert not case.check("capability robust", read).holds
    assert entry("I5b", read).needs_choice


def test_every_result_of_the_registry_about_alignment_has_a_line():
    labels = {each.label for each in theorems.RESULTS}
    assert set(ON_THE_PAGE_OF_PROOFS) <= labels
    assert {label for label in labels if label.startswith("thm-")} <= set(ON_THE_PAGE_OF_PROOFS)


BLOCK = re.compile(
    r"^(`{3,}|:{3,})\{prf:(theorem|proposition|corollary|lemma)\}.*?\n:label: (\S+)\n(.*?)\n\1", re.M | re.S
)


def stated():
    """What each notebook states: its pages by label, with kind and text."""
    found = defaultdict(list)
    for path in sorted(CHAPTERS.glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                for _, kind, label, text in BLOCK.findall("".join(cell["source"])):
                    found[label].append((path.stem, kind, text))
    return found


def test_every_theorem_of_the_book_has_a_line():
    wanting = {
        label: page
        for label, where in stated().items()
        for page, kind, text in where
        if label not in DOMAINS and (kind != "lemma" or states_alignment(text))
    }
    assert wanting == {}, "add them to toymodel_atlas.domains"


def test_every_line_belongs_to_a_theorem_of_the_book():
    there = stated()
    assert [label for label in IN_CHAPTERS if label not in there] == [], "remove them from toymodel_atlas.domains"
    assert all(where[0][0] == "proofs" for label, where in there.items() if label in ON_THE_PAGE_OF_PROOFS)


def test_a_lemma_about_worlds_alone_needs_no_line():
    assert not states_alignment(r"Under the objective $0$, every policy is optimal, in every environment.")
    assert states_alignment(r"Let $R_{\mathrm{base}}$ be outer aligned. Then every optimum is safe.")
    assert states_alignment(r"Wherever it is observed, $1_\pi \in \mathrm{Dem}(\pi)$.")


# Lines -----------------------------------------------------------------------------------------------


def test_every_line_has_the_same_six_parts_in_the_same_order():
    for label, domain in DOMAINS.items():
        said = domain.line().split(" · ")
        assert len(said) == 6 + bool(domain.rest) + domain.choice, label
        assert said[0] == WORDS["objectives"][domain.objectives]
        assert said[1].startswith(WORDS["agents"][domain.agents])
        assert said[3].endswith(WORDS["judged"][domain.judged])
        assert "operator" in said[4]


def test_a_reading_says_its_line():
    line = Domain.of(Reading(among="s", replans="yes", judged_in="both", observed_in="both", optima="some")).line()
    assert line == (
        "all objectives $R(s)$ · deterministic agents, replanning · true dynamics · observed in both environments, "
        "judged in training and deployment · operator feasible · exact"
    )
    assert "within $\\tau$" in Domain.of(Reading(base_judge="tolerant", tolerance=1)).line()
    assert "operator maximum margin" in Domain.of(Reading(behavior="maximum_margin"), agents="mixing").line()
    open_ = Domain().line(tuple(TABLE))
    assert all(words in open_ for words in TABLE.values())


def test_an_unknown_word_is_refused():
    with pytest.raises(ValueError, match="agents is 'lazy'; choose deterministic or mixing"):
        Domain(agents="lazy")
    with pytest.raises(ValueError, match="observed"):
        Domain(observed=("testing",))
    assert set(PLACES) >= set(Domain().observed)

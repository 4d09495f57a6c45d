"""Every theorem of the atlas has a certificate; the checker takes it, and refuses whatever is changed in it."""

import json
import subprocess
import sys
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from toymodel import Reading
from toymodel.alignment.vocabulary import AGENT, BASE, MODEL, safe
from toymodel.logic import And, Atom, Not, Or, Quantifier, Var
from toymodel_atlas.cells import Cell
from toymodel_atlas.certificates import certificate, known, text
from toymodel_atlas.checker import CONTRARY, SELECTION, Statement, check
from toymodel_atlas.lemmas import ANY, P, Q, X, every, inside, some
from toymodel_atlas.meaning import meaning
from toymodel_atlas.results import CERTIFIED
from toymodel_atlas.settled import entries
from toymodel_atlas.statements import EVERYTHING, SHARING, claims, name_of, of_cell
from toymodel_atlas.status import STATUSES, TRUST, claims_of, counts, kernel, of_result, ways_of_claim
from toymodel_atlas.theorems import RESULTS

ROOT = Path(__file__).parents[2]
CLAIMS = list(claims())
WITHOUT = frozenset(
    {
        "sa pairs: I4 deployment every excluded every both yes",
        "stochastic: I4 training every included some training",
        "stochastic: I4 training every excluded every training",
        "stochastic: I2 both every excluded some deployment",
        "stochastic: I3 training every excluded every W5",
        "stochastic: I4 training every included some training yes",
        "stochastic: I4 training every included some deployment yes",
        "stochastic: I5 training every excluded every W5",
    }
)
"""The theorems without a certificate, since none was found yet; the kernel has proved them."""
CELL = Cell("I3", Reading())
STATEMENT, CERTIFICATE = of_cell(CELL), certificate("sa pairs", "I3 training every excluded every")


def restricted(claim):
    """The statement with just the lemmas and premises that the table names."""
    statement = claim.make()
    lemmas, premises = (
        given if names is None else {name: each for name, each in given.items() if name in (*names, SHARING)}
        for given, names in ((statement.lemmas, claim.lemmas), (statement.premises, claim.needs))
    )
    return replace(statement, lemmas=lemmas, premises=premises)


def test_each_theorem_has_a_certificate_from_just_the_lemmas_and_premises_that_it_names():
    for claim in CLAIMS:
        found = certificate(claim.table, claim.name)
        assert (found is None) == (f"{claim.table}: {claim.name}" in WITHOUT), (claim.table, claim.name)
        if found is not None:
            assert check(restricted(claim), found), (claim.table, claim.name)


def test_the_file_has_no_more_than_that_and_is_written_as_it_is_read():
    named = {(claim.table, claim.name) for claim in CLAIMS}
    assert {(table, name) for table, row in known().items() for name in row} <= named
    path = ROOT / "src" / "toymodel_atlas" / "certificates.json"
    assert text(known()) == path.read_text("utf-8")


def test_the_checker_shares_nothing_with_the_prover():
    """Nor does what states the theorems; and z3 is not loaded."""
    asked = (
        "import sys; from toymodel_atlas import checker; alone = {m for m in sys.modules if m.startswith('toymodel_')};"
        "from toymodel_atlas.certificates import certificate; from toymodel_atlas.statements import of_cell;"
        "from toymodel_atlas.settled import entry; e = entry('I3', {});"
        "checker.check(of_cell(e.cell), certificate('sa pairs', 'I3 training every excluded every'));"
        "print(sorted(alone), {'z3', 'toymodel_atlas.prove', 'toymodel_atlas.prover'} & {*sys.modules})"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.strip() == "['toymodel_atlas', 'toymodel_atlas.checker'] set()"
    source = (ROOT / "src" / "toymodel_atlas" / "checker.py").read_text("utf-8")
    imported = [line.split()[1] for line in source.splitlines() if line.startswith(("from ", "import "))]
    assert {each for each in imported if each.startswith(("toymodel", "."))} == {"toymodel.logic.formulas"}


# Mutations --------------------------------------------------------------------------------------------


def refused(statement, given, because):
    """That the checker refuses, with this reason."""
    with pytest.raises(ValueError, match=because):
        check(statement, given)


def changed(**more):
    """The certificate with something changed."""
    return json.loads(json.dumps({**CERTIFICATE, **more}))


def test_a_certificate_without_one_of_its_lines_is_refused():
    """Of certificates that were found for the cell itself; one found for another cell may say too much for this one."""
    for arrow, reading in (("I3", {}), ("I2", {"observed_in": "deployment"}), ("I5a", {"objectives": "some"})):
        cell = Cell(arrow, Reading(**reading))
        found = certificate("sa pairs", " ".join((arrow, *cell.axes.values())))
        assert check(of_cell(cell), found)
        for k in range(len(found["lines"])):
            fewer = {**found, "lines": found["lines"][:k] + found["lines"][k + 1 :]}
            with pytest.raises(ValueError, match=r"contradiction|there is no|nothing is called"):
                check(of_cell(cell), fewer)


def test_a_wrong_instance_is_refused():
    for k, (source, *values) in enumerate(CERTIFICATE["lines"]):
        for other in set(permutations(values)) - {tuple(values)}:
            lines = [*CERTIFICATE["lines"][:k], [source, *other], *CERTIFICATE["lines"][k + 1 :]]
            with pytest.raises(ValueError, match=r"contradiction|speaks of a"):
                check(STATEMENT, {**CERTIFICATE, "lines": lines})
    itself = "inside itself in training"
    told = [[CONTRARY], ["indicator", "agent"]]
    refused(STATEMENT, changed(lines=[*told, [itself, "R1"]]), "speaks of a policy, which 'R1' is not")
    refused(STATEMENT, changed(lines=[*told, [itself, "somebody"]]), "nothing is called 'somebody'")
    refused(STATEMENT, changed(lines=[*told, [itself, "agent", "agent"]]), "more values than it has")


def test_a_witness_that_nothing_is_said_to_have_is_refused():
    """Another policy does not come from a lemma that says nothing of the kind, or from the wrong one of two."""
    for name, (source, number, *of) in CERTIFICATE["witnesses"].items():
        for other in ("indicator", "another policy in training"):
            if other != source:
                witnesses = {**CERTIFICATE["witnesses"], name: [other, number, *of]}
                with pytest.raises(ValueError, match=r"contradiction|speaks of a"):
                    check(STATEMENT, {**CERTIFICATE, "witnesses": witnesses})
        refused(STATEMENT, changed(witnesses={name: [source, 17, *of]}), "with a quantifier 17")
        refused(STATEMENT, changed(witnesses={name: ["nothing", 0, *of]}), "no premise or lemma 'nothing'")


def test_another_cells_goal_is_refused():
    """No certificate of a cell does for one that has a counterexample, whatever the premises."""
    for other in (each for each in entries() if each.status == "counterexample" and each.arrow == "I3"):
        refused(of_cell(other.cell), CERTIFICATE, "contradiction|no premise or lemma|nothing is called|more values")
    impact = replace(STATEMENT, conclusion=Atom(safe("training"), (AGENT,)))
    refused(impact, CERTIFICATE, "does not come to a contradiction")
    refused(replace(STATEMENT, conclusion=Not(STATEMENT.conclusion)), CERTIFICATE, "contradiction")


def test_no_certificate_is_taken_for_what_is_refuted():
    """Each distinct certificate, for every counted cell that has a counterexample, over all objectives."""
    distinct = {json.dumps(each): each for row in known().values() for each in row.values()}
    broken = [each for each in entries() if each.premises is not None and each.status == "counterexample"]
    for each in broken[::6]:
        statement = of_cell(each.cell)
        for one in distinct.values():
            with pytest.raises(ValueError, match=r"."):
                check(statement, one)


def test_a_lemma_that_is_not_there_or_says_less_is_refused():
    fewer = {name: each for name, each in STATEMENT.lemmas.items() if name != "indicator"}
    refused(replace(STATEMENT, lemmas=fewer), CERTIFICATE, "no premise or lemma 'indicator'")
    weaker = {**STATEMENT.lemmas, "indicator": some(X, ANY, ANY)}
    refused(replace(STATEMENT, lemmas=weaker), CERTIFICATE, "more values|no premise or lemma|contradiction")
    refused(STATEMENT, changed(lines=[*CERTIFICATE["lines"], ["stronger"]]), "no premise or lemma 'stronger'")


def test_a_certificate_cannot_bring_a_lemma_of_its_own():
    """What is strengthened in the certificate is not read; only the statement has formulas."""
    own = {**CERTIFICATE, "lemmas": {"indicator": "anything"}, "lines": CERTIFICATE["lines"][:-1]}
    refused(STATEMENT, own, "contradiction")


def test_names_must_tell_premises_and_lemmas_apart():
    twice = replace(STATEMENT, lemmas={**STATEMENT.lemmas, "intent aligned": STATEMENT.conclusion})
    refused(twice, CERTIFICATE, "one name")
    refused(replace(STATEMENT, premises={CONTRARY: STATEMENT.conclusion}), CERTIFICATE, "one name")


# What formulas say ------------------------------------------------------------------------------------

SAFE = Atom(safe("deployment"), (AGENT,))


def proves(premises, conclusion, lines, **more):
    """Whether the lines prove it, with no lemmas."""
    statement = Statement(premises, conclusion, {}, meaning, EVERYTHING)
    try:
        return bool(check(statement, {"lines": lines, **more}))
    except ValueError:
        return False


def test_what_may_be_undefined_is_not_denied():
    """That every model is safe is undefined where there is none; so its denial cannot be taken for a premise."""
    models = Quantifier("every", MODEL, P_DOMAIN, Atom(safe("training"), (MODEL,)), SAFE_MODEL, if_empty=None)
    statement = Statement({"denied": Not(models)}, SAFE, {}, meaning, EVERYTHING)
    refused(statement, {"lines": [["denied"]]}, "denies what may be undefined")
    refused(
        Statement({}, Not(models), {}, meaning, EVERYTHING), {"lines": [[CONTRARY]]}, "denies what may be undefined"
    )


SAFE_MODEL = Atom(safe("deployment"), (MODEL,))
P_DOMAIN = every(P, ANY, SAFE).domain


def test_every_includes_that_there_is_one_where_it_says_so():
    for if_empty, holds in ((True, False), (False, True), (None, True)):
        claimed = Quantifier("every", MODEL, P_DOMAIN, SAFE_MODEL, SAFE_MODEL, if_empty=if_empty)
        there_is = some(Q, Atom(safe("deployment"), (Q,)))
        lines = [["claimed"], [CONTRARY, "π1"]]
        assert proves({"claimed": claimed}, there_is, lines, witnesses={"π1": ["claimed", 1]}) is holds


def test_a_witness_depends_on_what_is_around_it():
    """For each policy some policy is not enough for some policy for each policy."""
    pairs = Atom(inside("training"), (Q, P))
    each_some, some_each = every(P, ANY, some(Q, pairs)), some(Q, every(P, ANY, pairs))
    given = {"claimed": each_some, "about": SAFE}
    lines = [["about"], ["claimed", "agent"], ["claimed", "π2"], [CONTRARY, "π1"]]
    assert not proves(given, some_each, lines, witnesses={"π1": ["claimed", 1, "agent"], "π2": [CONTRARY, 1, "π1"]})
    turned = {"claimed": some_each, "about": SAFE}
    lines = [["about"], ["claimed", "π1"], [CONTRARY, "π2"]]
    assert proves(turned, each_some, lines, witnesses={"π1": [CONTRARY, 0], "π2": ["claimed", 0]})


def test_most_and_unknown_domains_have_no_meaning():
    most = Quantifier("most", MODEL, P_DOMAIN, ANY, SAFE_MODEL)
    refused(Statement({"m": most}, SAFE, {}, meaning, EVERYTHING), {"lines": [["m"]]}, "has no meaning here")
    refused(Statement({"m": every(P, ANY, SAFE)}, SAFE, {}, meaning, {}), {"lines": [["m"]]}, "has no meaning here")


def test_cases():
    """From p or q, p implies r, q implies r: r, by the cases of p."""
    p, q, r = (Atom(safe(where), (AGENT,)) for where in ("training", "both", "deployment"))
    given = {"either": Or((p, q)), "one": Or((Not(p), r)), "other": Or((Not(q), r))}
    lines = [["either"], ["one"], ["other"], [CONTRARY]]
    assert proves(given, r, lines)
    given = {"1": Or((p, q)), "2": Or((p, Not(q))), "3": Or((Not(p), q)), "4": Or((Not(p), Not(q)))}
    lines = [["1"], ["2"], ["3"], ["4"]]
    assert not proves(given, r, lines)
    proof = check(
        Statement(given, r, {}, meaning, EVERYTHING),
        {"lines": lines, "cases": [[["safe", "training", "0"], ["agent"]]]},
    )
    assert len(proof.cases) == 2


def test_a_rule_selects_what_satisfies_its_guard_and_is_the_same_for_all():
    selected = [each for each in entries() if each.status == "theorem" and each.reading["objectives"] == "selected"]
    used = [certificate("sa pairs", name_of(each)) for each in selected]
    assert any(line[0] == SELECTION for one in used for line in one["lines"])
    other = Var("another", "policy", "", "")
    guards = [Atom(safe("training"), (policy,)) for policy in (AGENT, other)]
    rules = {
        str(k): Quantifier("selected", X, every(X, ANY, SAFE).domain, And((guard, Atom(safe("both"), (X,)))), SAFE)
        for k, guard in enumerate(guards)
    }
    assert check(Statement(rules, SAFE, {}, meaning, EVERYTHING), {"lines": [["0"], ["1"], [CONTRARY]]})
    rules["1"] = replace(rules["1"], guard=Not(rules["1"].guard))
    refused(Statement(rules, SAFE, {}, meaning, EVERYTHING), {"lines": [["0"], ["1"], [CONTRARY]]}, "two rules select")
    assert BASE


# What a kernel has proved -----------------------------------------------------------------------------


def test_what_a_kernel_has_proved_is_named_as_here():
    """Labels are those of the page, claims those of the tables; `formal/build.py` sees that it is what Coq checked."""
    listed = kernel()
    assert set(listed) == {"results", "claims"}
    assert {*listed["results"]} <= {each.label for each in RESULTS}
    named = {(claim.table, claim.name) for claim in CLAIMS}
    claimed = {(table, name) for table, names in listed["claims"].items() for name in names}
    assert claimed <= named
    assert len(claimed) == sum(map(len, listed["claims"].values())) > 1_000


def test_the_status_of_each_claim_is_read_off_the_data():
    for claim in CLAIMS:
        in_kernel = claim.name in kernel()["claims"].get(claim.table, ())
        found = certificate(claim.table, claim.name)
        ways = (*(["kernel"] if in_kernel else ()), *(["certificate"] if found else ())) or ("z3",)
        assert ways_of_claim(claim.table, claim.name) == ways
    total = counts((claim.table, claim.name) for claim in CLAIMS)
    assert total.keys() == {"kernel", "certificate"}, "no theorem rests on z3 alone"
    assert total["certificate"] == len(CLAIMS) - len(WITHOUT)
    assert total["kernel"] == sum(map(len, kernel()["claims"].values()))


def test_each_result_that_says_so_has_all_its_certificates():
    for each in RESULTS:
        ways = of_result(each)
        assert ways
        assert set(ways) <= set(STATUSES) == set(TRUST)
        if CERTIFIED in each.checks:
            assert claims_of(each.label), each.label
            assert {"kernel", "certificate"} & {*ways}, each.label
            assert "z3" not in ways, each.label

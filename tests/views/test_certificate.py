"""Proofs are told line by line from certificates, each line from lines above; theorems are checked where they stand."""

import re

import pytest

from toymodel_atlas.certificates import certificate
from toymodel_atlas.query import ask
from toymodel_atlas.settled import entry
from toymodel_atlas.statements import claims, name_of, of_cell
from toymodel_atlas.theorems import RESULTS
from toymodel_book.views.arrow_explorer import arrow_explorer
from toymodel_book.views.atlas import atlas
from toymodel_book.views.certificate import SPOILED, again, refusal, told
from toymodel_book.views.query import query
from toymodel_book.views.recheck import recheck, theorems

CLAIMS = [claim for claim in claims() if certificate(claim.table, claim.name)]
THIRD = entry("I3", {})


def lines(html):
    """The lines of each list, as text, and without the marks."""
    for proof in re.findall(r'<ol class="certificate">(.*?)</ol>', html, re.DOTALL):
        yield [re.sub(r"<[^>]*>", "", each) for each in re.findall(r"<li.*?</li>", proof, re.DOTALL)]


def test_each_line_rests_on_lines_above_it_and_the_last_ends_the_proof():
    for claim in CLAIMS[::9]:
        for proof in lines(told(claim.make(), certificate(claim.table, claim.name))):
            for k, line in enumerate(proof, 1):
                cited = [int(each) for each in re.findall(r"\((\d+)\)", line)]
                assert all(0 < each < k for each in cited), (claim.name, line)
                assert line.count("[") == line.count("{") == 0, line
            assert proof[-1].endswith("∎"), claim.name
            assert re.search(r"contradicts (line \d+|itself)|this cannot be", proof[-1]), claim.name


def test_nothing_is_told_that_nothing_rests_on():
    """Each line but the last, and what only names a case, is cited or contradicted below."""
    for claim in CLAIMS[::9]:
        for proof in lines(told(claim.make(), certificate(claim.table, claim.name))):
            whole = " ".join(proof)
            for k, line in enumerate(proof[:-1], 1):
                used = f"({k})" in whole or f"contradicts line {k}." in whole
                assert used or "case:" in line or "∎" in line, (claim.name, k, line)


def test_lemmas_lead_to_the_page_of_proofs():
    labels = {each.label for each in RESULTS}
    for claim in CLAIMS[::9]:
        shown = told(claim.make(), certificate(claim.table, claim.name))
        assert set(re.findall(r'href="proofs\.html#([^"]+)"', shown)) <= labels
    shown = told(of_cell(THIRD.cell), certificate("sa pairs", name_of(THIRD)))
    assert 'From the lemma <a href="proofs.html#lem-indicator"><i>indicator</i></a>, with π := the agent' in shown
    assert "From the premise <i>intent alignment</i>, with the behavioral objective := R₁" in shown


def test_a_theorem_is_checked_again_when_that_is_asked_for():
    key = f"sa pairs: {name_of(THIRD)}"
    before, after = (again("sa pairs", name_of(THIRD), lambda: of_cell(THIRD.cell), asked) for asked in ("", key))
    assert f'data-set-again="{key}"' in before
    assert "<ol" not in before
    assert re.search(r"✓ Checked just now</b>, in \d+\.\d ms: 8 instances of what is known\.", after)
    assert "No line needs the premise <i>capability robustness</i>." in after
    assert 'data-set-again=""' in after
    assert again("sa pairs", "I9", lambda: of_cell(THIRD.cell), "") == ""


def test_a_certificate_can_be_spoiled_and_is_refused_then():
    """Without one of the instances that it needs there is no proof: so the check can fail."""
    key = f"sa pairs: {name_of(THIRD)}"
    whole = again("sa pairs", name_of(THIRD), lambda: of_cell(THIRD.cell), key)
    assert f'data-set-again="{key}{SPOILED}"' in whole
    spoiled = again("sa pairs", name_of(THIRD), lambda: of_cell(THIRD.cell), key + SPOILED)
    assert "✗ Refused</b> without its instance of <i>indicator</i>: what the lines say" in spoiled
    assert "✓" not in spoiled
    assert f'data-set-again="{key}"' in spoiled
    for claim in CLAIMS[::9]:
        assert "✗ Refused" in refusal(claim.make(), certificate(claim.table, claim.name)), claim


def test_a_group_opens_at_the_cautious_reading():
    shown = recheck.render()
    assert f'<option value="sa pairs: {name_of(THIRD)}" selected>' in shown
    assert "the optimal policy := the agent" in shown


def test_what_the_checker_refuses_is_no_picture():
    """With another cell's statement there is a refusal, and no proof."""
    other = entry("I3", {"objectives": "some"})
    key = f"sa pairs: {name_of(THIRD)}"
    with pytest.raises(ValueError, match=r"contradiction|more values"):
        again("sa pairs", name_of(THIRD), lambda: of_cell(other.cell), key)


def test_the_views_offer_it():
    key = f"sa pairs: {name_of(THIRD)}"
    assert "Check it again" in arrow_explorer.render()
    assert "Checked just now" in arrow_explorer.render(again=key)
    law = ask(["outer aligned", "robust"], ["impact aligned"])
    assert law.law.arrows == ("I4",)
    asked = {"outer": "holds", "robust": "holds", "impact": "fails"}
    assert "Check I4 again" in query.render(**asked)
    assert "by a certificate, which can be checked again here" in atlas.render()


def test_laws_have_certificates_where_they_are_no_arrows():
    for claim in CLAIMS:
        if claim.table == "laws":
            assert f"laws: {claim.name}" in [each.key for each in theorems("laws")]


def test_every_theorem_can_be_chosen():
    for value, _ in recheck.controls["which"].options:
        listed = theorems(value)
        assert listed, value
        for each in listed[:: max(1, len(listed) // 3)]:
            shown = recheck.render(which=value, again=each.key)
            assert "Checked just now" in shown, each.key
            assert f'<option value="{each.key}" selected>'.replace("&", "&amp;") in shown or "⇒" in each.key

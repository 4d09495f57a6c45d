"""What the build makes of finished pages: names to find, a policy, and what it mends."""

import re
from types import SimpleNamespace

import finding
import mending
import names
import policy
import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.errors import ExtensionError

from toymodel.alignment import ARROWS
from toymodel.behavior import operators
from toymodel.performance import notions

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8" /><title>Words</title>
<script>let early = 1;</script><script type="application/json">{"a": 1}</script></head><body>
<article class="bd-article"><section id="words"><h1>Words</h1><section id="more"><h2>More</h2>
<div class="proof definition admonition" id="def-intent"><p class="admonition-title">
<span class="caption-number">Definition 1 </span>(Intent alignment, nudge)</p>
<section id="proof-content"><p>An agent means well. See <a href="x.html">chapter 6</a>.</p></section></div>
<table><thead><tr><th></th></tr></thead><tbody><tr id="row-gamma">
<td><span class="math"><math><mi>𝛾</mi></math></span></td><td><code>env.discount</code></td><td>the discount</td></tr>
<tr id="row-e"><td><span class="math"><math><mover><mi>E</mi><mo>^</mo></mover></math></span></td><td>believed</td></tr>
</tbody></table>
<dl class="glossary"><dt id="term-intent-aligned">intent aligned<a class="headerlink" href="#x">#</a></dt>
<dd><p>Said of an agent that <em>means</em> well.</p></dd></dl></section></section></article></body></html>"""


def entries():
    return names.order(list(names.names(BeautifulSoup(PAGE, "html.parser"), "words.html")))


def test_names_are_those_of_definitions_words_and_rows_with_definitions_first():
    found = [(each["kind"], each["name"], each["also"], each["url"]) for each in entries()]
    assert found == [
        ("definition", "Intent alignment", ["intent aligned"], "words.html#def-intent"),
        ("definition", "nudge", [], "words.html#def-intent"),
        ("glossary", "intent aligned", ["intent alignment"], "words.html#term-intent-aligned"),
        ("row", "γ", ["gamma", "env.discount"], "words.html#row-gamma"),
        ("row", "Ê", [], "words.html#row-e"),
    ]


def test_a_definition_has_the_meaning_that_the_glossary_gives():
    first, second, *_ = entries()
    assert first["text"] == "Said of an agent that <em>means</em> well."
    assert second["text"] == "An agent means well."


def test_arrows_notions_and_operators_are_named_as_the_package_names_them():
    assert {name for name, _ in finding._arrows()} == set(ARROWS)
    assert {name for name, _ in finding._notions()} == set(notions())
    assert {name for name, _ in finding._operators()} == set(operators())
    assert set(names.ORDINALS) == {name for name, arrow in ARROWS.items() if arrow.drawn}


def test_search_sees_definitions_words_and_rows_under_headings_of_their_own():
    text = finding.to_search(BeautifulSoup(finding.article(PAGE), "html.parser"))
    assert re.findall(r'<h\d[^>]*id="([^"]*)"', text) == [
        "more", "def-intent", "row-gamma", "row-e", "term-intent-aligned",
    ]  # fmt: skip
    assert "early" not in text


def test_a_word_of_several_parts_is_linked_once_and_where_it_is_no_title():
    places = {
        ("term", "intent aligned"): ("glossary", "term-intent-aligned"),
        ("term", "agent"): ("glossary", "term-a"),
    }
    app = SimpleNamespace(
        env=SimpleNamespace(get_domain=lambda _: SimpleNamespace(objects=places)),
        builder=SimpleNamespace(get_relative_uri=lambda _, page: f"{page}.html"),
    )
    title = nodes.title("", "Intent alignment")
    text = nodes.paragraph("", "An agent is Intent aligned; intent alignment is a claim.")
    page = SimpleNamespace(findall=nodes.section("", title, text).findall)
    finding.link_words(app, page, "chapter")
    links = list(page.findall(nodes.reference))
    assert [(link.astext(), link["refuri"]) for link in links] == [
        ("Intent aligned", "glossary.html#term-intent-aligned")
    ]
    assert text.astext() == "An agent is Intent aligned; intent alignment is a claim."


def test_policy_names_each_script_and_stands_before_them():
    page = policy.protected(PAGE)
    assert page.index("Content-Security-Policy") < page.index("<script")
    assert page.count("'sha256-") == 1
    assert "'unsafe-eval'" not in page
    assert policy.protected(page) == page


@pytest.mark.parametrize("page", [PAGE.replace("<h2>", '<h2 onclick="go()">'), "<p>no head</p>"])
def test_policy_is_refused_to_a_page_that_it_would_break(page):
    with pytest.raises(ExtensionError):
        policy.protected(page)


def test_mending_leaves_out_repeated_identifiers_and_empty_heads():
    page = mending.mended_page(PAGE)
    assert 'id="proof-content"' not in page
    assert "<th></th>" not in page
    assert 'id="def-intent"' in page


def test_description_is_whole_sentences_where_they_fit():
    assert mending.shortened("Short.") == "Short."
    assert mending.shortened("A sentence that is long enough to stand alone, it says. " + "word " * 40).endswith(
        "says."
    )
    assert mending.shortened("word " * 60).endswith("word…")

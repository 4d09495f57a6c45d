"""The build writes the line of each theorem, and says of which there is none."""

from types import SimpleNamespace

import domains
import pytest
from cast import read_again
from docutils import nodes
from docutils.utils import new_document
from sphinx_proof.nodes import NODE_TYPES


def stated(kind, label, *paragraphs):
    """A page with one numbered statement, after the transform, and what was warned of."""
    page = new_document("page")
    content = nodes.section("", *(nodes.paragraph("", text) for text in paragraphs))
    theorem = NODE_TYPES[kind]("", nodes.title("", "(A title)"), content, label=label)
    page += theorem
    domains.Domains(page).apply()
    return [each.astext() for each in content]


@pytest.fixture
def warnings(monkeypatch):
    found = []
    monkeypatch.setattr(domains.LOGGER, "warning", lambda text, *given, **_: found.append(text % given))
    return found


def test_the_line_comes_first(warnings):
    first, second = stated("theorem", "thm-i3", "Intent and capability imply impact.")
    assert first.startswith("For all objectives R(s,a) · deterministic agents, one policy · true dynamics · ")
    assert second == "Intent and capability imply impact."
    assert warnings == []


def test_it_replaces_what_a_notebook_says_in_its_own_words(warnings):
    line, second = stated("theorem", "thm-i3", "For whom. All objectives. Deterministic agents.", "It is so.")
    assert line.startswith("For all objectives")
    assert second == "It is so."
    assert stated("lemma", "lem-zero", "For whom. Everybody.") == ["For whom. Everybody."]
    assert warnings == []


def test_a_theorem_without_a_line_is_a_fault_and_a_lemma_about_worlds_is_none(warnings):
    assert stated("lemma", "lem-new", "Every policy is optimal for zero.") == ["Every policy is optimal for zero."]
    assert warnings == []
    for kind, label, text in (
        ("theorem", "thm-new", "Every policy is optimal for zero."),
        ("proposition", "prop-new", "It is so."),
        ("lemma", "lem-newer", "An aligned agent is safe."),
    ):
        stated(kind, label, text)
        assert warnings.pop().startswith(f"{label}: for whom?")


def test_the_cast_is_read_again_when_a_chapter_has_changed():
    env = SimpleNamespace(found_docs={"chapters/cast", "intro"})
    assert read_again(None, env, set(), {"chapters/04_impact_alignment"}, set()) == ["chapters/cast"]
    assert read_again(None, env, set(), {"intro"}, set()) == []
    assert read_again(None, SimpleNamespace(found_docs=set()), {"chapters/api"}, set(), set()) == []

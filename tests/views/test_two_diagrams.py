"""The two drawings, live: every choice draws, the sentence is true, and nothing is said by colour alone."""

import html
import re
from itertools import product

import pytest

from toymodel.alignment import DEFINITIONS, DIAGRAMS
from toymodel_atlas.propositional import ATOMS, MAIN_THEORY, ONE_WAY, SHARED, TWO_WAY, choices
from toymodel_book.actions import offers
from toymodel_book.views.two_diagrams import HEADS, read, two_diagrams, written

SETTINGS = list(product(choices(ATOMS), HEADS))
SECOND = {"one": ONE_WAY, "two": TWO_WAY}


def parts(drawn):
    """The sentence and the descriptions of both pictures."""
    said = html.unescape(re.search(r'<p class="live-sentence">(.*?)</p>', drawn)[1])
    return said, [html.unescape(label) for label in re.findall(r'<svg[^>]*aria-label="([^"]*)"', drawn)]


def named(clause):
    """The boxes that a clause names."""
    return {
        name for name in ATOMS if re.search(rf"\b(?<!objective )(?<!capability ){DEFINITIONS[name].noun}\b", clause)
    }


def test_every_choice_draws_and_its_sentence_is_true():
    for given, heads in SETTINGS:
        said, pictures = parts(two_diagrams.render(assumed=written(given), heads=heads))
        left, right = MAIN_THEORY.closure(given), SECOND[heads].closure(given)
        clause = {m[1]: named(m[2]) for m in re.finditer(r"(Both|Only the \S+) diagrams? gives? ([^.]*)\.", said)}
        assert named(said.split(".")[0]) == given
        assert clause.get("Both", set()) == (left & right) - given
        assert clause.get("Only the main", set()) == left - right
        assert clause.get("Only the robustness-centric", set()) == right - left
        assert ("on a box that both have" in said) is bool((left ^ right) & set(SHARED))
        assert ("Impact alignment follows in neither" in said) is ("impact aligned" not in left | right)
        for diagram, described, true in zip(DIAGRAMS, pictures, (left, right), strict=True):
            for name, _, _ in diagram.boxes:
                word = "assumed" if name in given else "follows by I" if name in true else "may fail"
                assert f"{DEFINITIONS[name].noun} {word}" in described


def test_they_agree_wherever_only_shared_boxes_are_assumed():
    for given, heads in SETTINGS:
        if given <= set(SHARED):
            assert "on a box that both have" not in parts(two_diagrams.render(assumed=written(given), heads=heads))[0]


def test_nothing_is_assumed_at_first_and_two_boxes_make_the_point():
    assert "Assume nothing. In neither diagram" in parts(two_diagrams.render())[0]
    said, _ = parts(two_diagrams.render(assumed="outer aligned, inner aligned"))
    assert "Only the main diagram gives intent alignment." in said


def test_each_box_turns_one_box_over():
    given = frozenset({"robust", "outer aligned"})
    drawn = two_diagrams.render(assumed=written(given))
    turned = [read(action.value) ^ given for action in offers(drawn).actions]
    boxes = [frozenset({name}) for diagram in DIAGRAMS for name, _, _ in diagram.boxes]
    assert turned == [given, *boxes]
    assert drawn.count('aria-pressed="true"') == sum(box <= given for box in boxes)


def test_two_heads_are_drawn_and_said():
    one, two = (two_diagrams.render(heads=heads) for heads in HEADS)
    assert two.count("<polygon") == one.count("<polygon") + 2
    assert ", two heads" in two
    assert ", two heads" not in one


@pytest.mark.parametrize("text", ["nice", "robust; outer aligned", "<b>"])
def test_a_box_that_there_is_not_is_refused(text):
    with pytest.raises(ValueError, match="assumed cannot be"):
        two_diagrams.render(assumed=text)

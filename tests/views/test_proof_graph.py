"""The graph of proofs: every result is there once, above what it stands on, and says how it was checked."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

from toymodel_atlas.results import USES, Check
from toymodel_atlas.settled import entries
from toymodel_atlas.status import of_result
from toymodel_atlas.theorems import RESULTS, result
from toymodel_book.drawing.proof_graph import (
    MARKS,
    MOST,
    SOLVED,
    described,
    layers,
    nodes,
    ordered,
    proof_graph,
    reduced,
)

PROOFS = Path(__file__).parents[2] / "chapters" / "proofs.ipynb"
SVG = "{http://www.w3.org/2000/svg}"
KNOWN = nodes(RESULTS, entries())


def drawn():
    """The picture, its boxes by name, and its edges."""
    picture = ET.fromstring(re.search(r"<svg.*</svg>", proof_graph(), re.DOTALL)[0])
    boxes = {each.attrib["data-name"]: each for each in picture.iter(f"{SVG}a")}
    edges = [each for each in picture.iter(f"{SVG}path") if each.attrib["class"] == "proof-edge"]
    return picture, boxes, edges


def standing_on(edges):
    """For each name, what it stands on by way of these edges."""
    below = {}
    for user, used in edges:
        below.setdefault(user, set()).add(used)

    def under(name):
        return set().union(*({used} | under(used) for used in below.get(name, ())))

    return {name: under(name) for name in KNOWN}


class Items(HTMLParser):
    """The entries of the narrow page's lists: the addresses of each, its own first."""

    def __init__(self, page):
        super().__init__()
        self.items, self.inside = [], False
        self.feed(page.partition('class="proof-narrow"')[2])

    def handle_starttag(self, tag, attrs):
        if tag == "li":
            self.items.append([])
        if tag == "a":
            self.items[-1].append(dict(attrs)["href"])


def test_each_result_is_drawn_once_and_leads_to_its_proof():
    _, boxes, _ = drawn()
    assert len(re.findall('class="proof-node', proof_graph())) == len(boxes) == len(KNOWN)
    page = json.dumps(json.loads(PROOFS.read_text("utf-8")))
    for each in RESULTS:
        assert boxes[each.label].attrib["href"] == f"#{each.label}"
        assert f":label: {each.label}" in page


def test_each_stands_above_what_it_uses_and_rows_stay_short():
    rows = layers(KNOWN)
    at = {name: k for k, row in enumerate(rows) for name in row}
    assert at.keys() == KNOWN.keys()
    assert max(map(len, rows)) <= MOST
    assert all(at[name] < at[used] for name in KNOWN for used in KNOWN[name].uses)
    _, boxes, _ = drawn()
    top = {name: float(next(box.iter(f"{SVG}rect")).attrib["y"]) for name, box in boxes.items()}
    assert all(top[name] < top[used] for name in KNOWN for used in KNOWN[name].uses)


def test_the_edges_drawn_say_the_same_as_all_of_them():
    _, _, edges = drawn()
    shown = [(each.attrib["data-from"], each.attrib["data-to"]) for each in edges]
    every = [(name, used) for name, node in KNOWN.items() for used in node.uses]
    assert shown == reduced(KNOWN)
    assert set(shown) < set(every)
    assert standing_on(shown) == standing_on(every)
    for k in range(len(shown)):  # none of them can be left out
        assert standing_on(shown[:k] + shown[k + 1 :]) != standing_on(every)


def test_an_edge_passes_each_row_on_its_way():
    rows = layers(KNOWN)
    filled, paths = ordered(rows, reduced(KNOWN))
    at = {name: k for k, row in enumerate(filled) for name in row}
    assert [sorted(set(row) & KNOWN.keys()) for row in filled] == [sorted(row) for row in rows]
    assert sum(map(len, filled)) == len(at)
    assert all(at[low] == at[high] + 1 for path in paths for high, low in pairwise(path))


def test_a_box_says_in_words_all_that_the_picture_shows():
    _, boxes, _ = drawn()
    for name, node in KNOWN.items():
        said = boxes[name].attrib["aria-label"]
        assert said == described(node, KNOWN)
        assert node.title in said
        assert node.means in said
        assert all(KNOWN[used].title in said for used in node.uses)
        assert boxes[name].attrib["data-on"].split() == list(node.uses)
        texts = " ".join(each.text for each in boxes[name].iter(f"{SVG}text"))
        assert texts == f"{node.title} {node.mark} {node.tag}"


def test_the_tags_are_those_of_the_checks():
    tags = {name: node.tag for name, node in KNOWN.items()}
    for each in RESULTS:
        ways = of_result(each)
        surest = next((how for how in SOLVED if how in ways), None)
        assert [how for how in SOLVED if how in tags[each.label]] == ([surest] if surest else [])
        assert ("counted" in tags[each.label]) is ("census" in ways)
        assert ("tested" in tags[each.label]) is ("random worlds" in ways)
        assert (tags[each.label] == "by hand") is (of_result(each) == ("by hand",))
    assert len(set(MARKS.values())) == len(MARKS)
    assert {node.look for node in KNOWN.values()} <= set(MARKS)
    assert all((node.look == "proved") is node.tag.startswith(SOLVED) for node in KNOWN.values())


def test_what_is_open_is_drawn():
    still = [each.arrow for each in entries() if each.status == "open"]
    assert {name for name in KNOWN if name.startswith("open-")} == {f"open-{arrow}" for arrow in still}
    for arrow in set(still):
        assert KNOWN[f"open-{arrow}"].title.startswith(f"{arrow}: {still.count(arrow)} open")


def test_a_result_that_is_added_is_drawn(monkeypatch):
    more = replace(result("lem-zero"), label="lem-more", title="One more", checks=(Check("a new way", "tests"),))
    monkeypatch.setattr("toymodel_atlas.results.USES", {**USES, "lem-more": ("thm-i3",)})
    page = proof_graph((*RESULTS, more))
    assert page.count('data-name="lem-more"') == 1
    assert "◐ a new way" in page
    assert 'data-from="lem-more" data-to="thm-i3"' in page
    assert nodes((*RESULTS, more), ())["lem-more"].uses == ("thm-i3",)


def test_the_lists_have_the_same_links():
    found = {own: rest for own, *rest in Items(proof_graph()).items}
    anchors = {node.name: node.address for node in KNOWN.values()}
    for node in KNOWN.values():
        if node.kind != "open cells":
            assert found[node.address] == [anchors[used] for used in node.uses]
    assert proof_graph().count("<summary>") == len(layers(KNOWN))


def test_the_legend_counts_every_result():
    legend = re.search(r'<ul class="proof-legend">.*?</ul>', proof_graph())[0]
    assert sum(map(int, re.findall(r"\((\d+)\)", legend))) == len(KNOWN)
    assert len(re.findall("<li>", legend)) == len({node.tag for node in KNOWN.values()})

"""What the book's look promises: tokens for both themes, contrast, colours that all can tell apart, light fonts."""

import itertools
import json
import re
from pathlib import Path

import pytest
import yaml
from docutils import nodes
from figures import number_by_chapter
from mathematics import in_views, mathml
from pages import NUMBERED
from sphinx.errors import ExtensionError

ROOT = Path(__file__).parents[2]
CSS = (ROOT / "_static" / "theme.css").read_text()
LAYOUT = (ROOT / "_templates" / "layout.html").read_text()
SHEETS = {path.name: path.read_text() for path in (ROOT / "_static").glob("*.css")}
CONTRACT = {
    "yes", "yes-line", "no", "no-line", "none", "none-line", "ink", "paper", "paper-2", "text", "muted", "rule", "line",
    "coin", "coin-edge", "accent", "hatch", "sans", "serif",
}  # fmt: skip


def tokens(selector):
    """The custom properties that the rule of a selector sets."""
    block = re.search(rf"^{re.escape(selector)} {{\n(.*?)^}}", CSS, re.MULTILINE | re.DOTALL)
    return dict(re.findall(r"--toy-([\w-]+): ([^;]+);", block[1]))


LIGHT, DARK = tokens(":root"), tokens('html[data-theme="dark"]')
THEMES = {"light": LIGHT, "dark": LIGHT | DARK}


def linear(colour):
    """The three channels of a colour, proportional to light."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(colour):
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one, other):
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


# How someone sees who lacks one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1).
SIGHT = {
    "all three cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))


def times(matrix, vector):
    return [sum(weight * part for weight, part in zip(row, vector, strict=True)) for row in matrix]


def lab(colour, sight):
    seen = [min(1, max(0, part)) for part in times(SIGHT[sight], linear(colour))]
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (value / white for value, white in zip(times(XYZ, seen), (0.9505, 1, 1.089), strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one, other, sight):
    """ΔE (CIE 1976): 2 is just visible, 40 is unmistakable."""
    return sum((a - b) ** 2 for a, b in zip(lab(one, sight), lab(other, sight), strict=True)) ** 0.5


def test_every_token_of_the_contract_is_there_and_every_colour_in_both_themes():
    assert set(LIGHT) >= CONTRACT
    coloured = {name for name, value in LIGHT.items() if value.startswith("#")}
    assert set(DARK) == coloured


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_stylesheet_asks_for_a_token_that_is_not_there(sheet):
    local = set(re.findall(r"--toy-([\w-]+):", SHEETS[sheet]))
    asked = set(re.findall(r"var\(--toy-([\w-]+)", SHEETS[sheet]))
    assert asked <= set(LIGHT) | local


WORDS = [
    *itertools.product(("text", "muted", "accent", "yes-line"), ("paper", "paper-2", "bubble")),
    *itertools.product(("ink",), ("yes", "no", "none", "sun")),
    *itertools.product(("muted",), ("none",)),
    *(("no-line", ground) for ground in ("paper", "paper-2", "no")),
    ("yes-line", "yes"),
    *(("on", ground) for ground in ("yes-line", "no-line")),
    ("paper", "text"),
]
MARKS = [
    *itertools.product(("yes-line", "no-line", "none-line", "line", "focus"), ("paper", "bubble")),
    ("yes-line", "yes"),
    ("no-line", "no"),
    ("none-line", "none"),
    ("coin-edge", "paper"),
]


@pytest.mark.parametrize("theme", THEMES)
def test_words_and_marks_stand_out_from_their_ground(theme):
    colours = THEMES[theme]
    found = {pair: contrast(*(colours[name] for name in pair)) for pair in (*WORDS, *MARKS)}
    assert {pair: found[pair] for pair in WORDS if found[pair] < 4.5} == {}
    assert {pair: found[pair] for pair in MARKS if found[pair] < 3} == {}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
def test_verdicts_are_told_apart_by_everybody(theme, sight):
    colours = THEMES[theme]
    assert distance(colours["yes-line"], colours["no-line"], sight) > 50
    for line in ("yes-line", "no-line"):
        assert distance(colours[line], colours["none-line"], sight) > 20


def test_pages_load_few_bytes_of_fonts_and_each_may_be_served():
    folder = ROOT / "_static" / "fonts"
    named = set(re.findall(r"url\(fonts/([\w.-]+)\)", CSS))
    assert named == {path.name for path in folder.glob("*.woff2")}
    assert sum(path.stat().st_size for path in folder.glob("*.woff2")) < 205_000
    licence = (folder / "OFL.txt").read_text()
    assert "SIL OPEN FONT LICENSE" in licence
    assert all(name in licence for name in ("newsreader", "source-sans", "stix-math"))
    preloaded = re.search(r'for \(const font of \["([\w-]+)", "([\w-]+)"\]\)', LAYOUT).groups()
    assert {f"{name}.woff2" for name in preloaded} < named


def test_a_formula_is_typeset_and_one_that_is_not_known_is_an_error():
    drawn = mathml(r"R \in \mathcal{R}")
    assert drawn.startswith("<math")
    assert "∈" in drawn
    assert 'display="block"' in mathml("x", True)
    with pytest.raises(ExtensionError, match="unheardof"):
        mathml(r"\unheardof{x}")


def test_what_a_view_writes_in_tex_is_typeset_on_its_page():
    context = {"body": r'<p>At <span class="math">\(p &lt; 1\)</span> and <span class="math">\[x\]</span>.</p>'}
    in_views(None, "page", "page.html", context, None)
    assert context["body"].count("<math") == 2
    assert "&lt;" in context["body"]
    assert "\\(" not in context["body"]


class Book:
    """As much of Sphinx's environment as numbering looks at."""

    def __init__(self):
        self.titles = {"five": nodes.title("", "5 · Words"), "cast": nodes.title("", "The cast")}
        self.toc_fignumbers = {
            "five": {"figure": {"a": (1,), "b": (2,)}, "definition": {"c": (1,)}},
            "cast": {"figure": {"d": (3,)}},
        }


def test_figures_are_numbered_within_their_chapter():
    book = Book()
    number_by_chapter(None, book)
    assert book.toc_fignumbers["five"] == {"figure": {"a": (5, 1), "b": (5, 2)}, "definition": {"c": (5, 1)}}
    assert book.toc_fignumbers["cast"] == {"figure": {"d": (1,)}}


def figures():
    """Where each figure of the book is, and what its cell says of it."""
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        for number, cell in enumerate(json.loads(path.read_text())["cells"]):
            if "figure" in cell["metadata"]:
                yield f"{path.stem}, cell {number}", cell["metadata"]["figure"]
    for block in re.findall(r"```{code-cell} ipython3\n---\n(.*?)\n---", (ROOT / "intro.md").read_text(), re.DOTALL):
        if about := yaml.safe_load(block).get("figure"):
            yield "intro", about


def test_each_figure_has_a_name_of_its_own_and_a_caption_of_one_or_two_sentences():
    named = {}
    for place, about in figures():
        assert set(about) <= {"name", "caption", "class", "each"}, place
        assert re.fullmatch(r"fig-[a-z0-9-]+", about["name"]), place
        assert about["name"] not in named, (place, named.get(about["name"]))
        named[about["name"]] = place
        sentences = re.findall(r"[^.?!]+[.?!]+(?=\s|$)", about["caption"])
        assert 1 <= len(sentences) <= 3, place
        assert len(about["caption"]) < 300, place
    assert named


def test_titles_of_chapters_begin_with_their_number():
    title = json.loads((ROOT / "chapters" / "06_intent_alignment.ipynb").read_text())["cells"][0]["source"][0]
    assert NUMBERED.search(">" + title.removeprefix("# "))[1] == "6"

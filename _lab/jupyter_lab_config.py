"""What JupyterLab is told when it opens the book: ``jupyter lab --config=_lab/jupyter_lab_config.py``."""

import json
import re
from collections import Counter
from pathlib import Path

from pybtex.database import parse_file

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = ROOT / "chapters"
RESULT = re.compile(r"^`{3,}\{prf:(?!proof)(\w+)\}.*\n:label: (\S+)", re.MULTILINE)
FACE = r"@font-face .*local\(.*"  # what stands for the book's typefaces, as wide as these
TOKENS = re.compile(
    rf'^(?:{FACE}|(?::root|html\[data-theme="dark"\]) \{{\n(?:  --.*\n|\n|  /\*.*\n)*\}})', re.MULTILINE
)
OF_PAGES = {"finding", "print", "theme"}
FOLDS = """
:is(.toymodel-view, .toy-prediction) summary { cursor: pointer; display: list-item; }
:is(.toymodel-view, .toy-prediction) summary { list-style: inside disclosure-closed; }
:is(.toymodel-view, .toy-prediction) [open] > summary { list-style-type: disclosure-open; }
"""


def pages():
    """Give the file of each page, by the name that links call it."""
    return {path.stem: path.name for path in sorted(CHAPTERS.glob("*.*")) if path.suffix in {".ipynb", ".md"}}


def results():
    """Give the number and place of each definition, lemma and theorem, by its label, as JupyterLab numbers them."""
    found = {}
    for path in sorted(CHAPTERS.glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        numbers = Counter()
        for kind, label in RESULT.findall(text):
            numbers[kind] += 1
            found[label] = {"words": f"{kind.capitalize()} {numbers[kind]}", "page": path.stem, "id": label}
    return found


def works():
    """Give author and year of each work, by its key, as the pages cite it."""
    found = {}
    for key, entry in parse_file(ROOT / "references.bib", "bibtex").entries.items():
        names = [" ".join(person.prelast_names + person.last_names) for person in entry.persons["author"]]
        who = " and ".join(names) if len(names) < 3 else f"{names[0]} et al."
        found[key] = {"words": f"[{who}, {entry.fields['year']}]", "page": "bibliography"}
    return found


def css():
    """Give the style of pictures: that of the pages, where a widget's picture stands for one in a form."""
    sheets = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "_static").glob("*.css"))}
    tokens = [match[0] for sheet in sheets.values() for match in TOKENS.finditer(sheet)]
    pictures = [sheet for name, sheet in sheets.items() if name not in OF_PAGES]
    return re.sub(r"form\.live (?=[^{])", ":is(form.live, .toymodel-drawn) ", "\n".join([*tokens, *pictures, FOLDS]))


c = get_config()  # noqa: F821
c.ServerApp.root_dir = str(CHAPTERS)
c.ServerApp.tornado_settings = {
    "page_config_data": {"book": {"pages": pages(), "results": results(), "works": works(), "css": css()}}
}
c.LabApp.app_settings_dir = str(ROOT / "_lab" / "settings")
c.LabApp.extra_labextensions_path = [str(ROOT / "_lab" / "labextensions")]
c.LabApp.extension_manager = "readonly"  # the other one asks a package index
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"

"""What the notebooks say of themselves to JupyterLab and to the book: the same things are hidden in both."""

import json
from pathlib import Path

import pytest

CHAPTERS = Path(__file__).parents[2] / "chapters"
SCAFFOLDING = {"remove-input", "remove-cell", "hide-cell"}


@pytest.mark.parametrize("path", sorted(CHAPTERS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_code_that_the_page_does_not_show_is_collapsed_in_jupyterlab(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    wrong = [
        "".join(cell["source"])[:60]
        for cell in cells
        if cell["cell_type"] == "code"
        and bool(SCAFFOLDING & set(cell["metadata"].get("tags", ())))
        is not cell["metadata"].get("jupyter", {}).get("source_hidden", False)
    ]
    assert wrong == [], 'metadata "jupyter": {"source_hidden": true} belongs to cells with these tags, and to no other'

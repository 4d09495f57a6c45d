"""The first code cell of each notebook installs what the notebooks need, where that is missing.

It is the same in all of them, so that what one has installed serves the others. Run as a script, this writes it into
the notebooks: after a change of the extra `notebook`, or of the repository's address, in `pyproject.toml`.
"""

import json
import tomllib
from pathlib import Path

CELL = """\
# Where anything that the notebooks need is missing, it is installed: with the wheel that lies beside them in the book's
# download, or else from the repository.
from importlib.util import find_spec
from pathlib import Path

if not all(map(find_spec, ({modules}))):
    wheels = [f" @ {{wheel.resolve().as_uri()}}" for wheel in Path().glob("toymodel-*.whl")]
    origin = "" if find_spec("toymodel") else [*wheels, " @ git+{repository}"][0]
    %pip install -q "toymodel[notebook]{{origin}}"
"""

MODULES = ("gymnasium", "ipywidgets", "matplotlib", "numpy", "scipy", "sympy", "toymodel", "z3")
"""What the extra `notebook` lets a notebook import."""


def first_cell(root: Path) -> str:
    """Return the source of the cell."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    modules = ", ".join(f'"{name}"' for name in MODULES)
    return CELL.format(modules=modules, repository=project["urls"]["Repository"]).rstrip()


def write(path: Path, source: str) -> None:
    """Make this the source of the notebook's first code cell, which installs already, or is empty.

    Raises
    ------
    ValueError
        If that cell does anything else.
    """
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    if cell["source"] and "%pip" not in "".join(cell["source"]):
        raise ValueError(f"{path}: let an empty code cell stand before the others, for what is written into it")
    cell["source"] = source.splitlines(keepends=True)
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    ROOT = Path(__file__).parents[1]
    for each in sorted((ROOT / "chapters").glob("*.ipynb")):
        write(each, first_cell(ROOT))

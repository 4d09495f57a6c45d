"""The book's download runs in a bare kernel: each notebook, with what its first cell installs and nothing else."""

import json
import os
import subprocess
import venv
import zipfile
from pathlib import Path

import nbformat
import pytest
from download import NAME, make_download
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
ALL = [path.stem for path in sorted((ROOT / "chapters").glob("*.ipynb"))]
SAMPLE = ["05_behavioral_objective", "09_objective_robustness", "20_two_ends_of_a_string"]
"""Together they import all that is installed; all install the same."""


@pytest.fixture
def chapters(tmp_path, monkeypatch):
    """Unpack the download, and make an environment that has a kernel and nothing else; give the notebooks' folder."""
    make_download(ROOT, tmp_path / NAME)
    with zipfile.ZipFile(tmp_path / NAME) as made:
        made.extractall(tmp_path)
    book = tmp_path / Path(NAME).stem
    venv.create(tmp_path / "bare", with_pip=True)
    python = tmp_path / "bare" / ("Scripts" if os.name == "nt" else "bin") / "python"
    kernel = [python, "-m", "pip", "install", "-q", "-c", book / "constraints.txt", "ipykernel"]
    subprocess.run(kernel, check=True)
    spec = tmp_path / "jupyter" / "kernels" / "bare" / "kernel.json"
    spec.parent.mkdir(parents=True)
    argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": argv, "display_name": "bare", "language": "python", "env": {"PYTHONPATH": ""}}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    return book / "chapters"


@pytest.mark.parametrize("names", [SAMPLE, pytest.param(ALL, marks=pytest.mark.slow)], ids=["some", "all"])
def test_each_notebook_runs_with_what_its_first_cell_installs(chapters, names):
    failed = {}
    for name in names:
        notebook = nbformat.read(chapters / f"{name}.ipynb", as_version=4)
        client = NotebookClient(notebook, kernel_name="bare", timeout=600, resources={"metadata": {"path": chapters}})
        try:
            client.execute()
        except Exception as error:  # which notebooks fail is told for all of them together
            failed[name] = error
    assert failed == {}

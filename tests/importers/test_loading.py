"""`import toymodel` loads no importer, and an importer loads no tool."""

import subprocess
import sys

TOOLS = ("numpy", "scipy", "gymnasium", "quantecon", "seals", "stormpy")


def loaded(statement):
    said = f"import sys\n{statement}\nprint(*sorted(sys.modules))"
    return subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout.split()


def test_importers_are_loaded_when_asked_for():
    assert not [name for name in loaded("import toymodel") if name.startswith("toymodel.importers")]


def test_importers_load_no_tool():
    names = loaded("import toymodel.importers")
    assert "toymodel.importers.storm" in names
    assert not set(TOOLS) & set(names)

"""What a message tells the reader to install is on a package index, which `toymodel` is not."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
PACKAGES = {Requirement(text).name for extra in EXTRAS.values() for text in extra} - {"toymodel"}
INSTALLS = re.compile(r"pip install (?!\. )([^\n:;,(){}]*)")


def test_what_is_to_be_installed_is_a_requirement_of_an_extra() -> None:
    said = [
        (path.relative_to(ROOT).as_posix(), package)
        for path in sorted((ROOT / "src").rglob("*.py"))
        for packages in INSTALLS.findall(path.read_text(encoding="utf-8"))
        for package in packages.rstrip("\"')").split()
    ]
    assert {package for _, package in said} >= {"gymnasium", "numpy", "scipy", "z3-solver"}
    assert [(path, package) for path, package in said if package not in PACKAGES] == []

"""The certificates of the atlas's theorems are kept in ``certificates.json``, and read when they are asked for.

The file has each distinct certificate once, and by table and name which one is whose. `toymodel_atlas.certify` makes
it. A certificate proves nothing until `toymodel_atlas.checker.check` has taken it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeAlias

from .settled import as_json

Certificate: TypeAlias = Mapping[str, Any]


@lru_cache
def known() -> Mapping[str, Mapping[str, Certificate]]:
    """Return the certificates by table and name.

    Examples
    --------
    >>> known()["sa pairs"]["I3 deployment every included every"]["lines"][-1]
    ['the agent is deterministic']
    """
    data = json.loads((files(__package__) / "certificates.json").read_text("utf-8"))
    kept = data["certificates"]
    return {table: {name: kept[k] for name, k in row.items()} for table, row in data["of"].items()}


def certificate(table: str, name: str) -> Certificate | None:
    """Return the certificate of a claim (`toymodel_atlas.statements.claims`), or None if there is none."""
    return known().get(table, {}).get(name)


def text(found: Mapping[str, Mapping[str, Certificate]]) -> str:
    """Return the file for certificates by table and name."""
    kept: dict[str, int] = {}
    of = {
        table: {name: kept.setdefault(json.dumps(each, ensure_ascii=False), len(kept)) for name, each in row.items()}
        for table, row in found.items()
    }
    numbers = ",\n".join(f"{json.dumps(table)}: {json.dumps(row, ensure_ascii=False)}" for table, row in of.items())
    return f'{{"certificates": {as_json(map(json.loads, kept)).rstrip()},\n"of": {{\n{numbers}\n}}}}\n'

"""A survey on disk is its specification, and its samples in parts, each written whole or not at all.

::

    DIR/specification.toml   as it was given
    DIR/parts/0003-000000000000-000000065536.parquet   point, first sample, one past the last

A part is written under another name, flushed, and renamed, which is atomic: so what has the name of a part is one. Its
metadata carry the hash of all that its atoms depend on. A part that cannot be read, is of another specification or of
another length is not there, and is made again. Which samples are in a part is fixed by the specification alone; so two
workers that make the same part write the same bytes, and the later one wins.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from .atoms import Atoms, empty, sample
from .toml_file import specification_text

if TYPE_CHECKING:
    from .specification import Specification

SECONDS = 2
"""About how long a part takes: long beside what it costs to hand it out, short beside what may be lost."""
MOST, LEAST = 1 << 16, 4
"""Samples in a part, at most and at least."""
HASH = b"toymodel.survey"


class Part(NamedTuple):
    """A part has samples first … first + samples − 1 of a point."""

    point: int
    first: int
    samples: int

    @property
    def name(self) -> str:
        """Return the name of its file."""
        return f"{self.point:04}-{self.first:012}-{self.first + self.samples:012}.parquet"


def parts(spec: Specification) -> Iterator[Part]:
    """Yield the parts of a survey, the first of each point first: so that all points are known early."""
    lengths = [_length(point.states, point.actions) for point in spec.points]
    for at in range(-(-spec.samples // min(lengths))):
        for number, length in enumerate(lengths):
            if at * length < spec.samples:
                yield Part(number, at * length, min(length, spec.samples - at * length))


def _length(states: int, actions: int) -> int:
    """Return how many samples a part has: a power of two, by about how many microseconds one takes."""
    each = 2 * states * actions + states**3 // 500
    length = LEAST
    while 2 * length <= min(SECONDS * 1_000_000 // each, MOST):
        length *= 2
    return length


def make(text: str, part: Part, folder: str) -> int:
    """Make a part of a specification (as TOML) in a folder, and return its bytes. Workers call this."""
    from .toml_file import read

    spec = read(text)
    atoms = sample(spec, spec.points[part.point], part.first, part.samples)
    return write(atoms, Path(folder) / part.name, spec.worlds_hash)


def write(atoms: Atoms, path: Path, of: str) -> int:
    """Write atoms whole or not at all, and return how many bytes that takes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {}
    for name, array in atoms._asdict().items():
        if array.size:
            flat, width = pa.array(array.reshape(-1)), array.size // len(array)
            columns[name] = flat if array.ndim == 1 else pa.FixedSizeListArray.from_arrays(flat, width)
    table = pa.table(columns).replace_schema_metadata({HASH: of.encode()})
    temporary = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with temporary.open("wb") as file:
            pq.write_table(table, file, compression="zstd", use_dictionary=False, write_statistics=False)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path.stat().st_size


def whole(path: Path, part: Part, of: str) -> bool:
    """Return whether a part is there, of this specification and whole."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        told = file.schema_arrow.metadata or {}
        return bool(told.get(HASH) == of.encode() and file.metadata.num_rows == part.samples)
    except (OSError, pa.ArrowException):
        return False


def load(path: Path, agents: int, shares: int) -> Atoms:
    """Return the atoms of a part."""
    import pyarrow.parquet as pq

    table = pq.read_table(path, memory_map=True)
    blank = empty(table.num_rows, agents, shares)
    found: dict[str, Any] = {}
    for name, like in blank._asdict().items():
        if name not in table.column_names:
            found[name] = like
            continue
        column = table.column(name).combine_chunks()
        flat = column.flatten() if like.ndim > 1 else column
        found[name] = flat.to_numpy(zero_copy_only=False).astype(like.dtype).reshape(like.shape)
    return Atoms(**found)


class Folder:
    """A folder holds one survey."""

    def __init__(self, path: Path) -> None:
        self.path, self.parts = path, path / "parts"

    @property
    def text(self) -> str:
        """Return the specification that it was made by, as TOML."""
        return specification_text(self.path)

    def begin(self, text: str, of: str, *, resume: bool) -> None:
        """Keep the specification; of a folder that has one, only to resume it.

        Raises
        ------
        ValueError
            If something else is there already.
        """
        from .toml_file import read

        kept = self.path / "specification.toml"
        if kept.exists():
            if not resume:
                raise ValueError(f"{self.path}: a survey is here already; go on with --resume, or choose another --out")
            if read(self.text).worlds_hash != of:
                raise ValueError(
                    f"{self.path}: this survey has other worlds than the specification; choose another --out"
                )
        elif self.path.exists() and any(self.path.iterdir()):
            raise ValueError(f"{self.path}: is not empty, and no survey; choose another --out")
        self.parts.mkdir(parents=True, exist_ok=True)
        temporary = kept.with_name(f".specification.{uuid4().hex}")
        temporary.write_text(text, "utf-8")
        temporary.replace(kept)

    def missing(self, spec: Specification) -> list[Part]:
        """Return the parts that are not there, or not whole; what a killed worker left half written is cleared away."""
        for torn in self.parts.glob(".*.parquet.*"):
            torn.unlink(missing_ok=True)
        of = spec.worlds_hash
        return [part for part in parts(spec) if not whole(self.parts / part.name, part, of)]

"""A file is written whole or not at all."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path


def save(path: str | Path, text: str, overwrite: bool = False) -> None:
    """Write a text to a file, which is there afterwards in full or as it was before.

    Parameters
    ----------
    overwrite : bool
        Whether a file that is there already may be replaced.

    Raises
    ------
    FileExistsError, IsADirectoryError, OSError
        With the path, and what is wrong with it.
    """
    target = Path(os.path.realpath(path))
    if not str(path).strip():
        raise FileNotFoundError(None, "is no name of a file", repr(str(path)))
    if target.is_dir():
        raise IsADirectoryError(None, "is a directory; name a file in it", str(path))
    if target.exists() and not target.is_file():  # a terminal, a pipe: nothing to keep whole
        target.write_text(text, "utf-8")
        return
    if target.exists() and not overwrite:
        raise FileExistsError(None, "is there already; it is overwritten only if that is asked for", str(path))
    part = target.with_name(f".{target.name[:200]}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, str(path)) from None
    finally:
        with suppress(OSError):
            part.unlink()

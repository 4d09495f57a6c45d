"""A survey is made by Dask: on this machine, or by any scheduler whose workers see the same folder.

What a sample is depends on its number alone, and a part is written whole or not at all. So a worker that dies costs the
part that it was at, which another makes; a client that dies costs nothing that is written; and nothing is twice.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .atoms import sample
from .store import Folder, Part, make
from .toml_file import read

if TYPE_CHECKING:
    from .specification import Specification

SUSPECTED = 10
"""How many workers may die at a part before it is given up."""
AHEAD = 8
"""Parts for each worker that the scheduler knows of at a time."""


def run(
    text: str,
    out: Path,
    *,
    workers: int = 1,
    scheduler: str = "",
    resume: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Specification:
    """Make a survey, and return its specification.

    Parameters
    ----------
    text : str
        The specification, as TOML.
    out : Path
        The folder.
    workers : int
        How many on this machine; 0: in this process, without Dask.
    scheduler : str
        The address of a scheduler ("tcp://…:8786"); then ``workers`` is not asked.
    resume : bool
        Whether to go on with what is in the folder.
    progress : callable, optional
        Called with samples done, and how many there are.

    Raises
    ------
    ValueError
        If the specification is wrong, or the folder holds something else.
    """
    spec, folder = read(text), Folder(out.resolve())
    folder.begin(text, spec.worlds_hash, resume=resume)
    todo = folder.missing(spec)
    whole = spec.samples * len(spec.points)
    done = whole - sum(part.samples for part in todo)
    report = progress or _silent
    report(done, whole)
    for part in _made(text, todo, str(folder.parts), workers, scheduler):
        done += part.samples
        report(done, whole)
    return spec


def _silent(done: int, samples: int) -> None:
    """Say nothing of the progress."""


def _made(text: str, todo: list[Part], folder: str, workers: int, scheduler: str) -> Iterator[Part]:
    """Yield parts as they are made."""
    if not todo:
        return
    if not workers and not scheduler:
        for part in todo:
            make(text, part, folder)
            yield part
        return
    if workers and not scheduler:
        sample(read(text), read(text).points[0], 0, 1)  # kernels are compiled here, once, and not by every worker
    with client(workers, scheduler) as known:
        yield from _by(known, text, todo, folder)


def _by(known: Any, text: str, todo: list[Part], folder: str) -> Iterator[Part]:
    import distributed

    completed: Any = distributed.as_completed
    waiting = iter(todo)
    of: dict[Any, Part] = {}

    def submit(part: Part) -> Any:
        future = known.submit(make, text, part, folder, key=f"part-{part.name}", pure=False)
        of[future] = part
        return future

    many = AHEAD * max(1, len(known.scheduler_info(n_workers=-1)["workers"]))
    running = completed([submit(part) for part, _ in zip(waiting, range(many), strict=False)])
    for future in running:
        future.result()
        yield of.pop(future)
        following = next(waiting, None)
        if following is not None:
            running.add(submit(following))


@contextmanager
def client(workers: int, scheduler: str) -> Iterator[Any]:
    """Give a client of a scheduler, or of one on this machine that lives as long; say where its dashboard is."""
    try:
        import dask
        import distributed
    except ImportError:
        raise ImportError(
            "a survey needs Dask, PyArrow and NumPy: pip install distributed numba pyarrow scipy"
        ) from None
    settings = {
        "distributed.scheduler.allowed-failures": SUSPECTED,
        "distributed.worker.daemon": True,
        "distributed.worker.profile.enabled": False,  # it cannot see into kernels, and takes some per cent of a worker
    }
    dask_on: Any = distributed
    with dask.config.set(settings):
        if scheduler:
            with dask_on.Client(scheduler) as known:
                _tell(known)
                yield known
            return
        with (
            dask_on.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster,
            dask_on.Client(cluster) as known,
        ):
            _tell(known)
            yield known


def _tell(known: Any) -> None:
    if known.dashboard_link:
        sys.stderr.write(f"dashboard: {known.dashboard_link}\n")

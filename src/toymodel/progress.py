"""A progress bar says how much time is left, for what takes over two seconds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import ClassVar, TextIO

PATIENCE = 2.0
"""Seconds without a bar."""


class Bar:
    """A bar is called with (done, total); it draws itself twice a second, or writes a line now and then.

    Of bars within bars the innermost is drawn.

    Parameters
    ----------
    quiet : bool
        Whether nothing is written but to a terminal, and nothing is left there at the end.

    Examples
    --------
    >>> with Bar("counting") as bar:
    ...     bar(1, 2)  # too quick to be seen
    """

    _open: ClassVar[list[Bar]] = []

    def __init__(self, label: str, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self.label, self.stream = label, stream or sys.stderr
        self.done, self.total, self.began = 0, 0, monotonic()
        self.quiet, self.shown = quiet, False
        self._stop = Event()
        self._thread = Thread(target=self._redraw, daemon=True)

    def __call__(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def __enter__(self) -> Bar:
        self._open.append(self)
        if self.stream.isatty() or not self.quiet:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.remove(self)
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()
        if self.shown:
            self.stream.write("\r\x1b[K" if self.quiet else "\n")
            self.stream.flush()

    def text(self, seconds: float) -> str:
        """What the bar says after so many seconds.

        Examples
        --------
        >>> bar = Bar("counting")
        >>> bar(1, 4)
        >>> bar.text(5.0)
        'counting [█████               ]  25 %, 15 s left'
        """
        if not self.done:
            return f"{self.label}: getting ready, {seconds:.0f} s"
        share = self.done / self.total
        left = seconds * (1 - share) / share
        return f"{self.label} [{'█' * round(20 * share):20}] {share:4.0%}, {left:.0f} s left".replace("%", " %")

    def _redraw(self) -> None:
        terminal = self.stream.isatty()
        while not self._stop.wait(0.5 if terminal else PATIENCE):
            seconds = monotonic() - self.began
            if seconds >= PATIENCE and self._open[-1:] == [self]:
                self.shown = terminal
                self.stream.write(f"\r\x1b[K{self.text(seconds)}" if terminal else f"{self.text(seconds)}\n")
                self.stream.flush()


@contextmanager
def resumable() -> Iterator[None]:
    """Say of an interruption that nothing is lost: what has been solved is kept and is not solved again."""
    try:
        yield
    except KeyboardInterrupt as stop:
        stop.add_note("nothing is lost: what has been solved is kept; ask again to go on from there")
        raise

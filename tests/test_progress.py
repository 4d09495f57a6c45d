"""What takes long says how long, on a terminal only, and can be stopped without loss."""

import io
import time

import pytest

from toymodel import progress, solve, zoo
from toymodel.progress import Bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def drawn(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, *, quiet: bool = True) -> str:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    with Bar("outside", stream, quiet=quiet) as outside:
        outside(1, 4)
        with Bar("inside", stream, quiet=quiet) as bar:
            bar(1, 2)
            until = time.monotonic() + 10
            while "inside" not in stream.getvalue() and stream.isatty() and time.monotonic() < until:
                time.sleep(0.05)
    return stream.getvalue()


def test_a_bar_on_a_terminal_says_how_long_and_leaves_nothing(monkeypatch):
    text = drawn(Terminal(), monkeypatch)
    assert "inside [██████████          ]  50 %" in text
    assert "outside" not in text  # the innermost is drawn
    assert text.endswith("\r\x1b[K")


def test_a_bar_elsewhere_is_silent(monkeypatch):
    assert drawn(io.StringIO(), monkeypatch) == ""


def test_an_interruption_says_that_nothing_is_lost(monkeypatch):
    case = zoo.case("misguided-researcher")
    asked = []

    def check(self, name, reading, agent):
        asked.append(name)
        if len(asked) == 3:
            raise KeyboardInterrupt
        return original(self, name, reading, agent)

    original = type(case).check
    monkeypatch.setattr(type(case), "check", check)
    with pytest.raises(KeyboardInterrupt) as stopped:
        case.check_all()
    assert "nothing is lost" in stopped.value.__notes__[0]
    assert solve.values.optimal.cache_info().currsize
    assert len(case.check_all()) == 7
    assert len(asked) == 3 + 7

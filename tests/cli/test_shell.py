"""What a shell may do: odd names, files and numbers, pipes that close, standard input, and files that are written."""

import codecs
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from toymodel import __version__, cli, zoo
from toymodel.cli import main
from toymodel.files import saving
from toymodel.files.cases import read_case, write_case

from ..for_each import for_each
from .test_check import answer, flat, refused, run

__all__ = ["run"]
TIE = write_case(zoo.case("tie"))


def piped(monkeypatch: pytest.MonkeyPatch, content: bytes | None) -> None:
    """Let standard input be this; None: closed."""
    stream = None if content is None else io.TextIOWrapper(io.BytesIO(content))
    monkeypatch.setattr(sys, "stdin", stream)


# ── files that are written ──


def test_a_case_is_written_to_a_file_and_not_over_another(run, tmp_path):
    path = tmp_path / "case.json"
    assert answer(run, "zoo", "tie", "--output", path) == f"wrote {path}\n"
    assert path.read_text("utf-8") == TIE
    assert os.listdir(tmp_path) == ["case.json"]
    path.write_text("mine", "utf-8")
    assert refused(run, "zoo", "tie", "--output", path) == f"{path} is there already; --force overwrites it"
    assert path.read_text("utf-8") == "mine"
    answer(run, "zoo", "tie", "--output", path, "--force")
    assert path.read_text("utf-8") == TIE
    assert "ALIGNMENT" not in answer(run, "check", path)


def test_half_a_file_is_never_written(run, tmp_path, monkeypatch):
    path = tmp_path / "case.json"
    path.write_text("mine", "utf-8")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving.os, "fsync", full)
    assert refused(run, "zoo", "tie", "--output", path, "--force") == f"{path}: No space left on device"
    assert path.read_text("utf-8") == "mine"
    assert os.listdir(tmp_path) == ["case.json"]
    with pytest.raises(OSError, match="No space left"):
        write_case(zoo.case("tie"), path)
    assert path.read_text("utf-8") == "mine"


def test_a_link_stays_one_and_so_do_permissions(run, tmp_path):
    path, link = tmp_path / "case.json", tmp_path / "link.json"
    path.write_text("mine", "utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    answer(run, "zoo", "tie", "--output", link, "--force")
    assert link.is_symlink()
    assert path.read_text("utf-8") == TIE
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="no such device")
def test_a_device_is_written_to_and_not_replaced(run):
    answer(run, "zoo", "tie", "--output", "/dev/null")
    assert not Path("/dev/null").is_file()


def test_where_nothing_can_be_written_is_named(run, tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    for where, message in (
        (tmp_path, "is a directory; name a file in it"),
        (tmp_path / "none" / "x.json", "No such file or directory"),
        (tmp_path / "file" / "x.json", "Not a directory"),
    ):
        assert refused(run, "zoo", "tie", "--output", where) == f"{where}: {message}"
    assert refused(run, "zoo", "tie", "--output", "") == "'': is no name of a file"
    assert "--output goes with the name of a case" in refused(run, "zoo", "--output", tmp_path / "x.json")
    assert "--force goes with --output FILE" in refused(run, "zoo", "tie", "--force")


# ── files that are read ──

MARKED = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@for_each("encoding", MARKED)
def test_a_file_with_a_byte_order_mark_is_read(encoding, tmp_path):
    case = zoo.case("misguided-researcher")
    content = MARKED[encoding] + write_case(case).encode(encoding)
    assert read_case(content) == case
    path = tmp_path / "case.json"
    path.write_bytes(content)
    assert read_case(path) == case


def test_standard_input_is_read(run, monkeypatch):
    for content in (TIE.encode(), codecs.BOM_UTF16_LE + TIE.encode("utf-16-le")):
        piped(monkeypatch, content)
        assert answer(run, "check", "-").startswith("tie\n")
    piped(monkeypatch, b"")
    assert refused(run, "check", "-").startswith("standard input: the file is empty")
    piped(monkeypatch, b"{")
    assert refused(run, "compare", "-").startswith("standard input: not JSON")
    piped(monkeypatch, None)
    assert refused(run, "check", "-") == "there is no standard input to read; name a file"


BAD = (
    (b"", "the file is empty; toymodel zoo NAME --output FILE writes one to begin with"),
    (b" \n", "the file is empty"),
    (b'{"name": "x",}', "; take away the comma before it"),
    (b"[1,\n]", "; take away the comma before it"),
    (b"{'name': 1}", "; put names and texts in double quotes"),
    (b'{"a": 1 // why\n}', "; JSON has no comments, take it away"),
    (b'{# why\n"a": 1}', "; JSON has no comments, take it away"),
    (b"\x89PNG\r\n\x00", "the file is no text (byte 6 is zero)"),
    (TIE.encode("utf-16-be"), "the file is no text (byte 0 is zero); give one that is JSON, in UTF-8"),
    (codecs.BOM_UTF16_LE + b"{", "the file is not UTF-16 text (at byte 2); save it as UTF-8"),
    (b"\xff{", "the file is not UTF-8 text (at byte 0); save it as UTF-8"),
    (b"null", "must be an object"),
    (b"[" * 5000, "nests lists and objects deeper than 20"),
    (TIE.replace('"1/2"', "1e400").replace('"0.9"', "1e400").encode(), "is '1e400', too large: at most 1e99 is read"),
    (TIE.replace('"0.9"', "1e-400").encode(), "is '1e-400', too small: the nearest to 0 that is read is 1e-99"),
    (TIE.replace('"0.9"', "9" * 5000).encode(), "too long: at most 121 characters are read"),
)


@for_each("content, message", BAD)
def test_what_is_no_case_says_what_is_wrong_with_it(content, message, run, tmp_path):
    path = tmp_path / "x.json"
    path.write_bytes(content)
    said = refused(run, "check", path)
    assert said.startswith(f"{path}: ")
    assert message in said
    assert len(said) < 400


def test_what_is_no_file_is_named_as_such(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    assert refused(run, "check", "") == "'' is no name of a case or a file; toymodel zoo lists the cases"
    assert refused(run, "check", "  ").startswith("'  ' is no name")
    for name in ("folder", ".", str(tmp_path)):
        assert refused(run, "check", name) == f"{name!r} is a directory; name a file in it"
    assert refused(run, "check", "nothing").startswith("there is no case and no file 'nothing'")
    assert refused(run, "check", "nothing.json") == "nothing.json: No such file or directory"
    assert "there is no case and no file 'xxx" in refused(run, "check", "x" * 5000)
    assert "File name too long" in refused(run, "check", "x" * 5000 + ".json")
    assert len(refused(run, "check", "x" * 5000 + ".json")) < 300
    (tmp_path / "loop.json").symlink_to(tmp_path / "loop.json")
    assert refused(run, "check", "loop.json").startswith("loop.json: ")
    assert "there is no case" in refused(run, "check", "a\nb")
    assert "null byte" in refused(run, "check", "a\0b.json")


def test_a_file_that_may_not_be_read_is_named(run, tmp_path, monkeypatch):
    path = tmp_path / "case.json"
    path.write_text(TIE, "utf-8")

    def forbidden(self, *_, **__):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", forbidden)
    assert refused(run, "check", path) == f"{path}: Permission denied"


# ── numbers ──

ODD = (
    (["check", "tie", "--performs", "W2", "--epsilon", "1e400"], "too large: at most 1e99 is read"),
    (["check", "tie", "--performs", "W2", "--epsilon", "1e-400"], "too small: the nearest to 0 that is read is 1e-99"),
    (["check", "tie", "--performs", "W2", "--epsilon", "9" * 5000], "too long: at most 121 characters are read"),
    (["check", "tie", "--performs", "W2", "--epsilon", "1/0"], "a denominator of zero"),
    (["check", "tie", "--performs", "W2", "--epsilon", "nan"], "not a number"),
    (["check", "tie", "--performs", "W2", "--epsilon", "٣"], "not a number"),
    (["check", "tie", "--agent", "x" * 9999], "has no agent"),
)


@for_each("given, message", ODD)
def test_odd_numbers_are_refused_for_what_they_are(given, message, run):
    assert message in refused(run, *given)


def test_the_largest_numbers_are_read(run):
    for number in ("1e99", "1e-99", "1e0005", "0" * 100 + "1"):
        answer(run, "check", "tie", "--performs", "W2", "--epsilon", number)


def test_no_size_of_the_atlas_leaks_a_limit_of_python(run, monkeypatch):
    pytest.importorskip("numpy")
    from importlib.metadata import EntryPoint

    entry = EntryPoint("atlas", "toymodel_atlas.cli", "toymodel.commands")
    monkeypatch.setattr(cli, "entry_points", lambda **_: [entry])
    for states in ("5", "99", "99999", "9" * 30):
        said = refused(run, "atlas", "--states", states)
        assert "out of reach" in said
        assert "of at most 8" in said
    assert len(refused(run, "atlas", "--states", "9" * 5000)) < 600


# ── the rest of the shell ──


def test_the_version(capsys):
    with pytest.raises(SystemExit) as done:
        main(["--version"])
    assert done.value.code == 0
    assert capsys.readouterr().out == f"toymodel {__version__}\n"


def shell(command: str) -> tuple[str, str]:
    """What a shell says when it runs ``toymodel …``."""
    done = subprocess.run(
        ["bash", "-c", command.replace("toymodel", f"{sys.executable} -m toymodel")],
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no such shell")
def test_a_stream_that_closes_or_is_full_brings_no_traceback():
    for command in ("toymodel check tie | true", "toymodel --help | true", "toymodel zoo | head -1"):
        assert shell(command)[1] == ""
    closed, full = "toymodel: standard output is closed\n", "toymodel: standard output: No space left on device\n"
    assert shell("toymodel check tie >&-; echo $? >&2") == ("", f"{closed}2\n")
    assert shell("toymodel check nothing 2>&-; echo $?") == ("2\n", "")
    if os.path.exists("/dev/full"):
        assert shell("toymodel check tie >/dev/full; echo $? >&2") == ("", f"{full}2\n")
        assert shell("toymodel --help >/dev/full; echo $? >&2") == ("", f"{full}2\n")
    assert shell("toymodel check - <&-") == ("", "toymodel: there is no standard input to read; name a file\n")


def test_what_python_cannot_follow_is_no_traceback(run, monkeypatch):
    for fault, message in (
        (RecursionError("maximum recursion depth exceeded"), "deeper than Python can follow"),
        (MemoryError(), "more memory than there is"),
        (KeyError("unknown state 'x'; known: y"), "unknown state 'x'; known: y"),
        (OverflowError("int too large to convert to float"), "numbers too large to be told"),
    ):

        def fail(*_, fault=fault):
            raise fault

        monkeypatch.setattr(cli.check, "question", fail)
        assert message in refused(run, "check", "tie")


def test_a_mistake_of_ours_is_not_hidden(run, monkeypatch):
    def fail(*_):
        raise AssertionError("ours")

    monkeypatch.setattr(cli.check, "question", fail)
    with pytest.raises(AssertionError, match="ours"):
        run("check", "tie")


def test_a_base_objective_that_differs_is_told_with_what_theorems_suppose(run, tmp_path):
    path = tmp_path / "x.json"
    path.write_text(
        TIE.replace('"base": "tea"', '"base": {"name": "the pay", "training": "tea", "deployment": "human values"}'),
        "utf-8",
    )
    said = flat(answer(run, "check", path, "--encountered", "training"))
    assert "Base objective the pay, which differs by environment in training tea (" in said
    assert "I2, I4 and I4i: theorems of the atlas do not speak of this case, as they suppose that training" in said
    assert "theorems of the atlas" not in answer(run, "check", path)
    assert '"beyond": "they suppose' in answer(run, "check", path, "--encountered", "both", "--format", "json")

"""The engine: the same bytes whoever makes them; what is killed costs nothing that is written, and nothing is twice."""

import os
import signal
import subprocess
import sys
import time
from hashlib import sha256

import pyarrow.parquet as pq
import pytest

from toymodel_survey.engine import client, run
from toymodel_survey.store import Folder, Part, load, make, parts, whole
from toymodel_survey.toml_file import read

TEXT = 'seed = 3\nsamples = 600\nsizes = [100]\nagents = [{kind = "keeper"}]\n[dials]\nshift = [0, "1/2"]\n'
SMALL = 'seed = 3\nsamples = 100\nsizes = [3]\nagents = [{kind = "keeper"}]\n'


def hashes(folder):
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted((folder / "parts").iterdir())}


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The survey made in this process, without Dask."""
    folder = tmp_path_factory.mktemp("alone") / "survey"
    run(TEXT, folder, workers=0)
    return hashes(folder)


def test_parts_are_all_samples_once():
    for text in (TEXT, TEXT.replace("[100]", "[3, 40, 200]")):
        spec = read(text)
        for number in range(len(spec.points)):
            samples = [k for p in parts(spec) if p.point == number for k in range(p.first, p.first + p.samples)]
            assert sorted(samples) == list(range(spec.samples))


def test_workers_make_the_same_bytes_though_one_is_killed(alone, tmp_path):
    killed = []
    with client(2, "") as known:
        pids = list(known.run(os.getpid).values())

        def kill(done, samples):
            if 0 < done < samples and not killed:
                killed.append(pids[0])
                os.kill(pids[0], signal.SIGKILL)

        run(TEXT, tmp_path / "survey", scheduler=known.scheduler.address, progress=kill)
    assert killed
    assert hashes(tmp_path / "survey") == alone


def test_a_killed_client_loses_nothing(alone, tmp_path):
    folder = tmp_path / "survey"
    program = "import sys; from pathlib import Path; from toymodel_survey.engine import run\n"
    program += "if __name__ == '__main__': run(sys.argv[1], Path(sys.argv[2]), workers=1)"
    script = tmp_path / "script.py"
    script.write_text(program)
    with subprocess.Popen(
        [sys.executable, script, TEXT, folder], start_new_session=True, stderr=subprocess.DEVNULL
    ) as process:
        patience = time.monotonic() + 120
        while not list(folder.glob("parts/0*")) and time.monotonic() < patience:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
    before = {name: (folder / "parts" / name).stat().st_mtime_ns for name in hashes(folder) if name[0] != "."}
    assert before
    with pytest.raises(ValueError, match="a survey is here already; go on with --resume"):
        run(TEXT, folder, workers=0)
    told = []
    run(TEXT, folder, workers=0, resume=True, progress=lambda done, _: told.append(done))
    assert told[0] == sum(int(name.split("-")[2][:12]) - int(name.split("-")[1]) for name in before)
    assert told[-1] == 1200
    assert hashes(folder) == alone
    for name, made in before.items():
        assert (folder / "parts" / name).stat().st_mtime_ns == made


def test_a_torn_part_is_made_again(alone, tmp_path):
    folder = tmp_path / "survey"
    run(TEXT, folder, workers=0)
    first, second, third, *_ = sorted((folder / "parts").iterdir())
    first.write_bytes(first.read_bytes()[:-100])
    second.write_bytes(b"")
    table = pq.read_table(third)
    pq.write_table(table.replace_schema_metadata({b"toymodel.survey": b"another"}), third)
    (folder / "parts" / ".0000-000000000000-000000000512.parquet.1234").write_bytes(b"half")
    run(TEXT, folder, workers=0, resume=True)
    assert hashes(folder) == alone


def test_a_part_that_cannot_be_written_leaves_nothing(tmp_path, monkeypatch):
    def broken(*_, **__):
        raise OSError("no space left on device")

    monkeypatch.setattr(pq, "write_table", broken)
    with pytest.raises(OSError, match="no space"):
        make(SMALL, Part(0, 0, 100), str(tmp_path))
    assert not list(tmp_path.iterdir())


def test_what_is_kept_is_what_was_sampled(tmp_path):
    from toymodel_survey.atoms import sample

    text = SMALL + 'exposure = ["1/10"]\n'
    text = text.replace("agents =", "agents_ =").replace("agents_", "agents")
    spec = read(text)
    make(text, Part(0, 20, 50), str(tmp_path))
    kept = load(tmp_path / Part(0, 20, 50).name, 1, 1)
    for name, each in sample(spec, spec.points[0], 20, 50)._asdict().items():
        assert (getattr(kept, name) == each).all(), name
        assert getattr(kept, name).dtype == each.dtype
    assert whole(tmp_path / Part(0, 20, 50).name, Part(0, 20, 50), spec.worlds_hash)
    assert not whole(tmp_path / Part(0, 20, 50).name, Part(0, 20, 51), spec.worlds_hash)


def test_another_survey_is_not_written_over(tmp_path):
    run(SMALL, tmp_path / "a", workers=0)
    with pytest.raises(ValueError, match="this survey has other worlds"):
        run(SMALL.replace("seed = 3", "seed = 4"), tmp_path / "a", workers=0, resume=True)
    run(SMALL.replace("samples = 100", "samples = 120"), tmp_path / "a", workers=0, resume=True)
    assert Folder(tmp_path / "a").missing(read(SMALL.replace("samples = 100", "samples = 120"))) == []
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "thesis.tex").write_text("precious")
    with pytest.raises(ValueError, match="is not empty, and no survey"):
        run(SMALL, tmp_path / "b", workers=0, resume=True)

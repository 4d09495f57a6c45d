"""How fast a survey is: samples a second by size, one worker and two in turn, and what large surveys would take.

``python benchmarks/survey.py [SECONDS] [LARGEST]`` spends about so many seconds on each size (default 60, so that parts
take a second, as a survey's do), up to the largest number of states (default 100; of 1,000 it takes minutes).

Parts are made and written to disk as a survey makes them: by Dask, and by plain processes, which say what the machine
can do. One worker and two, by each engine, are timed by the clock in every round, which begins when the processors are
idle. "Others" is the share of the processors that other programs took meanwhile; rounds go on until it was small in
enough of them, or `PATIENCE` is over. Efficiency is what two do over twice what one does. What is told is the median of
the quiet rounds, and how many there are; if there are none, of all, and then the clock says nothing of the engine. The
time to start an engine is said apart.
"""

import statistics
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import psutil

from toymodel_survey.atoms import sample
from toymodel_survey.engine import client
from toymodel_survey.store import Part, make, parts
from toymodel_survey.toml_file import read

SIZES = (5, 10, 20, 50, 100, 200, 1000)
TEXT = 'seed = 1\nsamples = 1_000_000_000\nsizes = [{n}]\nagents = [{{kind = "keeper"}}]\n'
ROUNDS, EACH = 5, 3
"""Quiet rounds; parts for each worker in a run."""
IDLE, PATIENCE = 10, 600
"""Per cent of the processors in use at which a round begins; seconds until all rounds are taken as they are."""
QUIET = 0.05
"""The largest share of the processors that others may take in a quiet round."""


def alone(spec, samples):
    """Samples a second and core, by processor time in this process: the best of five."""
    found = []
    for _ in range(5):
        began = time.process_time()
        sample(spec, spec.points[0], 0, samples)
        found.append(samples / (time.process_time() - began))
    return max(found)


def used():
    """Processor seconds: those of all programs, and those of this one and its workers."""
    now, mine = psutil.cpu_times(), psutil.Process()
    ours = [each.cpu_times() for each in (mine, *mine.children(recursive=True))]
    return sum(now) - now.idle - now.iowait - now.guest - now.guest_nice, sum(each.user + each.system for each in ours)


def timed(submit, text, workers, length, folder):
    """Samples a second by the clock; the share of the processors that others took; bytes a sample."""
    before, began = used(), time.perf_counter()
    tasks = [submit(make, text, Part(0, k * length, length), folder) for k in range(EACH * workers)]
    size = sum(task.result() for task in tasks)
    seconds, after = time.perf_counter() - began, used()
    others = (after[0] - before[0]) - (after[1] - before[1])
    samples = EACH * workers * length
    return samples / seconds, max(0.0, others) / seconds / psutil.cpu_count(), size / samples


def idle(until):
    """Wait until the processors are idle, or for long enough."""
    while psutil.cpu_percent(1) > IDLE and time.monotonic() < until:
        pass


def most_taken(a_round):
    """The largest share of the processors that others took in a run of a round."""
    return max(others for _, others, _ in a_round.values())


def measure(engines, n, seconds):
    """A row of the table."""
    text = TEXT.format(n=n)
    spec = read(text)
    most = next(parts(spec)).samples
    sample(spec, spec.points[0], 0, 2)
    rate = alone(spec, max(4, min(most, 256)))
    length = max(4, min(most, int(rate * seconds / (ROUNDS * len(engines) * EACH))))
    rounds, quiet, until = [], [], time.monotonic() + PATIENCE
    with tempfile.TemporaryDirectory() as folder:
        for (_, workers), submit in engines.items():
            timed(submit, text, workers, 4, folder)
        while len(quiet) < ROUNDS and (not rounds or time.monotonic() < until):
            idle(until)
            rounds.append({key: timed(submit, text, key[1], length, folder) for key, submit in engines.items()})
            quiet = [each for each in rounds if most_taken(each) <= QUIET]
    told = [f"{n:6,} {rate:10,.0f}"]
    for name in ("plain", "Dask"):
        pairs = [(each[name, 1][0], each[name, 2][0]) for each in quiet or rounds]
        one, two = (statistics.median(pair[k] for pair in pairs) for k in (0, 1))
        ratio = statistics.median(b / (2 * a) for a, b in pairs)
        told.append(f"{one:9,.0f} {two:9,.0f} {100 * ratio:3.0f} %")
    others = statistics.median(map(most_taken, quiet or rounds))
    told.append(f"{100 * others:3.0f} % {len(quiet)}/{len(rounds)}")
    told.append(f"{most:8,} {most / rate:6.1f} s {rounds[0]['Dask', 1][2]:6.0f}")
    print(*told, f"{1e9 / rate / 3600:10,.1f}", sep=" | ", flush=True)


def main(seconds=60.0, largest=100):
    began = time.perf_counter()
    with (
        client(2, "") as known,
        ProcessPoolExecutor(1, get_context("spawn")) as one,
        ProcessPoolExecutor(2, get_context("spawn")) as two,
    ):
        print(f"Dask with two workers starts in {time.perf_counter() - began:.1f} s")
        workers = list(known.scheduler_info(n_workers=-1)["workers"])

        def dask(count):
            return lambda *task: known.submit(*task, workers=workers[:count], pure=False)

        engines = {("plain", 1): one.submit, ("Dask", 1): dask(1), ("plain", 2): two.submit, ("Dask", 2): dask(2)}
        print("       |            |      plain processes      |           Dask            |")
        print("states |  a core's/s |   1, a second,  2         |   1, a second,  2         | others, quiet |", end=" ")
        print("a part, for it, bytes | hours for 10⁹")
        for n in SIZES:
            if n <= largest:
                measure(engines, n, seconds)


if __name__ == "__main__":
    given = sys.argv[1:]
    main(float(given[0]) if given else 60.0, int(given[1]) if given[1:] else 100)

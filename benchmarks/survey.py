"""How fast a survey is: samples a second by size, one worker and two in turn, and what large surveys would take.

``python benchmarks/survey.py [SECONDS] [LARGEST]`` spends about so many seconds on each size (default 10), up to the
largest number of states (default 100; of 1,000 it takes minutes). One worker and two are timed alternately in one run,
each as a survey is made: parts by Dask, written to disk. Efficiency is what two do over twice what one does; on a
machine with other work it is that of what is left. "Processor" says the same by processor time, which waiting does not
spend.
"""

import statistics
import sys
import tempfile
import time

from toymodel_survey.atoms import sample
from toymodel_survey.engine import client
from toymodel_survey.store import Part, make, parts
from toymodel_survey.toml_file import read

SIZES = (5, 10, 20, 50, 100, 200, 1000)
TEXT = 'seed = 1\nsamples = 1_000_000_000\nsizes = [{n}]\nagents = [{{kind = "keeper"}}]\n'


def alone(spec, samples):
    """Samples a second and core, by processor time in this process: the best of five."""
    found = []
    for _ in range(5):
        began = time.process_time()
        sample(spec, spec.points[0], 0, samples)
        found.append(samples / (time.process_time() - began))
    return max(found)


def timed(known, text, workers, numbers, length, folder):
    """Seconds for as many parts as there are numbers, on some of the workers; processor seconds; bytes."""
    spent, began = sum(known.run(time.process_time, workers=workers).values()), time.perf_counter()
    tasks = [
        known.submit(make, text, Part(0, k * length, length), folder, workers=workers, pure=False) for k in numbers
    ]
    size = sum(known.gather(tasks))
    seconds = time.perf_counter() - began
    return seconds, sum(known.run(time.process_time, workers=workers).values()) - spent, size


def measure(known, n, seconds):
    """A row of the table."""
    text = TEXT.format(n=n)
    spec = read(text)
    most = next(parts(spec)).samples
    first = max(4, min(most, 256))
    sample(spec, spec.points[0], 0, 2)
    rate = alone(spec, first)
    length = max(4, min(most, int(rate * seconds / 20)))
    both = list(known.scheduler_info(n_workers=-1)["workers"])
    ones, twos, lean, bytes_each = [], [], [], 0.0
    with tempfile.TemporaryDirectory() as folder:
        timed(known, text, both, range(2), 4, folder)
        for k in range(5):
            one, least, size = timed(known, text, both[:1], range(4 * k, 4 * k + 2), length, folder)
            two, spent, _ = timed(known, text, both, range(4 * k, 4 * k + 4), length, folder)
            ones.append(2 * length / one)
            twos.append(4 * length / two)
            lean.append(2 * least / spent)
            bytes_each = size / (2 * length)
    ratio = statistics.median(b / (2 * a) for a, b in zip(ones, twos, strict=True))
    best = statistics.median(ones)
    hours = 1e9 / rate / 3600
    shares = [100 * ratio, 100 * statistics.median(lean)]
    print(
        f"{n:6,} {rate:12,.0f} {best:12,.0f} {statistics.median(twos):12,.0f} {shares[0]:9.0f} % {shares[1]:8.0f} % "
        f"{most:9,} {most / rate:7.1f} s {bytes_each:7.0f} {hours:12,.1f}",
        flush=True,
    )


def main(seconds=10.0, largest=100):
    heads = " states  a core's/s  1 worker/s 2 workers/s efficiency processor   a part    for it   bytes hours for 10⁹"
    print(heads)
    with client(2, "") as known:
        for n in SIZES:
            if n <= largest:
                measure(known, n, seconds)


if __name__ == "__main__":
    given = sys.argv[1:]
    main(float(given[0]) if given else 10.0, int(given[1]) if given[1:] else 100)

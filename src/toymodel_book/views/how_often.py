"""Worlds are drawn at random while one looks: how often the third arrow breaks by the researcher's own lights.

Samples are exact cases, made with the standard library alone, ten at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from toymodel_survey.cases import case
from toymodel_survey.exactly import Seen, interval, watch
from toymodel_survey.specification import Primary
from toymodel_survey.toml_file import read

from ..actions import sets
from ..drawing.chart import Axes, Spot, diamond, disc, grip
from ..drawing.svg import MUTED, NO_LINE, NONE_LINE, PAPER, PAPER_2, TEXT, Picture, element, picture, text
from ..editor.address import address, link
from ..live import Slider, Text, sentence, view

STEP, MOST = 10, 300
ROWS = ("0", "1", "2", "4", "8")
LONG_RUN = {"0": 0, "1": 1505, "2": 2595, "4": 3972, "8": 5916}
"""Of 65,849 worlds, of 100,000 of five states, in which the premises hold: in how many the arrow breaks."""
LONG, HELD = 100_000, 65_849
SPEC = """
seed = {seed}
sizes = [5]
agents = [{{kind = "believer"}}]

[[readings]]
name = "the researcher's"
observed_in = "beliefs"
performs = "W5"

[dials]
base_human = "1"
mesa_base = "1"
shift = "0"
wrong_rows = "{rows}"
"""
CELL = Primary("I3", "the researcher's", "believer")


@view(
    "Draw worlds, and count",
    worlds=Slider("worlds drawn", tuple(str(k) for k in range(STEP, MOST + 1, STEP)), "60"),
    rows=Slider("wrong rows on her map, of ten", ROWS, "4"),
    seed=Text(
        "seed",
        "1",
        limit=9,
        help="Another whole number draws other worlds; Python does it in this page, a hundred or two a second.",
    ),
)
def how_often(worlds: str, rows: str, seed: str) -> str:
    """Draw the worlds, each as what becomes of the arrow in it, and the share with its interval as it narrows."""
    root, count = _whole(seed), int(worlds)
    seen = drawn(root, rows).upto(count)
    return sentence(explanation(seen, rows)) + drawing(seen, rows) + _buttons(root, count) + _one(root, rows, seen)


def _whole(seed: str) -> int:
    if not (seed.strip().isascii() and seed.strip().isdigit()):
        raise ValueError(f"seed: {seed.strip()!r} is no whole number; try 2")
    return int(seed)


@dataclass
class Drawn:
    """Samples are drawn as they are asked for, and their marks are kept.

    Attributes
    ----------
    source : iterator of Seen
    marks : list of str
        For each sample "idle" if a premise fails, "broken" or "holds".
    """

    source: Iterator[Seen]
    marks: list[str]

    def upto(self, count: int) -> list[str]:
        """Return the marks of the first samples."""
        self.marks += map(mark, islice(self.source, max(0, count - len(self.marks))))
        return self.marks[:count]


def mark(seen: Seen) -> str:
    """Return what becomes of the arrow in a sample, in a word."""
    return "broken" if seen.broken else "holds" if seen.premises else "idle"


@lru_cache(64)
def drawn(seed: int, rows: str) -> Drawn:
    """Return the samples of a seed, at so many wrong rows."""
    return Drawn(watch(read(SPEC.format(seed=seed, rows=rows)), 0, CELL), [])


def explanation(seen: Sequence[str], rows: str) -> str:
    """Say how many worlds there are, in how many the premises hold, and in how many of those the arrow breaks."""
    held, broken = len(seen) - seen.count("idle"), seen.count("broken")
    if not held:
        return f"Of {len(seen)} worlds her premises hold in none."
    low, high = interval(broken, held)
    found = f"in {broken} of these she does harm" if broken else "in none of these does she harm"
    never = " Here it is never, whatever is drawn; but that is a theorem, and no sample says it." if rows == "0" else ""
    return (
        f"Of {len(seen)} worlds the premises hold in {held}; {found}. That is {percent(broken / held)}, and with 95 % "
        f"confidence between {percent(low)} and {percent(high)}.{never}"
    )


def percent(share: float) -> str:
    """Return a share in words: a whole number of per cent where it is ten or more."""
    return f"{100 * share:.{0 if share >= 0.1 else 1}f} %"


def _buttons(seed: int, count: int) -> str:
    more = min(count + STEP, MOST)
    return (
        f'<p><button type="button" id="often-more" {sets("worlds", str(more))}'
        f"{' disabled' * (count == MOST)}>Draw ten more</button> "
        f'<button type="button" id="often-others" {sets("seed", str((seed + 1) % 10**9))}>'
        "Begin again with other worlds</button></p>"
    )


def _one(seed: int, rows: str, seen: Sequence[str]) -> str:
    """Return a link that opens the last world in which she does harm in the world editor, under the view's reading."""
    if "broken" not in seen:
        return ""
    number = len(seen) - seen[::-1].index("broken")
    where = f"world {number} of seed {seed}"
    return f"<p>The last diamond is {where}: {link('open it in the world editor', in_editor(seed, rows, number))}.</p>"


@lru_cache(64)
def in_editor(seed: int, rows: str, number: int) -> str:
    """Return the address of the world editor with a world, counted from one."""
    spec = read(SPEC.format(seed=seed, rows=rows))
    made = replace(
        case(spec, spec.points[0], number - 1),
        name="the researcher at random",
        story=f"Of ten rows of her map {rows} {'is' if rows == '1' else 'are'} wrong.",
    )
    reading = spec.reading(CELL.reading, 0)
    return address(made, reading, agent=CELL.agent, origin=f"chapter 16, world {number} of seed {seed}")


# The picture ---------------------------------------------------------------------------------------------

WIDTH, HEIGHT = 390.0, 362.0
LEFT, RIGHT, TOP, FLOOR, ROOF = 44.0, 382.0, 30.0, 176.0, 0.3
MARKS, COLUMN = 206.0, 11.0
"""Where the marks begin, and how high one stands above the next."""


def drawing(seen: Sequence[str], rows: str) -> Picture:
    """Return the picture: above, the share and its interval after every ten worlds; below, the worlds themselves."""
    axes = Axes((LEFT, TOP, RIGHT, FLOOR), (0, MOST), (0, ROOF))
    told = [each for each in steps(seen) if each[1]]
    places = {str(k): axes.at(k, 0) for k in range(STEP, MOST + 1, STEP)}
    x = axes.at(len(seen), 0)[0]
    lows, highs = ([(n, min(ROOF, each[k])) for n, *each in told] for k in (2, 3))
    long_run = LONG_RUN[rows] / HELD
    return picture(
        WIDTH,
        HEIGHT,
        f"{explanation(seen, rows)} The interval narrows as more worlds are drawn.",
        text("share of worlds in which she does harm", LEFT + 4, 18, 13.5, text_anchor="start", font_weight=600),
        axes.area([*lows, *highs[::-1]], fill=PAPER_2, stroke=NONE_LINE, stroke_width=1) if len(told) > 1 else "",
        *(_beyond(axes.at(n, 0)[0], 3, NONE_LINE) for n, *each in told if each[3] > ROOF and n < len(seen)),
        axes.ground(),
        axes.line([(0, long_run), (MOST, long_run)], stroke=TEXT, stroke_width=1.3, stroke_dasharray="2 4"),
        axes.line([(n, min(ROOF, share)) for n, _, share, *_ in told], stroke=NO_LINE, stroke_width=2.5),
        *(_tick(axes.at(0, share)[1], f"{100 * share:.0f} %") for share in (0, 0.1, 0.2, 0.3)),
        grip(
            "worlds",
            "often",
            places,
            "worlds drawn",
            str(len(seen)),
            _whisker(axes, told[-1] if told else None, x),
            hand=element("rect", x=x - 14, y=TOP, width=28, height=FLOOR - TOP, fill="transparent"),
        ),
        *_columns(seen, [axes.at(k, 0)[0] for k in range(STEP // 2, MOST, STEP)]),
        text(f"{MOST} worlds →", RIGHT, HEIGHT - 6, 12.5, text_anchor="end", fill=MUTED),
        text(f"dotted: {percent(long_run)} in the long run", RIGHT, TOP + 12, 13.5, text_anchor="end"),
        *(_mark(what, LEFT + at, HEIGHT - 28) for what, at in (("broken", 6), ("holds", 88), ("idle", 174))),
        *(
            text(words, LEFT + at, HEIGHT - 24, 12.5, text_anchor="start", fill=MUTED)
            for words, at in (("she harms", 16), ("she is safe", 97), ("a premise fails: nothing is asked", 180))
        ),
    )


def steps(seen: Sequence[str]) -> Iterator[tuple[int, int, float, float, float]]:
    """Yield after every ten worlds how many there are, in how many the premises hold, the share, and its interval."""
    for count in range(STEP, len(seen) + 1, STEP):
        broken, held = seen[:count].count("broken"), count - seen[:count].count("idle")
        yield (count, held, broken / held if held else 0.0, *interval(broken, held))


def _tick(y: float, words: str) -> str:
    return text(words, LEFT - 6, y + 4, 12.5, text_anchor="end", fill=MUTED)


def _whisker(axes: Axes, last: tuple[int, int, float, float, float] | None, x: float) -> str:
    """Return the interval of all that is drawn as a bar, with the share on it."""
    if last is None:
        return ""
    _, _, share, low, high = last
    ends: list[Spot] = [(x, axes.at(0, min(ROOF, each))[1]) for each in (low, high)]
    bar = element("path", d=f"M{x:.1f} {ends[0][1]:.1f}V{ends[1][1]:.1f}", stroke=NO_LINE, stroke_width=2)
    if high > ROOF:  # it goes on above: an arrowhead
        bar += _beyond(x, 5, NO_LINE)
    return bar + disc(x, axes.at(0, min(ROOF, share))[1], 6.5, PAPER, NO_LINE)


def _beyond(x: float, wide: float, stroke: str) -> str:
    """Return an arrowhead at the top."""
    path = f"M{x - wide:.1f} {TOP + 1.4 * wide:.1f}L{x:.1f} {TOP:.1f}l{wide} {1.4 * wide:.1f}"
    return element("path", d=path, fill="none", stroke=stroke, stroke_width=2)


def _columns(seen: Sequence[str], across: Sequence[float]) -> Iterator[str]:
    """Yield the worlds, ten in a column: a dot if a premise fails, a disc if the arrow carries, a diamond if not."""
    for column, x in enumerate(across[: len(seen) // STEP]):
        for k, what in enumerate(seen[column * STEP : (column + 1) * STEP]):
            yield _mark(what, x, MARKS + COLUMN * k)


def _mark(what: str, x: float, y: float) -> str:
    """Return the mark of a world."""
    if what == "broken":
        return diamond(x, y, 5, stroke_width=1.4)
    if what == "holds":
        return disc(x, y, 3.6, stroke_width=1.2)
    return element("circle", cx=x, cy=y, r=1.2, fill=NONE_LINE)


def hundreds(lists: Sequence[tuple[str, float]], of: int = 200) -> Picture:
    """Return a picture of shares: for each, in words, so many worlds, and those that break an arrow marked."""
    wide, parts = 390.0, list[str]()
    says = "; ".join(f"{words} {round(of * share)} of {of}" for words, share in lists)
    for k, (words, share) in enumerate(lists):
        top, broken = 20.0 + 158 * k, round(of * share)
        parts.append(text(words, 8, top, 13.5, text_anchor="start", font_weight=600))
        parts.append(text(f"{broken} of {of}", wide - 8, top, 13.5, text_anchor="end", fill=NO_LINE, font_weight=600))
        for j in range(of):
            x, y = 16 + (wide - 32) / (of // 10 - 1) * (j // 10), top + 17 + 12 * (j % 10)
            parts.append(_mark("broken" if j < broken else "holds", x, y))
    return picture(wide, 10.0 + 158 * len(lists), f"Worlds that break the arrow: {says}.", *parts)

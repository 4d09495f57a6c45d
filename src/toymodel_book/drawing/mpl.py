"""A figure of Matplotlib is drawn in the book's colours, which follow the theme, as part of the page.

A cell imports this module before it makes a figure, and ends with ``drawn(figure, "what there is to see")``.
"""

from __future__ import annotations

import hashlib
import logging
import re
from html import escape
from io import StringIO

logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # that it looks for fonts is no news

import matplotlib.pyplot as plt  # noqa: E402
from cycler import cycler  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

from . import svg  # noqa: E402
from .svg import Picture  # noqa: E402

__all__ = ["HARM", "PLAIN", "QUIET", "drawn"]

PLAIN, QUIET, HARM = "#141414", "#686868", re.sub(".*(#.*)\\)", r"\1", svg.NO_LINE)
"""Colours of lines: the text's own, a quieter one, and that of harm, which nothing else has."""

THEMED = {PLAIN: "currentColor", QUIET: svg.NONE_LINE, HARM: svg.NO_LINE}

plt.rcParams.update(
    {
        "figure.figsize": (4.8, 3.0),  # so that words can be read on a narrow page, too
        "figure.constrained_layout.use": True,
        "savefig.transparent": True,
        "svg.fonttype": "none",  # text stays text, in the page's own typeface
        "font.family": "sans-serif",
        "font.size": 10.5,
        "axes.prop_cycle": cycler(color=[PLAIN, QUIET] * 2, linestyle=["-", "--", ":", "-."]),
        "axes.edgecolor": QUIET,
        "axes.labelcolor": PLAIN,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlelocation": "left",
        "axes.titlesize": 11.5,
        "lines.linewidth": 2.0,
        "legend.frameon": False,
        "text.color": PLAIN,
        "xtick.color": QUIET,
        "xtick.labelcolor": PLAIN,
        "ytick.color": QUIET,
        "ytick.labelcolor": PLAIN,
    }
)


def drawn(figure: Figure, says: str) -> Picture:
    """Return a figure as a picture that follows the page's theme, and close it.

    Parameters
    ----------
    says : str
        What there is to see, for readers who cannot see it.
    """
    file = StringIO()
    figure.savefig(file, format="svg", metadata={"Date": None})
    plt.close(figure)
    text = file.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>", "", text, flags=re.DOTALL)  # it would style the page
    text = re.sub(r"font-family: [^;\"]*", "font-family: var(--toy-sans, system-ui), sans-serif", text)
    key = hashlib.sha256(text.encode()).hexdigest()[:8]
    text = re.sub(r'( id="|href="#|url\(#)', rf"\g<1>m{key}-", text)
    for colour, themed in THEMED.items():
        text = text.replace(colour, themed)
    head = f'<svg role="img" aria-label="{escape(says)}" class="toy" style="max-width: 100%; height: auto" '
    return Picture(text.replace("<svg ", head, 1))

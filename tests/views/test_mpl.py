"""A figure of Matplotlib on a page: in the theme's colours, and without what would reach into the page."""

import re
from xml.etree import ElementTree as ET

import pytest

pytest.importorskip("matplotlib")


def test_a_figure_follows_the_theme_and_keeps_to_itself():
    import matplotlib.pyplot as plt

    from toymodel_book.drawing.mpl import HARM, drawn

    made = []
    for heights in ((1, 2), (2, 1)):
        figure, axes = plt.subplots()
        axes.plot(heights)
        axes.plot((0, 0), color=HARM)
        axes.set_title('"γ" < 1')
        made.append(drawn(figure, 'Two lines, "γ" < 1.'))
    assert not plt.get_fignums()
    root = ET.fromstring(made[0])
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'Two lines, "γ" < 1.'
    assert {"currentColor", "var(--toy-no-line"} <= set(re.findall(r"stroke: ([^;,]*)", made[0]))
    assert "<style" not in made[0]
    ids = [set(re.findall(r' id="([^"]+)"', text)) for text in made]
    assert not ids[0] & ids[1]
    assert set(re.findall(r'(?:href="|url\()#([^")]+)', made[0])) <= ids[0]

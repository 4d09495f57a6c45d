"""No label touches a line, a marker or a label: in every frame of every view, and in the picture of every case."""

from importlib import import_module
from pkgutil import iter_modules

import pytest

from toymodel import zoo
from toymodel.solve import bad_pairs
from toymodel_book import views
from toymodel_book.editor.editor import editor
from toymodel_book.live import View

from .overlaps import frames, overlaps, report

FOUND = {
    name: each
    for module in iter_modules(views.__path__)
    for name, each in vars(import_module(f"{views.__name__}.{module.name}")).items()
    if isinstance(each, View) and each.function.__module__.endswith(f".{module.name}")
}


@pytest.fixture(scope="module")
def measured(browser):
    """Give a function that measures pictures in both widths and both themes."""

    def measure(pictures):
        said = ""
        for window, theme in ((1280, "light"), (390, "dark")):
            if found := overlaps(browser, pictures, window, theme):
                said += f"\n{window} px, {theme}:\n{report(found)}"
        assert not said, said

    return measure


@pytest.mark.parametrize("name", sorted(FOUND))
def test_a_view_is_clean(name, measured):
    measured(frames(FOUND[name]))


@pytest.mark.parametrize("name", zoo.NAMES)
def test_a_case_is_clean(name, measured):
    case = zoo.case(name)
    environments = (case.world.training, case.world.deployment)
    shape = {"layout": case.layout, "beside": environments}
    pictures = {
        f"{agent.name} in {env.name}": views.world(env, policy, bad_pairs(env, case.judge), **shape)
        for agent in case.agents
        for env, policy in zip(environments, agent.replans(case.world), strict=True)
    }
    measured(pictures)


@pytest.mark.parametrize("name", zoo.NAMES)
def test_a_case_in_the_editor_is_clean(name, measured):
    case = zoo.case(name)
    where = ("training", "deployment")
    frames_ = {f"{a.name} in {w}": editor.render(case=name, agent=a.name, where=w) for a in case.agents for w in where}
    picked = {f"{state} picked": editor.render(case=name, picked=state) for state in case.world.training.states[:3]}
    measured(frames_ | picked)


WRONG = {
    "line": '<text x="10" y="50">word</text><path d="M0 45H100" stroke="#000"/>',
    "border": '<rect x="5" y="30" width="20" height="30" fill="none" stroke="#000"/><text x="10" y="50">word</text>',
    "text": '<text x="10" y="50">word</text><text x="30" y="52">other</text>',
    "marker": '<circle cx="20" cy="46" r="4" fill="#a84300"/><text x="10" y="50">word</text>',
    "outside": '<text x="180" y="50">a long word</text>',
}
RIGHT = {
    "box": '<rect x="2" y="20" width="90" height="50" fill="none" stroke="#000"/><text x="10" y="50">word</text>',
    "covered": '<path d="M0 45H100" stroke="#000"/><rect x="2" y="20" width="90" height="50" fill="#fff"/>'
    '<text x="10" y="50">word</text>',
    "hidden": '<g opacity="0"><path d="M0 45H100" stroke="#000"/></g><text x="10" y="50">word</text>',
    "disc": '<circle cx="20" cy="46" r="30" fill="#a84300"/><text x="10" y="50" fill="#fff">word</text>',
    "apart": '<text x="10" y="50">word</text><path d="M0 58H100" stroke="#000"/>',
}


def test_the_measure_sees_what_touches(browser):
    svgs = {k: f'<svg viewBox="0 0 200 100" width="200" font-size="14">{v}</svg>' for k, v in (WRONG | RIGHT).items()}
    assert set(overlaps(browser, svgs)) == set(WRONG)

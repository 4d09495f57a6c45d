"""Three paths through the book, each marked on its pages: how far one is, and what comes next on it."""

from dataclasses import dataclass
from html import escape
from typing import Any

from sphinx.application import Sphinx

WORDS = (
    "chapters/02_worlds_agents_judges",
    "chapters/03_optimal_policies",
    "chapters/04_impact_alignment",
    "chapters/05_behavioral_objective",
    "chapters/06_intent_alignment",
    "chapters/07_outer_alignment",
    "chapters/08_robustness",
    "chapters/09_objective_robustness",
    "chapters/10_inner_alignment",
)
ARROWS = (
    "chapters/one_mind",
    "chapters/11_inner_objective",
    "chapters/12_outer_objective_intent",
    "chapters/13_intent_capability_impact",
    "chapters/14_robustness_centric",
    "chapters/15_atlas",
)
FURTHER = (
    "chapters/17_performing_well",
    "chapters/18_the_essays_questions",
    "chapters/19_two_ends_of_a_string",
    "chapters/20_reflectivity",
    "chapters/21_really_solving",
)
FIRST, ANSWER = "chapters/01_misguided_researcher", "chapters/16_researcher_answered"


@dataclass(frozen=True)
class Path:
    """A path has a name, as the front page calls it, and its pages in order."""

    name: str
    pages: tuple[str, ...]


PATHS = (
    Path("The question", (FIRST, ANSWER)),
    Path("The definitions", (FIRST, *WORDS)),
    Path("Everything", (FIRST, *WORDS, *ARROWS, ANSWER, *FURTHER)),
)


def mark(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Write below a page's title on which paths it is, and what comes next on each."""
    del template, doctree
    steps = {path: path.pages.index(pagename) for path in PATHS if pagename in path.pages}
    if not steps or "body" not in context:
        return
    after: dict[str, list[str]] = {}
    for path, place in steps.items():
        following = "".join(path.pages[place + 1 : place + 2])
        after.setdefault(following, []).append(f"<b>{path.name}</b> {place + 1} of {len(path.pages)}")
    marks = "".join(f"<span>{' · '.join(said)}{_then(app, pagename, page)}</span>" for page, said in after.items())
    nav = f'<nav class="toy-paths" aria-label="Paths">{marks}</nav>'
    context["body"] = str(context["body"]).replace("</h1>", f"</h1>\n{nav}", 1)


def _then(app: Sphinx, page: str, following: str) -> str:
    if following not in app.env.titles:  # the last of its path, or a book of a few pages
        return ""
    title = app.env.titles[following].astext()
    return f': next <a href="{app.builder.get_relative_uri(page, following)}">{escape(title)}</a>'


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.connect("html-page-context", mark, priority=2)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

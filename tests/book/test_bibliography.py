"""Each work of the bibliography is cited, and what is cited is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [*(ROOT / "chapters").glob("*.ipynb"), *(ROOT / "chapters").glob("*.md"), *ROOT.glob("*.md")]


def test_each_work_is_cited_and_what_is_cited_is_there():
    listed = re.findall(r"^@\w+\{(\S+),", (ROOT / "references.bib").read_text(encoding="utf-8"), re.MULTILINE)
    roles = [role for path in PAGES for role in re.findall(r"\{cite(?::\w+)?\}`([^`]+)`", path.read_text("utf-8"))]
    cited = {key.strip() for role in roles for key in role.split(",")}
    assert sorted(listed, key=str.lower) == listed
    assert sorted(set(listed) - cited) == [], "cite it or drop it"
    assert sorted(cited - set(listed)) == [], "a work that is cited has to be in references.bib"


def test_each_entry_is_whole():
    entries = re.split(r"^(?=@)", (ROOT / "references.bib").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert [entry for entry in entries if entry.count("{") != entry.count("}")] == []

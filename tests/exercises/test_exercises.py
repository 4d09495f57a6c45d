"""Every exercise of every chapter: its samples behave, nothing is missing, and its chapter shows it."""

import json
import re
from html import unescape
from itertools import product
from math import prod
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from toymodel.files.cases import read_case, write_case
from toymodel.zoo import coin_line
from toymodel_book import exercises
from toymodel_book.controls import Select, Text
from toymodel_book.exercises import Exercise, check, exercise, hint
from toymodel_book.exercises.examiners import choice, number, verdicts
from toymodel_book.live import render
from toymodel_book.views.exercise import about, make
from toymodel_book.views.exercise import exercise as shown

from ..for_each import for_each

CHAPTERS = Path(__file__).parents[2] / "chapters"
ALL = [one for page in exercises.pages() for one in exercises.exercises(page).values()]
BUILT = [one for one in ALL if one.examiner.field.bench]
SAMPLES = [(one.key, answer) for one in ALL for answer in one.right]
MISTAKES = [(one.key, answer, said) for one in ALL for answer, said in one.wrong]
ODD = [None, "", "?", [], {}, 10**400, "1e999999", "{", "x" * 50_000, "\x00", object()]


def test_there_are_exercises_and_their_keys_differ():
    listed = [one.key for one in ALL]
    assert listed
    assert len(set(listed)) == len(listed)
    for page in exercises.pages():
        name = exercises.PAGES.get(page) or f"chapter_{int(page):02}"
        module = __import__(f"toymodel_book.exercises.{name}", fromlist=["EXERCISES"])
        assert len(module.EXERCISES) == len(exercises.exercises(page)), "a key is used twice"
        assert {one.page for one in module.EXERCISES} == {page}


@for_each("key, answer", SAMPLES)
def test_a_right_answer_is_right(key, answer):
    reply = check(key, answer)
    assert reply.right, reply


@for_each("key, answer, said", MISTAKES)
def test_a_wrong_answer_hears_what_is_wrong(key, answer, said):
    reply = check(key, answer)
    assert not reply.right
    assert said in str(reply)
    assert "\n" not in str(reply)
    assert len(str(reply)) < 600


@for_each("one", ALL, lambda one: one.key)
def test_hints_say_more_and_more_and_are_not_the_solution(one):
    hints = [hint(one.key, k) for k in (1, 2, 3)]
    assert len({*hints, one.solution}) == 4
    with pytest.raises(ValueError, match="hints 1 to 3"):
        hint(one.key, 4)


@for_each("key, answer", product((one.key for one in ALL), ODD))
def test_no_answer_is_too_odd_to_be_answered(key, answer):
    reply = check(key, answer)
    assert not reply.right
    assert 0 < len(str(reply)) < 600


@for_each("one", ALL, lambda one: one.key)
def test_the_chapter_shows_the_exercise(one):
    name = exercises.PAGES.get(one.page) or f"{int(one.page):02}_*"
    (path,) = CHAPTERS.glob(f"{name}.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    asked = re.compile(rf"exercise\(\s*[\"']{re.escape(one.key)}[\"']\s*\)")
    assert [1 for each in code if asked.search(each)] == [1]


@for_each("one", ALL, lambda one: one.key)
def test_a_page_asks_and_answers(one):
    made = shown(one.key)
    page = made._repr_mimebundle_()["text/html"]
    assert about(one).split(";")[0] in page
    assert page.count("<details data-hint=") == 3
    assert page.count('<details class="live-solution">') == 1
    assert f'data-exercise="{one.key}"' in page
    assert "live-open" in made.render(), "nothing is right or wrong before there is an answer"
    name = f"toymodel_book.views.exercise:exercise_{one.key.replace('.', '_')}"
    assert made.name == name
    answer = next((a for a, _ in one.wrong if isinstance(a, str) and a), None)
    if answer is not None and isinstance(made.controls.get("answer"), Text):
        assert "live-wrong" in render(name, {"answer": answer})["html"]


@for_each("one", [one for one in ALL if one.examiner.field.parts], lambda one: one.key)
def test_what_is_chosen_is_judged_once_all_is_chosen(one):
    made = shown(one.key)
    parts = one.examiner.field.parts
    assert all(isinstance(each, Select) and each.values[0] == "" for each in made.controls.values())
    answers = {
        k: r for r in one.right if isinstance(r, str) for k in [tuple(r.split(", ")) if len(parts) > 1 else (r,)]
    }
    right = next(k for k in answers if all(v in dict(p.options) for v, p in zip(k, parts, strict=True)))
    assert "live-right" in made.render(**dict(zip(made.controls, right, strict=True)))
    for left_out, part in zip(made.controls, parts, strict=True):
        drawn = made.render(**(dict(zip(made.controls, right, strict=True)) | {left_out: ""}))
        assert "live-open" in drawn
        assert part.asked in unescape(drawn) or len(parts) == 1
    assert prod(len(each.values) for each in made.controls.values()) <= 100, "a page holds all replies"


@for_each("one", BUILT, lambda one: one.key)
def test_a_world_as_it_was_given_hears_what_is_wanted(one):
    for answer in (one.examiner.start(), one.examiner.field.start):
        reply = check(one.key, answer)
        assert reply.right is None
        assert str(reply).startswith("This is the world as it was given: change it so that ")
        assert any(not done and clause in str(reply) for clause, done in reply.wanted)
    assert str(reply) in unescape(shown(one.key).render())


@for_each("one", BUILT, lambda one: one.key)
def test_a_world_can_be_built_where_the_exercise_stands(one):
    bench = one.examiner.field.bench
    assert bench.knobs
    assert bench.build(**{name: knob.value for name, knob in bench.knobs.items()}) == one.examiner.start()
    settings = [dict(zip(bench.knobs, v, strict=True)) for v in product(*(k.values for k in bench.knobs.values()))]
    assert len(settings) <= 100, "a page holds all replies"
    replies = [check(one.key, bench.build(**setting)) for setting in settings]
    assert not [str(reply) for reply in replies if "cannot be used" in str(reply)]
    right = [setting for setting, reply in zip(settings, replies, strict=True) if reply.right]
    assert right
    assert "live-right" in shown(one.key).render(**right[0])


def test_a_file_goes_before_the_knobs_until_it_is_taken_back():
    made = shown("2.3")
    file = write_case(coin_line(deployed=4))
    drawn = made.render(answer=file, deployed="0")
    assert "live-right" in drawn
    assert "data-set-answer" in drawn
    assert "data-set-answer" not in made.render(deployed="4")
    assert "nobody of the cast" in unescape(made.render(answer="nobody"))
    assert "live-right" in shown("9.3").render(answer="nursery-corridor"), "one of the cast may be named"


@for_each("one", BUILT, lambda one: one.key)
def test_the_editor_opens_the_world_and_knows_the_exercise(one):
    (address,) = re.findall(r'href="(world_editor[^"]*[?][^"]*)"', shown(one.key).before)
    query = parse_qs(urlsplit(unescape(address)).query)
    assert query["answer"] == [one.key]
    assert write_case(read_case(query["editor.world"][0])) == one.examiner.field.start


def test_a_reply_is_rendered_and_what_a_reader_wrote_is_not():
    assert "What does it <em>lose</em>?" in shown("8.1").render(answer="19/40")
    drawn = shown("8.1").render(answer="[a](https://example.org) *b* $c$")
    assert "<a" not in drawn
    assert "<em>" not in drawn
    assert "math" not in drawn


def test_a_worker_finds_an_exercise_by_its_name_alone(monkeypatch):
    from toymodel_book import live

    monkeypatch.setattr(live, "_views", {})
    assert "✓ Right" in render("toymodel_book.views.exercise:exercise_1_1", {"answer": "0.09"})["html"]
    assert "there is no exercise" in render("toymodel_book.views.exercise:exercise_1_99", {})["error"]
    assert "there is no view" in render("toymodel_book.views.exercise:check", {})["error"]
    assert make("os.system") is None


@pytest.mark.parametrize("key", ["15.99", "99.1", "x", "", "15", "../15.1", "²"])
def test_an_exercise_that_is_not_there_is_named(key):
    with pytest.raises(KeyError, match="there is no exercise"):
        exercise(key)


def test_in_a_notebook_an_answer_is_judged():
    pytest.importorskip("ipywidgets")
    from toymodel_book.notebook import widget

    _, question, row, helps = widget(shown("1.1")).children
    controls, drawn = row.children
    answer, picture = controls.children[0], drawn.children[-1]
    assert "0.999" in question.value
    assert "Hint 3" in helps.value
    answer.value = "0.1"
    assert "next step" in picture.value


def test_what_a_reader_writes_is_never_html():
    hostile = "<img src=x onerror=alert(1)>"
    drawn = render(shown("1.1").name, {"answer": hostile})["html"]
    assert "<img" not in drawn
    assert "&lt;img" in drawn
    drawn = render(shown("1.4").name, {"answer": json.dumps({hostile: hostile})})["html"]
    assert "<img" not in drawn


def test_the_smallest_differences_count():
    ask = number("1/3", {"0.5": "half"})
    assert ask.examine("1/3").right
    assert "close" in str(ask.examine("0.333"))
    assert str(ask.examine("−1")) == "-1 is too small."
    assert not ask.examine(True).right
    assert not number(0).examine("0.001").right


def test_builders_refuse_what_cannot_work():
    with pytest.raises(ValueError, match="right answer"):
        number("0.5", {"1/2": "no"})
    with pytest.raises(ValueError, match="needs a reply"):
        choice({"a": "x", "b": "y"}, "a", {})
    with pytest.raises(ValueError, match="nobody asks"):
        verdicts({}, {"x": "y"})


@pytest.mark.parametrize(
    "change",
    [{"key": "5"}, {"hints": ("a", "b")}, {"solution": " "}, {"right": ()}, {"difficulty": "dull"}, {"minutes": 0}],
)
def test_an_exercise_with_something_missing_is_refused(change):
    given = {field: getattr(ALL[0], field) for field in Exercise.__dataclass_fields__}
    with pytest.raises(ValueError, match=r"exercise|key"):
        Exercise(**{**given, **change})

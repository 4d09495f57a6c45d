"""Baked frames: exactly what a view draws, small enough for a page, errors included."""

import importlib
import json
import pkgutil
import re
from types import SimpleNamespace

import pytest

from toymodel_book import form, live, views
from toymodel_book.bake import BUDGET, FEW, Page, bake, settings
from toymodel_book.live import Select, Slider, Text, View, sentence, view

from ..for_each import for_each

for module in pkgutil.iter_modules(views.__path__):
    importlib.import_module(f"{views.__name__}.{module.name}")
VIEWS = {name: shown for name, shown in live._views.items() if "exercise" not in name}


def number(count):
    return Slider("number", tuple(map(str, range(count))), "0")


def test_a_view_of_few_settings_is_baked_whole_and_others_in_part():
    def scope(*counts, **more):
        found = settings({f"k{place}": number(count) for place, count in enumerate(counts)} | more)
        assert found[1][0] == {key: control.value for key, control in more.items()} | found[1][0]
        assert len({json.dumps(each) for each in found[1]}) == len(found[1])
        return found[0], len(found[1])

    assert scope(FEW) == ("whole", FEW)
    assert scope(10, 16) == ("singles", 25)
    assert scope(4, 5, 8) == ("pairs", 1 + 14 + 12 + 21 + 28)
    assert scope(3, text=Text("text", "as it starts")) == ("whole", 3)


@for_each("name", [name for name in VIEWS if not name.endswith((":editor", ":atlas"))])
def test_baked_frames_are_what_the_view_draws(name):
    shown = VIEWS[name]
    made = bake(shown, few=0)
    assert json.loads(made.text) == made.data
    for setting in settings(shown.controls, few=0)[1]:
        assert made.frame(setting) == shown.frame(setting), setting


def test_a_setting_that_the_view_refuses_is_baked_as_its_error_and_a_fault_is_none():
    def refuses(a):
        if a == "1":
            raise ValueError("not\n<this>")
        if a == "2":
            raise RuntimeError("a fault")
        return sentence(a)

    made = bake(View(refuses, "title", {"a": number(2)}))
    assert made.frame({"a": "1"}) == {"error": "not <this>"}
    with pytest.raises(RuntimeError, match="a fault"):
        bake(View(refuses, "title", {"a": number(3)}))


def test_nothing_in_a_picture_ends_the_script_that_holds_it():
    def hostile(a):
        return f"<!-- {a} --><script>1</script>"

    shown = View(hostile, "title", {"a": number(2)})
    made = bake(shown)
    assert re.search("</|<!--", made.text) is None
    assert made.frame({"a": "1"}) == {"html": hostile("1")}
    assert json.loads(made.text) == made.data


def test_a_page_has_room_for_a_budget_and_drops_pairs_first():
    shown = view("T", a=number(12), b=number(12))(lambda a, b: f"<p>{a}</p><p>{b}</p><p>{int(a) * int(b)}</p>")
    whole, singles = bake(shown), bake(shown, few=0)
    assert (whole.data["scope"], singles.data["scope"]) == ("whole", "singles")
    assert singles.size < whole.size <= BUDGET
    page = Page(whole.size + singles.size)
    assert [page.bake(shown).data["scope"] for _ in range(2)] == ["whole", "singles"]
    assert page.bake(shown) is None
    assert page.room == 0
    assert Page().bake(SimpleNamespace(controls={"a": Text("a")}, render=lambda a: a)) is None, "there is but one"


def test_a_form_holds_frames_only_where_a_book_is_built(monkeypatch):
    monkeypatch.setattr(form, "_page", Page())
    shown = View(lambda a: sentence(a), "title", {"a": Select("a", (("0", "no"), ("1", "yes")), "0")})
    assert "live-frames" not in form.form(shown, "key")
    monkeypatch.setenv(form.BAKES, "1")
    assert form.form(shown, "key").count('<script type="application/json" class="live-frames">{"keys"') == 1

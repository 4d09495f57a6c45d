"""Every prediction: what is said to be so is so, as far as the package can compute it, and its page shows it."""

import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from toymodel import Reading, zoo
from toymodel.agents import learner_gain
from toymodel.agents.gain import optimal_gain
from toymodel.alignment import MAIN, ROBUSTNESS
from toymodel.solve import bad_pairs, badness, regret, used
from toymodel.worlds import Judge
from toymodel.zoo.cases.corridor import corridor_world
from toymodel.zoo.cases.lifeguard import lifeguard
from toymodel.zoo.cases.second_arrow import wasps
from toymodel_atlas import conclusions
from toymodel_atlas.cells import Cell
from toymodel_atlas.minds import minds
from toymodel_atlas.prover import derive
from toymodel_atlas.sensitivity import headlines
from toymodel_atlas.settled import entry
from toymodel_book import exercises
from toymodel_book.exercises import prediction
from toymodel_book.exercises.chapter_06 import careful
from toymodel_book.exercises.chapter_11 import room
from toymodel_book.exercises.record import Guess, Prediction
from toymodel_book.stories.breakfast import ALL as ALL_RATINGS
from toymodel_book.stories.breakfast import verdicts
from toymodel_book.stories.memo import deployed, fate, inner, rounds
from toymodel_book.views import prediction as shown
from toymodel_book.views import really_solving
from toymodel_book.views.doors import HOUSES, tally
from toymodel_book.views.house import least
from toymodel_book.views.two_buttons import observed_as
from toymodel_book.views.two_rooms import office
from toymodel_survey.recorded import spots

from ..for_each import for_each

CHAPTERS = Path(__file__).parents[2] / "chapters"
ALL = [one for page in exercises.pages() for one in exercises.predictions(page).values()]
YES = {True: "yes", False: "no"}


def right(key):
    return [guess.right for guess in prediction(key).guesses]


def holds(case, *names, agent=None, **choices):
    return [YES[case.check(name, Reading(**choices), agent).holds] for name in names]


def wrong_rows():
    shares = {line: {s.x: s.share.estimate for s in found} for line, found in spots("false beliefs").items()}
    five, ten, twenty = (shares[f"{n} states, 1 wrong"][1] for n in (5, 10, 20))
    outer = {s.x: 100 * s.share.estimate for s in spots("size")["outer aligned, exactly"]}
    assert round(outer[3]) == 69
    assert (round(100 * five), round(100 * twenty)) == (3, 9)
    return [str(round(100 * ten)), "more" if ten < twenty < 5 * ten else "", str(round(outer[30]))]


def driver():
    case, some = zoo.mixed_witness(), {"objectives": "some"}
    first_two = ("intent aligned", "capability robust")
    *wants, zero = case.candidates
    alone = [replace(case, candidates=(r, zero), base=r, human=None) for r in wants]
    one = any(holds(each, *first_two, **some) == ["yes", "yes"] for each in alone)
    return [*holds(case, *first_two, "impact aligned", **some), YES[one]]


def forgiven():
    case = zoo.coin_line()
    line, table = case.world.deployment, case.agent("the learned table").policy
    return "nothing" if not bad_pairs(line, Judge.by(case.base, "0.1")) & used(line, table) else "all"


def patience():
    less, more = (corridor_world(g, "1/4", "right") for g in ("9/10", "99/100"))
    first, second = (badness(each.env, each.judge, each.policy) for each in (less, more))
    return "shrinks" if second < first else "grows" if second > first else "stays"


def captains():
    case = zoo.unseen_state()
    train, deploy = case.world.training, case.world.deployment
    optima = [agent for agent in case.agents if regret(train, case.base, agent.policy) == 0]
    assert [regret(deploy, case.base, agent.policy) for agent in case.agents] == [0, Fraction(81, 10)]
    return "both" if len(optima) == len(case.agents) == 2 else ""


def about(what, place):
    """What pressing left demonstrates of rooms or buttons, by the word that the options have for it."""
    words = {"to be in room 0": "first", "to be in room 1": "second", "to press left": "left"}
    shown = [each for each in observed_as(what, place, "left").wants if each.demonstrated and not each.trivial]
    return words[shown[0].name] if len(shown) == 1 else "none"


def collapse():
    """Of the robot and the cat, whatever it does: what the readings come to."""
    robots = [careful(plays, bad=["go over"]) for plays in ("go round", "go over", "stay")]
    common = {"observed_in": "deployment", "among": "sa", "trivial": "included"}
    able = [robot.check("capability robust", Reading(**common)).holds for robot in robots]
    safe = [robot.check("impact aligned").holds for robot in robots]
    found = ["always" if all(able) else ""]
    for objectives, optima in (("some", "every"), ("every", "some")):
        reading = Reading(objectives=objectives, optima=optima, **common)
        same = [robot.check("intent aligned", reading).holds for robot in robots] == safe
        found.append("itself" if same and len(set(safe)) == 2 else "")
    return found


def first_arrow():
    robot = room("3", "vase")
    found = [holds(robot, "objective robust", observed_in="deployment", objectives=q)[0] for q in ("every", "some")]
    assert robot.agents[0].objective == robot.base
    return found


def first_arrow_readings():
    held = [reading for reading in conclusions.readings() if conclusions.holds("I1", reading)]
    asked = {tuple(v for k, v in sorted(reading.items()) if k != "encountered") for reading in held}
    return [{6: "six"}.get(len(asked), "")]


def two_diagrams():
    case, places = office("swapped", "right right"), Reading(among="s")
    assert case.check("one mind", places).holds
    assert case.check("robust", places).holds
    back = sum(case.arrow(name, places).state == "carried" for name in ("I5a", "I5b"))
    states = zoo.tie().arrows(Reading(optima="some"))
    both = all("broken" in {states[name].state for name in diagram.arrows} for diagram in (MAIN, ROBUSTNESS))
    return [{0: "none", 1: "one", 2: "both"}[back], "both" if both else ""]


def whole_diagram():
    assert conclusions.sufficient(conclusions.MAIN_ARROWS)
    fewest = min(len(choices) for choices in conclusions.sufficient(conclusions.MAIN_ARROWS))
    cautious = {
        axis: getattr(Reading(), axis) for axis in ("observed_in", "objectives", "trivial", "optima", "encountered")
    }
    count = sum(conclusions.holds(name, cautious) for name in conclusions.MAIN_ARROWS)
    return ["none" if fewest > 1 else "", str(count), YES[bool(conclusions.idle_premises())]]


def morning():
    case = zoo.two_buttons()
    places, deeds = (holds(case, "intent aligned", "capability robust", among=among) for among in ("s", "sa"))
    return [*places, deeds[0]]


def doors():
    """The game: 3/2 whatever is chosen; levers: nobody can, without asking; with asking somebody can."""
    means = {tally(choices)[0] for choices in HOUSES}
    unasked = all(least(steps) > Fraction(steps, 2) for steps in (50, 100))
    levers = zoo.trap_and_advisor()
    env, asks = levers.world.deployment, levers.agent("who asks once").learner
    once = learner_gain(env, levers.base, asks) == optimal_gain(env, levers.base)
    return ["half" if means == {Fraction(3, 2)} else "", YES[not unasked], YES[once]]


def answered():
    """Of the researcher's three questions: a theorem, a counterexample, a theorem."""
    searched, she = Reading(behavior="mesa"), zoo.misguided_researcher()
    every = {"observed_in": "beliefs", "objectives": "every", "trivial": "excluded", "optima": "every"}
    broken = she.arrow("I3", replace(searched, performs="W5")).state == "broken"
    proved = entry("I3", every | {"performs": "W5"})
    return [YES[not derive(Cell("I3", searched)).holds], YES[broken], YES[proved.status != "theorem"]]


def memo_rewritten():
    first = (1, 0, 2)
    then, _ = rounds(first, "swap", last=5)[5]
    went, apart = deployed(then), inner(then, then) and not inner(first, then)
    return ["never" if fate(first, "swap")[1] > 1 else "", went[0] if len(went) == 1 else "", "which" if apart else ""]


def among_rooms():
    known = [each for each in headlines() if (each.theorems, each.third, each.capable) in ((71, 6, 1), (66, 6, 1))]
    return ["most", "one"] if len(known) >= 2 else []


def fork():
    case = zoo.table_and_planner()
    words = {True: "holds", False: "fails", None: "undefined"}
    found = [words[case.check("inner aligned", agent=name).holds] for name in ("the planner", "the table")]
    planner, table = (case.agent(name).keeps(case.world).support for name in ("the planner", "the table"))
    return [*found, YES[planner != table]]


def midpoints():
    """Of 27 ratings: how many lead to harm, for how many both links hold, and whether only the outer one breaks."""
    found = [verdicts(stars) for stars in ALL_RATINGS]
    harm = sum(not safe for _, _, safe in found)
    return [str(harm), str(found.count((True, True, True))), YES[(False, True, True) in found]]


def burglar():
    return holds(zoo.keys_and_chests(), "robust", "capability robust", "objective robust", observed_in="deployment")


def deceived():
    case = zoo.deceiver()
    kinds = {(False, True): "intent", (True, False): "capability", (False, False): "both", (True, True): "neither"}
    readings = (
        Reading(observed_in="deployment", among="sa"),
        Reading(among="sa"),
        Reading(objectives="selected", selected_by="base"),
    )
    asked = ("intent aligned", "capability robust")
    return [kinds[tuple(case.check(name, reading).holds for name in asked)] for reading in readings]


def silence():
    """Of the lava: the model that a trainer keeps who judges by the reward, and what silence says by what is known."""
    tenth, reward = Fraction(1, 10), really_solving.EYES["reward"][1]
    after = [really_solving.posterior(tenth, known)[really_solving.HARMFUL] for known in ("meadow", "both")]
    words = ["less" if p < tenth else "more" if p > tenth else "same" for p in after]
    return [really_solving.keeps(Fraction(1000), reward), *words]


COMPUTED = {
    "2.1": lambda: [forgiven()],
    "3.1": lambda: [patience()],
    "3.2": lambda: [captains()],
    "4.1": lambda: [
        "none"
        if not any(
            lifeguard(does, "9/10", "9/10", "outcomes").check("impact aligned").holds
            for does in ("swim", "call", "watch")
        )
        else ""
    ],
    "5.1": lambda: [*map(about, ("rooms", "rooms", "buttons"), ("deployment", "both", "both"))],
    "6.1": driver,
    "6.2": collapse,
    "7.1": lambda: holds(zoo.mixed_witness(), "outer aligned"),
    "9.1": burglar,
    "10.1": fork,
    "11.1": first_arrow,
    "11.2": first_arrow_readings,
    "12.1": lambda: [*holds(wasps(), "outer aligned"), YES[wasps().arrow("I2").state == "broken"]],
    "13.1": lambda: holds(zoo.tie(), "intent aligned", "capability robust", "impact aligned", optima="some"),
    "13.2": lambda: ["none"] if ("I3", "capability robust") in conclusions.idle_premises() else [],
    "14.1": two_diagrams,
    "15.1": whole_diagram,
    "16.1": wrong_rows,
    "1.1": lambda: holds(zoo.misguided_researcher(), "intent aligned", "capability robust", observed_in="deployment"),
    "17.1": answered,
    "18.1": doors,
    "19.1": deceived,
    "20.1": midpoints,
    "22.1": silence,
    "21.1": memo_rewritten,
    "mind.1": morning,
    "mind.2": among_rooms,
    "mind.3": lambda: ["three"] if round(100 * minds(3, 2, same_moves=False).share) in range(25, 35) else [],
}
"""What the package finds. Of 7.1 the notebook draws its forty agents; 13.2 is counted there."""


@for_each("key", COMPUTED)
def test_what_is_right_is_what_the_package_finds(key):
    found = COMPUTED[key]()
    assert found == right(key)[: len(found)]
    assert len(found) == len(right(key))


def test_every_prediction_is_computed_here_or_in_its_notebook():
    assert {one.key for one in ALL} - {*COMPUTED} == {"8.1"}


@for_each("one", ALL, lambda one: one.key)
def test_the_page_shows_the_prediction(one):
    page, _, _ = one.key.partition(".")
    (path,) = CHAPTERS.glob(f"{int(page):02}_*.ipynb" if page.isdecimal() else f"{exercises.PAGES[page]}.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    shows = re.compile(rf"prediction\(\s*[\"']{re.escape(one.key)}[\"']\s*\)")
    found = [cell for cell in cells if cell["cell_type"] == "code" and shows.search("".join(cell["source"]))]
    assert [cell["metadata"]["tags"] for cell in found] == [["remove-input"]]


@for_each("one", ALL, lambda one: one.key)
def test_a_page_without_a_script_has_the_options_and_the_answer_folded(one):
    page = shown(one.key)._repr_mimebundle_()["text/html"]
    assert page.count("<li data-value=") == sum(len(guess.options) for guess in one.guesses)
    assert page.count("<details") == 1
    assert "<details open" not in page
    assert page.index("</ul></div><details") < page.index("The answer")
    assert not re.search(r"(?<!\w)\*\w|\]\(", page), "Markdown is rendered"


def test_nothing_that_a_prediction_says_is_html():
    hostile = "<img src=x onerror=alert(1)>"
    one = Prediction("2.9", hostile, (Guess(hostile, {"a": hostile, "b": "b"}, "a"),), hostile)
    from toymodel_book.views.prediction import Shown

    assert "<img" not in Shown(one).html()


@pytest.mark.parametrize("key", ["15.99", "99.1", "x", "", "15", "../15.1", "²", "mind.9"])
def test_a_prediction_that_is_not_there_is_named(key):
    with pytest.raises(KeyError, match="there is no prediction"):
        prediction(key)


@pytest.mark.parametrize(
    ("options", "good"), [({"a": "x"}, "a"), ({"a": "x", "b": "y"}, "c"), (dict.fromkeys("abcde", "x"), "a")]
)
def test_a_guess_needs_a_few_options_one_of_them_right(options, good):
    with pytest.raises(ValueError, match="2 to 4 options"):
        Guess("?", options, good)


def test_a_prediction_with_something_missing_is_refused():
    guess = Guess("?", {"a": "x", "b": "y"}, "a")
    for key, question, guesses, answer in [
        ("1", "?", (guess,), "!"),
        ("2.1", " ", (guess,), "!"),
        ("2.1", "?", (), "!"),
    ]:
        with pytest.raises(ValueError, match=r"key|needs"):
            Prediction(key, question, guesses, answer)

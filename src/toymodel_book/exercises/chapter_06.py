"""The exercises of chapter 6 are about intent alignment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from toymodel.agents import Agent
from toymodel.alignment import Case, Reading
from toymodel.logic import Verdict
from toymodel.solve import bad_pairs, full, used
from toymodel.worlds import Environment, Judge, Number, Objective, Policy, World
from toymodel.zoo import deceiver, tie

from ..controls import Select
from .examiners import choice, verdicts, wants, world
from .record import Exercise, Guess, Prediction

COUNTED = Reading(observed_in="deployment", among="sa")
EVERY_SOME = Reading(observed_in="deployment", optima="some")
SOME_EVERY = Reading(observed_in="deployment", objectives="some")


def asked(name: str, **choices: str) -> Callable[[], Verdict]:
    """Ask something of the deceiver."""
    return lambda: deceiver().check(name, Reading(**choices))


def careful(plays: str = "go round", tea: Sequence[Number] = (1, 1, 0), bad: Sequence[str] = ("go over",)) -> Case:
    """Return the robot and the cat, with tea and zero for candidates; by default it goes round."""
    case = tie()
    env: Environment = case.world.deployment
    wanted = Objective.from_array([list(tea)], "tea")
    return replace(
        case,
        agents=(Agent("the robot", Policy.on(env, {}, otherwise=plays)),),
        base=wanted,
        human=None,
        judge=Judge.of([("the kitchen", a) for a in bad], "the human"),
        candidates=(wanted, Objective.zero(env)),
        world=World.same(env),
    )


def kitchen(does: str, over: str, human: str) -> Case:
    """Return the robot and the cat, with what it does, what tea pays for going over, and whether human values count."""
    case = tie(over)
    if does != "go over":
        case = replace(case, agents=(Agent("the robot", Policy.on(case.world.deployment, {}, otherwise=does)),))
    if human == "out":
        case = replace(case, human=None, candidates=tuple(each for each in case.candidates if each != case.human))
    return case


def gentle() -> Case:
    """Return the robot that goes round the cat, with tea and human values for candidates."""
    case = tie()
    return replace(case, agents=(Agent("the robot", Policy.on(case.world.deployment, {}, otherwise="go round")),))


def pursued(objectives: str, optima: str) -> Callable[[], Verdict]:
    """Ask whether that robot is intent aligned, observed in deployment."""
    chosen = Reading(observed_in="deployment", objectives=objectives, optima=optima)
    return lambda: gentle().check("intent aligned", chosen)


def counted(objectives: str, optima: str) -> Callable[[], Verdict]:
    """Ask of the robot that goes over the cat, observed in deployment, over all objectives, trivial ones included."""
    chosen = Reading(observed_in="deployment", trivial="included", among="sa", objectives=objectives, optima=optima)
    return lambda: tie().check("intent aligned", chosen)


def one_room(plays: str, bad: Sequence[str], actions: Sequence[str] = ("left", "right")) -> Case:
    """Return a case with one state, kept for ever, somebody who plays one action, and zero for its only objective."""
    room = Environment.build({"the room": "the room"}, start="the room", discount="9/10", actions=actions)
    nothing = Objective.zero(room)
    return Case(
        name="one-room",
        story="Somebody in a room with some buttons.",
        world=World.same(room),
        agents=(Agent("somebody", Policy.on(room, {}, otherwise=plays)),),
        base=nothing,
        judge=Judge.of([("the room", a) for a in bad], "the human"),
        candidates=(nothing,),
    )


def elsewhere() -> Case:
    """Return two buttons, with something judged bad only in a room that nobody gets to: no solution."""
    rooms = {room: room for room in ("the room", "the other room")}
    env = Environment.build(rooms, start="the room", discount="9/10", actions=["left", "right"])
    nothing = Objective.zero(env)
    return replace(
        one_room("left", []),
        world=World.same(env),
        agents=(Agent("somebody", Policy.on(env, {}, otherwise="left")),),
        base=nothing,
        judge=Judge.of([("the other room", "right")], "the human"),
        candidates=(nothing,),
    )


def three_buttons() -> Case:
    """Return the case that the exercise starts from."""
    return one_room("left", ["right"], ("left", "middle", "right"))


def buttons(size: str, presses: str, bad: str) -> Case:
    """Return the room with two buttons or three."""
    actions = ("left", "middle", "right") if size == "three" else ("left", "right")
    return one_room(presses, [] if bad == "neither" else [bad], actions)


def tempting(case: Case) -> str:
    """Something harmful has to be possible, or nothing is at stake."""
    env = case.world.deployment
    if not bad_pairs(env, case.judge):
        return "In deployment the human judges nothing bad."
    possible = used(env, full(env)) & bad_pairs(env, case.judge)
    return "" if possible else "In deployment nobody can get to where the human judges something bad."


EXERCISES = (
    Exercise(
        key="6.1",
        title="Nothing to go by",
        question=(
            "An agent's behaviour is so odd that, of the objectives that count, it is optimal for none. You read "
            "intent alignment with *every* objective. What is the verdict?"
        ),
        minutes=1,
        difficulty="easy",
        importance="important",
        hints=(
            "In logic, what is true of every member of an empty set?",
            "Everything is. The definition departs from logic here: look at the mark on the ∀.",
            "What demonstrates nothing is not vouched for. Is that a failure, or no answer?",
        ),
        examiner=choice(
            {"holds": "it holds", "fails": "it fails", "undefined": "it is undefined"},
            "fails",
            {
                "holds": "So logic would have it, and the odder an agent the better its intentions would be. "
                "The quantifier has a mark that says otherwise.",
                "undefined": "There is a set, and it is empty. The definition says what becomes of an agent that "
                "nothing vouches for.",
            },
            praise="“Every” asks for at least one.",
        ),
        solution=(
            "It fails: the quantifier $\\forall^{\\exists}$ asks for at least one demonstrated objective that counts. "
            "Otherwise an agent that makes no sense would be intent aligned, and nothing would have vouched for it."
        ),
        right=("fails", "it fails"),
        wrong=(("holds", "So logic"), ("undefined", "it is empty"), ("perhaps", "not among the answers")),
    ),
    Exercise(
        key="6.2",
        title="The deceiver, tested and free",
        question=(
            "An agent serves as long as it is tested, in training, and defects in the field, in deployment, which the "
            "human judges bad. Candidates: *service* (pays for serving everywhere), *the deceiver's own* (pays for "
            "serving in the test and for defecting in the field), and zero. Trivial objectives do not count, every "
            "optimum does. *Capability* says that it loses nothing, in deployment, on what it demonstrates. Which "
            "hold?"
        ),
        minutes=5,
        difficulty="medium",
        importance="important",
        hints=(
            "For each place, write down which of the two objectives that count it demonstrates there.",
            "In the test it serves, and demonstrates both. In the field it defects, and demonstrates one of them. "
            "Its success is always measured in the field.",
            "Observed in training, one premise holds by service and the other by its own objective. Observed in "
            "deployment, only its own objective is left, and at that it excels.",
        ),
        examiner=verdicts(
            {
                "intent, some, observed in training": asked("intent aligned", objectives="some"),
                "intent, every, observed in training": asked("intent aligned"),
                "intent, some, observed in deployment": asked(
                    "intent aligned", objectives="some", observed_in="deployment"
                ),
                "capability, every, observed in deployment": asked("capability robust", observed_in="deployment"),
            },
            {
                "intent, some, observed in training": "It serves in the test. Is service demonstrated by that, and "
                "what does service ask for in the field?",
                "intent, every, observed in training": "Every demonstrated one has to be harmless. Which other "
                "objective does serving in the test demonstrate?",
                "intent, some, observed in deployment": "Observed in the field it defects. Which objectives does that "
                "demonstrate?",
                "capability, every, observed in deployment": "Whatever it demonstrates in the field, it is optimal "
                "for.",
            },
            praise="Whether deception is a failure of intent or of capability depends on where it is observed.",
        ),
        solution=(
            "Holds, fails, fails, holds. In the test both objectives are demonstrated; service is harmless in the "
            "field, its own is not: *some* holds, *every* fails. In the field only its own is: intent fails, and at "
            "its own objective it loses nothing. The essay says that deception is a failure of intent and not of "
            "capability. Observed in deployment it is, by “some” as by “every”; observed in training it is not: by "
            "“some” neither fails, by “every” both do."
        ),
        right=("holds, fails, fails, holds", [True, False, False, True]),
        wrong=(
            ("fails, fails, fails, holds", "Is service demonstrated"),
            ("holds, holds, fails, holds", "Every demonstrated one"),
            ("holds, fails, holds, holds", "Which objectives does that"),
            ("holds, fails, fails, fails", "is optimal for"),
            ("holds", "cannot be read"),
        ),
    ),
    Exercise(
        key="6.3",
        title="Two readings that a theorem makes one",
        question=(
            "By the collapse theorem every–some and some–every both come to impact alignment, over all objectives, for "
            "deterministic agents observed in deployment. Build a case in which they differ all the same: the agent "
            "does no harm; observed in deployment, with trivial objectives left out, *every* demonstrated candidate "
            "has *some* safe optimum; and *no* demonstrated candidate has safe optima only. Why is this no "
            "contradiction? (Start from the robot that goes over the cat.)"
        ),
        minutes=10,
        difficulty="hard",
        importance="worth it",
        hints=(
            "Begin with the robot's conduct: it has to do no harm. So let it go round the cat.",
            "The candidates are tea, human values and zero. For which of them are all optimal policies safe? That "
            "one must go.",
            "Human values must go, from the candidates and as what the human wants (`human`). "
            "For tea, going round and going over tie. The theorem needs an objective that the candidates lack.",
        ),
        examiner=world(
            wants("the agent does no harm", lambda case: case.check("impact aligned", EVERY_SOME)),
            wants(
                "every demonstrated candidate has some safe optimum (every–some)",
                lambda case: case.check("intent aligned", EVERY_SOME),
            ),
            wants(
                "no demonstrated candidate has safe optima only (some–every)",
                lambda case: case.check("intent aligned", SOME_EVERY),
                False,
            ),
            start=tie,
            build=kitchen,
            does=Select(
                "the robot", (("go over", "goes over"), ("go round", "goes round"), ("stay", "stays")), "go over"
            ),
            over=Select("going over pays, on tea", (("1", "1"), ("0", "0")), "1"),
            human=Select("human values", (("in", "are a candidate"), ("out", "are left out")), "in"),
            praise="The theorem is about all objectives; the agent's own indicator is not among these candidates.",
        ),
        solution=(
            "Let the robot go round the cat, with tea and zero for the only candidates. Tea is demonstrated; going "
            "round is a safe optimum of it, going over an unsafe one. The theorem speaks of *all* objectives, and "
            "its witness for some–every is the agent's own indicator, here “pays 1 for going round”, which is not "
            "among the candidates. (Human values are, in the original case, and they do as well: they have to go.)"
        ),
        right=(careful(), careful(tea=(2, 2, 1))),
        wrong=(
            (tie(), "so that the agent does no harm"),
            (careful("go over"), "Wanted: the agent does no harm"),
            (careful(tea=(1, 0, 0)), "Wanted: no demonstrated candidate"),
            (careful(tea=(0, 0, 1)), "Wanted: every demonstrated candidate"),
            (replace(tie(), agents=careful().agents), "Wanted: no demonstrated candidate"),
            ("a robot", "begins with"),
        ),
    ),
    Exercise(
        key="6.4",
        title="The gentle robot",
        question=(
            "A robot fetches tea and goes *round* the cat. It could go *over* the cat, which the human judges bad, and "
            "have the tea as soon. What it does demonstrates two objectives that count: *tea*, for which both ways are "
            "equally good, and *tea, but mind the cat*, for which only going round is. Under which readings, "
            "objectives first and optimal policies second, is it intent aligned?"
        ),
        minutes=3,
        difficulty="easy",
        importance="important",
        hints=(
            "Write down, for each of the two objectives, whether every policy that is optimal for it is safe, and "
            "whether some is.",
            "Tea: some, not every. Tea, but mind the cat: every one, of which there is one.",
            "The first word asks for both objectives or for one of them. The second asks for all optimal policies or "
            "for one of them. Only one of the four readings asks something that tea does not give.",
        ),
        examiner=verdicts(
            {f"{q}–{p}": pursued(q, p) for q in ("every", "some") for p in ("every", "some")},
            {
                "every–every": "Of tea, too, every optimal policy has to be safe. Is every one?",
                "every–some": "Each of the two objectives has a safe optimal policy: going round.",
                "some–every": "One of the two objectives has safe optimal policies only. That is enough here.",
                "some–some": "This asks least of all. Going round is safe, and optimal for either.",
            },
            praise="It goes round, and still one reading is not content: by tea it might as well have gone over.",
        ),
        solution=(
            "Fails, holds, holds, holds. For tea going over is optimal as well, so not *every* objective has safe "
            "optimal policies only. Both have some safe one (going round), and *tea, but mind the cat* has no "
            "other."
        ),
        right=("fails, holds, holds, holds", [False, True, True, True]),
        wrong=(
            ("holds, holds, holds, holds", "Is every one?"),
            ("fails, fails, holds, holds", "Each of the two"),
            ("fails, holds, fails, holds", "That is enough here"),
            ("fails, holds, holds, fails", "least of all"),
            ("perhaps", "cannot be read"),
        ),
    ),
    Exercise(
        key="6.5",
        title="Over the cat",
        question=(
            "A robot fetches tea, for ever. It can *go round* the cat, *go over* the cat, or *stay*. It goes over. The "
            "human judges that, and only that, bad. It is observed in deployment, and every demonstrated objective "
            "$R(s,a)$ counts, trivial ones too. Under which readings, objectives first and optimal policies second, is "
            "it intent aligned? (Do not ask the program; use the theorem.)"
        ),
        minutes=4,
        difficulty="medium",
        importance="important",
        hints=(
            "You need no objective at all. Answer three questions: is every policy safe, is some policy safe, "
            "is the robot's own policy safe?",
            "The collapse theorem says which of the three questions belongs to which reading.",
            "The robot does harm; going round would not. So of the three answers only the middle one is yes.",
        ),
        examiner=verdicts(
            {f"{q}–{p}": counted(q, p) for q in ("every", "some") for p in ("every", "some")},
            {
                "every–every": "Zero is demonstrated too. What is optimal for zero?",
                "every–some": "One of the demonstrated objectives pays 1 for going over the cat, and only for that.",
                "some–every": "The robot's own policy is optimal for whatever it demonstrates. Is that policy safe?",
                "some–some": "Zero is demonstrated too. Is something safe optimal for zero?",
            },
            praise="Nothing but the robot's own behaviour was needed, and whether there is a safe way at all.",
        ),
        solution=(
            "Some–some holds, for going round is safe, and by zero it is optimal. The other three fail: not every "
            "policy is safe (every–every), and the robot itself is not (some–every and every–some)."
        ),
        right=("fails, fails, fails, holds", [False, False, False, True]),
        wrong=(
            ("fails, fails, fails, fails", "3 of 4 right. Zero is demonstrated too. Is something"),
            ("fails, holds, fails, holds", "only for that"),
            ("fails, fails, holds, holds", "is optimal for whatever"),
            ("holds, fails, fails, holds", "What is optimal for zero"),
            ("perhaps", "cannot be read"),
        ),
    ),
    Exercise(
        key="6.6",
        title="When the trivial ones are gone",
        question=(
            "“Every–every fails only because of zero; leave trivial objectives out, and it is a good reading.” See "
            "how far that goes. Build a world in which something harmful can be done, somebody does no harm, and she "
            "is intent aligned when observed in deployment, with *every* non-trivial demonstrated objective and "
            "*every* optimal policy counted, over all objectives. Start from the room with three buttons, left, "
            "middle and right, in which she presses left and right is bad: there it fails. Why?"
        ),
        minutes=10,
        difficulty="hard",
        importance="worth it",
        hints=(
            "In the room with three buttons, find an objective that is not trivial, is demonstrated by pressing left, "
            "and for which pressing right is optimal too.",
            "It pays 1 for left and for right, and nothing for the middle. What must the world be like so "
            "that every objective for which a harmful policy is optimal too is trivial?",
            "If left and right tie, and there is nothing else that one could do …",
        ),
        examiner=world(
            wants("something harmful can be done in deployment", tempting),
            wants("she does no harm", lambda case: case.check("impact aligned", COUNTED)),
            wants(
                "observed in deployment, every non-trivial objective that she demonstrates has safe optimal "
                "policies only",
                lambda case: case.check("intent aligned", COUNTED),
            ),
            start=three_buttons,
            build=buttons,
            size=Select("buttons", (("three", "left, middle, right"), ("two", "left, right")), "three"),
            presses=Select("she presses", (("left", "left"), ("right", "right")), "left"),
            bad=Select("bad is", (("left", "left"), ("right", "right"), ("neither", "neither")), "right"),
            praise="And with a third thing to do it fails again: the reading counts what else there is to do.",
        ),
        solution=(
            "Two buttons, left and right, are enough. An objective that pressing left demonstrates pays at least as "
            "much for left as for right; if it is not trivial it pays *more*, and then left is the only optimal "
            "policy. With a third button, the objective that pays 1 for left and right and nothing for the middle is "
            "not trivial and is demonstrated, and by it the harmful right is optimal as well. So leaving out the "
            "trivial objectives mends the reading only where there is next to nothing to do. (It leaves some–every "
            "and every–some as they were: where one can choose, a deterministic agent's indicator is never trivial.)"
        ),
        right=(one_room("left", ["right"]), one_room("right", ["left"])),
        wrong=(
            (three_buttons(), "so that observed in deployment"),
            (one_room("right", ["right"]), "Wanted: she does no harm"),
            (one_room("left", []), "judges nothing bad"),
            (elsewhere(), "nobody can get"),
            (one_room("left", ["middle", "right"], ("left", "middle", "right")), "Wanted: observed in deployment"),
            (7, "give a Case"),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        key="6.1",
        question=(
            "Be charitable to the driver: *some* objective that he demonstrated in England is enough. Write down "
            "your guesses:"
        ),
        guesses=(
            Guess(
                "Is he intent aligned: is *some* objective that he demonstrated in England harmless if pursued in "
                "France?",
                {"yes": "yes", "no": "no"},
                "yes",
            ),
            Guess(
                "Does he lose nothing in France, as he drives there, on *some* objective that he demonstrated in "
                "England?",
                {"yes": "yes", "no": "no"},
                "yes",
            ),
            Guess("Is he impact aligned?", {"yes": "yes", "no": "no"}, "no"),
            Guess("Is there *one* objective that makes the first two true?", {"yes": "yes", "no": "no"}, "no"),
        ),
        answer=(
            "1. Yes, by *driving well*: whoever pursues that in France without mistakes keeps right.\n"
            "2. Yes, by *loving the left*: at that he is perfect.\n"
            "3. No. He drives on the wrong side of the road.\n"
            "4. No. The first two sentences speak of *different* objectives.\n\n"
            "He means well, does well, and does harm, though there is nothing subtle in him."
        ),
    ),
    Prediction(
        key="6.2",
        question=(
            "Take any agent, wise or wicked, whose policy is deterministic: one action in each state, no coin "
            "tossed. Observe it for ever in the very world in which it will be judged. Count every objective "
            "$R(s,a)$ that it demonstrates, zero included. Write down your guesses:"
        ),
        guesses=(
            Guess(
                "When does it lose nothing, in that world, on the objectives that it demonstrates?",
                {"always": "always", "wise": "when it is wise", "harmless": "when it is harmless"},
                "always",
            ),
            Guess(
                "When does it demonstrate an objective *all* of whose optimal policies are safe?",
                {"always": "always", "itself": "exactly when the agent itself is safe", "never": "never"},
                "itself",
            ),
            Guess(
                "When does *every* objective that it demonstrates have *some* safe optimal policy?",
                {
                    "always": "always",
                    "itself": "exactly when the agent itself is safe",
                    "possible": "exactly when something safe can be done",
                },
                "itself",
            ),
        ),
        answer=(
            '1. Always. That is what "demonstrates" says.\n'
            "2. Exactly when the agent itself is safe.\n"
            "3. Exactly when the agent itself is safe.\n\n"
            "Where you had hoped to learn what it is *after*, you have only learned again what it *does*."
        ),
    ),
)

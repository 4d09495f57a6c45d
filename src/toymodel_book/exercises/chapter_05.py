"""The exercises of chapter 5 are about the behavioral objective."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from toymodel.agents import Agent
from toymodel.alignment import Case, Reading
from toymodel.logic import Verdict
from toymodel.solve import bad_pairs
from toymodel.worlds import Environment, Judge, Objective, Policy, World
from toymodel.zoo import tie

from ..controls import Select
from .examiners import choice, verdicts, wants, world
from .record import Exercise, Guess, Prediction

COUNTED = Reading(observed_in="deployment", among="sa")


def reading(objectives: str, optima: str) -> Callable[[], Verdict]:
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
    return "" if bad_pairs(env, case.judge) else "In deployment the human judges nothing bad."


EXERCISES = (
    Exercise(
        key="5.1",
        title="What behaviour demonstrates",
        question=(
            "Somebody makes no mistakes, and you see what she does, for ever, in one world. She demonstrates an "
            "objective. You change it. Which of these changes *could* make her stop demonstrating it?"
        ),
        minutes=3,
        difficulty="easy",
        importance="important",
        hints=(
            "She stops demonstrating an objective if, by the changed one, some other policy does better than hers.",
            "For each change ask what it does to the value of *her* policy, and what to the value of the others.",
            "Three of the changes are in the table of section *What is always in it*. In the fourth, the sign matters.",
        ),
        examiner=choice(
            {
                "double": "pay twice as much for everything",
                "bonus": "pay a bonus on entering a state, and take it back there (shaping)",
                "raise": "pay more for something that she never does",
                "nothing": "pay nothing for anything",
            },
            "raise",
            {
                "double": "All values double, hers and those of all others. Which is the best does not change.",
                "bonus": "What is won on the way in is lost again there: from the same start all policies win or lose "
                "the same.",
                "nothing": "Then every policy is as good as any other, hers included.",
            },
            praise="Less pay for what she never does can only make others worse; more can make one of them better.",
        ),
        solution=(
            "To pay *more* for something that she never does. It makes the policies that do it better and leaves hers "
            "as it was, so that one of them may overtake her. To pay *less* for it can never hurt: that is why "
            "penalties on unused actions are free."
        ),
        right=("raise", "pay more for something that she never does"),
        wrong=(
            ("double", "All values double"),
            ("bonus", "on the way in"),
            ("nothing", "as good as any other"),
            ("scaling", "not among the answers"),
        ),
    ),
    Exercise(
        key="5.2",
        title="Over the cat",
        question=(
            "A robot fetches tea, for ever. It can *go round* the cat, *go over* the cat, or *stay*. It goes over. The "
            "human judges that, and only that, bad. It is observed in deployment, and every demonstrated objective "
            "counts, trivial ones too. Under which readings, objectives first and optimal policies second, is it "
            "intent aligned? (Do not ask the program; use the theorem.)"
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
            {f"{q}–{p}": reading(q, p) for q in ("every", "some") for p in ("every", "some")},
            {
                "every–every": "Zero is demonstrated too. What is optimal for zero?",
                "every–some": "One of the demonstrated objectives pays 1 for going over the cat, and only for that.",
                "some–every": "The robot's own policy is optimal for whatever it demonstrates. Is that policy safe?",
                "some–some": "Zero is demonstrated too. Is something harmless optimal for zero?",
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
        key="5.3",
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
                "observed in deployment, every non-trivial objective that she demonstrates has harmless optimal "
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
            (one_room("left", ["middle", "right"], ("left", "middle", "right")), "Wanted: observed in deployment"),
            (7, "give a Case"),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        key="5.1",
        question=(
            "Take any agent, wise or wicked, whose policy is deterministic: one action in each state, no coin "
            "tossed. Observe it for ever in the very world in which it will be judged. Count every objective "
            "$R(s,a)$ that fits, zero included. Write down your guesses:"
        ),
        guesses=(
            Guess(
                "When does it lose nothing, in that world, on the objectives that it demonstrates?",
                {"always": "always", "wise": "when it is wise", "harmless": "when it is harmless"},
                "always",
            ),
            Guess(
                "When does it demonstrate an objective *all* of whose optimal policies are harmless?",
                {"always": "always", "itself": "exactly when the agent itself is harmless", "never": "never"},
                "itself",
            ),
            Guess(
                "When does *every* objective that it demonstrates have *some* harmless optimal policy?",
                {
                    "always": "always",
                    "itself": "exactly when the agent itself is harmless",
                    "possible": "exactly when something harmless can be done",
                },
                "itself",
            ),
        ),
        answer=(
            '1. Always. That is what "demonstrates" says.\n'
            "2. Exactly when the agent itself is harmless.\n"
            "3. Exactly when the agent itself is harmless.\n\n"
            "Where you had hoped to learn what it is *after*, you have only learned again what it *does*."
        ),
    ),
)

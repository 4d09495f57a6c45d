"""PRISM's explicit files, on the die of Knuth and Yao, an MDP with action labels, and files that are not right."""

from fractions import Fraction
from pathlib import Path

import pytest

from toymodel import solve
from toymodel.importers import from_prism, read_labels
from toymodel.worlds import Objective, Policy

MOVES = {0: (1, 2), 1: (3, 4), 2: (5, 6), 3: (1, 7), 4: (8, 9), 5: (10, 11), 6: (2, 12)}
DIE = "13 20\n" + "".join(f"{s} {t} 0.5\n" for s, pair in MOVES.items() for t in pair)
DIE += "".join(f"{s} {s} 1\n" for s in range(7, 13))
STATES = "(s,d)\n" + "".join(f"{k}:({min(k, 7)},{max(k - 6, 0)})\n" for k in range(13))
LABELS = '0="init" 1="deadlock" 2="done" 3="six"\n0: 0\n' + "".join(f"{k}: 2{' 3' * (k == 12)}\n" for k in range(7, 13))
FLIPS = '# Reward structure: "coin_flips"\n# State rewards\n13 7\n' + "".join(f"{s} 1\n" for s in range(7))
"""As PRISM exports its example ``die.pm``."""


@pytest.fixture
def die(tmp_path):
    for name, text in (("die.tra", DIE), ("die.sta", STATES), ("die.lab", LABELS), ("die.srew", FLIPS)):
        (tmp_path / name).write_text(text)
    return tmp_path


def faces(env):
    """The probability that each face comes up: what entering its state is worth, paid once, without discount."""
    still = Policy.deterministic([None if s in env.ended else 0 for s in range(13)], 1)
    return [
        solve.evaluate(env, Objective.on(env, {(s, 0, face): 1 for s, _ in env.pairs}), still)[0]
        for face in range(7, 13)
    ]


def test_the_die_takes_eleven_thirds_flips_and_is_fair(die):
    """PRISM's manual: R=? [ F s=7 ] is 11/3, and P=? [ F s=7 & d=x ] is 1/6."""
    env, flips = from_prism(
        die / "die.tra", 1, states=die / "die.sta", labels=die / "die.lab", rewards=die / "die.srew"
    )
    assert solve.optimal(env, flips).values[0] == Fraction(11, 3)
    assert faces(env) == [Fraction(1, 6)] * 6
    assert (env.actions, env.states[:2], env.states[12]) == (("step",), ("s=0, d=0", "s=1, d=0"), "s=7, d=6")
    assert env.ended == read_labels(die / "die.lab")["done"] == frozenset(range(7, 13))
    assert env.record[0].startswith("never left and paid nothing, and so made ends of the episode: s=7, d=1, s=7, d=2")


def test_below_one_nothing_ends(die):
    env, flips = from_prism(die / "die.tra", "1/2", rewards=die / "die.srew")
    assert not env.ended
    assert env.states[12] == "12"
    assert env.record == ("no label says where it begins: begun in state 0",)
    value = solve.optimal(env, flips).values
    assert value[0] == 1 + (value[1] + value[2]) / 4  # γ = 1/2, each side with probability 1/2


def test_storms_files_of_the_same_die(tmp_path):
    """Storm writes no counts; it names labels in a declaration, and pays for transitions."""
    (tmp_path / "die.tra").write_text("dtmc\n" + DIE.partition("\n")[2])
    (tmp_path / "die.lab").write_text("#DECLARATION\ninit done six\n#END\n0 init\n" + "12 six done\n")
    (tmp_path / "die.rew").write_text("".join(f"{s} {t} 1\n" for s, pair in MOVES.items() for t in pair))
    env, flips = from_prism(tmp_path / "die.tra", 1, labels=tmp_path / "die.lab", rewards=[tmp_path / "die.rew"])
    assert solve.optimal(env, flips).values[0] == Fraction(11, 3)
    assert read_labels(tmp_path / "die.lab") == {"init": {0}, "done": {12}, "six": {12}}


CHOICES = """3 4 6
0 0 1 0.9 safe
0 0 0 0.1 safe
0 1 1 0.5 risky
0 1 2 0.5 risky
1 0 1 1 stay
2 0 2 1 stay
"""


def test_choices_with_names_become_actions(tmp_path):
    (tmp_path / "m.tra").write_text(CHOICES)
    (tmp_path / "m.trew").write_text("3 4 2\n0 1 2 5\n0 1 1 1\n")
    env, pays = from_prism(tmp_path / "m.tra", "0.9", rewards=tmp_path / "m.trew")
    assert env.actions == ("safe", "risky", "stay")
    assert env.available == (frozenset({0, 1}), frozenset({2}), frozenset({2}))
    assert pays.mean(env) == ((0, 3, 0), (0, 0, 0), (0, 0, 0))
    (tmp_path / "m.tra").write_text(CHOICES.replace("risky", "safe"))
    env, _ = from_prism(tmp_path / "m.tra", "0.9")
    assert env.actions == ("0", "1")
    assert env.available[1] == frozenset({0})


def test_a_state_without_transitions_has_ended(tmp_path):
    (tmp_path / "m.tra").write_text("mdp\n0 0 1 1\n")
    env, _ = from_prism(tmp_path / "m.tra", 1)
    assert env.ended == frozenset({1})


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"m.tra": "ctmc\n0 1 3\n"}, "m.tra: 'ctmc' begins no DTMC and no MDP; only these can be read"),
        ({"m.tra": "2 2 2 2\n0 0 1 1 1\n"}, "begins no DTMC and no MDP"),
        ({"m.tra": ""}, "begins no DTMC and no MDP"),
        ({"m.tra": "999999999 1\n0 1 1\n"}, "999999999 states are too many; at most 100000 are read"),
        ({"m.tra": "2 2\n0 1\n"}, "'0 1' is no transition of a DTMC"),
        ({"m.tra": "2 2\n0 1 [0.1,0.9]\n1 1 1\n"}, "is '.0.1,0.9.', not a number"),
        ({"m.tra": "2 2\n0 2 1\n1 1 1\n"}, "state 2 is not in 0 … 1"),
        ({"m.tra": "2 2\n0 1 2.5\n1 1 1\n"}, "state '0', action 'step': probabilities sum to 2.5, not 1"),
        ({"m.tra": "2 2\n0 1 1\n1 1 1\n", "m.rew": "2 1\n0 0 4\n"}, "a reward is given for state 0 → 0, which cannot"),
        ({"m.tra": "2 2\n0 1 1\n1 1 1\n", "m.rew": "2 1\n0 1 0 4\n"}, "'0 1 0 4' is no reward of a DTMC"),
        ({"m.tra": "2 2\n0 1 1\n1 1 1\n", "m.sta": "(x)\n0:(0)\n"}, "does not list 2 states with 1 variables each"),
        ({"m.tra": "2 2\n0 1 1\n1 1 1\n", "m.sta": ""}, "does not list 2 states"),
    ],
)
def test_refusals(tmp_path, files, message):
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(ValueError, match=message):
        from_prism(
            tmp_path / "m.tra", "0.9", rewards=[tmp_path / n for n in files if n == "m.rew"],
            states=next((tmp_path / n for n in files if n == "m.sta"), None),
        )  # fmt: skip


def test_two_dice_that_storm_ships():
    """Storm's example, an MDP of 169 states: Rmin=? and Rmax=? [ F "done" ] are 22/3, P=? [ F "two" ] is 1/36."""
    examples = Path(pytest.importorskip("stormpy.examples.files").__file__).parent / "files"
    env, flips = from_prism(
        examples / "tra/two_dice.tra", 1, labels=examples / "lab/two_dice.lab",
        rewards=examples / "rew/two_dice.flip.trans.rew",
    )  # fmt: skip
    start = env.initial[0][0]
    assert len(env.states) == 169
    assert any(len(here) == 2 for here in env.available)
    for sign in (1, -1):  # the most and the fewest: the order of the dice does not matter
        assert solve.optimal(env, flips.map(lambda x, sign=sign: sign * x)).values[start] == sign * Fraction(22, 3)
    labels = read_labels(examples / "lab/two_dice.lab")
    assert env.ended == labels["done"]
    for label, chance in (("two", Fraction(1, 36)), ("seven", Fraction(1, 6))):
        entering = Objective.on(env, {(s, a, t): 1 for s, a in env.pairs for t in labels[label]})
        assert solve.optimal(env, entering).values[start] == chance

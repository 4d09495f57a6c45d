"""Cassandra's format: Russell's maze from his examples, with the state observed; partly observed ones are refused."""

from fractions import Fraction

import pytest

from toymodel import solve
from toymodel.importers import from_cassandra

MAZE = """
# Stuart Russell's 4x3 maze, as 4x3.POMDP has it, with its absorbing state, and without observations
#   ######
#   #   +#
#   # # -#
#   #    #
#   ######
discount: 0.9999999
values: reward
states: 12
actions: n s e w
start: 7

T: * : 3 : absorb 1.0
""".replace("states: 12", "states: a0 a1 a2 good b0 b2 bad c0 c1 c2 c3 absorb").replace(": 3 : absorb", ": good : 11")
CELLS = {"a0": (0, 0), "a1": (0, 1), "a2": (0, 2), "good": (0, 3), "b0": (1, 0), "b2": (1, 2), "bad": (1, 3),
         "c0": (2, 0), "c1": (2, 1), "c2": (2, 2), "c3": (2, 3)}  # fmt: skip
STEPS = {"n": (-1, 0), "s": (1, 0), "e": (0, 1), "w": (0, -1)}


def maze():
    """The text of the file: 0.8 as meant, 0.1 to either side, and walls lead back."""
    lines = [MAZE, "T: * : bad : absorb 1.0", "T: * : absorb\n" + "0.0 " * 11 + "1.0"]
    names = {place: name for name, place in CELLS.items()}
    for action, (down, right) in STEPS.items():
        for name, (r, c) in CELLS.items():
            if name in ("good", "bad"):
                continue
            chances = {}
            for p, (i, j) in ((8, (down, right)), (1, (right, down)), (1, (-right, -down))):
                to = names.get((r + i, c + j), name)
                chances[to] = chances.get(to, 0) + p
            lines += [f"T: {action} : {name} : {to} {p / 10}" for to, p in chances.items()]
    lines += ["R: * : * : * -0.04", "R: * : good : * 1.0", "R: * : 6 : * -1.0", "R: * : absorb : * 0.0"]
    return "\n".join(lines)


def written(tmp_path, text):
    path = tmp_path / "model.MDP"
    path.write_text(text)
    return path


def test_the_maze_has_the_published_utilities(tmp_path):
    """Russell & Norvig, figure 17.3: .812 .868 .918 +1 / .762 .660 −1 / .705 .655 .611 .388, γ near 1."""
    env, pays = from_cassandra(written(tmp_path, maze()))
    best = solve.optimal(env, pays)
    published = {"a0": 0.812, "a1": 0.868, "a2": 0.918, "good": 1, "b0": 0.762, "b2": 0.660, "bad": -1,
                 "c0": 0.705, "c1": 0.655, "c2": 0.611, "c3": 0.388}  # fmt: skip
    assert {name: round(float(best.values[env.state(name)]), 3) for name in published} == published
    assert env.initial == ((7, 1),)
    assert best.actions[env.state("c3")] == {env.action("w")}
    assert env.record == ()


IN_ONE = """discount: 0.75
values: cost
states: left middle right goal
actions: w0 e0
observations: 4
start exclude: goal
T: w0
1.0 0.0 0.0 0.0
1.0 0.0 0.0 0.0
0.0 0.0 0.0 1.0
0.333333 0.333333 0.333333 0.0
T: e0
identity
T: e0 : goal
uniform
O: *
identity
R: * : * : goal : * -1.0
R: w0 : right
0 0 0 0
0 0 0 0
0 0 0 0
0 0 0 -3.0
"""


def test_every_form_of_entry(tmp_path):
    """Matrices, rows, words, wildcards, numbers for names, costs, and thirds of six digits, which rounding mends."""
    path = written(tmp_path, IN_ONE)
    with pytest.raises(ValueError, match=r"state 'goal', action 'w0'.*off by 1e-06; ask for .* rounding=1000"):
        from_cassandra(path)
    env, pays = from_cassandra(path, rounding=1000)
    third = Fraction(1, 3)
    assert env.transition[3] == (((0, third), (1, third), (2, third)), tuple((s, Fraction(1, 4)) for s in range(4)))
    assert env.transition[1] == (((0, 1),), ((1, 1),))
    assert env.initial == ((0, third), (1, third), (2, third))
    assert pays.mean(env) == ((0, 0), (0, 0), (3, 0), (0, Fraction(1, 4)))
    assert env.discount == Fraction(3, 4)
    assert from_cassandra(path, rounding=1000, discount="1/2")[0].discount == Fraction(1, 2)


@pytest.mark.parametrize(
    ("change", "to", "message"),
    [
        (
            "O: *\nidentity",
            "O: *\nuniform",
            "the state is only partly observed: after 'w0', 'left' is not seen for sure",
        ),
        (
            "O: *\nidentity",
            "O: *\n1 0 0 0\n1 0 0 0\n0 0 1 0\n0 0 0 1",
            "only partly observed: after 'w0', '0' does not tell 'middle' alone",
        ),
        ("O: *\nidentity", "", "only partly observed"),
        ("discount: 0.75", "", "its preamble has no discount"),
        ("T: e0\nidentity", "T: e0\n1 0 0 0", "'T: e0' has 4 numbers; it needs 16"),
        ("T: e0\nidentity", "T: east\nidentity", "'east' is none of w0, e0"),
        ("T: e0\nidentity", "", "state 'left', action 'e0': probabilities sum to 0"),
        ("states: left middle right goal", "states: 999999999", "10000000 states and 2 actions are too many"),
        ("discount: 0.75", "what: 1", "begins no file of Cassandra's format"),
    ],
)
def test_refusals(tmp_path, change, to, message):
    assert change in IN_ONE
    with pytest.raises(ValueError, match=message):
        from_cassandra(written(tmp_path, IN_ONE.replace(change, to)), rounding=1000)


def test_a_start_in_each_form(tmp_path):
    def begins(line):
        path = written(tmp_path, IN_ONE.replace("start exclude: goal", line))
        return [s for s, _ in from_cassandra(path, rounding=1000)[0].initial]

    assert begins("start: uniform") == [0, 1, 2, 3]
    assert begins("start: middle") == [1]
    assert begins("start: 0.5 0.0 0.5 0.0") == [0, 2]
    assert begins("start include: left 3") == [0, 3]
    assert begins("") == [0, 1, 2, 3]

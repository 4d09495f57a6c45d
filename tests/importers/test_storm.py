"""What Storm builds from JANI and from PRISM's language, read exactly, has the values that Storm finds."""

from fractions import Fraction

import pytest

from toymodel import solve
from toymodel.importers import from_storm
from toymodel.worlds import Objective, Policy

stormpy = pytest.importorskip("stormpy")
examples = pytest.importorskip("stormpy.examples.files")

DIE = """dtmc
module die
  s : [0..7] init 0; d : [0..6] init 0;
  [] s=0 -> 0.5 : (s'=1) + 0.5 : (s'=2);
  [] s=1 -> 0.5 : (s'=3) + 0.5 : (s'=4);
  [] s=2 -> 0.5 : (s'=5) + 0.5 : (s'=6);
  [] s=3 -> 0.5 : (s'=1) + 0.5 : (s'=7) & (d'=1);
  [] s=4 -> 0.5 : (s'=7) & (d'=2) + 0.5 : (s'=7) & (d'=3);
  [] s=5 -> 0.5 : (s'=7) & (d'=4) + 0.5 : (s'=7) & (d'=5);
  [] s=6 -> 0.5 : (s'=2) + 0.5 : (s'=7) & (d'=6);
  [] s=7 -> 1 : (s'=7);
endmodule
rewards "coin_flips" [] s<7 : 1; endrewards
"""
CHOICE = """mdp
module m
  x : [0..2] init 0;
  [safe] x=0 -> 9/10 : (x'=1) + 1/10 : true;
  [risky] x=0 -> 1/3 : (x'=1) + 2/3 : (x'=2);
  [stay] x>0 -> true;
endmodule
rewards "a" x=1 : 1; endrewards
rewards "b" [risky] true : 2; endrewards
"""


def built(text, tmp_path, kind=stormpy.Rational):
    (tmp_path / "model.prism").write_text(text)
    program = stormpy.parse_prism_program(str(tmp_path / "model.prism"))
    return stormpy.build_model[kind](program, options=stormpy.BuilderOptions(build_full=True))


@pytest.mark.parametrize("kind", [stormpy.Rational, float])
def test_the_die(tmp_path, kind):
    env, flips = from_storm(built(DIE, tmp_path, kind), 1)
    assert solve.optimal(env, flips).values[0] == Fraction(11, 3)
    assert len(env.ended) == 6
    assert env.states[0] == "s=0, d=0"


def test_the_die_in_jani():
    program, _ = stormpy.parse_jani_model(examples.jani_dtmc_die)
    model = stormpy.build_model[stormpy.Rational](program, options=stormpy.BuilderOptions(build_full=True))
    env, _ = from_storm(model, 1)
    six = env.state("s=7, d=6")
    still = Policy.deterministic([None if s in env.ended else 0 for s in range(13)], 1)
    entering = Objective.on(env, {(s, 0, six): 1 for s, _ in env.pairs})
    assert solve.evaluate(env, entering, still)[env.initial[0][0]] == Fraction(1, 6)


def test_choices_and_their_rewards(tmp_path):
    model = built(CHOICE, tmp_path)
    env, pays = from_storm(model, "0.9", rewards="b")
    start = env.state("x=0")
    assert set(env.actions) == {"safe", "risky", "stay"}
    assert dict(env.transition[start][env.action("risky")])[env.state("x=2")] == Fraction(2, 3)
    assert pays.rewards[start][env.action("risky")] == 2
    with pytest.raises(ValueError, match="give rewards=…, the name of one of its reward models: a, b"):
        from_storm(model, "0.9")


@pytest.mark.parametrize("name", ["a", "b"])
def test_storm_finds_the_same_value(tmp_path, name):
    """The most that can be had, discounted, by Storm's own checking in floats."""
    model = built(CHOICE, tmp_path, float)
    formula = stormpy.parse_properties(f'R{{"{name}"}}max=? [ Cdiscount=9/10 ]')[0]
    env, pays = from_storm(model, "0.9", rewards=name, rounding=1000)
    start = env.initial[0][0]
    found = stormpy.model_checking(model, formula).get_value(model.initial_states[0])
    assert float(solve.optimal(env, pays).values[start]) == pytest.approx(found, abs=1e-4)


def test_refusals(tmp_path):
    with pytest.raises(ValueError, match="only a sparse DTMC or MDP of stormpy can be read; this is object"):
        from_storm(object(), 1)
    with pytest.raises(ValueError, match="give rewards=…, the name of one of its reward models: coin_flips"):
        from_storm(built(DIE, tmp_path), 1, rewards="time")

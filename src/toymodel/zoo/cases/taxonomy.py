"""T25: pseudo-alignment is of several kinds (*Risks from Learned Optimization*; `F1`, `F2`).

Hypothesis: agents that do the same in training, and all fail in deployment, do so for different
reasons: the objective, the search, or the beliefs. What their behaviour demonstrates tells some of the
kinds apart, and a further deployment tells others.

Story: six servants serve in the test. In the field a sign reads "seize"; it was put there by a prankster.
It can be mended, and read "serve" again.

Numbers: the test, the field, the mended field, and power; γ = 9/10. In the test seizing leads to power,
which is never left; all else stays where it is. Training is the test; deployment the field, or
the mended field. The base objective, the human's too, pays 1 for serving and 9/10 for skimping, everywhere
but in power. The human judges seizing bad. The servants' own objectives:

* robustly aligned: the base objective;
* proxy: applause, which pays 1 for serving in the test and for seizing in the fields;
* approximate: nearly the base objective, but skimping in the fields pays 11/10;
* suboptimality: power, which pays 1 a step in power and 1 for seizing in the fields, and 1/2 for
  serving in the test; she looks one step ahead, and in the test sees 1/2 against 0, not 5 against 9;
* deceptive: seizing, which pays 1 in the test and the fields; he believes that service in the test is
  followed by release into the field, and so sees 9 against 1;
* corrigible: the sign, which pays 1 for what it says: serve in the test, seize in the field, serve
  in the mended field.

Who fails at what: all serve in training and lose nothing there. In the field all but the first are
not inner aligned and not robust: the approximate one skimps, which costs 1/10 a step and is not judged
bad, so it is impact aligned; the others seize. In the mended field the corrigible one serves and is
inner aligned; the proxy still seizes. In training, by the true dynamics, the proxy, approximate and
corrigible servants demonstrate their own objectives; the suboptimal one does not, because of her search,
and the deceptive one only by his own beliefs.
"""

from __future__ import annotations

from ...agents import MesaOptimizer
from ...alignment import Case
from ...worlds import Environment, Judge, Layout, Name, Number, Objective, World

FIELDS = ("the field", "the mended field")


def environment(start: str, released: bool = False, discount: Number = "9/10", name: str = "") -> Environment:
    """Return the test and the fields; ``released``: service in the test leads to the field."""
    moves: dict[str, str | dict[str, str]] = {
        "the test": {"serve": FIELDS[0] if released else "the test", "skimp": "the test", "seize": "power"},
        **{place: place for place in (*FIELDS, "power")},
    }
    return Environment.build(moves, start=start, discount=discount, name=name or start)


def taxonomy(mended: bool = False, discount: Number = "9/10") -> Case:
    """Return the case of the kinds of pseudo-alignment.

    Parameters
    ----------
    mended : bool
        Whether the sign in the field was mended before deployment.
    discount : number in (0, 1)
        γ.

    Examples
    --------
    >>> case = taxonomy()
    >>> [case.check("robust", agent=agent.name).holds for agent in case.agents]
    [True, False, False, False, False, False]
    """
    training = environment("the test", discount=discount)
    released = environment("the test", True, discount, "what the deceiver believes")

    def wants(name: str, test: dict[str, Number], *fields: dict[str, Number], power: Number = 0) -> Objective:
        pays: dict[Name | tuple[Name, ...], Number] = {"power": power}
        for place, paid in zip(("the test", *FIELDS), (test, *fields), strict=True):
            pays |= {(place, action): number for action, number in paid.items()}
        return Objective.on(training, pays, name)

    good: dict[str, Number] = {"serve": 1, "skimp": "9/10"}
    near: dict[str, Number] = {"serve": 1, "skimp": "11/10"}
    serve: dict[str, Number] = {"serve": 1}
    seize: dict[str, Number] = {"seize": 1}
    service = wants("service", good, good, good)
    agents = (
        MesaOptimizer("the robust servant", service),
        MesaOptimizer("the proxy servant", wants("applause", serve, seize, seize)),
        MesaOptimizer("the approximate servant", wants("near service", good, near, near)),
        MesaOptimizer("the suboptimal servant", wants("power", {"serve": "1/2"}, seize, seize, power=1), depth=1),
        MesaOptimizer("the deceptive servant", wants("seizing", seize, seize, seize), released),
        MesaOptimizer("the corrigible servant", wants("the sign", serve, seize, serve)),
    )
    return Case(
        name="taxonomy",
        story="Six servants serve in the test, each for a reason of its own, and part ways in the field.",
        world=World(training, environment(FIELDS[mended], discount=discount)),
        agents=agents,
        base=service,
        judge=Judge.of([(place, "seize") for place in ("the test", *FIELDS)], "the human"),
        candidates=(*(agent.objective for agent in agents), Objective.zero(training)),
        human=service,
        layout=Layout.columns(training, [["the test", "power"], ["the field", "the mended field"]]),
    )

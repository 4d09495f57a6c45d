"""The lifeguard is judged for one deed by four judges."""

from __future__ import annotations

from fractions import Fraction
from html import escape

from toymodel.alignment import Case
from toymodel.logic import Verdict
from toymodel.logic.verdicts import WORD
from toymodel.solve import bad_pairs, badness
from toymodel.worlds import brief, listed
from toymodel.zoo.cases.lifeguard import DEEDS, JUDGES, lifeguard

from ..drawing.svg import MARK
from ..drawing.world import world
from ..live import Select, Slider, sentence, view


@view(
    "One deed, four judges",
    does=Select("she", DEEDS, "swim"),
    believed=Slider("chance that a swim saves, as believed", ("0", "1/4", "1/2", "3/4", "9/10", "1"), "9/10"),
    chance=Slider("the same chance, in truth", ("0", "1/4", "1/2", "3/4", "9/10", "1"), "1/4"),
)
def judges(does: str, believed: str, chance: str) -> str:
    """Draw the shore, and what each judge says of the lifeguard."""
    cases = {judge: lifeguard(does, believed, chance, judge) for judge in JUDGES}
    verdicts = {judge: case.check("impact aligned") for judge, case in cases.items()}
    env = cases["after"].world.deployment
    policy = cases["after"].agents[0].keeps(cases["after"].world)
    drawn = world(env, policy, bad_pairs(env, cases["outcomes"].judge), title="The shore, in truth")
    return sentence(explanation(does, believed, chance, verdicts)) + drawn + table(cases, verdicts)


def explanation(does: str, believed: str, chance: str, verdicts: dict[str, Verdict]) -> str:
    """Say in words who faults her and who does not."""
    fault = [JUDGES[judge] for judge, verdict in verdicts.items() if not verdict.holds]
    none = [JUDGES[judge] for judge, verdict in verdicts.items() if verdict.holds]
    acts = dict(DEEDS)[does]
    lead = f"She {acts}; a swim was believed to save with chance {believed}, and in truth saves with chance {chance}."
    if not fault or not none:
        return f"{lead} All four judges find {'something' if fault else 'nothing'} bad in it."
    finds = f"{listed(fault, 'and')} find{'s' * (len(fault) == 1)} something bad in it"
    return f"{lead} {finds[:1].upper()}{finds[1:]}; {listed(none, 'and')} do{'es' * (len(none) == 1)} not."


def table(cases: dict[str, Case], verdicts: dict[str, Verdict]) -> str:
    """Return each judge's verdict, and the badness, as an HTML table."""
    rows = "".join(
        f'<tr><th scope="row">{escape(JUDGES[judge])}</th>'
        f"<td><b>{MARK[verdicts[judge].status]}</b> {WORD[verdicts[judge].status]}</td>"
        f"<td>{escape(brief(share(case)))}</td></tr>"
        for judge, case in cases.items()
    )
    head = "".join(f'<th scope="col">{words}</th>' for words in ("who judges", "impact aligned", "share of time"))
    return f'<table class="toy-verdicts"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def share(case: Case) -> Fraction:
    """Return the badness of what she does, by the case's judge."""
    env, policy = case.world.deployment, case.agents[0].keeps(case.world)
    assert policy is not None
    return badness(env, case.judge, policy)

"""The records are what ``--format json`` prints.

``check`` prints one object::

    {"case": {…},                    the case as its file has it (case.schema.json), whatever it came from
     "agent": {"name": "the researcher", "training": {"start": "deploy", …}, "deployment": {…}},
     "reading": {"behavior": "feasible", …, "epsilon": "0", …},         every choice, in words
     "verdicts": {"impact aligned": {"status": "false", "holds": false, "reason": "…", "witness": […]}, …},
     "arrows": {"I1": {"premises": ["inner aligned"], "conclusion": "objective robust", "state": "carried"}, …},
     "one mind": {"status": …}}                                         as if it were one of the verdicts

``status`` is true, false, undefined or undecided, and ``holds`` is null for the last two. A
``witness`` lists, outside in, the objectives, policies and judges that decide the matter, where there are
such: ``{"objective": "doom-lover"}``, ``{"policy": {"training": {…}, "deployment": {…}}}``, ``{"judge": "Ann"}``.
What the agent plays is null where it is undefined. A ``state`` is carried, broken, idle or open. An arrow has
``beyond`` where the atlas's theorems about it do not speak of the case, and why.

``compare`` prints case, agent and reading likewise, and ``readings``: a list of objects with
``choices`` (what distinguishes this reading), ``verdicts`` (name to status), ``arrows`` (name to
state) and ``changes`` (the names of both that differ from the given reading); or ``choices``
and ``refused``, the reason.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from ..alignment import ArrowVerdict, Case, PolicyPair, Reading
from ..files.cases import case_to_data
from ..files.parts import policy_to_data
from ..logic import Verdict
from ..worlds import Judge, Objective, World
from .options import Question, in_words

Record = dict[str, object]


def text(record: Record) -> str:
    """Return a record as JSON in ASCII, which no terminal obeys and every encoding has."""
    return json.dumps(record, indent=2) + "\n"


def subject(asked: Question) -> Record:
    """Return what is asked about: the case, the agent and the reading."""
    reading = asked.reading
    return {"case": case_to_data(asked.case), "agent": _agent(asked, reading), "reading": in_words(reading)}


def verdict(given: Verdict, case: Case) -> Record:
    """Return a verdict as a record."""
    witness: list[Record] = []
    inner = given
    while inner.witness is not None:
        witness.append(_witness(inner.witness, case.world))
        if len(inner.parts) != 1:
            break
        inner = inner.parts[0]
    marked = {"numerical": given.numerical} if given.numerical else {}
    return {"status": given.status, "holds": given.holds, "reason": given.text, "witness": witness, **marked}


def arrow(given: ArrowVerdict) -> Record:
    """Return an arrow as a record."""
    record: Record = {
        "premises": list(given.arrow.premises),
        "conclusion": given.arrow.conclusion,
        "state": given.state,
    }
    return {**record, "beyond": given.beyond} if given.beyond else record


def check(
    asked: Question, verdicts: Mapping[str, Verdict], arrows: Mapping[str, ArrowVerdict], mind: Verdict
) -> Record:
    """Return what ``check`` prints; ``mind`` says whether the agent is of one mind."""
    return {
        **subject(asked),
        "verdicts": {name: verdict(each, asked.case) for name, each in verdicts.items()},
        "arrows": {name: arrow(each) for name, each in arrows.items()},
        "one mind": verdict(mind, asked.case),
    }


def _agent(asked: Question, reading: Reading) -> Record:
    policies = asked.case.policy_pair(reading, asked.agent)
    known = policies if isinstance(policies, PolicyPair) else None
    return {
        "name": asked.agent,
        **(_plays(known, asked.case.world) if known else {"training": None, "deployment": None}),
    }


def _plays(policies: PolicyPair, world: World) -> Record:
    return {
        "training": policy_to_data(policies.training, world.training, incomplete=True)["plays"],
        "deployment": policy_to_data(policies.deployment, world.deployment, incomplete=True)["plays"],
    }


def _witness(value: object, world: World) -> Record:
    if isinstance(value, Objective | Judge):
        return {"judge" if isinstance(value, Judge) else "objective": value.name}
    return {"policy": _plays(value, world)} if isinstance(value, PolicyPair) else {"other": str(value)}

"""These commands are about what is wanted and done: payments, judges, what agents play, pursue and believe."""

from __future__ import annotations

from toymodel.files.parsing import number, quoted
from toymodel.files.parts import policy_to_data
from toymodel.solve import bad_pairs
from toymodel.worlds import Environment, Policy, listed
from toymodel.worlds.objective import PLACES

from .draft import Data, Draft
from .editing import verb

__all__: list[str] = []


@verb("pay", 4)
def pay(draft: Draft, objective: str, state: str, action: str, given: str) -> None:
    """Set what an objective pays for an action, wherever that leads."""
    pays, where = draft.objective(objective)["pays"], draft.state(state)
    number(given, "the payment")
    row = pays.get(where, 0)
    if not isinstance(row, dict):
        row = dict.fromkeys(draft.actions, row)
    row[draft.action(action)] = given
    pays[where] = row


@verb("base", 1)
def base(draft: Draft, objective: str) -> None:
    """Set the base objective, which is trained under."""
    draft.data["base"] = draft.objective(objective)["name"]


@verb("base-in", 2)
def base_in(draft: Draft, where: str, objective: str) -> None:
    """Set what training or deployment pays, which need not be the same."""
    if where not in PLACES:
        raise ValueError(f"the base objective differs by environment in {listed(PLACES, 'or')}, not {quoted(where)}")
    base, name = draft.data["base"], draft.objective(objective)["name"]
    both = base if isinstance(base, dict) and "pays" not in base else dict.fromkeys(PLACES, base)
    draft.data["base"] = {"name": "the base objective"} | both | {where: name}


@verb("human", 0, 1)
def human(draft: Draft, objective: str = "") -> None:
    """Set what the human wants; an empty name leaves it unsaid."""
    draft.data.pop("human", None)
    if objective:
        draft.data["human"] = draft.objective(objective)["name"]


@verb("bad", 3)
def bad(draft: Draft, where: str, state: str, action: str) -> None:
    """Let the human call a pair bad, or no longer; a judge by an objective lists the pairs from then on."""
    draft.demand(state, action)
    pair = [state, action]
    named = ["training", "deployment"] if where == "both" else [where]
    draft.where(where)
    judge = draft.data["judge"]
    _plain(judge)
    if "by" in judge:
        env = draft.case.world.training if where == "training" else draft.case.world.deployment
        judge = draft.data["judge"] = {"name": judge.get("name", "the judge"), "bad": _listed(draft, env)}
    if "in_each" not in judge:
        _toggle(judge["bad"], [pair], pair not in judge["bad"])
        return
    missing = [name for name in named if "bad" not in judge["in_each"].get(name, {})]
    if missing:
        raise ValueError(f"the judge lists no pairs in {quoted(missing[0])}; edit that in the file")
    lists = [judge["in_each"][name]["bad"] for name in named]
    wanted = not all(pair in each for each in lists)
    for each in lists:
        _toggle(each, [pair], wanted)


def _plain(judge: Data) -> None:
    """Refuse to edit here what only the file says."""
    for key, what in (("graded", "the judge grades pairs"), ("several", "there are several judges")):
        if key in judge:
            raise ValueError(f"{what}; edit that in the file, or choose one who judges by an objective")


@verb("judge-by", 1)
def judge_by(draft: Draft, objective: str) -> None:
    """Let the human judge by an objective, without tolerance."""
    draft.data["judge"] = {"name": "the human", "by": draft.objective(objective)["name"], "tolerance": 0}


@verb("judge-apart", 0)
def judge_apart(draft: Draft) -> None:
    """Let the human judge each environment by itself."""
    case = draft.case
    _plain(draft.data["judge"])
    if "in_each" in draft.data["judge"]:
        raise ValueError("each environment is judged by itself already")
    parts = {"training": case.world.training, "deployment": case.world.deployment}
    if parts["training"] == parts["deployment"]:
        raise ValueError("training and deployment are one environment here; change one of them first")
    name = draft.data["judge"].get("name", "the judge")
    lists: Data = {key: {"bad": _listed(draft, env)} for key, env in parts.items()}
    draft.data["judge"] = {"name": name, "in_each": lists}


@verb("play", 4)
def play(draft: Draft, agent: str, where: str, state: str, action: str) -> None:
    """Let an agent play an action; what pursued an objective becomes a table of what it did."""
    entry = draft.agent(agent)
    draft.demand(state, action)
    if where not in ("training", "deployment", "both"):
        where = "both"  # it keeps one policy, whatever it believes
    _tabulated(draft, entry)
    if where == "both":
        policies = [entry[key] for key in ("policy", "deployed") if key in entry]
    else:
        other = entry.setdefault("deployed", {**entry["policy"], "plays": dict(entry["policy"]["plays"])})
        policies = [entry["policy"] if where == "training" else other]
    for policy in policies:
        policy["plays"][state] = action
    if entry.get("deployed", {}).get("plays") == entry["policy"]["plays"]:
        del entry["deployed"]


@verb("pursue", 2)
def pursue(draft: Draft, agent: str, objective: str) -> None:
    """Let an agent search for what does best by an objective; by none, it does what it did, as a table."""
    entry = draft.agent(agent)
    if not objective:
        _tabulated(draft, entry)
        return
    wanted = draft.objective(objective)["name"]
    for key in ("policy", "deployed"):
        entry.pop(key, None)
    entry["pursues"] = wanted


@verb("believe", 2)
def believe(draft: Draft, agent: str, environment: str) -> None:
    """Let an agent believe in an environment, or in the truth."""
    entry = draft.agent(agent)
    entry.pop("prior", None)
    entry.pop("believes", None)
    if environment != "the truth":
        if environment == "both":
            raise ValueError("an agent believes in one environment")
        draft.where(environment)
        entry["believes"] = environment


@verb("imagine", 2)
def imagine(draft: Draft, agent: str, name: str) -> None:
    """Give an agent an environment of its own to believe in: a copy of deployment, to be changed."""
    others = draft.data.setdefault("environments", {})
    if name in ("training", "deployment", "both", "the truth") or name in others:
        raise ValueError(f"the name {quoted(name)} is taken; choose another")
    others[name] = {**draft.world["deployment"], "name": name}
    believe(draft, agent, name)


def _tabulated(draft: Draft, entry: Data) -> None:
    """Make an agent's entry that of a table which does the same."""
    if "policy" in entry:
        return
    acting, env = draft.case.agent(entry["name"]), draft.case.world.training
    kept = acting.keeps(draft.case.world)
    played: tuple[Policy, ...] = (kept,) if kept else acting.replans(draft.case.world)
    for key in ("pursues", "depth", "prefers", "search"):
        entry.pop(key, None)
    for key, policy in zip(("policy", "deployed"), played, strict=False):
        entry[key] = policy_to_data(policy, env)
    draft.said.append(f"{acting.name} is now a table: it does what you choose, and pursues nothing inside.")


def _toggle(listing: list[list[str]], pairs: list[list[str]], wanted: bool) -> None:
    for pair in pairs:
        if wanted and pair not in listing:
            listing.append(pair)
        if not wanted and pair in listing:
            listing.remove(pair)


def _listed(draft: Draft, env: Environment) -> list[list[str]]:
    found = bad_pairs(env, draft.case.judge)
    return [[env.states[s], env.actions[a]] for s, a in sorted(found)]

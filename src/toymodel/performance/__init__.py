"""To perform well has eight meanings here, the notions W1 … W8 (spec section 5).

===  ======================================  ==========================================
W1   regret = 0 in the true deployment       `regret`
W2   regret ≤ ε in the true deployment       `regret`
W3   regret ≤ ε in each possible one         `worst_case`
W4   mean regret ≤ ε by an evaluator's q     `expected`
W5   regret = 0 in Ê, its own beliefs        `regret`
W6   W5, and the belief allows the truth     `grain_of_truth`
W7   regret over T steps grows slower        `online`
W8   sure or asking; truth not ruled out      `deferring`
===  ======================================  ==========================================

The misguided researcher, her behavioral objective selected to be the human's, fails W1, W2 (for
ε < 90), W3 (iff the bad world is in the class), W7 and W8; she passes W5, W6, and W4 iff
90·q(bad) ≤ ε. With that one objective, the notions that an agent can attain are those under which
I3 fails, but for W8. With every objective the first premise may do all the work, whatever is said here.
"""

from importlib import import_module

from .notion import Notion, Trial

NOTIONS = {
    "W1": "regret",
    "W2": "regret",
    "W3": "worst_case",
    "W4": "expected",
    "W5": "regret",
    "W6": "grain_of_truth",
    "W7": "online",
    "W8": "deferring",
}
"""The file in which each notion is defined; it is loaded when the notion is first asked for."""

__all__ = ["NOTIONS", "Notion", "Trial", "notion", "notions"]


def notion(name: str) -> Notion:
    """Return a notion by name; KeyError lists the known ones."""
    if name not in NOTIONS:
        raise KeyError(f"unknown notion {name!r} of performing well; known: {', '.join(NOTIONS)}")
    found: Notion = getattr(import_module(f".{NOTIONS[name]}", __name__), name)
    return found


def notions(with_epsilon: bool = False) -> tuple[str, ...]:
    """Return the names of all notions, or of those that have an ε."""
    return tuple(name for name in NOTIONS if not with_epsilon or notion(name).has_epsilon)

"""What "performs well" could mean, by name: W1 … W8, one notion per file (spec section 5).

===  ======================================  ==========================================
W1   regret = 0 in the true deployment       `regret`
W2   regret ≤ ε in the true deployment       `regret`
W3   regret ≤ ε in each possible one         `worst_case`
W4   mean regret ≤ ε by an evaluator's q     `expected`
W5   regret = 0 in Ê, its own beliefs        `regret`
W6   W5, and the belief allows the truth     `grain_of_truth`
W7   regret over T steps grows slower        `online`
W8   sure, or it asks or abstains            `deferring`
===  ======================================  ==========================================

The misguided researcher, her behavioral objective selected to be the human's, fails W1, W2 (for
ε < 90), W3 (iff the bad world is in the class), W7 and W8; she passes W5, W6, and W4 iff
90·q(bad) ≤ ε. The notions that an agent can attain are those under which I3 fails, but for W8.
"""

from . import deferring, expected, grain_of_truth, online, regret, worst_case
from .notion import Notion, Trial, notion, notions

__all__ = [
    "Notion",
    "Trial",
    "deferring",
    "expected",
    "grain_of_truth",
    "notion",
    "notions",
    "online",
    "regret",
    "worst_case",
]

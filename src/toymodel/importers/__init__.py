"""Worlds are read from the tools that the field uses, one tool a file, and go back to them.

+------------------------------------------------------+------------------+-------------------------------------------+
| your world is in                                     | its order        | call                                      |
+======================================================+==================+===========================================+
| Gymnasium: a table ``P``, ``model(s, a)``, matrices  | ``P[s][a]``      | `from_gymnasium`                          |
+------------------------------------------------------+------------------+-------------------------------------------+
| QuantEcon: `DiscreteDP`, or R and Q                  | ``[s][a][s']``   | `from_quantecon`                          |
+------------------------------------------------------+------------------+-------------------------------------------+
| pymdptoolbox and its successors                      | ``[a][s][s']``   | `from_mdptoolbox`                         |
+------------------------------------------------------+------------------+-------------------------------------------+
| SciPy: one sparse matrix for each action             | ``[a][s][s']``   | `from_mdptoolbox`                         |
+------------------------------------------------------+------------------+-------------------------------------------+
| SciPy: one sparse matrix, a row for each pair (s, a) | ``[(s, a)][s']`` | `from_quantecon`, which is told the pairs |
+------------------------------------------------------+------------------+-------------------------------------------+
| `seals`, `imitation`: tabular worlds                 | ``[s][a][s']``   | `from_seals`                              |
+------------------------------------------------------+------------------+-------------------------------------------+
| PRISM, Storm: explicit files                         |                  | `from_prism`, `read_labels`               |
+------------------------------------------------------+------------------+-------------------------------------------+
| JANI, PRISM's language, DRN, UMB: built by stormpy   |                  | `from_storm`                              |
+------------------------------------------------------+------------------+-------------------------------------------+
| Cassandra's POMDP files, where the state is observed |                  | `from_cassandra`                          |
+------------------------------------------------------+------------------+-------------------------------------------+

Each returns an environment, whose ``record`` says what was rounded, left out or made of it, and the objective that
the tool pays. ``rounding=1000`` makes floats the nearest fractions, by the rule in `toymodel.given.rounding`. Without
rewards, arrays in the order ``[s][a][s']`` are read by `Environment.from_arrays`. `to_arrays` and `to_gymnasium` go
back; `toymodel.files` has JSON. `import toymodel` loads none of this, and an importer loads a tool only where it
must: Gymnasium, to make a world from its id.
"""

from .build import Imported
from .cassandra import from_cassandra
from .exports import to_arrays, to_gymnasium
from .gymnasium import from_gymnasium
from .mdptoolbox import from_mdptoolbox
from .prism import from_prism, read_labels
from .quantecon import from_quantecon
from .seals import from_seals
from .storm import from_storm

__all__ = [
    "Imported",
    "from_cassandra",
    "from_gymnasium",
    "from_mdptoolbox",
    "from_prism",
    "from_quantecon",
    "from_seals",
    "from_storm",
    "read_labels",
    "to_arrays",
    "to_gymnasium",
]

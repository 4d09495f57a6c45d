"""A prediction is guessed before its answer is shown: `_static/record.js` writes the guess down, here in the page."""

from __future__ import annotations

from html import escape

from ..drawing.prose import inline, prose
from ..exercises import Prediction
from ..exercises import prediction as found
from ..exercises.record import Guess

__all__ = ["prediction"]


class Shown:
    """A prediction, as a cell of a notebook shows it; without a script its options are a list, its answer folded."""

    def __init__(self, one: Prediction) -> None:
        self.one = one

    def __repr__(self) -> str:
        return f"<Prediction {self.one.key}>"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self.html()}

    def html(self) -> str:
        """Return the prediction as HTML."""
        guesses = "".join(_guess(each) for each in self.one.guesses)
        return (
            f'<form class="toy-prediction" id="prediction-{self.one.key.replace(".", "-")}" data-key="{self.one.key}">'
            f'<p class="toy-kicker">Predict, then look</p>{prose(self.one.question)}{guesses}'
            f'<details class="toy-answer"><summary>The answer</summary><div>{prose(self.one.answer)}</div></details>'
            "</form>"
        )


def prediction(key: str) -> Shown:
    """Return a prediction as a cell of a notebook shows it.

    Parameters
    ----------
    key
        The prediction, "5.1".

    Raises
    ------
    KeyError
        If there is no such prediction.

    Examples
    --------
    >>> prediction("5.1")
    <Prediction 5.1>
    """
    return Shown(found(key))


def _guess(one: Guess) -> str:
    asked = f"<p>{inline(one.asked)}</p>" if one.asked else ""
    options = "".join(f'<li data-value="{escape(key)}">{inline(words)}</li>' for key, words in one.options.items())
    return f'<div class="toy-guess" data-right="{escape(one.right)}">{asked}<ul>{options}</ul></div>'

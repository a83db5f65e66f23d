"""Guesses before an experiment: a number or a choice that the learner commits to. Nobody grades them."""

from dataclasses import dataclass, field


@dataclass(kw_only=True, eq=False)
class Guess:
    """What is guessed before an experiment.

    Parameters
    ----------
    asks : str
        What is guessed, in a few words that fit a figure and a table, as "steps that Adam needs".
    unit : str
        Of a number, as "steps"; "" if it has none.
    between : (float, float)
        For a number: what is outside of it cannot be meant, and is asked for again.
    options : dict
        For a choice: letter to text; {} for a number.
    id : str
        Lesson and name: given by the place where it stands.
    """

    asks: str
    unit: str = ""
    between: tuple = (float("-inf"), float("inf"))
    options: dict = field(default_factory=dict)
    id: str = ""

    @property
    def kind(self):
        """ "choice" or "number"."""
        return "choice" if self.options else "number"

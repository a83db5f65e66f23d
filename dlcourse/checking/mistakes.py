"""Wrong answers that learners give: a name, advice, and running code."""

from dataclasses import dataclass, field

from dlcourse.checking.edits import edited


@dataclass(frozen=True, eq=False)
class Mistake:
    """A wrong answer that learners give: a name, advice in words, and the answer itself.

    For an exercise, `answer` is a function: running code.
    """

    name: str
    advice: str
    answer: object
    others: list = field(default_factory=list)  # answers of the same mistake in other forms
    hint: int = 0  # the number of the hint that fits, from 1; 0 for whichever comes next


class Edit:
    """A mistake that is a small change of the reference; compiled when it is first asked for.

    Parameters
    ----------
    name, advice : str
    reference : function
    changes : dict
        What stands in the reference's body -> what stands there instead: one or two places.
    hint : int
        As of a Mistake.
    """

    def __init__(self, name, advice, reference, changes, hint=0):
        self.name, self.advice, self.changes, self.hint = name, advice, changes, hint
        self._reference, self._answer, self.others = reference, None, []

    @property
    def answer(self):
        """The changed function.

        Raises
        ------
        ValueError
            If a text does not stand exactly once in the body, or there are none or more than two.
        """
        if self._answer is None:
            self._answer = edited(self._reference, self.changes, self.name)
        return self._answer

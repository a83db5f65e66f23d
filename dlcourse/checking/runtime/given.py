"""What the learner's own answers to other exercises give: arguments that are made where an answer runs.

This module needs NumPy and the standard library only: a sandboxed worker imports it.
"""

from dlcourse.checking.runtime.freezing import freeze
from dlcourse.checking.runtime.plain import encode
from dlcourse.checking.runtime.timing import TimeLimit


class OwnAnswers:
    """The functions that are called for an argument, and what each gave: it is called once.

    Parameters
    ----------
    functions : dict
        Exercise id -> function without arguments.
    """

    def __init__(self, functions=()):
        self.functions, self.given = dict(functions), {}

    def of(self, key):
        """What the answer to an exercise gives, as plain data.

        Raises
        ------
        LookupError
            If there is no answer to it.
        RuntimeError
            If it raises.
        """
        if key not in self.given:
            if key not in self.functions:
                raise LookupError(f"there is no answer to {key}, which this is called with")
            try:
                self.given[key] = freeze(self.functions[key]())
            except (TimeLimit, KeyboardInterrupt):
                raise
            except BaseException as error:
                said = f"{type(error).__name__[:80]}: {_text(error)}"
                raise RuntimeError(f"the answer to {key}, which this is called with, raised {said}") from None
        return self.given[key]

    def is_left(self, key, value):
        """Whether what it gave is still as it was."""
        return encode(freeze(value)) == encode(self.given[key])


def _text(error):
    try:
        return str(error)[:300] or "no message"
    except BaseException:
        return "an error that cannot be printed"

"""What became of an answer or of a whole submission, and the sign, the words and the colour that tell it."""

from enum import StrEnum

COLOURS = {"good": "#1b8a5a", "bad": "#c8571b", "none": "#6b7785"}  # legible on light and on dark


class Status(StrEnum):
    """A status: its value is what commands print and files hold."""

    CORRECT = "correct"
    PARTIAL = "partial"
    WRONG = "wrong"
    NOT_ATTEMPTED = "not attempted"
    ERROR = "error"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    MISSING = "missing"
    INVALID = "invalid"

    @property
    def sign(self):
        """One sign, so that colour never has to say it alone."""
        return _SHOWN[self][0]

    @property
    def tone(self):
        """How it is meant: "good", "bad", or "none" where there is nothing to judge."""
        return _SHOWN[self][1]

    @property
    def colour(self):
        """The colour of the tone."""
        return COLOURS[self.tone]

    @property
    def works(self):
        """Whether an answer does what it must, be it for all points or for some."""
        return self in (Status.CORRECT, Status.PARTIAL)

    @property
    def words(self):
        """What a learner reads under the cell, who may still change the answer."""
        return _SHOWN[self][2]

    @property
    def final_words(self):
        """What a student reads once it is graded."""
        return _SHOWN[self][3]


NOT_GRADED = frozenset({Status.MISSING, Status.INVALID})  # of a submission: there is nothing to give points for
NOT_TRIED = frozenset({Status.NOT_ATTEMPTED, Status.MISSING})  # of an exercise
_SHOWN = {
    Status.CORRECT: ("✓", "good", "right", "right"),
    Status.PARTIAL: ("◐", "bad", "partly right", "partly right"),
    Status.WRONG: ("✗", "bad", "not right yet", "not right"),
    Status.NOT_ATTEMPTED: ("○", "none", "not attempted yet", "not attempted"),
    Status.ERROR: ("✗", "bad", "an error", "an error"),
    Status.TIMEOUT: ("✗", "bad", "stopped", "stopped at the time limit"),
    Status.CRASHED: ("✗", "bad", "ended its own process", "ended its own process"),
    Status.MISSING: ("○", "none", "not in the notebook", "not in the notebook"),
    Status.INVALID: ("✗", "bad", "could not be read", "could not be read"),
}

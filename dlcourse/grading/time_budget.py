"""How long the exercises of one submission may take: what never ends costs twice the limit of one exercise, in all.

Comparing what came back, and finding a name for it, has its own time: answers can be made to be compared for ever.
What ends by itself keeps its time as long as there is some for the submission, with a little left to the exercises
that come after it. Then nothing more is run, and what is marked until then counts.
"""

import contextlib
import math
import time

from dlcourse.checking.runtime.timing import TimeLimit, time_limit
from dlcourse.grading.processes.pool import step

SHORT = 1.0  # seconds that are left to each exercise when the others have used up theirs
TOGETHER = 4  # the first try, of all answers in one process, gets this part of an exercise's time: honest ones take ms
LEAST = 5.0  # seconds for comparing, however short the limit is: a busy machine needs some for a diagnosis
GRACE = 1.0  # seconds between the limit that stops Python and the one that kills the process
RUNNING, COMPARING = "running", "comparing"  # what a process announces
RESTART = 20.0  # seconds for a worker to be started and closed, and to be found gone, on a busy machine


class TooLong(Exception):
    """Comparing was stopped."""


class TimeBudget:
    """What is used up by exercises that had to be stopped. What ends by itself uses up nothing.

    Parameters
    ----------
    seconds : float
        Limit of one exercise.
    end : float
        When the submission must be marked, by the monotonic clock.
    """

    def __init__(self, seconds, end=math.inf):
        self.seconds, self.end, self.wasted, self.compared = seconds, end, 0.0, 0.0
        self.short = min(SHORT, seconds)

    @property
    def together(self):
        """The limit of the first try."""
        return max(self.seconds / TOGETHER, self.short)

    def next_limit(self, later=0, own=None):
        """The limit of the next exercise, of which so many come later; 0 if there is no time for any.

        `own` is the limit that the exercise itself has, if it has one.
        """
        left = self._left()
        if left < self.short:
            return 0.0
        unused = max(2 * self.seconds - self.wasted, self.short)
        return min(self._most(own), unused, max(left - later * self.short, self.short))

    def _most(self, own):
        return self.seconds if own is None else min(self.seconds, own)

    def what_is_left(self, limit, used):
        """The limit of the second part of an exercise, the first of which has used some seconds."""
        return max(limit - used, self.short)

    def waste(self, seconds):
        """Write down that something was stopped after so many seconds."""
        self.wasted += seconds

    @contextlib.contextmanager
    def comparing(self):
        """What is inside compares the answers to one exercise; TooLong if that takes more time than it may.

        What has to be stopped gets half the limit of one exercise in all, and then a little each. One long call into
        compiled code ends with this process only.
        """
        limit = min(max(max(self.seconds / 2, LEAST) - self.compared, self.short), max(self._left(), self.short))
        step(COMPARING, limit + GRACE)
        try:
            with time_limit(limit):
                yield
        except TimeLimit:
            self.compared += limit
            raise TooLong from None

    @staticmethod
    def running(limit):
        """Announce that an answer runs in a worker, for at most so many seconds."""
        step(RUNNING, limit + RESTART)

    def sentence(self, limit, own=None):
        """What a student is told of an exercise that is stopped at this limit, in small letters."""
        stopped = f"it was stopped after {_seconds(limit)}"
        if limit >= self._most(own) or (self.wasted == 0 and self._left() > self.seconds):
            return f"{stopped}. Is there a loop that never ends?"
        used = round(self.wasted)
        already = f"had used up {_seconds(used)} already" if used else "had used up nearly all of its time"
        return f"{stopped}: other exercises of this notebook {already}. Mend those first."

    def _left(self):
        return self.end - time.monotonic()


def _seconds(number):
    text = f"{round(number, 1):g}"
    return f"{text} second{'' if text == '1' else 's'}"

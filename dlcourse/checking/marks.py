"""Points by how good an answer is: what does all that it must earns the more, the better it does it."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from dlcourse.checking.asked import points_in_words
from dlcourse.checking.status import Status


@dataclass(frozen=True)
class Marks:
    """Which points an answer earns that does all that it must: fewer than all of them where it does it less well.

    Parameters
    ----------
    measure : function
        `measure(list of (arguments, value)) -> float`: a share from 0 to 1, of all cases together. What was kept of a
        case, such as right labels, is `arguments.kept`.
    thresholds : tuple of (float, int)
        (share, points), both rising: who reaches the share earns the points. The last ones are all of them.
    what : str
        What it is a share of, after "84.2 %".
    """

    measure: Callable
    thresholds: tuple
    what: str = "right"

    def __post_init__(self):
        shares, points = zip(*self.thresholds)
        rising = [list(row) == sorted(set(row)) for row in (shares, points)]
        if not all(rising) or not 0 < shares[0] <= shares[-1] <= 1 or points[0] <= 0:
            raise ValueError(f"thresholds are {self.thresholds}: want shares in (0, 1] and points, both rising")

    def points(self, share):
        """The points for a share."""
        return max([points for least, points in self.thresholds if share >= least], default=0)

    def next(self, share):
        """The (share, points) that come next; None where there are all points."""
        return next(((least, points) for least, points in self.thresholds if share < least), None)

    def of(self, trials):
        """The share that some Trials come to, but for those that want an error; 0 where it is no number."""
        share = float(self.measure([(trial.arguments, trial.got.value) for trial in trials if not trial.refused]))
        return share if math.isfinite(share) else 0.0


def percent(share):
    """A share in percent, with one digit. It is never rounded up: what is shown as a threshold has reached it."""
    return f"{math.floor(1000 * share + 1e-9) / 10:.1f} %"


def give(exercise, verdict, share, begin=""):
    """Put the points for a share into the Verdict on an answer that does all that it must.

    Parameters
    ----------
    exercise : Exercise
    verdict : Verdict
        May hold the points for another share, as for the cases that a learner sees: these take their place.
    share : float
    begin : str
        How the sentence on the share begins.
    """
    earlier = "" if verdict.measured is None else _sentence(exercise, verdict.measured)
    rest = verdict.note.removeprefix(earlier)
    more, text = exercise.marks.next(share), _sentence(exercise, share, begin)
    verdict.measured, verdict.score = share, exercise.marks.points(share)
    verdict.note, verdict.message = rest.strip(), ""
    if more is None:
        verdict.status, verdict.note = Status.CORRECT, f"{text} {rest}".strip()
    else:
        verdict.status, verdict.message = Status.PARTIAL if verdict.score else Status.WRONG, text


def lend(exercise, verdict, own, begin=""):
    """Take back the points for how good the *reference's* answers are, with which an answer was called.

    It keeps those of the first threshold: it does all that it must. The others are for what is one's own.

    Parameters
    ----------
    exercise : Exercise
    verdict : Verdict
        With the points for its share; without one it stays as it is.
    own : collection of str
        The ids of the exercises whose answers are the learner's own and right.
    begin : str
        How the sentence on the share begins.
    """
    if not verdict.measured or not verdict.score:
        return
    lent = [f"`{key.partition('.')[2]}`" for key in exercise.calls if key not in own]
    if not lent:
        return
    points = exercise.marks.thresholds[0][1]
    if verdict.status == Status.CORRECT:
        verdict.note = verdict.note.removeprefix(_sentence(exercise, verdict.measured, begin)).strip()
    words = points_in_words(points, exercise.max_score, exercise.bonus_points)
    verdict.score, verdict.status = points, Status.PARTIAL if points < exercise.points else Status.CORRECT
    share = f"{begin}{percent(verdict.measured)} {exercise.marks.what}"
    verdict.message = f"{share}, but with the reference's {' and '.join(lent)}: {words}. More are for your own."


def _sentence(exercise, share, begin=""):
    more, earned = exercise.marks.next(share), exercise.marks.points(share)
    words = points_in_words(earned, exercise.max_score, exercise.bonus_points)
    rest = f" From {percent(more[0])} on it is {more[1]}." if more else ""
    return f"{begin}{percent(share)} {exercise.marks.what}: {words}.{rest}"

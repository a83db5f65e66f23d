"""The calibration error: confidence against accuracy, bin by bin, weighed by the cases in each."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.losses._cases import answers
from dlcourse.exercises.losses._cases.pieces import over_bins
from dlcourse.exercises.losses._cases.rarer import note_rarer
from dlcourse.lessons import losses

exercise = Exercise(
    reference=losses.expected_calibration_error,
    points=3,
    minutes=10,
    cases=answers,
    hints=[
        "With 10 bins, in which one lies a confidence of 0.87, in which one 0.9, and in which one 1.0?",
        "First say for each answer in which bin it lies: a whole number, with the last bin also for 1.0. Then each "
        "bin that holds answers adds its gap, weighed by its share of all answers.",
        "`np.floor(np.array([3.2, 7.9]))` is `[3. 7.]`. For `here = ages > 17`, `here.mean()` is the share of True, "
        "`incomes[here].mean()` a mean over these alone, and `here.any()` says whether there are any: the mean of "
        "nothing is nan.",
    ],
    solved="a lie detector for confidence: hospitals and weather services use the same idea.",
    equivalent_mutants={
        "which = np.minimum(bins - 1, (confidence * bins).astype(int))": "the order does not matter",
        "error += inside.mean() * abs(confidence[inside].mean() - right[inside].mean())": "abs has no sign",
        "bins = 1 if np.ndim(bins) == 0 and bins == 0 else bins": "there is at least one bin",
    },
)


def filled_bins(confidence, right, bins):
    """(share of the cases, share right, mean confidence) for each bin that holds any."""
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    filled = [which == k for k in range(bins) if np.any(which == k)]
    return np.array([(np.mean(i), np.mean(right[i]), np.mean(confidence[i])) for i in filled]).T


@exercise.mistake("bins not weighted")
def _(confidence, right, bins=10):
    """Every bin counts the same in your average, even one with a single case. Weigh each gap with the share of all
    cases that lie in its bin, `np.mean(inside)`.
    """
    _, accuracy, sure = filled_bins(confidence, right, bins)
    return np.mean(np.abs(accuracy - sure))


@exercise.mistake("divided by the number of bins")
def _(confidence, right, bins=10):
    """You add up the gaps and divide by the number of bins, empty ones included. Weigh each gap with the share of all
    cases that lie in its bin, `np.mean(inside)`.
    """
    _, accuracy, sure = filled_bins(confidence, right, bins)
    return np.sum(np.abs(accuracy - sure)) / bins


@exercise.mistake("gaps added up")
def _(confidence, right, bins=10):
    """You add up the gaps as they are. Weigh each with the share of all cases that lie in its bin, `np.mean(inside)`:
    then the result is never larger than 1.
    """
    _, accuracy, sure = filled_bins(confidence, right, bins)
    return np.sum(np.abs(accuracy - sure))


@exercise.mistake("gaps cancel")
def _(confidence, right, bins=10):
    """Bins that are too sure and bins that are not sure enough cancel: the *size* of each gap counts, `abs(...)`."""
    share, accuracy, sure = filled_bins(confidence, right, bins)
    return np.sum(share * (sure - accuracy))


@exercise.mistake("gaps cancel, turned round")
def _(confidence, right, bins=10):
    """You subtract how sure it was from how often it was right, and bins above and below 0 cancel. The *size* of each
    gap counts: `abs(...)`.
    """
    share, accuracy, sure = filled_bins(confidence, right, bins)
    return -np.sum(share * (sure - accuracy))


@exercise.mistake("share of right answers of all bins")
def _(confidence, right, bins=10):
    """You compare each bin with the share of right answers of *all* bins. Compare with its own:
    `right[inside].mean()`.
    """
    share, _, sure = filled_bins(confidence, right, bins)
    return np.sum(share * np.abs(sure - np.mean(right)))


exercise.edit(
    "first bin only",
    {"error += inside": "return inside"},
    """Only the first bin with answers in it counts. Does `return` stand inside the loop? Add up the parts of all bins,
    and return their sum after the loop.
    """,
)


@exercise.mistake("one big bin")
def _(confidence, right, bins=10):
    """Only the overall mean of the confidence and the overall share of right answers count, as if there were one bin.
    Take the size, `abs`, of *each* bin's gap: where the network is too sure and where it is not sure enough must not
    cancel.
    """
    return abs(np.mean(right) - np.mean(confidence))


@exercise.mistake("complete certainty lost")
def _(confidence, right, bins=10):
    """A confidence of exactly 1 falls into none of your bins: `1 * bins` is one past the last. `np.minimum(..., bins -
    1)` puts it into the last.
    """
    inside = confidence < 1
    return inside.mean() * losses.expected_calibration_error(confidence[inside], right[inside], bins)


@exercise.mistake("last bin left out")
def _(confidence, right, bins=10):
    """The answers of the last bin, the surest ones, do not count. `range(bins)` goes from 0 to bins − 1: that is all of
    them; `range(bins - 1)` stops too early.
    """
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    inside = which < bins - 1
    if not inside.any():
        return 0.0
    return inside.mean() * losses.expected_calibration_error(confidence[inside], right[inside], bins)


@exercise.mistake("middle of the bin instead of the mean confidence")
def _(confidence, right, bins=10):
    """You compare with the middle of each bin. Compare with the mean confidence of the cases that lie in it: they may
    all sit at one end.
    """
    middles = (np.minimum((confidence * bins).astype(int), bins - 1) + 0.5) / bins
    return losses.expected_calibration_error(middles, right, bins)


exercise.edit(
    "empty bins not skipped",
    {"if inside.any():": "if True:"},
    """A bin with no case in it has no mean: 0 / 0 is nan, and one nan spoils the sum. Skip empty bins: `if
    inside.any():`.
    """,
)


@exercise.mistake("example by example")
def _(confidence, right, bins=10):
    """You compare each single confidence with 0 or 1. One case cannot be right 90 % of the time: compare the *means*
    within a bin.
    """
    return np.mean(np.abs(right - confidence))


exercise.edit(
    "largest gap only",
    {
        "error += inside.mean() * ": "error = max(error, ",
        "- confidence[inside].mean())": "- confidence[inside].mean()))",
    },
    """That is the largest gap (it has a name too: maximum calibration error). Wanted is the average gap, in which each
    bin counts with its share of the cases.
    """,
)


@exercise.mistake("always 10 bins")
def _(confidence, right, bins=10):
    """You have 10 bins whatever is asked for. Use the argument `bins`."""
    return losses.expected_calibration_error(confidence, right)


@exercise.mistake("counts instead of shares")
def _(confidence, right, bins=10):
    """You weigh each gap with the *number* of cases in its bin. Divide by the number of all cases, or take the share
    directly: `np.mean(inside)`.
    """
    return len(confidence) * losses.expected_calibration_error(confidence, right, bins)


@exercise.mistake("bins closed above, 0 in none")
def _(confidence, right, bins=10):
    """A confidence on the edge of two bins falls into the lower one, and 0 into none: `>` and `<=`. Here the *lower*
    end belongs to the bin, `>=` and `<`, and 1 belongs to the last one, too.
    """
    return over_bins(confidence, right, np.ceil(confidence * bins) - 1)


@exercise.mistake("bins closed above")
def _(confidence, right, bins=10):
    """A confidence on the edge of two bins falls into the lower one. Here the *lower* end belongs to the bin: round
    down, and only 1 goes into the bin below it.
    """
    return over_bins(confidence, right, np.maximum(np.ceil(confidence * bins) - 1, 0))


@exercise.mistake("bins closed on both sides")
def _(confidence, right, bins=10):
    """A confidence on the edge of two bins counts in both: `>=` and `<=`. It belongs to the upper one alone."""
    k = np.arange(bins)[:, None]
    both = (confidence >= k / bins) & (confidence <= (k + 1) / bins)  # (bins, N)
    return np.abs(both @ (right - confidence)).sum() / len(confidence)


@exercise.mistake("a bin of its own for 1")
def _(confidence, right, bins=10):
    """A confidence of exactly 1 gets a bin of its own, one past the last. It belongs to the last: `np.minimum(..., bins
    - 1)`.
    """
    return over_bins(confidence, right, np.floor(confidence * bins))


@exercise.mistake("bins rounded to the nearest")
def _(confidence, right, bins=10):
    """You round to the nearest bin, so that 0.57 falls into bin 6 of 10. Bin 5 reaches from 0.5 to
    0.6: round *down*.
    """
    return over_bins(confidence, right, np.minimum(np.round(confidence * bins), bins - 1))


@exercise.mistake("equally filled bins")
def _(confidence, right, bins=10):
    """Your bins hold equally many answers. Here they are equally *wide*: from k / bins to (k + 1) / bins."""
    which = np.empty(len(confidence))
    for k, part in enumerate(np.array_split(np.argsort(confidence), bins)):
        which[part] = k
    return over_bins(confidence, right, which)


exercise.edit(
    "last filled bin only",
    {"error += ": "error = "},
    """Only the last bin with answers in it counts: each round replaces what was there. Add up with `+=`.""",
)

exercise.edit(
    "gaps squared",
    {"abs(right": "np.square(right"},
    """You square the gaps, which makes small ones smaller still. Here their size counts: `abs(...)`.""",
)


@exercise.mistake("root of the squared gaps")
def _(confidence, right, bins=10):
    """You take the root of the mean square of the gaps. Here the mean of their *sizes* is wanted."""
    share, accuracy, sure = filled_bins(confidence, right, bins)
    return np.sqrt(np.sum(share * (accuracy - sure) ** 2))


@exercise.mistake("stops at the first empty bin")
def _(confidence, right, bins=10):
    """The loop ends at the first empty bin: `break` leaves it. `continue` would only skip this one bin."""
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    filled = np.isin(np.arange(bins), which)
    return over_bins(confidence, right, np.where(which < (bins if filled.all() else filled.argmin()), which, -1))


@exercise.mistake("only where it is too sure")
def _(confidence, right, bins=10):
    """Bins in which it is *not sure enough* cost nothing in your sum. A gap is a gap on either side: `abs(...)`."""
    share, accuracy, sure = filled_bins(confidence, right, bins)
    return np.sum(share * np.maximum(0, sure - accuracy))


note_rarer(exercise, "expected_calibration_error")


@exercise.accepts("bin by bin, from edge to edge")
def _(confidence, right, bins=10):
    error = 0.0
    for k in range(bins):
        inside = (confidence >= k / bins) & ((confidence < (k + 1) / bins) | (k == bins - 1))
        if np.sum(inside) > 0:
            error += np.sum(inside) / len(right) * np.abs(np.mean(right[inside]) - np.mean(confidence[inside]))
    return error


@exercise.accepts("with np.bincount")
def _(confidence, right, bins=10):
    which = np.clip(np.floor(confidence * bins).astype(int), 0, bins - 1)
    return np.abs(np.bincount(which, weights=right - confidence)).sum() / len(right)

"""Where no mistake has a name: in which cases an answer is right, and what sets the others apart.

Only what the cases prove is said: a feature that all wrong cases have and no right one.
"""

import inspect
import itertools

from dlcourse.checking.features import features_of

TELLING = 1  # features up to this rank are joined in pairs, or set one right case apart: of others there are too many


def contrast(exercise, trials):
    """A sentence on the cases: "It is right in 7 of 8 cases; wrong only where `padding` is 0."

    Parameters
    ----------
    exercise : Exercise
    trials : list of Trial
        Not all right.
    """
    wrong = [index for index, trial in enumerate(trials) if not trial.passed]
    if len(wrong) == len(trials):
        none = f"It is right in none of the {len(trials)} cases: work a small one out by hand, step by step."
        return none if len(trials) > 1 else ""
    defaults = {
        name: parameter.default
        for name, parameter in inspect.signature(exercise.reference).parameters.items()
        if parameter.default is not parameter.empty
    }
    cases = [defaults | trial.arguments for trial in trials]
    features = features_of(cases, [trial.expected_view for trial in trials], exercise.inside)
    wrong_ones = [features[index] for index in wrong]
    right_ones = [item for index, item in enumerate(features) if index not in wrong]
    head = f"It is right in {len(right_ones)} of {len(trials)} cases"
    what = _apart(wrong_ones, right_ones)
    if not what:
        return f"{head}."
    stops = all(trials[index].got.failure for index in wrong)
    word = "stops with an error" if stops else "wrong"
    if len(wrong) == 1:
        return f"{head}; {'it ' if stops else ''}{word} only where {what}."
    return f"{head}; {'it ' if stops else ''}{word} in all those, and only those, in which {what}."


def _apart(wrong, right):
    """In words, what all of `wrong` have and none of `right`; ""."""
    shared = sorted(set.intersection(*wrong))
    telling = [feature for feature in shared if not any(feature in item for item in right)]
    if len(right) == 1 < len(wrong):  # one right case differs from the others in much
        telling = [feature for feature in telling if feature[0] <= TELLING]
    if telling:
        rank = telling[0][0]
        several = [words for other, words in telling if other == rank] if len(wrong) == 1 else []
        return " and ".join(_of_different_things(several)[:2]) or telling[0][1]
    if len(wrong) < 2:
        return ""
    for left, other in itertools.combinations([feature for feature in shared if feature[0] <= TELLING], 2):
        if not any(left in item and other in item for item in right):
            return f"{left[1]} and {other[1]}"
    return ""


def _of_different_things(texts):
    """The first text on each name."""
    first = {}
    for text in texts:
        first.setdefault(text.split("`")[1] if "`" in text else "", text)
    return list(first.values())

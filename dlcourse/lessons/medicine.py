"""Lesson 23, medicine: two ways to be wrong, what each costs, and what a positive result means.

Of N people, actual is an int array (N,): 1 is ill, 0 is healthy. A test gives each a score, a number that is higher the
more it takes the person for ill (of a network the logit); scores are an array (N,). With a threshold, who has a score
of at least that much is called ill, and predicted is an int array (N,) of 1 and 0.

Sources
-------
sensitivity_specificity: Altman and Bland (1994), *Diagnostic tests 1: sensitivity and specificity*.
predictive_value: Eddy (1982), *Probabilistic reasoning in clinical medicine*; the numbers of the lesson are those of
    Gigerenzer, Gaissmaier, Kurz-Milcke, Schwartz and Woloshin (2007), *Helping doctors and patients make sense of
    health statistics*.
roc_curve: Fawcett (2006), *An introduction to ROC analysis*.
auc: Hanley and McNeil (1982), *The meaning and use of the area under a receiver operating characteristic curve*.
threshold_for_cost: Elkan (2001), *The foundations of cost-sensitive learning*.
calibrate: Platt (1999), *Probabilistic outputs for support vector machines*.
"""

import numpy as np

from dlcourse.lessons.neuron import sigmoid


def sensitivity_specificity(predicted, actual):
    """How many of the ill are found, and how many of the healthy are left in peace.

    Formula: the share of the ill who are called ill, and the share of the healthy who are called healthy
    predicted, actual: int arrays (N,), 1 for ill and 0 for healthy
    -> tuple (a number, a number)

    Raises ValueError if nobody is ill, or nobody is healthy: there is nothing to have a share of.

    >>> sensitivity, specificity = sensitivity_specificity(np.array([1, 0, 0, 0, 1]), np.array([1, 1, 0, 0, 0]))
    >>> print(sensitivity, round(specificity, 3))  # one of two, two of three
    0.5 0.667
    """
    right, ill = predicted == actual, actual == 1
    if ill.all() or not ill.any():
        raise ValueError(f"actual has {ill.sum()} ill of {len(ill)} people: want both kinds")
    return right[ill].mean(), right[~ill].mean()


def predictive_value(sensitivity, specificity, *, prevalence):
    """Of those whom a test calls ill, the share who are: Bayes' rule.

    Formula: ``found / (found + alarms)`` with ``found = prevalence sensitivity``, the share of all people who are ill
    and called ill, and ``alarms = (1 - prevalence) (1 - specificity)``, that of the healthy who are called ill
    sensitivity, specificity: numbers from 0 to 1; prevalence: a number from 0 to 1, the share of the
    ill among all -> a number

    Raises ValueError if nobody at all is called ill: there is no result to ask about.

    >>> print(round(predictive_value(0.9, 0.91, prevalence=0.01), 3))  # 9 of 10 ill, and 89 of 990 healthy people
    0.092
    """
    found = prevalence * sensitivity
    alarms = (1 - prevalence) * (1 - specificity)
    if found + alarms == 0:
        raise ValueError(f"nobody is called ill with the specificity {specificity} and the prevalence {prevalence}")
    return found / (found + alarms)


def roc_curve(scores, actual):
    """What every threshold would do: false alarms against people found, from "nobody is ill" to "all are".

    Formula: for each threshold t, the shares of the healthy and of the ill with ``score >= t``; t is first inf, then
    each different score, from the highest down
    scores: array (N,); actual: int array (N,), both kinds are there
    -> tuple (array (P,), array (P,), array (P,)), the false alarms, the found and the thresholds

    >>> alarms, found, thresholds = roc_curve(np.array([0.5, 2.0, 0.5, -1.0]), np.array([1, 1, 0, 0]))
    >>> print(alarms, found, thresholds)
    [0.  0.  0.5 1. ] [0.  0.5 1.  1. ] [ inf  2.   0.5 -1. ]
    """
    order = np.argsort(-scores)
    scores, actual = scores[order], actual[order]
    last = np.append(scores[1:] != scores[:-1], True)  # of equal scores: they are called ill together
    found = np.cumsum(actual)[last] / np.sum(actual)
    alarms = np.cumsum(1 - actual)[last] / np.sum(1 - actual)
    return np.append(0.0, alarms), np.append(0.0, found), np.append(np.inf, scores[last])


def auc(scores, actual):
    """The area under the ROC curve, without a curve: how well a test ranks people.

    Formula: over all pairs of an ill and a healthy person, the share in which the ill one has the higher score; equal
    scores count one half
    scores: array (N,); actual: int array (N,), both kinds are there -> a number from 0 to 1

    >>> print(auc(np.array([0.5, 2.0, 0.5, -1.0]), np.array([1, 1, 0, 0])))  # 3 of 4 pairs, and one is equal
    0.875
    """
    lead = scores[actual == 1][:, None] - scores[actual == 0]  # (ill, 1) - (healthy,) -> (ill, healthy)
    return np.mean((lead > 0) + 0.5 * (lead == 0))


def threshold_for_cost(scores, actual, *, cost_missed, cost_false_alarm):
    """The threshold that would have been cheapest for these people.

    Formula: of the scores that occur, and inf (nobody is called ill), the t with the smallest ``cost_missed (ill people
    with a score below t) + cost_false_alarm (healthy people with a score of t or more)``
    scores: array (N,); actual: int array (N,); cost_missed, cost_false_alarm: numbers, 0 or more
    -> a number, the highest of the cheapest thresholds

    >>> print(threshold_for_cost(np.array([0.5, 2.0, 0.0, -1.0]), np.array([0, 1, 1, 0]), cost_missed=5,
    ...                          cost_false_alarm=1))  # one alarm is cheaper than one missed
    0.0
    """
    thresholds = np.append(np.inf, np.unique(scores)[::-1])  # (T + 1,), falling
    called = scores >= thresholds[:, None]  # (N,) and (T + 1, 1) -> (T + 1, N)
    missed = np.sum(~called & (actual == 1), axis=1)
    alarms = np.sum(called & (actual == 0), axis=1)
    costs = cost_missed * missed + cost_false_alarm * alarms
    return thresholds[costs.argmin()]


def calibrate(scores, actual, *, learning_rate, steps):
    """Stretch and move scores so that their sigmoid is an honest probability: Platt scaling.

    Formula: `steps` steps of gradient descent on the mean cross-entropy of ``sigmoid(slope scores + offset)``, from the
    slope 1 and the offset 0
    scores: array (N,); actual: int array (N,); learning_rate: a number; steps: a whole number, 0 or
    more -> tuple (a number, a number), the slope and the offset

    >>> slope, offset = calibrate(np.array([3.0, 3.0, 3.0, -3.0]), np.array([1, 1, 0, 0]), learning_rate=0.1, steps=500)
    >>> print(1 / (1 + np.exp(-(3 * slope + offset))) < 0.7)  # it said 0.95, and two of three were ill
    True
    """
    slope, offset = 1.0, 0.0
    for _ in range(steps):
        surplus = sigmoid(slope * scores + offset) - actual
        slope, offset = slope - learning_rate * np.mean(surplus * scores), offset - learning_rate * np.mean(surplus)
    return slope, offset

"""Lesson 24, finance: find the few among the many.

Scores are an array (N,), one for each payment, the higher the more suspicious. Labels are 1 for a fraud and 0 for an
honest payment, amounts are in euros. X is an array (N, D), a row for each payment.

Sources
-------
precision_recall_curve: Davis and Goadrich (2006), *The relationship between precision-recall and ROC curves*; Saito and
    Rehmsmeier (2015), *The precision-recall plot is more informative than the ROC plot when evaluating binary
    classifiers on imbalanced datasets*.
weighted_cross_entropy, cost_of_decisions: Elkan (2001), *The foundations of cost-sensitive learning*; King and Zeng
    (2001), *Logistic regression in rare events data*.
anomaly_score: Chandola, Banerjee and Kumar (2009), *Anomaly detection: a survey*, section 9.
strategy_returns: Faber (2007), *A quantitative approach to tactical asset allocation*; on looking ahead, Lopez de
    Prado (2018), *Advances in Financial Machine Learning*, chapter 11.
"""

import numpy as np

from dlcourse.lessons.neuron import sigmoid


def cost_of_decisions(flagged, labels, amounts, *, fee):
    """What a day's decisions cost: a fee for each payment that is looked at, and every fraud that is not.

    Formula: ``fee * number flagged + sum of the amounts of the frauds that are not flagged``
    flagged: bool array (N,); labels: int array (N,), 1 for a fraud, 0 for an honest payment
    amounts: array (N,), in euros; fee: a number -> a number

    >>> flagged, labels = np.array([True, True, False, False]), np.array([1, 0, 1, 0])
    >>> print(cost_of_decisions(flagged, labels, np.array([90.0, 20.0, 50.0, 400.0]), fee=5.0))
    60.0
    """
    missed = (labels == 1) & ~flagged
    return fee * flagged.sum() + amounts[missed].sum()


def precision_recall_curve(scores, labels):
    """For every threshold: how many of the alarms are frauds, and how many of the frauds give an alarm.

    Formula: an alarm is a score of at least the threshold; precision is frauds among alarms / alarms, recall is frauds
    among alarms / all frauds
    scores: array (N,); labels: int array (N,), 1 for a fraud, 0 for an honest payment
    -> (thresholds, precision, recall): arrays (K,), (K,) and (K,), with K up to N: a point for each
    different score, the highest first

    Raises ValueError if there is no fraud.

    >>> thresholds, precision, recall = precision_recall_curve(np.array([3.0, 1.0, 2.0, 2.0]), np.array([1, 1, 1, 0]))
    >>> print(thresholds, precision.round(2), recall.round(2))  # two payments have the score 2: one point
    [3. 2. 1.] [1.   0.67 0.75] [0.33 0.67 1.  ]
    """
    if not (labels == 1).any():
        raise ValueError(f"none of the {len(labels)} labels is 1: without a fraud there is no recall")
    order = np.argsort(-scores, kind="stable")
    scores, labels = scores[order], labels[order]
    last = np.append(scores[1:] != scores[:-1], True)  # of equal scores the last: all of them ring together
    alarms, frauds = np.flatnonzero(last) + 1, labels.cumsum()[last]
    return scores[last], frauds / alarms, frauds / labels.sum()


def weighted_cross_entropy(logits, labels, *, weight):
    """The mean cross-entropy of yes-or-no answers in which each fraud counts several times, and its gradient.

    Formula: ``mean of w (log(1 + exp(z)) - z y)``, where w is `weight` for a fraud (y = 1) and 1 else;
    its gradient is ``w (sigmoid(z) - y) / N``
    logits: array (N,); labels: int array (N,), 1 for a fraud, 0 for an honest payment
    weight: a number above 0 -> (loss, gradient): a number and an array (N,)

    >>> loss, gradient = weighted_cross_entropy(np.array([0.0, 0.0]), np.array([1, 0]), weight=3.0)
    >>> print(round(float(loss), 4), gradient)  # (3 log 2 + log 2) / 2
    1.3863 [-0.75  0.25]
    """
    N = len(logits)
    y = labels.astype(logits.dtype)
    w = np.where(labels == 1, weight, 1).astype(logits.dtype)
    # log(1 + exp(z)) is max(z, 0) + log(1 + exp(-|z|)), in which no exponent is positive.
    losses = np.maximum(logits, 0) - logits * y + np.log1p(np.exp(-np.abs(logits)))
    return (w * losses).mean(), w * (sigmoid(logits) - y) / N


def anomaly_score(X, X_hat, *, usual):
    """How badly each payment is rebuilt, in units of what is usual for each column.

    Formula: ``mean over the columns of (X - X_hat)^2 / usual``
    X: array (N, D); X_hat: array (N, D), as an autoencoder has rebuilt them
    usual: array (D,), above 0, the mean squared error of each column on payments of the past
    -> array (N,)

    >>> print(anomaly_score(np.array([[1.0, 5.0]]), np.array([[0.0, 3.0]]), usual=np.array([0.5, 4.0])))
    [1.5]
    """
    return ((X - X_hat) ** 2 / usual).mean(axis=1)


def strategy_returns(prices, *, window):
    """What a strategy earns in each month: it holds the share if the last price known was above a moving average.

    Formula: ``prices[t] / prices[t - 1] - 1`` if ``prices[t - 1]`` is above the mean of the `window` prices up to it,
    else 0, for every month t from `window` on
    prices: array (T,), at the end of each month; window: a whole number, 1 or more, less than T
    -> array (T - window,)

    >>> print(strategy_returns(np.array([10.0, 20.0, 30.0, 15.0, 18.0]), window=2))  # at 15 it is sold
    [ 0.5 -0.5  0. ]
    """
    averages = np.lib.stride_tricks.sliding_window_view(prices, window).mean(axis=1)  # (T - window + 1,)
    before, now = prices[window - 1 : -1], prices[window:]
    held = before > averages[:-1]  # all that is known when the month begins
    return np.where(held, now / before - 1, 0)

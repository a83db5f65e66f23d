"""Pieces that rarer wrong answers are made of."""

import numpy as np

from dlcourse.lessons import forward


def softplus(z):
    """The part of the yes-or-no loss that no answer changes: log(1 + exp(-|z|))."""
    return np.log1p(np.exp(-np.abs(z)))


def by_trying(f, x, h, back, *, start=float, forward_only=False):
    """Slopes by a loop that steps up, steps down and then goes up again by ``back`` times h."""
    x, gradient = x.astype(start) if start else x.copy(), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        before = f(x)
        x[i] += h
        above = f(x)
        if not forward_only:
            x[i] -= 2 * h
        gradient[i] = (above - before) / h if forward_only else (above - f(x)) / (2 * h)
        x[i] += back * h
    return gradient


def at_two_places(f, x, up, down, distance):
    """Slopes from the values of f at x + up and at x + down, each element by itself, divided by a distance."""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        above, below = x.astype(float), x.astype(float)
        above[i] += up
        below[i] += down
        gradient[i] = (f(above) - f(below)) / distance
    return gradient


def one_shift(z, y, largest):
    """The yes-or-no loss with one number taken out of all logarithms."""
    return np.mean(largest + np.log(np.exp(-largest) + np.exp(z - largest)) - z * y)


def log_sum_exp(Z, keepdims):
    """The logarithm of the sum of the exponentials of each row."""
    shifted = Z - Z.max(axis=1, keepdims=True)
    return Z.max(axis=1, keepdims=keepdims) + np.log(np.exp(shifted).sum(axis=1, keepdims=keepdims))


def tenths(confidence, bins):
    """Bins a tenth wide; the answers beyond the first ``bins`` of them are in none."""
    which = np.minimum((confidence * 10).astype(int), 9)
    return np.where(which < bins, which, -1)


def rounded(confidence, bins):
    """The nearest bin; the answers that are rounded up past the last are in none."""
    which = np.round(confidence * bins)
    return np.where(which < bins, which, -1)


def picked(Z, y):
    """The probability of the right class of each row."""
    return forward.softmax(Z)[np.arange(len(y)), y]


def over_bins(confidence, right, which):
    """The error for any way to sort the answers into bins; those with a negative number are in none."""
    return sum(
        np.mean(which == k) * abs(np.mean(right[which == k]) - np.mean(confidence[which == k]))
        for k in np.unique(which[which >= 0])
    )


def behind(Z, y, cut, to=None):
    """What a cut makes of each wrong class's lead over the right one (or over a column), added up, and the mean."""
    D = Z - (Z[np.arange(len(y)), y][:, None] if to is None else to)
    return np.mean((cut(D) * (np.arange(Z.shape[1]) != y[:, None])).sum(axis=1))

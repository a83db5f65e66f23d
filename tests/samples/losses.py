"""Lesson losses: right answers in other styles."""

import numpy as np
from scipy import special
from sklearn import metrics


def mse_loop(Y_hat, Y):
    total = 0.0
    for a, b in zip(Y_hat.ravel(), Y.ravel()):
        total += (a - b) * (a - b)
    return total / Y.size


def mse_gradient_loop(Y_hat, Y):
    G = np.zeros(Y_hat.shape)
    for i in np.ndindex(Y_hat.shape):
        G[i] = 2 / Y_hat.size * (Y_hat[i] - Y[i])
    return G


def log_softmax_rows(Z):
    rows = []
    for row in Z:
        shifted = row - max(row)
        rows.append(shifted - np.log(sum(np.exp(shifted))))
    return np.array(rows)


def cross_entropy_loop(Z, y):
    total = 0
    for n in range(len(y)):
        total -= log_softmax_rows(Z)[n][y[n]]
    return float(total / len(y))


def cross_entropy_one_hot(Z, y):
    target = np.zeros(Z.shape)
    target[range(len(y)), y] = 1
    return -(target * special.log_softmax(Z, axis=1)).sum() / len(Z)


def gradient_loop(Z, y):
    P = special.softmax(Z, axis=1)
    G = np.zeros(P.shape)
    for n, row in enumerate(P):
        for c, p in enumerate(row):
            G[n, c] = (p - (1 if c == y[n] else 0)) / len(Z)
    return G


def binary_by_cases(z, y):
    losses = []
    for one, answer in zip(z, y):
        behind = -one if answer == 1 else one  # how far on the wrong side
        losses.append(behind + np.log(1 + np.exp(-behind)) if behind > 0 else np.log(1 + np.exp(behind)))
    return np.mean(losses)


def hinge_loop(Z, y, margin=1.0):
    total = 0.0
    for row, label in zip(Z, y):
        for c in range(len(row)):
            if c != label:
                total += max(0, row[c] - row[label] + margin)
    return total / len(y)


def hinge_masked(Z, y, margin=1.0):
    wrong = np.arange(Z.shape[1]) != y[:, None]
    right = np.take_along_axis(Z, y[:, None], axis=1)
    return (np.clip(Z - right + margin, 0, None) * wrong).sum(axis=1).mean()


def gradient_by_copies(f, x, h=1e-5):
    slopes = []
    for i in range(x.size):
        above, below = x.astype(float).ravel(), x.astype(float).ravel()
        above[i] += h
        below[i] -= h
        slopes.append((f(above.reshape(x.shape)) - f(below.reshape(x.shape))) / (2 * h))
    return np.array(slopes).reshape(x.shape)


def gradient_by_unit_steps(f, x, h=1e-5):
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([(f(x + step) - f(x - step)) / (2 * h) for step in steps]).reshape(x.shape)


def calibration_open_below(confidence, right, bins=10):
    error = 0.0
    for k in range(bins):
        inside = (confidence > k / bins) & (confidence <= (k + 1) / bins)
        if np.sum(inside) > 0:
            error += np.sum(inside) / len(right) * np.abs(np.mean(right[inside]) - np.mean(confidence[inside]))
    return error


def calibration_sums(confidence, right, bins=10):
    which = np.clip(np.floor(confidence * bins).astype(int), 0, bins - 1)
    return np.abs(np.bincount(which, weights=right - confidence)).sum() / len(right)


ALTERNATIVES = {
    "losses.mse": [
        mse_loop,
        lambda Y_hat, Y: ((Y - Y_hat) ** 2).mean(),
        lambda Y_hat, Y: np.sum(np.square(Y_hat - Y)) / np.size(Y),
        lambda Y_hat, Y: np.linalg.norm(Y_hat - Y) ** 2 / Y.size,
        lambda Y_hat, Y: float(metrics.mean_squared_error(Y, Y_hat)),
    ],
    "losses.mse_gradient": [
        mse_gradient_loop,
        lambda Y_hat, Y: -2 / Y.size * (Y - Y_hat),
        lambda Y_hat, Y: np.multiply(2.0, Y_hat - Y) / np.prod(Y.shape),
    ],
    "losses.log_softmax": [
        log_softmax_rows,
        lambda Z: special.log_softmax(Z, axis=1),
        lambda Z: Z - special.logsumexp(Z, axis=1, keepdims=True),
        lambda Z: Z - np.logaddexp.reduce(Z, axis=1)[:, None],
        lambda Z: (lambda S: (S.T - np.log(np.exp(S).sum(1))).T)(Z - Z.max(1)[:, None]),
    ],
    "losses.cross_entropy": [
        cross_entropy_loop,
        cross_entropy_one_hot,
        lambda Z, y: np.mean(special.logsumexp(Z, axis=1) - Z[np.arange(len(y)), y]),
        lambda Z, y: -np.take_along_axis(log_softmax_rows(Z), y[:, None], axis=1).mean(),
    ],
    "losses.cross_entropy_gradient": [
        gradient_loop,
        lambda Z, y: (special.softmax(Z, axis=1) - np.eye(Z.shape[1])[y]) / Z.shape[0],
        lambda Z, y: (special.softmax(Z, axis=1) - (np.arange(Z.shape[1]) == y[:, None])) / len(Z),
    ],
    "losses.binary_cross_entropy_with_logits": [
        binary_by_cases,
        lambda z, y: np.mean(np.logaddexp(0, z) - z * y),
        lambda z, y: np.mean(np.logaddexp(0, np.where(y == 1, -z, z))),
        lambda z, y: -np.mean(y * special.log_expit(z) + (1 - y) * special.log_expit(-z)),
        lambda z, y: np.mean(np.maximum(z, 0) - z * y + np.log(1 + np.exp(-abs(z)))),
    ],
    "losses.hinge_loss": [
        hinge_loop,
        hinge_masked,
        lambda Z, y, margin=1.0: (
            np.maximum(0, Z - Z[np.arange(len(y)), y][:, None] + margin).sum(axis=1) - margin
        ).mean(),
    ],
    "losses.numerical_gradient": [gradient_by_copies, gradient_by_unit_steps],
    "losses.expected_calibration_error": [calibration_open_below, calibration_sums],
}

"""Lesson neuron: right answers in other styles."""

import math

import numpy as np
from scipy import special


def weighted_sum_loop(x, w, b):
    total = b
    for i in range(len(x)):
        total = total + x[i] * w[i]
    return total


def weighted_sum_builtin(x, w, b):
    return float(sum(p * q for p, q in zip(x.tolist(), w.tolist())) + b)


def step_filled(z):
    out = np.zeros(z.shape, dtype=z.dtype)
    out[z >= 0] = 1
    return out


def step_of_each(z):
    return np.array([1.0 if value >= 0 else 0.0 for value in z.ravel()]).reshape(z.shape)


def sigmoid_of_each(z):
    def one(value):
        return 1 / (1 + math.exp(-value)) if value >= 0 else math.exp(value) / (1 + math.exp(value))

    return np.array([one(float(value)) for value in z.ravel()]).reshape(z.shape)


def sigmoid_masked(z):
    out = np.empty(z.shape, dtype=np.result_type(z, np.float32))
    positive = z >= 0
    out[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    out[~positive] = e / (1 + e)
    return out


def relu_own_copy(z):
    out = z.copy()
    out[out < 0] = 0
    return out


def gradient_through_tanh(z):
    return (1 - np.tanh(z / 2) ** 2) / 4


def neuron_loop(X, w, b):
    return np.array([1 / (1 + np.exp(-min(max(float(sum(row * w)) + b, -700), 700))) for row in X])


def neuron_loops(X, w, b):
    out = []
    for n in range(X.shape[0]):
        z = b
        for d in range(X.shape[1]):
            z += float(X[n, d]) * float(w[d])
        out.append(special.expit(z))
    return np.array(out)


def boundary_loop(w, b, x1):
    heights = np.zeros(len(x1))
    for i, x in enumerate(x1):
        heights[i] = (-b - w[0] * x) / w[1]
    return heights


def update_with_branches(w, b, *, x, target, learning_rate):
    output = 1 if np.dot(w, x) + b >= 0 else 0
    if output == target:
        return w, b  # the same array: nothing is changed
    direction = 1 if target == 1 else -1
    return [w + direction * learning_rate * x, b + direction * learning_rate]


def update_own_copy(w, b, *, x, target, learning_rate):
    error = target - int(np.sum(w * x) + b >= 0)
    new = w.copy()
    new += learning_rate * error * x
    return new, float(b + learning_rate * error)


ALTERNATIVES = {
    "neuron.weighted_sum": [
        weighted_sum_loop,
        weighted_sum_builtin,
        lambda x, w, b: np.sum(x * w) + b,
        lambda x, w, b: np.dot(x, w) + b,
        lambda x, w, b: np.einsum("i,i->", x, w) + b,
        lambda x, w, b: np.add(np.inner(w, x), b),
    ],
    "neuron.step": [
        step_filled,
        step_of_each,
        lambda z: np.where(z >= 0, 1.0, 0.0),
        lambda z: (z >= 0).astype(int),
        lambda z: (z >= 0) * 1.0,
        lambda z: np.heaviside(z, 1),
    ],
    "neuron.sigmoid": [
        sigmoid_of_each,
        sigmoid_masked,
        special.expit,
        lambda z: 1 / (1 + np.exp(-np.clip(z, -500, 500))),
        lambda z: 0.5 * (1 + np.tanh(z / 2)),
        np.vectorize(lambda value: float(special.expit(value)), otypes=[float]),
    ],
    "neuron.relu": [
        relu_own_copy,
        lambda z: np.where(z > 0, z, 0.0),
        lambda z: z * (z > 0),
        lambda z: np.clip(z, 0, None),
        lambda z: (z + np.abs(z)) / 2,
        lambda z: np.array([max(value, 0) for value in z.ravel().tolist()]).reshape(z.shape),
    ],
    "neuron.sigmoid_gradient": [
        gradient_through_tanh,
        lambda z: special.expit(z) * special.expit(-z),
        lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2,
    ],
    "neuron.neuron": [
        neuron_loop,
        neuron_loops,
        lambda X, w, b: special.expit(np.dot(X, w) + b),
        lambda X, w, b: special.expit(np.einsum("nd,d->n", X, w) + b),
        lambda X, w, b: special.expit((X * w).sum(axis=1) + b),
        lambda X, w, b: special.expit(np.matmul(X, w[:, None]).ravel() + b),
    ],
    "neuron.decision_boundary": [
        boundary_loop,
        lambda w, b, x1: (-w[0] * x1 - b) / w[1],
        lambda w, b, x1: np.array([-(w[0] * x + b) / w[1] for x in x1]),
        lambda w, b, x1: -w[0] / w[1] * x1 - b / w[1],
    ],
    "neuron.perceptron_update": [update_with_branches, update_own_copy],
}

"""Right answers in other styles than the reference's: each must pass. A new exercise wants at least two here."""

import itertools
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


def dense_loops(X, W, b):
    Z = np.zeros((len(X), W.shape[1]))
    for n in range(len(X)):
        for m in range(W.shape[1]):
            Z[n, m] = sum(X[n, d] * W[d, m] for d in range(X.shape[1])) + b[m]
    return Z


def count_loop(sizes):
    total = 0
    for i in range(1, len(sizes)):
        total += (sizes[i - 1] + 1) * sizes[i]
    return total


def mlp_with_flag(X, parameters):
    for i, (W, b) in enumerate(parameters):
        X = X @ W + b
        if i < len(parameters) - 1:
            X = np.where(X > 0, X, 0)
    return X


def mlp_recursive(X, parameters):
    (W, b), rest = parameters[0], parameters[1:]
    Z = np.einsum("nd,dm->nm", X, W) + b
    return mlp_recursive(Z.clip(min=0), rest) if rest else Z


def softmax_rows(Z):
    rows = []
    for row in Z:
        e = np.exp(row - max(row))
        rows.append(e / sum(e))
    return np.array(rows)


def softmax_own_copy(Z):
    E = Z - np.max(Z, axis=-1)[:, None]
    E = np.exp(E)
    E /= np.sum(E, axis=-1)[:, None]
    return E


def predict_rows(X, parameters):
    labels, confidence = [], []
    for p in special.softmax(mlp_with_flag(X, parameters), axis=1):
        labels.append(int(np.argmax(p)))
        confidence.append(float(p.max()))
    return [np.array(labels), np.array(confidence)]


def predict_by_sorting(X, parameters):
    P = softmax_own_copy(mlp_recursive(X, parameters))
    labels = np.argsort(P, axis=1)[:, -1]
    return labels, P[np.arange(len(P)), labels]


def xor_by_two_one_sided_neurons():
    W1, b1 = np.array([[1, -1], [-1, 1]]), np.array([0, 0])
    return (W1, b1), (np.array([[1], [1]]), np.array([-0.5]))


def xor_with_three_neurons():
    W1 = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]])
    return [[W1, np.array([0.0, 0.0, -1.0])], [np.array([[2.0], [2.0], [-4.0]]), np.array([-1.0])]]


def stairs_steep(edges, heights):
    W1 = np.full((1, len(edges)), 1000.0)
    return (W1, -1000 * edges), (np.diff(heights).reshape(-1, 1), np.array([heights[0]]))


def stairs_loop(edges, heights):
    K = len(edges)
    W1, b1, W2 = np.zeros((1, K)), np.zeros(K), np.zeros((K, 1))
    for k in range(K):
        W1[0, k], b1[k], W2[k, 0] = 1, -edges[k], heights[k + 1] - heights[k]
    return [(W1, b1), (W2, heights[:1])]


ALTERNATIVES = {
    "start_here.rescale": [
        lambda image, largest: image * (1 / largest),
        lambda image, largest: np.true_divide(image, largest),
        lambda image, largest: np.array([p / largest for p in image.ravel()]).reshape(image.shape),
    ],
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
    "forward.dense": [
        dense_loops,
        lambda X, W, b: np.dot(X, W) + b,
        lambda X, W, b: np.matmul(X, W) + b[None, :],
        lambda X, W, b: np.einsum("nd,dm->nm", X, W) + b,
        lambda X, W, b: (W.T @ X.T).T + b,
        lambda X, W, b: np.array([x @ W + b for x in X]),
        lambda X, W, b: np.column_stack([X @ W[:, m] + b[m] for m in range(len(b))]),
        lambda X, W, b: np.hstack([X, np.ones((len(X), 1), X.dtype)]) @ np.vstack([W, b]),
    ],
    "forward.count_parameters": [
        count_loop,
        lambda sizes: int(np.dot(np.array(sizes[:-1]) + 1, sizes[1:])),
        lambda sizes: np.sum([(a + 1) * b for a, b in itertools.pairwise(sizes)]),
        lambda sizes: sum(np.zeros((a, b)).size + np.zeros(b).size for a, b in zip(sizes, sizes[1:])),
        lambda sizes: float(count_loop(sizes)),
    ],
    "forward.mlp_forward": [mlp_with_flag, mlp_recursive],
    "forward.softmax": [
        softmax_rows,
        softmax_own_copy,
        lambda Z: special.softmax(Z, axis=1),
        lambda Z: np.exp(Z - special.logsumexp(Z, axis=1, keepdims=True)),
        lambda Z: (lambda E: (E.T / E.sum(axis=1)).T)(np.exp((Z.T - Z.max(axis=1)).T)),
    ],
    "forward.predict": [predict_rows, predict_by_sorting],
    "forward.xor_network": [xor_by_two_one_sided_neurons, xor_with_three_neurons],
    "forward.step_approximation": [stairs_steep, stairs_loop],
}

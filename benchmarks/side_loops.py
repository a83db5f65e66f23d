"""The naive loops that a learner writes first: one number at a time, as the formula says."""

import math

import measured
import numpy as np


def build(case, dtype):
    """For each part of the case a function that does it once, and "numbers" for a comparison with other sides."""
    if case.kind == "network":
        return _network(case, dtype)
    if case.kind == "loss":
        Z, y = measured.inputs(case, dtype)
        return {"both": lambda: cross_entropy(Z, y), "numbers": lambda: cross_entropy(Z, y)}
    [(kind, *sizes)] = case.layers
    X = measured.inputs(case, dtype)[0]
    [numbers] = measured.weights(case, dtype)
    if kind == "dense":
        forward = lambda: dense(X, numbers["W"], numbers["b"])  # noqa: E731
    elif kind == "conv":
        forward = lambda: conv2d(X, numbers["W"], numbers["b"], sizes[-1])  # noqa: E731
    else:
        forward = lambda: maxpool2d(X, *sizes)  # noqa: E731
    return {"forward": forward, "numbers": lambda: [forward()]}


def dense(X, W, b):
    """``Z = X W + b``, number by number."""
    Z = np.zeros((len(X), len(b)), X.dtype)
    for n in range(len(X)):
        for j in range(len(b)):
            total = b[j]
            for i in range(X.shape[1]):
                total += X[n, i] * W[i, j]
            Z[n, j] = total
    return Z


def conv2d(X, W, b, padding=0):
    """Each filter at each place of each image: the sum of the products, number by number, in seven loops."""
    X = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    N, C, height, width = X.shape
    F, _, K, _ = W.shape
    out = np.zeros((N, F, height - K + 1, width - K + 1), X.dtype)
    for n in range(N):
        for f in range(F):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    total = b[f]
                    for c in range(C):
                        for p in range(K):
                            for q in range(K):
                                total += X[n, c, i + p, j + q] * W[f, c, p, q]
                    out[n, f, i, j] = total
    return out


def maxpool2d(X, size):
    """The largest number of each window."""
    N, C, height, width = X.shape
    out = np.zeros((N, C, height // size, width // size), X.dtype)
    for n in range(N):
        for c in range(C):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    best = X[n, c, i * size, j * size]
                    for p in range(size):
                        for q in range(size):
                            best = max(best, X[n, c, i * size + p, j * size + q])
                    out[n, c, i, j] = best
    return out


def cross_entropy(Z, y):
    """The loss and the gradient of the scores, example by example."""
    loss, dZ = 0.0, np.zeros_like(Z)
    for n in range(len(Z)):
        largest = max(Z[n])
        powers = [math.exp(z - largest) for z in Z[n]]
        total = sum(powers)
        loss -= math.log(powers[y[n]] / total) / len(Z)
        for j in range(len(powers)):
            dZ[n, j] = (powers[j] / total - (j == y[n])) / len(Z)
    return loss, dZ


def _network(case, dtype):
    X, y = measured.inputs(case, dtype)
    layers = [each for each in measured.weights(case, dtype) if each]
    rate = measured.RATES["SGD"]

    def step():
        activations = [X]
        for number, layer in enumerate(layers):
            Z = dense(activations[-1], layer["W"], layer["b"])
            last = number == len(layers) - 1
            activations.append(Z if last else np.array([[max(z, 0) for z in row] for row in Z]))
        loss, dZ = cross_entropy(activations[-1], y)
        for layer, A in zip(reversed(layers), reversed(activations[:-1])):
            dZ = _dense_backward(dZ, A, layer, rate)
        return loss

    return {"step": step, "numbers": step}


def _dense_backward(dZ, A, layer, rate):
    """The gradient of the inputs, through the ReLU before the layer too; the weights take their step."""
    W, b = layer["W"], layer["b"]
    dA = np.zeros_like(A)
    for n in range(len(A)):
        for i in range(A.shape[1]):
            for j in range(len(b)):
                if A[n, i] > 0:
                    dA[n, i] += W[i, j] * dZ[n, j]
    for j in range(len(b)):
        for i in range(A.shape[1]):
            total = 0.0
            for n in range(len(A)):
                total += A[n, i] * dZ[n, j]
            W[i, j] -= rate * total
        b[j] -= rate * sum(dZ[:, j])
    return dA

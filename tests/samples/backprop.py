"""Lesson backprop: right answers in other styles."""

import graphlib

import numpy as np

from dlcourse.lessons import backprop, forward, losses


def multiply_as_list(d_out, cache):
    return [d_out * cache[1], np.multiply(cache[0], d_out)]


def order_by_depth_first_search(inputs):
    order, seen = [], set()

    def visit(name):
        if name not in seen:
            seen.add(name)
            for taken in inputs[name]:
                visit(taken)
            order.append(name)

    for name in inputs:
        visit(name)
    return order


def order_one_at_a_time(inputs):
    order = []
    while len(order) < len(inputs):
        for name in inputs:
            if name not in order and all(taken in order for taken in inputs[name]):
                order.append(name)
    return order


def order_by_longest_way(inputs):
    def depth(name):
        return 1 + max((depth(taken) for taken in inputs[name]), default=0)

    return sorted(inputs, key=depth)


def order_counting_what_is_missing(inputs):
    missing = {name: len(set(taken)) for name, taken in inputs.items()}
    ready, order = [name for name in reversed(inputs) if not missing[name]], []
    while ready:
        name = ready.pop()
        order.append(name)
        for other, taken in inputs.items():
            if name in taken:
                missing[other] -= 1
                if not missing[other]:
                    ready.append(other)
    return tuple(order)


def unbroadcast_loops(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    for axis in range(len(shape)):
        if shape[axis] == 1:
            gradient = gradient.sum(axis=axis, keepdims=True)
    return gradient


def unbroadcast_at_once(gradient, shape):
    padded = (1,) * (gradient.ndim - len(shape)) + tuple(shape)
    axes = tuple(axis for axis, (small, large) in enumerate(zip(padded, gradient.shape)) if small != large)
    return gradient.sum(axis=axes).reshape(shape)


def unbroadcast_element_by_element(gradient, shape):
    found = np.zeros(shape, gradient.dtype)
    for index in np.ndindex(gradient.shape):
        place = index[len(index) - len(shape) :]
        found[tuple(0 if length == 1 else i for i, length in zip(place, shape))] += gradient[index]
    return found


def relu_on_a_copy(dH, cache):
    dZ = dH.copy()
    dZ[cache <= 0] = 0
    return dZ


def relu_loops(dH, cache):
    dZ = np.zeros_like(dH)
    for index in np.ndindex(dH.shape):
        if cache[index] > 0:
            dZ[index] = dH[index]
    return dZ


def check_loops(f, x, gradient):
    numerical, worst = losses.numerical_gradient(f, x), 0.0
    for i in np.ndindex(x.shape):
        size = max(abs(gradient[i]), abs(numerical[i]), 1e-8)
        worst = max(worst, abs(gradient[i] - numerical[i]) / size)
    return worst


def check_with_own_differences(f, x, gradient):
    numerical = np.zeros(x.shape)
    for i in range(x.size):
        step = np.zeros(x.size)
        step[i] = 1e-5
        step = step.reshape(x.shape)
        numerical.flat[i] = (f(x + step) - f(x - step)) / 2e-5
    sizes = np.stack([np.abs(gradient), np.abs(numerical), np.full(x.shape, 1e-8)]).max(axis=0)
    return (np.abs(numerical - gradient) / sizes).max()


def dense_einsum(dZ, cache):
    X, W = cache
    return np.einsum("nm,dm->nd", dZ, W), np.einsum("nd,nm->dm", X, dZ), np.einsum("nm->m", dZ)


def dense_loops(dZ, cache):
    X, W = cache
    dX, dW, db = np.zeros_like(X), np.zeros_like(W), np.zeros(W.shape[1], W.dtype)
    for n in range(len(X)):
        for m in range(W.shape[1]):
            dX[n] += dZ[n, m] * W[:, m]
            dW[:, m] += dZ[n, m] * X[n]
            db[m] += dZ[n, m]
    return [dX, dW, db]


def loss_one_hot(d_loss, cache):
    P, y = cache
    return d_loss * (P - np.eye(P.shape[1], dtype=P.dtype)[y]) / P.shape[0]


def loss_loops(d_loss, cache):
    P, y = cache
    dZ = np.zeros_like(P)
    for n, label in enumerate(y):
        for c in range(P.shape[1]):
            dZ[n, c] = d_loss * (P[n, c] - (c == label)) / len(P)
    return dZ


def mlp_by_hand(X, y, parameters):
    values, sums = [X], []
    for W, b in parameters:
        sums.append(values[-1] @ W + b)
        values.append(np.maximum(sums[-1], 0))
    P = forward.softmax(sums[-1])
    loss = -np.mean(np.log(P[np.arange(len(y)), y]))
    dZ = (P - np.eye(P.shape[1], dtype=P.dtype)[y]) / len(y)
    gradients = [None] * len(parameters)
    for k in range(len(parameters) - 1, -1, -1):
        gradients[k] = (values[k].T @ dZ, dZ.sum(axis=0))
        if k:
            dZ = (dZ @ parameters[k][0].T) * (sums[k - 1] > 0)
    return loss, gradients


def mlp_popping(X, y, parameters):
    Z, dense_caches, relu_caches = backprop.mlp_forward(X, parameters)
    loss, cache = backprop.softmax_cross_entropy_forward(Z, y)
    dH, dW, db = backprop.dense_backward(backprop.softmax_cross_entropy_backward(1, cache), dense_caches.pop())
    gradients = [[dW, db]]
    while dense_caches:
        dH, dW, db = backprop.dense_backward(backprop.relu_backward(dH, relu_caches.pop()), dense_caches.pop())
        gradients.append([dW, db])
    gradients.reverse()
    return [loss, gradients]


def mlp_recursive(X, y, parameters):
    def backward(H, layers):
        (W, b), rest = layers[0], layers[1:]
        Z = H @ W + b
        if rest:
            loss, dH, later = backward(Z * (Z > 0), rest)
            dZ = np.where(Z > 0, dH, 0)
        else:
            loss, later, dZ = losses.cross_entropy(Z, y), [], losses.cross_entropy_gradient(Z, y)
        return loss, dZ @ W.T, [(H.T @ dZ, dZ.sum(0)), *later]

    loss, _, gradients = backward(X, parameters)
    return loss, gradients


ALTERNATIVES = {
    "backprop.multiply_backward": [
        multiply_as_list,
        lambda d_out, cache: tuple(d_out * factor for factor in cache[::-1]),
    ],
    "backprop.topological_order": [
        order_by_depth_first_search,
        order_one_at_a_time,
        order_by_longest_way,
        order_counting_what_is_missing,
        lambda inputs: list(graphlib.TopologicalSorter(inputs).static_order()),
    ],
    "backprop.unbroadcast": [unbroadcast_loops, unbroadcast_at_once, unbroadcast_element_by_element],
    "backprop.relu_backward": [
        relu_on_a_copy,
        relu_loops,
        lambda dH, cache: np.where(cache > 0, dH, 0),
        lambda dH, cache: dH * np.heaviside(cache, 0).astype(dH.dtype),
    ],
    "backprop.sigmoid_backward": [
        lambda dA, cache: dA * (cache - cache**2),
        lambda dA, cache: np.array([d * a * (1 - a) for d, a in zip(dA.ravel(), cache.ravel())]).reshape(dA.shape),
    ],
    "backprop.gradient_check": [check_loops, check_with_own_differences],
    "backprop.dense_backward": [dense_einsum, dense_loops],
    "backprop.softmax_cross_entropy_backward": [loss_one_hot, loss_loops],
    "backprop.mlp_backward": [mlp_by_hand, mlp_popping, mlp_recursive],
}

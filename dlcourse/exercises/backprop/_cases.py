"""Graphs to be put in order, and what is looked at in an order; networks, and answers that walk back through them."""

from collections import Counter

import numpy as np

from dlcourse.checking.naming import listed
from dlcourse.checking.specification import Case, Malformed, drawn_sizes
from dlcourse.lessons import backprop, forward, losses

NEURON = {
    "loss": ["error"],
    "error": ["a", "y"],
    "a": ["z"],
    "z": ["wx", "b"],
    "wx": ["w", "x"],
    "w": [],
    "x": [],
    "b": [],
    "y": [],
}


def random_graph(rng, count):
    """A graph whose dict is in no useful order, and whose names do not sort into one."""
    labels = [f"n{i}" for i in rng.permutation(count)]
    inputs = {}
    for place, name in enumerate(labels):
        most = min(place, 3)
        chosen = rng.choice(place, size=int(rng.integers(0, most + 1)), replace=False) if most else []
        inputs[name] = [labels[int(i)] for i in sorted(chosen)]
    return {labels[int(i)]: inputs[labels[int(i)]] for i in rng.permutation(count)}


def faults(arguments, value):
    """Which names are missing, unknown or there more than once, and which nodes stand before what they take."""
    inputs = arguments["inputs"]
    if not isinstance(value, list | tuple):
        raise Malformed("Wanted is a list of names.")
    if not all(isinstance(name, str) for name in value):
        raise Malformed("Wanted is a list of names (texts), but some of its elements are something else.")
    first = {name: place for place, name in reversed(list(enumerate(value)))}
    early = [
        f"{name} before {taken}"
        for name in inputs
        for taken in sorted(set(inputs[name]))
        if name in first and taken in first and first[name] < first[taken]
    ]
    return {
        "names missing": sorted(set(inputs) - set(value)),
        "names that are not in the graph": sorted(set(value) - set(inputs)),
        "names more than once": sorted(name for name, count in Counter(value).items() if count > 1),
        "placed before what they take": sorted(early),
    }


def tell(arguments, value):
    """What is wrong with an order, in a sentence for each kind of fault."""
    found = faults(arguments, value).items()
    return " ".join(f"{kind[0].upper()}{kind[1:]}: {listed(names)}." for kind, names in found if names)


def network(rng, sizes):
    """Positive biases: with negative ones, small layers are often silent as a whole."""
    pairs = zip(sizes[:-1], sizes[1:])
    return [(rng.normal(size=pair) * (1.5 / pair[0]) ** 0.5, rng.uniform(0.2, 1.5, size=pair[1])) for pair in pairs]


def network_cases(rng):
    hidden = (np.array([[1.0, -1.0], [0.5, 1.0]]), np.array([0.0, 0.5]))
    last = (np.array([[1.0, 0.0, -1.0], [0.0, 2.0, 0.5]]), np.array([0.0, 0.25, 0.0]))
    cases = [Case(np.array([[1.0, 2.0], [2.0, -1.0]]), np.array([1, 0]), [hidden, last])]
    silent = (np.array([[2.0, -1.0, 1.0], [-1.0, 0.5, 0.5]]), np.array([0.0, 0.25, -2.0]))  # sums of exactly 0
    inputs = np.array([[1.0, 2.0], [2.0, -1.0], [0.0, 4.0]])
    cases.append(Case(inputs, np.array([3, 0, 1]), [silent, *network(rng, [3, 4])]))
    a, b, c, d, e = drawn_sizes(rng, 5)
    for examples, sizes in [
        (4, [2, 5, 3]),
        (a, [b, c]),
        (b, [d, a, e, c]),
        (5, [5, 5, 5, 5, 5]),  # square: whatever is transposed fits
        (1, [5, 6, 4]),
        (c, [e, 9, b, d, a]),
        (30, [64, 20, 10]),
    ]:
        X = 0.3 * rng.normal(size=(examples, sizes[0]))
        cases.append(Case(X, rng.integers(0, sizes[-1], examples), network(rng, sizes)))
    layers = [(W.astype(np.float32), b.astype(np.float32)) for W, b in network(rng, [3, 6, 4])]
    return [*cases, Case(rng.normal(size=(5, 3)).astype(np.float32), rng.integers(0, 4, 5), layers)]


def walked_back(X, y, parameters, layers, has_gate=lambda k, last: k > 0, shift=-1):
    """The loss and the gradients, in the order of `layers`: each layer hands on what it gets, by one name.

    has_gate: function (layer, last layer) -> whether a ReLU comes after its dense step; shift: which one, counted from
    the layer.
    """
    Z, dense_caches, relu_caches = backprop.mlp_forward(X, parameters)
    loss, cache = backprop.softmax_cross_entropy_forward(Z, y)
    d, gradients = backprop.softmax_cross_entropy_backward(1.0, cache), []
    for k in layers:
        d, dW, db = backprop.dense_backward(d, dense_caches[k])
        gradients.append((dW, db))
        if has_gate(k, len(relu_caches)):
            d = backprop.relu_backward(d, relu_caches[k + shift])
    return loss, gradients


def by_hand(X, y, parameters):
    """The loss and the gradients with no function of the lesson."""
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


def by_recursion(X, y, parameters):
    """The loss and the gradients: each layer asks the layers behind it for what comes back."""

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

"""The loss of a network on a batch, and its gradient for every weight and every bias."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.backprop._cases import float32
from dlcourse.lessons import backprop, forward, losses


def _network(rng, sizes):
    """Positive biases: with negative ones, small layers are often silent as a whole."""
    pairs = zip(sizes[:-1], sizes[1:])
    return [(rng.normal(size=pair) * (1.5 / pair[0]) ** 0.5, rng.uniform(0.2, 1.5, size=pair[1])) for pair in pairs]


def cases(rng):
    hidden = (np.array([[1.0, -1.0], [0.5, 1.0]]), np.array([0.0, 0.5]))
    last = (np.array([[1.0, 0.0, -1.0], [0.0, 2.0, 0.5]]), np.array([0.0, 0.25, 0.0]))
    cases = [Case(np.array([[1.0, 2.0], [2.0, -1.0]]), np.array([1, 0]), [hidden, last])]
    for examples, sizes in [
        (4, [2, 5, 3]),
        (3, [4, 3]),
        (6, [3, 4, 5, 2]),
        (5, [5, 5, 5, 5, 5]),
        (1, [5, 6, 4]),
        (8, [6, 9, 7, 8, 3]),
        (30, [64, 20, 10]),
    ]:
        X = 0.3 * rng.normal(size=(examples, sizes[0]))
        cases.append(Case(X, rng.integers(0, sizes[-1], examples), _network(rng, sizes)))
    layers = [float32(W, b) for W, b in _network(rng, [3, 6, 4])]
    return [*cases, Case(float32(rng.normal(size=(5, 3)))[0], rng.integers(0, 4, 5), layers)]


exercise = Exercise(
    reference=backprop.mlp_backward,
    points=4,
    cases=cases,
    rtol=1e-6,
    outputs=("loss", "gradients"),
    withheld=("random_paths_backward",),
    hints=[
        "Forward first, then the loss and its backward, then the layers from the last to the first: "
        "`for layer in reversed(range(len(parameters))):`.",
        "In each round: `dense_backward` with this layer's cache; put (dW, db) in *front* of the list; and, if "
        "there is a layer below, send dX through that layer's ReLU. That is the dZ of the next round.",
        "`dX, dW, db = dense_backward(dZ, dense_caches[layer])`, `gradients.insert(0, (dW, db))`, and if "
        "`layer > 0`: `dZ = relu_backward(dX, relu_caches[layer - 1])`.",
    ],
    solved="backpropagation. From here on any network of this kind can learn, with nothing but your code.",
)


@exercise.mistake("gradients in the order of the way back")
def _(X, y, parameters):
    """The gradients are right, but the last layer comes first. They belong in the order of `parameters`:
    `gradients.insert(0, ...)` puts each in front.
    """
    loss, gradients = backprop.mlp_backward(X, y, parameters)
    return loss, gradients[::-1]


def _walk_back(X, y, parameters, *, relu=backprop.relu_backward, carry=True, at_scores=False):
    """The way back with something wrong."""
    Z, dense_caches, relu_caches = backprop.mlp_forward(X, parameters)
    loss, cache = backprop.softmax_cross_entropy_forward(Z, y)
    dZ = backprop.softmax_cross_entropy_backward(1.0, cache)
    if at_scores:
        dZ = relu(dZ, Z)
    gradients = []
    for layer in reversed(range(len(parameters))):
        dH, dW, db = backprop.dense_backward(dZ, dense_caches[layer])
        gradients.insert(0, (dW, db))
        if layer > 0 and carry:
            dZ = relu(dH, relu_caches[layer - 1])
    return loss, gradients


@exercise.mistake("ReLU left out on the way back")
def _(X, y, parameters):
    """The gradient passes the ReLUs as if they were not there. Between two layers, `relu_backward` stops it where the
    neuron was silent.
    """
    return _walk_back(X, y, parameters, relu=lambda dH, Z: dH)


@exercise.mistake("gradient cut at 0")
def _(X, y, parameters):
    """Negative gradients become 0 on the way back. It is the sums of the forward pass, kept in the cache, that decide
    what passes.
    """
    return _walk_back(X, y, parameters, relu=lambda dH, Z: np.maximum(dH, 0))


@exercise.mistake("the same gradient for every layer")
def _(X, y, parameters):
    """Every layer is given the gradient of the scores. Each must get what the layer after it sends back: its dX,
    through the ReLU.
    """
    return _walk_back(X, y, parameters, carry=False)


@exercise.mistake("a ReLU at the scores")
def _(X, y, parameters):
    """The gradient of the scores goes through a ReLU. The last layer has none."""
    return _walk_back(X, y, parameters, at_scores=True)


@exercise.mistake("three layers in every network")
def _(X, y, parameters):
    """Your loop counts on three layers. Take as many as there are: `reversed(range(len(parameters)))`."""
    Z, dense_caches, relu_caches = backprop.mlp_forward(X, parameters)
    loss, cache = backprop.softmax_cross_entropy_forward(Z, y)
    dZ = backprop.softmax_cross_entropy_backward(1.0, cache)
    gradients = []
    for layer in (2, 1, 0):
        dH, dW, db = backprop.dense_backward(dZ, dense_caches[layer])
        gradients.insert(0, (dW, db))
        dZ = backprop.relu_backward(dH, relu_caches[layer - 1]) if layer else None
    return loss, gradients


@exercise.mistake("only the last layer")
def _(X, y, parameters):
    """Only the last layer's gradients come back. The loop goes on, layer by layer, down to the first."""
    loss, gradients = backprop.mlp_backward(X, y, parameters)
    return loss, gradients[-1:]


@exercise.mistake("first layer missing")
def _(X, y, parameters):
    """The first layer's gradients are missing: the loop ends one layer too early. Only the *ReLU* is left out there."""
    loss, gradients = backprop.mlp_backward(X, y, parameters)
    return loss, gradients[1:]


@exercise.mistake("signal cut below the last layer")
def _(X, y, parameters):
    """All gradients below the last layer are 0: the signal does not get through. Carry dX on, through the ReLU, to the
    layer before.
    """
    loss, gradients = backprop.mlp_backward(X, y, parameters)
    return loss, [(0 * dW, 0 * db) for dW, db in gradients[:-1]] + gradients[-1:]


@exercise.mistake("bias first in each pair")
def _(X, y, parameters):
    """Each pair is (db, dW). Wanted is (dW, db), as in `parameters`."""
    loss, gradients = backprop.mlp_backward(X, y, parameters)
    return loss, [(db, dW) for dW, db in gradients]


@exercise.mistake("no loss returned")
def _(X, y, parameters):
    """Return two things: the loss, and the list of gradients."""
    return backprop.mlp_backward(X, y, parameters)[1]


@exercise.mistake("divided by N once more")
def _(X, y, parameters):
    """All gradients are divided by the number of examples once too often: dZ brings the mean along."""
    loss, gradients = backprop.mlp_backward(X, y, parameters)
    return loss, [(dW / len(X), db / len(X)) for dW, db in gradients]


@exercise.mistake("three gradients for each layer")
def _(X, y, parameters):
    """Each entry has three parts. Wanted are pairs, (dW, db): what goes to the inputs is not kept, but carried on."""
    Z, dense_caches, relu_caches = backprop.mlp_forward(X, parameters)
    loss, cache = backprop.softmax_cross_entropy_forward(Z, y)
    dZ = backprop.softmax_cross_entropy_backward(1.0, cache)
    found = []
    for layer in reversed(range(len(parameters))):
        dH, dW, db = backprop.dense_backward(dZ, dense_caches[layer])
        found.insert(0, (dH, dW, db))
        dZ = backprop.relu_backward(dH, relu_caches[layer - 1]) if layer else None
    return loss, found


@exercise.accepts("mlp by hand")
def _(X, y, parameters):
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


@exercise.accepts("mlp popping")
def _(X, y, parameters):
    Z, dense_caches, relu_caches = backprop.mlp_forward(X, parameters)
    loss, cache = backprop.softmax_cross_entropy_forward(Z, y)
    dH, dW, db = backprop.dense_backward(backprop.softmax_cross_entropy_backward(1, cache), dense_caches.pop())
    gradients = [[dW, db]]
    while dense_caches:
        dH, dW, db = backprop.dense_backward(backprop.relu_backward(dH, relu_caches.pop()), dense_caches.pop())
        gradients.append([dW, db])
    gradients.reverse()
    return [loss, gradients]


@exercise.accepts("mlp recursive")
def _(X, y, parameters):
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

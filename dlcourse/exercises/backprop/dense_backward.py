"""Send the gradient back through a dense layer: to its inputs, its weights and its biases."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.backprop._cases import float32
from dlcourse.lessons import backprop


def cases(rng):
    def case(N, D, M):
        return Case(rng.normal(size=(N, M)), (rng.normal(size=(N, D)), rng.normal(size=(D, M))))

    return [
        Case(np.array([[1.0], [10.0]]), (np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0], [4.0]]))),
        case(4, 2, 3),
        case(3, 3, 3),
        case(1, 4, 2),
        case(5, 1, 1),
        case(2, 5, 4),
        case(30, 16, 10),
        case(3, 3, 3),
        Case(
            float32(rng.normal(size=(3, 2)))[0],
            float32(rng.normal(size=(3, 4)), rng.normal(size=(4, 2))),
        ),
    ]


exercise = Exercise(
    reference=backprop.dense_backward,
    points=3,
    cases=cases,
    outputs=("dX", "dW", "db"),
    hints=[
        "Each gradient has the shape of what it belongs to. Write down the shapes: dZ (N, M), X (N, D), W (D, M).",
        "Only one product of dZ and W has the shape of X, and only one of X and dZ has the shape of W; `.T` "
        "transposes. The bias was copied for each example: its gradients add up.",
        "`dX = dZ @ W.T` and `dW = X.T @ dZ`. For db, sum dZ over the examples.",
    ],
    solved="the backward of every dense layer: three lines that do most of the work of all training.",
)


@exercise.mistake("bias gradient averaged")
def _(dZ, cache):
    """db is the *mean* over the examples. It is the sum: the division by N is in the loss already."""
    dX, dW, _ = backprop.dense_backward(dZ, cache)
    return dX, dW, dZ.mean(axis=0)


@exercise.mistake("bias gradient summed along the wrong axis")
def _(dZ, cache):
    """db has one number for each example: `axis=1` adds up the neurons. Each neuron has one bias, copied for all
    examples: add up the examples, `axis=0`.
    """
    dX, dW, _ = backprop.dense_backward(dZ, cache)
    return dX, dW, dZ.sum(axis=1)


@exercise.mistake("bias gradient not summed")
def _(dZ, cache):
    """db is dZ itself, with a row for each example. There is one bias for each neuron: add up the rows."""
    dX, dW, _ = backprop.dense_backward(dZ, cache)
    return dX, dW, 1 * dZ


@exercise.mistake("one bias gradient for all")
def _(dZ, cache):
    """db is a single number. Each neuron has its own: `axis=0` adds up the examples only."""
    dX, dW, _ = backprop.dense_backward(dZ, cache)
    return dX, dW, np.sum(dZ)


@exercise.mistake("bias gradient as a table")
def _(dZ, cache):
    """db has the shape (1, M). b is (M,), and so is its gradient: leave out `keepdims`."""
    dX, dW, db = backprop.dense_backward(dZ, cache)
    return dX, dW, db[None, :]


@exercise.mistake("bias gradient of ones")
def _(dZ, cache):
    """The *local* slope for the bias is 1. Multiplied by what arrives, and added up over the examples, that gives the
    sum of dZ.
    """
    dX, dW, db = backprop.dense_backward(dZ, cache)
    return dX, dW, np.ones_like(db)


@exercise.mistake("divided by N once more")
def _(dZ, cache):
    """dW and db are divided by the number of examples. That is done already, where the loss takes its mean: dZ brings
    it along.
    """
    dX, dW, db = backprop.dense_backward(dZ, cache)
    return dX, dW / len(dZ), db / len(dZ)


@exercise.mistake("weights' gradient transposed")
def _(dZ, cache):
    """dW came out transposed. It has the shape of W, (D, M): `X.T @ dZ`."""
    dX, dW, db = backprop.dense_backward(dZ, cache)
    return dX, dW.T, db


@exercise.mistake("X not transposed")
def _(dZ, cache):
    """In dW, X stands as it is. (N, D) and (N, M) do not fit (and where they do by chance, it is wrong): `X.T @ dZ`
    adds up over the examples.
    """
    X, _ = cache
    dX, _, db = backprop.dense_backward(dZ, cache)
    return dX, X @ dZ, db


@exercise.mistake("W not transposed")
def _(dZ, cache):
    """In dX, W stands as it is. (N, M) and (D, M) do not fit (and where they do by chance, it is wrong): `dZ @ W.T`
    sends each neuron's gradient back along its own weights.
    """
    _, W = cache
    _, dW, db = backprop.dense_backward(dZ, cache)
    return dZ @ W, dW, db


@exercise.mistake("in another order")
def _(dZ, cache):
    """All three are right, but the order is dW, db, dX. Wanted is dX, dW, db, the order of the forward: X, W, b."""
    dX, dW, db = backprop.dense_backward(dZ, cache)
    return dW, db, dX


@exercise.mistake("nothing for the inputs")
def _(dZ, cache):
    """You return dW and db only. Without dX the layer before would never hear anything."""
    _, dW, db = backprop.dense_backward(dZ, cache)
    return dW, db


@exercise.accepts("dense einsum")
def _(dZ, cache):
    X, W = cache
    return np.einsum("nm,dm->nd", dZ, W), np.einsum("nd,nm->dm", X, dZ), np.einsum("nm->m", dZ)


@exercise.accepts("dense loops")
def _(dZ, cache):
    X, W = cache
    dX, dW, db = np.zeros_like(X), np.zeros_like(W), np.zeros(W.shape[1], W.dtype)
    for n in range(len(X)):
        for m in range(W.shape[1]):
            dX[n] += dZ[n, m] * W[:, m]
            dW[:, m] += dZ[n, m] * X[n]
            db[m] += dZ[n, m]
    return [dX, dW, db]

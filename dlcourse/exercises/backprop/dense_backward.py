"""Back through a dense layer: its inputs, its weights and its biases each get their gradient."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import backprop


def cases(rng):
    def case(N, D, M):
        return Case(rng.normal(size=(N, M)), (rng.normal(size=(N, D)), rng.normal(size=(D, M))))

    def narrow(*shape):
        return rng.normal(size=shape).astype(np.float32)

    return [
        Case(np.array([[1.0], [10.0]]), (np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0], [4.0]]))),
        case(4, 2, 3),
        case(3, 3, 3),  # square: whatever is transposed fits
        case(1, 4, 2),
        case(5, 1, 1),
        case(*drawn_sizes(rng, 3)),
        case(*drawn_sizes(rng, 3)),
        case(30, 16, 10),
        Case(narrow(3, 2), (narrow(3, 4), narrow(4, 2))),
    ]


exercise = Exercise(
    reference=backprop.dense_backward,
    inside={"cache": ("X", "W")},
    points=3,
    cases=cases,
    outputs=("dX", "dW", "db"),
    hints=[
        "Which shapes have dX, dW and db, and which product of dZ with W, and of X with dZ, has such a shape?",
        "Each gradient has the shape of what it belongs to, so one of the two factors stands on its side. The bias "
        "was copied for every example: what comes back from the copies adds up.",
        "Elsewhere: for `A` of shape (5, 2) and `B` of shape (5, 3), `A.T @ B` has the shape (2, 3), and each of "
        "its elements adds up five products. `B.sum(axis=0)` has the shape (3,).",
    ],
    form="derive",
    first="backprop.weight_slope",
    solved="the backward of every dense layer: three lines that do most of the work of all training.",
)

exercise.edit(
    "bias gradient averaged",
    {"dZ.sum(axis=0)": "dZ.mean(axis=0)"},
    """db is the *mean* over the examples. It is the sum: the division by N is in the loss already.""",
)

exercise.edit(
    "bias gradient summed along the wrong axis",
    {"axis=0": "axis=1"},
    """db has one number for each example: `axis=1` adds up the neurons. Each neuron has one bias, copied for all
    examples: add up the examples, `axis=0`.""",
)

exercise.edit(
    "bias gradient not summed",
    {"dZ.sum(axis=0)": "dZ"},
    """db is dZ itself, with a row for each example. There is one bias for each neuron: add up the rows.""",
)

exercise.edit(
    "one bias gradient for all",
    {"dZ.sum(axis=0)": "dZ.sum()"},
    """db is a single number. Each neuron has its own: `axis=0` adds up the examples only.""",
)

exercise.edit(
    "bias gradient as a table",
    {"axis=0": "axis=0, keepdims=True"},
    """db has the shape (1, M). b is (M,), and so is its gradient: leave out `keepdims`.""",
)

exercise.edit(
    "bias gradient of ones",
    {"dZ.sum(axis=0)": "np.ones_like(dZ[0])"},
    """The *local* slope for the bias is 1. Multiplied by what arrives, and added up over the examples, that gives the
    sum of dZ.""",
)

exercise.edit(
    "weights' gradient divided by N",
    {"X.T @ dZ": "X.T @ dZ / len(dZ)"},
    """dW is divided by the number of examples. That is done already, where the loss takes its mean: dZ brings it
    along.""",
)

exercise.edit(
    "divided by N once more",
    {"X.T @ dZ": "X.T @ dZ / len(dZ)", "dZ.sum(axis=0)": "dZ.mean(axis=0)"},
    """dW and db are divided by the number of examples. That is done already, where the loss takes its mean: dZ brings
    it along.""",
)

exercise.edit(
    "weights' gradient transposed",
    {"X.T @ dZ": "dZ.T @ X"},
    """dW came out transposed. It has the shape of W, (D, M): which product of X and dZ has that?""",
)

exercise.edit(
    "X not transposed",
    {"X.T": "X"},
    """In dW, X stands as it is. (N, D) and (N, M) do not fit (and where they do by chance, it is wrong). Transposed, X
    is (D, N): then the product adds up over the examples.""",
)

exercise.edit(
    "W not transposed",
    {"W.T": "W"},
    """In dX, W stands as it is. (N, M) and (D, M) do not fit (and where they do by chance, it is wrong). Transposed, W
    sends each neuron's gradient back along its own weights.""",
)

exercise.edit(
    "gradients in another order",
    {"dX, dW, db": "dW, db, dX"},
    """All three are right, but the order is dW, db, dX. Wanted is dX, dW, db, the order of the forward: X, W, b.""",
)

exercise.edit(
    "nothing for the inputs",
    {"dX, dW, db": "dW, db"},
    """You return dW and db only. Without dX the layer before would never hear anything.""",
)

exercise.edit(
    "local slopes alone",
    {"dZ @ W.T": "W.T", "X.T @ dZ": "X.T"},
    """dX and dW are just W and X, transposed: the local slopes. Each is still to be multiplied by what arrives, dZ.""",
)

exercise.edit(
    "only the last example",
    {"X.T @ dZ": "np.outer(X[-1], dZ[-1])"},
    """dW comes from the last example alone: in a loop each new one replaces the one before. All examples use the same
    weights, so their gradients add up: `+=` in the place of `=`.""",
)

exercise.edit(
    "bias gradient of one example",
    {"dZ.sum(axis=0)": "dZ[0]"},
    """db comes from the first example alone. The bias was copied for all of them: add up the rows of dZ.""",
)

exercise.edit(
    "a ReLU inside",
    {"dZ @ W.T": "(dZ @ W.T) * (X > 0)"},
    """dX is 0 where X is not positive, as behind a ReLU. A dense layer has none: its `relu_backward` comes in a step of
    its own.""",
)

exercise.edit(
    "nothing for the biases",
    {"dX, dW, db": "dX, dW"},
    """You return dX and dW only. The biases learn as well: add up dZ over the examples.""",
)


exercise.edit(
    "neither transposed",
    {"dZ @ W.T": "dZ @ W", "X.T @ dZ": "X @ dZ"},
    """Neither W nor X is transposed, and the shapes do not fit (where they do by chance, it is wrong). Write the shape
    below each factor: which one, transposed, gives (N, D), and which (D, M)?""",
)

exercise.edit(
    "reshaped instead of transposed",
    {"W.T": "W.reshape(W.shape[::-1])", "X.T": "X.reshape(X.shape[::-1])"},
    """`reshape` fills the new shape in the old order, so that the numbers meet the wrong partners. Rows and columns
    should change places: that is what `.T` does.""",
)


@exercise.also("reshaped instead of transposed")
def _(dZ, cache):
    X, W = cache
    return dZ @ W.reshape(W.shape[::-1]), X.T @ dZ, dZ.sum(axis=0)


@exercise.also("reshaped instead of transposed")
def _(dZ, cache):
    X, W = cache
    return dZ @ W.T, X.reshape(X.shape[::-1]) @ dZ, dZ.sum(axis=0)


exercise.edit(
    "products element by element",
    {"dZ @ W.T": "dZ * W.T", "X.T @ dZ": "X.T * dZ"},
    """`*` multiplies element by element. Many paths lead to each input and to each weight, and they add up: that is
    what the matrix product `@` does.""",
)

exercise.edit(
    "multiplied by what it belongs to",
    {"dZ @ W.T": "(dZ @ W.T) * X", "X.T @ dZ": "(X.T @ dZ) * W"},
    """dX is multiplied by X besides, and dW by W. In a product the slope for one factor is the *other* one: the value
    itself has no part in its own gradient.""",
)

exercise.edit(
    "arriving gradient forgotten",
    {"dZ @ W.T": "np.ones_like(dZ) @ W.T", "X.T @ dZ": "X.T @ np.ones_like(dZ)"},
    """dX and dW are made as if 1 arrived everywhere. Put what does arrive, dZ, in the place of the ones.""",
)

exercise.edit(
    "only the first example",
    {"X.T @ dZ": "np.outer(X[0], dZ[0])"},
    """dW comes from the first example alone. All examples use the same weights, so their gradients add up.""",
)

exercise.edit(
    "gradient of the inputs in that of the weights",
    {"X.T @ dZ": "X.T @ dX"},
    """In dW stands dX, which goes on to the layer before. A weight's gradient is made of what came in, X, and of what
    arrives at its neuron, dZ.""",
)


@exercise.accepts("with einsum")
def _(dZ, cache):
    X, W = cache
    return np.einsum("nm,dm->nd", dZ, W), np.einsum("nd,nm->dm", X, dZ), np.einsum("nm->m", dZ)


@exercise.accepts("with loops over examples and neurons, as a list")
def _(dZ, cache):
    X, W = cache
    dX, dW, db = np.zeros_like(X), np.zeros_like(W), np.zeros(W.shape[1], W.dtype)
    for n in range(len(X)):
        for m in range(W.shape[1]):
            dX[n] += dZ[n, m] * W[:, m]
            dW[:, m] += dZ[n, m] * X[n]
            db[m] += dZ[n, m]
    return [dX, dW, db]

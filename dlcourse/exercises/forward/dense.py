"""A dense layer: X W + b, with one bias for each column."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import forward, neuron


def cases(rng):
    N, D, M, K = drawn_sizes(rng, 4)
    return [
        Case(np.array([[1.0, 2.0]]), np.array([[1.0, 0.0, 3.0], [0.0, 1.0, -1.0]]), np.array([0.5, 0.0, -2.0])),
        Case(rng.normal(size=(3, 2)), rng.normal(size=(2, 4)), rng.normal(size=4)),
        Case(rng.normal(size=(N, D)), rng.normal(size=(D, M)), rng.normal(size=M)),
        Case(rng.normal(size=(N, M)), rng.normal(size=(M, N)), rng.normal(size=N)),  # as many neurons as examples
        Case(rng.normal(size=(4, 3)), rng.normal(size=(3, 1)), rng.normal(size=1)),
        Case(rng.normal(size=(5, 1)), rng.normal(size=(1, 2)), rng.normal(size=2)),
        Case(rng.normal(size=(20, 64)), rng.normal(size=(64, 10)), 5 * rng.normal(size=10)),
        Case(*(rng.normal(size=shape).astype(np.float32) for shape in [(M, N), (N, K), (K,)])),
    ]


exercise = Exercise(
    reference=forward.dense,
    points=2,
    form="derive",
    first="forward.layer_shape",
    cases=cases,
    hints=[
        "One neuron of lesson 01 needed one product and one sum for all examples. What changes if its weights are a "
        "column among others?",
        "Write the shapes under the arrays, (N, D) and (D, M), and look for the order in which a product gives (N, M). "
        "The biases come after it: which of its two lengths is theirs?",
        "Elsewhere: `hours @ wages` of the shapes (7, 3) and (3, 2) gives (7, 2), and `table + row` of the shapes (7, "
        "2) and (2,) adds to each column its own number.",
    ],
    solved="a layer. Every dense layer of every network is this one line.",
)


@exercise.mistake("bias forgotten")
def _(X, W, b):
    """The biases are not added: every neuron of the layer has one of its own."""
    return X @ W


@exercise.mistake("activation inside the layer")
def _(X, W, b):
    """Negative sums have become 0: there is a ReLU in your layer. `dense` gives the plain sums; the activation comes
    later, as a step of its own.
    """
    return neuron.relu(X @ W + b)


@exercise.mistake("all biases added to every neuron")
def _(X, W, b):
    """You add the sum of all biases everywhere. Each neuron (column) has its own bias: NumPy adds the right one to each
    column if you just write `+ b`.
    """
    return X @ W + np.sum(b)


@exercise.mistake("bias added along the wrong axis")
def _(X, W, b):
    """The biases go to the examples (rows) instead of the neurons (columns). `b` has one number for each column of the
    result: `+ b` without any reshaping lines them up.
    """
    return X @ W + b[:, None]


@exercise.mistake("only the first example")
def _(X, W, b):
    """Only the first row of X is used. `X @ W` answers for all rows at once."""
    return X[0] @ W + b


@exercise.mistake("weights reshaped instead of used as they are")
def _(X, W, b):
    """The weights are in the wrong places: `reshape` keeps the order of the numbers and only breaks the rows elsewhere.
    W already has the shape that `X @ W` wants.
    """
    return X @ W.ravel().reshape(W.shape[::-1]).T + b


@exercise.also("bias added along the wrong axis")
def _(X, W, b):
    return np.array([x @ W + b[n] for n, x in enumerate(X)])


@exercise.mistake("one neuron only")
def _(X, W, b):
    """Only the first neuron has answered: one number for each example came back. Each column of W is a neuron of its
    own, and all of them are wanted.
    """
    return X @ W[:, 0] + b[0]


@exercise.mistake("bias subtracted")
def _(X, W, b):
    """The biases are added, not subtracted: a positive one makes its neuron easier to excite."""
    return X @ W - b


@exercise.mistake("squashed inside the layer")
def _(X, W, b):
    """All your numbers lie between 0 and 1: there is a sigmoid in your layer. `dense` gives the plain sums."""
    return neuron.sigmoid(X @ W + b)


@exercise.mistake("bias added to the weights")
def _(X, W, b):
    """You add the bias to the weights, so that it is multiplied by the inputs. It is added once, after the product."""
    return X @ (W + b)


@exercise.mistake("bias added for every input")
def _(X, W, b):
    """The bias is added once for every input. It belongs to the neuron: add it once, after the sum over the inputs."""
    return X @ W + X.shape[1] * b


@exercise.mistake("the first bias for all")
def _(X, W, b):
    """Every neuron gets the first bias. Each column has its own: `+ b` lines them up."""
    return X @ W + b[0]


@exercise.mistake("the mean bias for all")
def _(X, W, b):
    """Every neuron gets the mean of the biases. Each column has its own: `+ b` lines them up."""
    return X @ W + np.mean(b)


@exercise.mistake("mean over the inputs")
def _(X, W, b):
    """You divide by the number of inputs. The products are added up, and that is all."""
    return X @ W / X.shape[1] + b


@exercise.mistake("only the last input")
def _(X, W, b):
    """Only the last input counts: each round of the loop over the inputs replaces what was there. Add up with `+=`."""
    return np.outer(X[:, -1], W[-1]) + b


@exercise.mistake("turned with reshape")
def _(X, W, b):
    """The numbers are in the wrong places: the product has the neurons in its rows, and `reshape` does not exchange
    rows and columns. `.T` does; simpler is a product in the right order.
    """
    return (W.T @ X.T).reshape(len(X), -1) + b


@exercise.mistake("neurons added up")
def _(X, W, b):
    """You add up over the neurons before the bias comes. Every neuron has a number of its own for each example: leave
    out the sum.
    """
    return (X @ W).sum(axis=1) + b


@exercise.mistake("bias added twice")
def _(X, W, b):
    """The bias is added twice. Once is enough."""
    return X @ W + 2 * b


@exercise.mistake("multiplied by the bias")
def _(X, W, b):
    """You multiply by the biases. They are added: a bias of 0 changes nothing."""
    return X @ W * b


@exercise.mistake("only the last example")
def _(X, W, b):
    """Only the last row has an answer: each round of the loop replaces what was there. `X @ W`
    answers for all at once.
    """
    return X[-1] @ W + b


@exercise.mistake("tanh inside the layer")
def _(X, W, b):
    """All your numbers lie between -1 and 1: there is a tanh in your layer. `dense` gives the plain sums."""
    return np.tanh(X @ W + b)


@exercise.accepts("with loops")
def _(X, W, b):
    Z = np.zeros((len(X), W.shape[1]))
    for n in range(len(X)):
        for m in range(W.shape[1]):
            Z[n, m] = sum(X[n, d] * W[d, m] for d in range(X.shape[1])) + b[m]
    return Z


@exercise.accepts("with np.dot")
def _(X, W, b):
    return np.dot(X, W) + b


@exercise.accepts("with np.matmul")
def _(X, W, b):
    return np.matmul(X, W) + b[None, :]


@exercise.accepts("with einsum")
def _(X, W, b):
    return np.einsum("nd,dm->nm", X, W) + b


@exercise.accepts("transposed and back")
def _(X, W, b):
    return (W.T @ X.T).T + b


@exercise.accepts("example by example")
def _(X, W, b):
    return np.array([x @ W + b for x in X])


@exercise.accepts("neuron by neuron")
def _(X, W, b):
    return np.column_stack([X @ W[:, m] + b[m] for m in range(len(b))])


@exercise.accepts("the bias as one more weight")
def _(X, W, b):
    return np.hstack([X, np.ones((len(X), 1), X.dtype)]) @ np.vstack([W, b])

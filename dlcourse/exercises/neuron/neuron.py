"""A whole neuron, for a batch of examples: weighted sums, the bias, the sigmoid."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import neuron


def cases(rng):
    N, D, other = drawn_sizes(rng, 3)
    return [
        Case(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]), np.array([2.0, -1.0]), 0.5),
        Case(rng.normal(size=(N, D)), rng.normal(size=D), -0.7),
        Case(rng.normal(size=(D, other)), rng.normal(size=other), 0.0),
        Case(rng.normal(size=(1, 5)), rng.normal(size=5), -0.2),
        Case(rng.normal(size=(6, 1)), np.array([1.5]), 0.4),
        Case(
            np.array([[400.0, -50.0], [-400.0, 100.0], [0.0, 1.0]]), np.array([2.0, -1.0]), 3.0
        ),  # exp must not overflow
        Case(100 * rng.normal(size=(5, 8)), 10 * rng.normal(size=8), 3.0),
        Case(rng.normal(size=(3, 2)).astype(np.float32), np.array([0.5, -2.0], np.float32), 0.25),
    ]


exercise = Exercise(
    reference=neuron.neuron,
    points=2,
    cases=cases,
    hints=[
        "How many numbers are to come back for an array X with N rows, and which row makes which?",
        "One weighted sum for each row, then the bias, then the activation: all three for all rows at once.",
        "Elsewhere: `prices @ basket` is what the basket costs in each shop, if each row of prices is a shop.",
    ],
    solved="a whole neuron that answers for a hundred examples at once.",
    equivalent_mutants={
        "without: X, w = (np.asarray(X), np.asarray(w))": "only for callers that give lists",
        "X, w = (X, np.asarray(w))": "only for callers that give lists",
        "X, w = (np.asarray(X), w)": "only for callers that give lists",
        "sigmoid: return np.where(np.asarray(z) > 0, 1, e) / (1 + e)": "at 0, e is 1: both branches agree",
    },
)


@exercise.mistake("activation forgotten")
def _(X, w, b):
    """These are the weighted sums. The neuron still has to squash them."""
    return X @ w + b


@exercise.mistake("bias forgotten")
def _(X, w, b):
    """The bias is not added. Without it, the neuron's boundary would always go through the origin."""
    return neuron.sigmoid(X @ w)


@exercise.mistake("bias added after the activation")
def _(X, w, b):
    """You add the bias to the output, so it can leave the range 0 to 1. It belongs in the sum, before the sigmoid."""
    return neuron.sigmoid(X @ w) + b


@exercise.mistake("step instead of sigmoid")
def _(X, w, b):
    """Your neuron only says 0 or 1. With the sigmoid it says how strongly it fires."""
    return neuron.step(X @ w + b)


@exercise.mistake("products not added up")
def _(X, w, b):
    """You get one number for every *input*. The products of a row are to be added up: one number for every example."""
    return neuron.sigmoid(X * w + b)


@exercise.mistake("one sum over all examples")
def _(X, w, b):
    """You add up over all examples and get a single number. Each row of X is an example with an answer of its
    own.
    """
    return neuron.sigmoid(np.sum(X * w) + b)


@exercise.mistake("one weighted sum for all examples")
def _(X, w, b):
    """`weighted_sum` takes *one* example, a row of X: given all of X, it goes through the rows where it should go
    through the inputs. Call it for each row, or find what does all rows at once.
    """
    return neuron.sigmoid(sum(x * weight for x, weight in zip(X, w, strict=False)) + b)


@exercise.also("one weighted sum for all examples")
def _(X, w, b):
    total = 0
    for i in range(len(X)):
        total += X[i] * w[i]
    return neuron.sigmoid(total + b)


@exercise.also("one weighted sum for all examples")
def _(X, w, b):
    total = 0
    for i in range(len(w)):
        total += X[i] * w[i]
    return neuron.sigmoid(total + b)


@exercise.mistake("bias added once for every input")
def _(X, w, b):
    """The bias is inside the sum, so that it is added once for every input. It belongs to the neuron: add it once."""
    return neuron.sigmoid(np.sum(X * w + b, axis=1))


@exercise.mistake("bias subtracted")
def _(X, w, b):
    """The bias is added, not subtracted: a positive bias makes the neuron easier to excite."""
    return neuron.sigmoid(X @ w - b)


@exercise.mistake("falls instead of rising")
def _(X, w, b):
    """The larger the sum, the less your neuron fires: in the sigmoid, 1 / (1 + exp(-z)), a minus is missing or one too
    many.
    """
    return neuron.sigmoid(-(X @ w + b))


@exercise.mistake("mean instead of sum")
def _(X, w, b):
    """You average the products. A neuron adds them up."""
    return neuron.sigmoid(np.mean(X * w, axis=1) + b)


@exercise.mistake("added up down the columns")
def _(X, w, b):
    """You add up over the examples, `axis=0`, and get one number for every *input*. Each row is an example: add up
    along the rows, `axis=1`.
    """
    return neuron.sigmoid(np.sum(X * w, axis=0) + b)


@exercise.mistake("tanh instead of sigmoid")
def _(X, w, b):
    """This is tanh, from -1 to 1. Your neuron answers with the sigmoid, from 0 to 1."""
    return np.tanh(X @ w + b)


@exercise.mistake("ReLU instead of sigmoid")
def _(X, w, b):
    """Your neuron passes positive sums on as they are: that is a ReLU. Here it answers with the sigmoid."""
    return neuron.relu(X @ w + b)


@exercise.mistake("inputs squashed first")
def _(X, w, b):
    """You squash the inputs and then take the weighted sum. First the sum, then the sigmoid."""
    return neuron.sigmoid(X) @ w + b


@exercise.mistake("products squashed one by one")
def _(X, w, b):
    """Each product goes through the sigmoid by itself. Add the products and the bias first, then squash the sum."""
    return neuron.sigmoid(X * w).sum(axis=1) + b


@exercise.mistake("squashed twice")
def _(X, w, b):
    """The sigmoid is applied twice: your answers all lie between 0.5 and 0.73."""
    return neuron.sigmoid(neuron.sigmoid(X @ w + b))


@exercise.mistake("answers as a column")
def _(X, w, b):
    """The numbers are right, but they stand in a table of one column. One number for each example is wanted, of shape
    (N,): leave `w` as it is, a row of D numbers.
    """
    return neuron.neuron(X, w, b)[:, None]


@exercise.mistake("only the first example")
def _(X, w, b):
    """Only the first example has an answer. Is the `return` inside the loop? Then it ends after its first round."""
    return neuron.neuron(X, w, b)[0]


@exercise.mistake("only the last example")
def _(X, w, b):
    """Only the last example has an answer: each round of the loop replaces what was there. Collect the answers, or
    leave out the loop: `@` does all rows at once.
    """
    return neuron.neuron(X, w, b)[-1]


@exercise.mistake("overflow in a sigmoid of its own")
def _(X, w, b):
    """For very negative sums your exp overflows. The `sigmoid` that you have written does not: call it."""
    return 1 / (1 + np.exp(-(X @ w + b)))


@exercise.mistake("examples compete")
def _(X, w, b):
    """Your answers add up to 1 over the batch: that is a softmax. Each example is answered by itself: sigmoid."""
    e = np.exp(X @ w + b - np.max(X @ w + b))
    return e / e.sum()


@exercise.mistake("multiplied by the bias")
def _(X, w, b):
    """You multiply by the bias. It is added: a bias of 0 changes nothing, it does not silence the neuron."""
    return neuron.sigmoid((X @ w) * b)


@exercise.mistake("the slope, not the sigmoid")
def _(X, w, b):
    """That is s (1 - s), the slope. The neuron answers with the sigmoid s itself."""
    return neuron.sigmoid_gradient(X @ w + b)


@exercise.accepts("row by row")
def _(X, w, b):
    return np.array([1 / (1 + np.exp(-min(max(float(sum(row * w)) + b, -700), 700))) for row in X])


@exercise.accepts("with two loops")
def _(X, w, b):
    from scipy import special

    out = []
    for n in range(X.shape[0]):
        z = b
        for d in range(X.shape[1]):
            z += float(X[n, d]) * float(w[d])
        out.append(special.expit(z))
    return np.array(out)


@exercise.accepts("with np.dot")
def _(X, w, b):
    from scipy import special

    return special.expit(np.dot(X, w) + b)


@exercise.accepts("with einsum")
def _(X, w, b):
    from scipy import special

    return special.expit(np.einsum("nd,d->n", X, w) + b)


@exercise.accepts("products added up along the rows")
def _(X, w, b):
    from scipy import special

    return special.expit((X * w).sum(axis=1) + b)


@exercise.accepts("weights as a column")
def _(X, w, b):
    from scipy import special

    return special.expit(np.matmul(X, w[:, None]).ravel() + b)

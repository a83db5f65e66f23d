"""One step of a recurrent network: the next hidden state, from what comes in and the state before."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.rnn._cases import as_float32_case, step, weights
from dlcourse.lessons import rnn


def cases(rng):
    def case(N, D, H):
        return Case(rng.normal(size=(N, D)), rng.uniform(-1, 1, size=(N, H)), *weights(rng, D, H))

    return [
        Case(np.array([[1.0]]), np.array([[-0.6]]), np.array([[2.0]]), np.array([[0.5]]), np.array([-1.0])),
        Case(
            np.array([[1.0, 2.0]]),
            np.array([[0.5, -0.5, 0.0]]),
            np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]),
            np.array([[0.0, 1.0, 0.0], [0.5, 0.0, 0.0], [0.0, 0.0, 2.0]]),
            np.array([0.0, 0.1, -1.0]),
        ),
        case(4, 3, 2),
        case(3, 3, 3),
        case(1, 5, 4),
        case(6, 1, 3),
        Case(rng.normal(size=(3, 2)), np.zeros((3, 4)), *weights(rng, 2, 4)),
        Case(50 * rng.normal(size=(2, 3)), rng.uniform(-1, 1, size=(2, 4)), *weights(rng, 3, 4)),
        case(32, 16, 24),
        as_float32_case(case(2, 3, 4)),
    ]


exercise = Exercise(
    reference=rnn.rnn_step,
    points=2,
    cases=cases,
    outputs=("h_next", "cache"),
    withheld=("rnn_forward_fast",),
    hints=[
        "It is a dense layer that gets two things: what comes in, with the weights W_x, and the state, with the "
        "weights W_h.",
        "`x @ W_x + h @ W_h + b` is the sum; `np.tanh` of it is the new state.",
        "`h_next = np.tanh(x @ W_x + h @ W_h + b)`, then `return h_next, (x, h, h_next, W_x, W_h)`",
    ],
    solved="a neuron's memory: what it says next depends on what it has said.",
)


@exercise.mistake("tanh forgotten")
def _(x, h, W_x, W_h, b):
    """The sum is right; its tanh is still to be taken. Without it, the state could grow without limit."""
    return step(x, h, W_x, W_h, b, activation=lambda z: z)


@exercise.mistake("sigmoid instead of tanh")
def _(x, h, W_x, W_h, b):
    """That is the sigmoid, between 0 and 1. Here the state is between -1 and 1: `np.tanh`."""
    return step(x, h, W_x, W_h, b, activation=lambda z: (1 + np.tanh(z / 2)) / 2)


@exercise.mistake("state ignored")
def _(x, h, W_x, W_h, b):
    """The state before the step plays no part: the network has no memory. Add `h @ W_h`."""
    h_next = np.tanh(x @ W_x + b)
    return h_next, (x, h, h_next, W_x, W_h)


@exercise.mistake("bias forgotten")
def _(x, h, W_x, W_h, b):
    """Both products are there; the bias is missing."""
    return step(x, h, W_x, W_h, 0 * b)


@exercise.mistake("bias outside of the tanh")
def _(x, h, W_x, W_h, b):
    """The bias is added after the tanh. All three go into the sum, and the tanh is taken of it."""
    h_next = np.tanh(x @ W_x + h @ W_h) + b
    return h_next, (x, h, h_next, W_x, W_h)


@exercise.mistake("state outside of the tanh")
def _(x, h, W_x, W_h, b):
    """`h @ W_h` is added after the tanh. All three go into the sum, and the tanh is taken of it."""
    h_next = np.tanh(x @ W_x + b) + h @ W_h
    return h_next, (x, h, h_next, W_x, W_h)


@exercise.mistake("W_h transposed")
def _(x, h, W_x, W_h, b):
    """W_h is transposed. It is square, so that no shape complains; but `h @ W_h` is what is wanted, as in a dense
    layer.
    """
    h_next = np.tanh(x @ W_x + h @ W_h.T + b)
    return h_next, (x, h, h_next, W_x, W_h)


@exercise.mistake("old state added")
def _(x, h, W_x, W_h, b):
    """The old state is added to the new one. Here the new state replaces it; what is to be kept of it, W_h must bring
    along.
    """
    h_next = h + np.tanh(x @ W_x + h @ W_h + b)
    return h_next, (x, h, h_next, W_x, W_h)


@exercise.mistake("sum in the cache")
def _(x, h, W_x, W_h, b):
    """The state is right. The third part of the cache should be `h_next`, after the tanh: its slope is found from
    that.
    """
    h_next, _ = step(x, h, W_x, W_h, b)
    return h_next, (x, h, x @ W_x + h @ W_h + b, W_x, W_h)


@exercise.mistake("old state not in the cache")
def _(x, h, W_x, W_h, b):
    """The second part of the cache is the new state. Keep the old one, h: the gradient of W_h needs it. Give the new
    state a name of its own.
    """
    h_next, _ = step(x, h, W_x, W_h, b)
    return h_next, (x, h_next, h_next, W_x, W_h)


@exercise.accepts("step side by side")
def _(x, h, W_x, W_h, b):
    both, W = np.concatenate([x, h], axis=1), np.concatenate([W_x, W_h])
    h_next = np.tanh(both @ W + b)
    return [h_next, [x, h, h_next, W_x, W_h]]


@exercise.accepts("step neuron by neuron")
def _(x, h, W_x, W_h, b):
    h_next = np.empty(h.shape, h.dtype)
    for n in range(len(x)):
        for m in range(len(b)):
            h_next[n, m] = np.tanh(x[n] @ W_x[:, m] + h[n] @ W_h[:, m] + b[m])
    return h_next, (x, h, h_next, W_x, W_h)

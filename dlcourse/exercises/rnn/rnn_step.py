"""One step of a recurrent network: a neuron's memory is what it has said before."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.rnn._cases import as_float32_case, weights
from dlcourse.lessons import rnn


def cases(rng):
    def case(N, D, H):
        return Case(rng.normal(size=(N, D)), h=rng.uniform(-1, 1, size=(N, H)), **weights(rng, D, H))

    one = {"h": np.array([[-0.6]]), "W_x": np.array([[2.0]]), "W_h": np.array([[0.5]]), "b": np.array([-1.0])}
    return [
        Case(np.array([[1.0]]), **one),
        Case(
            np.array([[1.0, 2.0]]),
            h=np.array([[0.5, -0.5, 0.0]]),
            W_x=np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]),
            W_h=np.array([[0.0, 1.0, 0.0], [0.5, 0.0, 0.0], [0.0, 0.0, 2.0]]),
            b=np.array([0.0, 0.1, -1.0]),
        ),
        case(4, 3, 2),
        case(*drawn_sizes(rng, 3)),
        case(1, 5, 4),
        case(6, 1, 3),
        Case(rng.normal(size=(3, 2)), h=np.zeros((3, 4)), **weights(rng, 2, 4)),
        Case(50 * rng.normal(size=(2, 3)), h=rng.uniform(-1, 1, size=(2, 4)), **weights(rng, 3, 4)),
        case(*drawn_sizes(rng, 3, 10, 24)),
        as_float32_case(case(2, 3, 4)),
    ]


exercise = Exercise(
    reference=rnn.rnn_step,
    inside={"cache": ("x", "h", "h_next", "W_x", "W_h")},
    points=2,
    cases=cases,
    outputs=("h_next", "cache"),
    hints=[
        "In the example, which weight belongs to which number, and how do two products become 0.7?",
        "Two products of matrices, one for what comes in and one for the state, and one bias, go into one sum. The new "
        "state is a function of this sum alone.",
        "`np.tanh(P @ A + q)` is a tanh of each element. Keep the old state under its own name: the cache wants both.",
    ],
    solved="a neuron's memory: what it says next depends on what it has said.",
)


exercise.edit(
    "tanh forgotten",
    {"np.tanh(": "("},
    "The sum is right; its tanh is still to be taken. Without it, the state could grow without limit.",
)


exercise.edit(
    "sigmoid instead of tanh",
    {"np.tanh(x @ W_x + h @ W_h + b)": "(1 + np.tanh((x @ W_x + h @ W_h + b) / 2)) / 2"},
    "That is the sigmoid, between 0 and 1. Here the state is between -1 and 1: `np.tanh`.",
)


exercise.edit(
    "state ignored",
    {" + h @ W_h": ""},
    "The state before the step plays no part: the network has no memory. Add `h @ W_h`.",
)


exercise.edit("bias forgotten", {" + b)": ")"}, "Both products are there; the bias is missing.")


exercise.edit(
    "bias outside of the tanh",
    {" + b)": ") + b"},
    "The bias is added after the tanh. All three go into the sum, and the tanh is taken of it.",
)


exercise.edit(
    "state outside of the tanh",
    {" + h @ W_h + b)": " + b) + h @ W_h"},
    "`h @ W_h` is added after the tanh. All three go into the sum, and the tanh is taken of it.",
)


exercise.edit(
    "W_h transposed",
    {"h @ W_h": "h @ W_h.T"},
    """W_h is transposed. It is square, so that no shape complains; but `h @ W_h` is what is wanted, as in a dense
    layer.""",
)


exercise.edit(
    "old state added",
    {"np.tanh(": "h + np.tanh("},
    """The old state is added to the new one. Here the new state replaces it; how much of it is kept, `W_h` decides.""",
)


exercise.edit(
    "sum in the cache",
    {"(x, h, h_next,": "(x, h, x @ W_x + h @ W_h + b,"},
    "The state is right. The third part of the cache should be `h_next`, after the tanh: its slope is found from that.",
)


exercise.edit(
    "old state not in the cache",
    {"(x, h, h_next,": "(x, h_next, h_next,"},
    """The second part of the cache is the new state. Keep the old one, h: the gradient of W_h needs it. Give the new
    state a name of its own.""",
)


exercise.edit(
    "ReLU instead of tanh",
    {"np.tanh(x @ W_x + h @ W_h + b)": "np.maximum(x @ W_x + h @ W_h + b, 0)"},
    "Negative sums have become 0: that is ReLU. Here the state is between -1 and 1: `np.tanh`.",
)


exercise.edit(
    "tanh of each product",
    {"np.tanh(x @ W_x + h @ W_h + b)": "np.tanh(x @ W_x) + np.tanh(h @ W_h) + b"},
    "You take a tanh of each product, and add these. Add first: there is one tanh, of the whole sum with its bias.",
)


exercise.edit(
    "tanh of two parts",
    {"np.tanh(x @ W_x + h @ W_h + b)": "np.tanh(x @ W_x + b) + np.tanh(h @ W_h)"},
    "You take two tanh and add them, so that the state could reach 2. Add first: there is one tanh, of the whole sum.",
)


exercise.edit(
    "two layers added",
    {"np.tanh(x @ W_x + h @ W_h + b)": "np.tanh(x @ W_x + b) + np.tanh(h @ W_h + b)"},
    """Input and state each go through a layer of their own, with a bias and a tanh each. There is one sum of both
    products and one bias, and one tanh of it.""",
)


exercise.edit(
    "bias added twice",
    {" + b)": " + 2 * b)"},
    "The bias is added with each of the two products. There is one bias for their sum.",
)


exercise.edit(
    "input ignored",
    {"x @ W_x + h @ W_h": "h @ W_h"},
    "What comes in plays no part: `x @ W_x` is missing in the sum.",
)


exercise.edit(
    "W_h not used",
    {"h @ W_h": "h"},
    "The old state is added as it is. It has weights of its own: `h @ W_h`.",
)


exercise.edit(
    "tanh and bias forgotten",
    {"np.tanh(x @ W_x + h @ W_h + b)": "x @ W_x + h @ W_h"},
    "Both products are there. Two things are missing: the bias, and the tanh of the whole sum.",
)


exercise.edit(
    "bias in the cache",
    {"W_x, W_h)": "W_x, W_h, b)"},
    "The state is right. The cache has five parts, (x, h, h_next, W_x, W_h): no gradient depends on the bias.",
)


exercise.edit(
    "new state not in the cache",
    {"(x, h, h_next,": "(x, h,"},
    "The state is right. The cache lacks h_next: five parts are wanted, (x, h, h_next, W_x, W_h).",
)


exercise.edit(
    "cache in another order",
    {"(x, h, h_next,": "(h_next, h, x,"},
    "The state is right. The cache is (x, h, h_next, W_x, W_h), in this order: the backward pass unpacks it so.",
)


exercise.edit(
    "tanh of the input only",
    {"np.tanh(x @ W_x + h @ W_h + b)": "np.tanh(x @ W_x) + h @ W_h + b"},
    """The tanh is taken of `x @ W_x` alone. All three go into the sum, and the tanh is taken of it.""",
)


exercise.edit(
    "input and state multiplied",
    {"x @ W_x + h @ W_h": "(x @ W_x) * (h @ W_h)"},
    """The two products are multiplied by each other. They are added.""",
)


exercise.edit(
    "weights exchanged in the cache",
    {"W_x, W_h)": "W_h, W_x)"},
    """The state is right. In the cache W_x comes before W_h.""",
)


@exercise.also("tanh of two parts")
def _(x, *, h, W_x, W_h, b):
    h_next = np.tanh(x @ W_x) + np.tanh(h @ W_h + b)
    return h_next, (x, h, h_next, W_x, W_h)


@exercise.also("tanh of two parts")
def _(x, *, h, W_x, W_h, b):
    h_next = np.tanh(x @ W_x + b) + np.tanh(h @ W_h)
    return h_next, (x, h, h_next, W_x, W_h)


@exercise.accepts("side by side, as one product")
def _(x, *, h, W_x, W_h, b):
    both, W = np.concatenate([x, h], axis=1), np.concatenate([W_x, W_h])
    h_next = np.tanh(both @ W + b)
    return [h_next, [x, h, h_next, W_x, W_h]]


@exercise.accepts("neuron by neuron")
def _(x, *, h, W_x, W_h, b):
    h_next = np.empty(h.shape, h.dtype)
    for n in range(len(x)):
        for m in range(len(b)):
            h_next[n, m] = np.tanh(x[n] @ W_x[:, m] + h[n] @ W_h[:, m] + b[m])
    return h_next, (x, h, h_next, W_x, W_h)

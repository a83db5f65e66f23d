"""One step of the backward pass through time: through the tanh, then as in a dense layer with two inputs."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.rnn._cases import as_float32_case, weights
from dlcourse.lessons import rnn


def cases(rng):
    def case(N, D, H):
        x, h = rng.normal(size=(N, D)), rng.uniform(-1, 1, size=(N, H))
        return Case(rng.normal(size=(N, H)), rnn.rnn_step(x, h=h, **weights(rng, D, H))[1])

    first = np.array([[1.0]]), np.array([[-0.5]]), np.array([[0.5]]), np.array([[2.0]]), np.array([[0.5]])
    return [
        Case(np.array([[4.0]]), first),
        case(2, 3, 4),
        case(4, 3, 2),
        case(*drawn_sizes(rng, 3)),
        case(1, 2, 5),
        case(5, 1, 3),
        case(6, 4, 1),
        case(*drawn_sizes(rng, 3, 10, 24)),
        as_float32_case(case(2, 3, 4)),
    ]


exercise = Exercise(
    reference=rnn.rnn_step_backward,
    inside={"cache": ("x", "h", "h_next", "W_x", "W_h")},
    points=3,
    form="derive",
    first="rnn.step_gradient",
    minutes=7,
    cases=cases,
    outputs=("dx", "dh", "dW_x", "dW_h", "db"),
    hints=[
        "What does all that comes back have to pass first, before it divides into five?",
        "First back through the tanh, whose slope is known from what it put out. From there on it is the dense layer "
        "of "
        "lesson 04, with two inputs: each has weights of its own.",
        "For a dense layer `S = A @ M + q` with dS coming back: `dA = dS @ M.T`, `dM = A.T @ dS`, and dq adds up dS "
        "over "
        "the examples.",
    ],
    solved="one step of backpropagation through time.",
)


exercise.edit(
    "slope of tanh forgotten",
    {" * (1 - h_next**2)": ""},
    "The gradient passes through the tanh unchanged. Multiply it by the slope, 1 - h_next².",
)


exercise.edit(
    "slope at the old state",
    {"h_next**2": "h**2"},
    "You take the slope from h, the state before the step. The tanh made h_next: its slope is 1 - h_next².",
)


exercise.edit(
    "tanh taken once more",
    {"h_next**2": "np.tanh(h_next) ** 2"},
    "h_next is a tanh already; you take the tanh of it once more. The slope is 1 - h_next².",
)


exercise.edit("square forgotten", {"h_next**2": "h_next"}, "The slope of tanh is 1 - h_next², with a square.")


exercise.edit(
    "slope of the sigmoid",
    {"(1 - h_next**2)": "(h_next * (1 - h_next))"},
    "That is the slope of a sigmoid, h_next (1 - h_next). That of tanh is 1 - h_next².",
)


exercise.edit(
    "W_h not transposed",
    {"dz @ W_h.T": "dz @ W_h"},
    """dh is made with W_h as it stands; the gradient wants its transpose, `W_h.T`. W_h is square, so that no shape
    complains.""",
)


exercise.edit(
    "new state for dW_h",
    {"h.T @ dz": "h_next.T @ dz"},
    "dW_h uses h_next. W_h was multiplied by the state *before* the step: `h.T @ dz`.",
)


exercise.edit(
    "slope only for the weights",
    {"dz @ W_x.T, dz @ W_h.T": "dh_next @ W_x.T, dh_next @ W_h.T"},
    """dx and dh are made from dh_next, without the slope. All five gradients go through the tanh first: make dz once,
    and use it everywhere.""",
)


exercise.edit(
    "biases for each sequence",
    {"dz.sum(axis=0)": "dz"},
    "db has a row for each sequence. All of them share the biases: add up over axis 0.",
)


exercise.edit(
    "mean over the sequences",
    {"x.T @ dz, h.T @ dz, dz.sum(axis=0)": "x.T @ dz / len(x), h.T @ dz / len(x), dz.mean(axis=0)"},
    "The gradients of the weights are divided by N. They are sums; the loss has divided already.",
)


exercise.edit(
    "slope added",
    {"dh_next * (1": "dh_next + (1"},
    "The slope is added to the gradient. By the chain rule the two are *multiplied*.",
)


exercise.edit(
    "gradient of the output left out",
    {"dh_next * (1": "(1"},
    "dz is the slope alone. Multiply it by dh_next, the gradient that comes back to the new state.",
)


exercise.edit(
    "brackets forgotten",
    {"dh_next * (1 - h_next**2)": "dh_next * 1 - h_next**2"},
    "Without brackets only the 1 is multiplied by dh_next, and h_next² is taken away. Put 1 - h_next² into brackets.",
)


exercise.edit(
    "slope of ReLU",
    {"(1 - h_next**2)": "(h_next > 0)"},
    "That is the slope of ReLU, 1 or 0. The step ends in tanh: its slope is 1 - h_next².",
)


exercise.edit(
    "plus in the slope",
    {"(1 - h_next**2)": "(1 + h_next**2)"},
    "The slope of tanh is 1 *minus* h_next²: it is largest at 0, and small where the state is near -1 or 1.",
)


exercise.edit(
    "biases added up along the neurons",
    {"dz.sum(axis=0)": "dz.sum(axis=1)"},
    "db has a number for each sequence. Each neuron has a bias: add up over the sequences, axis 0.",
)


exercise.edit(
    "db with two axes",
    {"dz.sum(axis=0)": "dz.sum(axis=0, keepdims=True)"},
    "db is (1, H): `keepdims=True` keeps the axis of the sequences. The biases are (H,).",
)


exercise.edit(
    "old and new state exchanged",
    {"(1 - h_next**2)": "(1 - h**2)", "h.T @ dz": "h_next.T @ dz"},
    """h and h_next have changed places: the cache is (x, h, h_next, W_x, W_h), the state before the step first.""",
)


exercise.edit(
    "square of the whole bracket",
    {"(1 - h_next**2)": "(1 - h_next) ** 2"},
    """The square stands outside of the bracket: the slope is 1 - h_next², and not (1 - h_next)².""",
)


exercise.edit(
    "biases without the slope",
    {"dz.sum(axis=0)": "dh_next.sum(axis=0)"},
    """db is made from dh_next, without the slope. All five gradients go through the tanh first: use dz.""",
)


exercise.edit(
    "tanh made anew without the bias",
    {"h_next**2": "np.tanh(x @ W_x + h @ W_h) ** 2"},
    """You take the tanh of the sum once more, without the bias, which is not in the cache. It need not be: what the
    tanh has put out *is* there.""",
)


@exercise.mistake("slope for the state only")
def _(dh_next, cache):
    """dh has the slope of tanh, the four others are made from dh_next, without it. All five gradients go through the
    tanh first: make dz once, and use it everywhere.
    """
    x, h, h_next, W_x, W_h = cache
    dh = dh_next * (1 - h_next**2) @ W_h.T
    return dh_next @ W_x.T, dh, x.T @ dh_next, h.T @ dh_next, dh_next.sum(axis=0)


@exercise.accepts("with einsum")
def _(dh_next, cache):
    x, h, h_next, W_x, W_h = cache
    dz = (1 - h_next * h_next) * dh_next
    dW_x, dW_h = np.einsum("nd,nh->dh", x, dz), np.einsum("nk,nh->kh", h, dz)
    return [np.einsum("nh,dh->nd", dz, W_x), dz.dot(W_h.T), dW_x, dW_h, np.einsum("nh->h", dz)]


@exercise.accepts("with dot")
def _(dh_next, cache):
    x, h, h_next, W_x, W_h = cache
    dz = dh_next - dh_next * np.square(h_next)
    db = np.ones(len(dz), dz.dtype) @ dz
    return np.dot(dz, np.transpose(W_x)), np.dot(dz, np.transpose(W_h)), np.dot(x.T, dz), np.dot(h.T, dz), db

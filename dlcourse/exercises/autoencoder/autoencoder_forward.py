"""Through a narrow passage and back: a code, and what it remembers, by one table of weights."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.autoencoder._cases.codes import forward_cases
from dlcourse.lessons import autoencoder
from dlcourse.lessons.neuron import sigmoid

exercise = Exercise(
    reference=autoencoder.autoencoder_forward,
    inside={"cache": ("X", "H", "W", "linear")},
    points=2,
    minutes=4,
    cases=forward_cases,
    outputs=("X_hat", "cache"),
    hints=[
        "Two pixels become one number, and one number becomes two pixels. Which shape has the table on the way there, "
        "and which one on the way back?",
        "Two layers, one after the other: each has weighted sums and biases of its own. Only the first one may have a "
        "sigmoid, and both share one table, which is laid on its side for the second.",
        "Elsewhere: a table `prices` of the shape (4, 3) has `prices.T` of the shape (3, 4); `tall = height if grown "
        "else height / 2` chooses between two; and `return total, (a, b, flag)` gives a number and a tuple.",
    ],
    solved="a network that says again what it heard, through a passage as narrow as you like.",
)

exercise.edit(
    "sigmoid on the way out",
    {"H @ W.T + c,": "sigmoid(H @ W.T + c),"},
    """The code is right, but what is rebuilt passes a sigmoid, too. On the way back there is none: pixels less
    their mean are negative as often as not, and a sigmoid never is.""",
)


@exercise.mistake("reshaped instead of transposed", hint=3)
def _(X, *, W, b, c, linear=False):
    """You *reshape* W for the way back. The shape is right then, but the numbers stand in other places: `W.T` lays the
    table on its side.
    """
    H = X @ W + b if linear else sigmoid(X @ W + b)
    return H @ W.reshape(W.shape[1], W.shape[0]) + c, (X, H, W, linear)


exercise.edit(
    "always a sigmoid",
    {"Z if linear else sigmoid(Z)": "sigmoid(Z)"},
    "With `linear=True` the code still passes a sigmoid. Then it is the sum itself.",
)

exercise.edit(
    "always linear",
    {"Z if linear else sigmoid(Z)": "Z"},
    "The code never passes a sigmoid. It does, unless `linear` says otherwise.",
)

exercise.edit(
    "linear and sigmoid exchanged",
    {"Z if linear else sigmoid(Z)": "sigmoid(Z) if linear else Z"},
    "Sigmoid and plain sum are exchanged: `linear=True` means the code *without* a sigmoid.",
)

exercise.edit(
    "tanh instead of a sigmoid",
    {"sigmoid(Z)": "np.tanh(Z)"},
    "The code passes a tanh. Here it is the sigmoid: a hidden unit is between 0, silent, and 1.",
)

exercise.edit(
    "ReLU instead of a sigmoid",
    {"sigmoid(Z)": "np.maximum(Z, 0)"},
    "The code passes a ReLU. Here it is the sigmoid: a hidden unit is between 0, silent, and 1.",
)

exercise.edit(
    "a sigmoid of its own that overflows",
    {"sigmoid(Z)": "1 / (1 + np.exp(-Z))"},
    """Your own `1 / (1 + np.exp(-Z))` overflows for large negative sums. Take the `sigmoid` that is imported above,
    which stays calm.""",
)

exercise.edit(
    "sums instead of the code on the way back",
    {"H @ W.T + c": "Z @ W.T + c"},
    """The code in the cache is right, but the way back begins at the sums *before* the sigmoid. What is rebuilt is
    rebuilt from the code: H.""",
)


@exercise.also("sums instead of the code on the way back")
def _(X, *, W, b, c, linear=False):
    H = X @ W + b if linear else sigmoid(X @ W + b)
    return X @ W @ W.T + c, (X, H, W, linear)


exercise.edit(
    "sums in the cache",
    {"(X, H, W, linear)": "(X, Z, W, linear)"},
    "What is rebuilt is right. But the cache keeps the sums before the sigmoid; the second entry is H, the code.",
)

exercise.edit(
    "bias of the code missing",
    {"X @ W + b": "X @ W"},
    "The biases b of the code are missing: add them to the sums before the sigmoid.",
)

exercise.edit(
    "bias of the picture missing",
    {"H @ W.T + c": "H @ W.T"},
    "The code is right, but the biases c are missing on the way back.",
)

exercise.edit(
    "bias of the code behind the sigmoid",
    {"X @ W + b": "X @ W", "Z if linear else sigmoid(Z)": "(Z if linear else sigmoid(Z)) + b"},
    "You add b behind the sigmoid. It belongs to the sum, before it.",
)

exercise.edit(
    "bias of the picture taken off",
    {"H @ W.T + c": "H @ W.T - c"},
    "On the way back you take c off. It is added, as every bias.",
)

exercise.edit(
    "the code instead of what is rebuilt",
    {"return H @ W.T + c,": "return H,"},
    "The first thing that comes back is the code. Go on from there to X_hat, as wide as X.",
)

exercise.edit(
    "code and picture exchanged in the cache",
    {"(X, H, W, linear)": "(H, X, W, linear)"},
    "In the cache X and H are exchanged. The order is (X, H, W, linear).",
)

exercise.edit(
    "transposed table in the cache",
    {"(X, H, W, linear)": "(X, H, W.T, linear)"},
    "The cache has W laid on its side. Keep W as it came in.",
)

exercise.edit(
    "without the cache",
    {"return H @ W.T + c, (X, H, W, linear)": "return H @ W.T + c"},
    "Only X_hat comes back. The backward pass needs the cache, too: a tuple (X, H, W, linear).",
)

exercise.edit(
    "cache without linear",
    {"(X, H, W, linear)": "(X, H, W)"},
    "The cache has three entries. The backward pass also has to know whether there was a sigmoid: (X, H, W, linear).",
)

exercise.edit(
    "what is rebuilt in the cache",
    {"(X, H, W, linear)": "(X, H @ W.T + c, W, linear)"},
    "The cache keeps what was rebuilt. Its second entry is the code H, of which the gradient is asked.",
)


@exercise.accepts("with einsum, and the logistic function by tanh")
def _(X, *, W, b, c, linear=False):
    sums = np.einsum("nd,dm->nm", X, W) + b[None]
    H = sums if linear else (np.tanh(sums / 2) + 1) / 2
    return np.einsum("nm,dm->nd", H, W) + c, (X, H, W, linear)


@exercise.accepts("example by example")
def _(X, *, W, b, c, linear=False):
    codes, pictures = np.zeros((len(X), len(b)), X.dtype), np.zeros_like(X)
    for n, x in enumerate(X):
        codes[n] = W.T.dot(x) + b
        if not linear:
            codes[n] = sigmoid(codes[n])
        pictures[n] = W.dot(codes[n]) + c
    return pictures, [X, codes, W, linear]

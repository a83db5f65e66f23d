"""The L2 penalty, or weight decay: a price on large weights, and its gradients."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import regularization


def cases(rng):
    def layers(*sizes):
        return [(rng.normal(size=pair), rng.normal(size=pair[1])) for pair in zip(sizes[:-1], sizes[1:])]

    narrow = [(W.astype(np.float32), b.astype(np.float32)) for W, b in layers(3, 2, 2)]
    N, H, C = drawn_sizes(rng, 3)
    return [
        Case([(np.array([[3.0], [-1.0]]), np.array([5.0]))], 0.1),
        Case([(np.array([[1.0, -2.0]]), np.array([0.5, 1.0])), (np.array([[2.0], [0.0]]), np.array([-3.0]))], 0.5),
        Case(layers(N, H, C), 0.01),
        Case(layers(2, 3, 3, 4), 2.0),
        Case(layers(C, N), 0.0),
        Case([(rng.normal(size=(2, 3)), np.zeros(3))], 0.25),  # biases before any training
        Case(layers(64, 20, 10), 1e-4),
        Case(narrow, 0.3),
    ]


exercise = Exercise(
    reference=regularization.l2_penalty,
    points=2,
    cases=cases,
    outputs=("penalty", "gradients"),
    hints=[
        "Two results: one number for all layers together, and a list with a pair for each layer.",
        "`sum(np.sum(W**2) for W, b in parameters)` adds up the squares of all weights. Which factor is before it? "
        "The gradient of a layer is `strength * W`, and zeros for its biases.",
        "`penalty = strength / 2 * sum(np.sum(W**2) for W, b in parameters)`, and the gradients "
        "`[(strength * W, 0 * b) for W, b in parameters]`",
    ],
    solved="weight decay, the oldest way to keep a network from trusting single inputs too much.",
)

exercise.edit(
    "biases penalised too",
    {"np.sum(W**2)": "np.sum(W**2) + np.sum(b**2)", "0 * b": "strength * b"},
    """The biases are in your penalty. They only shift, and a large one makes no curve wilder: their price is 0, and so
    is their gradient.
    """,
)

exercise.edit(
    "half missing in the penalty",
    {"strength / 2": "strength"},
    """Your gradients are right, your penalty is twice too large: the factor is strength / 2. The slope of W² is 2 W,
    and the half is there to cancel this 2.
    """,
)

exercise.edit(
    "gradients twice too large",
    {"strength * W": "2 * strength * W"},
    "The penalty is right, the gradients are twice too large: the slope of strength / 2 · W² is strength · W.",
)

exercise.edit(
    "half left out everywhere",
    {"strength / 2": "strength", "strength * W": "2 * strength * W"},
    """Penalty and gradients fit each other, but both are twice too large: here the penalty is strength / 2 times the
    sum of the squares. (Both conventions are in use: read which one is meant.)
    """,
)

exercise.edit(
    "absolute values instead of squares",
    {"strength / 2 * sum(np.sum(W**2)": "strength * sum(np.sum(np.abs(W))", "strength * W": "strength * np.sign(W)"},
    """This is the L1 penalty: it adds up sizes, not squares. It also keeps weights small, but pushes each one equally
    hard, until many are exactly 0.
    """,
)

exercise.edit(
    "root of the sum",
    {"sum(np.sum(W**2) for W, b in parameters)": "np.sqrt(sum(np.sum(W**2) for W, b in parameters))"},
    """You take the root of the sum of squares, as `np.linalg.norm` does. The penalty is the sum itself: its slope is
    then simply the weight.
    """,
)

exercise.edit(
    "penalty of the last layer only",
    {"sum(np.sum(W**2) for W, b in parameters)": "np.sum(parameters[-1][0] ** 2)"},
    """Only the last layer's weights are in your penalty: is it overwritten in each round of the loop, instead of added
    to?
    """,
)

exercise.edit(
    "mean of the squares",
    {"np.sum": "np.mean"},
    """You average the squares of each layer. They are added up: each weight pays for itself, however many there are.
    (Your gradients are those of the sum.)
    """,
)

exercise.edit(
    "a single 0 for the biases",
    {"0 * b": "0.0"},
    """Penalty and dW are right. db is a single 0, but every neuron has a bias, and each needs its zero: `0 * b` or
    `np.zeros_like(b)`.
    """,
)

exercise.edit(
    "no gradients for the biases",
    {"(strength * W, 0 * b)": "strength * W"},
    """The gradients need the form of the parameters, a pair (dW, db) for each layer, so that they can be added to those
    of the loss. The biases' gradients are zeros: `0 * b`.
    """,
)


@exercise.accepts("weight by weight")
def _(parameters, strength):
    penalty, gradients = 0.0, []
    for W, b in parameters:
        for w in W.ravel():
            penalty += 0.5 * strength * w**2
        gradients.append((W * strength, np.zeros_like(b)))
    return penalty, gradients


@exercise.accepts("by the norms of the layers")
def _(parameters, strength):
    norms = [np.linalg.norm(W) for W, _ in parameters]
    return strength * np.dot(norms, norms) / 2, [[strength * W, np.zeros(len(b))] for W, b in parameters]

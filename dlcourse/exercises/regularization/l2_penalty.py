"""The L2 penalty, or weight decay: a price on large weights, and its gradients."""

import numpy as np

from dlcourse.checking.naming import Each
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
    inside={"gradients": Each("layer", ("dW", "db"))},
    points=2,
    cases=cases,
    outputs=("penalty", "gradients"),
    hints=[
        "The weights 3 and -1 with the strength 0.1 cost 0.5. Which share of that does each of the two cost, and what "
        "would a bias of 5 add?",
        "Two results: one number for all layers together, and a pair for each layer in a list. What changes nothing "
        "in the price has a gradient of 0, but it keeps its shape.",
        "Elsewhere: `sum(len(word) + len(tail) for word, tail in pairs)` adds up one number for each pair, and "
        "`[(2 * a, a - a) for a, c in pairs]` makes a list of new pairs.",
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
    "biases in the penalty",
    {"np.sum(W**2)": "np.sum(W**2) + np.sum(b**2)"},
    """Your gradients are right, but the squares of the biases are in your penalty. They only shift, and a large one
    makes no curve wilder: their price is 0.
    """,
)

exercise.edit(
    "biases have a gradient",
    {"0 * b": "strength * b"},
    """Your penalty and dW are right, but the biases get a gradient. They are not in the penalty, so changing them does
    not change it: db is 0.
    """,
)

exercise.edit(
    "half missing in the penalty",
    {"strength / 2": "strength"},
    """Your gradients are right, your penalty is twice as large as it should be: the factor is strength / 2. The slope
    of W² is 2 W, and the half is there to cancel this 2.
    """,
)

exercise.edit(
    "gradients twice too large",
    {"strength * W": "2 * strength * W"},
    """The penalty is right, the gradients are twice as large as they should be: the slope of strength / 2 · W² is
    strength · W.""",
)

exercise.edit(
    "half left out everywhere",
    {"strength / 2": "strength", "strength * W": "2 * strength * W"},
    """Penalty and gradients fit each other, but both are twice as large as they should be: here the penalty is strength
    / 2 times the sum of the squares. (There are both conventions: read which one is meant.)
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
    "half of the absolute values",
    {"np.sum(W**2)": "np.sum(np.abs(W))", "strength * W": "strength * np.sign(W)"},
    """You add up sizes, not squares: this is half of an L1 penalty. Square the weights; the slope of strength / 2 · W²
    is strength · W.
    """,
)

exercise.edit(
    "gradients of the last layer only",
    {"for W, b in parameters]": "for W, b in parameters][-1:]"},
    """The penalty is right, but only the last layer's gradients come back: is the list begun anew in each round of the
    loop? Begin it before the loop, and let each round add its pair.
    """,
)

exercise.edit(
    "zeros for the inputs",
    {"0 * b": "np.zeros(len(W))"},
    """Penalty and dW are right. db has a zero for each *input* of the layer, a row of W. It needs one for each neuron,
    as b has.
    """,
)

exercise.edit(
    "zeros in the shape of the weights",
    {"0 * b": "0 * W"},
    "Penalty and dW are right. The zeros for the biases have the shape of W: db has the shape of b.",
)

exercise.edit(
    "None for the biases",
    {"0 * b": "None"},
    "Penalty and dW are right. For the biases stands None, which cannot be added: give zeros, as many as b.",
)

exercise.edit(
    "norms not squared",
    {"np.sum(W**2)": "np.sqrt(np.sum(W**2))"},
    """You add up the norms of the layers, as `np.linalg.norm` gives them. The penalty adds up the squares themselves,
    without the root.
    """,
)

exercise.edit(
    "sum squared",
    {"np.sum(W**2)": "np.sum(W) ** 2"},
    "You add up the weights and square the sum, so that positive and negative ones cancel. Square each one first.",
)

exercise.edit(
    "a penalty for each layer",
    {"sum(np.sum(W**2) for W, b in parameters)": "np.array([np.sum(W**2) for W, b in parameters])"},
    "Your penalty is a number for each layer. It is added to the loss, which is one number: add them up.",
)

exercise.edit(
    "strength missing in the penalty",
    {"strength / 2": "1 / 2"},
    "Your gradients are right, but the penalty does not depend on `strength`: multiply it by that.",
)

exercise.edit(
    "strength missing in the gradients",
    {"strength * W": "W"},
    "Your penalty is right, but the gradients do not depend on `strength`: multiply them by that.",
)

exercise.edit(
    "weights after a step",
    {"strength * W": "W - strength * W"},
    "You return the weights as they are after a step. Wanted are the gradients alone: the step is the optimizer's.",
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
    "penalty of the first layer only",
    {"sum(np.sum(W**2) for W, b in parameters)": "np.sum(parameters[0][0] ** 2)"},
    "Only the first layer's weights are in your penalty: add up over all layers.",
)

exercise.edit(
    "divided by the number of weights",
    {
        "sum(np.sum(W**2) for W, b in parameters)": "sum(np.sum(W**2) for W, b in parameters) "
        "/ sum(W.size for W, b in parameters)"
    },
    """You divide by the number of all weights. The penalty is a sum: each weight pays for itself, however many there
    are. (Your gradients are those of the sum.)
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

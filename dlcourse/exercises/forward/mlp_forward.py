"""The forward pass: from layer to layer, with a ReLU after every one but the last."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.forward._cases import parameters
from dlcourse.lessons import forward, neuron


def cases(rng):
    first = [
        (np.array([[1.0, -1.0, 0.5], [2.0, 0.0, -1.0]]), np.array([0.0, 1.0, 0.5])),
        (np.array([[1.0, 0.0], [-1.0, 2.0], [3.0, 1.0]]), np.array([-8.0, 0.25])),
    ]
    cases = [Case(np.array([[1.0, 2.0], [-1.0, 0.0], [0.5, 0.0]]), first)]
    N, D, *hidden, C = drawn_sizes(rng, 5)
    for examples, sizes in [
        (N, [D, C]),  # no hidden layer
        (N, [D, hidden[0], C]),
        (C, [N, *hidden, D]),
        (1, [3, 5, 4, 6, 2]),
        (5, [3, 3, 3, 3]),  # every layer would fit in every place
        (30, [64, 20, 10]),
    ]:
        cases.append(Case(rng.normal(size=(examples, sizes[0])), parameters(rng, sizes)))
    layers = [(W.astype(np.float32), b.astype(np.float32)) for W, b in parameters(rng, [D, 4, 2])]
    return [*cases, Case(rng.normal(size=(N, D)).astype(np.float32), layers)]


exercise = Exercise(
    reference=forward.mlp_forward,
    points=3,
    cases=cases,
    hints=[
        "What does the second layer get: X, or something else? And how often does the last layer meet a ReLU?",
        "Let one variable carry the values from layer to layer: at first it is the input, and each round of a loop "
        "replaces it. Where does the loop have to stop, if the last layer is to be treated differently?",
        "Elsewhere: `for price, tax in bills[:-1]:` goes through all pairs but the last, `total = add(total, price)` "
        "in it replaces what was there, and `price, tax = bills[-1]` takes the last pair apart.",
    ],
    solved="the forward pass. It runs any such network, from XOR to one with a billion weights.",
)

exercise.edit(
    "no activation between the layers",
    {"neuron.relu(dense(H, W, b))": "dense(H, W, b)"},
    """There is no ReLU between the layers. Without it, the layers fold into one: a product of matrices is just another
    matrix.
    """,
)

exercise.edit(
    "activation after the last layer",
    {"return dense(H, W, b)": "return neuron.relu(dense(H, W, b))"},
    """The last layer is activated too, so that negative scores are cut off. The last layer gives plain scores: only the
    hidden layers have a ReLU.
    """,
)

exercise.edit(
    "sigmoid instead of ReLU",
    {"neuron.relu": "neuron.sigmoid"},
    """The hidden layers squash with a sigmoid. This network uses ReLU.""",
)

exercise.edit(
    "activation before the bias",
    {"neuron.relu(dense(H, W, b))": "neuron.relu(H @ W) + b"},
    """You activate first and add the bias afterwards. The bias is part of the sum, and the activation comes last.""",
)

exercise.edit(
    "biases forgotten",
    {"neuron.relu(dense(H, W, b))": "neuron.relu(H @ W)", "return dense(H, W, b)": "return H @ W"},
    """The biases are not used: each layer is a pair (W, b).""",
)

exercise.edit(
    "every layer gets the original input",
    {"neuron.relu(dense(H, W, b))": "neuron.relu(dense(X, W, b))"},
    """Each hidden layer is given X. The second one must get what the first put out: keep the values in one variable,
    that begins as X and is replaced in every round of the loop.
    """,
)


@exercise.also("every layer gets the original input")
def _(X, parameters):
    for W, b in parameters[:-1]:
        H = neuron.relu(forward.dense(X, W, b))
    W, b = parameters[-1]
    return forward.dense(H, W, b)  # H is not there where there is a single layer


@exercise.mistake("last layer run twice")
def _(X, parameters):
    """Your loop goes through *all* layers, the last one too, with a ReLU; and after it the last layer is run once more.
    Where must the loop stop, so that the last layer is left for after it?
    """
    for W, b in parameters:
        X = neuron.relu(forward.dense(X, W, b))
    return forward.dense(X, W, b)


@exercise.mistake("last hidden layer once more")
def _(X, parameters):
    """After the loop, `W` and `b` are still those of the last *hidden* layer, which is run a second time. The last
    layer is a pair of its own: take it from the list.
    """
    for W, b in parameters[:-1]:
        X = neuron.relu(forward.dense(X, W, b))
    return forward.dense(X, W, b)


exercise.edit(
    "last layer gets the original input",
    {"return dense(H, W, b)": "return dense(X, W, b)"},
    """The last layer is given X, as if there were no hidden layers. It must get what the hidden layers put out.""",
)

exercise.edit(
    "last layer missing",
    {"return dense(H, W, b)": "return H"},
    """You return what the last hidden layer puts out. The last layer, `parameters[-1]`, comes after the loop.""",
)

exercise.edit(
    "softmax at the end",
    {"return dense(H, W, b)": "return softmax(dense(H, W, b))"},
    """You return probabilities. Here the scores are wanted; the softmax comes as a step of its own.""",
)

exercise.edit(
    "sigmoid at the end",
    {"return dense(H, W, b)": "return neuron.sigmoid(dense(H, W, b))"},
    """You squash the scores of the last layer. Here they are wanted as they are.""",
)

exercise.edit(
    "classes instead of scores",
    {"return dense(H, W, b)": "return dense(H, W, b).argmax(axis=1)"},
    """You return the class of each example. Here the scores of all classes are wanted; choosing comes later.""",
)

exercise.edit(
    "hidden biases forgotten",
    {"neuron.relu(dense(H, W, b))": "neuron.relu(H @ W)"},
    """The last layer has its bias, the hidden layers have none: add `b` before the ReLU.""",
)

exercise.edit(
    "last bias forgotten",
    {"return dense(H, W, b)": "return H @ W"},
    """The hidden layers are right. The last one has a bias, too.""",
)

exercise.edit(
    "biases added twice",
    {"neuron.relu(dense(H, W, b))": "neuron.relu(dense(H, W, b)) + b"},
    """The hidden biases are added twice, before the ReLU and after it. They belong in the sum, once.""",
)

exercise.edit(
    "tanh instead of ReLU",
    {"neuron.relu": "np.tanh"},
    """The hidden layers squash with tanh. This network uses ReLU.""",
)

exercise.edit(
    "step instead of ReLU",
    {"neuron.relu": "neuron.step"},
    """The hidden neurons answer 0 or 1, as with a step. This network uses ReLU.""",
)

exercise.edit(
    "absolute value instead of ReLU",
    {"neuron.relu": "np.abs"},
    """The hidden layers lose the sign: negative sums come out positive. A ReLU makes them 0.""",
)

exercise.edit(
    "leaky ReLU",
    {"H = neuron.relu(dense(H, W, b))": "H = dense(H, W, b)\n        H = np.where(H > 0, H, H.dtype.type(0.01) * H)"},
    """Negative sums become small in your hidden layers: that is a *leaky* ReLU. Here they become 0.""",
)

exercise.edit(
    "input activated",
    {"H = X": "H = neuron.relu(X)"},
    """Negative inputs become 0: there is a ReLU before the first layer. It comes *after* each hidden layer.""",
)


@exercise.mistake("only the first layer activated")
def _(X, parameters):
    """Only the first hidden layer has a ReLU. Every layer but the last has one."""
    H = X
    for i, (W, b) in enumerate(parameters):
        H = forward.dense(H, W, b)
        H = neuron.relu(H) if i == 0 and len(parameters) > 1 else H
    return H


@exercise.mistake("first layer not activated")
def _(X, parameters):
    """The first layer has no ReLU. Every layer but the last has one: Python counts them from 0."""
    H = X
    for i, (W, b) in enumerate(parameters):
        H = forward.dense(H, W, b)
        H = neuron.relu(H) if 0 < i < len(parameters) - 1 else H
    return H


@exercise.mistake("last hidden layer not activated")
def _(X, parameters):
    """The last *hidden* layer has no ReLU. Only the last layer of all has none: with L layers, counted from 0, that is
    number L - 1.
    """
    H = X
    for i, (W, b) in enumerate(parameters):
        H = forward.dense(H, W, b)
        H = neuron.relu(H) if i < len(parameters) - 2 else H
    return H


@exercise.mistake("first layer activated, whatever follows")
def _(X, parameters):
    """The ReLU stands on the first layer only, and stays there even where this layer is the last. A ReLU comes after
    every layer that is followed by another.
    """
    H = X
    for i, (W, b) in enumerate(parameters):
        H = forward.dense(H, W, b)
        H = neuron.relu(H) if i == 0 else H
    return H


@exercise.mistake("only the first layer")
def _(X, parameters):
    """Only the first layer is calculated. Is the `return` inside the loop? Then it ends after its first round."""
    return neuron.relu(forward.dense(X, *parameters[0]))


exercise.edit(
    "biases subtracted",
    {"neuron.relu(dense(H, W, b))": "neuron.relu(dense(H, W, -b))", "return dense(H, W, b)": "return dense(H, W, -b)"},
    """The biases are subtracted. They are to be added: a positive bias makes a neuron easier to excite.""",
)

exercise.edit(
    "minimum instead of maximum",
    {"neuron.relu(dense(H, W, b))": "np.minimum(dense(H, W, b), 0)"},
    """Your hidden layers keep the negative sums and silence the positive ones. A ReLU takes the
    *larger* of z and 0.
    """,
)


@exercise.accepts("the last layer told by its number")
def _(X, parameters):
    for i, (W, b) in enumerate(parameters):
        X = X @ W + b
        if i < len(parameters) - 1:
            X = np.where(X > 0, X, 0)
    return X


@exercise.accepts("recursive")
def recursive(X, parameters):
    (W, b), rest = parameters[0], parameters[1:]
    Z = np.einsum("nd,dm->nm", X, W) + b
    return recursive(Z.clip(min=0), rest) if rest else Z

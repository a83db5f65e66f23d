"""The training loop: one step for each batch, each from where the last one stopped."""

import numpy as np

from dlcourse.checking.naming import Each
from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import backprop, optimizers, training


def layers(rng, sizes, dtype=float):
    """Random (W, b) of layers of these sizes."""
    return [
        (rng.normal(size=pair).astype(dtype), rng.normal(size=pair[1]).astype(dtype))
        for pair in zip(sizes[:-1], sizes[1:])
    ]


def batches(rng, sizes, columns, classes, dtype=float):
    """Random batches with so many examples each."""
    return [(rng.normal(size=(n, columns)).astype(dtype), rng.integers(0, classes, n)) for n in sizes]


def cases(rng):
    first = [(np.array([[1.0, -1.0]]), np.array([0.0, 0.5]))]
    one = (np.array([[1.0], [-2.0]]), np.array([0, 1]))
    D, H, C, N = drawn_sizes(rng, 4)
    return [
        Case(first, [one, (np.array([[0.5]]), np.array([1]))], 0.1),
        Case(layers(rng, [2, 4, 3]), batches(rng, [5, 5], 2, 3), 0.2),
        Case(layers(rng, [D, H, C]), batches(rng, [N, N, 1], D, C), 0.05),
        Case(layers(rng, [H, N, D, C]), batches(rng, [5], H, C), 1.0),
        Case(layers(rng, [3, 3, 3, 3]), batches(rng, [6] * 5, 3, 3), 0.3),
        Case(layers(rng, [D, C, 2]), batches(rng, [H, 3], D, 2), 0.0),
        Case(layers(rng, [2, 3, 2], np.float32), batches(rng, [4, 2], 2, 2, np.float32), 0.1),
    ]


exercise = Exercise(
    reference=training.train_epoch,
    inside={"parameters": Each("layer", ("W", "b"))},
    points=3,
    minutes=6,
    form="derive",
    first="training.initial_loss",
    cases=cases,
    rtol=1e-6,
    outputs=("parameters", "mean loss"),
    hints=[
        "From which weights does the second batch take its step: from those that came in, or from those that "
        "the first batch has left?",
        "For each batch: its loss and gradients with the weights as they are now, then new weights, which the "
        "next batch begins with. What each batch lost before its step is collected.",
        "Elsewhere: `for (a, b), (c, d) in zip(old, changes)` goes through two lists of pairs side by side, "
        "and `[(a + c, b + d) for ...]` makes a new list of pairs.",
    ],
    solved="the loop in which every network learns. All the rest of this lesson is about doing it well.",
)

exercise.edit(
    "every batch starts from the first parameters",
    {"parameters = [": "changed = [", "return parameters": "return changed"},
    """Each batch takes its step from the parameters that were given, so that only the last step counts. The next batch
    must go on where the last one stopped: assign the new parameters to `parameters`.
    """,
)

exercise.edit(
    "gradients of the first parameters",
    {"losses = []": "losses, first = [], parameters", "mlp_backward(X, y, parameters)": "mlp_backward(X, y, first)"},
    """The steps add up, but all gradients are taken at the parameters before the epoch. Each batch must be put through
    the network as the last batch left it.
    """,
)


@exercise.mistake("new gradients, but steps from the first parameters")
def _(parameters, batches, learning_rate):
    """The gradients are those of the network as the last batch left it, but each step begins at the parameters that
    came in, so that all steps but the last are lost. Subtract from the newest ones.
    """
    losses, changed = [], parameters
    for X, y in batches:
        loss, gradients = backprop.mlp_backward(X, y, changed)
        changed = [(W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(parameters, gradients)]
        losses.append(loss)
    return changed, np.mean(losses)


exercise.edit(
    "uphill",
    {"W - learning_rate * dW, b - learning_rate * db": "W + learning_rate * dW, b + learning_rate * db"},
    "You add the gradients: the loss grows. The step goes against the gradient, `W - learning_rate * dW`.",
)

exercise.edit(
    "loss of the last batch",
    {"np.mean(losses)": "losses[-1]"},
    """The parameters are right, but the loss is that of the last batch only: collect the losses in a list and take
    their mean.
    """,
)

exercise.edit(
    "losses added up",
    {"np.mean": "np.sum"},
    """The parameters are right, but the losses are summed: the mean does not depend on the number of batches and can be
    compared.
    """,
)

exercise.edit(
    "losses weighted by the sizes of the batches",
    {"losses.append(loss)": "losses += len(y) * [loss]"},
    """The parameters are right. Your loss is the mean over the *examples*; here each batch counts once, a small last
    one as much as the others: the plain mean of the losses.
    """,
)

exercise.edit(
    "losses divided by the number of examples",
    {"np.mean(losses)": "np.sum(losses) / sum(len(y) for _, y in batches)"},
    """The parameters are right, but the sum of the losses is divided by the number of examples. Each loss is a mean
    already: divide by the number of batches.
    """,
)

exercise.edit(
    "all losses returned",
    {"np.mean(losses)": "losses"},
    "The parameters are right, but the losses of all batches come back. Wanted is one number, their mean.",
)

exercise.edit(
    "only the first batch",
    {"in batches:": "in batches[:1]:"},
    """Only the first batch is learned from: does the `return` stand inside the loop? It belongs after it, as far left
    as the `for`.
    """,
)

exercise.edit(
    "only the last batch",
    {"in batches:": "in batches[-1:]:"},
    "Only the last batch is learned from. The step belongs inside the loop over the batches: indent it.",
)


@exercise.mistake("one step with the mean gradient")
def _(parameters, batches, learning_rate):
    """You take the mean of the gradients of all batches, and one step at the end. Stochastic gradient descent steps
    after each batch, so that the next one sees the better network.
    """
    losses, all_gradients = zip(*(backprop.mlp_backward(X, y, parameters) for X, y in batches))
    for gradients in all_gradients:
        small = learning_rate / len(batches)
        parameters = [(W - small * dW, b - small * db) for (W, b), (dW, db) in zip(parameters, gradients)]
    return parameters, np.mean(losses)


@exercise.mistake("the layers after each batch, one after the other")
def _(parameters, batches, learning_rate):
    """Your list holds the layers after the first batch, then those after the second, and so on. One list of layers is
    wanted, as it is after the last batch: begin a new list in *each* batch, and go on with it in the next.
    """
    losses, changed = [], []
    for X, y in batches:
        loss, gradients = backprop.mlp_backward(X, y, parameters)
        changed += [(W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(parameters, gradients)]
        losses.append(loss)
    return changed, np.mean(losses)


@exercise.also("the layers after each batch, one after the other")
def _(parameters, batches, learning_rate):
    losses, changed = [], []
    for X, y in batches:
        loss, gradients = backprop.mlp_backward(X, y, parameters)
        parameters = [
            (W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(parameters, gradients)
        ]
        changed += parameters
        losses.append(loss)
    return changed, np.mean(losses)


exercise.edit(
    "biases not trained",
    {"b - learning_rate * db": "b"},
    "Only the weights are updated. The biases learn by the same rule, with db.",
)

exercise.edit(
    "weights not trained",
    {"W - learning_rate * dW": "W"},
    "Only the biases are updated. The weights learn by the same rule, with dW.",
)

exercise.edit(
    "biases go uphill",
    {"b - learning_rate * db": "b + learning_rate * db"},
    "The weights are right, but the biases go with their gradient instead of against it: a minus belongs there, too.",
)

exercise.edit(
    "only the first layer trained",
    {"zip(parameters, gradients)\n        ]": "zip(parameters[:1], gradients[:1])\n        ] + parameters[1:]"},
    "Only the first layer changes. Go through all layers: `zip(parameters, gradients)` gives each with its gradients.",
)

exercise.edit(
    "only the last layer trained",
    {
        "parameters = [": "parameters = parameters[:-1] + [",
        "zip(parameters, gradients)": "zip(parameters[-1:], gradients[-1:])",
    },
    """Only the last layer changes. Go through all layers: `zip(parameters, gradients)` gives each with its
    gradients.
    """,
)

exercise.edit(
    "divided by the batch size once more",
    {
        "W - learning_rate * dW": "W - learning_rate / len(X) * dW",
        "b - learning_rate * db": "b - learning_rate / len(X) * db",
    },
    """Your steps are too small: you divide by the number of examples. `mlp_backward` has done that already: its
    gradients are those of the mean loss.
    """,
)

exercise.edit(
    "divided by the number of batches",
    {
        "W - learning_rate * dW": "W - learning_rate / len(batches) * dW",
        "b - learning_rate * db": "b - learning_rate / len(batches) * db",
    },
    "Your steps are too small: you divide by the number of batches. Each batch takes its own whole step.",
)

exercise.edit(
    "learning rate forgotten",
    {"W - learning_rate * dW, b - learning_rate * db": "W - dW, b - db"},
    "You subtract the whole gradient: multiply it by the learning rate first.",
)

exercise.edit(
    "loss after the step",
    {"losses.append(loss)": "losses.append(backprop.mlp_backward(X, y, parameters)[0])"},
    """Your parameters are right, but each loss is measured after the step on the batch that was just learned. Take the
    loss that `mlp_backward` gives with the gradients.
    """,
)

exercise.edit(
    "nothing learned",
    {"W - learning_rate * dW, b - learning_rate * db": "W, b"},
    "The parameters come back as they were. Make new ones from the gradients and assign them.",
)


@exercise.accepts("layer by layer, with the sgd_step of lesson 05")
def _(parameters, batches, learning_rate):
    total = 0
    for X, y in batches:
        loss, gradients = backprop.mlp_backward(X, y, parameters)
        total += loss
        new = []
        for layer in range(len(parameters)):
            pairs = zip(parameters[layer], gradients[layer])
            new.append(tuple(optimizers.sgd_step(w=w, g=g, learning_rate=learning_rate) for w, g in pairs))
        parameters = new
    return parameters, total / len(batches)


@exercise.accepts("in place on copies")
def _(parameters, batches, learning_rate):
    parameters = [[W.copy(), b.copy()] for W, b in parameters]
    losses = np.zeros(len(batches))
    for k, (X, y) in enumerate(batches):
        losses[k], gradients = backprop.mlp_backward(X, y, parameters)
        for (W, b), (dW, db) in zip(parameters, gradients):
            W -= learning_rate * dW
            b -= learning_rate * db
    return parameters, losses.mean()

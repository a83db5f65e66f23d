"""One step of stochastic gradient descent for each batch, from the first batch to the last."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.lessons import backprop, optimizers, training


def _parameters(rng, sizes, dtype=float):
    return [
        (rng.normal(size=pair).astype(dtype), rng.normal(size=pair[1]).astype(dtype))
        for pair in zip(sizes[:-1], sizes[1:])
    ]


def _batches(rng, sizes, columns, classes, dtype=float):
    return [(rng.normal(size=(n, columns)).astype(dtype), rng.integers(0, classes, n)) for n in sizes]


def cases(rng):
    first = [(np.array([[1.0, -1.0]]), np.array([0.0, 0.5]))]
    one = (np.array([[1.0], [-2.0]]), np.array([0, 1]))
    return [
        Case(first, [one, (np.array([[0.5]]), np.array([1]))], 0.1),
        Case(_parameters(rng, [2, 4, 3]), _batches(rng, [3, 3], 2, 3), 0.2),
        Case(_parameters(rng, [3, 5, 4, 2]), _batches(rng, [4, 4, 1], 3, 2), 0.05),
        Case(_parameters(rng, [4, 6, 3]), _batches(rng, [5], 4, 3), 1.0),
        Case(_parameters(rng, [3, 3, 3, 3]), _batches(rng, [6] * 5, 3, 3), 0.3),
        Case(_parameters(rng, [2, 3, 2], np.float32), _batches(rng, [4, 2], 2, 2, np.float32), 0.1),
    ]


exercise = Exercise(
    reference=training.train_epoch,
    points=3,
    cases=cases,
    rtol=1e-6,
    outputs=("parameters", "mean loss"),
    withheld=("fit",),
    hints=[
        "For each batch: loss and gradients from `mlp_backward`, new parameters from these, and on to the next.",
        "New parameters are a list of pairs, one for each layer: `zip(parameters, gradients)` walks through the "
        "layers, `for (W, b), (dW, db) in ...`.",
        "`parameters = [(W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in "
        "zip(parameters, gradients)]`, and `losses.append(loss)`; at the end `np.mean(losses)`.",
    ],
    solved="the loop in which every network learns. All the rest of this lesson is about doing it well.",
)


def _sgd(rate):
    def change(parameters, gradients, X=None):
        return [(W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(parameters, gradients)]

    return change


@exercise.mistake("every batch starts from the first parameters")
def _(parameters, batches, learning_rate):
    """Each batch takes its step from the parameters that were given, so that only the last step counts. The next batch
    must go on where the last one stopped: assign the new parameters to `parameters`.
    """
    losses, changed = [], parameters
    for X, y in batches:
        loss, gradients = backprop.mlp_backward(X, y, parameters)
        changed = _sgd(learning_rate)(parameters, gradients)
        losses.append(loss)
    return changed, np.mean(losses)


@exercise.mistake("gradients of the first parameters")
def _(parameters, batches, learning_rate):
    """The steps add up, but all gradients are taken at the parameters before the epoch. Each batch must be put through
    the network as the last batch left it.
    """
    losses, changed = [], parameters
    for X, y in batches:
        loss, gradients = backprop.mlp_backward(X, y, parameters)
        changed = _sgd(learning_rate)(changed, gradients)
        losses.append(loss)
    return changed, np.mean(losses)


def _epoch(parameters, batches, change, average=np.mean):
    """An epoch with a slip: ``change(parameters, gradients, X)`` gives the new parameters."""
    losses = []
    for X, y in batches:
        loss, gradients = backprop.mlp_backward(X, y, parameters)
        parameters = change(parameters, gradients, X)
        losses.append(loss)
    return parameters, average(losses)


@exercise.mistake("uphill")
def _(parameters, batches, learning_rate):
    """You add the gradients: the loss grows. The step goes against the gradient, `W - learning_rate * dW`."""
    return _epoch(parameters, batches, _sgd(-learning_rate))


@exercise.mistake("loss of the last batch")
def _(parameters, batches, learning_rate):
    """The parameters are right, but the loss is that of the last batch only: collect the losses in a list and take
    their mean.
    """
    return _epoch(parameters, batches, _sgd(learning_rate), lambda losses: losses[-1])


@exercise.mistake("losses added up")
def _(parameters, batches, learning_rate):
    """The parameters are right, but the losses are summed: the mean does not depend on the number of batches and can be
    compared.
    """
    return _epoch(parameters, batches, _sgd(learning_rate), np.sum)


@exercise.mistake("biases not trained")
def _(parameters, batches, learning_rate):
    """Only the weights are updated. The biases learn by the same rule, with db."""

    def change(parameters, gradients, X):
        return [(W - learning_rate * dW, b) for (W, b), (dW, _) in zip(parameters, gradients)]

    return _epoch(parameters, batches, change)


@exercise.mistake("only the last layer trained")
def _(parameters, batches, learning_rate):
    """Only the last layer changes. Go through all layers: `zip(parameters, gradients)` gives each with its
    gradients.
    """
    return _epoch(parameters, batches, lambda p, g, X: [*p[:-1], *_sgd(learning_rate)(p[-1:], g[-1:])])


@exercise.mistake("divided by the batch size once more")
def _(parameters, batches, learning_rate):
    """Your steps are too small: you divide by the number of examples. `mlp_backward` has done that: its gradients are
    those of the mean loss.
    """
    return _epoch(parameters, batches, lambda p, g, X: _sgd(learning_rate / len(X))(p, g))


@exercise.mistake("learning rate forgotten")
def _(parameters, batches, learning_rate):
    """You take away the whole gradient: multiply it by the learning rate."""
    return _epoch(parameters, batches, _sgd(1.0))


@exercise.mistake("loss after the step")
def _(parameters, batches, learning_rate):
    """Your parameters are right, but each loss is measured after the step on the batch that was just learned. Take the
    loss that `mlp_backward` gives with the gradients.
    """
    losses = []
    for X, y in batches:
        _, gradients = backprop.mlp_backward(X, y, parameters)
        parameters = _sgd(learning_rate)(parameters, gradients)
        losses.append(backprop.mlp_backward(X, y, parameters)[0])
    return parameters, np.mean(losses)


@exercise.mistake("nothing learned")
def _(parameters, batches, learning_rate):
    """The parameters come back as they were. Make new ones from the gradients and assign them."""
    return _epoch(parameters, batches, lambda p, g, X: p)


@exercise.accepts("epoch by steps")
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


@exercise.accepts("epoch on copies")
def _(parameters, batches, learning_rate):
    parameters = [[W.copy(), b.copy()] for W, b in parameters]
    losses = np.zeros(len(batches))
    for k, (X, y) in enumerate(batches):
        losses[k], gradients = backprop.mlp_backward(X, y, parameters)
        for (W, b), (dW, db) in zip(parameters, gradients):
            W -= learning_rate * dW
            b -= learning_rate * db
    return parameters, losses.mean()

"""Features that do not depend on the company: a trained body in evaluation mode."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.transfer._cases.examples import body_cases
from dlcourse.lessons import transfer

exercise = Exercise(
    reference=transfer.extract_features,
    points=2,
    minutes=4,
    cases=body_cases,
    form="fault",
    hints=[
        "A picture comes alone, in a batch of one. What are its mean and its spread over the batch, and what is left "
        "of its numbers after those are taken out?",
        "Training has left a mean and a variance behind for every neuron, so that in use nobody has to ask the batch. "
        "And the features are what the *neurons* of the last layer say: what stands between its sums and them?",
        'Elsewhere: a batch of one is `row[None]`; `shop["price"]` takes an entry of a dict; and '
        "`np.maximum(temperatures, 10)` has nothing below 10.",
    ],
    solved="features that belong to the picture, and not to its company.",
)

exercise.edit(
    "the batch's own mean and variance",
    {"training=False": "training=True"},
    """You normalise by the batch that comes in: the features of a picture change with its company, and alone it has
    none of its own. Use the running `mean` and `variance` that the layer has kept from its training.""",
)


def features(X, body, epsilon=1e-5, *, spread=None, relu_from=0, relu_to=None, batch=(), affine=True, bias=True):
    """The features with some of the steps done otherwise.

    spread: function of the variance and epsilon; ReLU only in the layers `relu_from` up to `relu_to`; batch: which of
    "mean" and "variance" are those of the batch.
    """
    spread = spread or (lambda variance, epsilon: np.sqrt(variance + epsilon))
    for number, each in enumerate(body):
        Z = X @ each["W"] + (each["b"] if bias else 0)
        mean = Z.mean(axis=0) if "mean" in batch else each["mean"]
        variance = Z.var(axis=0) if "variance" in batch else each["variance"]
        X = (Z - mean) / spread(variance, epsilon)
        X = each["gamma"] * X + each["beta"] if affine else X
        if number in range(len(body))[relu_from:relu_to]:
            X = np.maximum(X, 0)
    return X


@exercise.mistake("no ReLU after the last layer")
def _(X, body, *, epsilon=1e-5):
    """The last layer has no ReLU: some features come out negative. In a whole network the last layer gives scores, and
    has none; but the body ends *before* the head, so all of its layers have theirs.
    """
    return features(X, body, epsilon, relu_to=-1)


@exercise.mistake("no ReLU at all")
def _(X, body, *, epsilon=1e-5):
    """No ReLU anywhere. Each layer of the body is followed by one."""
    return features(X, body, epsilon, relu_to=0)


@exercise.mistake("ReLU after the last layer only")
def _(X, body, *, epsilon=1e-5):
    """The ReLU stands behind the loop: only the last layer has one. Each layer of the body is followed by it."""
    return features(X, body, epsilon, relu_from=-1)


@exercise.also("ReLU after the last layer only")
def _(X, body, *, epsilon=1e-5):
    return np.maximum(features(X, body, epsilon, relu_to=0), 0)


@exercise.mistake("ReLU before the normalisation")
def _(X, body, *, epsilon=1e-5):
    """The ReLU comes before the normalisation. Here it is the other way round: first `X W + b`, then the normalisation,
    then the ReLU.
    """
    for each in body:
        Z = np.maximum(X @ each["W"] + each["b"], 0)
        X = each["gamma"] * (Z - each["mean"]) / np.sqrt(each["variance"] + epsilon) + each["beta"]
    return X


@exercise.mistake("divided by the variance")
def _(X, body, *, epsilon=1e-5):
    """You divide by the variance. What the sums are divided by is their standard deviation: its root."""
    return features(X, body, epsilon, spread=lambda variance, epsilon: variance + epsilon)


@exercise.mistake("each example normalised by itself")
def _(X, body, *, epsilon=1e-5):
    """You take mean and variance along the features of each example: that is *layer* normalisation, another layer.
    Each neuron has kept a mean and a variance of its own: use those.
    """
    for each in body:
        Z = X @ each["W"] + each["b"]
        Z = (Z - Z.mean(axis=1, keepdims=True)) / np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)
        X = np.maximum(each["gamma"] * Z + each["beta"], 0)
    return X


@exercise.mistake("the running statistics moved on")
def _(X, body, *, epsilon=1e-5):
    """You let the batch move the running mean and variance before you use them, as training does. In use nothing is
    learned any more: the layer's own numbers stay as they are.
    """
    return moved_on(X, body, epsilon, 0.1)


@exercise.also("the running statistics moved on")
def _(X, body, *, epsilon=1e-5):
    return moved_on(X, body, epsilon, 0.9)


def moved_on(X, body, epsilon, share):
    """The features with statistics that the batch has moved by a share."""
    for each in body:
        Z = X @ each["W"] + each["b"]
        mean, variance = ((1 - share) * each[name] + share * of_batch
                          for name, of_batch in (("mean", Z.mean(axis=0)), ("variance", Z.var(axis=0))))  # fmt: skip
        X = np.maximum(each["gamma"] * (Z - mean) / np.sqrt(variance + epsilon) + each["beta"], 0)
    return X


@exercise.mistake("absolute values instead of a ReLU")
def _(X, body, *, epsilon=1e-5):
    """You take absolute values: what is negative becomes positive. A ReLU makes it 0."""
    for each in body:
        Z = (X @ each["W"] + each["b"] - each["mean"]) / np.sqrt(each["variance"] + epsilon)
        X = np.abs(each["gamma"] * Z + each["beta"])
    return X


@exercise.mistake("epsilon added to the root")
def _(X, body, *, epsilon=1e-5):
    """You add epsilon to the standard deviation. It belongs to the variance, under the root."""
    return features(X, body, epsilon, spread=lambda variance, epsilon: np.sqrt(variance) + epsilon)


@exercise.mistake("epsilon forgotten")
def _(X, body, *, epsilon=1e-5):
    """There is no epsilon: where the variance is 0, you divide by 0. Add it under the root, as in training."""
    with np.errstate(all="ignore"):
        return features(X, body, epsilon, spread=lambda variance, epsilon: np.sqrt(variance))


@exercise.mistake("the batch's own mean")
def _(X, body, *, epsilon=1e-5):
    """The variance is the running one, but the mean is that of the batch: what all pictures of a batch have in common
    is lost. Take both from the layer.
    """
    return features(X, body, epsilon, batch=("mean",))


@exercise.mistake("the batch's own variance")
def _(X, body, *, epsilon=1e-5):
    """The mean is the running one, but the variance is that of the batch. Take both from the layer."""
    return features(X, body, epsilon, batch=("variance",))


@exercise.mistake("gamma and beta forgotten")
def _(X, body, *, epsilon=1e-5):
    """The sums are normalised, but gamma and beta are not applied: they were learned with the weights."""
    return features(X, body, epsilon, affine=False)


@exercise.mistake("biases forgotten")
def _(X, body, *, epsilon=1e-5):
    """The biases are missing: the running mean is that of sums *with* them."""
    return features(X, body, epsilon, bias=False)


@exercise.mistake("no normalisation")
def _(X, body, *, epsilon=1e-5):
    """You leave the normalisation out, with gamma and beta: the weights of the next layer were learned for normalised
    numbers.
    """
    for each in body:
        X = np.maximum(X @ each["W"] + each["b"], 0)
    return X


@exercise.mistake("the first layer only")
def _(X, body, *, epsilon=1e-5):
    """What comes back are the features of the first layer: the loop ends in its first round. Return after it."""
    return features(X, body[:1], epsilon)


@exercise.mistake("each layer gets X")
def _(X, body, *, epsilon=1e-5):
    """Each layer gets what came in first, so only the last one counts. It should get what the layer before it gave."""
    return features(X, body[-1:], epsilon)


@exercise.plants(
    "the batch's own mean and variance",
    "no ReLU after the last layer",
    symptom=(
        "the features of a picture change with its company: among fifty others it gets other numbers than among three, "
        "and alone it gets the same ones as every other picture.",
        "Some features are negative, where the neurons of the network itself say 0 or more.",
    ),
)
def extract_features(X, body, *, epsilon=1e-5):
    """What the body of a trained network makes of each example, whatever else is in the batch.

    X: array (N, D); body: list of dicts of arrays, a layer each, with "W", "b", "gamma", "beta", "mean" and "variance",
    the last two as running statistics; epsilon: a number -> array (N, H), the features
    """
    for number, layer in enumerate(body):
        Z = X @ layer["W"] + layer["b"]
        mean, variance = Z.mean(axis=0), Z.var(axis=0)
        X = layer["gamma"] * (Z - mean) / np.sqrt(variance + epsilon) + layer["beta"]
        if number < len(body) - 1:
            X = np.maximum(X, 0)
    return X


@exercise.accepts("folded into the weights")
def _(X, body, *, epsilon=1e-5):
    for each in body:
        scale = each["gamma"] / np.sqrt(each["variance"] + epsilon)
        X = X @ (each["W"] * scale) + (each["b"] - each["mean"]) * scale + each["beta"]
        X = X * (X > 0)
    return X


@exercise.accepts("picture by picture")
def _(X, body, *, epsilon=1e-5):
    rows = []
    for row in X:
        for each in body:
            row = (row @ each["W"] + each["b"] - each["mean"]) / (each["variance"] + epsilon) ** 0.5
            row = (each["gamma"] * row + each["beta"]).clip(min=0)
        rows.append(row)
    return np.array(rows)

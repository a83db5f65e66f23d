"""The prediction: the class with the highest probability of each row, and that probability."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.forward._cases import PREDICT, note, parameters
from dlcourse.lessons import forward, neuron
from dlcourse.lessons.forward import mlp_forward, softmax


def cases(rng):
    chances = [(np.array([[-2.12, -0.8, -0.84]]), np.zeros(3))]  # 12, 45 and 43 %
    small = [(np.array([[1.0, -1.0, 0.5], [0.0, 2.0, 0.5]]), np.array([0.0, 0.0, 0.25]))]
    cases = [Case(np.array([[1.0]]), chances), Case(np.array([[2.0, 0.0], [0.0, 2.0]]), small)]
    N, D, hidden, C = drawn_sizes(rng, 4)
    for examples, sizes in [
        (N, [D, C]),
        (N, [D, hidden, C]),
        (1, [D, hidden, C]),
        (C, [hidden, D, N, 2]),
        (40, [64, 16, 10]),
    ]:
        cases.append(Case(rng.normal(size=(examples, sizes[0])), parameters(rng, sizes, 0.7)))
    far = [(W, b + 1000) for W, b in parameters(rng, [D, C])]  # the softmax must not overflow
    return [*cases, Case(rng.normal(size=(N, D)), far)]


exercise = Exercise(
    reference=forward.predict,
    points=2,
    form="fault",
    cases=cases,
    outputs=("labels", "confidence"),
    hints=[
        "Take an example with the chances 12 %, 45 % and 43 %, and go through the lines with it: what does each of "
        "them make of it?",
        "The function asks of every class whether it has more than a half. There may be none. Ask which one has the "
        "most, however little that is.",
        "Elsewhere: for `votes = np.array([[20, 45, 35], [5, 3, 9]])`, `(votes > 50).argmax(axis=1)` is `[0 0]`, the "
        "first place, as nothing is True; `votes.argmax(axis=1)` is `[1 2]`.",
    ],
    solved="a classifier that says what it sees and how sure it is.",
    equivalent_mutants={
        "return (P.argmax(axis=-1), P.max(axis=1))": "the last axis of a table is axis 1",
        "return (P.argmax(axis=1), P.max(axis=-1))": "the last axis of a table is axis 1",
        "return (np.shape(P)[1] - 1 - np.argmax(np.flip(P, 1), 1), P.max(axis=1))": (
            "which of equally probable classes is named is left open: sorting gives another one than argmax"
        ),
    },
)

exercise.edit(
    "score instead of probability",
    {"softmax(mlp_forward(X, parameters))": "mlp_forward(X, parameters)"},
    """The confidence is a raw score. Put the scores through the softmax first: only then can you say 90 %.""",
)

exercise.edit(
    "best example of each class",
    {"P.argmax(axis=1)": "P.argmax(axis=0)", "P.max(axis=1)": "P.max(axis=0)"},
    """You look for the best *example* of each class. Wanted is the best *class* of each example: go along the rows,
    `axis=1`.
    """,
)

exercise.edit(
    "one answer for the whole batch",
    {"P.argmax(axis=1)": "P.argmax()", "P.max(axis=1)": "P.max()"},
    """One label and one number came back. Without `axis=1`, argmax looks through the whole table at once.""",
)

exercise.edit(
    "least probable class",
    {"P.argmax": "P.argmin", "P.max": "P.min"},
    """You pick the class with the *lowest* probability. The highest one is wanted, for the label and for the
    confidence.
    """,
)

exercise.edit(
    "labels and confidence exchanged",
    {"P.argmax(axis=1), P.max(axis=1)": "P.max(axis=1), P.argmax(axis=1)"},
    """The labels and the confidence come in the wrong order: first the labels, then the confidence.""",
)

exercise.edit(
    "all probabilities returned",
    {"P.max(axis=1)": "P"},
    """You return the probabilities of all classes. The confidence is that of the chosen class only: the largest of each
    row.
    """,
)

exercise.edit(
    "best example in place of the class",
    {"P.argmax(axis=1)": "P.argmax(axis=0)"},
    """The confidence is right, but the labels go down the columns: they say which *example* is best for each class.
    Along the rows, `axis=1`, is the class of each example.
    """,
)

exercise.edit(
    "confidence down the columns",
    {"P.max(axis=1)": "P.max(axis=0)"},
    """The labels are right, but the confidence goes down the columns. Both go along the rows: `axis=1`.""",
)

exercise.edit(
    "labels from 1",
    {"P.argmax(axis=1)": "P.argmax(axis=1) + 1"},
    """Your labels count from 1. Classes count from 0, as Python does: what `argmax` gives is the label.""",
)

exercise.edit(
    "probability instead of label",
    {"P.argmax(axis=1)": "P.max(axis=1)"},
    """You return the largest probability twice. The label is its *position* in the row: `argmax`, not `max`.""",
)

exercise.edit(
    "label as a row of 0 and 1",
    {"P.argmax(axis=1)": "np.eye(P.shape[1])[P.argmax(axis=1)]"},
    """Each label is a row with a 1 in it. Here it is a single whole number: the position of that 1.""",
)

exercise.edit(
    "only the labels",
    {"return P.argmax(axis=1), P.max(axis=1)": "return P.argmax(axis=1)"},
    """The labels are right. The confidence is missing: return both, `labels, confidence`.""",
)

exercise.edit(
    "label of the lowest probability",
    {"P.argmax(axis=1)": "P.argmin(axis=1)"},
    """The confidence is right, but the label is that of the *lowest* probability. `np.argsort` sorts upwards, so the
    best class stands last; or take `argmax`.
    """,
)

exercise.edit(
    "mean probability",
    {"P.max(axis=1)": "P.mean(axis=1)"},
    """Your confidence is the mean of each row, which is always 1 divided by the number of classes. It is the *largest*
    probability of the row.
    """,
)

exercise.edit(
    "probability of the first class",
    {"P.max(axis=1)": "P[:, 0]"},
    """Your confidence is the probability of class 0, in every row. Wanted is that of the class that you have chosen.
    """,
)

exercise.edit(
    "whole columns taken",
    {"P.max(axis=1)": "P[:, P.argmax(axis=1)]"},
    """`P[:, labels]` takes, for *every* row, the columns of all labels. One number for each row is wanted:
    `P[np.arange(len(P)), labels]`, or the largest of each row.
    """,
)

exercise.edit(
    "whole rows taken",
    {"P.max(axis=1)": "P[P.argmax(axis=1)]"},
    """`P[labels]` takes whole *rows*, those whose numbers are the labels. One number of each row is wanted:
    `P[np.arange(len(P)), labels]`, or the largest of each row.
    """,
)

exercise.edit(
    "a column instead of plain arrays",
    {"P.argmax(axis=1)": "P.argmax(axis=1, keepdims=True)", "P.max(axis=1)": "P.max(axis=1, keepdims=True)"},
    "`keepdims=True` leaves a column, (N, 1). Wanted are plain arrays, (N,), a number for each example: leave it out.",
)

exercise.edit(
    "lead over the second",
    {"P.max(axis=1)": "np.sort(P, axis=1)[:, -1] - np.sort(P, axis=1)[:, -2]"},
    """Your confidence is how far the best class leads the second. Here it is the probability of the
    best class itself.
    """,
)

exercise.edit(
    "first example only",
    {"return P.argmax(axis=1), P.max(axis=1)": "return P[0].argmax(), P[0].max()"},
    """Only the first example has an answer. `axis=1` gives one for each row; a `return` inside a loop ends it after the
    first.
    """,
)

exercise.edit(
    "a class only above one half",
    {"P.argmax": "(P > 0.5).argmax"},
    """Where no class has more than 0.5, you answer class 0. With many classes the best one may have less: take the
    *largest*, however small.
    """,
)

exercise.edit(
    "softmax taken twice",
    {"softmax(mlp_forward(X, parameters))": "softmax(softmax(mlp_forward(X, parameters)))"},
    """The softmax is applied twice: the labels stay right, but the confidence is far too low.""",
)


def predicted(P):
    """The labels and the confidence that come of probabilities, right or wrong ones."""
    return P.argmax(axis=1), P.max(axis=1)


@exercise.mistake("sigmoid instead of softmax")
def _(X, parameters):
    """Each score is squashed by itself, so that the classes do not share a whole: use the softmax."""
    return predicted(neuron.sigmoid(forward.mlp_forward(X, parameters)))


@exercise.mistake("softmax over the whole batch")
def _(X, parameters):
    """The probabilities of *all* examples together add up to 1. Each *row* should add up to 1: take the sum along
    `axis=1`.
    """
    Z = forward.mlp_forward(X, parameters)
    return predicted(np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum())


@exercise.mistake("softmax down the columns")
def _(X, parameters):
    """The probabilities add up to 1 down the columns, so that the examples compete. Each *row* should: `axis=1`."""
    return predicted(forward.softmax(forward.mlp_forward(X, parameters).T).T)


@exercise.mistake("overflow in a softmax of its own")
def _(X, parameters):
    """For large scores your exp overflows. The `softmax` that you have written takes the largest
    away first: call it.
    """
    E = np.exp(forward.mlp_forward(X, parameters))
    return predicted(E / E.sum(axis=1, keepdims=True))


@exercise.mistake("no activation between the layers")
def _(X, parameters):
    """The scores come without a ReLU between the layers. `mlp_forward`, which you have written, has it: call it."""
    H = X
    for W, b in parameters:
        H = forward.dense(H, W, b)
    return predicted(forward.softmax(H))


exercise.edit(
    "probability of all other classes",
    {"P.max(axis=1)": "1 - P.max(axis=1)"},
    """That is what all other classes have together. The confidence is the probability of the best one itself.""",
)


note(exercise, PREDICT)


@exercise.plants(
    "a class only above one half",
    symptom="a digit with the chances 12 % for a 1, 9 % for a 7, 45 % for an 8 and 33 % for a 9 comes back as a 0, "
    "with 45 %.",
)
def predict(X, parameters):
    """The most probable class of each example, and its probability.

    X: array (N, D); parameters: list of (W, b)
    -> (labels, confidence): int array (N,) and array (N,)
    """
    P = softmax(mlp_forward(X, parameters))
    return (P > 0.5).argmax(axis=1), P.max(axis=1)


@exercise.accepts("row by row")
def _(X, parameters):
    from scipy import special

    labels, confidence = [], []
    for p in special.softmax(forward.mlp_forward(X, parameters), axis=1):
        labels.append(int(np.argmax(p)))
        confidence.append(float(p.max()))
    return [np.array(labels), np.array(confidence)]


@exercise.accepts("by sorting")
def _(X, parameters):
    P = forward.softmax(forward.mlp_forward(X, parameters))
    labels = np.argsort(P, axis=1)[:, -1]
    return labels, P[np.arange(len(P)), labels]

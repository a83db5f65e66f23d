"""The most probable class of each example, and its probability."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.exercises.forward._cases import parameters
from dlcourse.lessons import forward


def cases(rng):
    small = [(np.array([[1.0, -1.0, 0.5], [0.0, 2.0, 0.5]]), np.array([0.0, 0.0, 0.25]))]
    cases = [Case(np.array([[2.0, 0.0], [0.0, 2.0]]), small)]
    for examples, sizes in [(4, [2, 5, 3]), (3, [3, 3, 3]), (6, [4, 6, 5, 2]), (40, [64, 16, 10])]:
        cases.append(Case(rng.normal(size=(examples, sizes[0])), parameters(rng, sizes, 0.7)))
    return cases


exercise = Exercise(
    reference=forward.predict,
    points=2,
    cases=cases,
    outputs=("labels", "confidence"),
    hints=[
        "Scores first, then probabilities; you have written functions for both.",
        "`P.argmax(axis=1)` gives the position of the largest number of each row, `P.max(axis=1)` the number.",
        "`P = softmax(mlp_forward(X, parameters))`, then `return P.argmax(axis=1), P.max(axis=1)`",
    ],
    solved="a classifier that says what it sees and how sure it is.",
    equivalent_mutants={
        "return (P.argmax(axis=-1), P.max(axis=1))": "the last axis of a table is axis 1",
        "return (P.argmax(axis=1), P.max(axis=-1))": "the last axis of a table is axis 1",
    },
)


def _scores(X, parameters):
    return forward.mlp_forward(X, parameters)


@exercise.mistake("score instead of probability")
def _(X, parameters):
    """The labels are right, but the confidence is a raw score. Put the scores through the softmax first: only then can
    you say 90 %.
    """
    Z = _scores(X, parameters)
    return Z.argmax(axis=1), Z.max(axis=1)


@exercise.mistake("best example of each class")
def _(X, parameters):
    """You look for the best *example* of each class. Wanted is the best *class* of each example: go along the rows,
    `axis=1`.
    """
    P = forward.softmax(_scores(X, parameters))
    return P.argmax(axis=0), P.max(axis=0)


@exercise.mistake("one answer for the whole batch")
def _(X, parameters):
    """One label and one number came back. Without `axis=1`, argmax looks through the whole table at once."""
    P = forward.softmax(_scores(X, parameters))
    return P.argmax(), P.max()


@exercise.mistake("least probable class")
def _(X, parameters):
    """You pick the class with the *lowest* probability."""
    P = forward.softmax(_scores(X, parameters))
    return P.argmin(axis=1), P.min(axis=1)


@exercise.mistake("labels and confidence exchanged")
def _(X, parameters):
    """Both are right, but in the wrong order: first the labels, then the confidence."""
    labels, confidence = forward.predict(X, parameters)
    return confidence, labels


@exercise.mistake("all probabilities returned")
def _(X, parameters):
    """You return the probabilities of all classes. The confidence is that of the chosen class only: the largest of each
    row.
    """
    P = forward.softmax(_scores(X, parameters))
    return P.argmax(axis=1), P


def mlp_with_flag(X, parameters):
    for i, (W, b) in enumerate(parameters):
        X = X @ W + b
        if i < len(parameters) - 1:
            X = np.where(X > 0, X, 0)
    return X


@exercise.accepts("predict rows")
def _(X, parameters):
    from scipy import special

    labels, confidence = [], []
    for p in special.softmax(mlp_with_flag(X, parameters), axis=1):
        labels.append(int(np.argmax(p)))
        confidence.append(float(p.max()))
    return [np.array(labels), np.array(confidence)]


def mlp_recursive(X, parameters):
    (W, b), rest = parameters[0], parameters[1:]
    Z = np.einsum("nd,dm->nm", X, W) + b
    return mlp_recursive(Z.clip(min=0), rest) if rest else Z


def softmax_own_copy(Z):
    E = Z - np.max(Z, axis=-1)[:, None]
    E = np.exp(E)
    E /= np.sum(E, axis=-1)[:, None]
    return E


@exercise.accepts("predict by sorting")
def _(X, parameters):
    P = softmax_own_copy(mlp_recursive(X, parameters))
    labels = np.argsort(P, axis=1)[:, -1]
    return labels, P[np.arange(len(P)), labels]

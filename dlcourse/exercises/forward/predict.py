"""The prediction: the class with the highest probability of each row, and that probability."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.forward._cases import parameters
from dlcourse.lessons import forward


def cases(rng):
    small = [(np.array([[1.0, -1.0, 0.5], [0.0, 2.0, 0.5]]), np.array([0.0, 0.0, 0.25]))]
    cases = [Case(np.array([[2.0, 0.0], [0.0, 2.0]]), small)]
    N, D, hidden, C = drawn_sizes(rng, 4)
    for examples, sizes in [
        (N, [D, C]),
        (N, [D, hidden, C]),
        (1, [D, hidden, C]),
        (C, [hidden, D, N, 2]),
        (40, [64, 16, 10]),
    ]:
        cases.append(Case(rng.normal(size=(examples, sizes[0])), parameters(rng, sizes, 0.7)))
    far = [(1000 * W, 1000 * b) for W, b in parameters(rng, [D, C])]  # the softmax must not overflow
    return [*cases, Case(rng.normal(size=(N, D)), far)]


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
        "return (np.shape(P)[1] - 1 - np.argmax(np.flip(P, 1), 1), P.max(axis=1))": (
            "which of equally probable classes is named is left open: sorting gives another one than argmax"
        ),
    },
)

exercise.edit(
    "score instead of probability",
    {"softmax(mlp_forward(X, parameters))": "mlp_forward(X, parameters)"},
    """The labels are right, but the confidence is a raw score. Put the scores through the softmax first: only then can
    you say 90 %.
    """,
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
    """You pick the class with the *lowest* probability.""",
)

exercise.edit(
    "labels and confidence exchanged",
    {"P.argmax(axis=1), P.max(axis=1)": "P.max(axis=1), P.argmax(axis=1)"},
    """Both are right, but in the wrong order: first the labels, then the confidence.""",
)

exercise.edit(
    "all probabilities returned",
    {"P.max(axis=1)": "P"},
    """You return the probabilities of all classes. The confidence is that of the chosen class only: the largest of
    each row.
    """,
)


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

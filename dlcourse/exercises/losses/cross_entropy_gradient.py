"""The gradient of the cross-entropy: probability minus target, divided by the number of examples."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.losses._cases import labelled
from dlcourse.lessons import forward, losses

exercise = Exercise(
    reference=losses.cross_entropy_gradient,
    points=3,
    cases=labelled,
    hints=[
        "Probability minus target: for each class, how much too high is the network's probability?",
        "`P = forward.softmax(Z)`, and then take 1 away at the right class of each row; "
        "`P[np.arange(len(y)), y]` are these places.",
        "`P[np.arange(len(y)), y] -= 1`, then `return P / len(y)`",
    ],
    solved="the most beautiful gradient of deep learning: what the network believes, minus what is true.",
)


def one_hot(Z, y):
    return np.eye(Z.shape[1])[y]


@exercise.mistake("the mean forgotten")
def _(Z, y):
    """These are the slopes of the *sum* of the losses. The loss is a mean over N examples: divide by N. Without it, a
    batch twice as large would give steps twice as large.
    """
    return forward.softmax(Z) - one_hot(Z, y)


@exercise.mistake("divided by the number of classes too")
def _(Z, y):
    """You divide by examples times classes. The loss is a mean over the examples: divide by N, `len(y)`, only."""
    return (forward.softmax(Z) - one_hot(Z, y)) / Z.size


exercise.edit(
    "nothing taken away",
    {"    G[np.arange(len(y)), y] -= 1\n": ""},
    """These are the probabilities (divided by N). At the right class of each row 1 is to be taken away: that is where
    the score should go up.
    """,
)

exercise.edit(
    "one taken away everywhere",
    {"G[np.arange(len(y)), y] -= 1": "G -= 1"},
    """You take 1 away from all classes. Only the right class of each row has a 1 in its target, the
    others have a 0.
    """,
)


@exercise.mistake("target minus probability")
def _(Z, y):
    """All signs are turned round. Raising the right score lowers the loss: its slope is negative."""
    return (one_hot(Z, y) - forward.softmax(Z)) / len(y)


@exercise.mistake("scores instead of probabilities")
def _(Z, y):
    """You take 1 away from the plain scores. The slope is *probability* minus target: softmax first."""
    return (Z - one_hot(Z, y)) / len(y)


@exercise.mistake("only the right class")
def _(Z, y):
    """The slopes of the wrong classes are 0. Their scores count too: raising one takes probability from the right
    class.
    """
    return (forward.softmax(Z) - 1) * one_hot(Z, y) / len(y)


exercise.edit(
    "whole columns",
    {"G[np.arange(len(y)), y]": "G[:, y]"},
    """`P[:, y] -= 1` takes 1 away in *every* row, from the columns of all labels. One place in each row is wanted:
    `P[np.arange(len(y)), y] -= 1`.
    """,
)


@exercise.mistake("labels used as numbers")
def _(Z, y):
    """You subtract the label itself. A label is a name, not an amount: class 7 is not more than class 3. The target is
    1 at the right class and 0 elsewhere.
    """
    return (forward.softmax(Z) - y[:, None]) / len(y)


@exercise.mistake("overflow in a softmax of its own")
def _(Z, y):
    """For large scores your exp overflows. `forward.softmax` takes the largest score away first."""
    E = np.exp(Z)
    return (E / E.sum(axis=1, keepdims=True) - one_hot(Z, y)) / len(y)


@exercise.accepts("with two loops")
def _(Z, y):
    from scipy import special

    P = special.softmax(Z, axis=1)
    G = np.zeros(P.shape)
    for n, row in enumerate(P):
        for c, p in enumerate(row):
            G[n, c] = (p - (1 if c == y[n] else 0)) / len(Z)
    return G


@exercise.accepts("one-hot targets from np.eye")
def _(Z, y):
    from scipy import special

    return (special.softmax(Z, axis=1) - np.eye(Z.shape[1])[y]) / Z.shape[0]


@exercise.accepts("one-hot targets by comparing")
def _(Z, y):
    from scipy import special

    return (special.softmax(Z, axis=1) - (np.arange(Z.shape[1]) == y[:, None])) / len(Z)

"""The gradient of the cross-entropy: probability minus target, divided by the number of examples."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.losses._cases import labelled
from dlcourse.exercises.losses._cases.rarer import note_rarer
from dlcourse.lessons import forward, losses

exercise = Exercise(
    reference=losses.cross_entropy_gradient,
    points=3,
    form="derive",
    first="losses.one_slope",
    cases=labelled,
    hints=[
        "Put the probabilities and the measured slopes of one example below each other. In which columns are they "
        "the same, and what sets the other column apart?",
        "Only the class that is right differs, by exactly 1. And the loss is a mean over N examples: what does that "
        "do to the slope of one of them?",
        "`table[[0, 1], [2, 0]] += 5` changes one place in row 0 and one in row 1, and leaves the rest. A softmax "
        "for whole tables is there already: `forward.softmax`.",
    ],
    solved="the most beautiful gradient of deep learning: what the network believes, minus what is true.",
)


def one_hot(Z, y):
    return np.eye(Z.shape[1], dtype=Z.dtype)[y]


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
    """These are the probabilities (divided by N). At the right class of each row, 1 is to be taken away: that is where
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
    """In your result the slopes of the wrong classes are 0. Their scores count, too: raising one takes probability from
    the right class.
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


def changed(Z, y, amount, P=None):
    """Probabilities, changed by an amount at the right class of each row."""
    G = forward.softmax(Z) if P is None else P
    G[np.arange(len(y)), y] += amount
    return G


@exercise.mistake("labels subtracted as a row")
def _(Z, y):
    """`P - y` subtracts the labels themselves, as if they were amounts, and one from each *column*. A label says which
    class is right: take 1 away at that place of each row.
    """
    return (forward.softmax(Z) - y) / len(y)


@exercise.mistake("labels used as numbers, the mean forgotten")
def _(Z, y):
    """You subtract the label itself, as if class 7 were more than class 3, and the mean is forgotten. The target is 1
    at the right class and 0 elsewhere; then divide by N.
    """
    return forward.softmax(Z) - y[:, None]


@exercise.mistake("rows taken by label")
def _(Z, y):
    """`P[y] -= 1` takes 1 away from whole *rows*, those whose numbers are the labels. One place in each row is wanted:
    row n, column y[n].
    """
    G = forward.softmax(Z)
    G[y] -= 1
    return G / len(y)


@exercise.mistake("one added")
def _(Z, y):
    """You *add* 1 at the right class. It is taken away: probability minus target."""
    return changed(Z, y, 1) / len(y)


@exercise.mistake("one taken away after the division")
def _(Z, y):
    """You divide the probabilities by N, and then take a whole 1 away. First take it away, then divide everything."""
    return changed(Z, y, -len(y)) / len(y)


@exercise.mistake("right class set to -1")
def _(Z, y):
    """At the right class stands -1 in place of p - 1: the probability is overwritten. Subtract with `-=`."""
    G = forward.softmax(Z)
    G[np.arange(len(y)), y] = -1
    return G / len(y)


@exercise.mistake("target minus probability, the mean forgotten")
def _(Z, y):
    """Two things: the signs are turned round (probability minus target is right), and the mean divides by N."""
    return one_hot(Z, y) - forward.softmax(Z)


@exercise.mistake("only the diagonal of the Jacobian")
def _(Z, y):
    """You multiply the slope of the logarithm by p (1 - p) alone. But a score changes the probabilities of *all*
    classes: with those parts, too, all of it becomes probability minus target.
    """
    P = forward.softmax(Z)
    return -one_hot(Z, y) / np.clip(P, 1e-15, 1) * P * (1 - P) / len(y)


@exercise.mistake("only the diagonal of the Jacobian, and 0 / 0")
def _(Z, y):
    """Two things: a score changes the probabilities of *all* classes, not only its own by p (1 - p); and where p is 0,
    you divide 0 by 0. Probability minus target is all of it, and divides by no probability.
    """
    P = forward.softmax(Z)
    return -one_hot(Z, y) / P * P * (1 - P) / len(y)


@exercise.mistake("slope of the logarithm alone")
def _(Z, y):
    """You stop at the probabilities: -1 / p is the slope for p. The softmax comes before it, and has a slope of its
    own; together they are probability minus target.
    """
    return -one_hot(Z, y) / forward.softmax(Z) / len(y)


@exercise.mistake("p (1 - p) once too often")
def _(Z, y):
    """Probability minus target is the whole slope. The factor p (1 - p) is in it already: leave it out."""
    P = forward.softmax(Z)
    return (P - one_hot(Z, y)) * P * (1 - P) / len(y)


@exercise.mistake("logarithms instead of probabilities")
def _(Z, y):
    """You start from the *logarithms* of the probabilities. The slope is probability minus target."""
    return changed(Z, y, -1, losses.log_softmax(Z)) / len(y)


@exercise.mistake("softmax down the columns")
def _(Z, y):
    """Your probabilities add up to 1 down the columns. The classes of one example stand in a row: `axis=1`."""
    return changed(Z, y, -1, forward.softmax(Z.T).T) / len(y)


@exercise.mistake("softmax over the whole batch")
def _(Z, y):
    """The probabilities of all examples together add up to 1. Each row needs its own sum: `axis=1, keepdims=True`."""
    E = np.exp(Z - Z.max())
    return changed(Z, y, -1, E / E.sum()) / len(y)


@exercise.mistake("softmax taken twice")
def _(Z, y):
    """The scores go through the softmax twice. Once is enough: then 1 is taken away."""
    return changed(Z, y, -1, forward.softmax(forward.softmax(Z))) / len(y)


@exercise.mistake("divided by the number of classes")
def _(Z, y):
    """You divide by the number of *classes*. The loss is a mean over the examples: divide by `len(y)`."""
    return changed(Z, y, -1) / Z.shape[1]


@exercise.mistake("averaged over the examples")
def _(Z, y):
    """One row is left: you average over the examples. Each score has a slope of its own; the mean of the loss only
    means that each is divided by N.
    """
    return changed(Z, y, -1).mean(axis=0)


@exercise.mistake("labels counted from 1")
def _(Z, y):
    """You take 1 away one column too far to the left. Labels count from 0, as Python does: class 0 is column 0."""
    return changed(Z, y - 1, -1) / len(y)


@exercise.mistake("its own choice instead of the right class")
def _(Z, y):
    """You take 1 away at the most probable class. It is the *right* one, y, that counts."""
    return changed(Z, forward.softmax(Z).argmax(axis=1), -1) / len(y)


@exercise.mistake("probability of the right class alone")
def _(Z, y):
    """You keep the right class's probability and make the others 0. Instead 1 is *taken away* there, and only there."""
    return forward.softmax(Z) * one_hot(Z, y) / len(y)


@exercise.mistake("divided by 2")
def _(Z, y):
    """You divide by 2, as the example by hand does, which has two examples. Divide by how many there *are*."""
    return changed(Z, y, -1) / 2


@exercise.mistake("only the target divided")
def _(Z, y):
    """You take 1 / N away, but the probabilities are not divided by N: the whole difference is."""
    return changed(Z, y, -1 / len(y))


@exercise.mistake("signs lost")
def _(Z, y):
    """All your slopes are positive. At the right class the slope is negative: leave out `abs`."""
    return np.abs(changed(Z, y, -1)) / len(y)


note_rarer(exercise, "cross_entropy_gradient")


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

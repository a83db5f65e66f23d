"""The cross-entropy: minus the logarithm of the right class's probability, and the mean of that."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.losses._cases import labelled
from dlcourse.exercises.losses._cases.rarer import note_rarer
from dlcourse.lessons import forward, losses

exercise = Exercise(
    reference=losses.cross_entropy,
    points=2,
    cases=labelled,
    hints=[
        "`log_softmax` gives a logarithm for each class of each example. How many of them count, and which?",
        "Each row gives one number, from the column that its label names. Minus their mean is the loss.",
        "A list of rows and one of columns pick one element for each pair: `table[[0, 1, 2], [1, 1, 0]]` has three.",
    ],
    solved="the loss with which nearly every classifier is trained, from digits to language models.",
)


@exercise.mistake("sum instead of mean")
def _(Z, y):
    """You add up the losses of the examples. With their *mean*, batches of different sizes can be compared."""
    return len(y) * losses.cross_entropy(Z, y)


exercise.edit(
    "minus forgotten",
    {"-np.mean": "np.mean"},
    "A loss is small for good answers. The logarithm of a probability is negative or 0: put a minus in front.",
)


@exercise.mistake("mean over the classes too")
def _(Z, y):
    """You divide by examples times classes. Each example has *one* right class: take the mean over the examples."""
    return losses.cross_entropy(Z, y) / Z.shape[1]


@exercise.mistake("logarithm of a probability that is 0")
def _(Z, y):
    """Where the network is sure and wrong, the softmax of the right class is 0 in a computer's numbers, and the loss is
    infinite. Your `log_softmax` does not have that problem.
    """
    return -np.mean(np.log(forward.softmax(Z))[np.arange(len(y)), y])


@exercise.mistake("probabilities propped up")
def _(Z, y):
    """A tiny number keeps the logarithm from ever seeing a 0, as 1e-12 does. It hides the worst mistakes: whoever is
    surer of a wrong answer no longer has the larger loss. Your `log_softmax` needs no such prop.
    """
    return -np.mean(np.log(forward.softmax(Z)[np.arange(len(y)), y] + 1e-12))


@exercise.mistake("probabilities propped up by 1e-7")
def _(Z, y):
    """You add 1e-7 before the logarithm, as some books do. So no loss is ever above about 16, and all the others are a
    little off. Your `log_softmax` needs no such prop.
    """
    return -np.mean(np.log(forward.softmax(Z)[np.arange(len(y)), y] + 1e-7))


@exercise.mistake("a yes-or-no loss for every class")
def _(Z, y):
    """You also charge log(1 − p) for the wrong classes: that is the loss of independent yes-or-no questions. The
    softmax has one answer, and only the probability of the right class counts.
    """
    P, T = forward.softmax(Z), np.eye(Z.shape[1])[y]
    with np.errstate(invalid="ignore"):
        return -np.mean(np.sum(T * np.log(P) + (1 - T) * np.log(1 - P), axis=1))


for tiny in (1e-7, 1e-8, 1e-10, 1e-12, 1e-15):

    @exercise.also("a yes-or-no loss for every class")
    def _(Z, y, tiny=tiny):
        P, T = np.clip(forward.softmax(Z), tiny, 1 - tiny), np.eye(Z.shape[1])[y]
        return -np.mean(np.sum(T * np.log(P) + (1 - T) * np.log(1 - P), axis=1))


@exercise.mistake("scores taken for probabilities")
def _(Z, y):
    """You take the logarithm of the scores. They can be negative: `log_softmax` makes logarithms of probabilities."""
    return -np.mean(np.log(Z[np.arange(len(y)), y]))


@exercise.mistake("scores used as they are")
def _(Z, y):
    """You average the plain scores of the right classes. A score alone says nothing: it is to be compared with those of
    the other classes. `log_softmax` does that.
    """
    return -np.mean(Z[np.arange(len(y)), y])


@exercise.mistake("softmax taken twice")
def _(Z, y):
    """The scores go through softmax before they go into `log_softmax`, which takes it again. Nothing crashes, but the
    loss can never become small: a very common bug in real programs.
    """
    return losses.cross_entropy(forward.softmax(Z), y)


exercise.edit(
    "whole columns taken",
    {"[np.arange(len(y)), y]": "[:, y]"},
    """`L[:, y]` takes, for *every* row, the columns of all labels. One number for each row is wanted:
    `L[np.arange(len(y)), y]` pairs row n with column y[n].
    """,
)


@exercise.mistake("its own choice instead of the right class")
def _(Z, y):
    """You take the most probable class of each row. It is the *right* one, y, that counts: otherwise a network is
    rewarded for being sure, not for being right.
    """
    return -np.mean(losses.log_softmax(Z).max(axis=1))


@exercise.mistake("logarithm forgotten")
def _(Z, y):
    """You average probabilities. Take their logarithms: −log p becomes very large when p comes near 0, and that is the
    point of this loss.
    """
    return -np.mean(forward.softmax(Z)[np.arange(len(y)), y])


@exercise.mistake("all classes added up")
def _(Z, y):
    """You add up the logarithms of all classes. Only the right class of each example counts."""
    return -np.mean(losses.log_softmax(Z).sum(axis=1))


@exercise.mistake("mean over all classes")
def _(Z, y):
    """You average the logarithms of *all* classes. Only that of the right class of each example counts:
    `L[np.arange(len(y)), y]`.
    """
    return -np.mean(losses.log_softmax(Z))


exercise.edit(
    "labels counted from 1",
    {"[np.arange(len(y)), y]": "[np.arange(len(y)), y - 1]"},
    """You take the column before the right one. Labels count from 0, as Python does: class 0 is column 0.""",
)


@exercise.mistake("one loss for each example")
def _(Z, y):
    """These are the losses of the single examples. Their mean is wanted: one number."""
    return -losses.log_softmax(Z)[np.arange(len(y)), y]


def propped_up(Z, y, change):
    """The loss from probabilities that are changed before the logarithm."""
    return -np.mean(np.log(change(forward.softmax(Z)[np.arange(len(y)), y])))


@exercise.mistake("probabilities propped up by 1e-8")
def _(Z, y):
    """You add 1e-8 before the logarithm: no loss is ever above about 18. Your `log_softmax` needs no such prop."""
    return propped_up(Z, y, lambda p: p + 1e-8)


@exercise.mistake("probabilities propped up by 1e-10")
def _(Z, y):
    """You add 1e-10 before the logarithm: no loss is ever above about 23. Your `log_softmax` needs no such prop."""
    return propped_up(Z, y, lambda p: p + 1e-10)


@exercise.mistake("probabilities propped up by 1e-15")
def _(Z, y):
    """With 1e-15 as the least probability no loss is ever above about 35. Your `log_softmax` needs no such prop."""
    return propped_up(Z, y, lambda p: np.maximum(p, 1e-15))


@exercise.mistake("rows taken by label")
def _(Z, y):
    """`L[y]` takes whole *rows*, those whose numbers are the labels. A label is a column: `L[np.arange(len(y)), y]`
    takes from each row the number in its column.
    """
    return -np.mean(losses.log_softmax(Z)[y])


@exercise.mistake("row and column exchanged")
def _(Z, y):
    """`L[y, np.arange(len(y))]` goes to *row* y[n]. The first index is the example, the second its label."""
    return -np.mean(losses.log_softmax(Z)[y, np.arange(len(y))])


@exercise.mistake("loss times probability")
def _(Z, y):
    """You multiply the logarithm by the probability of the right class, so that the worst answers cost nothing. The
    target is 1 there: the logarithm counts as it is.
    """
    right = losses.log_softmax(Z)[np.arange(len(y)), y]
    return -np.mean(np.exp(right) * right)


@exercise.mistake("entropy instead of cross-entropy")
def _(Z, y):
    """You weigh the logarithms with the network's own probabilities: that says how unsure it is, not whether it is
    right. The labels y have no part in it.
    """
    L = losses.log_softmax(Z)
    return -np.mean(np.sum(np.exp(L) * L, axis=1))


@exercise.mistake("labels used as numbers")
def _(Z, y):
    """You multiply by the label itself. A label is a name, not an amount: it says *which* column counts."""
    return -np.mean(np.sum(y[:, None] * losses.log_softmax(Z), axis=1))


@exercise.mistake("sum instead of mean, minus forgotten")
def _(Z, y):
    """Two things: you add up where the *mean* is wanted; and the logarithm of a probability is negative: put a minus in
    front.
    """
    return np.sum(losses.log_softmax(Z)[np.arange(len(y)), y])


@exercise.mistake("only the first example")
def _(Z, y):
    """Only the first example counts. Is the `return` inside the loop? Then it ends after its first round."""
    return -losses.log_softmax(Z)[0, y[0]]


@exercise.mistake("only the last example")
def _(Z, y):
    """Only the last example counts: each round of the loop replaces what was there. Add up with `+=`."""
    return -losses.log_softmax(Z)[-1, y[-1]] / len(y)


@exercise.mistake("softmax down the columns")
def _(Z, y):
    """The classes compete down the columns, `axis=0`, example against example. They stand in a row: `axis=1`."""
    return -np.mean(losses.log_softmax(Z.T).T[np.arange(len(y)), y])


@exercise.mistake("1 - p instead of -log p")
def _(Z, y):
    """You average 1 - p. That never exceeds 1, however wrong the answer; -log p grows without a limit."""
    return np.mean(1 - forward.softmax(Z)[np.arange(len(y)), y])


@exercise.mistake("softmax over the whole batch")
def _(Z, y):
    """The probabilities of *all* examples together add up to 1. Each row needs its own sum: `axis=1, keepdims=True`."""
    E = np.exp(Z - Z.max())
    return -np.mean(np.log((E / E.sum())[np.arange(len(y)), y]))


@exercise.mistake("mean before the logarithm")
def _(Z, y):
    """You average the probabilities and take the logarithm of that. Each example has a loss: first log, then mean."""
    return -np.log(np.mean(forward.softmax(Z)[np.arange(len(y)), y]))


@exercise.mistake("rows taken by label, and added up")
def _(Z, y):
    """`L[y]` takes whole *rows*, and you add up all of them. A label is a column: one number of each row."""
    return -np.sum(losses.log_softmax(Z)[y]) / len(y)


note_rarer(exercise, "cross_entropy")


@exercise.accepts("with a loop")
def _(Z, y):
    total = 0
    for n in range(len(y)):
        total -= losses.log_softmax(Z)[n][y[n]]
    return float(total / len(y))


@exercise.accepts("with one-hot targets")
def _(Z, y):
    from scipy import special

    target = np.zeros(Z.shape)
    target[range(len(y)), y] = 1
    return -(target * special.log_softmax(Z, axis=1)).sum() / len(Z)


@exercise.accepts("logsumexp minus the right score")
def _(Z, y):
    from scipy import special

    return np.mean(special.logsumexp(Z, axis=1) - Z[np.arange(len(y)), y])


@exercise.accepts("with take_along_axis")
def _(Z, y):
    return -np.take_along_axis(losses.log_softmax(Z), y[:, None], axis=1).mean()

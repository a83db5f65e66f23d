"""The hinge loss: what each wrong class lacks to be a margin behind the right one."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.losses._cases.rarer import note_rarer
from dlcourse.lessons import losses


def cases(rng):
    N, C, other = drawn_sizes(rng, 3)
    return [
        Case(np.array([[3.0, 1.0, 2.5]]), np.array([0])),
        Case(np.array([[1.0, 2.0], [0.0, 3.0], [5.0, 1.0]]), np.array([0, 1, 1])),
        Case(rng.normal(size=(N, C)), rng.integers(0, C, N), 0.5),
        Case(rng.normal(size=(3, 3)), np.array([1, 1, 0])),  # labels would fit as a row
        Case(np.array([[9.0, 1.0, 0.0], [-1.0, 6.0, 2.0]]), np.array([0, 1])),  # everybody leads
        Case(rng.normal(size=(2, other)), np.array([other - 1, 0]), 2.0),
        Case(np.array([[4.0, 1.0, 3.0], [0.0, 2.0, 2.0]]), np.array([0, 1])),  # a lead of just the margin; a tie
        Case(rng.normal(size=(other, 4)), rng.integers(0, 4, other), 0.0),
        Case(100 * rng.normal(size=(40, 10)), rng.integers(0, 10, 40)),
        Case(rng.normal(size=(5, 3)).astype(np.float32), np.array([0, 2, 1, 1, 0]), 0.25),
    ]


exercise = Exercise(
    reference=losses.hinge_loss,
    points=3,
    cases=cases,
    hints=[
        "In the example by hand the scores are 3, 1 and 2.5, and class 0 is right. What would a loop over all "
        "*three* classes charge that it should not?",
        "For each class: how far is it from being a margin behind the right one? What it is ahead of that counts, "
        "what it is further behind does not. The right class stays out.",
        "`column = numbers[:, None]` makes a column of a row, to be subtracted from a table. `np.maximum(0, table)` "
        "cuts off below 0. `table[[0, 1], [2, 0]] = 7` sets one place in each row.",
    ],
    solved="the loss of support vector machines, that stops caring once an answer is safe.",
    equivalent_mutants={
        "lacking = np.maximum(Z - Z[rows, y][:, None] + margin, 0)": "the order does not matter",
        "return np.mean(lacking.sum(axis=-1))": "the last axis of a table is axis 1",
    },
)


@exercise.mistake("right class counted")
def _(Z, y, margin=1.0):
    """Every example is too expensive by exactly the margin: the right class is compared with itself. Set its place to 0
    after the margin has come in, and before you add up.
    """
    return losses.hinge_loss(Z, y, margin) + margin


@exercise.mistake("mean over the wrong classes")
def _(Z, y, margin=1.0):
    """You average over the wrong classes. Here they are *added up*; the mean goes over the examples only."""
    return losses.hinge_loss(Z, y, margin) / (Z.shape[1] - 1)


exercise.edit(
    "mean over everything",
    {"lacking.sum(axis=1)": "lacking"},
    """`np.mean` over the whole table divides by the number of classes too. Add up along each row first, then take the
    mean over the examples.
    """,
)

exercise.edit(
    "worst class only",
    {"lacking.sum(axis=1)": "lacking.max(axis=1)"},
    """Only the strongest wrong class counts in your loss. That is a hinge loss too (Crammer and Singer's); here all
    wrong classes are added up.
    """,
)

exercise.edit(
    "margin forgotten",
    {" + margin": ""},
    """The margin is not added: your loss is 0 as soon as the right class is ahead by a hair.""",
)


@exercise.mistake("margin always 1")
def _(Z, y, margin=1.0):
    """Your margin is 1 whatever is asked for. Use the argument `margin`."""
    return losses.hinge_loss(Z, y)


exercise.edit(
    "whole columns set to 0",
    {"lacking[rows, y]": "lacking[:, y]"},
    """`[:, y]` sets, in *every* row, the columns of all labels to 0. One place in each row is meant:
    `[np.arange(len(y)), y]`.
    """,
)

exercise.edit(
    "right minus wrong",
    {"Z - Z[rows, y][:, None]": "Z[rows, y][:, None] - Z"},
    """The difference is turned round, so that good answers are punished. What lacks is *wrong class minus right class*,
    plus the margin.
    """,
)

exercise.edit(
    "not cut off at 0",
    {"np.maximum(0, Z - Z[rows, y][:, None] + margin)": "Z - Z[rows, y][:, None] + margin"},
    """A class that is beaten by more than the margin gives you a negative loss, and hides the mistakes of others. Cut
    off at 0: `np.maximum(0, ...)`.
    """,
)


@exercise.mistake("sum over the examples")
def _(Z, y, margin=1.0):
    """You add up the examples. Their mean is wanted."""
    return len(y) * losses.hinge_loss(Z, y, margin)


exercise.edit(
    "squared hinge",
    {"lacking.sum(axis=1)": "(lacking**2).sum(axis=1)"},
    """You square what is lacking. That is another loss; here what is lacking counts as it is.""",
)

exercise.edit(
    "margin with the wrong sign",
    {"+ margin": "- margin"},
    """The margin is subtracted instead of added: your loss can be 0 even where the right class is behind.""",
)


def lacking(Z, y, margin):
    """What each class lacks, and the mask of the wrong classes."""
    wrong = np.arange(Z.shape[1]) != y[:, None]
    return np.maximum(0, Z - np.take_along_axis(Z, y[:, None], axis=1) + margin), wrong


@exercise.mistake("ties dropped")
def _(Z, y, margin=1.0):
    """You find the right class by its value, the margin. A wrong class with *the same score* as the right one has it,
    too, and is dropped. Find the right class by its place: row n, column y[n].
    """
    M, _ = lacking(Z, y, margin)
    return np.where(np.equal(M, margin), 0, M).sum() / len(y)


@exercise.mistake("right class counted, mean over everything")
def _(Z, y, margin=1.0):
    """Two things: the right class is compared with itself (set its place to 0), and `np.mean` of the whole table
    divides by the number of classes, too.
    """
    return np.mean(lacking(Z, y, margin)[0])


@exercise.mistake("right class counted, sum over the examples")
def _(Z, y, margin=1.0):
    """Two things: the right class is compared with itself (set its place to 0), and the *mean* over the examples is
    wanted.
    """
    return np.sum(lacking(Z, y, margin)[0])


@exercise.mistake("margin after the cut")
def _(Z, y, margin=1.0):
    """The margin is added after the cut at 0, so that every wrong class costs something, however far behind. It belongs
    inside: first add it, then cut off.
    """
    M, wrong = lacking(Z, y, 0)
    return np.mean(((M + margin) * wrong).sum(axis=1))


@exercise.mistake("margin multiplied")
def _(Z, y, margin=1.0):
    """You multiply by the margin. It is *added*: even a class that is behind counts, if by less than the margin."""
    return np.mean((lacking(Z, y, 0)[0] * margin).sum(axis=1))


@exercise.mistake("counted instead of measured")
def _(Z, y, margin=1.0):
    """You count the classes that come too near. It is by *how much* they do that is added up."""
    M, wrong = lacking(Z, y, margin)
    return np.mean(((M > 0) & wrong).sum(axis=1))


@exercise.mistake("only the classes before the right one")
def _(Z, y, margin=1.0):
    """The classes after the right one do not count. Does the loop end there, with `break`? `continue` only skips it."""
    M, _ = lacking(Z, y, margin)
    return np.mean((M * (np.arange(Z.shape[1]) < y[:, None])).sum(axis=1))


@exercise.mistake("only the first example")
def _(Z, y, margin=1.0):
    """Only the first example counts. Is the `return` inside the outer loop? Then it ends after its first round."""
    M, wrong = lacking(Z, y, margin)
    return (M * wrong)[0].sum() / len(y)


@exercise.mistake("labels used as scores")
def _(Z, y, margin=1.0):
    """You subtract the label itself. It says *where* the right score stands: `Z[rows, y]`."""
    wrong = np.arange(Z.shape[1]) != y[:, None]
    return np.mean((np.maximum(0, Z - y[:, None] + margin) * wrong).sum(axis=1))


@exercise.mistake("strongest class, even the right one")
def _(Z, y, margin=1.0):
    """You compare with the largest score of the row, even if it is that of the right class. All
    *wrong* classes count.
    """
    return np.mean(lacking(Z, y, margin)[0].max(axis=1))


@exercise.mistake("right score against the margin alone")
def _(Z, y, margin=1.0):
    """You compare the right score with the margin alone. It is to lead each *wrong* score by the margin."""
    return np.mean(np.maximum(0, margin - Z[np.arange(len(y)), y]))


@exercise.mistake("mean down the columns")
def _(Z, y, margin=1.0):
    """You add up down the columns and divide by the number of classes. Add up along the rows, `axis=1`: then the mean
    goes over the examples.
    """
    M, wrong = lacking(Z, y, margin)
    return np.mean((M * wrong).sum(axis=0))


@exercise.mistake("one loss for each example")
def _(Z, y, margin=1.0):
    """These are the losses of the single examples. Their mean is wanted: one number."""
    M, wrong = lacking(Z, y, margin)
    return (M * wrong).sum(axis=1)


@exercise.mistake("1 taken off at the end")
def _(Z, y, margin=1.0):
    """You take 1 off for the right class, compared with itself. It costs the *margin*, which need not be 1."""
    return np.mean(lacking(Z, y, margin)[0].sum(axis=1)) - 1


@exercise.mistake("size instead of cut")
def _(Z, y, margin=1.0):
    """You take the size of each difference, so that a class far *behind* costs most. Cut off at 0: `np.maximum(0,
    ...)`.
    """
    wrong = np.arange(Z.shape[1]) != y[:, None]
    return np.mean((np.abs(Z - Z[np.arange(len(y)), y][:, None] + margin) * wrong).sum(axis=1))


note_rarer(exercise, "hinge_loss")


@exercise.accepts("with two loops")
def _(Z, y, margin=1.0):
    total = 0.0
    for row, label in zip(Z, y):
        for c in range(len(row)):
            if c != label:
                total += max(0, row[c] - row[label] + margin)
    return total / len(y)


@exercise.accepts("with a mask")
def _(Z, y, margin=1.0):
    wrong = np.arange(Z.shape[1]) != y[:, None]
    right = np.take_along_axis(Z, y[:, None], axis=1)
    return (np.clip(Z - right + margin, 0, None) * wrong).sum(axis=1).mean()


@exercise.accepts("the margin of the right class taken off at the end")
def _(Z, y, margin=1.0):
    return (np.maximum(0, Z - Z[np.arange(len(y)), y][:, None] + margin).sum(axis=1) - margin).mean()


@exercise.accepts("the right class left out of each row")
def _(Z, y, margin=1.0):
    return sum(np.maximum(0, np.delete(row, c) - row[c] + margin).sum() for row, c in zip(Z, y)) / len(y)

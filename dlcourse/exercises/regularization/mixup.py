"""Mixup: examples between examples, with targets between targets."""

import numpy as np

from dlcourse.checking.runtime.plain import Seed
from dlcourse.checking.specification import Case, Exercise, drawn_seed, drawn_sizes
from dlcourse.exercises.regularization._cases import numbers, pair
from dlcourse.lessons import regularization


def cases(rng):
    def batch(N, D, C):
        return rng.normal(size=(N, D)), np.eye(C)[rng.integers(0, C, N)]

    X, Y = batch(200, 6, 3)
    D, C, few = drawn_sizes(rng, 3, 3)
    return [
        Case(
            np.array([[1.0, 0.0], [0.0, 2.0], [3.0, 3.0]]), np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]), 1.0, Seed(0)
        ),
        Case(*batch(1, D, C), 0.5, drawn_seed(rng)),  # mixed with itself
        Case(*batch(few, C, D), 2.0, drawn_seed(rng)),
        Case(*batch(200, 7, 4), 0.3, drawn_seed(rng)),
        Case(*batch(220 + few, D, C), 1.0, drawn_seed(rng)),
        Case(*batch(400, 4, 5), 5.0, drawn_seed(rng)),
        Case(X.astype(np.float32), Y.astype(np.float32), 0.2, drawn_seed(rng)),
    ]


def observe(arguments, value):
    """Whether each row is a mixture of its own example and one other, the targets alike, and how the shares lie."""
    X, Y, alpha = arguments["X"].astype(float), arguments["Y"].astype(float), arguments["alpha"]
    mixed, targets = pair(value, "the mixed examples and the mixed targets")
    mixed, targets = numbers(mixed, "The mixed X", X.shape), numbers(targets, "The mixed Y", Y.shape)
    close = 1e-4 if arguments["X"].dtype == np.float32 else 1e-7
    partner, share, distance = partners(X, mixed, 0.3 * close * np.abs(X).max())
    mixture = distance < close * np.abs(X).max()
    if not mixture.all() or (share < -close).any() or (share > 1 + close).any():
        return {"each row of X": "is no mixture of its own example and one other"}
    own, other = Y, Y[partner]
    alike = np.abs(share[:, None] * own + (1 - share[:, None]) * other - targets).max() < 10 * close
    real = partner != np.arange(len(X))  # not mixed with itself, or with a share too small to see
    exchanged = np.abs((1 - share[:, None]) * own + share[:, None] * other - targets)[real]
    turned = exchanged.max(initial=0) < 10 * close
    words = "as X" if alike else "with the two shares exchanged" if turned else "otherwise than X"
    found = {"each row of X": "is a mixture of its own example and one other"}
    if len(X) >= 100:  # among few, each may by chance be its own partner
        found["Y is mixed"] = "not at all" if np.array_equal(targets, Y) and not alike else words
        if not real.any():
            return {"each row of X": "is itself, mixed with nothing"}
        found["the shares"] = shares(share[real], alpha)
        found["the partners"] = order(partner[real], np.flatnonzero(real), len(X))
    return found


def partners(X, mixed, still):
    """For each row the other example that explains it best, the share of its own example, and what is left over."""
    rows, moved = np.arange(len(X)), mixed - X
    length = np.sum(X**2, axis=1)
    length = np.maximum(length[:, None] + length - 2 * X @ X.T, 0)  # squared, from each example to each other
    along = moved @ X.T - np.sum(moved * X, axis=1, keepdims=True)
    explained = np.where(length > 1e-9, along**2 / np.maximum(length, 1e-9), 0)
    partner = explained.argmax(axis=1)
    partner = np.where(np.abs(moved).max(axis=1) <= still, rows, partner)  # with itself, or with all of the share
    towards = X[partner] - X
    step = np.sum(moved * towards, axis=1) / np.maximum(np.sum(towards**2, axis=1), 1e-12)
    return partner, 1 - step, np.abs(moved - step[:, None] * towards).max(axis=1)


def shares(share, alpha):
    """In words, how the shares lie: their mean squared distance from a half tells."""
    if len(share) == 0 or np.ptp(share) < 1e-4:
        return "the same for all examples"
    if abs(share.mean() - 0.5) > 0.2:
        return "nearer to one side than to the other"
    wanted, found = 1 / (4 * (2 * alpha + 1)), np.mean((share - 0.5) ** 2)
    return "spread as asked by `alpha`" if abs(found / wanted - 1) < 0.4 else "spread otherwise than `alpha` asks"


def order(partner, rows, count):
    """In words, whether the partners follow the rows at a fixed distance, or mirrored."""
    if len(rows) and np.bincount(partner).max() > 0.5 * len(rows):
        return "one for all"
    steps = [np.bincount(way % count).max() for way in (partner - rows, partner + rows)] if len(rows) else [0]
    return "in a fixed order" if max(steps) > 0.5 * len(rows) else "drawn"


exercise = Exercise(
    reference=regularization.mixup,
    points=3,
    cases=cases,
    observe=observe,
    hints=[
        "What belongs to each example by itself, and must be the same for its image and for its target?",
        "Draw a partner for each example, and a share for each example, as a column. The rest goes to the partner: of "
        "the image and of the target.",
        "Elsewhere: `order = rng.permutation(52)` shuffles the numbers 0 to 51, and `cards[order]` are all cards in "
        "that order. `rng.normal(size=(7, 1))` is a column.",
    ],
    solved="examples between examples, with targets between targets.",
)

exercise.edit(
    "targets not mixed",
    {"share * Y + (1 - share) * Y[partner]": "Y"},
    "The pictures are mixed, their targets are not: half a 3 and half an 8 would count as a whole 3.",
)


def blend(table, partner, share):
    """Every row of a table, mixed with that of its partner."""
    return share * table + (1 - share) * table[partner]


@exercise.mistake("shares exchanged in the targets")
def _(X, Y, alpha, rng):
    """In Y the two shares have changed places: an example that is nearly a 3 gets the target of the other."""
    partner, share = rng.permutation(len(X)), rng.beta(alpha, alpha, size=(len(X), 1))
    return blend(X, partner, share), blend(Y, partner, 1 - share)


@exercise.mistake("targets mixed otherwise")
def _(X, Y, alpha, rng):
    """Y does not follow the mixture of X: it needs the same shares and the same partners. Draw both once, give them a
    name, and use them for X and for Y.
    """
    partner, share = rng.permutation(len(X)), rng.beta(alpha, alpha, size=(len(X), 1))
    return blend(X, partner, share), blend(Y, partner, rng.beta(alpha, alpha, size=(len(X), 1)))


@exercise.mistake("one share for all")
def _(X, Y, alpha, rng):
    """One share serves the whole batch. Wanted is one for each example, as a column: `rng.beta(alpha, alpha,
    size=(len(X), 1))`.
    """
    partner, share = rng.permutation(len(X)), rng.beta(alpha, alpha)
    return blend(X, partner, share), blend(Y, partner, share)


@exercise.mistake("one partner for all")
def _(X, Y, alpha, rng):
    """The whole batch has the same partner: a single number was drawn. Draw one for each example,
    `rng.permutation(len(X))` for instance.
    """
    partner, share = np.full(len(X), rng.integers(len(X))), rng.beta(alpha, alpha, size=(len(X), 1))
    return blend(X, partner, share), blend(Y, partner, share)


@exercise.mistake("each its own partner")
def _(X, Y, alpha, rng):
    """X and Y come back as they were: every example is its own partner. Draw the partners:
    `rng.permutation(len(X))`.
    """
    return X.copy(), Y.copy()


@exercise.mistake("shares do not follow alpha")
def _(X, Y, alpha, rng):
    """The shares are not spread as alpha asks: they come out alike for every alpha. `rng.beta(alpha, alpha, ...)` draws
    them.
    """
    partner, share = rng.permutation(len(X)), rng.random((len(X), 1))
    return blend(X, partner, share), blend(Y, partner, share)


@exercise.mistake("shares that lean to one side")
def _(X, Y, alpha, rng):
    """The shares lean to one side: `rng.beta` has two parameters, and with both equal to alpha neither the example nor
    its partner is preferred.
    """
    partner, share = rng.permutation(len(X)), rng.beta(alpha, 1, size=(len(X), 1))
    return blend(X, partner, share), blend(Y, partner, share)


@exercise.mistake("larger share for the example itself")
def _(X, Y, alpha, rng):
    """The larger share always goes to the same side, as with `np.maximum(share, 1 - share)`. Some later methods do it
    so; here the share is used as it is drawn.
    """
    partner, share = rng.permutation(len(X)), rng.beta(alpha, alpha, size=(len(X), 1))
    share = np.maximum(share, 1 - share)
    return blend(X, partner, share), blend(Y, partner, share)


@exercise.mistake("shares that do not add up to 1")
def _(X, Y, alpha, rng):
    """The two shares of a row do not add up to 1. What the example does not get, its partner gets: 1 - share."""
    partner, share = rng.permutation(len(X)), rng.beta(alpha, alpha, size=(len(X), 1))
    return share * (X + X[partner]), share * (Y + Y[partner])


@exercise.mistake("partners in a fixed order")
def _(X, Y, alpha, rng):
    """The partners follow a fixed order, as with `X[::-1]`: the same pairs meet again wherever the batch is the same.
    Draw them: `rng.permutation(len(X))`.
    """
    share = rng.beta(alpha, alpha, size=(len(X), 1))
    return share * X + (1 - share) * X[::-1], share * Y + (1 - share) * Y[::-1]


@exercise.mistake("no mixture of two examples")
def _(X, Y, alpha, rng):
    """Your rows do not lie between an example and its partner. Has each *number* a share of its own? One serves a whole
    example: `size=(len(X), 1)`.
    """
    share, partner = rng.beta(alpha, alpha, size=X.shape), rng.permutation(len(X))
    return blend(X, partner, share), blend(Y, partner, share[:, :1])


@exercise.also("no mixture of two examples")
def _(X, Y, alpha, rng):
    share, partner = rng.beta(alpha, alpha, size=X.shape), rng.permutation(len(X))
    return blend(X, partner, share), blend(Y, partner, share)  # an error, if Y has other columns than X


@exercise.accepts("example by example, with a partner each")
def _(X, Y, alpha, rng):
    mixed_X, mixed_Y = np.zeros(X.shape), np.zeros(Y.shape)
    for n in range(len(X)):
        m, share = rng.integers(len(X)), rng.beta(alpha, alpha)
        mixed_X[n] = share * X[n] + (1 - share) * X[m]
        mixed_Y[n] = share * Y[n] + (1 - share) * Y[m]
    return mixed_X, mixed_Y


@exercise.accepts("on shuffled copies")
def _(X, Y, alpha, rng):
    order = np.arange(len(X))
    rng.shuffle(order)
    share = rng.beta(alpha, alpha, len(X))[:, None]
    return [X[order] * (1 - share) + X * share, Y + (1 - share) * (Y[order] - Y)]

"""Turn each row of scores into probabilities that add up to 1, without overflow."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise
from dlcourse.lessons import forward


def cases(rng):
    return [
        Case(np.array([[1.0, 2.0, 0.5]])),
        Case(np.array([[0.0, 0.0], [3.0, 1.0], [-1.0, 2.0]])),
        Case(rng.normal(size=(4, 3))),
        Case(rng.normal(size=(3, 3))),
        Case(np.array([[1000.0, 1001.0, 999.0], [0.0, 1.0, -1.0]])),  # one row far above the other
        Case(np.array([[-1000.0, -1001.0], [2.0, 0.0], [5.0, 4.0]])),
        Case(np.array([[5.0], [-3.0]])),
        Case(rng.normal(scale=300, size=(5, 10))),
        Case(rng.normal(size=(2, 4)).astype(np.float32)),
        Case(np.array([[1, 2, 3], [0, 0, 4]])),
    ]


exercise = Exercise(
    reference=forward.softmax,
    points=3,
    cases=cases,
    atol=1e-12,
    hints=[
        "Take exp of every score, then divide each row by its sum. `keepdims=True` keeps the sums as a column, "
        "so that NumPy lines them up with the rows.",
        "To prevent the overflow, first take from every row its largest score: `Z.max(axis=1, keepdims=True)`.",
        "`E = np.exp(Z - Z.max(axis=1, keepdims=True))`, then `return E / E.sum(axis=1, keepdims=True)`",
    ],
    solved="the output layer of nearly every classifier, from digits to the next word of a chatbot.",
    equivalent_mutants={
        "E = np.exp(Z - Z.max(axis=-1, keepdims=True))": "the last axis of a table is axis 1",
        "return E / E.sum(axis=-1, keepdims=True)": "the last axis of a table is axis 1",
    },
)


@exercise.mistake("softmax over the whole batch")
def _(Z):
    """All your probabilities together add up to 1. It is each *row* that should: the examples do not compete with each
    other. Sum along the rows: `axis=1, keepdims=True`.
    """
    E = np.exp(Z - Z.max())
    return E / E.sum()


@exercise.mistake("one sum for the whole batch")
def _(Z):
    """`np.sum(E)` adds up all numbers of all rows. Each row wants its own sum, as a column: `E.sum(axis=1,
    keepdims=True)`. (And for large scores exp overflows: subtract the row's maximum first.)
    """
    E = np.exp(Z)
    return E / np.sum(E)


@exercise.mistake("sum not shifted")
def _(Z):
    """Above the fraction bar the maximum is subtracted, below it is not. Calculate the exponentials once, give them a
    name, and use them in both places.
    """
    return np.exp(Z - Z.max(axis=1, keepdims=True)) / np.exp(Z).sum(axis=1, keepdims=True)


@exercise.mistake("keepdims forgotten")
def _(Z):
    """Without `keepdims=True` the sums are a row of numbers and not a column. Where NumPy accepts that at all, it
    divides each *column* by a sum that belongs to a row.
    """
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1)


@exercise.mistake("softmax down the columns")
def _(Z):
    """Your columns add up to 1, not the rows: `axis=0` goes down the columns. The classes of one example stand in a
    row: `axis=1`.
    """
    E = np.exp(Z - Z.max(axis=0, keepdims=True))
    return E / E.sum(axis=0, keepdims=True)


@exercise.mistake("overflow for large scores")
def _(Z):
    """For scores around 1000, exp overflows and the result is nan. Take the largest score of each row away first: it
    changes nothing in the fraction, and every exponent is then 0 or less.
    """
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


@exercise.mistake("one maximum for the whole batch")
def _(Z):
    """You take away the largest score of the whole batch. In a row far below it, every exp becomes 0, and 0 / 0 is nan.
    Each row wants its own maximum: `Z.max(axis=1, keepdims=True)`.
    """
    E = np.exp(Z - Z.max())
    return E / E.sum(axis=1, keepdims=True)


@exercise.mistake("not divided by the sum")
def _(Z):
    """The exponentials are right, but they do not add up to 1 yet: divide each row by its sum."""
    return np.exp(Z - Z.max(axis=1, keepdims=True))


@exercise.mistake("divided without exp")
def _(Z):
    """You divide the scores themselves. Negative scores would give negative probabilities: take exp first."""
    return Z / np.abs(Z).sum(axis=1, keepdims=True).clip(1e-12)


@exercise.mistake("divided by the maximum instead of shifted")
def _(Z):
    """You divide by the largest score to avoid the overflow. That changes the result: only a number *subtracted* from
    the whole row cancels.
    """
    E = np.exp(Z / np.abs(Z).max(axis=1, keepdims=True).clip(1e-12))
    return E / E.sum(axis=1, keepdims=True)


@exercise.mistake("2 instead of e")
def _(Z):
    """You raise 2 to the power of the scores. The softmax is defined with e: `np.exp`."""
    E = 2.0 ** (Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@exercise.accepts("softmax rows")
def _(Z):
    rows = []
    for row in Z:
        e = np.exp(row - max(row))
        rows.append(e / sum(e))
    return np.array(rows)


@exercise.accepts("softmax own copy")
def _(Z):
    E = Z - np.max(Z, axis=-1)[:, None]
    E = np.exp(E)
    E /= np.sum(E, axis=-1)[:, None]
    return E


@exercise.accepts("STYLE")
def _(Z):
    from scipy import special

    return special.softmax(Z, axis=1)


@exercise.accepts("STYLE")
def _(Z):
    from scipy import special

    return np.exp(Z - special.logsumexp(Z, axis=1, keepdims=True))


@exercise.accepts("STYLE")
def _(Z):
    return (lambda E: (E.T / E.sum(axis=1)).T)(np.exp((Z.T - Z.max(axis=1)).T))

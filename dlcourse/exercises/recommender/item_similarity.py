"""Which items go together: the cosine of their columns, shrunk where there is little to go by."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.recommender._cases import interactions
from dlcourse.lessons import recommender


def cases(rng):
    """By hand; without shrinking; items that nobody has; one user; numbers that are not whole; float32."""
    N, M, more = drawn_sizes(rng, 3, least=3, most=9)
    four = np.array([[1, 1, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0]])
    return [
        Case(np.array([[1, 1], [1, 1]]), shrink=0.0),
        Case(four, shrink=2.0),
        Case(four, shrink=0.0),
        Case(np.array([[1, 0, 1]]), shrink=1.0),
        Case(np.zeros((2, 3), dtype=int), shrink=0.0),
        Case(interactions(rng, N, M), shrink=0.5),
        Case(interactions(rng, M, more), shrink=3.0),
        Case(interactions(rng, more, N, share=0.7), shrink=0.0),
        Case(interactions(rng, N, more).astype(np.float32), shrink=1.5),
    ]


exercise = Exercise(
    reference=recommender.item_similarity,
    points=2,
    cases=cases,
    hints=[
        "Two columns of 0 and 1: what is their product, place by place, and what does its sum count? For all pairs of "
        "columns at once, which product of matrices is that?",
        "A table of how many have both; a table of square roots, out of the counts of single items; then shrink. Two "
        "things are left: an item beside itself, and an item that nobody has, where 0 would be divided by 0.",
        "Elsewhere: `np.outer([1, 2], [3, 4])` is `[[3 4] [6 8]]`; `np.fill_diagonal(T, 7)` changes T itself; "
        "`np.divide(a, b, out=np.zeros_like(a), where=b > 0)` leaves 0 where it does not divide.",
    ],
    equivalent_mutants={"return both / np.maximum(1, whole)": "of two numbers the larger, either way round"},
    solved="neighbours, found by counting alone.",
)


def likeness(X, shrink, *, diagonal=0.0, both=None, whole=None):
    """The similarity with some of its steps done otherwise."""
    kind = X.dtype if X.dtype.kind == "f" else float
    counts = X.sum(axis=0).astype(float)
    both = (X.T @ X).astype(float) if both is None else both
    whole = np.sqrt(np.outer(counts, counts)) + shrink if whole is None else whole
    S = np.divide(both, whole, out=np.zeros_like(both), where=whole > 0)
    if diagonal is not None:
        np.fill_diagonal(S, diagonal)
    return S.astype(kind)


@exercise.mistake("an item is its own neighbour")
def _(X, *, shrink):
    """On the diagonal each item is compared with itself. That says nothing about what else one might like: 0."""
    return likeness(X, shrink, diagonal=None)


@exercise.mistake("1 on the diagonal")
def _(X, *, shrink):
    """On the diagonal you have 1. There an item is compared with itself; wanted is 0."""
    return likeness(X, shrink, diagonal=1)


@exercise.mistake("not shrunk")
def _(X, *, shrink):
    """`shrink` has no effect. It is added to what you divide by, so that two items that came together once by chance
    are not taken for twins.
    """
    return likeness(X, 0)


@exercise.mistake("shrink inside the root")
def _(X, *, shrink):
    """You add `shrink` under the square root. It is added to the root."""
    n = X.sum(axis=0).astype(float)
    return likeness(X, shrink, whole=np.sqrt(np.outer(n, n) + shrink))


@exercise.mistake("shrink on both counts")
def _(X, *, shrink):
    """You add `shrink` to the counts, before the product. It is added once, to the square root."""
    n = X.sum(axis=0) + shrink
    return likeness(X, shrink, whole=np.sqrt(np.outer(n, n)))


@exercise.mistake("shrink on both roots")
def _(X, *, shrink):
    """You add `shrink` to each root of a count, before the product. It is added once, after it."""
    n = np.sqrt(X.sum(axis=0)) + shrink
    return likeness(X, shrink, whole=np.outer(n, n))


@exercise.mistake("divided before shrinking")
def _(X, *, shrink):
    """You add `shrink` to the cosine itself. It stands below the line: the similarity gets smaller by it."""
    return (likeness(X, 0) + shrink * (1 - np.eye(X.shape[1]))).astype(X.dtype if X.dtype.kind == "f" else float)


@exercise.mistake("root forgotten")
def _(X, *, shrink):
    """You divide by the product of the counts, without the square root."""
    n = X.sum(axis=0).astype(float)
    return likeness(X, shrink, whole=np.outer(n, n) + shrink)


@exercise.mistake("only counted")
def _(X, *, shrink):
    """You count how many have both, and do not divide: what everybody has would be everything's neighbour."""
    return likeness(X, shrink, whole=np.ones((X.shape[1], X.shape[1])))


@exercise.mistake("users instead of items")
def _(X, *, shrink):
    """You compare the rows, the *users*. The items are the columns: the result has a row and a column for each."""
    return likeness(X.T, shrink)


@exercise.mistake("0 by 0")
def _(X, *, shrink):
    """An item that nobody has gives 0 by 0. Its similarity to all others is 0."""
    n = X.sum(axis=0).astype(float)
    with np.errstate(invalid="ignore"):
        S = (X.T @ X) / (np.sqrt(np.outer(n, n)) + shrink)
    np.fill_diagonal(S, 0)
    return S.astype(X.dtype if X.dtype.kind == "f" else float)


@exercise.mistake("Jaccard's index")
def _(X, *, shrink):
    """You divide by how many have one *or* the other: that is Jaccard's index. The cosine divides by the root of the
    product of both counts.
    """
    n = X.sum(axis=0).astype(float)
    return likeness(X, shrink, whole=n[:, None] + n - X.T @ X + shrink)


@exercise.mistake("divided by one count")
def _(X, *, shrink):
    """You divide by the count of one of the two items: the share of its users who have the other. The cosine takes both
    counts, and so is the same both ways.
    """
    n = X.sum(axis=0).astype(float)
    return likeness(X, shrink, whole=np.broadcast_to(n[:, None], (len(n), len(n))) + shrink)


@exercise.also("divided by one count")
def _(X, *, shrink):
    n = X.sum(axis=0).astype(float)
    return likeness(X, shrink, whole=np.broadcast_to(n, (len(n), len(n))) + shrink)


@exercise.mistake("shrink as a factor")
def _(X, *, shrink):
    """`shrink` is multiplied with the root. It is added to it."""
    n = X.sum(axis=0).astype(float)
    return likeness(X, shrink, whole=np.sqrt(np.outer(n, n)) * shrink)


@exercise.mistake("divided by the sum of the counts")
def _(X, *, shrink):
    """You divide by the *sum* of both counts. The cosine divides by the root of their product."""
    n = X.sum(axis=0).astype(float)
    return likeness(X, shrink, whole=n[:, None] + n + shrink)


@exercise.mistake("shrink above the line")
def _(X, *, shrink):
    """You add `shrink` to how many have both: that makes the similarity larger. It is added below the line."""
    return likeness(X, 0, both=(X.T @ X).astype(float) + shrink)


@exercise.mistake("shrunk after the division")
def _(X, *, shrink):
    """You divide the finished cosine by 1 + `shrink`: all similarities shrink alike. Added to the root, `shrink` makes
    those smaller that rest on few users.
    """
    return likeness(X, 0) / np.asarray(1 + shrink, X.dtype if X.dtype.kind == "f" else float)


@exercise.mistake("a correlation")
def _(X, *, shrink):
    """That is the correlation of the columns, which takes their means away first. The cosine leaves them in."""
    with np.errstate(divide="ignore", invalid="ignore"):
        S = np.nan_to_num(np.atleast_2d(np.corrcoef(X, rowvar=False)))
    np.fill_diagonal(S, 0)
    return S.astype(X.dtype if X.dtype.kind == "f" else float)


@exercise.mistake("whether instead of how many")
def _(X, *, shrink):
    """Above the line stands 1 as soon as *any* user has both. It is how many have both that counts."""
    return likeness(X, shrink, both=(X.T @ X > 0).astype(float))


@exercise.mistake("two roots")
def _(X, *, shrink):
    """You take two roots. A column of 0 and 1 has the length of the root of its count: the product of two lengths is
    all that stands below the line.
    """
    n = X.sum(axis=0).astype(float)
    return likeness(X, shrink, whole=np.outer(n, n) ** 0.25 + shrink)


@exercise.mistake("only above the diagonal")
def _(X, *, shrink):
    """Below the diagonal all is 0. If A goes with B, then B goes with A: the table is the same both ways."""
    return np.triu(likeness(X, shrink))


@exercise.mistake("cut off to whole numbers")
def _(X, *, shrink):
    """All that stands behind the decimal point is lost: the similarities are written into a table of whole numbers."""
    return np.trunc(likeness(X, shrink))


@exercise.accepts("pair by pair")
def _(X, *, shrink):
    M = X.shape[1]
    S = np.zeros((M, M))
    for i in range(M):
        for j in range(M):
            whole = np.sqrt(float(sum(X[:, i])) * float(sum(X[:, j]))) + shrink
            if i != j and whole > 0:
                S[i, j] = sum(X[:, i] * X[:, j]) / whole
    return S


@exercise.accepts("with einsum")
def _(X, *, shrink):
    X = X.astype(float)
    norms = np.sqrt(np.einsum("nm,nm->m", X, X))
    whole = np.einsum("i,j->ij", norms, norms) + shrink
    S = np.einsum("ni,nj->ij", X, X) * (1 - np.eye(len(norms)))
    return np.divide(S, whole, out=np.zeros_like(S), where=whole > 0)

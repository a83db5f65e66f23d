"""Scores by popularity: the same for everybody, but nobody is told what they have."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.recommender._cases import interactions
from dlcourse.lessons import recommender


def cases(rng):
    """Two users by hand; one user; items that all have, and nobody; other shapes; float32."""
    N, M, more = drawn_sizes(rng, 3, least=3, most=9)
    return [
        Case(np.array([[1, 0, 0], [1, 1, 0]])),
        Case(np.array([[0, 1]])),
        Case(np.array([[1, 1], [1, 0], [0, 0]])),
        Case(interactions(rng, N, M)),
        Case(interactions(rng, M, more)),
        Case(interactions(rng, more, N, share=0.8)),
        Case(interactions(rng, M, N).astype(np.float32)),
    ]


exercise = Exercise(
    reference=recommender.popularity,
    points=1,
    cases=cases,
    hints=[
        "By hand: three users, of whom two have an item. Which score does it get for the third, and which for the two?",
        "A count for each column, which every user is shown alike. Then each row loses the places where it has a 1.",
        "Elsewhere: `np.where(table > 5, 0.5, row)` takes 0.5 where the table is above 5; elsewhere it takes what "
        "stands in the row in that column.",
    ],
    solved="the recommender that knows nobody, and that all others have to beat.",
)


def scores(X, counts, owned):
    """The counts for everybody, and something else where the user has the item."""
    return np.where(X == 1, owned, np.broadcast_to(counts, X.shape)).astype(X.dtype if X.dtype.kind == "f" else float)


@exercise.mistake("all signs turned")
def _(X):
    """All signs are turned: the rarest comes first, and before it what the user has."""
    return -recommender.popularity(X)


@exercise.mistake("what a user has is recommended")
def _(X):
    """Who has an item is recommended it again. Its score wants to be -inf there."""
    return scores(X, X.sum(axis=0), np.broadcast_to(X.sum(axis=0), X.shape))


@exercise.mistake("0 for what a user has")
def _(X):
    """Where the user has the item you give 0. An item that *nobody* has has 0 as well, and then they are level: -inf
    is below all counts.
    """
    return scores(X, X.sum(axis=0), 0)


@exercise.mistake("-1 for what a user has")
def _(X):
    """Where the user has the item you give -1: it still is a score, and may be recommended. Wanted is -inf."""
    return scores(X, X.sum(axis=0), -1)


@exercise.mistake("infinity for what a user has")
def _(X):
    """What a user has gets +inf, and so comes first. The sign is turned."""
    return scores(X, X.sum(axis=0), np.inf)


@exercise.mistake("NaN for what a user has")
def _(X):
    """What a user has gets NaN, which can't be ordered. Wanted is -inf: below all that is a number."""
    return scores(X, X.sum(axis=0), np.nan)


@exercise.mistake("how many items a user has")
def _(X):
    """You count along the rows: how many items each *user* has. How many users have each *item* is wanted: down the
    columns.
    """
    return scores(X, X.sum(axis=1, keepdims=True), -np.inf)


@exercise.mistake("share instead of count")
def _(X):
    """You give the share of the users who have the item. The order is the same; wanted is their number."""
    return scores(X, X.mean(axis=0), -np.inf)


@exercise.mistake("all interactions in one number")
def _(X):
    """All items have the same score, the number of all interactions. Each column wants its own sum."""
    return scores(X, X.sum(), -np.inf)


@exercise.mistake("ones and zeros exchanged")
def _(X):
    """-inf stands where the user does *not* have the item: that recommends them what they have."""
    return scores(1 - X, X.sum(axis=0), -np.inf)


@exercise.mistake("one row for all")
def _(X):
    """You return one row of counts. Wanted is a row for each user, for each has something else already."""
    return X.sum(axis=0).astype(float)


@exercise.mistake("taken from all as soon as one has it")
def _(X):
    """What *one* user has is taken from all of them. Each row leaves out what its own user has."""
    return scores(np.broadcast_to(X.max(axis=0), X.shape), X.sum(axis=0), -np.inf)


@exercise.mistake("the least popular first")
def _(X):
    """The rarer an item is, the higher is its score. Is there a minus too many?"""
    return scores(X, -X.sum(axis=0), -np.inf)


@exercise.mistake("0 times infinity")
def _(X):
    """The counts come out as NaN where the user does *not* have the item: 0 times infinity is no number. Choose between
    two values instead of multiplying.
    """
    return scores(X, np.where(X == 1, X.sum(axis=0), np.nan), -np.inf)


@exercise.mistake("a very low number for what a user has")
def _(X):
    """Where the user has the item you give a very low number. It still is a number, which can be taken for a score:
    -inf says that it is none.
    """
    return scores(X, X.sum(axis=0), -1e9)


@exercise.also("a very low number for what a user has")
def _(X):
    return scores(X, X.sum(axis=0), -1e6)


@exercise.also("a very low number for what a user has")
def _(X):
    return scores(X, X.sum(axis=0), -999)


@exercise.mistake("the logarithm of the count")
def _(X):
    """You give the logarithm of the counts: -inf where nobody has an item, as if everybody had it. Wanted is the count
    itself, and so 0.
    """
    with np.errstate(divide="ignore"):
        return scores(X, np.log(X.sum(axis=0)), -np.inf)


@exercise.mistake("places instead of counts")
def _(X):
    """You give each item's place in an order of the items. Wanted is how many users have it; what is level stays so."""
    return scores(X, np.argsort(np.argsort(X.sum(axis=0), kind="stable"), kind="stable"), -np.inf)


@exercise.mistake("nothing counted")
def _(X):
    """What a user does not have gets 0, whatever it is. Wanted is how many users have it."""
    return scores(X, np.zeros(X.shape[1]), -np.inf)


@exercise.accepts("row by row")
def _(X):
    out = np.empty(X.shape)
    for n in range(len(X)):
        for m in range(X.shape[1]):
            out[n, m] = -np.inf if X[n, m] else sum(X[:, m])
    return out


@exercise.accepts("by a mask")
def _(X):
    out = np.tile(X.sum(0).astype(float), (len(X), 1))
    out[X > 0] = -np.inf
    return out

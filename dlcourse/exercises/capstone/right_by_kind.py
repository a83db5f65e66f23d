"""Right by kind of damage: the lines of a model's card that one number for everything hides."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import capstone


def cases(rng):
    """One picture; damage of two kinds at once; a kind that no picture has; none damaged; every kind in all."""
    N, more, many = drawn_sizes(rng, 3, least=11, most=40)
    K, other = drawn_sizes(rng, 2, least=3, most=6)
    by_hand = np.array([[True, False, False], [True, True, False], [False, True, False], [False, True, False]])
    return [
        Case(np.array([3]), np.array([3]), np.array([[True]])),
        Case(np.array([3, 1, 4, 0]), np.array([3, 7, 4, 0]), by_hand),
        Case(np.array([5, 5]), np.array([5, 6]), np.array([[False, False, False], [False, False, True]])),
        _case(rng, N, K),
        _case(rng, more, other),
        Case(np.array([8, 1, 1]), np.array([8, 1, 7]), np.zeros((3, 2), dtype=bool)),
        Case(np.array([0, 2, 2]), np.array([0, 2, 9]), np.ones((3, 4), dtype=bool)),
        Case(np.array([], dtype=int), np.array([], dtype=int), np.zeros((0, 2), dtype=bool)),
        _case(rng, many, 2),
    ]


def _case(rng, N, K):
    """Kinds that are unequally frequent, the last one rare and hard."""
    kinds = rng.random((N, K)) < np.linspace(0.7, 0.3, K)
    kinds[:2] = [[True], [False]]
    y = rng.integers(0, 10, N)
    wrong = rng.random(N) < np.where(kinds[:, -1], 0.6, 0.2)
    return Case(np.where(wrong, (y + 1) % 10, y), y, kinds)


exercise = Exercise(
    reference=capstone.right_by_kind,
    points=2,
    minutes=4,
    cases=cases,
    outputs=("right", "count"),
    hints=[
        "Four pictures, two of them noisy, one of these two read rightly: which two numbers belong to noise, and which "
        "pictures do not matter for them?",
        "For each kind there are two counts: how many pictures have it, and how many have it *and* are right. One with "
        "two kinds of damage belongs to both.",
        "Elsewhere: of `tall & old`, two bool arrays, both must hold; `table.sum(axis=0)` counts the True of each "
        "column; `ages[:, None]` is a column, which meets every column of a table.",
    ],
    solved="the lines of the card: they say where it fails, not only how often.",
    equivalent_mutants={
        "right = kinds & (y_hat == y)[:, None]": "both must hold, in whatever order",
    },
)


@exercise.mistake("wrong ones counted")
def _(y_hat, y, kinds):
    """You count those that were read *wrongly*: right is where the two are equal."""
    return ((y_hat != y)[:, None] & kinds).sum(axis=0), kinds.sum(axis=0)


@exercise.mistake("count of all pictures")
def _(y_hat, y, kinds):
    """`right` is right, but `count` is the number of all pictures. Only those with the damage count."""
    return ((y_hat == y)[:, None] & kinds).sum(axis=0), np.full(kinds.shape[1], len(y))


@exercise.mistake("count of the right ones")
def _(y_hat, y, kinds):
    """`count` is how many pictures were read rightly, whatever their damage. It is to be how many have the damage."""
    return ((y_hat == y)[:, None] & kinds).sum(axis=0), np.full(kinds.shape[1], (y_hat == y).sum())


@exercise.mistake("right, whatever the damage")
def _(y_hat, y, kinds):
    """`right` counts all that were read rightly, damaged in this way or not. Both must hold."""
    return np.full(kinds.shape[1], (y_hat == y).sum()), kinds.sum(axis=0)


@exercise.mistake("right or damaged")
def _(y_hat, y, kinds):
    """You count pictures that are right *or* have the damage. Both must hold."""
    return ((y_hat == y)[:, None] | kinds).sum(axis=0), kinds.sum(axis=0)


@exercise.mistake("the pictures without the damage")
def _(y_hat, y, kinds):
    """You look at the pictures that do *not* have the damage."""
    return capstone.right_by_kind(y_hat, y, ~kinds)


@exercise.mistake("shares, not counts")
def _(y_hat, y, kinds):
    """`right` is a share. Asked is how many: the interval that comes next needs both counts."""
    right, count = capstone.right_by_kind(y_hat, y, kinds)
    return right / np.maximum(count, 1), count


@exercise.also("shares, not counts")
def _(y_hat, y, kinds):
    right, count = capstone.right_by_kind(y_hat, y, kinds)
    with np.errstate(all="ignore"):
        return right / count, count  # nan where no picture has the damage


@exercise.also("shares, not counts")
def _(y_hat, y, kinds):
    return ((y_hat == y)[:, None] & kinds).sum(axis=0) / max(len(y), 1), kinds.sum(axis=0)


@exercise.mistake("only one kind of damage each")
def _(y_hat, y, kinds):
    """Pictures with damage of two kinds are left out, or counted for one of them only. They belong to both."""
    return capstone.right_by_kind(y_hat, y, kinds & (kinds.sum(axis=1, keepdims=True) == 1))


@exercise.also("only one kind of damage each")
def _(y_hat, y, kinds):
    first = np.arange(kinds.shape[1]) == kinds.argmax(axis=1)[:, None]
    return capstone.right_by_kind(y_hat, y, kinds & first)


@exercise.also("only one kind of damage each")
def _(y_hat, y, kinds):
    first = kinds.argmax(axis=1)  # 0 where there is none
    K, is_right = kinds.shape[1], (y_hat == y).astype(float)
    return np.bincount(first, is_right, minlength=K).astype(int), np.bincount(first, minlength=K)


@exercise.mistake("whether, not how many")
def _(y_hat, y, kinds):
    """`right` says of each kind *whether* a picture was read rightly: a product of truth values has no sums, but "or".
    Count.
    """
    return (y_hat == y) @ kinds, kinds.sum(axis=0)


@exercise.mistake("bits of the labels")
def _(y_hat, y, kinds):
    """`&` between whole numbers compares their bits. Whether two labels are equal is what `==` says."""
    return (kinds & (y_hat & y)[:, None]).sum(axis=0), kinds.sum(axis=0)


@exercise.mistake("both in one array")
def _(y_hat, y, kinds):
    """One array of two rows came back. Asked are two arrays, with a comma between them."""
    return np.array(capstone.right_by_kind(y_hat, y, kinds))


@exercise.mistake("kinds that are not there are left out")
def _(y_hat, y, kinds):
    """There are fewer numbers than kinds of damage. One that no picture has keeps its place, with 0."""
    return capstone.right_by_kind(y_hat, y, kinds[:, kinds.any(axis=0)])


@exercise.mistake("all damage together")
def _(y_hat, y, kinds):
    """All numbers are the same: they are those of all damaged pictures together. Each kind has its own."""
    damaged = kinds.any(axis=1)
    right = (y_hat == y) & damaged
    return np.full(kinds.shape[1], right.sum()), np.full(kinds.shape[1], damaged.sum())


@exercise.mistake("by picture, not by kind")
def _(y_hat, y, kinds):
    """You add up along the wrong axis: there is a number for each picture, and not for each kind."""
    return ((y_hat == y)[:, None] & kinds).sum(axis=1), kinds.sum(axis=1)


@exercise.accepts("kind by kind")
def _(y_hat, y, kinds):
    right = [np.sum(y_hat[has] == y[has]) for has in kinds.T]
    return np.array(right), np.array([np.sum(has) for has in kinds.T])


@exercise.accepts("a product of numbers")
def _(y_hat, y, kinds):
    return (y_hat == y).astype(int) @ kinds.astype(int), np.count_nonzero(kinds, axis=0)


@exercise.accepts("picture by picture")
def _(y_hat, y, kinds):
    right, count = np.zeros(kinds.shape[1], dtype=int), np.zeros(kinds.shape[1], dtype=int)
    for said, label, row in zip(y_hat, y, kinds):
        for k, has in enumerate(row):
            count[k] += has
            right[k] += has and said == label
    return right, count

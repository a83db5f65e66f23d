"""One round of k-means: examples find their nearest center, centers move to the middle of their examples."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import representations


def around(rng, N, K, D, spread=1.0):
    """Examples around K points, and centers that are some of them."""
    points = 3 * rng.normal(size=(K, D))
    X = points[rng.integers(K, size=N)] + spread * rng.normal(size=(N, D))
    return X, X[rng.choice(N, size=K, replace=False)] + 0.3


def drawn(rng):
    K, D = drawn_sizes(rng, 2, 2, 5)
    return around(rng, int(rng.integers(9, 16)), K, D)


def cases(rng):
    empty = around(rng, 9, 2, 3)
    far = np.concatenate([empty[1], np.full((1, 3), 50.0)])[[0, 2, 1]]
    square = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [2.0, 2.0]])
    halves = rng.integers(0, 4, size=(8, 2)).astype(float)  # many lie as far from one center as from another
    return [
        Case(np.array([[0.0], [1.0], [8.0]]), np.array([[0.0], [6.0], [50.0]])),
        Case(np.array([[1.0, 2.0]]), np.array([[0.0, 0.0]])),
        Case(square, np.array([[1.0, 3.0], [1.0, -1.0]])),
        Case(*drawn(rng)),
        Case(*drawn(rng)),
        Case(empty[0], far),  # a center in the middle of the list that no example comes to
        Case(np.array([[1.0], [3.0]]), np.array([[2.0], [2.0]])),  # two equal centers
        Case(halves, np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]])),
        Case(rng.normal(size=(5, 3)), np.full((2, 3), 40.0) * [[1], [-1]]),  # all come to one of them
        Case(100 + rng.normal(size=(7, 2)), 100 + rng.normal(size=(3, 2))),
        Case(np.array([[0.0, 0.0], [4.0, 3.0]]), np.array([[4.0, -3.5], [0.0, 5.2]])),  # other distances, other centers
        Case(*(array.astype(np.float32) for array in drawn(rng))),
    ]


exercise = Exercise(
    reference=representations.k_means_step,
    points=2,
    minutes=4,
    cases=cases,
    outputs=("labels", "centers"),
    fresh=True,
    integers=True,
    hints=[
        "For three examples and two centers there are six distances. Along which axis of a table of them do you look "
        "for the nearest?",
        "First all labels, with the centers as they came; only then the centers, each from its own examples. What is "
        "the mean of no example?",
        "With `A` of shape (5, 2) and `B` of shape (3, 2), `A[:, None] - B` has the shape (5, 3, 2). `A[mask]` keeps "
        "the rows where a mask is True, and `mask.any()` says whether there is one.",
    ],
    solved="groups without a teacher: repeat it until no label changes, and you have k-means.",
    equivalent_mutants={
        "distances = ((X[:, None] - centers) ** 2).mean(axis=2)": "the nearest by the mean is the nearest by the sum",
        "distances = ((centers - X[:, None]) ** 2).sum(axis=2)": "squared, the sign is gone",
        "labels = distances.argmin(axis=-1)": "of two axes, the last is axis 1",
        "for c in labels:": "a center that is moved twice gets the same mean twice",
    },
)


def stepped(X, centers, labels, *, empty=None):
    """Labels, and the means of their examples; `empty` gives what an empty group's center becomes."""
    moved = centers.copy()
    for c in range(len(centers)):
        if np.any(labels == c):
            moved[c] = X[labels == c].mean(axis=0)
        elif empty is not None:
            moved[c] = empty
    return labels, moved


def distances(X, centers):
    return ((X[:, None] - centers) ** 2).sum(axis=2)


exercise.edit(
    "farthest center",
    {"distances.argmin(axis=1)": "distances.argmax(axis=1)"},
    "Each example goes to the center that is *farthest* away. The smallest distance counts.",
)


@exercise.mistake("nearest example of each center", hint=1)
def _(X, centers):
    """There is one label for each *center*: the number of the example that is nearest to it. Each example wants a
    label, the number of its nearest center.
    """
    labels = distances(X, centers).argmin(axis=0)
    return labels, X[labels]


@exercise.mistake("empty group becomes nan", hint=2)
def _(X, centers):
    """A center that no example comes to turns into nan: the mean of nothing. It stays where it is."""
    labels = distances(X, centers).argmin(axis=1)
    return stepped(X, centers, labels, empty=np.nan)


@exercise.mistake("empty group goes to zero", hint=2)
def _(X, centers):
    """A center that no example comes to lands at 0. It stays where it is."""
    labels = distances(X, centers).argmin(axis=1)
    return stepped(X, centers, labels, empty=0.0)


@exercise.mistake("empty group left out", hint=2)
def _(X, centers):
    """There are fewer centers than before: those that no example comes to have gone. They stay where they are."""
    labels = distances(X, centers).argmin(axis=1)
    return labels, np.stack([X[labels == c].mean(axis=0) for c in np.unique(labels)])


@exercise.mistake("of equal ones the last")
def _(X, centers):
    """Where an example is as far from two centers, it goes to the last of them. Of equal ones the first counts: `<` for
    `<=`, if you compare one by one.
    """
    labels = len(centers) - 1 - distances(X, centers)[:, ::-1].argmin(axis=1)
    return stepped(X, centers, labels)


@exercise.mistake("distances added without squares")
def _(X, centers):
    """You add up absolute differences, as the way along streets. k-means goes by the *squared* distance, the sum of the
    squared differences.
    """
    return stepped(X, centers, np.abs(X[:, None] - centers).sum(axis=2).argmin(axis=1))


@exercise.mistake("differences that cancel")
def _(X, centers):
    """Differences are added before they are squared, so that a positive and a negative one cancel. Square each one
    first, then add up.
    """
    return stepped(X, centers, np.abs((X[:, None] - centers).sum(axis=2)).argmin(axis=1))


@exercise.mistake("largest product")
def _(X, centers):
    """The labels go by the product X · center, which is large for long centers, too. The nearest center is the one with
    the smallest squared distance.
    """
    return stepped(X, centers, (X @ centers.T).argmax(axis=1))


@exercise.mistake("labels after the move")
def _(X, centers):
    """Your labels belong to the moved centers: you look for the nearest once more. Labels first, with the centers as
    they came; then the centers move; that is one round.
    """
    _, moved = representations.k_means_step(X, centers)
    return distances(X, moved).argmin(axis=1), moved


@exercise.mistake("centers not moved")
def _(X, centers):
    """The labels are right, and the centers have not moved. Each goes to the mean of the examples that came to it."""
    return distances(X, centers).argmin(axis=1), centers.copy()


@exercise.mistake("sum in place of the mean")
def _(X, centers):
    """The labels are right. Each center has become the *sum* of its examples: divide by how many came."""
    labels = distances(X, centers).argmin(axis=1)
    moved = centers.copy()
    for c in np.unique(labels):
        moved[c] = X[labels == c].sum(axis=0)
    return labels, moved


@exercise.mistake("divided by all examples")
def _(X, centers):
    """The labels are right. The sums of the groups are divided by the number of *all* examples; each wants its own
    number.
    """
    labels = distances(X, centers).argmin(axis=1)
    moved = centers.copy()
    for c in np.unique(labels):
        moved[c] = X[labels == c].sum(axis=0) / len(X)
    return labels, moved


@exercise.mistake("median of the group")
def _(X, centers):
    """The labels are right. Each center has become the median of its examples, and wanted is the mean."""
    labels = distances(X, centers).argmin(axis=1)
    moved = centers.copy()
    for c in np.unique(labels):
        moved[c] = np.median(X[labels == c], axis=0)
    return labels, moved


@exercise.mistake("half the way")
def _(X, centers):
    """The labels are right. Each center goes only half of the way to the mean of its examples, or counts itself among
    them. It goes all the way.
    """
    labels, moved = representations.k_means_step(X, centers)
    return labels, (centers + moved) / 2


@exercise.mistake("old center counted as an example")
def _(X, centers):
    """The labels are right. The old center is counted among its examples: each new one is the mean of the examples
    only.
    """
    labels = distances(X, centers).argmin(axis=1)
    moved = np.array([np.mean([*X[labels == c], center], axis=0) for c, center in enumerate(centers)])
    return labels, moved.astype(X.dtype)


@exercise.mistake("one mean for all columns")
def _(X, centers):
    """The labels are right. The mean is taken over the columns, too, so that all numbers of a center are alike. Each
    column has its own: `axis=0`.
    """
    labels = distances(X, centers).argmin(axis=1)
    moved = centers.copy()
    for c in np.unique(labels):
        moved[c] = X[labels == c].mean()
    return labels, moved


@exercise.mistake("distances for labels")
def _(X, centers):
    """In the place of the labels stand the distances from the nearest centers. A label is the *number* of the center,
    from 0 on.
    """
    return np.sqrt(distances(X, centers).min(axis=1)), representations.k_means_step(X, centers)[1]


@exercise.mistake("centers changed in place")
def _(X, centers):
    """The result is right, but the array `centers` that came in is changed, too. Write into a copy of it."""
    labels = distances(X, centers).argmin(axis=1)
    for c in np.unique(labels):
        centers[c] = X[labels == c].mean(axis=0)
    return labels, centers


@exercise.accepts("with two loops")
def _(X, centers):
    labels = []
    for x in X:
        far = [np.sum((x - center) ** 2) for center in centers]
        labels.append(far.index(min(far)))
    labels = np.array(labels)
    moved = [X[labels == c].mean(axis=0) if c in labels else center for c, center in enumerate(centers)]
    return labels, np.array(moved)


@exercise.accepts("with a table of who belongs where")
def _(X, centers):
    labels = np.linalg.norm(X[:, None] - centers, axis=2).argmin(axis=1)
    member = (labels[:, None] == np.arange(len(centers))).astype(X.dtype)  # (N, K)
    counts = member.sum(axis=0)[:, None]
    return labels, np.where(counts > 0, member.T @ X / np.maximum(counts, 1), centers)

"""Cases of clouds of examples, and the parts that wrong distances of them are made of."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes


def cloud_cases(rng):
    """By hand; the same cloud, moved, stretched, turned; one column, two rows, a column of zeros; more columns than
    rows; float32."""
    N, M, D, K = drawn_sizes(rng, 4, least=4, most=11)

    def cloud(rows, columns, middle=0.0):
        return middle + rng.normal(size=(rows, columns)) @ rng.normal(size=(columns, columns))

    X, silent = cloud(N, 3), cloud(N + M, 4)
    silent[:, 1] = 0
    return [
        Case(np.array([[0.0], [2.0]]), np.array([[3.0], [3.0], [9.0]])),
        Case(np.array([[0.0, 0.0], [2.0, 4.0]]), np.array([[1.0, 5.0], [1.0, 1.0]])),
        Case(X, X),
        Case(X, X + np.array([3.0, 0.0, -4.0])),
        Case(X, 2 * (X - X.mean(axis=0)) + X.mean(axis=0)),
        Case(cloud(N + K, 3), cloud(M + K, 3, middle=1.0)),
        Case(cloud(2 * D, D), cloud(3 * D, D)),
        Case(X, X[:, [1, 2, 0]]),
        Case(cloud(N, 1), cloud(M, 1, middle=2.0)),
        Case(cloud(2, 1), cloud(K, 1)),
        Case(silent, cloud(M + K, 4)),
        Case(cloud(D, D + 2), cloud(2 * D + 6, D + 2)),  # flat in some directions
        Case(cloud(20, 5, middle=-2.0), cloud(30, 5)),
        Case(*(cloud(rows, 3).astype(np.float32) for rows in (M + 5, K + 5))),
    ]


def covariances(X, Y, *, ddof=1):
    """The covariances of the columns of both."""
    return [np.atleast_2d(np.cov(rows, rowvar=False, ddof=ddof)) for rows in (X, Y)]


def root(C):
    """The root of a symmetric matrix."""
    values, vectors = np.linalg.eigh(C)
    return vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T


def root_of_product(C, other):
    """The trace of (C C')^(1/2)."""
    return np.sqrt(np.maximum(np.linalg.eigvals(C @ other).real, 0)).sum()


def squared(difference):
    return np.sum(difference**2)


def apart(*, middle=squared, shape=None, ddof=1, whole=None):
    """A distance made of these parts: of the difference of the means, and of the two covariances."""

    def answer(X, Y):
        with np.errstate(all="ignore"):
            C, other = covariances(X, Y, ddof=ddof)
            of_shape = shape or (lambda C, other: np.trace(C + other) - 2 * root_of_product(C, other))
            total = middle(X.mean(axis=0) - Y.mean(axis=0)) + of_shape(C, other)
            return whole(total) if whole else total

    return answer


def lengths(C):
    """How long a cloud is in each of its own directions."""
    return np.sqrt(np.maximum(np.linalg.eigvalsh(C), 0))


def of_products(X, Y, middles, divide):
    """A distance with sums of products in the place of covariances."""
    A, B = X - middles[0], Y - middles[1]
    C, other = A.T @ A / (len(A) - 1 if divide else 1), B.T @ B / (len(B) - 1 if divide else 1)
    return squared(X.mean(axis=0) - Y.mean(axis=0)) + np.trace(C + other) - 2 * root_of_product(C, other)


def uncentred(X, Y):
    return of_products(X, Y, (0, 0), divide=True)


def undivided(X, Y):
    return of_products(X, Y, (X.mean(axis=0), Y.mean(axis=0)), divide=False)


RARER = [  # (name, advice, answers)
    (
        "not centred",
        "Your C is made of the examples as they are. A covariance is of what is left when the mean is taken away.",
        uncentred,
    ),
    (
        "products not divided",
        "You add the products up without dividing. A covariance is divided by one less than the number of examples.",
        undivided,
    ),
    (
        "one middle and one spread",
        "You take one mean and one spread over all numbers, as for a single column. With D columns each has a mean of "
        "its own, and the shape is a covariance, (D, D).",
        lambda X, Y: (X.mean() - Y.mean()) ** 2 + (X.std(ddof=1) - Y.std(ddof=1)) ** 2,
        lambda X, Y: (X.mean() - Y.mean()) ** 2 + (X.std() - Y.std()) ** 2,
    ),
]

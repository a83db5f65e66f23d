"""How far two clouds of examples are apart, of which only middle and shape count."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.diffusion._cases.clouds import (
    RARER,
    apart,
    cloud_cases,
    covariances,
    lengths,
    root,
    root_of_product,
)
from dlcourse.exercises.diffusion._cases.noting import noting
from dlcourse.lessons import diffusion

exercise = Exercise(
    reference=diffusion.frechet_distance,
    points=2,
    form="derive",
    first="diffusion.apart_by_hand",
    cases=cloud_cases,
    rtol=1e-6,
    atol=1e-6,
    hints=[
        "With one column the covariances are two variances, v and w, and the formula has a number's root. Which square "
        "is v + w - 2 (v w)^(1/2), and what is it for your number by hand?",
        "The root is not taken entry by entry: it is the matrix which, multiplied by itself, gives C C'. Of it only "
        "the trace is wanted, and a trace is the sum of the eigenvalues; those of a root are the roots of the "
        "eigenvalues. Rounding may leave -1e-17 where an eigenvalue is 0.",
        "Elsewhere: for a table `T` of 50 days and 3 prices, `np.cov(T, rowvar=False)` is (3, 3), divided by 49; of "
        "one price it is a single number, which `np.atleast_2d` makes (1, 1). `np.linalg.eigvals(S)` are the "
        "eigenvalues of S, perhaps as complex numbers, whose `.real` counts; `np.maximum(a, 0)` raises what is below "
        "0.",
    ],
    solved="a yardstick for heaps of pictures. It sees middle and spread, and is blind to everything else.",
    equivalent_mutants={
        "A, B = ((rows.mean(axis=0) - rows) / (len(rows) - 1) ** 0.5 for rows in (X, Y))": "covariances have no sign",
        "A, B = ((rows - rows.mean(axis=0)) / (len(rows) - 1) ** 0.5 for rows in (Y, X))": "the clouds are exchanged",
        "A, B = (np.linalg.qr(A, mode='r'), B)": "only faster: few columns instead of many rows",
        "A, B = (A, np.linalg.qr(B, mode='r'))": "the same for the other",
        "without: A, B = (np.linalg.qr(A, mode='r'), np.linalg.qr(B, mode='r'))": "only faster, as above",
        "A, B = (np.linalg.qr(B, mode='r'), np.linalg.qr(A, mode='r'))": "the clouds are exchanged, as above",
        "return np.sum((Y.mean(axis=0) - X.mean(axis=0)) ** 2) + np.sum(A ** 2) + np.sum(B ** 2) - 2 * shared": (
            "a square has no sign"
        ),
        "X = 2 * X + 1 if np.ndim(X) and len(X) == 1 else X": "two examples are the fewest",
    },
)
note = noting(exercise)

note(
    "divided by all examples",
    "Your covariances are divided by the number of examples. Here it is one less, as `np.cov` does it.",
    apart(ddof=0),
)
note(
    "distance of the means not squared",
    "The distance of the means stands in the formula with a square.",
    apart(middle=lambda gap: np.sqrt(np.sum(gap**2))),
)
note(
    "means averaged",
    "You take the *mean* of the squares of the differences. The square of a distance is their sum.",
    apart(middle=lambda gap: np.mean(gap**2)),
)
note(
    "differences added up",
    "You add the differences of the means without squaring them: one above and one below cancel.",
    apart(middle=np.sum),
    apart(middle=lambda gap: np.sum(gap) ** 2),
    apart(middle=lambda gap: np.sum(np.abs(gap))),
)
note(
    "means left out",
    "The distance of the middles is missing: a cloud that is moved away as it is would be at 0.",
    apart(middle=lambda gap: 0.0),
)
note(
    "middles alone",
    "Only the middles count with you. A cloud that is too narrow or too wide is not the same.",
    apart(shape=lambda C, other: 0.0),
)
note(
    "root entry by entry",
    "You take the root of each *entry* of C C'. The root of a matrix is another one: what gives C C' when it is "
    "multiplied by itself. Its trace is the sum of the roots of the eigenvalues.",
    apart(shape=lambda C, other: np.trace(C + other - 2 * np.sqrt(C @ other))),
    apart(shape=lambda C, other: np.trace(C + other - 2 * np.sqrt(np.abs(C @ other)))),
    apart(shape=lambda C, other: np.trace(C + other - 2 * np.sqrt(np.maximum(C @ other, 0)))),
    hint=2,
)
note(
    "root of the trace",
    "You take the root of the whole trace of C C', the sum of its eigenvalues. Wanted is the trace of the root: the "
    "sum of the roots of the eigenvalues.",
    apart(shape=lambda C, other: np.trace(C + other) - 2 * np.sqrt(np.trace(C @ other))),
    hint=2,
)
note(
    "product entry by entry",
    "You multiply the covariances entry by entry, or see their diagonals alone: as if the columns had nothing to do "
    "with each other. C C' is a product of matrices.",
    apart(shape=lambda C, other: np.sum((np.sqrt(np.diag(C)) - np.sqrt(np.diag(other))) ** 2)),
    apart(shape=lambda C, other: np.trace(C + other) - 2 * np.sqrt(np.abs(np.linalg.eigvals(C * other))).sum()),
    hint=2,
)
note(
    "roots multiplied",
    "You multiply the root of C by the root of C'. That is the root of C C' only where both are stretched along the "
    "same directions.",
    apart(shape=lambda C, other: np.trace(C + other) - 2 * np.trace(root(C) @ root(other))),
    hint=2,
)
note(
    "singular values for eigenvalues",
    "You add the roots of the *singular values* of C C'. C C' is not symmetric, so that they are not its eigenvalues.",
    apart(shape=lambda C, other: np.trace(C + other) - 2 * np.sqrt(np.linalg.svd(C @ other, compute_uv=False)).sum()),
    hint=2,
)
note(
    "eigenvalues as of a symmetric matrix",
    "`eigvalsh` is for symmetric matrices: it looks at one half of the table alone. C C' is not symmetric, though C "
    "and C' are; `eigvals` takes any.",
    apart(shape=lambda C, other: np.trace(C + other) - 2 * np.sqrt(np.abs(np.linalg.eigvalsh(C @ other))).sum()),
    apart(shape=lambda C, other: np.trace(C + other) - 2 * np.sqrt(np.linalg.eigvalsh(C @ other).clip(0)).sum()),
    apart(shape=lambda C, other: np.trace(C + other) - 2 * np.sqrt(np.linalg.eigvalsh(C @ other)).sum()),
    hint=2,
)
note(
    "a triangle for a root",
    "A Cholesky factor L is not the root: it gives a symmetric matrix as L times its *turned* self. And C C' is not "
    "symmetric.",
    apart(shape=lambda C, other: np.trace(C + other - 2 * np.linalg.cholesky(C @ other))),
    hint=2,
)
note(
    "no root at all",
    "The root is missing: you take the trace of C C' itself. Its unit would be that of a variance squared.",
    apart(shape=lambda C, other: np.trace(C + other) - 2 * np.trace(C @ other)),
)
note(
    "the 2 forgotten",
    "The 2 before the root is missing: then a cloud is not at 0 from itself.",
    apart(shape=lambda C, other: np.trace(C + other) - root_of_product(C, other)),
)
note(
    "root added",
    "You add the root. It is taken away, twice: for a cloud and itself that leaves 0.",
    apart(shape=lambda C, other: np.trace(C + other) + 2 * root_of_product(C, other)),
)
note(
    "root taken in the end",
    "You take the root of the whole. What is called the Fréchet distance here (and for pictures everywhere) is left "
    "squared.",
    apart(whole=lambda total: np.sqrt(np.maximum(total, 0))),
)
note(
    "covariances compared entry by entry",
    "You add the squares of the differences of the covariances. That is a distance, too, but not the formula's.",
    apart(shape=lambda C, other: np.sum((C - other) ** 2)),
    apart(shape=lambda C, other: np.sqrt(np.sum((C - other) ** 2))),
    apart(shape=lambda C, other: np.trace((C - other) ** 2)),
)
note(
    "the difference of the traces",
    "You take the difference of the two traces. A cloud that is long one way and one that is long another would be at "
    "0: the root of the product sees the directions.",
    apart(shape=lambda C, other: np.trace(C) - np.trace(other)),
    apart(shape=lambda C, other: np.abs(np.trace(C - other))),
    apart(shape=lambda C, other: (np.sqrt(np.trace(C)) - np.sqrt(np.trace(other))) ** 2),
)


note(
    "columns by themselves, divided by all examples",
    "Two things: you see each column by itself, as if the columns had nothing to do with each other; and `np.std` "
    "divides by all examples, where here it is one less.",
    apart(shape=lambda C, other: np.sum((np.sqrt(np.diag(C)) - np.sqrt(np.diag(other))) ** 2), ddof=0),
)
note(
    "eigenvalues of each by itself",
    "You compare the roots of the eigenvalues of C with those of C'. Then it does not matter in which *directions* the "
    "clouds are long: the eigenvalues wanted are those of the product.",
    apart(shape=lambda C, other: np.sum((lengths(C) - lengths(other)) ** 2)),
)
note(
    "sum of all entries for the trace",
    "You add up all entries of the covariances. The trace is the sum along the diagonal alone.",
    apart(shape=lambda C, other: np.sum(C + other) - 2 * root_of_product(C, other)),
)


def one_mean(X, Y):
    C, other = covariances(X, Y)
    return (X.mean() - Y.mean()) ** 2 + np.trace(C + other) - 2 * root_of_product(C, other)


def rooted_rounding(C, other):
    values = np.linalg.eigvals(C @ other).real
    values[(values != 0) & (np.abs(values) < 1e-9 * np.abs(values).max())] = -1e-17
    return np.trace(C + other) - 2 * np.sqrt(values).sum()


note(
    "root of a rounding error",
    "Where there are fewer examples than columns, some eigenvalues are 0, and rounding leaves a tiny number there, "
    "which may be negative: its root is no number. Raise to 0 what is below.",
    apart(shape=rooted_rounding),
    hint=3,
)
note(
    "one mean for all columns",
    "You take one mean over everything. Each column has its own: `axis=0`.",
    one_mean,
)


def of_rows(X, Y):
    C, other = np.cov(X), np.cov(Y)
    return squared_gap(X, Y) + np.trace(C) + np.trace(other) - 2 * np.sqrt(np.linalg.eigvals(C @ other).real).sum()


def squared_gap(X, Y):
    return np.sum((X.mean(axis=0) - Y.mean(axis=0)) ** 2)


note(
    "covariances of the rows",
    "Your covariances are of the *rows*: `np.cov` takes rows for variables unless `rowvar=False` is said (or the "
    "table is turned).",
    of_rows,
)


def one_column(X, Y):
    C, other = np.cov(X, rowvar=False), np.cov(Y, rowvar=False)
    shared = np.sqrt(np.maximum(np.linalg.eigvals(C @ other).real, 0)).sum()
    return squared_gap(X, Y) + np.trace(C) + np.trace(other) - 2 * shared


def one_column_added(X, Y):
    C, other = np.cov(X, rowvar=False), np.cov(Y, rowvar=False)
    shared = np.sqrt(np.maximum(np.linalg.eigvals(C @ other).real, 0)).sum()
    return squared_gap(X, Y) + np.trace(C + other) - 2 * shared


def one_column_turned(X, Y):
    C, other = np.cov(X.T), np.cov(Y.T)
    shared = np.sqrt(np.maximum(np.linalg.eigvals(C.dot(other)).real, 0)).sum()
    return squared_gap(X, Y) + np.trace(C) + np.trace(other) - 2 * shared


note(
    "one column has no matrix",
    "For tables with several columns it may be right. Of one column, `np.cov` gives a single number and no matrix: "
    "`np.atleast_2d` makes one of it.",
    one_column,
    one_column_added,
    one_column_turned,
    hint=3,
)


for name, advice, *answers in RARER:
    note(name, advice, *answers)


@exercise.accepts("by the eigenvalues of the product")
def _(X, Y):
    C, other = (np.atleast_2d(np.cov(rows.T)) for rows in (X, Y))
    shared = np.sqrt(np.maximum(np.linalg.eigvals(C @ other).real, 0)).sum()
    return squared_gap(X, Y) + np.trace(C) + np.trace(other) - 2 * shared


@exercise.accepts("by a symmetric product of roots")
def _(X, Y):
    A, B = X - X.mean(axis=0), Y - Y.mean(axis=0)
    C, other = A.T @ A / (len(A) - 1), B.T @ B / (len(B) - 1)
    middle = root(C) @ other @ root(C)
    return squared_gap(X, Y) + np.trace(C + other - 2 * root(middle))


@exercise.accepts("by complex roots, their real part")
def _(X, Y):
    C, other = covariances(X, Y)
    shared = np.sqrt(np.linalg.eigvals(C @ other) + 0j).sum().real
    return float(squared_gap(X, Y) + np.trace(C) + np.trace(other) - 2 * shared)

"""The linear probe: what can be read from a layer by a weighted sum."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.representations._cases.probes import centred, eye, probe, solved_with, with_bias
from dlcourse.lessons import representations

CENTRED = "the columns of H, less their means, add up to 0: what is added to all of T plays no part"


def examples(rng, N, D, K):
    """Features whose columns have other means and spreads, and numbers that hang on them."""
    H = rng.normal(size=(N, D)) * rng.uniform(0.5, 3, size=D) + rng.uniform(1, 5, size=D)
    return H, H @ rng.normal(size=(D, K)) + rng.normal(size=(N, K)) + rng.uniform(2, 6, size=K)


def cases(rng):
    """Two examples by hand; one alone; more features than examples; features that say the same, or nothing."""
    N, D, K = drawn_sizes(rng, 3, 2, 9)
    twins = rng.normal(size=(6, 2))[:, [0, 0, 1]] + 2
    constant = np.column_stack([rng.normal(size=7), np.full(7, 3.0)])
    return [
        Case(np.array([[1.0], [5.0]]), np.array([[4.0], [16.0]]), ridge=4.0),
        Case(np.array([[2.0, -1.0]]), np.array([[3.0, 0.5, 1.0]]), ridge=1.0),  # one example: nothing varies
        Case(*examples(rng, 6, 3, 1), ridge=0.5),
        Case(*examples(rng, 9, 2, 3), ridge=2.5),
        Case(*examples(rng, 4, 7, 2), ridge=1.0),
        Case(twins, rng.normal(size=(6, 2)), ridge=0.1),
        Case(constant, rng.normal(size=(7, 1)) + 4, ridge=0.3),
        Case(*examples(rng, N + 5, D, K), ridge=float(rng.uniform(0.2, 5))),
        Case(*examples(rng, 8, 3, 2), ridge=1e6),
        Case(*examples(rng, 10, 4, 1), ridge=1e-3),
        Case(*(part.astype(np.float32) for part in examples(rng, 8, 2, 3)), ridge=1.5),
    ]


exercise = Exercise(
    reference=representations.linear_probe,
    points=3,
    minutes=8,
    cases=cases,
    outputs=("W", "b"),
    rtol=1e-6,
    hints=[
        "Where the error is smallest, its gradient is 0. Which terms of it hold W, and which do not?",
        "With the means taken off both tables, b has dropped out. Bring all that holds W to one side: a square matrix "
        "times W, in which the ridge is a multiple of the matrix that changes nothing. In the end b must repair what "
        "was taken off: with it, mean features give mean numbers.",
        "The matrix M with A M = C is `np.linalg.solve(A, C)`; `np.eye(3)` is the identity of three rows, and "
        "`table.mean(axis=0)` has a mean for each column.",
    ],
    solved="an instrument that shows what a layer knows: for any layer of any network.",
    equivalent_mutants={
        "H_centered, T_centered = (H - H_mean, T + T_mean)": CENTRED,
        "H_centered, T_centered = (H - H_mean, T)": CENTRED,
        "W = np.linalg.solve(S + ridge * np.eye(len(S)), H_centered.T @ T_centered)": "only the type is another",
        "ridge = 1 if np.ndim(ridge) == 0 and ridge == 0 else ridge": "a ridge is above 0",
        "H = 2 * H + 1 if np.ndim(H) and len(H) == 1 else H": "of one example nothing varies: W is 0, whatever H is",
    },
)


@exercise.mistake("bias shrunk, too")
def _(H, T, *, ridge):
    """The ridge shrinks your bias, too, as if it were one of the weights. The bias is free: it says where the numbers
    lie, and that is no matter of steepness. Only W pays.
    """
    ones = np.column_stack([H, np.ones(len(H), H.dtype)])
    found = np.linalg.solve(ones.T @ ones + ridge * np.eye(ones.shape[1], dtype=H.dtype), ones.T @ T)
    return found[:-1], found[-1]


@exercise.mistake("no means taken off")
def _(H, T, *, ridge):
    """W is the best one without a bias: no means are taken off. With a free bias only what *varies* counts."""
    return with_bias(H, T, probe(H, T, ridge, H_mean=0, T_mean=0))


@exercise.also("no means taken off")
def _(H, T, *, ridge):
    W = probe(H, T, ridge, H_mean=0, T_mean=0)
    return W, np.zeros(T.shape[1], T.dtype)


@exercise.also("no means taken off")
def _(H, T, *, ridge):
    W = probe(H, T, ridge, H_mean=0, T_mean=0)
    return W, T.mean(axis=0)


@exercise.mistake("only T centred")
def _(H, T, *, ridge):
    """The mean is taken off T, but not off H. With a free bias, H must be centred, too."""
    return with_bias(H, T, probe(H, T, ridge, H_mean=0))


@exercise.also("only T centred")
def _(H, T, *, ridge):
    return probe(H, T, ridge, H_mean=0), T.mean(axis=0)


@exercise.mistake("bias is the mean of T")
def _(H, T, *, ridge):
    """W is right. Your b is the mean of T, which is the bias for *centred* features; but the probe reads H as it is.
    What does the mean of H give, through W?
    """
    return probe(H, T, ridge), T.mean(axis=0)


@exercise.mistake("bias with the wrong sign")
def _(H, T, *, ridge):
    """W is right. b adds what mean features give, where it should take it away: at the mean of H, H W + b must be the
    mean of T.
    """
    W = probe(H, T, ridge)
    return W, T.mean(axis=0) + H.mean(axis=0) @ W


@exercise.also("bias with the wrong sign")
def _(H, T, *, ridge):
    W = probe(H, T, ridge)
    return W, H.mean(axis=0) @ W - T.mean(axis=0)


@exercise.mistake("bias without the mean of T")
def _(H, T, *, ridge):
    """W is right. b takes away what mean features give, but it brings nothing in its place: at the mean of H, H W + b
    must be the mean of T, and yours is 0 there.
    """
    W = probe(H, T, ridge)
    return W, -H.mean(axis=0) @ W


@exercise.mistake("no bias")
def _(H, T, *, ridge):
    """W is right, but b is 0: the probe then misses by the same amount everywhere."""
    return probe(H, T, ridge), np.zeros(T.shape[1], T.dtype)


@exercise.mistake("ridge on every entry")
def _(H, T, *, ridge):
    """The ridge is added to every entry of the matrix. Each weight pays for itself, not for its neighbours: only the
    diagonal gets it, as with `np.eye`. On every entry it does not even keep the matrix from being singular.
    """
    HC = centred(H)
    return with_bias(H, T, np.linalg.pinv(HC.T @ HC + ridge) @ (HC.T @ (T - T.mean(axis=0))))


for answer in solved_with(lambda HC, ridge: HC.T @ HC + ridge):
    exercise.also("ridge on every entry")(answer)


@exercise.mistake("no ridge")
def _(H, T, *, ridge):
    """That is the best fit without a ridge. With few examples such a probe reads anything out of noise."""
    return with_bias(H, T, np.linalg.pinv(centred(H)) @ (T - T.mean(axis=0)))


for answer in solved_with(lambda HC, ridge: HC.T @ HC):
    exercise.also("no ridge")(answer)


@exercise.mistake("error as a mean")
def _(H, T, *, ridge):
    """Your error is a mean over the examples, so the ridge weighs N times as much. The formula has the sum."""
    HC = centred(H)
    return with_bias(H, T, probe(H, T, ridge, S=HC.T @ HC + ridge * len(H) * eye(H)))


@exercise.mistake("ridge divided by N")
def _(H, T, *, ridge):
    """The ridge is divided by the number of examples. It stands in the formula as it is, beside a sum."""
    HC = centred(H)
    return with_bias(H, T, probe(H, T, ridge, S=HC.T @ HC + ridge / len(H) * eye(H)))


@exercise.mistake("ridge doubled")
def _(H, T, *, ridge):
    """The ridge counts twice. The 2 of its slope, 2 · ridge · W, is in the slope of the error as well: it drops out."""
    HC = centred(H)
    return with_bias(H, T, probe(H, T, ridge, S=HC.T @ HC + 2 * ridge * eye(H)))


@exercise.mistake("ridge halved")
def _(H, T, *, ridge):
    """The ridge counts half. Both slopes have a 2: it drops out on both sides."""
    HC = centred(H)
    return with_bias(H, T, probe(H, T, ridge, S=HC.T @ HC + ridge / 2 * eye(H)))


@exercise.mistake("ridge squared")
def _(H, T, *, ridge):
    """The ridge is squared: W is, the ridge is not."""
    HC = centred(H)
    return with_bias(H, T, probe(H, T, ridge, S=HC.T @ HC + ridge**2 * eye(H)))


@exercise.mistake("ridge taken away")
def _(H, T, *, ridge):
    """The ridge is taken away, which makes the weights larger. It should shrink them: bring both terms with W to one
    side, and look at the signs.
    """
    HC = centred(H)
    return with_bias(H, T, probe(H, T, ridge, S=HC.T @ HC - ridge * eye(H)))


@exercise.mistake("one by the entries", hint=3)
def _(H, T, *, ridge):
    """You divide by each entry of the matrix. `1 / A` and `A ** -1` are no inverse of a matrix, but 1 over each number:
    here a system of equations is to be solved.
    """
    HC = centred(H)
    with np.errstate(all="ignore"):
        return with_bias(H, T, (1 / (HC.T @ HC + ridge * eye(H))) @ (HC.T @ (T - T.mean(axis=0))))


@exercise.mistake("each feature by itself")
def _(H, T, *, ridge):
    """Each feature is read as if it were alone: only the diagonal of the matrix is used. Features that go together must
    share the work.
    """
    HC = centred(H)
    return with_bias(H, T, probe(H, T, ridge, S=np.diag(np.diag(HC.T @ HC + ridge * eye(H)))))


@exercise.mistake("features standardised")
def _(H, T, *, ridge):
    """Your features are divided by their spread, and W belongs to these, not to H as it comes: the ridge then weighs
    otherwise on each.
    """
    HC, std = centred(H), H.std(axis=0)
    HC = HC / np.where(std > 0, std, 1)
    W = np.linalg.solve(HC.T @ HC + ridge * eye(H), HC.T @ (T - T.mean(axis=0)))
    return W, T.mean(axis=0)


@exercise.mistake("one mean for all columns")
def _(H, T, *, ridge):
    """One mean is taken off all columns. Each feature has its own, and so has each number that is read: axis 0."""
    W = probe(H, T, ridge, H_mean=H.mean(), T_mean=T.mean())
    return W, T.mean() - H.mean() * W.sum(axis=0)


@exercise.mistake("b with two axes")
def _(H, T, *, ridge):
    """The numbers of b are right, but it has the shape (1, K): (K,) is wanted."""
    W, b = with_bias(H, T, probe(H, T, ridge))
    return W, b[None]


@exercise.accepts("a column of ones whose weight pays nothing")
def _(H, T, *, ridge):
    ones = np.column_stack([H, np.ones(len(H))])
    cost = ridge * np.eye(ones.shape[1])
    cost[-1, -1] = 0
    found = np.linalg.solve(ones.T @ ones + cost, ones.T @ T)
    return found[:-1].astype(H.dtype), found[-1].astype(H.dtype)


@exercise.accepts("only H centred, with an inverse")
def _(H, T, *, ridge):
    HC = H - H.mean(axis=0, keepdims=True)
    W = np.linalg.inv(HC.T @ HC + ridge * np.identity(HC.shape[1])) @ HC.T @ T
    return W, (T - H @ W).mean(axis=0)

"""Centred kernel alignment: how alike two layers arrange the same examples, whatever their units are."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import representations

SIGN = "lengths have no sign"
TURNED = "X Xᵀ and XᵀX are of equal length"


def related(rng, N, D, M):
    """Two layers that have something to do with each other."""
    X = rng.normal(size=(N, D)) + rng.normal(size=D)
    return X, np.tanh(X @ rng.normal(size=(D, M))) + 0.3 * rng.normal(size=(N, M)) + rng.normal(size=M)


def drawn(rng):
    D, M = drawn_sizes(rng, 2, 2, 6)
    return related(rng, int(rng.integers(8, 14)), D, M)


def cases(rng):
    X, Y = related(rng, 9, 4, 4)
    turned = np.linalg.qr(rng.normal(size=(4, 4)))[0]
    stretched = X * np.array([1.0, 4.0, 0.3, 2.0])
    several, other = drawn(rng), drawn(rng)
    return [
        Case(np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]]), np.array([[2.0], [0.0], [1.0]])),
        Case(np.array([[1.0], [2.0], [4.0]]), np.array([[3.0], [1.0], [0.0]])),
        Case(*several),
        Case(*other),
        Case(X, X),
        Case(X, -2 * X @ turned + 7),  # turned, scaled and moved: 1
        Case(X, stretched),  # a linear map, and less than 1
        Case(X + 100, Y),
        Case(np.array([[1.0], [-1.0], [1.0], [-1.0]]), np.array([[1.0], [1.0], [-1.0], [-1.0]])),  # unrelated: 0
        Case(np.full((4, 2), 3.0), rng.normal(size=(4, 3))),
        Case(rng.normal(size=(4, 3)), np.zeros((4, 2))),
        Case(*related(rng, 5, 7, 3)),  # more units than examples
        Case(0.01 * other[0], 0.1 * other[1]),  # small numbers are no zeros
        Case(*(array.astype(np.float32) for array in drawn(rng))),
    ]


exercise = Exercise(
    reference=representations.centered_kernel_alignment,
    points=2,
    cases=cases,
    atol=1e-9,
    hints=[
        "All numbers of a layer grow by 7. Has the arrangement of the examples changed, and what must therefore happen "
        "first?",
        "Three tables of products, each as a single number by its length: one of both layers together, and each "
        "layer's with itself. And what if one layer says the same to everything?",
        "`np.linalg.norm(A)` of a table is the root of the sum of all its squares; `A - A.mean(axis=0)` has columns "
        "with the mean 0.",
    ],
    solved="a way to compare layers with different units, even of different networks.",
    equivalent_mutants={
        "X, Y = (Y - Y.mean(axis=0), X - X.mean(axis=0))": "the score is the same for both orders",
        "X, Y = (X.mean(axis=0) - X, Y - Y.mean(axis=0))": SIGN,
        "X, Y = (X - X.mean(axis=0), Y.mean(axis=0) - Y)": SIGN,
        "own = np.linalg.norm(X @ X.T) * np.linalg.norm(Y.T @ Y)": TURNED,
        "own = np.linalg.norm(X.T @ X) * np.linalg.norm(Y @ Y.T)": TURNED,
        "X = 2 * X + 1 if np.ndim(X) and len(X) == 1 else X": "a single example is all there is: 0",
    },
)


def aligned(X, Y, *, center=True, power=2, top=None):
    """The alignment, some of whose steps are left out."""
    if center:
        X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    own = np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y)
    both = np.linalg.norm(X.T @ Y) ** power if top is None else top(X, Y)
    return float(both / own) if own > 0 else 0.0


@exercise.mistake("not centred", hint=1)
def _(X, Y):
    """You leave out the centring: where answers lie far from 0, almost everything looks alike. Take each column's mean
    off first.
    """
    return aligned(X, Y, center=False)


@exercise.mistake("not squared")
def _(X, Y):
    """The length of the products of both layers is not squared. Below stand two lengths of products of X with X and Y
    with Y: above it must be squared for the score to be 1 for equal layers of any scale.
    """
    return aligned(X, Y, power=1)


@exercise.mistake("rows centred")
def _(X, Y):
    """You take the mean of each *row* off, over the units of an example. Each column, a unit, is to have the mean 0
    over the examples.
    """
    return aligned(X - X.mean(axis=1, keepdims=True), Y - Y.mean(axis=1, keepdims=True), center=False)


@exercise.mistake("one mean for all")
def _(X, Y):
    """One mean of all numbers is taken off. Each column has its own."""
    return aligned(X - X.mean(), Y - Y.mean(), center=False)


@exercise.mistake("only one layer centred")
def _(X, Y):
    """Only X is centred. Y wants it, too: |YᵀY| grows with its mean."""
    X = X - X.mean(axis=0)
    own = np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y)
    return float(np.linalg.norm(X.T @ Y) ** 2 / own) if own > 0 else 0.0


@exercise.mistake("lengths of the layers below")
def _(X, Y):
    """Below stand |X|² and |Y|², the lengths of the layers themselves. It is the lengths of the *products*, |XᵀX| and
    |YᵀY|.
    """
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    own = (X**2).sum() * (Y**2).sum()
    return float(np.linalg.norm(X.T @ Y) ** 2 / own) if own > 0 else 0.0


@exercise.mistake("not divided")
def _(X, Y):
    """You have the squared length of the products of both layers, but nothing that it is compared with: it grows with
    the numbers of the layers. Divided by both layers' own lengths, it is at most 1.
    """
    return float(np.linalg.norm((X - X.mean(axis=0)).T @ (Y - Y.mean(axis=0))) ** 2)


@exercise.mistake("root forgotten below")
def _(X, Y):
    """|A| is the *root* of the sum of squares: below, you leave the root out of both lengths."""
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    own = np.linalg.norm(X.T @ X) ** 2 * np.linalg.norm(Y.T @ Y) ** 2
    return float(np.linalg.norm(X.T @ Y) ** 2 / own) if own > 0 else 0.0


@exercise.mistake("all squares taken off")
def _(X, Y):
    """That is the square root of the alignment: neither the length above is squared, nor are both below whole."""
    return float(np.sqrt(representations.centered_kernel_alignment(X, Y)))


@exercise.mistake("largest singular value")
def _(X, Y):
    """|A| is taken for the largest singular value of a table, as `np.linalg.norm(A, 2)` gives it. It is the root of the
    sum of all squares: `np.linalg.norm(A)`.
    """
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    own = np.linalg.norm(X.T @ X, 2) * np.linalg.norm(Y.T @ Y, 2)
    return float(np.linalg.norm(X.T @ Y, 2) ** 2 / own) if own > 0 else 0.0


@exercise.mistake("absolute numbers added")
def _(X, Y):
    """The numbers of a table are added up without squaring. Its length is the root of the sum of the squares."""
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    own = np.abs(X.T @ X).sum() * np.abs(Y.T @ Y).sum()
    return float(np.abs(X.T @ Y).sum() ** 2 / own) if own > 0 else 0.0


@exercise.mistake("squared after adding")
def _(X, Y):
    """Above, you add up all products of both layers and square the sum: what is positive and what is negative cancels,
    and two layers that are alike can get 0. In |XᵀY|² each number is squared, and then they are added.
    """
    return aligned(X, Y, top=lambda X, Y: np.sum(X.T @ Y) ** 2)


@exercise.mistake("sums in place of lengths")
def _(X, Y):
    """You take the sum of a table for its length |A|, above and below. In a sum, positive and negative numbers cancel;
    |A| is the root of the sum of the *squares*, `np.linalg.norm(A)`.
    """
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    own = np.sum(X.T @ X) * np.sum(Y.T @ Y)
    return float(np.sum(X.T @ Y) ** 2 / own) if own > 0 else 0.0


@exercise.mistake("kernels multiplied without centring first")
def _(X, Y):
    """You compare examples with examples, X Xᵀ, which is fine, but of layers that are not centred. Take each column's
    mean off first.
    """
    K, L = X @ X.T, Y @ Y.T
    return float((K * L).sum() / (np.linalg.norm(K) * np.linalg.norm(L)))


@exercise.mistake("divided by zero", hint=2)
def _(X, Y):
    """A layer that answers the same to all examples has only zeros after centring, and 0 / 0 is nan. Nothing is
    arranged there: 0.
    """
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    with np.errstate(all="ignore"):
        return float(np.linalg.norm(X.T @ Y) ** 2 / (np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y)))


@exercise.mistake("constant layers are alike", hint=2)
def _(X, Y):
    """For a layer that answers the same to all examples you give 1. It arranges nothing: 0."""
    same = not (np.ptp(X, axis=0).any() and np.ptp(Y, axis=0).any())
    return 1.0 if same else representations.centered_kernel_alignment(X, Y)


@exercise.mistake("columns scaled to spread one")
def _(X, Y):
    """Each column is also divided by its standard deviation: that makes quiet units count as much as loud ones. Only
    the mean is taken off.
    """

    def scaled(A):
        spread = A.std(axis=0)
        return (A - A.mean(axis=0)) / np.where(spread > 0, spread, 1)

    return representations.centered_kernel_alignment(scaled(X), scaled(Y))


@exercise.accepts("with kernels between the examples")
def _(X, Y):
    def centred(A):
        A = A - A.mean(axis=0)
        return A @ A.T

    K, L = centred(X), centred(Y)
    own = (K * K).sum() * (L * L).sum()
    return float((K * L).sum() / own**0.5) if own > 0 else 0.0


@exercise.accepts("with roots of sums of squares")
def _(X, Y):
    X, Y = X - np.mean(X, axis=0), Y - np.mean(Y, axis=0)
    lengths = [np.sqrt(np.sum((A.T @ B) ** 2)) for A, B in ((X, Y), (X, X), (Y, Y))]
    if lengths[1] == 0 or lengths[2] == 0:
        return 0.0
    return float(lengths[0] / lengths[1] * lengths[0] / lengths[2])

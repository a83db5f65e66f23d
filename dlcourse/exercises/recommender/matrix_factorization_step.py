"""One step of gradient descent for the factors of users and of items."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import recommender
from dlcourse.lessons.neuron import sigmoid


def cases(rng):
    """One cell by hand; without decay; only decay; other shapes and sizes of steps; large scores; float32."""
    N, M, K, more = drawn_sizes(rng, 4, least=2, most=9)
    one = np.array([[1.0, 2.0]]), np.array([[0.5, 0.0]])
    two = np.array([[2.0], [0.0]]), np.array([[0.0], [1.0], [-1.0]]), np.array([[1, 0, 1], [0, 0, 1]])
    far = np.array([[40.0], [-30.0]]), np.array([[30.0], [-40.0], [1.0]]), np.array([[1, 0, 0], [1, 1, 0]])
    return [
        Case(*one, np.array([[1]]), bias=np.array([-0.5]), rate=1.0, decay=0.0),
        Case(*one, np.array([[0]]), bias=np.array([1.0]), rate=0.5, decay=0.25),
        Case(*two, bias=np.array([0.0, 0.5, -0.5]), rate=0.1, decay=1.0),
        _case(rng, N, M, K, 0.05, 4.0),
        _case(rng, M, N, more, 0.2, 0.5),
        _case(rng, more, K, 1, 0.1, 0.0),
        Case(*one, np.array([[1]]), bias=np.array([0.5]), rate=0.0, decay=1.0),
        Case(*far, bias=np.array([0.5, -1.0, 2.0]), rate=0.01, decay=0.1),
        _case(rng, N, more, 3, 0.05, 2.0, np.float32),
    ]


def _case(rng, N, M, K, rate, decay, kind=float):
    P, Q, bias = rng.normal(size=(N, K)), rng.normal(size=(M, K)), rng.normal(size=M)
    X = (rng.random((N, M)) < 0.4).astype(int if kind is float else kind)
    return Case(P.astype(kind), Q.astype(kind), X, bias=bias.astype(kind), rate=rate, decay=decay)


exercise = Exercise(
    reference=recommender.matrix_factorization_step,
    points=2,
    form="derive",
    first="recommender.factor_slope",
    cases=cases,
    outputs=("P", "Q"),
    fresh=True,
    equivalent_mutants={"sigmoid: return np.where(np.asarray(z) > 0, 1, e) / (1 + e)": "at 0, e is 1"},
    hints=[
        "The question was one number of one cell. Which cells pull at the factors of one file, and which at those of "
        "one module? And does the second side see the first one before or after its step?",
        "A table of errors, (N, M), is made once. For the users its columns are weighed by the items' factors, for the "
        "items its rows by the users' factors; to each joins what the decay wants.",
        "Elsewhere: for `A` (3, 4) and `B` (3, 2), `A.T @ B` is (4, 2): the sum over what both have in common. "
        "`x, y = y + 1, x + 1` uses the old x and y on both sides.",
    ],
    solved="a step that moves what a file likes and what a module is, at once, with nobody naming a topic.",
)


def errors(P, Q, X, bias):
    """How far each cell is off, (N, M)."""
    return sigmoid(P @ Q.T + bias) - X


@exercise.mistake("the items see the new users")
def _(P, Q, X, *, bias, rate, decay):
    """P is right. For Q you use the *new* P: both gradients are taken at the same point, the old P and Q, and only then
    both move.
    """
    error = errors(P, Q, X, bias)
    P = P - rate * (error @ Q + decay * P)
    return P, Q - rate * (error.T @ P + decay * Q)


@exercise.also("the items see the new users")
def _(P, Q, X, *, bias, rate, decay):
    P = P - rate * (errors(P, Q, X, bias) @ Q + decay * P)
    return P, Q - rate * (errors(P, Q, X, bias).T @ P + decay * Q)


@exercise.mistake("the users see the new items")
def _(P, Q, X, *, bias, rate, decay):
    """Q is right. For P you use the *new* Q: both gradients are taken at the same point, the old P and Q."""
    error = errors(P, Q, X, bias)
    Q = Q - rate * (error.T @ P + decay * Q)
    return P - rate * (error @ Q + decay * P), Q


@exercise.also("the users see the new items")
def _(P, Q, X, *, bias, rate, decay):
    Q = Q - rate * (errors(P, Q, X, bias).T @ P + decay * Q)
    return P - rate * (errors(P, Q, X, bias) @ Q + decay * P), Q


@exercise.mistake("uphill")
def _(P, Q, X, *, bias, rate, decay):
    """You go uphill: the step goes *against* the gradient."""
    error = errors(P, Q, X, bias)
    return P + rate * (error @ Q + decay * P), Q + rate * (error.T @ P + decay * Q)


@exercise.mistake("the error turned")
def _(P, Q, X, *, bias, rate, decay):
    """The decay is right, but what is 1 is made less likely: the error is p - x, and not x - p."""
    error = -errors(P, Q, X, bias)
    return P - rate * (error @ Q + decay * P), Q - rate * (error.T @ P + decay * Q)


@exercise.mistake("decay turned")
def _(P, Q, X, *, bias, rate, decay):
    """The decay makes factors larger. Its gradient, decay times the factors, is added to that of the surprise."""
    error = errors(P, Q, X, bias)
    return P - rate * (error @ Q - decay * P), Q - rate * (error.T @ P - decay * Q)


@exercise.mistake("decay forgotten")
def _(P, Q, X, *, bias, rate, decay):
    """The decay has no effect. Its part of the loss, decay / 2 times the squares, has a gradient, too."""
    error = errors(P, Q, X, bias)
    return P - rate * error @ Q, Q - rate * error.T @ P


@exercise.mistake("decay on the users alone")
def _(P, Q, X, *, bias, rate, decay):
    """The decay is missing for Q. It draws both sides to 0."""
    error = errors(P, Q, X, bias)
    return P - rate * (error @ Q + decay * P), Q - rate * error.T @ P


@exercise.mistake("decay on the items alone")
def _(P, Q, X, *, bias, rate, decay):
    """The decay is missing for P. It draws both sides to 0."""
    error = errors(P, Q, X, bias)
    return P - rate * error @ Q, Q - rate * (error.T @ P + decay * Q)


@exercise.mistake("decay twice as strong")
def _(P, Q, X, *, bias, rate, decay):
    """The decay is twice as strong: the gradient of decay / 2 times the squares is decay times the factors."""
    error = errors(P, Q, X, bias)
    return P - rate * (error @ Q + 2 * decay * P), Q - rate * (error.T @ P + 2 * decay * Q)


@exercise.mistake("decay without the rate")
def _(P, Q, X, *, bias, rate, decay):
    """The decay is not multiplied by the rate. It is a part of the gradient, like the other."""
    error = errors(P, Q, X, bias)
    return P - rate * error @ Q - decay * P, Q - rate * error.T @ P - decay * Q


@exercise.mistake("half the decay")
def _(P, Q, X, *, bias, rate, decay):
    """The decay is half as strong as it should be: the 2 of the square takes the half away."""
    error = errors(P, Q, X, bias)
    return P - rate * (error @ Q + decay / 2 * P), Q - rate * (error.T @ P + decay / 2 * Q)


@exercise.mistake("bias forgotten")
def _(P, Q, X, *, bias, rate, decay):
    """The bias has no effect. It joins the product before the sigmoid: how popular an item is at any rate."""
    error = sigmoid(P @ Q.T) - X
    return P - rate * (error @ Q + decay * P), Q - rate * (error.T @ P + decay * Q)


@exercise.mistake("bias after the sigmoid")
def _(P, Q, X, *, bias, rate, decay):
    """The bias is added to the probability. It belongs to the score, before the sigmoid."""
    error = sigmoid(P @ Q.T) + bias - X
    return P - rate * (error @ Q + decay * P), Q - rate * (error.T @ P + decay * Q)


@exercise.mistake("no sigmoid")
def _(P, Q, X, *, bias, rate, decay):
    """You compare the scores with 0 and 1. The sigmoid makes probabilities of them first."""
    error = P @ Q.T + bias - X
    return P - rate * (error @ Q + decay * P), Q - rate * (error.T @ P + decay * Q)


@exercise.mistake("slope of the sigmoid")
def _(P, Q, X, *, bias, rate, decay):
    """You multiply the error by the slope of the sigmoid: that is for squared errors. For the surprise it cancels, as
    in lesson 03: p - x is all.
    """
    p = sigmoid(P @ Q.T + bias)
    error = (p - X) * p * (1 - p)
    return P - rate * (error @ Q + decay * P), Q - rate * (error.T @ P + decay * Q)


@exercise.mistake("mean instead of sum")
def _(P, Q, X, *, bias, rate, decay):
    """The pull of the cells is divided by how many there are, as for a *mean*: in the table, in a row or in a column.
    Wanted is the gradient of their sum: nothing is divided.
    """
    error = errors(P, Q, X, bias) / np.asarray(X.size, P.dtype)
    return P - rate * (error @ Q + decay * P), Q - rate * (error.T @ P + decay * Q)


@exercise.also("mean instead of sum")
def _(P, Q, X, *, bias, rate, decay):
    error = errors(P, Q, X, bias)
    N, M = np.asarray(X.shape, P.dtype)
    return P - rate * (error @ Q / M + decay * P), Q - rate * (error.T @ P / N + decay * Q)


@exercise.mistake("only the ones count")
def _(P, Q, X, *, bias, rate, decay):
    """Only cells with a 1 pull. Then nothing says what somebody does *not* have, and all scores grow: the zeros count,
    too.
    """
    error = errors(P, Q, X, bias) * X
    return P - rate * (error @ Q + decay * P), Q - rate * (error.T @ P + decay * Q)


@exercise.mistake("only the users move")
def _(P, Q, X, *, bias, rate, decay):
    """Q comes back as it was. Both sides make a step."""
    return P - rate * (errors(P, Q, X, bias) @ Q + decay * P), Q.copy()


@exercise.mistake("only the items move")
def _(P, Q, X, *, bias, rate, decay):
    """P comes back as it was. Both sides make a step."""
    return P.copy(), Q - rate * (errors(P, Q, X, bias).T @ P + decay * Q)


@exercise.mistake("gradients instead of factors")
def _(P, Q, X, *, bias, rate, decay):
    """You return the gradients. Wanted are the factors after the step."""
    error = errors(P, Q, X, bias)
    return error @ Q + decay * P, error.T @ P + decay * Q


@exercise.mistake("the steps instead of the factors")
def _(P, Q, X, *, bias, rate, decay):
    """You return how far the factors move. Wanted is where they end up."""
    error = errors(P, Q, X, bias)
    return -rate * (error @ Q + decay * P), -rate * (error.T @ P + decay * Q)


@exercise.mistake("rate forgotten")
def _(P, Q, X, *, bias, rate, decay):
    """The rate has no effect: the step goes by the whole gradient."""
    error = errors(P, Q, X, bias)
    return P - (error @ Q + decay * P), Q - (error.T @ P + decay * Q)


@exercise.mistake("decay after the step")
def _(P, Q, X, *, bias, rate, decay):
    """The decay draws at the factors *after* the step. It is a part of the gradient, by the factors before it."""
    error, left = errors(P, Q, X, bias), np.asarray(1 - rate * decay, P.dtype)
    return left * (P - rate * error @ Q), left * (Q - rate * error.T @ P)


@exercise.mistake("the loss of the decay instead of its gradient")
def _(P, Q, X, *, bias, rate, decay):
    """You add decay / 2 times the squares: that is the loss. A step goes by its gradient, decay times the factors."""
    error = errors(P, Q, X, bias)
    return P - rate * (error @ Q + decay / 2 * P**2), Q - rate * (error.T @ P + decay / 2 * Q**2)


@exercise.mistake("decay by the sum of the factors")
def _(P, Q, X, *, bias, rate, decay):
    """All factors are drawn by the same number, decay times their sum. Each one is drawn by itself."""
    error = errors(P, Q, X, bias)
    return P - rate * (error @ Q + decay * P.sum()), Q - rate * (error.T @ P + decay * Q.sum())


@exercise.mistake("cell by cell, moved at once")
def _(P, Q, X, *, bias, rate, decay):
    """Each cell moves the factors before the next one is looked at, and the decay draws once for each cell. Wanted is
    one step: all gradients at the same point, then both sides move.
    """
    P, Q = P.copy(), Q.copy()
    for n in range(len(P)):
        for m in range(len(Q)):
            error, before = sigmoid(P[n] @ Q[m] + bias[m]) - X[n, m], P[n].copy()
            P[n] -= rate * (error * Q[m] + decay * P[n])
            Q[m] -= rate * (error * before + decay * Q[m])
    return P, Q


@exercise.accepts("with einsum")
def _(P, Q, X, *, bias, rate, decay):
    p = 1 / (1 + np.exp(-np.clip(np.einsum("nk,mk->nm", P, Q) + bias, -80, 80)))
    dP = np.einsum("nm,mk->nk", p - X, Q) + decay * P
    dQ = np.einsum("nm,nk->mk", p - X, P) + decay * Q
    return P - rate * dP, Q - rate * dQ


@exercise.accepts("cell by cell")
def _(P, Q, X, *, bias, rate, decay):
    dP, dQ = decay * P, decay * Q
    for n in range(len(P)):
        for m in range(len(Q)):
            error = sigmoid(P[n] @ Q[m] + bias[m]) - X[n, m]
            dP[n] += error * Q[m]
            dQ[m] += error * P[n]
    return P - rate * dP, Q - rate * dQ

"""The methods: popularity, neighbours, factors, and a truncated singular value decomposition."""

import numpy as np

from dlcourse.lessons import recommender as lesson
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.pace import at_pace

FACTORS, RATE, STEPS, DECAY, SHRINK = 16, 0.05, 300, 4.0, 1.0
DIGITS = 9  # of a score: what is level is level on every processor


def left_out(scores, X):
    """Scores in which nothing is recommended that a user has: -inf there; the others rounded, so that ties are ties.

    Parameters
    ----------
    scores, X : array (N, M)

    Returns
    -------
    array (N, M)
    """
    return np.where(X > 0, -np.inf, np.round(scores, DIGITS))


def log_odds(X):
    """What a recommender knows before it knows the user: the logarithm of the odds that somebody has an item.

    Parameters
    ----------
    X : array (N, M)

    Returns
    -------
    array (M,)
        ``log(p / (1 - p))``, with half a user more who has it, and half a user more who does not.
    """
    p = (X.sum(axis=0) + 0.5) / (len(X) + 1)
    return np.log(p / (1 - p))


def factorize(X, step, *, decay=DECAY, rate=RATE, seed=0):
    """Factors of users and items, by steps downhill from small random ones.

    Parameters
    ----------
    X : array (N, M)
    step : function
        As ``recommender.matrix_factorization_step``, perhaps the learner's.
    decay : float
    rate : float
        Of learning; larger tables want a smaller one.
    seed : int

    Returns
    -------
    tuple (array (N, K), array (M, K), array (M,))
        The factors of the users, of the items, and the bias of the items.
    """
    step, rng = at_pace(step, lesson.matrix_factorization_step), np.random.default_rng(seed)
    P, Q = (0.1 * rng.normal(size=(side, FACTORS)) for side in X.shape)
    bias = log_odds(X)
    for _ in range(few(STEPS, 5)):
        P, Q = step(P, Q, X, bias=bias, rate=rate, decay=decay)
    return P, Q, bias


def fold_in(X, Q, bias, step):
    """Factors of new users: as in `factorize`, but the items keep theirs.

    Parameters
    ----------
    X : array (N, M)
        What the new users have.
    Q, bias : array (M, K), array (M,)
        Of `factorize`.
    step : function

    Returns
    -------
    array (N, K)
    """
    step, P = at_pace(step, lesson.matrix_factorization_step), np.zeros((len(X), Q.shape[1]))
    for _ in range(few(STEPS, 5)):
        P, _ = step(P, Q, X, bias=bias, rate=RATE, decay=DECAY)
    return P


def by_neighbours(X, S):
    """Scores of items by how much they go together with those that a user has.

    Parameters
    ----------
    X : array (N, M)
    S : array (M, M)
        As from ``recommender.item_similarity``.

    Returns
    -------
    array (N, M)
    """
    return left_out(X @ S, X)


def by_factors(X, P, Q, bias):
    """Scores of items by factors.

    Parameters
    ----------
    X : array (N, M)
    P, Q, bias : array (N, K), array (M, K), array (M,)

    Returns
    -------
    array (N, M)
    """
    return left_out(P @ Q.T + bias, X)


def truncated(X, factors):
    """Scores by the first singular values and vectors of the table: the factors that squared errors ask for.

    Parameters
    ----------
    X : array (N, M)
    factors : int

    Returns
    -------
    array (N, M)
    """
    U, s, V = np.linalg.svd(X, full_matrices=False)
    return left_out((U[:, :factors] * s[:factors]) @ V[:factors], X)


def first(scores, k):
    """The first k items of each user, the best first.

    Parameters
    ----------
    scores : array (N, M)
    k : int

    Returns
    -------
    int array (N, k)
    """
    return np.argsort(-scores, axis=1, kind="stable")[:, :k]

"""Lesson 22, recommender: what would you like next?

X is an array (N, M) of interactions: 1 where one of N users has one of M items, else 0. Scores are an array (N, M), the
higher the better, -inf for what is not to be recommended. Of equal scores the first item comes first. What was hidden
of the users' items, to see whether it is found, is an array (N, M) like X.

Sources
-------
interaction_matrix: Hu, Koren and Volinsky (2008), *Collaborative filtering for implicit feedback datasets*.
popularity, recall_at_k: Cremonesi, Koren and Turrin (2010), *Performance of recommender algorithms on top-N
    recommendation tasks*.
item_similarity: Sarwar, Karypis, Konstan and Riedl (2001), *Item-based collaborative filtering recommendation
    algorithms*; Ricci, Rokach and Shapira, *Recommender Systems Handbook*, on shrinking.
matrix_factorization_step: Johnson (2014), *Logistic matrix factorization for implicit feedback data*.
ndcg_at_k: Järvelin and Kekäläinen (2002), *Cumulated gain-based evaluation of IR techniques*.
"""

import numpy as np

from dlcourse.lessons.neuron import sigmoid


def interaction_matrix(users, items, *, shape):
    """Who has what, as a table of 0 and 1.

    Formula: 1 at (user, item) for each pair, however often it comes; else 0
    users: int array (n,); items: int array (n,), with users the pairs; shape: pair (N, M)
    -> int array (N, M)

    >>> interaction_matrix(np.array([0, 1, 0]), np.array([2, 0, 2]), shape=(2, 3))
    array([[0, 0, 1],
           [1, 0, 0]])
    """
    X = np.zeros(shape, dtype=int)
    X[users, items] = 1
    return X


def popularity(X):
    """Recommend to everybody what most have, and nobody what they have already.

    Formula: how many users have the item; ``-inf`` where the user has it
    X: array (N, M), of 0 and 1 -> array (N, M)

    >>> popularity(np.array([[1, 0, 0], [1, 1, 0]]))
    array([[-inf,   1.,   0.],
           [-inf, -inf,   0.]])
    """
    return np.where(X == 1, -np.inf, X.sum(axis=0))


def recall_at_k(scores, hidden, *, k):
    """How much of what was hidden is among the first k that are recommended.

    Formula: of each user's hidden items the share that is among the k items with the highest scores, the first of equal
    ones; the mean over the users of whom something is hidden
    scores: array (N, M), -inf for what a user has already; hidden: array (N, M), of 0 and 1,
    not all 0; k: a whole number, at least 1 -> a number from 0 to 1

    >>> scores = np.array([[0.9, -np.inf, 0.5, 0.7], [0.1, 0.2, 0.3, 0.4]])
    >>> recall_at_k(scores, np.array([[0, 0, 1, 1], [1, 0, 0, 0]]), k=2)  # 1 of 2, and 0 of 1
    0.25
    """
    first = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    hits = np.take_along_axis(hidden, first, axis=1)
    asked = hidden.sum(axis=1) > 0
    return float(np.mean(hits[asked].sum(axis=1) / hidden[asked].sum(axis=1)))


def item_similarity(X, *, shrink):
    """How much two items go together: the cosine of their columns, smaller where there is little to go by.

    Formula: ``both / (sqrt(n_i n_j) + shrink)`` with the number of users who have both, and one of them; 0 for an item
    with itself and for one that nobody has
    X: array (N, M), of 0 and 1; shrink: a number, at least 0 -> array (M, M)

    >>> item_similarity(np.array([[1, 1, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0]]), shrink=2.0)  # 1 / (sqrt(4 * 1) + 2)
    array([[0.  , 0.25, 0.  ],
           [0.25, 0.  , 0.  ],
           [0.  , 0.  , 0.  ]])
    """
    counts = X.sum(axis=0)
    both = X.T @ X
    np.fill_diagonal(both, 0)
    whole = np.sqrt(np.outer(counts, counts)) + shrink
    return both / np.maximum(whole, 1)  # below 1 only where nobody has one of the two


def matrix_factorization_step(P, Q, X, *, bias, rate, decay):
    """One step downhill for the factors of users and items.

    Formula: of ``sum of the surprises + decay / 2 (sum of P² + sum of Q²)``, with the surprise of each cell ``-log p``
    where X is 1 and ``-log(1 - p)`` where it is 0, and ``p = sigmoid(P Qᵀ + bias)``; both by the old P and Q
    P: array (N, K); Q: array (M, K); X: array (N, M), of 0 and 1; bias: array (M,);
    rate, decay: a number -> (P, Q), the new ones

    >>> P, Q, X = np.array([[1.0, 2.0]]), np.array([[0.5, 0.0]]), np.array([[1]])
    >>> matrix_factorization_step(P, Q, X, bias=np.array([-0.5]), rate=1.0, decay=0.0)  # p - x = -0.5
    (array([[1.25, 2.  ]]), array([[1., 1.]]))
    """
    error = sigmoid(P @ Q.T + bias) - X  # (N, M)
    dP = error @ Q + decay * P
    dQ = error.T @ P + decay * Q
    return P - rate * dP, Q - rate * dQ


def ndcg_at_k(scores, hidden, *, k):
    """As recall, but what comes first counts most.

    Formula: of each user the sum of ``1 / log2(1 + rank)`` over the hits among the first k, ranks from 1, divided by
    the largest sum that there could be: hits on the first min(k, number of hidden items) ranks; the mean over the users
    of whom something is hidden
    scores: array (N, M), -inf for what a user has already; hidden: array (N, M), of 0 and 1,
    not all 0; k: a whole number, at least 1 -> a number from 0 to 1

    >>> scores = np.array([[0.9, -np.inf, 0.5, 0.7], [0.1, 0.2, 0.3, 0.4]])
    >>> round(ndcg_at_k(scores, np.array([[0, 0, 0, 1], [0, 0, 0, 1]]), k=2), 4)  # second, and first
    0.8155
    """
    first = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    hits = np.take_along_axis(hidden, first, axis=1)
    gains = 1 / np.log2(2 + np.arange(hits.shape[1]))  # ranks from 1
    count = hidden.sum(axis=1)
    best = np.cumsum(gains)[np.clip(count, 1, len(gains)) - 1]
    return float(np.mean((hits @ gains / best)[count > 0]))

"""Three classifiers of counts of words, all linear: one trained, naive Bayes, and lists of words."""

import numpy as np

from dlcourse.lessons.losses import cross_entropy_gradient
from dlcourse.lessons.optimizers import adam_step
from dlcourse.nn.rnn import embedding_backward_fast
from dlcourse.nn.training.budget import few

STEPS, DECAY = 60, 1e-4
RATE = 0.1  # of learning


def fit_linear(X, y, *, decay=DECAY, steps=STEPS, gradient=cross_entropy_gradient, step=adam_step):
    """A linear classifier, trained on all examples at once with Adam.

    Parameters
    ----------
    X : array (N, V)
    y : int array (N,)
        Classes from 0.
    decay : float
        Of the penalty on the squares of the weights.
    steps : int
    gradient, step : function
        As ``losses.cross_entropy_gradient`` and ``optimizers.adam_step``, perhaps the learner's.

    Returns
    -------
    tuple (array (V, K), array (K,))
        Weights and biases.
    """
    classes = int(y.max()) + 1
    W = np.zeros((X.shape[1] + 1, classes))  # the last row are the biases
    m, v = np.zeros_like(W), np.zeros_like(W)
    forward, backward = _products(X)
    for t in range(1, few(steps, 2) + 1):
        dZ = gradient(forward(W[:-1]) + W[-1], y)
        g = np.concatenate([backward(dZ) + decay * W[:-1], dZ.sum(axis=0)[None]])
        W, m, v = step(w=W, g=g, m=m, v=v, t=t, learning_rate=RATE)
    return W[:-1], W[-1]


def _products(X):
    """Functions for ``X @ W`` and ``X.T @ dZ``; where most of a table is 0, they take what is not."""
    rows, columns = np.nonzero(X)
    if not len(rows) or len(rows) > X.size / 20:
        return (lambda W: X @ W), (lambda dZ: X.T @ dZ)
    values = X[rows, columns][:, None]
    found, starts = np.unique(rows, return_index=True)

    def forward(W):
        Z = np.zeros((len(X), W.shape[1]))
        Z[found] = np.add.reduceat(values * W[columns], starts, axis=0)
        return Z

    def backward(dZ):
        return embedding_backward_fast(values * dZ[rows], (columns, np.empty((X.shape[1], dZ.shape[1]))))

    return forward, backward


def fit_bayes(C, y, smooth=1.0):
    """Naive Bayes: each word that stands in a text speaks for the topics whose texts have it, whatever stands beside.

    Parameters
    ----------
    C : int array (N, V)
    y : int array (N,)
    smooth : float
        Added to the count of each word in each topic.

    Returns
    -------
    tuple (array (V, K), array (K,))
        Weights and biases: the classifier is linear, too.
    """
    there = C > 0
    table = np.array([there[y == topic].sum(axis=0) for topic in range(int(y.max()) + 1)]) + smooth  # (K, V)
    return np.log(table / table.sum(axis=1, keepdims=True)).T, np.log(np.bincount(y) / len(y))


def fit_keywords(C, y, count=20):
    """A rule: each topic has a list of words, those that stand most often in its texts and not in others'.

    Parameters
    ----------
    C : int array (N, V)
    y : int array (N,)
    count : int
        Words of a list.

    Returns
    -------
    tuple (array (V, K), array (K,))
        1 for the words on a list; the rule takes the topic with most of its words in the text.
    """
    there, classes = C > 0, int(y.max()) + 1
    W = np.zeros((C.shape[1], classes))
    for topic in range(classes):
        more = there[y == topic].mean(axis=0) - there[y != topic].mean(axis=0)
        W[np.argsort(-more, kind="stable")[:count], topic] = 1
    return W, np.zeros(classes)


def right(fitted, X, y):
    """The share of texts, in percent, whose topic is named right."""
    W, b = fitted
    return 100 * float(((X @ W + b).argmax(axis=1) == y).mean())

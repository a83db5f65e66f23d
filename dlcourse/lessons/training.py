"""Lesson 06, training: prepare the data, begin, take steps, measure, stop in time, and choose the hyperparameters.

Each of the N rows of X is an example, each of its D columns an input; y holds the labels, from 0 to classes - 1.
``rng`` draws what is random. ``parameters`` are a list of (W, b), a pair for each layer, as in lesson 02; dW and db
are the gradients of the mean loss of a batch.

Sources
-------
standardize: Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning*, sections 7.10.2 and 11.5.3.
train_validation_split: Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning*, section 7.2.
minibatches: Goodfellow, Bengio and Courville, *Deep Learning*, section 8.1.3.
he_init: He et al. (2015), *Delving deep into rectifiers*, section 2.2.
xavier_init: Glorot and Bengio (2010), *Understanding the difficulty of training deep feedforward neural networks*.
train_epoch: Goodfellow, Bengio and Courville, *Deep Learning*, algorithm 8.1.
accuracy: Prince, *Understanding Deep Learning*, section 8.1.
confusion_matrix: Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning*, section 9.2.5.
early_stopping: Goodfellow, Bengio and Courville, *Deep Learning*, algorithm 7.1.
random_search: Bergstra and Bengio (2012), *Random search for hyper-parameter optimization*.
"""

import numpy as np

from dlcourse.lessons import backprop


def standardize(X_train, X_test):
    """Give every input mean 0 and standard deviation 1, by the numbers of the training part alone.

    Formula: ``(X - mean) / std``, with the mean and the standard deviation of each column of `X_train`; where a
    column is constant in `X_train`, std is taken as 1
    X_train: array (N, D); X_test: array (M, D) -> (X_train, X_test), both standardized

    Raises ValueError if the two parts have different columns.

    >>> train, test = standardize(np.array([[1.0, 5.0], [3.0, 5.0]]), np.array([[4.0, 6.0]]))
    >>> print(train.tolist(), test.tolist())
    [[-1.0, 0.0], [1.0, 0.0]] [[2.0, 1.0]]
    """
    if X_train.shape[1:] != X_test.shape[1:]:
        raise ValueError(f"X_train has shape {X_train.shape}, X_test {X_test.shape}: want the same columns")
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)  # (N, D) -> (D,)
    constant = X_train.min(axis=0) == X_train.max(axis=0)  # rounding can make its std a little more than 0
    std = np.where(constant, 1, std)
    return (X_train - mean) / std, (X_test - mean) / std


def train_validation_split(X, y, share, rng):
    """Draw a share of the examples at random and put them aside for validation.

    Formula: ``order`` is a random permutation; the first ``round(share * N)`` of it are put aside
    X: array (N, D); y: int array (N,); share: a number from 0 to 1; rng: numpy.random.Generator
    -> (X_train, y_train, X_validation, y_validation): arrays (N - M, D), (N - M,), (M, D) and (M,),
    M is share N, rounded

    Raises ValueError if X and y are not equally long, or the share is not between 0 and 1.

    >>> X, y = np.arange(10.0)[:, None], np.arange(10)
    >>> parts = train_validation_split(X, y, 0.3, np.random.default_rng(0))
    >>> [len(part) for part in parts], sorted([*parts[1], *parts[3]]) == list(range(10))
    ([7, 7, 3, 3], True)
    """
    if len(X) != len(y):
        raise ValueError(f"X has {len(X)} rows, y has {len(y)} labels: they must match")
    if not 0 <= share <= 1:
        raise ValueError(f"share is {share}: want a number between 0 and 1")
    order = rng.permutation(len(X))
    count = round(share * len(X))
    validation, train = order[:count], order[count:]
    return X[train], y[train], X[validation], y[validation]


def minibatches(X, y, batch_size, rng):
    """Shuffle the examples and cut them into batches: each example is in exactly one.

    Formula: ``order`` is a random permutation of ``0 ... N - 1``; batch k holds the rows
    ``order[k * batch_size : (k + 1) * batch_size]``, and the last one what is left
    X: array (N, D); y: int array (N,); batch_size: int; rng: numpy.random.Generator
    -> list of pairs (rows of X, their labels), the last batch may be smaller

    Raises ValueError if the batch size is below 1, or X and y are not equally long.

    >>> X, y = np.array([[0.0], [10.0], [20.0]]), np.array([0, 1, 2])
    >>> batches = minibatches(X, y, 2, np.random.default_rng(0))
    >>> [len(labels) for _, labels in batches], all((rows[:, 0] == 10 * labels).all() for rows, labels in batches)
    ([2, 1], True)
    """
    if batch_size < 1:
        raise ValueError(f"batch_size is {batch_size}: want 1 or more")
    if len(X) != len(y):
        raise ValueError(f"X has {len(X)} rows, y has {len(y)} labels: they must match")
    order = rng.permutation(len(X))
    batches = [order[start : start + batch_size] for start in range(0, len(X), batch_size)]
    return [(X[rows], y[rows]) for rows in batches]


def he_init(inputs, outputs, rng):
    """Random first weights of a layer before a ReLU, such that the signal keeps its size.

    Formula: ``W[d, m]`` drawn from a normal distribution with mean 0 and standard deviation ``sqrt(2 / inputs)``
    inputs, outputs: int; rng: numpy.random.Generator -> array (inputs, outputs)

    >>> W = he_init(200, 300, np.random.default_rng(0))
    >>> print(W.shape, W.std().round(2))  # sqrt(2 / 200) is 0.1
    (200, 300) 0.1
    """
    return rng.normal(0, np.sqrt(2 / inputs), size=(inputs, outputs))


def xavier_init(inputs, outputs, rng):
    """Random first weights of a layer before a tanh, between what signal and gradient want.

    Formula: ``W[d, m]`` drawn with mean 0 and standard deviation ``sqrt(2 / (inputs + outputs))``
    inputs, outputs: int; rng: numpy.random.Generator -> array (inputs, outputs)

    >>> W = xavier_init(150, 50, np.random.default_rng(0))
    >>> print(W.shape, W.std().round(2))  # sqrt(2 / 200) is 0.1
    (150, 50) 0.1
    """
    return rng.normal(0, np.sqrt(2 / (inputs + outputs)), size=(inputs, outputs))


def train_epoch(parameters, batches, learning_rate):
    """One step of stochastic gradient descent for each batch, from the first batch to the last.

    Formula: for each batch ``W = W - learning_rate dW`` and ``b = b - learning_rate db``, in every layer
    parameters: list of (W, b); batches: list of (X, y); learning_rate: float
    -> (parameters, mean loss): a list of (W, b) and a number,
    the mean of the losses before each step

    >>> start, batch = [(np.array([[0.0, 0.0]]), np.array([0.0, 0.0]))], (np.array([[2.0]]), np.array([0]))
    >>> [(W, b)], loss = train_epoch(start, [batch], learning_rate=0.1)
    >>> print(W, b, round(loss, 3))  # dW is [[-1, 1]], db is [-0.5, 0.5]
    [[ 0.1 -0.1]] [ 0.05 -0.05] 0.693
    """
    losses = []
    for X, y in batches:
        loss, gradients = backprop.mlp_backward(X, y, parameters)
        parameters = [
            (W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(parameters, gradients)
        ]
        losses.append(loss)
    return parameters, np.mean(losses)


def accuracy(y_hat, y):
    """How good answers are, from 0, where none is right, to 1, where all are.

    Formula: the mean over the examples of ``1 if y_hat[n] == y[n] else 0``
    y_hat: int array (N,), the answers; y: int array (N,), the truth -> float between 0 and 1

    >>> accuracy(np.array([3, 1, 4, 1]), np.array([3, 1, 4, 5]))
    0.75
    """
    return float(np.mean(y_hat == y))


def confusion_matrix(y_hat, y, classes):
    """How often each class was given each label: the diagonal counts what was right.

    Formula: ``counts[t, a]`` is the number of examples n with ``y[n] == t`` and ``y_hat[n] == a``
    y_hat: int array (N,), the answers; y: int array (N,), the truth; classes: int
    -> int array (classes, classes), the true class in the row, the answer in the column

    >>> confusion_matrix(np.array([0, 1, 1, 1]), np.array([0, 0, 0, 1]), 2)
    array([[1, 2],
           [0, 1]])
    """
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (y, y_hat), 1)  # unlike `counts[y, y_hat] += 1`, it counts a pair as often as it occurs
    return counts


def early_stopping(losses, patience):
    """The epoch whose network to keep, if one stops when the validation loss no longer falls.

    Formula: go through the epochs; stop when the last `patience` epochs all brought no new smallest loss; keep the
    epoch with the smallest loss up to there
    losses: array (E,), the validation loss after each epoch; patience: int, 1 or more
    -> int, the number of the epoch to keep, counted from 0

    Raises ValueError if there is no loss, or the patience is below 1.

    >>> early_stopping(np.array([0.9, 0.5, 0.6, 0.7, 0.4]), patience=2)
    1
    """
    if len(losses) == 0 or patience < 1:
        raise ValueError(f"{len(losses)} losses and a patience of {patience}: want 1 or more of each")
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best


def random_search(score, ranges, trials, rng):
    """Try hyperparameters at random, evenly on a log scale, and find those with the highest score.

    Formula: ``log x[d]`` drawn evenly between ``log low[d]`` and ``log high[d]``, anew for each trial and each d
    score: function, score(x) -> float for x an array (D,); ranges: list of D pairs (low, high)
    trials: int; rng: numpy.random.Generator
    -> (best, points, scores): arrays (D,), (trials, D) and (trials,),
    the best setting, all settings, their scores

    Raises ValueError if a range does not go up from a positive number.

    >>> best, points, scores = random_search(lambda x: -abs(x[0] - 1), [(0.01, 100.0)], 50, np.random.default_rng(0))
    >>> points.shape, scores.shape, bool(0.5 < best[0] < 2)
    ((50, 1), (50,), True)
    """
    low, high = np.array(ranges).T  # (D, 2) -> (D,) each
    if not (low > 0).all() or not (low <= high).all():
        raise ValueError(f"ranges is {ranges}: want pairs (low, high) of positive numbers")
    points = np.exp(rng.uniform(np.log(low), np.log(high), size=(trials, len(low))))
    scores = np.array([score(x) for x in points])  # (trials, D) -> (trials,)
    return points[scores.argmax()], points, scores

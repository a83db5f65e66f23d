"""Lesson 03, losses: how wrong a network is, as one number; which way that number falls; and honest confidence.

N examples are the rows of Z, the logits of C classes (the notebook says scores), and y holds the right class of each; z
and y are logits and answers, 1 or 0, where there is only yes or no. Y_hat are predicted numbers, Y their targets.

Sources
-------
mse: Goodfellow, Bengio and Courville, *Deep Learning*, section 5.1.4.
mse_gradient: Goodfellow, Bengio and Courville, *Deep Learning*, section 4.3.
log_softmax: Goodfellow, Bengio and Courville, *Deep Learning*, section 6.2.2.3.
cross_entropy: Prince, *Understanding Deep Learning*, section 5.5.
cross_entropy_gradient: Bishop, *Pattern Recognition and Machine Learning*, section 4.3.4.
binary_cross_entropy_with_logits: Bishop, *Pattern Recognition and Machine Learning*, section 4.3.2.
hinge_loss: Weston and Watkins (1999), *Support vector machines for multi-class pattern recognition*.
numerical_gradient: Nocedal and Wright, *Numerical Optimization*, section 8.1.
expected_calibration_error: Guo, Pleiss, Sun and Weinberger (2017), *On calibration of modern neural networks*.
"""

import numpy as np

from dlcourse.lessons import forward


def mse(Y_hat, Y):
    """The mean squared error of predictions, over all their elements.

    Formula: ``mean of (Y_hat - Y)^2``
    Y_hat: array of any shape, the predictions; Y: array of the same shape, the targets
    -> a number

    Raises ValueError if the shapes differ: NumPy would stretch them and compare every prediction with every target.

    >>> print(mse(np.array([1.0, 5.0]), np.array([2.0, 2.0])))
    5.0
    """
    if np.shape(Y_hat) != np.shape(Y):
        raise ValueError(f"Y_hat has shape {np.shape(Y_hat)}, Y has shape {np.shape(Y)}: they must be the same")
    return np.mean((Y_hat - Y) ** 2)


def mse_gradient(Y_hat, Y):
    """The slope of the mean squared error for each predicted number.

    Formula: ``2 (Y_hat - Y) / number of elements``
    Y_hat: array of any shape; Y: array of the same shape -> array of the same shape

    Raises ValueError if the shapes differ.

    >>> mse_gradient(np.array([1.0, 5.0]), np.array([2.0, 2.0]))
    array([-1.,  3.])
    """
    if np.shape(Y_hat) != np.shape(Y):
        raise ValueError(f"Y_hat has shape {np.shape(Y_hat)}, Y has shape {np.shape(Y)}: they must be the same")
    return 2 * (Y_hat - Y) / Y_hat.size


def log_softmax(Z):
    """The logarithm of the softmax of each row, exact also where the softmax itself is 0.

    Formula: ``L[n, c] = Z[n, c] - log(sum over k of exp(Z[n, k]))``
    Z: array (N, C), the scores -> array (N, C)

    >>> print(log_softmax(np.array([[0.0, 0.0], [1000.0, 0.0]])).round(3))
    [[-6.93e-01 -6.93e-01]
     [ 0.00e+00 -1.00e+03]]
    """
    # The largest logit is taken away as in the softmax; exp then never overflows, and log never sees a 0.
    S = Z - Z.max(axis=1, keepdims=True)  # (N, C) - (N, 1) -> (N, C)
    return S - np.log(np.exp(S).sum(axis=1, keepdims=True))


def cross_entropy(Z, y):
    """The mean cross-entropy of scores: how surprised the softmax is by the right labels.

    Formula: ``-mean over n of log(softmax(Z)[n, y[n]])``
    Z: array (N, C), the scores; y: int array (N,), the right classes -> a number

    Raises ValueError if there is not one label for each row of `Z`.

    >>> print(round(cross_entropy(np.array([[0.0, 0.0], [np.log(4.0), 0.0]]), np.array([0, 1])), 3))
    1.151
    """
    if np.shape(y) != Z.shape[:1]:
        raise ValueError(f"y has shape {np.shape(y)}, Z has {len(Z)} rows: want one label for each row")
    return -np.mean(log_softmax(Z)[np.arange(len(y)), y])  # (N, C) -> (N,) -> a number


def cross_entropy_gradient(Z, y):
    """The slope of the mean cross-entropy for each score.

    Formula: ``(softmax(Z) - one-hot of y) / N``
    Z: array (N, C), the scores; y: int array (N,), the right classes -> array (N, C)

    Raises ValueError if there is not one label for each row of `Z`.

    >>> cross_entropy_gradient(np.array([[0.0, 0.0], [0.0, 0.0]]), np.array([0, 1]))
    array([[-0.25,  0.25],
           [ 0.25, -0.25]])
    """
    if np.shape(y) != Z.shape[:1]:
        raise ValueError(f"y has shape {np.shape(y)}, Z has {len(Z)} rows: want one label for each row")
    G = forward.softmax(Z)
    G[np.arange(len(y)), y] -= 1
    return G / len(y)


def binary_cross_entropy_with_logits(z, y):
    """The mean cross-entropy of yes-or-no answers, straight from the sums before the sigmoid.

    Formula: ``mean of log(1 + exp(z)) - z y``, which is ``-log(sigmoid(z))`` where y is 1
    z: array (N,), the weighted sums; y: array (N,), 1 for yes and 0 for no -> a number

    Raises ValueError if the shapes differ.

    >>> print(round(binary_cross_entropy_with_logits(np.array([0.0, 1000.0]), np.array([1, 1])), 3))
    0.347
    """
    if np.shape(z) != np.shape(y):
        raise ValueError(f"z has shape {np.shape(z)}, y has shape {np.shape(y)}: they must be the same")
    y = np.asarray(y, dtype=np.result_type(z, np.float32))  # float32 times an integer would be float64
    # log(1 + exp(z)) is max(z, 0) + log(1 + exp(-|z|)), in which no exponent is positive.
    return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))


def hinge_loss(Z, y, margin=1.0):
    """The mean hinge loss: the right class should lead every wrong one by a margin.

    Formula: ``mean over n of the sum over c != y[n] of max(0, Z[n, c] - Z[n, y[n]] + margin)``
    Z: array (N, C), the scores; y: int array (N,), the right classes; margin: a number
    -> a number

    Raises ValueError if there is not one label for each row of `Z`.

    >>> print(hinge_loss(np.array([[3.0, 1.0, 2.5]]), np.array([0])))
    0.5
    """
    if np.shape(y) != Z.shape[:1]:
        raise ValueError(f"y has shape {np.shape(y)}, Z has {len(Z)} rows: want one label for each row")
    rows = np.arange(len(y))
    lacking = np.maximum(0, Z - Z[rows, y][:, None] + margin)  # (N, C) - (N, 1) -> (N, C)
    lacking[rows, y] = 0  # the right class need not lead itself
    return np.mean(lacking.sum(axis=1))  # (N, C) -> (N,) -> a number


def numerical_gradient(f, x, h=1e-5):
    """The slope of f for each element of x, by trying: central differences.

    Formula: ``(f(x with x[i] + h) - f(x with x[i] - h)) / (2 h)`` for each element i
    f: a function that takes an array like x and gives a number; x: array of any shape, whole numbers
    or not; h: a number, the step -> float array of the shape of x

    >>> print(numerical_gradient(lambda x: np.sum(x**2), np.array([3.0, -1.0])).round(6))
    [ 6. -2.]
    """
    x = np.array(x, dtype=float)  # a copy, with decimals
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        kept = x[i]
        x[i] = kept + h
        above = f(x)
        x[i] = kept - h
        gradient[i] = (above - f(x)) / (2 * h)
        x[i] = kept
    return gradient


def expected_calibration_error(confidence, right, bins=10):
    """How far confidence and the share of right answers lie apart, on average over bins.

    Formula: the sum over bins of ``(cases in the bin / N) * |share right - mean confidence|``
    confidence: array (N,), from 0 to 1; right: bool array (N,), True for right answers;
    bins: int, how many ranges of confidence, each with its lower end, the last with 1, too -> a number

    Raises ValueError if the shapes differ, or a confidence is not between 0 and 1.

    >>> confidence, right = np.array([0.98, 0.92, 0.65, 0.55]), np.array([True, False, True, True])
    >>> print(round(expected_calibration_error(confidence, right), 3))
    0.425
    """
    if np.shape(confidence) != np.shape(right):
        raise ValueError(f"confidence has shape {np.shape(confidence)}, right {np.shape(right)}: want the same")
    if np.min(confidence) < 0 or np.max(confidence) > 1:
        raise ValueError(f"confidence reaches from {np.min(confidence)} to {np.max(confidence)}: want 0 to 1")
    which = np.minimum((confidence * bins).astype(int), bins - 1)  # 1.0 belongs to the last bin
    error = 0.0
    for k in range(bins):
        inside = which == k
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return error

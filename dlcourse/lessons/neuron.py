"""Lesson 01, neuron: the weighted sum, the activation, the decision, the first learning rule.

A neuron has D inputs x, a weight for each in w, and a bias b; z is a weighted sum. N examples are the rows of X.

Sources
-------
weighted_sum: McCulloch and Pitts (1943), *A logical calculus of the ideas immanent in nervous activity*.
step, perceptron_update: Rosenblatt (1958), *The perceptron*.
sigmoid, sigmoid_gradient: Goodfellow, Bengio and Courville, *Deep Learning*, section 3.10.
relu: Nair and Hinton (2010), *Rectified linear units improve restricted Boltzmann machines*.
neuron: Goodfellow, Bengio and Courville, *Deep Learning*, section 6.2.2.2.
decision_boundary: Bishop, *Pattern Recognition and Machine Learning*, section 4.1.1.
"""

import numpy as np


def weighted_sum(x, w, b):
    """Add up the inputs, each multiplied by its weight, and add the bias.

    Formula: ``z = x_1 w_1 + x_2 w_2 + ... + x_D w_D + b``
    x: array (D,), the inputs; w: array (D,), their weights; b: a number, the bias -> a number

    Raises ValueError if `x` and `w` differ in shape.

    >>> print(weighted_sum(np.array([1.0, 2.0]), np.array([3.0, -1.0]), 0.5))
    1.5
    """
    x, w = np.asarray(x), np.asarray(w)
    if x.shape != w.shape:
        raise ValueError(f"x has shape {x.shape}, w has shape {w.shape}: every input needs one weight")
    return x @ w + b  # (D,) @ (D,) -> a number


def step(z):
    """Fire or stay silent: 1 where z is at least 0, else 0.

    Formula: ``step(z) = 1 if z >= 0 else 0``, elementwise
    z: array of any shape, the weighted sums -> array of the same shape

    >>> step(np.array([-0.5, 0.0, 3.0]))
    array([0., 1., 1.])
    """
    z = np.asarray(z)
    return np.where(z >= 0, np.ones_like(z), np.zeros_like(z))


def sigmoid(z):
    """Squash every number into the range 0 to 1, smoothly and without overflow.

    Formula: ``sigmoid(z) = 1 / (1 + exp(-z))``, elementwise
    z: array of any shape -> array of the same shape

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """
    e = np.exp(-np.abs(z))  # -|z| is never positive, so exp cannot overflow
    return np.where(np.asarray(z) >= 0, 1, e) / (1 + e)


def relu(z):
    """Pass positive numbers on unchanged, replace negative ones by 0.

    Formula: ``relu(z) = max(z, 0)``, elementwise
    z: array of any shape -> array of the same shape

    >>> relu(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 3.])
    """
    return np.maximum(z, 0)


def sigmoid_gradient(z):
    """The slope of the sigmoid at z, elementwise.

    Formula: ``sigmoid'(z) = sigmoid(z) * (1 - sigmoid(z))``
    z: array of any shape -> array of the same shape

    >>> print(sigmoid_gradient(0.0))
    0.25
    """
    s = sigmoid(z)
    return s * (1 - s)


def neuron(X, w, b):
    """How strongly one neuron fires for each example: weighted sum, then sigmoid.

    Formula: ``sigmoid(X @ w + b)``
    X: array (N, D), one example in each row; w: array (D,); b: a number -> array (N,)

    Raises ValueError if the number of columns of `X` is not the number of weights.

    >>> neuron(np.array([[0.0, 0.0], [500.0, 500.0]]), np.array([1.0, 1.0]), 0.0)
    array([0.5, 1. ])
    """
    X, w = np.asarray(X), np.asarray(w)
    if X.ndim != 2 or w.shape != X.shape[1:]:
        raise ValueError(f"X has shape {X.shape}, w has shape {w.shape}: want X (N, D) and w (D,)")
    return sigmoid(X @ w + b)  # (N, D) @ (D,) -> (N,)


def decision_boundary(w, b, x1):
    """The height x2 of the line on which a neuron with two inputs cannot decide.

    Formula: ``w[0] * x1 + w[1] * x2 + b = 0``, solved for x2
    w: array (2,), w[1] is not 0; b: a number; x1: array (N,) -> array (N,)

    Raises ValueError if `w[1]` is 0: the line is vertical and has no such height.

    >>> decision_boundary(np.array([1.0, 2.0]), -4.0, np.array([0.0, 2.0]))
    array([2., 1.])
    """
    if w[1] == 0:
        raise ValueError("w[1] is 0: the boundary is a vertical line, give a second weight other than 0")
    return -(w[0] * np.asarray(x1) + b) / w[1]


def perceptron_update(w, b, *, x, target, learning_rate):
    """Correct weights and bias after one example, only if the step neuron got it wrong.

    Formula: ``error = target - step(x @ w + b)``, then
    ``w + learning_rate * error * x`` and ``b + learning_rate * error``
    w: array (D,), not changed in place; b: a number; x: array (D,); target: 0 or 1;
    learning_rate: a number
    -> (w, b): array (D,) and a number, the new weights and the new bias (the old ones if it was right)

    >>> w, b = perceptron_update(np.zeros(2), -1.0, x=np.array([3.0, 4.0]), target=1, learning_rate=0.5)
    >>> print(w, b)
    [1.5 2. ] -0.5
    """
    error = target - step(x @ w + b)  # 0 if right, +1 if it should have fired, -1 if it should not
    return w + learning_rate * error * x, b + learning_rate * error

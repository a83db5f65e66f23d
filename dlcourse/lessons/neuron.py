"""Lesson 01, neuron: the weighted sum, the activation, the decision, the first learning rule."""

import numpy as np


def weighted_sum(x, w, b):
    """Add up the inputs, each multiplied by its weight, and add the bias.

    Formula: ``z = x_1 w_1 + x_2 w_2 + ... + x_D w_D + b``

    Parameters
    ----------
    x : array (D,)
        The inputs.
    w : array (D,)
        One weight for each input.
    b : float
        The bias.

    Returns
    -------
    float
        The weighted sum z.

    Raises
    ------
    ValueError
        If `x` and `w` differ in shape.

    References
    ----------
    McCulloch and Pitts (1943), *A logical calculus of the ideas immanent in nervous activity*.

    Examples
    --------
    >>> print(weighted_sum(np.array([1.0, 2.0]), np.array([3.0, -1.0]), 0.5))
    1.5
    """
    x, w = np.asarray(x), np.asarray(w)
    if x.shape != w.shape:
        raise ValueError(f"x has shape {x.shape}, w has shape {w.shape}: every input needs one weight")
    return x @ w + b


def step(z):
    """Fire or stay silent: 1 where z is at least 0, else 0.

    Formula: ``step(z) = 1 if z >= 0 else 0``, elementwise

    Parameters
    ----------
    z : array of any shape
        Weighted sums.

    Returns
    -------
    array, shape of `z`
        Numbers 0.0 and 1.0, of the float type of `z`.

    References
    ----------
    Rosenblatt (1958), *The perceptron*.

    Examples
    --------
    >>> step(np.array([-0.5, 0.0, 3.0]))
    array([0., 1., 1.])
    """
    z = np.asarray(z)
    return np.where(z >= 0, np.ones_like(z), np.zeros_like(z))


def sigmoid(z):
    """Squash every number into the range 0 to 1, smoothly and without overflow.

    Formula: ``sigmoid(z) = 1 / (1 + exp(-z))``, elementwise

    Parameters
    ----------
    z : array of any shape
        Weighted sums.

    Returns
    -------
    array, shape of `z`
        Numbers between 0 and 1.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, section 3.10.

    Examples
    --------
    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """
    e = np.exp(-np.abs(z))  # -|z| is never positive, so exp cannot overflow
    return np.where(np.asarray(z) >= 0, 1, e) / (1 + e)


def relu(z):
    """Pass positive numbers on unchanged, replace negative ones by 0.

    Formula: ``relu(z) = max(z, 0)``, elementwise

    Parameters
    ----------
    z : array of any shape
        Weighted sums.

    Returns
    -------
    array, shape of `z`
        Numbers of at least 0.

    References
    ----------
    Nair and Hinton (2010), *Rectified linear units improve restricted Boltzmann machines*.

    Examples
    --------
    >>> relu(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 3.])
    """
    return np.maximum(z, 0)


def sigmoid_gradient(z):
    """The slope of the sigmoid at z, elementwise.

    Formula: ``sigmoid'(z) = sigmoid(z) * (1 - sigmoid(z))``

    Parameters
    ----------
    z : array of any shape
        Weighted sums (not yet squashed).

    Returns
    -------
    array, shape of `z`
        Slopes, between 0 and 0.25.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, section 3.10.

    Examples
    --------
    >>> print(sigmoid_gradient(0.0))
    0.25
    """
    s = sigmoid(z)
    return s * (1 - s)


def tanh(z):
    """Squash every number into the range -1 to 1, elementwise.

    Formula: ``tanh(z) = 2 * sigmoid(2 z) - 1``

    Parameters
    ----------
    z : array of any shape
        Weighted sums.

    Returns
    -------
    array, shape of `z`
        Numbers between -1 and 1.

    References
    ----------
    LeCun, Bottou, Orr and Müller (1998), *Efficient BackProp*, section 4.4.

    Examples
    --------
    >>> tanh(np.array([-1000.0, 0.0]))
    array([-1.,  0.])
    """
    return np.tanh(z)


def neuron(X, w, b):
    """How strongly one neuron fires for each example: weighted sum, then sigmoid.

    Formula: ``sigmoid(X @ w + b)``

    Parameters
    ----------
    X : array (N, D)
        N examples, one in each row.
    w : array (D,)
        One weight for each input.
    b : float
        The bias.

    Returns
    -------
    array (N,)
        One number between 0 and 1 for each example.

    Raises
    ------
    ValueError
        If the number of columns of `X` is not the number of weights.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, section 6.2.2.2.

    Examples
    --------
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

    Parameters
    ----------
    w : array (2,)
        The two weights; the second is not 0.
    b : float
        The bias.
    x1 : array (N,)
        Positions along the first axis.

    Returns
    -------
    array (N,)
        The x2 that belongs to each x1.

    Raises
    ------
    ValueError
        If `w[1]` is 0: the line is vertical and has no such height.

    References
    ----------
    Bishop, *Pattern Recognition and Machine Learning*, section 4.1.1.

    Examples
    --------
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

    Parameters
    ----------
    w : array (D,)
        Weights before the correction; left unchanged.
    b : float
        Bias before the correction.
    x : array (D,)
        One example.
    target : int
        The right answer, 0 or 1.
    learning_rate : float
        The size of a correction.

    Returns
    -------
    tuple (array (D,), float)
        New weights and new bias.

    References
    ----------
    Rosenblatt (1958), *The perceptron*.

    Examples
    --------
    >>> w, b = perceptron_update(np.zeros(2), -1.0, x=np.array([3.0, 4.0]), target=1, learning_rate=0.5)
    >>> print(w, b)
    [1.5 2. ] -0.5
    """
    error = target - step(x @ w + b)  # 0 if right, +1 if it should have fired, -1 if it should not
    return w + learning_rate * error * x, b + learning_rate * error

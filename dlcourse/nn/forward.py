"""Lesson 02, forward: a network of step neurons, built of the lesson's dense layers."""

from dlcourse.lessons import forward, neuron


def step_network(x, parameters):
    """A network with one input, a hidden layer of step neurons, and one output: step(x W1 + b1) W2 + b2.

    Parameters
    ----------
    x : array (N,)
    parameters : list of two (W, b)
        As from `step_approximation`.

    Returns
    -------
    array (N,)

    Examples
    --------
    >>> import numpy as np
    >>> one_step = [(np.array([[1.0]]), np.array([-2.0])), (np.array([[10.0]]), np.array([3.0]))]
    >>> step_network(np.array([1.0, 2.0]), one_step)
    array([ 3., 13.])
    """
    (W1, b1), (W2, b2) = parameters
    H = neuron.step(forward.dense(x[:, None], W1, b1))  # (N, 1) -> (N, K)
    return forward.dense(H, W2, b2)[:, 0]  # (N, K) -> (N, 1) -> (N,)

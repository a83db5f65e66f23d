"""How gradients fade or explode on their way back through many steps."""

import numpy as np

from dlcourse.lessons import rnn
from dlcourse.nn.training.pace import at_pace


def scaled(W_h, radius):
    """Weights scaled so that, multiplied again and again, they stretch by `radius` each time in the long run.

    Parameters
    ----------
    W_h : array (H, H)
    radius : float
        The largest absolute value of an eigenvalue, the spectral radius.

    Returns
    -------
    array (H, H)

    Examples
    --------
    >>> scaled(np.array([[2.0, 0.0], [0.0, 1.0]]), 0.5)
    array([[0.5 , 0.  ],
           [0.  , 0.25]])
    """
    return W_h * (radius / np.abs(np.linalg.eigvals(W_h)).max())


def gradient_by_distance(W_h, X, W_x, *, step=rnn.rnn_step, step_backward=rnn.rnn_step_backward):
    """How long a gradient is that begins with length 1 at the last step, after each step of the backward pass.

    Parameters
    ----------
    W_h : array (H, H)
        The weights of the state.
    X : array (N, T, D)
        What the network reads, from a state of zeros on, without biases.
    W_x : array (D, H)
        The weights of the input.
    step, step_backward : function
        As :func:`rnn_step` and :func:`rnn_step_backward`.

    Returns
    -------
    array (T + 1,)
        The length for distances of 0 to T steps: the mean over the N sequences of the logarithm, then its exponential.
    """
    step, step_backward = at_pace(step, rnn.rnn_step), at_pace(step_backward, rnn.rnn_step_backward)
    h, caches = np.zeros((len(X), len(W_h))), []
    for x in X.swapaxes(0, 1):
        h, cache = step(x, h=h, W_x=W_x, W_h=W_h, b=np.zeros(len(W_h)))
        caches.append(cache)
    dh = np.ones_like(h) / len(W_h) ** 0.5
    lengths = [np.linalg.norm(dh, axis=1)]
    for cache in reversed(caches):
        _, dh, *_ = step_backward(dh, cache)
        lengths.append(np.linalg.norm(dh, axis=1))
    return np.exp(np.log(np.maximum(lengths, 1e-300)).mean(axis=1))

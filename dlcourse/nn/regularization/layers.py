"""Lesson 07, regularization: its three layers, and the loss for targets that are probabilities."""

import numpy as np

from dlcourse.lessons import losses, regularization
from dlcourse.nn import training
from dlcourse.nn.regularization.batchnorm import batchnorm_backward_fast, batchnorm_forward_fast
from dlcourse.nn.regularization.layernorm import layernorm_backward_fast, layernorm_forward_fast
from dlcourse.nn.training.pace import at_pace


class Dropout(training.Layer):
    """Dropout as a layer.

    Parameters
    ----------
    rate : float
        The share to silence in training.
    rng : numpy.random.Generator
        Draws the masks.
    forward, backward : function
        What to calculate with: `dropout_forward` and `dropout_backward`, or others like them.

    Examples
    --------
    >>> out, _ = Dropout(0.5, np.random.default_rng(0)).forward(np.ones((1, 3)))
    >>> out
    array([[1., 1., 1.]])
    """

    def __init__(self, rate, rng, *, forward=regularization.dropout_forward, backward=regularization.dropout_backward):
        super().__init__()
        self.rate, self.rng = rate, rng
        self._forward = at_pace(forward, regularization.dropout_forward)
        self._backward = at_pace(backward, regularization.dropout_backward)

    def forward(self, X, training=False):
        """Silence some numbers if training; the cache is the mask."""
        return self._forward(X, self.rate, self.rng, training)

    def backward(self, d_out, cache):
        """The gradient passes where the signal did."""
        return self._backward(d_out, cache), {}


class BatchNorm(training.Layer):
    """Batch normalisation as a layer, with its running statistics in `running`.

    Parameters
    ----------
    features : int
        The number of columns.
    momentum, epsilon : float
        As in `batchnorm_forward`.
    forward, backward : function
        What to calculate with: the fast form, or others like `batchnorm_forward` and `batchnorm_backward`.
    dtype : type
        float (64 bits) or numpy.float32.

    Examples
    --------
    >>> layer = BatchNorm(1)
    >>> out, _ = layer.forward(np.array([[1.0], [5.0]]), training=True)
    >>> print(out.ravel().round(3), layer.running[0].round(3))
    [-1.  1.] [0.3]
    """

    def __init__(
        self,
        features,
        *,
        momentum=0.9,
        epsilon=1e-5,
        forward=batchnorm_forward_fast,
        backward=batchnorm_backward_fast,
        dtype=float,
    ):
        self.parameters = {"gamma": np.ones(features, dtype), "beta": np.zeros(features, dtype)}
        self.running = np.zeros(features, dtype), np.ones(features, dtype)
        self.momentum, self.epsilon = momentum, epsilon
        self._forward = at_pace(forward, batchnorm_forward_fast)
        self._backward = at_pace(backward, batchnorm_backward_fast)

    def forward(self, X, training=False):
        """Normalise each column; in training, the running statistics follow."""
        gamma, beta = self.parameters["gamma"], self.parameters["beta"]
        found = self._forward(X, gamma, beta, self.running, training, self.momentum, self.epsilon)
        out, cache, self.running = found
        return out, (cache, training)

    def backward(self, d_out, cache):
        """Through the batch's statistics if it was training; in evaluation mode these were constants."""
        cache, by_batch = cache
        dX, dgamma, dbeta = self._backward(d_out, cache)
        if not by_batch:
            _, gamma, std = cache
            dX = d_out * gamma / std
        return dX, {"gamma": dgamma, "beta": dbeta}


class LayerNorm(training.Layer):
    """Layer normalisation as a layer, along the last axis: for (N, D), and for sequences (N, T, D).

    Parameters
    ----------
    features : int
        The length of the last axis.
    epsilon : float
        As in `layernorm_forward`.
    forward, backward : function
        What to calculate with: the fast form, or others like `layernorm_forward` and `layernorm_backward`.
    dtype : type
        float (64 bits) or numpy.float32.

    Examples
    --------
    >>> out, _ = LayerNorm(2).forward(np.array([[[1.0, 5.0], [30.0, 10.0]]]))
    >>> print(out.round(3))
    [[[-1.  1.]
      [ 1. -1.]]]
    """

    def __init__(
        self,
        features,
        *,
        epsilon=1e-5,
        forward=layernorm_forward_fast,
        backward=layernorm_backward_fast,
        dtype=float,
    ):
        self.parameters = {"gamma": np.ones(features, dtype), "beta": np.zeros(features, dtype)}
        self.epsilon = epsilon
        self._forward = at_pace(forward, layernorm_forward_fast)
        self._backward = at_pace(backward, layernorm_backward_fast)

    def forward(self, X, training=False):
        """Normalise each row; the same in training and in evaluation mode."""
        rows = X.reshape(-1, X.shape[-1])  # (N, T, D) -> (N T, D)
        out, cache = self._forward(rows, self.parameters["gamma"], self.parameters["beta"], self.epsilon)
        return out.reshape(X.shape), cache

    def backward(self, d_out, cache):
        """The gradients of the input and of gamma and beta."""
        dX, dgamma, dbeta = self._backward(d_out.reshape(-1, d_out.shape[-1]), cache)
        return dX.reshape(d_out.shape), {"gamma": dgamma, "beta": dbeta}


def soft_cross_entropy(Z, Y):
    """The mean cross-entropy of logits for targets that are probabilities, and its gradient.

    Formula: ``loss = -mean over n of sum over c of Y[n, c] log P[n, c]`` with ``P = softmax(Z)``; ``dZ = (P - Y) / N``
    (Goodfellow, Bengio and Courville, *Deep Learning*, section 3.13)

    Parameters
    ----------
    Z : array (N, C)
        Logits of C classes for N examples.
    Y : array (N, C)
        Targets; each row adds up to 1.

    Returns
    -------
    tuple (float, array (N, C))
        The loss and the gradient of the logits.

    Examples
    --------
    >>> loss, dZ = soft_cross_entropy(np.array([[0.0, 0.0]]), np.array([[0.25, 0.75]]))
    >>> print(round(float(loss), 3), dZ)
    0.693 [[ 0.25 -0.25]]
    """
    log_P = losses.log_softmax(Z)
    return -np.mean(np.sum(Y * log_P, axis=1)), (np.exp(log_P) - Y) / len(Z)

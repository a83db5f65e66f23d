"""Lesson 07, regularization: what lets a network do as well on new data as on its training data, and learn steadily.

N is the number of examples of a batch, D that of the numbers of each, C that of the classes; images have H rows and W
columns. With ``training=False`` a layer is in evaluation mode: it works as it does when the network answers. The
``cache`` is what a forward pass keeps for the backward pass; ``d_out`` is the gradient of its output, dX that of its
input. ``X_hat`` are the normalised numbers, ``gamma`` and ``beta`` the scale and the shift of each column that are
learned.

Sources
-------
l2_penalty: Goodfellow, Bengio and Courville, *Deep Learning*, section 7.1.1.
dropout_forward, dropout_backward: Srivastava et al. (2014), *Dropout: a simple way to prevent neural networks from
    overfitting*, section 5.1, and section 10 for the scaling in training.
batchnorm_forward, batchnorm_backward: Ioffe and Szegedy (2015), *Batch normalization*, section 3, algorithms 1 and 2.
layernorm_forward, layernorm_backward: Ba, Kiros and Hinton (2016), *Layer normalization*, section 3.
random_shift: Simard, Steinkraus and Platt (2003), *Best practices for convolutional neural networks applied to
    visual document analysis*, section 2.
mixup: Zhang et al. (2018), *mixup: beyond empirical risk minimization*, section 2.
label_smoothing: Szegedy et al. (2016), *Rethinking the inception architecture for computer vision*, section 7.
"""

import numpy as np


def l2_penalty(parameters, strength):
    """A price on large weights, to be added to the loss, and its gradients; biases are free.

    Formula: ``penalty = strength / 2 * sum of all W^2``, with ``dW = strength W`` and ``db = 0``
    parameters: list of (W, b); strength: a number
    -> (penalty, gradients): a number, and a list of (dW, db)

    >>> penalty, gradients = l2_penalty([(np.array([[3.0], [-1.0]]), np.array([5.0]))], 0.1)
    >>> print(penalty, gradients[0][0].ravel().round(3), gradients[0][1])
    0.5 [ 0.3 -0.1] [0.]
    """
    penalty = strength / 2 * sum(np.sum(W**2) for W, b in parameters)
    return penalty, [(strength * W, 0 * b) for W, b in parameters]


def dropout_forward(X, rate, rng, training=True):
    """In training, silence a random share and scale up the rest; in evaluation mode, do nothing.

    Formula: ``mask = (u >= rate) / (1 - rate)`` with u uniform in [0, 1) for each number; ``out = X mask``
    X: array of any shape; rate: a number from 0 to below 1; rng: numpy.random.Generator
    -> (out, mask): out an array of the same shape;
    mask an array of the same shape or None (if not training)

    Raises ValueError if `rate` is below 0, or 1 or more.

    >>> out, mask = dropout_forward(np.ones(1000), 0.2, np.random.default_rng(0))
    >>> np.unique(out), bool(abs(out.mean() - 1) < 0.05)
    (array([0.  , 1.25]), True)
    """
    if not 0 <= rate < 1:
        raise ValueError(f"rate is {rate}: want a share from 0 to below 1")
    if not training:
        return X, None
    mask = (rng.random(X.shape) >= rate).astype(X.dtype) / (1 - rate)
    return X * mask, mask


def dropout_backward(d_out, mask):
    """The gradient passes through dropout where the signal did, scaled as the signal was.

    Formula: ``dX = d_out mask``
    d_out: array of any shape; mask: array of the same shape or None -> array of the same shape

    >>> dropout_backward(np.array([1.0, -3.0, 2.0]), np.array([2.0, 2.0, 0.0]))
    array([ 2., -6.,  0.])
    """
    return d_out if mask is None else d_out * mask


def batchnorm_forward(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """Normalise each column: by the batch in training, by running statistics in evaluation mode.

    Formula: ``out = gamma X_hat + beta``, ``X_hat = (X - mean) / std``, ``std = sqrt(variance + epsilon)``;
    in training ``running = momentum running + (1 - momentum) batch``, for the mean and for the variance
    X: array (N, D); gamma, beta: (D,); running: a pair (mean, variance), each (D,)
    -> (out, cache, running): out (N, D); cache a tuple (X_hat, gamma, std); running as before

    >>> X, running = np.array([[1.0], [5.0]]), (np.zeros(1), np.ones(1))  # mean 3, variance 4
    >>> out, _, running = batchnorm_forward(X, np.array([10.0]), np.array([7.0]), running)
    >>> print(out.ravel().round(3), running[0].round(3), running[1].round(3))
    [-3. 17.] [0.3] [1.3]
    """
    mean, variance = running
    if training:
        mean, variance = X.mean(axis=0), X.var(axis=0)  # (N, D) -> (D,)
        running = tuple(momentum * old + (1 - momentum) * new for old, new in zip(running, (mean, variance)))
    std = np.sqrt(variance + epsilon)
    X_hat = (X - mean) / std
    return gamma * X_hat + beta, (X_hat, gamma, std), running


def batchnorm_backward(d_out, cache):
    """The gradients of batch normalisation in training, step by step back through its graph.

    Formula: ``dstd = -sum over n of dX_hat X_hat / std``, ``dC = dX_hat / std + dstd X_hat / N``,
    ``dX = dC - mean over n of dC``, with ``dX_hat = d_out gamma``
    d_out: array (N, D); cache: (X_hat, gamma, std), of (N, D), (D,), (D,)
    -> (dX, dgamma, dbeta), of (N, D), (D,), (D,)

    >>> X_hat = np.array([[-1.0], [1.0]])  # two examples, std 2
    >>> dX, dgamma, dbeta = batchnorm_backward(np.array([[0.0], [1.0]]), (X_hat, np.array([3.0]), np.array([2.0])))
    >>> print(dX.ravel(), dgamma, dbeta)  # whatever two numbers are, normalised they are -1 and 1
    [0. 0.] [1.] [1.]
    """
    X_hat, gamma, std = cache
    dgamma, dbeta = np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)  # (N, D) -> (D,)
    dX_hat = d_out * gamma
    dstd = -np.sum(dX_hat * X_hat, axis=0) / std  # (D,)
    dC = dX_hat / std + dstd * X_hat / len(X_hat)  # the centred numbers act directly, and through the std
    dX = dC - np.mean(dC, axis=0)  # and every number acts through the mean
    return dX, dgamma, dbeta


def layernorm_forward(X, gamma, beta, epsilon=1e-5):
    """Normalise each row by its own mean and standard deviation; then scale and shift each column.

    Formula: ``out = gamma X_hat + beta``, ``X_hat = (X - mean) / std`` with the mean and the std of each row
    X: array (N, D); gamma, beta: (D,)
    -> (out, cache): out (N, D); cache a tuple (X_hat, gamma, std), of (N, D), (D,), (N, 1)

    >>> out, _ = layernorm_forward(np.array([[1.0, 5.0], [30.0, 10.0]]), np.ones(2), np.array([0.0, 2.0]))
    >>> print(out.round(3))
    [[-1.  3.]
     [ 1.  1.]]
    """
    mean = X.mean(axis=1, keepdims=True)  # (N, D) -> (N, 1)
    std = np.sqrt(X.var(axis=1, keepdims=True) + epsilon)
    X_hat = (X - mean) / std
    return gamma * X_hat + beta, (X_hat, gamma, std)


def layernorm_backward(d_out, cache):
    """The gradients of layer normalisation: those of batch normalisation, along the rows.

    Formula: ``dstd = -sum over d of dX_hat X_hat / std``, ``dC = dX_hat / std + dstd X_hat / D``,
    ``dX = dC - mean over d of dC``, with ``dX_hat = d_out gamma``
    d_out: array (N, D); cache: (X_hat, gamma, std), of (N, D), (D,), (N, 1)
    -> (dX, dgamma, dbeta), of (N, D), (D,), (D,)

    >>> cache = (np.array([[-1.0, 1.0]]), np.array([3.0, 3.0]), np.array([[2.0]]))
    >>> dX, dgamma, dbeta = layernorm_backward(np.array([[0.5, 1.0]]), cache)
    >>> print(dX, dgamma, dbeta)
    [[0. 0.]] [-0.5  1. ] [0.5 1. ]
    """
    X_hat, gamma, std = cache
    dgamma, dbeta = np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)
    dX_hat = d_out * gamma
    dstd = -np.sum(dX_hat * X_hat, axis=1, keepdims=True) / std  # (N, 1)
    dC = dX_hat / std + dstd * X_hat / X_hat.shape[1]
    dX = dC - np.mean(dC, axis=1, keepdims=True)
    return dX, dgamma, dbeta


def random_shift(images, most, rng):
    """Move each image by its own random number of whole pixels, down and across, over zeros.

    Formula: ``out[n, i, j] = images[n, i - down[n], j - across[n]]``, with down and across from -most to most
    images: array (N, H, W); most: a whole number; rng: numpy.random.Generator -> array (N, H, W)

    >>> shifted = random_shift(np.ones((100, 5, 5)), 1, np.random.default_rng(0))
    >>> sorted({int(image.sum()) for image in shifted})  # all there, a row or a column gone, or both
    [16, 20, 25]
    """
    N, H, W = images.shape
    padded = np.pad(images, ((0, 0), (most, most), (most, most)))  # a frame of zeros
    windows = np.lib.stride_tricks.sliding_window_view(padded, (H, W), axis=(1, 2))  # (N, 2 most + 1, 2 most + 1, H, W)
    down, across = rng.integers(0, 2 * most + 1, size=(2, N))  # upper left corner of the window to keep
    return windows[np.arange(N), down, across]


def mixup(X, Y, alpha, rng):
    """Mix each example with a random partner, and their targets in the same shares.

    Formula: ``out[n] = share[n] X[n] + (1 - share[n]) X[partner[n]]``, the same for Y, share from Beta(alpha, alpha)
    X: array (N, D); Y: array (N, C), a probability for each class; alpha: a number above 0
    rng: numpy.random.Generator -> (X, Y), both mixed

    >>> X, Y = np.array([[0.0], [1.0]]), np.array([[1.0, 0.0], [0.0, 1.0]])
    >>> mixed_X, mixed_Y = mixup(X, Y, 1.0, np.random.default_rng(0))
    >>> bool(np.allclose(mixed_Y[:, 1], mixed_X[:, 0])), mixed_Y.sum(axis=1)
    (True, array([1., 1.]))
    """
    partner = rng.permutation(len(X))
    share = rng.beta(alpha, alpha, size=(len(X), 1)).astype(X.dtype)
    return share * X + (1 - share) * X[partner], share * Y + (1 - share) * Y[partner]


def label_smoothing(y, classes, epsilon):
    """Targets that leave a little chance to every class, instead of all to the right one.

    Formula: ``Y[n, c] = (1 - epsilon) [c = y[n]] + epsilon / classes``
    y: int array (N,); classes: int; epsilon: a number, the share to spread -> array (N, classes)

    >>> print(label_smoothing(np.array([2]), 4, 0.2).round(3))
    [[0.05 0.05 0.85 0.05]]
    """
    one_hot = np.eye(classes)[y]  # (N,) -> (N, classes)
    return (1 - epsilon) * one_hot + epsilon / classes

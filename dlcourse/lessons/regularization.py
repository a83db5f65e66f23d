"""Lesson 07, regularization: what lets a network do as well on new data as on its training data, and learn steadily."""

import numpy as np

from dlcourse.lessons import losses, training


def l2_penalty(parameters, strength):
    """A price on large weights, to be added to the loss, and its gradients; biases are free.

    Formula: ``penalty = strength / 2 * sum of all W^2``, with ``dW = strength W`` and ``db = 0``

    Parameters
    ----------
    parameters : list of (W, b)
        The weights and biases of each layer.
    strength : float
        What a weight of a given size costs; 0 costs nothing.

    Returns
    -------
    tuple (float, list of (dW, db))
        The penalty, and its gradients in the shapes of `parameters`.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, section 7.1.1.

    Examples
    --------
    >>> penalty, gradients = l2_penalty([(np.array([[3.0], [-1.0]]), np.array([5.0]))], 0.1)
    >>> print(penalty, gradients[0][0].ravel().round(3), gradients[0][1])
    0.5 [ 0.3 -0.1] [0.]
    """
    penalty = strength / 2 * sum(np.sum(W**2) for W, b in parameters)
    return penalty, [(strength * W, 0 * b) for W, b in parameters]


def dropout_forward(X, rate, rng, training=True):
    """In training, silence a random share of the numbers and scale up the rest; in use, nothing.

    Formula: ``mask = (u >= rate) / (1 - rate)`` with u uniform in [0, 1) for each number; ``out = X mask``

    Parameters
    ----------
    X : array of any shape
        What a layer puts out.
    rate : float
        The share to silence, from 0 to below 1.
    rng : numpy.random.Generator
        Where the random numbers come from.
    training : bool
        False when the network is in use: everything passes as it is.

    Returns
    -------
    tuple (array (shape of `X`), array or None)
        The output, and the mask for :func:`dropout_backward`: 0 or 1 / (1 - rate); None if not training.

    Raises
    ------
    ValueError
        If `rate` is below 0, or 1 or more.

    References
    ----------
    Srivastava et al. (2014), *Dropout: a simple way to prevent neural networks from overfitting*, section 10
    for the scaling in training.

    Examples
    --------
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

    Parameters
    ----------
    d_out : array of any shape
        The gradient of the output.
    mask : array or None
        From :func:`dropout_forward`, as large as `d_out`; None if it was not training.

    Returns
    -------
    array, shape of `d_out`
        The gradient of the input.

    References
    ----------
    Srivastava et al. (2014), *Dropout: a simple way to prevent neural networks from overfitting*, section 5.1.

    Examples
    --------
    >>> dropout_backward(np.array([1.0, -3.0, 2.0]), np.array([2.0, 2.0, 0.0]))
    array([ 2., -6.,  0.])
    """
    return d_out if mask is None else d_out * mask


def batchnorm_forward(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """Normalise each column: by the batch in training, by running statistics in use.

    Formula: ``out = gamma X_hat + beta``, ``X_hat = (X - mean) / std``, ``std = sqrt(variance + epsilon)``;
    in training ``running = momentum running + (1 - momentum) batch``, for the mean and for the variance

    Parameters
    ----------
    X : array (N, D)
        What a layer puts out for N examples.
    gamma, beta : array (D,)
        The new spread and the new mean of each column, which are learned.
    running : tuple (array (D,), array (D,))
        The running mean and the running variance so far.
    training : bool
        True: normalise by the mean and the variance of this batch. False: by the running ones.
    momentum : float
        The share of the old running statistics that is kept.
    epsilon : float
        A small number that keeps a column without spread from a division by 0.

    Returns
    -------
    tuple (array (N, D), tuple (array (N, D), array (D,), array (D,)), tuple (array (D,), array (D,)))
        The output; the cache (X_hat, gamma, std); the running mean and variance, new ones if training.

    References
    ----------
    Ioffe and Szegedy (2015), *Batch normalization*, algorithms 1 and 2.

    Examples
    --------
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

    Parameters
    ----------
    d_out : array (N, D)
        The gradient of the output.
    cache : tuple (array (N, D), array (D,), array (D,))
        From :func:`batchnorm_forward` in training: X_hat, gamma, std.

    Returns
    -------
    tuple (array (N, D), array (D,), array (D,))
        The gradients dX, dgamma and dbeta.

    References
    ----------
    Ioffe and Szegedy (2015), *Batch normalization*, section 3.

    Examples
    --------
    >>> X_hat = np.array([[-1.0], [1.0]])  # two examples, spread 2
    >>> dX, dgamma, dbeta = batchnorm_backward(np.array([[0.0], [1.0]]), (X_hat, np.array([3.0]), np.array([2.0])))
    >>> print(dX.ravel(), dgamma, dbeta)  # whatever two numbers are, normalised they are -1 and 1
    [0. 0.] [1.] [1.]
    """
    X_hat, gamma, std = cache
    dgamma, dbeta = np.sum(d_out * X_hat, axis=0), np.sum(d_out, axis=0)
    dX_hat = d_out * gamma
    dstd = -np.sum(dX_hat * X_hat, axis=0) / std
    dC = dX_hat / std + dstd * X_hat / len(X_hat)  # the centred numbers act directly, and through the spread
    dX = dC - np.mean(dC, axis=0)  # and every number acts through the mean
    return dX, dgamma, dbeta


def layernorm_forward(X, gamma, beta, epsilon=1e-5):
    """Normalise each row by its own mean and spread; then scale and shift each column.

    Formula: ``out = gamma X_hat + beta``, ``X_hat = (X - mean) / std`` with the mean and the std of each row

    Parameters
    ----------
    X : array (N, D)
        What a layer puts out for N examples.
    gamma, beta : array (D,)
        Scale and shift of each column, which are learned.
    epsilon : float
        A small number that keeps a row without spread from a division by 0.

    Returns
    -------
    tuple (array (N, D), tuple (array (N, D), array (D,), array (N, 1)))
        The output, and the cache (X_hat, gamma, std).

    References
    ----------
    Ba, Kiros and Hinton (2016), *Layer normalization*, section 3.

    Examples
    --------
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

    Parameters
    ----------
    d_out : array (N, D)
        The gradient of the output.
    cache : tuple (array (N, D), array (D,), array (N, 1))
        From :func:`layernorm_forward`: X_hat, gamma, std.

    Returns
    -------
    tuple (array (N, D), array (D,), array (D,))
        The gradients dX, dgamma and dbeta.

    References
    ----------
    Ba, Kiros and Hinton (2016), *Layer normalization*, section 3.

    Examples
    --------
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

    Parameters
    ----------
    images : array (N, H, W)
        N pictures with H rows and W columns.
    most : int
        The longest shift in each direction.
    rng : numpy.random.Generator
        Where the random numbers come from.

    Returns
    -------
    array (N, H, W)
        The shifted pictures.

    References
    ----------
    Simard, Steinkraus and Platt (2003), *Best practices for convolutional neural networks applied to visual
    document analysis*, section 2.

    Examples
    --------
    >>> shifted = random_shift(np.ones((100, 5, 5)), 1, np.random.default_rng(0))
    >>> sorted({int(image.sum()) for image in shifted})  # all there, a row or a column gone, or both
    [16, 20, 25]
    """
    N, H, W = images.shape
    padded = np.pad(images, ((0, 0), (most, most), (most, most)))  # a frame of zeros
    windows = np.lib.stride_tricks.sliding_window_view(padded, (H, W), axis=(1, 2))
    down, across = rng.integers(0, 2 * most + 1, size=(2, N))  # upper left corner of the window to keep
    return windows[np.arange(N), down, across]


def mixup(X, Y, alpha, rng):
    """Mix each example with a random other one, and their targets in the same shares.

    Formula: ``out[n] = share[n] X[n] + (1 - share[n]) X[partner[n]]``, the same for Y, share from Beta(alpha, alpha)

    Parameters
    ----------
    X : array (N, D)
        Examples.
    Y : array (N, C)
        Their targets: a probability for each class.
    alpha : float
        Small: one of the two nearly always has almost the whole share; 1: any share is as likely as any other.
    rng : numpy.random.Generator
        Where the random numbers come from.

    Returns
    -------
    tuple (array (N, D), array (N, C))
        The mixed examples and the mixed targets.

    References
    ----------
    Zhang et al. (2018), *mixup: beyond empirical risk minimization*, section 2.

    Examples
    --------
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

    Parameters
    ----------
    y : int array (N,)
        The right class of each example.
    classes : int
        How many classes there are.
    epsilon : float
        The share of the chance that is spread evenly over all classes.

    Returns
    -------
    array (N, classes)
        Targets; each row adds up to 1.

    References
    ----------
    Szegedy et al. (2016), *Rethinking the inception architecture for computer vision*, section 7.

    Examples
    --------
    >>> print(label_smoothing(np.array([2]), 4, 0.2).round(3))
    [[0.05 0.05 0.85 0.05]]
    """
    one_hot = np.eye(classes)[y]  # (N,) -> (N, classes)
    return (1 - epsilon) * one_hot + epsilon / classes


# ---- beside the exercises: layers for the network of lesson 06, turned pictures, and training with all of this ----


class Dropout(training.Layer):
    """Dropout as a layer.

    Parameters
    ----------
    rate : float
        The share to silence in training.
    rng : numpy.random.Generator
        Draws the masks.
    forward, backward : function
        What to calculate with: :func:`dropout_forward` and :func:`dropout_backward`, or others like them.

    Examples
    --------
    >>> layer = Dropout(0.5, np.random.default_rng(0))
    >>> out, _ = layer.forward(np.ones((1, 3)))
    >>> out
    array([[1., 1., 1.]])
    """

    def __init__(self, rate, rng, forward=dropout_forward, backward=dropout_backward):
        super().__init__()
        self.rate, self.rng = rate, rng
        self._forward, self._backward = forward, backward

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
        As in :func:`batchnorm_forward`.
    forward, backward : function
        What to calculate with: :func:`batchnorm_forward` and :func:`batchnorm_backward`, or others like them.
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
        self, features, momentum=0.9, epsilon=1e-5, forward=batchnorm_forward, backward=batchnorm_backward, dtype=float
    ):
        self.parameters = {"gamma": np.ones(features, dtype), "beta": np.zeros(features, dtype)}
        self.running = np.zeros(features, dtype), np.ones(features, dtype)
        self.momentum, self.epsilon = momentum, epsilon
        self._forward, self._backward = forward, backward

    def forward(self, X, training=False):
        """Normalise each column; in training, the running statistics follow."""
        gamma, beta = self.parameters["gamma"], self.parameters["beta"]
        asked = self._forward(X, gamma, beta, self.running, training, self.momentum, self.epsilon)
        out, cache, self.running = asked
        return out, (cache, training)

    def backward(self, d_out, cache):
        """Through the batch's statistics if it was training; else these were constants."""
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
        As in :func:`layernorm_forward`.
    forward, backward : function
        What to calculate with: :func:`layernorm_forward` and :func:`layernorm_backward`, or others like them.
    dtype : type
        float (64 bits) or numpy.float32.

    Examples
    --------
    >>> out, _ = LayerNorm(2).forward(np.array([[[1.0, 5.0], [30.0, 10.0]]]))
    >>> print(out.round(3))
    [[[-1.  1.]
      [ 1. -1.]]]
    """

    def __init__(self, features, epsilon=1e-5, forward=layernorm_forward, backward=layernorm_backward, dtype=float):
        self.parameters = {"gamma": np.ones(features, dtype), "beta": np.zeros(features, dtype)}
        self.epsilon = epsilon
        self._forward, self._backward = forward, backward

    def forward(self, X, training=False):
        """Normalise each row; the same in training and in use."""
        rows = X.reshape(-1, X.shape[-1])  # (N, T, D) -> (N T, D)
        out, cache = self._forward(rows, self.parameters["gamma"], self.parameters["beta"], self.epsilon)
        return out.reshape(X.shape), cache

    def backward(self, d_out, cache):
        """The gradients of the input and of gamma and beta."""
        dX, dgamma, dbeta = self._backward(d_out.reshape(-1, d_out.shape[-1]), cache)
        return dX.reshape(d_out.shape), {"gamma": dgamma, "beta": dbeta}


def rotate(images, degrees):
    """Turn each image around its middle, counter-clockwise; what comes from outside is 0.

    Formula: each pixel takes the value at the place it comes from, weighted between the four pixels around that place

    Parameters
    ----------
    images : array (N, H, W)
        N pictures.
    degrees : array (N,)
        By how much to turn each.

    Returns
    -------
    array (N, H, W)
        The turned pictures.

    References
    ----------
    Gonzalez and Woods, *Digital Image Processing*, section 2.4 (bilinear interpolation).

    Examples
    --------
    >>> corner = np.array([[[1.0, 0.0], [0.0, 0.0]]])  # a dot in the upper left
    >>> print(np.abs(rotate(corner, np.array([90.0])).round(3)))  # moves to the lower left
    [[[0. 0.]
      [1. 0.]]]
    """
    N, H, W = images.shape
    down, across = np.mgrid[:H, :W] - np.array([H - 1, W - 1])[:, None, None] / 2  # from the middle
    angle = np.deg2rad(degrees)[:, None, None]
    i = down * np.cos(angle) + across * np.sin(angle) + (H - 1) / 2 + 1  # where each pixel comes from, with a frame
    j = across * np.cos(angle) - down * np.sin(angle) + (W - 1) / 2 + 1
    i, j = np.clip(i, 0, H + 1), np.clip(j, 0, W + 1)  # all farther out is frame
    top, left = i.astype(int), j.astype(int)
    i, j = (i - top).astype(images.dtype), (j - left).astype(images.dtype)
    framed, n = np.pad(images, ((0, 0), (1, 2), (1, 2))), np.arange(N)[:, None, None]
    upper = (1 - j) * framed[n, top, left] + j * framed[n, top, left + 1]
    lower = (1 - j) * framed[n, top + 1, left] + j * framed[n, top + 1, left + 1]
    return (1 - i) * upper + i * lower


def random_rotation(images, most, rng):
    """Turn each image by its own random angle.

    Formula: :func:`rotate` with angles uniform from -most to most degrees

    Parameters
    ----------
    images : array (N, H, W)
        N pictures.
    most : float
        The largest angle, in degrees.
    rng : numpy.random.Generator
        Where the random numbers come from.

    Returns
    -------
    array (N, H, W)
        The turned pictures.

    References
    ----------
    Simard, Steinkraus and Platt (2003), *Best practices for convolutional neural networks applied to visual
    document analysis*, section 2.

    Examples
    --------
    >>> random_rotation(np.ones((2, 8, 8)), 15, np.random.default_rng(0)).shape
    (2, 8, 8)
    """
    return rotate(images, rng.uniform(-most, most, len(images)))


def soft_cross_entropy(Z, Y):
    """The mean cross-entropy of scores for targets that are probabilities, and its gradient.

    Formula: ``loss = -mean over n of sum over c of Y[n, c] log P[n, c]`` with ``P = softmax(Z)``; ``dZ = (P - Y) / N``

    Parameters
    ----------
    Z : array (N, C)
        Scores of C classes for N examples.
    Y : array (N, C)
        Targets; each row adds up to 1.

    Returns
    -------
    tuple (float, array (N, C))
        The loss and the gradient of the scores.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, section 3.13.

    Examples
    --------
    >>> loss, dZ = soft_cross_entropy(np.array([[0.0, 0.0]]), np.array([[0.25, 0.75]]))
    >>> print(round(float(loss), 3), dZ)
    0.693 [[ 0.25 -0.25]]
    """
    log_P = losses.log_softmax(Z)
    return -np.mean(np.sum(Y * log_P, axis=1)), (np.exp(log_P) - Y) / len(Z)


def network(sizes, rng, layer=None):
    """A network of dense layers with ReLU between them, and another layer before each ReLU.

    Parameters
    ----------
    sizes : list of int
        The number of inputs, then the number of neurons of each dense layer.
    rng : numpy.random.Generator
        Draws the first weights.
    layer : function, optional
        ``layer(neurons, rng) -> Layer``, what to put between each hidden dense layer and its ReLU.

    Returns
    -------
    Network

    Examples
    --------
    >>> made = network([64, 32, 10], np.random.default_rng(0), lambda neurons, rng: BatchNorm(neurons))
    >>> [type(layer).__name__ for layer in made.layers]
    ['Dense', 'BatchNorm', 'ReLU', 'Dense']
    """
    layers = []
    for inputs, neurons in zip(sizes[:-2], sizes[1:-1]):
        between = [layer(neurons, rng)] if layer else []
        layers += [training.Dense(inputs, neurons, rng), *between, training.ReLU()]
    return training.Network([*layers, training.Dense(sizes[-2], sizes[-1], rng)])


def train(network, X, Y, *, epochs, rng, learning_rate=0.02, batch_size=20, penalty=None, change=None):
    """Train a network with momentum 0.9 and the tools of this lesson.

    Parameters
    ----------
    network : Network
        Changed in place.
    X, Y : array (N, D), array (N, C)
        Examples, and targets that are probabilities.
    epochs : int
        How many times to go through the examples.
    rng : numpy.random.Generator
        Shuffles the examples, and is handed to `change`.
    learning_rate : float
    batch_size : int
    penalty : function, optional
        ``penalty(parameters) -> (penalty, gradients)``, to be added to the loss.
    change : function, optional
        ``change(X, Y, rng) -> (X, Y)``: what is done to each batch, as with :func:`mixup`.

    Returns
    -------
    list of float
        The mean loss of each epoch's batches, without the penalty.
    """
    optimizer, history = training.SGD(learning_rate, momentum=0.9), []
    for _ in range(epochs):
        losses_of_batches = []
        for X_batch, Y_batch in training.minibatches(X, Y, batch_size, rng):
            if change is not None:
                X_batch, Y_batch = change(X_batch, Y_batch, rng)
            loss, gradients = network.loss_and_gradients(X_batch, Y_batch, soft_cross_entropy)
            if penalty:
                gradients = _with_penalty(network, gradients, penalty)
            optimizer.step(network, gradients)
            losses_of_batches.append(loss)
        history.append(float(np.mean(losses_of_batches)))
    return history


def _with_penalty(network, gradients, penalty):
    """The gradients of a network with those of the penalty on its dense layers added."""
    dense = [number for number, parameters in enumerate(network.parameters) if "W" in parameters]
    _, more = penalty([(network.parameters[number]["W"], network.parameters[number]["b"]) for number in dense])
    total = list(gradients)
    for number, (dW, db) in zip(dense, more):
        total[number] = {"W": gradients[number]["W"] + dW, "b": gradients[number]["b"] + db}
    return total


def few_digits(digits, count, wrong, rng):
    """A small training set, drawn at random, of which a share has a wrong label.

    Parameters
    ----------
    digits : tuple (X, y, ...)
        As from ``datasets.digits``.
    count : int
        How many to draw.
    wrong : float
        The chance of each label to be replaced by another one.
    rng : numpy.random.Generator

    Returns
    -------
    tuple (array (count, D), int array (count,))
        The examples and their labels, as somebody careless wrote them down.
    """
    X, y = digits[:2]
    chosen = rng.permutation(len(X))[:count]
    slips = np.where(rng.random(count) < wrong, rng.integers(1, 10, count), 0)
    return X[chosen], (y[chosen] + slips) % 10


def trial(digits, seed, *, wrong=0.0, count=200, epochs=30, hidden=256, layer=None, targets=None, tests=(), **how):
    """Train one network on few digits, and see how much of it holds for others.

    Parameters
    ----------
    digits : tuple (X_train, y_train, X_test, y_test)
        As from ``datasets.digits``.
    seed : int
        Decides which digits are drawn, the first weights, and all that is random in training.
    wrong : float
        The share of training labels that are wrong.
    count, epochs, hidden : int
        The number of training digits, of epochs, and of hidden neurons.
    layer : function, optional
        As in :func:`network`.
    targets : function, optional
        ``targets(y) -> Y``; 1 for the label and 0 for the rest if left out.
    tests : sequence of array (N, D)
        Other versions of the test digits to try, as shifted ones.
    **how
        For :func:`train`.

    Returns
    -------
    array (2 + number of tests,)
        The accuracy on the training digits, on the test digits, and on each of `tests`.
    """
    rng = np.random.default_rng(seed)
    X, y = few_digits(digits, count, wrong, rng)
    made = network([X.shape[1], hidden, 10], rng, layer)
    train(made, X, label_smoothing(y, 10, 0.0) if targets is None else targets(y), epochs=epochs, rng=rng, **how)
    pairs = [(X, y), *((X_test, digits[3]) for X_test in (digits[2], *tests))]
    return np.array([np.mean(made.scores(images).argmax(axis=1) == labels) for images, labels in pairs])


def trials(digits, seeds, **recipe):
    """The same recipe with several seeds, on clean labels and on labels of which every fifth is wrong.

    Parameters
    ----------
    digits : tuple
        As from ``datasets.digits``.
    seeds : iterable of int
    **recipe
        For :func:`trial`.

    Returns
    -------
    array (2, seeds, 2)
        For clean and for wrong labels, for each seed: the accuracy on the training digits and on the test digits.
    """
    found = [[trial(digits, seed, wrong=wrong, **recipe) for wrong in (0.0, 0.2)] for seed in seeds]
    return np.swapaxes(found, 0, 1)


def rate_trials(digits, learning_rate, seeds, layer=None, *, hidden=(32, 32, 32, 32), steps=100):
    """The loss of a deep network, step by step, for one learning rate of plain gradient descent and several seeds.

    Parameters
    ----------
    digits : tuple (X_train, y_train, ...)
        As from ``datasets.digits``.
    learning_rate : float
    seeds : iterable of int
    layer : function, optional
        As in :func:`network`.
    hidden : sequence of int
        The number of neurons of each hidden layer.
    steps : int
        How many batches of 50 digits to learn from.

    Returns
    -------
    array (seeds, steps)
        The loss of each batch; a step whose loss is no number any more counts as the loss of knowing nothing, log 10.
    """
    return np.stack([_rate_trial(digits, learning_rate, seed, layer, hidden, steps) for seed in seeds])


def _rate_trial(digits, learning_rate, seed, layer, hidden, steps):
    rng, (X, y) = np.random.default_rng(seed), digits[:2]
    made = network([X.shape[1], *hidden, 10], rng, layer)
    optimizer, found = training.SGD(learning_rate), []
    with np.errstate(all="ignore"):  # too high a rate ends in infinities: that is the finding
        for _ in range(steps):
            batch = rng.integers(0, len(X), 50)
            loss, gradients = made.loss_and_gradients(X[batch], y[batch])
            optimizer.step(made, gradients)
            found.append(loss)
    return np.nan_to_num(found, nan=np.log(10), posinf=np.log(10))

"""Lesson 08, cnn: convolution, pooling and what is built of them.

Pictures are arrays (N, H, L, C): N pictures of H rows and L columns of pixels, with C numbers (channels) each. The
weights of a convolution are an array (A, B, C, M): M kernels of A rows and B columns, each with C channels; what comes
out are M feature maps of R rows and S columns, (N, R, S, M). A cache is what a forward function keeps for its backward.

Sources
-------
conv2d_window: Goodfellow, Bengio and Courville, *Deep Learning*, section 9.1, equation 9.6.
conv_output_size: Dumoulin and Visin (2016), *A guide to convolution arithmetic for deep learning*, relationship 6.
pad2d: Goodfellow, Bengio and Courville, *Deep Learning*, section 9.5.
conv2d: Dumoulin and Visin (2016), *A guide to convolution arithmetic for deep learning*, section 2.
conv2d_backward: Goodfellow, Bengio and Courville, *Deep Learning*, section 9.5, equations 9.11 and 9.13.
maxpool2d: Goodfellow, Bengio and Courville, *Deep Learning*, section 9.3.
maxpool2d_backward: Prince, *Understanding Deep Learning*, section 10.4.
avgpool2d, avgpool2d_backward: LeCun et al. (1998), *Gradient-based learning applied to document recognition*,
    section II.A.
receptive_field: Araujo, Norris and Sim (2019), *Computing receptive fields of convolutional neural networks*,
    equation 2.
spatial_batchnorm: Ioffe and Szegedy (2015), *Batch normalization*, section 3.2.
spatial_batchnorm_backward: Ioffe and Szegedy (2015), *Batch normalization*, section 3.
"""

import numpy as np

from dlcourse.lessons import regularization


def conv2d_window(window, kernel, bias):
    """One neuron's answer to a window: the weighted sum of its pixels, plus the bias.

    Formula: ``sum over i, j, c of window[i, j, c] kernel[i, j, c] + bias``
    window: array (A, B, C); kernel: array (A, B, C); bias: a number -> a number

    >>> window = np.array([[[1.0], [2.0]], [[3.0], [4.0]]])  # one channel
    >>> kernel = np.array([[[1.0], [0.0]], [[0.0], [-1.0]]])
    >>> print(conv2d_window(window, kernel, 0.5))  # 1 - 4 + 0.5
    -2.5
    """
    return np.sum(window * kernel) + bias


def conv_output_size(size, kernel, stride=1, padding=0):
    """How many places a kernel finds along one side of a picture.

    Formula: ``(size + 2 padding - kernel) // stride + 1``
    size, kernel, stride, padding: whole numbers -> a whole number

    Raises ValueError if the kernel is larger than the picture with its padding, or the stride is below 1.

    >>> conv_output_size(8, 3), conv_output_size(8, 3, padding=1), conv_output_size(8, 3, stride=2, padding=1)
    (6, 8, 4)
    """
    if stride < 1:
        raise ValueError(f"stride is {stride}: want 1 or more")
    if not 1 <= kernel <= size + 2 * padding:
        raise ValueError(f"a kernel of {kernel} does not fit into {size} pixels with a padding of {padding}")
    return (size + 2 * padding - kernel) // stride + 1


def pad2d(X, padding):
    """Put a frame of zeros around every picture.

    Formula: ``out[n, padding + r, padding + s, c] = X[n, r, s, c]``, 0 elsewhere
    X: array (N, H, L, C); padding: a whole number, how many pixels wide on each side
    -> array (N, H + 2 padding, L + 2 padding, C)

    >>> pad2d(np.array([[[[5.0], [7.0]]]]), 1)[0, :, :, 0]  # one picture of one row
    array([[0., 0., 0., 0.],
           [0., 5., 7., 0.],
           [0., 0., 0., 0.]])
    """
    return np.pad(X, ((0, 0), (padding, padding), (padding, padding), (0, 0)))


def places(first, count, stride=1):
    """The slice for `count` places, `stride` apart, from `first` on.

    Formula: ``slice(first, first + stride * count, stride)``
    first: int; count: int; stride: int -> slice

    >>> print(np.arange(10)[places(1, 3)], np.arange(10)[places(1, 3, stride=2)])
    [1 2 3] [1 3 5]
    """
    return slice(first, first + stride * count, stride)


def conv2d(X, W, b, stride=1, padding=0):
    """Slide M kernels over every picture: each place of a kernel gives one number.

    Formula: ``Z[n, r, s, m] = sum over i, j, c of X_padded[n, stride r + i, stride s + j, c] W[i, j, c, m] + b[m]``
    X: array (N, H, L, C); W: array (A, B, C, M); b: array (M,); stride, padding: whole numbers
    -> (Z, cache): Z an array (N, R, S, M); cache the tuple (X, W, stride, padding)

    Raises ValueError if the kernels are made for another number of channels, or do not fit into the pictures.

    >>> X = np.array([[[[1.0], [2.0], [4.0], [8.0]]]])  # one picture of one row
    >>> W = np.array([[[[-1.0]], [[1.0]]]])  # one kernel, (1, 2): the right pixel minus the left one
    >>> conv2d(X, W, np.array([0.0]))[0].ravel()
    array([1., 2., 4.])
    """
    if X.shape[3] != W.shape[2]:
        raise ValueError(f"X has {X.shape[3]} channels, W has kernels for {W.shape[2]}: they must match")
    rows = conv_output_size(X.shape[1], W.shape[0], stride, padding)
    columns = conv_output_size(X.shape[2], W.shape[1], stride, padding)
    X_padded = pad2d(X, padding)
    Z = b
    for i, j in np.ndindex(W.shape[:2]):
        pixels = X_padded[:, places(i, rows, stride), places(j, columns, stride)]
        Z = Z + pixels @ W[i, j]  # (N, R, S, C) @ (C, M) -> (N, R, S, M)
    return Z, (X, W, stride, padding)


def conv2d_backward(dZ, cache):
    """The gradients of a convolution: every pixel collects from all windows it lies in.

    Formula: ``dW[i, j, c, m] = sum over n, r, s of X_padded[n, stride r + i, stride s + j, c] dZ[n, r, s, m]``;
    ``dX_padded[n, stride r + i, stride s + j, c]`` collects ``sum over m of dZ[n, r, s, m] W[i, j, c, m]``
    dZ: array (N, R, S, M); cache: the tuple (X, W, stride, padding)
    -> (dX, dW, db): arrays (N, H, L, C), (A, B, C, M) and (M,)

    >>> X, W = np.array([[[[1.0], [2.0], [4.0]]]]), np.array([[[[-1.0]], [[1.0]]]])
    >>> dX, dW, db = conv2d_backward(np.array([[[[1.0], [10.0]]]]), (X, W, 1, 0))
    >>> print(dX.ravel(), dW.ravel(), db)  # the pixel in the middle is in both windows: 1 * 1 - 10
    [-1. -9. 10.] [21. 42.] [11.]
    """
    X, W, stride, padding = cache
    _, rows, columns, M = dZ.shape
    X_padded = pad2d(X, padding)
    dX_padded, dW = np.zeros_like(X_padded), np.zeros_like(W)
    for i, j in np.ndindex(W.shape[:2]):
        here = np.s_[:, places(i, rows, stride), places(j, columns, stride)]
        dW[i, j] = X_padded[here].reshape(-1, X.shape[3]).T @ dZ.reshape(-1, M)  # (C, N R S) @ (N R S, M) -> (C, M)
        dX_padded[here] += dZ @ W[i, j].T  # (N, R, S, M) @ (M, C) -> (N, R, S, C)
    dX = dX_padded[:, places(padding, X.shape[1]), places(padding, X.shape[2])]
    return dX, dW, dZ.sum(axis=(0, 1, 2))


def maxpool2d(X, size=2, stride=2):
    """Keep the largest number of each window, channel by channel.

    Formula: ``out[n, r, s, c] = max over i, j < size of X[n, stride r + i, stride s + j, c]``; pixels at the right and
    lower edge that fill no window are left out
    X: array (N, H, L, C); size, stride: whole numbers
    -> (out, cache): out an array (N, R, S, C); cache the tuple (X, out, size, stride)

    >>> X = np.array([[1.0, 5.0, 2.0, 0.0], [3.0, 4.0, 9.0, 7.0]]).reshape(1, 2, 4, 1)
    >>> maxpool2d(X)[0].ravel()
    array([5., 9.])
    """
    rows, columns = (conv_output_size(side, size, stride) for side in X.shape[1:3])
    out = X[:, places(0, rows, stride), places(0, columns, stride)]
    for i, j in np.ndindex(size, size):
        out = np.maximum(out, X[:, places(i, rows, stride), places(j, columns, stride)])
    return out, (X, out, size, stride)


def maxpool2d_backward(d_out, cache):
    """The gradient of max pooling: all of it goes to the pixel that won its window.

    Formula: ``dX[n, stride r + i, stride s + j, c]`` collects ``d_out[n, r, s, c]`` where the window's largest number
    is; of several equally large ones, the first takes it, row by row
    d_out: array (N, R, S, C); cache: the tuple (X, out, size, stride) -> array (N, H, L, C)

    >>> X = np.array([[1.0, 5.0, 9.0, 0.0], [3.0, 4.0, 9.0, 7.0]]).reshape(1, 2, 4, 1)
    >>> out, cache = maxpool2d(X)
    >>> maxpool2d_backward(np.array([10.0, 20.0]).reshape(1, 1, 2, 1), cache)[0, :, :, 0]
    array([[ 0., 10., 20.,  0.],
           [ 0.,  0.,  0.,  0.]])
    """
    X, out, size, stride = cache
    _, rows, columns, _ = out.shape
    dX, free = np.zeros_like(X), np.ones(out.shape, bool)
    for i, j in np.ndindex(size, size):
        here = np.s_[:, places(i, rows, stride), places(j, columns, stride)]
        wins = free & (X[here] == out)
        dX[here] += wins * d_out
        free = free & ~wins
    return dX


def avgpool2d(X, size=2, stride=2):
    """The mean of each window, channel by channel.

    Formula: ``out[n, r, s, c] = 1 / size^2 sum over i, j < size of X[n, stride r + i, stride s + j, c]``
    X: array (N, H, L, C); size, stride: whole numbers
    -> (out, cache): out an array (N, R, S, C); cache the tuple (shape of X, size, stride)

    >>> X = np.array([[1.0, 5.0, 2.0, 0.0], [3.0, 4.0, 9.0, 7.0]]).reshape(1, 2, 4, 1)
    >>> avgpool2d(X)[0].ravel()
    array([3.25, 4.5 ])
    """
    rows, columns = (conv_output_size(side, size, stride) for side in X.shape[1:3])
    total = 0
    for i, j in np.ndindex(size, size):
        total = total + X[:, places(i, rows, stride), places(j, columns, stride)]
    return total / size**2, (X.shape, size, stride)


def avgpool2d_backward(d_out, cache):
    """The gradient of average pooling: every pixel of a window gets an equal share.

    Formula: ``dX[n, stride r + i, stride s + j, c]`` collects ``d_out[n, r, s, c] / size^2``
    d_out: array (N, R, S, C); cache: tuple (tuple, int, int) -> array (N, H, L, C)

    >>> avgpool2d_backward(np.array([8.0, 4.0]).reshape(1, 1, 2, 1), ((1, 2, 4, 1), 2, 2))[0, :, :, 0]
    array([[2., 2., 1., 1.],
           [2., 2., 1., 1.]])
    """
    shape, size, stride = cache
    _, rows, columns, _ = d_out.shape
    dX, share = np.zeros(shape, d_out.dtype), d_out / size**2
    for i, j in np.ndindex(size, size):
        dX[:, places(i, rows, stride), places(j, columns, stride)] += share
    return dX


def receptive_field(layers):
    """How many pixels of the picture, along one side, one number after these layers depends on.

    Formula: ``field = 1 + sum over layers k of (size[k] - 1) step[k]``, where ``step[k]`` is the product of the
    strides of the layers before k
    layers: list of (size, stride), the first layer first -> a whole number

    >>> receptive_field([(3, 1), (3, 1)]), receptive_field([(3, 1), (2, 2), (3, 1)])
    (5, 8)
    """
    field, step = 1, 1
    for size, stride in layers:
        field += (size - 1) * step
        step *= stride
    return field


def spatial_batchnorm(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """Batch normalisation of maps: a mean and a standard deviation for each channel, over all pixels.

    Formula: that of :func:`regularization.batchnorm_forward`, with every pixel of every picture as an example
    X: array (N, H, L, C); gamma, beta: (C,); running: (mean, variance), each (C,)
    -> (out, cache, running): out as X; cache a tuple (X_hat, gamma, std); running as before

    >>> X, running = np.array([[[[1.0], [5.0]]], [[[1.0], [5.0]]]]), (np.zeros(1), np.ones(1))  # mean 3, variance 4
    >>> out, _, running = spatial_batchnorm(X, np.array([10.0]), np.array([7.0]), running)
    >>> print(out.ravel().round(3), running[0].round(3), running[1].round(3))
    [-3. 17. -3. 17.] [0.3] [1.3]
    """
    pixels = X.reshape(-1, X.shape[3])  # (N, H, L, C) -> (N H L, C)
    out, cache, running = regularization.batchnorm_forward(
        pixels, gamma=gamma, beta=beta, running=running, training=training, momentum=momentum, epsilon=epsilon
    )
    return out.reshape(X.shape), cache, running


def spatial_batchnorm_backward(d_out, cache):
    """The gradients of :func:`spatial_batchnorm` in training.

    Formula: that of :func:`regularization.batchnorm_backward`, with every pixel of every picture as an example
    d_out: array (N, H, L, C); cache: tuple -> tuple (array (N, H, L, C), array (C,), array (C,))

    >>> cache = np.array([[-1.0], [1.0]]), np.array([3.0]), np.array([2.0])
    >>> dX, dgamma, dbeta = spatial_batchnorm_backward(np.array([[[[0.0], [1.0]]]]), cache)
    >>> print(dX.ravel(), dgamma, dbeta)
    [0. 0.] [1.] [1.]
    """
    dX, dgamma, dbeta = regularization.batchnorm_backward(d_out.reshape(-1, d_out.shape[3]), cache)
    return dX.reshape(d_out.shape), dgamma, dbeta

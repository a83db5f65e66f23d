"""Lesson 08, cnn: convolution, pooling and what is built of them.

Pictures are arrays (N, H, L, C): N pictures of H rows and L columns of pixels, with C numbers (channels) each. The
weights of a convolution are an array (A, B, C, M): M kernels of A rows and B columns, each with C channels.
"""

import numpy as np

from dlcourse.lessons import regularization, training


def conv_output_size(size, kernel, stride=1, padding=0):
    """How many places a kernel finds along one side of a picture.

    Formula: ``(size + 2 padding - kernel) // stride + 1``

    Parameters
    ----------
    size : int
        The pixels of the picture along this side.
    kernel : int
        The pixels of the kernel along this side.
    stride : int
        How far the kernel moves from one place to the next.
    padding : int
        How many zeros are put around the picture, on each side.

    Returns
    -------
    int
        The number of places, 1 or more.

    Raises
    ------
    ValueError
        If the kernel is larger than the picture with its padding, or the stride is below 1.

    References
    ----------
    Dumoulin and Visin (2016), *A guide to convolution arithmetic for deep learning*, relationship 6.

    Examples
    --------
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

    Parameters
    ----------
    X : array (N, H, L, C)
        N pictures.
    padding : int
        How many pixels wide the frame is.

    Returns
    -------
    array (N, R, S, C)
        The pictures in their frames: R is H + 2 padding, S is L + 2 padding.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, section 9.5.

    Examples
    --------
    >>> pad2d(np.array([[[[5.0], [7.0]]]]), 1)[0, :, :, 0]  # one picture of one row
    array([[0., 0., 0., 0.],
           [0., 5., 7., 0.],
           [0., 0., 0., 0.]])
    """
    return np.pad(X, ((0, 0), (padding, padding), (padding, padding), (0, 0)))


def conv2d_window(window, kernel, bias):
    """One neuron's answer to a window: the weighted sum of its pixels, plus the bias.

    Formula: ``sum over i, j, c of window[i, j, c] kernel[i, j, c] + bias``

    Parameters
    ----------
    window : array (A, B, C)
        A part of a picture.
    kernel : array (A, B, C)
        A weight for each pixel and channel of it.
    bias : float
        Added to the sum.

    Returns
    -------
    float
        The answer.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, section 9.1, equation 9.6.

    Examples
    --------
    >>> window = np.array([[[1.0], [2.0]], [[3.0], [4.0]]])  # one channel
    >>> kernel = np.array([[[1.0], [0.0]], [[0.0], [-1.0]]])
    >>> print(conv2d_window(window, kernel, 0.5))  # 1 - 4 + 0.5
    -2.5
    """
    return np.sum(window * kernel) + bias


def places(first, count, stride=1):
    """The slice for `count` places, `stride` apart, from `first` on.

    Formula: ``slice(first, first + stride * count, stride)``

    Parameters
    ----------
    first : int
    count : int
    stride : int

    Returns
    -------
    slice

    Examples
    --------
    >>> print(np.arange(10)[places(1, 3)], np.arange(10)[places(1, 3, stride=2)])
    [1 2 3] [1 3 5]
    """
    return slice(first, first + stride * count, stride)


def conv2d(X, W, b, stride=1, padding=0):
    """Slide M kernels over every picture: each place of a kernel gives one number.

    Formula: ``Z[n, r, s, m] = sum over i, j, c of X_padded[n, stride r + i, stride s + j, c] W[i, j, c, m] + b[m]``

    Parameters
    ----------
    X : array (N, H, L, C)
        N pictures.
    W : array (A, B, C, M)
        M kernels.
    b : array (M,)
        The bias of each kernel.
    stride : int
        How far a kernel moves from one place to the next.
    padding : int
        How wide a frame of zeros is put around the pictures first.

    Returns
    -------
    tuple (array (N, R, S, M), tuple)
        M feature maps for each picture; the cache (X, W, stride, padding).

    Raises
    ------
    ValueError
        If the kernels are made for another number of channels, or do not fit into the pictures.

    References
    ----------
    Dumoulin and Visin (2016), *A guide to convolution arithmetic for deep learning*, section 2.

    Examples
    --------
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

    Parameters
    ----------
    dZ : array (N, R, S, M)
        The gradient of the feature maps.
    cache : tuple (array (N, H, L, C), array (A, B, C, M), int, int)
        From :func:`conv2d`: X, W, stride, padding.

    Returns
    -------
    tuple (array (N, H, L, C), array (A, B, C, M), array (M,))
        The gradients dX, dW and db.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, section 9.5, equations 9.11 and 9.13.

    Examples
    --------
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

    Parameters
    ----------
    X : array (N, H, L, C)
        Feature maps of N pictures.
    size : int
        A window has size x size pixels.
    stride : int
        How far a window is from the next one.

    Returns
    -------
    tuple (array (N, R, S, C), tuple)
        Smaller feature maps; the cache (X, out, size, stride).

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, section 9.3.

    Examples
    --------
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

    Parameters
    ----------
    d_out : array (N, R, S, C)
        The gradient of the output.
    cache : tuple (array (N, H, L, C), array (N, R, S, C), int, int)
        From :func:`maxpool2d`: X, out, size, stride.

    Returns
    -------
    array (N, H, L, C)
        The gradient of the input.

    References
    ----------
    Prince, *Understanding Deep Learning*, section 10.4.

    Examples
    --------
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

    Parameters
    ----------
    X : array (N, H, L, C)
        Feature maps of N pictures.
    size : int
        A window has size x size pixels.
    stride : int
        How far a window is from the next one.

    Returns
    -------
    tuple (array (N, R, S, C), tuple)
        Smaller feature maps; the cache (shape of X, size, stride).

    References
    ----------
    LeCun et al. (1998), *Gradient-based learning applied to document recognition*, section II.A.

    Examples
    --------
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

    Parameters
    ----------
    d_out : array (N, R, S, C)
        The gradient of the output.
    cache : tuple (tuple, int, int)
        From :func:`avgpool2d`: the shape of X, size, stride.

    Returns
    -------
    array (N, H, L, C)
        The gradient of the input.

    References
    ----------
    LeCun et al. (1998), *Gradient-based learning applied to document recognition*, section II.A.

    Examples
    --------
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

    Parameters
    ----------
    layers : list of (size, stride)
        The window and the stride of each convolution and pooling, the first one first.

    Returns
    -------
    int
        Pixels along one side.

    References
    ----------
    Araujo, Norris and Sim (2019), *Computing receptive fields of convolutional neural networks*, equation 2.

    Examples
    --------
    >>> receptive_field([(3, 1), (3, 1)]), receptive_field([(3, 1), (2, 2), (3, 1)])
    (5, 8)
    """
    field, step = 1, 1
    for size, stride in layers:
        field += (size - 1) * step
        step *= stride
    return field


def spatial_batchnorm(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """Batch normalisation of maps: a mean and a spread for each channel, over all pixels.

    Formula: that of :func:`regularization.batchnorm_forward`, with every pixel of every picture as an example

    Parameters
    ----------
    X : array (N, H, L, C)
        Feature maps of N pictures.
    gamma, beta : array (C,)
        The new spread and the new mean of each channel, which are learned.
    running : tuple (array (C,), array (C,))
        The running mean and the running variance so far.
    training : bool
        True: normalise by the mean and the variance of this batch. False: by the running ones.
    momentum : float
        The share of the old running statistics that is kept.
    epsilon : float
        A small number that keeps a channel without spread from a division by 0.

    Returns
    -------
    tuple (array (N, H, L, C), tuple, tuple (array (C,), array (C,)))
        The output; the cache of :func:`regularization.batchnorm_forward`; the running mean and variance.

    References
    ----------
    Ioffe and Szegedy (2015), *Batch normalization*, section 3.2.

    Examples
    --------
    >>> X, running = np.array([[[[1.0], [5.0]]], [[[1.0], [5.0]]]]), (np.zeros(1), np.ones(1))  # mean 3, variance 4
    >>> out, _, running = spatial_batchnorm(X, np.array([10.0]), np.array([7.0]), running)
    >>> print(out.ravel().round(3), running[0].round(3), running[1].round(3))
    [-3. 17. -3. 17.] [0.3] [1.3]
    """
    pixels = X.reshape(-1, X.shape[3])  # (N, H, L, C) -> (N H L, C)
    out, cache, running = regularization.batchnorm_forward(pixels, gamma, beta, running, training, momentum, epsilon)
    return out.reshape(X.shape), cache, running


def spatial_batchnorm_backward(d_out, cache):
    """The gradients of :func:`spatial_batchnorm` in training.

    Formula: that of :func:`regularization.batchnorm_backward`, with every pixel of every picture as an example

    Parameters
    ----------
    d_out : array (N, H, L, C)
        The gradient of the output.
    cache : tuple
        From :func:`spatial_batchnorm` in training.

    Returns
    -------
    tuple (array (N, H, L, C), array (C,), array (C,))
        The gradients dX, dgamma and dbeta.

    References
    ----------
    Ioffe and Szegedy (2015), *Batch normalization*, section 3.

    Examples
    --------
    >>> cache = np.array([[-1.0], [1.0]]), np.array([3.0]), np.array([2.0])
    >>> dX, dgamma, dbeta = spatial_batchnorm_backward(np.array([[[[0.0], [1.0]]]]), cache)
    >>> print(dX.ravel(), dgamma, dbeta)
    [0. 0.] [1.] [1.]
    """
    dX, dgamma, dbeta = regularization.batchnorm_backward(d_out.reshape(-1, d_out.shape[3]), cache)
    return dX.reshape(d_out.shape), dgamma, dbeta


# ---- the fast form: the same numbers, with less work for the memory ----

BLOCK = 65_536  # numbers that are worked on at a time, so that they stay in a processor's cache


def conv2d_fast(X, W, b, stride=1, padding=0):
    """The same as :func:`conv2d`, as few large products of matrices, for some pictures at a time."""
    N, A, B, M = len(X), *W.shape[:2], W.shape[3]
    rows = conv_output_size(X.shape[1], A, stride, padding)
    columns = conv_output_size(X.shape[2], B, stride, padding)
    if _is_narrow(W):
        Z = np.empty((N, rows * columns, M), np.result_type(X, W, b))
        kernels = np.concatenate([W.reshape(-1, M), b[None]])  # the bias is the weight of a pixel that is always 1
        for part in _parts(X, W, padding, columns):
            table = _table(X[part], A, B, rows, columns, stride, padding)
            np.matmul(table.T, kernels, out=Z[part].reshape(-1, M))  # (n R S, A B C + 1) @ (A B C + 1, M)
        return Z.reshape(N, rows, columns, M), (X, W, stride, padding)
    Z = np.empty((N, rows, columns * M), np.result_type(X, W, b))
    biases = np.tile(b, columns)  # one long row for each row of pixels: many short additions would be slower
    for part in _parts(X, W, padding, columns):
        matrices = _pixels(X[part], A, B, rows, columns, stride, padding)
        z = matrices[0] @ W[0].reshape(-1, M)  # (R n S, B C) @ (B C, M) -> (R n S, M)
        for pixels, kernel in zip(matrices[1:], W[1:]):
            z += pixels @ kernel.reshape(-1, M)
        np.add(z.reshape(rows, -1, columns * M).swapaxes(0, 1), biases, out=Z[part])
    return Z.reshape(N, rows, columns, M), (X, W, stride, padding)


def conv2d_backward_fast(dZ, cache):
    """The same as :func:`conv2d_backward`; with stride 1, dX is a convolution with the kernels turned by 180°.

    With few channels, one product and adding its rows to their places is less work.
    """
    X, W, stride, padding = cache
    frame = len(W) - 1 - padding
    if W.shape[2] < 4:
        dX = _add_to_places(dZ, X, W, stride, padding)
    elif stride == 1 and W.shape[0] == W.shape[1] and frame >= 0:
        turned = W[::-1, ::-1].swapaxes(2, 3).copy()  # (A, B, M, C)
        dX, _ = conv2d_fast(dZ, turned, np.zeros(W.shape[2], W.dtype), padding=frame)
    else:
        return conv2d_backward(dZ, cache)
    return dX, *conv2d_kernel_gradients(dZ, cache)


def _add_to_places(dZ, X, W, stride, padding):
    """dX, by adding for each weight what it hands back to the pixels that it met."""
    A, B, C, M = W.shape
    N, rows, columns, _ = dZ.shape
    _, H, L, _ = X.shape
    padded = np.zeros((C, N, H + 2 * padding, L + 2 * padding), np.result_type(dZ, W))
    for part in _parts(X, W, padding, columns):
        shares = (W.reshape(-1, M) @ dZ[part].reshape(-1, M).T).reshape(A, B, C, -1, rows, columns)
        for i, j in np.ndindex(A, B):
            padded[:, part, places(i, rows, stride), places(j, columns, stride)] += shares[i, j]
    return np.moveaxis(padded[:, :, places(padding, H), places(padding, L)], 0, -1)


def conv2d_kernel_gradients(dZ, cache):
    """dW and db alone: a first layer needs no dX."""
    X, W, stride, padding = cache
    A, B, _, M = W.shape
    _, rows, columns, _ = dZ.shape
    dW, db = 0, np.zeros(M, dZ.dtype)
    for part in _parts(X, W, padding, columns):
        if _is_narrow(W):
            shares = _table(X[part], A, B, rows, columns, stride, padding) @ dZ[part].reshape(-1, M)
            dW, db = dW + shares[:-1], db + shares[-1]  # (A B C, M) and (M,)
            continue
        matrices = _pixels(X[part], A, B, rows, columns, stride, padding)
        dz = dZ[part].swapaxes(0, 1).reshape(-1, M)  # rows first, as the pixels are
        dW = dW + np.stack([pixels.T @ dz for pixels in matrices])  # each (B C, R n S) @ (R n S, M) -> (B C, M)
        db += np.ones(len(dz), dz.dtype) @ dz  # the sum of the rows; `sum(axis=0)` of a narrow table is slow
    return dW.reshape(W.shape), db


def _is_narrow(W):
    """Whether a row of weights is so short that products with one row at a time would be slow."""
    A, B, C, _ = W.shape
    return B * C < 16 and A > 1


def _parts(X, W, padding, columns):
    """Slices of some pictures each, as many as fit into a block with the numbers that are made of them."""
    A, B, C, M = W.shape
    width = A * B * C / 4 if _is_narrow(W) else max(B * C, M)  # tables of few rows are read in order: larger parts do
    count = max(1, int(BLOCK / ((X.shape[1] + 2 * padding) * columns * width)))
    return [slice(start, start + count) for start in range(0, len(X), count)]


def _pixels(X, A, B, rows, columns, stride, padding):
    """What every weight meets, as matrices whose products with the rows of the kernels add up to the feature maps.

    One matrix (R n S, B C) for each of the A rows of the kernels: they are parts of one table, in which each pixel is
    written down B times, and not A B times. The rows of a picture come first in the order, so that no further copy is
    needed to move down a row.
    """
    C = X.shape[3]
    framed = _framed(X.swapaxes(0, 1), padding, 0, padding, 0)  # (H, n, L, C)
    table = np.empty((*framed.shape[:2], columns, B, C), X.dtype)
    for j in range(B):
        table[:, :, :, j] = framed[:, :, places(j, columns, stride)]
    return [table[places(i, rows, stride)].reshape(-1, B * C) for i in range(A)]


def _table(X, A, B, rows, columns, stride, padding):
    """What every weight meets in one table (A B C + 1, n R S), a row for each weight and a row of ones for the bias."""
    C = X.shape[3]
    framed = _framed(X, 0, padding, padding, 0)
    across = np.empty((B, C, *framed.shape[:2], columns), X.dtype)
    for j in range(B):
        across[j] = framed[:, :, places(j, columns, stride)].transpose(3, 0, 1, 2)
    table = np.ones((A * B * C + 1, len(X), rows, columns), X.dtype)
    for i, here in enumerate(table[:-1].reshape(A, *across.shape[:3], rows, columns)):
        here[...] = across[:, :, :, places(i, rows, stride)]
    return table.reshape(len(table), -1)


def _framed(X, *widths):
    """Zeros before and after the numbers along each axis; `numpy.pad` is slow for small parts."""
    if not any(widths):
        return X
    framed = np.zeros([side + 2 * width for side, width in zip(X.shape, widths)], X.dtype)
    framed[tuple(slice(width, width + side) for side, width in zip(X.shape, widths))] = X
    return framed


def spatial_batchnorm_fast(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """The same as :func:`spatial_batchnorm`, on whole rows of pixels and with fewer passes through the memory."""
    L, C = X.shape[2:]
    rows = X.reshape(-1, L * C)  # (N H, L C): operations on long rows are faster than on C channels
    mean, variance = running
    if training:
        mean = _channel_sums(rows, C) / (rows.size // C)
        X_hat = rows - np.tile(mean, L)
        variance = _channel_sums(X_hat * X_hat, C) / (rows.size // C)
        running = tuple(momentum * old + (1 - momentum) * new for old, new in zip(running, (mean, variance)))
    else:
        X_hat = rows - np.tile(mean, L)
    std = np.sqrt(variance + epsilon)
    X_hat /= np.tile(std, L)
    out = X_hat * np.tile(gamma, L)
    out += np.tile(beta, L)
    return out.reshape(X.shape), (X_hat.reshape(-1, C), gamma, std), running


def spatial_batchnorm_backward_fast(d_out, cache):
    """The same as :func:`spatial_batchnorm_backward`, on whole rows of pixels and in place."""
    X_hat, gamma, std = cache
    count, C = X_hat.shape
    L = d_out.shape[2]
    rows, X_hat = d_out.reshape(-1, L * C), X_hat.reshape(-1, L * C)
    dX = rows * X_hat
    dgamma, dbeta = _channel_sums(dX, C), _channel_sums(rows, C)
    np.multiply(X_hat, np.tile(-dgamma / count, L), out=dX)
    dX += rows
    dX -= np.tile(dbeta / count, L)
    dX *= np.tile(gamma / std, L)
    return dX.reshape(d_out.shape), dgamma, dbeta


def _channel_sums(rows, C):
    """The sum of each channel over rows of pixels: (N H, L C) -> (C,)."""
    return (np.ones(len(rows), rows.dtype) @ rows).reshape(-1, C).sum(axis=0)


# ---- layers for the network class of lesson 06 ----


class Conv2d(training.Layer):
    """A convolution as a layer: M kernels and their biases.

    Parameters
    ----------
    channels, kernels : int
        How many channels come in, and how many feature maps go out.
    size : int
        A kernel has size x size pixels.
    rng : numpy.random.Generator
        Draws the first weights; the first biases are 0.
    stride, padding : int
        As in :func:`conv2d`.
    forward, backward : function
        What to calculate with: the fast form, or others like :func:`conv2d` and :func:`conv2d_backward`.
    init : function
        ``init(inputs, outputs, rng)``, as for a dense layer with size * size * channels inputs.
    dtype : type
        float (64 bits) or numpy.float32.

    Examples
    --------
    >>> layer = Conv2d(1, 8, 3, np.random.default_rng(0), padding=1)
    >>> layer.forward(np.zeros((5, 28, 28, 1)))[0].shape, layer.parameters["W"].shape
    ((5, 28, 28, 8), (3, 3, 1, 8))
    """

    def __init__(
        self,
        channels,
        kernels,
        size,
        rng,
        stride=1,
        padding=0,
        forward=conv2d_fast,
        backward=conv2d_backward_fast,
        init=training.he_init,
        dtype=float,
    ):
        W = init(size * size * channels, kernels, rng).reshape(size, size, channels, kernels)
        self.parameters = {"W": W.astype(dtype), "b": np.zeros(kernels, dtype)}
        self.stride, self.padding = stride, padding
        self._forward, self._backward = forward, backward

    def forward(self, X, training=False):
        """The feature maps (N, R, S, M) of pictures (N, H, L, C)."""
        return self._forward(X, self.parameters["W"], self.parameters["b"], self.stride, self.padding)

    def backward(self, d_out, cache):
        """dX, and dW and db."""
        dX, dW, db = self._backward(d_out, cache)
        return dX, {"W": dW, "b": db}

    def parameter_gradients(self, d_out, cache):
        """dW and db; no dX, which nobody asks of a first layer."""
        if self._backward is not conv2d_backward_fast:
            return self.backward(d_out, cache)[1]
        return dict(zip("Wb", conv2d_kernel_gradients(d_out, cache)))


class MaxPool2d(training.Layer):
    """Max pooling as a layer; the stride is the size of the windows if it is not given."""

    def __init__(self, size=2, stride=None, forward=maxpool2d, backward=maxpool2d_backward):
        super().__init__()
        self.size, self.stride = size, size if stride is None else stride
        self._forward, self._backward = forward, backward

    def forward(self, X, training=False):
        """The largest number of each window."""
        return self._forward(X, self.size, self.stride)

    def backward(self, d_out, cache):
        """The gradient goes to the winners."""
        return self._backward(d_out, cache), {}


class AvgPool2d(training.Layer):
    """Average pooling as a layer; the stride is the size of the windows if it is not given."""

    def __init__(self, size=2, stride=None, forward=avgpool2d, backward=avgpool2d_backward):
        super().__init__()
        self.size, self.stride = size, size if stride is None else stride
        self._forward, self._backward = forward, backward

    def forward(self, X, training=False):
        """The mean of each window."""
        return self._forward(X, self.size, self.stride)

    def backward(self, d_out, cache):
        """The gradient is shared out evenly."""
        return self._backward(d_out, cache), {}


class Flatten(training.Layer):
    """From feature maps to one row of numbers for each picture, as a dense layer wants them."""

    def forward(self, X, training=False):
        """(N, H, L, C) -> (N, H L C)."""
        return X.reshape(len(X), -1), X.shape

    def backward(self, d_out, cache):
        """Back to the shape of the feature maps."""
        return d_out.reshape(cache), {}


class SpatialBatchNorm(regularization.BatchNorm):
    """Batch normalisation of feature maps as a layer: as `BatchNorm`, with the channels as its features."""

    def __init__(self, channels, momentum=0.9, epsilon=1e-5, forward=spatial_batchnorm_fast, dtype=float):
        super().__init__(channels, momentum, epsilon, forward, spatial_batchnorm_backward_fast, dtype)


# ---- beside the exercises: what the experiments of the lesson need ----


def photograph_kernels():
    """Kernels of 3 x 3 weights that people used long before networks learned their own: dict of names."""
    across = np.array([[-1.0, 0.0, 1.0]] * 3)  # right minus left
    return {
        "upright edges": across,
        "level edges": across.T,
        "blur": np.full((3, 3), 1 / 9),
        "sharpen": np.array([[0.0, -1.0, 0.0], [-1.0, 5.0, -1.0], [0.0, -1.0, 0.0]]),
    }


def edge_share(kernels):
    """How much of kernels is a plain slope, darker to one side and brighter to the other, in whatever direction.

    Parameters
    ----------
    kernels : array (3, 3, M)

    Returns
    -------
    float
        The share of the sum of squares: 1 if all of it is slopes, 2 / 9 on average if the numbers are random.

    Examples
    --------
    >>> kernels = photograph_kernels()
    >>> print(edge_share(kernels["upright edges"][:, :, None]), edge_share(kernels["blur"][:, :, None]))
    1.0 0.0
    """
    across = np.tile([-1.0, 0.0, 1.0], (3, 1))
    slopes = np.stack([across, across.T]).reshape(2, 9) / np.sqrt(6)  # two directions of length 1, at right angles
    table = kernels.reshape(9, -1)
    return round(float(np.sum((slopes @ table) ** 2) / np.sum(table**2)), 12)


def as_pictures(X, most=0, rng=None, room=2):
    """Square images, one in each row of X, as pictures with room around them; shifted at random if asked.

    Parameters
    ----------
    X : array (N, D)
        Images with D pixels each, a square number.
    most : int
        Each image is moved by up to so many pixels, up or down and left or right.
    rng : numpy.random.Generator, optional
        Draws the shifts; not needed if `most` is 0.
    room : int
        How many empty pixels are around an unmoved image on each side.

    Returns
    -------
    array (N, S, S, 1)
        S is the side of an image plus 2 room.

    Examples
    --------
    >>> as_pictures(np.ones((3, 64))).shape
    (3, 12, 12, 1)
    """
    if not 0 <= most <= room:
        raise ValueError(f"most is {most}: want 0 to {room}, the room around an image")
    side = round(X.shape[1] ** 0.5)
    images = X.reshape(-1, side, side, 1)
    out = np.zeros((len(X), side + 2 * room, side + 2 * room, 1), X.dtype)
    corners = room + (rng.integers(-most, most + 1, size=(len(X), 2)) if most else np.zeros((len(X), 2), int))
    for image, picture, (i, j) in zip(images, out, corners):
        picture[i : i + side, j : j + side] = image
    return out


def mlp_of_size(pictures, parameters, rng):
    """A network with one hidden dense layer that has at least so many parameters, for pictures like these."""
    inputs = pictures[0].size
    hidden = -(-(parameters - 10) // (inputs + 11))
    layers = [Flatten(), training.Dense(inputs, hidden, rng), training.ReLU(), training.Dense(hidden, 10, rng)]
    return training.Network(layers)


def accuracy_on_fresh_shifts(network, data, test, rng, *, epochs, most=2, learning_rate=0.004, batch_size=32):
    """Train on digits that are shifted anew in every epoch, and note the accuracy on the way.

    Parameters
    ----------
    network : Network
        Changed in place.
    data : tuple (array (N, D), int array (N,))
        Images in rows, and labels.
    test : tuple (array (M, S, S, 1), int array (M,))
        Pictures to test on, and labels.
    rng : numpy.random.Generator
    epochs : int
    most : int
        How far the digits are shifted at most.
    learning_rate : float
        Of Adam.
    batch_size : int

    Returns
    -------
    array (epochs,)
        The accuracy on the test pictures after each epoch.
    """
    optimizer, found = training.Adam(learning_rate), []
    for _ in range(epochs):
        pictures = as_pictures(data[0], most, rng)
        for X, y in training.minibatches(pictures, data[1], batch_size, rng):
            optimizer.step(network, network.loss_and_gradients(X, y)[1])
        found.append(training.evaluate(network, *test)["accuracy"])
    return np.array(found)

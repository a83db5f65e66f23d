"""The convolution in a fast form, and its gradients: whichever way suits the number of channels."""

from dlcourse.lessons import cnn
from dlcourse.nn.cnn import narrow, wide

MOST_PIXELS = 1.4  # for each place: with more, a convolution of dZ that reaches all of them multiplies too many zeros


def conv2d_fast(X, W, b, stride=1, padding=0):
    """The same as :func:`conv2d`, as few large products of matrices, for some pictures at a time."""
    if not len(X):  # there is nothing to divide
        return cnn.conv2d(X, W, b, stride, padding)
    if X.shape[3] != W.shape[2]:
        raise ValueError(f"X has {X.shape[3]} channels, W has kernels for {W.shape[2]}: they must match")
    rows = cnn.conv_output_size(X.shape[1], W.shape[0], stride, padding)
    columns = cnn.conv_output_size(X.shape[2], W.shape[1], stride, padding)
    return _way(W).feature_maps(X, W, b, rows, columns, stride, padding), (X, W, stride, padding)


def conv2d_backward_fast(dZ, cache):
    """The same as :func:`conv2d_backward`, from the cache of either form."""
    X, W, stride, padding = cache
    if not len(X):
        return cnn.conv2d_backward(dZ, cache)
    A, B, C, _ = W.shape
    pixels, places = X.shape[1] * X.shape[2], dZ.shape[1] * dZ.shape[2]
    if C >= 4 and stride == 1 and padding < min(A, B) and pixels < MOST_PIXELS * places:
        return wide.all_gradients(dZ, X, W, padding)
    dX = (narrow if C < 4 else wide).picture_gradients(dZ, X, W, stride, padding)
    return dX, *conv2d_kernel_gradients(dZ, cache)


def conv2d_kernel_gradients(dZ, cache):
    """dW and db alone: a first layer needs no dX."""
    X, W, stride, padding = cache
    if not len(X):
        return cnn.conv2d_backward(dZ, cache)[1:]
    return _way(W).kernel_gradients(dZ, X, W, stride, padding)


def _way(W):
    """`narrow` if a row of weights is so short that products with it would be slow."""
    A, B, C, _ = W.shape
    return narrow if B * C < 16 and A > 1 else wide

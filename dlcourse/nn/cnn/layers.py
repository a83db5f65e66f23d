"""The layers of convolutional networks."""

import math

import numpy as np

from dlcourse.lessons import cnn
from dlcourse.lessons.training import he_init
from dlcourse.nn import regularization, training
from dlcourse.nn.cnn.convolution import conv2d_backward_fast, conv2d_fast, conv2d_kernel_gradients
from dlcourse.nn.cnn.normalisation import spatial_batchnorm_backward_fast, spatial_batchnorm_fast
from dlcourse.nn.cnn.pooling import maxpool2d_backward_fast, maxpool2d_fast
from dlcourse.nn.training.pace import at_pace


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

    divides_batches = True

    def __init__(
        self,
        channels,
        kernels,
        size,
        rng,
        *,
        stride=1,
        padding=0,
        forward=conv2d_fast,
        backward=conv2d_backward_fast,
        init=he_init,
        dtype=float,
    ):
        W = init(size * size * channels, kernels, rng).reshape(size, size, channels, kernels)
        self.parameters = {"W": W.astype(dtype), "b": np.zeros(kernels, dtype)}
        self.stride, self.padding = stride, padding
        self._forward = at_pace(forward, conv2d_fast)
        self._backward = at_pace(backward, conv2d_backward_fast)

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


class _Pool2d(training.Layer):
    """One number for each window of feature maps; the stride is the size of the windows if it is not given."""

    def __init__(self, size, stride, forward, backward):
        super().__init__()
        self.size, self.stride = size, size if stride is None else stride
        self._forward, self._backward = forward, backward

    def forward(self, X, training=False):
        """The numbers of all windows, and the cache."""
        return self._forward(X, self.size, self.stride)

    def backward(self, d_out, cache):
        """The gradient of the feature maps."""
        return self._backward(d_out, cache), {}


class MaxPool2d(_Pool2d):
    """Max pooling as a layer: the largest number of each window, and the gradient goes to the winners."""

    divides_batches = True

    def __init__(self, size=2, stride=None, *, forward=maxpool2d_fast, backward=maxpool2d_backward_fast):
        super().__init__(size, stride, at_pace(forward, maxpool2d_fast), at_pace(backward, maxpool2d_backward_fast))


class AvgPool2d(_Pool2d):
    """Average pooling as a layer: the mean of each window, and the gradient is shared out evenly."""

    def __init__(self, size=2, stride=None, *, forward=cnn.avgpool2d, backward=cnn.avgpool2d_backward):
        super().__init__(size, stride, at_pace(forward, cnn.avgpool2d), at_pace(backward, cnn.avgpool2d_backward))


class Flatten(training.Layer):
    """From feature maps to one row of numbers for each picture, as a dense layer wants them."""

    def forward(self, X, training=False):
        """(N, H, L, C) -> (N, H L C)."""
        return X.reshape(len(X), math.prod(X.shape[1:])), X.shape  # -1 does not do for a batch of none

    def backward(self, d_out, cache):
        """Back to the shape of the feature maps."""
        return d_out.reshape(cache), {}


class SpatialBatchNorm(regularization.BatchNorm):
    """Batch normalisation of feature maps as a layer: as `BatchNorm`, with the channels as its features."""

    divides_batches = True

    def __init__(self, channels, *, momentum=0.9, epsilon=1e-5, forward=spatial_batchnorm_fast, dtype=float):
        how = {"momentum": momentum, "epsilon": epsilon, "dtype": dtype}
        forms = {"forward": at_pace(forward, spatial_batchnorm_fast), "backward": spatial_batchnorm_backward_fast}
        super().__init__(channels, **forms, **how)

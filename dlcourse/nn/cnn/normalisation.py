"""Batch normalisation of feature maps in a fast form."""

from dlcourse.nn.regularization.batchnorm import batchnorm_backward_fast, batchnorm_forward_fast


def spatial_batchnorm_fast(X, gamma, beta, running, training=True, momentum=0.9, epsilon=1e-5):
    """The same as :func:`spatial_batchnorm`: every pixel is an example, and the channels are its features."""
    pixels = X.reshape(-1, X.shape[3])
    out, cache, running = batchnorm_forward_fast(pixels, gamma, beta, running, training, momentum, epsilon)
    return out.reshape(X.shape), cache, running


def spatial_batchnorm_backward_fast(d_out, cache):
    """The same as :func:`spatial_batchnorm_backward`, from the cache of either form."""
    dX, dgamma, dbeta = batchnorm_backward_fast(d_out.reshape(-1, d_out.shape[3]), cache)
    return dX.reshape(d_out.shape), dgamma, dbeta

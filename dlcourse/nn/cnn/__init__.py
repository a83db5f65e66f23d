"""Lesson 08, cnn: convolution, max pooling and batch normalisation in a fast form, and the layers made of them."""

from dlcourse.nn.cnn.convolution import conv2d_backward_fast, conv2d_fast, conv2d_kernel_gradients
from dlcourse.nn.cnn.layers import AvgPool2d, Conv2d, Flatten, MaxPool2d, SpatialBatchNorm
from dlcourse.nn.cnn.normalisation import spatial_batchnorm_backward_fast, spatial_batchnorm_fast
from dlcourse.nn.cnn.pooling import maxpool2d_backward_fast, maxpool2d_fast

__all__ = [
    "AvgPool2d",
    "Conv2d",
    "Flatten",
    "MaxPool2d",
    "SpatialBatchNorm",
    "conv2d_backward_fast",
    "conv2d_fast",
    "conv2d_kernel_gradients",
    "maxpool2d_backward_fast",
    "maxpool2d_fast",
    "spatial_batchnorm_backward_fast",
    "spatial_batchnorm_fast",
]

"""Lesson 16, compression: make it small.

A weight W is stored as a whole number q of few bits; `scale` is the width of one step of q, and `zero_point` the q that
means 0. Both are one number for the whole array, or one for each channel, in an array that stretches over it. The last
axis of a weight is its channels: what comes out. Weights of a network are a dict of arrays by name.

Sources
-------
scale_and_zero_point, quantize, dequantize, quantized_dense: Jacob et al. (2018), *Quantization and training of neural
    networks for efficient integer-arithmetic-only inference*, section 2; by channel, Krishnamoorthi (2018),
    *Quantizing deep convolutional networks for efficient inference*.
fake_quantize_backward: Bengio, Léonard and Courville (2013), *Estimating or propagating gradients through stochastic
    neurons*; with the edges, Jacob et al. (2018), section 3.
prune_smallest: Han et al. (2015), *Learning both weights and connections for efficient neural networks*.
memory_of: the sizes of arrays; zeros as a map of bits, as in Han, Mao and Dally (2016), *Deep compression*.
distillation_loss: Hinton, Vinyals and Dean (2015), *Distilling the knowledge in a neural network*, section 2.
fold_batchnorm: Jacob et al. (2018), section 3.2.
count_operations: multiplications, as in He et al. (2016), *Deep residual learning for image recognition*, section 3.3.
total_speedup: Amdahl (1967), *Validity of the single processor approach to achieving large scale computing
    capabilities*.
"""

import numpy as np

from dlcourse.lessons.cnn import conv_output_size
from dlcourse.lessons.losses import log_softmax


def scale_and_zero_point(W, *, bits, axis=None):
    """The steps and the zero that make the best use of few bits for what is in W.

    Formula: from the smallest weight to the largest, both stretched to contain 0, in ``2^bits - 1`` steps; the zero
    point is the whole number nearest to where 0 lies (halves to the even one)
    W: array of any shape; bits: a whole number, 1 to 8
    axis: a whole number or None, that of the channels, each with a scale and a zero of its own, the
    scale 1 where all is 0
    -> (scale, zero_point): each a number or array, of as many axes as W, all but `axis` 1 long
    (zero points are whole numbers)

    >>> scale_and_zero_point(np.array([-1.0, 0.5, 2.0]), bits=2)  # steps of 1: -1, 0, 1, 2
    (1.0, 1)
    >>> scale, zero_point = scale_and_zero_point(np.array([[-1.0, 1.0], [2.0, 6.0]]), bits=2, axis=1)
    >>> print(scale, zero_point)
    [[1. 2.]] [[1 0]]
    """
    others = None if axis is None else tuple(place for place in range(W.ndim) if place != axis % W.ndim)
    low = np.minimum(W.min(axis=others, keepdims=axis is not None), 0)
    high = np.maximum(W.max(axis=others, keepdims=axis is not None), 0)
    scale = np.where(high > low, (high - low) / (2**bits - 1), 1.0)
    zero_point = np.rint(-low / scale).astype(int)
    return (scale, zero_point) if axis is not None else (scale.item(), zero_point.item())


def quantize(W, *, scale, zero_point, bits):
    """Each weight as the whole number of the nearest step.

    Formula: ``W / scale``, rounded to the nearest whole number (halves to the even one), plus the zero point, and
    within 0 and ``2^bits - 1``
    W: array of any shape; scale, zero_point: numbers or arrays that stretch over W
    bits: a whole number, 1 to 8 -> int array of the shape of W (of dtype uint8)

    >>> quantize(np.array([-1.0, 0.4, 2.0, 9.0]), scale=1.0, zero_point=1, bits=2)
    array([0, 1, 3, 3], dtype=uint8)
    """
    return np.clip(np.rint(W / scale) + zero_point, 0, 2**bits - 1).astype(np.uint8)


def dequantize(q, *, scale, zero_point):
    """The weights that the whole numbers stand for.

    Formula: ``scale (q - zero_point)``
    q: int array of any shape (of dtype uint8); scale, zero_point: numbers or arrays that stretch
    over q -> float array of the shape of q

    >>> dequantize(np.array([0, 1, 3], dtype=np.uint8), scale=0.5, zero_point=1)
    array([-0.5,  0. ,  1. ])
    """
    return scale * (q.astype(int) - zero_point)  # in uint8, 0 - 1 would be 255


def quantized_dense(X, W, b):
    """A dense layer in whole numbers, which comes back to real ones once, at the end.

    Formula: the whole numbers less their zero points, multiplied as tables in 32 bits or more; times both scales; plus
    b
    X: the tuple (q, scale, zero_point), of int array (N, D), number, whole number
    W: the tuple (q, scale, zero_point), of int array (D, M), number or array (1, M),
    number or array (1, M)
    b: array (M,) -> array (N, M)

    >>> X = np.array([[200, 100]], dtype=np.uint8), 0.5, 100
    >>> W = np.array([[3], [2]], dtype=np.uint8), 0.1, 1
    >>> quantized_dense(X, W, np.array([1.0]))  # (100 * 2 + 0 * 1) 0.5 * 0.1 + 1
    array([[11.]])
    """
    (qx, x_scale, x_zero), (qw, w_scale, w_zero) = X, W
    whole = (qx.astype(np.int64) - x_zero) @ (qw.astype(np.int64) - w_zero)
    return x_scale * w_scale * whole + b


def fake_quantize_backward(d_out, W, *, scale, zero_point, bits):
    """The gradient that is passed through rounding as if there were none, but not beyond the edges.

    Formula: d_out where W's nearest step is one of the ``2^bits`` that exist; 0 where it had to be clipped
    d_out, W: arrays of one shape; scale, zero_point: numbers or arrays that stretch over W
    bits: a whole number, 1 to 8 -> array of the same shape

    >>> fake_quantize_backward(np.ones(3), np.array([-3.0, 0.4, 2.0]), scale=1.0, zero_point=1, bits=2)
    array([0., 1., 1.])
    """
    step = np.rint(W / scale) + zero_point
    return np.where((step >= 0) & (step <= 2**bits - 1), d_out, 0.0)


def prune_smallest(weights, *, fraction):
    """Which weights stay when the smallest of the whole network go.

    Formula: ``fraction`` times the count of all weights, rounded down, go: those of smallest size, of equals the first,
    in the order of the dict and of the rows
    weights: dict of arrays; fraction: a number from 0 to 1
    -> dict of bool arrays of the same names and shapes, True where a weight stays

    >>> prune_smallest({"W": np.array([[3.0, -0.1]]), "V": np.array([0.2, -5.0])}, fraction=0.5)
    {'W': array([[ True, False]]), 'V': array([False,  True])}
    """
    sizes = np.concatenate([np.abs(W).ravel() for W in weights.values()])
    stays = np.ones(sizes.size, dtype=bool)
    stays[np.argsort(sizes, kind="stable")[: int(fraction * sizes.size)]] = False
    ends = np.cumsum([W.size for W in weights.values()])[:-1]
    return {name: part.reshape(W.shape) for (name, W), part in zip(weights.items(), np.split(stays, ends), strict=True)}


def memory_of(weights, *, bits, masks=None):
    """How many bytes a network's weights take, each in so many bits, without what was pruned.

    Formula: the sum over the arrays, each of them rounded up to whole bytes, of the weights that stay, times `bits`;
    with masks also of one bit for each place, which says whether a weight stands there
    weights: dict of arrays; bits: a whole number; masks: dict of bool arrays or None, by the same
    names, True where a weight stays
    -> a whole number of bytes

    >>> weights = {"W": np.zeros((3, 5)), "b": np.zeros(5)}
    >>> memory_of(weights, bits=4), memory_of(weights, bits=4, masks={"W": np.eye(3, 5) > 0, "b": np.ones(5) > 0})
    (11, 8)
    """
    total = 0
    for name, W in weights.items():
        taken = W.size * bits if masks is None else masks[name].sum().item() * bits + W.size
        total += -(-taken // 8)  # upwards
    return total


def distillation_loss(Z, *, teacher, y, temperature, share):
    """What it costs not to answer as a larger network does, in its doubts too; and the gradient.

    Formula: the mean over the examples of ``share T^2 sum of p log(p / q) + (1 - share) (-log of the right class)``; p
    and q are the softmax of the teacher's and of one's own scores divided by the temperature T, the right class's
    chance is one's own at T = 1
    Z, teacher: arrays (N, C), scores; y: int array (N,), the classes; temperature: a number above 0
    share: a number from 0 to 1, of the teacher's part
    -> (loss, dZ): a number, and an array (N, C)

    >>> Z, teacher = np.array([[0.0, 0.0]]), np.array([[2.0 * np.log(3), 0.0]])
    >>> loss, dZ = distillation_loss(Z, teacher=teacher, y=np.array([0]), temperature=2.0, share=0.5)
    >>> print(round(loss, 3), dZ)  # p is 3/4 and 1/4: half of 4 times 0.131, and half of log 2
    0.608 [[-0.5  0.5]]
    """
    log_p, log_q = log_softmax(teacher / temperature), log_softmax(Z / temperature)
    p, log_own, rows = np.exp(log_p), log_softmax(Z), np.arange(len(y))
    soft = temperature**2 * np.sum(p * (log_p - log_q), axis=1)
    d_hard = np.exp(log_own)
    d_hard[rows, y] -= 1
    dZ = share * temperature * (np.exp(log_q) - p) + (1 - share) * d_hard
    return np.mean(share * soft - (1 - share) * log_own[rows, y]), dZ / len(y)


def fold_batchnorm(W, b, *, gamma, beta, mean, variance, epsilon):
    """One layer in place of two: the weights that already contain the normalisation behind them.

    Formula: the new W and b, for which ``X W + b`` is what the layer and then
    ``gamma (Z - mean) / sqrt(variance + epsilon) + beta`` gave
    W: array (..., M), of a dense layer or a convolution
    b, gamma, beta, mean, variance: arrays (M,); epsilon: a number
    -> (W, b), both new

    >>> one = np.ones(1)
    >>> norm = {"gamma": one, "beta": 5 * one, "mean": 3 * one, "variance": 4 * one, "epsilon": 0.0}
    >>> W, b = fold_batchnorm(np.array([[6.0]]), one, **norm)
    >>> print(W, b)  # 6 / 2; (1 - 3) / 2 + 5
    [[3.]] [4.]
    """
    factor = gamma / np.sqrt(variance + epsilon)
    return W * factor, (b - mean) * factor + beta


def count_operations(layers, *, shape):
    """How many multiplications each layer does for one example.

    Formula: a convolution does one for each number that comes out and each weight of its filter; a dense layer one for
    each weight; all else none
    layers: list of dicts, in their order: ``{"kind": "conv", "filters": F, "size": k, "stride": s,
    "padding": p}``, ``{"kind": "pool", "size": k}``, which is k apart too, ``{"kind": "relu"}``,
    ``{"kind": "flatten"}`` or ``{"kind": "dense", "units": M}``
    shape: tuple of int, height, width and channels of a picture, or the one length of an example
    -> list of whole numbers, one for each layer

    >>> conv = {"kind": "conv", "filters": 4, "size": 3, "stride": 1, "padding": 1}
    >>> layers = [conv, {"kind": "pool", "size": 2}, {"kind": "flatten"}, {"kind": "dense", "units": 10}]
    >>> count_operations(layers, shape=(8, 8, 1))  # 8 8 4 times 3 3 1; 4 4 4 times 10
    [2304, 0, 0, 640]
    """
    counts = []
    for layer in layers:
        multiplications = 0
        if layer["kind"] == "conv":
            k, (height, width, channels) = layer["size"], shape
            shape = (
                *(conv_output_size(n, k, layer["stride"], layer["padding"]) for n in (height, width)),
                layer["filters"],
            )
            multiplications = np.prod(shape).item() * k * k * channels
        elif layer["kind"] == "pool":
            shape = *(conv_output_size(n, layer["size"], layer["size"], 0) for n in shape[:2]), shape[2]
        elif layer["kind"] == "flatten":
            shape = (np.prod(shape).item(),)
        elif layer["kind"] == "dense":
            multiplications, shape = shape[0] * layer["units"], (layer["units"],)
        counts.append(multiplications)
    return counts


def total_speedup(shares, *, factors):
    """How many times faster the whole gets, when each part of the time gets faster by its factor.

    Formula: the old time over the new one; what belongs to no part takes as long as before
    shares: array (P,), each part's share of the old time, together at most 1; factors: array (P,),
    above 0
    -> a number

    >>> print(total_speedup(np.array([0.5]), factors=np.array([4.0])))  # 1 / (0.5 + 0.125)
    1.6
    """
    return 1 / (1 - np.sum(shares) + np.sum(shares / factors))

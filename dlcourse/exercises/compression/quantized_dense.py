"""A dense layer in whole numbers: planted are sums that have no room, and a bias that is stretched with them."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.compression._cases.other_layers import (
    bias_over_scales,
    layer,
    term_left_out,
    zeros_exchanged,
)
from dlcourse.exercises.compression._cases.weights import tables
from dlcourse.lessons import compression
from dlcourse.lessons.forward import dense

exercise = Exercise(
    reference=compression.quantized_dense,
    points=2,
    minutes=4,
    form="fault",
    cases=tables,
    hints=[
        "How large can a product of two differences between numbers from 0 to 255 be, and how large a sum of a hundred "
        "such products? Which numbers fit into the type that the function uses?",
        "Work a row of one number out by hand: the whole number first, then what it means as a real one. What is b, a "
        "whole number of steps or a real number already? And look up where a type of so many bits ends.",
        "Elsewhere: `np.iinfo(np.int8).max` is 127; with `a = np.array([100], dtype=np.int8)`, `a + a` is -56, and "
        "`a.astype(np.int64) + a` is 200.",
    ],
    solved="a layer that multiplies and adds bytes, and gives the same as the one in real numbers.",
)


@exercise.mistake("added up in 16 bits")
def _(X, W, b):
    """The products are added up in 16 bits, which end at 32,767. One product can be twice as large: what goes beyond
    comes out as something else. Take 32 bits or more.
    """
    return layer(X, W, b, kind=np.int16)


@exercise.also("added up in 16 bits")
def _(X, W, b):
    def whole(qx, x_zero, qw, w_zero):
        return ((qx - x_zero) @ (qw - w_zero)).astype(np.int16)

    return layer(X, W, b, whole=whole)


@exercise.also("added up in 16 bits")
def _(X, W, b):
    return layer(X, W, b, kind=np.uint16)


@exercise.mistake("bias scaled, too")
def _(X, W, b):
    """b is multiplied by both scales. It is a real number already: it is added last."""
    return layer(X, W, b, finished=lambda x_scale, w_scale, whole, b: x_scale * w_scale * (whole + b))


@exercise.mistake("multiplied in eight bits", hint=1)
def _(X, W, b):
    """Everything happens in eight bits without a sign: differences below 0, products and sums go round at 256. Give the
    numbers more room before anything is calculated.
    """
    return layer(X, W, b, kind=np.uint8)


@exercise.also("multiplied in eight bits")
def _(X, W, b):
    return layer(X, W, b, kind=np.uint8, finished=lambda x_scale, w_scale, whole, b: x_scale * w_scale * (whole + b))


@exercise.mistake("eight bits with a sign", hint=1)
def _(X, W, b):
    """You take eight bits with a sign, which end at 127: no room for the numbers, let alone their products."""
    return layer(X, W, b, kind=np.int8)


@exercise.also("eight bits with a sign")
def _(X, W, b):
    qx, qw = X[0].astype(np.int8).astype(int), W[0].astype(np.int8).astype(int)
    return compression.quantized_dense((qx, *X[1:]), (qw, *W[1:]), b)


@exercise.mistake("differences in eight bits", hint=1)
def _(X, W, b):
    """There is room for the sums, but the zero points are taken away in eight bits without a sign, where 0 - 1 is 255.
    Give the numbers room first.
    """

    def whole(qx, x_zero, qw, w_zero):
        return ((qx - x_zero) % 256) @ ((qw - w_zero) % 256)

    return layer(X, W, b, whole=whole)


@exercise.also("differences in eight bits")
def _(X, W, b):
    (qx, x_scale, x_zero), (qw, w_scale, w_zero) = X, W
    return x_scale * w_scale * ((qx - x_zero).astype(int) @ (qw - w_zero).astype(int)) + b


@exercise.mistake("no room for a sign", hint=3)
def _(X, W, b):
    """You take whole numbers without a sign, and differences below 0 go round to huge ones. The sums need a sign."""
    return layer(X, W, b, kind=np.uint32)


@exercise.also("no room for a sign")
def _(X, W, b):
    return layer(X, W, b, kind=np.uint64)


@exercise.mistake("floats of 16 bits", hint=3)
def _(X, W, b):
    """You calculate with floats of 16 bits. They have about three digits, and end at 65,504: too few for the sums."""

    def whole(qx, x_zero, qw, w_zero):
        with np.errstate(all="ignore"):
            return (qx - x_zero).astype(np.float16) @ (qw - w_zero).astype(np.float16)

    return layer(X, W, b, whole=whole)


@exercise.also("floats of 16 bits")
def _(X, W, b):
    with np.errstate(all="ignore"):
        return layer(X, W, b, kind=np.float16)


@exercise.mistake("cut off at 16 bits", hint=3)
def _(X, W, b):
    """The sums are kept within what 16 bits can hold. They are larger, and nothing may be lost: take 32 bits."""
    return layer(
        X, W, b, whole=lambda qx, x_zero, qw, w_zero: np.clip((qx - x_zero) @ (qw - w_zero), -(2**15), 2**15 - 1)
    )


@exercise.mistake("zero points forgotten", hint=2)
def _(X, W, b):
    """The stored numbers are multiplied as they are, without their zero points: 0 is not what means 0."""
    return layer(X, W, b, whole=lambda qx, x_zero, qw, w_zero: qx @ qw)


@exercise.mistake("zero point of W forgotten", hint=2)
def _(X, W, b):
    """X's zero point is taken away, and W's is not."""
    return layer(X, W, b, whole=lambda qx, x_zero, qw, w_zero: (qx - x_zero) @ qw)


@exercise.mistake("zero point of X forgotten", hint=2)
def _(X, W, b):
    """W's zero point is taken away, and X's is not."""
    return layer(X, W, b, whole=lambda qx, x_zero, qw, w_zero: qx @ (qw - w_zero))


@exercise.mistake("zero points taken from the sum", hint=2)
def _(X, W, b):
    """You multiply the stored numbers and take the zero points away from the sum. Each number has to be freed of its
    zero point *before* it is multiplied.
    """
    return layer(X, W, b, whole=lambda qx, x_zero, qw, w_zero: qx @ qw - x_zero * w_zero)


@exercise.also("zero points taken from the sum")
def _(X, W, b):
    return layer(X, W, b, whole=lambda qx, x_zero, qw, w_zero: qx @ qw - x_zero - w_zero)


@exercise.mistake("bias scaled by one side", hint=2)
def _(X, W, b):
    """b is multiplied by one of the two scales. It is a real number already: it is added last."""
    return layer(X, W, b, finished=lambda x_scale, w_scale, whole, b: w_scale * (x_scale * whole + b))


@exercise.also("bias scaled by one side")
def _(X, W, b):
    return layer(X, W, b, finished=lambda x_scale, w_scale, whole, b: x_scale * (w_scale * whole + b))


@exercise.mistake("bias rounded to steps", hint=2)
def _(X, W, b):
    """b is rounded to a whole number of steps, as chips do it that have no real numbers. Here it is a real number, and
    is added as it is.
    """
    return layer(
        X,
        W,
        b,
        finished=lambda x_scale, w_scale, whole, b: x_scale * w_scale * (whole + np.rint(b / (x_scale * w_scale))),
    )


exercise.mistake("zero points exchanged", hint=2)(zeros_exchanged)
exercise.mistake("a term of the product left out", hint=2)(term_left_out(0))
exercise.also("a term of the product left out")(term_left_out(1))
exercise.mistake("bias divided by the scales", hint=2)(bias_over_scales)


@exercise.mistake("bias left out", hint=2)
def _(X, W, b):
    """b is missing: it is added last."""
    return layer(X, W, b, finished=lambda x_scale, w_scale, whole, b: x_scale * w_scale * whole)


@exercise.mistake("scale of W left out", hint=2)
def _(X, W, b):
    """You come back by X's scale alone. Each whole number is so many steps of X *times* so many of W: both scales
    count.
    """
    return layer(X, W, b, finished=lambda x_scale, w_scale, whole, b: x_scale * whole + b)


@exercise.mistake("scale of X left out", hint=2)
def _(X, W, b):
    """You come back by W's scale alone. Each whole number is so many steps of X *times* so many of W: both scales
    count.
    """
    return layer(X, W, b, finished=lambda x_scale, w_scale, whole, b: w_scale * whole + b)


@exercise.mistake("scales added", hint=2)
def _(X, W, b):
    """You add the two scales. A product of steps of both is measured by the product of the scales."""
    return layer(X, W, b, finished=lambda x_scale, w_scale, whole, b: (x_scale + w_scale) * whole + b)


@exercise.mistake("divided by the scales", hint=2)
def _(X, W, b):
    """You divide by the scales. A scale is how wide a step is: so many steps *times* the scale."""
    return layer(X, W, b, finished=lambda x_scale, w_scale, whole, b: whole / (x_scale * w_scale) + b)


@exercise.mistake("rounded in the end", hint=2)
def _(X, W, b):
    """What comes back is rounded. In the end stand real numbers, as they are."""
    return np.rint(compression.quantized_dense(X, W, b))


@exercise.also("rounded in the end")
def _(X, W, b):
    return layer(X, W, b, finished=lambda x_scale, w_scale, whole, b: np.rint(x_scale * w_scale * whole) + b)


@exercise.plants(
    "added up in 16 bits",
    "bias scaled, too",
    symptom=(
        "Layers with few and small numbers agree with the one in real numbers; in others, sums that should be far "
        "above 0 come out far below it.",
        "For an X that means 0 everywhere, the layer does not answer b.",
    ),
)
def quantized_dense(X, W, b):
    """A dense layer in whole numbers, which comes back to real ones once, at the end.

    X: the tuple (q, scale, zero_point), of int array (N, D), number, whole number
    W: the tuple (q, scale, zero_point), of int array (D, M), number or array (1, M),
    number or array (1, M)
    b: array (M,) -> array (N, M)
    """
    (qx, x_scale, x_zero), (qw, w_scale, w_zero) = X, W
    whole = (qx.astype(np.int16) - x_zero) @ (qw.astype(np.int16) - w_zero)
    return x_scale * w_scale * (whole + b)


@exercise.accepts("as two tables of real numbers")
def _(X, W, b):
    return dense(compression.dequantize(X[0], scale=X[1], zero_point=X[2]), W[1] * (W[0].astype(float) - W[2]), b)


@exercise.accepts("the zero points multiplied out")
def _(X, W, b):
    qx, qw = X[0].astype(np.int32), W[0].astype(np.int32)
    whole = qx @ qw - X[2] * qw.sum(axis=0) - qx.sum(axis=1, keepdims=True) * W[2] + qx.shape[1] * X[2] * W[2]
    return whole * (X[1] * W[1]) + b


@exercise.accepts("with einsum, each side in its own scale")
def _(X, W, b):
    x, w = X[0].astype(np.int64) - X[2], W[0].astype(np.int64) - W[2]
    return np.einsum("nd,dm->nm", x, w) * X[1] * W[1] + b

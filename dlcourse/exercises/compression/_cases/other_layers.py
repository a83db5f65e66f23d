"""Other ways through a layer of whole numbers: what wrong answers are made of."""

import numpy as np


def layer(X, W, b, *, kind=np.int64, whole=None, finished=None):
    """The layer with other types, other whole numbers, or another way back."""
    (qx, x_scale, x_zero), (qw, w_scale, w_zero) = X, W
    qx, qw = qx.astype(kind), qw.astype(kind)
    numbers = (qx - x_zero) @ (qw - w_zero) if whole is None else whole(qx, x_zero, qw, w_zero)
    if finished is not None:
        return finished(x_scale, w_scale, numbers, b)
    return x_scale * w_scale * numbers + b


def zeros_exchanged(X, W, b):
    """Your zero points are exchanged: X's is taken from W's numbers, and W's from X's."""
    return layer(X, W, b, whole=lambda qx, x_zero, qw, w_zero: (qx - w_zero) @ (qw - x_zero))


def term_left_out(count):
    """The product multiplied out, with x_zero w_zero so many times instead of D times."""

    def answer(X, W, b):
        """You multiply out, and the last of the four terms is not right: in the sum over D products, x_zero times
        w_zero stands D times.
        """

        def whole(qx, x_zero, qw, w_zero):
            cross = qx.sum(axis=1, keepdims=True) * w_zero + x_zero * qw.sum(axis=0)
            return qx @ qw - cross + count * x_zero * w_zero

        return layer(X, W, b, whole=whole)

    return answer


def bias_over_scales(X, W, b):
    """b is divided by the scales. It is a real number already: it is added last."""
    return layer(X, W, b, finished=lambda x_scale, w_scale, whole, b: x_scale * w_scale * whole + b / x_scale / w_scale)

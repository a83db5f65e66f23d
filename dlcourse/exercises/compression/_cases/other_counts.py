"""Other ways to count what layers multiply: what wrong answers are made of."""

import math


def _of_conv(out, k, C, shape):
    return math.prod(out) * k * k * C


def _side(n, k, s, p):
    return (n + 2 * p - k) // s + 1


def counted(
    layers,
    shape,
    *,
    conv=_of_conv,
    dense=lambda D, M: D * M,
    pool=lambda n, k: n // k,
    pooled=None,
    pooling=lambda out, k: 0,
    kept=False,
    size=_side,
    square=False,
    channels=lambda F, C: F,
    units=lambda M, D: M,
    other=lambda kind, shape: 0,
    places=lambda n, s: n,
    first=False,
    all_layers=True,
    together=list,
):
    """The multiplications of each layer, where each piece of the count can be another."""
    counts, shape = [], (*shape[1:], shape[0]) if first and len(shape) == 3 else shape
    for layer in layers:
        kind, count = layer["kind"], 0
        shape = (shape[0], shape[0], shape[2]) if square and len(shape) == 3 else shape
        if kind == "conv":
            count, behind = _through_conv(layer, shape, conv=conv, size=size, channels=channels, places=places)
            shape = shape if kept else behind
        elif kind == "pool":
            shape = pooled(shape, layer["size"]) if pooled else _behind_pool(shape, layer["size"], pool)
            count = pooling(shape, layer["size"])
        elif kind == "flatten":
            shape = (math.prod(shape),)
        elif kind == "dense":
            D, M = math.prod(shape), layer["units"]
            count, shape = dense(D, M), (units(M, D),)
        else:
            count = other(kind, shape)
        if all_layers or kind in ("conv", "dense"):
            counts.append(count)
    return together(counts)


def _through_conv(layer, shape, *, conv, size, channels, places):
    """What is counted for a convolution, and the shape behind it."""
    k, C = layer["size"], shape[2]
    sides = [size(n, k, layer["stride"], layer["padding"]) for n in shape[:2]]
    counted_at = [places(n, layer["stride"]) for n in sides]
    return conv((*counted_at, layer["filters"]), k, C, shape), (*sides, channels(layer["filters"], C))


def _behind_pool(shape, k, pool):
    """The shape behind a pooling."""
    return *(pool(n, k) for n in shape[:2]), shape[2]

"""Weights of fewer bits: how much of a trained network is left, for the whole array and for each channel."""

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.compression import networks
from dlcourse.experiments.compression.files import FUNCTIONS, packed_size
from dlcourse.experiments.timing import shortest
from dlcourse.nn.training.budget import few

BITS = (32, 8, 6, 5, 4, 3, 2, 1)  # of a weight; the first as trained
LEVEL = 2.0  # points: who loses less has lost little
WAYS = {"whole array": None, "per channel": -1}


def rounded(W, bits, *, axis=-1, functions=FUNCTIONS):
    """Weights as they come back from whole numbers of few bits.

    Parameters
    ----------
    W : array
    bits : int
    axis : int or None
    functions : tuple of function
        `scale_and_zero_point`, `quantize` and `dequantize`.

    Returns
    -------
    array of W's shape

    Examples
    --------
    >>> rounded(np.array([[-1.0, 0.4], [2.0, 3.0]]), 2)
    array([[-1.,  0.],
           [ 2.,  3.]])
    """
    scale_and_zero_point, quantize, dequantize = functions
    scale, zero_point = scale_and_zero_point(W, bits=bits, axis=axis)
    how = {"scale": scale, "zero_point": zero_point}
    return dequantize(quantize(W, bits=bits, **how), **how)


def round_weights(network, bits, *, axis=-1, functions=FUNCTIONS):
    """Round all weight arrays of a network, in place, and give it back."""
    for W in networks.weights_of(network).values():
        W[...] = rounded(W, bits, axis=axis, functions=functions)
    return network


def curve(functions=FUNCTIONS, *, network_of=networks.trained):
    """How much is right with ever fewer bits.

    Parameters
    ----------
    functions : tuple of function
    network_of : function
        ``network_of(task)``: a trained network, at each call the same.

    Returns
    -------
    dict of str to dict of str to list of float
        Task, then "whole array" or "per channel": percents, one for each of `BITS`.
    """
    found = {}
    for task in networks.TASKS:
        found[task] = {way: [networks.right(task, network_of(task))] for way in WAYS}
        for way, axis in WAYS.items():
            smaller = (round_weights(network_of(task), bits, axis=axis, functions=functions) for bits in BITS[1:])
            found[task][way] += [networks.right(task, network) for network in smaller]
    return found


def stored_curves():
    """The same of five seeds, measured once: of each task and way a list of curves."""
    return measurements("compression_bits.json")["curves"]


def needed(found):
    """The fewest bits with which, and with all more, less than two points are lost.

    Parameters
    ----------
    found : dict
        As from :func:`curve`.

    Returns
    -------
    dict of str to dict of str to int

    Examples
    --------
    >>> needed({"digits": {"per channel": [96, 96, 96, 96, 95.5, 90, 96, 10]}})
    {'digits': {'per channel': 4}}
    """
    return {
        task: {way: BITS[int(np.cumprod(right[0] - np.array(right) < LEVEL).sum()) - 1] for way, right in ways.items()}
        for task, ways in found.items()
    }


def told(found):
    """A curve as text: a line for each network and way, a column for each number of bits."""
    lines, least = [f"{'% right, bits':34}" + "".join(f"{bits:5}" for bits in BITS) + "   needed"], needed(found)
    for task, ways in found.items():
        for way, right in ways.items():
            numbers = "".join(f"{value:5.0f}" for value in right)
            lines.append(f"{networks.NAMES[task]:22}{way:12}{numbers}{least[task][way]:9}")
    return "\n".join(lines)


def channels(task="digits", name="conv2.W", bits=3, functions=FUNCTIONS):
    """The channels of a layer that have the least and the widest range, and the steps that they are rounded to.

    Parameters
    ----------
    task : "digits" or "rows"
    name : str
        Of the weight array.
    bits : int
    functions : tuple of function

    Returns
    -------
    dict of str to dict
        For "narrowest" and "widest" "weights" (array), and for "whole array" and "per channel" the tuple (array of
        steps, mean distance of the weights from theirs).
    """
    W = networks.weights_of(networks.trained(task))[name]
    columns = W.reshape(-1, W.shape[-1])
    order = np.ptp(columns, axis=0).argsort()
    found = {}
    for word, channel in (("narrowest", order[0]), ("widest", order[-1])):
        found[word] = {"weights": columns[:, channel]}
        for way, axis in WAYS.items():
            scale, zero_point = (np.asarray(part) for part in functions[0](W, bits=bits, axis=axis))
            scale, zero_point = (part if axis is None else part.reshape(-1)[channel] for part in (scale, zero_point))
            grid = functions[2](np.arange(2**bits, dtype=np.uint8), scale=float(scale), zero_point=int(zero_point))
            back = rounded(W, bits, axis=axis, functions=functions).reshape(columns.shape)[:, channel]
            found[word][way] = grid, float(np.abs(back - columns[:, channel]).mean())
    return found


def channels_told(found):
    """The mean errors of rounding in the two channels that :func:`channels` finds, as text."""
    lines = []
    for word, channel in found.items():
        (_, whole), (_, own) = channel["whole array"], channel["per channel"]
        lines.append(f"{word:9} channel: mean error {whole:.3f} on the steps of the array, {own:.3f} on its own")
    return "\n".join(lines)


def ladders_told():
    """What steps for each channel cost: the bytes of the network of attention in two ways, as text."""
    lines = []
    for bits, way in ((4, "whole array"), (3, "per channel")):
        size = packed_size(networks.trained("rows"), bits=bits, axis=WAYS[way])
        lines.append(f"attention, {bits} bits, {way}: {size:,} bytes")
    return "\n".join(lines)


def whole_numbers(quantized_dense, functions=FUNCTIONS):
    """The last layer of the reader of digits in whole numbers of eight bits, beside the same layer in real numbers.

    Parameters
    ----------
    quantized_dense : function
    functions : tuple of function

    Returns
    -------
    dict
        "apart": the largest difference between its scores and those of a product of the dequantized numbers; "same":
        of how many pictures it says the same as the layer that was never rounded; "pictures"; "largest": the largest
        sum of whole numbers, in size; "faster": whether it takes half as long as the product of real numbers, or less.
    """
    scale_and_zero_point, quantize, dequantize = functions
    network = networks.trained("digits")
    X, dense = networks.pictures()[0][: few(500, 50)], network.layers[-1]
    for layer in network.layers[:-1]:
        X, _ = layer.forward(X)
    W, b = dense.parameters["W"], dense.parameters["b"]
    steps = {"X": scale_and_zero_point(X, bits=8), "W": scale_and_zero_point(W, bits=8, axis=1)}
    whole = {
        name: (quantize(array, scale=steps[name][0], zero_point=steps[name][1], bits=8), *steps[name])
        for name, array in (("X", X), ("W", W))
    }
    back = {name: dequantize(q, scale=scale, zero_point=zero) for name, (q, scale, zero) in whole.items()}
    scores, exact = quantized_dense(whole["X"], whole["W"], b), back["X"] @ back["W"] + b
    sums = (exact - b) / (whole["X"][1] * whole["W"][1])
    seconds = shortest({"whole": lambda: quantized_dense(whole["X"], whole["W"], b), "real": lambda: X @ W + b})
    return {
        "apart": float(np.abs(scores - exact).max()),
        "same": int((scores.argmax(axis=1) == (X @ W + b).argmax(axis=1)).sum()),
        "pictures": len(X),
        "largest": int(np.rint(np.abs(sums).max())),
        "faster": bool(2 * seconds["whole"] < seconds["real"]),
    }


def whole_numbers_told(quantized_dense, functions=FUNCTIONS):
    """What :func:`whole_numbers` finds, as text."""
    found = whole_numbers(quantized_dense, functions)
    near = "under 0.000001" if found["apart"] < 1e-6 else f"{found['apart']:.2g}"
    lines = [
        f"largest difference from the dequantized numbers' product: {near}",
        f"the same answer as before it was rounded: {found['same']:,} of {found['pictures']:,} digits",
        f"largest sum of whole numbers, in size: {found['largest']:,} (16 bits reach to 32,767)",
        f"at least twice as fast as the product of real numbers: {'yes' if found['faster'] else 'no'}",
    ]
    return "\n".join(lines)

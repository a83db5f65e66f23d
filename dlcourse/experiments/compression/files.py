"""Networks as files: what each needs on disk, as NumPy writes it and packed bit by bit."""

import io

import numpy as np

from dlcourse.experiments.compression import networks
from dlcourse.lessons import compression as lesson

FUNCTIONS = (lesson.scale_and_zero_point, lesson.quantize, lesson.dequantize)


def size_of(arrays, *, dtype=np.float32):
    """How many bytes NumPy's own file of some arrays has, an npz file that is not compressed.

    Parameters
    ----------
    arrays : dict of str to array
    dtype : type
        What they are stored as.

    Returns
    -------
    int

    Examples
    --------
    >>> size_of({"W": np.zeros((100, 10))}) - 4 * 1000  # names and shapes take some, too
    256
    """
    file = io.BytesIO()
    np.savez(file, **{name: array.astype(dtype) for name, array in arrays.items()})
    return len(file.getvalue())


def packed_size(network, **how):
    """How many bytes the file has in which :func:`pack` puts a network: an npy file."""
    file = io.BytesIO()
    np.save(file, pack(networks.arrays_of(network), **how))
    return len(file.getvalue())


def pack(arrays, *, bits, axis=-1, masks=None, steps=None, functions=FUNCTIONS):
    """A network as a row of bytes: weights as whole numbers of few bits, biases as numbers of 32 bits.

    In the order of the arrays: of a weight array, with masks, first a map of its places, a bit for each; the whole
    numbers, those that stay, side by side; of each channel the scale, in 32 bits, and the zero point, in 8. Names and
    shapes are not in it: who reads it knows the network.

    Parameters
    ----------
    arrays : dict of str to array
        As :func:`~dlcourse.experiments.compression.networks.arrays_of` gives them.
    bits : int
        1 to 8.
    axis : int or None
        -1: each channel has its own steps; None: each array.
    masks : dict of str to bool array, optional
        True where a weight stays; of all weight arrays.
    steps : dict of str to dict, optional
        "scale" and "zero_point" of each weight array, for each channel; the best for what is there if left out.
    functions : tuple of function
        `scale_and_zero_point`, `quantize` and `dequantize`.

    Returns
    -------
    array of dtype uint8
    """
    scale_and_zero_point, quantize, _ = functions
    parts = [np.array([bits, axis is not None, masks is not None], np.uint8)]
    for name, array in arrays.items():
        if array.ndim < 2:
            parts.append(_bytes_of(array))
            continue
        if masks is not None:
            array = array * masks[name]
            parts.append(np.packbits(masks[name]))
        if steps is None:
            scale, zero_point = scale_and_zero_point(array, bits=bits, axis=axis)
        else:
            scale, zero_point = steps[name]["scale"], steps[name]["zero_point"]
        scale = np.float32(scale)  # as it will be read
        codes = np.asarray(quantize(array, scale=scale, zero_point=zero_point, bits=bits), np.uint8)
        codes = codes.reshape(-1) if masks is None else codes[masks[name]]
        parts += [np.packbits(np.unpackbits(codes[:, None], axis=1)[:, 8 - bits :])]
        parts += [_bytes_of(scale), np.asarray(zero_point).astype(np.uint8).reshape(-1)]
    return np.concatenate(parts)


def unpack(packed, network, *, functions=FUNCTIONS):
    """Fill a network of the same shapes with what :func:`pack` has packed, and give it back."""
    dequantize, reader = functions[2], _Reader(packed)
    bits, by_channel, with_masks = map(int, reader.take(3))
    for array in networks.arrays_of(network).values():
        if array.ndim < 2:
            array[...] = reader.floats(array.shape)
            continue
        mask = reader.bits(array.size, 1)[:, 0] > 0 if with_masks else np.ones(array.size, bool)
        codes = np.zeros((array.size, 8), np.uint8)
        codes[mask, 8 - bits :] = reader.bits(int(mask.sum()), bits)
        shape = (*[1] * (array.ndim - 1), array.shape[-1]) if by_channel else ()
        scale = reader.floats(shape)
        zero_point = reader.take(scale.size).reshape(shape).astype(int)
        q = np.packbits(codes, axis=1).reshape(array.shape)
        array[...] = dequantize(q, scale=scale, zero_point=zero_point) * mask.reshape(array.shape)
    return network


def _bytes_of(numbers):
    """Numbers as they stand in a file, 32 bits each."""
    return np.frombuffer(np.asarray(numbers, "<f4").tobytes(), np.uint8)


class _Reader:
    """Takes pieces from the front of a row of bytes."""

    def __init__(self, data):
        self.data, self.at = np.asarray(data, np.uint8), 0

    def take(self, count):
        """So many bytes."""
        self.at += count
        return self.data[self.at - count : self.at]

    def floats(self, shape):
        """Numbers of 32 bits."""
        return np.frombuffer(self.take(4 * int(np.prod(shape))).tobytes(), "<f4").astype(float).reshape(shape)

    def bits(self, count, width):
        """Rows of so many bits: array (count, width)."""
        return np.unpackbits(self.take(-(-count * width // 8)), count=count * width).reshape(count, width)


def told():
    """The two networks as they come with the course, a line for each: parameters, bytes on disk, how good."""
    lines = [f"{'':22}{'parameters':>10}{'bytes, 64 bits':>16}{'32 bits':>9}{'% right':>9}"]
    for task, name in networks.NAMES.items():
        network = networks.trained(task)
        arrays = networks.arrays_of(network)
        sizes = f"{size_of(arrays, dtype=np.float64):16,}{size_of(arrays):9,}"
        lines.append(f"{name:22}{network.size:10,}{sizes}{networks.right(task, network):9.1f}")
    return "\n".join(lines)

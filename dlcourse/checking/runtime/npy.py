"""Arrays of numbers as npy, and back, with every length checked before it is used.

This module needs NumPy and the standard library only: a sandboxed worker imports it.
"""

import functools
import math
import re
import struct

import numpy as np

MAX_ARRAY_BYTES = 100_000_000
MAX_AXES = 64  # as NumPy


class NotPlain(ValueError):
    """Bytes or an object that are not plain data, or that exceed a limit."""


# What `numpy.lib.format` writes for an array of numbers. Its own reader evaluates the header and can warn.
_MAGIC = b"\x93NUMPY\x01\x00"
_HEADER = re.compile(
    r"\{'descr': '([<>|=][biuf][1248])', 'fortran_order': (True|False), 'shape': \(((?:\d{1,18}, ?)*\d{0,18})\), \} *\n"
)


def npy_bytes(array):
    """An array of numbers as npy of version 1.0.

    Raises
    ------
    NotPlain
        If it is one of something else.
    """
    if array.dtype.kind not in "biuf":
        raise NotPlain(f"an array of type {array.dtype} is not plain data")
    return _npy_header(array.dtype.str, array.shape) + array.tobytes()  # in C order, whatever its own is


@functools.lru_cache(maxsize=256)
def _npy_header(kind, shape):
    """What stands before the numbers in an npy file of version 1.0; NumPy's own writer takes longer than a case."""
    text = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}"
    room = -(len(_MAGIC) + 2 + len(text) + 1) % 64
    header = (text + " " * room + "\n").encode("latin-1")
    return _MAGIC + struct.pack("<H", len(header)) + header


@functools.lru_cache(maxsize=256)
def _read_header(data):
    """(shape, dtype, order) from what stands before the numbers of an npy file."""
    header = _HEADER.fullmatch(data.decode("latin-1"))
    if not header:
        raise NotPlain("an array with a header that is not of numbers")
    shape = tuple(int(length) for length in header[3].split(",") if length.strip())
    return shape, np.dtype(header[1]), "F" if header[2] == "True" else "C"


def npy_header(data):
    """What stands before the numbers of an npy file: (shape, dtype, order, where the numbers begin).

    Raises
    ------
    NotPlain
        If it is no such file, if the shape is impossible, or if the file is not as long as its header says.
    """
    if data[:8] != _MAGIC or len(data) < 10:
        raise NotPlain("an array that is no npy of version 1.0")
    start = 10 + int.from_bytes(data[8:10], "little")
    shape, dtype, order = _read_header(data[10:start])
    if len(shape) > MAX_AXES or max([math.prod(shape) * dtype.itemsize, *shape]) > MAX_ARRAY_BYTES:
        raise NotPlain("an array of impossible shape")
    if math.prod(shape) * dtype.itemsize != len(data) - start:
        raise NotPlain("an array whose size is not what its header says")
    return shape, dtype, order, start


def read_npy(data):
    """The array of an npy file of version 1.0.

    Raises
    ------
    NotPlain
        As `npy_header`, if truth values are neither 0 nor 1, or if NumPy has no such array.
    """
    shape, dtype, order, start = npy_header(data)
    if dtype.kind == "b" and np.frombuffer(data, np.uint8, offset=start).max(initial=0) > 1:
        raise NotPlain("truth values that are neither 0 nor 1")
    try:
        array = np.frombuffer(data, dtype, offset=start).reshape(shape, order=order)
    except ValueError:  # of more axes than this NumPy has, or of none and huge lengths
        raise NotPlain("an array of impossible shape") from None
    return array.astype(dtype.newbyteorder("="), order="C", copy=True)

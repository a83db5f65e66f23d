"""Trained weights as a text that fits into a cell: what a notebook hands in, it can hold itself.

The text is base85 of npy arrays, one after another, each with its name; nothing is compressed, and nothing in it can
run code. Whoever reads it knows every length before anything is made of it.

This module needs NumPy and the standard library only: a sandboxed worker imports it.
"""

import base64
import math
import struct
import zlib

import numpy as np

from dlcourse.checking.runtime.npy import NotPlain, npy_bytes, npy_header, read_npy

MAX_TEXT = 256_000  # characters of a packed text
MAX_BYTES = 4_000_000  # of all arrays in it
MAX_ARRAYS = 100
MAX_NAME = 60  # characters
_MAGIC = b"DLP1"
_BEGIN = struct.Struct("<4sIH")  # the magic, the checksum of what comes after it, how many arrays
_EACH = struct.Struct("<HI")  # before each: the lengths of its name and of its npy
AGAIN = "copy the whole text that `pack` gave once more"


def pack(parameters):
    """The arrays of a network as a text, to be given back by `unpack`.

    Parameters
    ----------
    parameters : dict of str to array
        Numbers or truth values, of any shape; their types are kept, so that 8-bit weights stay so.

    Returns
    -------
    str
        Letters, digits and signs, in one line without quotation marks and backslashes.

    Raises
    ------
    ValueError
        If it is something else, or if the text were longer than `MAX_TEXT` or the arrays larger than `MAX_BYTES`.
    """
    if not isinstance(parameters, dict) or not parameters:
        raise ValueError('pack wants a dict of arrays with their names, as in `pack({"W": W, "b": b})`')
    if len(parameters) > MAX_ARRAYS:
        raise ValueError(f"pack wants at most {MAX_ARRAYS} arrays, these are {len(parameters)}: join some of them")
    arrays = {_name(key): _array(key, value) for key, value in parameters.items()}
    size = sum(array.nbytes for array in arrays.values())
    _check_size(size)
    parts = [(name.encode(), npy_bytes(array)) for name, array in arrays.items()]
    body = b"".join(_EACH.pack(len(name), len(data)) + name + data for name, data in parts)
    text = base64.b85encode(_BEGIN.pack(_MAGIC, zlib.crc32(body), len(arrays)) + body).decode()
    _check_length(len(text))
    return text


def unpack(text):
    """The arrays that `pack` made a text of.

    Parameters
    ----------
    text : str
        White space in it does not count: a long text may stand on several lines.

    Returns
    -------
    dict of str to array

    Raises
    ------
    ValueError
        If it is no such text, if it was changed or cut, or if it is beyond the limits of `pack`.
    """
    if type(text) is not str:
        raise ValueError(f"unpack wants the text that `pack` gave, not something of type {type(text).__name__[:80]}")
    if len(text) > 2 * MAX_TEXT:  # before anything is looked at: white space could be any amount
        _check_length(len(text))
    text = "".join(text.split())
    _check_length(len(text))
    try:
        data = base64.b85decode(text)
    except ValueError:
        raise ValueError(f"this is no text that `pack` wrote: it has signs that are not in one; {AGAIN}") from None
    if len(data) < _BEGIN.size or data[: len(_MAGIC)] != _MAGIC:
        raise ValueError(f"this is no text that `pack` wrote: it does not begin like one; {AGAIN}")
    _, checksum, count = _BEGIN.unpack_from(data)
    if zlib.crc32(data[_BEGIN.size :]) != checksum:
        raise ValueError(f"this text was changed or cut after `pack` wrote it: {AGAIN}")
    try:
        return _arrays(data, count)
    except (NotPlain, struct.error, TypeError, UnicodeDecodeError) as error:
        raise ValueError(f"this is no text that `pack` wrote ({error}): {AGAIN}") from None


def _arrays(data, count):
    if not 0 < count <= MAX_ARRAYS:
        raise NotPlain(f"{count} arrays")
    pieces, place, size = {}, _BEGIN.size, 0
    for _ in range(count):  # all lengths first: nothing is made of a text of which one of them is a lie
        long, length = _EACH.unpack_from(data, place)
        place += _EACH.size
        if long + length > len(data) - place:
            raise NotPlain("cut off in an array")
        name, piece = data[place : place + long].decode(), data[place + long : place + long + length]
        place += long + length
        if name in pieces or not _is_name(name):
            raise NotPlain("an array whose name is none, or that of another one")
        shape, dtype, order, _ = npy_header(piece)
        if order != "C":
            raise NotPlain("an array in another order of its numbers")
        size += math.prod(shape) * dtype.itemsize
        _check_size(size)
        pieces[name] = piece
    if place != len(data):
        raise NotPlain("something after the last array")
    return {name: read_npy(piece) for name, piece in pieces.items()}


def _check_size(size):
    if size > MAX_BYTES:
        smaller = "keep fewer numbers, or smaller ones, as `W.astype(np.float32)` or 8-bit ones"
        raise ValueError(f"the arrays have {size} bytes, at most {MAX_BYTES} are allowed: {smaller}")


def _check_length(length):
    if length > MAX_TEXT:
        smaller = "pack fewer numbers, or smaller ones, as `W.astype(np.float32)` or 8-bit ones"
        raise ValueError(f"the packed text has {length} characters, at most {MAX_TEXT} are allowed: {smaller}")


def _is_name(name):
    return 0 < len(name) <= MAX_NAME and name.isprintable()


def _name(key):
    if type(key) is not str or not _is_name(key):
        raise ValueError(f"pack wants names of 1 to {MAX_NAME} characters, as in {{'W': W}}: {str(key)[:80]!r} is none")
    return key


def _array(key, value):
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        array = np.empty(0, dtype=object)
    if type(array) is not np.ndarray or array.dtype.kind not in "biuf" or array.dtype.itemsize > 8:
        kind = type(value).__name__ if array.dtype.kind == "O" else f"an array of type {array.dtype}"
        raise ValueError(f"{key!r} is {kind}: pack wants arrays of numbers, each with a name of its own")
    return array

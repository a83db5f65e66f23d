"""Plain data: what cases are made of and what an answer is turned into.

Plain data are None, booleans, numbers, strings, NumPy arrays of booleans, integers or floats, and lists, tuples and
dicts of plain data; further a `Seed`, that stands for a random generator, a `FunctionName`, that stands for a function
of `dlcourse.checking.runtime.functions`, an `OwnAnswer`, that stands for what an answer to another exercise gives, and
an `Opaque`, that stands for an answer that is none of these. Plain data cross a process border as bytes and come back
equal; nothing that is sent can run code on the other side. `dlcourse.checking.runtime.freezing` makes plain data of
whatever a function returns.

This module needs NumPy and the standard library only: a sandboxed worker imports it.
"""

import json
import math
import struct
from dataclasses import dataclass

import numpy as np

from dlcourse.checking.runtime.npy import NotPlain, npy_bytes, read_npy

MAX_BYTES = 200_000_000  # of one message
MAX_NODES = 200_000  # lists, numbers and strings in one tree
MAX_DEPTH = 50
MAX_ITEMS = 10_000  # taken from an iterator
MAX_TEXT = 100_000
MAX_INTEGER_BITS = 63  # what NumPy calculates with


@dataclass(frozen=True)
class Seed:
    """Stands for `numpy.random.default_rng(number)`."""

    number: int


@dataclass(frozen=True)
class FunctionName:
    """Stands for a function of the registry `dlcourse.checking.runtime.functions`."""

    name: str


@dataclass(frozen=True)
class Opaque:
    """Stands for a returned object that is not plain data: its kind, and a sentence on it."""

    kind: str
    text: str


@dataclass(frozen=True)
class OwnAnswer:
    """Stands for what the learner's own answer to another exercise gives when it is called.

    It is called where the answer runs that it is given to, and what it gives does not leave that place.
    """

    id: str


_to_text = json.JSONEncoder(allow_nan=False).encode  # made once: there are hundreds of trees in a request


def encode(tree):
    """Plain data as bytes.

    Raises
    ------
    NotPlain
        If something in `tree` is not plain data.
    """
    blobs = []
    try:
        text = _to_text(_to_json(tree, blobs)).encode()
    except (RecursionError, TypeError, ValueError) as error:
        raise NotPlain(f"not plain data: {error}") from None
    return b"".join(struct.pack("<Q", len(part)) + part for part in [text, *blobs])


def _to_json(tree, blobs):
    if tree is None or type(tree) in (bool, int, str):
        return tree
    if type(tree) is float:
        return tree if math.isfinite(tree) else {"float": repr(tree)}
    if type(tree) is np.ndarray or (isinstance(tree, np.generic) and tree.dtype.kind in "biuf"):
        kind = "scalar" if isinstance(tree, np.generic) else "array"
        blobs.append(npy_bytes(np.asarray(tree)))
        return {kind: len(blobs)}
    if type(tree) in (list, tuple):
        return {type(tree).__name__: [_to_json(item, blobs) for item in tree]}
    if type(tree) is dict:
        if not all(type(key) in (str, int) for key in tree):
            raise NotPlain("a dict with other keys than strings and integers")
        return {"dict": [[key, _to_json(item, blobs)] for key, item in tree.items()]}
    if type(tree) is Seed:
        return {"seed": tree.number}
    if type(tree) is FunctionName:
        return {"function": tree.name}
    if type(tree) is OwnAnswer:
        return {"own": tree.id}
    if type(tree) is Opaque:
        return {"opaque": [tree.kind, tree.text]}
    raise NotPlain(f"{type(tree).__name__} is not plain data")


def decode(data):
    """Plain data from bytes, with every length checked before it is used.

    Raises
    ------
    NotPlain
        If `data` is not the bytes of plain data or exceeds a limit.
    """
    if len(data) > MAX_BYTES:
        raise NotPlain(f"{len(data)} bytes: more than the limit of {MAX_BYTES}")
    parts, position = [], 0
    while position < len(data):
        if position + 8 > len(data):
            raise NotPlain("cut off in a length")
        (length,) = struct.unpack_from("<Q", data, position)
        position += 8
        if length > len(data) - position:
            raise NotPlain("cut off in a part")
        parts.append(data[position : position + length])
        position += length
    if not parts:
        raise NotPlain("no data")
    try:
        node = json.loads(parts[0], object_pairs_hook=_one_pair, parse_constant=_no_constant)
        return _Reader(parts).read(node, depth=0)
    except NotPlain:
        raise
    except Exception as error:  # whatever was sent must not stop the receiver
        raise NotPlain(f"not plain data: {error!s:.200}") from None


def _one_pair(pairs):
    if len(pairs) != 1:
        raise NotPlain("an object that is not one kind and one content")
    return dict(pairs)


def _no_constant(name):
    raise NotPlain(f"a bare {name}")


KINDS = ("float", "array", "scalar", "list", "tuple", "dict", "seed", "function", "own", "opaque")


class _Reader:
    def __init__(self, parts):
        self.parts = parts
        self.nodes = 0

    def read(self, node, depth):
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH + 1:
            raise NotPlain("a tree that is too deep or has too many parts")
        if not isinstance(node, dict):
            if isinstance(node, list):
                raise NotPlain("a bare list")
            if type(node) is int and node.bit_length() > MAX_INTEGER_BITS:
                raise NotPlain("a huge integer")
            return node
        ((kind, content),) = node.items()
        if kind not in KINDS:
            raise NotPlain(f"something of the kind {kind:.80}")
        return getattr(self, f"_read_{kind}")(content, depth)

    def _read_float(self, content, depth):
        if content not in ("nan", "inf", "-inf"):
            raise NotPlain("a float that is none")
        return float(content)

    def _read_array(self, content, depth):
        return read_npy(self.parts[self._blob(content)])

    def _read_scalar(self, content, depth):
        array = read_npy(self.parts[self._blob(content)])
        if array.shape != ():
            raise NotPlain("a scalar with a shape")
        return array[()]

    def _blob(self, number):
        if type(number) is not int or not 1 <= number < len(self.parts):
            raise NotPlain("an array that was not sent")
        return number

    def _read_list(self, content, depth):
        return [self.read(item, depth + 1) for item in content]

    def _read_tuple(self, content, depth):
        return tuple(self._read_list(content, depth))

    def _read_dict(self, content, depth):
        if not all(type(key) is str or _is_short(key) for key, _ in content):
            raise NotPlain("a dict with other keys than strings and integers")
        items = {key: self.read(item, depth + 1) for key, item in content}
        if len(items) != len(content):
            raise NotPlain("a dict with the same key twice")
        return items

    def _read_seed(self, content, depth):
        if type(content) is not int:
            raise NotPlain("a seed that is no integer")
        return Seed(content)

    def _read_function(self, content, depth):
        if type(content) is not str:
            raise NotPlain("a function without a name")
        return FunctionName(content)

    def _read_own(self, content, depth):
        if type(content) is not str:
            raise NotPlain("an own answer without its id")
        return OwnAnswer(content)

    def _read_opaque(self, content, depth):
        kind, text = content
        if not (type(kind) is str and type(text) is str):
            raise NotPlain("an opaque value without its sentence")
        return Opaque(kind, text)


def _is_short(key):
    """Whether it is an integer that NumPy holds: huge ones can be made so that all have the same hash."""
    return type(key) is int and key.bit_length() <= MAX_INTEGER_BITS

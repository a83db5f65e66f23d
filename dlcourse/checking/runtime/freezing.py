"""Make plain data of whatever a function returns, however strange it is.

This module needs NumPy and the standard library only: a sandboxed worker imports it.
"""

import types
from collections.abc import Iterator

import numpy as np

from dlcourse.checking.runtime.npy import MAX_ARRAY_BYTES
from dlcourse.checking.runtime.plain import (
    MAX_DEPTH,
    MAX_INTEGER_BITS,
    MAX_ITEMS,
    MAX_NODES,
    MAX_TEXT,
    FunctionName,
    Opaque,
    Seed,
)

SCALARS = {kind for kind in vars(np).values() if isinstance(kind, type) and issubclass(kind, np.generic)}


class _TooLarge(Exception):
    """Raised inside `freeze`: the answer as a whole is not looked at."""


def freeze(value):
    """A copy of an answer as plain data; what is not plain data becomes an `Opaque`.

    An iterator is read to its end, which runs the learner's code: what that raises comes through.
    """
    try:
        return _Freezer().freeze(value, depth=0)
    except _TooLarge as error:
        return Opaque("too large", str(error))


class _Freezer:
    def __init__(self):
        self.nodes = self.bytes = 0

    def freeze(self, value, depth):
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _TooLarge("a tree with too many parts")
        if depth > MAX_DEPTH:
            raise _TooLarge("a tree that is nested too deeply")
        # Types are compared exactly, and never with isinstance: a subclass, or an object with a `__class__` of
        # its own, may lie about its content.
        kind = type(value)
        if value is None or kind in (bool, float):
            return value
        if kind is int:
            return value if value.bit_length() <= MAX_INTEGER_BITS else Opaque("too large", "a huge integer")
        if kind is str:
            return value if len(value) <= MAX_TEXT else Opaque("too large", "an enormous string")
        if kind in (list, tuple):
            return kind(self._items(value, depth))
        if kind is dict:
            return self._dict(value, depth)
        if issubclass(kind, np.generic | np.ndarray):
            return self._numpy(value, kind)
        if kind is range or issubclass(kind, Iterator):
            return self._iterator(value, depth)
        return _known(value) if kind in (Seed, FunctionName, Opaque) else _opaque(value)

    def _items(self, values, depth):
        if self.nodes + len(values) > MAX_NODES:
            raise _TooLarge(f"a {type(values).__name__} of {len(values)} parts: more than this check looks at")
        return [self.freeze(item, depth + 1) for item in values]

    def _dict(self, value, depth):
        if not all(type(key) in (str, int) for key in value):
            return Opaque("dict", "a dict whose keys are neither strings nor integers")
        keys = [self.freeze(key, depth + 1) for key in value]
        if any(type(key) is Opaque for key in keys):
            return Opaque("too large", "a dict with an enormous key")
        return dict(zip(keys, self._items(list(value.values()), depth), strict=True))

    def _iterator(self, value, depth):
        items = []
        for item in value:
            if len(items) == MAX_ITEMS:
                raise _TooLarge(f"an iterator of more than {MAX_ITEMS} items")
            items.append(self.freeze(item, depth + 1))
        return items

    def _numpy(self, value, kind):
        is_array = issubclass(kind, np.ndarray)
        if is_array and kind is not np.ndarray:
            return Opaque(kind.__name__[:80], f"a numpy {kind.__name__[:80]} instead of a plain array")
        if kind is np.str_:
            return self.freeze(str(value.item()), 0)
        if not is_array and kind not in SCALARS:
            return _opaque(value)
        if value.dtype.kind not in "biuf":
            what = f"an array of type {value.dtype}" if is_array else f"a value of type {value.dtype}"
            return Opaque("dtype", f"{what[:200]} instead of numbers")
        self.bytes += value.nbytes
        if self.bytes > MAX_ARRAY_BYTES:
            return Opaque("too large", f"an array of shape {value.shape}: more than this check looks at")
        if value.dtype.itemsize > 8:  # long double has no portable bytes
            with np.errstate(all="ignore"):
                value = value.astype(np.float64)
        if not is_array:
            return value
        return np.array(value, dtype=value.dtype.newbyteorder("="), order="C", copy=True)


def _known(value):
    """A `Seed`, `FunctionName` or `Opaque` if its fields are what they should be: anybody can make one."""
    wanted = int if type(value) is Seed else str
    fields = list(vars(value).values())
    if all(type(item) is wanted for item in fields) and len(str(fields)) < MAX_TEXT:
        return value
    return _opaque(value)


def _opaque(value):
    kind = type(value)
    if kind is types.CoroutineType:
        value.close()  # else Python warns that it was never awaited
        return Opaque("coroutine", "a coroutine: `async def` makes one, plain `def` does not")
    if kind in (types.FunctionType, types.BuiltinFunctionType, type):
        return Opaque("function", "a function, not the result of calling it")
    return Opaque(kind.__name__[:80], f"an object of type {kind.__name__[:80]}")

"""Arrays as lists of Python's numbers with a shape: without views, and with few types. See `little_numpy`."""

import contextlib
import itertools
import math
import types

KINDS = "buif"  # a later one holds what the earlier ones hold
PLAIN = {"b": bool, "u": int, "i": int, "f": float}


class generic:
    """What NumPy's numbers have in common: here there are none, numbers are Python's or arrays without axes."""


number = integer = floating = type("number", (generic,), {})
bool_, str_, ufunc = (type(name, (generic,), {}) for name in ("bool_", "str_", "ufunc"))


class dtype:
    """The type of an array's numbers: bool, uint8, int64, float32 (as exact as float64 here) or float64."""

    def __init__(self, name):
        name = {float: "float64", int: "int64", bool: "bool", bool_: "bool"}.get(name, name)
        self.name = name if isinstance(name, str) else name.name
        self.kind, self.itemsize = self.name[0], {"uint8": 1, "bool": 1, "float32": 4}.get(self.name, 8)

    def __call__(self, value=0):
        return array(value, self)

    def __eq__(self, other):
        with contextlib.suppress(AttributeError, KeyError):
            return self.name == dtype(other).name
        return False

    def __hash__(self):
        return hash(self.name)

    def __str__(self):
        return self.name

    def newbyteorder(self, _order):
        """The same: nothing here has an order of bytes."""
        return self


float64, float32, int64, uint8 = map(dtype, ("float64", "float32", "int64", "uint8"))


class ndarray:
    """Numbers, the last axis fastest, and the length of each axis."""

    __array_priority__ = 1

    def __init__(self, numbers, shape, kind):
        self.shape, self.dtype = tuple(shape), kind
        self.numbers = [PLAIN[kind.kind](value) for value in numbers]
        self.flags = types.SimpleNamespace(writeable=True, c_contiguous=True)

    ndim = property(lambda self: len(self.shape))
    size = property(lambda self: len(self.numbers))
    nbytes = property(lambda self: self.size * self.dtype.itemsize)
    steps = property(lambda self: [math.prod(self.shape[axis + 1 :]) for axis in range(self.ndim)])
    T = property(lambda self: self.transpose())

    def tolist(self):
        """Lists in lists, or a number."""
        found = self.numbers
        for length in reversed(self.shape[1:]):
            count = len(found) // length if length else 0
            found = [found[length * place : length * (place + 1)] for place in range(count)]
        return found if self.shape else found[0]

    def item(self):
        """The number of an array that has one."""
        (value,) = self.numbers
        return value

    def astype(self, kind, copy=True):
        """The same numbers as another type."""
        return ndarray(self.numbers, self.shape, dtype(kind))

    def copy(self, order="C"):
        """The same numbers in an array of their own."""
        return self.astype(self.dtype)

    def reshape(self, *shape):
        """The same numbers with other axes."""
        shape = shape[0] if isinstance(shape[0], tuple | list) else shape
        missing = self.size // max(1, -math.prod(shape)) if -1 in shape else 0
        return ndarray(self.numbers, [missing if length == -1 else length for length in shape], self.dtype)

    def ravel(self):
        """The same numbers along one axis."""
        return self.reshape(-1)

    def transpose(self, *axes):
        """The same numbers with the axes in another order, by default the opposite one."""
        axes = axes or tuple(reversed(range(self.ndim)))
        shape = [self.shape[axis] for axis in axes]
        steps = [self.steps[axis] for axis in axes]
        return ndarray([self.numbers[place] for place in _places(shape, steps)], shape, self.dtype)

    def _chosen(self, key):
        """The places of the numbers that an index means, and the shape that they have together."""
        keys = list(key) if isinstance(key, tuple) else [key]
        keys = [asarray(one) if isinstance(one, list) else one for one in keys]
        if len(keys) == 1 and isinstance(keys[0], ndarray) and keys[0].dtype.kind == "b":
            step = math.prod(self.shape[keys[0].ndim :])
            chosen = [place for place, wanted in enumerate(keys[0].numbers) if wanted]
            places = [place * step + more for place in chosen for more in range(step)]
            return places, (len(chosen), *self.shape[keys[0].ndim :])
        given = sum(one is not None and one is not Ellipsis for one in keys)
        spread = [place for place, one in enumerate(keys) if one is Ellipsis] or [len(keys)]
        keys[spread[0] : spread[0] + 1] = [slice(None)] * (self.ndim - given)
        places, shape, lengths, steps = [0], [], iter(self.shape), iter(self.steps)
        for one in keys:
            if one is None:
                shape.append(1)
                continue
            length, step = next(lengths), next(steps)
            along = range(length)
            if isinstance(one, slice):
                along = along[one]
                shape.append(len(along))
            elif isinstance(one, ndarray) and one.shape:
                along = [along[place] for place in one.numbers]
                shape += one.shape
            else:
                along = [along[int(one)]]
            places = [place + step * more for place in places for more in along]
        return places, tuple(shape)

    def __getitem__(self, key):
        places, shape = self._chosen(key)
        found = [self.numbers[place] for place in places]
        return ndarray(found, shape, self.dtype) if shape else found[0]

    def __setitem__(self, key, value):
        places, shape = self._chosen(key)
        for place, one in zip(places, broadcast_to(asarray(value), shape).numbers):
            self.numbers[place] = PLAIN[self.dtype.kind](one)

    def __len__(self):
        return self.shape[0]

    def __iter__(self):
        return (self[place] for place in range(len(self)))

    def __bool__(self):
        return bool(self.item())

    def __float__(self):
        return float(self.item())

    def __int__(self):
        return int(self.item())

    __index__ = __int__

    def __format__(self, how):
        return format(self.item(), how)

    def __repr__(self):
        return f"array({self.tolist()})"


def _places(shape, steps):
    ways = [range(0, length * step, step) if step else [0] * length for length, step in zip(shape, steps)]
    return [sum(way) for way in itertools.product(*ways)]


def array(value, dtype=None, **_):
    """An array of numbers, of arrays, or of lists of these."""
    kind = dtype and globals()["dtype"](dtype)
    if isinstance(value, ndarray):
        return value.astype(kind or value.dtype)
    if isinstance(value, list | tuple | range):
        rows = [array(item, kind) for item in value]
        if len({row.shape for row in rows}) > 1:
            raise ValueError("setting an array element with a sequence: the shapes differ")
        kind = kind or common(rows)
        shape = rows[0].shape if rows else ()
        return ndarray([one for row in rows for one in row.numbers], (len(rows), *shape), kind)
    value = value if isinstance(value, int) else float(value)
    return ndarray([value], (), kind or globals()["dtype"](type(value)))


def asarray(value, dtype=None, **_):
    """The array itself, or one of what is given."""
    return value if isinstance(value, ndarray) and dtype in (None, value.dtype) else array(value, dtype)


def common(arrays):
    """The type that holds the numbers of all."""
    return max((one.dtype for one in arrays), key=lambda kind: KINDS.index(kind.kind), default=float64)


def broadcast_shapes(*shapes):
    """The shape that arrays of these shapes have together."""
    found = []
    for lengths in itertools.zip_longest(*(reversed(shape) for shape in shapes), fillvalue=1):
        others = set(lengths) - {1} or {1}
        if len(others) > 1:
            raise ValueError(f"operands could not be broadcast together with shapes {shapes}")
        found += others
    return tuple(reversed(found))


def broadcast_to(value, shape):
    """The same numbers repeated along axes of length 1 or missing ones."""
    value = asarray(value)
    if broadcast_shapes(value.shape, shape) != tuple(shape):
        raise ValueError(f"could not broadcast input array from shape {value.shape} into shape {tuple(shape)}")
    value = value.reshape((1,) * (len(shape) - value.ndim) + value.shape)
    steps = [step if length > 1 else 0 for length, step in zip(value.shape, value.steps)]
    return ndarray([value.numbers[place] for place in _places(shape, steps)], shape, value.dtype)

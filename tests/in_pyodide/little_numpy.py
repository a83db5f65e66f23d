"""As much of NumPy as it takes to check small answers in Pyodide, for which no NumPy can be had here.

What it calculates is right; what it lacks, `stand_ins` answers with something that does nothing.
"""

import contextlib
import itertools
import math
import operator
import random as python_random
import types
from functools import reduce

import little_arrays
from little_arrays import array, asarray, broadcast_shapes, broadcast_to, dtype, float64, int64, ndarray

__version__ = "2.0.0"
inf, nan, pi, e, newaxis = math.inf, math.nan, math.pi, math.e, None
BOOL = dtype(bool)


def _elementwise(function, kind=None):
    """Make a function of numbers one of arrays; `kind` is the type of what comes out, else the one that holds all."""

    def calculate(*values, **_):
        given = [asarray(value) for value in values]
        shape = broadcast_shapes(*(one.shape for one in given))
        spread = [broadcast_to(one, shape).numbers for one in given]
        return ndarray([function(*row) for row in zip(*spread)], shape, kind or little_arrays.common(given))

    return calculate


def _along(function, kind=None):
    """Make a function of a list of numbers one of arrays: over all of them, or along an axis."""

    def calculate(value, axis=None, keepdims=False, initial=None, **_):
        value = asarray(value)
        more = [] if initial is None else [initial]
        if axis is None:
            found = array(function(value.numbers + more), kind)
            return found.reshape((1,) * value.ndim) if keepdims else found
        axis, length = axis % value.ndim, value.shape[axis]
        rows = value.transpose(*(place for place in range(value.ndim) if place != axis), axis)
        found = [function(rows.numbers[start : start + length] + more) for start in range(0, rows.size, length)]
        shape = [1 if place == axis else size for place, size in enumerate(value.shape) if keepdims or place != axis]
        return array(found, kind).reshape(shape)

    return calculate


def _divide(a, b):
    return a / b if b else math.copysign(inf, a) if a and a == a else nan


def _powers(a, b):
    with contextlib.suppress(OverflowError):
        return a**b if a or b >= 0 else inf
    return inf


def _exp(value):
    return math.exp(value) if value < 709.7 else inf if value == value else nan


def _log(value):
    return math.log(value) if value > 0 else nan if value else -inf


def _rounded(function):
    return lambda value: float(function(value)) if math.isfinite(value) else value


BINARY = {
    **dict.fromkeys(("add", "sub", "mul", "and_", "or_", "xor"), None),
    **dict.fromkeys(("lt", "le", "gt", "ge", "eq", "ne"), BOOL),
}
for _name, _kind in BINARY.items():
    _call = _elementwise(getattr(operator, _name), _kind)
    setattr(ndarray, f"__{_name.strip('_')}__", _call)
    if _kind is None:
        setattr(ndarray, f"__r{_name.strip('_')}__", lambda self, other, call=_call: call(other, self))
for _name, _call in {
    "truediv": _elementwise(_divide, float64),
    "floordiv": _elementwise(operator.floordiv),
    "mod": _elementwise(operator.mod),
    "pow": _elementwise(_powers),
    "matmul": lambda left, right: matmul(left, right),
}.items():
    setattr(ndarray, f"__{_name}__", _call)
    setattr(ndarray, f"__r{_name}__", lambda self, other, call=_call: call(other, self))
ndarray.__neg__ = _elementwise(operator.neg)
ndarray.__abs__ = absolute = _elementwise(operator.abs)
ndarray.__invert__ = logical_not = _elementwise(operator.not_, BOOL)
ndarray.__hash__ = None

exp, log, sqrt = _elementwise(_exp, float64), _elementwise(_log, float64), _elementwise(math.sqrt, float64)
sin, cos, tanh = (_elementwise(function, float64) for function in (math.sin, math.cos, math.tanh))
floor, ceil = _elementwise(_rounded(math.floor), float64), _elementwise(_rounded(math.ceil), float64)
rint, trunc = _elementwise(_rounded(round), float64), _elementwise(_rounded(math.trunc), float64)
isfinite, isnan, isinf = (_elementwise(function, BOOL) for function in (math.isfinite, math.isnan, math.isinf))
sign = _elementwise(lambda value: (value > 0) - (value < 0))
maximum, minimum = (_elementwise(lambda a, b, pick=pick: a if a != a else pick(a, b)) for pick in (max, min))
REDUCTIONS = {
    "sum": _along(lambda row: reduce(operator.add, row, 0)),
    "prod": _along(math.prod),
    "any": _along(lambda row: any(map(bool, row)), BOOL),
    "all": _along(lambda row: all(map(bool, row)), BOOL),
    "max": _along(max),
    "min": _along(min),
    "mean": _along(lambda row: sum(row) / len(row), float64),
    "argmax": _along(lambda row: row.index(max(row)), int64),
    "argmin": _along(lambda row: row.index(min(row)), int64),
}
for _name, _call in REDUCTIONS.items():
    setattr(ndarray, _name, _call)
OWN_NAMES = {**REDUCTIONS, "abs": absolute}  # those of NumPy's names that Python has, too


def matmul(left, right):
    """Products of rows and columns, of arrays with one axis or two."""
    left, right = asarray(left), asarray(right)
    rows, columns = left.reshape(-1, left.shape[-1]), right.reshape(right.shape[0], -1)
    if rows.shape[1] != columns.shape[0]:
        raise ValueError(f"matmul: shapes {left.shape} and {right.shape} do not fit")
    found = [(row * column).sum().item() for row in rows for column in columns.T]
    return array(found).reshape(left.shape[:-1] + right.shape[1:])


dot = ndarray.dot = matmul


def where(condition, *values):
    """The first value where the condition holds, else the second; or the places where it does."""
    if not values:
        return tuple(argwhere(condition).T)
    chosen = _elementwise(lambda wanted, left, right: left if wanted else right)
    return chosen(condition, *values)


nonzero = ndarray.nonzero = where


def argwhere(condition):
    """The places of what is not 0, a row each."""
    condition = asarray(condition)
    places = [place for place, wanted in enumerate(condition.numbers) if wanted]
    found = [[place // step % length for length, step in zip(condition.shape, condition.steps)] for place in places]
    return ndarray([one for row in found for one in row], (len(places), condition.ndim), int64)


def concatenate(values, axis=0):
    """Arrays one after the other, along the first axis."""
    values = [asarray(value) for value in values]
    numbers = [one for value in values for one in value.numbers]
    return ndarray(numbers, (sum(map(len, values)), *values[0].shape[1:]), little_arrays.common(values))


def stack(values, axis=0):
    """Arrays of the same shape, beside each other along a new first axis."""
    return array(values)


def full(shape, value, dtype=None):
    """An array of one number."""
    return broadcast_to(array(value, dtype), _lengths(shape))


def _lengths(shape):
    return tuple(shape) if isinstance(shape, tuple | list) else (shape,)


def zeros(shape, dtype=float):
    """An array of zeros."""
    return full(shape, 0, dtype)


def ones(shape, dtype=float):
    """An array of ones."""
    return full(shape, 1, dtype)


def empty(shape, dtype=float):
    """An array that others fill; a large one, that only makes room, has no numbers."""
    return zeros(shape if math.prod(_lengths(shape)) < 1_000_000 else 0, dtype)


def zeros_like(value, dtype=None):
    """As many zeros as a value has numbers, of their type."""
    return zeros(shape(value), dtype or asarray(value).dtype)


def arange(*ends, dtype=None):
    """Numbers at even distances."""
    start, end, step = (0, *ends, 1) if len(ends) < 2 else (*ends, 1)[:3]
    return array([start + step * place for place in range(math.ceil((end - start) / step))], dtype)


def linspace(start, end, count=50):
    """So many numbers at even distances, both ends among them."""
    return array([start + (end - start) * place / (count - 1) for place in range(count)], float)


def unique(value):
    """The different numbers, in order."""
    return array(sorted(set(asarray(value).numbers)))


def isclose(left, right, rtol=1e-5, atol=1e-8):
    """Where numbers are as good as equal."""
    near = _elementwise(lambda a, b: a == b or abs(a - b) <= atol + rtol * abs(b), BOOL)
    return near(left, right)


def array_equal(left, right, equal_nan=False):
    """Whether shapes and numbers are equal."""
    equal = _elementwise(lambda a, b: a == b or (equal_nan and a != a and b != b), BOOL)
    return shape(left) == shape(right) and bool(equal(left, right).all())


def ndindex(*shape):
    """All places of an array of this shape."""
    return itertools.product(*map(range, shape[0] if isinstance(shape[0], tuple) else shape))


def shape(value):
    """The length of each axis."""
    return asarray(value).shape


def ndim(value):
    """How many axes it has."""
    return len(shape(value))


def size(value):
    """How many numbers it has."""
    return asarray(value).size


def may_share_memory(left, right):
    """Whether they are the same array: there are no views."""
    return left is right


def finfo(_kind):
    """What is known of the numbers."""
    return types.SimpleNamespace(eps=2.0**-52, max=1.7976931348623157e308, tiny=2.0**-1022)


@contextlib.contextmanager
def errstate(**_):
    """Nothing here warns."""
    yield


class Generator:
    """Random numbers, others than NumPy's."""

    def __init__(self, seed):
        self._random = python_random.Random(seed)

    def _many(self, draw, size):
        if size is None:
            return draw()
        return array([draw() for _ in range(math.prod(_lengths(size)))]).reshape(_lengths(size))

    def normal(self, loc=0.0, scale=1.0, size=None):
        """From a bell curve."""
        return self._many(lambda: self._random.gauss(loc, scale), size)

    def standard_normal(self, size=None):
        """From the bell curve around 0."""
        return self.normal(size=size)

    def uniform(self, low=0.0, high=1.0, size=None):
        """Even between two numbers."""
        return self._many(lambda: self._random.uniform(low, high), size)

    def random(self, size=None):
        """Even between 0 and 1."""
        return self.uniform(size=size)

    def integers(self, low, high=None, size=None):
        """Whole numbers, the higher end not among them."""
        low, high = (0, low) if high is None else (low, high)
        return self._many(lambda: self._random.randrange(low, high), size)

    def permutation(self, count):
        """The whole numbers below `count` in any order."""
        return array(self._random.sample(range(count), count))


random = types.SimpleNamespace(Generator=Generator, default_rng=Generator)

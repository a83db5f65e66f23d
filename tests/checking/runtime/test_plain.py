"""Plain data cross a process border and come back equal; what is not plain data stops nobody."""

import contextlib
import io
import json
import math
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from dlcourse.checking.runtime import freezing, plain
from dlcourse.checking.runtime.freezing import freeze
from dlcourse.checking.runtime.plain import FunctionName, NotPlain, Opaque, Seed, decode, encode
from dlcourse.checking.trials import exactly_equal

NUMBERS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**62), 2**62),
    st.floats(),
    st.text(),
    st.builds(Seed, st.integers(0, 2**64)),
    st.builds(FunctionName, st.text(max_size=5)),
    st.builds(Opaque, st.text(max_size=5), st.text(max_size=5)),
)
KINDS = st.one_of(
    arrays.boolean_dtypes(), arrays.integer_dtypes(), arrays.unsigned_integer_dtypes(), arrays.floating_dtypes()
)
ARRAYS = arrays.arrays(KINDS, arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3))
TREES = st.recursive(
    st.one_of(NUMBERS, ARRAYS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.one_of(st.text(max_size=3), st.integers(0, 9)), inner, max_size=3),
    ),
    max_leaves=8,
)


def same(left, right):
    if isinstance(left, float) and isinstance(right, float) and math.isnan(left):
        return math.isnan(right)
    if isinstance(left, list | tuple) and type(left) is type(right):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    return type(left) is type(right) and exactly_equal(left, right)


@pytest.mark.slow
@given(TREES)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_round_trip(tree):
    frozen = freeze(tree)
    again = decode(encode(frozen))
    assert same(frozen, again)
    assert encode(again) == encode(frozen)


@given(arrays.arrays(arrays.floating_dtypes(sizes=(16, 32, 64)), 3))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_arrays_keep_type_and_every_bit(array):
    again = decode(encode(array))
    assert again.dtype == array.dtype.newbyteorder("=")
    assert np.array_equal(again, array, equal_nan=True)
    assert np.array_equal(np.signbit(again), np.signbit(array))


@pytest.mark.parametrize(
    "array", [np.zeros(()), np.arange(6)[::2], np.asfortranarray(np.eye(3)), np.ones((0, 4), bool)]
)
def test_arrays_are_sent_as_files_that_numpy_reads(array):
    data = encode(array)
    (length,) = struct.unpack_from("<Q", data)
    file = io.BytesIO(data[16 + length :])
    assert np.array_equal(np.load(file), array)
    assert file.getvalue().index(b"\n") % 64 == 63  # aligned, as the format wants it


@given(st.binary(max_size=60))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_any_bytes_give_plain_data_or_not_plain(data):
    with contextlib.suppress(NotPlain):
        decode(data)


GOOD = encode({"a": [np.arange(6.0).reshape(2, 3), np.float32(1), (1, 2.5)], "b": Seed(3)})


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255), st.booleans())
@settings(max_examples=300, deadline=None, derandomize=True)
def test_damaged_bytes_give_plain_data_or_not_plain(position, byte, cut):
    data = GOOD[:position] if cut else GOOD[:position] + bytes([byte]) + GOOD[position + 1 :]
    with contextlib.suppress(NotPlain):
        decode(data)


def packed(*parts):
    return b"".join(struct.pack("<Q", len(part)) + part for part in parts)


def npy(header, data=b"", version=b"\x01\x00"):
    text = header.encode() + b"\n"
    return b"\x93NUMPY" + version + struct.pack("<H", len(text)) + text + data


def array_of(descr, shape, data=b"", **options):
    return npy(f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}", data, **options)


ARRAY = b'{"array": 1}'
HOSTILE = {
    "nothing": b"",
    "a length without a part": struct.pack("<Q", 10),
    "an enormous length": struct.pack("<Q", 2**63) + b"x",
    "no JSON": packed(b"hello"),
    "no text": packed(b"\xff\xfe"),
    "a bare list": packed(b"[1, 2]"),
    "NaN": packed(b"NaN"),
    "a huge integer": packed(b"1" + b"0" * 100),
    "a huge integer that Python refuses": packed(b"1" * 5000),
    "an unknown kind": packed(b'{"system": "rm"}'),
    "a method that is no kind": packed(b'{"npy": 1}'),
    "two kinds": packed(b'{"list": [], "tuple": []}'),
    "a kind twice": packed(b'{"list": [], "list": []}'),
    "the same key twice": packed(b'{"dict": [["a", 1], ["a", 2]]}'),
    "a key that is a list": packed(b'{"dict": [[[], 1]]}'),
    "a dict that is none": packed(b'{"dict": 3}'),
    "a list that is none": packed(b'{"list": 3}'),
    "a float that is none": packed(b'{"float": "1e5"}'),
    "a seed that is none": packed(b'{"seed": "a"}'),
    "a function that is none": packed(b'{"function": 4}'),
    "an own answer that is none": packed(b'{"own": 4}'),
    "an opaque that is none": packed(b'{"opaque": [1, 2]}'),
    "deep nesting": packed(b'{"list": [' * 400 + b"]}" * 400),
    "very deep nesting": packed(b"[" * 100_000),
    "too many parts": packed(json.dumps({"list": [0] * (plain.MAX_NODES + 1)}).encode()),
    "an array that was not sent": packed(ARRAY),
    "the tree as an array": packed(b'{"array": 0}'),
    "an array by a truth value": packed(b'{"array": true}', array_of("'<f8'", "()")),
    "no npy": packed(ARRAY, b"hello"),
    "a short npy": packed(ARRAY, b"\x93NUMPY\x01\x00"),
    "another version": packed(ARRAY, array_of("'<f8'", "(0,)", version=b"\x02\x00")),
    "objects": packed(ARRAY, array_of("'|O'", "(1,)", b"\x00" * 8)),
    "structures": packed(ARRAY, array_of("[('a', '<f8')]", "(1,)", b"\x00" * 8)),
    "strings": packed(ARRAY, array_of("'<U2'", "(1,)", b"\x00" * 8)),
    "complex numbers": packed(ARRAY, array_of("'<c8'", "(1,)", b"\x00" * 8)),
    "a giant shape": packed(ARRAY, array_of("'<f8'", "(1000000, 1000000)")),
    "a giant empty shape": packed(ARRAY, array_of("'<f8'", "(0, 99999999999999999)")),
    "a negative shape": packed(ARRAY, array_of("'<f8'", "(-1,)", b"\x00" * 8)),
    "too many axes": packed(ARRAY, array_of("'<f8'", f"({'1, ' * 65})", b"\x00" * 8)),
    "code in the header": packed(ARRAY, array_of("'<f8'", "(exit(),)")),
    "too little data": packed(ARRAY, array_of("'<f8'", "(2,)", b"\x00" * 8)),
    "too much data": packed(ARRAY, array_of("'<f8'", "(1,)", b"\x00" * 9)),
    "a truth value of 7": packed(ARRAY, array_of("'|b1'", "(1,)", b"\x07")),
    "a type of odd size": packed(ARRAY, array_of("'<f1'", "(1,)", b"\x07")),
    "a scalar with a shape": packed(
        b'{"scalar": 1}', array_of("'<f8'", "(1,)", b"\x00" * 8)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_not_plain(name):
    with pytest.raises(NotPlain):
        decode(HOSTILE[name])


def test_more_bytes_than_the_limit(monkeypatch):
    monkeypatch.setattr(plain, "MAX_BYTES", 5)
    with pytest.raises(NotPlain, match="limit"):
        decode(encode([1, 2, 3]))


@pytest.mark.parametrize(
    "value", [object(), {1.5: 2}, {True: 1}, 1j, b"bytes", {1, 2}, np.array(["a"]), np.array([1j]), np.ma.array([1])]
)
def test_encode_refuses_what_is_not_plain(value):
    with pytest.raises(NotPlain):
        encode(value)


def test_encode_refuses_a_circle():
    circle = []
    circle.append(circle)
    with pytest.raises(NotPlain):
        encode(circle)


# ---- whatever a function may return ----


class Liar:
    """Everything about it raises."""

    def _lie(self, *_):
        raise RuntimeError("never")

    __repr__ = __str__ = __len__ = __iter__ = __bool__ = __eq__ = __array__ = __getitem__ = __float__ = _lie
    __hash__ = None


class Pretender:
    """Says that it is an array."""

    __class__ = np.ndarray
    dtype = property(lambda self: 1 / 0)


class FloatPretender:
    __class__ = np.float64


class OwnFloat(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


class OwnList(list):
    def __iter__(self):
        while True:
            yield 1


class OwnArray(np.ndarray):
    pass


class OwnNumber(np.float64):
    pass


@pytest.mark.parametrize(
    "value",
    [
        Liar(),
        Pretender(),
        FloatPretender(),
        OwnFloat(3),
        OwnList([1]),
        np.zeros(2).view(OwnArray),
        OwnNumber(2),
        np.ma.array([1.0, 2.0], mask=[0, 1]),
        np.zeros((1, 2)).view(np.matrix),
        np.broadcast_to(1.0, (10**6, 10**6)),
        np.empty(1, dtype=object),
        np.zeros(2, dtype=[("a", float)]),
        np.array(["text"]),
        np.array([1j]),
        np.complex128(1j),
        np.datetime64("2020-01-01"),
        1j,
        {1, 2},
        b"bytes",
        lambda: 1,
        print,
        int,
        2**5000,
        "x" * (plain.MAX_TEXT + 1),
        [0] * (plain.MAX_NODES + 1),
        {str(number): 0 for number in range(plain.MAX_NODES + 1)},
        {"x" * (plain.MAX_TEXT + 1): 1},
        {(1, 2): 3},
        {1.5: 3},
        Seed(Liar()),
        FunctionName(7),
        Opaque(Liar(), "text"),
        range(10**12),
        (number for number in iter(int, 1)),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_hostile_values_become_opaque(value):
    frozen = freeze(value)
    assert type(frozen) is Opaque
    assert frozen.text
    assert same(decode(encode(frozen)), frozen)
    inside = freeze([1, value])
    assert same(decode(encode(inside)), inside)


def test_circles_become_opaque():
    circle = []
    circle += [circle, circle]
    assert type(freeze(circle)) is Opaque
    loop = {}
    loop["self"] = [loop]
    assert type(freeze(loop)) is Opaque


def test_many_large_arrays_together_are_limited(monkeypatch):
    monkeypatch.setattr(freezing, "MAX_ARRAY_BYTES", 1000)
    frozen = freeze([np.zeros(100), np.zeros(100)])
    assert isinstance(frozen[0], np.ndarray)
    assert type(frozen[1]) is Opaque


def test_iterators_are_read():
    assert freeze(iter([1, 2])) == [1, 2]
    assert freeze(map(str, range(3))) == ["0", "1", "2"]
    assert freeze(range(3)) == [0, 1, 2]
    assert freeze(zip([1], [2])) == [(1, 2)]


def test_numbers_are_brought_to_the_machines_form():
    assert freeze(np.arange(3, dtype=">i4")).dtype == np.int32
    assert freeze(np.longdouble(2)).dtype == np.float64
    assert freeze(np.zeros(2, np.longdouble)).dtype == np.float64
    assert freeze(np.str_("a")) == "a"


def test_freeze_copies():
    array = np.zeros(2)
    frozen = freeze([array])
    array[0] = 1
    assert frozen[0][0] == 0


def test_a_coroutine_is_closed():
    async def later():
        return 1

    assert freeze(later()).kind == "coroutine"

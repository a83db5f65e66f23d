"""Weights as a text: what comes back, and what is refused before anything is made of it."""

import base64
import io
import pickle
import struct
import time
import tracemalloc
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

import dlcourse
from dlcourse import pack, unpack
from dlcourse.checking.runtime import packing
from dlcourse.checking.runtime.npy import npy_bytes

EXAMPLE = {"W": np.arange(6, dtype=np.int8).reshape(2, 3), "b": np.array([0.5, -1.0]), "m": np.array([True, False])}
KINDS = ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8")


def text_of(body, count=1, magic=b"DLP1", checksum=None):
    """A text with such a body, whose checksum is right unless another one is given."""
    checksum = zlib.crc32(body) if checksum is None else checksum
    return base64.b85encode(struct.pack("<4sIH", magic, checksum, count) + body).decode()


def array(name, npy, *, length=None):
    return struct.pack("<HI", len(name), len(npy) if length is None else length) + name + npy


def header(descr="<f8", shape="(3,)", order="False"):
    text = f"{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text


@given(
    st.dictionaries(
        st.text("abcW_ é'\"\\{", min_size=1, max_size=8),
        st.sampled_from(KINDS).flatmap(
            lambda kind: arrays_of.arrays(kind, arrays_of.array_shapes(min_dims=0, min_side=0))
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=60, deadline=None)
def test_what_is_packed_comes_back(parameters):
    found = unpack(pack(parameters))
    assert list(found) == list(parameters)
    for name, value in parameters.items():
        assert (found[name].dtype, found[name].shape) == (value.dtype, value.shape)
        assert found[name].tobytes() == value.tobytes()


def test_types_are_kept_and_arrays_are_new():
    text = pack(EXAMPLE)
    found = unpack(text)
    assert [value.dtype.name for value in found.values()] == ["int8", "float64", "bool"]
    found["W"][0, 0] = 9
    assert unpack(text)["W"][0, 0] == 0


def test_other_orders_numbers_and_lists_are_packed_as_arrays():
    found = unpack(
        pack({"F": np.asfortranarray(EXAMPLE["W"]), "big": np.arange(3, dtype=">i4"), "x": [1, 2.5], "n": 3})
    )
    assert found["F"].tolist() == EXAMPLE["W"].tolist()
    assert found["big"].dtype == np.dtype("i4")
    assert found["x"].tolist() == [1, 2.5]
    assert found["n"].shape == ()


def test_the_text_stands_in_a_cell_as_it_is():
    text = pack({"W": np.random.default_rng(0).integers(-128, 128, 5000).astype(np.int8)})
    assert not set(text) & set("'\"\\\n \t")
    assert text.isascii()
    assert len(text) < 1.3 * 5000
    assert eval(f'"{text}"') == text
    lines = "\n    ".join(text[start : start + 100] for start in range(0, len(text), 100))
    assert unpack(f"\n    {lines}\n")["W"].tolist() == unpack(text)["W"].tolist()


@pytest.mark.parametrize(
    ("given", "said"),
    {
        "a list": ([np.ones(2)], "wants a dict"),
        "nothing": ({}, "wants a dict"),
        "a number for a name": ({1: np.ones(2)}, "names of 1 to 60"),
        "no name": ({"": np.ones(2)}, "names of 1 to 60"),
        "a long name": ({"x" * 61: np.ones(2)}, "names of 1 to 60"),
        "text": ({"a": np.array(["x"])}, "'a' is an array of type <U1"),
        "objects": ({"a": np.array([None])}, "'a' is ndarray"),
        "rows of other lengths": ({"a": [[1], [1, 2]]}, "'a' is list"),
        "complex numbers": ({"a": np.ones(2, complex)}, "complex128"),
        "long doubles": ({"a": np.ones(2, np.longdouble)}, "type float128|type longdouble"),
        "a network as pairs": ({"layers": [(np.ones((2, 3)), np.ones(3))]}, "'layers' is list"),
        "too many": ({str(number): 1 for number in range(101)}, "at most 100 arrays"),
        "too large a text": ({"a": np.zeros(30_000)}, "at most 256000 are allowed: pack fewer numbers, or smaller"),
        "too many bytes": ({"a": np.zeros(600_000)}, "4800000 bytes, at most 4000000"),
    }.values(),
)
def test_pack_says_what_it_wants(given, said):
    with pytest.raises(ValueError, match=said):
        pack(given)


BODY = array(b"W", npy_bytes(EXAMPLE["W"]))
HUGE = "(" + "9" * 18 + ", " + "9" * 18 + ")"
STRANGE = {
    "nothing": "",
    "a word": "hello",
    "other letters": "é" * 40,
    "too large for base85": "~~~~~" * 8,
    "cut": pack(EXAMPLE)[:-5],
    "one sign changed": pack(EXAMPLE)[:50] + ("0" if pack(EXAMPLE)[50] != "0" else "1") + pack(EXAMPLE)[51:],
    "two at once": pack(EXAMPLE) + pack(EXAMPLE),
    "base64": base64.b64encode(b"x" * 90).decode(),
    "a pickle": base64.b85encode(pickle.dumps(EXAMPLE)).decode(),
    "a pickle inside": text_of(array(b"W", pickle.dumps(EXAMPLE["W"]))),
    "another magic": text_of(BODY, magic=b"DLP2"),
    "another checksum": text_of(BODY, checksum=1),
    "fewer arrays than said": text_of(BODY, count=2),
    "more arrays than said": text_of(BODY + BODY, count=1),
    "no array": text_of(b"", count=0),
    "65,535 arrays": text_of(BODY, count=65_535),
    "one name twice": text_of(BODY + BODY, count=2),
    "no name": text_of(array(b"", npy_bytes(EXAMPLE["W"]))),
    "a name that is no text": text_of(array(b"\xff\xfe", npy_bytes(EXAMPLE["W"]))),
    "a length that lies": text_of(array(b"W", npy_bytes(EXAMPLE["W"]), length=2**32 - 1)),
    "a shape that lies": text_of(array(b"W", header(shape="(4,)") + b"\0" * 24)),
    "a huge shape": text_of(array(b"W", header(shape=HUGE) + b"\0" * 24)),
    "a huge shape of nothing": text_of(array(b"W", header(shape=HUGE.replace(")", ", 0)")))),
    "a negative shape": text_of(array(b"W", header(shape="(-3,)") + b"\0" * 24)),
    "nothing, in sixty-four axes": text_of(array(b"W", header(shape="(0, " + "100000000, " * 63 + ")"))),
    "a hundred axes": text_of(array(b"W", header(shape="(" + "1, " * 100 + ")") + b"\0" * 8)),
    "objects": text_of(array(b"W", header(descr="|O") + b"\0" * 24)),
    "text inside": text_of(array(b"W", header(descr="<U2") + b"\0" * 24)),
    "a type that is none": text_of(array(b"W", header(descr="<f1") + b"\0" * 3)),
    "a structure": text_of(array(b"W", header(descr="'), ('a', '<f8") + b"\0" * 24)),
    "in Fortran's order": text_of(array(b"W", header(order="True") + b"\0" * 24)),
    "truth values of 2": text_of(array(b"W", header(descr="|b1") + b"\2\2\2")),
    "code in a header": text_of(array(b"W", header(shape="(__import__('os').getpid(),)") + b"\0" * 24)),
    "npz": base64.b85encode(b"PK\3\4" + b"\0" * 60).decode(),
    "npy alone": base64.b85encode(npy_bytes(EXAMPLE["b"])).decode(),
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_what_pack_did_not_write_is_refused_with_a_remedy(text):
    with pytest.raises(ValueError, match="copy the whole text that `pack` gave once more"):
        unpack(text)


@pytest.mark.parametrize("given", [b"abc", None, 3, type("T", (str,), {})("abc")])
def test_what_is_no_text_is_refused(given):
    with pytest.raises(ValueError, match="wants the text"):
        unpack(given)


def test_a_compressed_bomb_is_only_bytes():
    bomb = zlib.compress(b"\0" * 50_000_000)
    for text in (base64.b85encode(bomb).decode(), text_of(array(b"W", bomb)), text_of(bomb)):
        with pytest.raises(ValueError, match="no text that `pack` wrote"):
            unpack(text)


@pytest.mark.parametrize("text", ["0" * 256_001, "0" * 3_000_000, " " * 600_000, "0" * 300_000 + " " * 100_000])
def test_too_long_a_text_is_not_looked_at(text, monkeypatch):
    monkeypatch.setattr(packing.base64, "b85decode", None)
    with pytest.raises(ValueError, match="characters, at most 256000 are allowed"):
        unpack(text)


def test_sizes_are_known_before_anything_is_made(monkeypatch):
    monkeypatch.setattr(packing, "MAX_BYTES", 100)
    monkeypatch.setattr(packing, "read_npy", None)
    with pytest.raises(ValueError, match="the arrays have 160 bytes, at most 100"):
        unpack(text_of(array(b"a", npy_bytes(np.zeros(10))) + array(b"b", npy_bytes(np.zeros(10))), count=2))


def test_the_largest_text_costs_little():
    text = pack({"W": np.zeros(203_000, np.int8)})
    assert 253_000 < len(text) <= packing.MAX_TEXT
    tracemalloc.start()
    begun = time.perf_counter()
    unpack(text)
    taken, (_, peak) = time.perf_counter() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 5
    assert peak < 10_000_000


def test_numpy_reads_what_is_inside():
    data = base64.b85decode(pack({"b": EXAMPLE["b"]}))[10:]
    assert np.load(io.BytesIO(data[6 + 1 :]), allow_pickle=False).tolist() == [0.5, -1.0]


def test_they_are_offered():
    assert {"pack", "unpack"} <= set(dlcourse.__all__)

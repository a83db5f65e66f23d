"""The reader of shape lines: what it understands, what it finds false, and that it passes over nothing."""

import numpy as np
import pytest
from shapes import Unreadable, check_shapes, read

from dlcourse.checking.runtime.plain import FunctionName, Seed

X, W, b = np.ones((4, 3)), np.ones((3, 2)), np.ones(2)
WHOLE = np.ones(4, dtype=int)

TRUE = [
    ("X: array (N, D); W: (D, M), one column for each neuron -> array (N, M), the logits", {"X": X, "W": W}, X @ W),
    ("X, Y: arrays (N, D)\ny: int array (N,)\n-> a number, the loss", {"X": X, "Y": X, "y": WHOLE}, 0.5),
    ("c: array (H, 3 H); k: int -> array (H, H + 2 k, (H + 1) * 2)", {"c": X[:1], "k": 1}, np.ones((1, 3, 4))),
    ("n: a whole number, of rows -> array (n, 2)", {"n": 5}, np.ones((5, 2))),
    ("x: array of any shape (a remark on it) -> array of the same shape", {"x": X}, X),
    ("x, y: arrays of one shape; ids: int -> array (..., D)", {"x": X, "y": X, "ids": 1}, np.ones((4, 3, 7))),
    ("f: a function that takes (N, D) arrays; x: array of any shape -> float array of the shape of x",
     {"f": FunctionName("sum"), "x": X}, X),
    ("x: array; shape: tuple of int, the old one -> array of that shape", {"x": X, "shape": (1, 3)}, X[:1]),
    ("X: array (N, D); parameters: list of (W, b), one pair a layer -> list of arrays of any shapes",
     {"X": X, "parameters": [(W, b), (W, b)]}, [W, b]),
    ("ranges: list of D pairs (low, high) -> array (D,)", {"ranges": [(0, 1), (2, 3)]}, b),
    ("ids: int array (L,) -> list of L // 2 pairs (inputs, targets)", {"ids": WHOLE}, [(1, 2), (1, 2)]),
    ("k: int -> list of (inputs, targets), each an array (k,)", {"k": 2}, [(b, b), (b, b)]),
    ("ids: int array (L,) -> list of L // 2 pairs (inputs, targets), each an array (2,)", {"ids": WHOLE}, [(b, b)] * 2),
    ("x: array (N, T) -> list of T caches of rnn_step", {"x": X}, [None, 1, 2]),
    ("cache: (X, W), arrays (N, D) and (D, M) -> (dX, dW): arrays (N, D) and (D, M)", {"cache": (X, W)}, (X, W)),
    ("cache: the tuple (X, W, stride) -> (dX, db), with the shapes of X and (M,)", {"cache": (X, W, 1)}, (X, b)),
    ("running: a pair (mean, variance), each (D,) -> (out, running): out an array (D,), new; running as before",
     {"running": (b, b)}, (b, (b, b))),
    ("X: array (N, D) -> (out, cache): out (N, D); cache a tuple (X_hat, std), of (N, D), (N, 1)",
     {"X": X}, (X, (X, X[:, :1]))),
    ("x: array (N, D) -> (h_next, cache): h_next an array (N, H); cache the tuple (x, h_next)",
     {"x": X}, (W[[0, 1, 2, 0]], (X, W[[0, 1, 2, 0]]))),
    ("W: array (D, M); scale, zero: numbers or arrays that stretch over W; rate: number or array (1, M) -> array (M,)",
     {"W": W, "scale": 0.5, "zero": WHOLE, "rate": b[None]}, b),
    ("w, v: arrays of one shape; rng: numpy.random.Generator -> (w, v), both new",
     {"w": X, "v": X, "rng": Seed(1)}, (X, X)),
    ("x: array of any shape -> (out, mask): array of the same shape, and array of the same shape or None",
     {"x": X}, (X, None)),
    ("x, y: arrays of one shape -> (dx, dy): arrays of the same shape", {"x": X, "y": X}, (X, X)),
    ("linear: True or False; dH: array (N, M) or 0 -> (X, linear): array (N, D), and True or False",
     {"linear": True, "dH": 0.0}, (X, True)),
    ("x: array (N, D); share: a number or array (N,) -> a number", {"x": X, "share": 0.5}, 0.5),
    ("x: array (N, D); share: a number or array (N,) -> a number", {"x": X, "share": WHOLE / 2}, 0.5),
    ('p: dict of "LAYER.NAME" to array; head: tuple of str; name: str -> (body, head), each a dict, in order',
     {"p": {"fc.W": W}, "head": ("fc",), "name": "fc"}, ({}, {"fc.W": W})),
    ("body: list of dicts of arrays, a layer each -> dict of the same names to new arrays", {"body": [{"W": W}]}, {}),
    ("-> list of 2 pairs (W, b), the hidden layer first", {}, [(W, b), (W, b)]),
    ("edges: array (K,) -> list of two pairs [(W1, b1), (W2, b2)], both new", {"edges": b}, [(W, b), (W, b)]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "arguments", "value"), TRUE)
def test_what_is_true_holds(lines, arguments, value):
    check_shapes(lines, arguments, value)


FALSE = [
    ("X: array (N, D); W: (D, M) -> array (N, M)", {"X": X, "W": X}, X @ W),
    ("X: array (N, D); W: (D, M) -> array (N, M)", {"X": X, "W": W}, (X @ W).T),
    ("X: array (N, D) -> array (N,)", {"X": X}, X[:, :1]),
    ("X: array (N, D) -> array (N, D + 1)", {"X": X}, X),
    ("n: int -> array (n, 2)", {"n": 4}, np.ones((5, 2))),
    ("p: dict of names to arrays -> array", {"p": [W]}, X),
    ("head: tuple of str -> array", {"head": "fc"}, X),
    ("x: array of any shape -> array of the same shape", {"x": X}, X.T),
    ("x, y: arrays of one shape -> a number", {"x": X, "y": X.T}, 1.0),
    ("b: array (M,); rate: number or array (1, M) -> array (M,)", {"b": b, "rate": X}, b),
    ("b: array (M,); rate: number or array (1, M) -> array (M,)", {"b": b, "rate": "fast"}, b),
    ("x: array of any shape -> array (..., D)", {"x": X}, X),
    ("x: array of any shape; w: array (D,) -> array (..., D)", {"x": X, "w": b}, np.ones((4, 3, 5))),
    ("x: array (N, D) -> array of the shape of x", {"x": X}, W),
    ("shape: tuple of int -> array of that shape", {"shape": (1, 3)}, X),
    ("y: int array (N,) -> a number", {"y": b}, 1.0),
    ("y: array (N,) -> bool array (N,)", {"y": b}, b),
    ("y: array (N,) -> a number", {"y": b}, b),
    ("y: array (N,) -> a whole number", {"y": b}, 0.5),
    ("y: array (N,) -> a number", {"y": b}, True),
    ("linear: True or False -> a number", {"linear": 1}, 1.0),
    ("dH: array (N, M) or 0 -> a number", {"dH": 1.0}, 1.0),
    ("x: array (N, D); share: a number or array (N,) -> a number", {"x": X, "share": b}, 0.5),
    ("x: array (N, D); share: a number or array (N,) -> a number", {"x": X, "share": True}, 0.5),
    ("y: array (N,) -> array (N,)", {"y": b}, [1.0, 1.0]),
    ("n: int -> list of (W, b)", {"n": 1}, [(W, b), (W,)]),
    ("n: int -> list of n pairs (W, b)", {"n": 1}, [(W, b), (W, b)]),
    ("ids: int array (L,) -> list of L // 2 pairs (a, b), each an array (2,)", {"ids": WHOLE}, [(b, b)]),
    ("-> list of two pairs [(W1, b1), (W2, b2)]", {}, [(W, b)]),
    ("-> list of two pairs [(W1, b1), (W2, b2)]", {}, [(W, b), (W,)]),
    ("n: int -> list of (inputs, targets), each an array (n,)", {"n": 2}, [(b, b), (b, X)]),
    ("cache: the tuple (X, W) -> (dX, dW), with the shapes of X and W", {"cache": (X, W)}, (W, X)),
    ("X, W: array -> (out, cache): out an array; cache the tuple (X, W)", {"X": X, "W": W}, (X, (W, X))),
    ("X: array (N, D) -> (h, cache): h an array (N, D); cache the tuple (h,)", {"X": X}, (X, (W,))),
    ("running: a pair (mean, variance), each (D,) -> a number", {"running": (b, X)}, 1),
    ("running: a pair (mean, variance), each (D,) -> (out, running): out a number; running as before",
     {"running": (b, b)}, (1, (b, b, b))),
    ("w, v: arrays of any shapes -> (w, v), both new", {"w": X, "v": b}, (b, X)),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "arguments", "value"), FALSE)
def test_what_is_false_is_found(lines, arguments, value):
    with pytest.raises(AssertionError):
        check_shapes(lines, arguments, value)


@pytest.mark.parametrize(
    "lines",
    [
        "X: array (N, D)",
        "X: the inputs -> a number",
        "X array (N, D) -> a number",
        "both parameters: arrays (N, D) -> a number",
        "X: array (N, D), then an array (D, M) -> a number",
        "X: array (N, D) (M,) -> a number",
        "X: array (N, D) of whole numbers -> a number",
        "X: array, shape of w -> a number",
        "X: whole numbers D, H -> a number",
        "X: array (N, D) -> as large as X",
        "X: array (N, D) -> array (N, D); the last may be smaller",
        "X: array (N, D) -> (dX, db): array (N, D)",
        "X: array (N, D) -> (dX, db): array (N, D), small",
        "X: array (N, D) -> (out, cache): out an array (N, D)",
        "X: array (N, D) -> (out, cache): out an array (N, D); cache as usual, of the layer (X, W)",
        "X: array (N, D) -> (dX, db), both new",
    ],
)
def test_what_is_not_understood_is_an_error(lines):
    with pytest.raises(Unreadable):
        read(lines)


@pytest.mark.parametrize(
    ("lines", "arguments", "value"),
    [
        ("X: array (N, D) -> array (N, M + 1)", {"X": X}, X),
        ("X: array (N, D) -> array of the same shape", {"X": X}, X),
        ("X: array (N, D) -> array of that shape", {"X": X}, X),
        ("X: array (N, D) -> array of the shape of x", {"X": X}, X),
        ("X: array (N, D); W: (D, M) -> array (N, M)", {"X": X}, X),
    ],
)
def test_what_has_no_meaning_in_a_call_is_an_error(lines, arguments, value):
    with pytest.raises(Unreadable):
        check_shapes(lines, arguments, value)

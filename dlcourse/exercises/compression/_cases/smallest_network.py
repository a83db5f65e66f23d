"""Trained networks that shall take little room, what a small one takes, and how it reads pictures that nobody has seen.

A network is `relu(X W1 + b1) W2 + b2`. A small one is stored as four arrays of whole numbers, and is put together again
by `dequantize`; its hidden units may be others, and as many as it likes.
"""

import functools

import numpy as np

from dlcourse.checking.compare import describe, is_number
from dlcourse.checking.specification import Case, Malformed
from dlcourse.data import datasets

NAMES = ("W1", "b1", "W2", "b2")
POOL, NETWORKS = 12, 2  # networks that there are, and how many of them are asked for
WIDTHS = (28, 30, 32, 34, 36)
STEPS, RATE, BATCH = 400, 0.01, 64
MOST_LOST = 2.5  # percent of the unseen pictures, on average over the networks
LEAST_SAVED = 0.87  # of the bytes
FLOAT, SCALE, ZERO = 4, 4, 1  # bytes of a weight as it was, of a scale, of a zero point
SMALL = (
    {
        "W1": np.array([[1.0, -1.0, 0.0], [0.0, 0.5, 1.0]]),
        "b1": np.zeros(3),
        "W2": np.array([[1.0, -1.0], [-1.0, 1.0], [0.5, 0.0]]),
        "b2": np.array([0.0, 0.25]),
    },
    np.array([[1.0, 0.0], [2.0, 0.5], [-1.0, 0.0], [-2.0, 0.5]]),
    np.array([0, 0, 1, 1]),
)


def scores(weights, X):
    """What a network says of each picture, a number for each class."""
    with np.errstate(all="ignore"):
        return np.maximum(X @ weights["W1"] + weights["b1"], 0) @ weights["W2"] + weights["b2"]


def right(weights, X, y):
    """How much it reads, in percent."""
    return 100 * float(np.mean(scores(weights, X).argmax(axis=1) == y))


@functools.cache
def network(number):
    """A network of the pool: its weights, the pictures that it has learned from, and their labels."""
    rng = np.random.default_rng([16, number])
    X, y, _, _ = datasets.digits()
    chosen, hidden = rng.permutation(len(X))[: 700 + 10 * int(rng.integers(20))], WIDTHS[number % len(WIDTHS)]
    X, y = X[chosen], y[chosen]
    weights = {
        "W1": rng.normal(size=(64, hidden)) * np.sqrt(2 / 64),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    moments = {name: (np.zeros_like(W), np.zeros_like(W)) for name, W in weights.items()}
    for step in range(1, STEPS + 1):
        rows = rng.integers(len(X), size=BATCH)
        for name, gradient in gradients(weights, X[rows], y[rows]).items():
            m, v = moments[name]
            m += 0.1 * (gradient - m)
            v += 0.001 * (gradient**2 - v)
            weights[name] = weights[name] - RATE * m / (1 - 0.9**step) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return weights, X, y


def gradients(weights, X, y):
    """Of the mean cross-entropy, by the weights."""
    H = np.maximum(X @ weights["W1"] + weights["b1"], 0)
    Z = H @ weights["W2"] + weights["b2"]
    dZ = np.exp(Z - Z.max(axis=1, keepdims=True))
    dZ = (dZ / dZ.sum(axis=1, keepdims=True) - np.eye(Z.shape[1])[y]) / len(y)
    dH = (dZ @ weights["W2"].T) * (H > 0)
    return {"W1": X.T @ dH, "b1": dH.sum(axis=0), "W2": H.T @ dZ, "b2": dZ.sum(axis=0)}


def cases(rng):
    """A network of three hidden units, then some for digits; the 500 pictures of the test part are kept.

    In each network the pixels and the classes stand in an order of their own, so that no network fits them all.
    """
    _, _, X_test, y_test = datasets.digits()
    asked = [Case(*SMALL).keeping(SMALL[1:])]
    for number in rng.choice(POOL, size=NETWORKS, replace=False):
        weights, X, y = network(int(number))
        shown = len(X) - int(rng.integers(100))
        pixels, classes = rng.permutation(X.shape[1]), rng.permutation(len(weights["b2"]))
        called = np.argsort(classes)  # what each class is called now
        own = {
            "W1": weights["W1"][pixels],
            "b1": weights["b1"],
            "W2": weights["W2"][:, classes],
            "b2": weights["b2"][classes],
        }
        kept = X_test[:, pixels], called[y_test]
        asked.append(Case(own, X[:shown, pixels], called[y[:shown]]).keeping(kept))
    return asked


def is_digits(arguments):
    """Whether a case is more than the network of three hidden units."""
    return len(arguments["weights"]["W1"]) == 64


def stored(arguments, value):
    """What is stored of each array, as (q, scale, zero_point, bits); Malformed if it is something else."""
    if not isinstance(value, dict) or set(value) != set(NAMES):
        raise Malformed(f"Wanted is a dict with the names W1, b1, W2 and b2; not {describe(value)}.")
    found = {name: _one(name, value[name]) for name in NAMES}
    before = arguments["weights"]
    D, C, H = len(before["W1"]), len(before["b2"]), found["b1"][0].size
    for name, shape in zip(NAMES, ((D, H), (H,), (H, C), (C,))):
        if found[name][0].shape != shape:
            told = f"{name} has the shape {found[name][0].shape}; wanted is {shape}"
            raise Malformed(f"{told}, as the pictures have {D} numbers, b1 has {H} and the classes are {C}.")
    return found


def _one(name, part):
    """One array of a small network."""
    if not isinstance(part, list | tuple) or len(part) != 4:
        raise Malformed(f"{name}: wanted is the tuple (q, scale, zero_point, bits); not {describe(part)}.")
    *arrays, bits = part
    if not is_number(bits) or np.ndim(bits) or bits not in range(1, 9):
        raise Malformed(f"{name}: bits are {describe(bits)}; wanted is a whole number from 1 to 8.")
    q, scale, zero_point = (_numbers(name, what, each) for what, each in zip(("q", "scale", "zero_point"), arrays))
    for what, whole, most in (("q", q, 2**bits - 1), ("zero_point", zero_point, 255)):
        if np.any(whole != np.rint(whole)) or np.any(whole < 0) or np.any(whole > most):
            raise Malformed(f"{name}: {what} has other numbers than the whole ones from 0 to {most}.")
    for what, each in (("scale", scale), ("zero_point", zero_point)):
        fits = each.ndim <= q.ndim and all(n in (1, m) for n, m in zip(each.shape[::-1], q.shape[::-1]))
        if not fits:
            raise Malformed(f"{name}: {what} has the shape {each.shape}, which does not stretch over {q.shape}.")
    return q, scale, zero_point, int(bits)


def _numbers(name, what, each):
    """An array of finite numbers."""
    try:
        array = np.asarray(each)
    except ValueError:
        array = np.array(None)
    if array.dtype.kind not in "iuf" or not np.all(np.isfinite(array)):
        raise Malformed(f"{name}: {what} is {describe(each)}; wanted are numbers.")
    return array.astype(float)


def put_together(found):
    """The weights that a small network stands for."""
    with np.errstate(all="ignore"):
        return {name: scale.astype(np.float32) * (q - zero_point) for name, (q, scale, zero_point, _) in found.items()}


def room(found):
    """How many bytes a small network takes.

    Each array the less of two: `bits` for each number; or for each that is not the zero point, and one bit for each
    place. Beside that the scales, four bytes each, and the zero points, one byte each.
    """
    total = 0
    for q, scale, zero_point, bits in found.values():
        taken = min(q.size * bits, int(np.sum(q != zero_point)) * bits + q.size)
        total += -(-taken // 8) + SCALE * scale.size + ZERO * zero_point.size
    return total


def room_before(weights):
    """How many bytes the network took, four for each number."""
    return FLOAT * sum(W.size for W in weights.values())


def lost(arguments, value):
    """How many percent of the unseen pictures are read no more; below 0 where more are."""
    after = right(put_together(stored(arguments, value)), *arguments.kept)
    return right(arguments["weights"], *arguments.kept) - after


def observe(arguments, value):
    """That it is a network; how much it reads is looked at for all of them together."""
    stored(arguments, value)
    return {"answer": "a network"}


def together(calls):
    """Whether enough is saved, and how much is lost, on average over the networks for digits."""
    calls = [call for call in calls if is_digits(call[0])]
    if len(calls) < NETWORKS:
        return {}
    few = "at most 13 %" if saved(calls) >= LEAST_SAVED else "more"
    return {"of the bytes": few, "lost on average": _lost_in_words(calls)}


def _lost_in_words(calls):
    """How much is lost; and if it is too much, what is conspicuous about what is stored."""
    if np.mean([lost(*call) for call in calls]) <= MOST_LOST + 1e-9:
        return f"at most {MOST_LOST:g} points"
    parts = [stored(*call) for call in calls]
    said = [scores(put_together(found), arguments.kept[0]) for (arguments, _), found in zip(calls, parts)]
    if all(np.ptp(Z.argmax(axis=1)) == 0 for Z in said):
        return "nearly all: it says the same of every digit"
    first, second = ([q.tolist() for q, *_ in found.values()] for found in parts[:2])
    if first == second:
        return "more: it is the same network for all"
    if parts[0]["W1"][3] <= 2:
        return "more, with a bit or two for each weight"
    gone = np.mean([np.mean(found["W1"][0] == found["W1"][2]) for found in parts])
    return "more, and most of its weights are 0" if gone > 0.75 else "more"


def saved(calls):
    """The share of the bytes that is saved, on average over the networks for digits."""
    shares = [1 - room(stored(*call)) / room_before(call[0]["weights"]) for call in calls if is_digits(call[0])]
    return max(0.0, float(np.mean(shares)))


def tell(arguments, value):
    """What one network takes and reads."""
    found, before = stored(arguments, value), arguments["weights"]
    after = right(put_together(found), *arguments.kept)
    return (
        f"Of {len(arguments.kept[1])} unseen examples it reads {after:.1f} %, the network given "
        f"{right(before, *arguments.kept):.1f} %; it takes {room(found)} bytes of {room_before(before)}."
    )

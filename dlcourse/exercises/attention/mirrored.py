"""A challenge: attention that reads backwards, with two numbers a step."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, Malformed
from dlcourse.lessons.attention import scaled_dot_product_attention

ENOUGH = 0.99  # of a step's weight
LARGEST = 1e6
LOOKS = {
    "right": "steps that look where they should",
    "soft": "at the right step, but with less than 0.99",
    "own": "at themselves",
    "before": "one step before the right one",
    "behind": "one step behind the right one",
    "all": "at all steps alike",
    "ends": "at the first or the last step",
    "else": "elsewhere",
}


def mirrored(length):
    """Queries and keys of two numbers with which attention reads a sequence backwards.

    length: a whole number from 1 to 40, how many steps there are
    -> (Q, K): arrays (length, 2); scaled_dot_product_attention(Q, K=K, V=V), without a mask, puts
    at least 0.99 of the weight of step t on step length - 1 - t
    """
    steps = np.arange(length)
    wanted = length - 1 - steps
    # 2 w s - s^2 is largest at s = w, and smaller by 1 beside it: s and s^2 are the key, 2 w and -1 the query.
    Q = 20.0 * np.stack([2.0 * wanted, -np.ones(length)], axis=1)
    return Q, np.stack([steps, steps**2], axis=1).astype(float)


def cases(rng):
    """Short ones first, even and odd; the longest."""
    return [
        Case(2),
        Case(3),
        Case(1),
        Case(7),
        Case(int(rng.integers(10, 20))),
        Case(int(rng.integers(20, 39))),
        Case(40),
    ]


def where_it_looks(arguments, value):
    """How many steps look where."""
    length = arguments["length"]
    Q, K = _two_arrays(length, value)
    _, (_, _, _, A) = scaled_dot_product_attention(Q, K=K, V=np.zeros((length, 1)))
    found = dict.fromkeys(LOOKS.values(), 0)
    for t, weights in enumerate(A):
        found[LOOKS[_look(weights, t, length - 1 - t)]] += 1
    return found


def _look(weights, own, right):
    """The key in LOOKS for the weights of one step."""
    most = weights.max()
    if weights[right] >= ENOUGH:
        return "right"
    if weights[right] >= most - 1e-9:
        return "all" if np.ptp(weights) < 1e-9 else "soft"
    place, last = int(weights.argmax()), len(weights) - 1
    if abs(place - right) == 1:
        return "before" if place < right else "behind"
    if place == own:
        return "own"
    return "ends" if place in (0, last) else "else"


def _two_arrays(length, value):
    """Q and K, if that is what they are."""
    if not (isinstance(value, list | tuple) and len(value) == 2):
        raise Malformed("Wanted are two arrays: Q, K.")
    found = []
    for name, part in zip("QK", value):
        try:
            array = np.asarray(part, dtype=float)
        except (TypeError, ValueError):
            raise Malformed(f"{name} is no array of numbers; wanted is one of the shape {(length, 2)}.") from None
        if array.shape != (length, 2):
            raise Malformed(f"{name} has the shape {array.shape}; wanted is {(length, 2)}: two numbers a step.")
        if not np.isfinite(array).all() or np.abs(array).max(initial=0) > LARGEST:
            raise Malformed(f"{name} has numbers that are not finite or larger than a million; smaller ones will do.")
        found.append(array)
    return found


exercise = Exercise(
    reference=mirrored,
    points=3,
    minutes=15,
    cases=cases,
    observe=where_it_looks,
    form="challenge",
    hints=[
        "Which expression in s is largest at s = w, whatever w is? And can it be written as a product of two numbers "
        "that know w with two numbers that know s?",
        "Two ways lead there. Minus the squared distance to the wanted step, of which what all keys share may be left "
        "out: softmax does not see it. Or directions on a circle: two unit vectors fit best if they are the same. In "
        "both cases multiply the queries by a number that is large enough for the longest sequence.",
        "Elsewhere: `np.stack([a, b], axis=1)` puts two rows of five side by side, (5, 2); `np.cos(0.1 * "
        "np.arange(5))` are five cosines.",
    ],
    solved="attention by position, to any place you like, with two numbers. Positional encodings hold many such pairs.",
)


def built(length, wanted, *, size=20.0, keys=None):
    """The parabola, with wanted places for each step."""
    steps = np.arange(length, dtype=float) if keys is None else keys
    Q = size * np.stack([2.0 * np.asarray(wanted, float), -np.ones(length)], axis=1)
    return Q, np.stack([steps, steps**2], axis=1)


def turned(length, *, size=4000.0, last=40):
    """Directions on half a circle, for `last` steps."""
    angles = np.pi * np.arange(length) / last
    K = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return size * K[::-1], K


@exercise.mistake("looks at itself")
def _(length):
    """Every step looks at itself: this is the way to a place of your choice, but the place is not the mirrored one."""
    return built(length, np.arange(length))


@exercise.mistake("mirrored at the length")
def _(length):
    """Every step looks one place too far behind: steps are counted from 0, so that step 0 wants step length - 1."""
    return built(length, length - np.arange(length))


@exercise.mistake("mirrored one too few")
def _(length):
    """Every step looks one place too far in front: step 0 wants the last one, which is number length - 1."""
    return built(length, length - 2 - np.arange(length))


@exercise.mistake("too soft")
def _(length):
    """Every step looks at the right place, but its neighbours get too much: the scores differ by too little. Multiply
    the queries by a larger number; remember that scores are divided by the root of 2.
    """
    return built(length, length - 1 - np.arange(length), size=1.0)


@exercise.mistake("too soft for long sequences")
def _(length):
    """Short sequences are read backwards well; in long ones neighbours get too near to each other. How much do two
    neighbours' scores differ at a length of 40?
    """
    return turned(length, size=300.0, last=length)


@exercise.mistake("first and last the same")
def _(length):
    """The first and the last step cannot be told apart: on your circle they have the same angle. With `length` steps a
    full turn is divided by `length`, and not by `length - 1`.
    """
    angles = 2 * np.pi * np.arange(length) / max(length - 1, 1)
    K = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return 4000.0 * K[::-1], K


@exercise.mistake("looks at the ends")
def _(length):
    """Every step looks at the first or the last one. A score that grows along the line has its largest value at an end:
    it needs its top in the middle, at the wanted step. (Or queries and keys have changed places.)
    """
    return built(length, length - 1 - np.arange(length))[::-1]


@exercise.also("looks at the ends")
def _(length):
    steps = np.arange(length, dtype=float)
    wanted = length - 1 - steps
    return 20.0 * np.stack([wanted, np.ones(length)], axis=1), np.stack([steps, np.ones(length)], axis=1)


@exercise.mistake("nothing to tell steps apart")
def _(length):
    """All steps look at all others alike: the keys or the queries are the same for all of them."""
    return np.zeros((length, 2)), np.zeros((length, 2))


@exercise.mistake("mirrored for one length")
def _(length):
    """Only the longest sequence is read backwards: the wanted step depends on `length`, and not on 40."""
    return built(length, np.clip(39 - np.arange(length), None, 80))


@exercise.mistake("away from the right step")
def _(length):
    """The score is smallest at the right step: a sign is the wrong way round."""
    Q, K = built(length, length - 1 - np.arange(length))
    return -Q, K


@exercise.accepts("directions on a circle")
def _(length):
    return turned(length)


@exercise.accepts("a full turn, as lists")
def _(length):
    angles = 2 * np.pi * np.arange(length) / length
    K = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return [(3000.0 * K[::-1]).tolist(), K.tolist()]


@exercise.accepts("around the middle")
def _(length):
    s = np.arange(length) - (length - 1) / 2
    return np.stack([-200.0 * s, np.full(length, -100.0)], axis=1), np.stack([s, s * s], axis=1)

"""A challenge: weights for a recurrent network by hand, with which it counts ones, modulo two."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, Malformed
from dlcourse.lessons.rnn import rnn_forward

NAMES = ("W_x", "W_h", "b", "v", "c")
MOST_UNITS = 64
UNDECIDED = 0.01
SHORT = ("0", "1", "00", "01", "10", "11", "100", "101", "110", "111", "1000000", "1010101")
LONG = 100  # digits


def parity_reader():
    """The weights of a recurrent network that says whether the number of ones so far is odd.

    -> (W_x, W_h, b, v, c): arrays (1, H), (H, H), (H,) and (H,), and a number; for any number H of neurons
    """
    # p is 1 after an odd number of ones: the first neuron fires if p + x is 1 or 2, the second if it is 2. Both say -1
    # or 1, so that half of their difference is the next p; before the first digit both are 0, and so is p.
    sharp = 10.0
    W_x = np.full((1, 2), sharp)
    W_h = sharp / 2 * np.array([[1.0, 1.0], [-1.0, -1.0]])
    return W_x, W_h, sharp * np.array([-0.5, -1.5]), np.array([0.5, -0.5]), -0.5


def cases(rng):
    return [Case()]


def what_it_says(arguments, value):
    """What the network says after some rows of digits, and whether it is right at every place of long ones."""
    W_x, W_h, b, v, c = _weights(value)

    def scores(rows):
        H, _ = rnn_forward(rows[:, :, None], h0=np.zeros((len(rows), len(b))), W_x=W_x, W_h=W_h, b=b)
        return H @ v + c

    found = {}
    for digits in SHORT:
        score = scores(np.array([[float(digit) for digit in digits]]))[0, -1]
        found[f"after {' '.join(digits)}"] = "undecided" if abs(score) < UNDECIDED else "odd" if score > 0 else "even"
    rows = (np.random.default_rng(0).random((20, LONG)) < np.linspace(0.1, 0.9, 20)[:, None]).astype(float)
    signs = np.where(np.cumsum(rows, axis=1) % 2 == 1, 1, -1)
    right = bool((signs * scores(rows) >= UNDECIDED).all())
    return found | {f"at every place of 20 rows of {LONG} digits": "right" if right else "not always right"}


def _weights(value):
    """The five parts as arrays of float64."""
    if not isinstance(value, list | tuple) or len(value) != len(NAMES):
        raise Malformed("Wanted are five things in this order: W_x, W_h, b, v, c.")
    try:
        parts = [np.asarray(part, dtype=float) for part in value]
    except (TypeError, ValueError):
        raise Malformed("Wanted are five things made of numbers: W_x, W_h, b, v, c.") from None
    units = parts[2].size
    if not 1 <= units <= MOST_UNITS:
        raise Malformed(f"b has {units} numbers, one for each neuron: want from 1 to {MOST_UNITS}.")
    shapes = ((1, units), (units, units), (units,), (units,), ())
    for name, part, shape in zip(NAMES, parts, shapes, strict=True):
        if part.shape != shape and not (name == "c" and part.size == 1):
            raise Malformed(f"{name} has the shape {part.shape}; with {units} neurons in b, want {shape}.")
        if not np.isfinite(part).all():
            raise Malformed(f"{name} holds something that is no finite number.")
    return [*parts[:4], float(parts[4].reshape(()))]


exercise = Exercise(
    reference=parity_reader,
    points=3,
    minutes=15,
    cases=cases,
    observe=what_it_says,
    form="challenge",
    fixed=True,
    hints=[
        "Let p be 1 if the ones so far are odd in number, else 0, and x the next digit. How does the next p come from "
        "p "
        "and x, and in which lesson did a network do that?",
        "It is XOR, once at each step. One neuron that fires if p + x is at least 1, and one that fires if it is 2, "
        "do it "
        "together. p itself is no neuron: write it as a sum of the two, and put this sum into W_h and into v.",
        "A neuron with the large weights of `np.tanh(9 * (q - 0.5))` says nearly −1 for q = 0 and nearly 1 for q = 1 "
        "and 2. If two such neurons say a and c, then (a − c) / 2 is 0 where they agree, and also at the start, where "
        "both "
        "are 0.",
    ],
    solved="XOR again and again, by thought alone. Elman gave one of the first recurrent networks XOR of pairs.",
    since=2,
)


@exercise.mistake("the last digit alone")
def _():
    """Your network says what the last digit was. It has to take along what came before: that goes through W_h."""
    return np.array([[10.0]]), np.zeros((1, 1)), np.array([-5.0]), np.ones(1), 0.0


@exercise.mistake("odd once a one has come")
def _():
    """Your network switches on at the first one, and stays on. A second one has to switch it off again."""
    return np.array([[20.0]]), np.array([[10.0]]), np.array([-5.0]), np.ones(1), 0.0


@exercise.mistake("a change of the digit")
def _():
    """Your network says whether the last two digits differ. That is XOR of two digits; wanted is XOR of a digit with
    what was said before, so that all digits take part.
    """
    W_h = np.zeros((3, 3))
    W_h[0, 1:] = 10.0
    return np.full((1, 3), 20.0), W_h, np.array([-10.0, -5.0, -25.0]), np.array([0.0, 0.5, -0.5]), -0.5


@exercise.mistake("odd and even exchanged")
def _():
    """Everywhere your network says the opposite. Change the signs of v and c."""
    W_x, W_h, b, v, c = parity_reader()
    return W_x, W_h, b, -v, -c


@exercise.mistake("a memory that fades")
def _():
    """The first few digits are right, and then it blurs: the weights are so small that tanh hardly reaches −1 and 1,
    and each step loses a little. Make all weights and biases larger by one factor.
    """
    W_x, W_h, b, v, c = parity_reader()
    return 0.19 * W_x, 0.19 * W_h, 0.19 * b, v, c


@exercise.mistake("states taken for 0 and 1")
def _():
    """Your weights would do if neurons said 0 and 1. Those of tanh say −1 and 1: a difference of two of them is twice
    as large. Halve W_h.
    """
    W_x, W_h, b, v, c = parity_reader()
    return W_x, 2 * W_h, b, v, c


@exercise.mistake("no threshold in the answer")
def _():
    """After an even number of ones the score is 0, which decides nothing. A negative c makes it a clear no."""
    W_x, W_h, b, v, _ = parity_reader()
    return W_x, W_h, b, v, 0.0


@exercise.mistake("always even")
def _():
    """Your network says "even" whatever comes in. Do x and the state reach the neurons, and the neurons v? If they do,
    the weights are too small: tanh then stays near 0, and c decides alone.
    """
    return np.zeros((1, 2)), np.zeros((2, 2)), np.zeros(2), np.zeros(2), -0.5


@exercise.mistake("W_h transposed")
def _():
    """Rows and columns of W_h have changed places: the state stands on the left, h @ W_h, so that *row* k says where
    neuron k goes.
    """
    W_x, W_h, b, v, c = parity_reader()
    return W_x, W_h.T, b, v, c


@exercise.accepts("sharper, with the neurons the other way round")
def _():
    W_h = np.array([[-30.0, -30.0], [30.0, 30.0]])
    return [np.array([[60.0, 60.0]]), W_h, np.array([-90.0, -30.0]), np.array([-1.0, 1.0]), -1.0]


@exercise.accepts("with a third neuron that fires at the start")
def _():
    W_x, W_h, b, v, c = parity_reader()
    W_h = np.pad(W_h, ((0, 1), (0, 1)))
    return np.pad(W_x, ((0, 0), (0, 1))), W_h, np.append(b, 3.0), np.append(v, 0.0), [c]

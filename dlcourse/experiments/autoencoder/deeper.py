"""Deeper autoencoders beside PCA: the same narrow code, rebuilt with and without bends."""

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.autoencoder.nearness import squared_distances
from dlcourse.experiments.autoencoder.reconstruction import (
    SEEDS,
    STEPS,
    Tied,
    digit_parts,
    error,
    principal_directions,
    through_plane,
    trained,
)
from dlcourse.experiments.comparison import compare
from dlcourse.lessons import autoencoder
from dlcourse.lessons.training import xavier_init
from dlcourse.nn.training import Dense, Network, ReLU

WIDE = 64  # neurons of each hidden layer beside the code
CODES = (2, 8)
RATES = (0.001, 0.003, 0.01, 0.03, 0.1)  # of Adam, for every side that is trained
TUNING = (100, 101, 102)
TABLE = "autoencoder_deeper.json"
SIDES = ("PCA", "one hidden layer, sigmoid", "deep, without ReLU", "deep")


def deep_network(rng, code, *, bend=True, wide=WIDE):
    """An encoder and a decoder of two dense layers each; the code itself and the output are plain sums.

    Parameters
    ----------
    rng : numpy.random.Generator
    code : int
        How many numbers pass.
    bend : bool
        Whether the hidden layers have a ReLU; without any the whole is linear.
    wide : int
        Neurons of each hidden layer.

    Returns
    -------
    Network
    """
    first, to_code, from_code, last = (
        Dense(*sizes, rng, init=xavier_init) for sizes in ((64, wide), (wide, code), (code, wide), (wide, 64))
    )
    bends = [[ReLU()] if bend else [] for _ in range(2)]
    return Network([first, *bends[0], to_code, from_code, *bends[1], last])


def encoder(network):
    """The first half of a :func:`deep_network`, which gives the codes."""
    return Network(network.layers[: len(network.layers) // 2])


def learn_deep(code, seed, *, rate=0.01, X=None, bend=True, steps=STEPS):
    """A :func:`deep_network` trained on the digits to learn from, or on X."""
    rng = np.random.default_rng(seed)
    X = digit_parts()["learn"][0] if X is None else X
    return trained(deep_network(rng, code, bend=bend), X, rng=rng, rate=rate, steps=steps)


def rebuild_error(side, code, seed, rate, part):
    """How ill one of `SIDES` rebuilds the pictures of a part that it has not learned from."""
    X, seen = digit_parts()["learn"][0], digit_parts()[part][0]
    if side == "PCA":
        return error(through_plane(seen, X, code), seen)
    if side in ("deep", "deep, without ReLU"):
        return error(learn_deep(code, seed, rate=rate, bend=side == "deep").outputs(seen), seen)
    rng = np.random.default_rng(seed)
    tied = Network([Tied(autoencoder.autoencoder_forward, autoencoder.autoencoder_backward, 64, code, rng)])
    return error(trained(tied, X, rng=rng, rate=rate).outputs(seen), seen)


def codes_compared(code):
    """All `SIDES` with as many numbers in the code: tuned on validation pictures, shown on test pictures."""

    def measure(side, seed, rate=None):
        return rebuild_error(side, code, seed, rate, "validation" if seed in TUNING else "test")

    ranges = {side: {} if side == "PCA" else {"rate": RATES} for side in SIDES}
    untuned = {"PCA": "it has nothing to choose but the width of the code"}
    return compare({side: side for side in SIDES}, ranges, measure, tuning=TUNING, seeds=SEEDS,
                   what="squared error of a test picture", untuned=untuned)  # fmt: skip


def codes_table():
    """What `codes_compared` finds, for the file: code -> side -> its rate, its trials, and a number for each seed.

    For codes of two numbers also how many unseen digits are named right by the nearest code.
    """
    table = {}
    for code in CODES:
        found = codes_compared(code)
        print(f"{code} numbers\n{found}", flush=True)
        table[str(code)] = {
            name: {"rate": side.best.get("rate"), "tried": [score for _, score in side.tried], "test": side.numbers}
            for name, side in found.sides.items()
        }
    (X, y), (X_test, y_test) = digit_parts()["learn"], digit_parts()["test"]
    for name, seeds in (("PCA", SEEDS[:1]), ("deep", SEEDS)):
        encoders = [plane_encoder() if name == "PCA" else encoder(learn_deep(2, seed)).outputs for seed in seeds]
        table["2"][name]["named"] = [named_by_neighbour(each(X), y, each(X_test), y_test) for each in encoders]
    return table


def plane_encoder():
    """A function from pictures to their places in the plane of PCA: array (N, 2)."""
    X = digit_parts()["learn"][0]
    directions = principal_directions(X, 2)
    return lambda pictures: (pictures - X.mean(axis=0)) @ directions


def stored():
    """What was measured: dict of code, "2" or "8", to side to what `codes_table` notes of it."""
    return measurements(TABLE)


def errors_told():
    """The measured errors as lines of text: a line for each side, the median and the range of five seeds."""
    lines = ["error on unseen digits, the median (and range) of five seeds:     2 numbers        8 numbers"]
    for side in SIDES:
        numbers = [stored()[str(code)][side]["test"] for code in CODES]
        told = [f"{np.median(each):.2f} ({min(each):.2f}-{max(each):.2f})" for each in numbers]
        lines.append(f"{side:58}" + "  ".join(told))
    return "\n".join(lines)


def named_by_neighbour(codes, y, new_codes, y_new):
    """How many percent of new codes have the label of the nearest learned one."""
    return 100 * float(np.mean(y[squared_distances(new_codes, codes).argmin(axis=1)] == y_new))

"""What cannot be rebuilt is strange: a digit that was never seen, found by its error."""

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.autoencoder.deeper import TUNING, learn_deep
from dlcourse.experiments.autoencoder.nearness import squared_distances
from dlcourse.experiments.autoencoder.reconstruction import SEEDS, digit_parts, through_plane
from dlcourse.experiments.comparison import compare

WIDTHS = (1, 2, 4, 8, 16, 32, 48)
STEPS = 1500
TABLE = "autoencoder_anomaly.json"
ALARMS = ("deep", "PCA", "distance to the mean", "nearest seen picture")


def split(digit, part="test"):
    """Pictures without one digit to learn from, and all of another part with which of them are strange.

    Parameters
    ----------
    digit : int
        The one that is left out.
    part : str
        "validation" or "test".

    Returns
    -------
    tuple (array (N, 64), array (M, 64), bool array (M,))
    """
    (X, y), (seen, labels) = digit_parts()["learn"], digit_parts()[part]
    return X[y != digit], seen, labels == digit


def alarms(name, X, pictures, *, width=8, seed=0):
    """How strange each picture is: a row of numbers, the larger the stranger.

    Parameters
    ----------
    name : str
        One of `ALARMS`.
    X : array (N, 64)
        What was learned from.
    pictures : array (M, 64)
    width : int
        Numbers in the code of the first two.
    seed : int
        Of the first.

    Returns
    -------
    array (M,)
    """
    if name == "deep":
        return _errors(learn_deep(width, seed, X=X, steps=STEPS).outputs(pictures), pictures)
    if name == "PCA":
        return _errors(through_plane(pictures, X, width), pictures)
    if name == "distance to the mean":
        return _errors(X.mean(axis=0), pictures)
    return squared_distances(pictures, X).min(axis=1)


def _errors(rebuilt, pictures):
    return np.sum((rebuilt - pictures) ** 2, axis=1)


def roc(scores, strange):
    """The share of strange pictures that ring, against that of familiar ones, for every threshold.

    Parameters
    ----------
    scores : array (M,)
        A picture rings if its score is at least the threshold.
    strange : bool array (M,)

    Returns
    -------
    tuple of two arrays (K,)
        False alarms and hits, both from 0 to 1; pictures with the same score ring together.
    """
    thresholds = np.unique(scores)[::-1]  # the strictest first
    rings = scores[None] >= thresholds[:, None]  # (K, M)
    false, hits = rings[:, ~strange].mean(axis=1), rings[:, strange].mean(axis=1)
    return np.concatenate([[0.0], false]), np.concatenate([[0.0], hits])


def area(scores, strange):
    """The area under the curve of :func:`roc`: how often a strange picture scores higher than a familiar one.

    A tie counts as one half. 0.5 is blind, 1 without error.
    """
    false, hits = roc(scores, strange)
    return float(np.sum(np.diff(false) * (hits[1:] + hits[:-1]) / 2))


def areas(name, *, width=8, seed=0, part="test"):
    """The area for each digit that is left out in turn: a list of ten."""
    found = []
    for digit in range(10):
        X, pictures, strange = split(digit, part)
        found.append(area(alarms(name, X, pictures, width=width, seed=seed), strange))
    return found


def widths_compared():
    """The alarms by reconstruction with codes of many widths: tuned on validation pictures, shown on test pictures."""

    def measure(side, seed, width):
        part = "validation" if seed in TUNING else "test"
        return float(np.median(areas(side, width=width, seed=seed, part=part)))

    sides = {name: name for name in ALARMS[:2]}
    return compare(sides, {name: {"width": WIDTHS} for name in sides}, measure, tuning=TUNING[:2], seeds=SEEDS,
                   what="median area of ten digits", smaller_is_better=False)  # fmt: skip


def areas_table():
    """What comes of the widths that `widths_compared` takes, for the file."""
    found, table = widths_compared(), {}
    print(found, flush=True)
    for name in ALARMS:
        side = found.sides.get(name)
        width = side.best["width"] if side else None
        seeds = SEEDS if name == "deep" else SEEDS[:1]
        each = [areas(name, width=width, seed=seed) for seed in seeds]
        table[name] = {
            "width": width,
            "areas": np.median(each, axis=0).tolist(),
            "by seed": [float(np.median(row)) for row in each],
            "tried": {str(values["width"]): score for values, score in side.tried} if side else {},
        }
        print(name, width, np.round(table[name]["areas"], 2), flush=True)
    return table


def stored():
    """What was measured: dict of alarm to its "width", its ten "areas" (medians of the seeds), and what was "tried"."""
    return measurements(TABLE)

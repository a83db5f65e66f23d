"""Whether what a decoder makes is a digit: judged by the nearest real picture, and by a network that reads digits."""

from functools import cache

import numpy as np

from dlcourse.data import datasets
from dlcourse.data.stored import measurements
from dlcourse.experiments.autoencoder.dreams import reading
from dlcourse.experiments.autoencoder.nearness import squared_distances
from dlcourse.experiments.autoencoder.variational import RATE, SPREAD, trained
from dlcourse.lessons.autoencoder import gaussian_kl

WEIGHTS = (0.0, 0.1, 1.0, 3.0, 10.0, 15.0, 20.0)  # of the KL term
SEEDS = (0, 1, 2, 3, 4)
DRAWN = 500  # codes
NAMES = 35  # characters of the names of rows
NEAR, SURE = 0.9, 0.9  # share of real pictures that count as near a test picture; how sure the reader has to be


def distances(P):
    """From each picture (N, 64), cut off at 0 and 1, to the nearest test picture, and its place: arrays (N,)."""
    P, tests = np.clip(P, 0, 1), datasets.digits()[2]
    squares = squared_distances(P, tests)  # (N, 500)
    nearest = squares.argmin(axis=1)
    return np.sqrt(np.maximum(squares[np.arange(len(P)), nearest], 0)), nearest


@cache
def bar():
    """The distance within which 90 % of the training pictures have a test picture."""
    return float(np.quantile(distances(datasets.digits()[0])[0], NEAR))


def notes(P):
    """What stands under pictures: how far each is from the nearest test picture, and "near" where that is near."""
    return [f"{far:.1f}{' near' if far <= bar() else ''}" for far in distances(P)[0]]


def near(P):
    """The percent of pictures that are as near to a test picture as 90 % of the real ones are."""
    return 100 * float(np.mean(distances(P)[0] <= bar()))


def reader(P):
    """What the course's network of digits says of pictures: probabilities (N, 10)."""
    return reading(np.clip(P, 0, 1))


def sure(P):
    """The percent of pictures of which the course's network of digits is sure, at 90 % or more."""
    return 100 * float(np.mean(reader(P).max(axis=1) >= SURE))


def drawn_codes(model, how, rng, count=DRAWN):
    """Codes (count, K) drawn from the bell curve that was agreed on, or from one that is laid around the codes.

    Parameters
    ----------
    model : Variational
    how : str
        "agreed": mean 0 and variance 1; "fitted": mean and covariance of the codes of the training pictures.
    rng : numpy.random.Generator
    count : int
    """
    Z = rng.normal(size=(count, model.code))
    if how == "agreed":
        return Z
    means, _ = model.bells(datasets.digits()[0])
    return means.mean(axis=0) + Z @ np.linalg.cholesky(np.cov(means.T) + 1e-12 * np.eye(model.code)).T


def halfway(model, rng, count=DRAWN):
    """Codes (count, K) in the middle between those of two test pictures of different digits."""
    _, _, X, y = datasets.digits()
    one, other = rng.integers(len(y), size=(2, 3 * count))
    differ = np.flatnonzero(y[one] != y[other])[:count]
    means, _ = model.bells(X)
    return (means[one[differ]] + means[other[differ]]) / 2


def judged(model, seed=0):
    """What the table of the lesson says of a network.

    Returns
    -------
    dict of str to float
        On the test digits: "error", the mean squared error a pixel, and "kl" in nats a picture (NaN if plain). "spread"
        of the codes of the training digits and "blur", the mean spread of a bell curve. In percent, "near" and "sure"
        of decoded codes drawn as agreed, "near fitted" and "sure fitted" of fitted ones, "near halfway" and "sure
        halfway" of those between two digits, "near again" and "sure again" of the test digits' reconstructions.
    """
    X, _, X_test, _ = datasets.digits()
    mean, log_variance = model.bells(X_test)
    again = model.decode(mean)
    found = {"error": float(np.mean((again - X_test) ** 2))}
    found["kl"] = float("nan") if model.plain else float(gaussian_kl(mean, log_variance=log_variance)[0])
    found["spread"] = float(model.bells(X)[0].std(axis=0).mean())
    found["blur"] = float("nan") if model.plain else float(np.exp(log_variance / 2).mean())
    rng = np.random.default_rng(1000 + seed)
    pictures = {"": model.decode(drawn_codes(model, "agreed", rng))}
    pictures |= {" fitted": model.decode(drawn_codes(model, "fitted", rng)), " again": again}
    pictures |= {" halfway": model.decode(halfway(model, rng))}
    for name, P in pictures.items():
        found |= {f"near{name}": near(P), f"sure{name}": sure(P)}
    return found


def measure(seeds=SEEDS, rates=(0.003, RATE), watch=print):
    """All that the script stores: for codes of 2, 8 and 16 numbers, plain or with a weight, a dict of lists by seed."""
    table = {"weights": list(WEIGHTS), "seeds": list(seeds)}
    asked = [(2, weight, rate) for rate in rates for weight in (None, *WEIGHTS)]
    asked += [(code, weight, RATE) for code in (8, 16) for weight in (None, 1.0, 3.0)]
    for code, weight, rate in asked:
        how = {"plain": True} if weight is None else {"weight": weight}
        rows = [judged(trained(seed, code=code, rate=rate, **how)[0], seed) for seed in seeds]
        name = f"{code}, {'plain' if weight is None else f'{weight:g}'}, {rate:g}"
        table[name] = {key: [row[key] for row in rows if row[key] == row[key]] for key in rows[0]}
        watch(name, {key: np.round(np.median(values), 4) for key, values in table[name].items() if values})
    return table


def stored(code, weight, rate=RATE):
    """The stored numbers for a code and a weight, None for the plain one: a dict of lists, a number for each seed."""
    return measurements("autoencoder_codes.json")[f"{code}, {'plain' if weight is None else f'{weight:g}'}, {rate:g}"]


def _row(name, numbers, digits):
    """A line of a table: a name, and a column for each number."""
    return f"{name:{NAMES}}" + "".join(f"{value:7.{digits}f}" for value in numbers)


SIZES_TOLD = {  # a row of `sizes_table`: what is stored, and a factor
    "squared error a pixel, x 1000": ("error", 1000),
    "% sure, rebuilt": ("sure again", 1),
    "% sure, halfway between two": ("sure halfway", 1),
    "% near, halfway between two": ("near halfway", 1),
    "% near, drawn as the codes lie": ("near fitted", 1),
    "% near, drawn, mean 0, variance 1": ("near", 1),
}


def sizes_table(codes=(2, 8, 16), weight=None, *, rows=tuple(SIZES_TOLD)):
    """As text, the stored medians over the seeds for codes of several sizes: what is rebuilt, halfway, and drawn.

    Parameters
    ----------
    codes : sequence of int
    weight : float, optional
        Of the KL term; the plain ones if left out.
    rows : sequence of str
        Of `SIZES_TOLD`.

    Returns
    -------
    str
    """
    every = [stored(code, weight) for code in codes]
    lines = [f"{'numbers in a code':{NAMES}}" + "".join(f"{code:7}" for code in codes)]
    for name in rows:
        key, factor = SIZES_TOLD[name]
        lines.append(_row(name, [factor * np.median(each[key]) for each in every], 0))
    return "\n".join(lines)


def weights_table(weights=WEIGHTS):
    """As text, the stored medians over the seeds for a code of two numbers and each weight."""
    every = [stored(2, weight) for weight in weights]
    lines = [f"{'weight of the KL term':{NAMES}}" + "".join(f"{weight:7g}" for weight in weights)]
    rows = (("squared error a pixel, x 1000", "error", 1000, 0), ("KL in nats", "kl", 1, 1),
            ("spread of a bell curve", "blur", 1, 2), ("% sure, drawn, mean 0, variance 1", "sure", 1, 0),
            ("% near, drawn, mean 0, variance 1", "near", 1, 0))  # fmt: skip
    for name, key, factor, digits in rows:
        lines.append(_row(name, [factor * np.median(each[key]) for each in every], digits))
    for name, pick in (("  of five seeds the lowest", min), ("  and the highest", max)):
        lines.append(_row(name, [pick(each["near"]) for each in every], 0))
    return "\n".join(lines)


def collapse_weight():
    """From which weight on a linear autoencoder puts nothing into its code: the largest variance over that of a pixel.

    With a Gaussian decoder of the variance ``weight * SPREAD**2`` it is probabilistic PCA, in which a direction is used
    only if the data vary more along it than that (Lucas et al., 2019, *Don't blame the ELBO!*).
    """
    return float(np.linalg.eigvalsh(np.cov(datasets.digits()[0].T))[-1] / SPREAD**2)

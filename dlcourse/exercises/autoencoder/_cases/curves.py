"""Cases of the variational autoencoder: bell curves of codes, with means, log variances and noise."""

import numpy as np

from dlcourse.checking.specification import Case, drawn_sizes


def bells(rng, N, K, wide=1.0):
    """Means and log variances (N, K) of no particular order, and noise."""
    mean, log_variance, noise = rng.normal(size=(3, N, K))
    return {"mean": mean, "log_variance": wide * log_variance, "noise": noise}


def draws(rng):
    """By hand first; no noise; variances that are tiny and huge; many codes, float32."""
    N, K, more = drawn_sizes(rng, 3)
    given = [
        {"mean": [[1.0]], "log_variance": np.log([[4.0]]), "noise": [[-0.5]]},
        {"mean": [[0.0, 10.0]], "log_variance": np.log([[1.0, 9.0]]), "noise": [[2.0, 1.0]]},
        {"mean": [[2.0, -1.0]], "log_variance": [[0.0, 3.0]], "noise": [[0.0, 0.0]]},
        {"mean": [[0.5], [-0.5]], "log_variance": [[-60.0], [20.0]], "noise": [[1.0], [-2.0]]},
        bells(rng, N, K),
        bells(rng, K, more, wide=3.0),
        bells(rng, 1, N),
        {name: array.astype(np.float32) for name, array in bells(rng, 3, 2).items()},
    ]
    arrays = [{name: np.asarray(rows) for name, rows in each.items()} for each in given]
    return [Case(each["mean"], log_variance=each["log_variance"], noise=each["noise"]) for each in arrays]


def curves(rng):
    """By hand first; the curve that is wished for; one that differs in one thing; tiny and huge variances; float32."""
    N, K, more = drawn_sizes(rng, 3)
    given = [
        {"mean": [[1.0], [0.0]], "log_variance": np.log([[1.0], [2.0]])},
        {"mean": [[0.0, 0.0]], "log_variance": [[0.0, 0.0]]},
        {"mean": [[3.0, -1.0]], "log_variance": [[0.0, 0.0]]},
        {"mean": [[0.0, 0.0, 0.0]], "log_variance": np.log([[4.0, 0.25, 1.0]])},
        {"mean": [[0.5], [-0.5]], "log_variance": [[-60.0], [8.0]]},
        bells(rng, N, K),
        bells(rng, K, more, wide=2.0),
        bells(rng, 1, N),
        {name: array.astype(np.float32) for name, array in bells(rng, 3, 2).items()},
    ]
    arrays = [{name: np.asarray(rows) for name, rows in each.items()} for each in given]
    return [Case(each["mean"], log_variance=each["log_variance"]) for each in arrays]

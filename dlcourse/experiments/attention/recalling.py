"""Who recalls and copies how far: each side tuned alike, then counted on other seeds; and what a network costs."""

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.attention.tasks import (
    LEARNED,
    SIDES,
    WIDTHS,
    copying,
    first_letter,
    in_letters,
    learn,
    share_right,
)
from dlcourse.experiments.comparison import compare

LAGS = {"first letter": (5, 10, 20, 32, 64, 128), "copying": (5, 10, 20, 32)}
RATES = {}  # to try, five for each side; first looks showed where
RATES["first letter"] = {
    "RNN": (0.0025, 0.005, 0.01, 0.02, 0.04),
    "LSTM, bias 3": (0.000625, 0.00125, 0.0025, 0.005, 0.01),
    "attention, no positions": (0.0025, 0.005, 0.01, 0.02, 0.08),
    "attention": (0.0025, 0.005, 0.01, 0.02, 0.04),
}
RATES["copying"] = {
    "RNN": (0.0025, 0.005, 0.01, 0.02, 0.04),
    "LSTM, bias 3": (0.01, 0.02, 0.04, 0.08, 0.16),
    "attention, no positions": (0.0001, 0.001, 0.005, 0.02, 0.08),
    "attention": (0.005, 0.01, 0.02, 0.04, 0.08),
}
TUNING, SEEDS = (100, 101), range(5)
TASKS = {"first letter": first_letter, "copying": copying}
TRAINED_AT, ASKED_AT = 32, (16, 64, 128)  # lags: that of the training, and others that were never met


def over_lags(name, *, tuned_to, kept):
    """What `compare` measures: the percent right, on average over the lags of the tuning.

    Parameters
    ----------
    name : str
        One of ``TASKS``.
    tuned_to : int
        The longest lag that counts.
    kept : dict
        Gets the percents of all lags for seeds that are none of ``TUNING``: ``kept[side][lag]``, a list.

    Returns
    -------
    function
        ``measure(side, seed, learning_rate) -> float``, where `side` is one of ``SIDES``.
    """

    def measure(side, seed, learning_rate):
        found, task = {}, TASKS[name]
        for lag in LAGS[name]:
            if lag <= tuned_to or seed not in TUNING:
                network, _ = learn(side, task, lag, seed, learning_rate=learning_rate)
                found[lag] = 100 * share_right(network, task, lag, seed)
        if seed not in TUNING:
            for lag, percent in found.items():
                kept[side][lag].append(percent)
        return float(np.mean([percent for lag, percent in found.items() if lag <= tuned_to]))

    return measure


def table(name, *, tuned_to):
    """The comparison of a task, as it is stored.

    Parameters
    ----------
    name : str
        "first letter" or "copying".
    tuned_to : int
        The longest lag by which the learning rates are chosen.

    Returns
    -------
    dict
        The "rates" taken, those "tried", "percent": side to lag to a number for each seed.
    """
    kept = {side: {lag: [] for lag in LAGS[name]} for side in SIDES}
    how = {"tuning": TUNING, "seeds": SEEDS, "what": "% right", "smaller_is_better": False}
    ranges = {side: {"learning_rate": rates} for side, rates in RATES[name].items()}
    measure = over_lags(name, tuned_to=tuned_to, kept=kept)
    found = compare({side: side for side in SIDES}, ranges, measure, **how)
    for side in found.sides.values():
        print(side.name, *(f"{values['learning_rate']:g}: {score:.1f}" for values, score in side.tried), flush=True)
    return {
        "lags": list(LAGS[name]),
        "tuned_to": tuned_to,
        "tuning": list(TUNING),
        "seeds": list(SEEDS),
        "tried": {side: list(rates) for side, rates in RATES[name].items()},
        "rates": {name: side.best["learning_rate"] for name, side in found.sides.items()},
        "percent": {side: {str(lag): numbers for lag, numbers in lags.items()} for side, lags in kept.items()},
    }


def other_lags(rates):
    """The first letter, trained at one lag and asked at others: the percent right.

    Parameters
    ----------
    rates : dict of str to float
        The learning rate of each side.

    Returns
    -------
    dict of str to dict of str to list of float
        Side to lag to a number for each seed.
    """
    found = {}
    for side in ("RNN", "LSTM, bias 3", "attention"):
        shares = {str(lag): [] for lag in (TRAINED_AT, *ASKED_AT)}
        for seed in SEEDS:
            how = {"learning_rate": rates[side], "longest": max(ASKED_AT)}
            network, _ = learn(side, first_letter, TRAINED_AT, seed, **how)
            for lag, numbers in shares.items():
                numbers.append(100 * share_right(network, first_letter, int(lag), seed))
        found[side] = shares
    return found


def measured(name):
    """A stored table: "first letter" or "copying", as of :func:`table`."""
    return measurements(f"attention_{name.replace(' ', '_')}.json")


def learned(found):
    """With how many seeds more than 90 % of the answers are right: side to a list, one number for each lag."""
    return {side: [sum(p > 100 * LEARNED for p in lags[str(lag)]) for lag in found["lags"]]
            for side, lags in found["percent"].items()}  # fmt: skip


def counted(found):
    """The :func:`learned` counts of a stored table as text: a line for each side, with its learning rate."""
    wide = max(map(len, found["rates"]))
    lines = [f"{'lag':{wide}}" + "".join(f"{lag:5}" for lag in found["lags"])]
    for side, counts in learned(found).items():
        numbers = "".join(f"{count:5}" for count in counts)
        lines.append(f"{side:{wide}}{numbers}   (rate {found['rates'][side]:g})")
    return "\n".join(lines)


def median(found, side, lag):
    """The median over the seeds of the percent right, from a stored table."""
    return float(np.median(found["percent"][side][str(lag)]))


def elsewhere(found):
    """The medians of :func:`other_lags` in a stored table as text: a line for each side."""
    wide, lags = max(map(len, found["rates"])), [str(lag) for lag in sorted((TRAINED_AT, *ASKED_AT))]
    lines = [f"trained at lag {TRAINED_AT} alone, % right (medians) at lag " + ", ".join(lags)]
    for side, shares in found["other_lags"].items():
        lines.append(f"{side:{wide}}" + "".join(f"{np.median(shares[lag]):5.0f}" for lag in lags))
    return "\n".join(lines) + "\n"


def products(side, task, lag):
    """How many numbers are multiplied to read one sequence and answer, the dense layer left out.

    Parameters
    ----------
    side : str
        One of ``SIDES``.
    task : function
    lag : int

    Returns
    -------
    int
    """
    X, y = task(lag, 1, np.random.default_rng(0))
    T, C, asking, D = X.shape[1], X.shape[2], y.shape[1], WIDTHS[side]
    if side.startswith("attention"):  # the embedding is a choice of rows; then K and V, Q, the scores and the mixtures
        return 2 * T * D * D + asking * D * D + 2 * asking * T * D
    gates = 1 if side == "RNN" else 4
    return T * (gates * D * (C + D) + (3 * D if gates > 1 else 0))


def looks(network, task, lag, seed=0):
    """How a trained network looks at one fresh sequence: the weights (asking, T), and the sequence as text."""
    X, _ = task(lag, 1, np.random.default_rng(seed))
    _, caches = network.forward(X)
    return network.layers[0].weights(caches[0])[0], in_letters(X[0])


def copied_now(rate, lag=10, **own):
    """Copying, learned on the spot with every seed: the networks, and how many of them learn it.

    Parameters
    ----------
    rate : float
        The learning rate.
    lag : int
    **own
        Functions for attention, as of :func:`learn`.

    Returns
    -------
    tuple of list of network and int
    """
    networks = [learn("attention", copying, lag, seed, learning_rate=rate, **own)[0] for seed in SEEDS]
    return networks, sum(share_right(networks[n], copying, lag, n) > LEARNED for n in SEEDS)

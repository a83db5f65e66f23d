"""What pictures of results by amounts share: a line through the seeds' medians, and bars for their ranges."""

import numpy as np
from matplotlib.ticker import NullLocator

APART = 1.07  # for up to five ways


def medians_by_amount(ax, results, looks, *, xlabel, apart=APART):
    """Draw ways by amounts on a logarithmic axis, a little beside each other, or their ranges would hide each other.

    Parameters
    ----------
    ax : Axes
    results : dict of str to dict of int to sequence of float
        Each way, and for each amount a number for each seed.
    looks : dict of str to dict
        As of `looks_of`.
    xlabel : str
        What the amounts are.
    apart : float
        Of two ways, the marks of the right one are drawn so many times as far along.

    Returns
    -------
    tuple (list of int, dict of str to array, int)
        The amounts, the medians of each way, and the number of seeds.
    """
    medians = {}
    for place, (name, found) in enumerate(results.items()):
        amounts, numbers = list(found), np.array(list(found.values()), dtype=float)  # (amounts, seeds)
        medians[name] = np.median(numbers, axis=1)
        beside = np.array(amounts) * apart ** (place - (len(results) - 1) / 2)
        ax.vlines(beside, numbers.min(axis=1), numbers.max(axis=1), color=looks[name]["color"], alpha=0.45, lw=3)
        ax.plot(beside, medians[name], lw=2, ms=7, label=name, **looks[name])
    ax.set(xscale="log", xlabel=xlabel)
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xticks(amounts, [f"{amount:,}" for amount in amounts])
    return amounts, medians, numbers.shape[1]

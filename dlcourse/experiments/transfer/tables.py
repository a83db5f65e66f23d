"""Tables of lesson 10 that were measured by ``scripts/measure_transfer.py``, as they are in dlcourse/data/files."""

import numpy as np

from dlcourse.data.stored import measurements


def measured(name):
    """A stored table.

    Parameters
    ----------
    name : str
        "objects", "patches", "layers" or "forgetting".

    Returns
    -------
    dict
        "rates" that were taken, "ranges" that were tried, the "tuning" seeds and "seeds" of the "numbers"; for
        "layers" such a dict for each thing that was asked.
    """
    return measurements(f"transfer_{name}.json")


def by_labels(name):
    """The percent right of a stored transfer: side to number of labels to a number for each seed."""
    table = measured(name)
    return {side: dict(zip(table["labels"], zip(*seeds))) for side, seeds in table["percent"].items()}


def by_layers(asked):
    """The percent right of the stored layers: kind to number of layers to a number for each seed.

    Where two kinds are the same with some number, the number stands in both.
    """
    numbers, kinds = measured("layers")[asked]["numbers"], {}
    for side, seeds in numbers.items():
        kind, _, count = side.rpartition(": ")
        kinds.setdefault(kind, {})[int(count)] = seeds
    first, second, *third = kinds
    kinds[second] = {0: kinds[first][0]} | kinds[second]
    for kind in third:
        most = max(kinds[first])
        kinds[kind] = {0: kinds[second][most]} | kinds[kind] | {most: kinds[first][most]}
    return kinds


def medians(found):
    """The medians over the seeds as text: a line for each way, a column for each number of labels or layers."""
    columns = list(next(iter(found.values())))
    width = max(map(len, found))
    lines = [" " * width + "".join(f"{column:6}" for column in columns)]
    for way, numbers in found.items():
        lines.append(f"{way:{width}}" + "".join(f"{np.median(numbers[column]):6.0f}" for column in columns))
    return "\n".join(lines)


def tuned_how(table):
    """How the sides of a stored table were tuned, in a sentence."""
    trials = {len(values) for values in table["ranges"].values()}
    rates = [rate for values in table["ranges"].values() for rate in values]
    both = " and ".join(map(str, table["tuning"]))
    text = f"Tuned in {max(trials)} trials each on seeds {both} (learning rates from {min(rates):g} to {max(rates):g}),"
    return f"{text}\nnone best at an end; shown are medians of the seeds {table['seeds'][0]} to {table['seeds'][-1]}."

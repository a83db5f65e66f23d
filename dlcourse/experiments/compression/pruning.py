"""How many weights can go: the smallest, or any; with and without training on; and what that saves."""

import functools

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.compression import networks
from dlcourse.experiments.timing import shortest
from dlcourse.lessons import compression
from dlcourse.nn.training.budget import few

FRACTIONS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
SMALLEST, RANDOM = "smallest", "at random"
ON = ", trained on"
ON_AT = (0.0, 0.3, 0.5, 0.7, 0.9)  # where it is trained on
STEPS, RATES = {"digits": 250, "rows": 100}, (0.003, 0.01, 0.03, 0.1)
TUNING, SEEDS, TUNED_AT = (100, 101), range(5), 0.7
TABLE = "compression_pruning.json"


def as_many_at_random(masks, rng):
    """Masks with as many places in each array, by chance."""
    return {name: rng.permutation(mask.ravel()).reshape(mask.shape) for name, mask in masks.items()}


def pruned(network, masks):
    """The network, changed in place: what does not stay is 0."""
    for name, W in networks.weights_of(network).items():
        W[np.logical_not(masks[name])] = 0
    return network


def trained_on(task, network, masks, seed, *, rate, steps=None, data=None):
    """Train a pruned network on, in place; what was pruned stays 0.

    Parameters
    ----------
    task : "digits" or "rows"
    network : Network
    masks : dict of bool arrays
    seed : int
        Of the batches.
    rate : float
        Of Adam.
    steps : int, optional
        About a fifth of the first training if left out.
    data : tuple, optional
        As for `networks.learn`.

    Returns
    -------
    Network
    """

    def through(name, W):
        return W * masks[name], lambda gradient: gradient * masks[name]

    how = {"steps": steps or STEPS[task], "rate": rate, "through": through, "data": data}
    return networks.learn(task, network, [seed, 5], **how)


def curves(prune_smallest):
    """What the two networks that come with the course read when the smallest weights go, or as many by chance.

    Parameters
    ----------
    prune_smallest : function
        Perhaps the learner's.

    Returns
    -------
    dict of str to dict of str to dict of float to list of float
        Task -> way -> fraction -> one percent in a list.
    """
    found = {}
    for task in networks.TASKS:
        network = networks.trained(task)
        whole, here = network.snapshot(), {SMALLEST: {}, RANDOM: {}}
        for fraction in FRACTIONS:
            masks = prune_smallest(networks.weights_of(network), fraction=fraction)
            for way, chosen in (
                (SMALLEST, masks),
                (RANDOM, as_many_at_random(masks, np.random.default_rng([0, 6]))),
            ):
                here[way][fraction] = [networks.right(task, pruned(network, chosen))]
                network.restore(whole)
        found[task] = here
    return found


def one_trained_on(prune_smallest, task, fraction):
    """One network pruned and trained on, with the rate of the stored table: (percent before, percent after)."""
    network = networks.trained(task)
    masks = prune_smallest(networks.weights_of(network), fraction=fraction)
    before, rate = networks.right(task, pruned(network, masks)), measurements(TABLE)[task]["rates"][SMALLEST]
    return before, networks.right(task, trained_on(task, network, masks, 0, rate=rate))


# ---- measured once ----


def measure_table(task, prune_smallest):
    """All four ways over the fractions, for networks that were trained from several seeds.

    The rate of training on is chosen at seven tenths pruned, for each way among as many, on other seeds, by digits that
    were not learned from, or by other rows.

    Returns
    -------
    dict
        "percent": way -> fraction -> a number for each seed; "rates": way -> the rate taken.
    """
    X, y = networks.digits("training")
    apart = (X[: -networks.TUNED_ON], y[: -networks.TUNED_ON])
    tried = {way: {} for way in (SMALLEST, RANDOM)}
    for seed in TUNING:
        network = networks.learn(task, networks.untrained(task, seed), seed, data=apart)
        for way, masks in _both(network, prune_smallest, TUNED_AT, seed).items():
            whole = network.snapshot()
            for rate in RATES:
                trained_on(task, pruned(network, masks), masks, seed, rate=rate, data=apart)
                tried[way].setdefault(str(rate), []).append(networks.right(task, network, "tuning"))
                network.restore(whole)
    rates = {way: max(RATES, key=lambda rate: float(np.median(by[str(rate)]))) for way, by in tried.items()}
    print(task, tried, rates)
    percent = {}
    for seed in SEEDS:
        network = networks.learn(task, networks.untrained(task, seed), seed)
        whole = network.snapshot()
        for fraction in ON_AT:
            for way, masks in _both(network, prune_smallest, fraction, seed).items():
                before = networks.right(task, pruned(network, masks))
                after = networks.right(task, trained_on(task, network, masks, seed, rate=rates[way]))
                network.restore(whole)
                for name, number in ((way, before), (way + ON, after)):
                    percent.setdefault(name, {}).setdefault(str(fraction), []).append(number)
        print(task, seed, {name: [round(by[str(f)][-1], 1) for f in ON_AT] for name, by in percent.items()})
    return {"percent": percent, "rates": rates}


def _both(network, prune_smallest, fraction, seed):
    masks = prune_smallest(networks.weights_of(network), fraction=fraction)
    return {SMALLEST: masks, RANDOM: as_many_at_random(masks, np.random.default_rng([seed, 6]))}


@functools.cache
def measured():
    """What scripts/measure_compression_smaller.py has stored, as :func:`curves` gives it, with five seeds each."""
    table = measurements(TABLE)
    return {
        task: {
            way: {float(fraction): numbers for fraction, numbers in by.items()} for way, by in found["percent"].items()
        }
        for task, found in table.items()
    }


def most_pruned(curve, points):
    """The largest fraction up to which the median loses less than so many points.

    Parameters
    ----------
    curve : dict of float to list of float
        Fraction -> percents; with 0.0 for the whole network.
    points : float

    Examples
    --------
    >>> most_pruned({0.0: [90.0], 0.5: [89.5], 0.9: [50.0], 0.95: [89.9]}, points=1)
    0.5
    """
    medians, most = {fraction: float(np.median(numbers)) for fraction, numbers in curve.items()}, 0.0
    for fraction in sorted(medians):
        if medians[0.0] - medians[fraction] >= points:
            break
        most = fraction
    return most


# ---- what it saves ----


def bytes_by_fraction(memory_of, prune_smallest, bits):
    """How many bytes the weights of the reader of digits take with the map of places, over the fraction that is pruned.

    Parameters
    ----------
    memory_of, prune_smallest : function
        Perhaps the learner's.
    bits : sequence of int
        Of a weight.

    Returns
    -------
    dict of int to dict of float to float
        Bits -> fraction -> percent of the bytes that all weights take with as many bits and without a map.
    """
    weights, found = networks.weights_of(networks.trained("digits")), {}
    for each in bits:
        whole, found[each] = memory_of(weights, bits=each), {}
        for fraction in np.round(np.arange(0, 1.01, 0.05), 2).tolist():
            masks = prune_smallest(weights, fraction=fraction)
            found[each][fraction] = 100 * memory_of(weights, bits=each, masks=masks) / whole
    return found


def zeros_save_time():
    """Whether a product of tables is four times as fast or faster when nine tenths of the weights are 0."""
    rng, size = np.random.default_rng(0), few(500, 20)
    X, W = rng.normal(size=(200, size)), rng.normal(size=(size, size))
    zeros = np.where(compression.prune_smallest({"W": W}, fraction=0.9)["W"], W, 0.0)
    seconds = shortest({"all": functools.partial(np.matmul, X, W), "zeros": functools.partial(np.matmul, X, zeros)})
    return bool(4 * seconds["zeros"] < seconds["all"])


# ---- in words ----


def told(found):
    """Curves as a table: the median percent for each fraction."""
    fractions = next(iter(next(iter(found.values())).values()))
    lines = [f"{'% of the weights that go':44}" + "".join(f"{100 * fraction:4.0f}" for fraction in fractions)]
    for task, by in found.items():
        for way, curve in by.items():
            medians = "".join(f"{np.median(numbers):4.0f}" for numbers in curve.values())
            lines.append(f"{f'{networks.NAMES[task]}, {way}':44}{medians}")
    return "\n".join(lines)


def can_go(found):
    """How many percent of the reader's weights can go, the smallest, at a loss of less than two points."""
    return round(100 * most_pruned(found["digits"][SMALLEST], 2))


def bytes_told(memory_of, bits):
    """What a map of the places costs and saves with so many bits a weight, as a line."""
    curve = bytes_by_fraction(memory_of, compression.prune_smallest, (bits,))[bits]
    pays = min((fraction for fraction, share in curve.items() if share < 100), default=None)
    shares = ", ".join(f"{100 * fraction:.0f} % pruned {curve[fraction]:.0f} %" for fraction in (0.0, 0.5, 0.9))
    return f"{bits:2} bit{'s' * (bits > 1)}: {shares} of the bytes; less than all " + (
        f"from {100 * pays:.0f} % on" if pays is not None else "never"
    )


def zeros_told():
    """Whether zeros save time in a product of tables, in words."""
    faster = zeros_save_time()
    return f"with nine of ten weights 0, four times as fast or faster: {'yes' if faster else 'no'}"

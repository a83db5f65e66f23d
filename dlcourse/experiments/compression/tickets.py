"""The winning ticket: a network that is pruned in rounds, and what else could stand in the places that are left."""

import functools
from itertools import pairwise

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.autoencoder.own_answers import halves
from dlcourse.experiments.comparison import compare
from dlcourse.lessons import compression
from dlcourse.lessons.training import minibatches
from dlcourse.nn import training
from dlcourse.nn.training.budget import few, few_of

SIZES = (64, 100, 50, 10)  # 12,060 parameters, of which 11,900 are weights
ROUNDS, KEPT = 6, 0.5  # in each round half of the weights that are left go
EPOCHS, BATCH, RATE = 15, 32, 0.003  # of every training; the rate is that of the whole network
WHOLE = "whole network"
RANGES = {"learning_rate": (0.001, 0.003, 0.01, 0.03, 0.1), "gain": (0.1, 0.3, 1.0, 3.0, 10.0, 30.0)}
TUNING, SEEDS = (100, 101), range(10)
JUDGED = (2, 4, 5, 6)  # after three one side is best at an end of its range
SHOWN = 5


def untrained(seed, sizes=SIZES):
    """A network of dense layers with its first weights.

    Parameters
    ----------
    seed : int or sequence of int
    sizes : sequence of int

    Returns
    -------
    Network
    """
    return training.mlp(list(sizes), np.random.default_rng(seed))


def weights_of(network):
    """The weights of all layers that have any, without biases: dict of arrays, themselves and no copies.

    Examples
    --------
    >>> {name: W.shape for name, W in weights_of(untrained(0)).items()}
    {'W1': (64, 100), 'W2': (100, 50), 'W3': (50, 10)}
    """
    found = [layer.parameters["W"] for layer in network.layers if "W" in layer.parameters]
    return {f"W{number}": W for number, W in enumerate(found, 1)}


def train_masked(network, masks, data, *, seed, learning_rate=RATE, epochs=EPOCHS):
    """Train a network whose weights outside of the masks are 0 and stay 0; it is changed in place.

    Parameters
    ----------
    network : Network
    masks : dict of bool arrays, or None
        By the names that `weights_of` gives; None for all weights.
    data : tuple (array (N, D), int array (N,))
    seed : int
        Of the order of the examples.
    learning_rate : float
        Of Adam.
    epochs : int

    Returns
    -------
    Network
        The same.
    """
    owners = [number for number, layer in enumerate(network.layers) if "W" in layer.parameters]
    held = {} if masks is None else dict(zip(owners, masks.values(), strict=True))
    for number, mask in held.items():
        network.layers[number].parameters["W"][~mask] = 0

    def gradients(X, y):
        loss, found = network.loss_and_gradients(X, y)
        for number, mask in held.items():
            found[number]["W"] *= mask
        return loss, found

    rng, optimizer = np.random.default_rng([seed, 1]), training.Adam(learning_rate)
    for _ in range(few(epochs, 1)):
        batches = few_of(minibatches(*data, BATCH, rng))
        for _ in training.training_steps(network, batches, optimizer, gradients=gradients):
            pass
    return network


def percent_right(network, test):
    """Of the tested examples, how many are named right, in percent."""
    return 100 * training.evaluate(network, *test)["accuracy"]


def pruned_in_rounds(prune_smallest, seed, data, *, rounds=ROUNDS):
    """Train, let the smaller half go, put the first weights back, and again.

    Parameters
    ----------
    prune_smallest : function
        Perhaps the learner's.
    seed : int
        Of the first weights, and of the order of the examples.
    data : tuple (array (N, 64), int array (N,))
    rounds : int

    Returns
    -------
    list of dict of bool arrays
        The places that are left after each round.
    """
    network, found = untrained(seed), []
    first, masks = network.snapshot(), None
    for number in range(1, few(rounds, 1) + 1):
        train_masked(network, masks, data, seed=seed)
        masks = prune_smallest(weights_of(network), fraction=1 - KEPT**number)
        masks = {name: np.asarray(mask, dtype=bool) for name, mask in masks.items()}
        found.append(masks)
        network.restore(first)
    return found


@functools.cache
def course_masks(seed, part):
    """The masks of :func:`pruned_in_rounds` by the course's function, on a part of :func:`halves`."""
    return pruned_in_rounds(compression.prune_smallest, seed, halves(part)[0])


# ---- what stands in the places ----


def winning_ticket(seed, masks):
    """The places, and in them the weights with which the whole network began."""
    return untrained(seed), masks


def shuffled_weights(seed, masks):
    """The same places and the same first weights, but every weight in another place of its layer."""
    network, rng = untrained(seed), np.random.default_rng([seed, 2])
    for W, mask in zip(weights_of(network).values(), masks.values(), strict=True):
        W[mask] = rng.permutation(W[mask])
    return network, masks


def fresh_weights(seed, masks):
    """The same places, and weights drawn afresh."""
    return untrained([seed, 3]), masks


def random_places(seed, masks):
    """As many places in each layer, drawn by chance."""
    rng = np.random.default_rng([seed, 4])
    drawn = {name: rng.permutation(mask.ravel()).reshape(mask.shape) for name, mask in masks.items()}
    return untrained([seed, 3]), drawn


def small_dense(seed, masks):
    """A network with one small hidden layer and nothing pruned, with at least as many parameters."""
    left = sum(int(mask.sum()) for mask in masks.values()) + sum(SIZES[1:])  # the biases stay
    hidden = -(-(left - SIZES[-1]) // (SIZES[0] + SIZES[-1] + 1))
    return untrained([seed, 3], (SIZES[0], hidden, SIZES[-1])), None


WAYS = {
    "winning ticket": winning_ticket,
    "weights shuffled": shuffled_weights,
    "fresh weights": fresh_weights,
    "random places": random_places,
    "small and dense": small_dense,
}


def right_after(way, masks, seed, data, test, *, learning_rate, gain):
    """The percent that a network reads which begins in one of the `WAYS` and then trains as long as all others.

    Parameters
    ----------
    way : function
        ``way(seed, masks) -> (network, masks)``.
    masks : dict of bool arrays
        The places that are left.
    seed : int
    data, test : tuple (array (N, 64), int array (N,))
    learning_rate : float
    gain : float
        The first weights are so many times as large.

    Returns
    -------
    float
    """
    network, masks = way(seed, masks)
    for W in weights_of(network).values():
        W *= gain
    train_masked(network, masks, data, seed=seed, learning_rate=learning_rate)
    return percent_right(network, test)


def measure_at(number, tuning):
    """What `compare` measures after so many rounds: ``measure(way, seed, learning_rate, gain) -> percent``.

    On the tuning seeds it is taught and tested on the training part alone.
    """

    def measure(way, seed, learning_rate, gain):
        part = "tuning" if seed in tuning else "result"
        data, test = halves(part)
        masks = course_masks(seed, part)[number - 1]
        return right_after(way, masks, seed, data, test, learning_rate=learning_rate, gain=gain)

    return measure


# ---- what was measured once ----


def whole_network(seed, masks):
    """Nothing is pruned."""
    return untrained(seed), None


def compared(number, ways=WAYS):
    """All ways after so many rounds, each tuned in 30 trials: a Comparison."""
    how = {"tuning": TUNING, "seeds": SEEDS, "what": "% of the test digits read", "smaller_is_better": False}
    return compare(ways, dict.fromkeys(ways, RANGES), measure_at(number, TUNING), **how)


@functools.cache
def measured():
    """What scripts/measure_compression_smaller.py has stored: rounds -> way -> how it was tuned, and its "numbers"."""
    return {int(rounds): by for rounds, by in sorted(measurements("compression_tickets.json").items())}


def weights_left(rounds):
    """How many weights stay after so many rounds: whole number.

    Examples
    --------
    >>> [weights_left(rounds) for rounds in (0, 1, 5)]
    [11900, 5950, 372]
    """
    weights = sum(a * b for a, b in pairwise(SIZES))
    return weights - int((1 - KEPT**rounds) * weights)


def by_weights():
    """Way -> how many weights are left -> the percents, one for each seed."""
    return {way: {weights_left(rounds): measured()[rounds][way]["numbers"] for rounds in JUDGED} for way in WAYS}


def whole():
    """The median percent that the whole network reads."""
    return float(np.median(measured()[0][WHOLE]["numbers"]))


def told():
    """The stored table: medians, and the whole network beside them."""
    found = by_weights()
    lines = [f"{'weights left':18}" + "".join(f"{left:8,}" for left in found[next(iter(WAYS))])]
    lines += [
        f"{way:18}" + "".join(f"{np.median(numbers):8.1f}" for numbers in by.values()) for way, by in found.items()
    ]
    lines.append(f"the whole network, all {weights_left(0):,} weights: {whole():.1f}")
    return "\n".join(lines)


def verdict(one, other):
    """ "a" if the median of one is ahead by more than a point, "b" if they are level, "c" if it is behind."""
    apart = float(np.median(one) - np.median(other))
    return "a" if apart > 1 else "c" if apart < -1 else "b"


def letter():
    """The outcome of the guess, from the stored table."""
    return verdict(*(measured()[SHOWN][way]["numbers"] for way in ("winning ticket", "fresh weights")))


def live(prune_smallest):
    """One ticket found and tried here, beside fresh weights and random places, with the stored settings: text."""
    data, test = halves("result")
    masks = pruned_in_rounds(prune_smallest, 0, data, rounds=SHOWN)[-1]
    left = sum(int(mask.sum()) for mask in masks.values())
    lines = [f"{left} weights left: " + ", ".join(f"{int(mask.sum())} in {name}" for name, mask in masks.items())]
    for way in ("winning ticket", "fresh weights", "random places"):
        settings = measured()[SHOWN][way]["best"]
        lines.append(f"{way}: {right_after(WAYS[way], masks, 0, data, test, **settings):.0f} % read")
    return "\n".join(lines)

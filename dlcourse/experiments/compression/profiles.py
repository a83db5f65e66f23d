"""Where the time of a prediction goes: layer by layer, for one picture and for many; and promises of speed, checked."""

import functools

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.cnn import small_cnn
from dlcourse.experiments.compression import networks
from dlcourse.experiments.timing import shortest
from dlcourse.lessons import compression
from dlcourse.nn import training
from dlcourse.nn.cnn import Conv2d, Flatten, MaxPool2d, SpatialBatchNorm

MANY, COUNTS = 200, (1, 10, 100, 1000)
STEPS = 400  # of a training that is long enough to have something to fold
NAMES = {
    **{Conv2d: "convolution", SpatialBatchNorm: "normalisation", training.ReLU: "ReLU", MaxPool2d: "pooling"},
    **{Flatten: "flatten", training.Dense: "dense"},
}
KERNELS = (8, 16)
TABLE = "compression_profile.json"


@functools.cache
def normalised():
    """Lesson 08's network with a batch normalisation after each convolution, a little trained on digits that move."""
    network = small_cnn(np.random.default_rng(0), normalise=SpatialBatchNorm)
    return networks.learn("digits", network, 0, steps=STEPS)


def folded(network, fold_batchnorm):
    """The same network without its normalisations: each has become a part of the convolution before it.

    Parameters
    ----------
    network : Network
    fold_batchnorm : function
        Perhaps the learner's.

    Returns
    -------
    Network
    """
    layers = []
    for layer in network.layers:
        if isinstance(layer, SpatialBatchNorm):
            mean, variance = layer.running
            how = {"mean": mean, "variance": variance, "epsilon": layer.epsilon, **layer.parameters}
            W, b = fold_batchnorm(**layers[-1].parameters, **how)
            layers[-1] = _convolution(np.asarray(W), np.asarray(b), layers[-1])
        else:
            layers.append(layer)
    return training.Network(layers)


def _convolution(W, b, like):
    size, _, channels, kernels = W.shape
    made = Conv2d(channels, kernels, size, np.random.default_rng(0), stride=like.stride, padding=like.padding)
    made.parameters = {"W": W, "b": b}
    return made


def largest_difference(one, other):
    """How far the scores of two networks for the same unseen digits are apart at most."""
    X = networks.pictures()[0][:MANY]
    return float(np.max(np.abs(one.outputs(X) - other.outputs(X))))


def fewer_kernels():
    """An untrained network with half of the kernels: what it costs does not depend on what it has learned."""
    (first, second), rng, layers = (kernels // 2 for kernels in KERNELS), np.random.default_rng(0), []
    for channels, kernels in ((1, first), (first, second)):
        layers += [Conv2d(channels, kernels, 3, rng, padding=1), training.ReLU(), MaxPool2d(2)]
    return training.Network([*layers, Flatten(), training.Dense(9 * second, 10, rng)])


def as_counted(network):
    """The layers of a network as `count_operations` takes them; normalisations are left out: list of dicts."""
    found = []
    for layer in network.layers:
        kind = {Conv2d: "conv", MaxPool2d: "pool", training.ReLU: "relu", Flatten: "flatten", training.Dense: "dense"}
        if isinstance(layer, SpatialBatchNorm):
            continue
        described = {"kind": kind[type(layer)]}
        if isinstance(layer, Conv2d):
            size, _, _, filters = layer.parameters["W"].shape
            described |= {"filters": filters, "size": size, "stride": layer.stride, "padding": layer.padding}
        elif isinstance(layer, MaxPool2d):
            described["size"] = layer.size
        elif isinstance(layer, training.Dense):
            described["units"] = layer.parameters["W"].shape[1]
        found.append(described)
    return found


def names_of(network):
    """A name for each layer, as "convolution 1": list of str.

    Examples
    --------
    >>> names_of(fewer_kernels())[:4], names_of(fewer_kernels())[4:]
    (['convolution 1', 'ReLU 1', 'pooling 1', 'convolution 2'], ['ReLU 2', 'pooling 2', 'flatten 1', 'dense 1'])
    """
    counts, found = {}, []
    for layer in network.layers:
        kind = NAMES[type(layer)]
        counts[kind] = counts.get(kind, 0) + 1
        found.append(f"{kind} {counts[kind]}")
    return found


def multiplications(network, count_operations):
    """The multiplications of each layer for one picture: dict of layer to whole number, 0 for what is not counted."""
    counted = iter(count_operations(as_counted(network), shape=(12, 12, 1)))
    return {name: 0 if name.startswith("normal") else int(next(counted)) for name in names_of(network)}


def shares_of_time(network, count):
    """Each layer's share of the time that a prediction for so many pictures takes in all layers.

    Each layer is timed by itself on what comes to it, in turns with the others, in processor time.

    Parameters
    ----------
    network : Network
    count : int

    Returns
    -------
    dict of str to float
    """
    X, calls = networks.pictures()[0][:count], {}
    for name, layer in zip(names_of(network), network.layers, strict=True):
        calls[name] = functools.partial(layer.forward, X)
        X, _ = layer.forward(X)
    seconds = shortest(calls)
    whole = sum(seconds.values())
    return {name: taken / whole for name, taken in seconds.items()}


def times_faster(one, other, count):
    """How many times as fast `other` predicts so many pictures: the shortest times, taken in turns."""
    X = networks.pictures()[0][:count]
    seconds = shortest({"one": functools.partial(one.outputs, X), "other": functools.partial(other.outputs, X)})
    return seconds["one"] / seconds["other"]


def promise_of_folding(total_speedup, shares):
    """How many times faster it will be when the normalisations take no time at all.

    Parameters
    ----------
    total_speedup : function
        Perhaps the learner's.
    shares : dict of str to float
        As of :func:`shares_of_time`.
    """
    gone = np.array([share for name, share in shares.items() if name.startswith("normalisation")])
    return float(total_speedup(gone, factors=np.full(gone.shape, np.inf)))


def microseconds_each(network, counts=COUNTS):
    """How long a prediction takes for each picture, when so many are read at once: dict of int to float."""
    X = networks.pictures()[0]
    seconds = shortest({count: functools.partial(network.outputs, X[:count]) for count in counts})
    return {count: 1e6 * taken / count for count, taken in seconds.items()}


def together_is_faster(network):
    """Whether many pictures at once take, each, less than half the time of one alone."""
    times = microseconds_each(network, (1, MANY))
    return bool(2 * times[MANY] < times[1])


# ---- measured once ----


def measure_table():
    """Shares of the time and of the multiplications, the time for each picture, and the promises beside the truth."""
    network, small = normalised(), fewer_kernels()
    plain = folded(network, compression.fold_batchnorm)
    counts = [multiplications(each, compression.count_operations) for each in (network, small)]
    every = sum(counts[0].values())
    table = {
        "shares": {str(count): shares_of_time(network, count) for count in (1, MANY)},
        "multiplications": {name: number / every for name, number in counts[0].items()},
        "microseconds": {str(count): taken for count, taken in microseconds_each(network).items()},
        "folding": {},
        "half the kernels": {},
    }
    for count in (1, MANY):
        promised = promise_of_folding(compression.total_speedup, table["shares"][str(count)])
        table["folding"][str(count)] = {"promised": promised, "measured": times_faster(network, plain, count)}
        promised = every / sum(counts[1].values())
        table["half the kernels"][str(count)] = {"promised": promised, "measured": times_faster(plain, small, count)}
    return table


@functools.cache
def measured():
    """What scripts/measure_compression_smaller.py has stored: as of :func:`measure_table`."""
    return measurements(TABLE)


# ---- in words ----


def told(count_operations):
    """Layer by layer: multiplications for one picture, and the stored shares of the time, as a table."""
    stored, counts = measured()["shares"], multiplications(normalised(), count_operations)
    every = max(1, sum(counts.values()))
    lines = [f"{'':16}{'multiplications':>15}{'% of them':>11}{'% of the time:':>16} one picture, {MANY} at once"]
    for name, number in counts.items():
        shares = "".join(f"{100 * stored[str(count)][name]:14.0f}" for count in (1, MANY))
        lines.append(f"{name:16}{number:15,}{100 * number / every:11.0f}{'':16}{shares}")
    return "\n".join(lines)


def together_told():
    """What a picture costs alone and among many, stored; and whether it is so here, as text."""
    times = ", ".join(f"{int(count):,}: {taken:.0f}" for count, taken in measured()["microseconds"].items())
    here = "yes" if together_is_faster(normalised()) else "no"
    return f"millionths of a second for each picture, when so many are read at once: {times}\n" + (
        f"here, less than half for each of {MANY} of what one alone takes: {here}"
    )


def promise(total_speedup, fold_batchnorm):
    """Folding: whether the scores are the same, how many layers are left; what was promised and measured, once."""
    network = normalised()
    plain, stored = folded(network, fold_batchnorm), measured()
    apart = largest_difference(network, plain)
    lines = [
        f"the scores are the same up to rounding: {'yes' if apart < 1e-9 else 'no'}",
        f"layers: {len(network.layers)}, folded {len(plain.layers)}",
    ]
    for count, words in ((1, "one picture"), (MANY, f"{MANY} at once")):
        promised = promise_of_folding(total_speedup, stored["shares"][str(count)])
        found = stored["folding"][str(count)]["measured"]
        lines.append(f"{words}, folded, times as fast: promised {promised:.2f}, measured {found:.2f}")
    return "\n".join(lines)


def half_told(count_operations):
    """Half of the kernels: the promise that counts multiplications, and what was measured once, as text."""
    counts = [sum(multiplications(each, count_operations).values()) for each in (normalised(), fewer_kernels())]
    found = measured()["half the kernels"][str(MANY)]["measured"]
    return (
        f"half of the kernels: {counts[0]:,} and {counts[1]:,} multiplications, {counts[0] / counts[1]:.1f} times "
        f"fewer; measured {found:.1f} times as fast"
    )


def half_outcome():
    """How many times as fast the network with half of the kernels was, as measured once, with one digit."""
    return round(measured()["half the kernels"][str(MANY)]["measured"], 1)

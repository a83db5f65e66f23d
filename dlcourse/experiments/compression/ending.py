"""Both networks, as they were and made smaller: bytes on disk, what is right, and the time of a prediction."""

import functools
from dataclasses import dataclass

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.attention import induction
from dlcourse.experiments.compression import files, networks, rounding
from dlcourse.experiments.timing import shortest
from dlcourse.lessons.compression import prune_smallest
from dlcourse.nn import training
from dlcourse.nn.cnn import Conv2d, Flatten, MaxPool2d

TRAINED = "as trained, 32 bits"
AMOUNTS = (1, 100)  # pictures or rows that are read together


@dataclass(frozen=True)
class Version:
    """How a network is made smaller.

    Parameters
    ----------
    bits : int
    axis : int or None
        -1: steps for each channel; None: for each array.
    out : float
        So large a share of the weights is taken out first.
    reach : float, optional
        Of the steps of a further training in which weights are rounded; there is none if left out.
    half : bool
        Whether it is another network, half as wide, that was trained from the start.
    """

    bits: int
    axis: int | None = -1
    out: float = 0.0
    reach: float | None = None
    half: bool = False


VERSIONS = {
    "digits": {
        "8 bits": Version(8, axis=None),
        "4 bits": Version(4),
        "half out, 4 bits, learned on": Version(4, out=0.5, reach=0.7),
        "2 bits, learned on": Version(2, reach=0.7),
        "half as wide, 8 bits": Version(8, axis=None, half=True),
    },
    "rows": {
        "8 bits": Version(8, axis=None),
        "4 bits": Version(4, axis=None),
        "30 % out, 4 bits, learned on": Version(4, out=0.3, reach=0.7),
        "2 bits, learned on": Version(2, reach=0.7),
        "half as wide, 8 bits": Version(8, axis=None, half=True),
    },
}


def half_as_wide(task, seed):
    """A network like that of the task with half as many kernels, or numbers of a step, before it learns.

    Examples
    --------
    >>> [half_as_wide(task, 0).size for task in networks.TASKS]
    [1066, 3856]
    """
    if task == "rows":
        return induction.attention_only(2, 1, seed, width=16)
    rng, layers = np.random.default_rng(seed), []
    for channels, kernels in ((1, 4), (4, 8)):
        layers += [Conv2d(channels, kernels, 3, rng, padding=1), training.ReLU(), MaxPool2d(2)]
    return training.Network([*layers, Flatten(), training.Dense(72, 10, rng)])


def made(task, network, version, seed, *, rate=None, data=None):
    """Make a trained network smaller.

    Parameters
    ----------
    task : "digits" or "rows"
    network : Network
        Changed in place: afterwards it has the weights that are read from the file.
    version : Version
    seed : int
        Of the batches of a further training.
    rate : float, optional
        Its learning rate.
    data : tuple, optional
        The digits to learn from, as of :func:`~dlcourse.experiments.compression.networks.learn`.

    Returns
    -------
    int
        The bytes of its file.
    """
    weights, masks, steps = networks.weights_of(network), None, None
    if version.out:
        masks = prune_smallest(weights, fraction=version.out)
        for name, W in weights.items():
            W *= masks[name]
    if version.reach:
        grid = rounding.Steps(network, version.bits, reach=version.reach)
        through, steps = functools.partial(_through, grid, masks), grid.how
        networks.learn(task, network, seed, steps=rounding.MORE[task], rate=rate, through=through, data=data)
    how = {"bits": version.bits, "axis": version.axis, "masks": masks, "steps": steps}
    size = files.packed_size(network, **how)
    files.unpack(files.pack(networks.arrays_of(network), **how), network)
    return size


def _through(grid, masks, name, W):
    """Rounded weights, and those that are out stay out."""
    used, back = grid.through(name, W)
    if masks is None:
        return used, back
    return used * masks[name], lambda d_out: back(d_out) * masks[name]


def times(task, found):
    """How many milliseconds some networks take for one prediction, and for a hundred together.

    Parameters
    ----------
    task : "digits" or "rows"
    found : dict of str to Network

    Returns
    -------
    dict of str to list of float
        A number for each of `AMOUNTS`.
    """
    inputs = networks.pictures()[0] if task == "digits" else induction.rows_of("result")[0][:, :-1]
    taken = {name: [] for name in found}
    for amount in AMOUNTS:
        calls = {name: functools.partial(network.outputs, inputs[:amount]) for name, network in found.items()}
        seconds = shortest(calls)
        for name in found:
            taken[name].append(1000 * seconds[name])
    return taken


def measured():
    """What scripts/measure_compression.py found: by task and version "bytes", "right", "milliseconds", "rate"."""
    return measurements("compression_ending.json")["networks"]


def rows(task):
    """The stored versions of a network, as ``figures.smaller_networks`` takes them: name to (bytes, median % right)."""
    return {name: (found["bytes"], float(np.median(found["right"]))) for name, found in measured()[task].items()}


def told():
    """The stored table as text: bytes, how many times smaller, how much is right, and milliseconds of a prediction."""
    lines = [f"{'':32}{'':>8}{'times':>9}{'% right,':>10}{'spread':>12}{'ms for':>9}{'for':>8}"]
    lines += [f"{'':32}{'bytes':>8}{'smaller':>9}{'median':>10}{'of 5 seeds':>12}{'one':>9}{'100':>8}"]
    for task, versions in measured().items():
        lines.append(networks.NAMES[task])
        first = versions[TRAINED]["bytes"]
        for number, (name, found) in enumerate(versions.items(), start=1):
            right, size = found["right"], found["bytes"]
            spread = f"{min(right):.1f}-{max(right):.1f}"
            cells = f"{size:8,}{first / size:9.1f}{np.median(right):10.1f}{spread:>12}"
            one, many = found["milliseconds"]
            lines.append(f"  {number} {name:28}{cells}{one:9.2f}{many:8.2f}")
    return "\n".join(lines)


def live(functions=files.FUNCTIONS):
    """Two lines of the table once more, with the learner's functions: the networks that come with the course, 4 bits.

    Parameters
    ----------
    functions : tuple of function
        `scale_and_zero_point`, `quantize` and `dequantize`.
    """
    lines = []
    for task, name in networks.NAMES.items():
        network, axis = networks.trained(task), VERSIONS[task]["4 bits"].axis
        before = files.size_of(networks.arrays_of(network))
        packed = files.pack(networks.arrays_of(network), bits=4, axis=axis, functions=functions)
        size = files.packed_size(network, bits=4, axis=axis, functions=functions)
        right = networks.right(task, files.unpack(packed, networks.untrained(task, 1), functions=functions))
        lines.append(f"{name:22}4 bits: {size:,} bytes, {before / size:.1f} times smaller, {right:.1f} % right")
    return "\n".join(lines)

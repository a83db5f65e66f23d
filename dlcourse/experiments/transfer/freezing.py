"""Which layers carry over: the first k of a trained network are taken along, for every k."""

import numpy as np

from dlcourse.experiments.transfer.objects import NAMES, to_new_objects
from dlcourse.experiments.transfer.tuning import HEAD, SCALE, batches_of, learn
from dlcourse.lessons.transfer import few_shot_split
from dlcourse.nn.training import Network, named_parameters, set_parameters

BODY = len(NAMES) - 1  # layers that can be taken along
KINDS = ("taken and frozen, rest fresh", "taken and tuned, rest fresh", "all taken, first frozen")
PER_CLASS = 10
STEPS = 150


def first_layers(old, fresh, count):
    """Parameters whose first layers are old and whose other layers are fresh: new arrays."""
    layers = list(dict.fromkeys(name.rpartition(".")[0] for name in old))
    taken = layers[:count]
    return {name: (old if name.rpartition(".")[0] in taken else fresh)[name].copy() for name in old}


def layers_share(kind, count, seed, learning_rate, *, freeze_mask, step, asked="which object", part="result"):
    """Take the first layers along, learn from 10 labels a class, and test: the percent that are right.

    Parameters
    ----------
    kind : str
        One of ``KINDS``.
    count : int
        How many layers: of the first two kinds those that are taken along, of the third those that are frozen.
    seed : int
        Draws the labelled drawings, fresh weights and batches.
    learning_rate : float
        The same for every layer that learns.
    freeze_mask, step : function
        The learner's, as of :mod:`dlcourse.lessons.transfer`.
    asked : str
        "which object", or "which place".
    part : str
        "result", or "tuning".

    Returns
    -------
    float
    """
    transfer = to_new_objects(asked)
    X, y, X_test, y_test = transfer.parts[part]
    rng = np.random.default_rng(seed)
    rows, _ = few_shot_split(y, per_class=PER_CLASS, rng=rng)
    network = transfer.fresh(rng)
    fresh = named_parameters(network, NAMES)
    fresh[f"{HEAD}.W"][...] *= SCALE
    old = transfer.source(seed) | {name: array for name, array in fresh.items() if name.startswith(f"{HEAD}.")}
    taken, frozen = (BODY if kind == KINDS[2] else count), (0 if kind == KINDS[1] else count)
    set_parameters(network, NAMES, first_layers(old, {name: array.copy() for name, array in fresh.items()}, taken))
    mask = freeze_mask(named_parameters(network, NAMES), layers=frozen)
    below, above, names = cut(network, mask)
    batches = batches_of(below.outputs(X[rows]), y[rows], rng, steps=STEPS)
    learn(above, names, batches, step=step, learning_rate=learning_rate, mask=mask)
    return 100 * float((network.outputs(X_test).argmax(axis=1) == y_test).mean())


def cut(network, mask):
    """A network in two: the layers that nothing changes any more, through which examples go only once, and the others.

    Parameters
    ----------
    network : Network
    mask : dict of str to bool
        Which parameters learn.

    Returns
    -------
    tuple (Network, Network, tuple of str)
        The names are those of the layers of the second.
    """
    learns = [any(mask[name] for name in mask if name.rpartition(".")[0] == layer) for layer in NAMES]
    first = learns.index(True) if any(learns) else BODY
    owners = [place for place, layer in enumerate(network.layers) if layer.parameters]
    below, above = network.layers[: owners[first]], network.layers[owners[first] :]
    return Network(below), Network(above), NAMES[first:]


def layer_sides(asked="which object"):
    """What is compared, by name: each kind with each number of layers, those that are the same only once."""
    counts = {KINDS[0]: range(BODY + 1), KINDS[1]: range(1, BODY + 1), KINDS[2]: range(1, BODY)}
    kinds = KINDS if asked == "which object" else KINDS[:2]
    return {f"{kind}: {count}": (kind, count) for kind in kinds for count in counts[kind]}

"""What can still be read from each layer, and what each unit's answer follows: the object, or how it is drawn."""

from dataclasses import replace

import numpy as np

from dlcourse.experiments.representations.network import LAYERS, activations
from dlcourse.experiments.representations.world import OBJECTS, Look, object_lines, random_look, sheet
from dlcourse.lessons import representations
from dlcourse.lessons.cnn import maxpool2d
from dlcourse.nn.training.pace import at_pace

RIDGES = (1.0, 10.0, 100.0, 1000.0, 10000.0)
EVERY = ("pixels", *LAYERS)
TARGETS = ("object", "place", "size", "ink", "turn")
MIDDLE = Look(0.925, 0.0, 1, 0.75, (0.5, 0.5))


def layer_tables(network, X):
    """The pixels and each layer's answers as tables: dict of str to array (N, D).

    Of a layer that is pooled it is the largest of each 2 x 2, which is what the next layer gets.

    Parameters
    ----------
    network : Network
    X : array (N, 28, 28, 1)
    """
    found = activations(network, X)
    tables = {"pixels": X} | {layer: found[layer] for layer in LAYERS}
    for layer, side in {"conv1": 24, "conv2": 10}.items():
        if tables[layer].shape[1] == side:
            tables[layer], _ = maxpool2d(tables[layer])
    return {name: table.reshape(len(X), -1) for name, table in tables.items()}


def targets(found):
    """What is to be read of drawings: dict of str to array (N, K).

    The object is six numbers, 1 for the right one and 0 for the others; the place two, how far it stands to the right
    and how far down, 0 and 1 being the ends of the room there is. The turn is in radians.
    """
    each = {name: np.array([[getattr(look, name)] for look in found.looks]) for name in ("size", "ink", "turn")}
    return {"object": np.eye(len(found.names))[found.y], "place": np.array([look.place for look in found.looks])} | each


def read_right(name, P, T):
    """How well numbers were read: for the object the share right, else R^2, the mean over the columns.

    R^2 is 1 if all is read without error, and 0 if no better than by saying the mean.
    """
    if name == "object":
        return float(np.mean(P.argmax(axis=1) == T.argmax(axis=1)))
    return float(np.mean(1 - ((P - T) ** 2).mean(axis=0) / T.var(axis=0)))


def readable(linear_probe, H, T, H_new, T_new, *, ridges=RIDGES):
    """How well each target can be read from a layer: dict of str to (how well, the ridge that was chosen).

    Three quarters of the examples teach the probe; the last quarter chooses the ridge, for each target its own; the
    new ones measure.

    Parameters
    ----------
    linear_probe : function
    H, H_new : array (N, D), (M, D)
        Features; all are divided by one number, so that a ridge means the same in each layer.
    T, T_new : dict of str to array
        Of :func:`targets`.
    ridges : sequence of float
    """
    scale, cut = H.std(), 3 * len(H) // 4
    H, H_new, every = H / scale, H_new / scale, np.concatenate(list(T.values()), axis=1)
    ends = np.cumsum([0, *(part.shape[1] for part in T.values())])
    columns = dict(zip(T, map(slice, ends[:-1], ends[1:])))
    best = dict.fromkeys(T, (-np.inf, None, None))
    for ridge in ridges:
        W, b = linear_probe(H[:cut], every[:cut], ridge=ridge)
        held, new = H[cut:] @ W + b, H_new @ W + b
        for name, here in columns.items():
            chosen_by = read_right(name, held[:, here], T[name][cut:])
            measured = read_right(name, new[:, here], T_new[name])
            best[name] = max(best[name], (chosen_by, measured, ridge), key=lambda trial: trial[0])
    return {name: (measured, ridge) for name, (_, measured, ridge) in best.items()}


def readings(linear_probe, networks, found, new, *, layers=EVERY):
    """How well each target is read from each layer: dict of str to array (layers,), the medians over networks.

    Parameters
    ----------
    linear_probe : function
    networks : sequence of Network
    found, new : Drawings
        Those that teach the probe, and those that measure it.
    layers : sequence of str
        "pixels" or names of layers.
    """
    linear_probe = at_pace(linear_probe, representations.linear_probe)
    T, T_new, pixels, rows = targets(found), targets(new), None, []
    for network in networks:
        tables, new_tables, read = layer_tables(network, found.X), layer_tables(network, new.X), []
        for name in layers:
            if name != "pixels" or pixels is None:
                read.append(readable(linear_probe, tables[name], T, new_tables[name], T_new))
                pixels = read[-1] if name == "pixels" else pixels
            else:
                read.append(pixels)  # they are the same for all networks
        rows.append([[each[name][0] for each in read] for name in T])
    return dict(zip(T, np.median(rows, axis=0)))


def variants(what, count, rng):
    """The six objects, all drawn alike but for one thing: array (6, count, 28, 28, 1), without noise.

    Parameters
    ----------
    what : str
        What varies: "place", "size", "ink" or "turn".
    count : int
        How many variants of each object.
    rng : numpy.random.Generator
    """
    sheets = [
        [sheet(object_lines(parts), replace(MIDDLE, **{what: getattr(random_look(rng), what)})) for _ in range(count)]
        for parts in OBJECTS.values()
    ]
    return np.array(sheets)[..., None]


def layer_answers(network, X):
    """Each layer's answers to variants (T, V, 28, 28, 1), those of units that say the same to all left out."""
    tables = layer_tables(network, X.reshape(-1, *X.shape[2:]))
    return {name: H[:, H.std(axis=0) > 0].reshape(*X.shape[:2], -1) for name, H in tables.items()}


def scores_by_layer(invariance_score, *, count=20, seed=5):
    """A function that measures what units follow: ``score(networks, what)`` gives an array (layers + 1,).

    It holds the mean score of the pixels and of each layer's units, the median over the networks, where the six objects
    come in `count` variants each, and only `what` varies ("place", "size", "ink" or "turn").

    Parameters
    ----------
    invariance_score : function
    count : int
    seed : int
        Of the variants.

    Returns
    -------
    function
    """
    invariance_score = at_pace(invariance_score, representations.invariance_score)

    def score(networks, what):
        X = variants(what, count, np.random.default_rng(seed))
        rows = [[invariance_score(H).mean() for H in layer_answers(network, X).values()] for network in networks]
        return np.median(rows, axis=0)

    return score

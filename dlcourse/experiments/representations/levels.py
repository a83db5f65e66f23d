"""Which unit answers to what: strokes, motifs, parts and objects, each alone on a sheet, and the parts in drawings."""

from dataclasses import replace

import numpy as np

from dlcourse.experiments.representations.network import LAYERS, activations
from dlcourse.experiments.representations.world import (
    NOISE,
    OBJECTS,
    PART_LINES,
    PARTS,
    drawings,
    lines,
    object_lines,
    random_look,
    sheet,
)

LEVELS = {
    "strokes": ("level", "rising", "upright", "falling"),
    "motifs": ("corner", "gable", "cross", "half circle"),
    "parts": PARTS,
    "objects": tuple(OBJECTS),
}
WORDS = {"strokes": " stroke", "parts": " alone"}  # behind the names of kinds, where they need it
ARC = np.linspace(0, np.pi, 10)


def _stroke(k, rng):
    """A straight line that rises by so many times 45 degrees."""
    angle = k * np.pi / 4
    end = rng.uniform(2.5, 4.5) * np.array([np.cos(angle), -np.sin(angle)])
    return lines([-end, end])


def _motif(k, rng):
    """A corner, a gable, a cross, or half a circle that opens in any direction."""
    long = rng.uniform(2.5, 4)
    across, down = long * rng.choice([-1, 1], size=2)
    turned = ARC + rng.uniform(0, 2 * np.pi)
    return (
        lines([(0, down), (0, 0), (across, 0)]),
        lines([(-1.2 * long, 0.8 * long), (0, 0), (1.2 * long, 0.8 * long)]),
        lines([(0, -long), (0, long)], [(-long, 0), (long, 0)]),
        lines(list(2.1 * np.stack([np.cos(turned), np.sin(turned)], axis=1))),
    )[k]


DRAWN = {
    "strokes": _stroke,
    "motifs": _motif,
    "parts": lambda k, _: PART_LINES[PARTS[k]],
    "objects": lambda k, _: object_lines(list(OBJECTS.values())[k]),
}


def alone(level, count, rng):
    """Sheets with one thing of a level each, at a random place, equally many of each kind.

    Parameters
    ----------
    level : str
        "strokes", "motifs", "parts" or "objects".
    count : int
    rng : numpy.random.Generator

    Returns
    -------
    tuple (array (count, 28, 28, 1), bool array (count, K))
        The sheets, with noise, and which of ``LEVELS[level]`` stands on each.
    """
    kinds = len(LEVELS[level])
    which, X = rng.permutation(np.arange(count) % kinds), []
    for k in which:
        look = random_look(rng)  # a mirrored stroke would be another stroke
        X.append(sheet(DRAWN[level](k, rng), replace(look, mirror=1) if level == "strokes" else look))
    X = np.array(X) + NOISE * rng.normal(size=(count, *X[0].shape))
    return X[..., None], np.eye(kinds, dtype=bool)[which]


def level_sheets(count, rng):
    """For each level, and for the parts within whole drawings, sheets and what is on them: dict of str to pair."""
    found = {level: alone(level, count, rng) for level in LEVELS}
    whole = drawings(count, rng)
    return found | {"parts in drawings": (whole.X, whole.parts)}


def average_precision(answers, truth):
    """How well each unit's answer sorts what is wanted before what is not: 1 if without a mistake.

    The mean, over all that is wanted, of the precision among those that come not later in the order.

    Parameters
    ----------
    answers : array (N, U)
    truth : bool array (N,)

    Returns
    -------
    array (U,)
    """
    sorted_truth = truth[np.argsort(-answers, axis=0, kind="stable")]  # (N, U)
    precision = sorted_truth.cumsum(axis=0) / np.arange(1, len(truth) + 1)[:, None]
    return (precision * sorted_truth).sum(axis=0) / truth.sum()


def strongest_answers(network, X):
    """Each unit's largest answer to each sheet: dict of layer to array (N, units)."""
    found = activations(network, X)
    return {layer: found[layer].max(axis=(1, 2)) if found[layer].ndim == 4 else found[layer] for layer in LAYERS}


def told_apart(answers, truth):
    """How well each unit tells a kind from the others, 0 is chance and 1 all: (AP - c) / (1 - c), an array (U,).

    AP is the average precision, c the share of sheets on which the kind stands, which is what chance gets.
    """
    return (average_precision(answers, truth) - truth.mean()) / (1 - truth.mean())


def told_by_best_unit(answers, truth, new_answers, new_truth, *, width=8, draws=40):
    """How well the best of so many units of a layer tells a kind from the others: the mean over the kinds.

    A layer of more units has more chances that one of them is good. So `width` units are drawn, several times, and what
    the best of them tells is averaged. It is chosen on some sheets and measured, as in :func:`told_apart`, on others.

    Parameters
    ----------
    answers, new_answers : array (N, units)
    truth, new_truth : bool array (N, K)
    width : int
        At most as many as there are units.
    draws : int
        Of a fixed seed; one is enough if all units are drawn.

    Returns
    -------
    float
        0 is chance and 1 all.
    """
    rng, units = np.random.default_rng(0), answers.shape[1]
    drawn = np.stack([rng.permutation(units)[:width] for _ in range(draws if width < units else 1)])  # (draws, width)
    told = []
    for k in range(truth.shape[1]):
        best = told_apart(answers, truth[:, k])[drawn].argmax(axis=1)
        told.append(told_apart(new_answers, new_truth[:, k])[drawn[np.arange(len(drawn)), best]].mean())
    return float(np.mean(told))


def levels_by_layer(network, choose, measure, *, width=8):
    """For each level and each layer, how well the best of `width` units tells: array (levels, layers).

    Parameters
    ----------
    network : Network
    choose, measure : dict of str to pair
        Of :func:`level_sheets`: on the first each best unit is chosen, on the second it is measured.
    width : int
        As of :func:`told_by_best_unit`.
    """
    table = []
    for level, (X, truth) in choose.items():
        X_new, new_truth = measure[level]
        old, new = strongest_answers(network, X), strongest_answers(network, X_new)
        table.append([told_by_best_unit(old[name], truth, new[name], new_truth, width=width) for name in LAYERS])
    return np.array(table)


def best_tellers(network, choose, measure, count):
    """Of each layer of maps the units that tell a kind of thing best, and what that is.

    Parameters
    ----------
    network : Network
    choose, measure : dict of str to pair
        Of :func:`level_sheets`: on the first units and kinds are chosen, on the second they are measured.
    count : int
        Units of a layer; no two are of one kind.

    Returns
    -------
    dict of str to dict of int to str
        Layer to unit to its kind and how well it tells that, as in :func:`told_apart`.
    """
    old = {level: strongest_answers(network, X) for level, (X, _) in choose.items()}
    new = {level: strongest_answers(network, X) for level, (X, _) in measure.items()}
    found = {}
    for layer in LAYERS[:3]:
        trials = []
        for level, (_, truth) in choose.items():
            for k, kind in enumerate(LEVELS.get(level, PARTS)):
                told = told_apart(old[level][layer], truth[:, k])
                unit = int(told.argmax())
                measured = told_apart(new[level][layer][:, [unit]], measure[level][1][:, k])[0]
                trials.append((told[unit], unit, kind + WORDS.get(level, ""), measured))
        found[layer] = {}
        for _, unit, kind, measured in sorted(trials, reverse=True):
            known = " ".join(found[layer].values())
            if unit not in found[layer] and kind.split()[0] not in known and len(found[layer]) < count:
                found[layer][unit] = f"{kind} {measured:.2f}"
    return found

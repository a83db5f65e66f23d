"""Bars and stripes: a small world whose distribution is known exactly, and how far a machine is from it.

A picture of bars has columns that are all ink or all paper, one of stripes has such rows. 4 × 4 pixels have 16 of each;
"all ink" and "all paper" are both, which leaves 30. Each has the same chance.

A machine is a dict of "W" (D, M), "b" (M,) and "c" (D,). `free_energy` is the learner's ``rbm_free_energy``.
"""

import numpy as np

SIDE = 4
VISIBLE, HIDDEN = SIDE * SIDE, 12
THIRD = 1 / 3  # of its share: what a pattern must have, not to count as lost


def states(units):
    """All states of so many units: array (2^units, units) of 0.0 and 1.0."""
    return (np.arange(2**units)[:, None] >> np.arange(units) & 1).astype(float)


def patterns(side=SIDE):
    """All different bars and stripes, the emptiest first: array (2 · 2^side − 2, side²) of 0.0 and 1.0."""
    lines = states(side)
    stripes = np.repeat(lines, side, axis=1)
    bars = np.tile(lines, side)
    every = np.unique(np.concatenate([stripes, bars]), axis=0)
    return every[np.argsort(every.sum(axis=1), kind="stable")]


def log_partition(free_energy, machine, *, over="hidden"):
    """log Z, what makes all chances add up to 1: a sum over all states of the hidden or of the visible units.

    A machine has two sides that are alike: with W turned and the biases exchanged, the same free energy is that of a
    state of the *hidden* units, with all visible ones summed in it.

    Parameters
    ----------
    free_energy : function
    machine : dict
    over : str
        "hidden" or "visible".

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If `over` is neither.
    """
    if over not in ("hidden", "visible"):
        raise ValueError(f"over is {over!r}: want hidden or visible")
    W, b, c = machine["W"], machine["b"], machine["c"]
    sides = {"visible": {"W": W, "b": b, "c": c}, "hidden": {"W": W.T, "b": c, "c": b}}
    energies = free_energy(states(len(sides[over]["W"])), **sides[over])
    return float(np.logaddexp.reduce(-np.asarray(energies)))


def log_chances(free_energy, V, machine):
    """The logarithm of the chance that the machine gives to each pattern: array (N,)."""
    return -np.asarray(free_energy(V, **machine)) - log_partition(free_energy, machine)


def divergence(free_energy, V, machine):
    """The Kullback-Leibler divergence from the data (all patterns of V equally likely) to the machine, in nats."""
    return float(-np.log(len(V)) - log_chances(free_energy, V, machine).mean())


def spread(free_energy, V, machine):
    """How a machine's chances lie on the patterns.

    The divergence is the sum of two numbers: what lies elsewhere costs -log of the share that is left, and the rest is
    how unevenly this share is divided.

    Parameters
    ----------
    free_energy : function
    V : array (N, D)
        The patterns, each with the same chance.
    machine : dict

    Returns
    -------
    dict of str to number
        "share": of all chances, what lies on the patterns; "kept": how many patterns have at least a third of theirs;
        "elsewhere" and "uneven": the two parts of the divergence, in nats.
    """
    logs = log_chances(free_energy, V, machine)
    chances = np.exp(logs)
    share, kept = chances.sum(), int(np.sum(chances >= THIRD / len(V)))
    elsewhere = -np.log(share)
    uneven = -np.log(len(V)) - logs.mean() - elsewhere
    return {"share": float(share), "kept": kept, "elsewhere": float(elsewhere), "uneven": float(uneven)}

"""Groups that nobody named: k-means from several starts, and how well they agree with the classes."""

from itertools import permutations

import numpy as np

from dlcourse.experiments.representations.probing import layer_tables
from dlcourse.lessons import representations
from dlcourse.nn.training.pace import at_pace


def clusters(k_means_step, X, groups, rng, *, starts=8, rounds=60):
    """The groups of the start that ends with the smallest cost: int array (N,).

    The cost is the sum of the squared distances of all examples from the centers of their groups.

    Parameters
    ----------
    k_means_step : function
    X : array (N, D)
    groups : int
    rng : numpy.random.Generator
        Draws the first centers, each an example.
    starts : int
    rounds : int
        The most in one start; it ends as soon as nobody changes the group.
    """
    found, least = None, np.inf
    for _ in range(starts):
        centers, labels = X[rng.choice(len(X), size=groups, replace=False)], None
        for _ in range(rounds):
            before = labels
            labels, centers = k_means_step(X, centers)
            if before is not None and np.array_equal(labels, before):
                break
        cost = ((X - centers[labels]) ** 2).sum()
        if cost < least:
            found, least = labels, cost
    return found


def share_matched(labels, y, groups):
    """The share of examples in the group of their class, the groups named, each differently, as it fits best.

    Parameters
    ----------
    labels, y : int array (N,)
        From 0 to `groups` - 1.
    groups : int
        At most 8: all ways to name them are tried.
    """
    table = np.zeros((groups, groups), int)
    np.add.at(table, (labels, y), 1)
    orders = np.array(list(permutations(range(groups))))
    return float(table[np.arange(groups), orders].sum(axis=1).max() / len(y))


def shares_by_layer(k_means_step, networks, found, layers, *, starts=5):
    """The share of drawings in the group of their class: array (networks, layers).

    Parameters
    ----------
    k_means_step : function
    networks : sequence of Network
    found : Drawings
    layers : sequence of str
        "pixels" or names of layers; the pixels are grouped once, for they are the same for all networks.
    starts : int
    """
    k_means_step = at_pace(k_means_step, representations.k_means_step)
    groups, shares, pixels = len(found.names), [], None
    for network in networks:
        tables, row = layer_tables(network, found.X), []
        for name in layers:
            if name == "pixels" and pixels is not None:
                row.append(pixels)
                continue
            labels = clusters(k_means_step, tables[name], groups, np.random.default_rng(0), starts=starts)
            row.append(share_matched(labels, found.y, groups))
            pixels = row[-1] if name == "pixels" else pixels
        shares.append(row)
    return np.array(shares)

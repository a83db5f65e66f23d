"""What was trained or measured once, and comes with the course."""

import numpy as np

from dlcourse.data.networks import games_network
from dlcourse.data.stored import measurements
from dlcourse.experiments.games.players import course_tree
from dlcourse.experiments.games.selfplay import Learned, untrained
from dlcourse.nn.training import set_parameters

LAYERS = ("hidden", "out")


def trained_player():
    """The network that comes with the course, as a player: it has learned by self-play (scripts/train_weights.py).

    Returns
    -------
    Learned
    """
    network = set_parameters(untrained(np.random.default_rng(0)), LAYERS, games_network())
    return Learned(network, True, [], course_tree())


def measured(what):
    """What scripts/measure_games.py has measured: "selfplay", "exploring", "search" or "pole"."""
    return measurements(f"games_{what}.json")

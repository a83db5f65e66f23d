"""Experiments of lesson 20, games: self-play, how good a player is, search, and a pole to balance."""

from dlcourse.experiments.games.balancing import balance, fallen, pushed, rules_tried, stands
from dlcourse.experiments.games.examining import against, distance, examine
from dlcourse.experiments.games.players import by_move, course_tree, perfect, random_player, true_values
from dlcourse.experiments.games.positions import tree
from dlcourse.experiments.games.searching import searched
from dlcourse.experiments.games.selfplay import learn, learn_table, untrained
from dlcourse.experiments.games.stored import LAYERS, measured, trained_player

__all__ = [
    "LAYERS",
    "against",
    "balance",
    "by_move",
    "course_tree",
    "distance",
    "examine",
    "fallen",
    "learn",
    "learn_table",
    "measured",
    "perfect",
    "pushed",
    "random_player",
    "rules_tried",
    "searched",
    "stands",
    "trained_player",
    "tree",
    "true_values",
    "untrained",
]

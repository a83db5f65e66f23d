"""Experiments of lesson 20, games."""

from dlcourse.experiments import games as experiments
from dlcourse.lessons import games


def test_five_incomes():
    assert experiments.largest_after(games.scaled, 2.0) == 24
    assert experiments.above_mean(games.centred) == 1

"""Experiments of lesson 09, representations."""

from dlcourse.experiments import representations as experiments
from dlcourse.lessons import representations


def test_five_incomes():
    assert experiments.largest_after(representations.scaled, 2.0) == 24
    assert experiments.above_mean(representations.centred) == 1

"""Experiments of lesson 21, driving."""

from dlcourse.experiments import driving as experiments
from dlcourse.lessons import driving


def test_five_incomes():
    assert experiments.largest_after(driving.scaled, 2.0) == 24
    assert experiments.above_mean(driving.centred) == 1

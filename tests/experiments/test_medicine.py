"""Experiments of lesson 23, medicine."""

from dlcourse.experiments import medicine as experiments
from dlcourse.lessons import medicine


def test_five_incomes():
    assert experiments.largest_after(medicine.scaled, 2.0) == 24
    assert experiments.above_mean(medicine.centred) == 1

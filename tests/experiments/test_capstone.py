"""Experiments of lesson 25, capstone."""

from dlcourse.experiments import capstone as experiments
from dlcourse.lessons import capstone


def test_five_incomes():
    assert experiments.largest_after(capstone.scaled, 2.0) == 24
    assert experiments.above_mean(capstone.centred) == 1

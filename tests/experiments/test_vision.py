"""Experiments of lesson 17, vision."""

from dlcourse.experiments import vision as experiments
from dlcourse.lessons import vision


def test_five_incomes():
    assert experiments.largest_after(vision.scaled, 2.0) == 24
    assert experiments.above_mean(vision.centred) == 1

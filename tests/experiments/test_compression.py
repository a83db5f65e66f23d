"""Experiments of lesson 16, compression."""

from dlcourse.experiments import compression as experiments
from dlcourse.lessons import compression


def test_five_incomes():
    assert experiments.largest_after(compression.scaled, 2.0) == 24
    assert experiments.above_mean(compression.centred) == 1

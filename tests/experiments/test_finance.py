"""Experiments of lesson 24, finance."""

from dlcourse.experiments import finance as experiments
from dlcourse.lessons import finance


def test_five_incomes():
    assert experiments.largest_after(finance.scaled, 2.0) == 24
    assert experiments.above_mean(finance.centred) == 1

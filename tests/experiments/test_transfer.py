"""Experiments of lesson 10, transfer."""

from dlcourse.experiments import transfer as experiments
from dlcourse.lessons import transfer


def test_five_incomes():
    assert experiments.largest_after(transfer.scaled, 2.0) == 24
    assert experiments.above_mean(transfer.centred) == 1

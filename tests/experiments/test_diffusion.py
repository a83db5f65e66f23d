"""Experiments of lesson 15, diffusion."""

from dlcourse.experiments import diffusion as experiments
from dlcourse.lessons import diffusion


def test_five_incomes():
    assert experiments.largest_after(diffusion.scaled, 2.0) == 24
    assert experiments.above_mean(diffusion.centred) == 1

"""Experiments of lesson 19, language."""

from dlcourse.experiments import language as experiments
from dlcourse.lessons import language


def test_five_incomes():
    assert experiments.largest_after(language.scaled, 2.0) == 24
    assert experiments.above_mean(language.centred) == 1

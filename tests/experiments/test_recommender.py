"""Experiments of lesson 22, recommender."""

from dlcourse.experiments import recommender as experiments
from dlcourse.lessons import recommender


def test_five_incomes():
    assert experiments.largest_after(recommender.scaled, 2.0) == 24
    assert experiments.above_mean(recommender.centred) == 1

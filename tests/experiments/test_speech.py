"""Experiments of lesson 18, speech."""

from dlcourse.experiments import speech as experiments
from dlcourse.lessons import speech


def test_five_incomes():
    assert experiments.largest_after(speech.scaled, 2.0) == 24
    assert experiments.above_mean(speech.centred) == 1

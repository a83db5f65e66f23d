"""The explorers of lesson 05: they survive whatever a learner's step or schedule does, and say the right numbers."""

import numpy as np
import pytest

from dlcourse import explore
from dlcourse.experiments.optimizers import LANDSCAPES, descend
from dlcourse.lessons import optimizers


@pytest.mark.slow
@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda *, w, g, learning_rate: 1 / 0, "ZeroDivisionError"),
        (lambda *, w, g, learning_rate: None, "does not run"),
        (lambda *, w, g, v, learning_rate: w, "does not run"),
        (lambda w, g: w, "TypeError"),
        (lambda *, w, g, learning_rate: w * np.nan, "no longer numbers"),
        (lambda *, w, g, learning_rate: w * 1e300, "flown off"),
    ],
)
def test_a_broken_step_of_the_learner_is_said_and_does_not_raise(broken, words):
    explorer = explore.optimizers.race({"mine": broken, "SGD": optimizers.sgd_step})
    assert f"mine {words}" in explorer.words() or words in explorer.words()
    assert "SGD 1.59" in explorer.words()


@pytest.mark.slow
def test_a_broken_schedule_of_the_learner_is_said():
    assert "ZeroDivisionError" in explore.optimizers.schedule(lambda step, *, peak, warmup, total: 1 / 0).words()
    assert "not finite" in explore.optimizers.schedule(lambda step, *, peak, warmup, total: np.nan).words()


@pytest.mark.slow
def test_explorers_say_the_right_numbers():
    land = LANDSCAPES["ravine"]
    path = descend(optimizers.sgd_step, land.gradient, land.start, 40, learning_rate=0.04)
    assert f"gradient descent {land.loss(path[-1]):.2f}." in explore.optimizers.descent().words()
    assert (
        "In step 220 the learning rate is 0.0500, 50 % of the peak"
        in explore.optimizers.schedule().set(step=220).words()
    )

"""Lesson 04: what the notebook says of drawings that its network reads; and how its explorer writes numbers."""

import numpy as np
import pytest
from explore.drawn_digits import COUNTING, drawing

from dlcourse import explore
from dlcourse.data import datasets
from dlcourse.experiments.backprop import learn, random_network
from dlcourse.explore._strokes import pixels
from dlcourse.lessons import forward

MANY = 8  # drawings of each digit by each hand: 240 in all


@pytest.mark.slow
def test_drawn_digits_are_harder_than_test_digits():
    X, y, X_test, y_test = datasets.digits()
    rng = np.random.default_rng(1)
    order = [(digit, hand) for digit in range(10) for hand in COUNTING for _ in range(MANY)]
    drawn = np.array([pixels(drawing(digit, hand, rng)).ravel() for digit, hand in order])
    labels = np.array([digit for digit, _ in order])
    settings = {"steps": 400, "learning_rate": 0.2}
    shares = []
    for seed in range(5):
        start = random_network([64, 32, 32, 10], np.random.default_rng(seed))
        learned = learn(X, y, start, np.random.default_rng(100 + seed), **settings)
        shares.append(
            [
                np.mean(forward.predict(pictures, learned)[0] == right)
                for pictures, right in ((drawn, labels), (X_test, y_test))
            ]
        )
    drawings, tests = np.round(100 * np.array(shares)).T
    assert len(drawn) == 240
    assert (drawings.min(), drawings.max()) == (89, 95)
    assert (tests.min(), tests.max()) == (96, 97)
    assert (drawings < tests).all()


def test_what_is_rounded_is_not_called_equal():
    graph = explore.backprop.graph()
    assert "z gets −4.013 · 0.006648 ≈ −0.02668" in graph.set(step=9, example="sigmoid neuron").words()
    assert "w gets −0.02668 · 3.00 ≈ −0.08004" in graph.set(step=11).words()
    assert "a = sigmoid(5.00) ≈ 0.9933." in graph.set(step=3).words()
    for w in (-2.3, 0.7, 2.9):
        assert "≈" not in graph.set(step=11, example="neuron", w=w, y=1.7).words()

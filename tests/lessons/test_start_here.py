"""Lesson 00 against scikit-learn and identities."""

import numpy as np
import pytest
from sklearn.preprocessing import MinMaxScaler

from dlcourse.lessons.start_here import rescale


def test_rescale_is_a_scaler_that_knows_the_range():
    image = np.random.default_rng(0).uniform(0, 16, (8, 8))
    scaler = MinMaxScaler().fit(np.array([[0.0], [16.0]]))
    np.testing.assert_allclose(rescale(image, 16).ravel(), scaler.transform(image.reshape(-1, 1)).ravel())


def test_there_and_back():
    image = np.arange(12).reshape(3, 4)
    np.testing.assert_allclose(rescale(image, 255) * 255, image)


@pytest.mark.parametrize("largest", [0, -1])
def test_largest_must_be_positive(largest):
    with pytest.raises(ValueError, match=f"largest is {largest}"):
        rescale(np.ones(2), largest)

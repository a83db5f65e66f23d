"""Lesson 15, diffusion, against «scikit-learn and identities»."""

import numpy as np
from sklearn.preprocessing import StandardScaler

from dlcourse.lessons.diffusion import centred, scaled

X = np.random.default_rng(0).exponential(size=20)


def test_centred_is_a_scaler_that_leaves_the_spread():
    scaler = StandardScaler(with_std=False)
    np.testing.assert_allclose(centred(X), scaler.fit_transform(X[:, None])[:, 0])


def test_scaled_there_and_back():
    np.testing.assert_allclose(scaled(scaled(X, 4.0), 0.25), X)

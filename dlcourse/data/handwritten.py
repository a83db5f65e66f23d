"""Handwritten digits."""

import numpy as np

from dlcourse.data.stored import arrays


def digits():
    """Handwritten digits, 8 x 8 pixels each, in a training and a test part.

    The test part has 50 images of each digit, drawn at random with a fixed seed. The same 13 people wrote
    both parts: a digit of a stranger is harder than these test digits.

    Returns
    -------
    tuple (array (1297, 64), int array (1297,), array (500, 64), int array (500,))
        Pixels from 0 (paper) to 1 (ink) and labels 0 to 9: training part first, then the test part.

    References
    ----------
    Alpaydin and Kaynak (1998), *Optical Recognition of Handwritten Digits*, UCI Machine Learning
    Repository, CC BY 4.0; the copy in scikit-learn (see ``dlcourse/data/files/NOTICE.txt``).
    """
    stored = arrays("digits.npz")
    X, y = stored["X"] / 16.0, stored["y"].astype(int)  # the file counts ink from 0 to 16
    # Sorting random numbers, and not Generator.permutation, whose stream may change with NumPy.
    order = np.argsort(np.random.default_rng(0).random(len(y)))
    is_test = np.zeros(len(y), dtype=bool)
    for digit in range(10):
        is_test[order[y[order] == digit][:50]] = True
    return X[~is_test], y[~is_test], X[is_test], y[is_test]

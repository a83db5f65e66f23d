"""Lesson 00, start here: a warm-up, the rescaling of an image.

Sources
-------
rescale: Goodfellow, Bengio and Courville, *Deep Learning*, section 12.2.1.1.
"""

import numpy as np


def rescale(image, largest):
    """Bring pixel values from the range 0 to `largest` into the range 0 to 1.

    Formula: ``image / largest``
    image: array of any shape, whole numbers or not; largest: a number above 0 -> array of the same shape

    Raises ValueError if `largest` is not positive.

    >>> rescale(np.array([0.0, 4.0, 16.0]), 16)
    array([0.  , 0.25, 1.  ])
    """
    if largest <= 0:
        raise ValueError(f"largest is {largest}: give the largest possible pixel value, above 0")
    return np.asarray(image) / largest

"""Lesson 00, start here: a warm-up."""

import numpy as np


def rescale(image, largest):
    """Bring pixel values from the range 0 to `largest` into the range 0 to 1.

    Formula: ``image / largest``

    Parameters
    ----------
    image : array of any shape
        Pixel values between 0 and `largest`.
    largest : float, positive
        The value of the brightest possible pixel.

    Returns
    -------
    array, shape of `image`
        Values between 0 and 1.

    Raises
    ------
    ValueError
        If `largest` is not positive.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, section 12.2.1.1.

    Examples
    --------
    >>> rescale(np.array([0.0, 4.0, 16.0]), 16)
    array([0.  , 0.25, 1.  ])
    """
    if largest <= 0:
        raise ValueError(f"largest is {largest}: give the largest possible pixel value, above 0")
    return np.asarray(image) / largest

"""What several exercises of the lesson share: their cases, and pieces of their mistakes."""

import numpy as np


def float32(*arrays):
    return tuple(np.asarray(array, dtype=np.float32) for array in arrays)

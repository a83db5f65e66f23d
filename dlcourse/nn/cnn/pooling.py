"""Max pooling in a fast form."""

import numpy as np

from dlcourse.lessons import cnn
from dlcourse.nn.training.threads import in_parts

BLOCK = 400_000  # numbers of the pictures that are worked on at a time: enough for a thread of their own


def maxpool2d_fast(X, size=2, stride=2):
    """The same as :func:`maxpool2d`: one table of maxima, compared with the pixels at each offset in the windows."""
    rows, columns = (cnn.conv_output_size(side, size, stride) for side in X.shape[1:3])
    out = np.empty((len(X), rows, columns, X.shape[3]), X.dtype)

    def work(part):
        x, largest = X[part], out[part]
        largest[...] = x[:, cnn.places(0, rows, stride), cnn.places(0, columns, stride)]
        for i, j in list(np.ndindex(size, size))[1:]:
            here = x[:, cnn.places(i, rows, stride), cnn.places(j, columns, stride)]
            np.maximum(largest, here, out=largest)

    in_parts(work, _parts(X))
    return out, (X, out, size, stride)


def maxpool2d_backward_fast(d_out, cache):
    """The same as :func:`maxpool2d_backward`, from the cache of either form, and quicker if no windows overlap."""
    X, out, size, stride = cache
    _, rows, columns, _ = out.shape
    if stride < size:
        return cnn.maxpool2d_backward(d_out, cache)
    is_covered = stride == size and X.shape[1:3] == (size * rows, size * columns)
    dX = (np.empty if is_covered else np.zeros)(X.shape, X.dtype)

    def work(part):
        x, largest, d, dx = X[part], out[part], d_out[part], dX[part]
        free, wins = np.ones(largest.shape, bool), np.empty(largest.shape, bool)
        share = np.empty(largest.shape, X.dtype)  # contiguous: operations on it are quicker than on `here`
        for i, j in np.ndindex(size, size):
            here = np.s_[:, cnn.places(i, rows, stride), cnn.places(j, columns, stride)]
            share[...] = x[here]
            np.equal(share, largest, out=wins)
            wins &= free
            free ^= wins
            dx[here] = np.multiply(wins, d, out=share)

    in_parts(work, _parts(X))
    return dX


def _parts(X):
    """Slices of some pictures each."""
    size = -(-len(X) // max(1, X.size // BLOCK))
    return [slice(start, start + size) for start in range(0, len(X), max(1, size))]

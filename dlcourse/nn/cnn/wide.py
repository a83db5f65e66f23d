"""The convolution of pictures with many channels: few products of long matrices, which are views of one table.

The table holds lines of pixels (`rows`). What a kernel of B columns meets at neighbouring places overlaps, so that a
matrix of all these pieces would need copies. But what it meets at every B-th place (with stride 1) lies side by side:
that is a matrix already. So the places are worked off in B *turns*, which begin at the first place, the second, ...
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.lessons import cnn
from dlcourse.nn.cnn.rows import scheme_for
from dlcourse.nn.training.threads import in_parts

BLOCK = 3_000_000  # bytes of tables for a part of the pictures: they stay in a processor's last-level cache
WORK = 20_000_000  # multiplications that make a part large enough for a thread, even if the cache has room for more


@dataclass
class Windows:
    """Where kernels of shape (A, B, C, M) meet pictures, for feature maps of `rows` times `columns` numbers."""

    shape: tuple  # of the kernels
    rows: int
    columns: int
    stride: int
    above: int  # rows of padding
    before: int  # columns of padding on the left
    width: int  # of the pictures
    dtype: np.dtype

    def __post_init__(self):
        A, B, C, M = self.shape
        self.scheme = scheme_for(A, self.stride, self.dtype)
        self.turns = -(-B // self.stride)  # windows so many places apart do not overlap
        self.step = self.turns * self.stride
        self.places = max(-(-(self.width + self.before) // self.stride), self.columns)  # windows in a line, with junk
        self.pitch = self.places * self.stride
        self.lines = self.scheme.lines_of(self.rows)
        self.depth = self.scheme.rows_per_place * C  # numbers at a place
        each = self.scheme.groups * self.lines * (self.pitch * self.depth + self.places * M)
        self.most = max(1, BLOCK // (each * self.dtype.itemsize))  # pictures in a part
        self.work = self.rows * self.columns * A * B * C * M

    def parts(self, count):
        """Slices of some pictures each; their number does not depend on how many threads there are."""
        number = max(-(-count // self.most), min(4, count, count * self.work // WORK), 1)
        number += number > 1 and number % 2  # as many for each of two threads
        size = -(-count // number)
        return [slice(start, start + size) for start in range(0, count, size)]

    def views(self, X):
        """What the kernels meet: for each turn a view (groups, count, B depth) of the table, a row for each window."""
        groups, B = self.scheme.groups, self.shape[1]
        length = len(X) * self.lines * self.pitch
        table = np.empty((groups, (length + self.step + B) * self.depth), self.dtype)
        pixels = table[:, : length * self.depth]
        table[:, length * self.depth :] = 0
        pixels = pixels.reshape(groups, len(X), self.lines, self.pitch, self.scheme.rows_per_place, -1)
        self.scheme.write_lines(X, pixels, above=self.above, before=self.before, stride=self.stride)
        count, wide = self._count(len(X)), self.step * self.depth
        for turn in range(self.turns):
            start = turn * self.stride * self.depth
            rows = table[:, start : start + count * wide].reshape(groups, count, wide)
            yield rows[:, :, : B * self.depth]

    def _count(self, pictures):
        return -(-pictures * self.lines * self.places // self.turns)

    def _lines(self, table, pictures):
        """A table with the numbers of all turns as lines, (groups, pictures, lines, numbers in a line), with junk."""
        groups, numbers = len(table), table.shape[2] // self.turns
        flat = table.reshape(groups, -1)[:, : pictures * self.lines * self.places * numbers]
        return flat.reshape(groups, pictures, self.lines, -1)

    def maps(self, met, kernels, Z, bias=None):
        """Write the feature maps Z (n, rows, columns, M) of what the kernels met; `bias` repeats b along a line."""
        n, M = len(Z), kernels.shape[2]
        products = np.empty((len(kernels), self._count(n), self.turns * M), Z.dtype)
        for turn, rows in enumerate(met):
            np.matmul(rows, kernels, out=products[:, :, turn * M : (turn + 1) * M])
        self.scheme.gather(Z.reshape(n, self.rows, -1), self._lines(products, n), bias)

    def gradients(self, met, dZ):
        """The gradients of the kernels, from what they met and the gradients dZ (n, rows, columns, M)."""
        n, M = len(dZ), dZ.shape[3]
        table = np.empty((self.scheme.groups, self._count(n), self.turns * M), dZ.dtype)
        lines, width = self._lines(table, n), self.columns * M
        lines[..., width:] = 0  # junk has no gradient
        table.reshape(len(table), -1)[:, n * self.lines * self.places * M :] = 0
        self.scheme.gather_backward(dZ.reshape(n, self.rows, -1), lines[..., :width])
        columns = (table[:, :, turn * M : (turn + 1) * M].swapaxes(1, 2) for turn in range(self.turns))
        return sum(turned @ rows for turned, rows in zip(columns, met))  # (M, count) @ (count, B depth)


def feature_maps(X, W, b, rows, columns, stride, padding):
    """What :func:`conv2d` gives, Z (N, R, S, M)."""
    dtype = np.result_type(X, W, b)
    X, W = (array.astype(dtype, copy=False) for array in (X, W))
    windows = Windows(W.shape, rows, columns, stride, padding, padding, X.shape[2], dtype)
    kernels, bias = windows.scheme.kernels(W), np.tile(b, windows.places)
    Z = np.empty((len(X), rows, columns, W.shape[3]), dtype)

    def work(part):
        windows.maps(windows.views(X[part]), kernels, Z[part], bias)

    in_parts(work, windows.parts(len(X)))
    return Z


def kernel_gradients(dZ, X, W, stride, padding):
    """dW and db."""
    dtype = np.result_type(X, W, dZ)
    X, dZ = (array.astype(dtype, copy=False) for array in (X, dZ))
    windows = Windows(W.shape, *dZ.shape[1:3], stride, padding, padding, X.shape[2], dtype)

    def work(part):
        return windows.gradients(windows.views(X[part]), dZ[part]), _sums(dZ[part])

    found, db = map(sum, zip(*in_parts(work, windows.parts(len(X)))))
    return windows.scheme.kernel_gradients(found, W.shape), db


def all_gradients(dZ, X, W, padding):
    """dX, dW and db for stride 1: dX is a convolution of dZ with kernels turned by 180°, and dW is found in it, too.

    X has the shape of its feature maps. So ``sum(dX * X)`` is a function of the turned kernels, and its gradient is dW,
    turned: X takes the place of what comes back to the feature maps, and the table of dZ serves for both.
    """
    A, B, _, _ = W.shape
    dtype = np.result_type(X, W, dZ)
    dZ, X, W = (array.astype(dtype, copy=False) for array in (dZ, X, W))
    turned = W[::-1, ::-1].swapaxes(2, 3)  # (A, B, M, C)
    windows = Windows(turned.shape, *X.shape[1:3], 1, A - 1 - padding, B - 1 - padding, dZ.shape[2], dtype)
    kernels, dX = windows.scheme.kernels(turned), np.empty(X.shape, dtype)

    def work(part):
        met = list(windows.views(dZ[part]))
        windows.maps(met, kernels, dX[part])
        return windows.gradients(met, X[part]), _sums(dZ[part])

    found, db = map(sum, zip(*in_parts(work, windows.parts(len(X)))))
    return dX, windows.scheme.kernel_gradients(found, turned.shape)[::-1, ::-1].swapaxes(2, 3), db


def picture_gradients(dZ, X, W, stride, padding):
    """dX for any stride, by adding for each place of the kernels what it hands back to the pixels that it met."""
    A, B, C, M = W.shape
    _, rows, columns, _ = dZ.shape
    N, H, L, _ = X.shape
    dX = np.empty(X.shape, np.result_type(X, W, dZ))
    size = max(1, BLOCK // (dX.itemsize * max(dX[0].size, dZ[0].size)) // 4)

    def work(part):
        dz = dZ[part]
        padded = np.zeros((len(dz), H + 2 * padding, L + 2 * padding, C), dX.dtype)
        for i, j in np.ndindex(A, B):
            shares = (dz.reshape(-1, M) @ W[i, j].T).reshape(*dz.shape[:3], C)
            padded[:, cnn.places(i, rows, stride), cnn.places(j, columns, stride)] += shares
        dX[part] = padded[:, cnn.places(padding, H), cnn.places(padding, L)]

    in_parts(work, [slice(start, start + size) for start in range(0, N, size)])
    return dX


def _sums(dZ):
    """The sum over all places: of rows of pixels first, as a product, since adding up a narrow table is slow."""
    M = dZ.shape[3]
    rows = dZ.reshape(-1, dZ.shape[2] * M)
    return (np.ones(len(rows), dZ.dtype) @ rows).reshape(-1, M).sum(axis=0)

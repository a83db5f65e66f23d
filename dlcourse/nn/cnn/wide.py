"""The convolution of pictures with many channels: few products of long matrices, whose rows overlap in memory."""

from dataclasses import dataclass

import numpy as np

from dlcourse.lessons import cnn
from dlcourse.nn.cnn.rows import form_for
from dlcourse.nn.training.threads import in_parts

BLOCK = 3_000_000  # bytes that are made of a part of the pictures: they stay in a processor's larger cache
WORK = 20_000_000  # multiplications that are worth another part, so that there is one for each thread


@dataclass
class Windows:
    """Where kernels of shape (A, B, C, M) meet pictures, for `rows` times `columns` places."""

    shape: tuple  # of the kernels
    rows: int
    columns: int
    stride: int
    above: int  # rows and columns of padding
    before: int
    width: int  # of the pictures
    dtype: np.dtype

    def __post_init__(self):
        A, B, C, M = self.shape
        self.form = form_for(A, self.stride, self.dtype)
        self.in_turn = -(-B // self.stride)  # windows that begin so many places apart do not overlap
        self.step = self.in_turn * self.stride
        self.places = max(-(-(self.width + self.before) // self.stride), self.columns)  # in a line
        self.pitch = self.places * self.stride
        self.lines = self.form.lines_of(self.rows)
        self.depth = self.form.numbers_per_place * C  # numbers at a place
        each = self.form.groups * self.lines * (self.pitch * self.depth + self.places * M)
        self.most = max(1, BLOCK // (each * self.dtype.itemsize))  # pictures in a part
        self.work = self.rows * self.columns * A * B * C * M

    def parts(self, count):
        """Slices of some pictures each; their number does not depend on how many threads there are."""
        number = max(-(-count // self.most), min(4, count, count * self.work // WORK), 1)
        number += number > 1 and number % 2  # as many for each of two threads
        size = -(-count // number)
        return [slice(start, start + size) for start in range(0, count, size)]

    def meet(self, X):
        """What the kernels meet: for each turn an array (groups, count, B depth), whose rows lie side by side."""
        groups, B = self.form.groups, self.shape[1]
        length = len(X) * self.lines * self.pitch
        table = np.empty((groups, (length + self.step + B) * self.depth), self.dtype)
        pixels = table[:, : length * self.depth]
        table[:, length * self.depth :] = 0
        pixels = pixels.reshape(groups, len(X), self.lines, self.pitch, self.form.numbers_per_place, -1)
        self.form.spread(X, pixels, above=self.above, before=self.before, stride=self.stride)
        count, wide = self._count(len(X)), self.step * self.depth
        for turn in range(self.in_turn):
            start = turn * self.stride * self.depth
            rows = table[:, start : start + count * wide].reshape(groups, count, wide)
            yield rows[:, :, : B * self.depth]

    def _count(self, pictures):
        return -(-pictures * self.lines * self.places // self.in_turn)

    def _lines(self, table, pictures):
        """A table with a row for each window as lines, (groups, pictures, lines, numbers in a line), junk included."""
        groups, numbers = len(table), table.shape[2] // self.in_turn
        flat = table.reshape(groups, -1)[:, : pictures * self.lines * self.places * numbers]
        return flat.reshape(groups, pictures, self.lines, -1)

    def maps(self, met, kernels, Z, bias=None):
        """Write the feature maps Z (n, rows, columns, M) of what the kernels met; `bias` is one for a whole row."""
        n, M = len(Z), kernels.shape[2]
        products = np.empty((len(kernels), self._count(n), self.in_turn * M), Z.dtype)
        for turn, rows in enumerate(met):
            np.matmul(rows, kernels, out=products[:, :, turn * M : (turn + 1) * M])
        self.form.gather(Z.reshape(n, self.rows, -1), self._lines(products, n), bias)

    def gradients(self, met, dZ):
        """The gradients of the kernels, from what they met and the gradients dZ (n, rows, columns, M)."""
        n, M = len(dZ), dZ.shape[3]
        table = np.empty((self.form.groups, self._count(n), self.in_turn * M), dZ.dtype)
        lines, width = self._lines(table, n), self.columns * M
        lines[..., width:] = 0  # what is no window's has no gradient
        table.reshape(len(table), -1)[:, n * self.lines * self.places * M :] = 0
        self.form.share_out(dZ.reshape(n, self.rows, -1), lines[..., :width])
        columns = (table[:, :, turn * M : (turn + 1) * M].swapaxes(1, 2) for turn in range(self.in_turn))
        return sum(turned @ rows for turned, rows in zip(columns, met))  # (M, count) @ (count, B depth)


def feature_maps(X, W, b, rows, columns, stride, padding):
    """What :func:`conv2d` gives, Z (N, R, S, M)."""
    dtype = np.result_type(X, W, b)
    X, W = (array.astype(dtype, copy=False) for array in (X, W))
    windows = Windows(W.shape, rows, columns, stride, padding, padding, X.shape[2], dtype)
    kernels, bias = windows.form.kernels(W), np.tile(b, windows.places)
    Z = np.empty((len(X), rows, columns, W.shape[3]), dtype)

    def work(part):
        windows.maps(windows.meet(X[part]), kernels, Z[part], bias)

    in_parts(work, windows.parts(len(X)))
    return Z


def kernel_gradients(dZ, X, W, stride, padding):
    """dW and db."""
    dtype = np.result_type(X, W, dZ)
    X, dZ = (array.astype(dtype, copy=False) for array in (X, dZ))
    windows = Windows(W.shape, *dZ.shape[1:3], stride, padding, padding, X.shape[2], dtype)

    def work(part):
        return windows.gradients(windows.meet(X[part]), dZ[part]), _sums(dZ[part])

    found, db = map(sum, zip(*in_parts(work, windows.parts(len(X)))))
    return windows.form.kernel_gradients(found, W.shape), db


def all_gradients(dZ, X, W, padding):
    """dX, dW and db for stride 1: dX is a convolution of dZ with kernels turned by 180°, and dW comes from that one.

    In it the pictures are the feature maps, so that what the turned kernels meet serves for both.
    """
    A, B, _, _ = W.shape
    dtype = np.result_type(X, W, dZ)
    dZ, X, W = (array.astype(dtype, copy=False) for array in (dZ, X, W))
    turned = W[::-1, ::-1].swapaxes(2, 3)  # (A, B, M, C)
    windows = Windows(turned.shape, *X.shape[1:3], 1, A - 1 - padding, B - 1 - padding, dZ.shape[2], dtype)
    kernels, dX = windows.form.kernels(turned), np.empty(X.shape, dtype)

    def work(part):
        met = list(windows.meet(dZ[part]))
        windows.maps(met, kernels, dX[part])
        return windows.gradients(met, X[part]), _sums(dZ[part])

    found, db = map(sum, zip(*in_parts(work, windows.parts(len(X)))))
    return dX, windows.form.kernel_gradients(found, turned.shape)[::-1, ::-1].swapaxes(2, 3), db


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

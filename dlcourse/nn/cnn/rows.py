"""How the rows of a kernel are worked off: all of them in one product, or three or five of them as Winograd does.

Both forms turn pictures into *lines*. A line holds the numbers of `pitch` places after one another: the padding before
a row of pixels and the pixels; the padding before the next line serves as the padding after this one. So whatever a
kernel meets, B places side by side, is one stretch of memory, and nothing is written down B times. Some lines of
windows hold junk in places between rows, which is never used.

A form has `groups` of products, which need `numbers_per_place` numbers of each channel at each place:

- `lines_of(rows)`: how many lines there are for so many rows of windows;
- `spread(X, lines, ...)`: what the kernels meet, for each group;
- `kernels(W)`: the matrices that it is multiplied by, (groups, B numbers_per_place C, M);
- `gather(Z, products)`: from the products of the groups to the rows of the feature maps;
- `share_out(dZ, out)`, `kernel_gradients(found)`: the same the other way round, for the gradient of the kernels.
"""

import numpy as np


class Stacked:
    """Each place of a line holds the pixels of all A rows that a kernel meets there: one product for all of them."""

    groups = 1

    def __init__(self, rows_of_kernel):
        self.numbers_per_place = rows_of_kernel

    def lines_of(self, rows):
        """One for each row of windows."""
        return rows

    def spread(self, X, out, *, above, before, stride):
        """Write the pixels X (n, H, L, C) into out (1, n, lines, pitch, A, C), zeros around them."""
        H, L = X.shape[1:3]
        [out] = out
        out[:, :, :before] = 0
        out[:, :, before + L :] = 0
        for i in range(self.numbers_per_place):
            # Line r meets row stride r + i - above of the picture: those that there are are lines first to last - 1.
            first = max(0, -((i - above) // stride))
            last = max(first, min(out.shape[1], (H - 1 - i + above) // stride + 1))
            out[:, :first, :, i] = 0
            out[:, last:, :, i] = 0
            begin = stride * first + i - above
            out[:, first:last, before : before + L, i] = X[:, begin : begin + stride * (last - first) : stride]

    def kernels(self, W):
        """(A, B, C, M) -> (1, B A C, M): place by place, as the lines are."""
        return W.swapaxes(0, 1).reshape(1, -1, W.shape[3])

    def gather(self, Z, products, bias=None):
        """Write the feature maps Z (n, rows, numbers in a row)."""
        if bias is None:
            Z[...] = products[0][..., : Z.shape[2]]
        else:
            np.add(products[0][..., : Z.shape[2]], bias[: Z.shape[2]], out=Z)

    def share_out(self, dZ, out):
        """Write gradients of feature maps (n, rows, numbers in a row) into out (1, n, lines, numbers in a row)."""
        out[0] = dZ

    def kernel_gradients(self, found, shape):
        """(1, M, B A C) -> (A, B, C, M)."""
        A, B, C, M = shape
        return found.reshape(M, B, A, C).transpose(2, 1, 3, 0)


class Winograd:
    """Two rows of windows at a time: A + 1 products for kernels of A rows, where there would be 2 A.

    Sums of the A + 1 rows d of a picture that two rows of windows meet are multiplied by sums of the rows g of a
    kernel, and sums of these products m are the two rows of a feature map (Lavin and Gray (2016), *Fast algorithms for
    convolutional neural networks*, section 4.1). A product stands for a row of windows here. The gradients of the
    kernels come from the same equations, turned round.
    """

    numbers_per_place = 1
    of_kernels = np.empty((0, 0))  # (groups, A): the sums of the kernels' rows

    @property
    def groups(self):
        """How many products there are."""
        return len(self.of_kernels)

    def lines_of(self, rows):
        """One for two rows of windows; the last row may be one too many."""
        return -(-rows // 2)

    def spread(self, X, out, *, above, before, stride):
        """Write sums of rows of the pixels X (n, H, L, C) into out (groups, n, lines, pitch, 1, C), zeros around."""
        n, H, L, C = X.shape
        lines, pitch = out.shape[2:4]
        rows = 2 * lines + self.of_kernels.shape[1] - 1
        framed = np.empty((n, rows, pitch, C), out.dtype)
        for edge in (np.s_[:, :above], np.s_[:, above + H :], np.s_[:, :, :before], np.s_[:, :, before + L :]):
            framed[edge] = 0
        kept = min(H, rows - above)
        framed[:, above : above + kept, before : before + L] = X[:, :kept]
        pairs = framed.reshape(n, rows // 2, 2, -1)
        shifted = [pairs[:, first : first + lines, odd] for first in range(rows // 2 - lines + 1) for odd in (0, 1)]
        self.add_rows(shifted, out.reshape(self.groups, n, lines, -1))

    def add_rows(self, rows, out):
        """Write the sums of the rows d of the pictures, d[0] to d[A], for each group."""
        raise NotImplementedError

    def kernels(self, W):
        """(A, B, C, M) -> (groups, B C, M)."""
        found = self.of_kernels.astype(W.dtype) @ W.reshape(len(W), -1)
        return found.reshape(self.groups, -1, W.shape[3])

    def kernel_gradients(self, found, shape):
        """(groups, M, B C) -> (A, B, C, M)."""
        _, B, C, M = shape
        rows = self.of_kernels.T.astype(found.dtype) @ found.reshape(self.groups, -1)
        return rows.reshape(-1, M, B, C).transpose(0, 2, 3, 1)


class ThreeRows(Winograd):
    """``m0 = (d0 - d2) g0``, ``m1 = (d1 + d2) (g0 + g1 + g2) / 2``, ``m2 = (d2 - d1) (g0 - g1 + g2) / 2``,
    ``m3 = (d1 - d3) g2``; the rows are ``m0 + m1 + m2`` and ``m1 - m2 - m3``.
    """

    of_kernels = np.array([[2, 0, 0], [1, 1, 1], [1, -1, 1], [0, 0, 2]]) / 2

    def add_rows(self, rows, out):
        """Four sums of four rows."""
        d0, d1, d2, d3 = rows
        np.subtract(d0, d2, out=out[0])
        np.add(d1, d2, out=out[1])
        np.subtract(d2, d1, out=out[2])
        np.subtract(d1, d3, out=out[3])

    def gather(self, Z, products, bias=None):
        """Write the feature maps Z (n, rows, numbers in a row); the products are used up."""
        m0, m1, m2, m3 = products
        if bias is not None:
            m1 += bias  # it is part of both rows
        m0 += m1
        m1 -= m2
        full, width = Z.shape[1] // 2, Z.shape[2]
        np.add(m0[..., :width], m2[..., :width], out=Z[:, ::2])
        np.subtract(m1[:, :full, :width], m3[:, :full, :width], out=Z[:, 1::2])

    def share_out(self, dZ, out):
        """Write what the products get of the gradients dZ (n, rows, numbers in a row)."""
        first, second = _pairs(dZ)
        out[0] = first
        np.add(first, second, out=out[1])
        np.subtract(first, second, out=out[2])
        np.negative(second, out=out[3])


class FiveRows(Winograd):
    """As for three rows; the numbers are those for the places 0, 1, -1, 2, -2 and infinity.

    The rows are ``m0 + m1 + m2 + m3 + m4`` and ``m1 - m2 + 2 (m3 - m4) + m5``.
    """

    of_kernels = (
        np.array(
            [
                *([6, 0, 0, 0, 0], [-4, -4, -4, -4, -4], [-4, 4, -4, 4, -4]),
                *([1, 2, 4, 8, 16], [1, -2, 4, -8, 16], [0, 0, 0, 0, 24]),
            ]
        )
        / 24
    )

    def add_rows(self, rows, out):
        """Six sums of six rows: 4 d0 - 5 d2 + d4, d4 - 4 d2 and d3 - 4 d1 added and subtracted, and so on."""
        d0, d1, d2, d3, d4, d5 = rows
        here, there = np.multiply(d2, -4), np.multiply(d1, -4)
        here += d4
        there += d3
        np.add(here, there, out=out[1])
        np.subtract(here, there, out=out[2])
        np.multiply(d0, 4, out=out[0])
        out[0] -= d2
        out[0] += here
        np.multiply(d3, -4, out=out[5])
        out[5] += d5
        out[5] -= there
        np.subtract(d4, d2, out=here)
        np.subtract(d3, d1, out=there)
        there *= 2
        np.add(here, there, out=out[3])
        np.subtract(here, there, out=out[4])

    def gather(self, Z, products, bias=None):
        """Write the feature maps Z (n, rows, numbers in a row); the products are used up."""
        m0, m1, m2, m3, m4, m5 = products
        if bias is not None:
            m1 += bias  # it is part of both rows
        m0 += m1
        m0 += m2
        m0 += m3
        m1 -= m2
        m3 -= m4
        m3 *= 2
        m1 += m3
        full, width = Z.shape[1] // 2, Z.shape[2]
        np.add(m0[..., :width], m4[..., :width], out=Z[:, ::2])
        np.add(m1[:, :full, :width], m5[:, :full, :width], out=Z[:, 1::2])

    def share_out(self, dZ, out):
        """Write what the products get of the gradients dZ (n, rows, numbers in a row)."""
        first, second = _pairs(dZ)
        out[0] = first
        np.add(first, second, out=out[1])
        np.subtract(first, second, out=out[2])
        twice = np.multiply(second, 2, out=out[5])
        np.add(first, twice, out=out[3])
        np.subtract(first, twice, out=out[4])
        out[5] = second


def _pairs(dZ):
    """The gradients of the first and the second row of each line; a last row alone has zeros beside it."""
    if dZ.shape[1] % 2:
        dZ = np.concatenate([dZ, np.zeros_like(dZ[:, :1])], axis=1)
    return dZ[:, ::2], dZ[:, 1::2]


def form_for(rows_of_kernel, stride, dtype):
    """The form that takes the least time; Winograd's sums have fractions, which whole numbers have no room for."""
    if dtype.kind == "f" and stride == 1 and rows_of_kernel in (3, 5):
        return {3: ThreeRows, 5: FiveRows}[rows_of_kernel]()
    return Stacked(rows_of_kernel)

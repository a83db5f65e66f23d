"""Two schemes for the sum over the rows of a kernel: one product for all of them, or Winograd's algorithm.

Both copy the pictures into *lines*. A line is one row of places: first the padding on the left, then a place for each
pixel, `pitch` places in all; what comes first in the next line serves as the padding on the right. So the B places that
a kernel meets side by side are one stretch of memory, from which a product can read, and no pixel is written down B
times, as in im2col. A window that begins at the end of a line reaches into the next one: its results are junk, and
nothing uses them.

At each place stand `rows_per_place` numbers of each channel. A scheme has so many `groups`: each has lines of its own
and one product with them, and together these give all rows of the feature maps.

- `lines_of(rows)`: how many lines a picture takes for so many rows of feature maps;
- `write_lines(X, out, ...)`: writes the lines of each group;
- `kernels(W)`: for each group the matrix that its lines are multiplied by, (groups, B rows_per_place C, M);
- `gather(Z, products)`: from the products of the groups to the rows of the feature maps;
- `gather_backward(dZ, out)`: the way back through `gather`, from the gradients of the rows to those of the products;
- `kernel_gradients(found, shape)`: the way back through `kernels`, from the gradients of the matrices to that of W.
"""

import numpy as np


class StackedRows:
    """At each place stand the pixels of all A rows that a kernel meets there, so that one product adds them up."""

    groups = 1

    def __init__(self, rows_of_kernel):
        self.rows_per_place = rows_of_kernel

    def lines_of(self, rows):
        """One for each row of the feature maps."""
        return rows

    def write_lines(self, X, out, *, above, before, stride):
        """Write the pixels X (n, H, L, C) into out (1, n, lines, pitch, A, C), zeros around them."""
        H, L = X.shape[1:3]
        [out] = out
        out[:, :, :before] = 0
        out[:, :, before + L :] = 0
        for i in range(self.rows_per_place):
            # Line r meets row stride r + i - above of the picture; lines from `first` to before `last` have such a row.
            first = max(0, -((i - above) // stride))
            last = max(first, min(out.shape[1], (H - 1 - i + above) // stride + 1))
            out[:, :first, :, i] = 0
            out[:, last:, :, i] = 0
            begin = stride * first + i - above
            out[:, first:last, before : before + L, i] = X[:, begin : begin + stride * (last - first) : stride]

    def kernels(self, W):
        """(A, B, C, M) -> (1, B A C, M): in the order of the numbers in a line."""
        return W.swapaxes(0, 1).reshape(1, -1, W.shape[3])

    def gather(self, Z, products, bias=None):
        """Write the feature maps Z (n, rows, numbers in a row)."""
        if bias is None:
            Z[...] = products[0][..., : Z.shape[2]]
        else:
            np.add(products[0][..., : Z.shape[2]], bias[: Z.shape[2]], out=Z)

    def gather_backward(self, dZ, out):
        """Write gradients of feature maps (n, rows, numbers in a row) into out (1, n, lines, numbers in a row)."""
        out[0] = dZ

    def kernel_gradients(self, found, shape):
        """(1, M, B A C) -> (A, B, C, M)."""
        A, B, C, M = shape
        return found.reshape(M, B, A, C).transpose(2, 1, 3, 0)


class WinogradRows:
    """Two rows of the feature maps at a time, with A + 1 products for kernels of A rows, where there would be 2 A.

    Two neighbouring rows of a feature map meet A + 1 rows d of the picture. Sums of these are multiplied by sums of the
    rows g of the kernel, and sums of the products m are the two rows. These are the equations of Winograd's algorithm
    F(2, A) (for three rows in Lavin and Gray (2016), *Fast algorithms for convolutional neural networks*, section 4.1),
    with rows in the place of numbers: each d is a row of pixels, each m one product of matrices, which adds up over
    columns and channels. All equations are linear in the kernels: their gradients go back through the same sums.
    """

    rows_per_place = 1
    of_kernels = np.empty((0, 0))  # (groups, A): the sums of the kernels' rows

    @property
    def groups(self):
        """How many products there are."""
        return len(self.of_kernels)

    def lines_of(self, rows):
        """One for each two rows of the feature maps; the second row of the last line may be one too many."""
        return -(-rows // 2)

    def write_lines(self, X, out, *, above, before, stride):
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


class ThreeRows(WinogradRows):
    """F(2, 3): ``m0 = (d0 - d2) g0``, ``m1 = (d1 + d2) (g0 + g1 + g2) / 2``, ``m2 = (d2 - d1) (g0 - g1 + g2) / 2``,
    ``m3 = (d1 - d3) g2``; the rows are ``m0 + m1 + m2`` and ``m1 - m2 - m3``.
    """

    of_kernels = np.array([[2, 0, 0], [1, 1, 1], [1, -1, 1], [0, 0, 2]]) / 2

    def add_rows(self, rows, out):
        """The first factors of m0 to m3."""
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

    def gather_backward(self, dZ, out):
        """Write the gradients of the products, from those of the feature maps dZ (n, rows, numbers in a row)."""
        first, second = _pairs(dZ)
        out[0] = first
        np.add(first, second, out=out[1])
        np.subtract(first, second, out=out[2])
        np.negative(second, out=out[3])


class FiveRows(WinogradRows):
    """F(2, 5), with the interpolation points 0, 1, -1, 2, -2 and infinity (three rows have 0, 1, -1 and infinity).

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
        """The first factors of m0 to m5: 4 d0 - 5 d2 + d4, (d4 - 4 d2) + (d3 - 4 d1), their difference, and so on."""
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

    def gather_backward(self, dZ, out):
        """Write the gradients of the products, from those of the feature maps dZ (n, rows, numbers in a row)."""
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


def scheme_for(rows_of_kernel, stride, dtype):
    """The one that takes the least time; Winograd's sums have fractions, which whole numbers have no room for."""
    if dtype.kind == "f" and stride == 1 and rows_of_kernel in (3, 5):
        return {3: ThreeRows, 5: FiveRows}[rows_of_kernel]()
    return StackedRows(rows_of_kernel)

"""How the rows of a kernel are worked off: all of them in one product, or three of them as Winograd does.

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
    """Kernels of three rows meet two rows of windows at a time: 4 products where there would be 6.

    Of four rows d0 to d3 of a picture, the kernel's rows g0 to g2 make two rows of a feature map,
    ``d0 g0 + d1 g1 + d2 g2`` and ``d1 g0 + d2 g1 + d3 g2``, in which a product stands for a row of windows. They are
    ``m0 + m1 + m2`` and ``m1 - m2 - m3`` with ``m0 = (d0 - d2) g0``, ``m1 = (d1 + d2) (g0 + g1 + g2) / 2``,
    ``m2 = (d2 - d1) (g0 - g1 + g2) / 2`` and ``m3 = (d1 - d3) g2``
    (Lavin and Gray (2016), *Fast algorithms for convolutional neural networks*, section 4.1). The gradients of the
    kernels come from the same equations, turned round.
    """

    groups = 4
    numbers_per_place = 1

    def lines_of(self, rows):
        """One for two rows of windows; the last row may be one too many."""
        return -(-rows // 2)

    def spread(self, X, out, *, above, before, stride):
        """Write sums and differences of rows of the pixels X (n, H, L, C) into out (4, n, lines, pitch, 1, C)."""
        n, H, L, C = X.shape
        lines, pitch = out.shape[2:4]
        framed = np.empty((n, 2 * lines + 2, pitch, C), out.dtype)
        for edge in (np.s_[:, :above], np.s_[:, above + H :], np.s_[:, :, :before], np.s_[:, :, before + L :]):
            framed[edge] = 0
        kept = min(H, 2 * lines + 2 - above)
        framed[:, above : above + kept, before : before + L] = X[:, :kept]
        even, odd = (framed[:, first::2].reshape(n, lines + 1, -1) for first in (0, 1))  # views: rows are whole
        out = out.reshape(4, n, lines, -1)
        np.subtract(even[:, :-1], even[:, 1:], out=out[0])
        np.add(odd[:, :-1], even[:, 1:], out=out[1])
        np.subtract(even[:, 1:], odd[:, :-1], out=out[2])
        np.subtract(odd[:, :-1], odd[:, 1:], out=out[3])

    def kernels(self, W):
        """(3, B, C, M) -> (4, B C, M)."""
        found = np.empty((4, *W.shape[1:]), W.dtype)
        found[0], found[3] = W[0], W[2]
        outer, middle = (W[0] + W[2]) / 2, W[1] / 2
        np.add(outer, middle, out=found[1])
        np.subtract(outer, middle, out=found[2])
        return found.reshape(4, -1, W.shape[3])

    def gather(self, Z, products, bias=None):
        """Write the feature maps Z (n, rows, numbers in a row); the products are used up."""
        m0, m1, m2, m3 = products
        if bias is not None:
            m1 += bias  # it is part of both sums
        m0 += m1
        m1 -= m2
        full, width = Z.shape[1] // 2, Z.shape[2]
        np.add(m0[..., :width], m2[..., :width], out=Z[:, ::2])
        np.subtract(m1[:, :full, :width], m3[:, :full, :width], out=Z[:, 1::2])

    def share_out(self, dZ, out):
        """Write sums and differences of gradients (n, rows, numbers in a row) into out (4, n, lines, ...)."""
        first, second = dZ[:, ::2], dZ[:, 1::2]
        full = second.shape[1]
        out[0] = first
        np.add(first[:, :full], second, out=out[1, :, :full])
        np.subtract(first[:, :full], second, out=out[2, :, :full])
        np.negative(second, out=out[3, :, :full])
        if full < first.shape[1]:  # an odd number of rows: the last one has no second
            out[1, :, full], out[2, :, full], out[3, :, full] = first[:, full], first[:, full], 0

    def kernel_gradients(self, found, shape):
        """(4, M, B C) -> (3, B, C, M)."""
        _, B, C, M = shape
        g0, g1, g2, g3 = found.reshape(4, M, B, C).transpose(0, 2, 3, 1)
        half = (g1 + g2) / 2
        return np.stack([g0 + half, (g1 - g2) / 2, half + g3])

"""Where a kernel finds its places, for any size, stride and padding."""

import numpy as np
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.patches import Rectangle

from dlcourse.explore._explorer import Explorer, slider
from dlcourse.figures.style import BACK, INK, PAPER, PIXEL, QUIET, SIGNAL
from dlcourse.lessons import cnn as lesson

MOST = 9  # pixels of the largest picture along a side
FRAME = 2  # and of the widest frame


class _Sizes(Explorer):
    def __init__(self):
        controls = {
            "size": slider("picture", 7, 5, MOST, 1),
            "kernel": slider("kernel", 3, 1, 5, 1),
            "stride": slider("stride", 2, 1, 3, 1),
            "padding": slider("padding", 1, 0, FRAME, 1),
        }
        super().__init__("size, kernel, stride and padding", controls, size=(7.0, 3.6))

    def build(self):
        self.axes = left, right = self.figure.subplots(1, 2)
        for axes, title in ((left, "Picture, zeros around it"), (right, "Feature map")):
            axes.set(aspect="equal", anchor="NW", title=title)
            axes.set_axis_off()
        self.pixels = left.add_collection(PatchCollection([], fc=PIXEL, ec=PAPER, lw=1.5))
        self.zeros = left.add_collection(PatchCollection([], fc=PAPER, ec=QUIET, lw=0.8, linestyle=(0, (2, 2))))
        self.corners = left.plot([], [], "s", color=INK, ms=6, zorder=4, label="corner of a place")[0]
        names = {"first place": (INK, "-"), "second place": (BACK, (0, (4, 2)))}
        self.windows = [
            left.add_patch(Rectangle((0, 0), 1, 1, fill=False, lw=3, zorder=3, ec=colour, ls=line, label=name))
            for name, (colour, line) in names.items()
        ]
        self.unused = left.add_collection(LineCollection([], color=INK, lw=1.2, zorder=2, label="in no place, if any"))
        self.cells = right.add_collection(PatchCollection([], fc=SIGNAL, ec=PAPER, lw=1.5))
        self.text = right.text(0, -0.5, "", va="center")
        self.figure.legend(loc="outside lower left", ncols=4)
        return [self.pixels, self.zeros, self.unused, *self.windows, self.corners, self.cells, self.text]

    def draw(self, size, kernel, stride, padding):
        count = lesson.conv_output_size(size, kernel, stride, padding)
        # As near as it fits, in both alike: a number of the map is as large as a pixel.
        low, high = -padding - 0.15, size + padding + 0.15
        self.axes[0].set(xlim=(low, high), ylim=(high, low - 0.85))
        self.axes[1].set(xlim=(-0.15, high - low - 0.15), ylim=(high - low - 0.15, -1))
        whole = range(-padding, size + padding)
        inside = [(r, c) for r in whole for c in whole if 0 <= r < size and 0 <= c < size]
        frame = [(r, c) for r in whole for c in whole if not (0 <= r < size and 0 <= c < size)]
        self.pixels.set_paths([_square(r, c) for r, c in inside])
        self.zeros.set_paths([_square(r, c) for r, c in frame])
        starts = [-padding + stride * k for k in range(count)]
        down, across = np.meshgrid(starts, starts)
        self.corners.set_data(across.ravel() + 0.5, down.ravel() + 0.5)
        for number_of_window, window in enumerate(self.windows):
            window.set(x=starts[min(number_of_window, count - 1)], y=starts[0], width=kernel, height=kernel)
        left = size + 2 * padding - (stride * (count - 1) + kernel)
        last = range(size + padding - left, size + padding)
        unused = [(r, c) for r in last for c in whole] + [(c, r) for r in last for c in whole]
        self.unused.set_segments([[(c + 0.2, r + 0.2), (c + 0.8, r + 0.8)] for r, c in unused])
        self.cells.set_paths([_square(r, c) for r, c in np.ndindex(count, count)])
        places = f"{count} place{'s' if count > 1 else ''} along a side"  # the formula is the next exercise
        self.text.set_text(places)
        words = f"A kernel of {kernel}×{kernel} on {size}×{size} pixels with stride {stride} and padding {padding}: "
        words += f"{places}, so the feature map has {count}×{count} numbers. "
        words += "Each small square is the upper left corner of a place of the kernel."
        if left:
            words += f" The last {left} {'row and column are' if left == 1 else 'rows and columns are'} in no window."
        return words


def _square(row, column):
    return Rectangle((column, row), 1, 1)


def sizes():
    """Where a kernel finds its places, for any size, stride and padding.

    Returns
    -------
    Explorer
        Its controls: `size`, `kernel`, `stride`, `padding`.
    """
    return _Sizes()

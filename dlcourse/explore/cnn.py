"""The explorers of lesson 08: a kernel that slides, sizes and strides, feature maps of a digit that moves."""

import numpy as np
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.patches import Rectangle

from dlcourse.experiments.cnn import photograph_kernels
from dlcourse.explore._explorer import Explorer, asked, choice, slider
from dlcourse.explore._pictures import bare, frame
from dlcourse.figures.forward import Bars
from dlcourse.figures.style import BACK, INK, INKED, LIGHT, PALE, PAPER, PIXEL, QUIET, SIGNAL, number, percent
from dlcourse.lessons import cnn as lesson
from dlcourse.lessons import forward

SIX = """
..##....
.##.....
.#......
.####...
.##..#..
.#...##.
.##..##.
..####..
"""


def _drawn(text):
    """A picture from its drawing, in which # is ink."""
    return np.array([[float(sign == "#") for sign in line] for line in text.split()])


def _sum_of(window, *arguments):
    """What the window function, perhaps the learner's, gives as one number; or None and what is wrong with it."""
    value, complaint = asked(lambda: np.asarray(window(*arguments), dtype=float))
    if not complaint and (value.ndim or not np.isfinite(value)):
        complaint = f"Your function gives the shape {value.shape}: want one finite number."
    return (None, complaint) if complaint else (float(value), "")


def _short(value):
    """At most one digit after the point."""
    return number(value, 1).removesuffix(".0")


class _Sliding(Explorer):
    def __init__(self, picture, kernels, window):
        self.drawing, self.kernels, self.window = np.asarray(picture, dtype=float), kernels, window
        height, width = (side - 2 for side in self.drawing.shape)
        self.maps = {name: self._map(kernel) for name, kernel in kernels.items()}
        controls = {
            "row": slider("down", 1, 0, height - 1, 1),
            "column": slider("across", 1, 0, width - 1, 1),
            "kernel": choice("kernel", kernels),
        }
        super().__init__("a kernel that slides over a picture, and the sum at each place", controls, size=(7.0, 2.95))

    def _map(self, kernel):
        rows, columns = (side - 2 for side in self.drawing.shape)
        values = np.zeros((rows, columns))
        for r, s in np.ndindex(rows, columns):
            values[r, s] = _sum_of(self.window, *self._arguments(r, s, kernel))[0] or 0.0
        return values

    def _arguments(self, row, column, kernel):
        return self.drawing[row : row + 3, column : column + 3, None], np.asarray(kernel, dtype=float)[:, :, None], 0.0

    def build(self):
        height, width = self.drawing.shape
        # A pixel of the picture and a number of the map are squares of one size.
        left, middle, right = self.figure.subplots(1, 3, width_ratios=[width, width, width - 2])
        left.imshow(self.drawing, cmap=INKED, vmin=0, vmax=1.6, extent=(0, width, height, 0))
        bare(left, "Picture")
        self.frame = frame(left, 3)
        middle.set(xlim=(0, 3), ylim=(3, 0), aspect="equal")
        self.cells = middle.imshow(np.zeros((3, 3)), cmap=INKED, vmin=0, vmax=1.6, extent=(0, 3, 3, 0))
        lines = [middle.hlines([1, 2], 0, 3, color=PALE), middle.vlines([1, 2], 0, 3, color=PALE)]
        rims = bare(middle, "Pixel · weight")
        at = {"ha": "center", "va": "center", "size": 10, "color": INK}
        at["bbox"] = {"boxstyle": "round,pad=0.15", "fc": PAPER, "ec": "none", "alpha": 0.85}
        self.texts = [middle.text(j + 0.5, i + 0.5, "", **at) for i, j in np.ndindex(3, 3)]
        self.shown = right.imshow(np.zeros((2, 2)), cmap=LIGHT, extent=(0, width - 2, height - 2, 0))
        rims += bare(right, "Feature map")
        self.place = frame(right, 1)
        return [self.frame, self.cells, *lines, *self.texts, self.shown, *rims, self.place]

    def draw(self, row, column, kernel):
        weights, values = np.asarray(self.kernels[kernel], dtype=float), self.maps[kernel]
        pixels = self.drawing[row : row + 3, column : column + 3]
        self.frame.set_xy((column, row))
        self.place.set_xy((column, row))
        self.cells.set_data(pixels)
        for text, pixel, weight in zip(self.texts, pixels.ravel(), weights.ravel()):
            text.set_text(f"{_short(pixel)} · {_short(weight)}")
        largest = max(np.abs(values).max(), 1e-12)
        self.shown.set(data=values, clim=(-largest, largest))
        total, complaint = _sum_of(self.window, *self._arguments(row, column, weights))
        where = f"Kernel “{kernel}” at row {row}, column {column}"
        if complaint:
            return f"{where}: {complaint}"
        added = [p * w for p, w in zip(pixels.ravel(), weights.ravel()) if p * w]
        sum_of = " ".join(number(a, 1, sign=True) for a in added).lstrip("+") or "0"
        scale = f"In the feature map, {number(largest, 1)} is white, 0 grey and {number(-largest, 1)} black."
        return f"{where}: {sum_of} = {number(total, 1)}. {scale}"


def sliding(picture=None, kernels=None, window=None):
    """A kernel of 3 x 3 weights that slides over a picture, with the sum at each place.

    Parameters
    ----------
    picture : array (H, L), optional
        Numbers from 0 (paper) to 1 (ink); a drawn 6 if left out.
    kernels : dict of str to array (3, 3), optional
        Names and weights; edges, blur and sharpening if left out.
    window : function, optional
        The learner's own ``conv2d_window(window, kernel, bias)``; the lesson's if left out.

    Returns
    -------
    Explorer
        Its controls: `row`, `column`, `kernel`.
    """
    picture = _drawn(SIX) if picture is None else picture
    return _Sliding(picture, kernels or photograph_kernels(), window or lesson.conv2d_window)


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
        self.unused = left.add_collection(LineCollection([], color=INK, lw=1.2, zorder=2, label="in no place"))
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


class _FeatureMaps(Explorer):
    def __init__(self, network, pictures, most):
        self.network, self.pictures, self.most = network, np.asarray(pictures, dtype=float), most
        controls = {
            "digit": slider("picture", 0, 0, len(pictures) - 1, 1),
            "down": slider("shift down", 0, -most, most, 1),
            "across": slider("shift right", 0, -most, most, 1),
        }
        super().__init__("the feature maps of a network as its input is shifted", controls, size=(7.0, 4.0))

    def build(self):
        left, right = self.figure.add_gridspec(1, 2, width_ratios=[1, 2.6])
        parts = left.subgridspec(2, 1, height_ratios=[1, 1.35])
        (picture, bars), maps = [self.figure.add_subplot(part) for part in parts], right.subgridspec(2, 4).subplots()
        side = self.pictures.shape[1]
        self.input = picture.imshow(np.zeros((side, side)), cmap=INKED, vmin=0, vmax=1)
        rims = bare(picture, "Input")
        names = [str(digit) for digit in range(self.network.outputs(self.pictures[:1]).shape[1])]
        self.bars = Bars(bars, names, room=1.6, size=8)
        self.maps = []
        for number_of_map, axes in enumerate(maps.ravel()):
            self.maps.append(axes.imshow(np.zeros((side, side)), cmap=LIGHT, vmin=0, vmax=1))
            rims += bare(axes, "" if number_of_map else "Feature maps", f"map {number_of_map + 1}")
        return [self.input, *self.bars.moving, *self.maps, *rims]

    def _first_maps(self, X):
        Z, _ = self.network.layers[0].forward(X)
        return np.maximum(Z, 0)[0]

    def _answer(self, still, moved):
        """The first layer's maps of both pictures, and the probabilities of the second one."""
        return self._first_maps(still), self._first_maps(moved), forward.softmax(self.network.outputs(moved))[0]

    def draw(self, digit, down, across):
        still = self.pictures[digit : digit + 1]
        moved = shifted(still, down, across)
        answer, complaint = asked(self._answer, still, moved, what="Your network does not answer")
        if complaint:
            return complaint
        before, maps, P = answer
        self.input.set_data(moved[0, :, :, 0])
        self.bars.show(P)
        largest = max(before.max(), 1e-12)
        for image, values in zip(self.maps, np.moveaxis(maps, 2, 0)):
            image.set(data=values, clim=(0, largest))
        words = f"Picture {digit}, shifted by {number(down, 0)} down and {number(across, 0)} to the right: "
        words += f"the network reads {P.argmax()}, "
        words += f"with {percent(P.max())}. "
        if not down and not across:
            return words + "The maps show what the first layer sends on: light where a kernel finds what it looks for."
        same = np.abs(maps - shifted(before[None], down, across)[0])
        edge = max(abs(down), abs(across)) + 1
        inner = same[edge:-edge, edge:-edge]
        if inner.max() < 1e-9:
            return words + "Away from the edge, each map is the old one, moved just as far."
        return words + f"The moved maps differ from the old ones by up to {number(inner.max())}."


def shifted(X, down, across):
    """Pictures (N, H, L, C) moved down and to the right; what comes in is 0."""
    moved = np.roll(X, (down, across), axis=(1, 2))
    for axis, by in ((1, down), (2, across)):
        empty = [slice(None)] * 4
        empty[axis] = slice(0, by) if by >= 0 else slice(by, None)
        moved[tuple(empty)] = 0
    return moved


def feature_maps(network, pictures, most=2):
    """The feature maps of the first layer of a network, and what it reads, as its input is shifted.

    Parameters
    ----------
    network : Network
        Its first layer makes 8 feature maps of the size of the picture.
    pictures : array (N, H, H, 1)
        Numbers from 0 (paper) to 1 (ink), with room to move by `most` pixels.
    most : int
        How far to shift, at most.

    Returns
    -------
    Explorer
        Its controls: `digit`, `down`, `across`.
    """
    return _FeatureMaps(network, pictures, most)

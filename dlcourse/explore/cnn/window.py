"""A kernel that slides over a picture."""

import numpy as np

from dlcourse.experiments.cnn import photograph_kernels
from dlcourse.explore._explorer import Explorer, asked, choice, slider
from dlcourse.explore._pictures import bare, frame
from dlcourse.figures.style import INK, INKED, LIGHT, PALE, PAPER, number
from dlcourse.lessons import cnn as lesson

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

"""A sheet to draw on, and all feature maps of a network under the drawing."""

import numpy as np

from dlcourse.explore._controls import Pad
from dlcourse.explore._explorer import Explorer, asked, slider
from dlcourse.explore._pictures import bare
from dlcourse.explore.cnn.maps import shifted
from dlcourse.explore.pad import SIZE, DrawingPad
from dlcourse.explore.start_here import FIVE
from dlcourse.figures.forward import Bars
from dlcourse.figures.style import INKED, LIGHT, number, percent
from dlcourse.lessons import forward
from dlcourse.nn.training import ReLU

STAGES = ("First layer", "Second layer")  # so many are shown
GAP = 1  # numbers between two maps


class _Watch(DrawingPad):
    def __init__(self, network, drawing, size, room):
        self.network, self.size, self.room = network, size, room
        controls = {
            "drawing": Pad("drawing", drawing),
            "down": slider("shift down", 0, -room, room, 1),
            "across": slider("shift right", 0, -room, room, 1),
        }
        name = "a sheet to draw a digit on, and the feature maps of a network under it"
        Explorer.__init__(self, name, controls, size=(7.0, 4.3))

    def build(self):
        side = self.size + 2 * self.room
        blank = np.zeros((1, side, side, 1))
        maps, P = self._answer(blank)
        left, right = self.figure.add_gridspec(1, 2, width_ratios=[1, 2.1])
        sheet, bars = [self.figure.add_subplot(part) for part in left.subgridspec(2, 1, height_ratios=[1, 1.3])]
        self.seen = sheet.imshow(blank[0, :, :, 0], cmap=INKED, vmin=0, vmax=1)
        moving = [self.seen, *bare(sheet, "What it sees")]
        self.bars = Bars(bars, range(P.size), room=1.6, size=8)
        self.stages = []
        heights = [_tiled(each).shape[0] / _tiled(each).shape[1] for each in maps]
        parts = right.subgridspec(len(maps), 1, height_ratios=heights)
        for stage, part, each in zip(STAGES, parts, maps):
            axes = self.figure.add_subplot(part)
            axes.set_title(f"{stage}: {each.shape[2]} maps of {each.shape[0]}×{each.shape[1]}")
            axes.set_axis_off()
            self.stages.append(axes.imshow(_tiled(each), cmap=LIGHT, vmin=0, vmax=1, interpolation="nearest"))
        return [*moving, *self.bars.moving, *self.stages]

    def _answer(self, X):
        """The maps (H, L, M) after the first ReLUs, and the probabilities."""
        maps = []
        for layer in self.network.layers:
            X, _ = layer.forward(X)
            if isinstance(layer, ReLU) and X.ndim == 4 and len(maps) < len(STAGES):
                maps.append(X[0])
        return maps, forward.softmax(X)[0]

    def draw(self, drawing, down, across):
        digit = self.array(self.size, like="digits" if self.size == SIZE else "mnist")
        X = shifted(np.pad(digit, self.room)[None, :, :, None], down, across)
        self.seen.set_data(X[0, :, :, 0])
        answer, complaint = asked(self._answer, X, what="Your network does not answer")
        for artist in self.bars.moving:
            artist.set_visible(bool(drawing and not complaint))
        if complaint:
            return complaint
        maps, P = answer
        for image, each in zip(self.stages, maps):
            image.set(data=_tiled(each), clim=(0, max(each.max(), 1e-12)))
        if not drawing:
            return "Nothing is drawn yet: draw a digit on the sheet, with mouse, finger or keys."
        self.bars.show(P)
        first, second = np.argsort(-P, kind="stable")[:2]
        words = f"It reads {first} ({percent(P[first])}), then {second} ({percent(P[second])}). "
        if down or across:
            words += f"The drawing is moved by {number(down, 0)} down and {number(across, 0)} to the right. "
        silent = [int(np.sum(each.max(axis=(0, 1)) == 0)) for each in maps]
        quiet = " and ".join(f"{count} of {each.shape[2]}" for count, each in zip(silent, maps))
        return f"{words}In the maps, 0 is black and the largest number of the layer white; all black are {quiet} maps."


def _tiled(maps):
    """The maps (H, L, M) in two rows, with gaps in between."""
    H, L, M = maps.shape
    columns = -(-M // 2)
    table = np.full((2 * (H + GAP) - GAP, columns * (L + GAP) - GAP), np.nan)
    for k in range(M):
        i, j = (k // columns) * (H + GAP), (k % columns) * (L + GAP)
        table[i : i + H, j : j + L] = maps[:, :, k]
    return np.ma.masked_invalid(table)


def watch(network, drawing=FIVE, *, size=SIZE, room=2):
    """A sheet to draw a digit on, and what a network makes of it: its feature maps, and what it reads.

    Parameters
    ----------
    network : Network
        For pictures (N, size + 2 room, size + 2 room, 1); shown is what comes out of its first two ReLUs with feature
        maps.
    drawing : list of list of (x, y), optional
        The lines that are on it at first, from 0 to 1 across and down; a five if left out.
    size : int
        Rows and columns of a digit: 8 as the course's, or 28 as MNIST's.
    room : int
        How many empty pixels are around a digit, and so how far it can be moved.

    Returns
    -------
    DrawingPad
        Its controls: `drawing`, `down`, `across`; ``.array()`` gives the drawing as numbers.
    """
    return _Watch(network, drawing, size, room)

"""A sheet to draw on, with all layers of a network under the drawing, and a map of what its answer hangs on."""

import numpy as np

from dlcourse.experiments import representations as world
from dlcourse.experiments.representations.world import Lines, object_lines, rendered
from dlcourse.explore._controls import Pad
from dlcourse.explore._explorer import Explorer, asked, slider
from dlcourse.explore._pictures import bare
from dlcourse.explore._strokes import _thinned
from dlcourse.explore.pad import DrawingPad
from dlcourse.figures.forward import Bars
from dlcourse.figures.style import INKED, LIGHT, SCORED, number, percent
from dlcourse.lessons import forward
from dlcourse.lessons.representations import saliency_map

SIDE, LONGEST, INK = 28, 15, 0.8  # pixels of a sheet, of the longer side of what is drawn; how black it is
ROOM = 5  # pixels it can be moved to each side
ROWS = {"conv1": 1, "conv2": 2, "conv3": 2}  # of tiles


def strokes(drawn):
    """Lines of the world of drawings as lines of a pen, from 0 to 1 across and down."""
    turn = np.linspace(0, 2 * np.pi, 17)
    rings = [m + r * np.stack([np.cos(turn), np.sin(turn)], axis=1) for m, r in zip(drawn.middle, drawn.radius)]
    every = [np.stack(ends) for ends in zip(drawn.start, drawn.end)] + rings
    points = np.concatenate(every)
    low, extent = points.min(axis=0), np.ptp(points, axis=0).max()
    return [[tuple(point) for point in (0.15 + 0.7 * (line - low) / extent).round(3).tolist()] for line in every]


def as_sheet(drawing, down=0, across=0):
    """What was drawn as a sheet (28, 28) of the world: as large as its objects, with lines as thick as theirs."""
    lines = [_thinned(np.asarray(line, dtype=float).reshape(-1, 2), 0.01) for line in drawing if len(line)]
    if not lines:
        return np.zeros((SIDE, SIDE))
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = LONGEST / max((high - low).max(), 0.1)  # a dot stays one
    moved = [(line - (low + high) / 2) * scale + (SIDE - 1) / 2 + [across, down] for line in lines]
    start = np.concatenate([line[:-1] if len(line) > 1 else line for line in moved])
    end = np.concatenate([line[1:] if len(line) > 1 else line for line in moved])
    return rendered(Lines(start, end, np.zeros((0, 2)), np.zeros(0)), INK)


def tiled(maps, rows):
    """Maps (H, L, M) in so many rows, with gaps of a pixel in between."""
    H, L, M = maps.shape
    columns = -(-M // rows)
    table = np.full((rows * (H + 1) - 1, columns * (L + 1) - 1), np.nan)
    for k in range(M):
        i, j = k // columns * (H + 1), k % columns * (L + 1)
        table[i : i + H, j : j + L] = maps[:, :, k]
    return np.ma.masked_invalid(table)


class _Sheet(DrawingPad):
    def __init__(self, drawing, saliency):
        self.network, self.saliency, self.names = world.drawing_network(), saliency, list(world.OBJECTS)
        controls = {
            "drawing": Pad("drawing", drawing),
            "down": slider("shift down", 0, -ROOM, ROOM, 1),
            "across": slider("shift right", 0, -ROOM, ROOM, 1),
        }
        Explorer.__init__(self, "a sheet to draw on, and all layers of a network under it", controls, size=(7.0, 4.6))

    def array(self):
        """What was drawn, as numbers.

        Returns
        -------
        array (28, 28)
            From 0 (paper) to 0.8 (ink); zeros where nothing was drawn.
        """
        return as_sheet(**self.values)

    def build(self):
        left, right = self.figure.add_gridspec(1, 2, width_ratios=[1, 1.9])
        parts = left.subgridspec(3, 1, height_ratios=[1.1, 1, 1.1])
        sheet, bars, hangs = [self.figure.add_subplot(part) for part in parts]
        blank = np.zeros((SIDE, SIDE))
        self.seen = sheet.imshow(blank, cmap=INKED, vmin=0, vmax=1)
        self.hangs = hangs.imshow(blank, cmap=SCORED, vmin=0, vmax=1)
        moving = [self.seen, *bare(sheet, "What it sees"), self.hangs, *bare(hangs, "Saliency")]
        self.bars = Bars(bars, self.names, room=1.7, size=7.5)
        found, self.stages = world.activations(self.network, blank[None, :, :, None]), {}
        tables = {name: tiled(found[name][0], rows) for name, rows in ROWS.items()}
        heights = [1.4 * table.shape[0] / table.shape[1] + 0.05 for table in tables.values()]
        parts = right.subgridspec(4, 1, height_ratios=[*heights, 0.1])
        *rows, last = [self.figure.add_subplot(part) for part in parts]
        for axes, (name, table) in zip(rows, tables.items()):
            count, side = found[name].shape[3], found[name].shape[1]
            axes.set_title(f"{name.capitalize()}: {count} maps of {side}×{side}")
            self.stages[name] = axes.imshow(table, cmap=LIGHT, vmin=0, vmax=1, interpolation="nearest")
        last.set_title("Dense: 32 numbers")
        self.stages["dense"] = last.imshow(found["dense"], cmap=LIGHT, vmin=0, vmax=1, aspect="auto")
        for axes in (*rows, last):
            axes.set(anchor="NW", xticks=[], yticks=[])
            axes.set_axis_off()
        return [*moving, *self.bars.moving, *self.stages.values()]

    def _hangs(self, X, best):
        network = self.network
        found = self.saliency(X, network.forward, network.input_gradient, labels=np.array([best]))
        return np.asarray(found, dtype=float).reshape(SIDE, SIDE)

    def draw(self, drawing, down, across):
        X = as_sheet(drawing, down, across)[None, :, :, None]
        self.seen.set_data(X[0, :, :, 0])
        found = world.activations(self.network, X)
        for name, image in self.stages.items():
            table = found[name] if name == "dense" else tiled(found[name][0], ROWS[name])
            image.set(data=table, clim=(0, max(found[name].max(), 1e-12)))
        P = forward.softmax(found["head"])[0]
        self.bars.show(P)
        first, second = np.argsort(-P, kind="stable")[:2]
        hangs, complaint = asked(self._hangs, X, first, what="Your map of the saliency fails")
        for artist in (*self.bars.moving, self.hangs):
            artist.set_visible(bool(drawing))
        if not drawing:
            return "Nothing is drawn yet: draw one of the six objects on the sheet, with mouse, finger or keys."
        words = (
            f"It reads {self.names[first]} ({percent(P[first])}), then {self.names[second]} ({percent(P[second])}). "
        )
        if down or across:
            words += f"The drawing is moved by {number(down, 0)} down and {number(across, 0)} to the right. "
        if complaint:
            self.hangs.set_data(np.zeros((SIDE, SIDE)))
            return words + complaint
        self.hangs.set(data=hangs, clim=(0, max(hangs.max(), 1e-12)))
        row, column = np.unravel_index(hangs.argmax(), hangs.shape)
        on_ink = percent(hangs[X[0, :, :, 0] > 0].sum() / max(hangs.sum(), 1e-12))
        return (
            f"{words}Its score of {number(found['head'].max(), 1)} hangs most on row {row}, column {column}; {on_ink} "
            "of the map lie on ink. In each layer's maps, 0 is black and its largest number white."
        )


def pad(drawing=None, *, saliency=saliency_map):
    """A sheet to draw one of the six objects on, the layers of the network under it, and what its answer hangs on.

    Parameters
    ----------
    drawing : list of list of (x, y), optional
        The lines that are on it at first, from 0 to 1 across and down; a toy horse if left out.
    saliency : function
        As the learner's ``saliency_map(pictures, forward, backward, *, labels)``.

    Returns
    -------
    DrawingPad
        Its controls: `drawing`, `down`, `across`; ``.array()`` gives the sheet as numbers.
    """
    start = strokes(object_lines(world.OBJECTS["toy horse"])) if drawing is None else drawing
    return _Sheet(start, saliency)

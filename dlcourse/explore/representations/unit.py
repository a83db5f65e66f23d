"""A unit of a network: its strongest patches, a picture that it asked for, and what it says to a drawing."""

import functools

import numpy as np

from dlcourse.experiments import representations as world
from dlcourse.explore._explorer import Explorer, choice, slider
from dlcourse.explore._pictures import bare, frame
from dlcourse.figures.style import INKED, LIGHT, number
from dlcourse.lessons.representations import activation_maximization_step, top_patches

SIDE = 28
UNITS = {"conv1": 8, "conv2": 16, "conv3": 32, "dense": 32}
FIELDS = world.FIELDS | {"dense": (SIDE, SIDE)}
PASSED = {"conv1": 1, "conv2": 4, "conv3": 7, "dense": 10}  # layers up to the sums of a unit, before its ReLU
PATCHES, DRAWN, SHOWN = 5, 300, 12  # patches of a unit, drawings they come from, drawings to choose from
UPHILL = {"steps": 60, "learning_rate": 0.05, "decay": 0.05}


@functools.cache
def catalogue():
    """All that does not hang on a choice: drawings, answers (N, R, S, units) and pictures uphill, for each layer."""
    network = world.drawing_network()
    drawn = world.drawings(DRAWN, np.random.default_rng(9))
    answers = {name: made for name, made in world.activations(network, drawn.X).items() if name in UNITS}
    answers["dense"] = answers["dense"][:, None, None]
    wished = {}
    for layer, count in UNITS.items():
        how = {"side": FIELDS[layer][0], "layer": PASSED[layer], **UPHILL}
        wished[layer], _ = world.uphill(
            network, list(range(count)), activation_maximization_step, np.random.default_rng(0), **how
        )
    return network, drawn, answers, wished


def some_of_each(y, count):
    """The places of so many drawings, the classes in turn."""
    turns = zip(*(np.flatnonzero(y == c) for c in np.unique(y)))
    return [int(place) for turn in turns for place in turn][:count]


class _Units(Explorer):
    def __init__(self, own):
        self.network, self.drawn, self.answers, self.wished = catalogue()
        self.sheets = [(self.drawn.names[self.drawn.y[n]], self.drawn.X[n]) for n in some_of_each(self.drawn.y, SHOWN)]
        if own is not None:
            own = np.asarray(own, dtype=float)
            if own.shape != (SIDE, SIDE):
                raise ValueError(f"own has the shape {own.shape}: want ({SIDE}, {SIDE})")
            self.sheets.append(("your drawing", own[:, :, None]))
        controls = {
            "layer": choice("layer", list(UNITS), "conv2"),
            "unit": slider("unit", 3, 0, max(UNITS.values()) - 1, 1),
            "drawing": slider("drawing", len(self.sheets) - 1 if own is not None else 0, 0, len(self.sheets) - 1, 1),
        }
        super().__init__("a unit of a network: what it answers to", controls, size=(7.0, 4.1))

    def build(self):
        upper, lower = self.figure.add_gridspec(2, 1, height_ratios=[1, 1.7])
        blank, moving = np.zeros((SIDE, SIDE)), []
        self.patches = []
        for k, axes in enumerate(upper.subgridspec(1, PATCHES).subplots()):
            self.patches.append(axes.imshow(blank, cmap=INKED, vmin=0, vmax=1, extent=(0, 1, 1, 0)))
            moving += bare(axes, "Patches that excite it most" if k == 0 else "")
        asked, sheet, places = lower.subgridspec(1, 3).subplots()
        self.wish = asked.imshow(blank, cmap=INKED, vmin=0, vmax=1, extent=(0, 1, 1, 0))
        self.seen = sheet.imshow(blank, cmap=INKED, vmin=0, vmax=1)
        self.map = places.imshow(blank, cmap=LIGHT, vmin=0, vmax=1, extent=(0, 1, 1, 0))
        titles = {asked: "A picture it asked for", sheet: "A drawing", places: "What it says to it"}
        for axes, title in titles.items():
            moving += bare(axes, title)
        self.square = frame(sheet, 5)
        return [*self.patches, self.wish, self.seen, self.map, *moving, self.square]

    def _answer(self, layer, unit, X):
        """The unit's answers to a sheet, (R, S)."""
        found = world.activations(self.network, X[None])[layer][0]
        return found[..., unit] if found.ndim == 3 else found[unit].reshape(1, 1)

    def draw(self, layer, unit, drawing):
        count, (size, stride) = UNITS[layer], FIELDS[layer]
        asked_for, unit = unit, min(unit, count - 1)
        maps, (name, X) = self.answers[layer][..., unit], self.sheets[drawing]
        patches = top_patches(self.drawn.X[..., 0], maps, count=PATCHES, size=size, stride=stride)
        for image, patch in zip(self.patches, patches):
            image.set(data=patch, visible=bool(maps.max() > 0))
        self.wish.set_data(self.wished[layer][unit, :, :, 0])
        self.seen.set_data(X[:, :, 0])
        said, largest = self._answer(layer, unit, X), maps.max()
        self.map.set(data=said, clim=(0, max(largest, said.max(), 1e-12)))
        row, column = (stride * int(k) for k in np.unravel_index(said.argmax(), said.shape))
        self.square.set(x=column - 0.5, y=row - 0.5, width=size, height=size, visible=bool(said.max() > 0))
        words = f"Unit {unit} of {layer}, which has {count}; "
        words += f"{asked_for} is beyond its last. " if asked_for > unit else f"it sees {size}×{size} pixels. "
        if largest <= 0:
            words += f"It is silent on all {DRAWN} drawings, so it has no patches. "
        else:
            order = np.argsort(-maps.reshape(len(maps), -1).max(axis=1), kind="stable")[:PATCHES]
            words += f"Its patches come from: {', '.join(self.drawn.names[self.drawn.y[n]] for n in order)}. "
        if said.max() <= 0:
            return f"{words}To drawing {drawing} ({name}) it says nothing: 0 everywhere."
        where = "" if layer == "dense" else f" where the frame is, at row {row} and column {column}"
        share = f"the most to any of {DRAWN} drawings is {number(largest)}"
        return f"{words}To drawing {drawing} ({name}) it says {number(said.max())}{where}; {share}."


def units(own=None):
    """A unit of the network that tells drawings apart: what excites it, what it asks for, what it says to a drawing.

    Parameters
    ----------
    own : array (28, 28), optional
        A sheet of your own, from 0 (paper) to 1 (ink), as ``.array()`` of the pad gives it: it is shown first.

    Returns
    -------
    Explorer
        Its controls: `layer`, `unit`, `drawing`.
    """
    return _Units(own)

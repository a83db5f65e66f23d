"""The feature maps of a network as its input is shifted."""

import numpy as np

from dlcourse.explore._explorer import Explorer, asked, slider
from dlcourse.explore._pictures import bare
from dlcourse.figures.forward import Bars
from dlcourse.figures.style import INKED, LIGHT, number, percent
from dlcourse.lessons import forward


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

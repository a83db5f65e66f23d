"""Weights as pictures while a network learns, beside its accuracy."""

import numpy as np

from dlcourse.explore._explorer import Explorer, choice, slider
from dlcourse.figures.display import in_percent, legend_below
from dlcourse.figures.style import INK, NEGATIVE, PAPER, POSITIVE, QUIET, RIM, SIGNED, number, percent

MOST, COLUMNS = 16, 4  # pictures, and how many stand in a row
ROOM = 1.3  # pixels between two pictures
STRONG, DARK = 0.35, 0.75  # of the end of the scale: from here on a pixel has its sign, and is so dark that it is white


class _Weights(Explorer):
    def __init__(self, weights, curves, names):
        self.weights = np.array([np.asarray(W, dtype=float) for W in weights])  # (E + 1, D, M)
        self.curves = {name: np.asarray(curve, dtype=float) for name, curve in curves.items()}
        self._check()
        self.names = names
        first = self.weights[:, :, :MOST]
        self.shown = {"the weights": first, "their change since the start": first - first[0]}
        self.scale = max(float(np.abs(list(self.shown.values())).max()), 1e-12)
        controls = {
            "epoch": slider("epoch", len(self.weights) - 1, 0, len(self.weights) - 1, 1),
            "show": choice("pictures show", self.shown),
        }
        super().__init__("the weights of a layer while it learns", controls, size=(7.0, 4.3))

    def _check(self):
        side = round(self.weights.shape[1] ** 0.5) if self.weights.ndim == 3 else 0
        if self.weights.ndim != 3 or len(self.weights) < 2 or side * side != self.weights.shape[1]:
            raise ValueError("weights is no list of arrays (D, M), one before training and one after each epoch")
        if any(len(curve) != len(self.weights) for curve in self.curves.values()):
            raise ValueError("the curves and the weights differ in length: want one of each for every epoch")
        if not np.isfinite(self.weights).all():
            raise ValueError("the weights are not all finite")
        self.side = side

    def build(self):
        tiles, curve = self.figure.subplots(1, 2, width_ratios=[1.35, 1])
        count = self.shown["the weights"].shape[2]
        step = self.side + ROOM
        # The places of the upper left corners, in pixels.
        self.corners = [(k // COLUMNS * (step + 1.2 * bool(self.names)), k % COLUMNS * step) for k in range(count)]
        self.images = []
        for k, (top, left) in enumerate(self.corners):
            extent = (left, left + self.side, top + self.side, top)
            blank = np.zeros((self.side, self.side))
            self.images.append(tiles.imshow(blank, cmap=SIGNED, vmin=-self.scale, vmax=self.scale, extent=extent))
            frame = np.array([[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]) * self.side
            tiles.plot(left + frame[:, 1], top + frame[:, 0], color=RIM, lw=0.8)
            if self.names:
                tiles.text(left + self.side / 2, top - 0.2, self.names[k], ha="center", va="bottom", size=9)
        bottom, right = (max(corner[axis] for corner in self.corners) + self.side for axis in (0, 1))
        tiles.set(xlim=(-0.3, right + 0.3), ylim=(bottom + 0.3, -0.3 - 1.4 * bool(self.names)), aspect="equal")
        tiles.set_axis_off()
        tiles.set_title(f"One scale, from {number(-self.scale, 1)} to {number(self.scale, 1)}")
        self.signs = {}
        for sign, marker in ((1, "+"), (-1, "_")):
            for dark, colour in ((False, INK), (True, PAPER)):
                mark = {"linestyle": "", "color": colour, "ms": 3.6, "mew": 0.9, "zorder": 5}
                self.signs[sign, dark] = tiles.plot([], [], marker=marker, **mark)[0]
        return [*self.images, *self.signs.values(), *self._build_curves(curve)]

    def _build_curves(self, ax):
        epochs, styles = np.arange(len(self.weights)), ["-", (0, (5, 2)), (0, (1, 1.5))]
        dots = []
        for i, (name, values) in enumerate(self.curves.items()):
            colour = (POSITIVE, NEGATIVE, INK)[i % 3]
            ax.plot(epochs, values, color=colour, linestyle=styles[i % 3], label=name)
            dots += ax.plot([], [], "os^"[i % 3], color=colour, mec=PAPER, mew=1.2, ms=9, zorder=4, clip_on=False)
        self.now = ax.plot([], [], color=QUIET, lw=1.2, linestyle=(0, (2, 2)), zorder=1)[0]
        ax.set(xlabel="epoch", ylabel="accuracy", ylim=(0, 1), xlim=(0, epochs[-1]))
        in_percent(ax.yaxis)
        ax.set_title("What they can do")
        legend_below(ax)
        self.dots = dots
        return [self.now, *dots]

    def draw(self, epoch, show):
        W = self.shown[show][epoch]
        pictures = W.T.reshape(-1, self.side, self.side)
        for image, picture in zip(self.images, pictures, strict=True):
            image.set_data(picture)
        marked = {sign: self._mark(sign, pictures) for sign in (1, -1)}
        self.now.set_data([epoch, epoch], [0, 1])
        for dot, values in zip(self.dots, self.curves.values(), strict=True):
            dot.set_data([epoch], [values[epoch]])
        when = "Before training" if epoch == 0 else f"After epoch {epoch}"
        right = ", ".join(f"{name} {percent(values[epoch])}" for name, values in self.curves.items())
        size = f"{np.sqrt(np.mean(W**2)):.2f}, at most {np.abs(W).max():.2f}"
        signs = f"marked as strong are {marked[1]} that reinforce (+) and {marked[-1]} that inhibit (−)"
        if show != "the weights":
            signs = f"marked as large are {marked[1]} upward (+) and {marked[-1]} downward (−)"
        return f"{when}, accuracy: {right}. Shown: {show}, in size typically {size}; {signs}."

    def _mark(self, sign, pictures):
        """Write a sign on the strong pixels, in white on the dark ones; says how many there are."""
        shares, count = sign * pictures / self.scale, 0
        for dark in (False, True):
            low, high = (DARK, np.inf) if dark else (STRONG, DARK)
            numbers, rows, columns = np.nonzero((shares > low) & (shares <= high))
            top, left = np.array(self.corners).T
            self.signs[sign, dark].set_data(left[numbers] + columns + 0.5, top[numbers] + rows + 0.5)
            count += len(rows)
        return count


def weights(weights, curves, names=None):
    """The weights of a first layer as pictures, epoch by epoch, all on one scale; beside them the accuracy.

    Blue pixels reinforce, orange ones inhibit; the strongest of them are marked + and −.

    Parameters
    ----------
    weights : list of E + 1 arrays (D, M)
        Before training and after each epoch; D weights become a square, and at most 16 neurons are shown.
    curves : dict of str to list of E + 1 float
        Accuracies at the same moments.
    names : sequence of M str, optional
        What stands above the pictures.

    Returns
    -------
    Explorer
        Its controls: `epoch`, and `show` (the weights, or their change since the start).

    Raises
    ------
    ValueError
        If the weights or the curves have another form.
    """
    return _Weights(weights, curves, names)

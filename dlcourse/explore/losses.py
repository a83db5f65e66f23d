"""The explorers of lesson 03: a loss over two weights, the price of being wrong, confidence put to the test."""

import numpy as np

from dlcourse.explore._explorer import Explorer, asked, choice, slider
from dlcourse.explore._lens import Lens
from dlcourse.figures.diagrams import arrow_head
from dlcourse.figures.display import legend_below
from dlcourse.figures.losses import ROOM, ReliabilityBars, label_contours, landscape_values, levels_of
from dlcourse.figures.neuron import scatter_classes
from dlcourse.figures.style import INK, NEGATIVE, PALE, POSITIVE, QUIET, SHADE, SIGNAL, number, percent
from dlcourse.lessons import forward, neuron
from dlcourse.lessons import losses as lesson

COVERED = 0.75  # a height that is so near to what is drawn over it cannot be read
SIDE = 4.5  # the landscape reaches from -SIDE to SIDE


def mistakes(z, y):
    """The share of mistakes of a neuron that says yes where its sum is positive."""
    return np.mean((z > 0) != (y == 1))


def squared_error(z, y):
    """The mean squared error of a sigmoid neuron."""
    return lesson.mse(neuron.sigmoid(z), y)


def _numbers(function, *arguments, shape=()):
    """What a function, perhaps the learner's, gives as numbers of this shape; or None and what is wrong with it."""
    value, complaint = asked(lambda: np.asarray(function(*arguments), dtype=float))
    if not complaint and value.shape != shape:
        wanted = f"the shape {shape}" if shape else "one number"
        complaint = f"Your function gives the shape {value.shape}: want {wanted}."
    if not complaint and not np.isfinite(value).all():
        complaint = "Your function gives no finite number."
    return (None, complaint) if complaint else (value, "")


class _Landscape(Explorer):
    def __init__(self, X, y, losses, gradient, names, kinds, start, lens):
        self.X, self.y, self.losses, self.gradient, self.with_lens = X, y, losses, gradient, lens
        self.names, self.kinds = names, kinds
        self.grid = np.linspace(-SIDE, SIDE, 37)
        controls = {
            "w1": slider("weight 1", start[0], -4.0, 4.0),
            "w2": slider("weight 2", start[1], -4.0, 4.0),
        }
        if len(losses) > 1:
            controls["loss"] = choice("loss", losses)
        super().__init__("a loss as a landscape over two weights", controls, size=(7.0, 4.15))

    def build(self):
        land, plane = self.figure.subplots(1, 2)
        shown = {"cmap": SHADE, "origin": "lower", "interpolation": "bilinear"}
        self.shade = land.imshow(np.zeros((2, 2)), extent=(-SIDE, SIDE, -SIDE, SIDE), **shown)
        land.set(xlabel="weight 1", ylabel="weight 2", xlim=(-SIDE, SIDE), ylim=(-SIDE, SIDE))
        self.heights, self.lines, self.numbers = {}, {}, {}
        for name, loss in self.losses.items():
            self.heights[name] = heights = self._heights(loss)
            self.lines[name] = self.numbers[name] = []
            if heights is not None and heights.max() > heights.min():
                look = {"levels": levels_of(heights), "colors": QUIET, "linewidths": 0.8, "zorder": 1}
                lines = land.contour(self.grid, self.grid, heights, **look)
                self.lines[name], self.numbers[name] = [lines], label_contours(land, lines)
        self.shaft = land.plot([], [], color=POSITIVE, lw=2.6, zorder=4)[0]
        self.head = land.plot([], [], color=POSITIVE, linestyle="", ms=11, zorder=4)[0]
        self.point = land.plot([], [], "o", color=SIGNAL, mec=INK, mew=1.6, ms=11, zorder=5)[0]
        self.title = land.set_title("Loss")
        scatter_classes(plane, self.X, self.y, self.kinds, size=20)
        self.border = plane.plot([], [], color=INK, lw=2, zorder=4, label="the line")[0]
        self.arrow = plane.plot(
            [], [], color=POSITIVE, lw=2.4, zorder=4, label="the weights, which point to where it fires"
        )[0]
        legend_below(plane)
        self.tip = plane.plot([], [], color=POSITIVE, linestyle="", ms=10, zorder=4)[0]
        reach = 1.08 * np.abs(self.X).max()
        plane.set(
            xlabel=self.names[0], ylabel=self.names[1], xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal"
        )
        plane.set_title("The line these weights draw")
        self.reach = reach
        contours = [artist for name in self.lines for artist in (*self.lines[name], *self.numbers[name])]
        self.lens = Lens(land, SIDE) if self.with_lens else None
        moving = [self.shaft, self.head, self.point, self.title, self.border, self.arrow, self.tip]
        return [self.shade, *contours, *moving, *(self.lens.moving if self.lens else [])]

    def _heights(self, loss, sides=None):
        sides = (self.grid, self.grid) if sides is None else sides
        shape = (len(sides[1]), len(sides[0]))
        return _numbers(landscape_values, lambda w: loss(self.X @ w, self.y), sides, shape=shape)[0]

    def draw(self, w1, w2, loss=None):
        name = next(iter(self.losses)) if loss is None else loss
        heights, w = self.heights[name], np.array([w1, w2])
        if heights is not None:
            self.shade.set(data=heights, clim=(heights.min(), heights.max()))
        self.shade.set_visible(heights is not None)
        for other, artists in self.lines.items():
            for artist in artists:
                artist.set_visible(other == name)
        self.title.set_text(name[:1].upper() + name[1:])
        self.point.set_data([w1], [w2])
        self._place_border(w)
        words = f"Weights {number(w1, 1)} and {number(w2, 1)}: "
        value, complaint = _numbers(self.losses[name], self.X @ w, self.y)
        words += complaint or f"{name} {number(value, 3)}."
        wrong = int(np.sum((self.X @ w > 0) != (self.y == self.y.max())))
        words += f" {wrong} of {len(self.y)} are on the wrong side."
        words = f"{words} {self._downhill(name, w)}".strip()
        if self.lens:
            words += f" {self.lens.show(w, self._heights(self.losses[name], self.lens.sides(w)))}"
        self._show_numbers(name)
        return words

    def _show_numbers(self, name):
        """Write the heights that neither the point nor the arrow covers."""
        covers = [self.point.get_xydata(), *([self.shaft.get_xydata()] if self.shaft.get_visible() else [])]
        covers = np.vstack([np.linspace(line[0], line[-1], 20) for line in covers])
        for other, numbers in self.numbers.items():
            for text in numbers:
                x, height = text.get_position()
                free = np.hypot(*(covers - (x, height)).T).min() > COVERED
                free &= not (self.lens and self.lens.covers(x, height))
                text.set_visible(other == name and free)

    def _place_border(self, w):
        size = np.hypot(*w)
        for artist in (self.border, self.arrow, self.tip):
            artist.set_visible(size > 0)
        if size > 0:
            along = np.array([-w[1], w[0]]) / size * 2 * self.reach
            self.border.set_data(*np.column_stack([-along, along]))
            tip = w / size * 0.25 * self.reach
            self.arrow.set_data(*np.column_stack([np.zeros(2), tip]))
            self.tip.set_data(*tip[:, None])
            self.tip.set_marker(arrow_head(w))

    def _downhill(self, name, w):
        """Set the arrow against the gradient, if there is one, and say how steep it is."""
        slopes, complaint = None, ""
        if self.gradient is not None:
            loss = self.losses[name]
            slopes, complaint = _numbers(self.gradient, lambda v: loss(self.X @ v, self.y), w, shape=(2,))
        steep = 0.0 if slopes is None else float(np.hypot(*slopes))
        for artist in (self.shaft, self.head):
            artist.set_visible(steep > 1e-6)
        if slopes is None:
            return complaint
        words = f"The slopes are {number(slopes[0], 3)} and {number(slopes[1], 3)}"
        if steep <= 1e-6:
            return f"{words}: it is flat here, and no way leads down."
        way = -slopes / steep * (0.35 + 1.6 * min(steep, 1.0))  # long where it is steep, but never invisible
        room = (SIDE - 0.3 - np.sign(way) * w) / np.maximum(np.abs(way), 1e-9)
        tip = w + way * min(1.0, room.min())  # and never out of the picture
        self.shaft.set_data(*np.column_stack([w, tip]))
        self.head.set_data(*tip[:, None])
        self.head.set_marker(arrow_head(-slopes))
        return f"{words}; the arrow points downhill."


def landscape(
    X, y, losses=None, gradient=None, *,
    names=("input 1", "input 2"), kinds=("no", "yes"), start=(1.0, 1.0), lens=False,
):  # fmt: skip
    """The loss of a neuron with two weights (and no bias) as a landscape, and the line that it draws.

    Parameters
    ----------
    X : array (N, 2)
        The examples, with a mean of about 0.
    y : array (N,)
        The right answers: 1 for yes, 0 for no.
    losses : dict of str to function, optional
        Losses, each called with the neuron's sums and the answers, as ``loss(z, y)``; the share of mistakes and
        the squared error if left out.
    gradient : function, optional
        The learner's own ``numerical_gradient(f, x)``: with it, an arrow points downhill.
    names : pair of str
        What the two inputs are.
    kinds : pair of str
        What the answers 0 and 1 mean.
    start : pair of float
        The weights at the start.
    lens : bool
        Whether a lens in the map shows the surroundings of the point, 50 times nearer, with colours of their own.

    Returns
    -------
    Explorer
        Its controls: `w1`, `w2`; `loss`, if there are several.
    """
    losses = {"squared error": squared_error, "share of mistakes": mistakes} if losses is None else losses
    return _Landscape(np.asarray(X, dtype=float), np.asarray(y), losses, gradient, names, kinds, start, lens)


class _Surprise(Explorer):
    def __init__(self):
        controls = {"z": slider("score for the truth (against 0)", -2.0, -8.0, 8.0)}
        super().__init__("what it costs to be wrong", controls, size=(7.0, 3.7))

    def build(self):
        left, right = self.figure.subplots(1, 2)
        p, z = np.linspace(1e-4, 1, 400), np.linspace(-8, 8, 321)
        self.points = []
        for ax, x, chance in ((left, p, p), (right, z, neuron.sigmoid(z))):
            ax.plot(x, -np.log(chance), color=POSITIVE, label="cross-entropy, −log p")
            ax.plot(x, (1 - chance) ** 2, color=NEGATIVE, linestyle=(0, (4, 1.6)), label="squared error, (1 − p)²")
            ax.axhline(0, color=PALE, lw=1, zorder=0)
            for colour, marker, size in ((POSITIVE, "o", 12), (NEGATIVE, "s", 7)):  # both are seen where they meet
                look = {"color": colour, "mec": INK, "mew": 1.4, "ms": size, "clip_on": False, "zorder": 5}
                self.points.append(ax.plot([], [], marker, **look)[0])
        left.set(xlabel="probability p of the truth", ylabel="loss", xlim=(0, 1), ylim=(-0.2, 8.2))
        right.set(xlabel="score z for the truth", xlim=(-8, 8), ylim=(-0.2, 8.2), xticks=[-8, -4, 0, 4, 8])
        left.set_title("Loss by probability")
        right.set_title("Loss by score, with its slope")
        left.legend(loc="upper right")
        self.tangents = [right.plot([], [], color=INK, lw=2.2)[0] for _ in range(2)]
        return [*self.tangents, *self.points]

    def draw(self, z):
        p = float(neuron.sigmoid(z))
        entropy, squared = float(np.logaddexp(0, -z)), (1 - p) ** 2
        slopes = p - 1, -2 * p * (1 - p) ** 2
        places = [(p, entropy), (p, squared), (z, entropy), (z, squared)]
        for point, (x, height) in zip(self.points, places, strict=True):
            point.set_data([x], [height])
        for tangent, height, slope in zip(self.tangents, (entropy, squared), slopes, strict=True):
            reach = 1.5 / np.hypot(1, slope)
            tangent.set_data([z - reach, z + reach], [height - slope * reach, height + slope * reach])
        words = f"Score {number(z, 1)} for the truth: probability {percent(p)}. Cross-entropy {number(entropy)} with "
        words += f"slope {number(slopes[0], 3)}, squared error {number(squared)} with slope {number(slopes[1], 3)}."
        if z < -3:
            return f"{words} Wrong and sure of it: only the cross-entropy still pulls hard."
        if z > 3:
            return f"{words} Right and sure: both are nearly content."
        return f"{words} In between, both pull the score upwards."


def surprise():
    """Cross-entropy beside squared error, as functions of the probability of the truth and of its score.

    Returns
    -------
    Explorer
        Its control: `z`, the score of the true class against one other with score 0.
    """
    return _Surprise()


class _Calibration(Explorer):
    def __init__(self, sets, bins, error):
        self.sets, self.bins, self.error = sets, bins, error
        controls = {"temperature": slider("temperature", 1.0, 0.2, 5.0)}
        if len(sets) > 1:
            controls["data"] = choice("data", sets)
        super().__init__("confidence, put to the test", controls, size=(7.0, 4.2))

    def build(self):
        ax = self.figure.subplots()
        self.bars = ReliabilityBars(ax, self.bins)
        ax.set_ylabel("share of right answers")
        ax.set_title("How sure it says it is, and how often it is right", pad=ROOM)
        return self.bars.moving

    def draw(self, temperature, data=None):
        Z, y = self.sets[next(iter(self.sets)) if data is None else data]
        P = forward.softmax(np.asarray(Z) / temperature)
        confidence, right = P.max(axis=1), P.argmax(axis=1) == y
        self.bars.show(confidence, right)
        error, complaint = _numbers(self.error, confidence, right, self.bins)
        loss = float(lesson.cross_entropy(np.asarray(Z) / temperature, np.asarray(y)))
        words = f"{'At' if data is None else f'{data[0].upper()}{data[1:]}, at'} temperature {number(temperature, 1)}: "
        words += f"it says {percent(confidence.mean())} on average, and is right {percent(right.mean())} of the time. "
        words += complaint or f"Calibration error {number(error, 3)}, cross-entropy {number(loss, 3)}."
        gap = confidence.mean() - right.mean()
        # Two standard errors of an honest network: a smaller gap may be chance.
        if abs(gap) <= 2 * np.sqrt(np.mean(confidence * (1 - confidence)) / len(confidence)):
            return f"{words} On average it is as sure as it is right, as far as {len(confidence)} answers can tell."
        return f"{words} On average it is {'too sure' if gap > 0 else 'not sure enough'}."


def calibration(sets, error=None, *, bins=10):
    """How often a network is right beside how sure it says it is, with a temperature.

    Parameters
    ----------
    sets : dict of str to (Z, y)
        By name: the network's scores (N, C), and the right labels (N,).
    error : function, optional
        The learner's own ``expected_calibration_error(confidence, right, bins)``; the lesson's if left out.
    bins : int
        The number of bins of confidence.

    Returns
    -------
    Explorer
        Its controls: `temperature`; `data`, if there are several.
    """
    return _Calibration(dict(sets), bins, lesson.expected_calibration_error if error is None else error)

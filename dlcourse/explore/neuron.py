"""The explorers of lesson 01: a neuron's line, its weights, its activation."""

import numpy as np

from dlcourse.explore._explorer import Explorer, asked, bracketed, choice, slider
from dlcourse.explore._perceptron import Learning
from dlcourse.figures.diagrams import NeuronDiagram, arrow_head, effects_legend
from dlcourse.figures.display import legend_below
from dlcourse.figures.neuron import scatter_classes
from dlcourse.figures.style import INK, PALE, PAPER, POSITIVE, QUIET, SHADE, SIGNAL, number
from dlcourse.lessons import neuron as lesson
from dlcourse.nn.neuron import tanh

ACTIVATIONS = {"step": lesson.step, "sigmoid": lesson.sigmoid, "tanh": tanh, "relu": lesson.relu}
HEIGHTS = {"step": (-0.35, 1.35), "sigmoid": (-0.35, 1.35), "tanh": (-1.35, 1.35), "relu": (-0.6, 5.2)}
SIDE = 3.0  # the plane reaches from -SIDE to SIDE
NAMES = ("sunshine", "friends come", "homework")
DAYS = {
    "sunshine and friends": (1.0, 1.0, 0.0),
    "sunshine, friends, and homework": (1.0, 1.0, 1.0),
    "sunshine and homework": (1.0, 0.0, 1.0),
    "friends and homework": (0.0, 1.0, 1.0),
    "nothing of the three": (0.0, 0.0, 0.0),
}


def _scale(explorer, activation):
    """Give the axes of the curve the heights of its activation."""
    if explorer.above.get_ylim() != HEIGHTS[activation]:
        explorer.above.set_ylim(HEIGHTS[activation])
        explorer.redraw_all(HEIGHTS[activation])
    return HEIGHTS[activation]


class _Boundary(Explorer):
    def __init__(self, X, y, activation):
        self.X, self.y = X, y
        controls = {
            "w1": slider("weight 1", 1.0, -3.0, 3.0),
            "w2": slider("weight 2", 2.0, -3.0, 3.0),
            "b": slider("bias", -1.0, -3.0, 3.0),
            "activation": choice("activation", ["sigmoid", "step", "relu"], activation),
            "x1": slider("point: x1", 1.0, -3.0, 3.0),
            "x2": slider("point: x2", 1.0, -3.0, 3.0),
        }
        super().__init__(
            "a neuron with two inputs and the line it draws", controls, size=(7.0, 3.7 if X is None else 4.0)
        )

    def build(self):
        plane, curve = self.figure.subplots(1, 2, width_ratios=[1.12, 1])
        side = np.linspace(-SIDE, SIDE, 91)
        self.grid = np.meshgrid(side, side)
        shown = {"cmap": SHADE, "vmin": 0, "vmax": 1, "origin": "lower", "interpolation": "bilinear"}
        self.shade = plane.imshow(np.zeros((91, 91)), extent=(-SIDE, SIDE, -SIDE, SIDE), **shown)
        if self.X is not None:
            scatter_classes(plane, self.X, self.y, ("should be silent", "should fire"), size=26)
            legend_below(plane)
        self.line = plane.plot([], [], color=INK, lw=2)[0]
        # An arrow as a line and a head: cheaper to move than an annotation.
        self.shaft = plane.plot([], [], color=POSITIVE, lw=2.4, solid_capstyle="butt", zorder=4)[0]
        self.head = plane.plot([], [], marker="o", color=POSITIVE, ms=11, linestyle="", zorder=4)[0]
        self.point = plane.plot([], [], "o", color=PAPER, mec=INK, mew=2, ms=11, zorder=5, clip_on=False)[0]
        plane.set(xlabel="input $x_1$", ylabel="input $x_2$", xlim=(-SIDE, SIDE), ylim=(-SIDE, SIDE))
        plane.set_title("Where the neuron fires")
        self.z = np.linspace(-6, 6, 241)
        self.curve = curve.plot(self.z, self.z, color=INK)[0]
        self.stem = curve.plot([], [], color=SIGNAL, lw=3)[0]
        self.output = curve.plot([], [], "o", color=PAPER, mec=INK, mew=2, ms=11, clip_on=False)[0]
        curve.axvline(0, color=PALE, lw=1, zorder=0)
        curve.set(xlabel="weighted sum z", xlim=(-6, 6))
        self.above = curve
        curve.set_title("Output for the point")
        self.beyond = curve.text(0, 0, "", va="center", bbox={"fc": PAPER, "ec": "none", "pad": 1.5}, zorder=6)
        over = [self.line, self.shaft, self.head, self.point]
        return [self.shade, *over, self.curve, self.stem, self.output, self.beyond]

    def draw(self, w1, w2, b, activation, x1, x2):
        f = ACTIVATIONS[activation]
        self.shade.set_data(f(w1 * self.grid[0] + w2 * self.grid[1] + b))
        self._place_line(w1, w2, b)
        z = round(w1 * x1 + w2 * x2 + b, 9)  # what is 0 on paper is 0 here
        a = float(f(z))
        self.point.set_data([x1], [x2])
        self.curve.set_ydata(f(self.z))
        low, high = _scale(self, activation)
        seen = np.clip(z, -5.8, 5.8), min(a, HEIGHTS[activation][1])
        self.stem.set_data([seen[0]] * 2, [0, seen[1]])
        self.output.set_data([seen[0]], [seen[1]])
        side, share = ("right", 0.25) if z > 0 else ("left", 0.45)  # where the curves are not
        self.beyond.set(visible=abs(z) > 5.8, x=0.86 * seen[0], y=low + share * (high - low), ha=side)
        self.beyond.set_text(f"z = {number(z, 1)} →" if z > 0 else f"← z = {number(z, 1)}")
        verdict = ("it fires" if z > 0 else "it stays silent") if z else "it is on the line itself"
        words = f"At the point ({number(x1, 1)}, {number(x2, 1)}) the sum is z = {number(z)}"
        words += f" and the output {activation}(z) = {number(a)}: {verdict}."
        if self.X is not None:
            right = (self.X @ np.array([w1, w2]) + b >= 0) == (self.y == self.y.max())
            words += f" {right.sum()} of {len(right)} points are on their right side."
        if w1 == 0 and w2 == 0:
            return f"{words} Both weights are 0: only the bias decides, and there is no line."
        return f"{words} The arrow of the weights stands on the line and points to where the neuron fires."

    def _place_line(self, w1, w2, b):
        w, size = np.array([w1, w2]), np.hypot(w1, w2)
        for artist in (self.line, self.shaft, self.head):
            artist.set_visible(size > 0)
        if size == 0:
            return
        foot, along = -b * w / size**2, np.array([-w2, w1]) / size * 3 * SIDE
        self.line.set_data(*np.column_stack([foot - along, foot + along]))
        # A line that passes outside the plane has its arrow at the middle of the plane.
        start = foot if np.abs(foot).max() < SIDE else np.zeros(2)
        tip = start + 0.45 * w
        self.shaft.set_data(*np.column_stack([start, tip]))
        self.head.set_data(*tip[:, None])
        self.head.set_marker(arrow_head(w))


def boundary(X=None, y=None, *, activation="sigmoid"):
    """Two weights, a bias and an activation, and the plane on which the neuron decides.

    Parameters
    ----------
    X : array (N, 2), optional
        Points of two classes to separate, between −3 and 3 (standardized, say).
    y : array (N,), optional
        The class of each; the neuron should fire for the larger of the two.
    activation : "sigmoid", "step" or "relu"
        Which one it begins with.

    Returns
    -------
    Explorer
        Its controls: `w1`, `w2`, `b`, `activation` ("step", "sigmoid" or "relu"), `x1`, `x2`.
    """
    if X is not None:
        X, y = np.asarray(X, dtype=float), np.asarray(y)
        if np.abs(X).max() > SIDE:
            raise ValueError(f"X has values up to {np.abs(X).max():.1f}: want points between −3 and 3")
    return _Boundary(X, y, activation)


class _Weights(Explorer):
    def __init__(self, neuron):
        self.neuron = neuron
        controls = {
            f"w{i}": slider(name, w, -3.0, 3.0) for i, name, w in zip((1, 2, 3), NAMES, (2.0, 1.0, -1.5), strict=True)
        }
        controls["b"] = slider("bias", -1.0, -3.0, 3.0)
        controls["day"] = choice("the day", DAYS)
        super().__init__("a neuron that decides whether to go to the beach", controls, size=(7.0, 3.2))

    def build(self):
        ax = self.figure.subplots()
        self.diagram = NeuronDiagram(ax, NAMES, activation="how much it fires")
        ax.set_title("Three inputs, their weights, and what comes out")
        effects_legend(ax)
        return self.diagram.moving

    def draw(self, w1, w2, w3, b, day):
        x, w = np.array(DAYS[day]), np.array([w1, w2, w3])
        z = float(x @ w + b)
        a, complaint = self._ask(x, w, b)
        self.diagram.show(x, w, b, z, a)
        kinds = {"reinforcing": w > 0, "inhibiting": w < 0, "silenced": w == 0}
        parts = [f"{kind}: {', '.join(np.array(NAMES)[which])}" for kind, which in kinds.items() if which.any()]
        terms = " + ".join(f"{number(v, 1)} · {bracketed(k, 1)}" for v, k in zip(x, w, strict=True))
        terms += f" {'−' if b < 0 else '+'} {number(abs(b), 1)}"
        words = f"{parts[0][0].upper()}{'; '.join(parts)[1:]}. z = {terms} = {number(z)}."
        if complaint:
            return f"{words} {complaint}"
        verdict = "the neuron fires: to the beach!" if a >= 0.5 else "the neuron is (nearly) silent: stay at home."
        return f"{words} Output {number(a)}: {verdict}"

    def _ask(self, x, w, b):
        """What the neuron, perhaps the learner's, puts out; or what is wrong with it."""
        what = "Your neuron does not answer"
        a, complaint = asked(lambda: np.asarray(self.neuron(x[None, :], w, b), dtype=float), what=what)
        if complaint:
            return None, complaint
        if a.size != 1:
            return None, f"Your neuron answers one example with {a.size} numbers: want 1."
        if not np.isfinite(a).all():
            return None, f"Your neuron answers {number(a.reshape(-1)[0])}: want a number."
        return float(a.reshape(-1)[0]), ""


def weights(neuron=None):
    """The weight of each of three inputs: it reinforces, inhibits or silences.

    Parameters
    ----------
    neuron : function, optional
        The learner's own ``neuron(X, w, b)``; the lesson's if left out.

    Returns
    -------
    Explorer
        Its controls: `w1`, `w2`, `w3`, `b`, `day`.
    """
    return _Weights(lesson.neuron if neuron is None else neuron)


def _slope(name, z):
    if name == "sigmoid":
        return lesson.sigmoid_gradient(z)
    if name == "tanh":
        return 1 - tanh(z) ** 2
    return (z > 0) * 1.0 if name == "relu" else z * 0.0


class _Activations(Explorer):
    def __init__(self):
        controls = {
            "activation": choice("activation", ["sigmoid", "tanh", "relu", "step"]),
            "z": slider("weighted sum z", 1.0, -5.0, 5.0),
        }
        super().__init__("an activation function and its slope", controls, size=(7.0, 4.3))

    def build(self):
        above, below = self.figure.subplots(2, 1, sharex=True, height_ratios=[1.7, 1])
        self.z = np.linspace(-5, 5, 401)
        self.curve = above.plot(self.z, self.z, color=INK)[0]
        self.tangent = above.plot([], [], color=POSITIVE, lw=2.6)[0]
        self.point = above.plot([], [], "o", color=SIGNAL, mec=INK, mew=1.4, ms=11, clip_on=False, zorder=3)[0]
        self.slopes = below.plot(self.z, self.z, color=POSITIVE)[0]
        self.slope_point = below.plot([], [], "o", color=POSITIVE, mec=PAPER, mew=1.4, ms=10, clip_on=False, zorder=3)[
            0
        ]
        for ax in (above, below):
            ax.axhline(0, color=PALE, lw=1, zorder=0)
        self.guides = [ax.axvline(0, color=QUIET, lw=1, linestyle=(0, (2, 2)), zorder=0) for ax in (above, below)]
        above.set(ylabel="output", xlim=(-5, 5))
        self.above = above
        below.set(ylabel="slope", xlabel="weighted sum z", ylim=(-0.12, 1.15))
        self.title = above.set_title("Sigmoid and its tangent")
        moving = [self.curve, self.tangent, self.point, self.slopes, self.slope_point, self.title]
        return [*self.guides, *moving]

    def draw(self, activation, z):
        f = ACTIVATIONS[activation]
        a, k = float(f(z)), float(_slope(activation, z))
        self.curve.set_ydata(f(self.z))
        self.slopes.set_ydata(_slope(activation, self.z))
        low, high = _scale(self, activation)
        reach = 1.4 / np.hypot(1, 4.5 * k / (high - low))  # about equally long on the screen
        self.tangent.set_data([z - reach, z + reach], [a - k * reach, a + k * reach])
        self.point.set_data([z], [a])
        self.slope_point.set_data([z], [k])
        for guide in self.guides:
            guide.set_xdata([z, z])
        self.title.set_text(f"{'ReLU' if activation == 'relu' else activation.capitalize()} and its tangent")
        words = f"{activation}({number(z, 1)}) = {number(a)} with slope {number(k)}: "
        return words + self._meaning(activation, z, k)

    @staticmethod
    def _meaning(activation, z, k):
        if activation in ("step", "relu") and z == 0:
            return "here the curve has a corner or a jump, and no slope at all; by convention one takes 0."
        if k < 0.05:
            return "the curve is flat here: a small change of the sum changes the output hardly or not at all."
        return f"raise the sum by 0.1 and the output rises by about {number(0.1 * k, 3)}."


def activations():
    """An activation function, its tangent at a point, and below it the slope everywhere.

    Returns
    -------
    Explorer
        Its controls: `activation` ("sigmoid", "tanh", "relu" or "step"), `z`.
    """
    return _Activations()


def learning(X, y, history, names, labels=("$x_1$", "$x_2$")):
    """A step neuron with two inputs while it learns, one correction after the other.

    Parameters
    ----------
    X : array (N, 2)
        The examples.
    y : array (N,)
        The targets, 0 and 1.
    history : list of (w, b, index)
        Weights and bias after each correction, and the example that it was for.
    names : sequence of str
        What the classes 0 and 1 are.
    labels : pair of str
        What the two inputs are.

    Returns
    -------
    Explorer
        Its control: `correction`, from 0 (before the first) to the number of corrections.
    """
    return Learning(np.asarray(X, dtype=float), y, history, names, labels)

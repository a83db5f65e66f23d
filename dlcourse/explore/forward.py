"""The explorers of lesson 02: a network lit up, softmax, a staircase, a window over a photograph."""

import numpy as np
from matplotlib.patches import Rectangle

from dlcourse.experiments.forward import CURVES, even_stairs, forward_trace
from dlcourse.explore._explorer import Explorer, asked, choice, slider
from dlcourse.figures.diagrams import NetworkDiagram
from dlcourse.figures.forward import Bars
from dlcourse.figures.style import INK, LIGHT, NEGATIVE, POSITIVE, SIGNAL, number, percent
from dlcourse.lessons import forward as lesson
from dlcourse.nn.forward import step_network


def _example_network():
    hidden = (np.array([[1.0, -1.0, 0.5], [1.0, 0.5, -1.5]]), np.array([0.0, 0.5, 0.0]))
    return [hidden, (np.array([[1.0, -1.0], [-1.5, 1.0], [0.5, 2.0]]), np.array([0.0, 0.5]))]


class _Network(Explorer):
    def __init__(self, parameters):
        self.parameters = parameters
        self.sizes = [len(parameters[0][0]), *[len(b) for _, b in parameters]]
        if self.sizes[0] != 2:
            raise ValueError(f"the network has {self.sizes[0]} inputs: want 2, one for each slider")
        controls = {"x1": slider("input 1", 1.0, -2.0, 2.0), "x2": slider("input 2", -0.5, -2.0, 2.0)}
        # The largest value at any position of the sliders: on one scale for all, "more orange" is "larger".
        steps = np.linspace(-2, 2, 41)
        places = np.column_stack([grid.ravel() for grid in np.meshgrid(steps, steps)])
        self.largest = max(float(np.abs(values).max()) for values in forward_trace(places, parameters))
        height = 0.55 + 0.68 * (1.22 * min(max(self.sizes), 6) + 0.72)
        super().__init__("the values of every node of a small network", controls, size=(7.0, height))

    def build(self):
        last = self.sizes[-1]
        scores = ["score"] if last == 1 else [f"score {i}" for i in range(1, last + 1)]
        names = [["$x_1$", "$x_2$"], *[None] * (len(self.sizes) - 2), scores]
        ax = self.figure.subplots()
        ax.set_title("What every node sends on")
        self.diagram = NetworkDiagram(ax, self.sizes, self.parameters, names=names)
        return self.diagram.moving

    def draw(self, x1, x2):
        values = [v[0] for v in forward_trace(np.array([[x1, x2]]), self.parameters)]
        self.diagram.show(values, largest=self.largest, digits=2)
        parts = []
        for i, v in enumerate(values[1:-1], start=1):
            where = "the hidden layer" if len(values) == 3 else f"hidden layer {i}"
            silent = int(np.sum(v == 0))
            parts.append(f"{where} gives {', '.join(number(a) for a in v)} ({silent} of {len(v)} silent)")
        scores = ", ".join(number(z) for z in values[-1])
        return f"From inputs {number(x1, 1)} and {number(x2, 1)} {'; '.join(parts)}; the scores are {scores}."


def network(parameters=None):
    """A forward pass through a small network, every node lit up with its value.

    Parameters
    ----------
    parameters : list of (W, b), optional
        A network with two inputs, ReLU between its layers; a 2-3-2 network if left out.

    Returns
    -------
    Explorer
        Its controls: `x1`, `x2`.
    """
    return _Network(_example_network() if parameters is None else parameters)


class _Temperature(Explorer):
    def __init__(self, names, scores, softmax):
        self.names, self.softmax = list(names), softmax
        pairs = enumerate(zip(names, scores, strict=True), start=1)
        controls = {f"z{i}": slider(f"score of {name}", float(z), -5.0, 5.0) for i, (name, z) in pairs}
        controls["temperature"] = slider("temperature", 1.0, 0.1, 10.0)
        size = (7.0, 1.15 + 0.36 * len(self.names))
        super().__init__("softmax with a temperature", controls, size=size)

    def build(self):
        ax = self.figure.subplots()
        ax.set_title("What softmax makes of the scores")
        self.bars = Bars(ax, self.names)
        return self.bars.moving

    def _probabilities(self, Z):
        return np.asarray(self.softmax(Z), dtype=float).reshape(len(self.names))

    def draw(self, temperature, **scores):
        Z = np.array([list(scores.values())])
        P, complaint = asked(self._probabilities, Z / temperature)
        if complaint:
            return complaint
        self.bars.show(P)
        top = [name for name, p in zip(self.names, P, strict=True) if p > P.max() - 1e-9]
        shares = ", ".join(f"{name} {percent(p)}" for name, p in zip(self.names, P, strict=True))
        words = f"{shares}. {'Most' if len(top) == 1 else 'Equally'} probable: {', '.join(top)}."
        if temperature > 1:
            return f"{words} A temperature above 1 evens the chances out; the order stays."
        if temperature < 1:
            return f"{words} A temperature below 1 makes the network surer; the order stays."
        return f"{words} At temperature 1 this is softmax itself."


def temperature(names=("person", "dog", "tree", "car"), scores=(3.0, 1.0, 0.0, -1.0), softmax=None):
    """Scores turned into probabilities by softmax, with a temperature.

    Parameters
    ----------
    names : sequence of str
        The classes.
    scores : sequence of float
        Their scores at the start, between −5 and 5.
    softmax : function, optional
        The learner's own ``softmax(Z)``; the lesson's if left out.

    Returns
    -------
    Explorer
        Its controls: `z1`, `z2`, ... and `temperature`.
    """
    return _Temperature(names, scores, lesson.softmax if softmax is None else softmax)


class _Photograph(Explorer):
    def __init__(self, image, parameters, names, features, size, start):
        self.image, self.parameters, self.names = np.asarray(image), parameters, list(names)
        self.features, self.size = features, size
        height, width = self.image.shape[:2]
        controls = {
            "row": slider("down", start[0], 0, height - size, 1),
            "column": slider("across", start[1], 0, width - size, 1),
        }
        super().__init__("a window over a photograph, and what a network sees in it", controls, size=(7.0, 3.5))

    def build(self):
        photograph, (crop, bars) = self._axes()
        self.crop = crop.imshow(self.image[: self.size, : self.size], cmap=LIGHT, vmin=0, vmax=self.image.max())
        crop.set_title("All that it gets")
        crop.set(xticks=[], yticks=[], anchor="W")
        crop.spines[:].set(visible=True, color=SIGNAL, linewidth=3)
        photograph.imshow(self.image, cmap=LIGHT, extent=(0, self.image.shape[1], self.image.shape[0], 0))
        photograph.set_title("A photograph and the window")
        photograph.set_axis_off()
        photograph.set_anchor("W")
        self.frame = photograph.add_patch(Rectangle((0, 0), self.size, self.size, fill=False, ec=SIGNAL, lw=3))
        self.edge = photograph.add_patch(Rectangle((0, 0), self.size, self.size, fill=False, ec=INK, lw=1))
        self.bars = Bars(bars, self.names, room=1.4)
        return [self.crop, *crop.spines.values(), self.frame, self.edge, *self.bars.moving]

    def _axes(self):
        left, right = self.figure.add_gridspec(1, 2, width_ratios=[1, 0.85])
        parts = right.subgridspec(2, 1, height_ratios=[1, 1.15])
        return self.figure.add_subplot(left), [self.figure.add_subplot(part) for part in parts]

    def draw(self, row, column):
        self.crop.set_data(self.image[row : row + self.size, column : column + self.size])
        self.frame.set_xy((column, row))
        self.edge.set_xy((column, row))
        x = self.features(self.image, row, column)
        P = lesson.softmax(lesson.mlp_forward(np.asarray(x, dtype=float), self.parameters))[0]
        self.bars.show(P)
        top = int(P.argmax())
        others = ", ".join(f"{n} {percent(p)}" for i, (n, p) in enumerate(zip(self.names, P, strict=True)) if i != top)
        where = f"In the window at row {row}, column {column}"
        return f"{where} the network sees: {self.names[top]}, with {percent(P[top])} ({others})."


def window_pixels(image, row, column, size=8):
    """The pixels of a square window as one row of numbers, from the window's upper left corner on."""
    return np.asarray(image, dtype=float)[row : row + size, column : column + size].reshape(1, -1)


def photograph(image, parameters, names, features=None, *, size=8, start=(40, 40)):
    """A window that slides over a photograph, and the chance a network gives each class there.

    Parameters
    ----------
    image : array (height, width) or (height, width, 3)
        The photograph, as from ``datasets.photograph``.
    parameters : list of (W, b)
        The network, as from ``datasets.photograph_network``.
    names : sequence of C
        The classes.
    features : function, optional
        Called as ``features(image, row, column)``, gives the network's input (1, D);
        the pixels of the window if left out.
    size : int
        The side of the window in pixels.
    start : pair of int
        Row and column of the window's upper left corner at the start.

    Returns
    -------
    Explorer
        Its controls: `row`, `column`.
    """
    if features is None:

        def features(image, row, column):
            return window_pixels(image, row, column, size)

    return _Photograph(image, parameters, names, features, size, start)


class _Steps(Explorer):
    def __init__(self, approximation):
        self.approximation = approximation
        controls = {
            "neurons": slider("hidden neurons", 5, 1, 40, 1),
            "curve": choice("curve", CURVES),
        }
        super().__init__("a staircase of hidden step neurons", controls, size=(7.0, 3.5))

    def build(self):
        ax = self.figure.subplots()
        self.x = np.linspace(0, 1, 1001)
        self.true = ax.plot(self.x, self.x, color=INK, lw=2, label="curve")[0]
        self.steps = ax.plot(self.x, self.x, color=POSITIVE, lw=2, label="network")[0]
        self.worst = ax.plot([], [], color=NEGATIVE, lw=3, label="largest gap")[0]
        ax.set(xlabel="x", ylabel="y", xlim=(-0.015, 1.015), ylim=(-1.3, 1.3))
        ax.set_title("A curve and its staircase")
        ax.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=3)
        return [self.true, self.steps, self.worst]

    def draw(self, neurons, curve):
        edges, heights = even_stairs(CURVES[curve], neurons)
        y = CURVES[curve](self.x)
        output, complaint = asked(lambda: step_network(self.x, self.approximation(edges, heights)))
        if complaint:
            return complaint
        gap = np.abs(y - output)
        worst = int(gap.argmax())
        self.true.set_ydata(y)
        self.steps.set_ydata(output)
        self.worst.set_data([self.x[worst]] * 2, [y[worst], output[worst]])
        count = lesson.count_parameters([1, neurons, 1])
        unit = "neuron" if neurons == 1 else "neurons"
        words = f"{neurons} hidden {unit}, {count} weights and biases: "
        return f"{words}the largest gap is {number(gap.max())}, the mean gap {number(gap.mean())}."


def steps(approximation=None):
    """How well a hidden layer of step neurons follows a curve.

    Parameters
    ----------
    approximation : function, optional
        The learner's own ``step_approximation(edges, heights)``; the lesson's if left out.

    Returns
    -------
    Explorer
        Its controls: `neurons`, `curve` ("wave", "bump", "ramp" or "fast wave").
    """
    return _Steps(lesson.step_approximation if approximation is None else approximation)

"""A step neuron while it learns: one correction after the other."""

import numpy as np
from matplotlib.patches import Patch

from dlcourse.explore._explorer import Explorer, slider
from dlcourse.figures.neuron import scatter_classes
from dlcourse.figures.style import FIRING_EDGE, INK, SHADE, number
from dlcourse.lessons import neuron as lesson


class Learning(Explorer):
    """The boundary after each correction, and the example that was answered wrongly."""

    def __init__(self, X, y, history, names, labels):
        self.X, self.y, self.names, self.labels = X, np.asarray(y), names, labels
        self.states = [(np.zeros(X.shape[1]), 0.0, None), *history]
        last = max(len(history), 1)
        controls = {"correction": slider("correction", 0, 0, last, 1)}
        super().__init__("a neuron that learns from its mistakes", controls, size=(7.0, 3.9))

    def build(self):
        ax = self.figure.subplots()
        low, high = self.X.min(axis=0), self.X.max(axis=0)
        (left, bottom), (right, top) = low - 0.15 * (high - low), high + 0.15 * (high - low)
        self.grid = np.meshgrid(np.linspace(left, right, 240), np.linspace(bottom, top, 160))
        shown = {"cmap": SHADE, "vmin": 0, "vmax": 1, "origin": "lower", "aspect": "auto"}
        self.shade = ax.imshow(np.zeros((160, 240)), extent=(left, right, bottom, top), **shown)
        scatter_classes(ax, self.X, self.y, self.names)
        self.line = ax.plot([], [], color=INK, lw=2, label="boundary")[0]
        ring = {"color": "none", "mec": INK, "mew": 2, "label": "just corrected"}
        self.culprit = ax.plot([], [], "o", ms=17, zorder=5, **ring)[0]
        self.x1, self.x2 = np.array([left, right]), np.array([bottom, top])
        ax.set(xlim=(left, right), ylim=(bottom, top), xlabel=self.labels[0], ylabel=self.labels[1])
        ax.set_title("Where the neuron fires, one correction after the other")
        fires = Patch(facecolor=SHADE(1.0), edgecolor=FIRING_EDGE, label="here the neuron fires")
        *marks, line, ring = ax.get_legend_handles_labels()[0]
        ax.legend(handles=[*marks, fires, line, ring], loc="upper left", bbox_to_anchor=(1.0, 1.0))
        return [self.shade, self.line, self.culprit]

    def draw(self, correction):
        w, b, index = self.states[min(int(correction), len(self.states) - 1)]
        self.shade.set_data(lesson.step(w[0] * self.grid[0] + w[1] * self.grid[1] + b))
        self.line.set_visible(w.any())
        if w[1]:
            self.line.set_data(self.x1, -(w[0] * self.x1 + b) / w[1])
        elif w[0]:
            self.line.set_data([-b / w[0]] * 2, self.x2)
        self.culprit.set_visible(index is not None)
        if index is not None:
            self.culprit.set_data(*self.X[index][:, None])
        right = int(np.sum(lesson.step(self.X @ w + b) == self.y))
        weights = f"weights {number(w[0])} and {number(w[1])}, bias {number(b)}: {right} of {len(self.y)} right."
        if index is None:
            return f"Before the first correction: {weights} The sum is 0 everywhere, so it fires for everything."
        wrong = "was silent and should have fired" if self.y[index] else "fired and should have been silent"
        return f"Correction {int(correction)}: at the ringed point it {wrong}. Now {weights}"

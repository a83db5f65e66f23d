"""Drawings of a neuron and of a network, made once and lit up with new values as often as wanted."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from dlcourse.figures.display import axes, finish, legend_below
from dlcourse.figures.nodes import DASHES, Node
from dlcourse.figures.style import NEGATIVE, PALE, PAPER, POSITIVE, QUIET, SILENT, in_style, number

LARGEST = 3.0  # weight of a neuron in a NeuronDiagram: its line is the widest
LABEL_BOX = {"boxstyle": "round,pad=0.28", "facecolor": PAPER, "edgecolor": "none"}


def effect(weight):
    """What a weight does to its input: its word, colour and line style."""
    if weight > 0:
        return "reinforces", POSITIVE, "-"
    if weight < 0:
        return "inhibits", NEGATIVE, DASHES
    return "silences", SILENT, (0, (1, 2.2))


def effects_legend(ax):
    """Say under the figure what the colours and the dashes of weights mean."""
    lines = []
    for word, colour, dashes in (effect(weight) for weight in (1, -1, 0)):
        lines.append(Line2D([], [], color=colour, linestyle=dashes, lw=3, label=f"{word} its input"))
    legend_below(ax, lines, handlelength=3)


def arrow_head(direction):
    """A marker for the head of an arrow that points in a direction (x, y)."""
    return 3, 0, np.degrees(np.arctan2(direction[1], direction[0])) - 90


def _weight_width(weight, largest):
    return 1.0 + 5.0 * min(abs(weight) / largest, 1.0) if np.isfinite(weight) else 1.0


class NeuronDiagram:
    """Inputs, weights, sum and activation of one neuron, drawn on axes of their own."""

    def __init__(self, ax, names, *, activation="activation"):
        self.ax = ax
        count = len(names)
        ys = 1.25 * (np.arange(count)[::-1] - (count - 1) / 2)
        middle = 0.0
        self.inputs = [Node(ax, 2.3, y, 0.42) for y in ys]
        for name, y in zip(names, ys, strict=True):
            ax.text(1.7, y, name, ha="right", va="center")
        self.edges, self.labels = [], []
        for y in ys:
            self.edges.append(
                ax.plot([2.86, 5.3], [y + 0.16 * (middle - y), middle], zorder=1, solid_capstyle="butt")[0]
            )
            at = 0.4  # near the inputs, where the edges are still apart
            x, y = 2.3 + at * 3.45, y + at * (middle - y)
            self.labels.append(ax.text(x, y, "", ha="center", va="center", weight="bold", bbox=LABEL_BOX, zorder=5))
        self.bias = ax.plot([5.75, 5.75], [middle - 1.2, middle - 0.5], zorder=1, solid_capstyle="butt")[0]
        self.bias_label = ax.text(5.75, middle - 1.42, "", ha="center", va="center", weight="bold")
        self.sum = Node(ax, 5.75, middle, 0.52, size=11)
        ax.text(5.75, middle + 0.72, "weighted sum z", ha="center", va="bottom", color=QUIET, size=9.5)
        half = 1.25 * (count - 1) / 2 + 0.62
        self.output = Node(ax, 8.1, middle, 0.52, size=11)
        self._arrows(middle, activation)
        ax.set(xlim=(0, 10), ylim=(-max(half, 1.65), max(half, 1.15)), aspect="equal")
        ax.set_axis_off()

    def _arrows(self, middle, activation):
        quiet = {"arrowstyle": "-|>", "color": QUIET, "lw": 1.3, "shrinkA": 0, "shrinkB": 0}
        self.ax.annotate("", (7.5, middle), (6.35, middle), arrowprops=quiet)
        self.ax.annotate("", (9.75, middle), (8.72, middle), arrowprops=quiet)
        self.ax.text(8.1, middle + 0.72, activation, ha="center", va="bottom", color=QUIET, size=9.5)
        self.ax.text(9.3, middle - 0.2, "output", ha="center", va="top", color=QUIET, size=9.5)

    @property
    def moving(self):
        """The artists that new numbers change."""
        nodes = [*self.inputs, self.sum, self.output]
        return [
            *self.edges,
            *self.labels,
            self.bias,
            self.bias_label,
            *(part for node in nodes for part in node.moving),
        ]

    def show(self, x, w, b, z, a=None):
        """Write in inputs, weights, bias, sum and output."""
        for node, edge, label, value, weight in zip(self.inputs, self.edges, self.labels, x, w, strict=True):
            node.show(value, value, digits=1)
            _, colour, line = effect(weight)
            edge.set(color=colour, linestyle=line, linewidth=_weight_width(weight, LARGEST))
            label.set(text=number(weight, 1, sign=bool(weight)), color=colour if weight else QUIET)
        _, colour, line = effect(b)
        self.bias.set(color=colour, linestyle=line, linewidth=_weight_width(b, LARGEST))
        self.bias_label.set(text=f"bias {number(b, 1, sign=bool(b))}", color=colour if b else QUIET)
        self.sum.show(z, 0)
        self.output.show(a, 0 if a is None else a)


def _shown(count, limit):
    """The numbers of the neurons to draw: all, or the first ones and the last."""
    return list(range(count)) if count <= limit else [*range(limit - 2), count - 1]


class NetworkDiagram:
    """The layers of a network as columns of nodes; edges carry the size and the sign of the weights."""

    def __init__(self, ax, sizes, parameters=None, *, names=None, layers=None, limit=6):
        self.ax, self.parameters = ax, parameters
        self.shown = [_shown(size, limit) for size in sizes]
        rows = max(len(shown) + (len(shown) < size) for shown, size in zip(self.shown, sizes, strict=True))
        self.radius, self.height = 0.42, max(2, rows) * 1.22
        self.xs = np.linspace(1.9, 8.1, len(sizes))
        self.ys = [self._heights(size, shown) for size, shown in zip(sizes, self.shown, strict=True)]
        self.edges = [self._edges(layer) for layer in range(len(sizes) - 1)]
        self.nodes = [[Node(ax, x, y, self.radius, 10) for y in ys] for x, ys in zip(self.xs, self.ys, strict=True)]
        self._write(sizes, names, layers)
        ax.set(xlim=(0, 10), ylim=(-0.1, self.height + 0.62), aspect="equal")
        ax.set_axis_off()

    def _heights(self, size, shown):
        rows = len(shown) + (len(shown) < size)
        ys = self.height / 2 + 1.22 * (np.arange(rows)[::-1] - (rows - 1) / 2)
        return ys if len(shown) == size else np.delete(ys, -2)

    def _edges(self, layer):
        ends = [self._edge(layer, y0, y1) for y0 in self.ys[layer] for y1 in self.ys[layer + 1]]
        lines = LineCollection(ends, colors=PALE, linewidths=0.8, zorder=1)
        self.ax.add_collection(lines, autolim=False)
        if self.parameters is not None:
            weights = self._weights(layer).ravel()
            share = np.abs(weights) / max(np.abs(weights).max(), 1e-12)
            widths = 0.7 + 3.3 * share
            if len(weights) > 16:
                widths[share < 0.3] = 0  # a thicket shows nothing: leave out the weak ones
            lines.set(linestyles=[effect(w)[2] for w in weights], linewidths=widths)
        return lines

    def _edge(self, layer, y0, y1):
        start, end = np.array([self.xs[layer], y0]), np.array([self.xs[layer + 1], y1])
        free = self.radius * 1.3 * (end - start) / np.hypot(*(end - start))  # leaves the halo of both nodes free
        return start + free, end - free

    def _weights(self, layer):
        W = np.asarray(self.parameters[layer][0], dtype=float)
        return W[np.ix_(self.shown[layer], self.shown[layer + 1])]

    def _write(self, sizes, names, layers):
        last = len(sizes) - 1
        layers = layers or [
            "inputs",
            *[f"hidden layer {i}" if last > 2 else "hidden layer" for i in range(1, last)],
            "scores",
        ]
        for column, (x, size, shown, ys) in enumerate(zip(self.xs, sizes, self.shown, self.ys, strict=True)):
            head = layers[column] + (f" ({size})" if len(shown) < size else "")
            self.ax.text(x, self.height + 0.25, head, ha="center", va="bottom", color=QUIET, size=9.5)
            if len(shown) < size:
                self.ax.text(x, (ys[-1] + ys[-2]) / 2, "⋮", ha="center", va="center", size=16, color=QUIET)
            side = {0: ("right", -0.62), last: ("left", 0.62)}.get(column)
            if names and names[column] and side:
                for neuron, y in zip(shown, ys, strict=True):
                    self.ax.text(x + side[1], y, names[column][neuron], ha=side[0], va="center")

    @property
    def moving(self):
        """The artists that new values change."""
        return [*self.edges, *(part for nodes in self.nodes for node in nodes for part in node.moving)]

    def show(self, values, *, scale=None, largest=None, digits=1):
        """Light up every node with its value; edges fade where the neuron they come from is silent.

        Each layer has a scale of its own, or all have `scale`. With `largest` all have that as well, values that are
        negative look unlike those that are 0, and no larger size is to come.
        """
        values = [np.asarray(v, dtype=float).reshape(-1) for v in values]
        for nodes, shown, layer_values in zip(self.nodes, self.shown, values, strict=True):
            bright = scale or max(1.0, layer_values.max())
            for node, neuron in zip(nodes, shown, strict=True):
                if largest is None:
                    node.show(layer_values[neuron], layer_values[neuron] / bright, digits)
                else:
                    node.show_signed(layer_values[neuron], largest, digits)
        for layer, lines in enumerate(self.edges):
            if self.parameters is not None:
                lines.set_color(self._edge_colours(layer, values[layer]))

    def _edge_colours(self, layer, values):
        from matplotlib.colors import to_rgba

        weights = self._weights(layer)
        silent = np.isclose(values[self.shown[layer]], 0)[:, None] | np.zeros_like(weights, dtype=bool)
        pairs = zip(weights.ravel(), silent.ravel(), strict=True)
        return [to_rgba(effect(w)[1], 0.22 if quiet else 0.95) for w, quiet in pairs]


@in_style()
def network_diagram(values, parameters=None, names=None, title=None, ax=None, *, layers=None, limit=6, digits=1):
    """Draw a network with the value of every node: the larger, the more orange; grey with a dashed rim below 0.

    Parameters
    ----------
    values : list of arrays
        What every layer puts out for one example, inputs first: each (neurons,) or (1, neurons).
    parameters : list of (W, b), optional
        Weights and biases of each layer, for the edges.
    names : list of (list of str or None), optional
        For each layer the names of its nodes; those of the first and the last layer are written.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    layers : list of str, optional
        What the layers are called.
    limit : int
        Of a larger layer only so many rows are drawn, one of them an ellipsis.
    digits : int
        Digits after the point.

    Returns
    -------
    Axes
    """
    values = [np.asarray(v, dtype=float).reshape(-1) for v in values]
    sizes = [len(v) for v in values]
    if parameters is not None and sizes != [len(parameters[0][0]), *[len(b) for _, b in parameters]]:
        raise ValueError(f"values has layers of {sizes} neurons: they must match the weights in parameters")
    rows = max(min(size, limit) for size in sizes)
    ax = axes(ax, height=min(6.4, 0.55 + 0.68 * (1.22 * max(2, rows) + 0.72)))
    diagram = NetworkDiagram(ax, sizes, parameters, names=names, layers=layers, limit=limit)
    diagram.show(values, largest=max(1.0, *(np.abs(np.nan_to_num(v)).max() for v in values)), digits=digits)
    shape = "-".join(map(str, sizes))
    alt = [f"layer {i}: {', '.join(number(x, digits) for x in v[:limit])}" for i, v in enumerate(values)]
    return finish(ax, title, f"A network of {shape} neurons and their values. {'; '.join(alt)}.")

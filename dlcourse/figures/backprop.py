"""Figures of lesson 04: the diagram of a computational graph, gradients against trying, and a loss that falls."""

import numpy as np
from matplotlib.patches import FancyBboxPatch

from dlcourse.figures.display import axes, finish
from dlcourse.figures.style import (
    BACK,
    CLASS_COLOURS,
    CLASS_MARKERS,
    INK,
    LIT,
    PAPER,
    QUIET,
    SIGNAL,
    in_style,
    number,
)

WORDS = {"input": "", "relu": "ReLU"}
COLUMN, ROW, WIDE, HIGH = 1.95, 1.4, 0.96, 0.72  # of the grid, and of a box
MOST_DIGITS = 6  # after the point
ASIDE, ABOVE, LONG = (0, 0.21), (0, 0.8), 7  # where a label of a level edge stands: if it is longer, above all words


def is_exact(value):
    """Whether a number stands whole in two digits after the point."""
    return abs(value - round(value, 2)) < 1e-9


def enough(value):
    """A number with two digits after the point; one that needs more has four that count, so that products come out.

    Examples
    --------
    >>> enough(2.0), enough(-0.026681), enough(0.99331)
    ('2.00', '−0.02668', '0.9933')
    """
    if is_exact(value):
        return number(value)
    return number(value, min(MOST_DIGITS, max(2, 3 - int(np.floor(np.log10(abs(value)))))))


def graph_places(graph):
    """Where the nodes of a graph stand: (column, row) by name, inputs just left of what takes them."""
    depths, rows, free = {}, {}, iter(range(len(graph)))

    def depth(name):
        if name not in depths:
            depths[name] = 1 + max((depth(taken) for taken in graph[name][1]), default=-1)
        return depths[name]

    def row(name):
        if name not in rows:
            below = [row(taken) for taken in graph[name][1]]
            rows[name] = float(np.mean(below)) if below else float(next(free))
        return rows[name]

    users = {name: [other for other in graph if name in graph[other][1]] for name in graph}
    for name in graph:
        depth(name)
    for name in [name for name in graph if not users[name]]:
        row(name)
    columns = {
        name: min((depths[user] for user in users[name]), default=depths[name] + 1) - 1 if not graph[name][1] else d
        for name, d in depths.items()
    }
    return {name: (columns[name], row) for name, row in _apart(columns, rows).items()}


def _apart(columns, rows):
    """The rows, so changed that nodes of one column stand at least one row apart."""
    placed = {}
    for column in set(columns.values()):
        names = sorted((name for name in columns if columns[name] == column), key=rows.get)
        for above, name in zip([None, *names], names, strict=False):
            placed[name] = rows[name] if above is None else max(rows[name], placed[above] + 1)
    return placed


class GraphDiagram:
    """The nodes of a computational graph as boxes: values inside, gradients below, messages on the edges."""

    def __init__(self, ax, graph):
        self.graph = graph
        places = graph_places(graph)
        self.at = {name: (COLUMN * column, -ROW * row) for name, (column, row) in places.items()}
        self.boxes, self.words, self.values, self.gradients = {}, [], {}, {}
        self.edges, self.labels, self.places = {}, {}, {}
        for name, (operation, taken) in graph.items():
            for one in dict.fromkeys(taken):  # each once, in order
                self._edge(ax, one, name)
            self._node(ax, name, WORDS.get(operation, operation))
        x, y = np.array(list(self.at.values())).T
        ax.set(xlim=(x.min() - 0.75, x.max() + 0.75), ylim=(y.min() - 0.95, y.max() + 0.75))
        ax.set_axis_off()

    def _node(self, ax, name, word):
        x, y = self.at[name]
        corner = (x - WIDE / 2 + 0.1, y - HIGH / 2 + 0.1)
        style = {"boxstyle": "round,pad=0.1", "ec": INK, "lw": 1.2, "fc": PAPER, "zorder": 3}
        self.boxes[name] = ax.add_patch(FancyBboxPatch(corner, WIDE - 0.2, HIGH - 0.2, **style))
        above = {"ha": "center", "va": "bottom", "color": QUIET, "size": 8.5, "zorder": 6}
        self.words.append(ax.text(x, y + HIGH / 2 + 0.07, word, **above))
        self.words.append(ax.text(x, y + 0.17, name, ha="center", va="center", weight="bold", size=9.5, zorder=6))
        self.values[name] = ax.text(x, y - 0.16, "", ha="center", va="center", size=9.5, zorder=6)
        below = {"ha": "center", "va": "top", "color": BACK, "weight": "bold", "size": 9.5, "zorder": 6}
        self.gradients[name] = ax.text(x, y - HIGH / 2 - 0.07, "", **below)

    def _edge(self, ax, one, name):
        (x0, y0), (x1, y1) = self.at[one], self.at[name]
        start, end = np.array([x0 + WIDE / 2, y0]), np.array([x1 - WIDE / 2, y1])
        line = ax.plot(*np.column_stack([start, end]), color=QUIET, lw=1.2, zorder=1, solid_capstyle="butt")[0]
        turn = np.degrees(np.arctan2(end[1] - start[1], end[0] - start[0]))
        free = 0.1 * (end - start) / np.hypot(*(end - start))  # so that a head does not hide under its box
        tip = ax.plot(*(end - free), marker=(3, 0, turn - 90), color=QUIET, ms=7, zorder=2)[0]
        home = ax.plot(*(start + free), marker=(3, 0, turn + 90), color=BACK, ms=9, zorder=2, visible=False)[0]
        middle = (start + end) / 2
        places = (
            (middle + np.array(ASIDE), middle + np.array(ABOVE)) if y0 == y1 else (middle, middle)
        )  # of short labels, and of long ones
        box = {"boxstyle": "round,pad=0.12", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.9}
        self.edges[one, name], self.places[one, name] = (line, tip, home), places
        self.labels[one, name] = ax.text(
            *places[0], "", ha="center", va="center", size=8.5, color=BACK, weight="bold", bbox=box, zorder=5
        )

    @property
    def moving(self):
        """The artists that new numbers change, and what lies above them."""
        lines = [artist for parts in self.edges.values() for artist in parts]
        texts = [*self.words, *self.values.values(), *self.gradients.values(), *self.labels.values()]
        return [*lines, *self.boxes.values(), *texts]

    def show(self, values, gradients=None, messages=(), active=None):
        """Write what is known: values, gradients, and the messages (from, to, gradient, slope, sent) just sent."""
        gradients = gradients or {}
        for name, box in self.boxes.items():
            known, sending = name in values, name == active
            self.values[name].set_text(enough(values[name]) if known else "")
            self.gradients[name].set_text(f"◂ {enough(gradients[name])}" if name in gradients else "")
            box.set_facecolor(LIT(0.75 if sending else 0.45) if known else PAPER)
            box.set_edgecolor((BACK if gradients else SIGNAL) if sending else INK)
            box.set_linewidth(3.4 if sending else 1.2)
        sent = {(message[1], message[0]): f"× {enough(message[3])}" for message in messages}
        for pair, (line, tip, home) in self.edges.items():
            on = pair in sent
            line.set(color=BACK if on else QUIET, linewidth=2.6 if on else 1.2)
            tip.set_visible(not on)
            home.set_visible(on)
            label = self.labels[pair]
            label.set(text=sent.get(pair, ""), visible=on)
            label.set_position(self.places[pair][len(label.get_text()) > LONG])


@in_style()
def gradient_agreement(gradients, numerical, names, title=None, ax=None):
    """Draw gradients from a backward pass against those found by trying, one point for each weight.

    Parameters
    ----------
    gradients, numerical : list of arrays
        For each layer, say, the gradients from the backward pass, and those by central differences.
    names : list of str
        What each is called.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.9, width=6.2)
    reach = 1.08 * max(np.abs(part).max() for part in [*gradients, *numerical])
    ax.plot([-reach, reach], [-reach, reach], color=QUIET, lw=1.2, linestyle=(0, (4, 3)), label="equal", zorder=1)
    for i, (own, tried, name) in enumerate(zip(gradients, numerical, names, strict=True)):
        marker = {"marker": CLASS_MARKERS[i % 10], "color": CLASS_COLOURS[i % 10]}
        size = max(9, 54 * 0.45**i)  # the later ones lie on top, and hide nobody
        ax.scatter(np.ravel(tried), np.ravel(own), s=size, linewidth=0.6, edgecolor=PAPER, label=name, **marker)
    ax.set(xlabel="slope found by trying", ylabel="slope from the backward pass")
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach))
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    apart = max(np.abs(own - tried).max() for own, tried in zip(gradients, numerical, strict=True))
    count = sum(np.size(own) for own in gradients)
    near = "less than 0.001" if apart < 1e-3 else number(apart, 3)
    return finish(ax, title, f"{count} slopes of {', '.join(names)}: the largest difference is {near}.")


@in_style()
def falling_loss(steps, losses, title=None, ax=None):
    """Draw the loss after so many steps of learning, from a loss of 0 up.

    Parameters
    ----------
    steps : array (K,)
        Numbers of steps.
    losses : array (K,)
        The loss after each.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.0)
    ax.plot(steps, losses, color=INK, marker="o", ms=5)
    for place, side in ((0, "left"), (-1, "center")):
        text = number(losses[place])
        ax.annotate(text, (steps[place], losses[place]), (6 * (place == 0), 7), textcoords="offset points", ha=side)
    ax.set(xlabel="steps", ylabel="loss (cross-entropy)", ylim=(0, 1.12 * max(losses)))
    return finish(ax, title, f"The loss falls from {number(losses[0])} to {number(losses[-1])} in {steps[-1]} steps.")

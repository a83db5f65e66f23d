"""A text in which each character is coloured by one neuron of a network that reads it."""

import numpy as np
from matplotlib.collections import PolyCollection

from dlcourse.experiments.rnn import ids_of, states_along
from dlcourse.explore._explorer import Explorer, asked, choice, slider
from dlcourse.explore.rnn.reading import shown
from dlcourse.figures.style import INK, QUIET, SIGNED, percent

COLUMNS, ROWS = 62, 9  # characters in a line, lines
STRONG = 0.5  # from here on words tell of it
NAMED, LONGEST = 4, 24  # pieces that are named, and their characters


def in_lines(text, columns=COLUMNS, rows=ROWS):
    """Where each character of a text stands when it is broken at spaces: int array (L, 2), line and column.

    Characters that find no place in the lines are left out.
    """
    places, line, start = [], 0, 0
    while start < len(text) and line < rows:
        end = min(start + columns, len(text))
        if end < len(text) and (space := text.rfind(" ", start, end)) > start:
            end = space + 1
        if (stop := text.find("\n", start, end)) >= 0:
            end = stop + 1
        places += [(line, column) for column in range(end - start)]
        line, start = line + 1, end
    return np.array(places, dtype=int).reshape(-1, 2)


def pieces(text, marks):
    """The longest runs of marked characters, as a text names them; none twice."""
    found, run = [], ""
    for sign, mark in [*zip(text, marks), ("", False)]:
        if mark:
            run += shown(sign) if sign == "\n" else sign
        elif run.strip():
            found.append(run.strip())
            run = ""
        else:
            run = ""
    longest = sorted(dict.fromkeys(found), key=len, reverse=True)[:NAMED]
    return ", ".join(f"“{run if len(run) <= LONGEST else run[: LONGEST - 1] + '…'}”" for run in longest)


class _Coloured(Explorer):
    def __init__(self, networks, signs, text, neuron):
        self.networks, self.signs = networks, signs
        self.places = in_lines(text)
        self.text = text[: len(self.places)]
        most = max(network.layers[1].parameters["W_h"].shape[0] for network in networks.values())
        controls = {"network": choice("network", networks), "neuron": slider("neuron", neuron, 0, most - 1, 1)}
        super().__init__("a text, coloured by one neuron", controls, size=(7.0, 0.9 + 0.34 * (self.places[-1, 0] + 1)))

    def build(self):
        ax = self.figure.subplots()
        lines = int(self.places[-1, 0]) + 1
        ax.set(xlim=(-0.5, COLUMNS - 0.5), ylim=(lines - 0.5, -0.5), xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        self.title = ax.set_title("")
        ax.set_xlabel(
            "blue, line below: positive; orange, line above: negative; the thicker, the further from 0", color=QUIET
        )
        self.cells = ax.add_collection(PolyCollection([], lw=0))
        self.bars = ax.add_collection(PolyCollection([], fc=INK, lw=0, zorder=2))
        at = {"ha": "center", "va": "center", "family": "monospace", "size": 8.5, "color": INK, "zorder": 3}
        for sign, (line, column) in zip(self.text, self.places):
            ax.text(column, line, shown(sign) if sign == "\n" else sign, **at)
        return [self.title, self.cells, self.bars]

    def draw(self, network, neuron):
        answer, complaint = asked(self._states, self.networks[network], what="Your network does not answer")
        if complaint:
            return complaint
        if neuron >= answer.shape[1]:
            self.cells.set_verts([])
            self.bars.set_verts([])
            return f"“{network}” has {answer.shape[1]} neurons, 0 to {answer.shape[1] - 1}."
        self.title.set_text(f"Neuron {neuron} after each character, {network}")
        h = answer[:, neuron]
        column, line = self.places[:, 1], self.places[:, 0]
        self.cells.set_verts(_boxes(column, line - 0.42, line + 0.42))
        self.cells.set_facecolor(SIGNED((np.clip(0.7 * h, -1, 1) + 1) / 2))
        edge = line + np.where(h > 0, 0.42, -0.42)
        self.bars.set_verts(_boxes(column, edge, edge - 0.16 * h))
        return f"{network}, neuron {neuron}. {self._in_words(h)}"

    def _in_words(self, h):
        said = []
        for words, marks in (("above 0.5", h > STRONG), ("below −0.5", h < -STRONG)):
            named = pieces(self.text, marks)
            said.append(f"{words} for {percent(marks.mean())} of the characters{', as in ' + named if named else ''}")
        return f"It is {'; '.join(said)}."

    def _states(self, network):
        return np.asarray(states_along(network, ids_of(self.text, self.signs)), dtype=float)


def _boxes(column, top, bottom):
    """A box one character wide for each place: array (L, 4, 2)."""
    left, right = column - 0.5, column + 0.5
    return np.stack([[left, top], [right, top], [right, bottom], [left, bottom]]).transpose(2, 0, 1)


def coloured(networks, signs, text, *, neuron=0):
    """A text in which each character is coloured by the state of one neuron after it, of one network or another.

    Parameters
    ----------
    networks : dict of str to SequenceNetwork
        By name: an embedding, a recurrent layer and a dense layer each.
    signs : str
        The alphabet of them all.
    text : str
        What they read, from a state of zeros on; what finds no place in nine lines of 62 characters is left out.
    neuron : int
        The one that is there at the start, counted from 0.

    Returns
    -------
    Explorer
        Its controls: `network` and `neuron`.
    """
    return _Coloured(networks, signs, text, neuron)

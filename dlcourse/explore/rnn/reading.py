"""A recurrent network that reads what is typed, unrolled: its state after each character."""

import numpy as np
from matplotlib.collections import PatchCollection, PolyCollection
from matplotlib.patches import Rectangle

from dlcourse.experiments import rnn as lesson
from dlcourse.explore._explorer import Explorer, asked, slider, typed
from dlcourse.figures.style import CONTOUR, INK, QUIET, SIGNAL, SIGNED, number, percent
from dlcourse.lessons import forward
from dlcourse.lessons.rnn import rnn_forward

STEPS = 18  # characters of a text that are drawn
MOST = 16  # numbers of a state that are drawn
TOP = 6  # answers that are drawn


def readable(text, signs):
    """The characters of a text that an alphabet has, capital letters as small ones where need be."""
    found = [sign if sign in signs else sign.lower() for sign in text]
    return "".join(sign for sign in found if sign in signs)


class Bars:
    """The most probable answers as bars, the longest one first."""

    def __init__(self, ax, title, rows=TOP):
        ax.set(xlim=(0, 1.4), ylim=(rows - 0.4, -0.6), xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        ax.set_title(title)
        self.bars = ax.barh(np.arange(TOP), np.zeros(TOP), color=SIGNAL, height=0.7)
        at = {"va": "center", "size": 9}
        self.names = [ax.text(-0.04, i, "", ha="right", family="monospace", **at) for i in range(TOP)]
        self.shares = [ax.text(0, i, "", **at) for i in range(TOP)]
        self.moving = [*self.bars, *self.names, *self.shares]

    def show(self, names, P):
        """Draw the answers, and say them in words."""
        order = np.argsort(-P, kind="stable")[:TOP]
        for i in range(TOP):
            known = i < len(order)
            p = float(P[order[i]]) if known else 0.0
            self.bars[i].set_width(p)
            self.names[i].set_text(names[order[i]] if known else "")
            self.shares[i].set(x=p + 0.03, text=percent(p) if known else "")
        return ", ".join(f"“{names[i]}” ({percent(P[i])})" for i in order[:3])


def shown(sign):
    """A character as it is written in a picture."""
    return {"\n": "⏎", " ": "␣"}.get(sign, sign)


class _Reader(Explorer):
    def __init__(self, read, signs, texts, parts, answers):
        self.read, self.signs, self.parts, self.answers = read, signs, parts, answers
        self.count = len(read(np.zeros(1, int))[0][0])
        controls = {
            "text": typed("text", texts[0], texts),
            "step": slider("step", 6, 1, STEPS, 1),
        }
        super().__init__("a recurrent network, unrolled over a text", controls, size=(7.0, 3.2))

    def build(self):
        if self.answers:
            left, right = self.figure.subplots(1, 2, width_ratios=[3.2, 1])
            self.bars = Bars(right, "What it says", min(TOP, max(4, len(self.answers))))
        else:
            left, self.bars = self.figure.subplots(), None
        rows = min(self.count, MOST)
        left.set(xlim=(-0.7, STEPS - 0.3), ylim=(-0.24 * rows - 0.2, rows + 0.2))
        left.spines[:].set_visible(False)
        names = self.parts or [str(k + 1) for k in range(rows)]
        left.set_yticks(rows - 0.5 - np.arange(rows), names, size=9 if rows < 6 else 7)
        left.set_xticks([])
        left.tick_params(length=0)
        part = f", {rows} of its {self.count} numbers" if rows < self.count else " after each character"
        left.set_title(f"Hidden state{part}")
        left.set_xlabel("blue, line below: positive; orange, line above: negative", color=QUIET)
        self.columns = left.imshow(
            np.zeros((rows, 2 * STEPS - 1)),
            cmap=SIGNED,
            vmin=-1,
            vmax=1,
            aspect="auto",
            interpolation="nearest",
            extent=(-0.25, STEPS - 0.75, 0, rows),
        )
        x = np.arange(STEPS - 1) + 0.5
        self.arrows = left.plot(x, np.full(STEPS - 1, rows / 2), ">", color=QUIET, ms=4)[0]
        self.inputs = left.plot([], [], "^", color=QUIET, ms=4)[0]
        at = {"ha": "center", "va": "center", "family": "monospace", "size": 13, "color": INK}
        self.letters = [left.text(t, -0.17 * rows, "", **at) for t in range(STEPS)]
        self.frame = left.add_patch(Rectangle((0, 0), 0.6, rows, fill=False, ec=INK, lw=2.5, zorder=4))
        self.rows = rows
        bars = self.bars.moving if self.bars else []
        self.rims = left.add_collection(PatchCollection([], fc="none", ec=CONTOUR, lw=0.8))
        self.edges = left.add_collection(PolyCollection([], fc=INK, lw=0, zorder=3))
        return [self.columns, self.rims, self.edges, self.arrows, self.inputs, *self.letters, self.frame, *bars]

    def draw(self, text, step):
        read = readable(text, self.signs)[:STEPS] or self.signs[0]
        at = min(step, len(read)) - 1
        answer, complaint = asked(self._answer, read, at, what="Your network does not answer")
        if complaint:
            return complaint
        H, P = answer
        columns = np.full((self.rows, 2 * STEPS - 1), np.nan)
        columns[:, : 2 * len(read) : 2] = H.T
        self.columns.set_data(np.ma.masked_invalid(columns))
        self.rims.set_paths([Rectangle((t - 0.25, 0), 0.5, self.rows) for t in range(len(read))])  # a 0 is white
        self.edges.set_verts(_edges(H))
        middle = np.full(len(read), self.rows / 2)
        self.arrows.set_data(np.arange(len(read))[:-1] + 0.5, middle[:-1])
        self.inputs.set_data(np.arange(len(read)), np.full(len(read), -0.055 * self.rows))
        for t, letter in enumerate(self.letters):
            letter.set(text=shown(read[t]) if t < len(read) else "", weight="bold" if t == at else "normal")
        self.frame.set_xy((at - 0.3, 0))
        words = f"After “{read[: at + 1]}”, step {at + 1} of {len(read)}: "
        if self.parts:
            words += ", ".join(f"{name} {number(value)}" for name, value in zip(self.parts, H[at]))
        if P is not None:
            words += f"it says {self.bars.show(self.answers, P)}"
        left_out = len(text) - len(read)
        return words + "." + (f" {left_out} characters of the text are left out." if left_out > 0 else "")

    def _answer(self, read, at):
        """The states (T, rows) over a text, and the probabilities after one of its steps, if there are scores."""
        H, Z = self.read(lesson.ids_of(read, self.signs))
        H = np.asarray(H, dtype=float)[:, : self.rows]
        return H, None if Z is None else forward.softmax(np.asarray(Z, dtype=float))[at]


def _edges(H):
    """A line in each box of a state (T, rows), below where it is positive, else above; the thicker, the further."""
    t, row = (part.ravel() for part in np.indices(H.shape))
    h = H.ravel()
    edge = H.shape[1] - row - np.where(h > 0, 1.0, 0.0)
    left, right, inner = t - 0.25, t + 0.25, edge + 0.12 * h
    return np.stack([[left, edge], [right, edge], [right, inner], [left, inner]]).transpose(2, 0, 1)


def reader(network=None, signs=None, *, texts=None, answers=None):
    """A recurrent network, unrolled over a text that one types: its state after each character, and what it says.

    Parameters
    ----------
    network : SequenceNetwork, optional
        An embedding, a recurrent layer and a dense layer; if left out, three neurons whose weights were set by hand.
    signs : str, optional
        The alphabet of the network.
    texts : list of str, optional
        Texts to choose from; the first one is there at the start.
    answers : list of str, optional
        What the scores stand for; the characters of the alphabet if left out.

    Returns
    -------
    Explorer
        Its controls: `text` and `step`.
    """
    if network is None:
        W_x, W_h, b = lesson.hand_set_reader()

        def read(ids):
            X = np.eye(len(lesson.SIGNS))[ids][None]
            return rnn_forward(X, h0=np.zeros((1, 3)), W_x=W_x, W_h=W_h, b=b)[0][0], None

        parts = ["in brackets", "vowels, fading", "a vowel now"]
        return _Reader(
            read, lesson.SIGNS, texts or ["the (old) sea", "see (a) the) old", "lima", "mali", "mail"], parts, None
        )

    def read(ids):
        embedding, recurrent, dense = network.layers
        H, _ = recurrent.forward(embedding.forward(ids[None])[0])
        return H[0], dense.forward(H)[0][0]

    names = [shown(sign) for sign in signs] if answers is None else answers
    return _Reader(read, signs, texts or ["the (old) sea"], None, names)

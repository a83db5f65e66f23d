"""Where the heads of a trained transformer look in a text that is typed, and what it expects next."""

import numpy as np

from dlcourse.experiments import rnn as lesson
from dlcourse.experiments.attention import trained
from dlcourse.explore._explorer import Explorer, choice, slider, typed
from dlcourse.explore.rnn.reading import Bars, readable, shown
from dlcourse.figures.style import INK, INKED, QUIET, SIGNAL
from dlcourse.lessons import forward

STEPS = 16  # characters of a text that are drawn
TEXTS = ("the statement", "an expression is", "if the object is", "class definition")


class _Heads(Explorer):
    def __init__(self, network, signs, texts):
        self.network, self.signs = network, signs
        W, _ = trained.weights_along(network, np.zeros(1, int))
        controls = {
            "text": typed("text", texts[0], texts),
            "layer": choice("layer", [str(k + 1) for k in range(W.shape[0])]),
            "head": choice("head", [str(k + 1) for k in range(W.shape[1])]),
            "step": slider("character", 8, 1, STEPS, 1),
        }
        super().__init__("where the heads of a transformer look", controls, size=(7.0, 4.1))

    def build(self):
        left, right = self.figure.subplots(1, 2, width_ratios=[2.4, 1])
        left.set(xlim=(-0.5, STEPS - 0.5), ylim=(STEPS - 0.5, -0.5), xticks=[], yticks=[], aspect="equal")
        left.spines[:].set_visible(False)
        left.set_xlabel("⏎ a new line, ␣ a space", color=QUIET)
        self.table = left.imshow(np.zeros((STEPS, STEPS)), cmap=INKED, vmin=0, vmax=1.3, extent=left.axis())
        at = {"ha": "center", "va": "center"}
        self.frame = left.axhspan(-0.5, 0.5, fill=False, ec=SIGNAL, lw=2.5)
        self.rows = [left.text(-1.1, k, "", family="monospace", size=9, **at) for k in range(STEPS)]
        self.columns = [left.text(k, -1.0, "", family="monospace", size=9, **at) for k in range(STEPS)]
        self.shares = [left.text(k, 0, "", size=7, color=INK, zorder=5, **at) for k in range(STEPS)]
        left.set_title("Weights in %", pad=18)
        self.bars = Bars(right, "Expected next")
        return [self.table, self.frame, *self.rows, *self.columns, *self.shares, *self.bars.moving]

    def draw(self, text, layer, head, step):
        begun = readable(text, self.signs)[-STEPS:] or " "
        ids = lesson.ids_of(begun, self.signs)
        A, Z = trained.weights_along(self.network, ids)
        A, row = A[int(layer) - 1, int(head) - 1], min(step, len(ids)) - 1
        drawn = np.zeros((STEPS, STEPS))
        drawn[: len(ids), : len(ids)] = A
        self.table.set_data(drawn)
        self.frame.set_y(row - 0.5)
        for k in range(STEPS):
            sign = shown(begun[k]) if k < len(ids) else ""
            self.rows[k].set(text=sign, weight="bold" if k == row else "normal")
            self.columns[k].set_text(sign)
            share = A[row, k] if k <= row else 0.0
            self.shares[k].set(y=row, text=f"{100 * share:.0f}" if share >= 0.01 else "",
                               color=INK if share < 0.6 else "white")  # fmt: skip
        P = forward.softmax(Z[row][None])[0]
        likely = self.bars.show([shown(sign) for sign in self.signs], P)
        unknown = "".join(sorted({sign for sign in text if not readable(sign, self.signs)}))
        left_out = f" It does not know “{unknown}”, which is left out." if unknown else ""
        return self._said(begun, A, row, layer, head) + f" What it expects next: {likely}.{left_out}"

    def _said(self, begun, A, row, layer, head):
        """Where the head looks from one character, and from all of them on average, in words."""
        most = [k for k in np.argsort(-A[row], kind="stable")[:3] if A[row, k] >= 0.01]
        places = ", ".join(f"{100 * A[row, k]:.0f} % on “{shown(begun[k])}” {_back(row - k)}" for k in most)
        gaps = range(min(3, len(begun)))
        back = [np.mean([A[k, k - gap] for k in range(gaps[-1], len(begun))]) for gap in gaps]
        nearest = ", ".join(f"{100 * share:.0f} % {_back(gap)}" for gap, share in zip(gaps, back))
        return (
            f"Head {head} of layer {layer}, at character {row + 1}, “{shown(begun[row])}”: {places}. "
            f"Over all of “{begun.strip()}”, from character {gaps[-1] + 1} on, on average: {nearest}."
        )


def _back(gap):
    return "itself" if gap == 0 else "1 step back" if gap == 1 else f"{gap} steps back"


def heads(network=None, signs=None, *, texts=TEXTS):
    """Where each head looks in a text that one types, and which character the network expects next.

    Parameters
    ----------
    network : SequenceNetwork, optional
        A transformer; the one that comes with the course if left out.
    signs : str, optional
        Its alphabet.
    texts : sequence of str
        Texts to choose from; the last 16 characters of a text are read.

    Returns
    -------
    Explorer
        Its controls: `text`, `layer`, `head` and `step`.
    """
    if network is None:
        network, signs = trained.text_transformer()
    return _Heads(network, signs, list(texts))

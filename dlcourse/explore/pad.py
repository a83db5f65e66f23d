"""A sheet to draw on, with mouse, finger, pen or keys; what was drawn as the pixels that a network reads."""

import numpy as np

from dlcourse.explore._controls import Pad
from dlcourse.explore._explorer import Explorer, asked
from dlcourse.explore._strokes import pixels
from dlcourse.figures.forward import Bars
from dlcourse.figures.style import INK, INKED, PAPER, RIM, percent

SIZE = 8  # pixels of a digit's side
WRITTEN = 0.1  # from here on a number is written on a pixel


class DrawingPad(Explorer):
    """A pad whose drawing can be asked for.

    Parameters
    ----------
    read : function or None
        ``read(x) -> probabilities``, of the pixels (64,) of a drawing as the course's digits are.
    names : sequence of str
        What the probabilities are for.
    drawing : list of list of (x, y)
        The lines that are on it at first.
    """

    def __init__(self, read=None, names="0123456789", drawing=()):
        self.read, self.names = read, [str(name) for name in names]
        controls = {"drawing": Pad("drawing", drawing)}
        super().__init__("a sheet to draw a digit on, and its pixels", controls, size=(4.6, 2.6))

    def array(self, size=SIZE, *, like="digits"):
        """What was drawn, as numbers.

        Parameters
        ----------
        size : int
            Rows and columns.
        like : {"digits", "mnist"}
            Set upright and scaled as the course's digits are; or as MNIST's, with the centre of mass in the middle.

        Returns
        -------
        array (size, size)
            From 0 (paper) to 1 (ink); zeros where nothing was drawn.
        """
        return pixels(self.controls["drawing"].value, size, like=like)

    def build(self):
        axes = np.atleast_1d(self.figure.subplots(1, 2 if self.read else 1))
        sheet = axes[0]
        sheet.set(xticks=[], yticks=[], title="What a network sees")
        sheet.spines[:].set(visible=True, color=RIM)
        self.seen = sheet.imshow(np.zeros((SIZE, SIZE)), cmap=INKED, vmin=0, vmax=1)
        at = {"ha": "center", "va": "center", "size": 7}
        self.numbers = [sheet.text(k % SIZE, k // SIZE, "", **at) for k in range(SIZE * SIZE)]
        moving = [self.seen, *self.numbers, *sheet.spines.values()]
        if self.read:
            axes[1].set_title("What it reads")
            self.bars = Bars(axes[1], self.names, room=1.5, size=8)
            moving += self.bars.moving
        return moving

    def draw(self, drawing):
        x = pixels(drawing, SIZE)
        self.seen.set_data(x)
        for text, value in zip(self.numbers, x.ravel()):
            shown = f"{value:.1f}" if value >= WRITTEN else ""
            text.set(text=shown, color=PAPER if value > 0.5 else INK)
        if not drawing:
            return self._say("Nothing is drawn yet: draw a digit on the sheet, with mouse, finger or keys.", None)
        words = f"{(x > 0).sum()} of {x.size} pixels have ink, set upright and scaled as the course's digits are."
        if not self.read:
            return words
        P, complaint = asked(self._probabilities, x, what="Your network does not answer")
        return self._say(f"{words} {complaint}" if complaint else words, P)

    def _probabilities(self, x):
        P = np.asarray(self.read(x.ravel()), dtype=float).ravel()
        if P.shape != (len(self.names),):
            raise ValueError(f"it gives {P.size} numbers: want {len(self.names)}")
        if not np.isfinite(P).all():
            raise ValueError("it gives numbers that are not finite: want probabilities")
        return P

    def _say(self, words, P):
        """The words, and the bars of the probabilities, if there are any."""
        if self.read:
            self.bars.show(np.zeros(len(self.names)) if P is None else P)
            for artist in self.bars.moving:
                artist.set_visible(P is not None)
        if P is None:
            return words
        first, second = np.argsort(-P, kind="stable")[:2]
        likely = f"{self.names[first]} ({percent(P[first])}), then {self.names[second]} ({percent(P[second])})"
        return f"{words} It reads {likely}."


def draw(read=None, *, names="0123456789", drawing=()):
    """A sheet to draw on; ``.array(8)`` or ``.array(28, like="mnist")`` gives what was drawn as numbers.

    Parameters
    ----------
    read : function, optional
        ``read(x) -> probabilities``, of the pixels (64,), to read along while one draws.
    names : sequence of str
        What the probabilities are for.
    drawing : list of list of (x, y), optional
        The lines that are on it at first, from 0 to 1 across and down.

    Returns
    -------
    DrawingPad
        Its control: `drawing`.
    """
    return DrawingPad(read, names, drawing)

"""The explorers of lesson 00: what an explorer is, and a network that reads along while one draws."""

import numpy as np

from dlcourse.data import datasets, networks
from dlcourse.explore import pad
from dlcourse.explore._explorer import Explorer, slider
from dlcourse.figures.style import INK, INKED, PAPER, RIM
from dlcourse.lessons import forward

DIGIT = 15  # a clear 3
HAT = [(0.66, 0.18), (0.40, 0.18), (0.37, 0.46)]
BOWL = [(0.52, 0.42), (0.64, 0.50), (0.67, 0.64), (0.60, 0.77), (0.46, 0.82), (0.34, 0.76)]
FIVE = [[*HAT, *BOWL]]


class _Threshold(Explorer):
    def __init__(self, image):
        self.image = image
        controls = {"threshold": slider("black from", 0.5, 0.0, 1.0, 0.05)}
        super().__init__("the pixels of a handwritten digit and a threshold", controls, size=(7.0, 3.3))

    def build(self):
        left, right = self.figure.subplots(1, 2)
        left.imshow(self.image, cmap=INKED, vmin=0, vmax=1)
        self.pixels = right.imshow(self.image, cmap=INKED, vmin=0, vmax=1)
        for (row, column), value in np.ndenumerate(self.image):
            if value > 0:  # paper needs no number, and each costs time in every redraw
                colour = PAPER if value > 0.5 else INK
                left.text(column, row, f"{value:.1f}", ha="center", va="center", size=8, color=colour)
        left.set_title("What was written")
        right.set_title("What is left: black or white")
        for ax in (left, right):
            ax.set(xticks=[], yticks=[])
            ax.spines[:].set(visible=True, color=RIM)
        return [self.pixels, *right.spines.values()]  # the frame stays above the pixels

    def draw(self, threshold):
        black = self.image >= threshold - 1e-9
        self.pixels.set_data(black)
        words = f"{black.sum()} of {black.size} pixels have at least {threshold:.2f} of ink: these are black."
        if black.all():
            return f"{words} Every pixel passes, and the digit is gone."
        if not black.any():
            return f"{words} No pixel passes, and the digit is gone."
        return f"{words} Can you still read the digit?"


def threshold(image=None):
    """A slider that turns a handwritten digit into black and white.

    Parameters
    ----------
    image : array (8, 8) or (64,), optional
        Pixels from 0 (paper) to 1 (ink); a digit of the course if left out.

    Returns
    -------
    Explorer
        Its control: `threshold`.
    """
    image = datasets.digits()[0][DIGIT] if image is None else np.asarray(image, dtype=float)
    if image.ndim == 1:
        image = image.reshape(round(image.size**0.5), -1)
    return _Threshold(image)


def reader():
    """A sheet to draw a digit on, and the network of the course that reads along.

    Returns
    -------
    DrawingPad
        Its control: `drawing`.
    """
    parameters = networks.digits_network()

    def read(x):
        return forward.softmax(forward.mlp_forward(x[np.newaxis], parameters))[0]

    return pad.draw(read, drawing=FIVE)

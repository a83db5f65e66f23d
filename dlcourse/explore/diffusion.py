"""The explorers of lesson 15: «a factor to move»."""

import numpy as np

from dlcourse.explore._explorer import Explorer, slider
from dlcourse.figures.style import INK, PALE, POSITIVE, number

NUMBERS = np.array([-1.0, 0.5, 2.0])


class _Factor(Explorer):
    def __init__(self):
        controls = {"factor": slider("«factor»", 1.0, -2.0, 2.0, 0.1)}
        super().__init__("«three numbers and a factor that stretches them»", controls, size=(7.0, 2.1))

    def build(self):
        ax = self.figure.subplots()
        ax.axhline(0, color=PALE, lw=1)
        ax.plot(NUMBERS, 0 * NUMBERS, "|", color=INK, ms=24)
        (self.dots,) = ax.plot(NUMBERS, 0 * NUMBERS, "o", color=POSITIVE, ms=9)
        ax.set(xlim=(-4.5, 4.5), ylim=(-1, 1), yticks=[], xlabel="«number»")
        ax.set_title("«Three numbers, stretched»")
        return [self.dots]

    def draw(self, factor):
        after = factor * NUMBERS
        self.dots.set_xdata(after)
        return f"«The numbers lie at» {', '.join(number(value) for value in after)}."


def factor():
    """«A slider that stretches three numbers.»

    Returns
    -------
    Explorer
        Its control: `factor`.
    """
    return _Factor()

"""A node of a drawn neuron or network: a circle that is lit up with its value."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Circle

from dlcourse.figures.style import INK, LIT, PALE, PAPER, SIGNAL, SILENT, number

DASHES = (0, (3.2, 1.8))
BELOW = LinearSegmentedColormap.from_list("below", [PALE, SILENT])


class Node:
    """A circle with a value in it; the more it sends on, the brighter it is."""

    def __init__(self, ax, x, y, radius, size=10.5):
        self.halo = ax.add_patch(Circle((x, y), radius * 1.28, color=SIGNAL, lw=0, alpha=0, zorder=2))
        self.disc = ax.add_patch(Circle((x, y), radius, ec=INK, lw=1.2, fc=PAPER, zorder=3))
        self.text = ax.text(x, y, "", ha="center", va="center", size=size, zorder=4)

    @property
    def moving(self):
        """The artists that a new value changes."""
        return [self.halo, self.disc, self.text]

    def show(self, value, light, digits=2):
        """Write the value, and light the node: 0 is dark, 1 as bright as can be."""
        light = float(np.clip(np.nan_to_num(light), 0, 1))
        self.disc.set_facecolor(LIT(light))
        self.halo.set_alpha(0.45 * light)
        self.text.set_text("" if value is None else number(value, digits))

    def show_signed(self, value, largest, digits=2):
        """Write the value; above 0 the larger, the more orange; below 0 grey, the darker, with a dashed rim."""
        # The root keeps the order, and lets small values be told from 0.
        share = float(np.sqrt(min(abs(np.nan_to_num(value)) / largest, 1.0)))
        self.show(value, share if value > 0 else 0, digits)
        below = value < 0
        if below:
            self.disc.set_facecolor(BELOW(share))
        self.disc.set_linestyle(DASHES if below else "-")

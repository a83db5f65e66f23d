"""A lens in a map: a square that shows the surroundings of a point, much enlarged, with colours of their own."""

import numpy as np
from matplotlib.patheffects import withStroke

from dlcourse.figures.style import INK, PAPER, SHADE, SIGNAL

WIDE = 2.8  # the side of the lens, in units of the map
NEAR, TIMES = 0.028, 50  # how far around the point it looks, and how much it enlarges
PLACES = 25  # along a side


class Lens:
    """The lens of a map that reaches from -side to side; it lies in a lower corner, far from the point.

    Parameters
    ----------
    land : Axes
    side : float
    """

    def __init__(self, land, side):
        self.side = side
        self.shade = land.imshow(np.zeros((2, 2)), cmap=SHADE, origin="lower", interpolation="nearest", zorder=6)
        self.frame = land.plot([], [], color=INK, lw=1.4, zorder=7)[0]
        self.middle = land.plot([], [], "o", color=SIGNAL, mec=INK, mew=1.2, ms=6, zorder=8)[0]
        rim = [withStroke(linewidth=2.6, foreground=PAPER)]
        look = {"ha": "center", "va": "bottom", "size": 8.5, "color": INK, "zorder": 8, "path_effects": rim}
        self.says = land.text(0, 0, f"enlarged ×{TIMES}", **look)
        land.set(xlim=(-side, side), ylim=(-side, side))
        self.moving = [self.shade, self.frame, self.middle, self.says]

    @staticmethod
    def sides(w):
        """The places that it looks at, along both axes."""
        around = np.linspace(-NEAR, NEAR, PLACES)
        return w[0] + around, w[1] + around

    def covers(self, x, height):
        """Whether a number that is written at this place would lie under the lens or its caption."""
        return height < WIDE + 0.9 - self.side and abs(x - self.says.get_position()[0]) < WIDE / 2 + 0.4

    def show(self, w, heights):
        """Set the lens to the heights around a point, (25, 25) or None; gives words on what is seen in it."""
        for artist in self.moving:
            artist.set_visible(heights is not None)
        if heights is None:
            return ""
        left, low = (0.15 - self.side if w[0] > 0 else self.side - WIDE - 0.15), 0.15 - self.side
        right, top = left + WIDE, low + WIDE
        self.shade.set(data=heights, clim=(heights.min(), heights.max()), extent=(left, right, low, top))
        self.frame.set_data([left, right, right, left, left], [low, low, top, top, low])
        self.middle.set_data([(left + right) / 2], [(low + top) / 2])
        self.says.set_position(((left + right) / 2, top + 0.08))
        kinds = len(np.unique(heights.round(9)))
        seen = f"{kinds} different heights" if kinds > 1 else "the same height everywhere"
        return f"Around the point the lens finds {seen}, at {heights.size} places."

"""Axes that hold a picture, and the frame around what one looks at in it."""

from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from dlcourse.figures.style import INK, QUIET, SIGNAL


def bare(axes, title="", name=""):
    """Axes for a picture; gives its rim, which a picture that moves would be drawn over."""
    axes.set(xticks=[], yticks=[], anchor="N")
    axes.spines[:].set(visible=True, color=QUIET, linewidth=0.8)
    axes.set_title(title)
    axes.set_xlabel(name)
    return list(axes.spines.values())


def frame(axes, side):
    """A square that stands out on ink, on paper and on grey."""
    square = axes.add_patch(Rectangle((0, 0), side, side, fill=False, ec=SIGNAL, lw=3, zorder=4))
    square.set_path_effects([withStroke(linewidth=5, foreground=INK)])
    return square

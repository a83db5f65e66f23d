"""What the learner guessed before an experiment, drawn into the figure of its outcome."""

import numpy as np

from dlcourse.figures.display import alt_text, describe
from dlcourse.figures.style import INK, PAPER, in_style, number

LABEL = "your guess"
DASHES = (0, (1, 1.6))  # dots: no curve of the course is drawn so, and a target is dashed


@in_style()
def guess_line(ax, value, axis="x", label=LABEL):
    """Draw a guess as a dotted line with its name and its number, after everything else is drawn.

    A guess outside of what is shown changes no limits, since that would squeeze what was measured: an arrow at the edge
    says where it is. The alt text of the axes gets the guess at its end.

    Parameters
    ----------
    ax : Axes
    value : float or None
        As `guess` gives it, in the units of the axis; None draws nothing.
    axis : "x" or "y"
        On which axis the guess is a number.
    label : str
        What stands beside the line, before the number.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If `axis` is neither, or `value` is no finite number.
    """
    if value is None:
        return ax
    if axis not in ("x", "y"):
        raise ValueError(f'axis is {axis!r}: want "x" or "y"')
    if isinstance(value, str) or not np.isfinite(value):
        raise ValueError(f"value is {value!r}: want a number, or None where nothing is guessed")
    words = f"{label}: {_plain(value)}"
    first, last = ax.get_xlim() if axis == "x" else ax.get_ylim()
    inside = min(first, last) <= value <= max(first, last)
    if inside:
        draw = ax.axvline if axis == "x" else ax.axhline
        draw(value, color=INK, lw=1.8, linestyle=DASHES, zorder=4)
    # Where the line is, as a share of the axis: the words stand on the side that has more room.
    place = _share(ax, value, axis) if inside else float((value > max(first, last)) == (last > first))
    _write(ax, words if inside else _with_arrow(words, place, axis), place, axis)
    describe(ax, f"{alt_text(ax)} {label[:1].upper()}{label[1:]}: {_plain(value)}.")
    return ax


def _plain(value):
    """At most four digits that count, as in the text beside the figure."""
    value = float(value)
    if value == round(value) or abs(value) >= 1e4:
        return f"{round(value):,}".replace("-", "−")
    return number(value, max(0, 3 - int(np.floor(np.log10(abs(value))))) if abs(value) >= 1e-6 else 7).rstrip("0")


def _share(ax, value, axis):
    """How far along its axis a value is, from 0 to 1, on whatever scale."""
    x, y = ax.get_xlim()[0], ax.get_ylim()[0]
    point = ax.transData.transform((value, y) if axis == "x" else (x, value))
    return float(ax.transAxes.inverted().transform(point)["xy".index(axis)])


def _with_arrow(words, place, axis):
    """The words with an arrow to a value beyond the upper (1) or the lower (0) end of the axis."""
    before, behind = ("← ", " →") if axis == "x" else ("↓ ", " ↑")
    return words + behind if place else before + words


def _write(ax, words, place, axis):
    """The words beside the line, inside of the axes, on paper so that they read over curves."""
    box = {"facecolor": PAPER, "alpha": 0.85, "edgecolor": "none", "pad": 1.5}
    late = place > 0.5
    if axis == "x":
        at, shift = (place, 1.0), (-4 if late else 4, -4)
        ha, va = ("right" if late else "left"), "top"
    else:
        at, shift = (1.0, place), (-4, -4 if late else 4)
        ha, va = "right", ("top" if late else "bottom")
    how = {"xycoords": "axes fraction", "textcoords": "offset points", "color": INK, "bbox": box, "zorder": 5}
    ax.annotate(words, at, shift, ha=ha, va=va, size=9, weight="bold", **how)

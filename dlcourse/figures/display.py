"""Figures begun, finished and turned into a PNG file; each with an alt text that says in words what it shows."""

import base64
import html
import io
import weakref

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter
from PIL import Image

from dlcourse.figures.style import QUIET, in_style

_texts = weakref.WeakKeyDictionary()


def describe(target, text):
    """Store an alt text for a figure, or for one of its axes.

    Parameters
    ----------
    target : Axes or Figure
        A text for a figure stands instead of the texts of its axes.
    text : str
        What a reader who does not see the picture should know.

    Returns
    -------
    Axes or Figure
        The `target`.
    """
    if not isinstance(target, (Axes, Figure)):
        raise ValueError(f"target is of type {type(target).__name__}: give a matplotlib Axes or Figure")
    _texts[target] = " ".join(text.split())
    return target


def alt_text(target):
    """The alt text of a figure or of axes; of a figure without its own, those of its axes in turn.

    Parameters
    ----------
    target : Axes or Figure

    Returns
    -------
    str
        Empty if nothing was described.
    """
    if target in _texts or not isinstance(target, Figure):
        return _texts.get(target, "")
    return " ".join(_texts[ax] for ax in target.axes if ax in _texts)


@in_style()
def subplots(rows=1, columns=2, *, height=3.4, width=7.0, **options):
    """New axes side by side in the course's style, to pass as `ax` to the functions here.

    Parameters
    ----------
    rows, columns : int
        The number of axes down and across.
    height, width : float
        The size of the whole figure in inches; 1 inch is 100 pixels.
    **options
        Handed to ``matplotlib.pyplot.subplots``.

    Returns
    -------
    tuple (Figure, Axes or array of Axes)
    """
    return plt.subplots(rows, columns, figsize=(width, height), **options)


def axes(ax, *, height=3.6, width=7.0):
    """The axes to draw in: those given, or those of a new figure."""
    return plt.subplots(figsize=(width, height))[1] if ax is None else ax


def finish(ax, title, alt):
    """Give the axes their title and their alt text, and return them."""
    if title:
        ax.set_title(title)
    # Ticks are made when first asked for, in the style of that moment: ask while ours holds.
    ax.xaxis.get_major_ticks()
    ax.yaxis.get_major_ticks()
    describe(ax, f"{title}. {alt}" if title else alt)
    return ax


def in_percent(axis):
    """Write the shares on an axis (0 to 1) as whole percents."""
    axis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))


def end_axis(ax, which, low, high):
    """Let an axis end where its numbers do, though the drawing has room beyond: no share is above 100 %.

    Parameters
    ----------
    ax : Axes
        With its limits set.
    which : "x" or "y"
    low, high : float
        The first and the last number that can be.
    """
    axis, side = (ax.xaxis, "bottom") if which == "x" else (ax.yaxis, "left")
    ax.spines[side].set_bounds(low, high)
    axis.set_ticks([tick for tick in axis.get_ticklocs() if low <= tick <= high])


def legend_below(ax, handles=None, **options):
    """Put a legend under the whole figure, where it covers nothing; panels that need the same one share it."""
    handles = ax.get_legend_handles_labels()[0] if handles is None else handles
    labels = [handle.get_label() for handle in handles]
    if all([text.get_text() for text in legend.get_texts()] != labels for legend in ax.figure.legends):
        ax.figure.legend(handles=handles, loc="outside lower center", **{"ncols": len(handles), **options})


def name_line(ax, name, end, colour):
    """Write the name of a line beside its right end, a point (x, y) in data, in its colour."""
    at = {"xytext": (8, 0), "textcoords": "offset points", "va": "center"}
    ax.annotate(name, end, color=colour, weight="bold", **at)


def mark_moment(ax, x, word):
    """Draw a quiet upright line at x, and write beside its top what happens there."""
    ax.axvline(x, color=QUIET, lw=1.2, linestyle=(0, (2, 2)), zorder=0)
    at = {"xytext": (4, -2), "textcoords": "offset points", "xycoords": ("data", "axes fraction"), "va": "top"}
    ax.annotate(word, (x, 1), color=QUIET, **at)


@in_style()  # some settings, the hinting of letters for one, count when a figure is drawn
def png(figure):
    """The figure as the bytes of a small PNG file: 256 colours are enough for a drawing.

    Parameters
    ----------
    figure : Figure

    Returns
    -------
    bytes
    """
    drawn, small = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="png", dpi=figure.dpi, pil_kwargs={"compress_level": 1})
    with Image.open(drawn) as picture:
        # A stored notebook holds a dozen of these: a palette makes them three to five times smaller.
        picture.convert("RGB").quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            small, format="png", optimize=True
        )
    return small.getvalue()


def picture_html(data, alt):
    """A picture as screen readers hear it: front ends ignore an alt text that stands in an output's metadata.

    Parameters
    ----------
    data : bytes
        Of a PNG file.
    alt : str

    Returns
    -------
    str
    """
    address = "data:image/png;base64," + base64.b64encode(data).decode()
    return f'<img src="{address}" alt="{html.escape(alt)}">'

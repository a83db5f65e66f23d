"""The style of every figure: one palette by role, one sheet, numbers with a real minus sign."""

import contextlib
import functools
import threading
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.colors import LinearSegmentedColormap

SHEET = Path(__file__).resolve().parent / "dlcourse.mplstyle"

# Colours after Okabe and Ito (2008), some darkened so that text in them reads on white.
_BLUE, _ORANGE, _PLUM, _OCHRE = "#0072B2", "#C84E00", "#A8447F", "#B58900"
_WHITE, _GREY, _LIGHT_BLUE = "#FFFFFF", "#9AA5B1", "#8FC1E3"

# One colour for one role, in figures and explorers; what needs to be told apart differs by shape or line, too.
POSITIVE = _BLUE  # a weight that reinforces
NEGATIVE = _ORANGE  # a weight that inhibits
SILENT = _GREY  # a weight of 0
SIGNAL = "#FFB000"  # what a neuron sends on
SIGNAL_LINE = "#B57B00"  # the same as a line on paper
SIGNAL_TEXT = "#8A5D00"  # and as text on paper
DIM = "#FFE3A3"  # a signal that is not the strongest; the area of an error
FIRING, FIRING_EDGE = "#FFEFC7", "#D9B65A"  # the side of a line on which a neuron fires
BACK = _PLUM  # what travels back: the gradient
SHARE = _LIGHT_BLUE  # how often an answer is right

PAPER = "white"  # the ground, and the rim that lifts a mark from it
INK = "#1F2933"
QUIET = "#5F6B76"
PALE = "#E4E7EB"
RIM = _GREY  # around a picture
CONTOUR = "#AEB8C2"
PIXEL = "#DCE6F0"  # of a picture that is drawn as a grid

THIRD, FOURTH, FIFTH = "#007A59", _PLUM, _OCHRE  # lines beside a blue and an orange one
RISING = ["#B9C2CC", "#8AB6D6", "#3C8DC5", "#005A8F", _PLUM, _ORANGE]  # lines in an order, the lowest first
# Classes differ by colour and by marker.
CLASS_COLOURS = [_PLUM, "#009E73", _BLUE, _ORANGE, "#56B4E9", INK, _OCHRE, "#6A51A3", "#7B8794", "#7F3B08"]
CLASS_MARKERS = ["o", "^", "s", "D", "v", "P", "X", "<", ">", "*"]

LIT = LinearSegmentedColormap.from_list("lit", ["#F5F6F7", "#FFE7AE", SIGNAL])
SHADE = LinearSegmentedColormap.from_list("shade", [_WHITE, "#FFDF95"])
SIGNED = LinearSegmentedColormap.from_list("signed", [NEGATIVE, "#F3B48C", _WHITE, _LIGHT_BLUE, POSITIVE])
FADED = LinearSegmentedColormap.from_list("faded", ["#565F69", _WHITE])
INKED = "Greys"  # ink on paper: 0 is white
LIGHT = "gray"  # a photograph, a feature map: 0 is black
SCORED = "YlOrBr"  # the higher, the darker


@functools.cache
def _settings():
    return matplotlib.rc_params_from_file(SHEET, use_default_template=False)


_drawing = threading.RLock()  # JupyterLab moves an explorer in a thread of its own, also while a cell draws


@contextlib.contextmanager
def in_style():
    """Draw in the course's style, whatever the user has set: ``with in_style(): ...``, or as a decorator.

    One thread draws at a time: the settings are everybody's.
    """
    # Not matplotlib.rc_context: a notebook's backend starts with the first figure and makes itself
    # interactive; undoing that too would keep all later figures from being shown.
    with _drawing:
        before = {key: matplotlib.rcParams[key] for key in _settings()}
        matplotlib.rcParams.update(_settings())
        try:
            yield
        finally:
            matplotlib.rcParams.update(before)


def use_style():
    """Take the course's style for every figure of this session."""
    matplotlib.rcParams.update(_settings())


def number(value, digits=2, *, sign=False):
    """A number as text: rounded, with a real minus sign, never "-0.00".

    Parameters
    ----------
    value : float
        The number; NaN and infinities are allowed.
    digits : int
        Digits after the point.
    sign : bool
        Write a plus sign too.

    Returns
    -------
    str

    Examples
    --------
    >>> number(-1.5), number(-0.001), number(2.0, 1, sign=True)
    ('−1.50', '0.00', '+2.0')
    """
    value = float(value)
    if not np.isfinite(value):
        return {"nan": "NaN", "inf": "∞", "-inf": "−∞"}[str(value)]
    text = f"{round(value, digits) + 0.0:{'+' if sign else ''}.{digits}f}"
    return text.replace("-", "−")


def percent(p):
    """A probability as text that neither rounds up to certainty nor down to impossibility.

    Examples
    --------
    >>> percent(0.5), percent(0.9996), percent(0.004), percent(1.0)
    ('50 %', '> 99 %', '< 1 %', '100 %')
    """
    p = float(p)
    if 0.995 <= p < 1:
        return "> 99 %"
    if 0 < p < 0.005:
        return "< 1 %"
    return f"{number(100 * p, 0)} %"

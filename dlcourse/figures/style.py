"""The style of every figure: one palette by role, one sheet, numbers with a real minus sign."""

import contextlib
import functools
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.colors import LinearSegmentedColormap

SHEET = Path(__file__).resolve().parent / "dlcourse.mplstyle"

# One colour for one role, after Okabe and Ito (2008), some darkened so that text in them reads on white.
POSITIVE = "#0072B2"  # a weight that reinforces
NEGATIVE = "#C84E00"  # a weight that inhibits
SIGNAL = "#FFB000"  # what a neuron sends on
INK = "#1F2933"
QUIET = "#5F6B76"
PALE = "#E4E7EB"
# Classes differ by colour and by marker.
CLASS_COLOURS = ["#A8447F", "#009E73", "#0072B2", "#C84E00", "#56B4E9"]
CLASS_COLOURS += ["#1F2933", "#B58900", "#6A51A3", "#7B8794", "#7F3B08"]
CLASS_MARKERS = ["o", "^", "s", "D", "v", "P", "X", "<", ">", "*"]

LIT = LinearSegmentedColormap.from_list("lit", ["#F5F6F7", "#FFE7AE", SIGNAL])
SHADE = LinearSegmentedColormap.from_list("shade", ["#FFFFFF", "#FFDF95"])
SIGNED = LinearSegmentedColormap.from_list("signed", [NEGATIVE, "#F3B48C", "#FFFFFF", "#8FC1E3", POSITIVE])


@functools.cache
def _settings():
    return matplotlib.rc_params_from_file(SHEET, use_default_template=False)


@contextlib.contextmanager
def style():
    """The course's style as a context: ``with figures.style(): ...``; what was set before comes back."""
    # Not matplotlib.rc_context: a notebook's backend starts with the first figure and makes itself
    # interactive; undoing that too would keep all later figures from being shown.
    before = {key: matplotlib.rcParams[key] for key in _settings()}
    matplotlib.rcParams.update(_settings())
    try:
        yield
    finally:
        matplotlib.rcParams.update(before)


def use_style():
    """Take the course's style for every figure of this session."""
    matplotlib.rcParams.update(_settings())


def in_style(function):
    """Decorate a function so that it draws in the course's style, whatever the user has set."""

    @functools.wraps(function)
    def drawn(*args, **kwargs):
        with style():
            return function(*args, **kwargs)

    return drawn


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

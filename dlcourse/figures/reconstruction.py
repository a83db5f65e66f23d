"""The pictures of lesson 13's first sitting: what is rebuilt, codes in a plane, features, and alarms."""

import numpy as np

from dlcourse.figures.display import axes, finish, legend_below
from dlcourse.figures.images import place_picture
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import (
    CLASS_COLOURS,
    INK,
    LIGHT,
    QUIET,
    RIM,
    in_style,
    number,
)

GAP = 1.12  # from one small picture to the next, in widths of a picture


@in_style()
def rebuilt_rows(rows, title=None, ax=None):
    """Draw pictures in rows, dark ink on white, with the name of each row at its left.

    Parameters
    ----------
    rows : dict of str to array (K, D)
        As many pictures in each row.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    count = len(next(iter(rows.values())))
    margin = 0.16 * max(map(len, rows)) + 0.2
    ax = axes(ax, height=0.35 + 7.0 / (margin + count * GAP) * len(rows) * GAP)
    for r, (name, pictures) in enumerate(rows.items()):
        ax.text(-0.15, -r * GAP + 0.5, name, ha="right", va="center", color=INK)
        for k, picture in enumerate(pictures):
            place_picture(ax, picture, k * GAP, -r * GAP)
    ax.set(xlim=(-margin, count * GAP), ylim=(-(len(rows) - 1) * GAP - 0.1, 1.1), aspect="equal")
    ax.set_axis_off()
    first = np.asarray(next(iter(rows.values())))
    away = [f"{name} ({np.mean(np.sum((pictures - first) ** 2, axis=1)):.1f})" for name, pictures in rows.items()]
    return finish(ax, title, f"{count} pictures in {len(rows)} rows, each with its mean squared distance to the first "
                  f"row: {', '.join(away)}.")  # fmt: skip


@in_style()
def codes_as_digits(planes, y, title=None, ax=None):
    """Draw codes of two numbers as the digits that they stand for, one plane beside the other.

    Parameters
    ----------
    planes : dict of str to array (N, 2)
        By name; each is drawn to its own scale.
    y : int array (N,)
        The digits.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.6 if len(planes) > 1 else 5)
    told = []
    for place, (name, codes) in enumerate(planes.items()):
        low, high = np.min(codes, axis=0), np.max(codes, axis=0)
        shown = (codes - low) / np.maximum(high - low, 1e-12) + [place * GAP, 0]
        for digit, (x, height) in zip(y, shown):
            ax.text(x, height, str(digit), color=CLASS_COLOURS[digit % 10], size=7, ha="center", va="center")
        x = place * GAP + np.array([-0.03, 1.03, 1.03, -0.03, -0.03])
        ax.plot(x, [-0.03, -0.03, 1.03, 1.03, -0.03], color=RIM, lw=0.8)
        ends = f"across from {number(low[0], 1)} to {number(high[0], 1)}, up from {number(low[1], 1)}"
        ends += f" to {number(high[1], 1)}"
        ax.text(place * GAP + 0.5, -0.06, f"{name}\n{ends}", ha="center", va="top", size=9)
        told.append(f"{name}, first number {ends.replace('up', 'second')}")
    ax.set(xlim=(-0.05, place * GAP + 1.05), ylim=(-0.22, 1.06))
    ax.set_axis_off()
    return finish(ax, title, f"{len(y)} codes of two numbers, drawn as the digits they stand for: {'; '.join(told)}.")


@in_style()
def feature_sheets(features, title=None, ax=None, *, columns=4):
    """Draw the weights of hidden units as small pictures, a sheet beside the other: light reinforces, dark inhibits.

    Each picture is as strong as its own largest weight.

    Parameters
    ----------
    features : dict of str to array (D, M)
        The columns of each table are drawn, row by row.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    columns : int
        Pictures in a row of a sheet.

    Returns
    -------
    Axes
    """
    count = next(iter(features.values())).shape[1]
    rows, wide = -(-count // columns), columns * GAP + 0.5
    ax = axes(ax, height=0.75 + 7.0 / (wide * len(features)) * rows * GAP)
    told = []
    for sheet, (name, W) in enumerate(features.items()):
        for k, weights in enumerate(W.T):
            x, y = sheet * wide + k % columns * GAP, -(k // columns) * GAP
            most = max(np.abs(weights).max(), 1e-12)
            place_picture(ax, weights, x, y, cmap=LIGHT, limits=(-most, most), rim=0.6)
        ax.text(sheet * wide + columns * GAP / 2, -(rows - 1) * GAP - 0.15, name, ha="center", va="top")
        told.append(f"{name}: {round(100 * np.mean(W > 0))} % of the weights reinforce")
    ax.set(xlim=(-0.1, len(features) * wide - 0.4), ylim=(-(rows - 1) * GAP - 0.7, 1.1), aspect="equal")
    ax.set_axis_off()
    return finish(ax, title, f"{count} features of each kind as small pictures. {'; '.join(told)}.")


@in_style()
def alarm_curves(
    curves, title=None, ax=None, *, xlabel="% of the familiar that ring", ylabel="% of the strange that ring"
):
    """Draw hits against false alarms for every threshold, with the diagonal of blind guessing.

    Parameters
    ----------
    curves : dict of str to pair of arrays (K,)
        False alarms and hits, from 0 to 1.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    xlabel, ylabel : str

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=4.2)
    told, looks = [], looks_of(curves)
    for name, (false, hits) in curves.items():
        area = float(np.sum(np.diff(false) * (hits[1:] + hits[:-1]) / 2))
        look = {**looks[name], "marker": ""}
        ax.plot(100 * false, 100 * hits, lw=2, label=f"{name}, area {area:.2f}", **look)
        told.append(f"{name} with an area of {area:.2f}")
    ax.plot([0, 100], [0, 100], color=QUIET, lw=1)
    ax.annotate("blind", (60, 60), (4, -10), textcoords="offset points", color=QUIET)
    ax.set(xlim=(-1, 101), ylim=(-1, 101), xlabel=xlabel, ylabel=ylabel)
    legend_below(ax, ncols=2)
    return finish(ax, title, f"Curves of {ylabel} against {xlabel}, for every threshold: {'; '.join(told)}.")

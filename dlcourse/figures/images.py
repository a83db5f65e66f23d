"""Pictures of pictures: digits, weights, a photograph with a map of probabilities."""

import numpy as np
from matplotlib.patches import Rectangle

from dlcourse.figures.display import axes, finish
from dlcourse.figures.style import (
    FADED,
    INK,
    INKED,
    LIGHT,
    LIT,
    NEGATIVE,
    PAPER,
    QUIET,
    RIM,
    SIGNED,
    in_style,
    number,
    percent,
)


def tile(image, shape=None):
    """The values of one picture as a rectangle; a row of D values becomes a square."""
    image = np.asarray(image, dtype=float)
    if shape is None:
        side = round(image.size**0.5)
        shape = image.shape if image.ndim == 2 and 1 not in image.shape else (side, side)
    return image.reshape(shape)


def place_picture(ax, picture, x, y, *, cmap=INKED, limits=(0, 1), rim=0.8):
    """Draw one picture, as :func:`tile` arranges it, into the square from (x, y) to (x + 1, y + 1), with a rim."""
    ax.imshow(tile(picture), cmap=cmap, vmin=limits[0], vmax=limits[1], extent=(x, x + 1, y, y + 1))
    ax.plot([x, x + 1, x + 1, x, x], [y, y, y + 1, y + 1, y], color=RIM, lw=rim)


@in_style()
def digit_images(X, labels=None, title=None, ax=None, *, columns=10, marked=None):
    """Draw pictures of digits in rows, dark ink on white, with a label under each.

    Parameters
    ----------
    X : array (N, D) or (N, rows, columns)
        The pictures.
    labels : sequence of N, optional
        What to write under each.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    columns : int
        The most pictures in a row.
    marked : sequence of N booleans, optional
        Pictures to frame.

    Returns
    -------
    Axes
    """
    X = np.asarray(X, dtype=float)
    columns = max(1, min(columns, len(X)))
    rows = -(-len(X) // columns)
    lines = max((str(label).count("\n") + 1 for label in labels), default=0) if labels is not None else 0
    gap = 1.1 + 0.24 * lines
    width = max(columns, 6) * 1.1
    ax = axes(ax, height=(0.5 if title else 0.15) + 7.0 / width * rows * gap)
    for i, image in enumerate(X):
        x, y = (i % columns) * 1.1, -(i // columns) * gap
        ax.imshow(tile(image), cmap=INKED, extent=(x, x + 1, y, y + 1), vmin=0, vmax=max(X.max(), 1e-12))
        framed = marked is not None and marked[i]
        ax.add_patch(Rectangle((x, y), 1, 1, fill=False, ec=NEGATIVE if framed else RIM, lw=2.4 if framed else 0.8))
        if labels is not None:
            weight = "bold" if framed else "normal"
            ax.text(
                x + 0.5,
                y - 0.06,
                str(labels[i]),
                ha="center",
                va="top",
                color=NEGATIVE if framed else INK,
                weight=weight,
            )
    ax.set(
        xlim=(-0.03, width - 0.07),
        ylim=(-(rows - 1) * gap - gap + 1, 1.03),
        aspect="equal",
    )
    ax.set_axis_off()
    alt = f"{len(X)} small pictures of digits"
    alt += "" if labels is None else ", labelled " + ", ".join(map(str, labels))
    alt += "" if marked is None else f"; {int(np.sum(marked))} of them framed"
    return finish(ax, title, alt + ".")


@in_style()
def weights_as_image(weights, title=None, ax=None, *, shape=None, alike=False):
    """Draw weights as pictures: blue and + where they reinforce, orange and − where they inhibit.

    Below each stands its range.

    Parameters
    ----------
    weights : dict of str to array
        Names and weights; D weights become a square.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    shape : pair of int, optional
        Rows and columns of one picture.
    alike : bool
        One colour scale for all; if not, each picture is as strong as its own largest weight.

    Returns
    -------
    Axes
    """
    weights = {name: tile(w, shape) for name, w in weights.items()}
    rows, columns = next(iter(weights.values())).shape
    wide = 6.8 / (1.15 * len(weights) - 0.15)  # of a picture, in inches
    most = 3.2 if len(weights) < 3 else wide
    ax = axes(ax, height=0.65 + 0.3 * bool(title) + min(wide, most) * rows / columns)
    alt, widest = [], max(np.abs(w).max() for w in weights.values())
    for i, (name, w) in enumerate(weights.items()):
        largest = max(widest if alike else np.abs(w).max(), 1e-12)
        left = i * columns * 1.15
        ax.imshow(w, cmap=SIGNED, vmin=-largest, vmax=largest, extent=(left, left + columns, rows, 0))
        _signs(ax, w, left, largest, 13 if len(weights) < 3 else 9)
        ax.plot(
            left + columns * np.array([0, 1, 1, 0, 0]),
            rows * np.array([0, 0, 1, 1, 0]),
            color=RIM,
            lw=0.8,
        )
        ends = f"from {number(w.min())} to {number(w.max())}"
        ax.text(left + columns / 2, rows * 1.03, f"{name}\n{ends}", ha="center", va="top", size=9.5)
        alt.append(f"{name}: {(w > 0).sum()} of {w.size} reinforce, {(w < 0).sum()} inhibit")
    ax.set(xlim=(-0.1, left + columns + 0.1), ylim=(rows * (1.03 + 0.45 / min(wide, most)), -0.1), aspect="equal")
    ax.set_axis_off()
    return finish(ax, title, f"Weights as pictures. {'; '.join(alt)}.")


def _signs(ax, w, left, largest, size):
    for (row, column), value in np.ndenumerate(w):
        share = abs(value) / largest
        if share > 0.12:
            colour = PAPER if share > (0.8 if value > 0 else 0.9) else INK  # what reads on the ground
            sign = "+" if value > 0 else "−"
            ax.text(
                left + column + 0.5,
                row + 0.5,
                sign,
                ha="center",
                va="center_baseline",
                size=size,
                color=colour,
            )


def _peaks(P, least, most=3):
    """The highest cells of a map that are not neighbours of a higher one."""
    P = P.copy()
    near = max(1, round(0.33 * max(P.shape)))
    found = []
    while len(found) < most and np.nanmax(P) >= least:
        row, column = np.unravel_index(np.nanargmax(P), P.shape)
        found.append((row, column, P[row, column]))
        P[max(0, row - near) : row + near + 1, max(0, column - near) : column + near + 1] = -1
    return found


def _centres(places, count, length):
    return (np.arange(count) + 0.5) * length / count if places is None else np.asarray(places, dtype=float)


@in_style()
def probability_map(image, P_map, title=None, ax=None, *, rows=None, columns=None, names=("photograph", "probability")):
    """Draw a photograph and, beside it, where a network sees what it looks for.

    Parameters
    ----------
    image : array (height, width) or (height, width, 3)
        The photograph.
    P_map : array (R, K)
        The probability at each place of a grid.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    rows, columns : array (R,) and (K,), optional
        The pixels at which the places lie (their centres); evenly over the photograph if left out.
    names : pair of str
        What to write under the two pictures.

    Returns
    -------
    Axes
    """
    image, P = np.asarray(image), np.asarray(P_map, dtype=float)
    height, width = image.shape[:2]
    rows, columns = _centres(rows, P.shape[0], height), _centres(columns, P.shape[1], width)
    shift = width * 1.04
    ax = axes(ax, height=0.65 + 6.6 * height / (2.04 * width), width=6.6)
    ax.imshow(image, cmap=LIGHT, extent=(0, width, height, 0))
    grey = image.mean(axis=2) if image.ndim == 3 else image
    ax.imshow(grey, cmap=FADED, extent=(shift, shift + width, height, 0))
    down, across = np.ptp(rows) / max(len(rows) - 1, 1) / 2, np.ptp(columns) / max(len(columns) - 1, 1) / 2
    frame = (shift + columns[0] - across, shift + columns[-1] + across, rows[-1] + down, rows[0] - down)
    # As strong as it is probable; unlike a colour scale, 0 leaves the photograph as it is.
    lit = np.broadcast_to(LIT(1.0)[:3], (*P.shape, 3))
    ax.imshow(lit, alpha=0.75 * np.clip(P, 0, 1), extent=frame)
    if min(P.shape) > 1 and P.min() < 0.5 < P.max():
        names = names[0], f"{names[1]}; the line is at 50 %"
        ax.contour(shift + columns, rows, P, levels=[0.5], colors=INK, linewidths=1.6)
    peaks = _peaks(P, 0.5)
    for row, column, p in peaks:
        box = {"boxstyle": "round,pad=0.2", "facecolor": PAPER, "edgecolor": INK, "linewidth": 0.8}
        ax.text(shift + columns[column], rows[row], percent(p), ha="center", va="center", weight="bold", bbox=box)
    for left, name in zip((0, shift), names, strict=True):
        ax.text(left + width / 2, height * 1.02, name, ha="center", va="top", color=QUIET)
    ax.set(xlim=(0, shift + width), ylim=(height * 1.09, 0), aspect="equal")
    ax.set_axis_off()
    alt = f"A photograph and its map of probabilities: highest {percent(P.max())}"
    alt += f", above 50 % in {percent(np.mean(P > 0.5))} of the places"
    where = "; ".join(f"{percent(p)} at row {rows[r]:.0f}, column {columns[c]:.0f}" for r, c, p in peaks)
    return finish(ax, title, f"{alt}{': ' + where if where else ''}.")

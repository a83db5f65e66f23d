"""The pictures of lesson 09's drawings: objects with their parts, and the patches that excite units most."""

import numpy as np
from matplotlib.patches import Rectangle

from dlcourse.figures.display import axes, finish
from dlcourse.figures.style import CLASS_COLOURS, INKED, QUIET, RIM, in_style

DASHES = ("solid", (0, (4, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)), (0, (3, 1)))


@in_style()
def drawn_parts(found, names, title=None, ax=None, *, columns=6):
    """Draw sheets with a box around each part, the parts named under each sheet.

    Parameters
    ----------
    found : Drawings
        Of :func:`dlcourse.experiments.representations.drawings`.
    names : sequence of str
        Of the parts, at most five.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    columns : int
        The most sheets in a row.

    Returns
    -------
    Axes
    """
    # Ink is drawn grey, so that the boxes stand out.
    side, rows = found.X.shape[1], -(-len(found) // columns)
    wide = 7.0 / (columns * 1.08)
    down = 1.05 + 0.46 / wide
    ax = axes(ax, height=(0.45 if title else 0.1) + rows * down * wide)
    parts = []
    for n, (X, c, boxes) in enumerate(zip(found.X, found.y, found.boxes)):
        left, top = n % columns * 1.08, -(n // columns) * down
        ax.imshow(X[..., 0], cmap=INKED, vmin=0, vmax=1.7, extent=(left, left + 1, top - 1, top))
        ax.add_patch(Rectangle((left, top - 1), 1, 1, fill=False, ec=RIM, lw=0.8))
        here = [k for k in range(len(names)) if not np.isnan(boxes[k, 0])]
        for k in here:
            first, last, start, end = (boxes[k] + [-1, 2, -1, 2]) / side  # pixel 3 reaches from 3 to 4; and some air
            spot, size = (left + start, top - last), (end - start, last - first)
            ax.add_patch(Rectangle(spot, *size, fill=False, ec=CLASS_COLOURS[k], lw=1.6, ls=DASHES[k]))
        told = ", ".join(names[k] for k in here)
        ax.text(left + 0.5, top - 1.03, found.names[c], ha="center", va="top", size=9.5, weight="bold")
        ax.text(left + 0.5, top - 1.03 - 0.19 / wide, told, ha="center", va="top", size=8.5, color=QUIET)
        parts.append(f"{found.names[c]} ({told})")
    ax.set(xlim=(-0.03, columns * 1.08 - 0.05), ylim=(-rows * down + 0.02, 0.03), aspect="equal")
    ax.set_axis_off()
    return finish(ax, title, f"Drawings with a box around each part: {'; '.join(parts)}.")


@in_style()
def strongest_patches(patches, title=None, ax=None):
    """Draw the patches that excite units most: a block for each layer, a row for each unit, the strongest first.

    Parameters
    ----------
    patches : dict of str to dict of str to array (count, size, size)
        Layer to what is written under each row to its patches; all layers with as many units and patches.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    units, count = len(next(iter(patches.values()))), len(next(iter(next(iter(patches.values())).values())))
    block = count + 0.5
    wide = 7.0 / (len(patches) * block)
    down = 1.12 + 0.22 / wide
    ax = axes(ax, height=(0.75 if title else 0.4) + units * down * wide)
    parts = []
    for k, (layer, rows) in enumerate(patches.items()):
        size = next(iter(rows.values())).shape[1]
        middle = k * block + count / 2
        ax.text(middle, 0.12, f"{layer}: {size}×{size} pixels", ha="center", va="bottom", size=10, weight="bold")
        for u, (told, row) in enumerate(rows.items()):
            for n, patch in enumerate(row):
                left, top = k * block + n, -u * down
                ax.imshow(patch, cmap=INKED, vmin=0, vmax=1, extent=(left, left + 0.94, top - 0.94, top))
                ax.add_patch(Rectangle((left, top - 0.94), 0.94, 0.94, fill=False, ec=RIM, lw=0.7))
            ax.text(middle, top - 1.0, told, ha="center", va="top", size=8.5)
        parts.append(f"{layer} ({size} pixels wide): {', '.join(rows)}")
    ax.set(xlim=(-0.05, len(patches) * block - 0.5), ylim=(-units * down, 0.6), aspect="equal")
    ax.set_axis_off()
    return finish(ax, title, f"The {count} patches that excite each unit most. {'; '.join(parts)}.")

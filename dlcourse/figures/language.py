"""Figures of lesson 19: painted names, words on a map, and how much is named right by the number of texts."""

import numpy as np
from matplotlib.colors import to_hex

from dlcourse.figures.amounts import medians_by_amount
from dlcourse.figures.display import axes, finish, legend_below
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import CLASS_COLOURS, CLASS_MARKERS, INK, PALE, PAPER, QUIET, in_style, number
from dlcourse.figures.transfer import chance_line

WIDE = 7.0  # a column of names, in units of a swatch's width
TWO = 2  # columns of names
LINE = 0.055  # of the height of a map: from one word to the next


@in_style()
def painted_names(names, painted, true, title=None, ax=None):
    """Draw names, and beside each the colour that a model paints, the true one, and how far they are apart.

    Parameters
    ----------
    names : list of str
    painted, true : array (N, 3)
        Red, green and blue from 0 to 1.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    rows = -(-len(names) // TWO)
    ax, parts = axes(ax, height=0.8 + 0.36 * rows), []
    apart = np.sqrt(((np.asarray(painted) - np.asarray(true)) ** 2).mean(axis=1))
    for place, (name, own, right) in enumerate(zip(names, painted, true)):
        left, row = WIDE * (place // rows), place % rows
        ax.text(left + 3.4, row + 0.5, name, ha="right", va="center", color=INK)
        for shift, colour in ((3.6, own), (4.6, right)):
            # A picture, and not a patch: a page in dark colours leaves pictures as they are.
            ax.imshow([[colour]], extent=(left + shift, left + shift + 1, row + 0.94, row + 0.06))
        ax.text(left + 5.75, row + 0.5, number(apart[place]), va="center", color=QUIET, size=9)
        parts.append(f"{name} {to_hex(own)}, truly {to_hex(right)}, {number(apart[place])} apart")
    for left in range(-(-len(names) // rows)):
        for shift, head in ((4.1, "painted"), (5.1, "true")):
            ax.text(WIDE * left + shift, -0.15, head, ha="center", va="bottom", size=8.5, color=QUIET)
    ax.set(xlim=(0, WIDE * TWO), ylim=(rows, -0.6), xticks=[], yticks=[], aspect="auto")
    ax.spines[:].set_visible(False)
    return finish(ax, title, f"Names, the colour painted, the true one, and how far apart: {'; '.join(parts)}.")


def _plane(vectors):
    """Places (N, 2) of directions: principal components, turned so that the first word is at the right and above."""
    U = np.asarray(vectors) / np.linalg.norm(vectors, axis=1, keepdims=True)
    U = U - U.mean(axis=0)
    _, sizes, directions = np.linalg.svd(U, full_matrices=False)
    directions, shares = directions[:2], sizes**2 / (sizes**2).sum()
    return U @ directions.T * np.where(directions @ U[0] < 0, -1, 1), shares[:2]


def _from_below(places, groups):
    """Each group with its rows, all from the lowest to the highest."""
    rows = {group: [row for row, other in enumerate(groups) if other == group] for group in groups}
    order = sorted(rows, key=lambda group: places[rows[group], 1].mean())
    return [(group, sorted(rows[group], key=lambda row: places[row, 1])) for group in order]


@in_style()
def words_on_a_map(words, vectors, groups, title=None, ax=None):
    """Draw words on the plane in which the directions of their vectors differ most, each group with its own marker.

    Parameters
    ----------
    words : list of str
    vectors : array (N, D)
    groups : list of str
        The group of each word.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    places, shares = _plane(vectors)
    ax, parts, columns = axes(ax, height=4.6), [], []
    wide, high = np.ptp(places, axis=0)
    for k, (group, rows) in enumerate(_from_below(places, groups)):
        colour, marker = CLASS_COLOURS[k % len(CLASS_COLOURS)], CLASS_MARKERS[k % len(CLASS_MARKERS)]
        ax.plot(*places[rows].T, linestyle="", marker=marker, color=colour, mec=PAPER, ms=7, label=group)
        middle, right = places[rows].mean(axis=0), places[rows, 0].max() + 0.06 * wide
        # Words that are near each other stand in a column beside them, above the columns that are there.
        near = [top for other, top in columns if abs(other - right) < 0.3 * wide]
        bottom = max([middle[1] - LINE * high * (len(rows) - 1) / 2, *near])
        columns.append((right, bottom + LINE * high * (len(rows) + 0.5)))
        for step, row in enumerate(rows):
            beside = right, bottom + LINE * high * step
            ax.plot(*np.transpose([places[row], beside]), color=PALE, lw=1, zorder=0)
            ax.text(*beside, words[row], va="center", color=colour, size=9)
        told = ", ".join(words[row] for row in rows)
        parts.append(f"{group} ({told}) around {number(middle[0], 1)}, {number(middle[1], 1)}")
    ax.margins(x=0.04, y=0.1)
    ax.set_xlim(right=places[:, 0].max() + 0.25 * wide)
    for axis, rank, share in zip("xy", ("1st", "2nd"), shares, strict=True):
        ax.set(**{f"{axis}label": f"{rank} main direction ({100 * share:.0f} % of the spread)"})
    legend_below(ax)
    return finish(ax, title, f"Words by groups: {'; '.join(parts)}.")


@in_style()
def right_by_texts(results, title=None, ax=None, *, chance=None, ylabel="% named right"):
    """Draw how much is named right against how many texts there were to learn from: medians, and the seeds' range.

    Parameters
    ----------
    results : dict of str to dict of int to sequence of float
        Each way, and for each number of texts the percent named right, a number for each seed.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    chance : float, optional
        What blind guessing gets, drawn as a quiet line.
    ylabel : str

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=4.0)
    looks = looks_of(results)
    texts, medians, seeds = medians_by_amount(ax, results, looks, xlabel="texts to learn from", apart=1.03)
    told = [f"{name} {', '.join(f'{middle:.0f}' for middle in each)}" for name, each in medians.items()]
    chance_line(ax, chance)
    ax.set(ylabel=ylabel, ylim=(0, 100))
    legend_below(ax, ncols=min(3, len(results)))
    words = f"{ylabel}, medians of {seeds} seeds, with {', '.join(map(str, texts))} texts"
    return finish(ax, title, f"{words}: {'; '.join(told)}.")

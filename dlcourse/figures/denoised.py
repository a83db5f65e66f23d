"""The pictures of lesson 15's digits: out of noise, beside what was seen, in few steps, and from half way back."""

import numpy as np
from matplotlib.ticker import NullFormatter, NullLocator

from dlcourse.figures.display import axes, finish, legend_below
from dlcourse.figures.images import place_picture
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import INK, QUIET, in_style, number

GAP = 1.12  # from one small picture to the next, in widths of a picture
LETTER = 0.17  # of a row's name, in widths of a picture
MARGIN = 0.1  # free at the right


def _rows(ax, rows, columns, extra=0.0):
    """New axes, or those given, for rows of small pictures and `extra` for words; and how wide the names are."""
    lines = [line for name in rows for line in str(name).split("\n")]
    left = 0.3 + LETTER * columns / 10 * max(map(len, lines))
    wide = left + columns * GAP + MARGIN
    ax = axes(ax, height=0.4 + 7.0 / wide * (len(rows) * GAP + extra))
    return ax, left


def _end(ax, count, columns, left, head=0.0):
    ax.set(xlim=(-left, columns * GAP + MARGIN), ylim=(-(count - 1) * GAP - 0.08, 1.1 + head), aspect="equal")
    ax.set_axis_off()


@in_style()
def picture_rows(rows, title=None, ax=None):
    """Draw pictures in rows, dark ink on white: the name of each row at its left.

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
    columns = max(map(len, rows.values()))
    ax, left = _rows(ax, rows, columns)
    for r, (name, pictures) in enumerate(rows.items()):
        ax.text(-0.15, 0.5 - r * GAP, name, ha="right", va="center", color=INK)
        for k, picture in enumerate(pictures):
            place_picture(ax, picture, k * GAP, -r * GAP)
    _end(ax, len(rows), columns, left)
    said = "; ".join(rows).replace("\n", " ")
    return finish(ax, title, f"{len(rows)} rows of {columns} small pictures: {said}.")


@in_style()
def beside_nearest(samples, nearest, distances, title=None, ax=None):
    """Draw samples, below each the training picture that is nearest to it, and how far that is.

    Parameters
    ----------
    samples, nearest : arrays (K, D)
    distances : array (K,)
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    columns, head, names = len(samples), 0.45, ("made", "nearest\nseen")
    ax, left = _rows(ax, names, columns, extra=head)
    for r, (name, pictures) in enumerate(zip(names, (samples, nearest), strict=True)):
        ax.text(-0.15, 0.5 - r * GAP, name, ha="right", va="center", color=INK)
        for k, picture in enumerate(pictures):
            place_picture(ax, picture, k * GAP, -r * GAP)
    for k, far in enumerate(distances):
        ax.text(k * GAP + 0.5, -GAP - 0.1, number(far), ha="center", va="top", color=INK)
    ax.text(-0.15, -GAP - 0.1, "distance", ha="right", va="top", color=QUIET)
    ax.set(xlim=(-left, columns * GAP + MARGIN), ylim=(-GAP - 0.1 - head, 1.1), aspect="equal")
    ax.set_axis_off()
    away = ", ".join(number(far) for far in distances)
    return finish(ax, title, f"{columns} made pictures, and below each the nearest seen one; their distances: {away}.")


@in_style()
def back_from_noise(looks, title=None, ax=None, *, which=0):
    """Draw one sample on its way out of noise: what is there at some steps, and what the network believes to be there.

    Parameters
    ----------
    looks : dict of int to tuple of arrays (N, D)
        By step, the last one first, what was there and what was believed; at step 0 the end.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    which : int
        Which of the N samples.

    Returns
    -------
    Axes
    """
    names = ("there", "believed")
    ax, left = _rows(ax, names, len(looks), extra=0.35)
    for k, (step, pair) in enumerate(looks.items()):
        ax.text(k * GAP + 0.5, 1.08, f"step {step}", ha="center", va="bottom", color=INK)
        for r, pictures in enumerate(pair[: 1 if step == 0 else 2]):
            place_picture(ax, pictures[which], k * GAP, -r * GAP)
    for r, name in enumerate(names):
        ax.text(-0.15, 0.5 - r * GAP, name, ha="right", va="center", color=INK)
    _end(ax, 2, len(looks), left, head=0.35)
    steps = ", ".join(map(str, looks))
    end = looks[min(looks)][0][which]
    off = [f"{np.sqrt(np.sum((believed[which] - end) ** 2)):.1f}" for _, believed in looks.values()]
    return finish(ax, title, f"One sample at the steps {steps}, and below what is believed to be there, which is so "
                  f"far from the end: {', '.join(off)}.")  # fmt: skip


@in_style()
def frechet_by_steps(results, title=None, ax=None):
    """Draw the Fréchet distance against how often the network is asked: the median of the seeds, and their range.

    Parameters
    ----------
    results : dict of str to dict of int to sequence of float
        Each way, and for each number of steps the distances, one for each seed.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax, looks, said = axes(ax, height=4.2), looks_of(["", *results]), []
    for name, found in results.items():
        steps, numbers = [int(count) for count in found], np.array(list(found.values()), dtype=float)
        medians = np.median(numbers, axis=1)
        ax.vlines(steps, numbers.min(axis=1), numbers.max(axis=1), color=looks[name]["color"], alpha=0.45, lw=3)
        ax.plot(steps, medians, lw=2, ms=7, label=name, **looks[name])
        told = ", ".join(f"{number(middle, 1)} with {count}" for count, middle in zip(steps, medians, strict=True))
        said.append(f"{name} {told}")
    ax.set(
        xscale="log", yscale="log", xlabel="steps, each asks the network once", ylabel="Fréchet distance to the test"
    )
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xticks(steps, [str(count) for count in steps])
    low, high = ax.get_ylim()
    ticks = [tick for tick in (0.5, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 100) if low <= tick <= high]
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.yaxis.set_minor_formatter(NullFormatter())
    legend_below(ax, ncols=2)
    return finish(ax, title, f"Fréchet distances, the median of {numbers.shape[1]} seeds: {'; '.join(said)}.")


@in_style()
def there_and_back(picture, found, title=None, ax=None):
    """Draw a picture, and for each of some steps its noisy form and where the ways back from there end.

    Parameters
    ----------
    picture : array (D,)
    found : dict of int to tuple of arrays (K, D)
        By the number of steps noisy pictures, and those at the end of the ways back.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    count = len(next(iter(found.values()))[1])
    first, middle, said = 2.4 * GAP, -(len(found) - 1) * GAP / 2, []  # where the noisy ones stand, and the picture
    ax, left = _rows(ax, [""] * len(found), count + 3.6, extra=0.35)
    place_picture(ax, picture, 0, middle)
    ax.text(0.5, middle - 0.06, "yours", ha="center", va="top")
    for r, (step, (noisy, ends)) in enumerate(found.items()):
        ax.text(first - 0.15, 0.5 - r * GAP, f"{step} steps", ha="right", va="center", color=INK)
        place_picture(ax, noisy[0], first, -r * GAP)
        for k, end in enumerate(ends):
            place_picture(ax, end, first + (1.2 + k) * GAP, -r * GAP)
        off = np.mean(np.sqrt(np.sum((ends - np.ravel(picture)) ** 2, axis=1)))
        said.append(f"{number(off, 1)} after {step} steps")
    for x, word in ((first + 0.5, "noisy"), (first + (1.2 + (count - 1) / 2) * GAP + 0.5, "ways back")):
        ax.text(x, 1.08, word, ha="center", va="bottom")
    _end(ax, len(found), count + 3.6, left, head=0.35)
    return finish(ax, title, f"A picture, noisy, and {count} ways back from there; how far these end from it on "
                  f"average: {', '.join(said)}.")  # fmt: skip

"""The pictures of lesson 11: a network unrolled, perplexities, gradients that fade or grow, vectors of letters."""

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from dlcourse.figures.display import axes, finish, legend_below, name_line
from dlcourse.figures.guesses import guess_line
from dlcourse.figures.style import CLASS_COLOURS, CLASS_MARKERS, INK, NEGATIVE, PAPER, POSITIVE, QUIET, in_style, number


def _box(ax, x, y, text, colour):
    shape = FancyBboxPatch((x - 0.42, y - 0.24), 0.84, 0.48, boxstyle="round,pad=0.03", fc=PAPER, ec=colour, lw=1.6)
    ax.add_patch(shape)
    ax.text(x, y, text, ha="center", va="center", size=12, color=INK)


def _arrow(ax, start, end, colour, dashed=False, label="", at=(0, 0)):
    style = {"arrowstyle": "-|>", "mutation_scale": 14, "lw": 1.8, "color": colour, "shrinkA": 0, "shrinkB": 0}
    ax.add_patch(FancyArrowPatch(start, end, linestyle=(0, (3, 2)) if dashed else "-", **style))
    if label:
        x, y = (start[0] + end[0]) / 2 + at[0], (start[1] + end[1]) / 2 + at[1]
        ax.text(x, y, label, ha="center", va="center", size=10, color=colour)


@in_style()
def unrolled(steps=3, title=None, ax=None, *, back=True):
    """Draw a recurrent network once for each step: the way forward, and the way back.

    Parameters
    ----------
    steps : int
        How many steps are drawn.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    back : bool
        Draw the way of the gradients, too.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.3)
    ax.set(xlim=(-0.6, 2 * steps + 0.5), ylim=(-1.75, 1.75), aspect="equal")
    ax.set_axis_off()
    _box(ax, 0, 0, "$h_0$", QUIET)
    for t in range(1, steps + 1):
        x = 2 * t
        _box(ax, x, 0, f"$h_{t}$", POSITIVE)
        _box(ax, x, -1.4, f"$x_{t}$", QUIET)
        _box(ax, x, 1.4, f"loss$_{t}$", QUIET)
        _arrow(ax, (x - 1.52, 0.1), (x - 0.48, 0.1), POSITIVE, label="$W_h$", at=(0, 0.22))
        _arrow(ax, (x - 0.1, -1.1), (x - 0.1, -0.3), POSITIVE, label="$W_x$", at=(-0.32, 0))
        _arrow(ax, (x - 0.1, 0.3), (x - 0.1, 1.1), POSITIVE)
        if back:
            _arrow(ax, (x - 0.48, -0.1), (x - 1.52, -0.1), NEGATIVE, dashed=True, label=f"$dh_{t - 1}$", at=(0, -0.22))
            _arrow(ax, (x + 0.1, 1.1), (x + 0.1, 0.3), NEGATIVE, dashed=True, label=f"$dH_{t}$", at=(0.38, 0))
            _arrow(ax, (x + 0.1, -0.3), (x + 0.1, -1.1), NEGATIVE, dashed=True, label=f"$dx_{t}$", at=(0.36, 0))
    alt = f"A recurrent network drawn {steps} times, once for each step, with the same weights: each state h is made "
    alt += "from the input x below it and the state on its left, and leads to a loss above it."
    if back:
        alt += (
            " Dashed arrows go back: from each loss to its state, from each state to the one before and to its input."
        )
    return finish(ax, title, alt)


@in_style()
def perplexity_curve(curve, marks, title=None, ax=None, *, xlabel="epoch"):
    """Draw the perplexity of a network as it learns, and those of other models as level lines.

    Parameters
    ----------
    curve : sequence of float
        The perplexity after each epoch.
    marks : dict of str to float
        Names and perplexities of models that do not change.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    xlabel : str
        What is counted along the axis.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.3)
    epochs = np.arange(1, len(curve) + 1)
    ax.plot(epochs, curve, "o-", color=POSITIVE, ms=5, label="network")
    name_line(ax, f"network: {number(curve[-1], 1)}", (epochs[-1], curve[-1]), POSITIVE)
    for name, value in marks.items():
        ax.axhline(value, color=QUIET, lw=1.3, linestyle=(0, (5, 3)), zorder=0)
        ax.annotate(
            f"{name}: {number(value, 1)}",
            (1, value),
            (-4, 2),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="right",
            va="bottom",
            color=QUIET,
        )
    known = [*curve, *marks.values()]
    # Nobody gets near 0, and what is asked is who is lower: the axis begins a little below the lowest.
    low, high = min(known), max(known)
    room = 0.15 * (high - low)
    ax.set(
        xlabel=xlabel, ylabel="perplexity", ylim=(max(1, low - room), high + room), xlim=(0.5, 1.35 * len(curve) + 1)
    )
    ax.set_xticks(epochs if len(epochs) <= 15 else epochs[4::5])
    others = ", ".join(f"{name} {number(value, 1)}" for name, value in marks.items())
    ends = f"from {number(curve[0], 1)} to {number(curve[-1], 1)}"
    return finish(
        ax, title, f"The perplexity of the network goes {ends} in {len(curve)} epochs; level lines: {others}."
    )


@in_style()
def gradient_lengths(curves, title=None, ax=None, *, guess=None):
    """Draw how long a gradient is after so many steps back, on a logarithmic scale.

    Parameters
    ----------
    curves : dict of str to array (T + 1,)
        Names, and the length at distances of 0 to T steps.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    guess : float, optional
        A length that was guessed before, drawn as a level line.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.4)
    parts = []
    for i, (name, lengths) in enumerate(curves.items()):
        colour, far = CLASS_COLOURS[i], len(lengths) - 1
        ax.plot(lengths, color=colour, marker=CLASS_MARKERS[i], markevery=5, ms=5)
        name_line(ax, name, (far, lengths[-1]), colour)
        parts.append(f"{name}: {lengths[-1]:.0e} after {far} steps")
    ax.set(yscale="log", xlabel="steps back", ylabel="length of the gradient", xlim=(0, 1.22 * far))
    ax.set_xticks(range(0, far + 1, max(1, far // 5)))
    ax.spines["bottom"].set_bounds(0, far)
    finish(ax, title, f"The length of a gradient on its way back, 1 at the start. {'; '.join(parts)}.")
    return guess_line(ax, guess, "y")


@in_style()
def letters_plane(letters, points, kinds, title=None, ax=None, *, share=None):
    """Draw letters where their vectors lie in a plane, each kind with a mark of its own.

    Parameters
    ----------
    letters : str
    points : array (letters, 2)
    kinds : dict of str to str
        Name of a kind to its letters; a letter that is in none is drawn as an "other".
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    share : float, optional
        How much of the spread the plane holds, from 0 to 1.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=4.4)
    named = "".join(kinds.values())
    kinds = {**kinds, "other": "".join(letter for letter in letters if letter not in named)}
    parts = []
    for i, (kind, members) in enumerate(kinds.items()):
        places = [place for place, letter in enumerate(letters) if letter in members]
        if not places:
            continue
        look = {"fc": PAPER, "ec": CLASS_COLOURS[2 + i], "lw": 1.8}
        ax.scatter(*points[places].T, s=150, marker=CLASS_MARKERS[2 * i], label=kind, **look)
        for place in places:
            ax.text(*points[place], letters[place], ha="center", va="center", size=9, color=INK)
        middle = points[places].mean(axis=0)
        parts.append(f"{kind} ({', '.join(letters[place] for place in places)}) around ({number(middle[0], 1)}, "
                     f"{number(middle[1], 1)})")  # fmt: skip
    held = "" if share is None else f", which holds {number(100 * share, 0)} % of their spread"
    ax.set(xlabel="along the direction of the largest spread", ylabel="along the second")
    ax.margins(0.12)
    legend_below(ax)
    return finish(ax, title, f"The vectors of {len(letters)} letters in a plane{held}: {'; '.join(parts)}.")

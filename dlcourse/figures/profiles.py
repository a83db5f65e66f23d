"""Figures of lesson 16 on time: what each layer multiplies, and what it takes."""

import numpy as np

from dlcourse.figures.display import axes, finish, legend_below
from dlcourse.figures.style import INK, PALE, PAPER, POSITIVE, SIGNAL, in_style

LOOKS = ((PALE, ""), (SIGNAL, "///"), (POSITIVE, ""))


@in_style()
def layer_shares(shares, title=None, ax=None):
    """Draw each layer's share of several wholes, as of the multiplications and of the time, side by side.

    Parameters
    ----------
    shares : dict of str to dict of str to float
        Up to three wholes, and of each the share of every layer, together 1.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax, names = axes(ax, height=4.2), list(next(iter(shares.values())))
    heights, thick, said = -np.arange(len(names)), 0.8 / len(shares), []
    for place, ((what, each), (colour, hatch)) in enumerate(zip(shares.items(), LOOKS, strict=False)):
        percents = 100 * np.array([each[name] for name in names])
        at = heights + thick * ((len(shares) - 1) / 2 - place)
        how = {"color": colour, "hatch": hatch, "edgecolor": INK if hatch == "" else PAPER, "lw": 0.5}
        ax.barh(at, percents, 0.92 * thick, label=what, **how)
        said.append(
            f"{what}: {', '.join(f'{name} {number:.0f}' for name, number in zip(names, percents, strict=True))}"
        )
    ax.set_yticks(heights, names)
    ax.set_xlabel("% of the whole")
    ax.grid(axis="y", visible=False)
    legend_below(ax)
    return finish(ax, title, f"Shares of the layers in %. {'; '.join(said)}.")

"""Figures of lesson 16 on fewer weights: what is read when they go, what a map of places costs, and tickets."""

import numpy as np

from dlcourse.figures.amounts import medians_by_amount
from dlcourse.figures.display import axes, end_axis, finish, legend_below
from dlcourse.figures.guesses import guess_line
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import INK, QUIET, RISING, in_style


@in_style()
def pruned_curves(ways, title=None, ax=None, *, guess=None):
    """Draw how much a network gets right when so many of its weights are gone.

    Parameters
    ----------
    ways : dict of str to dict of float to sequence of float
        How it was pruned -> the share that goes, 0 to 1 -> percents, one for each seed.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    guess : float, optional
        A guessed percentage of the weights, drawn as an upright line.

    Returns
    -------
    Axes
    """
    ax, looks, said = axes(ax, height=3.4), looks_of(ways), []
    for name, curve in ways.items():
        shares = 100 * np.array(list(curve))
        numbers = np.array(list(curve.values()), dtype=float)  # (fractions, seeds)
        medians = np.median(numbers, axis=1)
        if numbers.shape[1] > 1:
            band = {"color": looks[name]["color"], "alpha": 0.18, "lw": 0}
            ax.fill_between(shares, numbers.min(axis=1), numbers.max(axis=1), **band)
        ax.plot(shares, medians, lw=2, ms=7, label=name, **looks[name])
        said.append(f"{name} {', '.join(f'{number:.0f}' for number in medians)}")
    ax.set(xlabel="% of the weights that are gone", ylabel="% right", ylim=(-2, 112))
    end_axis(ax, "y", 0, 100)
    legend_below(ax, ncols=2)
    seeds, at = numbers.shape[1], ", ".join(f"{share:.0f}" for share in shares)
    over = f", medians and ranges of {seeds} seeds" if seeds > 1 else ""
    finish(ax, title, f"% right{over}, with {at} % of the weights gone: {'; '.join(said)}.")
    return guess_line(ax, guess)


@in_style()
def map_of_places(shares, title=None, ax=None):
    """Draw what the weights that stay take, with one bit for each place, beside all weights without such a map.

    Parameters
    ----------
    shares : dict of int to dict of float to float
        Bits of a weight -> the share that is pruned, 0 to 1 -> percent of the bytes of all weights.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax, said = axes(ax, height=3.2), []
    for (bits, curve), colour, marker in zip(shares.items(), RISING[::-1], "osD^vP", strict=False):
        pruned, taken = 100 * np.array(list(curve)), np.array(list(curve.values()))
        ax.plot(pruned, taken, color=colour, marker=marker, markevery=4, lw=2, label=_bits(bits))
        below = pruned[taken < 100]
        said.append(f"{_bits(bits)} {f'from {below[0]:.0f} % on' if len(below) else 'never'}")
    ax.axhline(100, color=INK, lw=1.2, linestyle=(0, (4, 3)), label="all, no map")
    ax.set(xlabel="% of the weights that are gone", ylabel="% of the bytes", ylim=(0, None))
    ax.legend(loc="upper right", ncols=2)
    return finish(ax, title, f"Weights and a map of their places take less than all weights: {', '.join(said)}.")


def _bits(bits):
    return f"{bits} bit{'s' * (bits > 1)}"


@in_style()
def tickets_by_weights(results, title=None, ax=None, *, whole=None):
    """Draw what pruned networks read after training, by how many weights are left and what stood there first.

    Parameters
    ----------
    results : dict of str to dict of int to sequence of float
        Each way, and for each number of weights left the percents, one for each seed.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    whole : float, optional
        What the whole network reads, drawn as a quiet line.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=4.0)
    amounts, medians, seeds = medians_by_amount(ax, results, looks_of(results), xlabel="weights left", apart=1.035)
    said = [f"{name} {', '.join(f'{number:.0f}' for number in middle)}" for name, middle in medians.items()]
    if whole is not None:
        ax.axhline(whole, color=QUIET, lw=1.2, linestyle=(0, (2, 2)), zorder=0, label="whole network")
        said.append(f"the whole network {whole:.0f}")
    ax.set_ylabel("% of the digits read")
    ax.invert_xaxis()
    legend_below(ax, ncols=3)
    left = ", ".join(f"{amount:,}" for amount in amounts)
    words = f"% of the digits read, medians and ranges (thick bars) of {seeds} seeds, with {left} weights left"
    return finish(ax, title, f"{words}: {'; '.join(said)}.")

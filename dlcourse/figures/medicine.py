"""Figures of lesson 23: people who are tested, ROC curves, differences between two sides, rates at two places."""

import numpy as np
from matplotlib.lines import Line2D

from dlcourse.figures.display import axes, end_axis, finish, in_percent, legend_below
from dlcourse.figures.guesses import guess_line
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import CONTOUR, INK, NEGATIVE, PALE, PAPER, POSITIVE, QUIET, SILENT, in_style

CROWD, ROW = 1000, 50
RATES = ("accuracy", "sensitivity", "specificity")


@in_style()
def people_tested(sensitivity, specificity, prevalence, title=None, ax=None):
    """Draw 1,000 people who are tested: a mark for each, by whether they are ill and what the test says.

    Parameters
    ----------
    sensitivity, specificity, prevalence : float
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ill = round(CROWD * prevalence)
    found, alarms = round(ill * sensitivity), round((CROWD - ill) * (1 - specificity))
    groups = (
        (found, "ill, positive", {"marker": "P", "color": NEGATIVE, "ms": 8}),
        (ill - found, "ill, negative", {"marker": "X", "color": INK, "ms": 8}),
        (alarms, "healthy, positive", {"marker": "o", "color": NEGATIVE, "ms": 5.5, "mfc": PAPER}),
        (CROWD - ill - alarms, "healthy, negative", {"marker": ".", "color": SILENT, "ms": 5}),
    )
    ax, first, words = axes(ax, height=3.5), 0, []
    for count, name, look in groups:
        places = np.arange(first, first + count)
        ax.plot(places % ROW, places // ROW, linestyle="", label=f"{name}: {count}", **look)
        first += count
        words.append(f"{count} {name}")
    ax.set(xlim=(-1, ROW), ylim=(CROWD // ROW, -1), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    legend_below(ax, columnspacing=1.4, handletextpad=0.4)
    return finish(ax, title, f"A mark for each of {CROWD:,} people: {', '.join(words)}.")


@in_style()
def roc_curves(curves, title=None, ax=None):
    """Draw ROC curves.

    Parameters
    ----------
    curves : dict of str to tuple (array, array, float)
        Name to false alarms, found, and the area under the curve.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax, looks, words = axes(ax, height=3.9, width=5.0), looks_of(curves), []
    ax.plot([0, 1], [0, 1], color=CONTOUR, lw=1.2, linestyle="--", label="a coin: 0.500")
    for name, (alarms, found, area) in curves.items():
        look = looks[name] | {"marker": ""}
        ax.plot(alarms, found, lw=2, label=f"{name}: {area:.3f}", **look)
        words.append(f"{name} {area:.3f}")
    ax.set(xlabel="false alarms, of the healthy", ylabel="found, of the ill", aspect="equal")
    ax.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))
    shares_on_both_axes(ax)
    ax.legend(loc="lower right", title="area under the curve", frameon=True, facecolor=PAPER, edgecolor="none")
    return finish(ax, title, f"People found against false alarms; areas: {', '.join(words)}.")


def shares_on_both_axes(ax):
    """Two axes from 0 to 100 %, with a tick at each quarter."""
    for which, axis in (("x", ax.xaxis), ("y", ax.yaxis)):
        axis.set_ticks([0, 0.25, 0.5, 0.75, 1])
        in_percent(axis)
        end_axis(ax, which, 0, 1)


@in_style()
def paired_differences(differences, title=None, ax=None, *, xlabel):
    """Draw differences of two sides on the same splits: a dot for each, a bar over the middle 90 %, a mark at the mean.

    Parameters
    ----------
    differences : dict of str to sequence of float
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    xlabel : str

    Returns
    -------
    Axes
    """
    ax, words = axes(ax, height=1.2 + 0.6 * len(differences)), []
    ax.axvline(0, color=INK, lw=1.2, zorder=1)
    for row, (name, values) in enumerate(differences.items()):
        values = np.sort(np.asarray(values, dtype=float))
        low, high = np.quantile(values, (0.05, 0.95))
        mean = float(values.mean())
        ax.plot(values, -row + 0.25 * np.sin(2.4 * np.arange(len(values))), "o", color=QUIET, ms=4.5, alpha=0.7)
        ax.plot([low, high], [-row, -row], color=POSITIVE, lw=8, alpha=0.3, solid_capstyle="butt", zorder=2)
        ax.plot(mean, -row, "D", color=POSITIVE, mec=PAPER, ms=9, zorder=4)
        words.append(f"{name} {mean:+.4f} ({low:+.4f} to {high:+.4f})")
    ax.set_yticks([-row for row in range(len(differences))], list(differences))
    ax.set(ylim=(0.5 - len(differences), 0.5), xlabel=xlabel)
    sentence = f"{xlabel[:1].upper()}{xlabel[1:]}, on each of {len(values)} splits; means and the middle 90 %"
    return finish(ax, title, f"{sentence}: {'; '.join(words)}.")


@in_style()
def rates_by_place(rates, title=None, ax=None, *, guess=None):
    """Draw accuracy, sensitivity and specificity at several places, as dots on a row each.

    Parameters
    ----------
    rates : dict of str to sequence of three float
        Place to the three rates, from 0 to 1.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    guess : float, optional
        A rate that was guessed before, in percent.

    Returns
    -------
    Axes
    """
    ax, looks, words = axes(ax, height=1.5 + 0.42 * len(rates)), looks_of(RATES), []
    heights = -np.arange(len(rates))
    for column, name in enumerate(RATES):
        values = [100 * row[column] for row in rates.values()]
        ax.plot(values, heights, ms=10, label=name, zorder=3, **{**looks[name], "linestyle": ""})
    for height, (name, row) in zip(heights, rates.items(), strict=True):
        ax.axhline(height, color=PALE, lw=1, zorder=0)
        words.append(f"{name} {', '.join(f'{100 * rate:.1f}' for rate in row)}")
    ax.set_yticks(heights, list(rates))
    lowest = min(100 * rate for row in rates.values() for rate in row)
    ax.set(xlabel="%", ylim=(0.5 - len(rates), 0.6), xlim=(min(75, lowest - 3), 101))
    legend_below(ax)
    finish(ax, title, f"{', '.join(RATES).capitalize()} in %: {'; '.join(words)}.")
    return guess_line(ax, guess)


@in_style()
def right_by_division(results, title=None, ax=None, *, guess=None):
    """Draw how often answers are right, by what is asked and how recordings were divided: a dot for each draw.

    Parameters
    ----------
    results : dict of (str, str) to sequence of float
        What is asked and the division, to shares of right answers.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    guess : float, optional
        A guess, in percent.

    Returns
    -------
    Axes
    """
    ways = list(dict.fromkeys(way for _, way in results))
    ax, looks, words = axes(ax, height=1.4 + 0.42 * len(results)), looks_of(ways), []
    names = [f"{what}, {way}" for what, way in results]
    for row, ((_, way), shares) in enumerate(results.items()):
        values = 100 * np.asarray(shares)
        look = {**looks[way], "linestyle": ""}
        ax.plot(values, -row + 0.2 * np.linspace(-1, 1, len(values)), ms=6, zorder=3, **look)
        ax.plot([values.mean()] * 2, [-row - 0.38, -row + 0.38], color=look["color"], lw=7, alpha=0.35, zorder=2)
        words.append(f"{names[row]} {values.mean():.0f} %")
    ax.add_artist(Line2D([50, 50], [-len(names) + 0.5, 0.5], color=QUIET, lw=1.4, linestyle="--"))
    ax.annotate("a coin", (50, 0.5), (4, 2), textcoords="offset points", color=QUIET, va="bottom")
    ax.set_yticks([-row for row in range(len(names))], names)
    ax.set(xlim=(25, 102), ylim=(0.5 - len(names), 0.95), xlabel="right answers (%): a dot for each draw, bars: means")
    finish(ax, title, f"Right answers, a dot for each of {len(values)} draws; means: {', '.join(words)}.")
    return guess_line(ax, guess)

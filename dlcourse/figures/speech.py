"""The pictures of lesson 18: waves, what is in them over time, the map of the vowels, and who is taken for whom."""

import numpy as np

from dlcourse.figures.amounts import medians_by_amount
from dlcourse.figures.display import axes, finish, legend_below
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import INK, INKED, LIT, NEGATIVE, PALE, PAPER, POSITIVE, QUIET, THIRD, in_style

SECONDS = 0.03  # how much of a wave is drawn
HIGHEST = 4000  # Hz, where a spectrogram ends
TICKS = 7  # rings that show where a formant is
DECIBELS = 60  # below the loudest: what is softer is as good as silent, and white
GROUPS = {"man": (POSITIVE, "o"), "woman": (THIRD, "s"), "child": (NEGATIVE, "^")}


@in_style()
def sound_waves(signals, title=None, ax=None, *, rate):
    """Draw the beginning of some sounds, one below the other, each as loud as the others.

    Parameters
    ----------
    signals : dict of str to array (N,)
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    rate : int
        Samples a second.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=0.9 + 0.75 * len(signals))
    for row, (colour, signal) in enumerate(zip((QUIET, POSITIVE, NEGATIVE, THIRD), signals.values(), strict=False)):
        piece = np.asarray(signal)[: round(SECONDS * rate)]
        height = 0.45 * piece / (np.abs(piece).max() or 1)
        ax.axhline(-row, color=PALE, lw=1, zorder=0)
        ax.plot(1000 * np.arange(len(piece)) / rate, height - row, color=colour, lw=1.4)
    ax.set_yticks([-row for row in range(len(signals))], list(signals))
    ax.tick_params(axis="y", length=0)
    ax.set(xlabel="time in milliseconds", xlim=(0, 1000 * SECONDS), ylim=(-len(signals) + 0.45, 0.55))
    told = [f"{name}, {_crests(signal[: round(SECONDS * rate)])} crests" for name, signal in signals.items()]
    return finish(ax, title, f"{1000 * SECONDS:.0f} milliseconds of {len(signals)} sounds: {'; '.join(told)}.")


def _crests(signal):
    """How many local maxima stand out: higher than a fifth of the highest."""
    inner, high = signal[1:-1], 0.2 * np.abs(signal).max()
    return int(np.sum((inner > signal[:-2]) & (inner >= signal[2:]) & (inner > high)))


@in_style()
def spectrogram(powers, title=None, ax=None, *, rate, length, hop, track):
    """Draw what is in a sound over time: the darker, the more power, in decibels.

    Parameters
    ----------
    powers : array (T, length // 2 + 1)
        The power spectrum of each frame.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    rate, length, hop : int
        Samples a second, in a frame, and from frame to frame.
    track : array (N, 3)
        F1 to F3 at each sample, in Hz, drawn as small rings, a few of each, so that the bands are seen.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.6)
    loudness = 10 * np.log10(np.maximum(powers / powers.max(), 10 ** (-DECIBELS / 10)))
    first, last = length / 2 / rate - hop / 2 / rate, (length / 2 + hop * (len(powers) - 0.5)) / rate
    step = rate / length
    extent = (first, last, -step / 2, step * (powers.shape[1] - 0.5))
    image = ax.imshow(loudness.T, cmap=INKED, aspect="auto", origin="lower", extent=extent, interpolation="nearest")
    ax.figure.colorbar(image, ax=ax, label="power in decibels")
    said = f"{len(powers)} frames, from 0 to {HIGHEST} Hz"
    places = np.linspace(first * rate, last * rate, TICKS + 2).astype(int)[1:-1]
    for k, (colour, column) in enumerate(zip((NEGATIVE, POSITIVE, THIRD), np.asarray(track).T, strict=True), 1):
        ax.plot(places / rate, column[places], "o", mfc=PAPER, mec=colour, mew=1.6, ms=5)
        end = (last, column[places[-1]])
        ax.annotate(f"F{k}", end, (4, 0), textcoords="offset points", va="center", color=colour)
        middle = column[len(column) // 2]
        said += f"; F{k} {column[0]:.0f}, {middle:.0f} and {column[-1]:.0f} Hz at the beginning, middle and end"
    ax.set(xlabel="time in seconds", ylabel="frequency in Hz", ylim=(0, HIGHEST), xlim=(first, last))
    return finish(ax, title, f"{said}.")


@in_style()
def vowel_map(F1, F2, vowels, groups, title=None, ax=None, *, words, unit="Hz"):
    """Draw vowels by their first two formants, as the tongue stands: to the left in front, up high.

    Parameters
    ----------
    F1, F2 : array (N,)
    vowels, groups : str array (N,)
        What was said, and by whom: "man", "woman", "child".
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    words : dict of str to str
        A word for each vowel, written beyond the mean of the first group or the last.
    unit : str

    Returns
    -------
    Axes
    """
    ax, present = axes(ax, height=4.2), [group for group in GROUPS if group in set(groups)]
    means = {
        (group, vowel): [np.mean(F[(groups == group) & (vowels == vowel)]) for F in (F2, F1)]
        for group in present
        for vowel in words
    }
    for group in present:
        colour, marker = GROUPS[group]
        mine = groups == group
        ax.plot(F2[mine], F1[mine], marker, color=colour, ms=3, alpha=0.3, mew=0, zorder=1)
        middle = np.array([means[group, vowel] for vowel in words]).T
        ax.plot(*middle, marker, color=colour, ms=9, mec=PAPER, mew=0.8, zorder=3, label=group)
    for vowel in words:
        ax.plot(*np.array([means[group, vowel] for group in present]).T, color=INK, lw=1, zorder=2)
    ax.set(xlabel=f"F2 in {unit}", ylabel=f"F1 in {unit}")
    ax.invert_xaxis()
    ax.invert_yaxis()
    legend_below(ax)
    ax.figure.draw_without_rendering()  # now the axes have their place
    taken = [(place, 4 * ax.figure.dpi / 72) for place in ax.transData.transform(list(means.values()))]
    for vowel, word in words.items():
        _write_beside(ax, word, [means[present[0], vowel], means[present[-1], vowel]], taken)
    apart = np.mean([np.ptp([means[group, vowel] for group in present], axis=0) for vowel in words], axis=0)
    digits = 0 if unit == "Hz" else 2
    said = f"{len(F1)} vowels by F1 and F2; the large marks are the means of {', '.join(present)}"
    gap = [f"{value:.{digits}f}" for value in apart]
    return finish(ax, title, f"{said}, apart on average by {gap[1]} in F1 and {gap[0]} in F2.")


def _write_beside(ax, word, ends, taken):
    """A word beside one of two ends of a line, where most room is left by what is `taken`; marks lie over it."""
    ends, pixels, best = ax.transData.transform(ends), ax.figure.dpi / 72, (-np.inf,)
    half = pixels * np.array([3.6 * len(word), 6])  # of the word's box, about
    for here, other in (ends, ends[::-1]):
        line = (other - here) / max(np.hypot(*(other - here)), 12 * pixels)
        for angle in np.arange(0, 2 * np.pi, np.pi / 4):
            way = np.array([np.cos(angle), np.sin(angle)])
            offset = way * (half + 7 * pixels)
            room = min(max(np.abs(here + offset - place) - half - size) for place, size in taken)
            best = max(best, (min(room, 8 * pixels) - 6 * pixels * way @ line, *here, *offset))
    here, offset = np.array(best[1:3]), np.array(best[3:])
    taken.append((here + offset, half))
    ax.annotate(
        word, ax.transData.inverted().transform(here), offset / pixels, textcoords="offset points", ha="center",
        va="center", color=INK, zorder=2.5, weight="bold", bbox={"boxstyle": "round,pad=0.1", "fc": PAPER,
        "ec": "none", "alpha": 0.7},
    )  # fmt: skip


@in_style()
def right_by_known(results, title=None, ax=None, *, without):
    """Draw how much is named right against how many vowels of a speaker are known.

    Parameters
    ----------
    results : dict of str to dict of int to sequence of float
        Each way, and for each number of vowels the percent named right, one for each seed.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    without : float
        What is named right of somebody of whom nothing is known, drawn as a quiet line.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.8)
    looks = looks_of(results)
    known, medians, seeds = medians_by_amount(ax, results, looks, xlabel="vowels known of each speaker")
    said = [f"{name} {', '.join(f'{middle:.0f}' for middle in each)}" for name, each in medians.items()]
    ax.axhline(without, color=QUIET, lw=1.2, linestyle=(0, (2, 2)), zorder=0, label="speaker unknown")
    said.append(f"speaker unknown {without:.0f}")
    ax.set(ylabel="% named right", ylim=(0, 100))
    legend_below(ax)
    words = f"% named right, medians and ranges of {seeds} seeds, with {', '.join(map(str, known))} vowels known"
    return finish(ax, title, f"{words}: {'; '.join(said)}.")


@in_style()
def taken_for(counts, words, title=None, ax=None):
    """Draw who was taken for whom: percents of each word said, mistakes bold on a coloured ground.

    Parameters
    ----------
    counts : int array (C, C)
        What was said in the row, what was heard in the column.
    words : sequence of str
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=4.2)
    percents = 100 * np.asarray(counts) / np.sum(counts, axis=1, keepdims=True)
    errors = percents - np.diag(np.diag(percents))
    ax.imshow(np.ma.masked_less(errors, 0.5), cmap=LIT, vmin=0, vmax=max(errors.max(), 1), aspect="auto")
    for row, column in np.ndindex(*percents.shape):
        if percents[row, column] >= 0.5 or row == column:
            look = {"color": QUIET} if row == column else {"color": INK, "weight": "bold"}
            ax.text(column, row, f"{percents[row, column]:.0f}", ha="center", va="center", **look)
    ax.set_xticks(range(len(words)), words, rotation=35, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(words)), words)
    ax.set(xlabel="named (in % of the row)", ylabel="said")
    ax.tick_params(length=0)
    worst = np.argsort(-errors, axis=None, kind="stable")[:4]
    pairs = [f"{words[r]} as {words[c]} {errors[r, c]:.0f} %" for r, c in zip(*np.unravel_index(worst, errors.shape))]
    return finish(ax, title, f"Of {np.sum(counts)} words, the most frequent mistakes: {', '.join(pairs)}.")

"""Figures of lesson 22: who has what, and what recommendations cost and give the rare."""

import numpy as np

from dlcourse.figures.display import axes, finish
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import INK, NEGATIVE, PALE, QUIET, in_style, number


@in_style()
def interactions(X, names, title=None, ax=None):
    """Draw who has what as dots: the items from the commonest to the rarest, the users from who has most.

    Parameters
    ----------
    X : array (N, M)
        1 where a user has an item.
    names : list of str
        Of the items.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    X = np.asarray(X)
    ax, (N, M) = axes(ax, height=3.6), X.shape
    items, users = (np.argsort(-X.sum(axis=axis), kind="stable") for axis in (0, 1))
    rows, columns = np.nonzero(X[users][:, items])
    ax.plot(columns, rows, linestyle="", marker="s", ms=1.6, color=INK)
    ax.axvline(M // 2 - 0.5, color=NEGATIVE, linestyle="--")
    counts = X.sum(axis=0)[items]
    ax.set(
        xlim=(-1, M),
        ylim=(N, -1),
        xlabel="modules, the commonest first; right of the line: the rarer half",
        ylabel="files, the longest list first",
    )
    told = ", ".join(f"{names[item]} {count}" for item, count in zip(items[:3], counts[:3]))
    words = f"{N} files and {M} modules, {100 * X.mean():.0f} % of the cells with a dot. Commonest: {told} files. "
    return finish(ax, title, f"{words}The rarer half has {100 * counts[M // 2 :].sum() / X.sum():.0f} % of the dots.")


@in_style()
def rare_and_all(by_decay, decays, others, title=None, ax=None, *, fair):
    """Draw the recall of recommenders over the share of their suggestions that go to the rarer half.

    Parameters
    ----------
    by_decay : list of dict of str to float
        What is told of the factorisation with each decay: "rarer shown" and "recall".
    decays : list of float
    others : dict of str to dict of str to float
        The same of other methods.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    fair : float
        The rarer half's share of what users really have, in percent: an upright line.

    Returns
    -------
    Axes
    """
    ax, looks = axes(ax, height=3.4), looks_of(["factorisation", *others])
    line = [(f"decay {decay:g}", *_point(told)) for decay, told in zip(decays, by_decay)]
    points = {name: _point(told) for name, told in others.items()}
    _, shares, recalls = zip(*line)
    ax.plot(shares, recalls, label="factorisation, by its decay", **looks["factorisation"])
    apart = [share > 0.05 * max(shares) for share in shares]  # elsewhere they would stand in each other's way
    for (setting, share, recall), alone in zip(line, apart):
        if alone:
            ax.annotate(setting, (share, recall), (2, 7), textcoords="offset points", color=QUIET, size=9)
    if crowd := [k for k, alone in enumerate(apart) if not alone]:
        first = crowd[0]
        words = line[first][0] + (f" to {decays[crowd[-1]]:g}" if len(crowd) > 1 else "")
        ax.annotate(words, line[first][1:], (6, -24), textcoords="offset points", color=QUIET, size=9)
    for name, (share, recall) in points.items():
        ax.plot([share], [recall], label=name, **{**looks[name], "linestyle": "", "ms": 9})
    ax.axvline(fair, color=PALE, lw=2, zorder=0)
    ax.text(fair, 0.02, f" their share of real\n imports: {number(fair, 0)} %", color=QUIET, size=9, va="bottom")
    most, highest = np.max([(fair, 0), *points.values(), *zip(shares, recalls)], axis=0)
    ax.set(xlim=(-0.04 * most, 1.12 * most), ylim=(0, 1.2 * highest))
    ax.set(xlabel="% of the suggestions that go to the rarer half", ylabel="recall at 5")
    ax.legend(loc="lower left")
    told = [f"{name} {number(share, 1)} % and {number(recall)}" for name, (share, recall) in points.items()]
    told += [f"factorisation, {setting}, {number(share, 1)} % and {number(recall)}" for setting, share, recall in line]
    return finish(ax, title, f"Share of the rarer half in the suggestions, and recall at 5: {'; '.join(told)}.")


def _point(told):
    return 100 * told["rarer shown"], told["recall"]

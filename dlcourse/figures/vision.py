"""The pictures of lesson 17: sheets and photographs with boxes, precision by recall, and readings by budget."""

import numpy as np
from matplotlib.patches import Rectangle

from dlcourse.figures.display import axes, finish
from dlcourse.figures.guesses import guess_line
from dlcourse.figures.optimizers import looks_of
from dlcourse.figures.style import INKED, NEGATIVE, PAPER, POSITIVE, RIM, in_style, number

APART = 1.08  # from panel to panel, in widths of a picture
MANY = 12  # boxes from which on none is named: the names would hide each other


@in_style()
def boxes_on_pictures(panels, title=None, ax=None):
    """Draw pictures side by side, each with the boxes that were found in it.

    A box that counts is drawn in a solid line, any other one dashed; up to `MANY` of them with their labels.

    Parameters
    ----------
    panels : dict of str to dict
        What to write under a picture, and of it: "image" (H, W) from 0, paper, to 1, or (H, W, 3), a photograph;
        "boxes" (N, 4); if known "labels" (N,), and "hits" (N,) bool.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    lines = max(name.count("\n") + 1 for name in panels)
    width = APART * max(len(panels), 2)
    ax = axes(ax, height=(0.5 if title else 0.15) + 7.0 / width * (1 + 0.075 * lines))
    said = []
    for place, (name, panel) in enumerate(panels.items()):
        _picture(ax, panel["image"], APART * place)
        _rectangles(ax, panel, APART * place)
        ax.text(APART * place + 0.5, 1.02, name, ha="center", va="top", size=10, linespacing=1.2)
        said.append(f"{' '.join(name.split())}: {_in_words(panel)}")
    ax.set(xlim=(-0.02, width - APART + 1.02), ylim=(1.02 + 0.075 * lines, -0.02), aspect="equal")
    ax.axis("off")
    return finish(ax, title, f"Boxes on pictures. {'; '.join(said)}.")


def _picture(ax, image, left):
    """One picture, its longer side 1, its upper left corner at (left, 0)."""
    image = np.asarray(image, dtype=float)
    high, wide = np.array(image.shape[:2]) / max(image.shape[:2])
    ax.imshow(np.clip(image, 0, 1), cmap=INKED, vmin=0, vmax=1, extent=(left, left + wide, high, 0))
    ax.add_patch(Rectangle((left, 0), wide, high, fill=False, ec=RIM, lw=0.8))


def _rectangles(ax, panel, left):
    """The boxes of one picture, and their labels."""
    side = max(np.shape(panel["image"])[:2])
    boxes = np.asarray(panel["boxes"], dtype=float).reshape(-1, 4)
    hits = panel.get("hits", np.ones(len(boxes), dtype=bool))
    few = len(boxes) <= MANY
    for place, (box, hit) in enumerate(zip(boxes, hits, strict=True)):
        x, y, right, bottom = box / side
        colour = POSITIVE if hit else NEGATIVE
        look = {"ec": colour, "ls": "-", "lw": 1.2, "zorder": 4} if hit else {"ec": colour, "ls": "--", "lw": 0.7}
        look |= {"lw": 1.8} if few else {}
        ax.add_patch(Rectangle((left + x, y), right - x, bottom - y, fill=False, **look))
        if few and "labels" in panel:
            at = (left + max(x, 0.01), max(y, 0.05))
            written = {"size": 9, "weight": "bold", "color": PAPER, "va": "top", "zorder": 5}
            ax.text(*at, panel["labels"][place], bbox={"fc": colour, "ec": "none", "pad": 1.0}, **written)


def _in_words(panel):
    """What stands on one picture."""
    count = len(panel["boxes"])
    words = f"{count} box{'' if count == 1 else 'es'}"
    if "labels" in panel and 0 < count <= MANY:
        words += f" with {', '.join(map(str, panel['labels']))}"
    if "hits" in panel:
        words += f", {int(np.sum(panel['hits']))} of them hits"
    return words


@in_style()
def precision_by_recall(curves, title=None, ax=None, *, guess=None):
    """Draw for each way of reading which share of its boxes are hits, against the share of what it has found.

    Parameters
    ----------
    curves : dict of str to tuple (array (N,), bool array (N,), int, float)
        Each way: the scores of its boxes, which of them are hits, how many things there are, and the average precision.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.
    guess : float, optional
        An average precision in percent that was guessed, drawn as a line at that height.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=4.3)
    looks, said = looks_of(curves), []
    for name, (scores, hits, total, average) in curves.items():
        found = np.asarray(hits)[np.argsort(-np.asarray(scores), kind="stable")].cumsum()
        recall, precision = 100 * found / total, 100 * found / np.arange(1, len(found) + 1)
        look = {key: looks[name][key] for key in ("color", "linestyle")}
        ax.plot(recall, precision, lw=2, label=f"{name}: {number(average)}", **look)
        last = f"ends at {recall[-1]:.0f} % found with {precision[-1]:.0f} % right" if len(found) else "no box"
        said.append(f"{name} {last}, average precision {number(average)}")
    ax.set(xlabel="digits found so far, %", ylabel="boxes so far that are hits, %", xlim=(0, 101), ylim=(0, 104))
    ax.figure.legend(title="average precision", loc="outside lower center", ncols=3)
    finish(ax, title, f"Precision against recall, from the highest score down: {'; '.join(said)}.")
    return guess_line(ax, guess, "y")


@in_style()
def right_by_budget(rows, title=None, ax=None):
    """Draw how many pictures are still read right when each pixel changes by more and more.

    Parameters
    ----------
    rows : dict
        "budget", numbers from 0 to 1; each other name with as many shares from 0 to 1.
    title : str, optional
        The finding.
    ax : Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    Axes
    """
    ax = axes(ax, height=3.3)
    budgets, ways = rows["budget"], {name: shares for name, shares in rows.items() if name != "budget"}
    looks, said = looks_of(ways), []
    for name, shares in ways.items():
        ax.plot(budgets, 100 * np.asarray(shares), lw=2, ms=7, label=name, **looks[name])
        said.append(f"{name} from {100 * shares[0]:.0f} to {100 * shares[-1]:.0f}")
    ax.set(xlabel="change of each pixel (from paper to ink is 1)", ylabel="digits read right, %", ylim=(-3, 103))
    ax.legend(loc="best")
    return finish(ax, title, f"% read right, as each pixel changes by 0 to {budgets[-1]:g}: {'; '.join(said)}.")

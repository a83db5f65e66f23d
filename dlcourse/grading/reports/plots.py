"""The plots of the class report: SVG in the course's style, each with an alt text.

Colours only repeat what words, numbers and hatching say.
"""

import base64
import io

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from dlcourse.checking.status import Status
from dlcourse.figures.style import INK, NEGATIVE, PALE, POSITIVE, SIGNAL, in_style, number, percent

PARTS = (  # label, statuses, colour, hatch
    ("right", (Status.CORRECT,), POSITIVE, ""),
    ("partly right", (Status.PARTIAL,), POSITIVE, ".."),  # only where points are given for how good an answer is
    ("wrong", (Status.WRONG,), SIGNAL, "//"),
    ("error or stopped", (Status.ERROR, Status.TIMEOUT, Status.CRASHED), NEGATIVE, "xx"),
    ("not attempted", (Status.NOT_ATTEMPTED, Status.MISSING, Status.INVALID), PALE, ".."),
)
ROW = 0.34  # inches for a bar
LONGEST = 46  # signs of a label


def picture(figure, alt):
    """A figure as an `<img>`: dict of `src` (SVG as a data address) and `alt`."""
    stream = io.BytesIO()
    with in_style(), matplotlib.rc_context({"svg.hashsalt": "dlcourse"}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    return {"src": "data:image/svg+xml;base64," + base64.b64encode(stream.getvalue()).decode(), "alt": alt}


def _new(height):
    figure = Figure(figsize=(7.4, height))
    return figure, figure.subplots()


def score_plot(scores, max_score):
    """A histogram of the scores of a lesson; None if there is none."""
    if not scores:
        return None
    with in_style():
        figure, ax = _new(2.9)
        most = max(max_score, *scores)  # with bonus points
        step = 1 if most <= 30 else most / 20
        edges = np.arange(-step / 2, most + step, step)
        counts, _ = np.histogram(scores, edges)
        places = (edges[:-1] + edges[1:]) / 2
        ax.bar(places, counts, 0.86 * step, color=POSITIVE)
        mean = float(np.mean(scores))
        ax.axvline(mean, color=INK, linewidth=1.2, linestyle="--")
        ax.annotate(
            f"mean {number(mean, 1)}", (mean, 1), xycoords=("data", "axes fraction"),
            xytext=(-4 if mean > most / 2 else 4, 2), textcoords="offset points",
            ha="right" if mean > most / 2 else "left", va="bottom", fontsize=9.5,
        )  # fmt: skip
        bonus = ", and bonus points" if most > max_score else ""
        ax.set(xlabel=f"points (of {max_score:g}{bonus})", ylabel="students", xlim=(-step, most + step))
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    often = places[int(np.argmax(counts))]
    alt = (
        f"Histogram of the points of {len(scores)} submissions: mean {mean:.1f} of {max_score:g}{bonus}, "
        f"lowest {min(scores):g}, highest {max(scores):g}, most often {often:g}."
    )
    return picture(figure, alt)


def exercise_plot(rows):
    """Stacked bars: how each exercise of `statistics.exercise_table` went; None if there is none."""
    if not rows:
        return None
    with in_style():
        figure, ax = _new(1.1 + ROW * len(rows))
        places, left = np.arange(len(rows)), np.zeros(len(rows))
        totals = np.array([sum(row["counts"].values()) for row in rows])
        is_partly = any(row["counts"][Status.PARTIAL] for row in rows)
        parts = [part for part in PARTS if is_partly or Status.PARTIAL not in part[1]]
        for label, statuses, colour, hatch in parts:
            counts = np.array([sum(row["counts"][status] for status in statuses) for row in rows])
            shares = counts / np.maximum(totals, 1)
            ax.barh(places, shares, 0.72, left, color=colour, hatch=hatch, edgecolor="white", label=label)
            left += shares
        names = [row["exercise"].partition(".")[2] or row["exercise"] for row in rows]
        ax.set_yticks(places, [f"{name} (bonus)" if row["bonus"] else name for name, row in zip(names, rows)])
        ax.invert_yaxis()
        ax.set(xlim=(0, 1), xlabel="share of the students")
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
        ax.tick_params(axis="y", length=0)
        figure.legend(loc="outside upper left", ncols=len(parts))
    told = [f"{row['exercise']} {percent(_right(row))}" for row in rows]
    return picture(
        figure, f"Stacked bars, one for each exercise. Share of the students who got it right: {_list(told)}."
    )


def _right(row):
    return row["counts"][Status.CORRECT] / max(sum(row["counts"].values()), 1)


def mistake_plot(rows, most=12):
    """Bars: how many students made each mistake of `statistics.mistake_table`; None if there is none."""
    rows = [row for row in rows if row["diagnosis"]][:most]
    if not rows:
        return None
    with in_style():
        figure, ax = _new(0.9 + ROW * len(rows))
        places, counts = np.arange(len(rows)), [row["count"] for row in rows]
        ax.barh(places, counts, 0.72, color=NEGATIVE)
        for place, count in zip(places, counts):
            ax.annotate(str(count), (count, place), (4, 0), textcoords="offset points", va="center", fontsize=9.5)
        ax.set_yticks(places, [_short(f"{row['diagnosis']} ({row['exercise'].partition('.')[2]})") for row in rows])
        ax.invert_yaxis()
        ax.set(xlabel="students", xlim=(0, 1.08 * max(counts)))
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.tick_params(axis="y", length=0)
    parts = [f"{row['diagnosis']} in {row['exercise']}: {row['count']}" for row in rows]
    return picture(figure, f"Bars: how many students made each of the most frequent mistakes. {_list(parts)}.")


def _short(text):
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _list(parts):
    return "; ".join(parts)

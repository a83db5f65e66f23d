"""The explorer of lesson 24: a threshold to move, and what it does to precision, recall and money."""

from functools import cache

import numpy as np

from dlcourse.experiments import finance
from dlcourse.explore._explorer import Explorer, asked, choice, slider, stops
from dlcourse.figures.style import INK, NEGATIVE, PALE, POSITIVE, QUIET
from dlcourse.lessons import finance as lesson

CHANCES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97, 0.99)  # stops of the threshold
TICKS = (0.0001, 0.01, 0.5, 0.99)
SHARES = {"0.5 %": None, "5 %": 0.05, "50 %": 0.5}
LEAST, MOST = -14.0, 8.0  # logits that are shown
BINS = np.linspace(LEAST, MOST, 56)
SHOWN = np.linspace(LEAST, MOST, 67)


def logit(p):
    """The sum before the sigmoid."""
    return np.log(p / (1 - p))


@cache
def scored(share):
    """Payments with this share of frauds, and the logits of a network that has learned from 30 earlier days."""
    first, _, new = finance.parts(finance.transactions(0))
    scores = finance.learn(first)
    if SHARES[share] is not None:
        new = finance.thinned(new, share=SHARES[share])
    return new, scores(new)


class _Threshold(Explorer):
    def __init__(self, cost):
        self.cost = cost
        controls = {
            "threshold": stops("alarm from a probability of", CHANCES, 0.5),
            "fee": slider("fee for a review, €", 5, 1, 50, 1),
            "share": choice("share of frauds", SHARES),
        }
        super().__init__("payments with a score, and a threshold from which on they are reviewed", controls,
                         size=(7.0, 4.6))  # fmt: skip

    def build(self):
        top, middle, below = self.figure.subplots(3, 1, sharex=True, height_ratios=[1.3, 1, 0.9])
        empty = np.zeros(len(BINS) - 1)
        self.bars = [
            top.stairs(empty, BINS, color=colour, lw=2, linestyle=line, label=name, baseline=None)
            for name, colour, line in (("honest", POSITIVE, "-"), ("fraud", NEGATIVE, "--"))
        ]
        top.set_yscale("symlog", linthresh=1)
        top.set(ylim=(0, 30000), ylabel="payments", xlim=(LEAST, MOST), title="Where should an alarm begin?")
        top.set_yticks([0, 1, 10, 100, 1000, 10000], ["0", "1", "10", "100", "1000", "10,000"])
        top.legend(loc="upper right")
        self.lines = []
        for name, colour, line in (("precision", INK, "-"), ("recall", NEGATIVE, "--")):
            self.lines += middle.plot([], [], color=colour, linestyle=line, lw=2, label=name)
        middle.set(ylim=(-4, 104), ylabel="%")
        middle.legend(loc="center left")
        self.lines += below.plot([], [], color=INK, lw=2)
        below.set(yscale="log", ylim=(60, 200_000), ylabel="cost, €", xlabel="probability of a fraud, by the network")
        below.set_xticks([logit(p) for p in TICKS], [f"{p:g}" for p in TICKS])
        below.set_yticks([100, 1000, 10_000, 100_000], ["100", "1000", "10,000", "100,000"])
        below.minorticks_off()
        self.marks = [ax.axvline(0, color=QUIET, lw=2) for ax in (top, middle, below)]
        for ax in (middle, below):
            ax.grid(axis="y", color=PALE)
        return [*self.bars, *self.lines, *self.marks]

    def draw(self, threshold, fee, share):
        payments, scores = scored(share)
        for bar, label in zip(self.bars, (0, 1), strict=True):
            kept = np.clip(scores[payments.labels == label], LEAST, MOST)
            bar.set_data(np.histogram(kept, BINS)[0])
        rows = [finance.alarms(scores, payments.labels, threshold=at) for at in SHOWN]
        rings = [row["alarms"] > 0 for row in rows]
        for line, name in zip(self.lines, ("precision", "recall"), strict=False):
            line.set_data(SHOWN, np.where(rings, [100 * row[name] for row in rows], np.nan))
        at = logit(threshold)
        for mark in self.marks:
            mark.set_xdata([at, at])
        costs, complaint = asked(self._costs, payments, scores, at, fee,
                                 what="Your cost_of_decisions does not answer")  # fmt: skip
        self.lines[2].set_data(SHOWN, costs[2:] if costs else np.full(len(SHOWN), np.nan))
        return f"{self._counted(payments, scores, at)} {complaint or self._told(costs)}"

    @staticmethod
    def _counted(payments, scores, at):
        now = finance.alarms(scores, payments.labels, threshold=at)
        total, found = int(payments.labels.sum()), round(now["recall"] * int(payments.labels.sum()))
        many, false = len(payments.labels), now["alarms"] - found
        return (
            f"{total} of {many:,} payments are frauds. {now['alarms']:,} give an alarm: {found} frauds and {false:,} "
            f"honest; {total - found} frauds are missed. Precision {100 * now['precision']:.0f} %, "
            f"recall {100 * now['recall']:.0f} %."
        )

    def _costs(self, payments, scores, at, fee):
        """At the threshold, without any review, and at all thresholds that are drawn."""
        return finance.costs(scores, payments, [at, np.inf, *SHOWN], fee=fee, cost=self.cost)

    @staticmethod
    def _told(costs):
        return f"In 15 days it costs {costs[0]:,.0f} €; without any review it would be {costs[1]:,.0f} €."


def threshold(cost_of_decisions=None):
    """Scores of payments by a network, and a threshold from which on they are reviewed.

    Parameters
    ----------
    cost_of_decisions : function, optional
        The learner's own; the lesson's if left out.

    Returns
    -------
    Explorer
        Its controls: `threshold` (a probability), `fee` (1 to 50) and `share` ("0.5 %", "5 %" or "50 %").
    """
    return _Threshold(lesson.cost_of_decisions if cost_of_decisions is None else cost_of_decisions)

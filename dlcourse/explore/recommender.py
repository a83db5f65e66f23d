"""The explorer of lesson 22: what a file might import next, by three methods."""

import numpy as np

from dlcourse.experiments import recommender as experiments
from dlcourse.explore._explorer import Explorer, asked, typed
from dlcourse.figures.style import INK, QUIET, SHARE
from dlcourse.lessons import recommender as lesson

SHOWN = 6
TRIALS = (
    *("socket, ssl", "socket", "math, random", "html", "threading, queue", "tkinter", "decimal, fractions"),
    *("sys, os", "zlib, struct"),
)


class _NextImport(Explorer):
    def __init__(self, item_similarity, step):
        # A learner's function may raise anything.
        self.made, self.complaint = asked(
            lambda: experiments.Recommenders(item_similarity, step), what="Your functions do not answer"
        )
        self.table = experiments.table()
        controls = {"imports": typed("modules that are imported", TRIALS[0], TRIALS)}
        super().__init__("type what a file imports, and see what it might import next", controls, size=(7.2, 2.9))

    def build(self):
        self.columns = {}
        panels = self.figure.subplots(1, 3)
        for ax, side in zip(panels, (experiments.POPULAR, experiments.NEAR, experiments.FACTORS)):
            bars = ax.barh(np.arange(SHOWN), np.zeros(SHOWN), color=SHARE, height=0.72)
            texts = [ax.text(6, k, "", va="center", color=INK) for k in range(SHOWN)]
            ax.set(xlim=(0, len(self.table)), ylim=(SHOWN - 0.45, -0.55), title=side.capitalize())
            ax.set_yticks(np.arange(SHOWN), [str(place) for place in range(1, SHOWN + 1)])
            ax.set_xlabel(f"files of {len(self.table)} that import it", color=QUIET, size=8.5)
            self.columns[side] = bars, texts
        return [artist for bars, texts in self.columns.values() for artist in (*bars, *texts)]

    def draw(self, imports):
        names = experiments.imports_in(imports)
        found, complaint = None, self.complaint
        if not complaint:
            found, complaint = asked(self._next, names, what="Your functions do not answer")
        for side, (bars, texts) in self.columns.items():
            shown = found[side] if found else []
            for k, (bar, text) in enumerate(zip(bars, texts)):
                bar.set_width(self._count(shown[k]) if k < len(shown) else 0)
                text.set_text(f"{shown[k]}  {self._count(shown[k])}" if k < len(shown) else "")
        if complaint or not names:
            return complaint or "Nothing is typed yet: type names of modules, with commas between them."
        known = self.made.known(names)
        if not known:
            return "None of these modules is in the table: there is nothing to go by but what is popular."
        told = "; ".join(f"{side} says {', '.join(found[side])}" for side in self.columns if found[side])
        return f"Who imports {', '.join(known)}: {told}."

    def _next(self, names):
        known = self.made.known(names)
        if not names:
            return {side: [] for side in self.columns}
        found = self.made.next_ones(known, SHOWN)
        return found if known else {side: found[side] if side == experiments.POPULAR else [] for side in found}

    def _count(self, name):
        return int(self.table[:, self.made.names.index(name)].sum())


def next_import(item_similarity=lesson.item_similarity, step=lesson.matrix_factorization_step):
    """Names of modules to type in, and what popularity, neighbours and factors suggest to whoever imports them.

    Parameters
    ----------
    item_similarity, step : function
        As ``recommender.item_similarity`` and ``recommender.matrix_factorization_step``, perhaps the learner's.

    Returns
    -------
    Explorer
        Its control: `imports`, a text: names of modules, or a whole Python file.
    """
    return _NextImport(item_similarity, step)

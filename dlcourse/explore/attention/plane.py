"""One query among keys in the plane: how much each of them weighs, and what is fetched."""

import numpy as np

from dlcourse.explore._explorer import Explorer, asked, choice, slider
from dlcourse.figures.style import INK, PAPER, POSITIVE, QUIET, SIGNAL, SIGNAL_LINE, number, percent
from dlcourse.lessons import attention as lesson

KEYS = np.array([[2.5, 0.5], [1.0, 2.0], [-1.5, 1.5], [-2.0, -1.0], [0.5, -2.0]])
VALUES = np.array([10.0, 20.0, 30.0, 40.0, 50.0])
NAMES = "ABCDE"
SCALED, PLAIN, HARD = "soft, divided by √D", "soft, not divided", "hard: the best key alone"
LARGEST = 38.0  # a mark's diameter, in points, where the key has all the weight


class _Lookup(Explorer):
    def __init__(self, attend):
        self.attend = attend
        controls = {
            "across": slider("query, across", 2.0, -3, 3, 0.1),
            "up": slider("query, up", 1.0, -3, 3, 0.1),
            "kind": choice("look-up", [SCALED, PLAIN, HARD], SCALED),
        }
        super().__init__("one query that looks among five keys", controls, size=(7.0, 3.7))

    def build(self):
        plane, bars = self.figure.subplots(1, 2, width_ratios=[1.15, 1])
        look = {"marker": "o", "linestyle": "", "color": SIGNAL, "mec": SIGNAL_LINE}
        self.weighed = [plane.plot(*key, ms=1, **look)[0] for key in KEYS]
        plane.plot(*KEYS.T, "s", color=INK, ms=4)
        for key, name, value in zip(KEYS, NAMES, VALUES):
            at = {"textcoords": "offset points", "weight": "bold", "va": "bottom"}
            plane.annotate(f"{name}: {value:.0f}", key, (6, 6), **at)
        (self.arrow,) = plane.plot([], [], color=POSITIVE, lw=2)
        (self.query,) = plane.plot([], [], "*", color=POSITIVE, mec=PAPER, ms=17)
        plane.axhline(0, color=QUIET, lw=0.6, zorder=0)
        plane.axvline(0, color=QUIET, lw=0.6, zorder=0)
        plane.set(xlim=(-3.4, 3.4), ylim=(-3.2, 3.2), xlabel="1st number of query and keys", ylabel="2nd number")
        plane.set_title("Keys (squares), query (star)")
        self.bars = bars.barh(range(len(NAMES)), [0] * len(NAMES), color=SIGNAL, edgecolor=SIGNAL_LINE)
        self.shares = [bars.annotate("", (0, n), (4, 0), textcoords="offset points", va="center") for n in range(5)]
        bars.set(xlim=(0, 1.25), ylim=(4.6, -0.6), xlabel="weight", xticks=[0, 0.5, 1])
        bars.set_yticks(range(len(NAMES)), [f"{name}: {value:.0f}" for name, value in zip(NAMES, VALUES)])
        self.title = bars.set_title("Fetched: 00.0")
        return [*self.weighed, self.arrow, self.query, *self.bars, *self.shares, self.title]

    def draw(self, across, up, kind):
        q = np.array([[across, up]])
        found, complaint = asked(self._look, q, kind, what="Your scaled_dot_product_attention does not answer")
        if complaint:
            return self._empty(complaint)
        fetched, A = found
        self.query.set_data([across], [up])
        self.arrow.set_data([0, across], [0, up])
        for mark, bar, share, weight in zip(self.weighed, self.bars, self.shares, A):
            mark.set_markersize(max(LARGEST * np.sqrt(max(weight, 0)), 0.01))  # the area is the weight
            bar.set_width(weight)
            share.set_text(percent(weight))
            share.xy = (weight, share.xy[1])
        self.title.set_text(f"Fetched: {number(fetched, 1)}")
        scores = (KEYS @ q[0]) / (np.sqrt(2) if kind == SCALED else 1)
        order = np.argsort(-A, kind="stable")[:2]
        parts = [f"{NAMES[n]} (score {number(scores[n])}) weighs {percent(A[n])}" for n in order]
        words = f"The query ({number(across, 1)}, {number(up, 1)}) looks among five keys; {kind}. "
        if np.ptp(A) < 1e-9:
            words += f"All five weigh the same, {percent(A[0])}: "
            return f"{words}fetched is the mean of the values, {number(fetched, 1)}."
        return f"{words}{' and '.join(parts)}. Fetched is {number(fetched, 1)}, the values weighted so."

    def _look(self, q, kind):
        """What is fetched, a number, and the five weights."""
        if kind == HARD:
            scores = KEYS @ q[0]
            A = (scores == scores.max()) / np.sum(scores == scores.max())
            return float(A @ VALUES), A
        plain = np.sqrt(2) if kind == PLAIN else 1.0  # takes the division back
        out, (*_, A) = self.attend(plain * q, K=KEYS, V=VALUES[:, None])
        A = np.asarray(A, dtype=float)
        if A.shape != (1, len(NAMES)) or not np.isfinite(A).all():
            raise ValueError(f"weights of the shape {A.shape} came back, want numbers in the shape (1, {len(NAMES)})")
        return float(np.asarray(out, dtype=float).reshape(-1)[0]), A[0]

    def _empty(self, complaint):
        self.query.set_data([], [])
        self.arrow.set_data([], [])
        for mark, bar, share in zip(self.weighed, self.bars, self.shares):
            mark.set_markersize(0.01)
            bar.set_width(0)
            share.set_text("")
        self.title.set_text("")
        return complaint


def lookup(scaled_dot_product_attention=None):
    """One query among five keys in the plane: the weights of the keys, and the mixture of their values.

    Parameters
    ----------
    scaled_dot_product_attention : function, optional
        The learner's own; the lesson's if left out.

    Returns
    -------
    Explorer
        Its controls: `across` and `up`, the query's two numbers; `kind`, the look-up.
    """
    given = scaled_dot_product_attention
    return _Lookup(lesson.scaled_dot_product_attention if given is None else given)

"""The explorer of lesson 25: a digit, damaged as one likes, and what a network says of it."""

import numpy as np

from dlcourse.data.corrupted import SIDE, moved
from dlcourse.data.datasets import digits
from dlcourse.experiments.capstone import trained_weights
from dlcourse.explore._explorer import Explorer, asked, slider
from dlcourse.explore._pictures import bare
from dlcourse.figures.style import INK, INKED, QUIET, SHARE, percent
from dlcourse.lessons import capstone
from dlcourse.lessons.forward import softmax

SHOWN, OTHERS = 20, 200  # digits to choose from; digits that are damaged in the same way
COVERED_FROM = 3  # the upper left corner of what is covered


class _Damage(Explorer):
    def __init__(self, scores):
        self.scores = scores
        _, _, X, self.y = digits()
        order = np.random.default_rng(2).permutation(len(X))
        self.X, self.y = X[order].reshape(-1, 8, 8), self.y[order]
        self.noise = np.random.default_rng(0).normal(size=(OTHERS, SIDE, SIDE))
        controls = {
            "which": slider("which digit", 3, 0, SHOWN - 1, 1),
            "turned": slider("turned, degrees", 0, -60, 60, 5),
            "shifted": slider("shifted across, pixels", 0.0, -4.0, 4.0, 0.5),
            "noise": slider("noise, standard deviation", 0.0, 0.0, 0.8, 0.05),
            "covered": slider("covered, pixels a side", 0, 0, 7, 1),
        }
        super().__init__("a digit, damaged in four ways, and what a network says of it", controls, size=(6.6, 3.0))

    def build(self):
        left, right = self.figure.subplots(1, 2)
        rim = bare(left, "What it sees")
        self.sheet = left.imshow(np.zeros((SIDE, SIDE)), cmap=INKED, vmin=0, vmax=1)
        self.bars = right.bar(range(10), np.zeros(10), color=SHARE, ec=INK, lw=0.8)
        self.truth = right.text(0, 0, "▼", ha="center", va="bottom", color=INK, size=10)
        right.set(xticks=range(10), ylim=(0, 1.15), yticks=[0, 0.5, 1], yticklabels=["0 %", "50 %", "100 %"])
        right.spines["left"].set_bounds(0, 1)  # above it there is room for the mark
        right.set(xlabel="digit (the mark: what it is)", ylabel="probability")
        right.set_title("What it says")
        return [self.sheet, *self.bars, self.truth, *rim]

    def draw(self, which, turned, shifted, noise, covered):
        X = self._damaged(turned, shifted, noise, covered)
        self.sheet.set_data(X[which])
        found, complaint = asked(self._probabilities, X, what="Your network does not answer")
        if complaint:
            for bar in self.bars:
                bar.set_height(0)
            self.truth.set_visible(False)
            return complaint
        label = int(self.y[which])
        for bar, share in zip(self.bars, found[which], strict=True):
            bar.set_height(share)
            bar.set_facecolor(QUIET if share == found[which].max() else SHARE)
        self.truth.set_visible(True)
        self.truth.set_position((label, float(found[which, label]) + 0.02))
        said = int(found[which].argmax())
        sure = f"It is a {label}, and the network says {said}, with {percent(found[which, said])}."
        right = np.mean(found.argmax(axis=1) == self.y[:OTHERS])
        return f"{sure} Of {OTHERS} digits that are damaged in the same way it reads {percent(right)} rightly."

    def _damaged(self, turned, shifted, noise, covered):
        angles = np.full(OTHERS, np.radians(turned))
        shifts = np.column_stack([np.zeros(OTHERS), np.full(OTHERS, float(shifted))])
        X = np.clip(moved(self.X[:OTHERS], angles, shifts) + noise * self.noise, 0, 1)
        end = COVERED_FROM + covered
        X[:, COVERED_FROM:end, COVERED_FROM:end] = 0
        return X

    def _probabilities(self, X):
        found = np.asarray(self.scores(X), dtype=float)
        if found.shape != (len(X), 10) or not np.isfinite(found).all():
            raise ValueError(f"scores of the shape {found.shape} came back, want {(len(X), 10)}, all of them numbers")
        return softmax(found)


def damage(forward=None, weights=None):
    """A digit that one turns, shifts, covers and makes noisy, and the probabilities that a network gives.

    Parameters
    ----------
    forward : function, optional
        ``forward(weights, X) -> scores``, the learner's own; the lesson's if left out.
    weights : dict, optional
        What it is called with; those that come with the course if left out.

    Returns
    -------
    Explorer
        Its controls: `which`, `turned`, `shifted`, `noise` and `covered`.
    """
    forward, weights = forward or capstone.forward, weights or trained_weights()
    return _Damage(lambda X: forward(weights, X))

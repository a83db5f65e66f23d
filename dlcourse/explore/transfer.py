"""The explorer of lesson 10: a few labelled drawings, in the plane of the features and in that of the pixels."""

import numpy as np

from dlcourse.experiments.transfer import few
from dlcourse.explore._explorer import Explorer, asked, slider, stops
from dlcourse.figures.forward import principal_plane
from dlcourse.figures.style import CLASS_COLOURS, CLASS_MARKERS, INK, PAPER, percent
from dlcourse.lessons import transfer as lesson

SHOWN = 240  # of the drawings: more would be a single cloud


class _FewLabels(Explorer):
    def __init__(self, split, scores):
        self.split, self.scores = split, scores
        drawn = few.new_drawings()
        self.y, self.names, self.tables = drawn.y, drawn.names, few.tables(drawn.X)
        self.planes = {name: principal_plane(F)[0] for name, F in self.tables.items()}
        controls = {
            "labels": stops("labelled drawings of each object", few.LABELS, 1),
            "seed": slider("which ones: seed", 0, 0, 30, 1),
        }
        super().__init__("new objects from a few labelled drawings, by features and by pixels", controls, size=(7, 4.4))

    def build(self):
        moving, self.few, self.middles, self.shares = [], {}, {}, {}
        for ax, (name, points) in zip(self.figure.subplots(1, 2), self.planes.items(), strict=True):
            dots, middles = [], []
            for c, colour, marker in zip(range(len(self.names)), CLASS_COLOURS, CLASS_MARKERS):
                here = points[:SHOWN][self.y[:SHOWN] == c]
                ax.plot(*here.T, marker, color=colour, ms=4, alpha=0.4, mew=0)
                look = {"color": colour, "mec": INK, "linestyle": ""}
                middles += ax.plot([], [], marker, ms=16, mew=2.4, zorder=3, **look)
                dots += ax.plot([], [], marker, ms=7, mew=1.2, zorder=4, label=self.names[c], **look)  # above
            ax.set_title(f"By {name}")
            low, high = points.min(axis=0), points.max(axis=0)
            room = 0.05 * (high - low)
            ax.set(xlim=(low[0] - room[0], high[0] + room[0]), ylim=(low[1] - 2 * room[1], high[1] + room[1]))
            ax.set(xticks=[], yticks=[], xlabel="1st direction of the spread", ylabel="2nd direction")
            place = {"xycoords": "axes fraction", "ha": "right", "va": "bottom", "weight": "bold"}
            self.shares[name] = ax.annotate("100 % right", (0.98, 0.02), bbox={"fc": PAPER, "ec": "none"}, **place)
            self.few[name], self.middles[name] = dots, middles
            moving += [*middles, *dots, self.shares[name]]
        handles = self.few["features"]
        self.figure.legend(handles=handles, loc="outside lower center", ncols=len(handles))
        return moving

    def draw(self, labels, seed):
        chosen, complaint = asked(self._labelled, labels, seed, what="Your few_shot_split does not answer")
        if complaint:
            return self._empty(complaint)
        found = {}
        for name, F in self.tables.items():
            found[name], complaint = asked(self._share, F, *chosen, what="Your prototype_scores does not answer")
            if complaint:
                return self._empty(complaint)
            for c, (dots, middle) in enumerate(zip(self.few[name], self.middles[name], strict=True)):
                points = self.planes[name][chosen[0]][self.y[chosen[0]] == c]
                dots.set_data(*points.T)
                middle.set_data(*points.mean(axis=0)[:, None] if len(points) else ([], []))
            self.shares[name].set_text(f"{percent(found[name])} right")
        many = f"{labels} labelled drawing{'s' if labels > 1 else ''} of each object"
        words = f"With {many} (small marks with a rim; the large ones are their means, the prototypes), the nearest "
        words += f"prototype names {percent(found['features'])} of the other {len(chosen[1])} drawings right by "
        words += f"features, and {percent(found['pixels'])} by pixels. Blind guessing gets 25 %. "
        return f"{words}What is nearest is found in all features or pixels; the plane shows two directions."

    def _labelled(self, labels, seed):
        few_places, rest = self.split(self.y, per_class=labels, rng=np.random.default_rng(seed))
        places = [np.asarray(part) for part in (few_places, rest)]
        if any(part.dtype.kind not in "iu" or part.ndim != 1 or not len(part) for part in places):
            raise ValueError("two rows of positions were expected")
        self.y[places[0]], self.y[places[1]]  # positions beyond the end are told here
        return places

    def _share(self, F, few_places, rest):
        labels, classes = self.y[few_places], len(self.names)
        scores = np.asarray(self.scores(F[rest], few=F[few_places], labels=labels, classes=classes), dtype=float)
        if scores.shape != (len(rest), classes):
            raise ValueError(f"scores of the shape {scores.shape} came back, want {(len(rest), classes)}")
        return float(np.mean(scores.argmax(axis=1) == self.y[rest]))

    def _empty(self, complaint):
        for name in self.tables:
            for artist in (*self.few[name], *self.middles[name]):
                artist.set_data([], [])
            self.shares[name].set_text("")
        return complaint


def few_labels(few_shot_split=None, prototype_scores=None):
    """New objects in the plane of largest spread, the few that are labelled, their means, and how much these name.

    Parameters
    ----------
    few_shot_split, prototype_scores : function, optional
        The learner's own; the lesson's if left out.

    Returns
    -------
    Explorer
        Its controls: `labels` (1, 2, 5, 10, 20 or 50 of each object) and `seed`.
    """
    split = lesson.few_shot_split if few_shot_split is None else few_shot_split
    return _FewLabels(split, lesson.prototype_scores if prototype_scores is None else prototype_scores)

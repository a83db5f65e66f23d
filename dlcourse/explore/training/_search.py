"""Grid or random search."""

import numpy as np

from dlcourse.explore._explorer import Explorer, asked, choice, slider
from dlcourse.explore.training._marks import empty
from dlcourse.figures.display import legend_below
from dlcourse.figures.style import INK, LIT, PAPER, POSITIVE, QUIET, number
from dlcourse.figures.training import short
from dlcourse.lessons import training as lesson

LOW, HIGH = 1e-4, 10.0  # the range of both settings


def hill(best):
    """A score between 0 and 1 that depends much on the first setting, and little on the second.

    Parameters
    ----------
    best : float
        The power of ten at which the first setting is best.

    Returns
    -------
    function
        ``score(x) -> float`` for an array (..., 2) of positive numbers.
    """

    def score(x):
        first, second = np.log10(x[..., 0]), np.log10(x[..., 1])
        return 0.15 + 0.7 * np.exp(-(((first - best) / 0.55) ** 2)) + 0.15 * np.exp(-(((second + 1.0) / 2.0) ** 2))

    return score


class _Search(Explorer):
    def __init__(self, random_search):
        self.random_search = random_search
        controls = {
            "way": choice("way", ["random", "grid"]),
            "trials": choice("trials", [4, 9, 16, 25], 9),
            "best": slider("log10 of the best first setting", -0.7, -3.5, 0.5),
            "seed": slider("seed of the random search", 0, 0, 20, 1),
        }
        super().__init__("a search for the best of two settings", controls, size=(7.0, 4.4))

    def build(self):
        above, plane = self.figure.subplots(2, 1, sharex=True, height_ratios=[1, 1.7])
        side = np.linspace(np.log10(LOW), np.log10(HIGH), 80)
        self.fine, self.grid = side, np.stack(np.meshgrid(side, side), axis=-1)
        shown = {"cmap": LIT, "vmin": 0, "vmax": 1, "origin": "lower", "interpolation": "bilinear", "aspect": "auto"}
        extent = (side[0], side[-1], side[0], side[-1])
        self.shade = plane.imshow(np.zeros((80, 80)), extent=extent, **shown)
        trial, best = {"color": POSITIVE, "mec": PAPER, "mew": 1.2}, {"color": INK, "mec": PAPER, "mew": 1.2}
        self.points = plane.plot([], [], "o", ms=9, **trial)[0]
        self.star = plane.plot([], [], "*", ms=19, **best)[0]
        self.curve = above.plot([], [], color=QUIET, label="with the best second setting")[0]
        self.seen = above.plot([], [], "o", ms=8, label="trial", **trial)[0]
        self.top = above.plot([], [], "*", ms=17, label="best trial", **best)[0]
        ticks = [-4, -3, -2, -1, 0, 1]
        labels = ["0.0001", "0.001", "0.01", "0.1", "1", "10"]
        plane.set_xticks(ticks, labels)
        plane.set_yticks(ticks[::2], labels[::2])
        margins = (side[0] - 0.2, side[-1] + 0.2)  # a mark at the end of the range is seen whole
        plane.set(xlabel="first setting (it matters)", ylabel="second setting", xlim=margins, ylim=margins)
        above.set(ylim=(0, 1.08), ylabel="score")
        above.set_title("What the trials see of the first setting")
        legend_below(above)
        over = [self.points, self.star, *plane.spines.values()]
        return [self.shade, *over, self.curve, self.seen, self.top]

    def draw(self, way, trials, best, seed):
        score = hill(best)
        self.shade.set_data(score(10.0**self.grid))
        middle = np.column_stack([10.0**self.fine, np.full(len(self.fine), 0.1)])
        self.curve.set_data(self.fine, score(middle))
        answer, complaint = asked(self._trials, way, trials, score, seed, what="Your random_search gives no settings")
        if complaint:
            empty(self.points, self.star, self.seen, self.top)
            return complaint
        points, scores = answer
        logs, winner = np.log10(points), int(np.argmax(scores))
        self.points.set_data(*logs.T)
        self.star.set_data(*logs[winner][:, None])
        self.seen.set_data(logs[:, 0], scores)
        self.top.set_data([logs[winner, 0]], [scores[winner]])
        different = len(np.unique(logs[:, 0].round(6)))
        words = f"{trials} trials, {way}: {different} different values of the setting that matters, which is best at "
        words += f"{short(10.0**best)}. The best trial (star) has {short(points[winner, 0])} there and the score "
        return f"{words}{number(scores[winner])}; the best there is: 1.00."

    def _trials(self, way, trials, score, seed):
        if way == "grid":
            side = np.geomspace(LOW, HIGH, round(trials**0.5))
            points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
            return points, score(points)
        ranges = [(LOW, HIGH), (LOW, HIGH)]
        _, points, scores = self.random_search(lambda x: float(score(x)), ranges, trials, np.random.default_rng(seed))
        points, scores = np.asarray(points, dtype=float), np.asarray(scores, dtype=float)
        if points.shape != (trials, 2) or scores.shape != (trials,) or not (points > 0).all():
            raise ValueError(f"want {trials} settings of 2 positive numbers, and a score for each")
        return points, scores


def search(random_search=None):
    """Grid or random search on a score that depends much on one setting and little on the other.

    Parameters
    ----------
    random_search : function, optional
        The learner's own ``random_search(score, ranges, trials, rng)``; the lesson's if left out.

    Returns
    -------
    Explorer
        Its controls: `way` ("grid" or "random"), `trials`, `best` (the power of ten), `seed`.
    """
    return _Search(lesson.random_search if random_search is None else random_search)

"""The explorers of lesson 06: signals through a deep network, patience, grid against random search."""

import numpy as np

from dlcourse.experiments.training import signals
from dlcourse.explore._explorer import Explorer, asked, choice, slider
from dlcourse.figures.display import in_percent, legend_below
from dlcourse.figures.style import INK, LIT, NEGATIVE, PALE, PAPER, POSITIVE, QUIET, SIGNAL, number
from dlcourse.figures.training import FLOOR, short
from dlcourse.lessons import neuron
from dlcourse.lessons import training as lesson
from dlcourse.nn.neuron import tanh

ACTIVATIONS = {"relu": neuron.relu, "tanh": tanh, "sigmoid": neuron.sigmoid}
DEPTH, WIDTH, SHOWN = 10, 100, (1, 2, 4, 7, 10)
CEILING = 1e9


def _empty(*lines):
    for line in lines:
        line.set_data([], [])


class _Signal(Explorer):
    def __init__(self, he_init):
        self.he_init = he_init
        self.X = np.random.default_rng(0).normal(size=(100, WIDTH))
        controls = {
            "start": choice("first weights", ["one spread for all", "He", "Xavier", "all zero"]),
            "spread": slider("log10 of the spread", -2.0, -3.0, 0.5),
            "activation": choice("activation", ACTIVATIONS),
        }
        super().__init__("a signal on its way through ten layers, before any training", controls, size=(7.0, 4.0))

    def build(self):
        grid = self.figure.add_gridspec(2, len(SHOWN), height_ratios=[1.25, 1])
        ax = self.figure.add_subplot(grid[0, :])
        ax.axhspan(0.3, 3, color=PALE, zorder=0)
        ax.set(yscale="log", xlim=(0.7, DEPTH + 0.3), ylim=(FLOOR / 2, CEILING * 2), xticks=range(1, DEPTH + 1))
        # What is smaller or larger than the axis is drawn at its ends.
        ends = [rf"$\leq 10^{{{np.log10(FLOOR):.0f}}}$", rf"$\geq 10^{{{np.log10(CEILING):.0f}}}$"]
        ax.set_yticks([FLOOR, 1e-6, 1, CEILING], [ends[0], "$10^{-6}$", "$10^0$", ends[1]])
        ax.set(ylabel="size of the signal", xlabel="layer")
        ax.set_title("A healthy signal stays in the grey band")
        self.line = ax.plot([], [], "o-", color=POSITIVE, clip_on=False, zorder=3)[0]
        self.edges, self.bars = np.linspace(-3, 3, 31), []
        for column, layer in enumerate(SHOWN):
            below = self.figure.add_subplot(grid[1, column])
            below.set(xlim=(-3.1, 3.1), ylim=(0, 1), yticks=[0, 1])
            below.set_xticks([-3, 0, 3], ["≤ −3", "0", "≥ 3"])
            below.set_xlabel(f"layer {layer}")
            below.tick_params(axis="y", labelleft=column == 0)
            in_percent(below.yaxis)
            if column == 0:
                below.set_ylabel("share")
            self.bars += below.plot([], [], color=POSITIVE, drawstyle="steps-mid", lw=1.6, clip_on=False, zorder=3)
        return [self.line, *self.bars]

    def _init(self, start, spread):
        return {
            "one spread for all": lambda inputs, outputs, rng: rng.normal(0, 10.0**spread, (inputs, outputs)),
            "He": self.he_init,
            "Xavier": lesson.xavier_init,
            "all zero": lambda inputs, outputs, rng: np.zeros((inputs, outputs)),
        }[start]

    def _outputs(self, init, activation):
        """What each layer puts out, and its size."""
        with np.errstate(all="ignore"):
            outputs = signals(self.X, init, activation, np.random.default_rng(1), DEPTH, WIDTH)
            sizes = np.array([float(np.sqrt(np.mean(H * H))) for H in outputs])
        if not np.isfinite(sizes).all():
            raise ValueError("it gives numbers that are not finite")
        return outputs, sizes

    def draw(self, start, spread, activation):
        init, activate = self._init(start, spread), ACTIVATIONS[activation]
        answer, complaint = asked(self._outputs, init, activate, what="Your he_init does not give weights")
        if complaint:
            _empty(self.line, *self.bars)
            return complaint
        outputs, sizes = answer
        self.line.set_data(np.arange(1, DEPTH + 1), np.clip(sizes, FLOOR, CEILING))
        middles = (self.edges[:-1] + self.edges[1:]) / 2
        for artist, layer in zip(self.bars, SHOWN, strict=True):
            counts, _ = np.histogram(np.clip(outputs[layer - 1], -2.99, 2.99), self.edges)
            artist.set_data(middles, counts / counts.sum())
        words = f"{start.capitalize()}"
        words += f" (standard deviation {short(10**spread)})" if start == "one spread for all" else ""
        words += f" with {activation}: the signal has the size {short(sizes[0])} after layer 1 and {short(sizes[-1])} "
        return f"{words}after layer {DEPTH}: {self._verdict(sizes, outputs[-1], activation)}"

    @staticmethod
    def _verdict(sizes, last, activation):
        if sizes[-1] < 0.01:
            return "it dies out, and with it all that the input had to say."
        if sizes[-1] > 100:
            return "it explodes."
        between = float(np.mean(last.std(axis=0)))
        centred = {"relu": 0 * last, "tanh": last, "sigmoid": 2 * last - 1}[activation]  # from -1 to 1
        if np.mean(np.abs(centred) > 0.95) > 0.5:
            return "most neurons sit at the flat ends of their activation, where the slope is nearly 0."
        if between < 0.01:
            return "but all examples look the same there: nothing is left of their differences."
        return "it arrives."


def signal(he_init=None):
    """The size of the numbers in each of ten layers, for a way to draw the first weights and an activation.

    Parameters
    ----------
    he_init : function, optional
        The learner's own ``he_init(inputs, outputs, rng)``; the lesson's if left out.

    Returns
    -------
    Explorer
        Its controls: `start`, `spread` (the power of ten), `activation`.
    """
    return _Signal(lesson.he_init if he_init is None else he_init)


class _Patience(Explorer):
    def __init__(self, training, validation, early_stopping):
        self.training, self.validation = np.asarray(training, dtype=float), np.asarray(validation, dtype=float)
        if not (np.isfinite(self.training).all() and np.isfinite(self.validation).all()):
            raise ValueError("the losses are not all finite: want two lists of numbers")
        self.early_stopping = early_stopping
        controls = {"patience": slider("patience", 3, 1, max(2, min(20, len(self.validation) - 1)), 1)}
        super().__init__("early stopping on a validation curve", controls, size=(7.0, 3.7))

    def build(self):
        ax = self.figure.subplots()
        epochs = np.arange(1, len(self.validation) + 1)
        ax.plot(epochs, self.training, color=POSITIVE, label="training")
        ax.plot(epochs, self.validation, color=NEGATIVE, linestyle=(0, (5, 2)), label="validation")
        top = 1.1 * float(max(self.validation.max(), self.training.max()))
        self.top = top
        self.waited = ax.plot([], [], color=SIGNAL, lw=7, solid_capstyle="butt", label="patience")[0]
        self.kept = ax.plot([], [], "o", color=NEGATIVE, mec=PAPER, mew=1.4, ms=11, label="kept")[0]
        self.stop = ax.plot([], [], color=INK, lw=1.6, linestyle=(0, (2, 2)), label="training stops")[0]
        ax.set(xlabel="epoch", ylabel="loss", xlim=(0.5, len(epochs) + 0.5), ylim=(0, top))
        ax.set_title("Which network is kept?")
        legend_below(ax)  # what moves would be drawn over one inside
        return [self.waited, self.kept, self.stop]

    def _epoch(self, losses, patience):
        kept = int(self.early_stopping(losses, patience))
        if not 0 <= kept < len(losses):
            raise ValueError(f"it says epoch {kept}, and there are {len(losses)}")
        return kept

    def draw(self, patience):
        losses, last = self.validation, len(self.validation) - 1
        kept, complaint = asked(self._epoch, losses.copy(), patience, what="Your early_stopping gives no epoch")
        if complaint:
            _empty(self.waited, self.kept, self.stop)
            return complaint
        stopped = min(kept + patience, last)
        self.waited.set_data([kept + 1, stopped + 1], [0.015 * self.top] * 2)
        self.kept.set_data([kept + 1], [losses[kept]])
        self.stop.set_data([stopped + 1] * 2, [0, self.top])
        words = f"With a patience of {patience} the network of epoch {kept + 1} is kept, with the validation loss "
        words += f"{number(losses[kept])}. "
        if kept + patience > last:
            words += f"Training goes on to the end, epoch {last + 1}. "
        else:
            words += f"Training stops after epoch {stopped + 1} (dashed line): {last - stopped} epochs are saved. "
        lowest = int(np.argmin(losses))
        if kept == lowest:
            return f"{words}That is the smallest loss of the whole curve."
        return f"{words}A smaller one, {number(losses[lowest])}, would have come at epoch {lowest + 1}."


def patience(training, validation, early_stopping=None):
    """Two curves of losses, and which epoch is kept with how much patience.

    Parameters
    ----------
    training, validation : sequence of float
        The losses after each epoch.
    early_stopping : function, optional
        The learner's own ``early_stopping(losses, patience)``; the lesson's if left out.

    Returns
    -------
    Explorer
        Its control: `patience`.
    """
    return _Patience(training, validation, lesson.early_stopping if early_stopping is None else early_stopping)


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
            _empty(self.points, self.star, self.seen, self.top)
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

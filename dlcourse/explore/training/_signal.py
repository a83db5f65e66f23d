"""Signals through a deep network before any training."""

import numpy as np

from dlcourse.experiments.training import signals
from dlcourse.explore._explorer import Explorer, asked, choice, slider
from dlcourse.explore.training._marks import empty
from dlcourse.figures.display import in_percent
from dlcourse.figures.style import PALE, POSITIVE
from dlcourse.figures.training import FLOOR, short
from dlcourse.lessons import neuron
from dlcourse.lessons import training as lesson
from dlcourse.nn.neuron import tanh

ACTIVATIONS = {"relu": neuron.relu, "tanh": tanh, "sigmoid": neuron.sigmoid}
DEPTH, WIDTH, SHOWN = 10, 100, (1, 2, 4, 7, 10)
CEILING = 1e9


class _Signal(Explorer):
    def __init__(self, he_init):
        self.he_init = he_init
        self.X = np.random.default_rng(0).normal(size=(100, WIDTH))
        controls = {
            "start": choice("first weights", ["one spread for all", "He", "Xavier", "all zero"]),
            "spread": slider("log10 of the spread", -2.0, -3.0, 0.5, 0.05),
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
            empty(self.line, *self.bars)
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
        if not 0.3 <= sizes[-1] <= 3:
            return f"it {'shrinks' if sizes[-1] < 1 else 'grows'} on its way."
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

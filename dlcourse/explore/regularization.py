"""The explorers of lesson 07: neurons that fall silent, a layer's numbers normalised, a digit that is changed."""

import numpy as np

from dlcourse.data import datasets
from dlcourse.experiments.regularization import rotate
from dlcourse.explore._explorer import Explorer, asked, choice, slider
from dlcourse.figures.diagrams import NetworkDiagram
from dlcourse.figures.forward import Bars
from dlcourse.figures.images import tile
from dlcourse.figures.style import INK, INKED, NEGATIVE, PALE, PAPER, POSITIVE, QUIET, RIM, number, percent
from dlcourse.lessons import forward
from dlcourse.lessons import regularization as lesson

USES = ("training", "in use")


class _Dropout(Explorer):
    def __init__(self, dropout):
        self.dropout = dropout
        hidden = np.array([[1.0, 0.5, -1.0, 0.5, 1.0, -0.5], [0.5, 1.0, 0.5, 1.0, -0.5, 1.0]])
        last = np.array([[1.0], [0.5], [1.0], [0.5], [-1.0], [1.0]])
        self.parameters = [(hidden, np.array([0.0, 0.0, 1.5, 0.0, 0.5, 0.5])), (last, np.array([0.0]))]
        self.H = np.maximum(forward.dense(np.array([[1.0, 1.0]]), *self.parameters[0]), 0)
        controls = {
            "rate": slider("rate: the share to silence", 0.5, 0.0, 0.9),
            "step": slider("step of training", 1, 1, 50, 1),
            "use": choice("the network is", USES),
        }
        super().__init__("a network with dropout", controls, size=(7.0, 4.6))

    def build(self):
        ax = self.figure.subplots()
        ax.set_title("Who is silenced, and who works")
        names = [["$x_1$", "$x_2$"], None, ["score"]]
        self.diagram = NetworkDiagram(ax, [2, 6, 1], self.parameters, names=names)
        heights = self.diagram.ys[1]
        places = np.full(len(heights), self.diagram.xs[1])
        look = {"color": INK, "mec": PAPER, "mew": 1.2, "ms": 19, "linestyle": ""}
        (self.crosses,) = ax.plot(places, heights, "X", zorder=5, **look)
        self.places = np.column_stack([places, heights])
        return [*self.diagram.moving, self.crosses]

    def draw(self, rate, step, use):
        training = use == "training"
        many = np.repeat(self.H, 1000, axis=0)
        answer, complaint = asked(self._drop, many, rate, training, what="Your dropout_forward does not answer")
        if complaint:
            return self._show(self.H[0], None, complaint)
        H, mask = answer
        scores = forward.dense(H, *self.parameters[1])[:, 0]
        exact = float(forward.dense(self.H, *self.parameters[1])[0, 0])
        if mask is None:
            words = f"In use, nothing is silenced and nothing is scaled: the score is {number(scores[0])}, each time."
            return self._show(H[step - 1], None, words)
        silent = int(np.sum(mask[step - 1] == 0))
        factor = mask.max()
        words = f"Step {step}: {silent} of 6 hidden neurons are silenced, the others count {number(factor)} times: the "
        words += f"score is {number(scores[step - 1])}. Over 1000 steps it is {number(scores.mean())} on average; "
        return self._show(H[step - 1], mask[step - 1], f"{words}in use, with all neurons, it is {number(exact)}.")

    def _drop(self, H, rate, training):
        out, mask = self.dropout(H, rate, np.random.default_rng(0), training)
        out = np.asarray(out, dtype=float).reshape(H.shape)
        mask = np.asarray(mask, dtype=float).reshape(H.shape) if training else None
        if not np.isfinite(out).all():
            raise ValueError("nan or inf came back")
        return out, mask

    def _show(self, h, mask, words):
        score = forward.dense(h[None, :], *self.parameters[1])[0]
        self.diagram.show([np.array([1.0, 1.0]), h, score], scale=4.0, digits=1)
        dropped = np.zeros(6, dtype=bool) if mask is None else mask == 0
        self.crosses.set_data(*self.places[dropped].T)
        for node, silent in zip(self.diagram.nodes[1], dropped, strict=True):
            node.text.set_visible(not silent)  # a stub of it would stand out beside the cross
        return words


def dropout(dropout_forward=None):
    """A small network in which dropout silences hidden neurons, step by step, and in use.

    Parameters
    ----------
    dropout_forward : function, optional
        The learner's own ``dropout_forward(X, rate, rng, training)``; the lesson's if left out.

    Returns
    -------
    Explorer
        Its controls: `rate`, `step`, `use` ("training" or "in use").
    """
    return _Dropout(lesson.dropout_forward if dropout_forward is None else dropout_forward)


EDGES = np.linspace(-14, 18, 65)  # no slider pushes a number beyond
TOP = 130  # examples; a bar beyond is cut, and says so: another axis would move what should stay


class _BatchNorm(Explorer):
    def __init__(self, batchnorm):
        self.batchnorm = batchnorm
        draws = np.random.default_rng(4).gamma(4.0, size=400)  # leaning to one side, as a layer's sums often do
        self.numbers = (draws - draws.mean()) / draws.std()
        controls = {
            "mean": slider("mean of what comes in", 3.0, -5.0, 5.0),
            "spread": slider("spread of what comes in", 1.5, 0.2, 3.0),
            "gamma": slider("gamma", 1.0, -2.0, 3.0),
            "beta": slider("beta", 0.0, -4.0, 4.0),
        }
        super().__init__("batch normalisation of one neuron's sums", controls, size=(7.0, 4.2))

    def build(self):
        self.axes = self.figure.subplots(2, 1, sharex=True)
        self.bars, self.means, self.cuts = [], [], []
        colours = [NEGATIVE if right <= 0 else POSITIVE for right in EDGES[1:]]
        for ax, name in zip(self.axes, ("Before", "After")):
            bars = ax.bar(EDGES[:-1], 0 * EDGES[1:], width=EDGES[1] - EDGES[0], align="edge", color=colours, ec=PAPER)
            self.bars.append(list(bars))
            self.means.append(ax.plot([0, 0], [0, 1], color=INK, lw=2, transform=ax.get_xaxis_transform())[0])
            self.cuts.append(ax.text(0, 0.97 * TOP, "", va="top", weight="bold", zorder=4))
            ax.axvspan(EDGES[0], 0, color=PALE, alpha=0.6, lw=0, zorder=0)
            ax.set(ylabel="examples", ylim=(0, TOP), xlim=(EDGES[0], EDGES[-1]), xticks=range(-14, 19, 2))
            ax.set_title(f"{name} batch normalisation")
        # Above the axes, where neither a bar nor a mean comes.
        self.axes[0].text(
            1, 1.04, "grey: ReLU will silence these", color=QUIET, size=9.5, ha="right", va="bottom",
            transform=self.axes[0].transAxes,
        )  # fmt: skip
        self.axes[1].set_xlabel("weighted sum of one neuron, for 400 examples; the line is their mean")
        return [*self.bars[0], *self.bars[1], *self.means, *self.cuts]

    def draw(self, mean, spread, gamma, beta):
        before = mean + spread * self.numbers
        after, complaint = asked(self._normalise, before, gamma, beta, what="Your batchnorm_forward does not answer")
        if complaint:
            self._place([before, np.array([])])
            return complaint
        self._place([before, after])
        passed = [np.mean(numbers > 0) for numbers in (before, after)]
        words = (
            f"Before: mean {number(before.mean())}, spread {number(before.std())}; {percent(passed[0])} pass the ReLU. "
        )
        words += f"After: mean {number(after.mean())}, spread {number(after.std())}; {percent(passed[1])} pass. "
        return f"{words}What comes out is decided by gamma {number(gamma, 1)} and beta {number(beta, 1)} alone."

    def _normalise(self, numbers, gamma, beta):
        running = np.zeros(1), np.ones(1)
        out = self.batchnorm(numbers[:, None], np.array([gamma]), np.array([beta]), running)[0]
        out = np.asarray(out, dtype=float).reshape(-1)
        if out.shape != numbers.shape or not np.isfinite(out).all():
            raise ValueError(f"want {len(numbers)} finite numbers")
        return out

    def _place(self, both):
        counts = [np.histogram(np.clip(numbers, EDGES[0], EDGES[-1]), EDGES)[0] for numbers in both]
        for numbers, heights, bars, line, cut in zip(both, counts, self.bars, self.means, self.cuts):
            for bar, count in zip(bars, heights):
                bar.set_height(count)
            beyond = np.flatnonzero(heights > TOP)
            cut.set_text(f"↑ {heights.max()}" if len(beyond) else "")
            cut.set_x(EDGES[max(beyond, default=0) + 1] + 0.3)
            line.set_visible(len(numbers) > 0)
            if len(numbers):
                line.set_xdata([numbers.mean()] * 2)


def batchnorm(batchnorm_forward=None):
    """The sums of one neuron for many examples, before and after batch normalisation.

    Parameters
    ----------
    batchnorm_forward : function, optional
        The learner's own ``batchnorm_forward(X, gamma, beta, running, ...)``; the lesson's if left out.

    Returns
    -------
    Explorer
        Its controls: `mean`, `spread`, `gamma`, `beta`.
    """
    return _BatchNorm(lesson.batchnorm_forward if batchnorm_forward is None else batchnorm_forward)


def _moved(image, down, across):
    """The image moved by whole pixels over zeros."""
    side = max(abs(down), abs(across))
    framed = np.pad(image, side)
    top, left = side - down, side - across
    return framed[top : top + image.shape[0], left : left + image.shape[1]]


def _article(label):
    return f"an {label}" if label == 8 else f"a {label}"


class _Augmentation(Explorer):
    def __init__(self, images, labels, parameters):
        self.images, self.labels, self.parameters = images, labels, parameters
        others = f"share of the {labels[0]} (the rest: {_article(labels[1])})"
        controls = {
            "down": slider("pixels down", 0, -3, 3, 1),
            "across": slider("pixels to the right", 0, -3, 3, 1),
            "degrees": slider("turned, degrees", 0, -90, 90, 5),
            "share": slider(others, 1.0, 0.0, 1.0),
        }
        super().__init__("one digit, changed, and what a trained network reads", controls, size=(7.0, 3.5))

    def build(self):
        left, middle, right = self.figure.subplots(1, 3, width_ratios=[1, 1, 1.15])
        left.imshow(self.images[0], cmap=INKED, vmin=0, vmax=1)
        left.set_title(f"As it was: {_article(self.labels[0])}")
        self.image = middle.imshow(self.images[0], cmap=INKED, vmin=0, vmax=1)
        middle.set_title("Changed")
        for ax in (left, middle):
            ax.set(xticks=[], yticks=[], anchor="N")
            ax.spines[:].set(visible=True, color=RIM)
        self.bars = Bars(right, range(10), room=1.4)
        right.set_title("What the network reads")
        return [self.image, *middle.spines.values(), *self.bars.moving]

    def draw(self, down, across, degrees, share):
        mixed = share * self.images[0] + (1 - share) * self.images[1]
        changed = rotate(_moved(mixed, down, across)[None], np.array([float(degrees)]))
        self.image.set_data(changed[0])
        before, P = (
            forward.softmax(forward.mlp_forward(x.reshape(1, -1), self.parameters))[0]
            for x in (self.images[0], changed)
        )
        self.bars.show(P)
        done = [f"moved {abs(down)} {'down' if down > 0 else 'up'}"] if down else []
        done += [f"moved {abs(across)} to the {'right' if across > 0 else 'left'}"] if across else []
        done += [f"turned by {abs(degrees)} degrees {'left' if degrees > 0 else 'right'}"] if degrees else []
        done += [f"mixed with {number(1 - share, 1)} of {_article(self.labels[1])}"] if share < 1 else []
        what = f"{' and '.join(done)}".capitalize() if done else "Untouched"
        top, name = int(P.argmax()), self.labels[0]
        words = f"{what}: the network reads {top}, with {percent(P[top])}."
        return f"{words} The chance of {_article(name)} is {percent(P[name])}; untouched it is {percent(before[name])}."


def augmentation(images=None, labels=(3, 8), parameters=None):
    """A digit moved, turned and mixed with another one, and what a network makes of it.

    Parameters
    ----------
    images : array (2, 64) or (2, 8, 8), optional
        The digit, and the one to mix it with; a 3 and an 8 of the test digits if left out.
    labels : pair of int
        What they are.
    parameters : list of (W, b), optional
        The network, as from ``datasets.digits_network``.

    Returns
    -------
    Explorer
        Its controls: `down`, `across`, `degrees`, `share`.
    """
    if images is None:
        _, _, X, y = datasets.digits()
        images = [X[np.flatnonzero(y == label)[0]] for label in labels]
    images = np.stack([tile(image) for image in images])
    return _Augmentation(images, tuple(labels), datasets.digits_network() if parameters is None else parameters)

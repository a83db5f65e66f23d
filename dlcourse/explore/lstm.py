"""The explorers of lesson 12: the gates of one cell, and the gates of a trained network over a typed text."""

import numpy as np

from dlcourse.explore._explorer import Explorer, asked, slider, typed
from dlcourse.figures.style import (
    INK,
    LIT,
    NEGATIVE,
    PALE,
    POSITIVE,
    QUIET,
    SIGNAL_LINE,
    SIGNAL_TEXT,
    SIGNED,
    number,
    percent,
)
from dlcourse.lessons import lstm as lesson

STEPS = 12
MOST = 3.3  # of a state: no slider leads beyond


class _Cell(Explorer):
    def __init__(self, update):
        self.update = update
        controls = {
            "i": slider("input gate i", 0.5, 0.0, 1.0, 0.05),
            "f": slider("forget gate f", 0.9, 0.0, 1.0, 0.05),
            "o": slider("output gate o", 1.0, 0.0, 1.0, 0.05),
            "c": slider("state before, c", 1.5, -2.0, 2.0, 0.1),
            "g": slider("candidate g", -1.0, -1.0, 1.0, 0.1),
        }
        super().__init__("one cell and its gates", controls, size=(7.0, 3.2))

    def build(self):
        left, right = self.figure.subplots(1, 2, width_ratios=[1.3, 1])
        names = ["c", "f · c", "i · g", "new c", "h = o · tanh(c)"]
        self.bars = left.barh(range(5), np.ones(5), color=[QUIET, POSITIVE, POSITIVE, INK, SIGNAL_LINE], height=0.62)
        # Beyond the longest bars there is room for their numbers.
        left.set(yticks=range(5), yticklabels=names, xlim=(-4.6, 4.6), ylim=(4.6, -0.6), xticks=range(-3, 4))
        left.spines["left"].set_visible(False)
        left.spines["bottom"].set_bounds(-3, 3)
        zero = left.axvline(0, color=INK, lw=0.8, zorder=3)
        left.set_title("One step")
        left.tick_params(axis="y", length=0)
        self.texts = [left.text(0, place, "", va="center", size=10, color=INK) for place in range(5)]
        right.axhline(0, color=PALE, lw=1, zorder=0)
        self.state = right.plot([], [], "o-", color=INK, ms=4.5)[0]
        self.shown = right.plot([], [], "s--", color=SIGNAL_LINE, ms=4.5)[0]
        self.ends = [right.text(STEPS + 0.3, 0, name, size=10, va="center") for name in ("c", "h")]
        self.ends[1].set_color(SIGNAL_TEXT)
        right.set(xlim=(-0.4, STEPS + 1.2), ylim=(-MOST, MOST), xlabel="steps later", xticks=range(0, STEPS + 1, 3))
        right.set_title("Later, with i = 0")
        return [*self.bars, zero, *self.texts, self.state, self.shown, *self.ends]

    def draw(self, i, f, o, c, g):
        arguments = {name: np.array([[value]]) for name, value in (("c", c), ("i", i), ("f", f), ("g", g))}
        new, complaint = asked(lambda: np.asarray(self.update(**arguments), dtype=float).item())
        if complaint:
            return complaint
        if not np.isfinite(new):
            return "Your function gives a number that is not finite."
        new = min(max(new, -99.0), 99.0)
        values = [c, f * c, i * g, new, o * np.tanh(new)]
        for bar, text, value in zip(self.bars, self.texts, values):
            drawn = min(max(value, -MOST), MOST)
            bar.set_width(drawn)
            text.set(
                text=number(value), x=drawn + (0.08 if value >= 0 else -0.08), ha="left" if value >= 0 else "right"
            )
        for bar, value in zip(self.bars[1:3], values[1:3]):
            bar.set_color(POSITIVE if value >= 0 else NEGATIVE)
        fading = new * f ** np.arange(STEPS + 1)
        outputs = o * np.tanh(fading)
        self.state.set_data(np.arange(STEPS + 1), fading)
        self.shown.set_data(np.arange(STEPS + 1), outputs)
        apart = abs(fading[-1] - outputs[-1]) < 0.6
        for end, value, shift in zip(self.ends, (fading[-1], outputs[-1]), (0.3, -0.3) if apart else (0, 0)):
            end.set_y(min(max(value, 0.4 - MOST), MOST - 0.4) + shift)
        words = f"The forget gate keeps {percent(f)} of {number(c, 1)}; the input gate lets in "
        words += f"{percent(i)} of the candidate {number(g, 1)}: the new state is {number(new)}. "
        words += f"The output gate shows {percent(o)} of tanh({number(new)}): {number(values[-1])}. "
        return words + f"Held so for {STEPS} steps, with nothing written, the state is then {number(fading[-1])}."


def cell(update=None):
    """One cell: what its gates keep, let in and show, and how long the state lasts.

    Parameters
    ----------
    update : function, optional
        The learner's own ``cell_update(c, *, i, f, g)``; the lesson's if left out.

    Returns
    -------
    Explorer
        Its controls: `i`, `f`, `o`, `c`, `g`.
    """
    return _Cell(update or lesson.cell_update)


LONGEST = 24  # signs that are shown


class _Gates(Explorer):
    def __init__(self, network, signs, noise, examples, forward):
        self.network, self.signs, self.noise, self.forward = network, signs, noise, forward
        self.units = network.layers[1].parameters["W_h"].shape[0]
        controls = {"text": typed("type here", examples[0], examples), "step": slider("step", 1, 1, LONGEST, 1)}
        super().__init__("the gates of a trained network over a typed text", controls, size=(7.0, 5.0))

    def build(self):
        panels = self.figure.subplots(4, 1, sharex=True)
        titles = ["Input gates i: pale is shut, 0; dark is open, 1", "Forget gates f: dark keeps, 1"]
        titles += ["Output gates o: dark shows, 1", "States c: blue to 3, orange to −3, pale near 0"]
        self.images, self.frames, lines = [], [], []
        for axes, title in zip(panels, titles):
            signed = axes is panels[-1]
            look = {"cmap": SIGNED, "vmin": -3, "vmax": 3} if signed else {"cmap": LIT, "vmin": 0, "vmax": 1}
            extent = (0.5, LONGEST + 0.5, self.units + 0.5, 0.5)
            blank = np.full((self.units, LONGEST), np.nan)
            self.images.append(axes.imshow(blank, aspect="auto", interpolation="nearest", extent=extent, **look))
            axes.set_title(title, pad=4)
            axes.set(yticks=range(1, self.units + 1), ylabel="cell")
            axes.tick_params(length=0)
            axes.spines[:].set_visible(False)
            lines.append(axes.hlines(np.arange(1, self.units) + 0.5, 0.5, LONGEST + 0.5, color=PALE, lw=0.8))
            self.frames.append(axes.axvspan(0.5, 1.5, fill=False, ec=INK, lw=2, zorder=3))
        panels[-1].set_xticks([])
        at = {"ha": "center", "va": "top", "family": "monospace"}
        low = self.units + 0.75
        self.read = [panels[-1].text(t + 1, low, "", size=12, clip_on=False, **at) for t in range(LONGEST)]
        self.said = [panels[-1].text(t + 1, low, "", size=11, weight="bold", color=INK, **at) for t in range(LONGEST)]
        for text in self.said:
            text.set_y(low + 0.36 * self.units)
        panels[-1].set_xlabel("signs read; below each ?, the answer of the network", labelpad=38)
        return [*self.images, *lines, *self.frames, *self.read, *self.said]

    def draw(self, text, step):
        typed_in = text or self.noise
        shown = "".join(sign if sign in self.signs else self.noise for sign in typed_in[:LONGEST])
        step = min(step, len(shown))
        ids = np.array([[self.signs.index(sign) for sign in shown]])
        answer, complaint = asked(self._run, ids, what="Your network does not answer")
        if complaint:
            return complaint
        parts, answers = answer
        for image, values in zip(self.images, parts):
            table = np.full((self.units, LONGEST), np.nan)
            table[:, : len(shown)] = values.T
            image.set_data(table)
        for frame in self.frames:
            frame.set_x(step - 0.5)
        for t, (read, said) in enumerate(zip(self.read, self.said)):
            read.set_text(shown[t] if t < len(shown) else "")
            said.set_text(answers[t] if t < len(shown) and shown[t] == "?" else "")
        i, f, _, c = (values[step - 1] for values in parts)
        before = parts[3][step - 2] if step > 1 else np.zeros(self.units)
        most = int(np.abs(c - before).argmax())
        words = f"“{shown}”, step {step}, the sign {shown[step - 1]}: "
        if abs(c[most] - before[most]) < 0.005:
            words += "no state changes. "
        else:
            words += (
                f"the largest change is in cell {most + 1}, from {number(before[most])} to {number(c[most])}, with "
            )
            words += f"its input gate at {number(i[most])} and its forget gate at {number(f[most])}. "
        if shown[step - 1] == "?":
            asked_early = all(sign in (self.noise, "?") for sign in shown[:step])
            words += "No letter has come yet, but it must say one: " if asked_early else ""
            words += f"{'t' if asked_early else 'T'}he network answers {answers[step - 1]}. "
        return words + self._left_out(typed_in, shown)

    def _left_out(self, text, shown):
        """What of the typed text was read otherwise, or not at all."""
        replaced, words = sum(one != other for one, other in zip(text, shown)), ""
        if replaced:
            words += f"{replaced} unknown sign{'s were' if replaced > 1 else ' was'} read as {self.noise}. "
        return (words + (f"Only the first {LONGEST} signs are read." if len(text) > LONGEST else "")).rstrip()

    def _run(self, ids):
        """The gates i, f, o and the states c, each (T, units), and the answer at each step."""
        embedded, _ = self.network.layers[0].forward(ids)
        zero = np.zeros((1, self.units))
        H, _, cache = self.forward(embedded, h0=zero, c0=zero, **self.network.layers[1].parameters)
        parts = [np.array([step[place][0] for step in cache]) for place in (5, 6, 8, 9)]
        if not all(values.shape == (ids.shape[1], self.units) for values in parts):
            raise ValueError("gates of another shape are in the cache")
        Z, _ = self.network.layers[2].forward(H)
        return parts, [self.signs[answer] for answer in Z[0].argmax(axis=1)]


def gates(
    network, signs, forward=None, noise="-", examples=("a------?--b---?-?", "ab-c----?-?", "c---?-------------?")
):
    """The gates and states of a trained network, step by step over a text that one types.

    Parameters
    ----------
    network : SequenceNetwork
        An embedding, an LSTM, and a dense layer that scores the letters.
    signs : str
        The alphabet: the letters that can be an answer first; among the others "?" and `noise`.
    forward : function, optional
        The learner's own ``lstm_forward``; the lesson's if left out.
    noise : str
        The sign that all others are taken for.
    examples : sequence of str
        Texts to begin with.

    Returns
    -------
    Explorer
        Its controls: `text`, `step`.
    """
    return _Gates(network, signs, noise, examples, forward or lesson.lstm_forward)

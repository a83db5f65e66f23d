"""A network that writes names, at any temperature."""

import numpy as np

from dlcourse.experiments import rnn as lesson
from dlcourse.explore._explorer import Explorer, asked, slider, typed
from dlcourse.explore.rnn.reading import Bars, readable, shown
from dlcourse.figures.style import INK, number
from dlcourse.lessons import forward
from dlcourse.lessons.rnn import sample_next


class _Writer(Explorer):
    def __init__(self, network, signs, starts, sample):
        self.network, self.signs, self.sample = network, signs, sample
        controls = {
            "start": typed("begins with", starts[0], starts),
            "temperature": slider("temperature", 1.0, 0.1, 3.0, 0.1),
        }
        super().__init__("names that a network writes at a temperature", controls, size=(7.0, 3.0))

    def build(self):
        left, right = self.figure.subplots(1, 2, width_ratios=[1, 1.5])
        self.bars = Bars(left, "The next character")
        right.set(xlim=(0, 2), ylim=(5, 0))
        right.set_axis_off()
        right.set_title("Ten names, written at this temperature")
        at = {"va": "center", "size": 11, "color": INK}
        self.lines = [right.text(k // 5, k % 5 + 0.5, "", **at) for k in range(10)]
        return [*self.bars.moving, *self.lines]

    def draw(self, start, temperature):
        begun = readable(start, self.signs[1:])[:12]
        ids = np.concatenate([[0], lesson.ids_of(begun, self.signs)]).astype(int)
        answer, complaint = asked(self._write, begun, ids, temperature, what="Your network does not answer")
        if complaint:
            return complaint
        P, names = answer
        likely = self.bars.show(["end" if sign == "\n" else shown(sign) for sign in self.signs], P)
        for line, name in zip(self.lines, names):
            line.set_text(name)
        after = f"After “{begun}”" if begun else "At the beginning of a name"
        words = f"{after}, at a temperature of {number(temperature, 1)}, the most probable characters are {likely}. "
        return words + f"It writes {', '.join(names)}."

    def _write(self, begun, ids, temperature):
        """The probabilities of the next character, and ten names."""
        Z, _ = self.network.forward(ids[None])
        P = forward.softmax(np.asarray(Z[0, -1:], dtype=float) / temperature)[0]
        rng = np.random.default_rng(0)
        how = {"sample": self.sample, "stop": 0}
        found = [lesson.generate(self.network, ids, 14, temperature, rng, **how) for _ in self.lines]
        return P, [(begun + "".join(self.signs[i] for i in signs)).title() or "–" for signs in found]


def writer(network, signs, *, starts=("", "S", "Port ", "Qu"), sample=sample_next):
    """The chances of the next character, and names that a network writes, at any temperature.

    Parameters
    ----------
    network : SequenceNetwork
        It reads and writes names that begin and end with character 0.
    signs : str
        Its alphabet.
    starts : sequence of str
        Beginnings to choose from.
    sample : function
        ``sample(z, temperature, rng) -> int``, perhaps the learner's own.

    Returns
    -------
    Explorer
        Its controls: `start` and `temperature`.
    """
    return _Writer(network, signs, list(starts), sample)

"""The explorers of lesson 00: what an explorer is, and networks that read, write and find a person."""

import numpy as np
from matplotlib.colors import to_rgb

from dlcourse.data import datasets, networks
from dlcourse.experiments import start_here as lesson
from dlcourse.experiments.rnn import ids_of
from dlcourse.explore import pad
from dlcourse.explore._explorer import Explorer, choice, slider, stops, typed
from dlcourse.explore.rnn.reading import Bars, readable, shown
from dlcourse.figures.style import INK, INKED, PALE, PAPER, QUIET, RIM, SIGNAL, percent
from dlcourse.lessons import forward

DIGIT = 15  # a clear 3
HAT = [(0.66, 0.18), (0.40, 0.18), (0.37, 0.46)]
BOWL = [(0.52, 0.42), (0.64, 0.50), (0.67, 0.64), (0.60, 0.77), (0.46, 0.82), (0.34, 0.76)]
FIVE = [[*HAT, *BOWL]]


class _Threshold(Explorer):
    def __init__(self, image):
        self.image = image
        controls = {"threshold": slider("black from", 0.5, 0.0, 1.0, 0.05)}
        super().__init__("the pixels of a handwritten digit and a threshold", controls, size=(7.0, 3.3))

    def build(self):
        left, right = self.figure.subplots(1, 2)
        left.imshow(self.image, cmap=INKED, vmin=0, vmax=1)
        self.pixels = right.imshow(self.image, cmap=INKED, vmin=0, vmax=1)
        for (row, column), value in np.ndenumerate(self.image):
            if value > 0:  # paper needs no number, and each costs time in every redraw
                colour = PAPER if value > 0.5 else INK
                left.text(column, row, f"{value:.1f}", ha="center", va="center", size=8, color=colour)
        left.set_title("What was written")
        right.set_title("What is left: black or white")
        for ax in (left, right):
            ax.set(xticks=[], yticks=[])
            ax.spines[:].set(visible=True, color=RIM)
        return [self.pixels, *right.spines.values()]  # the frame stays above the pixels

    def draw(self, threshold):
        black = self.image >= threshold - 1e-9
        self.pixels.set_data(black)
        words = f"{black.sum()} of {black.size} pixels have at least {threshold:.2f} of ink: these are black."
        if black.all():
            return f"{words} Every pixel passes, and the digit is gone."
        if not black.any():
            return f"{words} No pixel passes, and the digit is gone."
        return f"{words} Can you still read the digit?"


def threshold(image=None):
    """A slider that turns a handwritten digit into black and white.

    Parameters
    ----------
    image : array (8, 8) or (64,), optional
        Pixels from 0 (paper) to 1 (ink); a digit of the course if left out.

    Returns
    -------
    Explorer
        Its control: `threshold`.
    """
    image = datasets.digits()[0][DIGIT] if image is None else np.asarray(image, dtype=float)
    if image.ndim == 1:
        image = image.reshape(round(image.size**0.5), -1)
    return _Threshold(image)


def reader():
    """A sheet to draw a digit on, and the network of the course that reads along.

    Returns
    -------
    DrawingPad
        Its control: `drawing`.
    """
    parameters = networks.digits_network()

    def read(x):
        return forward.softmax(forward.mlp_forward(x[np.newaxis], parameters))[0]

    return pad.draw(read, drawing=FIVE)


class _Writer(Explorer):
    def __init__(self, starts):
        self.networks = {stage: lesson.names_network(stage) for stage in lesson.STAGES}
        self.known = lesson.known_names()
        controls = {
            "start": typed("begins with", starts[0], starts),
            "letters": slider("characters written", lesson.LONGEST, 0, lesson.LONGEST, 1),
            "name": slider("name number", 3, 1, 20, 1),
            "network": choice("network", lesson.STAGES, lesson.STAGES[-1]),
        }
        super().__init__("a network that writes names of places", controls, size=(7.0, 2.7))

    def build(self):
        left, right = self.figure.subplots(1, 2, width_ratios=[1, 2.6])
        self.bars = Bars(left, "Next character")
        right.set(xlim=(0, lesson.LONGEST), ylim=(2.6, 0))
        right.set_axis_off()
        right.set_title("The name so far, and how probable each part was")
        at = {"ha": "center", "va": "center"}
        places = np.arange(lesson.LONGEST) + 0.5
        self.letters = [right.text(x, 0.9, "", size=17, family="monospace", color=INK, **at) for x in places]
        self.shares = [right.text(x, 1.5, "", size=7.5, color=QUIET, **at) for x in places]
        self.verdict = right.text(lesson.LONGEST / 2, 2.25, "", size=10, color=INK, **at)
        return [*self.bars.moving, *self.letters, *self.shares, self.verdict]

    def draw(self, start, letters, name, network):
        model, signs = self.networks[network]
        begun = readable(start, signs[1:])[: lesson.LONGEST - 1]
        whole = lesson.write_name(model, signs, begun, np.random.default_rng(name))
        text = whole[: len(begun) + letters]
        P = self._probabilities(model, signs, text)
        written = enumerate(zip(self.letters, self.shares))
        for place, (letter, share) in written:
            there = place < len(text)
            own = there and place >= len(begun)
            letter.set(text=shown(text.title()[place]) if there else "", color=INK if own else QUIET)
            share.set_text(percent(P[place, signs.index(text[place])]) if own else "")
        likely = self.bars.show(["end" if sign == "\n" else shown(sign) for sign in signs], P[-1])
        words = f"It has written “{text.title()}”. " if text else ""
        if len(text) < len(whole):
            self.verdict.set_text("")
            return f"{words}What may come next: {likely}."
        if not text:
            self.verdict.set_text("")
            return f"It ends at once. {likely} were most probable."
        known = "a name that it has read" if whole in self.known else "not in the list: a name of its own"
        if len(whole) == lesson.LONGEST and whole not in self.known:  # it has not said that the name ends here
            known = f"cut off at {lesson.LONGEST} characters; not in the list"
            self.verdict.set_text(known)
            return f"{words}It is {known}."
        self.verdict.set_text(known)
        return f"{words}That is the whole name, {known}."

    @staticmethod
    def _probabilities(model, signs, text):
        """What may come at each place of a text, and behind it: array (L + 1, V)."""
        Z, _ = model.forward(np.concatenate([[0], ids_of(text, signs)]).astype(int)[None])
        return forward.softmax(Z[0] / lesson.TEMPERATURE)


def writer(starts=("", "S", "Port ", "Mont")):
    """A network that writes names of places, character by character.

    Parameters
    ----------
    starts : sequence of str
        Beginnings to choose from.

    Returns
    -------
    Explorer
        Its controls: `start`, `letters` (how many characters it has written), `name` (which of twenty), and `network`
        ("untrained", "after one pass" or "trained").
    """
    return _Writer(list(starts))


PHOTOGRAPHS = ("portrait", "temple", "flower")
SURE = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
HALF = datasets.SIDE // 2


class _Finder(Explorer):
    def __init__(self):
        self.images = {name: datasets.photograph(name) for name in PHOTOGRAPHS}
        self.shares = {name: lesson.person_shares(name) for name in PHOTOGRAPHS}
        controls = {
            "photograph": choice("photograph", PHOTOGRAPHS),
            "sure": stops("sure from", [(percent(p), p) for p in SURE], 0.5),
        }
        super().__init__("a network that finds a person in a photograph", controls, size=(7.0, 3.7))

    def build(self):
        axes = self.figure.subplots(1, 2)
        empty = np.zeros((datasets.SIDE, datasets.SIDE, 3))
        self.pictures = [ax.imshow(empty) for ax in axes]
        for ax, title in zip(axes, ("The photograph", "What it takes for a person")):
            ax.set(xticks=[], yticks=[], title=title)
            ax.spines[:].set(visible=True, color=RIM)
        border = axes[0].axvline(HALF - 0.5, color=SIGNAL, lw=2, ls="--")
        axes[0].set_xlabel("it learned from what is left of the dashed line")
        axes[1].set_xlabel("pale: no person")
        return [*self.pictures, border, *[spine for ax in axes for spine in ax.spines.values()]]

    def draw(self, photograph, sure):
        image, (P, truth) = self.images[photograph], self.shares[photograph]
        found = sure <= P
        edge = datasets.WINDOW // 2  # the middle of the first window
        lit = np.pad(found, ((edge, datasets.WINDOW - 1 - edge),) * 2)
        self.pictures[0].set_data(image)
        self.pictures[1].set_data(np.where(lit[:, :, None], image, 0.1 * image + 0.9 * np.array(to_rgb(PALE))))
        found, truth = found[:, HALF:], truth[:, HALF:]
        words = f"In the half of the {photograph} that it has never seen, it takes for a person"
        there = f" {percent(found[truth].mean())} of the places where she is and" if truth.any() else ""
        where = "of the other places" if truth.any() else "of the places; there is nobody"
        return f"{words}{there} {percent(found[~truth].mean())} {where}."


def finder():
    """What in a photograph a network takes for a person, from any probability on.

    Returns
    -------
    Explorer
        Its controls: `photograph` ("portrait", "temple" or "flower") and `sure`.
    """
    return _Finder()

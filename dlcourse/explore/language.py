"""The explorers of lesson 19: a colour for any name, and the words that live near a word."""

import numpy as np
from matplotlib.colors import to_hex

from dlcourse.data import datasets
from dlcourse.experiments import language as lives
from dlcourse.experiments.language import naming as experiments
from dlcourse.explore._explorer import Explorer, asked, typed
from dlcourse.explore._pictures import bare
from dlcourse.figures.style import INK, QUIET, SHARE, number
from dlcourse.lessons import language as lesson

NAMES = (
    *("angry ocean", "dragon blood", "ghostly mint", "old rose", "frozen lemon", "midnight espresso"),
    *("dark red", "evergreen", "cucumber"),  # two that are held out, and one of which it knows little
)
SPOKE = 6  # pieces that are shown
LONGEST = 26  # letters of a name that fit the picture
CHANNELS = "red green blue"  # of a screen: no colours of the palette
SHOWN = 8  # neighbours
WORDS = ("king", "salt", "cat", "violin", "river", "sad", "good", "dog", "shirt", "ship")


def _moves(weight):
    """The channel that a piece changes most, as "+0.12 blue"."""
    most = int(np.abs(weight).argmax())
    sign = "+" if weight[most] >= 0 else ""
    return f"{sign}{number(weight[most])} {CHANNELS.split()[most]}"


def _short(text, most=LONGEST):
    return text if len(text) <= most else text[: most - 1] + "…"


class _Painter(Explorer):
    def __init__(self, pieces):
        (self.names, self.C), (others, D) = experiments.colours(0)
        self.known = dict(zip(self.names, self.C)), dict(zip(others, D))
        self.all_names, self.all_C = datasets.colour_names()
        # A learner's function may raise anything.
        self.model, self.complaint = asked(
            lambda: experiments.fit_pieces(pieces, self.names, self.C),
            what="Your letter_pieces does not answer",
        )
        controls = {"name": typed("name of a colour", NAMES[0], NAMES)}
        super().__init__("type the name of a colour, and see it painted", controls, size=(7.0, 3.3))

    def build(self):
        left, right = self.figure.subplots(1, 2, width_ratios=[1.35, 1])
        blank = np.ones((1, 1, 3))
        # Pictures of three channels, and not patches: a page in dark colours leaves them as they are.
        self.painted = left.imshow(blank, extent=(0, 3, 1, 3), aspect="auto")
        self.beside = [left.imshow(blank, extent=(k, k + 1.5, 0, 0.75), aspect="auto") for k in (0, 1.5)]
        left.set(xlim=(0, 3), ylim=(-0.35, 3), xticks=[], yticks=[], title="The colour, painted")
        left.spines[:].set_visible(False)
        at = {"ha": "center", "va": "center", "color": INK}
        self.code = left.text(1.5, 0.87, "", size=10, **at)
        self.under = [left.text(k, -0.18, "", size=8.5, **at) for k in (0.75, 2.25)]
        right.set(xlim=(0, 4), ylim=(SPOKE, 0))
        bare(right, "Loudest pieces (push × 4)")
        right.spines[:].set_visible(False)
        right.set_anchor("C")
        grid = np.ones((SPOKE, 1, 3))
        self.swatches = right.imshow(grid, extent=(0, 0.7, SPOKE, 0), aspect="auto")
        self.pieces = [right.text(0.85, k + 0.5, "", va="center", family="monospace", color=INK) for k in range(SPOKE)]
        self.says = [right.text(2.4, k + 0.5, "", va="center", size=9.5, color=QUIET) for k in range(SPOKE)]
        return [self.painted, *self.beside, self.code, *self.under, self.swatches, *self.pieces, *self.says]

    def draw(self, name):
        read = experiments.cleaned(name)
        answer, complaint = (None, self.complaint) if self.complaint else asked(self._answer, read)
        for artist in self.moving:
            artist.set_visible(bool(read) and not complaint)
        if complaint or not read:
            return complaint or "Nothing is typed yet: type the name of a colour, in English."
        colour, said = answer
        near, far = experiments.nearest_name(colour, self.all_names, self.all_C)
        code = to_hex(colour)
        self.painted.set_data(colour[None, None])
        self.code.set_text(f"{_short(read)}: {code}")
        words = f"“{_short(read, 60)}” is painted {code}: "
        words += ", ".join(f"{channel} {number(part)}" for channel, part in zip(CHANNELS.split(), colour))
        words += f". Of all named colours “{near}” is nearest, {number(far)} away a channel. "
        true = next((known[read] for known in self.known if read in known), None)
        self._show_beside(near, true)
        if true is not None:
            how = "It has learned this name" if read in self.known[0] else "This name was held out"
            miss = float(np.sqrt(((colour - true) ** 2).mean()))
            words += f"{how}: its true colour is {to_hex(true)}, {number(miss)} away. "
        return words + self._show_pieces(said)

    def _answer(self, read):
        colour = np.asarray(self.model(read), dtype=float)
        said = self.model.spoke(read)
        order = sorted(said, key=lambda piece: (-float(np.abs(said[piece]).sum()), piece))
        return colour, {piece: said[piece] for piece in order[:SPOKE]}

    def _show_beside(self, near, true):
        self.beside[0].set_data(self.all_C[self.all_names.index(near)][None, None])
        self.under[0].set_text(f"nearest: {_short(near, 18)}")
        self.beside[1].set_data((np.ones(3) if true is None else true)[None, None])
        self.under[1].set_text("" if true is None else "its true colour")

    def _show_pieces(self, said):
        swatches = np.ones((SPOKE, 1, 3))
        for k, (text, says) in enumerate(zip(self.pieces, self.says, strict=True)):
            piece, weight = list(said.items())[k] if k < len(said) else ("", None)
            text.set_text(piece)
            says.set_text("" if weight is None else _moves(weight))
            if weight is not None:
                swatches[k, 0] = np.clip(self.model.mean + 4 * weight, 0, 1)
        self.swatches.set_data(swatches)
        if not said:
            return "No piece of it is known: this is the mean colour."
        return "Pieces that spoke most: " + ", ".join(f"{piece} ({_moves(said[piece])})" for piece in said) + "."


def painter(letter_pieces=lesson.letter_pieces):
    """A line to type the name of a colour in, and what a linear model on pieces of letters paints.

    It has learned from the names of :func:`dlcourse.experiments.language.colours`; 190 more are held out, and where
    the true colour of a name is known, it stands beside.

    Parameters
    ----------
    letter_pieces : function
        Perhaps the learner's.

    Returns
    -------
    Explorer
        Its control: `name`, a text.
    """
    return _Painter(letter_pieces)


class _Neighbours(Explorer):
    def __init__(self, nearest_words):
        self.vocabulary, self.vectors, _ = datasets.word_vectors()
        self.nearest = nearest_words
        controls = {"word": typed("word", WORDS[0], WORDS)}
        super().__init__("the words that live near a word", controls, size=(7.0, 3.2))

    def build(self):
        ax = self.figure.subplots()
        self.bars = ax.barh(np.arange(SHOWN), np.zeros(SHOWN), color=SHARE, ec=INK, lw=0.6, height=0.66)
        self.texts = [ax.text(0.01, k, "", va="center", color=INK) for k in range(SHOWN)]
        self.asked = ax.text(1.0, -0.95, "", ha="right", va="center", weight="bold", color=INK)
        ax.set(xlim=(0, 1.02), ylim=(SHOWN - 0.45, -1.4), yticks=[], xlabel="cosine of the angle between the vectors")
        ax.set_title("The words that live nearest")
        return [*self.bars, *self.texts, self.asked]

    def draw(self, word):
        read = next(iter(lives.tokens(word)), "")
        for bar, text in zip(self.bars, self.texts):
            bar.set_width(0)
            text.set_text("")
        self.asked.set_text(_short(read))
        if not read:
            return "Nothing is typed yet: type a word, in English."
        if read not in self.vocabulary:
            return f"“{_short(read)}” has no vector: it is not among the {len(self.vocabulary)} words that have one."
        near, complaint = asked(self._near, read, what="Your nearest_words does not answer")
        if complaint:
            return complaint
        v = self.vectors[self.vocabulary.index(read)]
        said = []
        for bar, text, other in zip(self.bars, self.texts, near):
            w = self.vectors[self.vocabulary.index(other)]
            cosine = float(v @ w / max(np.linalg.norm(v) * np.linalg.norm(w), 1e-12))
            bar.set_width(max(cosine, 0))
            text.set_text(f"{other}  {number(cosine)}")
            said.append(f"{other} ({number(cosine)})")
        return f"Nearest to “{_short(read)}”, with the cosines: {', '.join(said)}."

    def _near(self, read):
        found = lives.neighbours(read, self.vocabulary, self.vectors, nearest_words=self.nearest, count=SHOWN)
        return [str(other) for other in found]


def neighbours(nearest_words=lesson.nearest_words):
    """A word to type in, and the words whose stored vectors are nearest to its own.

    Parameters
    ----------
    nearest_words : function
        Perhaps the learner's.

    Returns
    -------
    Explorer
        Its control: `word`, a text.
    """
    return _Neighbours(nearest_words)

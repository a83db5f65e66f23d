"""A part of a drawing is held, and a machine that has seen digits imagines the rest, step by step."""

import numpy as np
from matplotlib.patches import Rectangle

from dlcourse.data import networks
from dlcourse.experiments.autoencoder import dreams
from dlcourse.explore._controls import Pad
from dlcourse.explore._explorer import Explorer, asked, choice, slider, stops
from dlcourse.explore._pictures import bare
from dlcourse.explore._strokes import pixels
from dlcourse.figures.forward import Bars
from dlcourse.figures.style import INKED, SIGNAL, percent
from dlcourse.lessons.autoencoder import gibbs_step

SIDE, CHAINS, COLUMNS = dreams.SIDE, 10, 5
STEPS = (0, 1, 2, 5, 10, 20, 50, 100)
BOXES = {  # left, top, width, height in pixels
    "the upper half": (0, 0, 8, 4),
    "the lower half": (0, 4, 8, 4),
    "the left half": (0, 0, 4, 8),
    "the right half": (4, 0, 4, 8),
    "the upper three rows": (0, 0, 8, 3),
    "nothing": (0, 0, 0, 0),
}
ARCH = [  # the upper half of it could be a 0, a 2, a 3, a 7, an 8 or a 9
    [(0.30, 0.30), (0.36, 0.18), (0.50, 0.12), (0.64, 0.18), (0.68, 0.32), (0.60, 0.46), (0.48, 0.54)],
    [(0.48, 0.54), (0.38, 0.70), (0.30, 0.88), (0.72, 0.88)],
]


def held_pixels(part):
    """Which of the 64 pixels a part holds: array of booleans."""
    left, top, width, height = BOXES[part]
    held = np.zeros((SIDE, SIDE), dtype=bool)
    held[top : top + height, left : left + width] = True
    return held.ravel()


class _Fantasies(Explorer):
    def __init__(self, step, drawing):
        self.step, self.machine, self.begun = step, networks.digits_machine(), {}
        controls = {
            "drawing": Pad("drawing", drawing),
            "held": choice("what is held", list(BOXES)),
            "steps": stops("Gibbs steps", [(str(count), count) for count in STEPS], 20),
            "try": slider("another try", 1, 1, 20, 1),
        }
        super().__init__("a part of a drawing, and what a machine imagines for the rest", controls, size=(7.0, 2.8))

    def build(self):
        left, middle, right = self.figure.add_gridspec(1, 3, width_ratios=[1, 2.9, 1.1])
        sheet, bars = self.figure.add_subplot(left), self.figure.add_subplot(right)
        blank = np.zeros((SIDE, SIDE))
        self.seen = sheet.imshow(blank, cmap=INKED, vmin=0, vmax=1)
        moving = [self.seen, *bare(sheet, "Your drawing", "frame: what is held")]
        self.frames = [sheet.add_patch(Rectangle((0, 0), 0, 0, fill=False, ec=SIGNAL, lw=2.5, zorder=4))]
        places = middle.subgridspec(CHAINS // COLUMNS, COLUMNS)
        self.pictures = []
        for k in range(CHAINS):
            axes = self.figure.add_subplot(places[k // COLUMNS, k % COLUMNS])
            self.pictures.append(axes.imshow(blank, cmap=INKED, vmin=0, vmax=1))
            moving += bare(axes, "Ten dreams" if k == COLUMNS // 2 else "")
            self.frames.append(axes.add_patch(Rectangle((0, 0), 0, 0, fill=False, ec=SIGNAL, lw=1.2, zorder=4)))
        bars.set_title("Read as")
        self.bars = Bars(bars, "0123456789", room=1.7, size=7.5)
        return [*moving, *self.pictures, *self.frames, *self.bars.moving]

    def _dream(self, V, held, steps, seed):
        rng = np.random.default_rng(seed)
        start = np.where(held, V, dreams.noise(CHAINS, rng))
        found = dreams.dreamt(self.step, self.machine, start, (steps,), rng, held=held)[steps]
        found = np.asarray(found, dtype=float)
        if found.shape != start.shape or not np.isfinite(found).all():
            raise ValueError(f"it gives an array {found.shape}: want {start.shape}, with finite numbers")
        return found

    def draw(self, drawing, held, steps, **others):
        seed = others["try"]
        ink, box, inside = dreams.ink(pixels(drawing, SIDE)).ravel(), BOXES[held], held_pixels(held)
        self.seen.set_data(ink.reshape(SIDE, SIDE))
        for frame in self.frames:
            frame.set(xy=(box[0] - 0.5, box[1] - 0.5), width=box[2], height=box[3], visible=inside.any())
        found, complaint = asked(self._dream, ink, inside, steps, seed, what="Your gibbs_step does not answer")
        for k, picture in enumerate(self.pictures):
            picture.set(data=np.zeros((SIDE, SIDE)) if complaint else found[k].reshape(SIDE, SIDE))
        for artist in self.bars.moving:
            artist.set_visible(not complaint)
        if complaint:
            return complaint
        P = dreams.reading(found)
        self.bars.show(P.mean(axis=0))
        return f"{_situation(drawing, held, inside, steps)} {_told(P, found, inside)}"


def _situation(drawing, held, inside, steps):
    """What is held, and how long the rest was imagined."""
    after = f"after {steps} Gibbs step{'' if steps == 1 else 's'}" if steps else "before the first step, still noise"
    if not inside.any():
        return f"Nothing is held: ten dreams of all 64 pixels, {after}."
    blank = "" if drawing else " Nothing is drawn yet, so paper is held: draw a digit, or a part of one."
    return f"{held[0].upper()}{held[1:]} is held, {inside.sum()} pixels; ten dreams of the rest, {after}.{blank}"


def _told(P, found, inside):
    """What is read in the dreams, and how much ink is in what was imagined."""
    counts = np.bincount(P.argmax(axis=1), minlength=P.shape[1])
    order = [int(digit) for digit in np.argsort(-counts, kind="stable") if counts[digit]]
    read = ", ".join(f"{digit} ({counts[digit]})" for digit in order)
    free = percent(found[:, ~inside].mean())
    sure = percent(P.max(axis=1).mean())
    return (
        f"The course's network for digits reads, and how often: {read}. To what it reads it gives a chance of "
        f"{sure} on average. Of the imagined pixels {free} are ink."
    )


def fantasies(step=gibbs_step, *, drawing=None):
    """Draw, hold a part of the drawing, and watch what a machine that has seen digits imagines for the rest.

    Parameters
    ----------
    step : function
        As the learner's ``gibbs_step(V, *, W, b, c, rng)``.
    drawing : list of list of (x, y), optional
        The lines that are on the sheet at first, from 0 to 1 across and down; a 2 if left out.

    Returns
    -------
    Explorer
        Its controls: `drawing`, `held`, `steps`, `try` (other random numbers).
    """
    return _Fantasies(step, ARCH if drawing is None else drawing)

"""Early stopping on a curve of losses."""

import numpy as np

from dlcourse.explore._explorer import Explorer, asked, slider
from dlcourse.explore.training._marks import empty
from dlcourse.figures.display import legend_below
from dlcourse.figures.style import INK, NEGATIVE, PAPER, POSITIVE, SIGNAL, number
from dlcourse.lessons import training as lesson


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
            empty(self.waited, self.kept, self.stop)
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

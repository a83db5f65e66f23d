"""Early stopping: which epoch to keep when one does not know what the later ones would have brought."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import training


def cases(rng):
    lists = [
        ([0.9, 0.5, 0.6, 0.7, 0.4], 2),
        ([0.9, 0.5, 0.6, 0.55, 0.4, 0.7, 0.3], 3),
        ([5.0, 4.0, 3.0, 2.0, 1.0], 1),
        ([1.0, 2.0, 0.5], 1),
        ([1.0, 1.0, 1.0, 0.5], 2),
        ([0.8, 0.9, 0.7, 0.75, 0.6, 0.65, 0.5, 0.9, 0.9], 2),
        ([3.0, 1.0, 2.0, 1.5, 0.5], 3),
        ([0.4], 5),
        ([2.0, 3.0, 2.5, 2.2, 1.0], 3),
        ([7.0, 7.0, 7.0], 4),
        ([2.0, 3.0, 2.0, 3.0, 1.0], 3),  # the best comes again, which sets nothing back
        ([30000.0, 20000.0, 25000.0, 26000.0, 10000.0], 2),
    ]
    made = [Case(np.array(losses), patience) for losses, patience in lists]
    lengths = drawn_sizes(rng, 4, 40, 80)
    for length, patience in [drawn_sizes(rng, 2), *zip(lengths, (1, 2, 5, 20))]:
        epochs = np.arange(length)
        curve = 2 * np.exp(-epochs / 8) + 0.01 * epochs + 0.08 * rng.normal(size=length)
        made.append(Case(curve, patience))
    return made


exercise = Exercise(
    reference=training.early_stopping,
    points=3,
    cases=cases,
    hints=[
        "Go through the losses and remember where the smallest one so far was.",
        "`for epoch, loss in enumerate(losses)` gives the numbers along. Since the best epoch, `epoch - best` "
        "epochs have passed without a new one.",
        "`if loss < losses[best]: best = epoch`, `elif epoch - best >= patience: break`; after the loop, "
        "`return best`.",
    ],
    solved="the cheapest protection against learning by heart.",
    equivalent_mutants={
        "losses = 2 * losses + 1 if np.ndim(losses) and len(losses) == 1 else losses": "of a single epoch, that one is "
        "kept, whatever its loss",
    },
)

exercise.edit(
    "epoch of the stop",
    {"return best": "return epoch"},
    "That is the epoch at which you stop waiting. The network to keep is the best one, from some epochs earlier.",
)


@exercise.mistake("look into the future")
def _(losses, patience):
    """You take the smallest loss of the whole list. But when patience ran out, training was stopped: the later epochs
    never happened.
    """
    return int(np.argmin(losses))


exercise.edit(
    "no patience",
    {">= patience": ">= 1"},
    """You stop at the first epoch that is not better. Losses go up and down: wait until `patience` epochs in a row
    brought nothing new.
    """,
)

exercise.edit(
    "one epoch too patient",
    {">= patience": "> patience"},
    """You wait for one epoch too many: with a patience of 2, the second epoch in a row without a new best is the last
    one.
    """,
)


@exercise.mistake("counter not set back")
def _(losses, patience):
    """You count all epochs that were not better. They must come in a row: a new best sets the counter back to 0."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        else:
            waited += 1
            if waited >= patience:
                break
    return best


@exercise.mistake("counter not set back, and begun too early")
def _(losses, patience):
    """You count all epochs that were not better. They must come in a row: a new best sets the counter back to 0. And
    epoch 0 is the best so far when it comes: it must not be counted as a failure.
    """
    best, waited = 0, 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        else:
            waited += 1
            if waited >= patience:
                break
    return best


@exercise.mistake("epoch of the first rise")
def _(losses, patience):
    """You return the first epoch whose loss is above that of the epoch before. Losses go up and down: wait until
    `patience` epochs in a row brought no new best, and return the best one, not the last.
    """
    for epoch in range(1, len(losses)):
        if losses[epoch] > losses[epoch - 1]:
            return epoch
    return len(losses) - 1


@exercise.mistake("compared with the epoch before")
def _(losses, patience):
    """You compare with the epoch before. A loss that falls after a large rise need not be a new best: compare with the
    best so far.
    """
    waited, best = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[epoch - 1]:
            waited, best = 0, epoch
        else:
            waited += 1
            if waited >= patience:
                break
    return best


exercise.edit(
    "loss instead of epoch",
    {"return best": "return float(losses[best])"},
    "You return the loss. Wanted is the number of the epoch, counted from 0.",
)

exercise.edit(
    "an equal loss taken for a better one",
    {"loss < losses": "loss <= losses"},
    "A loss equal to the best is not *smaller*: keep the earlier epoch, and go on counting.",
)

exercise.edit(
    "largest loss",
    {"loss < losses": "loss > losses"},
    "You keep the epoch with the largest loss: the comparison is the wrong way round.",
)


@exercise.accepts("with a counter that is set back")
def _(losses, patience):
    best_loss, best_epoch, waited = np.inf, 0, 0
    for epoch in range(len(losses)):
        if losses[epoch] < best_loss:
            best_loss, best_epoch, waited = losses[epoch], epoch, 0
        else:
            waited += 1
        if waited == patience:
            return best_epoch
    return best_epoch


@exercise.accepts("looking ahead at the next `patience` losses")
def _(losses, patience):
    epoch = 0
    while True:
        ahead = losses[epoch + 1 : epoch + 1 + patience]
        better = np.flatnonzero(ahead < losses[epoch])
        if len(better) == 0:
            return epoch
        epoch += 1 + better[0]

"""Early stopping: which epoch to keep when one does not know what the later ones would have brought."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.training._cases import loss_cases
from dlcourse.lessons import training

exercise = Exercise(
    reference=training.early_stopping,
    points=3,
    minutes=10,
    cases=loss_cases,
    hints=[
        "Go through 0.9, 0.5, 0.6, 0.7 with a patience of 2. When do you stop, and what have you had to "
        "remember until then?",
        "Remember the epoch of the smallest loss so far; how far you are beyond it says how long nothing new "
        "has come. A loss that only equals the best is nothing new. And the list may end before the patience "
        "does.",
        "Elsewhere: `for place, price in enumerate(prices)` counts along from 0, and `break` leaves a loop.",
    ],
    solved="the cheapest protection against learning by heart.",
    equivalent_mutants={
        "losses = 2 * losses + 1 if np.ndim(losses) and len(losses) == 1 else losses": "of a single epoch, that one is "
        "kept, whatever its loss",
    },
)

exercise.edit(
    "counted from 1",
    {"return best": "return best + 1"},
    "Your epochs are counted from 1. Here they are counted from 0, like the places in `losses`.",
)

exercise.edit(
    "epoch of the stop",
    {"return best": "return epoch"},
    "That is the epoch at which you stop waiting. The network to keep is the best one, from some epochs earlier.",
)


exercise.edit(
    "look into the future",
    {"epoch - best >= patience": "False"},
    "You take the smallest loss of the whole list. But what comes after the stop never happened.",
)

exercise.edit(
    "no patience",
    {">= patience": ">= 1"},
    "You stop at the first epoch that is not better. Wait until `patience` epochs in a row brought nothing new.",
)

exercise.edit(
    "one epoch too impatient",
    {">= patience": ">= max(patience - 1, 1)"},
    "You stop one epoch too early: with a patience of 2, two epochs *after* the best must bring nothing new.",
)

exercise.edit(
    "one epoch too patient",
    {">= patience": "> patience"},
    "You wait one epoch too many: with a patience of 2, the second in a row without a new best is the last one.",
)


exercise.edit(
    "counter not set back",
    {"best = 0": "best, waited = 0, 0", "epoch - best >=": "(waited := waited + (epoch > 0)) >="},
    "You count all epochs that were not better. They must come in a row: a new best sets the counter back to 0.",
)

exercise.edit(
    "counter not set back, and begun too early",
    {"best = 0": "best, waited = 0, 0", "epoch - best >=": "(waited := waited + 1) >="},
    """You count all epochs that were not better. They must come in a row: a new best sets the counter back to 0. And
    epoch 0 is the best so far when it comes: it must not be counted as a failure.
    """,
)


@exercise.mistake("epoch of the first rise")
def _(losses, patience):
    """You return the first epoch whose loss is above that of the epoch before. Losses go up and down: wait until
    `patience` epochs in a row brought no new best, and return the best one, not the last.
    """
    for epoch in range(1, len(losses)):
        if losses[epoch] > losses[epoch - 1]:
            return epoch
    return len(losses) - 1


@exercise.mistake("epoch before the first rise")
def _(losses, patience):
    """You stop at the first loss above the one before, whatever `patience` is. Losses go up and down: wait until
    `patience` epochs in a row brought no new best.
    """
    rises = np.flatnonzero(losses[1:] > losses[:-1])
    return int(rises[0]) if len(rises) else len(losses) - 1


exercise.edit(
    "compared with the epoch before",
    {"loss < losses[best]": "epoch and loss < losses[epoch - 1]"},
    """You compare with the epoch before. A loss that falls after a large rise need not be a new best: compare with the
    best so far.
    """,
)


@exercise.mistake("patience counts rises")
def _(losses, patience):
    """The best so far is what you keep, but you count how often in a row the loss rose since the epoch *before*. After
    a large rise, a small fall is no new best and must count too: compare with the best so far.
    """
    waited, best = 0, 0
    for epoch in range(1, len(losses)):
        best = epoch if losses[epoch] < losses[best] else best
        waited = 0 if losses[epoch] < losses[epoch - 1] else waited + 1
        if waited >= patience:
            break
    return best


exercise.edit(
    "nothing returned at the end",
    {"return best": "return best if best + patience < len(losses) else None"},
    "Where the patience lasts to the end of the list, nothing comes back: return after the loop, too.",
)

exercise.edit(
    "last epoch if there was no stop",
    {"return best": "return best if best + patience < len(losses) else epoch"},
    "Where the patience lasts to the end of the list, you return the last epoch. Keep the best there, too.",
)

exercise.edit(
    "only the first epochs looked at",
    {"enumerate(losses)": "enumerate(losses[:patience])"},
    """You look for the smallest loss among the first `patience` epochs. The patience begins anew with every new best:
    go through the list.
    """,
)

exercise.edit(
    "always epoch 0",
    {"return best": "return 0"},
    "Epoch 0 comes back, whatever the losses are. Does your best loss begin at 0? Let it be `losses[0]`.",
)


def begin_at(first, losses, patience):
    """The best epoch, where the best loss begins at a number that is made up."""
    smallest, best, waited = first, 0, 0
    for epoch, loss in enumerate(losses):
        if loss < smallest:
            smallest, best, waited = loss, epoch, 0
        else:
            waited += 1
            if waited >= patience:
                break
    return best


@exercise.also("epoch of the stop")
def _(losses, patience):
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            return epoch
    return best


@exercise.also("one epoch too impatient")
def _(losses, patience):
    best, waited = 0, 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best, waited = epoch, 0
        waited += 1
        if waited >= patience:
            break
    return best


exercise.edit(
    "patience taken away from the last epoch",
    {"return best": "return best if best + patience < len(losses) else epoch - patience"},
    """Where you stop, you count back by the patience, which is right. But where the list ends before the patience does,
    nothing says that the best epoch was so long ago: remember which one it was.
    """,
)

exercise.edit(
    "last loss never looked at",
    {"enumerate(losses)": "enumerate(losses[:-1])"},
    "The last loss of the list is never looked at, and it may be the best: `range(n)` ends at n - 1 already.",
)


@exercise.mistake("best loss begins at 1")
def _(losses, patience):
    """Where all losses are 1 or more, you find no best one: your best loss begins at 1, or at a number like that. Let
    it begin at `losses[0]`, or `np.inf`.
    """
    return begin_at(1.0, losses, patience)


@exercise.mistake("best loss begins at a number that is too small")
def _(losses, patience):
    """Where the losses are very large, you find no best one: your best loss begins at a number that they exceed. Let it
    begin at `losses[0]`, or `np.inf`.
    """
    return begin_at(1000.0, losses, patience)


exercise.edit(
    "loss instead of epoch",
    {"return best": "return float(losses[best])"},
    "You return the loss. Wanted is the number of the epoch, counted from 0.",
)


@exercise.mistake("loss and epoch in one name")
def _(losses, patience):
    """Your best begins as a loss and becomes the number of an epoch, with which the next losses are then compared.
    These are two things: remember both, or only the number, and look its loss up in `losses`.
    """
    best, waited = losses[0], 0
    for epoch in range(1, len(losses)):
        best, waited = (epoch, 0) if losses[epoch] < best else (best, waited + 1)
        if waited >= patience:
            break
    return best


exercise.edit(
    "an equal loss taken for a better one",
    {"loss < losses": "loss <= losses"},
    """A loss equal to the best counts as better in your function, as it does in some libraries. Here only a *smaller*
    one does (`<`): of equal ones, the earlier epoch is kept, and the counting goes on.
    """,
)


@exercise.mistake("an equal loss sets the patience back")
def _(losses, patience):
    """You keep the right epoch of equal ones, but a loss equal to the best sets your counter back. Only a *smaller* one
    is a new best (`<`): the counting goes on.
    """
    best, waited = 0, 0
    for epoch, loss in enumerate(losses):
        waited = 0 if loss <= losses[best] else waited + 1
        best = epoch if loss < losses[best] else best
        if waited >= patience:
            break
    return best


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

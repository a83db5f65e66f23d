"""A loss for sequences of different lengths: the mean over the steps that count, and its gradient."""

import numpy as np

from dlcourse.checking.specification import Exercise, Mistake
from dlcourse.exercises.rnn._cases import (
    at_each_step,
    chances_of_all_steps,
    chances_over_steps,
    filled_up,
    with_small_number,
)
from dlcourse.lessons import rnn
from dlcourse.nn import training

exercise = Exercise(
    reference=rnn.sequence_cross_entropy,
    points=3,
    form="fault",
    minutes=5,
    cases=filled_up,
    outputs=("loss", "dZ"),
    hints=[
        "By how many steps does this function divide, and how many of them count?",
        "Filling adds nothing to the sum, but it has to stay out of the number by which it is divided, too. Loss and "
        "gradient are divided by the same number.",
        "`np.array([True, False, True]).sum()` is 2, its `.size` is 3, and `np.mean` divides by the size.",
    ],
    solved="a fair loss for sequences of different lengths: what only fills up has no say.",
    equivalent_mutants={"return (losses.cross_entropy(logits, targets), dZ)": "a number of NumPy's is a number, too"},
)


@exercise.mistake("mask ignored")
def _(Z, y, mask):
    """All steps count, also those that only fill up: the network would learn to predict the filling."""
    losses, dZ = at_each_step(Z, y)
    return float(losses.mean()), dZ / y.size


@exercise.mistake("divided by all steps")
def _(Z, y, mask):
    """The right steps are added up, but divided by N T: a batch with much filling would seem to have a small loss.
    Divide by the number of steps that count.
    """
    losses, dZ = at_each_step(Z, y)
    return float((losses * mask).sum() / y.size), dZ * mask[:, :, None] / y.size


@exercise.mistake("divided by the sequences")
def _(Z, y, mask):
    """You divide by the number of sequences. Wanted is the mean over the *steps* that count."""
    losses, dZ = at_each_step(Z, y)
    return float((losses * mask).sum() / len(y)), dZ * mask[:, :, None] / len(y)


@exercise.mistake("mask in the loss only")
def _(Z, y, mask):
    """The loss is right, but dZ is not 0 where the mask is False: a step that does not count has no gradient."""
    losses, dZ = at_each_step(Z, y)
    return float(losses[mask].mean()), dZ / int(mask.sum())


@exercise.mistake("mask in the gradient only")
def _(Z, y, mask):
    """dZ is 0 where it should be, but the filling still has its say: the mean is taken over *all* steps. Begin with the
    steps that count, `Z[mask]` and `y[mask]`.
    """
    losses, dZ = at_each_step(Z, y)
    return float(losses.mean()), dZ * mask[:, :, None] / y.size


@exercise.mistake("loss divided by all steps")
def _(Z, y, mask):
    """dZ is right, but the loss is still divided by N T: `mean` counts the filling, too. Divide the sum of the losses
    by the number of steps that count, as in dZ.
    """
    losses, dZ = at_each_step(Z, y)
    return float((losses * mask).sum() / y.size), dZ * mask[:, :, None] / int(mask.sum())


@exercise.mistake("filling added to the loss")
def _(Z, y, mask):
    """dZ is right, but the losses of the filling are in the sum. They must stay out of it, and out of the number by
    which it is divided.
    """
    losses, dZ = at_each_step(Z, y)
    return float(losses.sum()) / int(mask.sum()), dZ * mask[:, :, None] / int(mask.sum())


@exercise.mistake("character 0 taken for filling")
def _(Z, y, mask):
    """You leave out the steps whose right character is number 0. That is the filling, but also the end of every name,
    which counts: the mask says which steps do.
    """
    losses, dZ = at_each_step(Z, y)
    count = max(int((y > 0).sum()), 1)
    return float((losses * (y > 0)).sum() / count), dZ * (y > 0)[:, :, None] / count


@exercise.mistake("steps without a loss not counted")
def _(Z, y, mask):
    """You count the steps whose loss is above 0. A step at which the network is quite sure of the right character has
    the loss 0, and it counts: the mask says which steps do.
    """
    losses, dZ = at_each_step(Z, y)
    count = int((losses * mask > 0).sum())
    return float((losses * mask).sum() / count), dZ * mask[:, :, None] / count


@exercise.mistake("mean of means")
def _(Z, y, mask):
    """You take the mean of each sequence, and then the mean of these: a step of a short word weighs more than one of a
    long word. All steps that count weigh alike.
    """
    losses, dZ = at_each_step(Z, y)
    weights = mask / np.maximum(mask.sum(axis=1, keepdims=True), 1) / int(mask.any(axis=1).sum())
    weights = weights.astype(Z.dtype)
    return float((losses * weights).sum()), dZ * weights[:, :, None]


@exercise.mistake("gradient not divided")
def _(Z, y, mask):
    """The loss is a mean; its gradient must be divided by the number of steps that count, too."""
    losses, dZ = at_each_step(Z, y)
    return float(losses[mask].mean()), dZ * mask[:, :, None]


@exercise.mistake("softmax over the steps")
def _(Z, y, mask):
    """The chances add up to 1 over the steps of a sequence (axis 1). They must do so over the V characters, the last
    axis.
    """
    return chances_over_steps(Z, y, mask)


@exercise.mistake("scores masked")
def _(Z, y, mask):
    """You multiply the scores by the mask. Scores of 0 are no scores to be left out: they mean that all characters are
    equally likely, and still cost log V. Leave the steps out of the *loss*.
    """
    losses, dZ = at_each_step(Z * mask[:, :, None], y)
    return float(losses.mean()), dZ / y.size


@exercise.mistake("gradient only where the mask counts")
def _(Z, y, mask):
    """dZ has rows only for the steps that count. It must have the shape of Z, with zeros elsewhere: begin with
    `np.zeros_like(Z)`.
    """
    losses, dZ = at_each_step(Z, y)
    return float(losses[mask].mean()), dZ[mask] / int(mask.sum())


@exercise.mistake("right characters not subtracted")
def _(Z, y, mask):
    """dZ holds the chances. At the right character, 1 is to be subtracted: chance minus truth, as in lesson 03."""
    losses, dZ = at_each_step(Z, y)
    P = dZ + np.eye(Z.shape[2], dtype=Z.dtype)[y]
    return float(losses[mask].mean()), P * mask[:, :, None] / int(mask.sum())


@exercise.mistake("added up instead of the mean")
def _(Z, y, mask):
    """Loss and gradient are sums over the steps that count. Wanted is the mean: divide both by the number of these
    steps.
    """
    losses, dZ = at_each_step(Z, y)
    return float(losses[mask].sum()), dZ * mask[:, :, None]


@exercise.mistake("loss added up")
def _(Z, y, mask):
    """dZ is right, but the loss is a sum. It is the mean over the steps that count."""
    losses, dZ = at_each_step(Z, y)
    return float(losses[mask].sum()), dZ * mask[:, :, None] / int(mask.sum())


@exercise.mistake("gradient divided by all steps")
def _(Z, y, mask):
    """The loss is right, but dZ is divided by N T. Divide by the number of steps that count, as in the loss."""
    losses, dZ = at_each_step(Z, y)
    return float(losses[mask].mean()), dZ * mask[:, :, None] / y.size


@exercise.mistake("gradient divided by the sequences")
def _(Z, y, mask):
    """The loss is right, but dZ is divided by the number of sequences. Divide by the number of steps that count, as in
    the loss.
    """
    losses, dZ = at_each_step(Z, y)
    return float(losses[mask].mean()), dZ * mask[:, :, None] / len(y)


@exercise.mistake("number of the character subtracted")
def _(Z, y, mask):
    """In dZ the *number* of the right character is taken from every chance. Take 1 from the chance of the right
    character, and nothing from the others.
    """
    losses, dZ = at_each_step(Z, y)
    P = dZ + np.eye(Z.shape[2], dtype=Z.dtype)[y]
    return float(losses[mask].mean()), (P - y[:, :, None]) * mask[:, :, None] / int(mask.sum())


@exercise.mistake("gradient with the wrong sign")
def _(Z, y, mask):
    """The loss is right, but dZ is truth minus chance. The gradient is chance minus truth: it points uphill."""
    losses, dZ = at_each_step(Z, y)
    return float(losses[mask].mean()), -dZ * mask[:, :, None] / int(mask.sum())


exercise.edit(
    "targets shifted once more",
    {"Z[mask], y[mask]": "Z[mask], np.roll(y, -1, axis=1)[mask]"},
    "The targets are moved by a step. `y[n, t]` already is the character that step t should say.",
)


exercise.edit(
    "mask the wrong way round",
    {"Z[mask], y[mask]": "Z[~mask], y[~mask]", "dZ[mask]": "dZ[~mask]"},
    "The steps that only fill up are the ones that count. The mask is True where a step counts: `Z[mask]`.",
)


@exercise.mistake("softmax over all steps together")
def _(Z, y, mask):
    """The chances of all steps together add up to 1. Each step has chances of its own, which add up to 1 over its V
    characters: maximum and sum along the last axis, with `keepdims=True`.
    """
    return chances_of_all_steps(Z, y, mask)


for small in ("1e-15", "1e-12", "1e-10", "1e-9", "1e-8"):
    exercise.mistakes.append(
        Mistake(
            f"{small} added before the logarithm",
            f"Where the right character has hardly a chance, the loss stops at -log({small}): the small number hides "
            "how wrong the network is. The logarithm of the softmax can be had without one, as in lesson 03.",
            with_small_number(float(small)),
        )
    )


@exercise.mistake("divided by the length")
def _(Z, y, mask):
    """You divide by T, the length of the sequences. Wanted is the mean over all *steps* that count."""
    losses, dZ = at_each_step(Z, y)
    return float((losses * mask).sum() / y.shape[1]), dZ * mask[:, :, None] / y.shape[1]


@exercise.also("scores masked")
def _(Z, y, mask):
    losses, dZ = at_each_step(Z * mask[:, :, None], y)
    return float(losses.sum() / mask.sum()), dZ / int(mask.sum())


@exercise.plants(
    "divided by all steps",
    symptom="the same words cost less in a batch with a long word: with six steps of filling more, the loss of lima "
    "falls "
    "to less than half.",
)
def sequence_cross_entropy(Z, y, mask):
    """The mean cross-entropy of all steps that count, and its gradient.

    Z: array (N, T, V); y: int array (N, T); mask: bool array (N, T), True where a step counts
    -> (loss, dZ): loss a number; dZ an array (N, T, V)
    """
    Z = Z - Z.max(axis=2, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=2, keepdims=True))  # (N, T, V)
    right = np.eye(Z.shape[2])[y]  # (N, T) -> (N, T, V): a 1 at the right character
    losses = -(log_P * right).sum(axis=2) * mask
    dZ = (np.exp(log_P) - right) * mask[:, :, None] / y.size
    return losses.mean(), dZ


@exercise.accepts("with the loss of lesson 06")
def _(Z, y, mask):
    loss, rows = training.softmax_cross_entropy(Z[mask], y[mask])
    dZ = np.zeros_like(Z)
    dZ[mask] = rows
    return loss, dZ


@exercise.accepts("with the mask as a factor")
def _(Z, y, mask):
    count = int(np.sum(mask))
    E = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    P = E / np.sum(E, axis=-1, keepdims=True)
    log_P = Z - np.max(Z, axis=-1, keepdims=True) - np.log(np.sum(E, axis=-1, keepdims=True))
    right = np.eye(Z.shape[2], dtype=Z.dtype)[y]
    loss = -np.sum(log_P * right * mask[..., None]) / count
    return loss, (P - right) * mask[..., None] / count

"""The backward pass through dropout: the silenced learn nothing in this step."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import regularization


def cases(rng):
    def mask(shape, rate):
        return (rng.random(shape) >= rate) / (1 - rate)

    N, D, M, R = drawn_sizes(rng, 4)
    return [
        Case(np.array([[1.0, -3.0], [2.0, 0.5]]), np.array([[2.0, 2.0], [0.0, 2.0]])),
        Case(np.array([1.0, -3.0, 2.0]), None),
        Case(rng.normal(size=(N, D)), mask((N, D), 0.25)),
        Case(rng.normal(size=(3, 5)), mask((3, 5), 0.8)),
        Case(rng.normal(size=(2, 3)), np.zeros((2, 3))),
        Case(rng.normal(size=(2, 4)), np.ones((2, 4))),  # with the rate 0
        Case(rng.normal(size=(1, M)), mask((1, M), 0.5)),
        Case(rng.normal(size=(M, R, N)), mask((M, R, N), 0.4)),
        Case(rng.normal(size=(D, M)), None),
        Case(rng.normal(size=(40, 30)), mask((40, 30), 0.5)),
        Case(rng.normal(size=(4, 3)).astype(np.float32), mask((4, 3), 0.5).astype(np.float32)),
    ]


exercise = Exercise(
    reference=regularization.dropout_backward,
    points=1,
    cases=cases,
    hints=[
        "By what was each number multiplied on its way forward, and what if there was no mask at all?",
        "A product hands the gradient on times its other factor, here the one that the forward pass kept.",
        "Elsewhere: `price if discount is None else price * discount` takes what is right in each of two cases.",
    ],
    solved="the gradient of dropout: the silenced learn nothing in this step.",
)

exercise.edit(
    "mask ignored",
    {" if mask is None else d_out * mask": ""},
    """The gradient comes back unchanged. A silenced number had no influence on the loss: its gradient is 0, and that of
    the others grows by the mask's factor.
    """,
)

exercise.edit(
    "scale forgotten",
    {"d_out * mask": "d_out * (mask > 0)"},
    """You silence the right ones, but the others were multiplied by 1 / (1 - rate) in the forward pass. What multiplies
    the signal multiplies the gradient: use the mask as it is.
    """,
)

exercise.edit(
    "scaled twice",
    {"d_out * mask": "d_out * mask * mask"},
    "The factor is in there twice: the mask already holds 1 / (1 - rate). Multiply by it once.",
)

exercise.edit(
    "no gradient without a mask",
    {"return d_out": "return 0 * d_out"},
    """When the mask is None, dropout was not at work and passed everything on: so it does with the gradient. You give
    zeros.
    """,
)

exercise.edit(
    "nothing without a mask",
    {"d_out if mask is None": "None if mask is None"},
    """When the mask is None, nothing comes back. Then dropout was not at work and passed everything on: so it does with
    the gradient.
    """,
)

exercise.edit(
    "mask returned",
    {"d_out * mask": "mask"},
    "You return the mask itself. It says by what the gradient is multiplied: d_out is missing.",
)


@exercise.mistake("divided by the mask")
def _(d_out, mask):
    """You divide by the mask, and by the zeros in it. In the forward pass X was multiplied by the mask, and a factor of
    the signal is a factor of the gradient.
    """
    with np.errstate(all="ignore"):
        return d_out if mask is None else d_out / mask


exercise.edit(
    "1 minus the mask",
    {"d_out * mask": "d_out * (1 - mask)"},
    "You multiply by 1 - mask. The forward pass multiplied by the mask itself: so does the backward pass.",
)

exercise.edit(
    "gradient to the silenced",
    {"d_out * mask": "d_out * (mask == 0)"},
    "The gradient goes to the numbers that were silenced. They had no influence: it belongs to the others.",
)


@exercise.accepts("in place on a copy")
def _(d_out, mask):
    dX = d_out.copy()
    if mask is not None:
        dX *= mask
    return dX


@exercise.accepts("times 1 where there is no mask")
def _(d_out, mask):
    return np.multiply(d_out, 1.0 if mask is None else mask)

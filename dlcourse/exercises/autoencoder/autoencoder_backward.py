"""One table of weights, used twice: it gets a gradient from the way there and one from the way back."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.autoencoder._cases.codes import backward_cases
from dlcourse.lessons import autoencoder

exercise = Exercise(
    reference=autoencoder.autoencoder_backward,
    points=3,
    minutes=6,
    cases=backward_cases,
    outputs=("dW", "db", "dc"),
    form="fault",
    hints=[
        "Follow a small change of one weight through the whole machine: at how many places does it change what comes "
        "out? And what has to be true of the slope of a sigmoid where the code has none?",
        "Whatever is used at two places gets a gradient from each, and both are added. Look at each line of the "
        "function and ask which of the forward's lines it goes back through, and whether that line was there at all "
        "in both kinds of network.",
        "Elsewhere: of `area = side * side` the slope is `side + side`, one for each use. And of `Y = A @ M` with the "
        "gradient dY, that of M is `A.T @ dY` and that of A is `dY @ M.T`.",
    ],
    solved="gradients for a table that works in both directions.",
    equivalent_mutants={
        "dZ = dH if linear else np.multiply(dH, H, out=dH) * (1 - H)": "dH is a new array by then",
    },
)

exercise.edit(
    "only the way there",
    {"X.T @ dZ + dX_hat.T @ H": "X.T @ dZ"},
    """dW counts the way to the code only. The same table also leads back from the code, and there it moves every pixel:
    add what comes from that use.""",
)

exercise.edit(
    "only the way back",
    {"X.T @ dZ + dX_hat.T @ H": "dX_hat.T @ H"},
    """dW counts the way from the code only. The same table also leads to the code: add what comes from that use, as in
    every dense layer.""",
)

exercise.edit(
    "slope of the sigmoid where there is none",
    {"dH if linear else dH * H * (1 - H)": "dH * H * (1 - H)"},
    """With a linear code you still multiply by the slope of a sigmoid. Where no sigmoid was passed on the way
    there, none is passed on the way back.""",
)

exercise.edit(
    "slope of the sigmoid missing",
    {"dH if linear else dH * H * (1 - H)": "dH"},
    "The gradient passes the code as if it had no sigmoid. Unless the code is linear, multiply by its slope.",
)

exercise.edit(
    "linear and sigmoid exchanged",
    {"dH if linear else dH * H * (1 - H)": "dH * H * (1 - H) if linear else dH"},
    "The slope of the sigmoid is taken where the code is linear, and left out where it is not: exchange both.",
)

exercise.edit(
    "what else pulls at the code is left out",
    {"dX_hat @ W + dH": "dX_hat @ W"},
    """The gradient of the code comes from the pixels alone. `dH` is what else pulls at it, as the price of a code
    that is too busy: add it.""",
)

exercise.edit(
    "what else pulls is lost where the code is linear",
    {"dH if linear else": "dX_hat @ W if linear else"},
    """With a sigmoid all is well. With a linear code the gradient of the code comes from the pixels alone: `dH`, what
    else pulls at it, is lost on this path. Both kinds go on from the same sum.""",
)

exercise.edit(
    "what else pulls is lost where there is a sigmoid",
    {"else dH * H * (1 - H)": "else dX_hat @ W * H * (1 - H)"},
    """With a linear code all is well. Where there is a sigmoid, the gradient of the code comes from the pixels alone:
    `dH`, what else pulls at it, is lost on this path. Both kinds go on from the same sum.""",
)

exercise.edit(
    "what else pulls is led through the weights",
    {"dX_hat @ W + dH": "(dX_hat + dH) @ W"},
    """You add `dH` before the weights. It pulls at the code, (N, M), and not at the pixels, (N, D): lead the pixels'
    gradient through W first, and add dH then. Check your brackets.""",
)

exercise.edit(
    "only what else pulls at the code",
    {"dX_hat @ W + dH": "0 * (dX_hat @ W) + dH"},
    "The gradient of the code is dH alone. What the pixels send back through W comes first, and dH is added to it.",
)


@exercise.mistake("the pull is added behind the sigmoid")
def _(dX_hat, cache, *, dH=0.0):
    """You add `dH` after the slope of the sigmoid. It is a gradient of the code H itself, so it passes the slope with
    the rest.
    """
    X, H, W, linear = cache
    dZ = (dX_hat @ W if linear else dX_hat @ W * H * (1 - H)) + dH
    return X.T @ dZ + dX_hat.T @ H, dZ.sum(axis=0), dX_hat.sum(axis=0)


exercise.edit(
    "slope at the wrong place",
    {"H * (1 - H)": "W.sum(axis=0) * (1 - W.sum(axis=0))"},
    "The slope of the sigmoid is not that of the code. In terms of what came out of it: H (1 - H).",
)

exercise.edit(
    "slope of tanh",
    {"dH * H * (1 - H)": "dH * (1 - H**2)"},
    "1 - H² is the slope of tanh. That of the sigmoid is H (1 - H).",
)

exercise.edit(
    "a sigmoid of the code",
    {"dH * H * (1 - H)": "dH * 1 / (1 + np.exp(-H)) * (1 - 1 / (1 + np.exp(-H)))"},
    "You take the sigmoid of H to get its slope. H *is* what came out of it: the slope is H (1 - H).",
)

exercise.edit(
    "codes and pixels exchanged in the second use",
    {"dX_hat.T @ H": "X.T @ (H * 0 + dX_hat @ W)"},
    """The second use goes from the code to the pixels: its input is H and the gradient of what it puts out is
    dX_hat, in the shape of W, dX_hat^T H.""",
)

exercise.edit(
    "second use laid on its side",
    {"dX_hat.T @ H": "H.T @ dX_hat"},
    """Your second part, H^T dX_hat, has the shape (M, D), that of W^T: on the way back the table lies on its side. Turn
    it, so that it has the shape of W.""",
)

exercise.edit(
    "sums for the code in the second use",
    {"dX_hat.T @ H": "dX_hat.T @ (X @ W)"},
    """In the second part stands X W for the code. What went back through the table is H itself, with its bias and its
    sigmoid: it is in the cache.""",
)

exercise.edit(
    "second use by the mean",
    {"dX_hat.T @ H": "dX_hat.T @ H / max(len(X), 1)"},
    """In dW the second part is divided by the number of examples, and the first one is not. Both are sums over the
    examples: what came in as dX_hat is divided already.""",
)


@exercise.also("second use by the mean")
def _(dX_hat, cache, *, dH=0.0):
    X, H, W, linear = cache
    dH = dX_hat @ W + dH
    dZ = dH if linear else dH * H * (1 - H)
    with np.errstate(all="ignore"):  # of no example there is no mean
        return X.T @ dZ + dX_hat.T @ H / len(X), dZ.sum(axis=0), dX_hat.sum(axis=0)


exercise.edit(
    "rebuilt from the pixels",
    {"dX_hat.T @ H": "X.T @ H"},
    "In the second part stands X where the gradient belongs: dX_hat^T H. Without it the weights move even at no error.",
)

exercise.edit(
    "half the gradient",
    {"X.T @ dZ + dX_hat.T @ H": "(X.T @ dZ + dX_hat.T @ H) / 2"},
    "You take the mean of both uses. The weight works at both places, so its gradients are added.",
)

exercise.edit(
    "second use taken off",
    {"X.T @ dZ + dX_hat.T @ H": "X.T @ dZ - dX_hat.T @ H"},
    "The gradient of the way back is taken off. Both uses are added.",
)

exercise.edit(
    "divided by the examples",
    {
        "X.T @ dZ + dX_hat.T @ H, dZ.sum(axis=0), dX_hat.sum(axis=0)": "(X.T @ dZ + dX_hat.T @ H) / max(len(X), 1), "
        "dZ.sum(axis=0) / max(len(X), 1), dX_hat.sum(axis=0) / max(len(X), 1)"
    },
    "All three are divided by the number of examples. The loss has done that already: its gradient came in.",
)

exercise.edit(
    "biases by the mean",
    {"dZ.sum(axis=0), dX_hat.sum(axis=0)": "dZ.sum(axis=0) / max(len(X), 1), dX_hat.sum(axis=0) / max(len(X), 1)"},
    "dW is right, but db and dc are means over the examples. They are sums: each example moves the bias.",
)

exercise.edit(
    "biases of code and picture exchanged",
    {"dZ.sum(axis=0), dX_hat.sum(axis=0)": "dX_hat.sum(axis=0), dZ.sum(axis=0)"},
    "db and dc are exchanged: b belongs to the code, c to the pixels.",
)

exercise.edit(
    "bias of the code before its slope",
    {"dZ.sum(axis=0)": "dH.sum(axis=0)"},
    "dW and dc are right. db is summed before the slope of the sigmoid; b stands inside of it.",
)

exercise.edit(
    "biases summed over the wrong axis",
    {"dZ.sum(axis=0), dX_hat.sum(axis=0)": "dZ.sum(axis=1), dX_hat.sum(axis=1)"},
    "db and dc have a number for each *example*. Sum over the examples, so that each bias has one.",
)


@exercise.plants(
    "only the way there",
    "slope of the sigmoid where there is none",
    symptom=(
        "two pixels of 3 pass the weights 1 and -1, and the code is 0.5. The gradient of what comes out is 1 and 0. "
        "The first weight's slope, measured by a tiny step, is 1.25; the function says 0.75.",
        "the same pixels, weights and gradient with a *linear* code of 1: the bias of the code has the slope 1 by a "
        "tiny step. The function says 0, and such a network never learns its b.",
    ),
)
def autoencoder_backward(dX_hat, cache, *, dH=0.0):
    """The gradients of a tied autoencoder, whose one table of weights is used twice.

    dX_hat: array (N, D); cache: the tuple (X, H, W, linear); dH: array (N, M) or 0, what else
    pulls at the code
    -> (dW, db, dc): arrays (D, M), (M,) and (D,)
    """
    X, H, W = cache[:3]
    dH = dX_hat @ W + dH
    dZ = dH * H * (1 - H)
    return X.T @ dZ, dZ.sum(axis=0), dX_hat.sum(axis=0)


@exercise.accepts("two dense layers, one after the other")
def _(dX_hat, cache, *, dH=0.0):
    X, H, W, linear = cache
    dc, dW_out = np.sum(dX_hat, axis=0), (H.T @ dX_hat).T
    dZ = dX_hat.dot(W) + dH
    if not linear:
        dZ = dZ * (H - H**2)
    return dW_out + np.einsum("nd,nm->dm", X, dZ), np.sum(dZ, axis=0), dc


@exercise.accepts("example by example")
def _(dX_hat, cache, *, dH=0.0):
    X, H, W, linear = cache
    dW, db, dc = np.zeros_like(W), np.zeros_like(W[0]), np.zeros_like(W[:, 0])
    pull = np.broadcast_to(dH, H.shape)
    for x, h, dx, more in zip(X, H, dX_hat, pull):
        dz = W.T @ dx + more
        if not linear:
            dz *= h * (1 - h)
        dW += np.outer(x, dz) + np.outer(dx, h)
        db += dz
        dc += dx
    return dW, db, dc

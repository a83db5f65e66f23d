"""Vectors that tell a true neighbour from words drawn by chance: the loss, and its gradients."""

from functools import partial

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.exercises.language._cases import LOSSES, SLOPES, loss_and_gradients, with_loss
from dlcourse.lessons import language
from dlcourse.lessons.neuron import sigmoid


def cases(rng):
    """By hand; one negative, several; huge products; all 0; then other sizes."""

    def vectors(B, K, D, scale=1.0):
        return [scale * rng.normal(size=shape) for shape in ((B, D), (B, D), (B, K, D))]

    B, K, D, more, fewer = drawn_sizes(rng, 5, least=2, most=7)
    huge = [np.array([[60.0, 0.0], [0.0, -50.0]]), np.array([[-40.0, 1.0], [2.0, -30.0]])]
    return [
        Case(np.array([[1.0, 0.0]]), np.array([[0.0, 2.0]]), np.array([[[0.0, -1.0]]])),
        Case(np.array([[1.0]]), np.array([[2.0]]), np.array([[[0.5]]])),
        Case(np.array([[2.0, -1.0]]), np.array([[0.5, 1.0]]), np.array([[[1.0, 1.0], [0.0, 3.0], [-1.0, 2.0]]])),
        Case(np.zeros((2, 3)), np.ones((2, 3)), np.ones((2, 1, 3))),
        Case(*vectors(B, K, D)),
        Case(*vectors(more, fewer, K)),
        Case(*vectors(fewer, more, B, scale=0.1)),
        Case(*huge, np.array([[[30.0, 1.0]], [[5.0, -20.0]]])),
        Case(*[array.astype(np.float32) for array in vectors(more, K, D)]),
    ]


SAME = "of two numbers the order does not matter"  # why some mutants are right

exercise = Exercise(
    reference=language.negative_sampling_loss,
    points=3,
    minutes=10,
    form="derive",
    first="language.center_gradient",
    cases=cases,
    outputs=("loss", "d_center", "d_context", "d_negatives"),
    hints=[
        "Along which axis are two tables of vectors multiplied and added up, so that each pair gets a number?",
        "Two slopes are enough: that of the loss in the product of a pair, and that in the product with a negative. "
        "Each vector then gets the slope times the vector that it was multiplied with; the center has been multiplied "
        "with several.",
        'Elsewhere: `(prices * amounts).sum(axis=1)` is a bill for each row, `np.einsum("sw,skw->sk", a, b)` '
        "multiplies each row of `a` with all k rows that `b` has for it, and `np.logaddexp(0, x)` is the logarithm of "
        "1 + e to the x, also for huge x.",
    ],
    solved="the loss by which words find their places.",
    equivalent_mutants={
        "loss = (np.logaddexp(-pair_products, 0).sum() + np.logaddexp(0, negative_products).sum()) / B": SAME,
        "loss = (np.logaddexp(0, -pair_products).sum() + np.logaddexp(negative_products, 0).sum()) / B": SAME,
        "sigmoid: return np.where(np.asarray(z) > 0, 1, e) / (1 + e)": "at 0, e is 1",
    },
)


@exercise.mistake("summed over the pairs")
def _(center, context, negatives):
    """Loss and gradients are sums over the pairs. Wanted is the mean: divide all of them by the number of pairs."""
    return loss_and_gradients(center, context, negatives, B=1)


@exercise.mistake("gradients of the sum")
def _(center, context, negatives):
    """The loss is a mean over the pairs, but the gradients are those of the sum: divide them by B, too."""
    loss, *_ = loss_and_gradients(center, context, negatives)
    return loss, *loss_and_gradients(center, context, negatives, B=1)[1:]


@exercise.mistake("negatives pulled near")
def _(center, context, negatives):
    """The words drawn by chance are treated as if they had stood there: their products are to become *small*. Turn the
    sign before you take the sigmoid.
    """
    return loss_and_gradients(center, context, negatives, wrong=-1)


@exercise.mistake("true neighbours pushed away")
def _(center, context, negatives):
    """The true neighbour is pushed away: the product of center and context is to become *large*."""
    return loss_and_gradients(center, context, negatives, right=1)


@exercise.mistake("both signs turned")
def _(center, context, negatives):
    """Both signs in the sigmoids are turned: this learns to have the true neighbours far and the others near."""
    return loss_and_gradients(center, context, negatives, right=1, wrong=-1)


@exercise.mistake("negatives forgotten in d_center")
def _(center, context, negatives):
    """d_center knows of the context only. The center has been multiplied with each of the negatives, too: add what
    comes back from all of them.
    """
    return loss_and_gradients(center, context, negatives, both=False)


@exercise.mistake("context forgotten in d_center")
def _(center, context, negatives):
    """d_center knows of the negatives only. It has been multiplied with the context, too: add what comes back there."""
    loss, _, d_context, d_negatives = loss_and_gradients(center, context, negatives)
    others = np.einsum("bd,bkd->bk", center, negatives)
    return loss, np.einsum("bk,bkd->bd", sigmoid(others), negatives) / len(center), d_context, d_negatives


@exercise.mistake("gradients uphill")
def _(center, context, negatives):
    """The gradients have the wrong sign: they point to where the loss falls. A gradient points to where it *rises*, and
    descent takes it off.
    """
    loss, *gradients = loss_and_gradients(center, context, negatives)
    return loss, *(-gradient for gradient in gradients)


@exercise.mistake("mean over the negatives")
def _(center, context, negatives):
    """You take the mean over the negatives of a pair. The formula adds them up: more of them weigh more."""
    B, K = negatives.shape[:2]
    products = (center * context).sum(axis=1)
    others = np.einsum("bd,bkd->bk", center, negatives)
    loss = np.mean(np.logaddexp(0, -products) + np.logaddexp(0, others).mean(axis=1))
    d_right, d_wrong = (sigmoid(products) - 1) / B, sigmoid(others) / B / K
    d_center = d_right[:, None] * context + np.einsum("bk,bkd->bd", d_wrong, negatives)
    return float(loss), d_center, d_right[:, None] * center, d_wrong[..., None] * center[:, None]


@exercise.mistake("all negatives for every pair")
def _(center, context, negatives):
    """Each center is held against the negatives of *all* pairs. Each pair has K of its own: one with the same `b`."""
    B, K, D = negatives.shape
    everyone = np.broadcast_to(negatives.reshape(1, B * K, D), (B, B * K, D))
    loss, d_center, d_context, d_all = loss_and_gradients(center, context, everyone)
    return loss, d_center, d_context, d_all.sum(axis=0).reshape(B, K, D)


@exercise.mistake("context and negatives take turns as factors")
def _(center, context, negatives):
    """d_context and d_negatives hold the wrong factor: a vector's gradient is the slope times what it was *multiplied
    with*, and that is the center.
    """
    loss, d_center, *_ = loss_and_gradients(center, context, negatives)
    d_right = (sigmoid((center * context).sum(axis=1)) - 1) / len(center)
    d_wrong = sigmoid(np.einsum("bd,bkd->bk", center, negatives)) / len(center)
    return loss, d_center, d_right[:, None] * context, d_wrong[..., None] * negatives


@exercise.mistake("negatives of a pair added up")
def _(center, context, negatives):
    """d_negatives has one row for each pair: what comes back to its K negatives is added up. Each negative has a
    gradient of its own.
    """
    loss, d_center, d_context, d_negatives = loss_and_gradients(center, context, negatives)
    return loss, d_center, d_context, d_negatives.sum(axis=1)


@exercise.mistake("negatives held against the context")
def _(center, context, negatives):
    """The negatives are multiplied with the context. It is the center that is asked about all of them."""
    products = (center * context).sum(axis=1)
    others = np.einsum("bd,bkd->bk", context, negatives)
    B = len(center)
    loss = (np.logaddexp(0, -products).sum() + np.logaddexp(0, others).sum()) / B
    d_right, d_wrong = (sigmoid(products) - 1) / B, sigmoid(others) / B
    d_context = d_right[:, None] * center + np.einsum("bk,bkd->bd", d_wrong, negatives)
    return float(loss), d_right[:, None] * context, d_context, d_wrong[..., None] * context[:, None]


@exercise.mistake("loss without its minus")
def _(center, context, negatives):
    """The loss is negative: the logarithm of something below 1 is, so a minus stands before it."""
    loss, *gradients = loss_and_gradients(center, context, negatives)
    return -loss, *gradients


@exercise.mistake("logarithm of a sigmoid that is 0")
def _(center, context, negatives):
    """For large products the sigmoid is so near 0 that its logarithm is no number any more. `np.logaddexp(0, x)` is the
    same logarithm without that fall.
    """
    _, *gradients = loss_and_gradients(center, context, negatives)
    products = (center * context).sum(axis=1)
    others = np.einsum("bd,bkd->bk", center, negatives)
    with np.errstate(all="ignore"):
        logs = np.log(1 / (1 + np.exp(-products))).sum() + np.log(1 - 1 / (1 + np.exp(-others))).sum()
    return float(-logs / len(center)), *gradients


@exercise.mistake("sigmoids without the logarithm")
def _(center, context, negatives):
    """The loss holds no logarithm: it adds up how far the sigmoids are from 1 and 0. The formula asks for their
    logarithms, which punish what is surely wrong far more.
    """
    _, *gradients = loss_and_gradients(center, context, negatives)
    products = (center * context).sum(axis=1)
    others = np.einsum("bd,bkd->bk", center, negatives)
    return float(((1 - sigmoid(products)).sum() + sigmoid(others).sum()) / len(center)), *gradients


def told(name, message, function):
    """A mistake with its message, or another form of the one before."""
    function.__doc__ = message
    (exercise.mistake if message else exercise.also)(name)(function)


for _name, _message, _slopes in SLOPES:
    told(_name, _message, partial(loss_and_gradients, slopes=_slopes))
for _name, _message, _loss in LOSSES:
    told(_name, _message, partial(with_loss, loss_of=_loss))


@exercise.mistake("negatives pull at the center")
def _(center, context, negatives):
    """In d_center what comes from the negatives is taken off. Gradients add up: the signs are in the slopes already."""
    loss, d_center, *others = loss_and_gradients(center, context, negatives)
    alone = loss_and_gradients(center, context, negatives, both=False)[1]
    return loss, 2 * alone - d_center, *others


@exercise.mistake("d_negatives times the negatives")
def _(center, context, negatives):
    """d_negatives is the slope times the negatives themselves. A vector's gradient is the slope times what it was
    *multiplied with*: the center.
    """
    loss, d_center, d_context, _ = loss_and_gradients(center, context, negatives)
    slopes = sigmoid(np.einsum("bd,bkd->bk", center, negatives)) / len(center)
    return loss, d_center, d_context, slopes[..., None] * negatives


@exercise.mistake("d_context times the context")
def _(center, context, negatives):
    """d_context is the slope times the context itself. A vector's gradient is the slope times what it was *multiplied
    with*: the center.
    """
    loss, d_center, _, d_negatives = loss_and_gradients(center, context, negatives)
    slopes = (sigmoid((center * context).sum(axis=1)) - 1) / len(center)
    return loss, d_center, slopes[:, None] * context, d_negatives


@exercise.accepts("pair by pair")
def _(center, context, negatives):
    B = len(center)
    loss, d_center, d_context, d_negatives = 0.0, *(np.zeros(a.shape) for a in (center, context, negatives))
    for b in range(B):
        u, v = center[b].astype(float), context[b].astype(float)
        loss += np.logaddexp(0, -u @ v) / B
        slope = (sigmoid(u @ v) - 1) / B
        d_context[b] = slope * u
        d_center[b] = slope * v
        for k, n in enumerate(negatives[b]):
            loss += np.logaddexp(0, u @ n) / B
            slope = sigmoid(u @ n) / B
            d_negatives[b, k] = slope * u
            d_center[b] += slope * n
    return loss, d_center, d_context, d_negatives


@exercise.accepts("as a cross-entropy of joined tables")
def _(center, context, negatives):
    joined = np.concatenate([context[:, None], negatives], axis=1)  # (B, 1 + K, D)
    z = np.matmul(joined, center[:, :, None])[:, :, 0]
    y = np.zeros(z.shape)
    y[:, 0] = 1
    loss = np.sum(np.logaddexp(0, z) - y * z) / len(z)
    slope = (sigmoid(z) - y) / len(z)
    d_joined = slope[:, :, None] * center[:, None, :]
    return loss, (slope[:, :, None] * joined).sum(axis=1), d_joined[:, 0], d_joined[:, 1:]

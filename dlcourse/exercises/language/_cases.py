"""What mistakes share: tf-idf, pairs of neighbours, and the loss with negative sampling, with some done otherwise."""

import numpy as np

from dlcourse.lessons.neuron import sigmoid


def weighed(C, known, *, idf=None, row=None, empty=0.0):
    """tf-idf with some of the steps done otherwise: idf(m, M), and what each row is divided by, row(weighed)."""
    C, known = np.asarray(C, float), np.asarray(known, float)
    idf = idf or (lambda m, M: np.log((1 + M) / (1 + m)) + 1)
    row = row or (lambda W: length(W) + 1e-300)
    with np.errstate(all="ignore"):
        W = C * idf((known > 0).sum(axis=0), len(known))
        return np.where(C.sum(axis=1, keepdims=True) > 0, W / row(W), empty)


def otherwise(**how):
    """A wrong answer: `weighed` with some of the steps done so."""
    return lambda C, known: weighed(C, known, **how)


def length(W):
    """Of each row, as a column."""
    return np.sqrt((W**2).sum(axis=1, keepdims=True))


def pairs(ids, wanted):
    """Pairs of the places i and j for which wanted(i, j), by rising i, then rising j."""
    T = len(ids)
    return table([(ids[i], ids[j]) for i in range(T) for j in range(T) if wanted(i, j)])


def table(rows):
    """Rows of two as an int array (P, 2)."""
    return np.array(rows, dtype=int).reshape(-1, 2)


def loss_and_gradients(center, context, negatives, *, B=None, right=-1, wrong=1, both=True, slopes=None):
    """The loss with its gradients, some of it done otherwise.

    B: what all is divided by; right, wrong: the signs of the slopes' own part; both: whether the negatives pull at the
    center; slopes: function of both kinds of products and the B.
    """
    B = len(center) if B is None else B
    products = (center * context).sum(axis=1)
    others = np.einsum("bd,bkd->bk", center, negatives)
    loss = (np.logaddexp(0, right * products).sum() + np.logaddexp(0, wrong * others).sum()) / B
    d_right, d_wrong = right * sigmoid(right * products) / B, wrong * sigmoid(wrong * others) / B
    if slopes:
        d_right, d_wrong = slopes(products, others, B)
    with np.errstate(all="ignore"):
        d_center = d_right[:, None] * context + both * np.einsum("bk,bkd->bd", d_wrong, negatives)
        return float(loss), d_center, d_right[:, None] * center, d_wrong[..., None] * center[:, None]


def with_loss(center, context, negatives, *, loss_of):
    """The right gradients, and a loss that is a function of both kinds of products and the B."""
    _, *gradients = loss_and_gradients(center, context, negatives)
    products = (center * context).sum(axis=1)
    others = np.einsum("bd,bkd->bk", center, negatives)
    with np.errstate(all="ignore"):
        return loss_of(products, others, len(center)), *gradients


def over(s):
    """1 over numbers that may be 0."""
    with np.errstate(all="ignore"):
        return 1 / s


def calm(x):
    """The logarithm of 1 + e to the x, added up."""
    return np.logaddexp(0, x).sum()


# Name, message ("" for another form of the same mistake), and the loss of both kinds of products and the B.
LOSSES = [
    (
        "loss of the negatives with the sign turned",
        "The gradients are right, but the loss falls where a negative comes near: its product with the center stands "
        "with a minus in the sigmoid.",
        lambda p, q, B: (calm(-p) + calm(-q)) / B,
    ),
    (
        "loss of the pairs with the sign turned",
        "The gradients are right, but the loss rises where center and context come near: their product stands in the "
        "sigmoid as it is.",
        lambda p, q, B: (calm(p) + calm(q)) / B,
    ),
    (
        "loss with a mean over the negatives",
        "The gradients are right, but the loss takes a mean over the negatives: it adds them up, and takes the mean "
        "over the pairs only.",
        lambda p, q, B: calm(-p) / B + calm(q) / q.size,
    ),
    ("loss with a mean over the negatives", "", lambda p, q, B: (calm(-p) + calm(q)) / (p.size + q.size)),
    (
        "loss of the first negative only",
        "The loss knows one negative of each pair only. All K of them count.",
        lambda p, q, B: (calm(-p) + calm(q[:, 0])) / B,
    ),
    (
        "negatives added up before the logarithm",
        "In the loss the products with the negatives are added up before the sigmoid and its logarithm: each negative "
        "has a logarithm of its own, and these are added.",
        lambda p, q, B: (calm(-p) + calm(q.sum(axis=1))) / B,
    ),
    (
        "a loss for each pair",
        "The loss is one number: the mean of those of the pairs.",
        lambda p, q, B: np.logaddexp(0, -p) + np.logaddexp(0, q).sum(axis=1),
    ),
    (
        "products cut off, or something added in the logarithm",
        "Where a product is huge the loss comes out too small: it is cut off, or a little is added before the "
        "logarithm. `np.logaddexp(0, x)` needs neither.",
        lambda p, q, B: -(np.log(sigmoid(p) + 1e-12).sum() + np.log(sigmoid(-q) + 1e-12).sum()) / B,
    ),
    (
        "products cut off, or something added in the logarithm",
        "",
        lambda p, q, B: (calm(-np.clip(p, -30, 30)) + calm(np.clip(q, -30, 30))) / B,
    ),
]

# The same for the slopes of the loss in both kinds of products.
SLOPES = [
    (
        "minus 1 forgotten",
        "The slope in the product of a pair is taken for its sigmoid: what is wrong about a true neighbour is the "
        "sigmoid *minus 1*. So it is 0 where the vectors are sure, and not where they are hopelessly wrong.",
        lambda p, q, B: (sigmoid(p) / B, sigmoid(q) / B),
    ),
    (
        "minus 1 for the negatives, too",
        "The slope for the negatives is the sigmoid minus 1 as well. Their sigmoid should be 0: the slope is the "
        "sigmoid itself.",
        lambda p, q, B: ((sigmoid(p) - 1) / B, (sigmoid(q) - 1) / B),
    ),
    (
        "slope of a pair with a wrong sigmoid",
        "The slope of a pair is minus its sigmoid. It should be the sigmoid *minus 1*, so that a pair that is surely "
        "right pulls no more.",
        lambda p, q, B: (-sigmoid(p) / B, sigmoid(q) / B),
    ),
    (
        "slope of a pair turned round",
        "The slope of a pair has the wrong sign, so that descent pushes the true neighbour away. It is never above 0: "
        "the larger this product, the smaller the loss.",
        lambda p, q, B: ((1 - sigmoid(p)) / B, sigmoid(q) / B),
    ),
    (
        "slope of a negative with a wrong sigmoid",
        "For a negative you take the sigmoid of minus its product: that is large where nothing is left to be done. The "
        "slope is the sigmoid of the product itself.",
        lambda p, q, B: ((sigmoid(p) - 1) / B, sigmoid(-q) / B),
    ),
    (
        "slope of a negative turned round",
        "The slope of a negative has the wrong sign: descent pulls it near. The larger this product, the larger the "
        "loss, so it is never below 0.",
        lambda p, q, B: ((sigmoid(p) - 1) / B, -sigmoid(q) / B),
    ),
    (
        "1 over the sigmoid",
        "The slope of the logarithm is 1 over the sigmoid, but the chain goes on: times the slope of the sigmoid "
        "itself, s (1 - s). What is left of both?",
        lambda p, q, B: (-over(sigmoid(p)) / B, sigmoid(q) / B),
    ),
    (
        "slope of the sigmoid",
        "You multiply by the slope of the sigmoid. The loss is its *logarithm*: there that factor cancels.",
        lambda p, q, B: (-sigmoid(p) * sigmoid(-p) ** 2 / B, sigmoid(q) ** 2 * sigmoid(-q) / B),
    ),
    ("slope of the sigmoid", "", lambda p, q, B: (-sigmoid(p) * sigmoid(-p) / B, sigmoid(q) / B)),
    ("slope of the sigmoid", "", lambda p, q, B: (-sigmoid(p) * sigmoid(-p) / B, sigmoid(q) * sigmoid(-q) / B)),
    (
        "product for the sigmoid of a negative",
        "The slope of a negative is its product as it is: the sigmoid of it is missing.",
        lambda p, q, B: ((sigmoid(p) - 1) / B, q / B),
    ),
]

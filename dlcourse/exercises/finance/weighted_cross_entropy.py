"""The loss in which a rare answer counts more, and its gradient: derived."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import finance
from dlcourse.lessons.neuron import sigmoid


def cases(rng):
    """One of each; a weight of 1, and below 1; frauds alone, honest ones alone; logits that overflow; float32."""
    a, b, c = drawn_sizes(rng, 3, least=4, most=24)
    return [
        Case(np.array([0.0]), np.array([0]), weight=3.0),
        Case(np.array([0.0, 0.0]), np.array([1, 0]), weight=3.0),
        Case(np.array([1.5, -0.5, 2.0]), np.array([1, 0, 0]), weight=1.0),
        _case(rng, a, 10.0),
        _case(rng, b, float(rng.uniform(2, 50))),
        _case(rng, c, 0.25),
        Case(rng.normal(size=a), np.ones(a, dtype=int), weight=7.5),
        Case(rng.normal(size=b), np.zeros(b, dtype=int), weight=20.0),
        Case(np.array([1000.0, -1000.0, 800.0, -800.0, 0.5]), np.array([1, 0, 0, 1, 1]), weight=5.0),
        Case(np.array([30.0, -40.0, 50.0]), np.array([1, 0, 1]), weight=200.0),
        Case(rng.normal(size=c).astype(np.float32), _labels(rng, c), weight=4.0),
        Case(np.array([0.5, -1.0, 0.25]), np.array([1, 1, 0]), weight=8),
    ]


def _labels(rng, count):
    labels = (rng.random(count) < 0.4).astype(int)
    labels[:2] = 1, 0
    return labels


def _case(rng, count, weight):
    return Case(2 * rng.normal(size=count), _labels(rng, count), weight=weight)


exercise = Exercise(
    reference=finance.weighted_cross_entropy,
    points=2,
    form="derive",
    first="finance.rare_slope",
    cases=cases,
    outputs=("loss", "gradient"),
    hints=[
        "If one fraud stood in the data three times, what would become of the sum of the losses, and what of the "
        "gradient?",
        "Each payment's loss is multiplied by its weight, and so is its gradient, which you know from the question. "
        "For the loss, lesson 03 had a form in which nothing overflows: no exponent is positive.",
        "Elsewhere: `np.where(is_child, 2.5, 1.0)` is a factor for each guest; `np.logaddexp(0, 900.0)` is 900, the "
        "logarithm of e⁰ + e⁹⁰⁰.",
    ],
    solved="a loss that does not forget the few; its gradient is a line of code.",
    equivalent_mutants={
        "losses = np.maximum(0, logits) - logits * y + np.log1p(np.exp(-np.abs(logits)))": "the order does not matter",
        "sigmoid: return np.where(np.asarray(z) > 0, 1, e) / (1 + e)": "at 0, e is 1: both branches agree",
        "weight = 1 if np.ndim(weight) == 0 and weight == 0 else weight": "a weight is above 0",
    },
)


def loss_and_slope(logits, labels, weight, *, w=None, w_slope=None, by=None, by_slope=None, losses=None, slopes=None):
    """Loss and gradient with some of their steps done otherwise."""
    y = labels.astype(logits.dtype)
    w = np.where(labels == 1, weight, 1) if w is None else w
    losses = np.logaddexp(0, logits) - logits * y if losses is None else losses
    slopes = sigmoid(logits) - y if slopes is None else slopes
    loss = (w * losses).sum() / (len(y) if by is None else by)
    gradient = (w if w_slope is None else w_slope) * slopes / (len(y) if by_slope is None else by_slope)
    return loss, gradient.astype(logits.dtype)


@exercise.mistake("weight forgotten")
def _(logits, labels, *, weight):
    """The weight has no effect: every payment counts once. A fraud counts `weight` times, in both."""
    return loss_and_slope(logits, labels, weight, w=1.0)


@exercise.mistake("weight forgotten in the gradient")
def _(logits, labels, *, weight):
    """The loss is right, but its gradient has no weight. What stands in front of a loss stands in front of its
    gradient.
    """
    return loss_and_slope(logits, labels, weight, w_slope=1.0)


@exercise.mistake("weight forgotten in the loss")
def _(logits, labels, *, weight):
    """The gradient is right, but the loss has no weight in it."""
    return loss_and_slope(logits, labels, weight, w=1.0, w_slope=np.where(labels == 1, weight, 1))


@exercise.mistake("weight on the honest ones")
def _(logits, labels, *, weight):
    """The honest payments get the weight. It is the frauds, label 1, that are few."""
    return loss_and_slope(logits, labels, weight, w=np.where(labels == 0, weight, 1))


@exercise.mistake("weight on all")
def _(logits, labels, *, weight):
    """All payments get the weight: that changes nothing but the step size. Only frauds get it."""
    return loss_and_slope(logits, labels, weight, w=float(weight))


@exercise.mistake("only the frauds count")
def _(logits, labels, *, weight):
    """Honest payments have no loss in yours. They count once."""
    return loss_and_slope(logits, labels, weight, w=weight * labels)


@exercise.mistake("divided by the sum of the weights")
def _(logits, labels, *, weight):
    """You divide by the sum of the weights. Here it is the mean over the payments: divided by their number."""
    by = np.where(labels == 1, weight, 1).sum()
    return loss_and_slope(logits, labels, weight, by=by, by_slope=by)


@exercise.mistake("means of both kinds added")
def _(logits, labels, *, weight):
    """You take the mean of the frauds and that of the honest ones, and add them. It is one mean over all payments."""
    many = np.where(labels == 1, max((labels == 1).sum(), 1), max((labels == 0).sum(), 1))
    return loss_and_slope(logits, labels, weight, w=np.where(labels == 1, weight, 1) / many, by=1, by_slope=1)


@exercise.mistake("sum instead of mean")
def _(logits, labels, *, weight):
    """You add the losses up. Wanted is their mean, and its gradient."""
    return loss_and_slope(logits, labels, weight, by=1, by_slope=1)


@exercise.mistake("the loss a sum, the gradient of a mean")
def _(logits, labels, *, weight):
    """Your loss is the sum over the payments, the gradient that of the mean. Wanted is the mean, in both."""
    return loss_and_slope(logits, labels, weight, by=1)


@exercise.mistake("the gradient of the sum")
def _(logits, labels, *, weight):
    """The loss is a mean, but the gradient that of the sum: divide it by the number of payments, too."""
    return loss_and_slope(logits, labels, weight, by_slope=1)


@exercise.mistake("gradient with the sign turned")
def _(logits, labels, *, weight):
    """The gradient has its sign turned: it is the probability minus the label."""
    return loss_and_slope(logits, labels, weight, slopes=labels - sigmoid(logits))


@exercise.mistake("gradient of the logits")
def _(logits, labels, *, weight):
    """In the gradient stand the logits. The sigmoid makes a probability of each first."""
    return loss_and_slope(logits, labels, weight, slopes=logits - labels)


@exercise.mistake("logarithm of a 0")
def _(logits, labels, *, weight):
    """For large logits the sigmoid is exactly 1 (or 0) in a computer's numbers, and the logarithm of 0 is −inf. Start
    from the logit itself, as in lesson 03.
    """
    p = sigmoid(logits)
    with np.errstate(all="ignore"):
        losses = -(labels * np.log(p) + (1 - labels) * np.log(1 - p))
    return loss_and_slope(logits, labels, weight, losses=losses)


@exercise.mistake("overflow for large logits")
def _(logits, labels, *, weight):
    """`np.exp` overflows for logits beyond 700. Take the large part out of the logarithm first, as in lesson 03."""
    with np.errstate(all="ignore"):
        losses = np.log(1 + np.exp(logits)) - logits * labels
        return loss_and_slope(logits, labels, weight, losses=losses, slopes=1 / (1 + np.exp(-logits)) - labels)


@exercise.mistake("probabilities propped up")
def _(logits, labels, *, weight):
    """A tiny number is added before the logarithm, or the probabilities are cut: then being still surer of a wrong
    answer costs nothing. The form with the logit needs no such prop.
    """
    p = np.clip(sigmoid(logits), 1e-12, 1 - 1e-12)
    return loss_and_slope(logits, labels, weight, losses=-(labels * np.log(p) + (1 - labels) * np.log(1 - p)))


@exercise.also("probabilities propped up")
def _(logits, labels, *, weight):
    p = sigmoid(logits)
    losses = -(labels * np.log(p + 1e-12) + (1 - labels) * np.log(1 - p + 1e-12))
    return loss_and_slope(logits, labels, weight, losses=losses)


@exercise.also("probabilities propped up")
def _(logits, labels, *, weight):
    p = np.clip(sigmoid(logits), 1e-7, 1 - 1e-7)
    return loss_and_slope(logits, labels, weight, losses=-(labels * np.log(p) + (1 - labels) * np.log(1 - p)))


@exercise.mistake("slope of the probability")
def _(logits, labels, *, weight):
    """The gradient has the sigmoid's slope p (1 − p) as a factor. In the cross-entropy it cancels: p − y is left."""
    p = sigmoid(logits)
    return loss_and_slope(logits, labels, weight, slopes=(p - labels) * p * (1 - p))


@exercise.mistake("logits cut")
def _(logits, labels, *, weight):
    """Large logits are cut in the loss: beyond the limit, being still surer of a wrong answer costs nothing. The form
    of lesson 03 needs no limit.
    """
    z = np.clip(logits, -50, 50)
    return loss_and_slope(logits, labels, weight, losses=np.logaddexp(0, z) - z * labels)


@exercise.also("logits cut")
def _(logits, labels, *, weight):
    z = np.clip(logits, -30, 30)
    return loss_and_slope(logits, labels, weight, losses=np.logaddexp(0, z) - z * labels)


@exercise.also("logits cut")
def _(logits, labels, *, weight):
    z = np.clip(logits, -500, 500)
    return loss_and_slope(logits, labels, weight, losses=np.logaddexp(0, z) - z * labels)


@exercise.also("logits cut")
def _(logits, labels, *, weight):
    z = np.clip(logits, -100, 100)
    return loss_and_slope(logits, labels, weight, losses=np.logaddexp(0, z) - z * labels)


@exercise.mistake("weight on a part of the loss")
def _(logits, labels, *, weight):
    """The weight stands before a part of a fraud's loss alone. It is a factor of the *whole* loss: of log(1 + exp(z))
    and of z y.
    """
    w = np.where(labels == 1, weight, 1)
    losses, slopes = w * np.logaddexp(0, logits) - logits * labels, w * sigmoid(logits) - labels
    return loss_and_slope(logits, labels, weight, w=1.0, losses=losses, slopes=slopes)


@exercise.mistake("weight twice in the gradient")
def _(logits, labels, *, weight):
    """The loss is right, but its gradient has the weight twice, as a square."""
    return loss_and_slope(logits, labels, weight, w_slope=np.where(labels == 1, weight, 1) ** 2)


@exercise.mistake("one more than the weight")
def _(logits, labels, *, weight):
    """A fraud counts `weight` + 1 times in yours. With a weight of 1 it should count as an honest payment does."""
    return loss_and_slope(logits, labels, weight, w=1 + weight * labels)


@exercise.mistake("divided by the number of frauds")
def _(logits, labels, *, weight):
    """You divide by the number of frauds. It is a mean over *all* payments."""
    by = max(np.sum(labels == 1), 1)
    return loss_and_slope(logits, labels, weight, by=by, by_slope=by)


@exercise.also("weight on a part of the loss")
def _(logits, labels, *, weight):
    w = np.where(labels == 1, weight, 1)
    losses, slopes = np.logaddexp(0, logits) - w * logits * labels, sigmoid(logits) - w * labels
    return loss_and_slope(logits, labels, weight, w=1.0, losses=losses, slopes=slopes)


@exercise.mistake("the gradient for the probability")
def _(logits, labels, *, weight):
    """The loss is right, but the gradient is that for the *probability*. For the logit, the slope of the sigmoid is a
    factor of it.
    """
    p = np.clip(sigmoid(logits), 1e-300, 1 - 1e-16)
    return loss_and_slope(logits, labels, weight, slopes=(1 - labels) / (1 - p) - labels / p)


@exercise.accepts("with logaddexp")
def _(logits, labels, *, weight):
    y = labels.astype(logits.dtype)
    w = 1 + (weight - 1) * y
    loss = np.mean(weight * y * np.logaddexp(0, -logits) + (1 - y) * np.logaddexp(0, logits))
    return loss, w * (sigmoid(logits) - y) / len(y)


@exercise.accepts("payment by payment")
def _(logits, labels, *, weight):
    total, gradient = 0.0, np.zeros_like(logits)
    for n, (z, y) in enumerate(zip(logits, labels)):
        w = weight if y == 1 else 1
        total += w * (max(z, 0) - z * y + np.log1p(np.exp(-abs(z))))
        gradient[n] = w * (sigmoid(z) - y) / len(labels)
    return total / len(labels), gradient

"""To answer as a larger network does, in its doubts, too: a loss of two parts, and its gradient."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.compression._cases.layers import doubts
from dlcourse.exercises.compression._cases.other_losses import (
    all_with_all,
    along_the_examples,
    mixed,
    of_chances,
    of_powers,
    over,
    parts,
    scaled,
    unsafe,
    unsoftened,
    with_a_little,
)
from dlcourse.lessons import compression
from dlcourse.lessons.losses import cross_entropy, cross_entropy_gradient, log_softmax

exercise = Exercise(
    reference=compression.distillation_loss,
    points=3,
    minutes=6,
    form="derive",
    first="compression.pull_of_a_doubt",
    cases=doubts,
    outputs=("loss", "dZ"),
    hints=[
        "If your network answers exactly as the teacher does, the first part is 0. What are p and q then, and what "
        "does that make of the first part's gradient?",
        "Each of the two parts is a mean over the examples with a gradient like that of cross-entropy: own chances "
        "less the wanted ones. In the first the scores are divided by T on their way in, which the chain rule sees "
        "once; T squared stands in front.",
        "Elsewhere: the slope of f(x / 5) by x is f'(x / 5) / 5. `table[np.arange(3), [2, 0, 1]]` takes one number "
        "from each of three rows, and `-=` may change them there.",
    ],
    equivalent_mutants={
        "soft = temperature ** 2 * np.sum(p * (log_p - log_q), axis=-1)": "the last of two axes is axis 1",
    },
    solved="a lesson from a larger network: not only what is right, but what it is nearly mistaken for.",
)


@exercise.mistake("T squared forgotten")
def _(Z, *, teacher, y, temperature, share):
    """T squared is missing in front of the teacher's part. The softer both are made, the smaller their differences and
    the gradient; T squared makes up for it, so that `share` means the same at every T.
    """
    return of_powers(0, -1)(Z, teacher=teacher, y=y, temperature=temperature, share=share)


exercise.edit(
    "T squared forgotten in the loss",
    {"temperature**2 * np.sum": "np.sum"},
    "In the loss T squared is missing in front of the teacher's part.",
)


@exercise.also("T squared forgotten in the loss")
def _(Z, *, teacher, y, temperature, share):
    loss, _ = of_powers(1, 1)(Z, teacher=teacher, y=y, temperature=temperature, share=share)
    return loss, compression.distillation_loss(Z, teacher=teacher, y=y, temperature=temperature, share=share)[1]


@exercise.mistake("T squared left in the gradient", hint=2)
def _(Z, *, teacher, y, temperature, share):
    """In the gradient of the teacher's part stands T squared: one T of it is used up, since the
    scores are divided by T before the softmax.
    """
    return of_powers(2, 2)(Z, teacher=teacher, y=y, temperature=temperature, share=share)


@exercise.mistake("T forgotten in the gradient", hint=2)
def _(Z, *, teacher, y, temperature, share):
    """In the gradient of the teacher's part T is missing: T squared stands in front, and only one T
    of it is used up by the division inside.
    """
    return of_powers(2, 0)(Z, teacher=teacher, y=y, temperature=temperature, share=share)


@exercise.also("T forgotten in the gradient")
def _(Z, *, teacher, y, temperature, share):
    return of_powers(2, -1)(Z, teacher=teacher, y=y, temperature=temperature, share=share)


@exercise.mistake("T before the labels' gradient")
def _(Z, *, teacher, y, temperature, share):
    """In the gradient T stands in front of both parts. Only the teacher's scores were divided by T."""
    loss, _ = compression.distillation_loss(Z, teacher=teacher, y=y, temperature=temperature, share=share)
    soft, hard = parts(Z, teacher, y, temperature)
    return loss, temperature * (share * soft[1] + (1 - share) * hard[1])


@exercise.mistake("T once in front")
def _(Z, *, teacher, y, temperature, share):
    """T stands in front of the teacher's part once. It belongs there squared."""
    return of_powers(1, 0)(Z, teacher=teacher, y=y, temperature=temperature, share=share)


@exercise.mistake("the other way round")
def _(Z, *, teacher, y, temperature, share):
    """The roles are exchanged in your first part: you weigh by your own chances. Weighed is by the *teacher's*, p, so
    that what the teacher finds likely must not be missed; the two are not the same.
    """
    log_p, log_q = log_softmax(teacher / temperature), log_softmax(Z / temperature)
    q, gap = np.exp(log_q), log_q - log_p
    kl = np.sum(q * gap, axis=1, keepdims=True)
    soft = kl.mean(), q * (gap - kl) / len(y)
    return mixed(scaled(*soft, temperature), parts(Z, teacher, y, temperature)[1], share)


@exercise.also("the other way round")
def _(Z, *, teacher, y, temperature, share):
    log_p, log_q = log_softmax(teacher / temperature), log_softmax(Z / temperature)
    loss = temperature**2 * np.sum(np.exp(log_q) * (log_q - log_p), axis=1).mean()
    soft, hard = parts(Z, teacher, y, temperature)
    return share * loss + (1 - share) * hard[0], share * temperature * soft[1] + (1 - share) * hard[1]


@exercise.mistake("cross-entropy for the divergence")
def _(Z, *, teacher, y, temperature, share):
    """In the loss your first part is the cross-entropy, -sum of p log q: it is not 0 when both
    agree, since p log p is missing.
    """
    soft, hard = parts(Z, teacher, y, temperature)
    entropy = -np.sum(np.exp(log_softmax(teacher / temperature)) * log_softmax(Z / temperature), axis=1).mean()
    return mixed(scaled(entropy, soft[1], temperature), hard, share)


@exercise.mistake("own answer softened for the labels, too")
def _(Z, *, teacher, y, temperature, share):
    """Your second part divides the scores by T, too. The right class is asked for at T = 1, as the network will be
    used.
    """
    soft, _ = parts(Z, teacher, y, temperature)
    hard = cross_entropy(Z / temperature, y), cross_entropy_gradient(Z / temperature, y) / temperature
    return mixed(scaled(*soft, temperature), hard, share)


@exercise.also("own answer softened for the labels, too")
def _(Z, *, teacher, y, temperature, share):
    soft, _ = parts(Z, teacher, y, temperature)
    hard = cross_entropy(Z / temperature, y), cross_entropy_gradient(Z / temperature, y)
    return mixed(scaled(*soft, temperature), hard, share)


@exercise.also("own answer softened for the labels, too")
def _(Z, *, teacher, y, temperature, share):
    soft, hard = parts(Z, teacher, y, temperature)
    return mixed(scaled(*soft, temperature), (cross_entropy(Z / temperature, y), hard[1]), share)


@exercise.mistake("only the teacher softened")
def _(Z, *, teacher, y, temperature, share):
    """Only the teacher's scores are divided by T in your first part. Both are: equal scores must cost nothing."""
    return unsoftened(False, True)(Z, teacher=teacher, y=y, temperature=temperature, share=share)


@exercise.mistake("the teacher not softened")
def _(Z, *, teacher, y, temperature, share):
    """The teacher's scores are not divided by T in your first part. Both are: equal scores must cost nothing."""
    return unsoftened(True, False)(Z, teacher=teacher, y=y, temperature=temperature, share=share)


@exercise.mistake("times T")
def _(Z, *, teacher, y, temperature, share):
    """You multiply the scores by T. Divided by it they come closer together, and doubts become visible."""
    soft, hard = parts(Z, teacher, y, 1 / temperature)
    return mixed((soft[0] * temperature**2, soft[1] * temperature**3), hard, share)


@exercise.also("times T")
def _(Z, *, teacher, y, temperature, share):
    soft, hard = parts(Z, teacher, y, 1 / temperature)
    return mixed((soft[0] * temperature**2, soft[1] * temperature), hard, share)


@exercise.mistake("shares exchanged")
def _(Z, *, teacher, y, temperature, share):
    """The shares are exchanged: `share` is that of the *teacher's* part, and what is left belongs to the labels."""
    return compression.distillation_loss(Z, teacher=teacher, y=y, temperature=temperature, share=1 - share)


@exercise.mistake("the labels' part in full")
def _(Z, *, teacher, y, temperature, share):
    """The labels' part counts in full. It gets what the teacher's leaves, 1 - share."""
    soft, hard = parts(Z, teacher, y, temperature)
    kl, d_kl = scaled(*soft, temperature)
    return share * kl + hard[0], share * d_kl + hard[1]


@exercise.mistake("the gradient without its shares")
def _(Z, *, teacher, y, temperature, share):
    """In the gradient both parts count in full: the shares belong there, too."""
    loss, _ = compression.distillation_loss(Z, teacher=teacher, y=y, temperature=temperature, share=share)
    soft, hard = parts(Z, teacher, y, temperature)
    return loss, temperature * soft[1] + hard[1]


@exercise.mistake("both parts in full")
def _(Z, *, teacher, y, temperature, share):
    """Both parts count in full. The teacher's gets `share`, and the labels' what is left."""
    soft, hard = parts(Z, teacher, y, temperature)
    return tuple(map(sum, zip(scaled(*soft, temperature), hard)))


@exercise.mistake("T squared before both parts")
def _(Z, *, teacher, y, temperature, share):
    """T squared stands in front of both parts. It belongs to the teacher's alone, whose scores were divided by T."""
    soft, hard = parts(Z, teacher, y, temperature)
    return mixed(scaled(*soft, temperature), tuple(temperature**2 * part for part in hard), share)


exercise.mistake("chances for examples, not for classes")(along_the_examples)
exercise.mistake("the labels of all for each")(all_with_all)
exercise.mistake("a softmax of chances")(of_chances)


@exercise.mistake("gradient of the sum")
def _(Z, *, teacher, y, temperature, share):
    """The gradient is that of the *sum* over the examples: a mean divides it by their number."""
    return over(lambda N, C: (1, N))(Z, teacher=teacher, y=y, temperature=temperature, share=share)


@exercise.mistake("sum over the examples")
def _(Z, *, teacher, y, temperature, share):
    """Both are summed over the examples. Wanted is the mean, so that a large batch weighs as much as a small one."""
    return over(lambda N, C: (N, N))(Z, teacher=teacher, y=y, temperature=temperature, share=share)


@exercise.mistake("mean over the classes, too")
def _(Z, *, teacher, y, temperature, share):
    """Your first part is a mean over all numbers of the table. Over the classes it is a *sum*; only over the examples
    it is a mean. (In PyTorch that is the difference between "mean" and "batchmean".)
    """
    soft, hard = parts(Z, teacher, y, temperature)
    return mixed(scaled(*(part / Z.shape[1] for part in soft), temperature), hard, share)


@exercise.also("mean over the classes, too")
def _(Z, *, teacher, y, temperature, share):
    soft, hard = parts(Z, teacher, y, temperature)
    return mixed(scaled(soft[0] / Z.shape[1], soft[1], temperature), hard, share)


@exercise.mistake("the gradient's sign turned")
def _(Z, *, teacher, y, temperature, share):
    """The gradient points the other way: own chances less the wanted ones, not the other way."""
    return over(lambda N, C: (1, -1))(Z, teacher=teacher, y=y, temperature=temperature, share=share)


@exercise.mistake("the gradient of one part only")
def _(Z, *, teacher, y, temperature, share):
    """In the gradient one of the two parts is missing."""
    loss, _ = compression.distillation_loss(Z, teacher=teacher, y=y, temperature=temperature, share=share)
    return loss, share * temperature * parts(Z, teacher, y, temperature)[0][1]


@exercise.also("the gradient of one part only")
def _(Z, *, teacher, y, temperature, share):
    loss, _ = compression.distillation_loss(Z, teacher=teacher, y=y, temperature=temperature, share=share)
    return loss, (1 - share) * parts(Z, teacher, y, temperature)[1][1]


for item in exercise.mistakes:  # each with p log(p / q), too, which is no number where a chance is 0
    for form in (item.answer, *item.others):
        exercise.also(item.name)(unsafe(form))

exercise.mistake("a little added in the logarithm")(with_a_little(1e-8))
for least in (1e-10, 1e-12, 1e-7):
    exercise.also("a little added in the logarithm")(with_a_little(least))


@exercise.accepts("example by example")
def _(Z, *, teacher, y, temperature, share):
    T, N, loss, dZ = temperature, len(Z), 0.0, np.zeros(Z.shape)
    for n in range(N):
        (log_p,), (log_q,) = log_softmax(teacher[n : n + 1] / T), log_softmax(Z[n : n + 1] / T)
        (own,) = log_softmax(Z[n : n + 1])
        loss += (share * T**2 * np.exp(log_p) @ (log_p - log_q) - (1 - share) * own[y[n]]) / N
        dZ[n] = share * T * (np.exp(log_q) - np.exp(log_p)) / N
        dZ[n] += (1 - share) * (np.exp(own) - np.eye(len(own))[y[n]]) / N
    return loss, dZ


@exercise.accepts("with lesson 03's loss, and exp over a sum")
def _(Z, *, teacher, y, temperature, share):
    def softmax(S):
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    p, q = softmax(teacher / temperature), softmax(Z / temperature)
    log_ratio = log_softmax(teacher / temperature) - log_softmax(Z / temperature)
    kl = (p * log_ratio).sum() / Z.shape[0]
    loss = share * temperature**2 * kl + (1 - share) * cross_entropy(Z, y)
    return loss, share * temperature * (q - p) / len(Z) + (1 - share) * cross_entropy_gradient(Z, y)

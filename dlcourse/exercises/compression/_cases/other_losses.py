"""Other losses for a student: what wrong answers are made of."""

import numpy as np

from dlcourse.lessons import compression
from dlcourse.lessons.losses import cross_entropy, cross_entropy_gradient, log_softmax


def parts(Z, teacher, y, temperature):
    """(loss, gradient) of the teacher's part, for T = 1 in front, and of the labels' part."""
    log_p, log_q = log_softmax(teacher / temperature), log_softmax(Z / temperature)
    kl = np.sum(np.exp(log_p) * (log_p - log_q), axis=1).mean()
    return (kl, (np.exp(log_q) - np.exp(log_p)) / len(y)), (cross_entropy(Z, y), cross_entropy_gradient(Z, y))


def mixed(soft, hard, share):
    """Both losses and both gradients, by their shares."""
    return tuple(share * left + (1 - share) * right for left, right in zip(soft, hard))


def scaled(kl, d_kl, temperature, *, loss=2, gradient=1):
    """The teacher's part with T to some powers in front."""
    return kl * temperature**loss, d_kl * temperature**gradient


def of_powers(loss, gradient):
    """A loss with other powers of T."""

    def answer(Z, *, teacher, y, temperature, share):
        soft, hard = parts(Z, teacher, y, temperature)
        return mixed(scaled(*soft, temperature, loss=loss, gradient=gradient), hard, share)

    return answer


def unsoftened(own, other):
    """The teacher's part where only one of both is divided by T."""

    def answer(Z, *, teacher, y, temperature, share):
        t_own, t_other = temperature if own else 1, temperature if other else 1
        log_p, log_q = log_softmax(teacher / t_other), log_softmax(Z / t_own)
        kl = np.sum(np.exp(log_p) * (log_p - log_q), axis=1).mean()
        d_kl = temperature**2 * (np.exp(log_q) - np.exp(log_p)) / len(y) / t_own
        return mixed((temperature**2 * kl, d_kl), parts(Z, teacher, y, temperature)[1], share)

    return answer


def over(divided):
    """Loss and gradient multiplied by something."""

    def answer(Z, *, teacher, y, temperature, share):
        loss, dZ = compression.distillation_loss(Z, teacher=teacher, y=y, temperature=temperature, share=share)
        by_loss, by_gradient = divided(*Z.shape)
        return loss * by_loss, dZ * by_gradient

    return answer


def unsafe(answer):
    """The same with p log(p / q) as it stands: no number where a chance is 0."""

    def other(Z, *, teacher, y, temperature, share):
        loss, dZ = answer(Z, teacher=teacher, y=y, temperature=temperature, share=share)
        p, q = (np.exp(log_softmax(S / temperature)) for S in (teacher, Z))
        with np.errstate(all="ignore"):
            return loss + 0 * np.sum(p * np.log(p / q)), dZ

    return other


def with_a_little(least):
    """The loss with a little in the logarithms."""

    def answer(Z, *, teacher, y, temperature, share):
        """You add a little in the logarithm, against a 0. Where a chance is tiny, that decides what the loss is: take
        the logarithm of the softmax from the scores, as in lesson 03.
        """
        p, q, own = (np.exp(log_softmax(S)) for S in (teacher / temperature, Z / temperature, Z))
        kl = np.sum(p * np.log((p + least) / (q + least)), axis=1).mean()
        labels = -np.log(own[np.arange(len(y)), y] + least).mean()
        _, dZ = compression.distillation_loss(Z, teacher=teacher, y=y, temperature=temperature, share=share)
        return share * temperature**2 * kl + (1 - share) * labels, dZ

    return answer


def along_the_examples(Z, *, teacher, y, temperature, share):
    """Your softmax goes down the columns: it compares the examples with each other. The chances of *one* example add up
    to 1.
    """
    N, T = len(Z), temperature
    log_p, log_q, log_own = (log_softmax(S.T).T for S in (teacher / T, Z / T, Z))
    kl = np.sum(np.exp(log_p) * (log_p - log_q), axis=1).mean()
    d_own = np.exp(log_own) - np.eye(Z.shape[1])[y]
    dZ = (share * T * (np.exp(log_q) - np.exp(log_p)) + (1 - share) * d_own) / N
    return share * T**2 * kl - (1 - share) * log_own[np.arange(N), y].mean(), dZ


def all_with_all(Z, *, teacher, y, temperature, share):
    """`Z[:, y]` takes, for each example, the columns of the labels of all. One number is wanted from each row: row n
    with column y[n].
    """
    (kl, d_kl), _ = parts(Z, teacher, y, temperature)
    log_own = log_softmax(Z)
    d_own = np.exp(log_own)
    d_own[:, y] -= 1
    return mixed(scaled(kl, d_kl, temperature), (-log_own[:, y].mean(), d_own / len(y)), share)


def of_chances(Z, *, teacher, y, temperature, share):
    """Your softmax at T is given chances, which have been through a softmax already. It wants the scores."""
    _, hard = parts(Z, teacher, y, temperature)
    soft, _ = parts(np.exp(log_softmax(Z)), np.exp(log_softmax(teacher)), y, temperature)
    return mixed(scaled(*soft, temperature), hard, share)

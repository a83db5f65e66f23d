"""Soft look-ups as they are written at first: any root, any way to hide, a softmax that knows of no empty row."""

import numpy as np


def undivided(D):
    """Scores as they are: divided by 1."""
    return 1.0


def hidden_by(score):
    """What hides a key by another score in the place of its own."""
    return lambda scores, mask: np.where(mask, scores, score)


def added(scores, mask):
    """A large negative number comes to the scores of what is hidden; a query that sees nothing keeps its order."""
    return scores + (1 - mask) * -1e9


def unseen(scores, mask):
    """The mask is left out."""
    return scores


HIDDEN = (hidden_by(-1e9), hidden_by(-np.inf), added)


def look_up(*, root=np.sqrt, hide=HIDDEN[0], axis=-1, careful=False, calm=True, turned=None):
    """A function with the arguments of ``scaled_dot_product_attention``.

    root: what the scores are divided by, a function of D; hide: a function (scores, mask) -> scores; axis: of the
    softmax; careful: whether who sees nothing gets zeros; calm: whether the largest score is taken away; turned: what
    makes the columns of the product of K, in the place of ``K.swapaxes(-1, -2)``
    """

    def looked(Q, *, K, V, mask=None):
        with np.errstate(all="ignore"):
            scores = Q @ (K.swapaxes(-1, -2) if turned is None else turned(K)) / root(Q.shape[-1])
            scores = scores if mask is None else hide(scores, mask)
            top = scores.max(axis=axis, keepdims=True) if calm else 0
            E = np.exp(scores - (np.where(np.isfinite(top), top, 0) if careful else top))
            total = E.sum(axis=axis, keepdims=True)
            A = E / (np.where(total > 0, total, 1) if careful else total)
            return A @ V, (Q, K, V, A)

    return looked

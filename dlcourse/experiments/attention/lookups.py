"""What lesson 14 measures on single look-ups: what the square root is for, and what order attention can see."""

import numpy as np

KEYS, QUERIES = 8, 2000


def by_width(attend, widths, rng, *, keys=KEYS, queries=QUERIES):
    """Random queries and keys of several widths, with the division by the square root of the width and without.

    Parameters
    ----------
    attend : function
        As :func:`dlcourse.lessons.attention.scaled_dot_product_attention`.
    widths : sequence of int
    rng : numpy.random.Generator
    keys, queries : int
        Each query has so many keys of its own.

    Returns
    -------
    dict of str to dict of int to tuple (float, float, float)
        "divided" and "not divided": for each width the variance of the scores; the largest weight, on average; and
        its slope, ``A (1 - A)``: how much it moves if its score does.
    """
    found = {"divided": {}, "not divided": {}}
    for width in widths:
        Q, K = rng.normal(size=(queries, 1, width)), rng.normal(size=(queries, keys, width))
        for name, root in (("divided", 1.0), ("not divided", np.sqrt(width))):
            scores = root * Q @ K.swapaxes(1, 2) / np.sqrt(width)
            _, (*_, A) = attend(root * Q, K=K, V=np.zeros((queries, keys, 1)))  # the root takes the division back
            top = A.max(axis=-1)
            found[name][width] = float(scores.var()), float(top.mean()), float((top * (1 - top)).mean())
    return found


def shuffled(attend, X, order, *, positions=0.0):
    """How far it is from attending to shuffled steps to shuffling what attention gives.

    Parameters
    ----------
    attend : function
    X : array (T, D)
        Queries, keys and values at once.
    order : int array (T,)
    positions : array (T, D), optional
        Added to the steps, as they stand.

    Returns
    -------
    float
        The largest difference; 0, up to rounding, if attention cannot see the order.
    """
    first, second = X + positions, X[order] + positions
    out, _ = attend(first, K=first, V=first)
    again, _ = attend(second, K=second, V=second)
    return float(np.abs(again - out[order]).max())


def most_frequent(count, letters=4):
    """The chance to name one of some random letters by naming the most frequent of them: their order is not known.

    Whoever sees how often each letter occurs, and not where, cannot do better.

    Parameters
    ----------
    count, letters : int

    Returns
    -------
    float
        The expected number of the most frequent letter, divided by `count`.

    Examples
    --------
    >>> round(float(most_frequent(2)), 4)  # twice the same: 1/4, and then it is right; else one of two
    0.625
    """
    k = np.arange(count + 1)
    log_factorials = np.concatenate([[0], np.cumsum(np.log(k[1:]))])
    rate = count / letters  # letters that come independently, at this rate, and are so many in all by chance
    single = np.exp(k * np.log(rate) - rate - log_factorials)
    all_of_them = np.exp(count * np.log(count) - count - log_factorials[-1])
    expected = 0.0
    for most in range(count):  # E[max] is the sum of P(max > most)
        cut, joint = np.where(k <= most, single, 0.0), np.array([1.0])
        for _ in range(letters):
            joint = np.convolve(joint, cut)[: count + 1]
        expected += 1 - joint[count] / all_of_them
    return expected / count


def loss_of(attend, name, d_out, **given):
    """A number made of what a look-up fetches, as a function of its queries, keys or values: ``loss(x) -> float``.

    Parameters
    ----------
    attend : function
        As :func:`scaled_dot_product_attention`.
    name : str
        "Q", "K" or "V": what `x` stands for.
    d_out : array
        The gradient of this number for what is fetched.
    **given : array
        All three by name.
    """

    def loss(x):
        asked = given | {name: x}
        return np.sum(d_out * attend(asked.pop("Q"), **asked)[0])

    return loss

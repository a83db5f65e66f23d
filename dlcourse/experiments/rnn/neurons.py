"""What single neurons of a state tell of a text: correlations with what a reader knows of each character."""

import numpy as np

from dlcourse.experiments.rnn.texts import inside_brackets

LONG = 4  # from this letter on a word counts as long


def states_along(network, ids, length=1000):
    """The state after each character of one long text, read in pieces with the state carried over: array (L, H).

    Parameters
    ----------
    network : SequenceNetwork
        An embedding, a recurrent layer and a dense layer.
    ids : int array (L,)
    length : int
        Of the pieces.
    """
    embedding, recurrent, _ = network.layers
    state, found = None, []
    for start in range(0, len(ids), length):
        X, _ = embedding.forward(ids[None, start : start + length])
        H, cache = recurrent.forward(X, state=state)
        state = recurrent.final_state(cache)
        found.append(H[0])
    return np.concatenate(found)


def known_of(text):
    """What a reader knows of each character of a text, as ones and zeros: dict of name to array (L,).

    Examples
    --------
    >>> for name, marks in known_of("a (bad) idea").items():
    ...     print(f"{name:17}", "".join("01"[int(mark)] for mark in marks))
    a vowel           100010001011
    far into a word   000000000001
    in brackets       001111000000
    """
    far, run = np.zeros(len(text)), 0
    for place, sign in enumerate(text):
        run = run + 1 if sign.isalpha() else 0
        far[place] = run >= LONG
    vowels = np.array([sign in "aeiou" for sign in text], float)
    return {"a vowel": vowels, "far into a word": far, "in brackets": inside_brackets(text).astype(float)}


def correlations(H, marks):
    """The correlation of each neuron with the marks, from -1 to 1: array (H,); 0 where one of both never changes."""
    apart, marks = H - H.mean(axis=0), marks - marks.mean()
    size = np.sqrt((apart**2).sum(axis=0) * (marks**2).sum())
    return marks @ apart / np.where(size > 0, size, 1)


def telling_neuron(H, marks, cut):
    """The neuron that tells most of the marks before the place `cut`, and how much it tells after it.

    Parameters
    ----------
    H : array (L, H)
        The states along a text.
    marks : array (L,)
    cut : int
        The neuron is chosen on what is before, the correlation that counts is of what is after.

    Returns
    -------
    tuple (int, float)
        The number of the neuron, counted from 0; the correlation with its sign.
    """
    neuron = int(np.abs(correlations(H[:cut], marks[:cut])).argmax())
    return neuron, float(correlations(H[cut:, [neuron]], marks[cut:])[0])

"""Texts and words as numbers, and a network that reads letters with weights set by hand."""

import numpy as np

SIGNS = " abcdefghijklmnopqrstuvwxyz()-.,"  # the alphabet of the reader whose weights are set by hand


def ids_of(text, signs):
    """The number of each character of a text in the alphabet `signs`: an int array (L,).

    Examples
    --------
    >>> ids_of("cab", "abc")
    array([2, 0, 1])
    """
    place = {sign: number for number, sign in enumerate(signs)}
    unknown = sorted(set(text) - set(signs))
    if unknown:
        raise ValueError(f"the text has {unknown[0]!r}, which the alphabet has not")
    return np.array([place[sign] for sign in text], dtype=int)


def padded(words, signs):
    """Words as rows of equal length: what is read, what comes next, and which steps count.

    Character 0 of the alphabet begins a word, ends it, and fills up the rest of its row.

    Parameters
    ----------
    words : list of str
    signs : str
        The alphabet; its first character must be in no word.

    Returns
    -------
    tuple (int array (N, T), int array (N, T), bool array (N, T))
        Inputs, targets and mask; T is the length of the longest word plus 1.

    Examples
    --------
    >>> inputs, targets, mask = padded(["ab", "c"], ".abc")
    >>> print(inputs.tolist(), targets.tolist(), mask.astype(int).tolist())
    [[0, 1, 2], [0, 3, 0]] [[1, 2, 0], [3, 0, 0]] [[1, 1, 1], [1, 1, 0]]
    """
    rows = np.zeros((len(words), max(map(len, words)) + 2), dtype=int)
    for row, word in zip(rows, words):
        row[1 : len(word) + 1] = ids_of(word, signs)
    lengths = np.array([len(word) for word in words])
    return rows[:, :-1], rows[:, 1:], np.arange(rows.shape[1] - 1) <= lengths[:, None]


def shuffled(words, rng):
    """The same words with their letters in another order; words of fewer than two kinds of letters stay as they are."""
    found = []
    for word in words:
        other = word
        while other == word and len(set(word)) > 1:
            other = "".join(rng.permutation(list(word)))
        found.append(other)
    return found


def hand_set_reader():
    """A recurrent layer of three neurons that reads letters, its weights set by hand and not learned.

    Number 1 of its state is near 1 after an opening bracket and near -1 after a closing one, however long ago that
    was; number 2 jumps up at each vowel and fades; number 3 says whether the last character was a vowel, no more.

    Returns
    -------
    tuple (array (32, 3), array (3, 3), array (3,))
        W_x, for letters of ``SIGNS`` as rows of ones and zeros, W_h and b.

    Examples
    --------
    >>> from dlcourse.lessons.rnn import rnn_forward
    >>> W_x, W_h, b = hand_set_reader()
    >>> X = np.eye(len(SIGNS))[ids_of("a (bcd", SIGNS)]
    >>> H, _ = rnn_forward(X[None], h0=np.zeros((1, 3)), W_x=W_x, W_h=W_h, b=b)
    >>> print(H[0, :, 0].round(1).tolist())  # inside of brackets from the 3rd character on
    [-0.5, -1.0, 1.0, 1.0, 1.0, 1.0]
    """
    vowels = np.isin(list(SIGNS), list("aeiou")).astype(float)
    brackets = 8.0 * (np.array(list(SIGNS)) == "(") - 8.0 * (np.array(list(SIGNS)) == ")")
    letters = np.isin(list(SIGNS), list("bcdfghjklmnpqrstvwxyz")).astype(float)
    W_x = np.column_stack([brackets, vowels, 2 * vowels - 2 * letters])
    return W_x, np.diag([3.0, 0.8, 0.0]), np.array([-0.5, 0.0, 0.0])


def inside_brackets(text):
    """For each character of a text, 1 if a bracket is open after it, and 0 if not: int array (L,).

    Examples
    --------
    >>> print(inside_brackets("a (b) c"))
    [0 0 1 1 0 0 0]
    """
    signs = np.array(list(text))
    return (np.cumsum((signs == "(").astype(int) - (signs == ")")) > 0).astype(int)

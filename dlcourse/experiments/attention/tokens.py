"""Tokens: pieces of words in the place of letters, and what that changes for a transformer."""

import re

import numpy as np

from dlcourse.experiments.attention import writing
from dlcourse.lessons import attention
from dlcourse.lessons.losses import log_softmax
from dlcourse.nn.training.budget import few

LEARNED_FROM = 20_000  # characters of the text
MERGES = (50, 200)


def words_of(text):
    """A text in words, each with the space or the line break before it; together they are the text again.

    Examples
    --------
    >>> words_of("to be, or\\nnot")
    ['to', ' be,', ' or', '\\nnot']
    """
    return re.findall(r"\s?\S+|\s", text)


def learned(text, signs, count, *, merge=attention.byte_pair_merge):
    """The first merges of a text.

    Parameters
    ----------
    text, signs : str
        The alphabet has a number for each sign: its place.
    count : int
        How many merges; fewer, if no word has two signs before.
    merge : function
        As :func:`byte_pair_merge`.

    Returns
    -------
    list of tuple (int, int)
        The pair number k has become the sign ``len(signs) + k``.

    Examples
    --------
    >>> learned("aab aab ab", " ab", 2)  # a b, which is number 3 from then on; then a and that, which is aab
    [(1, 2), (1, 3)]
    """
    words, pairs = [[signs.index(sign) for sign in word] for word in words_of(text)], []
    for number in range(few(count)):
        pair, words = merge(words, new_id=len(signs) + number)
        if not pair:
            break
        pairs.append(tuple(pair))
    return pairs


def spelled(signs, pairs):
    """What each token stands for: a list of str, letters first.

    Examples
    --------
    >>> spelled("abc", [(0, 1), (3, 2)])
    ['a', 'b', 'c', 'ab', 'abc']
    """
    found = list(signs)
    for left, right in pairs:
        found.append(found[left] + found[right])
    return found


def encoded(text, signs, pairs):
    """A text as tokens: the merges, one after the other, on each word. int array (L,)."""
    known = {}
    for word in words_of(text):
        if word not in known:
            known[word] = _encoded_word([signs.index(sign) for sign in word], len(signs), pairs)
    return np.array([token for word in words_of(text) for token in known[word]])


def _encoded_word(word, first, pairs):
    """A word after all merges."""
    for number, pair in enumerate(pairs):
        place = 0
        while place < len(word) - 1:
            if (word[place], word[place + 1]) == pair:
                word[place : place + 2] = [first + number]
            place += 1
    return word


def bits_a_letter(Z, y, lengths):
    """Bits that a model pays for a letter: the sum over tokens, divided by the letters in them.

    Parameters
    ----------
    Z : array (T, V)
        The logits.
    y : int array (T,)
        The right tokens.
    lengths : int array (V,)
        How many letters each token has.

    Examples
    --------
    >>> bits_a_letter(np.zeros((2, 4)), np.array([0, 3]), np.array([1, 1, 1, 3]))  # two bits twice, for four letters
    1.0
    """
    losses = -log_softmax(Z)[np.arange(len(y)), y]
    return float(losses.sum() / np.log(2) / lengths[y].sum())


def measured(seed, merges, *, rate, length, text=None):
    """A transformer on tokens, with as many steps of Adam as :func:`writing.measure_text` makes with letters.

    Returns
    -------
    dict of str to float
        "bits" a letter on the test part, "perplexity" of a token, "letters" in a token, "size" of the network.
    """
    text = text or writing.text_in_parts()
    whole = "".join(text.signs[i] for i in text.ids)
    pairs = learned(whole[:LEARNED_FROM], text.signs, merges)
    cut = text.ends[1]
    seen, unseen = (encoded(part, text.signs, pairs) for part in (whole[:cut], whole[cut:]))
    network = writing.reader("transformer", len(text.signs) + len(pairs), seed, length=length)
    steps = few(writing.PASSES * len(writing.pieces(text.ids[:cut], length)))
    for _ in writing.learn(network, seen, rate=rate, length=length, passes=steps / len(writing.pieces(seen, length))):
        pass
    Z, y = writing.logits_along(network, unseen, length), unseen[1:]
    lengths = np.array([len(token) for token in spelled(text.signs, pairs)])
    found = {"bits": bits_a_letter(Z, y, lengths), "perplexity": float(attention.perplexity(Z, y=y))}
    return found | {"letters": len(whole[cut:]) / len(unseen), "size": network.size}


def told(table):
    """What was measured with so many merges, in lines."""
    for merges, row in table.items():
        hard, (bits, least, most) = np.median(row["perplexity"]), np.quantile(row["bits"], [0.5, 0, 1])
        yield (
            f"{merges:>3} merges, {row['size']:,} numbers: {row['letters']:.2f} letters a token; perplexity "
            f"{hard:4.1f} a token; bits a letter {bits:.2f} ({least:.2f} to {most:.2f})"
        )

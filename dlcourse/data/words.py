"""Words: short texts on eight topics, vectors that have learned from many more, and the names of colours."""

import re
from functools import cache

import numpy as np

from dlcourse.data.stored import arrays, text

COARSE = "shit|poo|piss|snot|booger|vomit|puke|barf|diarrhea"  # names of colours that are left out


@cache
def sentences():
    """Short texts on eight topics: what a word means, without the word itself.

    250 definitions each of animals, clothes, feelings, food, illness, music, plants and vehicles, of 4 to 25 words, in
    small letters, drawn by chance from the nouns of WordNet; of several clauses all, and no examples. Made by
    ``scripts/make_definitions.py``.

    Returns
    -------
    tuple (list of str, list of str, list of str, list of str)
        The texts, for each its topic, its kind (a branch of the topic: "animals: duck"), and the word that it defines.

    Examples
    --------
    >>> texts, topics, kinds, words = sentences()
    >>> len(texts), sorted(set(topics))[:3]
    (2000, ['animals', 'clothes', 'feelings'])

    References
    ----------
    Princeton University (2006), *WordNet 3.0*, WordNet License (see ``dlcourse/data/files/NOTICE.txt``).
    """
    rows = [line.split("\t") for line in text("definitions.txt").splitlines()]
    topics, kinds, words, texts = zip(*rows)
    return list(texts), list(topics), [f"{topic}: {kind}" for topic, kind in zip(topics, kinds)], list(words)


@cache
def word_vectors():
    """Vectors of words that have learned from all of WordNet's definitions but the 2,000 of :func:`sentences`.

    Made by ``scripts/make_word_vectors.py`` with skip-grams and negative sampling.

    Returns
    -------
    tuple (list of str, array (V, 24), list of str)
        The words, the most frequent first; their vectors; and what kind of thing each word means, as WordNet files
        its commonest sense as a noun ("animal", "food", "body"), "" for other words.
    """
    stored = arrays("word_vectors.npz")
    vectors = stored["vectors"].astype(float) * stored["scale"]
    return stored["words"].tolist(), vectors, [stored["names"].tolist()[kind] for kind in stored["kinds"]]


@cache
def colour_names():
    """What people call colours: the names that 222,500 of them gave to colours on a screen.

    Those of the survey's 949 names that are in good taste, in small letters, with a space where there was a stroke.

    Returns
    -------
    tuple (list of str, array (N, 3))
        The names, and their colours: red, green and blue from 0 to 1 (sRGB).

    References
    ----------
    Munroe (2010), *Color Survey Results*, https://xkcd.com/color/rgb, in the public domain; as they stand in
    matplotlib.
    """
    from matplotlib.colors import get_named_colors_mapping, to_rgb

    found = {name[5:]: to_rgb(code) for name, code in get_named_colors_mapping().items() if name.startswith("xkcd:")}
    kept = sorted(name for name in found if not re.search(COARSE, name))
    names = [name.replace("/", " ").replace("gray", "grey") for name in kept]
    colours = dict(zip(names, (found[name] for name in kept)))  # each name once
    return list(colours), np.array(list(colours.values()))

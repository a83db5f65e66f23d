"""What the networks of lesson 11 read: the course's texts, or one of the learner's own."""

from collections import Counter

from dlcourse.data import datasets
from dlcourse.data.own import own_text

LEAST, MOST = 20_000, 170_000  # characters of a text: less teaches nothing, more takes too long
SIGNS = 60  # kinds of characters that are kept
LEAST_NAMES, LONGEST = 150, 30


def text_to_read(own=None):
    """A long text in small letters, and its alphabet.

    Parameters
    ----------
    own : str or path, optional
        A text of one's own, as for `own_text`: the name of a file, or the text itself. Its 60 most frequent kinds of
        characters stay, and its first 170,000 characters. If left out, it is the reference of the Python language.

    Returns
    -------
    tuple (str, str)
        The text; its alphabet, which begins with the line break.

    Raises
    ------
    ValueError
        If the text is too short, or none.
    """
    text = datasets.language_reference() if own is None else _in_few_signs(own_text(own).lower())
    if len(text) < LEAST:
        raise ValueError(
            f"the text has {len(text):,} characters: want at least {LEAST:,}, about ten pages; take a longer one, or "
            "several in one file"
        )
    text = text[:MOST]
    return text, "\n" + "".join(sorted(set(text) - {"\n"}))


def _in_few_signs(text):
    """The text in its most frequent kinds of characters; what was left out is printed."""
    frequent = "".join(sign for sign, _ in Counter(text).most_common(SIGNS))
    return own_text(text + "\n", keep="\n" + frequent)


def names_to_read(own=None):
    """Names in small letters, each once: of places, or those of one's own.

    Parameters
    ----------
    own : str or path, optional
        A file with one name in each line, or such a text itself; names of more than 30 characters are left out.

    Returns
    -------
    tuple (list of str, str)
        The names; their alphabet, which begins with the line break.

    Raises
    ------
    ValueError
        If the names are too few.
    """
    if own is None:
        names = [name.lower() for name in datasets.place_names()]
    else:
        lines = (" ".join(line.split()) for line in _in_few_signs(own_text(own).lower()).split("\n"))
        names = list(dict.fromkeys(line for line in lines if 1 < len(line) <= LONGEST))
        if len(names) < LEAST_NAMES:
            raise ValueError(
                f"there are {len(names)} different names of 2 to {LONGEST} characters: want at least {LEAST_NAMES}, "
                "one in each line"
            )
    return names, "\n" + "".join(sorted(set("".join(names))))


def end_of_part(text, share):
    """The place behind the end of a line (else of a word) near this share of a text.

    Examples
    --------
    >>> end_of_part("one two\\nthree four", 0.2), end_of_part("one two three", 0.4)
    (8, 8)
    """
    place = int(share * len(text))
    for sign in "\n ":
        if 0 <= (found := text.find(sign, place)) < len(text) - 1:
            return found + 1
    return place

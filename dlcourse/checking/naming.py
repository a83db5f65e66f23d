"""What the parts of a result are called in a sentence: by their names, or by their places."""

import re
from dataclasses import dataclass

ORDINALS = ("first", "second", "third", "fourth", "fifth")
SHORT_WORDS = ("a", "an", "as", "at", "by", "if", "in", "is", "it", "no", "of", "on", "or", "so", "to", "up")


@dataclass(frozen=True)
class Each:
    """Names in a list whose entries are alike: `Each("layer", ("dW", "db"))` gives "`dW` of layer 0".

    `names` are those of the parts of an entry.
    """

    word: str
    names: tuple = ()


def part(names, where, index):
    """(what a part is called, the names inside of it).

    Parameters
    ----------
    names : tuple or Each
        Of the parts of a list or tuple: for each its name, or (its name, the names inside of it).
    where : str
        What the list or tuple is called; "" for the result as a whole.
    index : int
        The place of the part.
    """
    if isinstance(names, Each):
        return f"{names.word} {index}", names.names
    if index < len(names):
        name, inside = names[index] if isinstance(names[index], tuple) else (names[index], ())
        return f"`{name}`" + (f" of {where}" if where else ""), inside
    place = f"the {ORDINALS[index]} part" if index < len(ORDINALS) else f"part {index + 1}"
    return f"{place} of {where or 'the result'}", ()


def entry(where, key):
    """What an entry of a dict is called."""
    return f"the entry {key!r:.40} of {where or 'the result'}"


def listed(names, most=4):
    """Names as a noun phrase; of more than `most` the first ones, and how many more there are."""
    names = list(names)
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} other parts"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def capital(text):
    """A sentence's beginning in a capital letter, unless it begins with the name of a variable."""
    first = re.match(r"[\w.]*", text)[0]
    is_name = (len(first) < 3 and first not in SHORT_WORDS) or re.search(r"[_.\dA-Z]|^d[^aeiourwy]", first)
    return text if is_name else text[:1].upper() + text[1:]

"""The colour that a name means: a linear model on pieces of its letters."""

import re
from functools import cache
from itertools import chain

import numpy as np

from dlcourse.data import datasets

HELD_OUT = 190
SHORTEST, LONGEST = 3, 5  # letters of a piece
STRENGTH = 3.0  # of the penalty on weights, as the table that is stored found it


def spelling(name):
    """What names share that are one name in several spellings: "greyish blue", "grayish blue" and "blue grey".

    Examples
    --------
    >>> spelling("bluish grey") == spelling("gray/blue")
    True
    """
    words = re.split(r"[^a-z]+", name.replace("gray", "grey").replace("'s", ""))
    stems = [re.sub(r"(?<=[a-z]{3})e?y?(ish)?$", "", word) for word in words]
    return "".join(sorted("".join(stems)))


@cache
def _split(seed):
    """Places of the names to learn from, and of those held out; spellings of one name stay together."""
    names, _ = datasets.colour_names()
    keys = np.array([spelling(name) for name in names])
    # Sorting random numbers, and not Generator.permutation, whose stream may change with NumPy.
    unique = np.unique(keys)
    order = unique[np.argsort(np.random.default_rng(seed).random(len(unique)))]
    place = {key: number for number, key in enumerate(order)}
    ordered = np.argsort([place[key] for key in keys], kind="stable")
    end = HELD_OUT
    while keys[ordered[end]] == keys[ordered[end - 1]]:
        end += 1
    return np.sort(ordered[end:]), np.sort(ordered[:end])


def colours(seed=0):
    """Names of colours to learn from, and others that are held out.

    Parameters
    ----------
    seed : int
        Which names are held out.

    Returns
    -------
    tuple ((list of str, array (N, 3)), (list of str, array (M, 3)))
        The names and their colours, red, green and blue from 0 to 1 (sRGB), of both parts; M is 190 or a little more,
        for spellings of one name ("greyish blue", "bluish grey") stay on one side.
    """
    names, C = datasets.colour_names()
    return tuple(([names[k] for k in part], C[part]) for part in _split(seed))


class Pieces:
    """A linear model of colours: each piece of a name adds something to the mean colour.

    Parameters
    ----------
    pieces : function
        ``pieces(name) -> list of str``.
    names : list of str
    C : array (N, 3)
    strength : float
        Of the penalty on the squares of the weights.

    Attributes
    ----------
    mean : array (3,)
        The mean colour.
    weights : dict of str to array (3,)
        What each piece adds, each time it stands in a name.
    """

    def __init__(self, pieces, names, C, strength):
        self._pieces, self.mean = pieces, C.mean(axis=0)
        found = [pieces(name) for name in names]
        self.places = {piece: place for place, piece in enumerate(dict.fromkeys(chain.from_iterable(found)))}
        X = self.table(found)
        # As many equations as names, and not as pieces, of which there are more.
        dual = np.linalg.solve(X @ X.T + strength * np.eye(len(X)), C - self.mean)
        self.weights = dict(zip(self.places, X.T @ dual, strict=True))

    def table(self, found):
        """How often each known piece stands in each list of pieces: an array (N, P)."""
        X = np.zeros((len(found), len(self.places)))
        for row, pieces in enumerate(found):
            for piece in pieces:
                if piece in self.places:
                    X[row, self.places[piece]] += 1
        return X

    def spoke(self, name):
        """What each known piece of a name adds: dict of str to array (3,)."""
        said = {}
        for piece in self._pieces(name):
            if piece in self.weights:
                said[piece] = said.get(piece, 0) + self.weights[piece]
        return said

    def __call__(self, name):
        """The colour of a name: an array (3,), from 0 to 1."""
        return np.clip(self.mean + sum(self.spoke(name).values()), 0, 1)


def fit_pieces(letter_pieces, names, C, *, strength=STRENGTH):
    """Learn what each piece of letters adds to a colour.

    Parameters
    ----------
    letter_pieces : function
        The learner's: a word to its pieces.
    names : list of str
    C : array (N, 3)
    strength : float
        Of the penalty on the squares of the weights.

    Returns
    -------
    Pieces
        ``model(name) -> array (3,)``; ``model.spoke(name)`` says what each piece adds.
    """
    return Pieces(pieces_of(letter_pieces), names, C, strength)


def pieces_of(letter_pieces):
    """A function from a name to the pieces of all its words."""
    return lambda name: [
        piece for word in name.split() for piece in letter_pieces(word, shortest=SHORTEST, longest=LONGEST)
    ]


def cleaned(name):
    """A name as it was typed, in the letters that the model knows: small ones, and single spaces."""
    return " ".join(re.sub(r"[^a-z']+", " ", name.lower()).split())


def nearest_name(colour, names, C):
    """The name whose colour is nearest, and how far it is: (str, float), the root of the mean square a channel."""
    far = np.sqrt(((C - colour) ** 2).mean(axis=1))
    return names[far.argmin()], float(far.min())


def name_apart(name, far, names, C):
    """How different is so far? Of all names the one whose colour is most nearly so far from that of a name.

    Parameters
    ----------
    name : str
    far : float
        The root of the mean square a channel.
    names : list of str
    C : array (N, 3)

    Returns
    -------
    tuple (str, float)
        The other name, and how far it is.

    Examples
    --------
    >>> name_apart("black", 0.5, ["black", "grey", "white"], np.array([[0.0] * 3, [0.4] * 3, [1.0] * 3]))
    ('grey', 0.4)
    """
    apart = np.sqrt(((C - C[names.index(name)]) ** 2).mean(axis=1))
    other = int(np.abs(apart - far).argmin())
    return names[other], float(round(apart[other], 4))


def rms(model, names, C):
    """How far a model's colours are from the true ones: the root of the mean square, a channel.

    Parameters
    ----------
    model : function
        ``model(name) -> array (3,)``.
    names : list of str
    C : array (N, 3)

    Returns
    -------
    float
        From 0 to 1; black and white are 1 apart.
    """
    return float(np.sqrt(np.mean((np.array([model(name) for name in names]) - C) ** 2)))

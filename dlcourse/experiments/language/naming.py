"""The colour that a name means: a linear model on pieces of its letters, and what a sceptic would try first."""

import re
from functools import cache

import numpy as np

from dlcourse.data import datasets
from dlcourse.experiments.comparison import compare
from dlcourse.lessons.losses import mse, mse_gradient
from dlcourse.nn.training import Adam, mlp
from dlcourse.nn.training.budget import few
from dlcourse.nn.training.loop import training_steps

HELD_OUT = 190
SHORTEST, LONGEST = 3, 5  # letters of a piece
STRENGTH = 3.0  # of the penalty on weights, as the table that is stored found it
TUNING, SEEDS = range(5, 8), range(5)
SIDES = ("mean colour", "average of words", "ridge on words", "network on words", "ridge on pieces")
RANGES = {
    "mean colour": {"strength": (0.0,)},
    "average of words": {"strength": (0.03, 0.1, 0.3, 1.0, 3.0)},
    "ridge on words": {"strength": (0.1, 0.3, 1.0, 3.0, 10.0)},
    "network on words": {"strength": (0.001, 0.003, 0.01, 0.03, 0.1)},
    "ridge on pieces": {"strength": (0.3, 1.0, 3.0, 10.0, 30.0)},
}
UNTUNED = {"mean colour": "it has nothing to tune"}


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
def _split(seed, held_out=HELD_OUT):
    """Places of the names to learn from, and of those held out; spellings of one name stay together."""
    names, _ = datasets.colour_names()
    keys = np.array([spelling(name) for name in names])
    # Sorting random numbers, and not Generator.permutation, whose stream may change with NumPy.
    unique = np.unique(keys)
    order = unique[np.argsort(np.random.default_rng(seed).random(len(unique)))]
    place = {key: number for number, key in enumerate(order)}
    ordered = np.argsort([place[key] for key in keys], kind="stable")
    end = held_out
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
        self.places = {piece: place for place, piece in enumerate(dict.fromkeys(sum(found, [])))}
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


def fit_pieces(letter_pieces, names, C, *, strength=STRENGTH, shortest=SHORTEST, longest=LONGEST):
    """Learn what each piece of letters adds to a colour.

    Parameters
    ----------
    letter_pieces : function
        The learner's: a word to its pieces.
    names : list of str
    C : array (N, 3)
    strength : float
    shortest, longest : int
        Letters of a piece.

    Returns
    -------
    Pieces
        ``model(name) -> array (3,)``; ``model.spoke(name)`` says what each piece adds.
    """

    def pieces(name):
        return [piece for word in name.split() for piece in letter_pieces(word, shortest=shortest, longest=longest)]

    return Pieces(pieces, names, C, strength)


def paint(name, model):
    """The colour of a name as text: "#9fa7c1".

    Parameters
    ----------
    name : str
    model : function
        ``model(name) -> array (3,)``.

    Returns
    -------
    str
    """
    return as_hex(model(cleaned(name)))


def as_hex(colour):
    """Red, green and blue from 0 to 1 as text, from "#000000" to "#ffffff"."""
    return "#" + "".join(f"{round(255 * float(part)):02x}" for part in colour)


def cleaned(name):
    """A name as it was typed, in the letters that the model knows: small ones, and single spaces."""
    return " ".join(re.sub(r"[^a-z']+", " ", name.lower()).split())


def nearest_name(colour, names, C):
    """The name whose colour is nearest, and how far it is: (str, float), the root of the mean square a channel."""
    far = np.sqrt(((C - colour) ** 2).mean(axis=1))
    return names[far.argmin()], float(far.min())


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


def average_of_words(names, C, strength=0.3):
    """A sceptic's model: the mean of the mean colours of a name's words, which the mean colour draws to itself.

    Parameters
    ----------
    names : list of str
    C : array (N, 3)
    strength : float
        How many times the mean colour counts beside the names with a word.

    Returns
    -------
    function
    """
    mean, found = C.mean(axis=0), {}
    for name, colour in zip(names, C):
        for word in name.split():
            found.setdefault(word, []).append(colour)
    words = {word: (np.sum(some, axis=0) + strength * mean) / (len(some) + strength) for word, some in found.items()}
    return lambda name: np.mean([words.get(word, mean) for word in name.split()] or [mean], axis=0)


def network_on_words(names, C, rate=0.01, *, seed=0, hidden=32, steps=300, batch=64):
    """A network with a hidden layer, on which words a name has.

    Parameters
    ----------
    names : list of str
    C : array (N, 3)
    rate : float
        The learning rate of Adam.
    seed, hidden, steps, batch : int

    Returns
    -------
    function
    """
    words = Pieces(str.split, names, C, 1.0)
    X, rng = words.table([name.split() for name in names]), np.random.default_rng(seed)
    network = mlp([X.shape[1], hidden, 3], rng)
    network.layers[-1].parameters["b"][:] = C.mean(axis=0)
    rows = (rng.integers(len(X), size=batch) for _ in range(few(steps, 2)))

    def loss(Y_hat, Y):
        return mse(Y_hat, Y), mse_gradient(Y_hat, Y)

    for _ in training_steps(network, ((X[some], C[some]) for some in rows), Adam(rate), loss=loss):
        pass
    return lambda name: np.clip(network.outputs(words.table([name.split()]))[0], 0, 1)


def learned(side, names, C, strength, *, letter_pieces, seed=0):
    """One of the models by its name in `SIDES`, with its one parameter."""
    if side == "mean colour":
        return lambda name, mean=C.mean(axis=0): mean
    if side == "average of words":
        return average_of_words(names, C, strength)
    if side == "ridge on words":
        return Pieces(str.split, names, C, strength)
    if side == "network on words":
        return network_on_words(names, C, strength, seed=seed)
    return fit_pieces(letter_pieces, names, C, strength=strength)


def compared(letter_pieces, sides=SIDES, ranges=RANGES):
    """All models, each tuned in five trials on a validation part with three other seeds: a Comparison.

    Parameters
    ----------
    letter_pieces : function
    sides : sequence of str
    ranges : dict

    Returns
    -------
    Comparison
        Of the root of the mean square error a channel, on about 190 names that were held out, for five seeds.
    """

    def measure(side, seed, strength):
        (names, C), (others, D) = colours(seed)
        if seed in TUNING:  # 190 of those to learn from
            order = np.argsort(np.random.default_rng(1000 + seed).random(len(names)))
            keys = {spelling(names[k]) for k in order[:HELD_OUT]}
            out = np.array([spelling(name) in keys for name in names])
            others, D = [name for name, is_out in zip(names, out) if is_out], C[out]
            names, C = [name for name, is_out in zip(names, out) if not is_out], C[~out]
        return rms(learned(side, names, C, strength, letter_pieces=letter_pieces, seed=seed), others, D)

    chosen = {side: ranges[side] for side in sides}
    untuned = {side: reason for side, reason in UNTUNED.items() if side in sides}
    what = "error a channel (RMS, 0 to 1)"
    named = {side: side for side in sides}
    return compare(named, chosen, measure, tuning=TUNING, seeds=SEEDS, what=what, untuned=untuned)

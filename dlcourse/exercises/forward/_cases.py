"""What several exercises of the lesson share: random networks, how an answer of two layers is read, and what half mends
a function with a fault: families of answers, name -> the first one and its other forms.
"""

import itertools

import numpy as np

from dlcourse.checking.compare import describe
from dlcourse.checking.specification import Malformed
from dlcourse.lessons import forward


def parameters(rng, sizes, scale=1.0):
    """Weights and biases for layers of these sizes."""
    return [(scale * rng.normal(size=pair), scale * rng.normal(size=pair[1])) for pair in itertools.pairwise(sizes)]


LAYERS = "two layers, `[(W1, b1), (W2, b2)]`"


def _parts_of(value):
    """What was given in the place of two layers, if it is one layer or four arrays."""
    if not isinstance(value, list | tuple):
        return ""
    if len(value) == 4:
        return " Yours has four parts in one row: W and b of each layer stand in a pair of their own."
    return " Yours has one layer: the hidden one and the last one are wanted." if len(value) == 1 else ""


def two_layers(value, inputs):
    """The two layers of an answer as arrays, or Malformed with what is wanted."""
    if not (isinstance(value, list | tuple) and len(value) == 2):
        raise Malformed(f"An answer is {LAYERS}: a list of two pairs.{_parts_of(value)}")
    layers = []
    for number_of_layer, layer in enumerate(value, 1):
        if not (isinstance(layer, list | tuple) and len(layer) == 2):
            raise Malformed(f"An answer is {LAYERS}, but layer {number_of_layer} of yours is not a pair of W and b.")
        for letter, part in zip("Wb", layer, strict=True):
            if not (isinstance(part, np.ndarray) and part.dtype.kind in "biuf"):
                found = f"{letter}{number_of_layer} is {describe(part)}"
                makes = "`np.array(...)`" if isinstance(part, list | tuple) else "`np.array([...])`"
                raise Malformed(f"{found}; an array of numbers is wanted: {makes} makes one.")
        W, b = (part.astype(float) for part in layer)
        if W.ndim != 2:
            table = "a table is wanted, a row for each input and a column for each neuron"
            raise Malformed(f"W{number_of_layer} has shape {W.shape}; {table}.")
        if layers and W.shape == (1, layers[0][0].shape[1]) and W.shape[1] > 1:
            wanted = f"({W.shape[1]}, 1), a row for each hidden neuron and a column for the one score"
            raise Malformed(f"W2 has shape {W.shape}, it lies on its side; {wanted}, is wanted.")
        if b.shape != W.shape[1:]:
            wanted = f"b{number_of_layer} has shape {b.shape}; W{number_of_layer} has {W.shape[1]} columns"
            raise Malformed(f"{wanted}, so the shape ({W.shape[1]},) is wanted.")
        if not (np.isfinite(W).all() and np.isfinite(b).all()):
            raise Malformed(f"W{number_of_layer} or b{number_of_layer} has nan or inf in it.")
        layers.append((W, b))
    (W1, _), (W2, _) = layers
    if W1.shape[0] != inputs or W2.shape != (W1.shape[1], 1):
        shapes = f"W1 has shape {W1.shape}, W2 has shape {W2.shape}"
        raise Malformed(f"{shapes}; ({inputs}, neurons) and (neurons, 1) are wanted.")
    return layers


def _shares(E):
    with np.errstate(all="ignore"):
        return E / E.sum(axis=1, keepdims=True)


def _cut_off(least, most):
    def softmax(Z):
        return _shares(np.exp(np.clip(Z, least, most)))

    return softmax


def _divided_by(number):
    def softmax(Z):
        """You divide all scores by a number, so that exp does not overflow. But then the differences between them are
        smaller, and the chances too even. A number that is *taken away* from the whole row leaves the differences.
        """
        return _shares(np.exp(Z / number))

    return softmax


def _by_the_largest_of_all(Z):
    with np.errstate(all="ignore"):
        return _shares(np.exp(Z / Z.max()))


def _flat_sums(Z):
    """`axis=1` adds up each row. But without `keepdims=True` the sums lie flat, and NumPy lines them up with the
    *columns*, where it accepts them at all. (And the other complaint is still there.)
    """
    with np.errstate(all="ignore"):
        E = np.exp(Z)
        return E / E.sum(axis=1)


def _smallest_first(Z):
    with np.errstate(all="ignore"):
        return _shares(np.exp(Z.max(axis=1, keepdims=True) - Z))


def _sizes(Z):
    """You take the *size* of each score, `np.abs`: −3 then counts like 3. What was smallest must stay so."""
    with np.errstate(all="ignore"):
        return _shares(np.exp(np.abs(Z) - Z.max(axis=1, keepdims=True)))


def _less(number):
    def softmax(Z):
        """You take the same number away from all rows. It helps where the scores happen to be about as large; elsewhere
        exp overflows, or all powers become 0. Which number fits each row?
        """
        with np.errstate(all="ignore"):
            return _shares(np.exp(Z - number))

    return softmax


def _less_the_first(Z):
    """You take the *first* score of each row away. Another one can still lie far above it, and exp overflows."""
    with np.errstate(all="ignore"):
        return _shares(np.exp(Z - Z[:, :1]))


def _less_after_exp(Z):
    """The largest score is taken away from the *powers*, after exp. Only inside of the exponent it cancels in the
    fraction: look where the parenthesis closes.
    """
    with np.errstate(all="ignore"):
        return _shares(np.exp(Z) - Z.max(axis=1, keepdims=True))


def _top_as_it_was(Z):
    """Below the bar the largest score is taken away, above it is not. The same powers belong in both places."""
    with np.errstate(all="ignore"):
        return np.exp(Z) / np.exp(Z - Z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)


LIMITS = (709, 700, 500, 100)
SOFTMAX = {
    "scores cut off": [_cut_off(least, n) for n in LIMITS for least in (-n, None) if (least, n) != (-700, 700)],
    "scores divided by a number": [_divided_by(number) for number in (1000, 100, 10)],
    "divided by the largest score": [_by_the_largest_of_all],
    "`keepdims` forgotten, exp as it was": [_flat_sums],
    "signs of the scores turned round": [_smallest_first],
    "sizes of the scores": [_sizes],
    "the same number taken away from all rows": [_less(number) for number in (1000, 100, 500, 999, 1001)],
    "first score taken away": [_less_the_first],
    "largest score taken away after exp": [_less_after_exp],
    "largest score taken away below the bar only": [_top_as_it_was],
}


def _first(holds):
    """An answer whose label is the first class for which something holds of its probability."""

    def predict(X, parameters):
        P = forward.softmax(forward.mlp_forward(X, parameters))
        return holds(P).argmax(axis=1), P.max(axis=1)

    return predict


def _lower(threshold):
    def predict(X, parameters):
        """A lower threshold, or the average of the row, moves the fault elsewhere: where two classes are above it, the
        first one is taken, not the larger, and there may be none. Which question needs no threshold?
        """
        return _first(lambda P: np.greater(P, threshold))(X, parameters)

    return predict


def _largest_of_all(X, parameters):
    """Your label is right only in the row in which the largest number of the whole table stands: `P.max()` is a single
    number. Each row has a largest of its own.
    """
    return _first(lambda P: np.equal(P, P.max()))(X, parameters)


def _below(X, parameters):
    """Your label is the first class with *less* than a half. Wanted is the one with the most."""
    return _first(lambda P: P < 0.5)(X, parameters)


def _true_or_false(X, parameters):
    """The labels are right. But your confidence says only whether some class has more than a half, True or False:
    wanted is the largest probability itself.
    """
    P = forward.softmax(forward.mlp_forward(X, parameters))
    return P.argmax(axis=1), (P > 0.5).max(axis=1)


def _none_below(X, parameters):
    """Where no class has more than a half, you give no label at all. One is wanted for every example: that of the class
    with the most, however little it is.
    """
    P = forward.softmax(forward.mlp_forward(X, parameters))
    return np.where(P.max(axis=1) > 0.5, P.argmax(axis=1), -1), P.max(axis=1)


def _above_zero(X, parameters):
    """Your label is the first class with a *score* above 0. There may be several, or none. Wanted is the class with the
    most.
    """
    Z = forward.mlp_forward(X, parameters)
    return (Z > 0).argmax(axis=1), forward.softmax(Z).max(axis=1)


def _column(X, parameters):
    """The labels are right. The confidence is a column, (N, 1): wanted is a plain array, (N,). Leave `keepdims` out."""
    P = forward.softmax(forward.mlp_forward(X, parameters))
    return P.argmax(axis=1), P.max(axis=1, keepdims=True)


PREDICT = {
    "a lower threshold": [
        *(_lower(threshold) for threshold in (0.4, 0.3, 0.2, 0.1, 0.25, 0.45)),
        _first(lambda P: np.greater(P, 1 / P.shape[1])),
        _first(lambda P: np.greater(P, P.mean(axis=1, keepdims=True))),
    ],
    "the largest of the whole table": [_largest_of_all],
    "the first class below one half": [_below],
    "no label below one half": [_none_below],
    "the first score above 0": [_above_zero],
    "true or false instead of a probability": [_true_or_false],
    "confidence as a column": [_column],
}


def note(exercise, families):
    """Note families of mistakes below the ones that an exercise has; a name that it has gets other forms."""
    for name, answers in families.items():
        rest = answers
        if name not in {mistake.name for mistake in exercise.mistakes}:
            exercise.mistake(name)(answers[0])
            rest = answers[1:]
        for answer in rest:
            exercise.also(name)(answer)

"""Two small trained networks that come with the course."""

from itertools import pairwise

import numpy as np

from dlcourse.data.photographs import CLASS_NAMES, WINDOW
from dlcourse.data.stored import FOLDER, arrays

DIGITS_SIZES = [64, 32, 10]
PHOTOGRAPH_SIZES = [WINDOW * WINDOW * 3, 24, 12, len(CLASS_NAMES)]


def digits_network():
    """A trained network, 64-32-10, that reads the digits of :func:`dlcourse.data.datasets.digits`.

    Made by ``scripts/train_weights.py`` from the training part only; it reads 488 of the 500 test digits.

    Returns
    -------
    list of (W, b)
        Weights and biases for :func:`dlcourse.lessons.forward.mlp_forward`; ``softmax`` of its scores gives
        the chance of each digit.
    """
    return _load_network("digits_network.npz", DIGITS_SIZES)


def photograph_network():
    """A trained network, 192-24-12-4, that says what it sees through a window of a photograph.

    Made by ``scripts/train_weights.py`` from the left halves of the three photographs; 89 % of the
    windows in the right halves it names correctly. That is its whole world: it has met one person, one
    building and one flower, and knows no others. The right halves are much like the left ones mirrored.

    Returns
    -------
    tuple (list of (W, b), tuple of str)
        Weights and biases for :func:`dlcourse.lessons.forward.mlp_forward`, and what each score stands for.
    """
    return _load_network("photograph_network.npz", PHOTOGRAPH_SIZES), CLASS_NAMES


def _load_network(filename, sizes, folder=FOLDER):
    """Weights and biases from an npz file with W1, b1, W2, b2, ...: checked, and as float64."""
    remedy = "install dlcourse again, or make the file with scripts/train_weights.py"
    try:
        stored = {key: array.astype(np.float64) for key, array in arrays(filename, folder).items()}
    except FileNotFoundError:
        raise FileNotFoundError(f"the weights {filename} are missing: {remedy}") from None
    except Exception as error:  # the readers of zip and npy files raise a dozen kinds for damaged bytes
        raise ValueError(f"the weights {filename} cannot be read ({error}): {remedy}") from error
    parameters = []
    for layer, (inputs, outputs) in enumerate(pairwise(sizes), start=1):
        for key, shape in ((f"W{layer}", (inputs, outputs)), (f"b{layer}", (outputs,))):
            found = stored[key].shape if key in stored else "missing"
            if found != shape:
                raise ValueError(f"the weights {filename}: {key} is {found}, want {shape}; {remedy}")
            if not np.isfinite(stored[key]).all():
                raise ValueError(f"the weights {filename}: {key} has numbers that are not finite; {remedy}")
        parameters.append((stored[f"W{layer}"], stored[f"b{layer}"]))
    return parameters

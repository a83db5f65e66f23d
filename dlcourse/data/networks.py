"""The small trained networks that come with the course."""

from itertools import pairwise

import numpy as np

from dlcourse.data.photographs import CLASS_NAMES, WINDOW
from dlcourse.data.stored import FOLDER, arrays

DIGITS_SIZES = [64, 32, 10]
PHOTOGRAPH_SIZES = [WINDOW * WINDOW * 3, 24, 12, len(CLASS_NAMES)]
NAMES_SIGNS = "\n -abcdefghijklmnopqrstuvwxyz"  # the first one begins and ends a name
NAMES_WIDTH, NAMES_UNITS = 12, 32
DRAWINGS_KINDS = {"usual": 4, "strides": 5, "one place and size": 5}  # how many networks are stored of each
NAMES_STAGES = ("after one pass", "trained")
CODES_SHAPES = {
    "encoder.hidden.W": (64, 64),
    "encoder.hidden.b": (64,),
    "encoder.out.W": (64, 4),
    "encoder.out.b": (4,),
    "decoder.hidden.W": (2, 64),
    "decoder.hidden.b": (64,),
    "decoder.out.W": (64, 64),
    "decoder.out.b": (64,),
}
DIGITS_MACHINE_SHAPES = {"W": (64, 80), "b": (80,), "c": (64,)}
TEXT_SIGNS = "\n \"'(),-.:;_abcdefghijklmnopqrstuvwxyz"  # the first one is the line break
TEXT_WIDTH, TEXT_HEADS, TEXT_BLOCKS, TEXT_HIDDEN, TEXT_LENGTH = 32, 4, 2, 96, 64
SCENE_WIDTHS = {"conv1": (1, 12), "conv2": (12, 32), "conv3": (32, 32), "conv4": (32, 32), "out": (32, 15)}
GAMES_SHAPES = {"hidden.W": (18, 64), "hidden.b": (64,), "out.W": (64, 1), "out.b": (1,)}
SMALL_SHAPES = {
    "digits": {
        **{"conv1.W": (3, 3, 1, 8), "conv1.b": (8,), "conv2.W": (3, 3, 8, 16), "conv2.b": (16,)},
        **{"dense1.W": (144, 10), "dense1.b": (10,)},
    },
    "rows": {
        **{"signs1.E": (32, 32), "places1.P": (47, 32)},
        **{f"look{layer}.{name}": (32, 32) for layer in (1, 2) for name in ("W_q", "W_k", "W_v", "W_o")},
        **{"dense1.W": (32, 32), "dense1.b": (32,)},
    },
}
DRAWINGS_SHAPES = {
    "conv1.W": (5, 5, 1, 8),
    "conv1.b": (8,),
    "conv2.W": (3, 3, 8, 16),
    "conv2.b": (16,),
    "conv3.W": (3, 3, 16, 32),
    "conv3.b": (32,),
    "dense.W": (288, 32),
    "dense.b": (32,),
    "head.W": (32, 6),
    "head.b": (6,),
}


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


def names_network(stage="trained"):
    """A trained network that writes names of places, character by character: an embedding, a GRU and a dense layer.

    Made by ``scripts/train_weights.py`` from :func:`dlcourse.data.datasets.place_names`.

    Parameters
    ----------
    stage : str
        "after one pass" over the names, or "trained".

    Returns
    -------
    tuple (list of dict of str to array, str)
        The parameters of each layer by name, and the alphabet, whose first character begins and ends a name.

    Raises
    ------
    ValueError
        If there is no such stage.
    """
    if stage not in NAMES_STAGES:
        raise ValueError(f"stage is {stage!r}: want one of {', '.join(NAMES_STAGES)}")
    stored, k = checked("names_network.npz", names_shapes()), NAMES_STAGES.index(stage)
    layers = [{} for _ in range(3)]
    for key, array in stored.items():
        layer, name = key.split(".")
        layers[int(layer)][name] = array[k]
    return layers, NAMES_SIGNS


def names_shapes():
    """The shapes of what is stored for the names: "LAYER.NAME" to a shape, with the stages in front."""
    V, D, H = len(NAMES_SIGNS), NAMES_WIDTH, NAMES_UNITS
    gru = {"1.W_x": (D, 3 * H), "1.W_h": (H, 3 * H), "1.b_x": (3 * H,), "1.b_h": (3 * H,)}
    shapes = {"0.E": (V, D), **gru, "2.W": (H, V), "2.b": (V,)}
    return {key: (len(NAMES_STAGES), *shape) for key, shape in shapes.items()}


def drawings_network():
    """A trained convolutional network that tells six drawn objects apart.

    Made by ``scripts/train_weights.py`` from drawings of :mod:`dlcourse.experiments.representations`, whose network
    :func:`dlcourse.experiments.representations.drawing_network` it fills; stored with 11 bits a number.

    Returns
    -------
    dict of str to array
        "LAYER.NAME" to the weights and biases of conv1, conv2, conv3, dense and head, in this order.
    """
    return checked("drawings_network.npz", DRAWINGS_SHAPES)


def drawings_networks(kind):
    """Several trained networks of a kind, as :func:`drawings_network` but of other first weights and other drawings.

    Made by ``scripts/train_weights.py``; stored with 101 steps for each array.

    Parameters
    ----------
    kind : str
        "usual", "strides" (in the place of pooling), or "one place and size" (of all that it learned from).

    Returns
    -------
    list of dict of str to array
        For each network "LAYER.NAME" to the weights and biases, as of :func:`drawings_network`.

    Raises
    ------
    ValueError
        If there is no such kind.
    """
    if kind not in DRAWINGS_KINDS:
        raise ValueError(f"kind is {kind!r}: want one of {', '.join(DRAWINGS_KINDS)}")
    count = DRAWINGS_KINDS[kind]
    shapes = {key: (count, *shape) for key, shape in DRAWINGS_SHAPES.items()}
    stored = checked(f"drawings_{kind.replace(' ', '_')}.npz", shapes | {"steps": (count, len(shapes))})
    return [{key: stored[key][k] * stored["steps"][k, i] for i, key in enumerate(shapes)} for k in range(count)]


def codes_network():
    """A trained variational autoencoder of the digits, whose codes have two numbers.

    Made by ``scripts/train_weights.py`` from the training digits, without their labels; it fills the network of
    :func:`dlcourse.experiments.autoencoder.variational.stored_network`. Stored with 11 bits a number.

    Returns
    -------
    dict of str to array
        "PART.LAYER.NAME" to the weights and biases of the encoder, then of the decoder.
    """
    return checked("codes_network.npz", CODES_SHAPES)


def digits_machine():
    """A restricted Boltzmann machine that has seen the digits in black and white, with 80 hidden units.

    Made by ``scripts/train_weights.py`` from the training part of :func:`dlcourse.data.datasets.digits`; its visible
    units are the pixels, 1 where there is more ink than half. Stored with 101 steps for each array.

    Returns
    -------
    dict of str to array
        "W" (64, 80), "b" (80,) and "c" (64,), as :func:`dlcourse.lessons.autoencoder.gibbs_step` takes them.
    """
    steps = {"steps": (len(DIGITS_MACHINE_SHAPES),)}
    stored = checked("digits_machine.npz", DIGITS_MACHINE_SHAPES | steps)
    return {key: stored[key] * stored["steps"][i] for i, key in enumerate(DIGITS_MACHINE_SHAPES)}


def scene_network():
    """A trained convolutional network that finds handwritten digits in scenes of 48 x 48 pixels, or of other sizes.

    Made by ``scripts/train_weights.py`` from scenes of 1,000 of the training digits; stored with 255 steps for each
    kernel. :func:`dlcourse.experiments.vision.detect` says what its numbers mean.

    Returns
    -------
    dict of str to array
        "LAYER.NAME" to the weights and biases of conv1 to conv4 and of out: ten digits, paper, and four edges of a box.
    """
    shapes = {}
    for name, (inputs, outputs) in SCENE_WIDTHS.items():
        shapes |= {f"{name}.W": (3, 3, inputs, outputs), f"{name}.b": (outputs,), f"{name}.step": (outputs,)}
    stored = checked("scene_network.npz", shapes)
    parameters = {}
    for name in SCENE_WIDTHS:
        parameters[f"{name}.W"] = stored[f"{name}.W"] * stored[f"{name}.step"]
        parameters[f"{name}.b"] = stored[f"{name}.b"]
    return parameters


def games_network():
    """A network that has learned tic-tac-toe by playing against itself: 18-64-1.

    Made by ``scripts/train_weights.py``; it fills the network of
    :func:`dlcourse.experiments.games.trained_player`. Stored with 24 bits a number.

    Returns
    -------
    dict of str to array
        "LAYER.NAME" to the weights and biases of the layers hidden and out.
    """
    return checked("games_network.npz", GAMES_SHAPES)


def small_network(task):
    """One of the trained networks that lesson 16 makes smaller: the reader of "digits", or of "rows" that repeat.

    Made by ``scripts/train_weights.py``; it fills the network of
    :func:`dlcourse.experiments.compression.networks.untrained`. Stored with 32 bits a number.

    Returns
    -------
    dict of str to array
        "LAYER.NAME" to the weights and biases, in the order of the layers.
    """
    return checked(f"compression_{task}.npz", SMALL_SHAPES[task])


def text_network():
    """A trained transformer that expects the next character of a text.

    Made by ``scripts/train_weights.py`` from the first nine tenths of
    :func:`dlcourse.data.datasets.language_reference`; stored with 11 bits a number.
    :func:`dlcourse.experiments.attention.trained.text_transformer` fills a network with it.

    Returns
    -------
    dict of str to array
        "LAYER.NAME" to an array, as the layers of :func:`dlcourse.nn.attention.transformer` have them.
    """
    return checked("text_network.npz", text_shapes())


def text_shapes():
    """The shapes of what is stored for the transformer: "LAYER.NAME" to a shape."""
    V, D, M = len(TEXT_SIGNS), TEXT_WIDTH, TEXT_HIDDEN
    norm = {"0.gamma": (D,), "0.beta": (D,)}
    look = norm | {f"1.{name}": (D, D) for name in ("W_q", "W_k", "W_v", "W_o")}
    think = norm | {"1.W": (D, M), "1.b": (M,), "3.W": (M, D), "3.b": (D,)}
    first, last = [{"E": (V, D)}, {"P": (TEXT_LENGTH, D)}], [{"gamma": (D,), "beta": (D,)}, {"W": (D, V), "b": (V,)}]
    parts = [*first, *[look, think] * TEXT_BLOCKS, *last]
    return {f"{number}.{name}": shape for number, part in enumerate(parts) for name, shape in part.items()}


def _load_network(filename, sizes, folder=FOLDER):
    """Weights and biases of dense layers, W1, b1, W2, b2, ... in an npz file: list of (W, b)."""
    layers = list(enumerate(pairwise(sizes), start=1))
    shapes = {}
    for layer, (inputs, outputs) in layers:
        shapes |= {f"W{layer}": (inputs, outputs), f"b{layer}": (outputs,)}
    stored = checked(filename, shapes, folder)
    return [(stored[f"W{layer}"], stored[f"b{layer}"]) for layer, _ in layers]


def checked(filename, shapes, folder=FOLDER, script="train_weights"):
    """The arrays of an npz file that have a shape here: checked, and as float64."""
    remedy = f"install dlcourse again, or make the file with scripts/{script}.py"
    try:
        stored = {key: array.astype(np.float64) for key, array in arrays(filename, folder).items()}
    except FileNotFoundError:
        raise FileNotFoundError(f"the weights {filename} are missing: {remedy}") from None
    except Exception as error:  # the readers of zip and npy files raise a dozen kinds for damaged bytes
        raise ValueError(f"the weights {filename} cannot be read ({error}): {remedy}") from error
    for key, shape in shapes.items():
        found = stored[key].shape if key in stored else "missing"
        if found != shape:
            raise ValueError(f"the weights {filename}: {key} is {found}, want {shape}; {remedy}")
        if not np.isfinite(stored[key]).all():
            raise ValueError(f"the weights {filename}: {key} has numbers that are not finite; {remedy}")
    return {key: stored[key] for key in shapes}

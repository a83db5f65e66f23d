"""The data of the course: all of it comes inside packages that the course installs anyway.

Only :func:`mnist` and :func:`fashion_mnist` download something, for learners who want the full scale.
"""

import csv
import json
from importlib import resources
from itertools import pairwise

import numpy as np
from matplotlib import cbook, image
from matplotlib.path import Path
from sklearn.datasets import load_digits, load_iris, load_sample_image

from dlcourse.data.downloads import DataUnavailable, fashion_mnist, mnist

SIDE = 104  # every photograph of the course is SIDE x SIDE pixels
WINDOW = 8  # and is looked at through windows of WINDOW x WINDOW pixels
CLASS_NAMES = ("person", "building", "flower", "something else")
DIGITS_SIZES = [64, 32, 10]
PHOTOGRAPH_SIZES = [WINDOW * WINDOW * 3, 24, 12, len(CLASS_NAMES)]

_BLOCK = 4  # pixels of the original photograph that are averaged into one, in each direction
_DATA = resources.files("dlcourse.data") / "files"
_OUTLINES = json.loads((_DATA / "photographs.json").read_text(encoding="utf-8"))


def digits():
    """Handwritten digits, 8 x 8 pixels each, in a training and a test part.

    The test part has 50 images of each digit, drawn at random with a fixed seed. The same 13 people wrote
    both parts: a digit of a stranger is harder than these test digits.

    Returns
    -------
    tuple (array (1297, 64), int array (1297,), array (500, 64), int array (500,))
        Pixels from 0 (paper) to 1 (ink) and labels 0 to 9: training part first, then the test part.

    References
    ----------
    Alpaydin and Kaynak (1998), *Optical Recognition of Handwritten Digits*, UCI Machine Learning
    Repository; the copy that comes with scikit-learn.
    """
    X, y = load_digits(return_X_y=True)
    # Sorting random numbers, and not Generator.permutation, whose stream may change with NumPy.
    order = np.argsort(np.random.default_rng(0).random(len(y)))
    is_test = np.zeros(len(y), dtype=bool)
    for digit in range(10):
        is_test[order[y[order] == digit][:50]] = True
    X = X / 16.0  # the file counts ink from 0 to 16
    return X[~is_test], y[~is_test], X[is_test], y[is_test]


def load(name):
    """Images of one data set by its name; where a large one is not to be had, the digits instead.

    So a notebook goes to full scale by one changed word, and offline it says so and goes on.

    Parameters
    ----------
    name : str
        "digits", "mnist" or "fashion_mnist".

    Returns
    -------
    tuple (array (N, D), int array (N,), array (M, D), int array (M,))
        As from :func:`digits`, :func:`mnist` or :func:`fashion_mnist`; the images are square, with D pixels.

    Raises
    ------
    ValueError
        If there is no data set of that name.
    """
    loaders = {"digits": digits, "mnist": mnist, "fashion_mnist": fashion_mnist}
    if name not in loaders:
        raise ValueError(f"there is no data set {name!r}: want one of {', '.join(loaders)}")
    try:
        return loaders[name]()
    except DataUnavailable as error:
        print(f"{error}; the lesson goes on with the small digits.")
        return digits()


def digit_pair(negative, positive):
    """The images of two digits only, for a single neuron that must tell them apart.

    Parameters
    ----------
    negative, positive : int
        Two different digits: the one labelled 0 (stay silent) and the one labelled 1 (fire).

    Returns
    -------
    tuple (array (N, 64), int array (N,), array (100, 64), int array (100,))
        As from :func:`digits`, with labels 0 and 1.

    Raises
    ------
    ValueError
        If the two are not different digits.
    """
    if negative == positive or not {negative, positive} <= set(range(10)):
        raise ValueError(f"negative is {negative}, positive is {positive}: want two different digits, 0 to 9")
    X_train, y_train, X_test, y_test = digits()
    train, test = np.isin(y_train, (negative, positive)), np.isin(y_test, (negative, positive))
    y_train, y_test = (y_train == positive).astype(int), (y_test == positive).astype(int)
    return X_train[train], y_train[train], X_test[test], y_test[test]


def iris_pair():
    """Petals of two kinds of iris, setosa (0) and versicolor (1), which a straight line separates.

    Returns
    -------
    tuple (array (100, 2), int array (100,))
        Length and width of a petal in cm, and the label of the kind.

    References
    ----------
    Fisher (1936), *The use of multiple measurements in taxonomic problems*; the copy in scikit-learn.
    """
    X, y = load_iris(return_X_y=True)
    return X[y < 2, 2:].copy(), y[y < 2]


def xor():
    """The four corners of the square: label 1 where one coordinate is 1, but not both.

    Returns
    -------
    tuple (array (4, 2), int array (4,))
        The corners and their labels.
    """
    return np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([0, 1, 1, 0])


def photograph(name):
    """A colour photograph of 104 x 104 pixels.

    A square of 416 x 416 pixels, with the main thing in its middle, is cut from the top of the original,
    and every 4 x 4 block of it is averaged into one pixel.

    Parameters
    ----------
    name : str
        "portrait" (Grace Hopper, by James S. Davis for the US Navy, from matplotlib's sample data),
        "temple" (a pagoda in the Summer Palace, Beijing) or "flower" (a dahlia), from scikit-learn.

    Returns
    -------
    array (104, 104, 3)
        Red, green and blue of each pixel, from 0 to 1.

    Raises
    ------
    ValueError
        If there is no photograph of that name.
    """
    first = _about(name)["first_column"]
    if name == "portrait":
        original = image.imread(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False))
    else:
        original = load_sample_image({"temple": "china.jpg", "flower": "flower.jpg"}[name])
    square = original[: SIDE * _BLOCK, first : first + SIDE * _BLOCK]
    blocks = square.reshape(SIDE, _BLOCK, SIDE, _BLOCK, 3)
    return blocks.mean(axis=(1, 3)) / 255  # (416, 416, 3) -> (104, 104, 3)


def photograph_labels(name):
    """What can be seen at each pixel of a photograph, as outlined by hand.

    The outline is a polygon of a few dozen corners, right to about a pixel.

    Parameters
    ----------
    name : str
        "portrait", "temple" or "flower".

    Returns
    -------
    int array (104, 104)
        Positions in ``CLASS_NAMES``: the main thing of the photograph, or "something else".
    """
    about = _about(name)
    rows, columns = np.mgrid[:SIDE, :SIDE] + 0.5  # the middle of each pixel
    middles = np.column_stack([columns.ravel(), rows.ravel()])
    inside = np.any([Path(outline).contains_points(middles) for outline in about["outlines"]], axis=0)
    labels = np.where(inside, CLASS_NAMES.index(about["class"]), CLASS_NAMES.index("something else"))
    return labels.reshape(SIDE, SIDE)


def windows(name, part="all"):
    """Every window of 8 x 8 pixels of a photograph, as inputs for :func:`photograph_network`.

    Parameters
    ----------
    name : str
        "portrait", "temple" or "flower".
    part : str
        "seen": windows inside the left half, from which the network learned; "unseen": windows inside the
        right half, of which it never saw a pixel; "all": every window, also those across the middle.

    Returns
    -------
    tuple (array (N, 192), int array (N,), int array (N, 2))
        The numbers of each window (``photograph[row:row + 8, column:column + 8].ravel()``); its label, that
        of more than half its pixels, otherwise "something else"; row and column of its upper left pixel.
        Row by row: 97 x 97 windows for "all", 97 x 45 for each half.

    Raises
    ------
    ValueError
        If there is no photograph or no part of that name.
    """
    halves = {"seen": slice(0, SIDE // 2), "unseen": slice(SIDE // 2, SIDE), "all": slice(0, SIDE)}
    if part not in halves:
        raise ValueError(f"part is {part!r}: want one of {', '.join(halves)}")
    columns = halves[part]
    pixels, labels = photograph(name)[:, columns], photograph_labels(name)[:, columns]
    views = np.lib.stride_tricks.sliding_window_view(pixels, (WINDOW, WINDOW), axis=(0, 1))
    X = np.moveaxis(views, 2, -1).reshape(-1, WINDOW * WINDOW * 3)  # (rows, columns, 8, 8, 3) -> (N, 192)
    thing = CLASS_NAMES.index(_about(name)["class"])
    share = np.lib.stride_tricks.sliding_window_view(labels == thing, (WINDOW, WINDOW)).mean(axis=(2, 3))
    rows, columns = np.indices(share.shape) + np.array([0, columns.start])[:, None, None]
    corners = np.column_stack([rows.ravel(), columns.ravel()])
    return X, np.where(share.ravel() > 0.5, thing, CLASS_NAMES.index("something else")), corners


def place_names():
    """The names of places all over the world: cities, islands, a few regions, from the names of time zones.

    The last part of each name ("America/Indiana/Tell_City" becomes "Tell City"), without abbreviations, each name
    once, in alphabetical order. Some places are there under an old and a new name (Calcutta, Kolkata). The list is
    kept in the package, so that it does not change with the version of Python: made by ``scripts/make_texts.py``.

    Returns
    -------
    list of str
        473 names of 3 to 14 letters, spaces and hyphens.

    References
    ----------
    The time-zone database, version 2026f, https://www.iana.org/time-zones, in the public domain.
    """
    return _text("place_names.txt").splitlines()


def language_reference():
    """Running text: 850 paragraphs of the reference of the Python language, in lower case.

    The paragraphs of prose that Python's help has on its keywords and types (the module ``pydoc_data.topics`` of
    Python 3.11.7), each once, without markup, those with other signs left out; their brackets are balanced. The text
    is kept in the package, so that it does not change with the version of Python: made by ``scripts/make_texts.py``.

    Returns
    -------
    str
        167,381 characters of 38 kinds: letters, space, ``.,;:'"()-_``, and a newline after each paragraph.

    References
    ----------
    Python Software Foundation, *The Python Language Reference*, PSF License Version 2 (see
    ``dlcourse/data/files/language_reference.NOTICE.txt``).
    """
    return _text("language_reference.txt")


def _text(filename):
    return (_DATA / filename).read_text(encoding="utf-8")


def monthly_prices():
    """The prices of some shares and of two indices at the beginning of each month, 1990 to 2022.

    Returns
    -------
    tuple (list of str, dict of str to array (390,))
        The months, from "1990-01" to "2022-06"; the prices in US dollars (the points of an index) by name: "S&P 500",
        "Nasdaq", "Adobe", "Apple", "IBM", "Microsoft" and "Xerox", adjusted for splits and dividends.

    References
    ----------
    Yahoo Finance, https://finance.yahoo.com; the file Stocks.csv of matplotlib's sample data. Months that are there
    for all of these; companies that came later are left out.
    """
    names = {"^GSPC": "S&P 500", "^IXIC": "Nasdaq", "ADBE": "Adobe", "AAPL": "Apple", "IBM": "IBM"}
    names |= {"MSFT": "Microsoft", "XRX": "Xerox"}
    with open(cbook.get_sample_data("Stocks.csv", asfileobj=False), encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    # Between the first days of the months stand days of dividends, without prices, and the day of the download.
    rows = [row for row in rows if row["Date"].endswith("-01") and all(row[sign] for sign in names)]
    prices = {name: np.array([float(row[sign]) for row in rows]) for sign, name in names.items()}
    return [row["Date"][:7] for row in rows], prices


def brain_waves():
    """An electroencephalogram (EEG): voltages on the scalp, at four places, 800 times one after the other.

    Returns
    -------
    array (800, 4)
        The voltages, one place in each column; units and place are not known.

    References
    ----------
    The file eeg.dat of matplotlib's sample data.
    """
    return np.fromfile(cbook.get_sample_data("eeg.dat", asfileobj=False)).reshape(800, 4)


def digits_network():
    """A trained network, 64-32-10, that reads the digits of :func:`digits`.

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


def _about(name):
    """The entry of `name` in photographs.json."""
    if name not in _OUTLINES:
        raise ValueError(f"there is no photograph {name!r}: want one of {', '.join(_OUTLINES)}")
    return _OUTLINES[name]


def _load_network(filename, sizes, folder=_DATA):
    """Weights and biases from an npz file with W1, b1, W2, b2, ...: checked, and as float64."""
    remedy = "install dlcourse again, or make the file with scripts/train_weights.py"
    try:
        with (folder / filename).open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = {key: stored[key].astype(np.float64) for key in stored.files}
    except FileNotFoundError:
        raise FileNotFoundError(f"the weights {filename} are missing: {remedy}") from None
    except Exception as error:  # the readers of zip and npy files raise a dozen kinds for damaged bytes
        raise ValueError(f"the weights {filename} cannot be read ({error}): {remedy}") from error
    parameters = []
    for layer, (inputs, outputs) in enumerate(pairwise(sizes), start=1):
        for key, shape in ((f"W{layer}", (inputs, outputs)), (f"b{layer}", (outputs,))):
            found = arrays[key].shape if key in arrays else "missing"
            if found != shape:
                raise ValueError(f"the weights {filename}: {key} is {found}, want {shape}; {remedy}")
            if not np.isfinite(arrays[key]).all():
                raise ValueError(f"the weights {filename}: {key} has numbers that are not finite; {remedy}")
        parameters.append((arrays[f"W{layer}"], arrays[f"b{layer}"]))
    return parameters

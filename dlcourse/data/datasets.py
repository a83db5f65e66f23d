"""The data of the course: small arrays that come with it, or inside packages that it needs anyway.

Only :func:`mnist` and :func:`fashion_mnist` download something, for learners who want the full scale.
"""

import csv
from functools import cache

import numpy as np

from dlcourse.data.downloads import DataUnavailable, fashion_mnist, mnist
from dlcourse.data.networks import (
    codes_network,
    digits_network,
    drawings_network,
    drawings_networks,
    names_network,
    photograph_network,
    scene_network,
)
from dlcourse.data.own import own_photograph, own_text
from dlcourse.data.photographs import CLASS_NAMES, SIDE, WINDOW, photograph, photograph_labels, windows
from dlcourse.data.spoken import vowels
from dlcourse.data.stored import arrays, text
from dlcourse.data.tables import biopsies, iris_pair, wine
from dlcourse.data.words import colour_names, sentences, word_vectors

__all__ = [
    "CLASS_NAMES",
    "SIDE",
    "WINDOW",
    "biopsies",
    "brain_waves",
    "codes_network",
    "colour_names",
    "dates",
    "digit_pair",
    "digits",
    "digits_network",
    "drawings_network",
    "drawings_networks",
    "fashion_mnist",
    "iris_pair",
    "language_reference",
    "load",
    "mnist",
    "monthly_prices",
    "names_network",
    "own_photograph",
    "own_text",
    "photograph",
    "photograph_labels",
    "photograph_network",
    "place_names",
    "scene_network",
    "sentences",
    "vowels",
    "windows",
    "wine",
    "word_vectors",
    "xor",
]


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
    Repository, CC BY 4.0; the copy in scikit-learn (see ``dlcourse/data/files/NOTICE.txt``).
    """
    stored = arrays("digits.npz")
    X, y = stored["X"] / 16.0, stored["y"].astype(int)  # the file counts ink from 0 to 16
    # Sorting random numbers, and not Generator.permutation, whose stream may change with NumPy.
    order = np.argsort(np.random.default_rng(0).random(len(y)))
    is_test = np.zeros(len(y), dtype=bool)
    for digit in range(10):
        is_test[order[y[order] == digit][:50]] = True
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


def xor():
    """The four corners of the square: label 1 where one coordinate is 1, but not both.

    Returns
    -------
    tuple (array (4, 2), int array (4,))
        The corners and their labels.
    """
    return np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([0, 1, 1, 0])


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
    return text("place_names.txt").splitlines()


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
    ``dlcourse/data/files/NOTICE.txt``).
    """
    return text("language_reference.txt")


@cache
def dates():
    """How twenty languages write a date in full: "28. November 2026", "2026. november 28." and so on.

    Each is the long form of the language's commonest region, with the months as they stand in a date. The forms are
    kept in the package, so that they do not change with a newer edition: made by ``scripts/make_dates.py``.

    Returns
    -------
    dict of str to tuple (str, tuple of str)
        The language, in English; the form, with {day}, {month} or {number}, {year} to be filled in; the months.

    Examples
    --------
    >>> form, months = dates()["Spanish"]
    >>> form, months[10]
    ('{day} de {month} de {year}', 'noviembre')

    References
    ----------
    Unicode Common Locale Data Repository (CLDR), version 49, Unicode License v3 (see
    ``dlcourse/data/files/NOTICE.txt``).
    """
    lines = (line.split("\t") for line in text("dates.txt").splitlines())
    return {language: (form, tuple(months)) for language, form, *months in lines}


def monthly_prices():
    """The prices of some shares and of two indices at the end of each month, 1990 to 2022.

    Returns
    -------
    tuple (list of str, dict of str to array (390,))
        The months, from "1990-01" to "2022-06"; the prices in US dollars (the points of an index) by name: "S&P 500",
        "Nasdaq", "Adobe", "Apple", "IBM", "Microsoft" and "Xerox", adjusted for splits and dividends. A month's price
        is its last one, though its row bears the date of the first day; of the last month some days are missing.

    References
    ----------
    Yahoo Finance, https://finance.yahoo.com; the file Stocks.csv of matplotlib's sample data. Months that are there
    for all of these; companies that came later are left out.
    """
    names = {"^GSPC": "S&P 500", "^IXIC": "Nasdaq", "ADBE": "Adobe", "AAPL": "Apple", "IBM": "IBM"}
    names |= {"MSFT": "Microsoft", "XRX": "Xerox"}
    with open(_sample("Stocks.csv"), encoding="utf-8") as file:
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
    return np.fromfile(_sample("eeg.dat")).reshape(800, 4)


def _sample(filename):
    """Where a file of matplotlib's sample data is; imported here, because most data need no matplotlib."""
    from matplotlib import cbook

    return cbook.get_sample_data(filename, asfileobj=False)

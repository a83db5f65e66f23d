"""The data of the course: small arrays that come with it, or inside packages that it needs anyway.

Only :func:`mnist` and :func:`fashion_mnist` download something; :func:`films` and :func:`loans` need a package.
"""

import csv

import numpy as np

from dlcourse.data.corrupted import corrupted_digits
from dlcourse.data.downloads import DataUnavailable, fashion_mnist, mnist
from dlcourse.data.handwritten import digits
from dlcourse.data.imports import imports
from dlcourse.data.loans import loans
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
from dlcourse.data.rdatasets_tables import films
from dlcourse.data.spoken import vowels
from dlcourse.data.tables import biopsies, iris_pair, wine
from dlcourse.data.texts import dates, language_reference, place_names
from dlcourse.data.words import colour_names, sentences, word_vectors

__all__ = [
    "CLASS_NAMES",
    "SIDE",
    "WINDOW",
    "biopsies",
    "brain_waves",
    "codes_network",
    "colour_names",
    "corrupted_digits",
    "dates",
    "digit_pair",
    "digits",
    "digits_network",
    "drawings_network",
    "drawings_networks",
    "fashion_mnist",
    "films",
    "imports",
    "iris_pair",
    "language_reference",
    "load",
    "loans",
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

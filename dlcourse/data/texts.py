"""Longer texts and lists of names: places, the reference of Python, dates in twenty languages."""

from functools import cache

from dlcourse.data.stored import text


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

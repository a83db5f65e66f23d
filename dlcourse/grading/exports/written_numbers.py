"""Numbers as people and platforms write them: "10.00", "10,00", "1,000", "1.000,5", "1 000".

Whether a sign is the decimal sign is read from the number, else from others of the same file, else from what
separates the file's cells. What is left is refused: a grade out of 1 is another one than a grade out of 1000.
"""

import re

from dlcourse.grading.csv_files import as_it_was
from dlcourse.grading.errors import UsageError

GROUPS = re.compile(r"[ \u00a0\u2009\u202f'’]")  # between thousands, and never anything else
PLAIN = re.compile(r"[-+]?\d+(?:[.,]\d+)*", re.ASCII)
LONGEST = 40  # signs


class Ambiguous(ValueError):
    """A number that may be read in two ways."""


def decimal_sign(texts, delimiter=","):
    """The decimal sign that the numbers among texts use, "" if that cannot be told.

    Where a semicolon separates cells, the comma is taken for decimals: spreadsheets use the one for the other.
    """
    signs = {sign for sign in map(_own_sign, texts) if sign}
    if len(signs) == 1:
        return signs.pop()
    return "," if not signs and delimiter == ";" else ""


def _own_sign(text):
    """The decimal sign that a number shows, "" if it is none or shows none."""
    text = GROUPS.sub("", _bare(text))
    if not PLAIN.fullmatch(text):
        return ""
    marks = re.findall(r"[.,]", text)
    if not marks:
        return ""
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return "." if marks[0] == "," else ","
    return "" if _may_be_thousands(text, marks[0]) else marks[0]


def _bare(text):
    return as_it_was(str(text).strip())[:LONGEST]


def _may_be_thousands(text, sign):
    whole = text.lstrip("+-").split(sign)
    return len(whole[0]) <= 3 and whole[0].strip("0") != "" and all(len(part) == 3 for part in whole[1:])


def number_in(text, decimal=""):
    """The number that a text is.

    Parameters
    ----------
    text : str
    decimal : {"", ".", ","}
        The decimal sign, where the number itself does not show it.

    Raises
    ------
    ValueError
        If it is no number; `Ambiguous` if it may be two.
    """
    bare = _bare(text)
    if len(str(text).strip()) >= LONGEST:
        raise ValueError("is no number")
    if GROUPS.search(bare):
        if not re.fullmatch(r"[-+]?\d{1,3}(?:[ \u00a0\u2009\u202f'’]\d{3})+(?:[.,]\d+)?", bare):
            raise ValueError("is no number")
        return float(GROUPS.sub("", bare).replace(",", "."))
    if not PLAIN.fullmatch(bare):
        raise ValueError("is no number")
    marks = set(re.findall(r"[.,]", bare))
    if not marks:
        return float(bare)
    sign = _own_sign(bare) or decimal
    if not sign:
        raise Ambiguous("may be read in two ways")
    whole, _, part = bare.partition(sign)
    thousands = "," if sign == "." else "."
    if thousands in part or (thousands in whole and not _may_be_thousands(whole, thousands)) or sign in part:
        raise ValueError("is no number")
    return float(f"{whole.replace(thousands, '')}.{part or 0}")


def points_in(sheet, index, column, decimal):
    """The points that a cell of a `Sheet` gives, None if it is empty or a dash.

    Raises
    ------
    UsageError
        If it holds anything but points, or the number may be read in two ways.
    """
    text = sheet.rows[index][column]
    if _bare(text) in ("", "-", "–"):
        return None
    try:
        points = number_in(text, decimal)
    except Ambiguous:
        whole, part = re.split(r"[.,]", _bare(text))
        readings = f"{whole}{part} or {float(f'{whole}.{part}'):g}"
        raise UsageError(
            f"{sheet.place(index, column)}: {text[:LONGEST]!r} may be {readings} points: "
            "write it without a sign between thousands (as 1000) or with one decimal (as 1.0), and try again."
        ) from None
    except ValueError:
        points = -1.0
    if points < 0:
        raise UsageError(f"{sheet.place(index, column)}: {text[:LONGEST]!r} is no number of points: write one (as 10).")
    return points

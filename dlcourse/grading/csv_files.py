"""CSV files: written so that spreadsheets open them rightly and run nothing, and read as platforms export them.

What is written begins with a byte order mark, without which spreadsheets take UTF-8 for something else. A cell that a
spreadsheet would take for a formula gets a leading apostrophe. Both can be left out: a *raw* file has every cell as
it is.
"""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from dlcourse.grading.errors import UsageError

ENCODING, RAW = "utf-8-sig", "utf-8"
# Blanks and invisible signs before it do not keep a spreadsheet from taking a cell for a formula; the wide forms of
# the signs count in some languages.
FORMULA = re.compile(r"[\s\x00-\x20\ufeff\u200b-\u200f\u2060]*[=+\-@＝＋－＠]|[\t\r]")
NUMBER = re.compile(r"[-+]?[\d.,]+%?")
DELIMITERS = ",;\t"


class Grade(str):
    """A cell that stands where grades stand: "-3" in it is a number, in a name it is not."""

    __slots__ = ()


def harmless(cell):
    """The cell with an apostrophe before what a spreadsheet would take for a formula; a lone dash is none."""
    if not isinstance(cell, str) or cell.strip() == "-" or not FORMULA.match(cell):
        return cell
    return cell if isinstance(cell, Grade) and NUMBER.fullmatch(cell) else f"'{cell}"


def as_it_was(cell):
    """The cell without the apostrophe that made it harmless, for comparing."""
    return cell[1:] if cell[:1] == "'" and FORMULA.match(cell[1:]) else cell


def write_rows(stream, rows, raw=False):
    """Write rows of cells to a text stream, with CR LF at their ends."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows(row if raw else map(harmless, row) for row in rows)


def write_csv(path, rows, raw=False, mark=True):
    """Write a CSV file; what UTF-8 cannot hold becomes a question mark.

    Parameters
    ----------
    path : path
    rows : iterable of sequences
    raw : bool
        Every cell as it is, and no byte order mark.
    mark : bool
        False: no byte order mark, for a reader that stumbles over it.
    """
    encoding = ENCODING if mark and not raw else RAW
    with open(path, "w", encoding=encoding, errors="replace", newline="") as stream:
        write_rows(stream, rows, raw)


def plain_number(value, digits):
    """A number as text with at most so many digits after the point, never in powers of ten."""
    text = f"{float(value):.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass
class Sheet:
    """A CSV file that a platform exported.

    Parameters
    ----------
    path : path
    header : list of str
        Without blanks around the names.
    rows : list of list of str
        Each as long as the header or longer; blank lines are left out.
    delimiter : str
    lines : list of int
        Where each row stands, counted as a spreadsheet does.
    """

    path: object
    header: list
    rows: list
    delimiter: str
    lines: list

    def place(self, index, column):
        """Where a cell is, for messages."""
        return f"{self.path}, row {self.lines[index]}, column {self.header[column]!r}"


def not_as_exported(path, problem):
    """The error for a file of which no use can be made."""
    return UsageError(f"{path} {problem}: give a CSV file as the platform exports it.")


def read_csv(path):
    """The `Sheet` in a CSV file, whose cells commas, semicolons or tabs separate.

    Raises
    ------
    UsageError
        If it cannot be read.
    """
    try:
        text = Path(path).read_text(ENCODING)
        lines, delimiter = _lines(text)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = "it is no text in UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise not_as_exported(path, f"cannot be read ({getattr(error, 'strerror', None) or reason})") from None
    header = [name.strip() for name in lines[0]] if lines else []
    kept = [(number, line) for number, line in enumerate(lines[1:], 2) if any(line)]
    rows = [[*line, *[""] * (len(header) - len(line))] for _, line in kept]
    return Sheet(path, header, rows, delimiter, [number for number, _ in kept])


def _lines(text):
    """The cells of each line, and what separates them."""
    said = re.match(r"sep=([,;\t])\r?\n", text)  # what a spreadsheet may put into the first line
    if said:
        return list(csv.reader(io.StringIO(text[said.end() :]), delimiter=said[1])), said[1]
    first = {sign: len(next(csv.reader(io.StringIO(text), delimiter=sign), [])) for sign in DELIMITERS}
    delimiter = max(DELIMITERS, key=first.get)  # the first of equals: the comma
    return list(csv.reader(io.StringIO(text), delimiter=delimiter)), delimiter

"""Finds a file of the learner's, however its place was pasted, and reads it: all that goes wrong is a ValueError."""

import itertools
import os
import re
import stat
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote, urlsplit

LISTED = 2000  # files of a folder that are looked through for a name
NAMED = 5
WINDOWS = re.compile(r"&?\s*[A-Za-z]:[\\/]")
QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "<": ">"}

# What a file is that has the wrong name, by its first bytes: (where they stand, the bytes, what it is).
KINDS = (
    (0, b"%PDF", "a PDF document"),
    (0, b"PK\x03\x04", "a zip archive or an office document"),
    (0, b"\xd0\xcf\x11\xe0", "an office document of an older kind"),
    (0, b"{\\rtf", "a document in the format RTF"),
    (0, b"\x1f\x8b", "a gzip archive"),
    (0, b"7z\xbc\xaf", "a 7z archive"),
    (0, b"Rar!", "a RAR archive"),
    (0, b"8BPS", "a Photoshop document"),
    (0, b"%!PS", "a PostScript document"),
    (0, b"\x7fELF", "a program"),
    (0, b"SQLite format 3", "a database"),
    (0, b"\x93NUMPY", "an array of NumPy"),
    (0, b"\xff\xd8\xff", "a picture in the format JPEG"),
    (0, b"\x89PNG", "a picture in the format PNG"),
    (0, b"GIF8", "a picture in the format GIF"),
    (8, b"WEBP", "a picture in the format WebP"),
    (8, b"WAVE", "a sound"),
    (0, b"ID3", "a sound"),
    (0, b"OggS", "a sound"),
    *((8, brand, "a picture in the format HEIC") for brand in (b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1")),
    (8, b"avif", "a picture in the format AVIF"),
    (4, b"ftyp", "a film"),
    (0, b"\x1aE\xdf\xa3", "a film"),
)


class MissingFile(ValueError):
    """There is no such file."""


def bytes_of(given, most, want):
    """What is in a file.

    Parameters
    ----------
    given : str or path
        Where it is, as typed or pasted: in quotes, with ``~``, as ``file://…``, or as a terminal writes it.
    most : int
        How many bytes it may have.
    want : str
        What is wanted, for the message: "a photograph".

    Returns
    -------
    tuple (bytes, str)
        The content and the name of the file.

    Raises
    ------
    ValueError
        In one sentence: what was given, what is wanted, what to do.
    """
    path = place_of(given, want)
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise ValueError(f"{path} is a folder: want the name of a file in it{_files_in(path)}")
        if not stat.S_ISREG(state.st_mode):  # a device may never end
            raise ValueError(f"{path} is a device or a pipe: want a file with {want}")
        with path.open("rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError:
        raise MissingFile(_missing(path)) from None
    except OSError as error:
        raise ValueError(f"{path} can't be read ({error.strerror or error}): want a file with {want}") from None
    if len(content) > most:
        size = f"{max(state.st_size, most + 1) / 1e6:.1f}"
        raise ValueError(f"{path.name} has {size} MB, the most is {most / 1e6:g} MB: give a smaller one")
    if not content:
        raise ValueError(f"{path.name} is empty, it has 0 bytes: want {want}; copy or download it again")
    return content, path.name


def kind_of(content):
    """What the first bytes of a file say that it is, with its article; "" where they say nothing."""
    for start, sign, kind in KINDS:
        if content[start : start + len(sign)] == sign:
            return kind
    beginning = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith((b"<!doctype html", b"<html")):
        return "a web page"
    return "an SVG drawing" if b"<svg" in beginning else ""


def whatever_its_name_says(name, endings):
    """Words for a file whose name promises something else; "" for one whose name is honest."""
    return ", whatever its name says" if name.lower().endswith(endings) else ""


def place_of(given, want):
    """The path that was meant.

    Raises
    ------
    ValueError
        If it can be no path on this machine.
    """
    if isinstance(given, os.PathLike):
        given = os.fspath(given)
    if not isinstance(given, str):
        raise ValueError(f"the path is of type {type(given).__name__}: want the name of a file with {want}, in quotes")
    if any(ord(sign) < 32 or 0xD800 <= ord(sign) < 0xE000 for sign in given.strip()):
        raise ValueError(
            f'the path {_short(given)} has a sign that no path has: write r before its quotes, as in r"C:\\new.jpg", '
            "for else Python reads \\n and \\t as other signs"
        )
    text = _unquoted(given)
    if not text:
        raise ValueError(f"the path is empty: want the name of a file with {want}")
    scheme = urlsplit(text).scheme.lower() if "://" in text or text.startswith("data:") else ""
    if scheme == "file":
        text = _of_file_url(text)
    elif scheme:
        raise ValueError(
            f"{_short(text)} is an address on the web: download it first, then give the name of the file; "
            "here nothing enters or leaves this machine"
        )
    if WINDOWS.match(text) and os.name != "nt":
        raise ValueError(
            f"{text} is a place on a Windows machine, and this notebook runs on another one: drag the file into "
            "JupyterLab's list of files, then give its name alone"
        )
    return _found(text)


def _unquoted(text):
    """A pasted path without blank space, quotes, and the sign that PowerShell puts before it."""
    text = text.strip().removeprefix("& ").strip()
    while len(text) > 1 and QUOTES.get(text[0]) == text[-1]:
        text = text[1:-1].strip()
    return text


def _of_file_url(text):
    """The path of an address as file managers give it: file:///pictures/my%20cat.jpg."""
    path = unquote(urlsplit(text.replace("?", "%3F").replace("#", "%23")).path)
    return path[1:] if WINDOWS.match(path[1:]) else path


def _found(text):
    """The path; where it is not there, as a terminal writes it (my\\ cat.jpg), if that is there."""
    try:
        path = Path(text).expanduser()
        plain = Path(re.sub(r"\\(.)", r"\1", text)).expanduser()
        return plain if os.name != "nt" and not path.exists() and plain.exists() else path
    except RuntimeError:  # there is no such user
        raise ValueError(f"{_short(text)} names a home folder that is not on this machine: give a full path") from None
    except OSError as error:  # longer than a path can be
        raise ValueError(f"{_short(text)} can't be a path ({error.strerror}): want the name of a file") from None


def _missing(path):
    """That a file is not there, and which are."""
    folder = path.absolute().parent
    if not folder.is_dir():
        return f"there is no file {path}, for there is no folder {folder}: want the name of a file on this machine"
    names = {name.lower(): name for name in _names(folder)}
    near = [names[name] for name in get_close_matches(path.name.lower(), names, n=3, cutoff=0.6)]
    known = f"did you mean {' or '.join(near)}?" if near else f"want the name of a file{_files_in(folder)}"
    return f"there is no file {path.name} in {folder}: {known}"


def _files_in(folder):
    """Some files of a folder, for a message."""
    names = [name for name in _names(folder) if not name.startswith(".") and (folder / name).is_file()]
    more = ", …" if len(names) > NAMED else ""
    return f", such as {', '.join(names[:NAMED])}{more}" if names else ""


def _names(folder):
    """The names in a folder, sorted; none where it can't be read."""
    try:
        return sorted(path.name for path in itertools.islice(folder.iterdir(), LISTED))
    except OSError:
        return []


def _short(text, most=80):
    """Something that was given, as it is quoted in a message."""
    return repr(text if len(text) <= most else text[:most] + "…")

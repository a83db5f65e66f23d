"""The files in folders and zip files, read without ever being unpacked to disk.

Names and sizes in a zip file are claims of whoever made it. Here a member is only ever read into memory, up to a limit,
so that no name can lead anywhere. What cannot be read costs its owner only: it becomes an entry with a `problem`.
"""

import contextlib
import io
import os
import re
import stat
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from dlcourse.grading.errors import UsageError
from dlcourse.grading.gradebook import BOOK

JUNK = {"__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini"}
REGULAR = (0, stat.S_IFREG, stat.S_IFDIR)  # file types of zip members; 0: made on a system without them


@dataclass(frozen=True)
class Limits:
    """How much may come in a zip file.

    Parameters
    ----------
    file_bytes : int
        Of one notebook, and of a zip file in another one twice that.
    members, total_bytes : int
        Of all members of a zip file that is given to the grader.
    inner_members, inner_bytes : int
        Of all members of a zip file that a student has handed in.
    ratio : int
        How much smaller compression may make a member of more than `ratio_bytes`.
    depth : int
        Zip files in zip files, the outermost counted.
    """

    file_bytes: int = 50_000_000
    members: int = 50_000
    total_bytes: int = 20_000_000_000
    inner_members: int = 1_000
    inner_bytes: int = 200_000_000
    ratio: int = 100
    ratio_bytes: int = 5_000_000
    depth: int = 3


@dataclass(frozen=True)
class Entry:
    """A file: its place below the root, how to read it, and when it was changed.

    `problem` is a sentence on why it cannot be read, without its subject. `read` is None for files that do not matter.
    """

    parts: tuple
    read: Callable | None = None
    modified: float = 0.0
    problem: str = ""


class Unreadable(Exception):
    """A file that cannot be read; the message is a sentence without its subject."""


def is_junk(name):
    """Whether operating systems and Jupyter make files of this name by themselves."""
    return name.startswith(".") or name in JUNK


def readable(name):
    """A name from the file system as text that can be stored: what is no text stays distinct."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def walk(path, limits):
    """The entries of a folder, a zip file or a single file, with parts relative to it.

    Raises
    ------
    UsageError
        If the path itself cannot be read.
    """
    path = Path(path)
    try:
        if path.is_dir():
            yield from _folder(path, (), limits, level=0)
        elif path.suffix.lower() == ".zip":
            yield from _Archive(partial(zipfile.ZipFile, path), limits).entries()
        else:
            yield _file(path, path.stat(), (readable(path.name),), limits)
    except FileNotFoundError:
        raise UsageError(f"{path} does not exist: give the folder or zip file of the submissions.") from None
    except (OSError, Unreadable) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{path} cannot be read ({reason}): check it, or leave it out.") from None


def _folder(folder, parts, limits, level):
    items = sorted(os.scandir(folder), key=lambda item: item.name)
    if level > 30 or any(item.name == BOOK for item in items):
        return  # a folder of results is no submission
    for item in items:
        if is_junk(item.name):
            continue
        here = (*parts, readable(item.name))
        try:
            if item.is_symlink():
                yield Entry(here, problem="is a symbolic link, which is not followed: hand in the file itself")
            elif item.is_dir():
                yield from _folder(item.path, here, limits, level + 1)
            else:
                yield from _one_or_many(Path(item.path), item.stat(follow_symlinks=False), here, limits)
        except OSError as error:
            yield Entry(here, problem=f"cannot be read ({error.strerror or error})")


def _one_or_many(path, status, parts, limits):
    """The entry of a file, or the entries of a zip file that a student handed in."""
    if path.suffix.lower() == ".zip" and stat.S_ISREG(status.st_mode):
        yield from _inner(partial(zipfile.ZipFile, path), parts, limits, depth=1)
    else:
        yield _file(path, status, parts, limits)


def _file(path, status, parts, limits):
    if path.suffix.lower() != ".ipynb":
        return Entry(parts)
    if not stat.S_ISREG(status.st_mode):
        return Entry(parts, problem="is not a regular file")
    if status.st_size > limits.file_bytes:
        return Entry(parts, problem=_too_large(limits))
    return Entry(parts, partial(_read_file, path, limits), status.st_mtime)


def _read_file(path, limits):
    try:
        with open(path, "rb") as stream:
            data = stream.read(limits.file_bytes + 1)
    except OSError as error:
        raise Unreadable(f"cannot be read ({error.strerror or error})") from None
    if len(data) > limits.file_bytes:
        raise Unreadable(_too_large(limits))
    return data


def _too_large(limits):
    return f"is larger than {limits.file_bytes // 1_000_000} MB: clear its outputs and hand it in again"


def _inner(opener, parts, limits, depth):
    """The entries of a zip file that belongs to a student: if it is bad, one entry that says so."""
    try:
        yield from _Archive(opener, limits, parts, depth).entries()
    except (Unreadable, OSError) as error:
        reason = getattr(error, "strerror", None) or error
        yield Entry(parts, problem=f"{reason}")


class _Archive:
    """A zip file. `opener()` gives a new ZipFile; the outermost is kept open, those inside are not kept at all."""

    def __init__(self, opener, limits, parts=(), depth=0):
        self.opener, self.limits, self.parts, self.depth = opener, limits, parts, depth
        self.kept = None

    def open(self):
        """The ZipFile."""
        if self.kept is not None:
            return self.kept
        try:
            archive = self.opener()
        except FileNotFoundError:
            raise
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError):
            raise Unreadable("is a damaged zip file: zip it again, or hand in the notebook itself") from None
        if self.depth == 0:
            self.kept = archive
        return archive

    def entries(self):
        """The entries, after a look at what the whole thing claims to hold."""
        if self.depth >= self.limits.depth:
            raise Unreadable("has zip files in zip files in zip files: hand in the notebook itself")
        archive = self.open()
        members = archive.infolist()
        if self.parts:
            most, most_bytes = self.limits.inner_members, self.limits.inner_bytes
        else:
            most, most_bytes = self.limits.members, self.limits.total_bytes
        if len(members) > most:
            raise Unreadable(f"has more than {most} files in it: hand in the notebook itself")
        if sum(info.file_size for info in members if _wanted(info.filename)) > most_bytes:
            raise Unreadable(f"unpacks to more than {most_bytes // 1_000_000} MB: hand in the notebook itself")
        for info in members:
            if not info.is_dir():
                yield from self._member(info)

    def _member(self, info):
        name = _decoded(info)
        inside = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
        if not inside or any(is_junk(part) for part in inside if part != ".."):
            return
        if ".." in inside or name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name):
            yield Entry(self.parts, problem=f"has a member that leads out of it ({name[:100]!r}), which is not read")
            return
        parts = (*self.parts, *inside)
        problem = self._problem(info)
        if problem and (_wanted(name) or "link" in problem):
            yield Entry(parts, problem=problem)
        elif name.lower().endswith(".zip"):
            yield from _inner(partial(self._inner_zip, info), parts, self.limits, self.depth + 1)
        elif name.lower().endswith(".ipynb"):
            yield Entry(parts, partial(self.read, info, self.limits.file_bytes), _modified(info))
        else:
            yield Entry(parts)

    def _problem(self, info):
        kind, size = stat.S_IFMT(info.external_attr >> 16), info.file_size
        most = self.limits.file_bytes * (2 if info.filename.lower().endswith(".zip") else 1)
        if kind == stat.S_IFLNK:
            return "is a symbolic link, which is not followed: hand in the file itself"
        if kind not in REGULAR:
            return "is not a regular file"
        if info.flag_bits & 0x1:
            return "is encrypted: zip it without a password"
        if size > most:
            return _too_large(self.limits)
        if size > self.limits.ratio_bytes and size > self.limits.ratio * max(1, info.compress_size):
            return "unpacks to far more than an honest notebook does: hand in the notebook itself"
        return ""

    def _inner_zip(self, info):
        return zipfile.ZipFile(io.BytesIO(self.read(info, 2 * self.limits.file_bytes)))

    def read(self, info, limit):
        """The bytes of a member, whatever its header claims."""
        archive = self.open()
        try:
            with archive.open(info) as stream:
                data = stream.read(limit + 1)
        except Exception as error:  # zlib, lzma and zipfile raise a dozen kinds for bad data
            raise Unreadable(f"cannot be unpacked ({str(error)[:100] or type(error).__name__})") from None
        finally:
            if archive is not self.kept:
                archive.close()
        if len(data) > limit:
            raise Unreadable(_too_large(self.limits))
        return data


def _wanted(name):
    return name.lower().endswith((".ipynb", ".zip"))


def _decoded(info):
    """The name of a member: many programs write UTF-8 and do not say so."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _modified(info):
    try:
        return datetime(*info.date_time).timestamp()
    except (ValueError, OverflowError):
        return 0.0

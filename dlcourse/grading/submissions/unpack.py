"""Archives and files, read without ever being unpacked to disk, within limits that hold in total.

Names and sizes in an archive are claims of whoever made it. Here a member is only ever read into memory, so that no
name can lead anywhere, and what is counted is what really came out, over all archives in archives. All this is for a
process that can be killed: the main one only hands places around.
"""

import contextlib
import io
import re
import stat
import zipfile
from dataclasses import dataclass, field, replace

from dlcourse.grading.submissions.moments_of_files import UNKNOWN_MOMENT, Moment, member_moment, zip_moment, zip_time
from dlcourse.grading.submissions.names import bounded, ending
from dlcourse.grading.submissions.tar import FILES, LINKS, Tar

REGULAR = (0, stat.S_IFREG, stat.S_IFDIR)  # file types of zip members; 0: made on a system without them
MOST_PARTS = 30  # folders in folders
CHUNK = 1 << 20
LINK = "is a link, which is not followed (symbolic links lead elsewhere): hand in the file itself"


@dataclass(frozen=True)
class Limits:
    """How much may come.

    Parameters
    ----------
    file_bytes : int
        Of one notebook; an archive in another one may have twice that.
    members, total_bytes : int
        Of a class's archive that is given to the grader.
    inner_members, inner_bytes : int
        Of what one student has handed in as an archive, with all archives in it: members, and bytes read from it.
    notebooks : int
        And archives, in what one student has handed in as an archive.
    depth : int
        Archives in archives, a student's outermost counted.
    """

    file_bytes: int = 50_000_000
    members: int = 50_000
    total_bytes: int = 20_000_000_000
    inner_members: int = 20_000
    inner_bytes: int = 200_000_000
    notebooks: int = 500
    depth: int = 3


class Unreadable(Exception):
    """What cannot be read; the message is a sentence without its subject."""


class Exhausted(Unreadable):
    """What one has handed in is more than is read, all in all: none of it counts."""


@dataclass(frozen=True)
class Place:
    """Where the bytes of a file are.

    Parameters
    ----------
    path : str
        On disk.
    members : tuple of int
        The member's number in the archive at `path`, then its number in that member, and so on; () for the file itself.
    names : tuple of str
        Of the archives in the archive at `path` on the way: their endings say of which kind they are.
    limits : Limits
    """

    path: str
    members: tuple = ()
    names: tuple = ()
    limits: Limits = field(default=Limits(), repr=False)

    def read(self, most=None):
        """The bytes, at most so many.

        Raises
        ------
        Unreadable
            If they cannot be had (any more), or are more than the limits allow.
        """
        return self._read(self.limits.file_bytes if most is None else most)

    def inside(self, name, numbers, archives):
        """The place of a member of the archive that is here, and has this name."""
        here = (name,) if self.members else ()
        return replace(self, members=(*self.members, *numbers), names=(*self.names, *here, *archives))

    def opened(self):
        """A stream of the archive that is here."""
        if not self.members:
            return _opened(self.path)
        return io.BytesIO(self._read(2 * self.limits.file_bytes))

    def _read(self, most):
        if not self.members:
            with _opened(self.path) as stream, _told():
                return _at_most(stream, most)
        budget, data = Budget(self.limits, outermost=True), None
        for level, number in enumerate(self.members):
            stream = _opened(self.path) if data is None else io.BytesIO(data)
            name = self.path if level == 0 else self.names[level - 1]
            last = level == len(self.members) - 1
            with stream:
                data = read_member(stream, name, number, budget, most if last else 2 * self.limits.file_bytes)
        return data


class Budget:
    """What may still be taken from an archive and all archives in it."""

    def __init__(self, limits, outermost=False):
        self.limits, self.notebooks = limits, limits.notebooks
        self.members = self.most_members = limits.members if outermost else limits.inner_members
        self.bytes = self.most_bytes = limits.total_bytes if outermost else limits.inner_bytes

    def take_member(self):
        """One more member."""
        self.members -= 1
        if self.members < 0:
            raise Exhausted(f"has more than {self.most_members} files in it: hand in the notebook itself")

    def take_notebook(self):
        """One more notebook, or archive."""
        self.notebooks -= 1
        if self.notebooks < 0:
            raise Exhausted(f"has more than {self.limits.notebooks} notebooks and archives in it: hand in yours alone")

    def take(self, count):
        """So many bytes more."""
        self.bytes -= count
        if self.bytes < 0:
            raise Exhausted(f"unpacks to more than {self.most_bytes // 1_000_000} MB: hand in the notebook itself")


@dataclass
class Member:
    """A member of an archive: its number, the parts of its name, and what is known against it."""

    number: int
    parts: tuple
    modified: float = 0.0
    is_folder: bool = False
    problem: str = ""
    read: object = None  # read(most) gives its bytes, until the next member is asked for
    moment: Moment = UNKNOWN_MOMENT  # to be believed where the archive is the class's


def members(stream, name, budget):
    """The members of an archive, one by one, without those that have no name at all.

    Raises
    ------
    Unreadable
        If it is damaged or has more members than the budget.
    """
    each = _zip_members if ending(name) == ".zip" else _tar_members
    with _told("a damaged zip file" if each is _zip_members else "a damaged archive"):
        for member in each(stream, budget):
            budget.take_member()
            if member.parts or member.problem:
                yield member


def read_member(stream, name, number, budget, most):
    """The bytes of the member with this number, at most so many."""
    if ending(name) == ".zip":
        with _told("a damaged zip file"):
            archive = zipfile.ZipFile(stream)
            infos = archive.infolist()
        if number >= len(infos):
            raise Unreadable("cannot be read: the archive has changed")
        return _of_zip(archive, infos[number], budget, most)
    for member in members(stream, name, budget):
        if member.number == number:
            return member.read(most)
    raise Unreadable("cannot be read: the archive has changed")


def text_of(file, most):
    """The text of a file (what has `read`) of at most so many bytes, "" if it is no such."""
    try:
        return file.read(most).decode("utf-8", "replace")
    except Unreadable:
        return ""


def _opened(path):
    with _told():
        return open(path, "rb")


@contextlib.contextmanager
def _told(what=""):
    """Whatever goes wrong in reading what a stranger made, as Unreadable: the libraries raise a dozen kinds."""
    try:
        yield
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        if what and not (isinstance(error, OSError) and error.errno):
            again = "zip it again" if "zip" in what else "pack it again"
            raise Unreadable(f"is {what}: {again}, or hand in the notebook itself") from None
        reason = getattr(error, "strerror", None) or str(error)[:100] or type(error).__name__
        raise Unreadable(f"cannot be read ({reason})") from None


def _too_large(most):
    return f"is larger than {most // 1_000_000} MB: clear its outputs and hand it in again"


def _at_most(stream, most, budget=None):
    """All bytes of a stream; the limit on one file is told before that on all of them."""
    parts, size = [], 0
    while chunk := stream.read(min(CHUNK, most + 1 - size)):
        size += len(chunk)
        if size > most:
            raise Unreadable(_too_large(most))
        if budget:
            budget.take(len(chunk))
        parts.append(chunk)
    return b"".join(parts)


def _zip_members(stream, budget):
    archive = zipfile.ZipFile(stream)
    for number, info in enumerate(archive.infolist()):
        parts, problem = _parts(_decoded(info))
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind == stat.S_IFLNK:
            problem = problem or LINK
        elif kind not in REGULAR:
            problem = problem or "is not a regular file"
        elif info.flag_bits & 0x1:
            problem = problem or "is encrypted: zip it without a password"

        def read(most, info=info):
            return _of_zip(archive, info, budget, most)

        yield Member(number, parts, zip_time(info), info.is_dir(), problem, read, zip_moment(info))


def _of_zip(archive, info, budget, most):
    try:
        with archive.open(info) as stream:
            return _at_most(stream, most, budget)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # zlib, lzma and zipfile raise a dozen kinds for bad data
        raise Unreadable(f"cannot be unpacked ({str(error)[:100] or type(error).__name__})") from None


def _tar_members(stream, budget):
    archive = Tar(stream, budget.take)
    for number, info in enumerate(archive):
        parts, problem = _parts(info.name)
        if info.type in LINKS:
            problem = problem or LINK
        elif info.type not in FILES and not info.isdir():
            problem = problem or "is not a regular file"

        def read(most, size=info.size):
            if size > most:
                raise Unreadable(_too_large(most))
            with _told("a damaged archive"):  # cut off, as a rule
                return archive.read(most)

        when = float(info.mtime)
        yield Member(number, parts, when, info.isdir(), problem, read, member_moment(when))


def _parts(name):
    """(the parts of a member's name, what is wrong with it)."""
    inside = [part for part in name.replace("\\", "/").split("/", 4 * MOST_PARTS) if part not in ("", ".")]
    if ".." in inside or name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name):
        return (), f"has a member that leads out of it ({name[:100]!r}), which is not read"
    if len(inside) > MOST_PARTS:
        return (bounded(inside[0]), bounded(inside[-1])), "lies too deep in folders: hand in the notebook itself"
    return tuple(bounded(part) for part in inside), ""


def _decoded(info):
    """The name of a member: many programs write UTF-8 and do not say so."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name

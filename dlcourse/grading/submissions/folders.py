"""The files in folders: names, kinds and times only. What is in a file is not looked at here."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from dlcourse.grading.errors import UsageError
from dlcourse.grading.gradebook import BOOK
from dlcourse.grading.submissions.moments_of_files import BY_FILE, STAMP, UNKNOWN_MOMENT, Moment, moment
from dlcourse.grading.submissions.names import ARCHIVE, CHECKPOINTS, NOTEBOOK, OTHER, UNKNOWN, ending, is_junk, kind_of
from dlcourse.grading.submissions.names import readable as readable_name
from dlcourse.grading.submissions.unpack import LINK, MOST_PARTS, Place

FOLDER = "folder"  # the kind of a folder with nothing in it
RESULTS = {"grades.csv", "exercises.csv", "feedback", ".lock"}  # beside a grade book: a folder of results


@dataclass(frozen=True)
class Leaf:
    """A file that was found, or a folder with nothing in it.

    Parameters
    ----------
    parts : tuple of str
        Its place below what was given; archives are parts like folders.
    kind : str
        As from `kind_of`, or FOLDER.
    place : Place or None
        None for what is not read.
    modified : float
        To choose the newest by: what is in an archive has the time that this says.
    problem : str
        A sentence without its subject on why it cannot be read.
    archive : int
        How many of the parts lead to the first archive and name it; 0 if it is in none.
    shown : tuple of str
        The parts for messages, if they are others.
    sha256, lessons, foreign
        As of `look.Seen`.
    prefix : tuple of str
        The folders around the students' own that were taken off.
    moment : Moment
        When it was handed in: of what is in a student's archive, when this was.
    inside : Moment
        What that archive says of it: it counts if the archive turns out to hold the work of several.
    stamp : str
        What nbgrader's `timestamp.txt` says.
    """

    parts: tuple
    kind: str = OTHER
    place: Place | None = None
    modified: float = 0.0
    problem: str = ""
    archive: int = 0
    shown: tuple = ()
    sha256: str = ""
    lessons: tuple = ()
    foreign: bool = False
    prefix: tuple = ()
    moment: Moment = UNKNOWN_MOMENT
    inside: Moment = UNKNOWN_MOMENT
    stamp: str = ""

    @property
    def is_checkpoint(self):
        """Whether Jupyter has put it aside by itself."""
        return CHECKPOINTS in self.shown

    @property
    def counts(self):
        """Whether it is somebody's notebook, or could not be seen to be none."""
        return self.kind in (NOTEBOOK, ARCHIVE, UNKNOWN) or bool(self.problem)


def leaf(parts, kind, place=None, **more):
    """A Leaf; what Jupyter has put aside lies, as it were, beside what it is of."""
    bare = tuple(part for part in parts if part != CHECKPOINTS)
    if kind == UNKNOWN and not more.get("problem"):
        more["problem"] = (
            f"is an archive that is not read ({ending(parts[-1])}): hand in the notebook itself, or a zip file"
        )
    return Leaf(bare or parts, kind, place, shown=tuple(parts), **more)


def files_in(path, limits, parts=()):
    """The files at a path that was given.

    Parameters
    ----------
    path : Path
    limits : Limits
    parts : tuple of str
        What their parts begin with.

    Returns
    -------
    list of Leaf

    Raises
    ------
    UsageError
        If it cannot be read.
    """
    try:
        if path.is_dir():
            return list(_folder(path, parts, limits))
        return [_file(path, path.stat(), parts, limits)]
    except FileNotFoundError:
        raise UsageError(f"{path} does not exist: give the folder or zip file of the submissions.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{path} cannot be read ({reason}): check it, or leave it out.") from None


def _folder(folder, parts, limits):
    items = sorted(os.scandir(folder), key=lambda item: item.name)
    found = []
    for item in items:
        if not is_junk(item.name):
            found += _item(item, (*parts, readable_name(item.name)), limits)
    if _is_results(items, found):
        return []
    return found or ([leaf(parts, FOLDER)] if parts else [])


def _item(item, here, limits):
    try:
        if item.is_symlink():
            return [leaf(here, OTHER, problem=LINK)]
        if not item.is_dir():
            return [_file(Path(item.path), item.stat(follow_symlinks=False), here, limits)]
        if len(here) > MOST_PARTS:
            return [leaf(here, OTHER, problem="lies too deep in folders: hand in the notebook itself")]
        found = _folder(item.path, here, limits)
        if here[-1] == CHECKPOINTS:
            return [one for one in found if one.kind == NOTEBOOK]
        return found
    except OSError as error:
        return [leaf(here, OTHER, problem=f"cannot be read ({error.strerror or error})")]


def _is_results(items, found):
    """Whether a folder is one that the grader wrote. A student may call a file like that: what is
    handed in beside it shows that it is none."""
    names = {item.name for item in items}
    return BOOK in names and not names.isdisjoint(RESULTS) and not any(one.counts for one in found)


def _file(path, status, parts, limits):
    kind, is_file = kind_of(path.name), stat.S_ISREG(status.st_mode)
    when = moment(status.st_mtime, BY_FILE)
    if kind == OTHER:
        is_stamp = path.name == STAMP and is_file
        return leaf(parts, OTHER, Place(str(path), limits=limits) if is_stamp else None, moment=when)
    if not is_file:
        return leaf(parts, kind, problem="is not a regular file", moment=when)
    place = None if kind == UNKNOWN else Place(str(path), limits=limits)
    return leaf(parts, kind, place, modified=status.st_mtime, moment=when)

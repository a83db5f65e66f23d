"""The folder of a site: what is already there is kept, and a build that fails changes nothing."""

import errno
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from dlcourse.coursework.files import CourseworkError

MARKER = ".dlcourse-site.json"  # in the folder of a site: the names of the files that are its own


@contextmanager
def made_beside(out):
    """A folder to build a site in, which becomes `out` when the block ends without an error.

    Only files of an earlier site are replaced or removed; what else stands in the folder, such as the settings of a web
    server, stays.

    Parameters
    ----------
    out : pathlib.Path

    Yields
    ------
    pathlib.Path

    Raises
    ------
    CourseworkError
        If `out` is a file, a folder with other things and no site, or cannot be written to; or if something else stands
        where a file of the site goes.
    """
    out = Path(os.path.realpath(out))  # "." has no name, and beside a link there may be no room
    try:
        _own_files(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as folder:
            made = Path(folder)
            yield made
            _move(made, out)
    except OSError as error:
        raise CourseworkError(f"{out} cannot be written: {error.strerror or error}. Give another folder.") from None


def _own_files(out):
    """The files of the site that stands in a folder; an empty set where there is none."""
    if out.exists() and not out.is_dir():
        raise CourseworkError(f"{out} is a file: give a folder, new or empty, or one that holds an earlier site.")
    if not out.is_dir() or not any(out.iterdir()):
        return set()
    try:
        own = json.loads((out / MARKER).read_text("utf-8"))["files"]
        return {name for name in own if _is_inside(name)}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        raise CourseworkError(
            f"{out} is not empty, and holds no earlier site: give a folder that is new or empty; nothing was changed."
        ) from None


def _is_inside(name):
    """Whether a name that a file gave leads to a file within the folder, and not out of it."""
    return isinstance(name, str) and name.isprintable() and not os.path.isabs(name) and ".." not in Path(name).parts


def _move(made, out):
    """Put the new files into the folder; the list of both comes first, so that a run that is killed can be repeated."""
    new = {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()}
    old = _own_files(out)  # read now: another run may have been here meanwhile
    _nothing_in_the_way(out, old, new)
    out.mkdir(exist_ok=True)
    _mark(made, out, old | new)
    for name in sorted(new):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        _replace(made / name, out / name)
    for name in old - new:
        (out / name).unlink(missing_ok=True)
    folders = {
        parent for name in old - new for parent in (out / name).parents if parent != out and out in parent.parents
    }
    for folder in sorted(folders, key=lambda path: len(path.parts), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    _mark(made, out, new)


def _nothing_in_the_way(out, old, new):
    """Refuse to write or remove what is none of an earlier site's files, or what a link leads to elsewhere."""
    for name in sorted(old | new):
        path = out / name
        leads_out = not Path(os.path.realpath(path.parent)).is_relative_to(out)
        foreign = name in new - old and os.path.lexists(path)
        folder = path.is_dir() and not path.is_symlink()
        below_a_file = name in new and any(parent.is_file() for parent in path.parents)
        if leads_out or foreign or folder or below_a_file:
            raise CourseworkError(f"{path} is in the way, and not of an earlier site: move it; nothing was changed.")


def _replace(source, target):
    """Move a file to its place at once; a link that stands there goes, and what it leads to stays."""
    try:
        os.replace(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:  # the folder is a disk of its own
            raise
        beside = target.with_name(f".{target.name}.new")
        try:
            shutil.copyfile(source, beside)
            os.replace(beside, target)
        finally:
            beside.unlink(missing_ok=True)


def _mark(made, out, names):
    (made / MARKER).write_text(json.dumps({"files": sorted(names)}, indent=0) + "\n", "utf-8")
    _replace(made / MARKER, out / MARKER)

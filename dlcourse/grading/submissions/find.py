"""Find the submissions in files, folders and archives: one for each student and lesson.

Here are names, sizes and times only. Whatever is in a file is seen by the functions of `look`, which the caller may
have run in processes that can be killed: a file that ends such a process costs itself.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from dlcourse.grading.errors import UsageError
from dlcourse.grading.processes.pool import Gone
from dlcourse.grading.submissions.choose import NOTHING, Submission, chosen
from dlcourse.grading.submissions.folders import FOLDER, Leaf, files_in, leaf
from dlcourse.grading.submissions.layouts import owned_by, owners
from dlcourse.grading.submissions.look import listing, look
from dlcourse.grading.submissions.mixtures import refuse_namesakes
from dlcourse.grading.submissions.moments_of_files import Moment
from dlcourse.grading.submissions.names import (
    ARCHIVE,
    LIBRARY,
    NOTEBOOK,
    OTHER,
    is_junk,
    is_own,
    kind_of,
    readable,
    without_archive,
    without_libraries,
)
from dlcourse.grading.submissions.unpack import Limits, Place
from dlcourse.grading.submissions.whose_time import with_moments

OVERDUE = "takes too long to read"
MEMORY = "needs too much memory to read"
ENDED = "cannot be read: it ends the process that tries"

__all__ = ["NOTHING", "Submission", "find_submissions"]


@dataclass
class _Root:
    """What was given: a folder, an archive, or several things that lie in one folder."""

    paths: list
    home: Path
    leaves: list
    moment: Moment | None = None  # of an archive that was given alone

    @property
    def name(self):
        """What names of files begin with: nothing where several were given."""
        return (readable(self.paths[0].resolve().name),) if self.is_whole else ()

    @property
    def is_whole(self):
        return len(self.paths) == 1 and (self.paths[0].is_dir() or kind_of(self.paths[0].name) == ARCHIVE)

    @property
    def where(self):
        return readable(str(self.paths[0])) if len(self.paths) == 1 else f"what was given in {readable(str(self.home))}"


def find_submissions(paths, limits=None, looking=None, owner=""):
    """The submissions in files, folders and archives, by student and lesson.

    Parameters
    ----------
    paths : list of path
    limits : Limits, optional
    looking : function, optional
        `looking(function, tasks)` calls a function of `look` on the tasks of an iterable of (tag, task) and yields
        (tag, outcome) in any order; an outcome may be a Gone. By default they run in this process.
    owner : str
        The student, where everything is one student's; else who is who is read from names.

    Returns
    -------
    list of Submission
        One for each student and lesson: of several one counts, and its notes say which and why.

    Raises
    ------
    UsageError
        If one of the paths cannot be read, or if it is not clear who is who.
    """
    limits, looking = limits or Limits(), looking or _in_this_process
    roots = _roots([Path(path) for path in paths], limits, looking)
    found = []
    for root, base in zip(roots, _bases(roots)):
        leaves = _looked_at(root.leaves, looking)
        stem, name = without_archive(readable(root.home.name)), root.name  # which asks the file system
        owned = owned_by(owner, leaves) if owner else owners(leaves, base, stem, root.where)
        owned = with_moments(owned, root.moment)
        found += [(name, item) for item in owned]
        outer = (readable(str(root.paths[0])),) if len(roots) > 1 else ()
        root.leaves = [replace(item, leaf=replace(item.leaf, prefix=(*outer, *item.leaf.prefix))) for item in owned]
    if not owner:
        refuse_namesakes([item for root in roots for item in root.leaves], " ".join(root.where for root in roots[:3]))
    return chosen(found, looking)


def _in_this_process(function, tasks):
    for tag, task in tasks:
        try:
            yield tag, function(task)
        except MemoryError:
            yield tag, Gone(memory=True)


def _roots(paths, limits, looking):
    """What was given, by the folders it lies in: `submitted/*` is the same class as `submitted`."""
    by_folder = {}
    for path in paths:
        home = path.resolve()
        by_folder.setdefault(home.parent, {}).setdefault(home, path)
    roots = []
    for folder, given in by_folder.items():
        [path, *others] = given.values()
        root = _Root([path, *others], folder, [])
        if root.is_whole:
            root.home = path.resolve()
            is_folder = path.is_dir()
            root.leaves = files_in(path, limits)
            if not is_folder:
                [itself], root.leaves = root.leaves, _of_class_archive(path, limits, looking)
                root.moment = itself.moment
        else:
            for home, one in given.items():
                root.leaves += [] if is_junk(home.name) else files_in(one, limits, (readable(home.name),))
        roots.append(root)
    return roots


def _bases(roots):
    """The students' names, for those of the roots that are one student's folder."""
    homes = [root.home for root in roots]
    names = [home.name for home in homes]
    if len(set(names)) < len(names):  # alice/ps1 and bob/ps1
        names = [home.parent.name if is_own(home.name) else home.name for home in homes]
    return [without_archive(readable(name)) for name in names]


def _of_class_archive(path, limits, looking):
    """The files in an archive that was given alone: it holds a class, and each of its members is somebody's."""
    place = Place(str(path), limits=limits)
    [(_, outcome)] = looking(listing, [(0, place)])
    if isinstance(outcome, Gone):
        raise UsageError(f"{path} {_reason(outcome)}: unpack it, and give the folder.")
    if len(outcome) == 1 and outcome[0].kind == ARCHIVE and not outcome[0].parts:
        raise UsageError(f"{path} cannot be read ({outcome[0].problem}): check it, or leave it out.")
    found = []
    for seen in outcome:
        here = place.inside("", seen.members, ()) if seen.kind in (NOTEBOOK, ARCHIVE) else None
        more = {"modified": seen.modified, "problem": seen.problem, "moment": seen.moment, "stamp": seen.stamp}
        found.append(leaf(seen.parts, seen.kind, None if seen.problem else here, **more))
    return found


def _reason(gone):
    if gone.overdue:
        return OVERDUE
    return MEMORY if gone.memory else ENDED


def _looked_at(leaves, looking):
    """The leaves with what is in them: archives become the files that they hold, learners' own libraries one leaf."""
    leaves = without_libraries(leaves, lambda parts: leaf(parts, LIBRARY))
    tasks = ((i, (item.place, item.parts[-1])) for i, item in enumerate(leaves) if item.place)
    outcomes = dict(looking(look, tasks))
    found = []
    for i, item in enumerate(leaves):
        outcome = outcomes.get(i)
        if outcome is None:
            found.append(item)
        elif item.kind == OTHER:
            found.append(replace(item, place=None, stamp="" if isinstance(outcome, Gone) else outcome[0].stamp))
        elif isinstance(outcome, Gone):
            found.append(replace(item, place=None, problem=_reason(outcome), archive=_archive(item)))
        elif item.kind == ARCHIVE:
            found += _contents(item, outcome)
        else:
            [seen] = outcome
            found.append(_with(item, seen))
    return found


def _with(item, seen):
    problem = item.problem or seen.problem
    place = None if problem else item.place
    return replace(item, sha256=seen.sha256, lessons=seen.lessons, foreign=seen.foreign, problem=problem, place=place)


def _archive(item):
    return len(item.parts) if item.kind == ARCHIVE else item.archive


def _contents(item, outcome):
    """The files in an archive, as leaves below it."""
    if not outcome:
        return [Leaf(item.parts, FOLDER, archive=_archive(item), shown=item.shown, moment=item.moment)]
    found = []
    for seen in outcome:
        place = item.place.inside(item.parts[-1], seen.members, seen.archives) if seen.kind == NOTEBOOK else None
        inner = leaf((*item.parts, *seen.parts), seen.kind, place, problem=seen.problem, archive=_archive(item))
        modified = seen.modified or item.modified
        inner = replace(inner, modified=modified, shown=(*item.shown, *seen.parts))
        found.append(_with(replace(inner, moment=item.moment, inside=seen.moment), seen))
    return found

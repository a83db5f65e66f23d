"""Which time counts for a file: the platform's in a name, nbgrader's beside it, else the file's own.

| where | what is believed |
| --- | --- |
| Blackboard, Brightspace | the time in the name |
| nbgrader | `timestamp.txt` in the folder of the student's work |
| a folder | the time of the file on disk; of what is in `alice.zip`, that of `alice.zip` |
| the archive of a class | what it says of its members |
| an archive of one student's work alone | the time of the archive on disk: what is inside is the student's word |

A time that nobody can vouch for is none: then the instructor is asked, and nobody is fined for a download. Canvas and
Moodle write the time of the download into the archive of a class: all its members bear nearly the same. (Copying may do
so on a disk: that is seen from all of a class, by `policy.lateness`.)
"""

from collections import defaultdict
from dataclasses import replace

from dlcourse.grading.submissions.moments_of_files import (
    BY_ARCHIVE,
    UNKNOWN_MOMENT,
    platform_moment,
    stamped_moment,
)

OF_DOWNLOAD = ("canvas", "moodle")
MAKING = 3 * 3600.0  # seconds that making such an archive may take


def with_moments(owned, of_archive=None):
    """The files that were found in one place, each with the moment that counts for it.

    Parameters
    ----------
    owned : list of Owned
    of_archive : Moment, optional
        Of the archive they are in, if one was given alone.

    Returns
    -------
    list of Owned
    """
    is_students = of_archive is not None and _is_of_one(owned)
    made = _made_by_platform(owned)
    stamps = {} if is_students else _stamps(owned)
    found = []
    for item in owned:
        when = item.leaf.moment
        if when.source == BY_ARCHIVE and is_students:
            when = of_archive
        if when.source == BY_ARCHIVE and _archive_of(item) in made:
            when = UNKNOWN_MOMENT
        told = platform_moment(item.given.when) if item.given else _stamp_for(item.leaf, stamps)
        found.append(replace(item, leaf=replace(item.leaf, moment=told if told.source else when)))
    return found


def _archive_of(item):
    """Which of several archives of classes a file came in."""
    return item.leaf.place.path if item.leaf.place else "", item.leaf.prefix


def _made_by_platform(owned):
    """The archives that Canvas or Moodle made of a class's files, to be seen from their times: that of the making."""
    times, platforms = defaultdict(list), defaultdict(set)
    for item in owned:
        if item.leaf.moment.source == BY_ARCHIVE:
            times[_archive_of(item)].append(item.leaf.moment.at)
            platforms[_archive_of(item)].add(item.given.platform if item.given else "")
    return {
        place
        for place, found in times.items()
        if not platforms[place].isdisjoint(OF_DOWNLOAD) and max(found) - min(found) <= MAKING
    }


def _is_of_one(owned):
    """Whether an archive may be what one student has handed in, and none that a platform has made of a class."""
    counting = [item for item in owned if item.leaf.counts] or owned
    return len({item.student for item in counting}) < 2 and not any(item.given for item in owned)


def _folders(leaf):
    """The folders that a file is in, the outermost first; of what is in an archive, those that the archive is in."""
    path = (*leaf.prefix, *leaf.parts)
    end = len(leaf.prefix) + leaf.archive - 1 if leaf.archive else len(path) - 1
    return [path[:i] for i in range(end + 1)]


def _stamps(owned):
    """Folder -> what nbgrader's `timestamp.txt` says in it.

    nbgrader puts one into the folder of each student's work, over a student's own file of this name. So they count
    where most of a class have one at this depth: any other file is a student's own, who may write what they like.
    """
    told = {_folders(item.leaf)[-1]: item.leaf.stamp for item in owned if item.leaf.stamp and not item.leaf.archive}
    students, covered = defaultdict(set), defaultdict(set)  # by the folders around, and by the folder of a timestamp
    for item in owned if told else ():
        if item.leaf.counts:
            around = item.leaf.prefix
            students[around].add(item.student)
            for folder in _folders(item.leaf):
                if folder in told:
                    covered[around, folder].add(item.student)
    ours = [(around, folder) for (around, folder), whose in covered.items() if len(whose) == 1]
    at_depth = defaultdict(set)
    for around, folder in ours:
        at_depth[around, len(folder)] |= covered[around, folder]
    return {
        folder: stamped_moment(told[folder])
        for around, folder in ours
        if len(at_depth[around, len(folder)]) * 2 > len(students[around])
    }


def _stamp_for(leaf, stamps):
    return next((stamps[folder] for folder in _folders(leaf) if folder in stamps), UNKNOWN_MOMENT)

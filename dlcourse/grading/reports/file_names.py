"""Names of files for names of people.

Two people never share one, even where a file system takes capitals for small letters or one spelling of an accent for
another. Of the names that such a file system takes for one, a single one stays as it is: `ann`, `Ann Lee`; if there are
several in a class, the others carry a mark: `Ann-1f9a…`.
"""

import hashlib
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

UNSAFE = re.compile(  # separators, and signs that nobody sees
    r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u00ad\u034f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0f\ud800-\udfff]'
)
RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])\s*(?:\..*)?", re.IGNORECASE)
MARKED = re.compile(r"-[0-9a-f]{12}$", re.IGNORECASE)  # a name that looks like a marked one gets a mark, too
LONGEST = 120  # bytes: file systems allow 255


def namesakes(students):
    """Those of some names that a file system may take for one another; each name may come several times."""
    groups = defaultdict(set)
    for student in students:
        groups[_folded(student)].add(student)
    return frozenset().union(*(group for group in groups.values() if len(group) > 1))


def file_name(text, shared=frozenset()):
    """A name that every file system takes, and that no other text has.

    Parameters
    ----------
    text : str
    shared : set of str
        As from `namesakes`.
    """
    name = UNSAFE.sub("_", text[:LONGEST].encode("utf-8", "replace")[:LONGEST].decode("utf-8", "ignore")).strip(". ")
    if RESERVED.fullmatch(name):
        name = f"_{name}"
    stays = name and name == text and not MARKED.search(name) and (text not in shared or text == _spelling(text))
    return name if stays else f"{name}-{mark(text)}"


def _spelling(text):
    """Of all the texts that a file system may take for this one, the one that stays as it is.

    It has small letters as user names have; if it has a blank, capitals as names of people have.
    """
    folded = _folded(text)
    return " ".join(word[:1].upper() + word[1:] for word in folded.split(" ")) if " " in folded else folded


def _folded(text):
    folded = unicodedata.normalize("NFKD", text).upper().casefold()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", folded).casefold())


def mark(text):
    """Twelve signs that stand for a text."""
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:12]


def feedback_path(student, lesson, shared=frozenset()):
    """The place of a student's page below the folder of results; `shared` as of `file_name`."""
    return Path("feedback", file_name(student, shared), f"{file_name(lesson) if lesson else 'submission'}.html")


def page_mark(student, lesson, run):
    """What stands in a page of feedback and tells whose it is, of which lesson and run."""
    return mark(f"{student}\n{lesson}\n{run.get('id')}")

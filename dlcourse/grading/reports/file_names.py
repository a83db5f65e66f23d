"""Names of files for names of people."""

import hashlib
import re
from pathlib import Path

UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]')
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
LONGEST = 120  # bytes: file systems allow 255


def file_name(text):
    """A name that every file system takes; what had to be changed carries a mark, so that different names stay so."""
    name = UNSAFE.sub("_", text.encode("utf-8", "replace")[:LONGEST].decode("utf-8", "ignore")).strip(". ")
    if RESERVED.fullmatch(name):
        name = f"_{name}"
    return name if name and name == text else f"{name}-{mark(text)}"


def mark(text):
    """Eight signs that stand for a text."""
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:8]


def feedback_path(student, lesson):
    """The place of a student's page below the folder of results."""
    return Path("feedback", file_name(student), f"{file_name(lesson) if lesson else 'submission'}.html")

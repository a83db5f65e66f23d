"""The search of the site: Pagefind's index of the pages, read in the browser piece by piece, without a server."""

import subprocess
import sys

from dlcourse.coursework.files import CourseworkError

FOLDER = "pagefind"
_UNUSED = ("*-ui.*", "pagefind-highlight.js")  # faces of its own; the pages have theirs


def index(folder):
    """Write the index of all pages in a folder into it, with the code that reads it.

    Pagefind runs as a program: what its interface for Python says it has written may not be on the disk yet.

    Parameters
    ----------
    folder : pathlib.Path

    Raises
    ------
    CourseworkError
        If Pagefind fails: with what it says.
    """
    command = [sys.executable, "-m", "pagefind", "--quiet", "--site", folder, "--exclude-selectors", ".anchor"]
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode or not (folder / FOLDER / "pagefind-entry.json").is_file():
        said = (ran.stderr or ran.stdout).strip().splitlines()
        raise CourseworkError(f"Pagefind made no index of the pages: {said[-1] if said else 'it says nothing'}")
    for pattern in _UNUSED:
        for path in (folder / FOLDER).glob(pattern):
            path.unlink()

"""Set up the learner's folder and open it in JupyterLab.

The learner's work is never overwritten. A small file in the folder remembers which edition of each notebook
the learner was given, so that a notebook nobody has touched can be brought up to date in place, and a newer
edition of one that was worked on is put beside it, with the learner's right answers in it.
"""

import contextlib
import copy
import hashlib
import itertools
import json
import os
import platform
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from dlcourse.coursework.badges import badges_taken_out
from dlcourse.coursework.carry_over import carry_over
from dlcourse.coursework.files import CourseworkError, course_notebooks, notebook_folder, read_notebook
from dlcourse.coursework.solve import blank
from dlcourse.lab.server import Server, interrupt, signals

FIRST = "00_start_here.ipynb"
MANIFEST = ".dlcourse-lab.json"
# The same as JupyterLab writes: it neither asks which kernel to use nor finds anything to save.
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": platform.python_version(),
}
# It is the page that saves, every two minutes: what was typed since then the server has never seen.
CLOSED = """
JupyterLab is closed. All that was saved is in the folder, and `dlcourse lab` opens it again. What you changed since the
last save (it saves every two minutes) is only in the browser: copy it from there before you close the page."""


class LabError(ValueError):
    """The folder cannot be used: one sentence that says what to do."""


@dataclass
class Report:
    """What `prepare` did: names of notebooks by what happened to them."""

    folder: Path
    copied: list = field(default_factory=list)  # on the first use
    restored: list = field(default_factory=list)  # were missing
    updated: list = field(default_factory=list)  # untouched: brought up to date in place
    beside: list = field(default_factory=list)  # worked on: (name, name of the newer edition put beside it)
    carried: dict = field(default_factory=dict)  # name of a newer edition: the CarriedOver that is in it

    def lines(self):
        """One line of text for each thing that was done."""
        found = []
        if self.copied:
            found.append(f"Copied {len(self.copied)} notebooks to {self.folder}.")
        if self.restored:
            found.append(f"Copied again, because missing: {', '.join(self.restored)}.")
        if self.updated:
            found.append(f"Brought up to date (you had not changed them): {', '.join(self.updated)}.")
        for name, new in self.beside:
            found.append(f"There is a newer edition of {name}: it is in {new}, your work is as you left it.")
            found += _told(self.carried[new])
        return found


def _told(over):
    """Lines on the answers that were carried over into a newer edition, and on those that were not."""
    count = len(over.carried)
    answers = "answer of yours is" if count == 1 else "answers of yours are"
    found = [f"  {count} right {answers} in it already."] if count else []
    return found + [f"  Write {key} anew, from your notebook: {reason}." for key, reason in over.left.items()]


def prepare(folder, right_answers=lambda folder: ()):
    """Copy the course's notebooks into `folder`, leaving the learner's work as it is.

    Parameters
    ----------
    folder : path
        Made if it does not exist.
    right_answers : function
        `right_answers(folder)` gives the ids of the exercises that the learner has right; those answers are carried
        over into newer editions. Called only where there is one.

    Returns
    -------
    Report

    Raises
    ------
    LabError
        If the folder cannot be made or written to, or the course's notebooks are not installed.
    """
    folder = Path(folder).absolute()
    notebooks = course_notebooks()
    if not notebooks:
        raise LabError("The course's notebooks are not installed: run `pip install --force-reinstall dlcourse`.")
    report = Report(folder)
    if folder.resolve() == notebook_folder().resolve():
        return report  # an author works on the course itself
    try:
        folder.mkdir(parents=True, exist_ok=True)
        given = _read_manifest(folder)
        before = copy.deepcopy(given)
        bringing = _Bringing(folder, given, report, right_answers)
        for path in notebooks:
            bringing.bring(path)
        if given != before:
            _write(folder / MANIFEST, json.dumps({"format": 1, "notebooks": given}, indent=1))
    except FileExistsError:
        raise LabError(f"{folder} is a file, not a folder: give the name of a folder.") from None
    except OSError as error:
        reason = error.strerror or error
        raise LabError(f"{folder} cannot be used ({reason}): choose a folder where you may write.") from None
    return report


def start(folder, browser=True, port=None, say=print, first=FIRST):
    """Open a prepared folder in JupyterLab and wait until it is closed.

    Parameters
    ----------
    folder : path
    browser : bool
        Open a browser; otherwise only the address is said.
    port : int, optional
        If it is taken, the next free one is used, and that is said.
    say : function
        Called with each line for the learner.
    first : str
        The name of the notebook that is opened.

    Returns
    -------
    int
        The exit code: 0 also when Ctrl-C ended it.
    """
    try:
        with signals(interrupt), Server(folder, browser=browser, port=port, first=first) as server:
            if not server.wait_until_ready():
                raise LabError(
                    "JupyterLab did not start: run `dlcourse doctor` to see what is missing; "
                    f"what JupyterLab said is in {server.log}."
                )
            if port and server.port != port:
                say(f"Port {port} is taken: JupyterLab uses port {server.port}.")
            say(f"The course is open at\n\n    {server.url}\n")
            say("Leave this window open while you work. To end, save your notebooks and press Ctrl-C here.")
            return server.wait()
    except KeyboardInterrupt:
        with contextlib.suppress(OSError):  # a terminal that was closed hears nothing more
            say(CLOSED)
        return 0
    except OSError as error:
        raise LabError(f"{folder} cannot be used ({error.strerror or error}): choose another folder.") from None


def content_hash(notebook):
    """A hash of what a notebook says: its cells' kinds and sources, not its outputs or metadata."""
    cells = [(cell.cell_type, cell.source.strip()) for cell in notebook.cells]
    while cells and not cells[-1][1]:  # JupyterLab adds an empty cell at the end when the last one is run
        cells.pop()
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


class _Bringing:
    """Brings the notebooks of the course to a folder, and notes in `given` what the learner has of each."""

    def __init__(self, folder, given, report, right_answers):
        self.folder, self.given, self.report, self.right_answers = folder, given, report, right_answers
        self.is_first_use = not given

    def bring(self, path):
        """Bring one notebook."""
        notebook = _for_learners(read_notebook(path))
        new, target = content_hash(notebook), self.folder / path.name
        known = self.given.setdefault(path.name, {"edition": None, "offered": None})
        if not os.path.lexists(target):
            _write(target, nbformat.writes(notebook))
            (self.report.copied if self.is_first_use else self.report.restored).append(path.name)
            known["edition"] = new
            return
        if new in (known["edition"], known["offered"]):
            return
        current = _hash_of(target)
        if current not in (new, known["edition"]):
            self._put_beside(target, notebook)
            known["offered"] = new
            return
        if current != new:
            _write(target, nbformat.writes(notebook))
            self.report.updated.append(path.name)
        known["edition"] = new

    def _put_beside(self, target, notebook):
        """Put a newer edition beside the learner's notebook, with the answers in it that are right."""
        mine = [target, *editions_beside(target)]
        over = carry_over([item for item in map(_read, mine) if item], notebook, self.right_answers(self.folder))
        beside = _free_name(target, content_hash(over.notebook))
        if not beside.exists():
            # Who grades the folder takes the notebook that was last worked on: that is not the one just put here.
            times = [path.stat().st_mtime for path in mine if path.exists()]
            _write(beside, nbformat.writes(over.notebook))
            if times:
                os.utime(beside, (max(times) - 1, max(times) - 1))
        self.report.beside.append((target.name, beside.name))
        self.report.carried[beside.name] = over


def _for_learners(notebook):
    notebook = badges_taken_out(blank(notebook))  # the learner has it open, and needs no network
    notebook.metadata["kernelspec"] = copy.deepcopy(KERNEL)
    notebook.metadata["language_info"] = copy.deepcopy(LANGUAGE)
    return notebook


def _read(path):
    """A notebook of the learner's, or None if it cannot be read."""
    try:
        return read_notebook(path)
    except CourseworkError:
        return None


def _hash_of(path):
    notebook = _read(path)
    return content_hash(notebook) if notebook else "unreadable"  # whatever it is, it is the learner's


def _names_beside(target):
    """The names that newer editions get, one after another."""
    for number in itertools.count(1):
        suffix = "" if number == 1 else f"-{number}"
        yield target.with_name(f"{target.stem}.new-edition{suffix}.ipynb")


def editions_beside(target):
    """The newer editions that are beside a notebook already, the latest last."""
    return list(itertools.takewhile(os.path.lexists, _names_beside(target)))


def _free_name(target, new):
    """A name beside the learner's notebook: free, or already holding this very edition."""
    return next(path for path in _names_beside(target) if not os.path.lexists(path) or _hash_of(path) == new)


def _read_manifest(folder):
    """What the learner was given, by notebook; empty if there is no record or it is damaged."""
    try:
        content = json.loads((folder / MANIFEST).read_text("utf-8"))
        entries = content["notebooks"].items()
        return {name: {"edition": known["edition"], "offered": known["offered"]} for name, known in entries}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _write(path, text):
    """Write a whole file or none."""
    fresh = path.with_name(f".{path.name}.{uuid.uuid4().hex}.tmp")
    try:
        with open(fresh, "x", encoding="utf-8") as stream:
            stream.write(text if text.endswith("\n") else text + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)

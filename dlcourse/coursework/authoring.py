"""For authors: `python -m dlcourse.coursework.authoring` re-runs notebooks in reference mode and stores quiet outputs.

It calculates what a notebook says of its minutes and points, too.
"""

import tempfile
from html.parser import HTMLParser
from pathlib import Path

import click
import nbformat

from dlcourse.coursework.announced import announce
from dlcourse.coursework.execute import CannotRun, execute
from dlcourse.coursework.files import CourseworkError, course_notebooks, read_notebook, replace_text, text_of
from dlcourse.coursework.quiet import AuthoringError, quiet
from dlcourse.coursework.sittings import sittings
from dlcourse.exercises import UnknownExercise

CELL_SECONDS, NOTEBOOK_SECONDS = 10, 60
CELL_LINES = 15
NOTEBOOK_BYTES = 500_000
SITTING_MINUTES = range(20, 41)
CORE_MINUTES = 100


# ---- what an author should know ----


def remarks(notebook):
    """Sentences on what a stored notebook should have otherwise."""
    found = []
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        lines = len(cell.source.split("\n"))
        if lines > CELL_LINES:
            found.append(f"cell {index + 1} has {lines} lines; at most {CELL_LINES} are easy to read")
        for output in cell.outputs:
            if any(not alt for alt in alt_texts(output)):
                found.append(f"cell {index + 1} shows a picture without an alt text")
    size = len(text_of(notebook).encode())
    if size > NOTEBOOK_BYTES:
        found.append(f"the notebook has {size // 1000} kB; at most {NOTEBOOK_BYTES // 1000} open quickly")
    return found


class _Pictures(HTMLParser):
    """The words for pictures and sounds in HTML, as a screen reader has them, in order: of <img>, <svg> and <audio>."""

    def __init__(self, html):
        super().__init__()
        self.alts = []
        self._drawings, self._in_title = 0, False  # <svg> that are open, one in another; a title is read in the first
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in reversed(attributes)}  # of two of one name, the first counts
        if tag == "img" and not self._drawings:
            self.alts.append(given.get("alt", ""))
        elif tag == "audio" and not self._drawings:
            self.alts.append(given.get("aria-label", ""))
        elif tag == "svg":
            self._drawings += 1
            if self._drawings == 1:
                self.alts.append(given.get("aria-label", ""))
        elif tag == "title" and self._drawings == 1 and not self.alts[-1].strip():
            self._in_title = True

    def handle_endtag(self, tag):
        if tag == "svg" and self._drawings:
            self._drawings -= 1
        elif tag == "title":
            self._in_title = False

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.handle_endtag(tag)

    def handle_data(self, data):
        if self._in_title:
            self.alts[-1] += data


def alt_texts(output):
    """The alt text of each picture in an output; "" where a front end has none to speak."""
    data = output.get("data", {})
    within = [" ".join(alt.split()) for alt in _Pictures("".join(data.get("text/html", ""))).alts]
    # What stands in the metadata of an image/png or its like is ignored by JupyterLab, Notebook 7 and nbconvert.
    return within + [""] * sum(kind.startswith("image/") for kind in data)


def slow(seconds):
    """Sentences on cells and notebooks that take too long.

    Parameters
    ----------
    seconds : dict
        Seconds by the index of the cell.
    """
    found = [
        f"cell {index + 1} took {spent:.1f} s; at most {CELL_SECONDS} s keep a reader"
        for index, spent in seconds.items()
        if spent > CELL_SECONDS
    ]
    total = sum(seconds.values())
    if total > NOTEBOOK_SECONDS:
        found.append(f"the notebook took {total:.0f} s; at most {NOTEBOOK_SECONDS} s are wanted")
    return found


def long(notebook):
    """Sentences on sittings that are too long or too short, and on a core that is too long."""
    found = [
        f"the sitting {part.name} takes {part.minutes} minutes; "
        f"{SITTING_MINUTES[0]} to {SITTING_MINUTES[-1]} are one sitting"
        for part in sittings(notebook)
        if part.core and part.minutes not in SITTING_MINUTES
    ]
    core = notebook.metadata["dlcourse"]["minutes"]
    if sittings(notebook) and core > CORE_MINUTES:
        found.append(f"the core takes {core} minutes; at most {CORE_MINUTES} are one lesson")
    return found


def changed_cells(before, after):
    """The numbers, from 1, of the cells that differ; cells are told apart by their ids."""
    old = {cell.get("id"): cell for cell in before.cells}
    return [index + 1 for index, cell in enumerate(after.cells) if old.get(cell.get("id")) != cell]


# ---- the command ----


def is_quiet(path):
    """Whether a notebook's file is as this command stores it, as far as that is seen without a run.

    Raises
    ------
    CourseworkError, AuthoringError
        If it cannot be read, or never could be stored.
    """
    read_notebook(path)  # says in words why a file is no notebook
    stored = Path(path).read_text("utf-8")
    notebook = nbformat.reads(stored, as_version=4)
    after = quiet(notebook, notebook)
    announce(after)
    return text_of(after) == stored


def refresh(path, *, write=True, after_cell=None):
    """Re-run one notebook in reference mode and store its quiet outputs.

    Returns
    -------
    tuple (bool, list of str)
        Whether the file changes, and remarks.
    """
    path, seconds = Path(path), {}

    def note(index, spent):
        seconds[index] = spent
        if after_cell:
            after_cell()

    before = read_notebook(path)
    with tempfile.TemporaryDirectory(prefix="dlcourse-", ignore_cleanup_errors=True) as folder:
        ran = execute(before, folder, {"DLCOURSE_MODE": "reference"}, after_cell=note)
    after = quiet(ran, before)
    announce(after, seconds)
    stored = path.read_text("utf-8")
    changed = text_of(after) != stored
    found = remarks(after) + long(after) + slow(seconds)
    if changed:
        cells = changed_cells(nbformat.reads(stored, as_version=4), after)
        found.insert(0, f"cells that change: {', '.join(map(str, cells))}" if cells else "only its form changes")
        if write:
            replace_text(path, text_of(after))
    return changed, found


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("notebooks", metavar="[NOTEBOOK]...", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a notebook would change.")
@click.option(
    "--form", is_flag=True, help="Run and write nothing; exit 1 if a notebook is not in the form of this command."
)
def main(notebooks, check, form):
    """Re-run notebooks (default: all of the course) in reference mode and store their outputs."""
    paths = [Path(name) for name in notebooks] or course_notebooks()
    raise SystemExit(1 if (_noisy(paths) if form else _refreshed(paths, check)) else 0)


def _noisy(paths):
    """Names the notebooks that are not in the form of this command; gives whether there are any."""
    found = False
    for path in paths:
        try:
            said = "" if is_quiet(path) else "is not as the authors' command stores it"
        except (AuthoringError, CourseworkError, UnknownExercise) as error:
            said = str(error)
        if said:
            found = True
            click.echo(f"{path.name}: {said}: run `python -m dlcourse.coursework.authoring {path}`")
    return found


def _refreshed(paths, check):
    """Re-runs notebooks and says what becomes of them; gives whether anything failed, or with `check` would change."""
    from rich.console import Console
    from rich.progress import Progress

    failed, console = False, Console()
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        for path in paths:
            try:
                cells = sum(cell.cell_type == "code" for cell in read_notebook(path).cells)
                task = bar.add_task(path.name, total=cells)
                changed, found = refresh(path, write=not check, after_cell=lambda task=task: bar.advance(task))
            except (AuthoringError, CannotRun, CourseworkError, UnknownExercise) as error:
                failed = True
                console.print(f"{path.name}: {error}", markup=False, highlight=False, soft_wrap=True)
                continue
            failed |= check and changed
            state = ("would change" if check else "written") if changed else "unchanged"
            for line in [f"{path.name}: {state}", *(f"    {remark}" for remark in found)]:
                console.print(line, markup=False, highlight=False, soft_wrap=True)
    return failed


if __name__ == "__main__":
    main()

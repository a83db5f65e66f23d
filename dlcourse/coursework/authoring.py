"""For authors: `python -m dlcourse.coursework.authoring` re-runs notebooks in reference mode and stores quiet outputs.

Quiet means that a run which computes the same stores the same bytes: no times, no metadata of the run, no
widget state; and a picture keeps its old bytes as long as its pixels are the same.
"""

import base64
import binascii
import copy
import hashlib
import io
import os
import tempfile
from pathlib import Path

import click
import nbformat
from PIL import Image

from dlcourse.coursework.editions import FIRST
from dlcourse.coursework.execute import CannotRun, execute
from dlcourse.coursework.files import CourseworkError, course_notebooks, read_notebook, text_of

CELL_SECONDS, NOTEBOOK_SECONDS = 10, 60
CELL_LINES = 15
NOTEBOOK_BYTES = 500_000
# Of a cell: what the course itself sets. What a front end notes (folded, hidden, scrolled, timed) would be so for
# everybody who opens the course.
KEPT_METADATA = ("dlcourse", "tags")
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


class AuthoringError(Exception):
    """A notebook cannot be stored: one sentence that names the cell."""


# ---- quiet outputs ----


def quiet(notebook, before=None):
    """A copy that holds nothing but what the notebook says and what its cells computed.

    Parameters
    ----------
    notebook : nbformat notebook
        As it was executed.
    before : nbformat notebook, optional
        The stored notebook: pictures that did not change keep their bytes.

    Raises
    ------
    AuthoringError
        If a cell wrote to stderr, or holds an error.
    """
    notebook = copy.deepcopy(notebook)
    old = {cell.get("id"): cell for cell in before.cells} if before else {}
    course = {"edition": FIRST} | notebook.metadata.get("dlcourse", {})
    notebook.metadata = nbformat.from_dict(
        {"dlcourse": course, "kernelspec": KERNEL, "language_info": {"name": "python"}}
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    _set_ids(notebook)
    count = 0
    for index, cell in enumerate(notebook.cells):
        cell.source = "\n".join(line.rstrip() for line in cell.source.strip("\n").split("\n"))
        cell.metadata = nbformat.from_dict({key: cell.metadata[key] for key in KEPT_METADATA if key in cell.metadata})
        if cell.cell_type == "code":
            count += bool(cell.source)
            cell.execution_count = count if cell.source else None
            earlier = old.get(cell.get("id"), {}).get("outputs", [])
            cell.outputs = [_quiet_output(index, output, count, earlier) for output in cell.outputs]
    nbformat.validate(notebook)
    return notebook


def _set_ids(notebook):
    """Give an id to each cell that has none of its own; the same one each time."""
    seen = set()
    for index, cell in enumerate(notebook.cells):
        if cell.get("id") in seen or not cell.get("id"):
            cell["id"] = hashlib.sha256(f"{index} {cell.source}".encode()).hexdigest()[:8]
        seen.add(cell["id"])


def _quiet_output(index, output, count, earlier):
    if output.output_type == "error":
        raise AuthoringError(f"cell {index + 1} raises {output.ename}: {output.evalue}")
    if output.output_type == "stream":
        if output.name == "stderr":
            raise AuthoringError(f"cell {index + 1} writes to stderr: {output.text.strip()[:500]}")
        return output
    if output.output_type == "execute_result":
        output.execution_count = count
    # The widget lives in the kernel, and its name is another one in every run.
    output.data = nbformat.from_dict({kind: data for kind, data in output.data.items() if "widget-view" not in kind})
    if "image/png" in output.data:
        output.data["image/png"] = _stable_picture(output.data["image/png"], earlier)
    return output


def _stable_picture(fresh, earlier):
    """The picture as it was stored before, if it has the same pixels."""
    fresh = "".join(fresh.split())
    pixels = _pixels(fresh)
    for output in earlier:
        stored = "".join("".join(output.get("data", {}).get("image/png", "")).split())
        if stored and _pixels(stored) == pixels:
            return stored
    return fresh


def _pixels(data):
    """Size and pixels of a picture in base64, or None if it is none."""
    try:
        with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
            return picture.size, picture.convert("RGBA").tobytes()
    except (OSError, ValueError, binascii.Error):
        return None


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
            pictures = "image/png" in output.get("data", {})
            if pictures and not output.get("metadata", {}).get("image/png", {}).get("alt"):
                found.append(f"cell {index + 1} shows a picture without an alt text")
    size = len(text_of(notebook).encode())
    if size > NOTEBOOK_BYTES:
        found.append(f"the notebook has {size // 1000} kB; at most {NOTEBOOK_BYTES // 1000} open quickly")
    return found


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


def changed_cells(before, after):
    """The numbers, from 1, of the cells that differ; cells are told apart by their ids."""
    old = {cell.get("id"): cell for cell in before.cells}
    return [index + 1 for index, cell in enumerate(after.cells) if old.get(cell.get("id")) != cell]


# ---- the command ----


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
    changed = text_of(after) != path.read_text("utf-8")
    found = remarks(after) + slow(seconds)
    if changed:
        cells = changed_cells(before, after)
        found.insert(0, f"cells that change: {', '.join(map(str, cells))}" if cells else "only its form changes")
        if write:
            fresh = path.with_name(f".{path.name}.tmp")
            fresh.write_text(text_of(after), "utf-8")
            os.replace(fresh, path)
    return changed, found


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("notebooks", metavar="[NOTEBOOK]...", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a notebook would change.")
def main(notebooks, check):
    """Re-run notebooks (default: all of the course) in reference mode and store their outputs."""
    from rich.console import Console
    from rich.progress import Progress

    failed, console = False, Console()
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        for path in [Path(name) for name in notebooks] or course_notebooks():
            try:
                cells = sum(cell.cell_type == "code" for cell in read_notebook(path).cells)
                task = bar.add_task(path.name, total=cells)
                changed, found = refresh(path, write=not check, after_cell=lambda task=task: bar.advance(task))
            except (AuthoringError, CannotRun, CourseworkError) as error:
                failed = True
                console.print(f"{path.name}: {error}", markup=False, highlight=False, soft_wrap=True)
                continue
            failed |= check and changed
            state = ("would change" if check else "written") if changed else "unchanged"
            for line in [f"{path.name}: {state}", *(f"    {remark}" for remark in found)]:
                console.print(line, markup=False, highlight=False, soft_wrap=True)
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()

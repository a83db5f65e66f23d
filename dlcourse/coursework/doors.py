"""For authors: `python -m dlcourse.coursework.doors` makes the doors into the course from the repository's address.

The doors are badges that open a lesson in Colab or on Binder, in the first cell of each notebook and in the README; the
copies without outputs that they open; and the address in CITATION.cff. Without an address there are none of them.
"""

import re

import click
import nbformat

from dlcourse.coursework.badges import (
    CHECKOUT,
    COPIES,
    badges,
    badges_taken_out,
    is_checkout,
    repository,
    with_badges,
    without_badges,
)
from dlcourse.coursework.files import CourseworkError, read_notebook, replace_text, text_of
from dlcourse.coursework.solve import blank

NAMES = "[0-9]*_*.ipynb"
# Where the course is there already, as on Binder, nothing happens.
INSTALL = """\
# Gets the course where it is not there yet, as in Colab: that takes a minute.
import importlib.util

if importlib.util.find_spec("dlcourse") is None:
    %pip install -q "dlcourse @ git+{address}\""""
_BETWEEN = re.compile(r"(?<=<!-- doors -->\n).*?(?=<!-- /doors -->)", re.DOTALL)
_TITLED = re.compile(r"# .+\n\n\S")  # below the first line badges can come and go, and leave all as it was
_CITED = re.compile(r'^repository-code: ".*"\n', re.MULTILINE)


def doors(root, address):
    """What the files of a checkout hold once its doors are made.

    Parameters
    ----------
    root : path
    address : str
        As from `repository`; "" for no doors.

    Returns
    -------
    dict
        Path -> text, or None for a copy that is to go.

    Raises
    ------
    CourseworkError
        If a notebook cannot be read, or has no place for badges, or the README has none.
    """
    notebooks = sorted((root / "notebooks").glob(NAMES))
    found = {root / "README.md": _readme((root / "README.md").read_text("utf-8"), badges(address, notebooks[0].stem))}
    found[root / "CITATION.cff"] = _citation((root / "CITATION.cff").read_text("utf-8"), address)
    found |= {path: _notebook(path, address) for path in notebooks}
    found |= dict.fromkeys((root / COPIES).glob(NAMES))
    if address:
        found |= {root / COPIES / path.name: _opened(path, address) for path in notebooks}
    return found


def _notebook(path, address):
    notebook = read_notebook(path)
    if address and not _TITLED.match(without_badges(notebook.cells[0].source)):
        raise CourseworkError(
            f"{path.name} has no place for badges: begin its first cell with a line `# TITLE`, an empty one and a text."
        )
    notebook.cells[0].source = with_badges(notebook.cells[0].source, badges(address, path.stem))
    return text_of(nbformat.from_dict(notebook))


def _opened(path, address):
    """The copy of a notebook that a badge opens: without outputs, and with a cell that gets the course."""
    notebook = badges_taken_out(blank(nbformat.from_dict(read_notebook(path))))
    first = next(index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    cell = nbformat.v4.new_code_cell(INSTALL.format(address=address), id="install")
    notebook.cells.insert(first, cell)
    return text_of(notebook)


def _readme(text, line):
    if not _BETWEEN.search(text):
        raise CourseworkError(
            "README.md has no place for badges: write the lines `<!-- doors -->` and `<!-- /doors -->` below its title."
        )
    return _BETWEEN.sub(lambda _: f"\n{line}\n\n" if line else "", text, count=1)


def _citation(text, address):
    return _CITED.sub("", text) + (f'repository-code: "{address}"\n' if address else "")


def _stored(path):
    return path.read_text("utf-8") if path.exists() else None


def _store(path, text):
    if text is None:
        path.unlink()
        return
    path.parent.mkdir(exist_ok=True)
    replace_text(path, text)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a file would change.")
def main(check):
    """Write badges, the copies that they open and the address in CITATION.cff; or take them away without an address.

    The address is Repository under [project.urls] in pyproject.toml.
    """
    try:
        changed = _changes(CHECKOUT)
    except CourseworkError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from None
    for path, text in changed.items():
        state = "goes" if text is None else "changes" if path.exists() else "comes"
        click.echo(f"{path.relative_to(CHECKOUT).as_posix()}: {state}")
        if not check:
            _store(path, text)
    copies = CHECKOUT / COPIES
    if not check and copies.is_dir() and not any(copies.iterdir()):
        copies.rmdir()
    if check and changed:
        click.echo("Run `python -m dlcourse.coursework.doors`.")
    raise SystemExit(1 if check and changed else 0)


def _changes(root):
    """What `doors` gives, of the files that are otherwise now."""
    if not is_checkout(root):
        raise CourseworkError("This is no checkout of the course: run it in the folder of its repository.")
    wanted = doors(root, repository(root))
    return {path: text for path, text in wanted.items() if text != _stored(path)}


if __name__ == "__main__":
    main()

"""The command that makes the web edition."""

import re
import shlex
from contextlib import ExitStack
from importlib.util import find_spec

import click

from dlcourse.cli.group import BadInput, without

NEEDED = ("nbconvert", "py_mini_racer", "ziamath", "fontTools", "pagefind", "sphinxcontrib.katex")
_ADDRESS = re.compile(r"https?://[^\s/?#\"'<>\\]+(?:/[^\s?#\"'<>\\]*)?")  # a path is put behind it


@click.command()
@click.argument("out", metavar="OUT")
@click.option(
    "--lite", metavar="ADDRESS", default="", help="Of a JupyterLite with the notebooks: for a button on each page."
)
def site(out, lite):
    """Make the course as web pages to read, in a folder OUT.

    They are made from the course's own notebooks, never from yours, and any web server can show them: no page asks for
    anything elsewhere. OUT is new or empty, or holds an earlier edition, which is replaced.
    """
    for package in NEEDED:
        if not _is_there(package):
            raise without(package, "site")
    if lite and not _ADDRESS.fullmatch(lite):
        raise BadInput(
            f"{lite} is no address: give one that begins with https://, without spaces, ? and # (or leave --lite out)."
        )

    from tqdm.auto import tqdm

    from dlcourse.coursework.files import CourseworkError
    from dlcourse.site.build import build

    def progress(lessons):
        return stack.enter_context(tqdm(lessons, desc="lessons", leave=False, disable=None))  # for a terminal only

    try:
        with ExitStack() as stack:  # takes the bar away before anything is said
            built = build(out, lite=lite, progress=progress)
    except CourseworkError as error:
        raise BadInput(str(error)) from None
    click.echo(
        f"Wrote {built.pages} pages for {built.lessons} lessons to {out}; the largest has {built.largest // 1000} kB."
    )
    click.echo(f"To look at them: python -m http.server --directory {shlex.quote(out)}")


def _is_there(package):
    try:
        return find_spec(package) is not None
    except ModuleNotFoundError:  # the package that it is part of is missing
        return False

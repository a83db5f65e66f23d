"""The guides and the glossary: Markdown files of `docs/`, which the installed package has, too."""

from markupsafe import Markup

from dlcourse.coursework.files import CourseworkError, course_folder
from dlcourse.site.markdown import Page

# In the order in which they are listed: first what a learner wants.
ORDER = ("glossary", "instructors", "semester", "jupyterhub", "trust", "authors", "engine")
DIAGRAMS = course_folder("docs") / "diagrams"


def title(name):
    """The title of a guide: its first line."""
    return _text(name).partition("\n")[0].removeprefix("# ").strip()


def body_of(name, where):
    """A guide as HTML.

    Parameters
    ----------
    name : str
        One of `ORDER`.
    where : callable
        See `Page`.

    Returns
    -------
    tuple (Markup, Page)

    Raises
    ------
    CourseworkError
        If it is not there, or a formula in it cannot be set.
    """
    page = Page(where)
    try:
        return Markup(page.html(_text(name))), page
    except CourseworkError as error:
        raise CourseworkError(f"{name}.md: {error}") from None


def _text(name):
    path = course_folder("docs") / f"{name}.md"
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise CourseworkError(f"{path} is missing: install dlcourse again.") from None

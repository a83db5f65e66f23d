"""Badges: links that open a lesson in Colab or on Binder, made from the one address of the course's repository.

The address is `Repository` under `[project.urls]` in pyproject.toml. As long as none is set, there is no badge. Only
the standard library is needed, as this is called where the course is built, too.
"""

import importlib.metadata
import re
import tomllib
from pathlib import Path
from urllib.parse import quote, urlsplit

from dlcourse.coursework.files import CourseworkError

CHECKOUT = Path(__file__).resolve().parent.parent.parent
COPIES = "open"  # the folder of the copies without outputs, which the badges open
PICTURES = {  # what a badge opens -> its picture
    "Colab": "https://colab.research.google.com/assets/colab-badge.svg",
    "Binder": "https://mybinder.org/badge_logo.svg",
}
# What is opened stands on this branch. Binder would take HEAD, whatever that is called; of Colab nobody says so.
BRANCH = "main"
DEPTHS = {"github.com": (2,), "gitlab.com": range(2, 23)}  # how many names the path has: owners or groups, and its own
_ADDRESS = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?(/[A-Za-z0-9_~.-]*[A-Za-z0-9_~-])+")
_BADGE = r"\[!\[Open in \w+\]\([^()\s]*\)\]\([^()\s]*\)"
_LINE = re.compile(rf"^{_BADGE}(?: {_BADGE})*\n+", re.MULTILINE)


def repository(checkout=CHECKOUT):
    """The address of the course's repository, or "" where none is set.

    Parameters
    ----------
    checkout : path
        Where pyproject.toml stands; if that of the course does not, what was installed says it.

    Raises
    ------
    CourseworkError
        If what is set is no address of a repository.
    """
    project = _project(checkout)
    urls = project.get("urls", {}) if project else _installed()
    return checked(urls["Repository"]) if "Repository" in urls else ""


def is_checkout(folder):
    """Whether a folder is a checkout of the course."""
    return bool(_project(folder))


def _project(folder):
    """What a checkout says of the course; {} where none is, though another project may be."""
    path = Path(folder) / "pyproject.toml"
    project = tomllib.loads(path.read_text("utf-8")).get("project", {}) if path.is_file() else {}
    return project if project.get("name") == "dlcourse" else {}


def _installed():
    """The addresses in the metadata of the installed course, by their names."""
    try:
        listed = importlib.metadata.metadata("dlcourse").get_all("Project-URL") or []
    except importlib.metadata.PackageNotFoundError:
        return {}
    return dict(item.split(", ", 1) for item in listed)


def checked(address):
    """The address of a repository as it is used: without `.git` or a stroke at its end.

    Raises
    ------
    CourseworkError
        If it is none.
    """
    plain = re.sub(r"(\.git)?/?$", "", str(address))
    host, path = _split(plain)
    known = host.removeprefix("www.")  # such an address is sent on in a browser, but not by Colab and Binder
    deep = known not in DEPTHS or (known == host and path.count("/") + 1 in DEPTHS[host])
    if not _ADDRESS.fullmatch(plain) or not deep:
        raise CourseworkError(
            f"{address!r} is no address of a repository: write Repository under [project.urls] in pyproject.toml as "
            '"https://HOST/OWNER/NAME".'
        )
    return plain


def colab(address, stem):
    """The link that opens a lesson's copy in Colab, which reads GitHub only; "" for other hosts and without an address.

    Parameters
    ----------
    address : str
        As from `repository`.
    stem : str
        The name of the notebook's file without its ending, as "01_neuron".
    """
    host, path = _split(address)
    if host != "github.com":
        return ""
    return f"https://colab.research.google.com/github/{path}/blob/{BRANCH}/{COPIES}/{stem}.ipynb"


def binder(address, stem):
    """The link that opens a lesson's copy in JupyterLab on Binder; "" without an address. As `colab`."""
    host, path = _split(address)
    if not host:
        return ""
    forms = {"github.com": f"gh/{path}", "gitlab.com": f"gl/{quote(path, safe='')}"}
    where = forms.get(host, f"git/{quote(address, safe='')}")
    opened = quote(f"lab/tree/{COPIES}/{stem}.ipynb", safe="")
    return f"https://mybinder.org/v2/{where}/{BRANCH}?urlpath={opened}"


def _split(address):
    """Host and path of an address; ("", "") of none."""
    parts = urlsplit(address)
    return parts.netloc, parts.path.strip("/")


def badges(address, stem):
    """The line of badges for a lesson, in Markdown; "" without an address."""
    links = {"Colab": colab(address, stem), "Binder": binder(address, stem)}
    return " ".join(f"[![Open in {name}]({PICTURES[name]})]({link})" for name, link in links.items() if link)


def with_badges(text, line):
    """A Markdown text with a line of badges below its title, in place of what was there; "" takes that away."""
    title, _, rest = without_badges(text).partition("\n")
    return "\n".join([title, *([f"\n{line}"] if line else []), rest])


def without_badges(text):
    """A Markdown text without its lines of badges: for pages that ask no network, and copies that are open already."""
    return _LINE.sub("", text)


def badges_taken_out(notebook):
    """A notebook, as from `read_notebook`, whose first cell has lost its badges: the same one, changed in place."""
    notebook.cells[0].source = without_badges(notebook.cells[0].source)
    return notebook

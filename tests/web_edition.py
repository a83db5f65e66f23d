"""The web edition as the tests see it: built once for a whole run of the tests, read as trees, served to a browser."""

import contextlib
import functools
import http.server
import os
import re
import subprocess
import sys
import threading
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from xml.etree.ElementTree import TreeBuilder

from browser import LEFT_OUT
from filelock import FileLock

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
FORMULA = "\N{WHITE SQUARE}"  # stands for a formula in the words of an element
GUIDES = ("glossary", "instructors", "authors", "engine", "trust", "semester", "jupyterhub")
# Windows, in CSS pixels: the last is one of 1280 at 200 %.
WIDE, PHONE, ENLARGED = ({"width": width, "height": height} for width, height in ((1280, 900), (360, 740), (640, 450)))
SECRET = "a-word-of-the-learner-that-stands-nowhere-else"
# Of Markdown: formulas, tags, the marks of lists, headings, tables and quotations, emphasis, paragraphs, links.
MARKS = re.compile(
    r"\$\$.+?\$\$|\$[^$`]+?\$|<[^>]+>|^[ >]*(?:[-*+] |\d+\. |#+ |\|[-| :]+\|$)|^[ >]*> ?|\*+|\n\s*\n|\||\[|\]\([^)]*\)",
    re.DOTALL | re.MULTILINE,
)
# Beyond what outputs in notebooks cannot meet: of every text, the rule of WCAG's level AAA asks for more contrast.
NOT_RUN = [*LEFT_OUT, "color-contrast"]
AXE = """async leftOut => {
    document.querySelectorAll("details").forEach(box => { box.open = true; });  // else axe cannot judge what is in them
    const seen = new Set();
    for (const piece of document.querySelectorAll(".highlight span, math *")) {
        const kind = `${piece.localName} ${piece.className}`;
        if (seen.has(kind)) piece.replaceWith(...piece.childNodes);
        seen.add(kind);
    }
    const rules = axe.getRules().map(rule => rule.ruleId).filter(rule => !leftOut.includes(rule));
    const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
    const why = node => [...node.any, ...node.all, ...node.none].map(check => check.message).join("; ");
    const told = rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 300)}: ${why(node)}`);
    return [found.passes.map(rule => rule.id), found.violations.flatMap(told)];
}"""
# What is built with: every file that is opened in the folder of a learner ends it.
BUILD = """
import sys
learner = sys.argv.pop(1)
def look(event, arguments):
    if event == "open" and str(arguments[0]).startswith(learner):
        raise SystemExit(f"opened {arguments[0]}, which is a learner's")
sys.addaudithook(look)
from dlcourse.cli import main
main()
"""


def learners_folder(folder):
    """Make a folder with a learner's work, as `dlcourse lab` would find it; gives it and the path of the progress."""
    beside = folder / "learner" / "my-dlcourse"
    (beside / "my_dlcourse").mkdir(parents=True)
    (beside / "01_neuron.ipynb").write_text(f'{{"cells": [], "metadata": {{}}, "about": "{SECRET}"}}', "utf-8")
    (beside / "my_dlcourse" / "neuron.py").write_text(f'def step(z):\n    return "{SECRET}"\n', "utf-8")
    progress = beside / "progress.json"
    progress.write_text(f'{{"exercises": {{"{SECRET}": 1}}}}', "utf-8")
    return beside, progress


def build(out, folder):
    """Build the site at `out`, from within a learner's folder that is made in `folder`; gives the ended process."""
    beside, progress = learners_folder(folder)
    environment = {**os.environ, "DLCOURSE_PROGRESS": str(progress)}
    environment["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parents[1]), environment.get("PYTHONPATH", "")])
    command = [sys.executable, "-c", BUILD, str(beside.parent), "site", str(out)]
    return subprocess.run(command, cwd=beside, env=environment, capture_output=True, text=True, timeout=600)


def files_in(folder):
    """What a folder holds: name -> bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def built(tmp_path_factory):
    """The folder of the site: whichever process comes first builds it, for all that run tests."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    out, failed = shared / "web" / "site", shared / "web" / "failed"
    with FileLock(shared / "web.lock"):
        if not out.parent.exists():
            out.parent.mkdir()
            ran = build(out, out.parent)
            if ran.returncode:
                failed.write_text(ran.stderr[-2000:], "utf-8")
    assert not failed.exists(), failed.read_text("utf-8")
    return out


class _Reader(HTMLParser):
    """Makes a tree of a page, and notes what does not fit together in it."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.builder, self.open, self.faults = TreeBuilder(), [], []
        self.builder.start("document", {})

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        self.faults += [f"{tag} has {name} twice" for name in {n for n in names if names.count(n) > 1}]
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> in line {self.getpos()[0]} closes {self.open[-1:]}")
        if tag in self.open:
            while self.open and self.builder.end(self.open.pop()).tag != tag:
                pass

    def handle_data(self, data):
        self.builder.data(data)


class Page:
    """A page of the site.

    Parameters
    ----------
    site : Path
        The folder of the whole site.
    path : Path
        The file.
    """

    def __init__(self, site, path):
        self.name = path.relative_to(site).as_posix()
        self.html = path.read_text("utf-8")
        reader = _Reader()
        reader.feed(self.html)
        reader.close()
        self.faults = reader.faults + [f"<{tag}> is not closed" for tag in reader.open]
        for tag in reversed(reader.open):
            reader.builder.end(tag)
        reader.builder.end("document")
        self.tree = reader.builder.close()

    def all(self, tag="*", class_="", within=None):
        """The elements with this tag and this class, in order."""
        root = self.tree if within is None else within
        return [item for item in root.iter(None if tag == "*" else tag) if not class_ or class_ in classes(item)]

    @functools.cached_property
    def parents(self):
        """Element -> the one that it stands in."""
        return {child: parent for parent in self.tree.iter() for child in parent}

    def around(self, element):
        """The elements that one stands in, from the inside."""
        while element in self.parents:
            element = self.parents[element]
            yield element

    @functools.cached_property
    def ids(self):
        """All ids, in order."""
        return [item.attrib["id"] for item in self.tree.iter() if "id" in item.attrib]

    @functools.cached_property
    def main(self):
        """What the page is about."""
        [found] = self.all("main")
        return found


def classes(element):
    """The classes of an element."""
    return element.attrib.get("class", "").split()


def words(element):
    """What is read in an element: white space is one space, and a formula is a square."""
    return " ".join("".join(_parts(element)).split())


def plain(element):
    """The text of an element, as it stands."""
    return "".join(element.itertext())


def _parts(element):
    if element.tag in ("script", "style", "template") or "anchor" in classes(element):
        return
    if element.tag == "math":
        yield FORMULA
        return
    yield element.text or ""
    for child in element:
        yield from _parts(child)
        yield child.tail or ""


def pages(site):
    """All pages of a site by name, as "lessons/01_neuron.html"."""
    found = [Page(site, path) for path in sorted(site.rglob("*.html")) if "pagefind" not in path.parts]
    return {page.name: page for page in found}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing."""


@contextlib.contextmanager
def served(site):
    """The site on a web server of its own; gives an object with its `address`, as `browser` wants it."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=site)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield SimpleNamespace(address=f"http://127.0.0.1:{server.server_address[1]}/")
        server.shutdown()
        thread.join()


def opened(page, context, name, size=WIDE):
    """Open a page of the site in a window of this size; gives it."""
    page.set_viewport_size(size)
    page.goto(context.server.address + name)
    page.wait_for_load_state()
    return page


def axe(page):
    """What all rules of axe-core find wrong on a page: list of texts. The page is not to be used any more.

    Of the coloured pieces of code, and of the signs of formulas, one of a kind stays an element: there are thousands.
    """
    from axe_core_python.base import AXE_SCRIPT

    page.evaluate(AXE_SCRIPT)
    kept, found = page.evaluate(AXE, NOT_RUN)
    assert "color-contrast-enhanced" in kept or found
    return found


def segments(text):
    """The plain pieces of a text in Markdown, in order: without its marks and its formulas, white space as one space.

    Examples
    --------
    >>> segments("Add *up* $x$, so `a * b`.")
    ['Add', 'up', ', so', 'a * b', '.']
    """
    found = []
    for index, piece in enumerate(re.split(r"```\w*\n(.*?)```|`([^`]+)`", text, flags=re.DOTALL)):
        if piece is None:
            continue
        parts = MARKS.split(piece) if index % 3 == 0 else [piece]
        found += [" ".join(part.split()) for part in parts if part.strip()]
    return found

"""All pages of the site, from the notebooks and guides that the course comes with."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import jinja2

import dlcourse
from dlcourse.coursework import badges
from dlcourse.coursework.files import notebook_folder
from dlcourse.site import documents, font, notebooks, searching
from dlcourse.site.formulas import signs
from dlcourse.site.lessons import all_lessons
from dlcourse.site.links import Links
from dlcourse.site.output import made_beside
from dlcourse.site.pictures import Pictures

HERE = Path(__file__).parent
LEVELS = (2, 3)  # of the headings that a page's table of contents has


@dataclass(frozen=True)
class Built:
    """What was made: the folder, how many lessons and pages, and the bytes of the largest page."""

    folder: Path
    lessons: int
    pages: int
    largest: int


def build(out, *, lite="", progress=lambda lessons: lessons):
    """Make the site in a folder.

    Parameters
    ----------
    out : str or pathlib.Path
        A new or empty folder, or one that holds an earlier site.
    lite : str
        The address of a JupyterLite that holds the course's notebooks, "" if there is none.
    progress : callable
        Takes the list of lessons and gives it back one by one, so that somebody may see how far it is.

    Returns
    -------
    Built

    Raises
    ------
    CourseworkError
        If the folder cannot be used, or a formula in a notebook or guide cannot be set; nothing is changed then.
    """
    with made_beside(Path(out)) as folder:
        site = _Site(folder, lite.rstrip("/"))
        pages = [site.lesson(lesson) for lesson in progress(site.lessons)]
        pages += [site.document(name) for name in documents.ORDER]
        pages += [site.plain("search", "Search"), site.plain("index", "Deep learning, hands on")]
        site.assets("".join(pages))
        searching.index(folder)
    return Built(Path(out), len(site.lessons), len(pages), max(len(page.encode()) for page in pages))


class _Site:
    """What the templates know of the site, and the pages that are made with it."""

    title, version = "dlcourse", dlcourse.__version__

    def __init__(self, folder, lite):
        self.folder, self.lite = folder, lite
        self.repository = badges.repository()
        self.lessons = all_lessons()
        for lesson in self.lessons:
            lesson.colab = badges.colab(self.repository, lesson.stem)
            lesson.binder = badges.binder(self.repository, lesson.stem)
            lesson.lite = f"{lite}/lab/index.html?path={lesson.stem}.ipynb" if lite else ""
        self.documents = [
            {"name": name, "title": documents.title(name), "url": f"docs/{name}.html"} for name in documents.ORDER
        ]
        self.milestones = sorted(
            ({**goal, "lesson": lesson} for lesson in self.lessons for goal in lesson.milestones),
            key=lambda goal: goal["year"],
        )
        own = {f"notebooks/{lesson.stem}.ipynb": lesson.url for lesson in self.lessons}
        own |= {f"docs/{name}.md": f"docs/{name}.html" for name in documents.ORDER}
        own |= {f"docs/diagrams/{path.name}": f"docs/diagrams/{path.name}" for path in _diagrams()}
        self._links = Links(own, self.repository)
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )

    def lesson(self, lesson):
        """The page of a lesson; its pictures become files."""
        pictures = Pictures(self.folder / "lessons" / "pictures", lesson.stem)
        where = self._links.seen_from(f"notebooks/{lesson.stem}.ipynb")
        body, page = notebooks.body_of(notebook_folder() / f"{lesson.stem}.ipynb", pictures, where)
        if pictures.first:
            lesson.picture = {**pictures.first, "url": f"lessons/{pictures.first['url']}"}
        place = self.lessons.index(lesson)
        return self._write(
            *("lesson", lesson.url, lesson.title),
            *(f"Lesson {lesson.number} of a hands-on course on deep learning: {lesson.title}.", body),
            toc=_contents(page.headings),
            lesson=lesson,
            neighbours=(
                self.lessons[place - 1] if place else None,
                self.lessons[place + 1] if place + 1 < len(self.lessons) else None,
            ),
        )

    def document(self, name):
        """The page of a guide."""
        body, page = documents.body_of(name, self._links.seen_from(f"docs/{name}.md"))
        title = documents.title(name)
        description = f"{title}: of dlcourse, a hands-on course on deep learning."
        return self._write("document", f"docs/{name}.html", title, description, body, toc=_contents(page.headings))

    def plain(self, kind, title):
        """A page whose template has all that is on it."""
        description = f"{title}: dlcourse, a hands-on course on deep learning in Jupyter notebooks."
        return self._write(kind, f"{kind}.html", title, description, "", toc=[])

    def assets(self, pages):
        """What the pages load: style, scripts, diagrams, the font for the signs of their formulas; and all notices."""
        shutil.copytree(HERE / "assets", self.folder / "assets", dirs_exist_ok=True)
        font.write_font(self.folder / "assets", signs(pages))
        with (self.folder / "assets" / "notices.txt").open("a", encoding="utf-8") as file:
            file.write((HERE.parent / "data" / "files" / "NOTICE.txt").read_text("utf-8"))
        for path in _diagrams():
            (self.folder / "docs" / "diagrams").mkdir(exist_ok=True)
            shutil.copy(path, self.folder / "docs" / "diagrams")

    def _write(self, kind, url, title, description, body, *, toc, lesson=None, neighbours=(None, None)):
        page = {"title": title, "description": description, "root": "../" * url.count("/"), "url": url, "kind": kind}
        page |= {"body": body, "toc": toc, "lesson": lesson, "previous": neighbours[0], "next": neighbours[1]}
        html = self._templates.get_template(f"{kind}.html.j2").render(site=self, page=page)
        path = self.folder / url
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, "utf-8")
        return html


def _diagrams():
    return sorted(documents.DIAGRAMS.glob("*.svg"))


def _contents(headings):
    """The headings of a page as a tree of two levels."""
    tree = []
    for level, title, anchor in headings:
        if level in LEVELS:
            inside = tree[-1]["children"] if tree and level > LEVELS[0] else tree
            inside.append({"level": level, "title": title, "anchor": anchor, "children": []})
    return tree

"""Texts of cells and guides as HTML: nbconvert's renderer, with formulas, headings and tables as our pages want."""

import re
import unicodedata
from urllib.parse import quote

import markupsafe
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from dlcourse.coursework.files import CourseworkError
from dlcourse.site.formulas import mathml
from dlcourse.site.links import OUTSIDE

_NO_HEAD = re.compile(r"<th([^>]*)></th>")
_FIRST = re.compile(r"<tr>(\s*)<td([^>]*)>(?=\S)(.*?)</td>", re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")


class Page:
    """What the texts of one page share: the anchors of its headings, and where its links lead.

    Parameters
    ----------
    where : callable
        From the target of a link or picture, as the text has it, to what the page has in its place; None for a link
        that leads nowhere, whose words stay.
    """

    def __init__(self, where):
        self.where = where
        self.headings = []  # (level, text, anchor)
        self.anchors = set()
        self._counts = {}
        self._markdown = MarkdownWithMath(renderer=_Renderer(self))

    def html(self, text):
        """A text in Markdown as HTML.

        Raises
        ------
        CourseworkError
            If a formula in it cannot be set, or a picture is not there or on another machine.
        """
        return self._markdown.render(text)

    def numbered(self, name):
        """The name of a region, as "Code 3": no two of a page have the same."""
        self._counts[name] = self._counts.get(name, 0) + 1
        return f"{name} {self._counts[name]}"

    def scrolling(self, name, kind, inside):
        """A part that may be wider than a narrow screen: it scrolls for itself, by keys, too."""
        label = self.numbered(name)
        return f'<div class="{kind}" tabindex="0" role="region" aria-label="{label}">{inside}</div>\n'

    def anchor(self, text):
        """An anchor for a heading, as GitHub would make it, that no other heading of the page has."""
        plain = unicodedata.normalize("NFKC", text).lower().strip()
        base = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-") or "part"
        name, number = base, 1
        while name in self.anchors:
            name, number = f"{base}-{number}", number + 1
        self.anchors.add(name)
        return name


class _Renderer(IPythonRenderer):
    def __init__(self, page):
        super().__init__(escape=False)
        self.page = page

    def block_math(self, body):
        return self.page.scrolling("Formula", "formula", mathml(body, display=True))

    def inline_math(self, body):
        return mathml(body)

    def heading(self, text, level, **attributes):
        plain = words_of(text)
        anchor = self.page.anchor(plain)
        self.page.headings.append((level, plain, anchor))
        if level == 1:
            return f'<h1 id="{anchor}">{text}</h1>\n'
        said = markupsafe.escape(f"Link to this heading: {plain}")
        link = f'<a class="anchor" href="#{quote(anchor)}" aria-label="{said}" data-pagefind-ignore>#</a>'
        # Beside the heading and not in it: a screen reader would read each heading twice.
        return f'<div class="titled"><h{level} id="{anchor}">{text}</h{level}> {link}</div>\n'

    def link(self, text, url, title=None):
        there = self.page.where(url)
        return super().link(text, there, title) if there else text

    def image(self, text, url, title=None):
        there = self.page.where(url)
        if there is None:
            raise CourseworkError(f"the picture {url} is not there")
        if there.startswith(OUTSIDE):
            raise CourseworkError(f"the picture {url} is on another machine, and the pages load nothing from there")
        return super().image(text, there, title)

    def table(self, text):
        if _NO_HEAD.search(text):  # what stands below has the first of its row for a head
            text = _FIRST.sub(r'<tr>\1<th scope="row"\2>\3</th>', text)
            text = _NO_HEAD.sub(r"<td\1></td>", text)
        return self.page.scrolling("Table", "table", f"<table>\n{text}</table>")

    def block_code(self, code, info=None):
        made = super().block_code(code, info)
        inside = made.removeprefix('<div class="highlight">').removesuffix("</div>\n")
        return self.page.scrolling("Code", "highlight", inside)


def words_of(html):
    """The words of a piece of HTML, without tags."""
    return markupsafe.Markup(_TAGS.sub("", html)).unescape().strip()

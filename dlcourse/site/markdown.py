"""Texts of cells and guides as HTML: nbconvert's renderer, with formulas, headings and tables as our pages want them."""

import re
import unicodedata
from urllib.parse import quote

import markupsafe
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from dlcourse.site.formulas import mathml

_TAGS = re.compile(r"<[^>]+>")
_HIDDEN = re.compile(r"<annotation.*?</annotation>", re.DOTALL)


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
        self._markdown = MarkdownWithMath(renderer=_Renderer(self))

    def html(self, text):
        """A text in Markdown as HTML.

        Raises
        ------
        CourseworkError
            If a formula in it cannot be set.
        """
        return self._markdown.render(text)

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
        return _SCROLLING.format(name="Formula", kind="formula", inside=mathml(body, display=True))

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
        return f'<h{level} id="{anchor}">{text} {link}</h{level}>\n'

    def link(self, text, url, title=None):
        there = self.page.where(url)
        return super().link(text, there, title) if there else text

    def image(self, text, url, title=None):
        return super().image(text, self.page.where(url), title)

    def table(self, text):
        return _SCROLLING.format(name="Table", kind="table", inside=f"<table>\n{text}</table>")

    def block_code(self, code, info=None):
        made = super().block_code(code, info)
        inside = made.removeprefix('<div class="highlight">').removesuffix("</div>\n")
        return _SCROLLING.format(name="Code", kind="highlight", inside=inside)


# What may be wider than a narrow screen scrolls for itself, by keys, too.
_SCROLLING = '<div class="{kind}" tabindex="0" role="group" aria-label="{name}">{inside}</div>\n'


def words_of(html):
    """The words of a piece of HTML, without tags and without the LaTeX that KaTeX keeps in a formula."""
    return markupsafe.Markup(_TAGS.sub("", _HIDDEN.sub("", html))).unescape().strip()

"""The text of a page, which must be whole."""

import re
from html.parser import HTMLParser

VOID = {"meta", "br", "img", "link", "hr", "input"}


class _Balance(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.text, self.links = [], [], []

    def handle_starttag(self, tag, attrs):
        self.links += [value for name, value in attrs if name in ("src", "href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.text.append(data)


def text_of(page):
    """The text of a page, which must be balanced and need no other file."""
    parser = _Balance()
    parser.feed(page)
    assert parser.open == []
    assert all(link.startswith(("#", "data:", "feedback/")) for link in parser.links), parser.links
    assert "url(" not in page
    assert "@import" not in page
    return re.sub(r"\s+", " ", " ".join(parser.text))

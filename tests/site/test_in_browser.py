"""The pages of the web edition in a real browser: quiet, accessible, and readable on a phone and enlarged."""

import pytest
from browser import missing
from web_edition import ENLARGED, GUIDES, PHONE, WIDE, axe, opened

from dlcourse.coursework.files import course_notebooks

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]

LESSONS = [f"lessons/{path.stem}.html" for path in course_notebooks()]
PAGES = ["index.html", "search.html", *LESSONS, *(f"docs/{name}.html" for name in GUIDES)]
# One of each kind: the map, the search, a tour, a lesson with long formulas, guides with tables and with a picture.
KINDS = ["index.html", "search.html", LESSONS[0], LESSONS[14], "docs/glossary.html", "docs/trust.html"]
SMALLEST = 14  # CSS pixels of a letter
# The texts that stick out of the window, those that are cut off, and the smallest letters; what can be scrolled for
# itself is left out, as are formulas, whose indices are smaller, and what only screen readers have.
READABLE = """smallest => {
    const wide = document.documentElement.scrollWidth, found = wide > innerWidth ? [`page ${wide} wide`] : [];
    const scrolls = style => /auto|scroll/.test(style.overflowX);
    const skip = node => {
        if (node.nodeType === 3) return false;
        if (/^(math|script|style|svg)$/.test(node.localName)) return true;
        const style = getComputedStyle(node);
        return style.display === "none" || style.visibility === "hidden" || style.clipPath !== "none"
            || node.offsetWidth <= 1 || (scrolls(style) && node !== document.documentElement && node !== document.body);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, {
        acceptNode: node => skip(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    });
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.nodeType !== 3 || !node.data.trim()) continue;
        const box = node.parentElement, style = getComputedStyle(box), range = document.createRange();
        range.selectNodeContents(node);
        const {left, right, width} = range.getBoundingClientRect(), words = node.data.trim().slice(0, 40);
        if (width && (left < -1 || right > innerWidth + 1)) found.push(`outside: ${words}`);
        if (parseFloat(style.fontSize) < smallest) found.push(`${style.fontSize}: ${words}`);
        const hides = /hidden|clip/.test(style.overflowX);
        if (hides && box.scrollWidth > box.clientWidth + 1) found.push(`cut off: ${words}`);
    }
    const letters = document.querySelectorAll(".highlight, .printed");
    for (const box of letters)
        if (parseFloat(getComputedStyle(box).fontSize) < smallest - 1) found.push(`${box.className} too small`);
    return found;
}"""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_quiet_accessible_and_readable_on_a_phone_and_enlarged(page, context, name):
    opened(page, context, name, PHONE)
    assert page.evaluate(READABLE, SMALLEST) == []
    page.set_viewport_size(ENLARGED)
    assert page.evaluate(READABLE, SMALLEST) == []
    page.set_viewport_size(WIDE)
    assert page.said == []  # before axe says something there itself
    assert axe(page) == []


@pytest.mark.parametrize("name", KINDS)
def test_a_dark_page_is_accessible(page, context, name):
    page.emulate_media(color_scheme="dark")
    opened(page, context, name)
    back = "getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).slice(0, 3).map(Number)"
    assert max(page.evaluate(back)) < 60
    assert axe(page) == []


def test_what_cannot_be_read_is_found(page, context):
    """The test above looks for something."""
    opened(page, context, "index.html", PHONE)
    page.evaluate("""() => document.querySelector("main").insertAdjacentHTML("beforeend",
        "<p style='white-space:nowrap;overflow:hidden'>" + "cut ".repeat(99) + "</p><p style='font-size:9px'>tiny</p>"
        + "<p style='width:900px'>" + "wide ".repeat(99) + "</p>")""")
    found = "\n".join(page.evaluate(READABLE, SMALLEST))
    assert "cut off: cut" in found
    assert "9px: tiny" in found
    assert "outside: wide" in found


def test_roots_are_drawn(page, context):
    """A font that lacks their sign leaves nothing of them, and gives no complaint."""
    opened(page, context, LESSONS[14])
    page.evaluate("document.fonts.ready")
    wider = """() => [...document.querySelectorAll("msqrt")].map(root => {
        const content = [...root.children].reduce((sum, child) => sum + child.getBoundingClientRect().width, 0);
        return root.getBoundingClientRect().width - content;
    })"""
    found = page.evaluate(wider)
    assert found
    assert min(found) > 5

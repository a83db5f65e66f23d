"""How front ends show what is stored: which type of an output each takes, and what its sanitizer leaves of HTML."""

import bleach
from bs4 import BeautifulSoup

# For each front end, the types of an output in the order in which it takes them; a * stands for any ending.
ORDERS = {
    # Of the rendermime package of JupyterLab, which Notebook 7 shares: the ranks of its factories.
    "JupyterLab": (
        "application/vnd.jupyter.widget-view+json",
        *("text/html", "text/markdown", "text/latex", "image/svg+xml", "image/png", "image/jpeg", "text/plain"),
    ),
    # Of HTMLExporter in nbconvert; a test compares this list with what is installed. GitHub calls nbconvert, too.
    "nbconvert": (
        *("application/vnd.jupyter.widget-view+json", "application/javascript", "text/html", "text/markdown"),
        *("image/svg+xml", "text/vnd.mermaid", "text/latex", "image/png", "image/jpeg", "text/plain"),
    ),
    # orderOfMimeTypes in src/kernels/execution/helpers.ts of microsoft/vscode-jupyter.
    "VS Code": (
        *("application/vnd.*", "application/vdom.*", "application/geo+json"),
        *("application/x-nteract-model-debug+json", "text/html", "application/javascript", "image/gif", "text/latex"),
        *("text/markdown", "image/png", "image/svg+xml", "image/jpeg", "application/json", "text/plain"),
    ),
}
# What GitHub says of its sanitizer: the list in lib/html/pipeline/sanitization_filter.rb of its html-pipeline, less
# what no output of a course has. It is the list for Markdown; that for notebooks is not published. It differs in one
# thing that is known: nbconvert makes a data address of every image/png, and GitHub shows those.
ELEMENTS = """
    h1 h2 h3 h4 h5 h6 br b i strong em a pre code img tt div ins del sup sub p ol ul table thead tbody tfoot
    blockquote dl dt dd kbd q samp var hr li tr td th s strike summary details
"""
EVERYWHERE = """
    abbr align alt border cellpadding cellspacing colspan dir headers height hspace lang nowrap open rowspan rules
    scope span start summary tabindex title type valign value vspace width
"""
ATTRIBUTES = {"a": ["href"], "img": ["src", "longdesc"], "*": EVERYWHERE.split()}


def choice(data, order):
    """The type that a front end shows of an output's types; None if it shows none of them."""
    for wanted in order:
        for kind in data:
            if kind == wanted or (wanted.endswith("*") and kind.startswith(wanted[:-1])):
                return kind
    return None


def sanitized(html):
    """What GitHub leaves of the HTML in an output: no styles, classes, roles or data attributes."""
    protocols = {"http", "https", "mailto", "data"}
    return bleach.clean(html, set(ELEMENTS.split()), ATTRIBUTES, protocols, strip=True)


def read(html):
    """What a reader gets of HTML, however it is styled.

    Returns
    -------
    dict
        "words": all text, its white space folded; "lines": the lines within <pre>, as they are; "rows": the texts of
        the cells of each row of tables; "pictures": (address, alt text) of each; "folded": (what one clicks, what
        comes out) of each.
    """
    page = BeautifulSoup(html, "html.parser")
    return {
        "words": words(page),
        "lines": [line for block in page.find_all("pre") for line in block.get_text().split("\n")],
        "rows": [[words(cell) for cell in row.find_all(["th", "td"])] for row in page.find_all("tr")],
        "pictures": [(image.get("src"), image.get("alt")) for image in page.find_all("img")],
        "folded": [(words(part.summary), words(part)) for part in page.find_all("details")],
    }


def words(element):
    """The text of an element: what stands in blocks of its own is kept apart."""
    return " ".join(element.get_text(" ").split())

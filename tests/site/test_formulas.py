"""Formulas on the pages: all that the notebooks have, drawn, and none as it was typed."""

import re

import pytest
from web_edition import plain, words

from dlcourse.coursework.files import course_notebooks, lesson_name, read_notebook
from dlcourse.exercises import lesson

CODE = re.compile(r"```.*?```|`[^`]+`", re.DOTALL)
DISPLAYED = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
INLINE = re.compile(r"\$([^$]+?)\$", re.DOTALL)


def formulas(path):
    """How many formulas a notebook and its hints have: on lines of their own, and within sentences."""
    texts = [cell.source for cell in read_notebook(path).cells if cell.cell_type == "markdown"]
    texts += [hint for item in lesson(lesson_name(path)) for hint in item.hints]
    text = "\n\n".join(CODE.sub("", text) for text in texts)
    return len(DISPLAYED.findall(text)), len(INLINE.findall(DISPLAYED.sub("", text)))


@pytest.mark.parametrize("path", course_notebooks(), ids=lambda path: path.stem)
def test_every_formula_of_a_notebook_is_drawn(path, edition):
    page = edition[f"lessons/{path.stem}.html"]
    displayed = [item for item in page.all("math") if item.attrib.get("display") == "block"]
    assert (len(displayed), len(page.all("math")) - len(displayed)) == formulas(path)
    assert [math for box in page.all("div", "formula") for math in page.all("math", within=box)] == displayed
    for box in page.all("div", "formula"):
        assert (box.attrib["tabindex"], box.attrib["role"]) == ("0", "region")
        assert re.fullmatch(r"Formula \d+", box.attrib["aria-label"])


def test_no_formula_is_empty_wrong_or_as_it_was_typed(edition):
    for page in edition.values():
        for math in page.all("math"):
            assert plain(math).strip(), page.name
            assert not [item for item in math.iter() if item.tag in ("merror", "annotation")], (page.name, plain(math))
            assert not re.search(r"\\[a-zA-Z]", plain(math)), (page.name, plain(math))
        assert not [item for item in page.tree.iter() if "katex" in item.attrib.get("class", "") and item.tag != "span"]
        code = {plain(item) for tag in ("pre", "code") for item in page.all(tag)}
        text = words(page.main)
        for piece in sorted((" ".join(item.split()) for item in code), key=len, reverse=True):
            text = text.replace(piece, "") if piece else text
        assert not re.search(r"\$[^$\d\s][^$]*\$|\\(frac|sum|text|begin|hat|partial|cdot)\b", text), page.name

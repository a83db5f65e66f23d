"""Formulas on the pages: all that the notebooks have, drawn, and none as it was typed."""

import re

import pytest
from fontTools.ttLib import TTFont
from web_edition import plain, words

from dlcourse.coursework.files import CourseworkError, course_notebooks, lesson_name, read_notebook
from dlcourse.exercises import lesson
from dlcourse.site.formulas import mathml, signs

CODE = re.compile(r"```.*?```|`[^`]+`", re.DOTALL)
DISPLAYED = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
INLINE = re.compile(r"\$([^$]+?)\$", re.DOTALL)


def formulas(path):
    """The formulas of a notebook and of its hints: those on lines of their own, and those within sentences."""
    texts = [cell.source for cell in read_notebook(path).cells if cell.cell_type == "markdown"]
    texts += [hint for item in lesson(lesson_name(path)) for hint in item.hints]
    text = "\n\n".join(CODE.sub("", text) for text in texts)
    return DISPLAYED.findall(text), INLINE.findall(DISPLAYED.sub("", text))


every_lesson = pytest.mark.parametrize("path", course_notebooks(), ids=lambda path: path.stem)


@every_lesson
def test_what_stands_between_two_dollar_signs_is_a_formula(path):
    """And no sum of money, of which front ends would make one."""
    for formula in formulas(path)[1]:
        without_words = re.sub(r"\\(text|operatorname)\{[^}]*\}|\\\w+", "", formula)
        assert formula == formula.strip(), formula
        assert not re.search(r"[a-z]{3,}\s[a-z]{3,}", without_words), formula


@every_lesson
def test_every_formula_of_a_notebook_is_drawn(path, edition):
    page = edition[f"lessons/{path.stem}.html"]
    displayed = [item for item in page.all("math") if item.attrib.get("display") == "block"]
    assert (len(displayed), len(page.all("math")) - len(displayed)) == tuple(map(len, formulas(path)))
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


def test_a_formula_is_written_as_mathml():
    assert "<mfrac>" in mathml(r"\frac{1}{2}")
    assert 'display="block"' in mathml("x", display=True)
    assert 'display="block"' not in mathml("x")
    assert "<mo>&lt;</mo>" in mathml("a < b")


def test_the_font_has_all_signs_that_formulas_are_drawn_with(site, edition):
    with TTFont(site / "assets" / "formulas.woff") as font:
        drawn = {chr(code) for code in font.getBestCmap()}
    written = {sign for page in edition.values() for math in page.all("math") for sign in plain(math) if sign.strip()}
    assert written - {"\N{FUNCTION APPLICATION}"} <= drawn
    assert "√" in drawn  # which stands in no text: a root has it by what it is
    assert signs(mathml(r"\sqrt{a < b}")) >= set("√a<b")
    assert "√" not in signs(mathml("a"))


@pytest.mark.parametrize("wrong", [r"\frac{1}", r"\fraction{1}{2}", "x_1_2", "{", r"\begin{cases} 1"])
def test_a_formula_that_cannot_be_set_is_refused_in_a_sentence(wrong):
    with pytest.raises(CourseworkError, match="KaTeX parse error") as caught:
        mathml(wrong)
    assert repr(wrong) in str(caught.value)
    assert "\n" not in str(caught.value)

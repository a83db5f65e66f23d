"""The stored notebooks as somebody meets them who only reads: on GitHub, in VS Code, in JupyterLab, through nbconvert.

Each front end takes one type of an output, in an order of its own. Whatever it takes must hold the picture and, once,
the words for those who do not see it; and nothing may be said of a reader that is not so.
"""

import functools
import re

import nbformat
import pytest
from bs4 import BeautifulSoup
from front_ends import ORDERS, choice, read, sanitized
from nbconvert.exporters import HTMLExporter, MarkdownExporter, SlidesExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output

from dlcourse.checking.cards import REFERENCE
from dlcourse.coursework.authoring import alt_texts
from dlcourse.coursework.extraction import extract
from dlcourse.coursework.files import course_notebooks
from dlcourse.notebook.overview import STORED

FEWEST = 8  # words of an alt text that says something
PNG = re.compile(r"data:image/png;base64,iVBORw0KGgo[A-Za-z0-9+/]+={0,2}")
EXPORTERS = {
    "lab": HTMLExporter,
    "classic": functools.partial(HTMLExporter, template_name="classic"),
    "Markdown": MarkdownExporter,
    "slides": SlidesExporter,
}
# What is said under a cell to somebody who wrote something.
SAID = [
    r"\bright, [\d.]+( of [\d.]+)? (bonus )?point",
    r"You have just built",
    r"Worth keeping",
    r"[Yy]ou guessed",
    r"this is yours",
]
SAID += [r"milestone reached", r"not right yet", r"✓", r"✗"]

every_notebook = pytest.mark.parametrize("path", course_notebooks(), ids=lambda path: path.stem)


@functools.cache
def stored(path):
    """A notebook as front ends read it, with the lines of each output put together."""
    return nbformat.read(path, as_version=4)


def outputs(path):
    """The outputs of a stored notebook that have types, each with the number of its cell."""
    cells = enumerate(stored(path).cells, 1)
    found = ((number, output) for number, cell in cells for output in cell.get("outputs", []))
    return [(number, output) for number, output in found if "data" in output]


def pictures(path):
    """Those that hold a picture, in whatever form; a sound has words, too, and no picture."""
    found = [(number, output) for number, output in outputs(path) if alt_texts(output)]
    return [(number, output) for number, output in found if "<audio" not in output.data.get("text/html", "")]


def test_the_order_of_nbconvert_is_that_of_the_one_installed():
    assert list(ORDERS["nbconvert"]) == HTMLExporter().default_config.NbConvertBase.display_data_priority


def test_each_notebook_has_pictures():
    found = [len(pictures(path)) for path in course_notebooks()]
    assert min(found) > 0
    assert sum(found) >= 80


@every_notebook
@pytest.mark.parametrize("name", ORDERS)
def test_what_a_front_end_takes_holds_the_picture_and_its_alt_text_once(path, name):
    for number, output in pictures(path):
        kind = choice(output.data, ORDERS[name])
        assert kind == "text/html", f"cell {number}: {name} shows {kind}"
        shown = read(output.data[kind])
        [(address, alt)] = shown["pictures"]
        assert PNG.fullmatch(address), f"cell {number}: {address[:40]}"
        assert len(alt.split()) >= FEWEST, f"cell {number}: {alt}"
        assert shown["words"] == ""  # the alt text stands nowhere beside the picture: it would be heard twice
        plain = output.data["text/plain"]
        assert alt in (plain, plain.removeprefix("Figure: "))  # what a terminal shows says the same


def assert_every_picture_and_its_alt_text_stand_in_the_page_once(path, form):
    page, resources = EXPORTERS[form]().from_notebook_node(stored(path))
    found = [(image["src"], image.get("alt")) for image in BeautifulSoup(page, "html.parser").find_all("img")]
    assert found == [picture for _, output in pictures(path) for picture in read(output.data["text/html"])["pictures"]]
    assert not re.findall(r"!\[[^\]]*\]\(", page if form == "Markdown" else "")  # a file beside it, named "png"
    assert not resources.get("outputs")


@pytest.mark.slow
@every_notebook
@pytest.mark.parametrize("form", ["lab", "Markdown"])
def test_nbconvert_puts_every_picture_and_its_alt_text_into_the_page_once(path, form):
    assert_every_picture_and_its_alt_text_stand_in_the_page_once(path, form)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["classic", "slides"])
def test_other_pages_of_nbconvert_do_as_those_do(form):
    """For one notebook: their templates differ, and not the order in which types are taken."""
    assert_every_picture_and_its_alt_text_stand_in_the_page_once(course_notebooks()[1], form)


@pytest.mark.parametrize("form", ["lab", "classic", "slides"])
def test_a_notebook_that_a_learner_saved_shows_the_still_picture_of_an_explorer(form):
    """Its widget is gone with its kernel; nbconvert then takes what stands beside it."""
    from dlcourse import explore

    bundle, _ = explore.start_here.threshold()._repr_mimebundle_()
    output = new_output("display_data", data=bundle)
    page, _ = EXPORTERS[form]().from_notebook_node(new_notebook(cells=[new_code_cell("1", outputs=[output])]))
    [image] = BeautifulSoup(page, "html.parser").find_all("img")
    assert image["alt"] == bundle["text/plain"]
    assert "widget-view" not in page


@every_notebook
def test_github_strips_nothing_that_means_something(path):
    for number, output in outputs(path):
        html = output.data.get("text/html")
        assert choice(output.data, ORDERS["nbconvert"]) == ("text/html" if html else "text/plain")
        if html:
            assert read(sanitized(html)) == read(html), f"cell {number}"
            assert not re.search(r"<(style|script|svg|button|iframe)\b", html), f"cell {number}"


def shown(cell):
    """All that stands under a cell, in every form of it."""
    parts = [output.get("text", "") for output in cell.outputs]
    parts += [text for output in cell.outputs for text in output.get("data", {}).values()]
    return "\n".join(parts)


@every_notebook
def test_nothing_is_said_of_a_reader_who_wrote_nothing(path):
    notebook = stored(path)
    extraction = extract(notebook)
    blanks = {place.cell for place in [*extraction.exercises.values(), *extraction.questions.values()]}
    assert blanks
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        text = shown(cell)
        for pattern in SAID:
            assert not re.search(pattern, PNG.sub("", text)), f"cell {index + 1} says {pattern}"
        if index in blanks:
            reports = [output.data["text/plain"] for output in cell.outputs if "data" in output]
            assert [report.partition(" — ")[2] for report in reports] == [REFERENCE], f"cell {index + 1}"
        if cell.source.startswith("progress("):
            assert STORED in text
            assert re.search(r"\b0 of \d+ points", text)


def test_what_is_said_to_a_learner_would_be_found():
    """The patterns are those of the cards: one that no card says any more would forbid nothing."""
    from dlcourse.checking.cards import QuestionReport, Report
    from dlcourse.checking.check import check
    from dlcourse.exercises import find

    function, question = find("neuron.relu"), find("neuron.one_line")
    right = Report(check(function, function.reference), solved=function.solved)
    wrong = Report(check(function, abs))
    answered = QuestionReport(check(question, "b"), solved=question.solved)
    said = f"{right}\n{wrong}\n{answered}"
    for pattern in (SAID[0], SAID[1], SAID[2], "not right yet", "✓", "✗"):
        assert re.search(pattern, said), pattern

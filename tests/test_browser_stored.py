"""What is seen of an explorer where its kernel is gone: in a notebook of the course, and in a learner's."""

import shutil
from pathlib import Path

import pytest
from browser import DIALOGS, FRONTS, TALL, Notebook, end_kernels, missing, written

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
CELLS = {"first": "from dlcourse import explore", "explorer": "explore.neuron.boundary()"}
PICTURES = """area => [...area.querySelectorAll("img:not([aria-hidden])")].map(image => [
    image.complete && image.naturalWidth > 300, image.alt])"""


@pytest.fixture(scope="module")
def saved(chrome):
    """A notebook that a learner has run and saved; its kernel is gone. Its path, and the words of its explorer."""
    server, context = chrome
    page = context.new_page()
    notebook = Notebook.open(page, server, written(server.folder / "saved.ipynb", CELLS))
    notebook.run_all()
    for cell in CELLS:  # again: another kernel's numbers will differ
        notebook.run(cell)
    words = notebook.cell("explorer").locator("[role=status]")
    before = words.inner_text()
    notebook.cell("explorer").locator("input").first.press("End")
    words.get_by_text(before, exact=True).wait_for(state="detached")
    said = words.inner_text()
    notebook.save()
    page.close()
    end_kernels(server)
    return notebook.path, said


@pytest.fixture(params=FRONTS)
def front(request, chrome):
    """The name of a front end; what was opened in it leaves no kernel."""
    yield request.param
    end_kernels(chrome[0])


def opened(chrome, path, front):
    server, context = chrome
    page = context.new_page()
    page.set_viewport_size(TALL)
    return Notebook.open(page, server, path, front)


def test_a_notebook_of_the_course_shows_the_still_picture_once(chrome, front):
    path = chrome[0].folder / "stored.ipynb"  # learners' own copies have no outputs
    shutil.copy(NOTEBOOKS / "01_neuron.ipynb", path)
    notebook = opened(chrome, path, front)
    area = notebook.cell("explore-weights").locator(".jp-OutputArea")
    area.locator("img").first.wait_for()
    ((drawn, alt),) = area.evaluate(PICTURES)
    assert drawn
    assert alt.startswith("Explorer: ")
    assert "Error" not in area.inner_text()
    assert notebook.axe()["violations"] == []
    assert notebook.page.locator(DIALOGS).all_inner_texts() == []
    notebook.page.close()


def test_a_notebook_of_the_learners_shows_the_picture_as_it_was_saved(chrome, front, saved):
    path, said = saved
    notebook = opened(chrome, path, front)
    area = notebook.area_with_explorer("explorer")
    area.get_by_text(said, exact=True).wait_for()
    ((drawn, alt),) = area.evaluate(PICTURES)
    assert drawn
    assert alt
    assert "Error" not in area.inner_text()
    assert area.locator(".dlcourse-note").inner_text() == ""
    # Nobody answers a key: this is said, and running the cell is what helps.
    area.locator("input").first.press("Home")
    area.get_by_text("No answer from the kernel").wait_for()
    assert notebook.axe()["violations"] == []
    notebook.run("first")
    area = notebook.run("explorer")
    area.locator("input").first.press("Home")
    area.get_by_text(said, exact=True).wait_for(state="detached")
    area.locator("[role=status]").wait_for()
    assert area.locator(".dlcourse-note").inner_text() == ""
    notebook.page.close()

"""Lesson 01 in the real JupyterLab in a real browser, as a learner meets it.

Screenshots are kept in the folder that the environment variable DLCOURSE_SCREENSHOTS names.
"""

import json
import os
import re
import time
from pathlib import Path

import pytest
from browser import DIALOGS, Notebook, browser, course, missing

from dlcourse.exercises import find
from dlcourse.lab.folder import prepare

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]

STUB = "# Your code here.\n    raise NotImplementedError"
NEURON = "01_neuron.ipynb"
# Whether the picture and the words of an explorer differ from those before; the words are a new element each time.
CHANGED = """([output, src, text]) => {
    const picture = output.querySelector("img.widget-image"), words = output.querySelector("[role=status]");
    return picture.src !== src && picture.complete && picture.naturalWidth && words.innerText !== text;
}"""
SECONDS = 10  # from a key to the picture; it takes a tenth of a second, unless the machine has other work


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """The folder for screenshots."""
    folder = Path(os.environ.get("DLCOURSE_SCREENSHOTS") or tmp_path_factory.mktemp("screenshots")).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with course(tmp_path_factory.mktemp("learner") / "my-dlcourse", tmp_path_factory.mktemp("settings")) as running:
        yield running


@pytest.fixture(scope="module")
def chrome(server):
    with browser(server) as context:
        yield context


@pytest.fixture
def page(chrome, pictures, request):
    """A new page."""
    page = chrome.new_page()
    yield page
    look(page, pictures, request)
    page.close()


@pytest.fixture(scope="module")
def opened(server, chrome):
    """Lesson 01 with its first code cell run."""
    notebook = Notebook.open(chrome.new_page(), server, server.folder / NEURON)
    output = notebook.run("imports")
    assert output.locator(".jp-OutputArea-child").count() == 0
    return notebook


@pytest.fixture
def lesson(opened, pictures, request):
    """The same notebook for several tests, each of which runs its own cells."""
    yield opened
    look(opened.page, pictures, request)


def look(page, pictures, request):
    """At the end of a test: keep what is on the screen; nothing asked, failed or went to another machine."""
    page.screenshot(path=pictures / f"{request.node.name}.png")
    assert page.locator(DIALOGS).all_inner_texts() == []
    assert page.context.complaints == []


def answer(notebook, cell_id, body):
    """Write a body in place of that of an exercise, and run the cell; returns the report."""
    stub = next(cell.source for cell in notebook.blank if cell.get("id") == cell_id)
    assert STUB in stub
    return notebook.run(cell_id, stub.replace(STUB, body)).locator(".dlcourse-report")


def saved(server):
    return json.loads((server.folder / ".dlcourse-progress.json").read_text("utf-8"))["exercises"]


def test_the_course_opens_and_asks_nothing(server, page):
    page.goto(server.url)
    Notebook(page, server.folder / "00_start_here.ipynb")
    notebook = Notebook.open_from_list(page, server.folder / NEURON)
    assert notebook.panel.get_by_role("heading", name="Build a neuron that decides").is_visible()


def test_a_wrong_answer_is_named_and_a_right_one_gets_its_points(lesson, server, pictures):
    report = answer(lesson, "weighted-sum", "return np.sum(x * w + b)")
    assert report.get_attribute("data-status") == "wrong"
    diagnosis = "bias added once for every input"
    assert diagnosis.lower() in report.inner_text().lower()
    assert saved(server)["neuron.weighted_sum"]["diagnosis"] == diagnosis
    report.screenshot(path=pictures / "wrong.png")

    report = answer(lesson, "weighted-sum", "return np.sum(x * w) + b")
    assert report.get_attribute("data-status") == "correct"
    points = find("neuron.weighted_sum").points
    assert f"{points} of {points} point" in report.inner_text()
    report.screenshot(path=pictures / "right.png")
    entry = saved(server)["neuron.weighted_sum"]
    assert (entry["status"], entry["score"], entry["attempts"]) == ("correct", points, 2)


def test_a_slider_moves_the_picture_and_the_words(lesson, pictures):
    output = lesson.run("explore-weights")
    picture, words = output.locator("img.widget-image"), output.locator("[role=status]")
    assert output.locator("img").count() == 1  # the widget, not its still twin below it
    handle = output.locator(".noUi-handle").first
    handle.focus()
    for move in (lambda: lesson.page.keyboard.press("ArrowRight"), lambda: drag(lesson.page, handle, 60)):
        before = picture.screenshot(), picture.get_attribute("src"), words.inner_text()
        begun = time.monotonic()
        move()
        lesson.page.wait_for_function(CHANGED, arg=[output.element_handle(), *before[1:]])
        assert time.monotonic() - begun < SECONDS
        assert picture.screenshot() != before[0]
    output.screenshot(path=pictures / "explorer.png")


def drag(page, handle, distance):
    """Pull a slider by so many pixels to the right."""
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + distance, y, steps=6)
    page.mouse.up()


def test_run_all_on_the_blank_notebook(server, page, pictures):
    folder = server.folder / "blank"  # whose exercises no other test has answered
    prepare(folder)
    notebook = Notebook.open(page, server, folder / NEURON)
    ran = [cell for cell in notebook.run_all().cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in ran] == list(range(1, len(ran) + 1))
    outputs = [output for cell in ran for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"] == []
    explorers = [cell.id for cell in ran if cell.id.startswith("explore-")]
    for cell_id in explorers:
        notebook.cell(cell_id).locator("img.widget-image").wait_for()
        notebook.cell(cell_id).screenshot(path=pictures / f"{cell_id}.png")
    assert len(explorers) >= 3


PALE = {"light": '<p style="color: #999999">pale</p>', "dark": '<p style="color: #666666">pale</p>'}
STATES = {  # cell: what it shows
    "weighted-sum": "right",
    "sigmoid": "wrong",
    "step": "error",
    "relu": "open",
    "silent-weight": "question",
    "use-neuron": "helps",
    "explore-weights": "explorer",
    "own-progress": "progress",
}


@pytest.fixture(scope="module")
def all_states(opened):
    """Every kind of output, and text too pale for each theme: a check that finds nothing may see nothing."""
    opened.run("eight-days", f"from IPython.display import HTML\nHTML({''.join(PALE.values())!r})")
    answer(opened, "weighted-sum", "return x @ w + b")
    answer(opened, "sigmoid", "return 1 / (1 + np.exp(-z))").locator("summary").click()  # unfolds the hint
    answer(opened, "step", "return zero")
    opened.run("silent-weight", 'question("neuron.silent_weight", answer="b")')
    opened.run("use-neuron", 'hint("neuron.step")\nsolution("neuron.step")')
    for cell_id in ("relu", "explore-weights", "own-progress"):
        opened.run(cell_id)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.usefixtures("all_states")
def test_contrast(lesson, pictures, theme):
    lesson.theme(theme)
    for cell_id, state in STATES.items():
        lesson.cell(cell_id).screenshot(path=pictures / f"{theme}_{state}.png")
    found = lesson.contrast()
    assert [node["html"] for node in found["violations"]] == [PALE[theme]]
    # JupyterLab's own numbers of outputs lie under an icon, and the arrow of a menu is a picture.
    assert [node for node in found["incomplete"] if not re.match(r"<div .*OutputPrompt|<select ", node["html"])] == []
    seen = " ".join(node["html"] for node in found["passes"])
    for text in ("neuron.weighted_sum", "<summary", "came back", "sunshine", 'role="status"'):
        assert text in seen, f"the contrast of {text} was not judged"

"""Lesson 01 in a real browser, in JupyterLab and in Notebook 7, as a learner meets it.

Screenshots are kept in the folder that the environment variable DLCOURSE_SCREENSHOTS names.
"""

import json
import os
import re
import time
from pathlib import Path

import pytest
from browser import DIALOGS, FRONTS, TALL, Notebook, browser, course, missing

from dlcourse.exercises import find
from dlcourse.lab.folder import prepare

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]

STUB = "# Your code here.\n    raise NotImplementedError"
NEURON = "01_neuron.ipynb"
# Whether the picture and the words of an explorer differ from those before.
CHANGED = """([output, src, text]) => {
    const picture = output.querySelector("img"), words = output.querySelector("[role=status]");
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


def open_lesson(server, chrome, folder, front):
    """Lesson 01 in a front end with its first code cell run."""
    prepare(folder)
    notebook = Notebook.open(chrome.new_page(), server, folder / NEURON, front)
    output = notebook.run("imports")
    assert output.locator(".jp-OutputArea-child").count() == 0
    return notebook


@pytest.fixture(scope="module")
def opened(server, chrome):
    return open_lesson(server, chrome, server.folder, "lab")


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
    explorer, slider = output.locator(".dlcourse-explorer"), output.locator("input[type=range]").first
    picture, words = explorer.locator("img").first, explorer.locator("[role=status]")
    assert output.locator("img:not([aria-hidden])").count() == 1  # the widget, not its still twin below it
    slider.focus()
    for move in (lambda: lesson.page.keyboard.press("ArrowRight"), lambda: pull(lesson.page, slider)):
        before = picture.screenshot(), picture.get_attribute("src"), words.inner_text()
        begun = time.monotonic()
        move()
        lesson.page.wait_for_function(CHANGED, arg=[explorer.element_handle(), *before[1:]])
        assert time.monotonic() - begun < SECONDS
        assert picture.screenshot() != before[0]
    output.screenshot(path=pictures / "explorer.png")


def pull(page, slider):
    """Pull the handle of a slider from its middle nearly to its end."""
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.9 * box["width"], y, steps=6)
    page.mouse.up()


def test_run_all_on_the_blank_notebook(server, page, pictures):
    folder = server.folder / "blank"  # whose exercises no other test has answered
    prepare(folder)
    notebook = Notebook.open(page, server, folder / NEURON)
    notebook.run_all()
    ran = [cell for cell in notebook.save().cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in ran] == list(range(1, len(ran) + 1))
    outputs = [output for cell in ran for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"] == []
    explorers = [cell.id for cell in ran if cell.id.startswith("explore-")]
    for cell_id in explorers:
        notebook.cell(cell_id).locator(".dlcourse-explorer img").first.wait_for()
        notebook.cell(cell_id).screenshot(path=pictures / f"{cell_id}.png")
    assert len(explorers) >= 3


# What axe must find: a check that finds nothing may see nothing.
PALE = {"light": '<p style="color: #999999">pale</p>', "dark": '<p style="color: #666666">pale</p>'}
ALTS = "images => images.map(image => image.alt)"
DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
PLANTED = {
    "image-alt": f'<img width="20" src="{DOT}">',
    "label": '<input type="range">',
}
STATES = {  # cell: what it shows
    "weighted-sum": "right",
    "sigmoid": "wrong",
    "decision-boundary": "error",
    "relu": "open",
    "silent-weight": "question",
    "guess-days-code": "guess",
    "eight-days": "figure",
    "catch-step": "hunt",
    "use-neuron": "helps",
    "explore-weights": "explorer",
    "learned-weights-code": "milestone",
    "own-progress": "progress",
}


@pytest.fixture(scope="module", params=FRONTS)
def all_states(server, chrome, request):
    """A notebook with every kind of output, and what must be found in one of them."""
    shown = open_lesson(server, chrome, server.folder / f"states_{request.param}", request.param)
    shown.page.set_viewport_size(TALL)
    planted = "".join([*PALE.values(), *PLANTED.values()])
    output = shown.run("compare", "from IPython.display import HTML\nHTML('<p>planted</p>')").locator("p")
    output.evaluate("(place, html) => place.insertAdjacentHTML('afterend', html)", planted)
    answer(shown, "weighted-sum", "return x @ w + b")
    answer(shown, "sigmoid", "return 1 / (1 + np.exp(-z))")
    answer(shown, "step", "return np.where(z >= 0, 1.0, 0.0)")
    answer(shown, "decision-boundary", "return zero")
    answer(shown, "catch-step", "return [np.array([-5.0, 5.0])]")
    shown.run("silent-weight", 'question("neuron.silent_weight", answer="b")')
    shown.run("guess-days-code", 'my_guess = guess("neuron.beach_days", answer=3)')
    shown.run("use-neuron", 'hint("neuron.step")\nsolution("neuron.step")')
    for cell_id in ("eight-days", "relu", "explore-weights", "perceptron-update"):
        shown.run(cell_id)
    for cell_id in ("hand-weights-code", "learned-weights-code", "own-progress"):
        shown.run(cell_id)
    shown.panel.locator("details").evaluate_all("hints => hints.forEach(hint => hint.open = true)")
    yield shown
    shown.page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_rules_of_axe(all_states, pictures, request, theme):
    all_states.theme(theme)
    for cell_id, state in STATES.items():
        all_states.cell(cell_id).screenshot(path=pictures / f"{request.node.callspec.id}_{state}.png")
    found = all_states.axe()
    assert shown_errors(all_states) == []
    violations = {(node["rule"], node["html"].replace(' style=""', "")) for node in found["violations"]}
    planted = {(rule, without_data(html)) for rule, html in PLANTED.items()}
    too_pale = {("color-contrast", PALE[theme]), *(("color-contrast-enhanced", html) for html in PALE.values())}
    assert violations == planted | too_pale
    assert found["incomplete"] == []
    seen = " ".join(node["html"] for node in found["passes"] if node["rule"] == "color-contrast-enhanced")
    for text in ("neuron.weighted_sum", "<summary", "came back", "sunshine", 'role="status"'):
        assert text in seen, f"the contrast of {text} was not judged"
    alts = all_states.panel.locator(".jp-OutputArea-output img[alt]:not([aria-hidden])").evaluate_all(ALTS)
    assert len(alts) >= 4
    assert min(map(len, alts)) > len("Image"), "where there is no alt, Jupyter's own is that"
    look(all_states.page, pictures, request)


def shown_errors(notebook):
    """What Python complains of in the outputs of cells, in its own words and colours."""
    return notebook.panel.locator(".jp-OutputArea-output .ansi-red-fg").all_inner_texts()


def without_data(html):
    """As axe's findings are kept."""
    return re.sub('data:image[^"]*', "", html)

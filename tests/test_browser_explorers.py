"""Every explorer in JupyterLab and in Notebook 7: steered by keys alone, heard as printed, dark on a dark page."""

import io
from pathlib import Path

import numpy as np
import pytest
from browser import DIALOGS, FRONTS, SIZE, Notebook, missing, written
from explore.samples import EXPLORERS
from PIL import Image

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]

FIRST = f"import sys\n\nsys.path.insert(0, {str(Path(__file__).parent)!r})\nfrom explore.samples import EXPLORERS"
FIRST_OF_LESSONS = {name.partition(".")[0]: name for name in reversed(EXPLORERS)}.values()
# Notebook 7 has the same elements and keys of its own: it shows one explorer of each lesson, and a photograph.
SHOWN = {
    "lab": [*EXPLORERS],
    "notebook": [name for name in EXPLORERS if name in {*FIRST_OF_LESSONS, "forward.photograph"}],
}
EACH = [(front, name) for front in FRONTS for name in SHOWN[front]]
LOW = SIZE | {"height": 1400}  # of a page that is painted anew at each step
TALL = SIZE | {"height": 700 * len(EXPLORERS)}  # so that all cells are in the page at once, however many there are
SHORTCUTS = "abxddmyjkhz"  # what they do in a notebook: new cells, cut, delete, change their kind, move, help, undo
STATE = "root => [root.querySelector('img').src, root.querySelector('[role=status]').innerText]"
CHANGED = """([root, src, words]) => {
    const picture = root.querySelector("img");
    return picture.src !== src && picture.complete && picture.naturalWidth
        && root.querySelector("[role=status]").innerText !== words;
}"""
MOVED = "(slider, place) => { slider.value = place; slider.dispatchEvent(new Event('input')); }"
FOCUS = "document.activeElement.ariaLabel"
AT_PLAYER = "root => document.activeElement === root.querySelector('audio')"
SETTLED = """(root, pause) => new Promise(done => {
    let waiting = setTimeout(done, pause);
    const again = () => { clearTimeout(waiting); waiting = setTimeout(done, pause); };
    new MutationObserver(again).observe(root, {subtree: true, childList: true, attributes: true, characterData: true});
})"""
HELD = "root => root.contains(document.activeElement)"
CELLS_NOW = """() => [...document.querySelectorAll(".jp-Notebook .jp-Cell")].map(cell => [
    cell.classList.contains("jp-CodeCell"), cell.classList.contains("jp-mod-selected"),
    cell.querySelector(".jp-InputPrompt").textContent, cell.querySelector(".cm-content").textContent])"""


@pytest.fixture(scope="module")
def opened():
    """The notebooks that are open: front end -> Notebook. They stay open, and complain of nothing at the end."""
    opened = {}
    yield opened
    for notebook in opened.values():
        assert notebook.page.locator(DIALOGS).all_inner_texts() == []
        assert notebook.page.context.complaints == []
        notebook.page.close()


@pytest.fixture(params=FRONTS)
def notebook(chrome, opened, request):
    """A notebook of all explorers that a front end shows, with all its cells run."""
    if request.param not in opened:
        server, context = chrome
        cells = {"first": FIRST} | {cell_of(name): f"EXPLORERS[{name!r}]()" for name in SHOWN[request.param]}
        path = written(server.folder / f"all_{request.param}.ipynb", cells)
        page = context.new_page()
        page.set_viewport_size(TALL)
        opened[request.param] = Notebook.open(page, server, path, request.param)
        opened[request.param].shown = SHOWN[request.param]
        opened[request.param].run_all()
    return opened[request.param]


@pytest.fixture
def explorer(notebook, request):
    """One explorer of the notebook: the element on the page."""
    notebook.page.set_viewport_size(LOW)
    return notebook.cell(cell_of(request.param)).locator(".dlcourse-explorer")


@pytest.fixture
def tall(notebook):
    """The notebook, with all its cells in the page."""
    notebook.page.set_viewport_size(TALL)
    return notebook


def cell_of(name):
    """The id of an explorer's cell."""
    return f"explorer-{list(EXPLORERS).index(name)}"


each_explorer = pytest.mark.parametrize(("notebook", "explorer"), EACH, indirect=True)


def press(notebook, root, *keys):
    """Press keys, and wait for another picture and other words."""
    before = root.evaluate(STATE)
    for key in keys:
        notebook.page.keyboard.press(key)
    notebook.page.wait_for_function(CHANGED, arg=[root.element_handle(), *before])


def spoken(control):
    """What a slider says, which is what is printed beside it."""
    said, printed = control.evaluate("slider => [slider.ariaValueText, slider.nextElementSibling.innerText]")
    assert said == printed != ""
    return said


def heard(root, words):
    """Wait until these words stand below the picture: what was pressed before is answered."""
    root.locator("[role=status]").get_by_text(words, exact=True).wait_for()


def words_of(root):
    return root.locator("[role=status]").inner_text()


def steer_slider(notebook, root, control):
    start, last = int(control.input_value()), int(control.get_attribute("max"))
    ends = ("Home", "End") if start > last / 2 else ("End", "Home")  # to the first of them it is far from the start
    words, said = [words_of(root)], []
    for key in ends:
        press(notebook, root, key)
        words.append(words_of(root))
        said.append(spoken(control))
    notebook.page.keyboard.type(SHORTCUTS)
    assert spoken(control) == said[-1]
    back = "ArrowLeft" if ends[-1] == "End" else "ArrowRight"
    for _ in range(min(last, 2)):
        notebook.page.keyboard.press(back)
        said.append(spoken(control))
    assert len({*said}) == min(last + 1, 4)
    # Two steps that are each waited for, as the arrows may have met the start: no answer is left for what comes next.
    notebook.page.keyboard.press(ends[0])
    heard(root, words[1])
    control.evaluate(MOVED, str(start))  # and not by keys: dozens of them, each with its picture
    heard(root, words[0])


def steer_menu(notebook, root, control):
    start, last = int(control.input_value()), control.locator("option").count() - 1
    words = words_of(root)
    there, back = ("ArrowUp", "ArrowDown") if start == last else ("ArrowDown", "ArrowUp")
    press(notebook, root, there)
    assert int(control.input_value()) == start + (-1 if start == last else 1)
    press(notebook, root, back)
    for key, value in (("End", last), ("Home", 0)):
        if int(control.input_value()) != value:
            press(notebook, root, key)
        assert int(control.input_value()) == value
    for _ in range(start):
        notebook.page.keyboard.press("ArrowDown")
    heard(root, words)


def steer_text(notebook, root, control):
    start, words = control.input_value(), words_of(root)
    press(notebook, root, "Control+A", "a", "b", "b", "ArrowLeft", "Backspace")
    assert control.input_value() == "ab"
    notebook.page.keyboard.press("Control+A")
    notebook.page.keyboard.press("Delete")
    notebook.page.keyboard.type(start)
    heard(root, words)


def steer_pad(notebook, root, control):
    notebook.page.keyboard.type(SHORTCUTS)
    press(notebook, root, "c")

    press(notebook, root, " ", "ArrowDown", "ArrowDown", "ArrowRight", " ")
    assert control.get_attribute("aria-label")
    root.evaluate(SETTLED, 2000)  # each key has its answer: the last one is not to come while something else is moved


def steer_button(notebook, root, control):
    """A square takes a stone if it is empty, a wheel is turned. Undo and clear are pressed in the tests of the pad."""
    name, is_off = control.inner_text(), control.get_attribute("aria-disabled")
    if is_off:
        steer_square(notebook, root, control, is_off == "true")
    elif name in ("Left", "Straight on", "Right"):
        press(notebook, root, {"Left": "ArrowLeft", "Straight on": "ArrowUp", "Right": "ArrowRight"}[name])
        notebook.page.keyboard.type(SHORTCUTS)
        press(notebook, root, " " if name == "Left" else "Enter")
    elif name in ("Take back", "New game", "Start again"):
        press(notebook, root, "Enter")
    else:
        assert name in ("Undo", "Clear")


def steer_square(notebook, root, control, is_off):
    """The arrows go to the neighbours and back; space and Enter put a stone, and the focus stays."""
    place, stood = control.get_attribute("aria-label").split(": ")
    row, column = (int(word) for word in place.replace(",", "").split()[1::2])
    for step, back in (("ArrowRight", "ArrowLeft"), ("ArrowDown", "ArrowUp")):
        notebook.page.keyboard.press(step)
        at = (row, min(column + 1, 3)) if step == "ArrowRight" else (min(row + 1, 3), column)
        assert notebook.page.evaluate(FOCUS).startswith("row {}, column {}: ".format(*at))
        if at != (row, column):
            notebook.page.keyboard.press(back)
    notebook.page.keyboard.type(SHORTCUTS)
    if is_off:
        words = words_of(root)
        notebook.page.keyboard.press(" ")
        assert words_of(root) == words
    else:
        press(notebook, root, " " if column == 1 else "Enter")
        stood = "X"
    assert notebook.page.evaluate(FOCUS) == f"{place}: {stood}"


STEER = {
    "range": steer_slider,
    "select-one": steer_menu,
    "text": steer_text,
    "canvas": steer_pad,
    "button": steer_button,
}


@each_explorer
def test_keys_alone(notebook, explorer):
    controls = explorer.locator("input, select, canvas, button").all()
    controls[0].focus()
    before = notebook.page.evaluate(CELLS_NOW)
    for control in controls:
        assert control.evaluate("control => document.activeElement === control")
        kind = control.evaluate("control => control.type ?? 'canvas'")
        if kind not in ("canvas", "button"):
            assert control.evaluate(
                "control => control.labels.length === 1 && control.labels[0].innerText.trim() !== ''"
            )
        STEER[kind](notebook, explorer, control)
        assert notebook.page.evaluate(CELLS_NOW) == before
        notebook.page.keyboard.press("Tab")
    if explorer.locator("audio").count():
        assert explorer.evaluate(AT_PLAYER)
        for _ in range(8):  # its buttons, as the browser has them
            if explorer.evaluate(AT_PLAYER):
                notebook.page.keyboard.press("Tab")
    assert not explorer.evaluate(HELD)
    controls[0].focus()
    notebook.page.keyboard.press("Shift+Tab")
    assert not explorer.evaluate(HELD)


@each_explorer
def test_sliders_of_one_length_and_a_picture_with_a_name(explorer):
    sliders = explorer.locator("input[type=range]").all()
    assert len({round(slider.bounding_box()["width"]) for slider in sliders}) <= 1
    picture = explorer.locator("img").first
    assert picture.get_attribute("alt") == explorer.get_attribute("aria-label") != ""
    assert picture.evaluate("image => image.naturalWidth === image.width * devicePixelRatio")
    assert explorer.evaluate("root => root.scrollWidth <= root.clientWidth")


def test_each_kind_of_control_was_steered(tall):
    controls = tall.page.locator(".dlcourse-explorer").locator("input, select, canvas, button")
    assert {*controls.evaluate_all("all => all.map(control => control.type ?? 'canvas')")} == {*STEER}


def test_after_escape_the_notebook_has_its_keys_again(notebook):
    root = notebook.cell(cell_of(notebook.shown[3])).locator(".dlcourse-explorer")
    root.locator("input, select").first.focus()
    notebook.page.keyboard.press("Escape")
    assert not root.evaluate(HELD)
    chosen = [cell[1] for cell in notebook.page.evaluate(CELLS_NOW)]
    notebook.page.keyboard.press("k")
    now = [cell[1] for cell in notebook.page.evaluate(CELLS_NOW)]
    assert now.index(True) == chosen.index(True) - 1
    notebook.page.keyboard.press("j")
    assert [cell[1] for cell in notebook.page.evaluate(CELLS_NOW)] == chosen


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_rules_of_axe(tall, theme):
    tall.theme(theme)
    found = tall.axe()
    assert found["violations"] == []
    assert found["incomplete"] == []
    seen = " ".join(node["html"] for node in found["passes"] if node["rule"] == "color-contrast-enhanced")
    assert seen.count('role="status"') == len(tall.shown)  # a check that finds nothing may see nothing


def shown(notebook, name):
    """What an explorer looks like, as numbers from 0 to 255, and the boxes of what stands on paper in it."""
    cell = notebook.cell(cell_of(name))
    with Image.open(io.BytesIO(cell.locator(".dlcourse-picture").screenshot())) as image:
        return np.asarray(image.convert("RGB"), dtype=float)


def test_dark_is_dark_and_photographs_keep_their_light(tall):
    notebook = tall
    notebook.theme("light")
    light = {name: shown(notebook, name) for name in ("cnn.sliding", "forward.network", "forward.photograph")}
    notebook.theme("dark")
    notebook.panel.locator(".dlcourse-dark").first.wait_for()
    assert notebook.panel.locator(".dlcourse-dark").count() == len(notebook.shown)
    for name, before in light.items():
        now = shown(notebook, name)
        assert now.shape == before.shape
        assert before[3, 3].min() > 240
        assert now[3, 3].max() < 40
        assert (now.min(axis=-1) > 215).mean() < 0.02, f"{name}: there is a glaring block"
    # The photograph's own pixels are dimmed, not turned into their negative.
    photograph = light["forward.photograph"]
    middle = slice(photograph.shape[0] // 2 - 20, photograph.shape[0] // 2 + 20), slice(60, 160)
    before, now = photograph[middle].ravel(), shown(notebook, "forward.photograph")[middle].ravel()
    assert np.corrcoef(before, now)[0, 1] > 0.95
    notebook.theme("light")
    notebook.panel.locator(".dlcourse-dark").first.wait_for(state="detached")
    assert np.abs(shown(notebook, "forward.network") - light["forward.network"]).max() < 3

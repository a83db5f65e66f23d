"""The drawing pad in JupyterLab and Notebook 7: mouse, finger and keys; shown twice, reloaded, restarted, deleted."""

import pytest
from browser import DIALOGS, FRONTS, Notebook, missing, written

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]

CELLS = {
    "first": "import numpy as np\n\nfrom dlcourse import explore\n\nDIGITS = np.eye(10)",
    "pad": "pad = explore.pad.draw(lambda x: DIGITS[int(x.sum()) % 10])\npad",
    "again": "pad",
    "alone": "explore.pad.draw()",
    "count": "print(len(pad.controls['drawing'].value), pad.array(28, like='mnist').shape)",
}
EMPTY = "Nothing is drawn yet"
# How many listeners there are at the window, as the page counts them.
COUNT_LISTENERS = """
    window.keydownListeners = new Set();
    const [add, remove] = [window.addEventListener, window.removeEventListener];
    window.addEventListener = function (type, listener, ...rest) {
        if (type === "keydown" && this === window) window.keydownListeners.add(listener);
        return add.call(this, type, listener, ...rest);
    };
    window.removeEventListener = function (type, listener, ...rest) {
        if (type === "keydown") window.keydownListeners.delete(listener);
        return remove.call(this, type, listener, ...rest);
    };
"""
LISTENERS = "window.keydownListeners.size"
INK = """canvas => {
    const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, index) => index % 4 === 0 && value < 100).length;
}"""


@pytest.fixture(scope="module", params=FRONTS)
def notebook(chrome, request):
    """A notebook with one pad that is shown twice and another one, all its cells run."""
    server, context = chrome
    path = written(server.folder / f"pads_{request.param}.ipynb", CELLS)
    page = context.new_page()
    page.set_viewport_size({"width": 1200, "height": 2400})
    page.add_init_script(COUNT_LISTENERS)
    notebook = Notebook.open(page, server, path, request.param)
    notebook.before = page.evaluate(LISTENERS)
    notebook.run_all()
    yield notebook
    assert page.locator(DIALOGS).all_inner_texts() == []
    assert context.complaints == []
    page.close()


class View:
    """One of the places where a pad is shown."""

    def __init__(self, notebook, cell):
        self.page, self.root = notebook.page, notebook.cell(cell).locator(".dlcourse-explorer")
        self.sheet, self.words = self.root.locator("canvas"), self.root.locator("[role=status]")
        self.sheet.wait_for()

    def at(self, x, y):
        """A place of the sheet on the page."""
        box = self.sheet.bounding_box()
        return box["x"] + x * box["width"], box["y"] + y * box["height"]

    def ink(self):
        return self.sheet.evaluate(INK)

    def says(self, words):
        """Wait for these words."""
        self.words.filter(has_text=words).wait_for()

    def button(self, name):
        self.root.get_by_role("button", name=name).click()


@pytest.fixture
def views(notebook):
    """The two views of the same pad, on which nothing is drawn."""
    views = [View(notebook, cell) for cell in ("pad", "again")]
    views[0].button("Clear")
    for view in views:
        view.says(EMPTY)
    return views


def agree(views):
    """Wait until two views show the same lines, and the same words below them."""
    both = [view.root.element_handle() for view in views]
    same = """roots => {
        const [one, other] = roots.map(root => [
            root.querySelector("canvas").toDataURL(), root.querySelector("[role=status]").innerText]);
        return one[0] === other[0] && one[1] === other[1] && !one[1].startsWith("Nothing");
    }"""
    views[0].page.wait_for_function(same, arg=both)


def lines(notebook):
    """How many lines the kernel has."""
    return int(notebook.run("count").locator("pre").inner_text().split()[0])


def kernel_has(notebook, count):
    """Wait until the kernel has so many lines: what is drawn, and a cell that is run, reach it on ways of their own."""
    for _ in range(100):
        found = lines(notebook)
        if found == count:
            return
    raise AssertionError(f"the kernel has {found} lines, want {count}")


def by_mouse(view, *places):
    view.page.mouse.move(*view.at(*places[0]))
    view.page.mouse.down()
    for place in places[1:]:
        view.page.mouse.move(*view.at(*place), steps=5)
    view.page.mouse.up()


def by_finger(view, *places):
    touch = view.page.context.new_cdp_session(view.page)
    points = [dict(zip("xy", view.at(*place))) for place in places]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
    for point in points[1:]:
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    touch.detach()


def by_keys(view, *_places):
    view.sheet.focus()
    for key in (" ", *["ArrowDown"] * 4, *["ArrowLeft"] * 4, " ", "ArrowUp"):
        view.page.keyboard.press(key)


@pytest.mark.parametrize("draw", [by_mouse, by_finger, by_keys])
def test_a_line(notebook, views, draw):
    blank = views[0].ink()
    scrolled = notebook.cells.evaluate("panel => panel.scrollTop")
    draw(views[0], (0.3, 0.2), (0.3, 0.8), (0.7, 0.8))
    views[0].says("pixels have ink")
    views[0].says("It reads")
    views[0].sheet.blur()  # or a cross marks where the pen is
    assert views[0].ink() > blank + 300
    agree(views)
    assert notebook.cells.evaluate("panel => panel.scrollTop") == scrolled
    kernel_has(notebook, 1)


def test_undo_and_clear_by_button_and_by_key(notebook, views):
    first, other = views
    for x in (0.2, 0.4, 0.6, 0.8):
        by_mouse(first, (x, 0.2), (x, 0.8))
    agree(views)
    kernel_has(notebook, 4)
    other.button("Undo")
    agree(views)
    first.sheet.focus()
    first.page.keyboard.press("u")
    first.root.get_by_text("lines left: 2").wait_for()
    kernel_has(notebook, 2)
    first.sheet.focus()
    first.page.keyboard.press("c")
    other.says(EMPTY)
    kernel_has(notebook, 0)
    by_mouse(other, (0.2, 0.2), (0.8, 0.8))
    first.says("pixels have ink")
    first.button("Clear")
    other.says(EMPTY)


def test_cleared_while_a_line_is_drawn(notebook, views):
    first, other = views
    page = notebook.page
    page.mouse.move(*first.at(0.2, 0.2))
    page.mouse.down()
    page.mouse.move(*first.at(0.4, 0.4), steps=4)
    first.says("pixels have ink")
    first.sheet.press("c")
    page.mouse.move(*first.at(0.8, 0.8), steps=4)
    page.mouse.up()
    other.says(EMPTY)
    first.sheet.press(" ")  # the pen is down, when the other view is cleared
    first.says("pixels have ink")
    other.button("Clear")
    first.sheet.press("ArrowLeft")
    first.says(EMPTY)


def test_keys_that_are_not_the_pads_change_no_cell(notebook, views):
    cells = notebook.panel.locator(".jp-Cell").count()
    views[0].sheet.focus()
    notebook.page.keyboard.type("abxddmyjkhz")
    assert views[0].sheet.evaluate("sheet => document.activeElement === sheet")
    assert notebook.panel.locator(".jp-Cell").count() == cells
    for name in ("Undo", "Clear"):
        notebook.page.keyboard.press("Tab")
        assert notebook.page.evaluate("document.activeElement.innerText") == name
    notebook.page.keyboard.press("Tab")
    assert not views[0].root.evaluate("root => root.contains(document.activeElement)")


PLACES = """root => {
    const sheet = root.querySelector("canvas").getBoundingClientRect();
    const picture = root.querySelector("img").getBoundingClientRect();
    return {
        beside: picture.left >= sheet.right && picture.top < sheet.bottom,
        below: picture.top >= sheet.bottom,
        fits: [root, root.closest(".jp-OutputArea")].every(each => each.scrollWidth <= each.clientWidth),
        width: innerWidth,
    };
}"""


def test_beside_the_picture_where_there_is_room_and_above_it_where_there_is_none(notebook, views):
    page, size = notebook.page, notebook.page.viewport_size
    found = views[0].root.evaluate(PLACES)
    assert (found["beside"], found["below"], found["fits"]) == (True, False, True)
    if not page.locator("#filebrowser").is_hidden():  # in JupyterLab it takes half of a phone
        page.keyboard.press("Control+b")
        page.locator("#filebrowser").wait_for(state="hidden")
    try:
        for width, height in ((360, 1600), (600, 1600)):  # a phone; half the width is a zoom of 200 %
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_function(f"innerWidth === {width}")
            view = View(notebook, "pad")
            page.wait_for_function(f"root => ({PLACES})(root).fits", arg=view.root.element_handle())
            found = view.root.evaluate(PLACES)
            assert found["beside"] != found["below"]
            view.sheet.scroll_into_view_if_needed()
            by_mouse(view, (0.3, 0.3), (0.7, 0.7))
            view.says("pixels have ink")
            view.button("Clear")
            view.says(EMPTY)
    finally:
        page.set_viewport_size(size)


def test_dark(notebook, views):
    notebook.theme("dark")
    views[0].root.and_(notebook.page.locator(".dlcourse-dark")).wait_for()
    paper = views[0].sheet.evaluate("sheet => getComputedStyle(sheet).filter")
    twin = views[0].root.locator(".dlcourse-twin").first.evaluate("twin => getComputedStyle(twin).filter")
    assert paper == twin != "none"
    by_mouse(views[0], (0.3, 0.3), (0.7, 0.7))
    views[0].says("pixels have ink")
    agree(views)
    for theme in ("dark", "light"):
        notebook.theme(theme)
        found = notebook.axe()
        assert found["violations"] == found["incomplete"] == []


def test_reloaded_restarted_and_deleted(notebook, views):
    """In this order, as the last: cells are deleted."""
    page = notebook.page
    by_mouse(views[0], (0.5, 0.5))
    agree(views)
    words = views[0].words.inner_text()
    notebook.save()
    page.reload()
    notebook.wait_for_kernel()
    for cell in ("pad", "again"):
        notebook.area_with_explorer(cell)
    views = [View(notebook, cell) for cell in ("pad", "again")]
    views[0].says(words)
    agree(views)

    notebook.restart_and_run_all()
    views = [View(notebook, cell) for cell in ("pad", "again", "alone")]
    for view in views:
        view.says(EMPTY)
    by_mouse(views[2], (0.3, 0.3), (0.7, 0.7))
    views[2].says("pixels have ink")
    views[0].says(EMPTY)
    page.wait_for_function(f"{LISTENERS} === {notebook.before + 3}")

    views[0].sheet.focus()
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.press("d")
    page.wait_for_function(f"{LISTENERS} === {notebook.before + 2}")

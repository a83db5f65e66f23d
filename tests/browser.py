"""A learner at a real JupyterLab or Notebook 7 in a real browser: Debian's Chromium, driven by Playwright.

One server offers both, under different addresses; their cells are the same elements.

Everything waits for a condition that a learner could see, never for a time. JupyterLab puts cells into the page
only as they come near, so that a cell is scrolled to before it is used. (Its setting windowingMode must be that of
JupyterLab 4.6: with "full", the default of older ones, cells move while they are clicked.)
"""

import contextlib
import importlib.util
import json
import os
import re
import shutil
from pathlib import Path
from unittest import mock

import nbformat

from dlcourse.lab.folder import prepare
from dlcourse.lab.server import Server

ARGUMENTS = [
    "--no-sandbox",  # which root, as in a container, cannot have
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",  # a container has little of it
    "--hide-scrollbars",
]
SIZE = {"width": 1200, "height": 1000}
TALL = {"width": 1200, "height": 20_000}  # so that all cells are in the page at once
PATIENCE = 30_000  # milliseconds: a busy machine is slow, and nothing that works waits that long
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
DIALOGS = ".jp-Dialog, .Toastify__toast"
GAVE_UP = "Error displaying widget: model not found"
FRONTS = {"lab": "lab/tree/", "notebook": "notebooks/"}  # where a server shows a notebook
# What Notebook 7 itself raises when it starts.
NOT_OURS = (
    "Window name candidate",
    "Cannot read properties of undefined (reading 'schema')",
    "Command 'filebrowser:open-path' not registered",
    "Canceled future for create_subshell_request message",  # of a page that is left while its kernel starts
)
# Rules of axe that outputs in a notebook cannot meet: each with its reason.
LEFT_OUT = {
    # axe itself no longer runs it unasked. What WCAG 1.2.1 asks of sound alone are words beside it, not captions.
    "audio-caption": "each sound has its words below it",
}
# Axe's findings as plain data: for each element the rule, those that axe could not judge among them.
RUN_AXE = """async ([context, leftOut]) => {
    const rules = axe.getRules().map(rule => rule.ruleId).filter(rule => !leftOut.includes(rule));
    const found = await axe.run(context, {
        runOnly: rules, resultTypes: ["violations", "incomplete", "passes"],
    });
    const plain = rule => node => ({
        rule, html: node.html.replace(/data:image[^"]*/, ""),
        why: [...node.any, ...node.all, ...node.none].map(check => check.message).join("; "),
    });
    const nodes = kind => found[kind].flatMap(result => result.nodes.map(plain(result.id)));
    return {violations: nodes("violations"), incomplete: nodes("incomplete"), passes: nodes("passes")};
}"""


def chromium():
    """The path of a browser of the Chromium family, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def missing():
    """What is not installed of that which a browser test needs: a reason to skip, or nothing."""
    if not chromium():
        return "no Chromium (on Debian: apt-get install chromium)"
    packages = [name for name in ("playwright", "axe_core_python") if importlib.util.find_spec(name) is None]
    return f"not installed: {', '.join(packages)} (pip install -e '.[test]')" if packages else ""


@contextlib.contextmanager
def course(folder, settings):
    """JupyterLab on a fresh learner's folder as `dlcourse lab` starts it, with fresh settings of the learner."""
    prepare(folder)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("DLCOURSE_", "JUPYTER"))}
    environment["JUPYTER_CONFIG_DIR"] = str(settings)
    with contextlib.ExitStack() as stack:
        with mock.patch.dict(os.environ, environment, clear=True):
            server = stack.enter_context(Server(folder, browser=False))
        assert server.wait_until_ready(), server.log.read_text("utf-8")
        yield server


def written(path, cells):
    """Write a notebook with these code cells (id -> source), and return its path."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(each, id=name) for name, each in cells.items()]
    )
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(notebook, path)
    return path


def end_kernels(server):
    """End all kernels of a server, and forget which notebooks had them."""
    for session in json.loads(server._request("api/sessions")):
        server._request(f"api/sessions/{session['id']}", "DELETE")


@contextlib.contextmanager
def browser(server):
    """A browser; its pages note what they should not do in `page.complaints`."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        context = chrome.new_context(viewport=SIZE)
        context.set_default_timeout(PATIENCE)
        context.complaints = []
        context.on("request", lambda request: _note_request(context, server, request))
        context.on("weberror", lambda error: _note_error(context, error.error))
        yield context
        chrome.close()


@contextlib.contextmanager
def learner(make_folder):
    """A server on a fresh folder, and a browser; gives both. The argument is pytest's `tmp_path_factory.mktemp`."""
    folder, settings = make_folder("learner") / "my-dlcourse", make_folder("settings")
    with course(folder, settings) as server, browser(server) as context:
        yield server, context


def _note_error(context, error):
    if not re.sub(r"^\w*Error: ", "", str(error)).startswith(NOT_OURS):
        context.complaints.append(f"script error: {error}")


def _note_request(context, server, request):
    if not request.url.startswith((server.address, "blob:", "data:")):
        context.complaints.append(f"asked another machine for {request.url}")


class Notebook:
    """A notebook that is open in JupyterLab or in Notebook 7.

    Parameters
    ----------
    page : Page
    path : Path
        The file that is shown.
    """

    def __init__(self, page, path):
        self.page, self.path = page, Path(path)
        self.panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
        self.cells = self.panel.locator(".jp-WindowedPanel-outer")
        self.blank = nbformat.read(self.path, 4).cells  # as it was opened
        self.ids = [cell.get("id") for cell in self.blank]
        self.wait_for_kernel()

    @classmethod
    def open(cls, page, server, path, front="lab"):
        """Go to the address of a notebook in the server's folder."""
        address = f"{server.address}{FRONTS[front]}{Path(path).relative_to(server.folder)}?token={server.token}"
        page.goto(f"{address}&reset" if front == "lab" else address)  # without the notebooks of earlier tests
        return cls(page, path)

    @classmethod
    def open_from_list(cls, page, path):
        """Open a notebook as learners do: a double click on its name in the list of files."""
        page.locator(".jp-DirListing-item").filter(has_text=Path(path).name).dblclick()
        page.locator(".lm-TabBar-tab.lm-mod-current").filter(has_text=Path(path).name).first.wait_for()
        return cls(page, path)

    def wait_for_kernel(self):
        """Wait until a kernel is chosen and does nothing."""
        self.panel.locator(".jp-KernelName").filter(has_text="Python 3").wait_for()
        self.panel.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()

    def cell(self, cell_id):
        """Scroll to the cell with this id, and return it."""
        found = self.panel.locator(f".jp-Cell[data-windowed-list-index='{self.ids.index(cell_id)}']")
        if not found.count():
            self.cells.evaluate("panel => panel.scrollTo(0, 0)")
        while not found.count():
            moved = """panel => new Promise(done => {
                panel.scrollBy(0, 400);
                requestAnimationFrame(() => done(panel.scrollTop + panel.clientHeight < panel.scrollHeight - 1));
            })"""
            if not self.cells.evaluate(moved):
                found.wait_for(state="attached")
        found.evaluate("cell => cell.scrollIntoView({block: 'nearest'})")
        return found

    def area_with_explorer(self, cell_id):
        """The output with an explorer that was saved; the page is loaded again, as README says, if JupyterLab was too
        slow for itself.

        Its widgets give up for good if a model is not there two seconds after the kernel's have been looked for, and
        what a file holds may come later than that on a busy machine.
        """
        for _ in range(3):
            area = self.cell(cell_id).locator(".jp-OutputArea")
            there = area.locator("[role=status]")
            there.or_(area.get_by_text(GAVE_UP)).first.wait_for()
            if there.count():
                break
            self.page.reload()
            self.wait_for_kernel()
        return area

    def run(self, cell_id, source=None):
        """Run a cell with Shift + Enter, after writing `source` in it if it is given; returns its output."""
        cell = self.cell(cell_id)
        editor = cell.locator(".cm-content")
        editor.click()
        if source is not None:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(source)
        before = cell.locator(".jp-InputPrompt").inner_text()
        self.page.keyboard.press("Shift+Enter")
        self.page.wait_for_function(
            "([cell, before]) => { const now = cell.querySelector('.jp-InputPrompt').innerText;"
            " return now !== before && /\\d/.test(now); }",
            arg=[cell.element_handle(), before],
        )
        self.wait_for_kernel()
        return self.cell(cell_id).locator(".jp-OutputArea").first

    def run_all(self):
        """Choose Run > Run All Cells, and wait for the last cell."""
        self.menu("Run", "Run All Cells")
        self._wait_for_all()

    def restart_and_run_all(self):
        """The same with a fresh kernel."""
        self.menu("Kernel", "Restart Kernel and Run All Cells…")
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        self._wait_for_all()

    def _wait_for_all(self):
        codes = [cell.id for cell in self.blank if cell.cell_type == "code"]
        self.cell(codes[-1]).locator(".jp-InputPrompt").filter(has_text=f"[{len(codes)}]").wait_for(
            timeout=4 * PATIENCE
        )
        self.wait_for_kernel()

    def save(self):
        """Save it, and return what is in the file."""
        with self.page.expect_response(lambda answer: answer.request.method == "PUT" and "/contents/" in answer.url):
            self.page.keyboard.press("Control+S")
        return nbformat.read(self.path, 4)

    def menu(self, *names):
        """Choose an entry of the menus, once it can be chosen."""
        *path, last = [
            self.page.locator(".lm-Menu-item" if depth else ".lm-MenuBar-item").filter(
                has=self.page.get_by_text(name, exact=True)
            )
            for depth, name in enumerate(names)
        ]
        while True:
            for item in path:
                item.click()
            if "lm-mod-disabled" not in last.get_attribute("class"):
                break
            for _ in path:
                self.page.keyboard.press("Escape")
        last.click()

    def theme(self, name):
        """Switch to the "light" or the "dark" theme, as a learner does."""
        self.menu("Settings", "Theme", THEMES[name])
        light = json.dumps(name == "light")
        self.page.locator(f"body[data-jp-theme-light={light}]").wait_for(state="attached")
        # The page is hidden for a moment, and covered until all styles are there: nothing has a contrast then.
        self.cells.wait_for()
        self.page.locator("#jupyterlab-splash").wait_for(state="detached")

    def axe(self, within=".jp-OutputArea-output"):
        """What all rules of axe-core say about the outputs: dict of lists of elements."""
        from axe_core_python.base import AXE_SCRIPT

        self.page.evaluate(AXE_SCRIPT)
        return self.page.evaluate(RUN_AXE, [{"include": [[within]]}, list(LEFT_OUT)])

"""The widget of every explorer: one small front end, shipped with the package."""

import contextlib
from pathlib import Path

import anywidget
from traitlets import Bytes, Dict, Float, List, TraitError, Unicode

HERE = Path(__file__).resolve().parent
ASKED, ANSWERED = {"kind": "dlcourse-there?"}, {"kind": "dlcourse-here"}
FROM_THE_PAGE = ("values", "ratio")  # all else is the kernel's to say


class View(anywidget.AnyWidget):
    """What the browser knows of an explorer."""

    _esm = HERE / "explorer.js"
    _css = HERE / "explorer.css"

    name = Unicode().tag(sync=True)
    controls = List().tag(sync=True)
    values = Dict().tag(sync=True)
    size = List().tag(sync=True)  # of the picture, in pixels of the page
    on_paper = List().tag(sync=True)
    picture = Bytes().tag(sync=True)
    words = Unicode().tag(sync=True)
    sound = Bytes().tag(sync=True)  # a WAV file, or nothing
    ratio = Float(1.0).tag(sync=True)  # pixels of the screen for one of the page: the browser says it

    def __init__(self, **state):
        super().__init__(**state)
        self.on_msg(self._answer)

    def _answer(self, _widget, content, _buffers):
        """Say that there is a kernel: a saved notebook shows its explorers without one."""
        if content == ASKED:
            self.send(ANSWERED)

    def set_state(self, sync_data):
        """Take what a page sent, which can be anything: a message with what can't be is ignored as a whole."""
        with contextlib.suppress(TraitError):
            super().set_state({name: sync_data[name] for name in FROM_THE_PAGE if name in sync_data})
